"""The nodes of the match language that look beside the words: author, platform, windows, redaction, links, media, length."""

from dataclasses import dataclass
from typing import Final

from houserules.contracts.vocabulary import (
    WHOSE,
    DuplicateKind,
    DuplicateMethod,
    DuplicateRole,
    FloodLevel,
    PiiType,
    Whose,
)
from houserules.judging.expressions import (
    ANY_POST,
    CAMPAIGN,
    FLOOD,
    LINK,
    LONG,
    MEDIA,
    NAME,
    PII,
    REPEAT,
    SPOOF,
    Evidence,
    Expression,
    Found,
    walk,
)
from houserules.judging.others import Matched, Points
from houserules.judging.sight import Sight

LONG_TEXT: Final = 400
"""From this many code points on a text is looked at for its length."""


@dataclass(frozen=True, slots=True)
class AuthorName:
    """The author's display name holds one of these patterns (numbered apart from those of texts)."""

    patterns: frozenset[int]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: the name is not part of the text."""
        return () if sight.names.of(self.patterns) else None

    def triggers(self) -> frozenset[int]:
        """The name."""
        return frozenset((NAME,))


@dataclass(frozen=True, slots=True)
class AuthorRole:
    """The author has one of these roles."""

    roles: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if self.roles.intersection(sight.post.author.roles) else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return ANY_POST


@dataclass(frozen=True, slots=True)
class AuthorYounger:
    """The account was made less than `age` ms before the post. An account of unknown age is not young."""

    age: int

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        born = sight.post.author.created_at
        return () if born is not None and sight.post.screening.event_time - born < self.age else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return ANY_POST


@dataclass(frozen=True, slots=True)
class Platform:
    """The post is on one of these platforms."""

    names: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if sight.post.platform in self.names else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return ANY_POST


@dataclass(frozen=True, slots=True)
class Language:
    """The producer says that the post is in one of these languages (`en` also means `en-GB`)."""

    codes: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        lang = (sight.post.lang or "").lower()
        return () if lang in self.codes or lang.split("-", 1)[0] in self.codes else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return ANY_POST


@dataclass(frozen=True, slots=True)
class Pii:
    """Redaction took out personal information of one of these types, and of one of these people, at `least` so often."""

    types: frozenset[PiiType]
    whose: frozenset[Whose] = frozenset(WHOSE)
    least: int = 1

    def find(self, sight: Sight) -> Found | None:
        """The redacted places, in the original text."""
        found = tuple(
            Evidence(span.start, span.end, span.type, "original", None, span.replacement, True)
            for span in sight.post.redaction.spans
            if span.type in self.types and span.whose in self.whose
        )
        return found if len(found) >= self.least else None

    def triggers(self) -> frozenset[int]:
        """Personal information."""
        return frozenset((PII,))


@dataclass(frozen=True, slots=True)
class SpoofedHelpline:
    """A wrong number or link beside the name of a known helpline."""

    def find(self, sight: Sight) -> Found | None:
        """The wrong numbers, in the original text."""
        found = tuple(
            Evidence(spoof.start, spoof.end, "SPOOFED_HELPLINE", "original", None, None, True)
            for spoof in sight.post.redaction.spoofs
        )
        return found or None

    def triggers(self) -> frozenset[int]:
        """A spoof."""
        return frozenset((SPOOF,))


@dataclass(frozen=True, slots=True)
class Copies:
    """The post is a copy: of one by the same author, or of what many authors post. None for `role` or `method` is any."""

    kind: DuplicateKind
    role: DuplicateRole | None = None
    method: DuplicateMethod | None = None

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: the whole post is the copy."""
        copy = sight.campaign if self.kind == "campaign" else sight.post.screening.duplicate
        if copy is None or copy.kind != self.kind:
            return None
        if self.role not in (None, copy.role) or self.method not in (None, copy.method):
            return None
        return ()

    def triggers(self) -> frozenset[int]:
        """A copy of that kind."""
        return frozenset((CAMPAIGN if self.kind == "campaign" else REPEAT,))


@dataclass(frozen=True, slots=True)
class FloodAt:
    """The author posts too much, and no window says worse than this level."""

    level: FloodLevel

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        levels = {flood.level for flood in sight.post.screening.floods}
        worst = "sanction" if "sanction" in levels else "warning"
        return () if levels and worst == self.level else None

    def triggers(self) -> frozenset[int]:
        """A flood."""
        return frozenset((FLOOD,))


@dataclass(frozen=True, slots=True)
class Links:
    """The post links to one of `domains` (or to any, if there are none) outside `outside`; subdomains count."""

    domains: frozenset[str]
    outside: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        for host in sight.hosts:
            if (not self.domains or _within(host, self.domains)) and not _within(host, self.outside):
                return ()
        return None

    def triggers(self) -> frozenset[int]:
        """A link."""
        return frozenset((LINK,))


@dataclass(frozen=True, slots=True)
class HasMedia:
    """The post carries media of one of these kinds, or of any if there are none."""

    kinds: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        media = sight.post.media
        return () if any(not self.kinds or item.kind in self.kinds for item in media) else None

    def triggers(self) -> frozenset[int]:
        """Media."""
        return frozenset((MEDIA,))


@dataclass(frozen=True, slots=True)
class Length:
    """The text has at least `words` words and more than `letters` code points, and at most `most` words where given."""

    words: int
    letters: int
    most: int | None

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        if not sight.is_main or len(sight.text) <= self.letters:
            return None
        count = len(sight.text.split())
        return () if count >= self.words and (self.most is None or count <= self.most) else None

    def triggers(self) -> frozenset[int]:
        """A long text, where any lower bound is long; else any post."""
        return frozenset((LONG,)) if self.least_letters >= LONG_TEXT else ANY_POST

    @property
    def least_letters(self) -> int:
        """A bound on the length of every text that matches: a word is a letter and a space."""
        return max(self.letters + 1, 2 * self.words - 1)


@dataclass(frozen=True, slots=True)
class IsReply:
    """The post answers another."""

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if sight.post.parent_key is not None else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return ANY_POST


def asks_for_campaign(expression: Expression) -> bool:
    """Whether the answer may depend on the post being part of a campaign."""
    return any(
        node.asks_for_campaign
        if isinstance(node, Matched | Points)
        else isinstance(node, Copies) and node.kind == "campaign"
        for node in walk(expression)
    )


def _within(host: str, domains: frozenset[str]) -> bool:
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False
