"""What the words around a finding say: whose it is, and whether it pretends to be a helpline's."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, Literal

import re2

from houserules.contracts.stages import PiiSpan, SpoofSpan
from houserules.redaction.registry import ContactRegistry

Whose = Literal["own", "other", "unknown"]

_PERSON: Final = (
    rb"mum|mom|mam|mother|dad|father|step(?:mum|dad|father|mother|brother|sister)|brother|sister|bro|sis|son|daughter|kids?|"
    rb"child|children|baby|nan|nana|gran|grandma|grandad|uncle|aunt|auntie|cousin|nephew|niece|family|parents?|husband|wife|"
    rb"hubby|partner|fiancee?|ex|boyfriend|girlfriend|bf|gf|friend|friends|friend's|mate|mates|bestie|boss|manager|teacher|"
    rb"coach|neighbour|landlord|colleague|doctor|social worker"
)
_CUES: Final = re.compile(
    rb"\b(?:"
    rb"(?P<other>(?:my|our|your) (?:[a-z]+ )?(?:" + _PERSON + rb")(?:'?s)?|his|hers?|him|their|theirs|them|she|he|they"
    rb"|[a-z]+'s (?=(?:[a-z]+ )?(?:number|phone|mobile|email|e-mail|address|postcode|house|flat|card|account)\b))"
    rb"|(?<![.@/])(?P<own>my|me|mine|i|i'm|im|i'll|ill|us|our|ours|we|we're)"
    rb")\b"
)
_BEFORE: Final = 60
_AFTER: Final = 28
_AFTER_CUES: Final = re.compile(
    rb"[ ,\-]{0,3}(?:(?:is|that's|thats|was|are|=|\() ?)?"
    rb"(?:(?P<own>my|our|mine|me)|(?P<other>his|hers?|their|theirs))\b"
)
_SENTENCE: Final = re.compile(rb"[.!?\n][ \n]+")


def whose(view: bytes, start: int, end: int) -> Whose:
    """Whose detail stands at `[start, end)`, by the nearest word of the same sentence that says so."""
    head = view[max(0, start - _BEFORE) : start]
    if breaks := list(_SENTENCE.finditer(head)):
        head = head[breaks[-1].end() :]
    nearest: Whose = "unknown"
    for cue in _CUES.finditer(head):
        nearest = "other" if cue["other"] else "own"
    if nearest == "unknown" and (after := _AFTER_CUES.match(view, end, end + _AFTER)):
        person = re.match(rb"(?: [a-z]+)? (?:" + _PERSON + rb")\b", view[after.end() : after.end() + 24])
        return "other" if after["other"] or person else "own"
    return nearest


Known = tuple[int, int, str]
"""Where in a view a registered contact stands, by name or by number: start, end, the contact's name."""

_AFTER_NAME: Final = 40
_BEFORE_NAME: Final = 16
_WORDS_BETWEEN: Final = 6
_PERSONAL: Final = re.compile(
    rb"\b(?:or|my|me|mine|us|our|i'm|im|his|her|him|their|them|mum|mums|mum's|mate|mates|mate's|friend|friend's)\b"
)
_ATTACHED: Final = re.compile(rb"[ \n]{0,2}(?:[\-:=(|,]|(?:is|for|to reach|gets you|reaches)\b)[ \n]{0,2}(?:the )?\(?")


class SpoofFinder:
    """Finds numbers that stand beside the name of a registered contact and are not that contact's.

    A contact without registered numbers cannot be spoofed: nobody can say that a number is not its own.
    """

    __slots__ = ("_names", "_registry")

    def __init__(self, registry: ContactRegistry) -> None:
        self._registry: Final = registry
        self._names = None
        spoken = [name for name, contact in registry.names.items() if registry.numbers[contact]]
        if spoken:
            longest_first = sorted(spoken, key=len, reverse=True)
            words = (rb"[ \n]{1,3}".join(map(re.escape, name.split())) for name in longest_first)
            self._names = re2.compile(rb"\b(?:" + rb"|".join(words) + rb")\b")

    def find(
        self, view: bytes, phones: Iterable[tuple[PiiSpan, int, int]], numbers: Sequence[Known]
    ) -> list[SpoofSpan]:
        """The spoofs among `phones` (span of the original, start and end in the view).

        `numbers` are the registered numbers in the view, in order. A number with one of them between it and the name,
        or that the words between call somebody's own, is no spoof.
        """
        if self._names is None:
            return []
        names = [
            (match.start(), match.end(), self._registry.names[b" ".join(match.group().split())])
            for match in self._names.finditer(view)
        ]
        spoofs: list[SpoofSpan] = []
        for item, start, end in phones if names else ():
            contact = self._named_before(view, start, names, numbers) or self._named_behind(
                view, start, end, names, numbers
            )
            if contact is not None:
                spoofs.append(SpoofSpan(item.start, item.end, contact))
        return spoofs

    def _named_before(self, view: bytes, start: int, names: list[Known], numbers: Sequence[Known]) -> str | None:
        index = bisect_right(names, start, key=itemgetter(1)) - 1
        if index < 0 or start - names[index][1] > _AFTER_NAME:
            return None
        _, name_end, contact = names[index]
        between = view[name_end:start]
        if _PERSONAL.search(between) or len(between.split()) > _WORDS_BETWEEN:
            return None
        return None if self._has_number(view, name_end, start, contact, numbers) else contact

    def _named_behind(
        self, view: bytes, start: int, end: int, names: list[Known], numbers: Sequence[Known]
    ) -> str | None:
        index = bisect_left(names, end, key=itemgetter(0))
        if index == len(names) or names[index][0] - end > _BEFORE_NAME:
            return None
        name_start, name_end, contact = names[index]
        if not _ATTACHED.fullmatch(view, end, name_start) or _PERSONAL.search(view, max(0, start - 24), start):
            return None
        return None if self._has_number(view, name_end, name_end + _AFTER_NAME, contact, numbers) else contact

    def _has_number(self, view: bytes, start: int, end: int, contact: str, numbers: Sequence[Known]) -> bool:
        index = bisect_left(numbers, start, key=itemgetter(0))
        if index < len(numbers) and numbers[index][0] < end:
            return True
        # Short codes are no telephone numbers to the detector.
        digits = re.sub(rb"[^0-9]", b"", view[start:end]).decode("ascii")
        return any(number in digits for number in self._registry.numbers[contact])
