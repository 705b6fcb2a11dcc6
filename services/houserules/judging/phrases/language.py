"""Phrases: regular expressions as people would write them, so that a rule reads like the sentences it means.

In a phrase

* a space is whatever stands between two words of one sentence (commas, brackets, emoji, several spaces);
* `'` may be left out or curly, as in hasty typing: `i'm` also finds `im` and `i’m`;
* ` ~` is a gap of up to five words of the same sentence, ` ~2` of up to two; `'ve` and the like are no word of their own;
* `<name>` is a fragment of the policy;
* `( | )`, `?`, `*`, `+`, `[ ]`, `\\w`, `\\d`, `$`, `(?-i: )` for "with capitals as written" and `\\` before any sign that
  shall stand for itself are those of regular expressions.

A phrase begins at a word's edge, ends at one, and does not care about case.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import re2

from houserules.judging.phrases.factors import (
    ENDING,
    GAP,
    LETTER,
    UNKNOWN,
    Facts,
    alternatives,
    apart,
    optional,
    repeated,
    sequence,
    sign,
    strings,
    word,
)

GAP_WORDS: Final = 5
MOST_GAP: Final = 20

_BETWEEN: Final = r"['’`]*[^\w.!?\n'’`][^\w.!?\n]*"  # more than an apostrophe, which parts no words: `they're`
_WORD: Final = r"\w[\w'’-]*"
_END: Final = r"(?:$|[^\w'’]|['’](?:[^\w]|$))"  # not the middle of a word, and not that of "he'll"
_TOKEN: Final = re.compile(
    r" ~(?P<gap>\d{0,2})|(?P<space> +)|(?P<apostrophe>')|<(?P<fragment>[a-z][a-z0-9_-]*)>"
    r"|(?P<class>\[[^\]]+\])|\\(?P<escape>.)|(?P<open>\((?:\?-i:|\?:)?)|(?P<sign>[)|?*+])"
    r"|(?:(?<=\()(?<!\\\()|(?<=\?:)|(?<=-i:))"
    r"(?P<words>[A-Za-z0-9]+(?: [A-Za-z0-9]+)*(?:\|[A-Za-z0-9]+(?: [A-Za-z0-9]+)*)+)(?=\))"
    r"|(?P<letters>[A-Za-z0-9]+(?: [A-Za-z0-9]+)*(?![?*+A-Za-z0-9])|[A-Za-z0-9]+(?=[A-Za-z0-9][?*+]))|(?P<letter>.)",
    re.DOTALL,
)
_OPTIONAL_GAP: Final = re.compile(r"\(( ~\d{0,2})\)\?")  # a gap may have no words anyway
_RANGE: Final = re.compile(r"(?P<first>[^\\^-])-(?P<last>[^\\^-])|(?P<one>[^\\^-])")
_MOST_IN_CLASS: Final = 12
_QUIET: Final = re2.Options()
_QUIET.log_errors = False


class PhraseError(ValueError):
    """A phrase cannot be compiled; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase, or a part of one: its RE2 pattern and what is known of the texts that it matches.

    `hooked` says that it may begin with an apostrophe, and so within a word of a skeleton: `'ll` in `i'll`.
    """

    pattern: str
    facts: Facts
    hooked: bool = False


_GROUPS: Final[dict[tuple[str, bool, bool, bool], Phrase]] = {}
_MOST_GROUPS: Final = 1 << 14

_BEGIN: Final = r"\b"
_SPACE: Final = strings({" "})
_CONTRACTION: Final = Phrase("(?:['’](?:ve|d|ll|re|s|m))?", ENDING)
"""What a word before a gap may end in: `you ~1 lied` also finds "you've lied"."""


def compile_phrase(text: str, fragments: Mapping[str, Phrase]) -> Phrase:
    """The phrase in `text`. Raises PhraseError."""
    part = _compile(text.strip(), fragments, whole=True)
    return Phrase(f"({part.pattern}){_END}", part.facts)


def compile_part(text: str, fragments: Mapping[str, Phrase]) -> Phrase:
    """As `compile_phrase`, for a fragment: without edges."""
    return _compile(text, fragments, whole=False)


def _compile(text: str, fragments: Mapping[str, Phrase], *, whole: bool) -> Phrase:
    parser = _Parser(list(_TOKEN.finditer(_OPTIONAL_GAP.sub(r"\1", text))), fragments)
    phrase = parser.choice(begins=whole, before=whole, after=whole)
    if parser.place < len(parser.tokens):
        raise PhraseError("a `)` without its `(`; remove it or write `\\)`")
    return phrase


class _Parser:
    """Reads the tokens of one phrase, each function one level of the syntax."""

    __slots__ = ("closing", "fragments", "place", "tokens")

    def __init__(self, tokens: list[re.Match[str]], fragments: Mapping[str, Phrase]) -> None:
        self.tokens: Final = tokens
        self.fragments: Final = fragments
        self.closing: Final = _closing(tokens)
        self.place = 0

    def choice(self, *, begins: bool = False, before: bool = False, after: bool = False) -> Phrase:
        """Everything up to a `)`.

        `begins`: the phrase begins here. `before` and `after` say that words are parted there: that much more is known.
        """
        if self.place < len(self.tokens) and (words := self.tokens[self.place]["words"]):
            self.place += 1
            return _listed(words.split("|"), begins=begins, before=before, after=after)
        branches = [self._row(begins, before, after)]
        while self._sign() == "|":
            self.place += 1
            branches.append(self._row(begins, before, after))
        if len(branches) == 1:
            return branches[0]
        facts = alternatives([branch.facts for branch in branches])
        return Phrase("|".join(branch.pattern for branch in branches), facts, any(branch.hooked for branch in branches))

    def _row(self, begins: bool, before: bool, after: bool) -> Phrase:
        first = self.tokens[self.place] if self.place < len(self.tokens) else None
        signed = first is not None and first.lastgroup in ("letter", "escape") and not first[0].isalnum()
        # A sign has no word's edge before it, so each part of a choice that the phrase begins with sees to its own.
        opens = first is not None and first.lastgroup == "open" and self._repeats(self.place) is None
        parts: list[Phrase] = []
        while self.place < len(self.tokens) and self._sign() not in (")", "|"):
            last = parts[-1].facts if parts else None
            parted = before if last is None else last.ended and not last.empty
            if self.tokens[self.place].lastgroup == "gap":
                parts.append(_CONTRACTION)
            parts.append(self._item(begins and opens and last is None, parted, after))
        hooked = _is_hooked(parts)
        facts = [part.facts for part in parts]
        if before and not hooked and not (begins and signed):
            facts.insert(0, _SPACE)
        pattern = "".join(part.pattern for part in parts)
        begin = _BEGIN if begins and not signed and not opens else ""
        return Phrase(begin + pattern, sequence([*facts, _SPACE] if after else facts or [strings({""})]), hooked)

    def _item(self, begins: bool, before: bool, after: bool) -> Phrase:
        item = self._atom(begins, before, after)
        while (sign := self._sign()) in ("?", "*", "+"):
            self.place += 1
            facts = {"?": optional, "*": apart, "+": repeated}[sign](item.facts)
            item = Phrase(f"(?:{item.pattern}){sign}", facts, item.hooked)
        return item

    def _atom(self, begins: bool, before: bool, after: bool) -> Phrase:
        token = self.tokens[self.place]
        self.place += 1
        match token.lastgroup:
            case "gap":
                return _gap(token["gap"])
            case "space":
                return Phrase(_BETWEEN, _SPACE)
            case "apostrophe":
                return Phrase("['’]?", strings({""}), hooked=True)
            case "fragment":
                return self._fragment(token["fragment"])
            case "class":
                return Phrase(_read_class(token[0]), _class(token["class"][1:-1]))
            case "escape":
                return _escape(token["escape"])
            case "open":
                return self._group(token["open"], begins, before, after)
            case "sign":
                raise PhraseError(
                    f"nothing stands before `{token['sign']}`; write `\\{token['sign']}` if you mean the sign"
                )
            case "letters":
                return Phrase(token[0].replace(" ", _BETWEEN), word(token[0]))
            case _:
                return _letter(token[0])

    def _group(self, opening: str, begins: bool, before: bool, after: bool) -> Phrase:
        place = self.place - 1
        sign = self._repeats(place)
        if sign in ("*", "+"):
            before = after = False  # copies may touch: `(ha)+` is also in "haha"
        else:
            after = self._parted(self.closing.get(place, place) + 1 + (sign is not None), after)
        inside = self._inside(place, begins, before, after)
        if self._sign() != ")":
            raise PhraseError("a `(` without its `)`; close it or write `\\(`")
        self.place += 1
        return Phrase(f"{'(?:' if opening == '(' else opening}{inside.pattern})", inside.facts, inside.hooked)

    def _inside(self, place: int, begins: bool, before: bool, after: bool) -> Phrase:
        """What is in the group that opens at `place`. Policies say the same in brackets again and again."""
        closing = self.closing.get(place)
        opening = self.tokens[place]
        text = "<" if closing is None else opening.string[opening.end() : self.tokens[closing].start()]
        if "<" in text:
            # What a fragment is differs from policy to policy.
            return self.choice(begins=begins, before=before, after=after)
        key = (text, begins, before, after)
        known = _GROUPS.get(key)
        if known is None:
            if len(_GROUPS) >= _MOST_GROUPS:
                _GROUPS.clear()
            known = _GROUPS[key] = self.choice(begins=begins, before=before, after=after)
        assert closing is not None
        self.place = closing
        return known

    def _repeats(self, place: int) -> str | None:
        """The `?`, `*` or `+` behind the group that opens at `place`, if there is one."""
        behind = self.closing.get(place, len(self.tokens)) + 1
        sign = self.tokens[behind]["sign"] if behind < len(self.tokens) else None
        return sign if sign in ("?", "*", "+") else None

    def _parted(self, place: int, after: bool) -> bool:
        """Whether a space follows what ends before the token at `place`; `after`: whether it does at the row's end."""
        if place >= len(self.tokens) or self.tokens[place]["sign"] in (")", "|"):
            return after
        optional_space = place + 1 < len(self.tokens) and self.tokens[place + 1]["sign"] in ("?", "*")
        return self.tokens[place]["space"] is not None and not optional_space

    def _fragment(self, name: str) -> Phrase:
        if name not in self.fragments:
            raise PhraseError(f"no fragment is called `{name}`; define it in fragments.yaml, above its use")
        fragment = self.fragments[name]
        return Phrase(f"(?:{fragment.pattern})", fragment.facts, fragment.hooked)

    def _sign(self) -> str | None:
        return self.tokens[self.place]["sign"] if self.place < len(self.tokens) else None


