"""A connector on a broker, against a real HTTP server that fails, delays, repeats and hangs up, and with a kill."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from houserules.contracts.action import Action
from houserules.contracts.decision import PostDecision
from houserules.contracts.encode import decode_receipt, encode_action, encode_decision
from houserules.contracts.receipt import Receipt
from support.judging import rule, write_policy
from support.kafka import Read, eventually, make_topics, partition_of, produce, read_until, settings_for
from support.people import order
from support.receiver import SECRET, Receiver
from support.worker import BRIEF, WorkerProcess

VERBS = ("hide", "unhide", "hold", "release", "escalate_safeguarding", "escalate_moderator")


def connector(broker: str, prefix: str, url: str, rules: Path) -> WorkerProcess:
    """`houserules connector webhook`, able to do VERBS."""
    able = [part for verb in VERBS for part in ("--verb", verb)]
    arguments = ("connector", "webhook", "--url", url, "--timeout", "1", *able)
    values = {"webhook_secret": SECRET, "policy": rules, "session_timeout": BRIEF}
    return WorkerProcess(broker, prefix, arguments=arguments, **values)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A small policy, which is loaded in no time."""
    return write_policy(tmp_path, rule())


def due(verb: Any, post: str, **more: Any) -> Action:
    return order(verb, post=post, of=post, **{"not_after": None, **more})


async def give(broker: str, topic: str, actions: Sequence[Action]) -> None:
    await produce(broker, topic, [(each.target.post_key.encode(), encode_action(each)) for each in actions])


def receipts(read: Sequence[Read]) -> dict[tuple[str, str], list[Receipt]]:
    """The receipts of each post and verb, in their order."""
    found: dict[tuple[str, str], list[Receipt]] = {}
    for item in read:
        made = decode_receipt(item.value or b"")
        assert item.partition == partition_of(item.key)
        assert item.header("schema") == b"receipt/1"
        found.setdefault((made.post_key, made.verb), []).append(made)
    return found


def finished(read: Sequence[Read], count: int) -> bool:
    return sum(made[-1].status != "failed_retryable" for made in receipts(read).values()) >= count


async def test_every_action_is_done_once_or_its_receipt_says_why_not(
    broker: str, topic_prefix: str, rules: Path
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    actions, answers = settings.topic("actions"), settings.topic("receipts")
    decision = PostDecision(post_key="decided", version=1, partition=0)
    refusal = PostDecision(post_key="refused-only", version=0, partition=0)
    await produce(
        broker,
        settings.topic("decisions"),
        [(each.post_key.encode(), encode_decision(each)) for each in (decision, refusal)],
    )
    sent = [
        due("hide", "fails"),
        due("unhide", "fails", precedence="human", undo_of=due("hide", "fails").action_id),
        due("hide", "reviewed"),
        due("unhide", "reviewed", precedence="human", review_id="r1"),
        due("escalate_safeguarding", "told-nobody"),
        due("hide", "late", not_after="2026-05-03T07:30:00.000Z"),
        due("hide", "decided"),
        due("hide", "refused-only"),
        due("remove", "lacks-remove"),
        due("record_strike", "lacks-strikes"),
        due("hide", "repeated"),
        due("hide", "repeated"),
        due("hold", "edited"),
        due("hide", "edited", revision=2),
    ]
    async with Receiver() as receiver:
        # The hide of `fails` fails twice in two ways; its unhide must wait for it. Nothing else waits.
        receiver.by_verb["escalate_safeguarding"] = deque(["do and hang up"])
        receiver.by_verb["hold"] = deque([503, 503, 503])
        first = (503, {"Retry-After": "1"})
        await produce(broker, actions, [(b"x", b"no action at all")])
        with connector(broker, topic_prefix, receiver.url, rules) as process:
            process.wait_ready()
            receiver.by_verb["hide"] = deque([first, "hang up"])
            await give(broker, actions, sent[:4])

            async def tried() -> bool:
                return len(receiver.calls) >= 1

            await eventually(tried, "the first attempt")
            await give(broker, actions, sent[4:])
            found = await read_until(broker, [answers], lambda read: finished(read, 13))
            await give(broker, actions, [sent[0]])
            found = await read_until(
                broker,
                [answers],
                lambda read: len(receipts(read)["fails", "hide"]) > len(receipts(found)["fails", "hide"]),
            )
            assert process.metric("houserules_connector_unreadable_total") == 1
            assert process.terminate() == 0
    told = receipts(found)
    last = {key: made[-1].status for key, made in told.items()}
    assert last == {
        ("fails", "hide"): "already_done",
        ("fails", "unhide"): "applied",
        ("reviewed", "hide"): "refused_human_decision",
        ("reviewed", "unhide"): "applied",
        ("told-nobody", "escalate_safeguarding"): "already_done",
        ("late", "hide"): "expired",
        ("decided", "hide"): "refused_human_decision",
        ("refused-only", "hide"): "applied",
        ("lacks-remove", "remove"): "applied",
        ("lacks-strikes", "record_strike"): "unsupported",
        ("repeated", "hide"): "already_done",
        ("edited", "hold"): "superseded",
        ("edited", "hide"): "applied",
    }
    assert [made.status for made in told["fails", "hide"]] == ["failed_retryable", "applied", "already_done"]
    assert told["lacks-remove", "remove"][0].done_as == "hide"
    assert told["fails", "unhide"][0].platform_ref is not None
    done = [call["verb"] for call in receiver.calls if call["action"]["target"]["post_key"] == "fails"]
    assert done[-1] == "unhide"
    assert "unhide" not in done[:-1]
    assert set(receiver.applied.values()) == {1}
    assert receiver.forged == 0
    assert all(call["statement"] for call in receiver.calls)


async def test_a_kill_loses_nothing_and_does_nothing_twice(broker: str, topic_prefix: str, rules: Path) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    actions, answers = settings.topic("actions"), settings.topic("receipts")
    sent = [due("hide", f"post-{number}") for number in range(120)]
    async with Receiver() as receiver:
        await give(broker, actions, sent[:60])
        with connector(broker, topic_prefix, receiver.url, rules) as process:

            async def under_way() -> bool:
                return len(receiver.applied) >= 20

            await eventually(under_way, "in the middle of it", 60)
            process.kill()
        before = await read_until(broker, [answers], lambda read: True, settle=0.2)
        known = {orjson.loads(item.value or b"")["action_id"] for item in before}
        asked = len(receiver.calls)
        await give(broker, actions, sent[60:])
        with connector(broker, topic_prefix, receiver.url, rules):
            found = await read_until(broker, [answers], lambda read: finished(read, len(sent)))
    assert receiver.applied == dict.fromkeys((each.action_id for each in sent), 1)
    statuses = {made[-1].status for made in receipts(found).values()}
    assert statuses <= {"applied", "already_done"}
    if broker_tells_ends():
        # What has a receipt is known from it, and the platform is not asked again.
        again = {call["delivery_id"] for call in receiver.calls[asked:]}
        assert not again & known


def broker_tells_ends() -> bool:
    """Whether the broker under test answers a question for the last offset with the last offset."""
    from support.brokers import choice

    return choice() != "embedded"
