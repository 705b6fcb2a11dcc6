"""The section `redaction` and the condition `pii`: what counts, what stands in its place, and whose details are meant."""

from pathlib import Path

import pytest

from houserules.contracts.stages import PiiSpan, Redaction
from houserules.contracts.vocabulary import PiiType, Whose
from houserules.judging.policy import Policy, PolicyError, load_policy
from support.judging import POLICY, judged, rule, small_policy, write_policy

TEXT = "ring 07700 900123, write jo@example.org, my number is 555 0123"


def load(path: Path, section: str) -> Policy:
    return load_policy(write_policy(path, rule(), POLICY + section))


def redacted(policy: Policy, text: str = TEXT) -> str:
    return policy.redactor.apply(text, policy.redactor.find([text])[0])


def test_without_a_section_everything_that_can_be_found_is_replaced(tmp_path: Path) -> None:
    expected = "ring [phone removed], write [email removed], my number is [phone removed]"
    assert redacted(load(tmp_path, "")) == expected


def test_types_and_thresholds_decide_what_is_taken_out(tmp_path: Path) -> None:
    policy = load(tmp_path, "redaction: {types: [PHONE], thresholds: {PHONE: 0.9}}\n")
    assert redacted(policy) == "ring [phone removed], write jo@example.org, my number is 555 0123"


def test_operators_decide_what_stands_there_instead(tmp_path: Path) -> None:
    policy = load(tmp_path, "redaction: {operators: {PHONE: {mask: 2}, EMAIL: remove}}\n")
    assert redacted(policy) == "ring [phone ending 23], write , my number is [phone ending 23]"


def test_hashes_come_with_the_secret_of_the_worker(tmp_path: Path) -> None:
    policy = load(tmp_path, "redaction: {operators: {PHONE: hash, EMAIL: replace}}\n")
    assert "[phone removed], write [email removed]" in redacted(policy)
    one, two = redacted(policy.keyed(b"one")), redacted(policy.keyed(b"two"))
    assert "[phone removed]" not in one
    assert one != two
    assert redacted(policy.keyed(b"one"), "+44 7700 900123") in one
    assert policy.keyed(b"one").digest == policy.digest


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("{type: [PHONE]}", "unknown field `type` (did you mean `types`?)"),
        ("{types: [PHONES]}", "`PHONES` is unknown here"),
        ("{thresholds: {PHONE: 0}}", "use more than 0"),
        ("{thresholds: {PHONE: 1.5}}", "1.5"),
        ("{thresholds: {FAX: 0.5}}", "unknown field `FAX`"),
        ("{operators: {PHONE: blur}}", "`blur` is unknown here"),
        ("{operators: {PHONE: {mask: 9}}}", "9"),
        ("{operators: {PHONE: {keep: 3}}}", "unknown field `keep`"),
        ("{operators: {FAX: hash}}", "unknown field `FAX`"),
        ("{names: {public: [Jane Smith]}}", "`model` is missing"),
        ("{names: {model: no-such-pipeline}}", "run `"),
        ("{types: [PERSON]}", "no detector for PERSON"),
    ],
)
def test_what_cannot_work_is_told_with_its_line(tmp_path: Path, section: str, message: str) -> None:
    with pytest.raises(PolicyError) as error:
        load(tmp_path, f"redaction: {section}\n")
    told = [str(problem) for problem in error.value.problems]
    assert any(message in problem and problem.startswith("policy.yaml:10:") for problem in told), told


def person(start: int, kind: PiiType, whose: Whose) -> PiiSpan:
    return PiiSpan(start, start + 4, kind, "[removed]", 1.0, whose)


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ("{pii: {whose: other}}", True),
        ("{pii: {whose: [own, unknown]}}", True),
        ("{pii: {whose: unknown}}", False),
        ("{pii: {types: PHONE, whose: other}}", True),
        ("{pii: {types: [EMAIL], whose: other}}", False),
        ("{pii: {at_least: 2}}", True),
        ("{pii: {at_least: 3}}", False),
        ("{pii: {whose: other, at_least: 2}}", False),
        ("{pii: {}}", True),
    ],
)
def test_a_rule_can_ask_whose_details_they_are_and_how_many(tmp_path: Path, match: str, hit: bool) -> None:
    policy = small_policy(tmp_path, rule(match, category="PERSONAL_INFO", outcome="redact"))
    redaction = Redaction((person(0, "PHONE", "other"), person(6, "EMAIL", "own")))
    assert bool(judged(policy, "[removed] [removed]", redaction=redaction).verdict.findings) == hit


@pytest.mark.parametrize("match", ["{pii: {whose: mine}}", "{pii: {at_least: 0}}", "{pii: {who: own}}"])
def test_what_the_condition_does_not_know_is_told(tmp_path: Path, match: str) -> None:
    with pytest.raises(PolicyError):
        small_policy(tmp_path, rule(match, category="PERSONAL_INFO", outcome="redact"))