def _listed(words: Sequence[str], *, begins: bool, before: bool, after: bool) -> Phrase:
    """A choice of nothing but words, which most choices are: what `choice` says of it, at a tenth of the time."""
    begin, head, tail = _BEGIN if begins else "", " " if before else "", " " if after else ""
    facts = strings([f"{head}{text.lower()}{tail}" for text in words])
    return Phrase("|".join([begin + text.replace(" ", _BETWEEN) for text in words]), facts)


def _closing(tokens: Sequence[re.Match[str]]) -> dict[int, int]:
    """Where the bracket is closed that opens at each place."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token["open"]:
            opened.append(place)
        elif token["sign"] == ")" and opened:
            closing[opened.pop()] = place
    return closing


def _is_hooked(parts: Iterable[Phrase]) -> bool:
    """Whether what `parts` match may begin with an apostrophe."""
    for part in parts:
        if part.hooked:
            return True
        if not part.facts.empty:
            return False
    return False


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
    return Phrase(letter, word(letter)) if letter.isalnum() else Phrase(re.escape(letter), sign(letter))


def _escape(letter: str) -> Phrase:
    if letter == "d":
        return Phrase("[0-9]", strings(set("0123456789")))
    if letter.isalnum():
        if letter not in "wWbsS":
            raise PhraseError(f"`\\{letter}` is not known; write \\w, \\d or the sign itself")
        return Phrase(f"\\{letter}", LETTER if letter == "w" else UNKNOWN)
    return Phrase(re.escape(letter), sign(letter))


@lru_cache(maxsize=4096)
def _read_class(text: str) -> str:
    """`text`, which RE2 takes: of all that a phrase is made of only a class is written by hand and may be wrong."""
    try:
        re2.compile(text, _QUIET)
    except re2.error as error:
        raise PhraseError(f"`{text}` is no class of characters; write it as in `[abc]` or `[0-9]`") from error
    return text


def _class(inside: str) -> Facts:
    """What `[inside]` can be, where it is a short list."""
    found: set[str] = set()
    if inside.startswith("^"):
        return UNKNOWN
    for match in _RANGE.finditer(inside):
        first, last = (match["one"], match["one"]) if match["one"] else (match["first"], match["last"])
        found.update(map(chr, range(ord(first), min(ord(last), ord(first) + _MOST_IN_CLASS) + 1)))
    return strings(found) if 0 < len(found) <= _MOST_IN_CLASS else UNKNOWN
