"""The statement of reasons: for every verb, in words that say what was done, by whom, and how to object."""

import msgspec
import pytest

from houserules.contracts.action import DELETED, MENDED
from houserules.contracts.vocabulary import VERBS, Verb
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.people.orders import UNDOING
from houserules.people.statements import (
    APPEAL,
    BY_PERSON,
    BY_SOFTWARE,
    CARE,
    CARE_BY_SOFTWARE,
    CHANGED,
    DONE,
    GONE,
    message,
    statement,
)
from support.people import order


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(resolve_policy("its-not-okay"))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_statement(verb: Verb, policy: Policy) -> None:
    action = order(verb)
    text = statement(action, policy)
    assert text.startswith(DONE[verb])
    assert text.count(CARE_BY_SOFTWARE if verb in CARE else BY_SOFTWARE) == 1
    assert statement(msgspec.structs.replace(action, precedence="human"), policy).count(BY_PERSON) == 1
    punishes = verb not in CARE and verb not in UNDOING
    assert (APPEAL in text) is punishes
    # A rule is named to whom it is held against, and never to somebody who asked for help.
    assert (policy.clauses["HR-2"].title in text) is punishes
    assert "{" not in text
    assert "facebook" not in text


def test_the_policys_own_words_are_used_where_they_are_true(policy: Policy) -> None:
    words = " ".join(policy.templates["swearing"].split())
    assert statement(order("hide", template="swearing"), policy).startswith(words)
    assert statement(order("notify_author", template="swearing"), policy).startswith(words)
    for verb in ("hold", "remove", "record_strike"):
        assert words not in statement(order(verb, template="swearing"), policy)


def test_somebody_who_discloses_is_told_why_and_nothing_of_a_breach(policy: Policy) -> None:
    text = statement(order("hide", template="protect", clause="HR-18"), policy)
    assert text.startswith("We hid your comment to protect you")
    assert "house rule" not in text


def test_an_author_who_changed_or_deleted_a_comment_reads_what_became_of_it(policy: Policy) -> None:
    mended = statement(order("unhide", rule=MENDED, clause=None), policy)
    assert mended == f"{CHANGED} {DONE['unhide']} {BY_SOFTWARE}"
    for verb in ("unhide", "release"):
        gone = statement(order(verb, rule=DELETED, clause=None), policy)
        assert gone == f"{GONE} {BY_SOFTWARE}"
        assert "can be seen" not in gone


def test_what_the_policy_no_longer_has_is_left_out(policy: Policy) -> None:
    text = statement(order("hide", template="gone", clause="HR-99"), policy)
    assert text == f"{DONE['hide']} {BY_SOFTWARE} {APPEAL}"


def test_a_reply_says_the_policys_words_and_nothing_else(policy: Policy) -> None:
    words = " ".join(policy.templates["disclosure"].split())
    reply = order("reply_signpost", template="disclosure", clause="HR-18")
    assert message(reply, policy) == words
    assert BY_SOFTWARE not in statement(reply, policy)
    assert message(order("notify_author", template="swearing"), policy) == policy.templates["swearing"]
    assert message(order("hide", template="swearing"), policy) is None
    assert message(order("reply_signpost"), policy) is None
