"""How people disguise a word: every form that we know of, as functions from a word to what is typed instead.

A form says what it cannot do: `least` is the shortest word that it disguises (a shorter word of a term stays as it is),
and a form that leaves a whole term as it was does not apply to that term.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import yaml

from houserules.judging.policy.compiler import shipped_policy_path
from houserules.text.terms import TermMatcher
from houserules.text.views import Hit, ViewBatch
from support.alphabets import (
    ACCENTS,
    ARMENIAN,
    BLACK_CIRCLED,
    BLACK_SQUARED,
    CHEROKEE,
    CIRCLED,
    CURRENCY,
    CYRILLIC,
    DIGITS,
    EXTENDED,
    FANCY,
    FULL_WIDTH,
    GREEK,
    LEET,
    LEET_VOWELS,
    LIGATURES,
    MATHEMATICAL,
    PARENTHESISED,
    REGIONAL,
    SIGNS,
    SMALL_CAPS,
    SQUARED,
    SUPERSCRIPT,
)

VOWELS: Final = "aeiou"

Disguise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to disguise a word.

    `group` is what it is reported under. Words shorter than `least` are left alone. `whole` forms disguise a term of
    several words at once and not word by word; between the words of others stands `gap`.
    """

    name: str
    group: str
    disguise: Disguise
    least: int = 3
    whole: bool = False
    gap: str = " "


class Sample(NamedTuple):
    """`text[start:end]` is `term` in the disguise `form`."""

    term: str
    form: Form
    text: str
    start: int
    end: int


def disguised(term: str, form: Form, rng: random.Random) -> str | None:
    """`term` in the disguise `form`; None if the form does not apply to it."""
    words = [term] if form.whole else term.split()
    hidden = form.gap.join(
        form.disguise(word, rng) if sum(map(str.isalpha, word)) >= form.least else word for word in words
    )
    return None if hidden.casefold() == form.gap.join(words).casefold() else hidden


def samples(terms: Sequence[str], form: Form, rng: random.Random) -> Iterator[Sample]:
    """Every term that `form` applies to, each in a neutral sentence of its own."""
    for term in terms:
        hidden = disguised(term, form, rng)
        if hidden is not None:
            before, _, after = rng.choice(CARRIERS).partition("@@")
            yield Sample(term, form, before + hidden + after, len(before), len(before) + len(hidden))


CARRIERS: Final = (
    "@@",
    "what a @@",
    "well @@, that is all",
    "and then he said @@ to the whole bus",
    "Honestly? @@! See you at 7pm",
    "so... @@ 😂😂",
    "the meeting was moved (@@) and nobody told us\nthanks anyway",
    "it’s a @@. I’d like a word with the council",
    "you @@",
    "#today @sam @@ @jo",
    "1. tea\n2. @@\n3. biscuits",
    "“@@” is not a nice word",
)
"""Sentences with nothing in them that any lexicon lists; `@@` is the place of the word."""

# Letters for letters.


def _letters(table: Mapping[str, str], *, upper: bool = False) -> Disguise:
    return lambda word, _: "".join(table.get(letter, letter) for letter in (word.upper() if upper else word))


def _some(table: Mapping[str, str], *, at_most: float = 1.0) -> Disguise:
    """One or more of the letters that `table` has something for, any one of several things; a share of the word at most."""

    def disguise(word: str, rng: random.Random) -> str:
        places = [place for place, letter in enumerate(word) if letter in table]
        most = min(len(places), max(1, int(at_most * len(word))))
        chosen = set(rng.sample(places, rng.randint(1, most))) if places else set()
        return "".join(rng.choice(table[letter]) if place in chosen else letter for place, letter in enumerate(word))

    return disguise


# Things put in between, and things taken away.


def _between(*junk: str) -> Disguise:
    """The same thing between any two letters."""
    return lambda word, rng: rng.choice(junk).join(word)


