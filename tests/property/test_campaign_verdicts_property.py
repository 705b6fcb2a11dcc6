"""The promises of a campaign's verdict, whatever the post, its author and the batch that it comes in."""

from functools import lru_cache

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.contracts.encode import encode_action, encode_verdict
from houserules.contracts.ids import superseding_id
from houserules.contracts.stages import NO_DUPLICATE, Duplicate, RedactedAuthor, RedactedPost, Screening
from houserules.contracts.times import DAY
from houserules.contracts.vocabulary import CARE_CATEGORIES, OUTCOME_RANK, SEVERITY_RANK, URGENCY_RANK
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, load_policy, shipped_policy_path
from houserules.judging.policy.model import CARE_VERBS
from houserules.judging.resolve import VISIBILITY_RANK
from support.judging import MOMENT, Always, redacted

WORDS = [
    *"he raped me my uncle i want to die who can i talk to you are an idiot shit vote labour".split(),
    "i was abused",
    "where can i get help",
    "link in bio",
    "HOUSERULES-TEST-REMOVE-7f3a",
    "labour covered up the report",
    "kill yourself",
]


@lru_cache(maxsize=1)
def shipped() -> Policy:
    return load_policy(shipped_policy_path("its-not-okay"))


@st.composite
def members(draw: st.DrawFn) -> RedactedPost:
    """A post that may belong to a campaign."""
    number = draw(st.integers(0, 99))
    campaign = draw(
        st.none()
        | st.builds(
            Duplicate,
            st.sampled_from(("first", "repeat")),
            st.just("campaign"),
            st.sampled_from(("c-1", "c-2")),
            st.just("x:acct:0"),
            st.sampled_from((1.0, 0.75)),
            st.sampled_from(("exact", "near")),
        )
    )
    repeat = draw(st.sampled_from((NO_DUPLICATE, Duplicate("repeat", "author", "a", "x:acct:0", 1.0, "exact"))))
    previous = draw(st.none() | st.integers(1, 2))
    screening = Screening(MOMENT, repeat, (), previous, draw(st.sampled_from(((), ("windows.too-old",)))))
    return redacted(
        " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=6))),
        post_key=f"x:acct:{number}",
        revision=1 if previous is None else previous + 1,
        author=RedactedAuthor("ann", created_at=MOMENT - draw(st.sampled_from((1, 900))) * DAY),
        links=draw(st.sampled_from(([], ["https://shop.example/a"], ["https://www.nspcc.org.uk/b"]))),
        thread_key="x:acct:thread",
        screening=msgspec.structs.replace(screening, campaign=campaign),
    )


def alone(post: RedactedPost) -> RedactedPost:
    return msgspec.structs.replace(post, screening=msgspec.structs.replace(post.screening, campaign=None))


def bytes_of(judgement: Judgement) -> tuple[bytes, list[bytes], bytes | None]:
    shadow = judgement.shadow
    return (
        encode_verdict(judgement.verdict),
        [encode_action(action) for action in judgement.actions],
        None if shadow is None else encode_verdict(shadow),
    )


@settings(deadline=None, max_examples=80)
@given(st.lists(members(), max_size=8), st.integers(0, 8), st.booleans())
def test_neither_the_batch_nor_the_moment_changes_a_byte(posts: list[RedactedPost], cut: int, answer: bool) -> None:
    together = judge(posts, shipped(), Always(answer))
    apart = judge(posts[:cut], shipped(), Always(answer)) + judge(posts[cut:], shipped(), Always(answer))
    again = [judge([post], shipped(), Always(answer))[0] for post in reversed(posts)][::-1]
    assert [item.post for item in together] == posts
    assert [bytes_of(item) for item in together] == [bytes_of(item) for item in apart]
    assert [bytes_of(item) for item in together] == [bytes_of(item) for item in again]


@settings(deadline=None, max_examples=150)
@given(st.lists(members(), min_size=1, max_size=6))
def test_a_campaign_only_adds_and_never_to_a_post_that_needs_care(posts: list[RedactedPost]) -> None:
    without, within = Always(), Always()
    firsts = judge([alone(post) for post in posts], shipped(), without)
    seconds = judge(posts, shipped(), within)
    assert within.asked == without.asked
    for post, first, second in zip(posts, firsts, seconds, strict=True):
        old, new = first.verdict, second.verdict
        care = bool(
            CARE_CATEGORIES & {finding.category for finding in old.findings}
            or CARE_VERBS & {action.verb for action in first.actions}
        )
        if post.screening.campaign is None or care:
            assert bytes_of(second) == bytes_of(first)
            assert not second.superseding
            continue
        assert second.superseding
        assert (new.supersedes, new.duplicate) == (old.verdict_id, post.screening.campaign)
        assert new.verdict_id == superseding_id(old.verdict_id, post.screening.campaign.cluster_id or "")
        assert new.findings[: len(old.findings)] == old.findings
        assert bytes_of(second)[1][: len(first.actions)] == bytes_of(first)[1]
        added = second.actions[len(first.actions) :]
        assert {action.verdict_id for action in added} <= {new.verdict_id}
        verbs = [action.verb for action in second.actions]
        assert len(verbs) == len(set(verbs))
        assert not CARE_VERBS & set(verbs)
        assert OUTCOME_RANK[new.outcome] >= OUTCOME_RANK[old.outcome]
        assert VISIBILITY_RANK[new.visibility] >= VISIBILITY_RANK[old.visibility]
        assert SEVERITY_RANK[new.severity] >= SEVERITY_RANK[old.severity]
        assert URGENCY_RANK[new.urgency] >= URGENCY_RANK[old.urgency]
        assert (new.redacted_text, new.policy.digest, new.event_time) == (
            old.redacted_text,
            old.policy.digest,
            old.event_time,
        )
