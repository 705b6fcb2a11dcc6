"""Evidence and the acknowledgement: a batch waits for its evidence as it waits for its verdicts."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.types import TP

from houserules.evidence.sealing import Sealer
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import new_strikes
from houserules.screening.screen import new_history
from houserules.stages import InForce, Screener, Work, redact_stage, screen_stage
from houserules.stream.agents import Stages
from houserules.stream.flow import Acknowledger, Flow
from houserules.stream.metrics import Metrics
from houserules.stream.observe import observe_finished
from houserules.stream.outputs import TopicNames
from houserules.stream.settings import Settings
from houserules.stream.writer import Out
from houserules.windows.hashing import Hasher
from houserules.windows.history import History
from houserules.windows.partition import PartitionWindow
from houserules.windows.signposts import HISTORY_SPAN
from support.evidence import keyring
from support.posts import post, record

DISCLOSURE = "I was raped when I was twelve and I have never told anyone"


class Writer:
    """Takes records and acknowledges none until told to."""

    def __init__(self) -> None:
        self.sent: dict[str, asyncio.Future[int]] = {}

    def send(self, partition: int, records: Sequence[Out]) -> list["asyncio.Future[int]"]:
        assert partition == 0
        loop = asyncio.get_running_loop()
        return [self.sent.setdefault(record.topic, loop.create_future()) for record in records]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(resolve_policy("its-not-okay"))


async def test_a_batch_is_not_acknowledged_before_its_evidence_is_on_the_broker(policy: Policy) -> None:
    hasher, writer, metrics, acknowledged = Hasher(b"test"), Writer(), Metrics(), []
    work = Work("all", [record(post(DISCLOSURE))])
    screener = Screener(policy.screening, hasher)
    screen_stage(work, new_history(policy.screening), screener)
    redact_stage(work, policy.redactor)
    force = InForce(policy, screener)
    flow = Flow(TP("posts", 0), 0, 0, work, lambda: acknowledged.append(True), force=force)
    stages: Any = SimpleNamespace(
        signposts=SimpleNamespace(owned={0: PartitionWindow(History(HISTORY_SPAN))}),
        strikes=SimpleNamespace(owned={0: PartitionWindow(new_strikes(policy))}),
        orders=SimpleNamespace(owned={0: PartitionWindow(new_orders())}),
        settings=Settings(),
        hasher=hasher,
        sealer=Sealer(keyring()),
        writer=writer,
        metrics=metrics,
        topics=TopicNames.of(Settings()),
        set_aside=lambda *_: None,
        _write_window=lambda *_: None,
        _tell_brakes=lambda *_: None,
    )
    assert Stages.judge(cast(Stages, stages), flow)
    assert {"verdicts", "actions", "evidence", "evidence.keys"} <= writer.sent.keys()

    acknowledger = Acknowledger(8, metrics, lambda done: observe_finished(metrics, done))
    await acknowledger.submit(flow)
    for topic in ("verdicts", "actions", "evidence"):
        writer.sent[topic].set_result(0)
    assert not await acknowledger.drain(0.05)
    assert not acknowledged
    writer.sent["evidence.keys"].set_result(0)
    assert await acknowledger.drain(5)
    assert acknowledged == [True]
    assert b"houserules_evidence_sealed_total 1.0" in metrics.render()
