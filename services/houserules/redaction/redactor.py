"""Finds personal information in batches of texts and takes it out.

One gate runs over the folded batch and says which texts could hold anything; only those see the detectors, which run
batch-wise, too. What is found is taken out, and the result is read again until nothing is found: redaction of redacted
text changes nothing.

A detector that fails never lets a text through unread: the place that it could not judge is taken out, the text is marked
degraded, and the judge holds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import re2

from houserules.contracts.stages import NO_REDACTION, PiiSpan, Redaction
from houserules.contracts.vocabulary import PII_TYPES, PiiType
from houserules.redaction.context import Known, SpoofFinder, whose
from houserules.redaction.detectors import DETECTORS
from houserules.redaction.detectors.base import Detector
from houserules.redaction.folding import Folded, Piece
from houserules.redaction.registry import ContactRegistry
from houserules.redaction.spans import MAX_SPANS, disjoint, lead_back, outside, replace, span, withheld

DEFAULT_THRESHOLDS: Final[Mapping[PiiType, float]] = dict.fromkeys(PII_TYPES, 0.5)
"""Least score at which a finding counts."""

_ROUNDS: Final = 6
"""Most readings of one text. Taking a number out can join what stood beside it, seldom more than once."""

_TOO_MANY: Final = "redaction.span-limit"
_UNSETTLED: Final = "redaction.unsettled"
_UNREAD: Final = "redaction.read"

_PATTERN_MEMORY: Final = 64 * 1024 * 1024


class _Draft:
    """What is known of one text so far: in code points of the text, `known` in positions of its view."""

    __slots__ = ("degraded", "known", "spans")

    def __init__(self) -> None:
        self.spans: list[PiiSpan] = []
        self.known: list[Known] = []
        self.degraded: set[str] = set()


class Redactor:
    """Compiled redaction: immutable, and safe to share between threads.

    `thresholds` replaces the default of the types that it names. `types` are the types looked for; a type without a
    detector is an error, so that a policy cannot rely on protection that does not exist.
    """

    __slots__ = ("_detectors", "_gate", "_spoofs", "_thresholds", "registry")

    def __init__(
        self,
        registry: ContactRegistry,
        thresholds: Mapping[PiiType, float] | None = None,
        types: Iterable[PiiType] | None = None,
        detectors: Sequence[Detector] = DETECTORS,
    ) -> None:
        """Raises ValueError for a type without a detector, or a threshold outside 0 to 1."""
        self.registry: Final = registry
        known = {detector.type for detector in detectors}
        enabled = known if types is None else frozenset(types)
        if missing := sorted(set(enabled) - known):
            raise ValueError(f"no detector for {', '.join(missing)}; there are {', '.join(sorted(known))}")
        self._thresholds: Final = {**DEFAULT_THRESHOLDS, **(thresholds or {})}
        for kind, threshold in self._thresholds.items():
            if not 0 < threshold <= 1:
                raise ValueError(f"the threshold of {kind} is {threshold}; it must be above 0 and at most 1")
        used = [detector for detector in detectors if detector.type in enabled]
        self._detectors: Final = [(detector, _compile(detector.region)) for detector in used]
        self._gate: Final[Any] = _compile(b"|".join(detector.gate or detector.region for detector in used))
        self._spoofs: Final = SpoofFinder(registry)

    def find(self, texts: Sequence[str]) -> list[Redaction]:
        """What is personal information in each of `texts`."""
        found = self.find_some(texts)
        return [found.get(index, NO_REDACTION) for index in range(len(texts))]

    def apply(self, text: str, redaction: Redaction) -> str:
        """`text` with the placeholders of `redaction`, which `find` made of the same text."""
        return replace(text, redaction.spans) if redaction.spans else text

    def find_some(self, texts: Sequence[str]) -> dict[int, Redaction]:
        """`find`, by index, without the texts in which nothing was found."""
        if not self._detectors or not texts:
            return {}
        try:
            return self._find_some(texts)
        except Exception:  # noqa: BLE001 -- a fault here must cost one text and not the batch, and let none through unread
            return self._find_each(texts)

    def _find_each(self, texts: Sequence[str]) -> dict[int, Redaction]:
        found: dict[int, Redaction] = {}
        for index, text in enumerate(texts):
            try:
                one = self._find_some([text])
            except Exception:  # noqa: BLE001 -- as above; recorded on the post, which the judge holds
                found[index] = Redaction(withheld(text, self._detectors[0][0].type), (), (_UNREAD,))
                continue
            if one:
                found[index] = one[0]
        return found

    def _find_some(self, texts: Sequence[str]) -> dict[int, Redaction]:
        folded = Folded(texts)
        drafts = self._read(folded)
        self._settle(texts, drafts)
        found: dict[int, Redaction] = {}
        for index, draft in drafts.items():
            if draft.spans or draft.degraded:
                found[index] = self._finish(folded, index, texts[index], draft)
        return found

    def _read(self, folded: Folded) -> dict[int, _Draft]:
        """One reading: what every detector finds in the texts that pass the gate."""
        drafts = {index: _Draft() for index in self._passing(folded)}
        if not drafts:
            return drafts
        indexes = list(drafts)
        parts = [folded.joined(index) for index in indexes]
        joined = b"".join(parts)
        starts = [0]
        for part in parts:
            starts.append(starts[-1] + len(part))
        pieces: dict[int, Piece] = {}
        for detector, region in self._detectors:
            turn = 0
            for match in region.finditer(joined):
                start, end = match.span()
                while starts[turn + 1] <= start:
                    turn += 1
                index, base = indexes[turn], starts[turn]
                piece = pieces.get(index)
                if piece is None:
                    piece = pieces[index] = folded.piece(index)
                self._examine(detector, folded, index, piece, (start - base, end - base), drafts[index])
        for index, draft in drafts.items():
            if draft.known:
                draft.known.sort()
                registered = [folded.origin(index, start, end) for start, end, _ in draft.known]
                draft.spans = outside(registered, draft.spans)
            if len(draft.spans) > 1:
                draft.spans = disjoint(draft.spans)
        return drafts

    def _passing(self, folded: Folded) -> list[int]:
        passing: list[int] = []
        gate, view, position = self._gate, folded.view, 0
        while match := gate.search(view, position):
            index, position = folded.locate(match.start())
            passing.append(index)
        return passing

    def _examine(
        self, detector: Detector, folded: Folded, index: int, piece: Piece, region: tuple[int, int], draft: _Draft
    ) -> None:
        start, end = region
        kind = detector.type
        threshold = self._thresholds[kind]
        try:
            for first, last, score, contact in detector.find(piece, start, end, self.registry):
                if contact is not None:
                    draft.known.append((first, last, contact))
                elif score >= threshold:
                    draft.spans.append(span(*folded.origin(index, first, last), kind, round(min(score, 1.0), 2)))
        except Exception:  # noqa: BLE001 -- a faulty detector: nothing outside the region's reach can be what it looks for
            draft.degraded.add(f"redaction.{kind.lower()}")
            first = max(0, start - detector.reach)
            last = min(len(piece.view), end + detector.reach)
            draft.spans.append(span(*folded.origin(index, first, last), kind, 0.0))

    def _settle(self, texts: Sequence[str], drafts: dict[int, _Draft]) -> None:
        """Read what redaction made, until nothing is found in it."""
        pending = [index for index, draft in drafts.items() if draft.spans]
        for _ in range(_ROUNDS):
            pending = [index for index in pending if len(drafts[index].spans) <= MAX_SPANS]
            if not pending:
                return
            again = self._read(Folded([replace(texts[index], drafts[index].spans) for index in pending]))
            fresh: list[int] = []
            for place, late in again.items():
                if late.spans:
                    draft = drafts[pending[place]]
                    draft.spans = disjoint([*draft.spans, *lead_back(late.spans, draft.spans)])
                    draft.degraded |= late.degraded
                    fresh.append(pending[place])
            pending = fresh
        for index in pending:
            drafts[index].degraded.add(_UNSETTLED)

    def _finish(self, folded: Folded, index: int, text: str, draft: _Draft) -> Redaction:
        if len(draft.spans) > MAX_SPANS:
            draft.degraded.add(_TOO_MANY)
        if not draft.degraded.isdisjoint((_TOO_MANY, _UNSETTLED)):
            return Redaction(withheld(text, draft.spans[0].type), (), tuple(sorted(draft.degraded)))
        view = folded.piece(index).view
        spans: list[PiiSpan] = []
        phones: list[tuple[PiiSpan, int, int]] = []
        for item in draft.spans:
            start, end = folded.place(index, item.start), folded.place(index, item.end)
            owned = PiiSpan(item.start, item.end, item.type, item.replacement, item.score, whose(view, start, end))
            spans.append(owned)
            if item.type == "PHONE":
                phones.append((owned, start, end))
        spoofs = self._spoofs.find(view, phones, draft.known) if phones else []
        return Redaction(tuple(spans), tuple(spoofs), tuple(sorted(draft.degraded)))


def _compile(pattern: bytes) -> Any:
    options = re2.Options()
    options.never_capture = True
    options.max_mem = _PATTERN_MEMORY
    return re2.compile(pattern, options)
