"""The tests that a policy carries with it: each rule's posts that it must hit, and those it must not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from houserules.contracts.post import Author, Media, Parent, Post
from houserules.contracts.stages import Duplicate, Flood, Origin, RedactedPost, ScreenedPost, Screening
from houserules.contracts.times import from_millis
from houserules.judging.evaluate import evaluate
from houserules.judging.policy.model import Example, Policy, Rule
from houserules.redaction.stage import redact

MOMENT: Final = 1_767_268_800_000
"""When the posts of tests are written, in ms: noon of 1 January 2026. Any fixed time would do."""

NEAR: Final = 0.8
"""How alike the posts of tests are that are nearly equal."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that a rule fails: it should have hit (or missed) the post at `file:line`, and did not."""

    rule_id: str
    wanted: Literal["hit", "miss"]
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """`file:line: what`, which editors and terminals turn into a link."""
        verb = "does not hit" if self.wanted == "hit" else "hits"
        return f"{self.file}:{self.line}: {self.rule_id} {verb} {self.text!r}; mend the rule or the test"


def run_policy_tests(policy: Policy) -> list[Failure]:
    """The tests of all rules that are not off, run through redaction and the rules; those that fail, in order."""
    cases: list[tuple[Rule, Literal["hit", "miss"], Example]] = []
    for rule in policy.rules:
        if rule.mode != "off":
            cases += [(rule, "hit", example) for example in rule.hits]
            cases += [(rule, "miss", example) for example in rule.misses]
    posts = example_posts([example for _, _, example in cases], policy)
    failures: list[Failure] = []
    for (rule, wanted, example), effects in zip(cases, evaluate(posts, policy), strict=True):
        hit = any(effect.finding.rule_id == rule.id for effect in effects)
        if hit is not (wanted == "hit"):
            failures.append(Failure(rule.id, wanted, example.file, example.line, example.text))
    return failures


def example_posts(examples: Sequence[Example], policy: Policy) -> list[RedactedPost]:
    """The posts that `examples` describe, as the judge would get them."""
    return redact([_screened(place, example) for place, example in enumerate(examples)], policy.redactor)


def _screened(place: int, example: Example) -> ScreenedPost:
    age = example.author_age
    post = Post(
        post_key=f"example:test:{place}",
        platform=example.platform,
        account="test",
        author=Author(
            id=f"author-{place}",
            name=example.author_name,
            roles=list(example.author_roles),
            created_at=None if age is None else from_millis(MOMENT - age),
        ),
        text=" ".join([example.text] * example.repeat),
        created_at=from_millis(MOMENT),
        lang=example.lang,
        parent=Parent("example:test:parent") if example.reply else None,
        thread_key="example:test:thread",
        links=list(example.links),
        media=[Media(kind=kind) for kind in example.media],
    )
    return ScreenedPost(origin=Origin(0, place, MOMENT), post=post, screening=_screening(place, example))


def _screening(place: int, example: Example) -> Screening:
    floods = () if example.flood is None else (Flood("minute", 12, 10, example.flood),)
    if example.duplicate is None:
        return Screening(MOMENT, floods=floods)
    kind, role, method = example.duplicate.kind, example.duplicate.role or "repeat", example.duplicate.method or "exact"
    survivor = f"example:test:{place}" if role == "first" else f"example:test:{place}-first"
    similarity = 1.0 if method == "exact" else NEAR
    copy = Duplicate(role, kind, f"cluster-{place}", survivor, similarity, method)
    if kind == "campaign":
        return Screening(MOMENT, floods=floods, campaign=copy)
    return Screening(MOMENT, copy, floods)


def explain(failures: Iterable[Failure]) -> str:
    """One line for each failure."""
    return "\n".join(map(str, failures))
