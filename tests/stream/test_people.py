"""People over the machine, from end to end: worker, review stage and connector side by side on one broker."""

from pathlib import Path

import msgspec
import orjson

from houserules.contracts.encode import decode_receipt
from houserules.contracts.review import Review
from support.judging import rule, write_policy
from support.kafka import Read, make_topics, produce, read_until, settings_for
from support.people import AT
from support.posts import post, record
from support.receiver import SECRET, Receiver
from support.worker import WorkerProcess

KEY = "facebook:acct:p-1"


def statuses(read: list[Read]) -> dict[tuple[str, str], str]:
    """The last status of each action, by its id and verb."""
    found = {}
    for item in read:
        made = decode_receipt(item.value or b"")
        found[made.action_id, made.verb] = made.status
    return found


async def test_an_overturned_hide_is_taken_back_and_stays_so(broker: str, topic_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    policy = write_policy(tmp_path, rule(then=", actions: [record_strike]"))
    actions, receipts = settings.topic("actions"), settings.topic("receipts")
    first = record(post("what a zebra you are", key=KEY, author="ann"))
    edited = record(post("what a zebra you are still", key=KEY, author="ann", revision=2))
    async with Receiver() as receiver:
        arguments = ("connector", "webhook", "--url", receiver.url)
        with (
            WorkerProcess(broker, topic_prefix, policy=policy),
            WorkerProcess(broker, topic_prefix, policy=policy, stage="review"),
            WorkerProcess(broker, topic_prefix, policy=policy, arguments=arguments, webhook_secret=SECRET),
        ):
            await produce(broker, settings.topic("posts"), [(first.key, first.value)])
            found = await read_until(broker, [actions], lambda read: len(read) >= 2)
            ordered = {order["verb"]: order for order in (orjson.loads(item.value or b"") for item in found)}
            assert ordered.keys() >= {"hide", "record_strike"}
            assert ordered["hide"]["reason"]["rule_version"] == 1
            overturn = Review(
                review_id="r1",
                post_key=KEY,
                verdict_id=ordered["hide"]["verdict_id"],
                decision="overturn",
                reviewer_role="moderator",
                version=0,
                at=AT,
            )
            await produce(broker, settings.topic("reviews"), [(KEY.encode(), msgspec.json.encode(overturn))])
            await read_until(broker, [settings.topic("decisions")], lambda read: len(read) == 1)
            # The author edits the post, and the machine would hide it again.
            await produce(broker, settings.topic("posts"), [(edited.key, edited.value)])
            found = await read_until(
                broker,
                [receipts],
                lambda read: "refused_human_decision" in statuses(read).values() and len(statuses(read)) >= 5,
            )
    by_verb: dict[str, set[str]] = {}
    for (_, verb), status in statuses(found).items():
        by_verb.setdefault(verb, set()).add(status)
    assert by_verb["unhide"] == {"applied"}
    assert by_verb["void_strike"] == {"applied"}
    assert "refused_human_decision" in by_verb["hide"]
    assert [call["verb"] for call in receiver.calls if call["verb"] in ("hide", "unhide")][-1] == "unhide"
