"""The rules and the scorer, as functions of a list of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from houserules.contracts.post import Author, Post
from houserules.contracts.stages import Origin, RedactedPost, ScreenedPost, Screening
from houserules.contracts.times import from_millis
from houserules.judging.judge import judge
from houserules.judging.policy import Policy
from houserules.redaction.stage import redact

MOMENT: Final = 1_767_268_800_000
BATCH: Final = 500
SCORE_RULES: Final = "scores."
"""How the ids of rules that ask a scorer begin."""

CARE_RULES: Final = frozenset({"scores.told", "scores.worried", "scores.crisis", "scores.query"})
"""Those of them that hold nothing."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the policy made of a text: the categories of enforced findings, the outcome, the text as the judge saw it.

    `categories` are those found by words alone, `shipped` those with the rules that ask a scorer; `for_scores` are the rules of
    those that hold.
    """

    categories: frozenset[str]
    shipped: frozenset[str]
    outcome: str
    redacted: str
    for_scores: frozenset[str]

    @property
    def held_for_a_score(self) -> bool:
        """Whether it is held, and some rule that asks a scorer says so."""
        return self.outcome == "hold" and bool(self.for_scores)


class _Everyone:
    """Signposts that nobody has been given yet."""

    def first(self, post: RedactedPost) -> bool:
        return True


def rule(texts: Sequence[str], policy: Policy) -> list[Ruled]:
    """Redacts and judges each text as the only post of its author, without the windows."""
    found: list[Ruled] = []
    for start in range(0, len(texts), BATCH):
        batch = [_screened(start + place, text) for place, text in enumerate(texts[start : start + BATCH])]
        posts = redact(batch, policy.redactor)
        for post, judgement in zip(posts, judge(posts, policy, _Everyone()), strict=True):
            verdict = judgement.verdict
            enforced = [finding for finding in verdict.findings if finding.mode == "enforce"]
            words = frozenset(item.category for item in enforced if not item.rule_id.startswith(SCORE_RULES))
            asked = frozenset(item.rule_id for item in enforced if item.rule_id.startswith(SCORE_RULES))
            shipped = frozenset(item.category for item in enforced)
            found.append(Ruled(words, shipped, verdict.outcome, post.text, asked - CARE_RULES))
    return found


def _screened(place: int, text: str) -> ScreenedPost:
    post = Post(
        post_key=f"example:quality:{place}",
        platform="example",
        account="quality",
        author=Author(id=f"author-{place}"),
        text=text,
        created_at=from_millis(MOMENT),
    )
    return ScreenedPost(origin=Origin(0, place, MOMENT), post=post, screening=Screening(MOMENT))
