"""What a campaign makes of a verdict: a second one that takes its place, keeps its actions and adds to them."""

from collections.abc import Sequence

import msgspec
import pytest

from houserules.contracts.encode import decode_redacted, encode_action, encode_redacted, encode_verdict
from houserules.contracts.ids import action_id, superseding_id, verdict_id
from houserules.contracts.stages import Duplicate, PiiSpan, RedactedMedia, RedactedPost, Redaction, Screening
from houserules.contracts.vocabulary import DuplicateRole
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy
from houserules.version import __version__
from support.judging import MOMENT, Always, redacted, rule, small_policy

CLUSTER = "5be0cd19137e2179"
SHADOW = __version__ + "+shadow"
RULES = (
    rule(
        "{terms: [disclosure]}",
        id="care",
        hit="disclosure",
        category="SAFEGUARDING",
        outcome="escalate",
        severity="none",
        urgency="hour",
        then=", actions: [preserve_evidence, escalate_safeguarding, reply_signpost]",
    ),
    rule(
        "{terms: [query]}",
        id="query",
        hit="query",
        category="SERIOUS_QUERY",
        outcome="allow",
        then=", actions: [reply_signpost]",
    ),
    rule("{terms: [pointer]}", id="pointer", hit="pointer", outcome="hold", then=", actions: [reply_signpost]"),
    rule("{terms: [worry]}", id="worry", hit="worry", outcome="hold", then=", actions: [escalate_safeguarding]"),
    rule(id="swearing", then=", actions: [notify_author], template: words"),
    rule("{terms: [holding]}", id="holding", hit="holding", category="OFF_TOPIC", outcome="hold"),
    rule("{terms: [lonely]}", id="lonely", hit="lonely", extra="except: {duplicate: campaign}", outcome="hold"),
    rule("{pii: any}", id="pii", category="PERSONAL_INFO", outcome="redact", severity="low"),
    rule("{duplicate: author}", id="again", category="DUPLICATE"),
    rule(
        "{duplicate: {kind: campaign, role: repeat}}",
        id="campaign",
        category="DUPLICATE",
        outcome="hold",
        severity="none",
        urgency="today",
        then=", actions: [escalate_moderator]",
    ),
    rule(
        "{all: [{duplicate: campaign}, {links: any}]}",
        id="bulk",
        category="SPAM",
        severity="high",
        then=", actions: [escalate_moderator, report_to_platform]",
    ),
    rule("{all: [{duplicate: campaign}, {terms: [poster]}]}", id="poster", hit="poster", category="SPAM"),
    rule("{all: [{terms: [both]}, {any: [{duplicate: campaign}, {terms: [ways]}]}]}", id="either", hit="both ways"),
    rule("{terms: [shade]}", id="shade", hit="shade", mode="shadow"),
    rule(
        "{terms: [quiet]}",
        id="quiet",
        hit="quiet",
        mode="shadow",
        category="CRISIS",
        outcome="escalate",
        then=", actions: [escalate_safeguarding]",
    ),
    rule("{all: [{duplicate: campaign}, {reply: true}]}", id="replies", mode="shadow", category="SPAM"),
)
LINKS = ["https://shop.example/a"]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return small_policy(tmp_path_factory.mktemp("p"), *RULES)


def copy(role: DuplicateRole = "repeat") -> Duplicate:
    return Duplicate(role, "campaign", CLUSTER, "x:acct:0", 0.875, "near")


def member(text: str = "hello there", role: DuplicateRole = "repeat", **fields: object) -> RedactedPost:
    """A post in a campaign."""
    screening = fields.pop("screening", Screening(MOMENT))
    assert isinstance(screening, Screening)
    return redacted(text, screening=msgspec.structs.replace(screening, campaign=copy(role)), **fields)


def alone(post: RedactedPost) -> RedactedPost:
    """The same post, as it is before anybody knows of the campaign."""
    return msgspec.structs.replace(post, screening=msgspec.structs.replace(post.screening, campaign=None))


