"""Orders end as they should, in whatever order the revisions of posts come, are cut into batches and come again.

A platform is played by the connector's own rules and a set of what each post has: a revision counts as standing well if
the platform shows what the newest revision's verdict says.
"""

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from houserules.connectors.base import Known, admit
from houserules.contracts.action import Action
from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import MINUTE
from houserules.contracts.vocabulary import INVERSE, Verb
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy, load_policy
from support.judging import MOMENT, POLICY, rule, write_policy
from support.memory import Court, at, bytes_of, verbs

WORDS: dict[str, tuple[str, str, Verb]] = {
    "zebra": ("HATE", "hide", "hide"),
    "lion": ("LIBEL", "hold", "hold"),
    "bear": ("TEST", "remove", "remove"),
    "fox": ("PERSONAL_INFO", "redact", "redact_display"),
    "owl": ("THREAT", "escalate", "escalate_moderator"),
}
TEXTS = (*WORDS, "hello", "hello", "gone", "zebra fox", "lion owl")


@lru_cache(maxsize=1)
def policy() -> Policy:
    rules = [
        rule(
            f"{{terms: [{word}]}}",
            hit=word,
            id=word,
            category=category,
            outcome=outcome,
            then=", actions: [escalate_moderator]" if outcome == "escalate" else ", actions: [notify_author]",
        )
        for word, (category, outcome, _) in WORDS.items()
    ]
    return load_policy(write_policy(Path(tempfile.mkdtemp()), "\n".join(rules), POLICY))


@st.composite
def arrivals(draw: st.DrawFn) -> list[RedactedPost]:
    """Revisions of two posts in any order, some of them several times, as the partition has them."""
    texts = {(post, number): draw(st.sampled_from(TEXTS)) for post in "ab" for number in range(1, 6)}
    order = draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, max_size=14))
    return [
        at(
            place,
            texts[name],
            after=name[1] * MINUTE,
            post_key=f"x:acct:{name[0]}",
            revision=name[1],
            deleted=texts[name] == "gone",
        )
        for place, name in enumerate(order)
    ]


class Platform:
    """What each post has, by the orders that a connector carries out."""

    def __init__(self) -> None:
        self.has: dict[str, set[Verb]] = {}
        self._known = Known()

    def read(self, actions: Iterable[Action]) -> None:
        """The connector reads these, and does none of them yet."""
        for action in actions:
            self._known.ordered(action)

    def do(self, actions: Iterable[Action], *, strictly: bool = False) -> None:
        """It does them; `strictly`, nothing may be taken back that is not there."""
        for action in actions:
            if admit(action, MOMENT, self._known) is not None:
                continue
            self._known.answered(action.action_id, "applied")
            has = self.has.setdefault(action.target.post_key, set())
            if action.verb == "redact_display":
                has.add("redact_display")
            elif action.verb in ("hold", "hide", "remove"):
                has.add(action.verb)
            elif action.verb in ("release", "unhide", "restore"):
                # Where words cannot be taken out, the post was hidden for them, and that ends with an `unhide`.
                undone = {INVERSE[action.verb]} | ({"redact_display"} if action.verb == "unhide" else set())
                assert undone & has or not strictly
                has -= undone


def newest(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """The verdict on the highest revision of each post."""
    found: dict[str, Judgement] = {}
    for item in judgements:
        known = found.get(item.post.post_key)
        if known is None or item.post.revision > known.post.revision:
            found[item.post.post_key] = item
    return found


def wanted(judgement: Judgement) -> set[Verb]:
    """What the post must have by the words of its text."""
    words = () if judgement.post.deleted else judgement.post.text.split()
    verbs_of = {WORDS[word][2] for word in words if word in WORDS} - {"escalate_moderator"}
    if "hide" in verbs_of:
        verbs_of.discard("hold")
    return verbs_of


@settings(deadline=None, max_examples=120)
@given(arrivals(), st.booleans())
def test_after_the_newest_revision_nothing_stands_that_it_does_not_deserve(
    posts: list[RedactedPost], at_once: bool
) -> None:
    platform = Platform()
    judgements = Court(policy()).judge(*posts)
    if at_once:
        platform.read(action for item in judgements for action in item.actions)
    for item in judgements:
        platform.read(item.actions)
        # Where the connector lags, what it is to take back may have been superseded before it was done.
        platform.do(item.actions, strictly=not at_once)
    for key, item in newest(judgements).items():
        has, deserves = platform.has.get(key, set()), wanted(item)
        assert deserves <= has
        if not deserves & {"hold", "hide", "remove"}:
            assert has - deserves <= ({"remove"} if item.post.deleted else set())


@settings(deadline=None, max_examples=60)
@given(arrivals(), st.lists(st.integers(0, 14), max_size=3), st.integers(0, 13))
@example([at(0, "zebra", post_key="x:acct:a"), at(1, "hello", post_key="x:acct:a", revision=2)], [1], 1)
def test_neither_batches_nor_redelivery_nor_recovery_change_a_byte(
    posts: list[RedactedPost], cuts: list[int], back: int
) -> None:
    first = Court(policy())
    expected = bytes_of(first.judge(*posts))
    by_name = {(post.post_key, post.revision): made for post, made in zip(posts[::-1], expected[::-1], strict=True)}
    assert expected == [by_name[post.post_key, post.revision] for post in posts], "each revision has one verdict"
    apart, found = Court(policy()), []
    edges = [0, *sorted(min(cut, len(posts)) for cut in cuts), len(posts)]
    for start, end in pairwise(edges):
        found += bytes_of(apart.judge(*posts[start:end]))
    assert found == expected
    back = min(back, len(posts) - 1)
    assert bytes_of(apart.judge(*posts[back:])) == expected[back:]
    assert bytes_of(first.recovered().judge(*posts[back:])) == expected[back:]
    retried = [msgspec.structs.replace(post, origin=at(1000 + n).origin) for n, post in enumerate(posts)]
    assert bytes_of(first.judge(*retried)) == expected


@settings(deadline=None, max_examples=60)
@given(arrivals())
def test_a_post_that_nothing_was_ordered_on_is_never_unhidden(posts: list[RedactedPost]) -> None:
    given_so_far: dict[str, set[Verb]] = {}
    seen: set[str] = set()
    for item in Court(policy()).judge(*posts):
        before = given_so_far.setdefault(item.post.post_key, set())
        for action in item.actions:
            if action.action_id in seen:
                continue
            seen.add(action.action_id)
            if action.verb in ("release", "restore"):
                assert INVERSE[action.verb] in before
            elif action.verb == "unhide":
                assert before & {"hide", "redact_display"}
            before.add(action.verb)
        assert len(set(verbs(item))) == len(item.actions)
