"""`houserules undo` on a broker: what it counts, what it takes back, and that a second time changes nothing."""

import asyncio
from pathlib import Path

import orjson
from click.testing import CliRunner

from houserules.cli.main import cli
from houserules.contracts.action import Action
from houserules.contracts.decision import PostDecision
from houserules.contracts.encode import encode_action, encode_decision, encode_verdict
from houserules.contracts.times import DAY, isoformat
from support.judging import rule, write_policy
from support.kafka import STAMP, make_topics, partition_of, produce, read_until, settings_for
from support.people import found_by, order, verdict

RULE = "bad.rule"
NOON = STAMP - STAMP % DAY - DAY // 2
"""The last noon (ms) of a day that is over: orders that were older than their topic's retention would be deleted."""


def of(post: str, *verbs: str, by: str = RULE) -> list[Action]:
    return [order(verb, post=post, of=post, rule=by) for verb in verbs]  # type: ignore[arg-type]


async def run(broker: str, prefix: str, policy: Path, *more: str) -> str:
    """The command's output."""
    arguments = ["undo", "--rule", RULE, "--policy", str(policy), "--broker", broker, "--topic-prefix", prefix]
    arguments += ["--since", isoformat(NOON - DAY // 2), *more]
    result = await asyncio.to_thread(CliRunner().invoke, cli, arguments)
    assert result.exit_code == 0, result.output
    return result.output


async def test_a_rule_that_went_wrong_is_undone_once(broker: str, topic_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    policy = write_policy(tmp_path, rule(id=RULE) + "\n" + rule("{terms: [yak]}", hit="yak", id="good.rule", then=""))
    actions, verdicts = settings.topic("actions"), settings.topic("verdicts")
    today = [
        *of("wrong", "hide", "record_strike", "notify_author"),
        *of("decided", "hide"),
        *of("both", "hide"),
        *of("other", "hide", by="good.rule"),
    ]
    for posted, stamp in ((of("yesterday", "hide"), NOON - DAY), (today, NOON)):
        await produce(
            broker, actions, [(each.target.post_key.encode(), encode_action(each)) for each in posted], stamp=stamp
        )
        judged = {each.target.post_key: each.reason.rule_id or "" for each in posted}
        found = [
            found_by(*([by, "good.rule"] if post == "both" else [by]), of=post, post=post)
            for post, by in judged.items()
        ]
        await produce(broker, verdicts, [(each.post_key.encode(), encode_verdict(each)) for each in found], stamp=stamp)
    decision = PostDecision(post_key="decided", version=1, partition=0)
    await produce(broker, settings.topic("decisions"), [(b"decided", encode_decision(decision))])

    said = await run(broker, topic_prefix, policy, "--dry-run")
    assert "1 hide would be taken back" in said
    assert "1 record_strike would be taken back" in said
    assert "1 notify_author left: cannot be taken back" in said
    assert "a person has decided" in said
    assert "another rule" in said
    assert f"2 orders of {RULE} would be taken back, 3 left alone" in said
    said = await run(broker, topic_prefix, policy)
    assert f"2 orders of {RULE} taken back, 3 left alone" in said
    said = await run(broker, topic_prefix, policy)
    assert f"0 orders of {RULE} taken back, 5 left alone" in said
    assert f"0 orders of {RULE} taken back, 0 left alone" in await run(broker, topic_prefix, policy, "--version", "2")

    read = await read_until(
        broker,
        [actions, settings.topic("strikes.voided")],
        lambda read: len(read) >= len(today) + 4,
        settle=0.3,
    )
    undone = [item for item in read if item.topic == actions and orjson.loads(item.value or b"")["undo_of"] is not None]
    assert {orjson.loads(item.value or b"")["verb"] for item in undone} == {"unhide", "void_strike"}
    assert len(undone) == 2
    for item in undone:
        assert (item.key, item.partition) == (b"wrong", partition_of(b"wrong"))
    (void,) = [orjson.loads(item.value or b"") for item in read if item.topic != actions]
    assert (void["post_key"], void["verdict_id"]) == ("wrong", verdict("wrong"))