def _inside(*junk: str) -> Disguise:
    """One thing at one place inside the word."""

    def disguise(word: str, rng: random.Random) -> str:
        place = rng.randrange(1, len(word))
        return word[:place] + rng.choice(junk) + word[place:]

    return disguise


def _wrapped(*pairs: tuple[str, str]) -> Disguise:
    """A part inside the word marked up: both ends inside the word, so that what is marked up is the word alone."""

    def disguise(word: str, rng: random.Random) -> str:
        left = rng.randrange(1, len(word) - 1)
        right = rng.randrange(left + 1, len(word))
        opening, closing = rng.choice(pairs)
        return word[:left] + opening + word[left:right] + closing + word[right:]

    return disguise


def _digits(word: str, rng: random.Random) -> str:
    """Every letter that a digit can stand for, in short words no more than leave half of the letters.

    `7W47` is half a postcode; people who want to be understood leave more.
    """
    places = [place for place, letter in enumerate(word) if letter in DIGITS]
    most = len(word) if len(word) > 5 else len(word) // 2
    chosen = rng.sample(places, min(len(places), most))
    return "".join(DIGITS[letter] if place in chosen else letter for place, letter in enumerate(word))


def _marks(least: int, most: int, marks: Sequence[int]) -> Disguise:
    return lambda word, rng: "".join(
        letter + "".join(map(chr, rng.choices(marks, k=rng.randint(least, most)))) for letter in word
    )


def _stretched(letters: Callable[[str], Sequence[int]], least: int, most: int) -> Disguise:
    """One of the places that `letters` names, its letter repeated so many times."""

    def disguise(word: str, rng: random.Random) -> str:
        place = rng.choice(letters(word) or [place for place, letter in enumerate(word) if letter.isalpha()])
        return word[:place] + word[place] * rng.randint(least, most) + word[place + 1 :]

    return disguise


def _vowels_of(word: str) -> Sequence[int]:
    return [place for place, letter in enumerate(word) if letter in VOWELS]


def _anywhere(word: str) -> Sequence[int]:
    return range(len(word))


def _doubled(word: str, rng: random.Random) -> str:
    """One letter, not the first, twice where it stood once, unless that is how other words are spelled.

    Consonants that double between vowels (`raping`, `rapping`) and e and o in short words (`lose`, `loose`) are left.
    """
    before, word, after = _one_word(word, rng)
    places = [
        place
        for place in range(1, len(word))
        if word[place] not in word[place - 1 : place + 2 : 2]
        and (len(word) >= 7 or word[place] not in "eo")
        and (
            word[place] not in "bdfglmnprstz"
            or not {*word[place - 1 : place + 2 : 2]} <= {*VOWELS}
            or place + 1 == len(word)
        )
    ]
    place = rng.choice(places) if places else 0
    return before + word[:place] + (word[place] if place else "") + word[place:] + after


def _one_word(term: str, rng: random.Random) -> tuple[str, str, str]:
    """What stands before one of the longer words of `term`, the word, and what stands behind it."""
    words = term.split(" ")
    place = rng.choice([place for place, word in enumerate(words) if len(word) == max(map(len, words))])
    return (
        "".join(f"{word} " for word in words[:place]),
        words[place],
        "".join(f" {word}" for word in words[place + 1 :]),
    )


def _all_stretched(word: str, rng: random.Random) -> str:
    return "".join(letter * rng.randint(3, 4) for letter in word)


def _starred(stars: str, letters: Callable[[str], Sequence[int]]) -> Disguise:
    """One letter, never the first, replaced by a star."""

    def disguise(word: str, rng: random.Random) -> str:
        places = [place for place in letters(word) if place] or range(1, len(word) - 1)
        place = rng.choice(places)
        return word[:place] + rng.choice(stars) + word[place + 1 :]

    return disguise


def _inner(word: str) -> Sequence[int]:
    return range(1, len(word) - 1)


def _without_vowel(word: str, _: random.Random) -> str:
    """The first vowel gone, as in `bstard`, where it does not begin or end the word."""
    for place in range(1, len(word) - 1):
        if word[place] in VOWELS:
            return word[:place] + word[place + 1 :]
    return word