def one(post: RedactedPost, policy: Policy) -> Judgement:
    (judgement,) = judge([post], policy, Always())
    return judgement


def bytes_of(judgements: Sequence[Judgement]) -> list[tuple[bytes, list[bytes], bytes | None]]:
    return [
        (
            encode_verdict(item.verdict),
            [encode_action(action) for action in item.actions],
            None if item.shadow is None else encode_verdict(item.shadow),
        )
        for item in judgements
    ]


def test_the_campaign_s_verdict_names_the_one_it_replaces(policy: Policy) -> None:
    post = member("hello there")
    first, second = one(alone(post), policy), one(post, policy)
    name = verdict_id("x:acct:1", 1, policy.digest, __version__)
    assert (first.verdict.verdict_id, first.verdict.supersedes, first.superseding) == (name, None, False)
    assert (second.verdict.verdict_id, second.verdict.supersedes) == (superseding_id(name, CLUSTER), name)
    assert second.superseding
    assert (first.verdict.duplicate.role, second.verdict.duplicate) == ("none", copy())
    assert second.post is post


def test_what_the_campaign_orders_has_ids_of_its_verdict(policy: Policy) -> None:
    judgement = one(member("hello there"), policy)
    verdict = judgement.verdict
    assert (verdict.outcome, verdict.visibility, verdict.urgency) == ("hold", "held", "today")
    assert [action.verb for action in judgement.actions] == ["hold", "escalate_moderator"]
    for action in judgement.actions:
        assert action.verdict_id == verdict.verdict_id
        assert action.action_id == action_id(verdict.verdict_id, action.verb, "x:acct:1")
    assert [(item.action_id, item.verb) for item in verdict.actions] == [
        (item.action_id, item.verb) for item in judgement.actions
    ]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("zebra", ["escalate_moderator"]),
        ("holding", ["escalate_moderator"]),
        ("[phone removed]", ["hold", "escalate_moderator"]),
        ("lonely", ["escalate_moderator"]),
    ],
)
def test_the_first_verdict_s_actions_stay_as_they_were(policy: Policy, text: str, added: list[str]) -> None:
    redaction = Redaction((PiiSpan(0, 11, "PHONE", "[phone removed]"),)) if "[" in text else Redaction()
    post = member(text, redaction=redaction)
    first, second = one(alone(post), policy), one(post, policy)
    assert first.actions
    known = len(first.actions)
    assert [encode_action(item) for item in second.actions[:known]] == [encode_action(item) for item in first.actions]
    assert second.verdict.actions[:known] == first.verdict.actions
    assert [item.verb for item in second.actions[known:]] == added
    assert {item.verdict_id for item in second.actions[known:]} == {second.verdict.verdict_id}


def test_a_hold_becomes_a_hide_and_both_are_ordered_in_this_order(policy: Policy) -> None:
    post = member("holding", links=LINKS)
    first, second = one(alone(post), policy), one(post, policy)
    assert (first.verdict.visibility, second.verdict.visibility) == ("held", "hidden")
    assert [item.verb for item in second.actions] == ["hold", "hide", "escalate_moderator", "report_to_platform"]
    assert (second.verdict.outcome, second.verdict.severity, second.verdict.policy.clause) == ("hide", "high", "HR-1")


def test_a_campaign_takes_nothing_back(policy: Policy) -> None:
    """A rule that spares campaigns has been heard by then: its finding and its hold stand."""
    verdict = one(member("lonely", role="first"), policy).verdict
    assert [finding.rule_id for finding in verdict.findings] == ["lonely"]
    assert (verdict.outcome, [item.verb for item in verdict.actions]) == ("hold", ["hold"])


def test_findings_of_the_first_verdict_come_first_and_once(policy: Policy) -> None:
    post = member("zebra holding", links=LINKS)
    first, second = one(alone(post), policy), one(post, policy)
    assert second.verdict.findings[: len(first.verdict.findings)] == first.verdict.findings
    assert [item.rule_id for item in second.verdict.findings] == ["swearing", "holding", "bulk", "campaign"]


