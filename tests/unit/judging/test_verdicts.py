"""What the judge makes of findings: precedence, the safeguarding cap, actions, shadow rules, failures."""

from pathlib import Path

import msgspec
import pytest

from houserules.contracts.ids import action_id, verdict_id
from houserules.contracts.stages import NO_REDACTION, Duplicate, PiiSpan, Redaction, Screening
from houserules.contracts.times import HOUR, isoformat
from houserules.judging import beside
from houserules.judging.judge import judge
from houserules.judging.policy import Policy, load_policy
from houserules.version import __version__
from support.judging import MOMENT, POLICY, Always, judged, redacted, rule, small_policy, write_policy

ESCALATE = ", actions: [preserve_evidence, escalate_safeguarding, reply_signpost]"
DISCLOSURE = rule(
    "{terms: [disclosure]}",
    id="care",
    hit="disclosure",
    category="SAFEGUARDING",
    outcome="escalate",
    severity="none",
    urgency="hour",
    confidence="0.8",
    then=ESCALATE,
)
REMOVAL = rule(
    "{terms: [removal]}",
    id="gone",
    hit="removal",
    category="THREAT",
    outcome="remove",
    severity="critical",
    then=", actions: [record_strike, report_to_platform, preserve_evidence], template: words",
)
SWEARING = rule(id="swearing", then=", actions: [notify_author, record_strike], template: words")
HOLDING = rule("{terms: [holding]}", id="holding", hit="holding", category="OFF_TOPIC", outcome="hold", urgency="today")
PERSONAL = rule("{pii: any}", id="pii", category="PERSONAL_INFO", outcome="redact", severity="low")
SHADOW = rule("{terms: [shade]}", id="shade", hit="shade", mode="shadow")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return small_policy(tmp_path_factory.mktemp("p"), DISCLOSURE, REMOVAL, SWEARING, HOLDING, PERSONAL, SHADOW)


def verbs(text: str, policy: Policy, **fields: object) -> list[str]:
    return [action.verb for action in judged(policy, text, **fields).actions]


def test_a_post_without_findings_is_allowed(policy: Policy) -> None:
    judgement = judged(policy, "hello there")
    verdict = judgement.verdict
    assert (verdict.outcome, verdict.visibility, verdict.severity, verdict.urgency) == (
        "allow",
        "visible",
        "none",
        "routine",
    )
    assert (verdict.confidence, verdict.findings, judgement.actions, judgement.shadow) == (1.0, (), (), None)
    assert verdict.redacted_text == "hello there"
    assert verdict.policy.digest == policy.digest
    assert verdict.verdict_id == verdict_id("x:acct:1", 1, policy.digest, __version__)


def test_the_highest_outcome_decides_and_the_worst_of_each_counts(policy: Policy) -> None:
    verdict = judged(policy, "zebra holding").verdict
    assert (verdict.outcome, verdict.visibility, verdict.severity, verdict.urgency) == (
        "hide",
        "hidden",
        "medium",
        "today",
    )
    assert [finding.rule_id for finding in verdict.findings] == ["swearing", "holding"]
    assert verdict.policy.clause == "HR-1"
    assert verdict.confidence == 0.9


def test_actions_come_in_order_with_their_inverse_and_their_end(policy: Policy) -> None:
    judgement = judged(policy, "removal zebra")
    assert [action.verb for action in judgement.actions] == [
        "preserve_evidence",
        "remove",
        "report_to_platform",
        "notify_author",
        "record_strike",
    ]
    remove = judgement.actions[1]
    assert (remove.reversible, remove.inverse, remove.precedence) == (True, "restore", "auto")
    assert remove.not_after == isoformat(MOMENT + 4 * HOUR)
    assert remove.reason == type(remove.reason)("HR-1", "gone", "words", 1)
    assert remove.action_id == action_id(judgement.verdict.verdict_id, "remove", "x:acct:1")
    strike = judgement.actions[-1]
    assert strike.target.author_key == "x:acct:ann"
    assert strike.action_id == action_id(judgement.verdict.verdict_id, "record_strike", "x:acct:ann")
    assert judgement.actions[2].inverse is None
    assert [(item.action_id, item.verb) for item in judgement.verdict.actions] == [
        (item.action_id, item.verb) for item in judgement.actions
    ]


