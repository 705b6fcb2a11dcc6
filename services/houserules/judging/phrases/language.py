"""Phrases: regular expressions as people would write them, so that a rule reads like the sentences it means.

In a phrase

* a space is whatever stands between two words of one sentence (commas, brackets, emoji, several spaces);
* `'` may be left out or curly, as in hasty typing: `i'm` also finds `im` and `i’m`;
* ` ~` is a gap of up to five words of the same sentence, ` ~2` of up to two;
* `<name>` is a fragment of the policy;
* `( | )`, `?`, `*`, `+`, `[ ]`, `\\w`, `\\d`, `$`, `(?-i: )` for "with capitals as written" and `\\` before any sign that
  shall stand for itself are those of regular expressions.

A phrase begins at a word's edge, ends at one, and does not care about case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from houserules.judging.phrases.factors import (
    GAP,
    LETTER,
    UNKNOWN,
    Facts,
    alternatives,
    apart,
    optional,
    repeated,
    sequence,
    strings,
)

GAP_WORDS: Final = 5
MOST_GAP: Final = 20

_BETWEEN: Final = r"[^\w.!?\n]+"
_WORD: Final = r"\w[\w'’-]*"
_END: Final = r"(?:$|[^\w'’]|['’](?:[^\w]|$))"  # not the middle of a word, and not that of "he'll"
_TOKEN: Final = re.compile(
    r" ~(?P<gap>\d{0,2})|(?P<space> +)|(?P<apostrophe>')|<(?P<fragment>[a-z][a-z0-9_-]*)>"
    r"|(?P<class>\[[^\]]+\])|\\(?P<escape>.)|(?P<open>\((?:\?-i:|\?:)?)|(?P<sign>[)|?*+])"
    r"|(?P<letters>[A-Za-z0-9]+(?![?*+A-Za-z0-9]))|(?P<letter>.)",
    re.DOTALL,
)
_OPTIONAL_GAP: Final = re.compile(r"\(( ~\d{0,2})\)\?")  # a gap may have no words anyway
_RANGE: Final = re.compile(r"(?P<first>[^\\^-])-(?P<last>[^\\^-])|(?P<one>[^\\^-])")
_MOST_IN_CLASS: Final = 12


class PhraseError(ValueError):
    """A phrase cannot be compiled; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase, or a part of one: its RE2 pattern and what is known of the texts that it matches."""

    pattern: str
    facts: Facts


_BEGIN: Final = Phrase(r"\b", strings({" "}))


def compile_phrase(text: str, fragments: Mapping[str, Phrase]) -> Phrase:
    """The phrase in `text`. Raises PhraseError."""
    part = _compile(text.strip(), fragments, whole=True)
    return Phrase(f"({part.pattern}){_END}", part.facts)


def compile_part(text: str, fragments: Mapping[str, Phrase]) -> Phrase:
    """As `compile_phrase`, for a fragment: without edges."""
    return _compile(text, fragments, whole=False)


def _compile(text: str, fragments: Mapping[str, Phrase], *, whole: bool) -> Phrase:
    parser = _Parser(list(_TOKEN.finditer(_OPTIONAL_GAP.sub(r"\1", text))), fragments)
    phrase = parser.choice(whole=whole)
    if parser.place < len(parser.tokens):
        raise PhraseError("a `)` without its `(`; remove it or write `\\)`")
    return phrase


class _Parser:
    """Reads the tokens of one phrase, each function one level of the syntax."""

    __slots__ = ("fragments", "place", "tokens")

    def __init__(self, tokens: list[re.Match[str]], fragments: Mapping[str, Phrase]) -> None:
        self.tokens: Final = tokens
        self.fragments: Final = fragments
        self.place = 0

    def choice(self, *, whole: bool = False) -> Phrase:
        branches = [self._row(whole=whole)]
        while self._sign() == "|":
            self.place += 1
            branches.append(self._row(whole=whole))
        if len(branches) == 1:
            return branches[0]
        return Phrase("|".join(branch.pattern for branch in branches), alternatives([b.facts for b in branches]))

    def _row(self, *, whole: bool) -> Phrase:
        first = self.tokens[self.place] if self.place < len(self.tokens) else None
        signed = first is not None and first.lastgroup in ("letter", "escape") and not first[0].isalnum()
        parts = [_BEGIN] if whole and not signed else []
        while self.place < len(self.tokens) and self._sign() not in (")", "|"):
            parts.append(self._item())
        facts = [part.facts for part in parts]
        return Phrase("".join(part.pattern for part in parts), sequence([*facts, _BEGIN.facts] if whole else facts))

    def _item(self) -> Phrase:
        item = self._atom()
        while (sign := self._sign()) in ("?", "*", "+"):
            self.place += 1
            facts = {"?": optional, "*": apart, "+": repeated}[sign](item.facts)
            item = Phrase(f"(?:{item.pattern}){sign}", facts)
        return item

    def _atom(self) -> Phrase:
        token = self.tokens[self.place]
        self.place += 1
        match token.lastgroup:
            case "gap":
                return _gap(token["gap"])
            case "space":
                return Phrase(_BETWEEN, strings({" "}))
            case "apostrophe":
                return Phrase("['’]?", strings({""}))
            case "fragment":
                return self._fragment(token["fragment"])
            case "class":
                return Phrase(token[0], _class(token["class"][1:-1]))
            case "escape":
                return _escape(token["escape"])
            case "open":
                return self._group(token["open"])
            case "sign":
                raise PhraseError(
                    f"nothing stands before `{token['sign']}`; write `\\{token['sign']}` if you mean the sign"
                )
            case "letters":
                return Phrase(token[0], strings({token[0]}))
            case _:
                return _letter(token[0])

    def _group(self, opening: str) -> Phrase:
        inside = self.choice()
        if self._sign() != ")":
            raise PhraseError("a `(` without its `)`; close it or write `\\(`")
        self.place += 1
        return Phrase(f"{'(?:' if opening == '(' else opening}{inside.pattern})", inside.facts)

    def _fragment(self, name: str) -> Phrase:
        if name not in self.fragments:
            raise PhraseError(f"no fragment is called `{name}`; define it in fragments.yaml, above its use")
        fragment = self.fragments[name]
        return Phrase(f"(?:{fragment.pattern})", fragment.facts)

    def _sign(self) -> str | None:
        return self.tokens[self.place]["sign"] if self.place < len(self.tokens) else None


def _gap(digits: str) -> Phrase:
    most = int(digits or GAP_WORDS)
    if not 1 <= most <= MOST_GAP:
        raise PhraseError(f"a gap of {most} words; use 1 to {MOST_GAP}")
    return Phrase(f"(?:{_BETWEEN}{_WORD}){{0,{most}}}", GAP)


def _letter(letter: str) -> Phrase:
    if letter == "~":
        raise PhraseError("`~` stands behind a space, as in `a ~3 b`; write it so, or `\\~` for the sign")
    if letter in "{}^":
        raise PhraseError(f"`{letter}` means nothing in a phrase; write it out, or `\\{letter}` for the sign")
    if letter == "$":
        return Phrase("$", strings({""}))
    return Phrase(letter if letter.isalnum() else re.escape(letter), strings({letter}))


def _escape(letter: str) -> Phrase:
    if letter == "d":
        return Phrase("[0-9]", strings(set("0123456789")))
    if letter.isalnum():
        if letter not in "wWbsS":
            raise PhraseError(f"`\\{letter}` is not known; write \\w, \\d or the sign itself")
        return Phrase(f"\\{letter}", LETTER if letter == "w" else UNKNOWN)
    return Phrase(re.escape(letter), strings({letter}))


def _class(inside: str) -> Facts:
    """What `[inside]` can be, where it is a short list."""
    found: set[str] = set()
    if inside.startswith("^"):
        return UNKNOWN
    for match in _RANGE.finditer(inside):
        first, last = (match["one"], match["one"]) if match["one"] else (match["first"], match["last"])
        found.update(map(chr, range(ord(first), min(ord(last), ord(first) + _MOST_IN_CLASS) + 1)))
    return strings(found) if 0 < len(found) <= _MOST_IN_CLASS else UNKNOWN
