"""What was ordered on a post ends with the post: from the author's edit to the platform, over the death of a worker."""

from collections import Counter, deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

from houserules.contracts.encode import decode_action, decode_receipt
from houserules.contracts.post import Post
from houserules.people.orders import in_force
from support.judging import rule, write_policy
from support.kafka import Read, make_topics, produce, read_until, settings_for
from support.posts import START, post, record
from support.receiver import SECRET, Receiver
from support.worker import BRIEF, WorkerProcess

MENDED, GONE = "x:acct:mended", "x:acct:gone"
NOW = (datetime.now(UTC) - START).total_seconds()
"""Posts of the present: a connector lets orders on old ones expire."""


def revision(number: int, text: str, key: str) -> Post:
    """A revision of a post, written a second after the one before."""
    return post(
        text,
        key=key,
        author=key,
        at=NOW,
        revision=number,
        edited_at=None if number == 1 else START + timedelta(seconds=NOW + number),
        deleted=not text,
    )


def statuses(read: list[Read], key: str) -> dict[str, str]:
    """The last status of each verb on a post. What is ordered again after a kill is `already_done`, and changes nothing."""
    made = [decode_receipt(item.value or b"") for item in read]
    return {
        receipt.verb: receipt.status for receipt in made if receipt.post_key == key and receipt.status != "already_done"
    }


async def test_a_mended_post_is_shown_again_and_a_deleted_one_is_let_go(
    broker: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    policy = write_policy(
        tmp_path, rule() + rule("{terms: [lion]}", id="b.hold", hit="lion", category="LIBEL", outcome="hold")
    )
    posts, actions, receipts = (settings.topic(name) for name in ("posts", "actions", "receipts"))

    async def send(*items: Post) -> None:
        made = [record(item) for item in items]
        await produce(broker, posts, [(item.key, item.value) for item in made])

    async with Receiver() as receiver:
        receiver.by_verb["hold"] = deque([503] * 100)
        hook = ("connector", "webhook", "--url", receiver.url)
        with WorkerProcess(broker, topic_prefix, policy=policy, arguments=hook, webhook_secret=SECRET):
            with WorkerProcess(broker, topic_prefix, policy=policy, session_timeout=BRIEF):
                await send(revision(1, "what a zebra", MENDED), revision(1, "a lion", GONE))
                await read_until(
                    broker,
                    [receipts],
                    lambda read: (
                        statuses(read, MENDED).get("hide") == "applied"
                        and statuses(read, GONE).get("hold") == "failed_retryable"
                    ),
                )
            # Killed, and another one goes on: what was ordered has to be known to it.
            with WorkerProcess(broker, topic_prefix, policy=policy, session_timeout=BRIEF):
                mended = revision(2, "what a horse", MENDED)
                await send(mended, mended, revision(2, "", GONE))
                found = await read_until(
                    broker,
                    [receipts],
                    lambda read: "unhide" in statuses(read, MENDED) and "release" in statuses(read, GONE),
                )
                ordered = await read_until(broker, [actions], lambda read: len({item.value for item in read}) >= 4)
    assert statuses(found, MENDED) == {"hide": "applied", "unhide": "applied"}
    assert statuses(found, GONE) == {"hold": "superseded", "release": "applied"}
    assert Counter(call["verb"] for call in receiver.calls if call["verb"] != "hold") == {
        "hide": 1,
        "unhide": 1,
        "release": 1,
    }
    said = {call["verb"]: call["statement"] for call in receiver.calls}
    assert said["unhide"].startswith("You changed your comment. Your comment can be seen again.")
    assert said["release"].startswith("You deleted your comment")
    orders = [decode_action(item.value or b"") for item in ordered]
    assert in_force(orders) == (), "nobody sits behind them any more"
    assert len({order.action_id for order in orders}) == len({item.value for item in ordered}) == 4
