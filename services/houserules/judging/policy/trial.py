"""The tests that a policy carries with it: each rule's posts that it must hit, and those it must not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    """The tests of all rules that are ever on, run through redaction and the rules; those that fail, in order.

    A rule that is there for a while only is tried at a time when it is.
    """
    cases: list[tuple[Rule, Literal["hit", "miss"], Example]] = []
    for rule in tested_rules(policy):
        cases += [(rule, "hit", example) for example in placed_examples(rule, rule.hits, policy)]
        cases += [(rule, "miss", example) for example in placed_examples(rule, rule.misses, policy)]
    posts = example_posts([example for _, _, example in cases], policy)
    failures: list[Failure] = []
    for (rule, wanted, example), effects in zip(cases, evaluate(posts, policy), strict=True):
        hit = any(effect.finding.rule_id == rule.id for effect in effects)
        if hit is not (wanted == "hit"):
            failures.append(Failure(rule.id, wanted, example.file, example.line, example.text))
    return failures


def tested_rules(policy: Policy) -> list[Rule]:
    """The rules that are on at some time, each once: as it is outside overlays, if it is on there."""
    overlays = policy.overlays
    rules = [*policy.rules, *(rule for overlay in overlays for rule in overlay.rules)]
    changed = [rule for overlay in overlays for rule in overlay.changed.values() if rule.mode != "off"]
    on: dict[str, Rule] = {}
    for rule in rules:
        variants = [rule, *(other for other in changed if other.id == rule.id)]
        for variant in variants:
            if variant.mode != "off":
                on.setdefault(variant.id, variant)
    return list(on.values())


def placed_examples(rule: Rule, examples: Sequence[Example], policy: Policy) -> list[Example]:
    """`examples`, each at a time: where it says none, at one when `rule` is there."""
    moment = _moment(rule, policy)
    return [example if example.at is not None else replace(example, at=moment) for example in examples]


def _moment(rule: Rule, policy: Policy) -> int:
    """A time at which `rule` is there, with as few overlays as can be."""
    moments = [MOMENT, *(max(moment, 0) for moment in policy.editions.moments)]
    there = [moment for moment in moments if any(item.id == rule.id for item in policy.at(moment).rules)]
    return min(there, key=lambda moment: len(policy.active(moment)), default=MOMENT)


def example_posts(examples: Sequence[Example], policy: Policy) -> list[RedactedPost]:
    """The posts that `examples` describe, as the judge would get them."""
    return redact([_screened(place, example) for place, example in enumerate(examples)], policy.redactor)


def _screened(place: int, example: Example) -> ScreenedPost:
    age = example.author_age
    moment = MOMENT if example.at is None else example.at
    post = Post(
        post_key=f"example:test:{place}",
        platform=example.platform,
        account="test",
        author=Author(
            id=f"author-{place}",
            name=example.author_name,
            roles=list(example.author_roles),
            created_at=None if age is None else from_millis(moment - age),
        ),
        text=" ".join([example.text] * example.repeat),
        created_at=from_millis(moment),
        lang=example.lang,
        parent=Parent("example:test:parent") if example.reply else None,
        thread_key="example:test:thread",
        links=list(example.links),
        media=[Media(kind=kind) for kind in example.media],
    )
    return ScreenedPost(origin=Origin(0, place, moment), post=post, screening=_screening(place, example, moment))


def _screening(place: int, example: Example, moment: int) -> Screening:
    floods = () if example.flood is None else (Flood("minute", 12, 10, example.flood),)
    if example.duplicate is None:
        return Screening(moment, floods=floods)
    kind, role, method = example.duplicate.kind, example.duplicate.role or "repeat", example.duplicate.method or "exact"
    survivor = f"example:test:{place}" if role == "first" else f"example:test:{place}-first"
    similarity = 1.0 if method == "exact" else NEAR
    copy = Duplicate(role, kind, f"cluster-{place}", survivor, similarity, method)
    if kind == "campaign":
        return Screening(moment, floods=floods, campaign=copy)
    return Screening(moment, copy, floods)


def explain(failures: Iterable[Failure]) -> str:
    """One line for each failure."""
    return "\n".join(map(str, failures))
