"""The same text from many authors: found across partitions, earlier copies judged again, later ones caught at once."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest

from houserules.contracts.ids import superseding_id
from houserules.contracts.post import Post
from houserules.judging.policy import load_policy, resolve_policy
from support.judging import rule, write_policy
from support.kafka import Read, make_topics, produce, read_until, settings_for
from support.posts import post, record
from support.worker import BRIEF, WorkerProcess

PETITION = (
    "Everyone needs to see what this council has been hiding from parents for years, sign and pass it on before they "
    "take it down again"
)
AUTHORS = ["ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal"]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """One that tells campaigns, and loads in no time."""
    return write_policy(tmp_path, rule("{duplicate: campaign}", category="DUPLICATE", outcome="hide"))


def copies(text: str, authors: Iterable[str], start: int = 0) -> list[Post]:
    """One post of each author, a minute apart."""
    return [
        post(text, key=f"x:acct:{author}-{start + place}", author=author, at=60 * (start + place))
        for place, author in enumerate(authors)
    ]


async def send(broker: str, topic: str, posts: Sequence[Post]) -> None:
    """Publish posts in order."""
    for item in posts:
        made = record(item)
        await produce(broker, topic, [(made.key, made.value)])


def verdicts_by_post(read: Iterable[Read]) -> dict[str, list[dict[str, Any]]]:
    """Distinct verdicts of each post, in the order in which they came; one id has one content."""
    contents: dict[str, bytes] = {}
    found: dict[str, list[dict[str, Any]]] = {}
    for item in read:
        verdict = orjson.loads(item.value or b"")
        name = verdict["verdict_id"]
        if name not in contents:
            found.setdefault(verdict["post_key"], []).append(verdict)
        assert contents.setdefault(name, item.value or b"") == item.value
    return found


def in_campaign(read: list[Read]) -> set[str]:
    """The posts with a verdict that says so."""
    return {
        key
        for key, verdicts in verdicts_by_post(read).items()
        if any(item["duplicate"]["kind"] == "campaign" for item in verdicts)
    }


async def test_earlier_copies_are_judged_again_and_later_ones_are_caught_at_once(
    broker: str, topic_prefix: str, policy: Path
) -> None:
    values = {"policy": policy, "session_timeout": BRIEF}
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    posts, verdicts, actions = settings.topic("posts"), settings.topic("verdicts"), settings.topic("actions")
    first = copies(PETITION, AUTHORS[:4])
    other = copies("A different thing entirely, which nobody else has anything at all to say about today", ["zoe"])
    with WorkerProcess(broker, topic_prefix, **values):
        await send(broker, posts, [*first, *other])
        found = await read_until(broker, [verdicts], lambda read: len(read) >= 5)
        assert in_campaign(found) == set()
        await send(broker, posts, copies(PETITION.upper() + " https://t.example/x", ["eve"], start=4))
        found = await read_until(broker, [verdicts], lambda read: len(in_campaign(read)) >= 5)
    by_post = verdicts_by_post(found)
    assert in_campaign(found) == {"x:acct:ann-0", "x:acct:bob-1", "x:acct:cat-2", "x:acct:dan-3", "x:acct:eve-4"}
    for key in in_campaign(found):
        alone, together = by_post[key]
        assert alone["duplicate"]["role"] == "none"
        assert together["supersedes"] == alone["verdict_id"]
        duplicate = together["duplicate"]
        assert together["verdict_id"] == superseding_id(alone["verdict_id"], duplicate["cluster_id"])
        assert duplicate["survivor"] == "x:acct:ann-0"
        assert duplicate["role"] == ("first" if key == "x:acct:ann-0" else "repeat")
        assert together["outcome"] != "allow"
    assert len({by_post[key][1]["duplicate"]["cluster_id"] for key in in_campaign(found)}) == 1

    # Another worker, after a crash: it knows the campaign, and says so in the first verdict that it gives.
    late = copies(PETITION + "!!!", ["gus"], start=6)
    with WorkerProcess(broker, topic_prefix, **values):
        await send(broker, posts, late)
        found = await read_until(broker, [verdicts], lambda read: "x:acct:gus-6" in in_campaign(read))
        # While it runs: whatever a worker had not written when it was killed is left to the next.
        ordered = await read_until(broker, [actions], lambda read: len(read) >= 6)
    (verdict,) = verdicts_by_post(found)["x:acct:gus-6"]
    assert verdict["duplicate"]["method"] == "exact"
    assert verdict["duplicate"]["cluster_id"] == by_post["x:acct:eve-4"][1]["duplicate"]["cluster_id"]
    named = {orjson.loads(item.value or b"")["verdict_id"] for item in ordered}
    assert verdict["verdict_id"] in named


async def test_many_copies_of_one_author_and_what_people_are_meant_to_repeat_are_no_campaign(
    broker: str, topic_prefix: str
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    campaigns = load_policy(resolve_policy("its-not-okay")).screening.campaigns
    assert campaigns is not None
    solidarity = max(campaigns.solidarity, key=len)
    sent = [
        *copies(PETITION, ["ann"] * 6),
        *copies(solidarity, AUTHORS, start=10),
        *copies(solidarity + " Pass it on", AUTHORS, start=40),
        *copies("So true, well said", AUTHORS, start=20),
    ]
    verdicts = settings.topic("verdicts")
    with WorkerProcess(broker, topic_prefix):
        await send(broker, settings.topic("posts"), sent)
        found = await read_until(broker, [verdicts], lambda read: len(read) >= len(sent), settle=1.5)
    assert in_campaign(found) == set()
    assert len(found) == len(sent)


async def test_split_stages_supersede_with_the_same_bytes(broker: str, topic_prefix: str, policy: Path) -> None:
    async def given(*stages: str) -> set[bytes | None]:
        """The verdicts of a deployment."""
        prefix = f"{topic_prefix}{len(stages)}."
        settings = settings_for(broker, prefix)
        await make_topics(settings)
        posts, verdicts = settings.topic("posts"), settings.topic("verdicts")
        with ExitStack() as stack:
            for stage in stages:
                stack.enter_context(WorkerProcess(broker, prefix, policy=policy, stage=stage))
            # Which copies a campaign is found on depends on the order in which partitions are read, so the last comes alone.
            await send(broker, posts, copies(PETITION, AUTHORS[:4]))
            await read_until(broker, [verdicts], lambda read: len(read) >= 4)
            await send(broker, posts, copies(PETITION, AUTHORS[4:5], start=4))
            found = await read_until(broker, [verdicts], lambda read: len(in_campaign(read)) >= 5)
        return {item.value for item in found}

    fused, split = await asyncio.gather(given("all"), given("screen", "redact", "judge"))
    assert fused == split
