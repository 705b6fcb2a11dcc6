"""Finds personal information in batches of texts and takes it out.

Gates run over the folded batch and say which texts could hold anything; only those see the detectors, which run
batch-wise, too. What is found is taken out, and the result is read again until nothing is found: redaction of redacted
text changes nothing.

A detector that fails never lets a text through unread: the place that it could not judge is taken out, the text is marked
degraded, and the judge holds it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Final, Protocol

from houserules.contracts.stages import NO_REDACTION, PiiSpan, Redaction, SpoofSpan
from houserules.contracts.vocabulary import PII_TYPES, PiiType
from houserules.redaction.context import whose
from houserules.redaction.detectors import DETECTORS
from houserules.redaction.detectors.base import Detector
from houserules.redaction.folding import BOUNDARY, Folded, Piece
from houserules.redaction.operators import Operator, Replace
from houserules.redaction.protected import ProtectedNames
from houserules.redaction.registry import ContactRegistry, is_public_address
from houserules.redaction.spans import MAX_SPANS, disjoint, lead_back, outside, replace, span, withheld
from houserules.redaction.spoofs import Detail, Known, SpoofFinder
from houserules.text.scanning import Scanner

DEFAULT_THRESHOLDS: Final[Mapping[PiiType, float]] = dict.fromkeys(PII_TYPES, 0.5)
"""Least score at which a finding counts."""

_ROUNDS: Final = 6
"""Most readings of one text. Taking a number out can join what stood beside it, seldom more than once."""

_TOO_MANY: Final = "redaction.span-limit"
_UNSETTLED: Final = "redaction.unsettled"
_UNREAD: Final = "redaction.read"

_BOUNDARY: Final = bytes((BOUNDARY,))

PERSON: Final[PiiType] = "PERSON"


class Names(Protocol):
    """Finds names of private people, which no pattern can (`houserules.redaction.names`)."""

    def find(self, texts: Sequence[str]) -> Sequence[Sequence[tuple[int, int, float]]]:
        """For each text the names in it: start and end in code points, and how sure, 0 to 1."""
        ...


class _Draft(Piece):
    """A text and what is known of it so far: in code points of the text, `known` and `first` in positions of its view.

    At `first` a gate matches for the first time. `public` says that something of a registered contact's stands in it.
    """

    __slots__ = ("degraded", "first", "known", "public", "spans")

    def __init__(self, view: bytes, text: str, first: int) -> None:
        super().__init__(view, text)
        self.first = first
        self.public = False
        self.spans: list[PiiSpan] = []
        self.known: list[Known] = []
        self.degraded: set[str] = set()


class _Batch:
    """The views of some texts joined, each from the word in which its gate first matches, or `lead` characters before it.

    With a `lead` of None they are whole. `starts` says where each begins in `view`, and last where it ends; `cuts` how much
    of each is left out.
    """

    __slots__ = ("cuts", "drafts", "starts", "view")

    def __init__(self, drafts: Iterable[tuple[int, _Draft]], lead: int | None = None) -> None:
        self.drafts: Final = list(drafts)
        # A word must not be cut in two: its end would look like one of its own.
        self.cuts: Final = [
            0 if lead is None or draft.first <= lead else draft.view.rfind(b" ", 0, draft.first - lead) + 1
            for _, draft in self.drafts
        ]
        views = [draft.view[cut:] for cut, (_, draft) in zip(self.cuts, self.drafts, strict=True)]
        self.starts: Final = [0, *accumulate(len(view) + 1 for view in views)]
        self.view: Final = _BOUNDARY.join((*views, b""))

    def holding(self, scanner: Scanner) -> list[tuple[int, _Draft]]:
        """The texts in which `scanner` matches."""
        found: list[tuple[int, _Draft]] = []
        position = 0
        while (start := scanner.first(self.view, position)) >= 0:
            turn = bisect_right(self.starts, start) - 1
            found.append(self.drafts[turn])
            position = self.starts[turn + 1]
        return found


class Redactor:
    """Compiled redaction: immutable, and safe to share between threads.

    `thresholds` replaces the default of the types that it names. `types` are the types looked for, None for all that
    there are; a type without a detector is an error, so that a policy cannot rely on protection that does not exist.
    `operators` say what stands for a type instead of its placeholder; without `hash_key` hashes do not. With `names`
    people's names are looked for, too. `protected` are names that the law protects; the stage asks for them, since they are
    protected for a time.
    """

    __slots__ = (
        "_any_rare",
        "_arguments",
        "_common",
        "_contacts",
        "_detectors",
        "_gates",
        "_hash_key",
        "_names",
        "_operators",
        "_rare",
        "_rare_lead",
        "_spoofs",
        "_thresholds",
        "protected",
        "registry",
    )

    def __init__(
        self,
        registry: ContactRegistry,
        thresholds: Mapping[PiiType, float] | None = None,
        types: Iterable[PiiType] | None = None,
        detectors: Sequence[Detector] = DETECTORS,
        operators: Mapping[PiiType, Operator] | None = None,
        names: Names | None = None,
        hash_key: bytes = b"",
        protected: ProtectedNames | None = None,
    ) -> None:
        """Raises ValueError for a type without a detector, or a threshold outside 0 to 1."""
        self._arguments: Final = (registry, thresholds, types, detectors, operators, names)
        self.registry: Final = registry
        self._names: Final = names if types is None or PERSON in types else None
        self._hash_key: Final = hash_key
        self.protected: Final = protected.keyed(hash_key) if protected is not None and hash_key else protected
        # Placeholders come with the spans, so `Replace` has to be asked only where it looks at the value.
        asked: dict[PiiType, Operator] = {"SOCIAL_HANDLE": Replace(), **(operators or {})}
        self._operators: Final = {
            kind: operator for kind, operator in asked.items() if kind == "SOCIAL_HANDLE" or operator != Replace()
        }
        known = {detector.type for detector in detectors} | ({PERSON} if names is not None else set())
        enabled = known if types is None else frozenset(types)
        if missing := sorted(set(enabled) - known):
            raise ValueError(f"no detector for {', '.join(missing)}; there are {', '.join(sorted(known))}")
        self._thresholds: Final = {**DEFAULT_THRESHOLDS, **(thresholds or {})}
        for kind, threshold in self._thresholds.items():
            if not 0 < threshold <= 1:
                raise ValueError(f"the threshold of {kind} is {threshold}; it must be above 0 and at most 1")
        used = [detector for detector in detectors if detector.type in enabled]
        self._detectors: Final = [(detector, Scanner(detector.region)) for detector in used]
        self._common: Final = [pair for pair in self._detectors if not pair[0].rare]
        self._rare: Final = [pair for pair in self._detectors if pair[0].rare]
        self._any_rare: Final = Scanner(b"|".join(detector.region for detector, _ in self._rare))
        self._rare_lead: Final = max((detector.lead for detector, _ in self._rare), default=0)
        self._spoofs: Final = SpoofFinder(registry)
        gates: dict[int, list[bytes]] = {}
        for detector in used:
            gates.setdefault(detector.automaton, []).append(detector.gate or detector.region)
        about_contacts = [pattern for pattern in (registry.pattern, self._spoofs.mention) if pattern]
        self._contacts: Final = Scanner(b"|".join(about_contacts)) if about_contacts else None
        if self._spoofs.gate:
            gates.setdefault(0, []).append(self._spoofs.gate)
        self._gates: Final = [Scanner(b"|".join(patterns)) for patterns in gates.values()]

    def keyed(self, hash_key: bytes) -> "Redactor":
        """The same redactor with the key of its hashes (see `operators.hash_key`)."""
        return Redactor(*self._arguments, hash_key, self.protected)

    def find(self, texts: Sequence[str]) -> list[Redaction]:
        """What is personal information in each of `texts`."""
        found = self.find_some(texts)
        return [found.get(index, NO_REDACTION) for index in range(len(texts))]

    def apply(self, text: str, redaction: Redaction) -> str:
        """`text` with the placeholders of `redaction`, which `find` made of the same text."""
        return replace(text, redaction.spans) if redaction.spans else text

    def find_some(self, texts: Sequence[str]) -> dict[int, Redaction]:
        """`find`, by index, without the texts in which nothing was found."""
        if not texts or not (self._detectors or self._names):
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
                found[index] = Redaction(withheld(text, self._any_type()), (), (_UNREAD,))
                continue
            if one:
                found[index] = one[0]
        return found

    def _find_some(self, texts: Sequence[str]) -> dict[int, Redaction]:
        folded = Folded(texts)
        drafts = self._read(folded, texts)
        self._settle(texts, drafts)
        found: dict[int, Redaction] = {}
        for index, draft in drafts.items():
            if draft.spans or draft.degraded or (draft.public and self._spoofs.may_stand_in(draft.view)):
                redaction = self._finish(folded, index, texts[index], draft)
                if redaction != NO_REDACTION:
                    found[index] = redaction
        return found

    def _read(self, folded: Folded, texts: Sequence[str]) -> dict[int, _Draft]:
        """One reading: what every detector finds in the texts that pass the gate, and names in all."""
        drafts = self._passing(folded, texts)
        if drafts:
            self._detect(folded, drafts)
        if self._names is not None:
            self._name(self._names, folded, texts, drafts)
        if drafts and self._contacts is not None:
            self._ask(self._contacts, drafts)
        for index, draft in drafts.items():
            if draft.known:
                draft.known.sort()
            if not draft.spans:
                continue
            if draft.public or draft.known:
                places = self.registry.places(draft.view, draft.known)
                draft.spans = outside([folded.origin(index, start, end) for start, end in places], draft.spans)
                if places:
                    draft.spans = self._without_public(folded, index, draft, places)
            self._settled(texts[index], draft)
        return drafts

    @staticmethod
    def _without_public(folded: Folded, index: int, draft: _Draft, places: Sequence[tuple[int, int]]) -> list[PiiSpan]:
        """The spans of `draft` without the addresses that are registered ones with words about them."""
        spans, view = draft.spans, draft.view
        if not any(item.type == "ADDRESS" for item in spans):
            return spans
        stands = [(folded.place(index, item.start), folded.place(index, item.end)) for item in spans]
        others = [stand for item, stand in zip(spans, stands, strict=True) if item.type != "ADDRESS"]
        return [
            item
            for item, stand in zip(spans, stands, strict=True)
            if item.type != "ADDRESS" or not is_public_address(view, *stand, places, others)
        ]

    def _settled(self, text: str, draft: _Draft) -> None:
        """Make the spans of a draft disjoint, and write what stands for each."""
        if len(draft.spans) > 1:
            draft.spans = disjoint(draft.spans)
        draft.spans = [self._operated(text, item) for item in draft.spans]

    def _operated(self, text: str, item: PiiSpan) -> PiiSpan:
        operator = self._operators.get(item.type)
        if operator is None:
            return item
        replacement = operator(item.type, text[item.start : item.end], self._hash_key)
        return PiiSpan(item.start, item.end, item.type, replacement, item.score)

    def _name(self, names: Names, folded: Folded, texts: Sequence[str], drafts: dict[int, _Draft]) -> None:
        threshold = self._thresholds[PERSON]
        for index, people in enumerate(names.find(texts)):
            spans = [span(start, end, PERSON, round(score, 2)) for start, end, score in people if score >= threshold]
            if spans:
                if index not in drafts:
                    drafts[index] = _Draft(folded.piece(index).view, texts[index], 0)
                drafts[index].spans += spans

    def _passing(self, folded: Folded, texts: Sequence[str]) -> dict[int, _Draft]:
        """The texts in which a gate matches."""
        passing: dict[int, _Draft] = {}
        if not self._detectors:
            return passing
        view = folded.view
        for gate in self._gates:
            position = 0
            while (start := gate.first(view, position)) >= 0:
                index, begin, position = folded.locate(start)
                draft = passing.get(index)
                if draft is None:
                    passing[index] = _Draft(view[begin : position - 1], texts[index], start - begin)
                else:
                    draft.first = min(draft.first, start - begin)
        return passing

    def _detect(self, folded: Folded, drafts: dict[int, _Draft]) -> None:
        batches: dict[int, _Batch] = {}
        for detector, region in self._common:
            batch = batches.get(detector.lead) or _Batch(drafts.items(), detector.lead)
            batches[detector.lead] = batch
            self._look(detector, region, folded, batch)
        if not self._rare:
            return
        batch = batches.get(self._rare_lead) or _Batch(drafts.items(), self._rare_lead)
        if holding := batch.holding(self._any_rare):
            batch = _Batch(holding, self._rare_lead)
            for detector, region in self._rare:
                self._look(detector, region, folded, batch)

    def _look(self, detector: Detector, region: Scanner, folded: Folded, batch: "_Batch") -> None:
        """What `detector` finds in the texts of `batch`."""
        starts, turn = batch.starts, 0
        for start, end in region.spans(batch.view):
            while starts[turn + 1] <= start:
                turn += 1
            index, draft = batch.drafts[turn]
            shift = batch.cuts[turn] - starts[turn]
            self._examine(detector, folded, index, draft, start + shift, end + shift)

    @staticmethod
    def _ask(contacts: Scanner, drafts: dict[int, _Draft]) -> None:
        """Mark the texts in which a registered contact's name or detail stands, with one scan: most have neither."""
        for _, draft in _Batch(drafts.items()).holding(contacts):
            draft.public = True

    def _examine(self, detector: Detector, folded: Folded, index: int, draft: _Draft, start: int, end: int) -> None:
        """What `detector` finds in its region `[start, end)` of the text."""
        kind = detector.type
        threshold = self._thresholds[kind]
        try:
            for first, last, score, contact in detector.find(draft, start, end, self.registry):
                if contact is not None:
                    draft.known.append((first, last, contact))
                elif score >= threshold:
                    draft.spans.append(span(*folded.origin(index, first, last), kind, round(min(score, 1.0), 2)))
        except Exception:  # noqa: BLE001 -- a faulty detector: nothing outside the region's reach can be what it looks for
            draft.degraded.add(f"redaction.{kind.lower()}")
            first = max(0, start - detector.reach)
            last = min(len(draft.view), end + detector.reach)
            draft.spans.append(span(*folded.origin(index, first, last), kind, 0.0))

    def _settle(self, texts: Sequence[str], drafts: dict[int, _Draft]) -> None:
        """Read what redaction made, until nothing is found in it."""
        pending = [index for index, draft in drafts.items() if draft.spans]
        for _ in range(_ROUNDS):
            pending = [index for index in pending if len(drafts[index].spans) <= MAX_SPANS]
            if not pending:
                return
            redacted = [replace(texts[index], drafts[index].spans) for index in pending]
            again = self._read(Folded(redacted), redacted)
            fresh: list[int] = []
            for place, late in again.items():
                if late.spans:
                    draft = drafts[pending[place]]
                    draft.spans = [*draft.spans, *lead_back(late.spans, draft.spans)]
                    draft.degraded |= late.degraded
                    self._settled(texts[pending[place]], draft)
                    fresh.append(pending[place])
            pending = fresh
        for index in pending:
            drafts[index].degraded.add(_UNSETTLED)

    def _any_type(self) -> PiiType:
        return self._detectors[0][0].type if self._detectors else PERSON

    def _finish(self, folded: Folded, index: int, text: str, draft: _Draft) -> Redaction:
        if len(draft.spans) > MAX_SPANS:
            draft.degraded.add(_TOO_MANY)
        if not draft.degraded.isdisjoint((_TOO_MANY, _UNSETTLED)):
            return Redaction(withheld(text, draft.spans[0].type), (), tuple(sorted(draft.degraded)))
        view = draft.view
        spans: list[PiiSpan] = []
        details: list[Detail] = []
        for item in draft.spans:
            start, end = folded.place(index, item.start), folded.place(index, item.end)
            owned = PiiSpan(item.start, item.end, item.type, item.replacement, item.score, whose(view, start, end))
            spans.append(owned)
            details.append(Detail(item.type, start, end))
        spoofs: Sequence[SpoofSpan] = ()
        if draft.public:
            spoofs = self._spoofs.find(draft, details, draft.known, partial(folded.origin, index), text)
        return Redaction(tuple(spans), tuple(spoofs), tuple(sorted(draft.degraded)))
