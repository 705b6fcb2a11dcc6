"""The review stage on a broker: what people decide is ordered and stands, also for the next worker."""

from pathlib import Path
from typing import Any

import msgspec
import orjson

from houserules.contracts.appeal import Appeal
from houserules.contracts.encode import decode_decision, encode_action
from houserules.contracts.headers import parse_dead_letter_headers
from houserules.contracts.review import Review
from support.judging import rule, write_policy
from support.kafka import Read, eventually, make_topics, partition_of, produce, read_until, settings_for
from support.people import AT, AUTHOR, order, review, verdict
from support.worker import WorkerProcess

TOPICS = ("actions", "decisions", "strikes.voided", "posts.dead-letter")


def hidden(post: str) -> list[tuple[bytes, bytes]]:
    """The records of a post that was hidden, with a strike, as the judge writes them."""
    orders = [order(verb, post=post, of=post) for verb in ("preserve_evidence", "hide", "record_strike")]
    return [(post.encode(), encode_action(action)) for action in orders]


def record(asked: Review) -> tuple[bytes, bytes]:
    return asked.post_key.encode(), msgspec.json.encode(asked)


async def order_all(broker: str, topic: str, posts: list[str]) -> None:
    """Write the posts' actions where their author's posts are, whatever the partition of their own keys."""
    await produce(broker, topic, [(key, value) for post in posts for key, value in hidden(post)])


def standing(read: list[Read], topic: str) -> dict[str, Any]:
    """The latest decision of each post."""
    return {
        decision.post_key: decision
        for decision in (decode_decision(item.value or b"") for item in read if item.topic == topic)
    }


async def test_what_people_decide_is_ordered_and_stands(broker: str, topic_prefix: str, tmp_path: Path) -> None:
    rules = write_policy(tmp_path, rule(id="profanity.words"))
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    names = [settings.topic(name) for name in TOPICS]
    actions, decisions, voided, letters = names
    await order_all(broker, actions, ["p1", "p2", "p3"])
    reviews = [
        record(review("overturn", name="r1", post="p1", of="p1", appeal_id="a1")),
        record(review("uphold", name="r2", post="p2", of="p2")),
        record(review("modify", name="r3", post="p3", of="p3", outcome="hold")),
        # Of the version that r1 has replaced: refused, not merged.
        record(review("uphold", name="r4", post="p1", of="p1", version=0)),
        record(review("overturn", name="r5", post="nobody-knows", of="p1")),
        record(review("overturn", name="r6", post="p2", of="another", version=1)),
        (b"p2", b'{"schema":"review/1","decision":"because 07700 900123"}'),
    ]
    appeals = [Appeal(appeal_id=name, post_key="p1", verdict_id=verdict("p1"), at=AT) for name in ("a1", "a2")]
    with WorkerProcess(broker, topic_prefix, stage="review", policy=rules) as worker:
        worker.wait_ready()
        await produce(broker, settings.topic("appeals"), [(b"p1", msgspec.json.encode(item)) for item in appeals])
        await produce(broker, settings.topic("reviews"), reviews)
        found = await read_until(
            broker,
            names,
            lambda read: (
                sum(item.topic == letters for item in read) >= 3 and sum(item.topic == decisions for item in read) >= 4
            ),
        )
        assert worker.metric("houserules_reviews_total") == 6
        assert worker.metric("houserules_rule_reviewed_total") == 3
        assert worker.metric("houserules_appeals_total") == 2

        async def measured() -> bool:
            page = worker.page("/metrics")[1]
            upheld = 'houserules_rule_precision{rule="profanity.words"} 0.66' in page
            return upheld and "houserules_appeals_open 1.0" in page

        await eventually(measured, "two of three upheld, and one appeal open")
        assert worker.terminate() == 0

    by_people = [item for item in found if item.topic == actions and orjson.loads(item.value or b"")["review_id"]]
    told = {
        (action["review_id"], action["verb"]): item for item in by_people if (action := orjson.loads(item.value or b""))
    }
    assert told.keys() == {
        ("r1", "unhide"),
        ("r1", "void_strike"),
        ("r3", "unhide"),
        ("r3", "void_strike"),
        ("r3", "hold"),
    }
    for item in by_people:
        assert item.partition == partition_of(item.key)
        assert item.header("schema") == b"action/1"
    voids = [orjson.loads(item.value or b"") for item in found if item.topic == voided]
    assert {(void["author_key"], void["verdict_id"]) for void in voids} == {
        (AUTHOR, verdict("p1")),
        (AUTHOR, verdict("p3")),
    }
    stands = standing(found, decisions)
    assert {post: (decision.version, decision.decision) for post, decision in stands.items()} == {
        "p1": (1, "overturn"),
        "p2": (1, "uphold"),
        "p3": (1, "modify"),
    }
    assert stands["p1"].refused.review_id == "r4"
    why = {parse_dead_letter_headers(item.headers).reason for item in found if item.topic == letters}
    assert why == {"unknown-post", "unknown-verdict", "wrong-type"}
    assert all(b"900123" not in value for item in found for _, value in item.headers)

    # After a restart: everything delivered again orders nothing new, and the next version is taken.
    with WorkerProcess(broker, topic_prefix, stage="review", policy=rules):
        await produce(broker, settings.topic("reviews"), reviews[:4])
        await produce(
            broker,
            settings.topic("reviews"),
            [record(review("modify", name="r7", post="p1", of="p1", version=1, outcome="hide"))],
        )
        found = await read_until(
            broker, names, lambda read: getattr(standing(read, decisions).get("p1"), "version", 0) == 2
        )
    again = [orjson.loads(item.value or b"") for item in found if item.topic == actions]
    ids = {(action["review_id"], action["verb"]) for action in again if action["review_id"]}
    assert ids == told.keys() | {("r7", "hide")}