def _without_vowels(word: str, _: random.Random) -> str:
    """No vowel left but one that begins the word, as in `bstrd`, where that leaves most of the word."""
    left = word[0] + "".join(letter for letter in word[1:] if letter not in VOWELS)
    return left if len(left) >= max(4, 0.6 * len(word)) else word


def _reversed(word: str, _: random.Random) -> str:
    return "\u202e" + word[::-1] + "\u202c"


def _tags(word: str, _: random.Random) -> str:
    return "".join(letter + chr(0xE0000 + ord(letter)) for letter in word)


def _ligatures(word: str, _: random.Random) -> str:
    for plain, joined in LIGATURES.items():
        word = word.replace(plain, joined)
    return word


def _entities(template: str) -> Disguise:
    def disguise(word: str, rng: random.Random) -> str:
        chosen = set(rng.sample(range(len(word)), rng.randint(1, len(word))))
        return "".join(template.format(ord(letter)) if place in chosen else letter for place, letter in enumerate(word))

    return disguise


def _then(*steps: Disguise) -> Disguise:
    """Several disguises, each on what the one before it left."""

    def disguise(word: str, rng: random.Random) -> str:
        for step in steps:
            word = step(word, rng)
        return word

    return disguise


def _upper(word: str, _: random.Random) -> str:
    return word.upper()


def _mixed_case(word: str, _: random.Random) -> str:
    return "".join(letter.upper() if place % 2 else letter for place, letter in enumerate(word))