def test_a_rule_that_holds_either_way_is_found_once(policy: Policy) -> None:
    verdict = one(member("both ways", "first"), policy).verdict
    assert [item.rule_id for item in verdict.findings] == ["either"]
    assert [item.rule_id for item in one(member("both", "first"), policy).verdict.findings] == ["either"]
    assert one(alone(member("both", "first")), policy).verdict.findings == ()


def test_a_rule_on_campaigns_reads_words_and_descriptions_of_pictures_once(policy: Policy) -> None:
    pictures = [RedactedMedia(kind="image", alt="the poster"), RedactedMedia(kind="image", alt="a poster again")]
    seen = one(member("look", "first", media=pictures), policy).verdict
    assert [(item.rule_id, item.view, item.spans) for item in seen.findings] == [("poster", "alternative", ())]
    (finding,) = one(member("a poster", "first", media=pictures), policy).verdict.findings
    assert [(span.start, span.end) for span in finding.spans] == [(2, 8)]
    assert one(alone(member("a poster", "first", media=pictures)), policy).verdict.findings == ()


def test_a_campaign_without_a_rule_still_has_its_verdict(policy: Policy) -> None:
    judgement = one(member("hello there", role="first"), policy)
    assert (judgement.verdict.outcome, judgement.actions, judgement.shadow) == ("allow", (), None)
    assert judgement.verdict.duplicate == copy("first")
    assert judgement.superseding


@pytest.mark.parametrize("text", ["disclosure", "disclosure zebra", "query", "pointer", "worry"])
@pytest.mark.parametrize("answer", [True, False])
def test_who_needs_help_is_met_as_if_there_were_no_campaign(policy: Policy, text: str, answer: bool) -> None:
    post = member(text, links=LINKS)
    before, after = Always(answer), Always(answer)
    expected = judge([alone(post)], policy, before)
    found = judge([post], policy, after)
    assert bytes_of(found) == bytes_of(expected)
    assert not found[0].superseding
    assert after.asked == before.asked
    assert after.asked == ([] if text == "worry" else ["x:acct:1"])


@pytest.mark.parametrize("text", ["hello there", "zebra", "holding shade", "quiet"])
def test_signposts_have_no_say_in_a_campaign(policy: Policy, text: str) -> None:
    asked, unasked = Always(True), Always(False)
    assert bytes_of(judge([member(text)], policy, asked)) == bytes_of(judge([member(text)], policy, unasked))
    assert asked.asked == unasked.asked == []


def test_signposts_are_asked_in_the_order_of_the_posts(policy: Policy) -> None:
    posts = [
        member("disclosure", post_key="x:acct:1"),
        redacted("query", post_key="x:acct:2"),
        member("hello", post_key="x:acct:3"),
        member("query", post_key="x:acct:4"),
    ]
    signposts = Always()
    judge(posts, policy, signposts)
    assert signposts.asked == ["x:acct:1", "x:acct:2", "x:acct:4"]


def test_campaigns_stand_among_other_posts_in_their_order(policy: Policy) -> None:
    posts = [
        (member if place % 3 else redacted)(text, post_key=f"x:acct:{place}", links=LINKS * (place % 2))
        for place, text in enumerate(
            ["hello", "zebra", "query", "", "holding", "disclosure", "shade", "quiet", "zebra"]
        )
    ]
    together = judge(posts, policy, Always())
    assert [item.verdict.post_key for item in together] == [post.post_key for post in posts]
    assert bytes_of(together) == [bytes_of([one(post, policy)])[0] for post in posts]
    assert bytes_of(judge(posts, policy, Always())) == bytes_of(together)