def test_lifetimes_are_the_policy_s(tmp_path: Path) -> None:
    text = POLICY + "lifetimes: {default: 1h, hide: 2h}\n"
    policy = load_policy(write_policy(tmp_path, SWEARING, text))
    ends = {action.verb: action.not_after for action in judged(policy, "zebra").actions}
    assert ends["hide"] == isoformat(MOMENT + 2 * HOUR)
    assert ends["notify_author"] == isoformat(MOMENT + HOUR)


def test_a_disclosure_is_never_punished(policy: Policy) -> None:
    judgement = judged(policy, "disclosure, zebra", thread_key="t")
    verdict = judgement.verdict
    assert (verdict.outcome, verdict.visibility, verdict.severity, verdict.urgency) == (
        "escalate",
        "visible",
        "none",
        "hour",
    )
    assert {finding.rule_id: finding.suppressed_by for finding in verdict.findings} == {
        "care": None,
        "swearing": "safeguarding.cap",
    }
    assert [action.verb for action in judgement.actions] == [
        "preserve_evidence",
        "escalate_safeguarding",
        "reply_signpost",
    ]
    assert judgement.actions[2].target.thread_key == "t"


def test_a_disclosure_caps_a_removal_at_hide(policy: Policy) -> None:
    judgement = judged(policy, "disclosure removal")
    assert (judgement.verdict.outcome, judgement.verdict.visibility) == ("escalate", "hidden")
    found = {finding.rule_id: finding.suppressed_by for finding in judgement.verdict.findings}
    assert found == {"care": None, "gone": "safeguarding.cap"}
    assert verbs("disclosure removal", policy) == [
        "preserve_evidence",
        "hide",
        "escalate_safeguarding",
        "reply_signpost",
    ]


def test_a_disclosure_with_personal_details_is_hidden_to_protect_its_author(policy: Policy) -> None:
    redaction = Redaction((PiiSpan(0, 4, "PHONE", "[phone removed]"),))
    judgement = judged(policy, "[phone removed] disclosure", redaction=redaction)
    assert (judgement.verdict.outcome, judgement.verdict.visibility) == ("escalate", "hidden")
    assert [action.verb for action in judgement.actions] == [
        "preserve_evidence",
        "hide",
        "redact_display",
        "escalate_safeguarding",
        "reply_signpost",
    ]
    assert judgement.actions[1].reason.template == "protect"
    assert all(finding.suppressed_by is None for finding in judgement.verdict.findings)


def test_signposts_are_asked_once_and_only_where_a_reply_is_due(policy: Policy) -> None:
    signposts = Always(False)
    posts = [redacted("hello"), redacted("disclosure", post_key="x:acct:2"), redacted("zebra", post_key="x:acct:3")]
    judgements = judge(posts, policy, signposts)
    assert signposts.asked == ["x:acct:2"]
    assert "reply_signpost" not in [action.verb for action in judgements[1].actions]
    assert "escalate_safeguarding" in [action.verb for action in judgements[1].actions]


def test_a_shadow_rule_changes_nothing_but_is_told(policy: Policy) -> None:
    judgement = judged(policy, "shade")
    assert judgement.verdict.outcome == "allow"
    assert judgement.verdict.findings == ()
    assert judgement.actions == ()
    assert judgement.shadow is not None
    assert (judgement.shadow.outcome, judgement.shadow.findings[0].mode) == ("hide", "shadow")
    assert judgement.shadow.verdict_id != judgement.verdict.verdict_id


def test_a_shadow_verdict_holds_the_enforced_findings_too(policy: Policy) -> None:
    judgement = judged(policy, "shade holding")
    assert judgement.verdict.outcome == "hold"
    assert judgement.shadow is not None
    assert [finding.rule_id for finding in judgement.shadow.findings] == ["shade", "holding"]
    assert not {item.action_id for item in judgement.shadow.actions} & {item.action_id for item in judgement.actions}


def test_a_rule_that_is_off_does_nothing(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(mode="off"))
    judgement = judged(policy, "zebra")
    assert judgement.verdict.findings == ()
    assert judgement.shadow is None