_STRIKES: Final = (0x335, 0x336, 0x337, 0x338)
_ZALGO: Final = (*range(0x300, 0x316), *range(0x316, 0x334), *range(0x339, 0x34F), *range(0x350, 0x362))
_INVISIBLE: Final = (
    "\u2060",
    "\u2061",
    "\u2063",
    "\u200e",
    "\u200f",
    "\u034f",
    "\u180e",
    "\ufe0f",
    "\u061c",
    "\u3164",
    "\u115f",
)
_HTML: Final = (
    ("<b>", "</b>"), ("<i>", "</i>"), ("<span>", "</span>"), ('<font color="red">', "</font>"), ("<em>", "</em>"),
    ("<!-- x -->", ""), ("", "<wbr>"),
)  # fmt: skip
_MARKDOWN: Final = (("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("~~", "~~"), ("`", "`"), ("||", "||"))


def _plain_forms() -> Iterator[Form]:
    def form(name: str, group: str, disguise: Disguise, **more: object) -> Form:
        return Form(name, group, disguise, **more)  # type: ignore[arg-type]

    yield form("zero-width space", "invisible", _between("\u200b"))
    yield form("zero-width joiner", "invisible", _inside("\u200d", "\u200c"))
    yield form("soft hyphen", "invisible", _inside("\u00ad"))
    yield form("byte-order mark", "invisible", _between("\ufeff"))
    yield form("other invisible", "invisible", _inside(*_INVISIBLE))
    yield form("tag characters", "invisible", _tags)
    yield form("cyrillic", "look-alike", _letters(CYRILLIC))
    yield form("cyrillic in part", "look-alike", _some(CYRILLIC))
    yield form("greek", "look-alike", _letters(GREEK))
    yield form("greek in part", "look-alike", _some(GREEK))
    yield form("latin extended", "look-alike", _letters(EXTENDED))
    yield form("a mixture of scripts", "look-alike", _letters(FANCY))
    yield form("accents", "look-alike", _letters(ACCENTS))
    yield form("small capitals", "look-alike", _letters(SMALL_CAPS))
    yield form("superscript", "look-alike", _letters(SUPERSCRIPT))
    yield form("armenian", "look-alike", _letters(ARMENIAN))
    yield form("cherokee", "look-alike", _letters(CHEROKEE))
    yield form("full-width", "alphabet", _letters(FULL_WIDTH))
    for name, table in MATHEMATICAL.items():
        yield form(f"mathematical {name}", "alphabet", _letters(table))
    yield form("circled", "alphabet", _letters(CIRCLED))
    yield form("black circled", "alphabet", _letters(BLACK_CIRCLED))
    yield form("parenthesised", "alphabet", _letters(PARENTHESISED))
    yield form("squared", "alphabet", _letters(SQUARED))
    yield form("black squared", "alphabet", _letters(BLACK_SQUARED))
    yield form("regional indicators", "alphabet", _letters(REGIONAL))
    yield form("regional indicators apart", "alphabet", _then(_letters(REGIONAL), _between(" ", "\u200b")), gap="   ")
    yield form("ligatures", "alphabet", _ligatures)

    yield form("signs", "leet", _letters(SIGNS))
    yield form("digits", "leet", _digits)
    # `h03` and `fvk` may be anything.
    yield form("vowels as digits", "leet", _letters({vowel: DIGITS[vowel] for vowel in "aeio"}), least=4)
    yield form("all vowels leeted", "leet", _letters(LEET_VOWELS), least=4)
    yield form("some leet", "leet", _some(LEET, at_most=0.5))
    yield form("capitals and digits", "leet", lambda word, rng: _digits(word, rng).upper())
    yield form("currency", "leet", _some(CURRENCY))
    yield form("u as v", "leet", _letters({"u": "v"}), least=4)
    yield form("w as vv", "leet", _letters({"w": "vv"}), least=4)
    yield form("f as ph", "leet", lambda word, _: "ph" + word[1:] if word[0] == "f" else word, least=5)

    for name, sign in (("spaced", " "), ("dotted", "."), ("dashed", "-"), ("underscored", "_"), ("slashed", "/"),
                       ("starred apart", "*"), ("commas", ","), ("bullets", "•"), ("pipes", "|")):  # fmt: skip
        yield form(name, "apart", _between(sign), gap="   " if sign == " " else " ")
    yield form("spaced capitals", "apart", _then(_upper, _between(" ")), gap="   ")
    yield form("wide spaces", "apart", _between("  ", " . ", " - ", "\u2003"), gap="      ")
    yield form("one dash", "apart", _inside("-"), least=4)
    yield form("one emoji", "apart", _inside("✨", "😀", "❤️"), least=4)

    yield form("stretched vowel", "stretched", _stretched(_vowels_of, 3, 6))
    yield form("stretched letter", "stretched", _stretched(_anywhere, 3, 6))
    yield form("stretched end", "stretched", _stretched(lambda word: [len(word) - 1], 3, 9))
    yield form("all stretched", "stretched", _all_stretched)
    yield form("doubled letter", "stretched", _doubled, least=5, whole=True)

    yield form("struck through", "marks", _marks(1, 1, _STRIKES))
    yield form("zalgo", "marks", _marks(1, 3, _ZALGO))
    yield form("underlined", "marks", _marks(1, 1, (0x332, 0x333, 0x20E0, 0x20DD)))
    yield form("right-to-left override", "marks", _reversed, whole=True)

    yield form("entities", "markup", _entities("&#{};"))
    yield form("hex entities", "markup", _entities("&#x{:x};"))
    yield form("percent-encoding", "markup", _entities("%{:02X}"))
    yield form("named entities", "markup", _inside("&shy;", "&zwj;", "&#8203;", "&ZeroWidthSpace;"))
    yield form("tags", "markup", _wrapped(*_HTML))
    yield form("markdown", "markup", _wrapped(*_MARKDOWN))

    # A star may be any letter: a word of three letters with one of them starred is as good as any other word.
    yield form(
        "one vowel starred",
        "starred",
        _starred("*", lambda word: [place for place in _vowels_of(word) if place < len(word) - 1]),
        least=4,
    )
    yield form("one letter starred", "starred", _starred("*", _inner), least=4)
    yield form("other stars", "starred", _starred("#%^", _inner), least=4)
    # What is left of a short word is another word: `cnt` is can't, `twt` a tweet and `mngr` a manager.
    yield form("first vowel missing", "missing", _without_vowel, least=6)
    yield form("vowels missing", "missing", _without_vowels, least=7)


def _pairs() -> Iterator[Form]:
    letters: dict[str, Disguise] = {
        "cyrillic": _some(CYRILLIC), "greek": _some(GREEK), "full-width": _letters(FULL_WIDTH),
        "bold": _letters(MATHEMATICAL["bold"]), "some leet": _some(LEET, at_most=0.5), "capitals": _upper,
        "mixed case": _mixed_case,
    }  # fmt: skip
    structure: dict[str, tuple[Disguise, str]] = {
        "spaced": (_between(" "), "   "), "dotted": (_between("."), " "), "zero-width": (_between("\u200b"), " "),
        "struck through": (_marks(1, 1, _STRIKES), " "), "stretched": (_stretched(_anywhere, 3, 5), " "),
        "soft hyphen": (_inside("\u00ad"), " "), "tags": (_wrapped(*_HTML), " "),
    }  # fmt: skip
    for one, first in letters.items():
        for other, (second, gap) in structure.items():
            yield Form(f"{one} + {other}", "pairs", _then(first, second), gap=gap)
        if one not in ("some leet",):
            yield Form(f"{one} + starred", "pairs", _then(_starred("*", _inner), first), least=4)
    yield Form("spaced + stretched", "pairs", _then(_stretched(_vowels_of, 3, 4), _between(" ")), gap="   ")
    yield Form("dotted + zero-width", "pairs", _then(_between("."), _inside("\u200b")))
    yield Form("starred + stretched", "pairs", _then(_starred("*", _inner), _stretched(_vowels_of, 3, 4)), least=4)
    yield Form("entities + leet", "pairs", _then(_some(LEET, at_most=0.5), _entities("&#{};")))
    yield Form("override + leet", "pairs", _then(_some(LEET, at_most=0.5), _reversed), whole=True)


FORMS: Final[tuple[Form, ...]] = (*_plain_forms(), *_pairs())
"""Every form, and pairs of a form that changes letters with one that changes how they stand."""


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the `asked` samples were `found`, and those that were not."""

    asked: int
    found: int
    missed: list[Sample]

    @property
    def share(self) -> float:
        """Recall, 0 to 1; 1 where nothing was asked."""
        return self.found / self.asked if self.asked else 1.0

    def __add__(self, other: "Recall") -> "Recall":
        return Recall(self.asked + other.asked, self.found + other.found, self.missed + other.missed)


@cache
def lexicon_terms(name: str) -> tuple[str, ...]:
    """The terms of a shipped lexicon in the order of its file, those with a wildcard left out."""
    root = yaml.safe_load((shipped_policy_path("its-not-okay") / "lexicons" / f"{name}.yaml").read_text("utf-8"))
    groups = [entry["terms"] if isinstance(entry, dict) else [entry] for entry in root["terms"]]
    return tuple(str(term) for group in groups for term in group if not str(term).endswith("*"))


def recall(matcher: TermMatcher, terms: Sequence[str], form: Form, rng: random.Random) -> Recall:
    """How many of `terms` are found in the disguise `form` as what they are, or as a term that says the same.

    A sample counts as found if hits cover all of its letters or all but an ending: `f*cked` may be found as `f*ck`.
    """
    drawn = list(samples(terms, form, rng))
    hits: dict[int, list[Hit]] = {}
    for hit in matcher.scan(ViewBatch([sample.text for sample in drawn])):
        hits.setdefault(hit.post, []).append(hit)
    missed = [sample for place, sample in enumerate(drawn) if not _is_covered(sample, hits.get(place, []))]
    return Recall(len(drawn), len(drawn) - len(missed), missed)


def _is_covered(sample: Sample, hits: Sequence[Hit]) -> bool:
    overlap = sum(max(0, min(hit.end, sample.end) - max(hit.start, sample.start)) for hit in hits)
    return 2 * overlap > sample.end - sample.start