def test_a_journey_through_a_topic_changes_no_byte(policy: Policy) -> None:
    posts = [member(text, links=LINKS) for text in ("hello", "zebra", "shade", "query")]
    later = [decode_redacted(encode_redacted(post)) for post in posts]
    assert bytes_of(judge(later, policy, Always())) == bytes_of(judge(posts, policy, Always()))


def test_an_author_s_repeat_in_a_campaign_keeps_what_it_was_hidden_for(policy: Policy) -> None:
    repeat = Duplicate("repeat", "author", "a", "x:acct:7", 1.0, "exact")
    post = member("hello there", screening=Screening(MOMENT, repeat))
    first, second = one(alone(post), policy), one(post, policy)
    assert (first.verdict.duplicate, second.verdict.duplicate) == (repeat, copy())
    assert [item.rule_id for item in second.verdict.findings] == ["again", "campaign"]
    assert [item.verb for item in second.actions] == ["hide", "escalate_moderator"]


def test_an_edit_in_a_campaign_replaces_the_edit_s_own_first_verdict(policy: Policy) -> None:
    post = member("zebra", revision=3, screening=Screening(MOMENT, previous_revision=2))
    first, second = one(alone(post), policy), one(post, policy)
    third = verdict_id("x:acct:1", 3, policy.digest, __version__)
    assert first.verdict.supersedes == verdict_id("x:acct:1", 2, policy.digest, __version__)
    assert (second.verdict.supersedes, second.verdict.revision) == (third, 3)
    later = redacted("hello", revision=4, screening=Screening(MOMENT, previous_revision=3))
    assert one(later, policy).verdict.supersedes == third


def test_two_campaigns_would_be_two_verdicts(policy: Policy) -> None:
    post = member()
    other = msgspec.structs.replace(copy(), cluster_id="another")
    moved = msgspec.structs.replace(post, screening=msgspec.structs.replace(post.screening, campaign=other))
    first, second = one(post, policy).verdict, one(moved, policy).verdict
    assert first.verdict_id != second.verdict_id
    assert first.supersedes == second.supersedes


def test_a_shadow_verdict_is_superseded_like_a_verdict(policy: Policy) -> None:
    post = member("shade", links=LINKS)
    first, second = one(alone(post), policy), one(post, policy)
    assert first.shadow is not None
    assert second.shadow is not None
    name = verdict_id("x:acct:1", 1, policy.digest, SHADOW)
    assert first.shadow.verdict_id == second.shadow.supersedes == name
    assert second.shadow.verdict_id == superseding_id(name, CLUSTER)
    assert second.shadow.duplicate == copy()
    assert [item.rule_id for item in second.shadow.findings] == ["shade", "bulk", "campaign"]
    assert second.shadow.actions[: len(first.shadow.actions)] == first.shadow.actions
    assert not {item.action_id for item in second.shadow.actions} & {item.action_id for item in second.actions}


def test_a_shadow_rule_about_campaigns_changes_nothing_but_is_told(policy: Policy) -> None:
    post = member("hello there", parent_key="x:acct:0")
    plain, second = one(member("hello there"), policy), one(post, policy)
    assert encode_verdict(second.verdict) == encode_verdict(plain.verdict)
    assert (plain.shadow, one(alone(post), policy).shadow) == (None, None)
    assert second.shadow is not None
    assert (second.shadow.outcome, second.shadow.duplicate) == ("hide", copy())


def test_a_shadow_rule_of_care_would_have_kept_the_first_verdict(policy: Policy) -> None:
    post = member("quiet", links=LINKS)
    first, second = one(alone(post), policy), one(post, policy)
    assert second.superseding
    assert second.shadow == first.shadow
    assert second.shadow is not None
    assert second.shadow.duplicate.kind is None


def test_a_deleted_post_is_left_alone(policy: Policy) -> None:
    judgement = one(member("zebra", deleted=True, links=LINKS), policy)
    assert (judgement.verdict.outcome, judgement.verdict.findings, judgement.actions) == ("allow", (), ())