def test_a_deleted_post_is_left_alone(policy: Policy) -> None:
    judgement = judged(policy, "removal", deleted=True)
    assert (judgement.verdict.outcome, judgement.verdict.findings, judgement.actions) == ("allow", (), ())


def test_a_later_revision_supersedes_the_verdict_on_the_earlier_one(policy: Policy) -> None:
    screening = Screening(MOMENT, previous_revision=2)
    for text in ("hello", "zebra"):
        verdict = judged(policy, text, revision=5, screening=screening).verdict
        assert verdict.supersedes == verdict_id("x:acct:1", 2, policy.digest, __version__)


def test_times_are_the_post_s_own(policy: Policy) -> None:
    for text in ("hello", "zebra"):
        plain = judged(policy, text, screening=Screening(MOMENT + 7)).verdict
        assert plain.event_time == plain.decided_for == isoformat(MOMENT + 7)
        clamped = judged(policy, text, screening=Screening(MOMENT, stated_time=MOMENT + HOUR)).verdict
        assert (clamped.event_time, clamped.decided_for) == (isoformat(MOMENT + HOUR), isoformat(MOMENT))


def test_what_redaction_could_not_do_holds_the_post(policy: Policy) -> None:
    judgement = judged(policy, "hello", redaction=Redaction(degraded=("redaction.phone",)))
    verdict = judgement.verdict
    assert (verdict.outcome, verdict.visibility, verdict.degraded) == ("hold", "held", ("redaction.phone",))
    assert [(finding.rule_id, finding.category) for finding in verdict.findings] == [("redaction.phone", "DEGRADED")]
    assert [action.verb for action in judgement.actions] == ["hold"]


def test_what_the_windows_could_not_answer_is_listed_and_no_more(policy: Policy) -> None:
    verdict = judged(policy, "hello", screening=Screening(MOMENT, degraded=("windows.too-old",))).verdict
    assert (verdict.outcome, verdict.findings, verdict.degraded) == ("allow", (), ("windows.too-old",))


def test_a_rule_that_fails_does_not_lose_the_post(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, sight: object) -> None:
        raise RuntimeError("out of zebras")

    monkeypatch.setattr(beside.Pii, "find", broken)
    redaction = Redaction((PiiSpan(0, 1, "PHONE", "[phone removed]"),))
    verdict = judged(policy, "[phone removed] zebra", redaction=redaction).verdict
    assert verdict.degraded == ("judging.pii",)
    assert {finding.category for finding in verdict.findings} == {"PROFANITY", "DEGRADED"}
    assert verdict.outcome == "hide"
    alone = judged(policy, "[phone removed]", redaction=redaction).verdict
    assert (alone.outcome, alone.degraded) == ("hold", ("judging.pii",))


def test_what_the_windows_found_is_in_the_verdict(policy: Policy) -> None:
    duplicate = Duplicate("first", "author", "c", "x:acct:1", 1.0, "exact")
    for text in ("hello", "zebra"):
        assert judged(policy, text, screening=Screening(MOMENT, duplicate)).verdict.duplicate == duplicate


def test_the_same_posts_give_the_same_bytes_alone_and_together(policy: Policy) -> None:
    texts = ["hello", "zebra", "disclosure zebra", "removal", "shade", ""]
    posts = [redacted(text, post_key=f"x:acct:{place}") for place, text in enumerate(texts)]
    together = judge(posts, policy, Always())
    alone = [judge([post], policy, Always())[0] for post in posts]
    encode = msgspec.json.encode
    assert [encode(item.verdict) for item in together] == [encode(item.verdict) for item in alone]
    assert [encode(item.actions) for item in together] == [encode(item.actions) for item in alone]


def test_explanations_do_not_quote_the_post(policy: Policy) -> None:
    for finding in judged(policy, "zebra removal").verdict.findings:
        assert "zebra" not in finding.explain
        assert "removal" not in finding.explain


def test_no_posts_give_no_judgements(policy: Policy) -> None:
    assert judge([], policy, Always()) == []
    assert judged(policy, "", redaction=NO_REDACTION).verdict.outcome == "allow"
