"""Topics on a live broker: created as intended, described, and verified with the command that mends."""

from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from houserules.contracts.times import HOUR
from houserules.stream.topics import TOPIC, TOPICS, create_topics, describe_topics, verify_topics
from support.kafka import eventually, settings_for


async def by_hand(bootstrap: str, name: str, partitions: int, **config: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        configs = {key.replace("_", "."): value for key, value in config.items()}
        await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=configs)])

        async def listed() -> bool:
            return any(topic["topic"] == name and not topic["error_code"] for topic in await admin.describe_topics())

        # Apache Kafka answers before it lists what it has created.
        await eventually(listed, f"{name} is listed")
    finally:
        await admin.close()


async def test_what_is_created_is_as_intended_and_in_order(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix, partitions=3)
    created = await create_topics(settings)
    assert created == [topic_prefix + spec.name for spec in TOPICS]
    assert await create_topics(settings) == []
    assert await verify_topics(settings) == []
    for state in await describe_topics(settings):
        assert (state.partitions, state.replication) == (3, 1)
        assert state.config is not None
        assert state.spec.config(1).items() <= dict(state.config).items()


async def test_looking_does_not_create(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    (problem,) = await verify_topics(settings, ["posts", "verdicts"])
    assert f"{topic_prefix}posts, {topic_prefix}verdicts" in problem
    assert f"houserules topics create posts verdicts --broker {broker} --topic-prefix {topic_prefix}" in problem
    assert [state.partitions for state in await describe_topics(settings, ["posts", "verdicts"])] == [0, 0]
    assert await create_topics(settings, ["posts", "verdicts"]) == [f"{topic_prefix}posts", f"{topic_prefix}verdicts"]


async def test_later_topics_follow_the_partitions_of_posts(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix, partitions=2)
    await create_topics(settings, ["posts"])
    await create_topics(replace(settings, partitions=7), ["verdicts"])
    assert [state.partitions for state in await describe_topics(settings, ["posts", "verdicts"])] == [2, 2]


async def test_topics_that_cannot_serve_are_told_with_their_mending(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix, partitions=4)
    windows, signposts = "houserules.windows", "houserules.signposts"
    await create_topics(settings, ["posts"])
    await by_hand(broker, f"{topic_prefix}verdicts", 2)
    await by_hand(broker, f"{topic_prefix}actions", 6)
    await by_hand(broker, f"{topic_prefix}{windows}", 4, retention_ms=str(HOUR))
    await by_hand(broker, f"{topic_prefix}{signposts}", 4, cleanup_policy="compact")
    few, many, short, compacted = await verify_topics(settings, ["posts", "verdicts", "actions", windows, signposts])
    assert "has 2 partitions" in few
    assert "--alter --partitions 4" in few
    assert "has 6 partitions" in many
    assert "--delete" in many
    assert "houserules topics create actions" in many
    assert "keeps records for 1 h" in short
    assert f"retention.ms={TOPIC[windows].retention}" in short
    assert "compacted" in compacted
    assert "cleanup.policy=delete" in compacted


async def test_a_policy_with_longer_windows_needs_a_longer_changelog(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    await create_topics(settings, ["posts", "houserules.windows"])
    (problem,) = await verify_topics(settings, ["houserules.windows"], {"houserules.windows": 100 * HOUR})
    assert "window state goes back 100 h" in problem
    assert f"retention.ms={100 * HOUR}" in problem


async def test_a_name_that_is_no_topic_is_refused(broker: str) -> None:
    with pytest.raises(ValueError, match="no such topic: verdict; there are posts"):
        await create_topics(settings_for(broker, ""), ["verdict"])
