"""What the service is for, end to end: posts to the worker, verdicts and actions out, a connector's receipts.

`scenarios/*.yaml` hold posts beside posts that read alike. Each is by an author of its own unless it names one. A case
says what has to hold of its verdict: `outcome` (one, several, or `any`), `visibility`, `severity`, `urgency`, `with`,
`without` and `suppressed` (categories), `actions` and `no_actions` (verbs), `role` and `cluster` of the duplicate,
`redacted` (the whole text), `kept` (the text is as it was), `gone` (what must not be left), `slice` (what a span covers).
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
import yaml

from support.kafka import make_topics, produce, read_until, settings_for
from support.receiver import SECRET, Receiver
from support.worker import WorkerProcess

FOLDER: Final = Path(__file__).parent / "scenarios"
FILES: Final = sorted(FOLDER.glob("*.yaml"))
START: Final = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""Close to now, since a connector lets orders on old posts expire; a case may have a `date` of its own instead."""

Case = dict[str, Any]


def _load() -> dict[str, list[Case]]:
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}


def _posts(name: str, cases: list[Case]) -> Iterator[tuple[datetime, Case, dict[str, Any]]]:
    for number, case in enumerate(cases):
        for copy in range(case.get("count", 1)):
            author = case.get("author", f"{name}-{number}-{copy}")
            moment = (
                datetime.fromisoformat(case["date"])
                if "date" in case
                else START + timedelta(seconds=case.get("at", number))
            )
            post = {
                "post_key": f"x:page:{name}-{case.get('key', number)}-{copy}",
                "revision": case.get("revision", 1),
                "platform": "x",
                "account": "page",
                "author": {"id": author, "name": case.get("name", "Sam"), "created_at": "2020-01-01T00:00:00Z"},
                "text": case["text"],
                "created_at": moment.isoformat().replace("+00:00", "Z"),
                "thread_key": f"x:page:{author}",
            }
            for _ in range(case.get("deliveries", 1)):
                yield moment, case, post


class Outcome:
    """What came of all scenarios: by post and revision its verdict, and every action with its receipt."""

    def __init__(self) -> None:
        self.cases: dict[str, list[tuple[Case, dict[str, Any]]]] = {}
        self.verdicts: dict[tuple[str, int], dict[str, Any]] = {}
        self.actions: dict[str, dict[str, Any]] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.metrics: dict[str, float] = {}
        self.delivered: set[str] = set()
        self.posts = 0


@pytest.fixture(scope="module")
def outcome(broker: str) -> Outcome:
    return asyncio.run(_run(broker))


async def _run(broker: str) -> Outcome:
    prefix = "scenarios."
    settings = settings_for(broker, prefix)
    await make_topics(settings)
    outcome = Outcome()
    sent: list[tuple[datetime, dict[str, Any]]] = []
    for name, cases in _load().items():
        outcome.cases[name] = []
        for moment, case, post in _posts(name, cases):
            outcome.cases[name].append((case, post))
            sent.append((moment, post))
    sent.sort(key=lambda item: item[0])
    records = [
        (f"x:page:{post['author']['id']}".encode(), orjson.dumps(post, option=orjson.OPT_NAIVE_UTC)) for _, post in sent
    ]
    outcome.posts = len(records)
    await produce(broker, settings.topic("posts"), records)
    topics = [settings.topic(name) for name in ("verdicts", "actions", "receipts")]

    def done(read: list[Any]) -> bool:
        counts = [
            len({orjson.loads(r.value)[key] for r in read if r.topic == topic})
            for topic, key in zip(topics, ("verdict_id", "action_id", "action_id"), strict=True)
        ]
        return counts[0] >= len({(p["post_key"], p["revision"]) for _, p in sent}) and 0 < counts[1] <= counts[2]

    async with Receiver() as receiver:
        hook = ("connector", "webhook", "--url", receiver.url)
        with (
            WorkerProcess(broker, prefix) as worker,
            WorkerProcess(broker, prefix, arguments=hook, webhook_secret=SECRET),
        ):
            read = await read_until(broker, topics, done, deadline=90, settle=1)
            for name in ("houserules_posts_total", "houserules_redelivered_total"):
                outcome.metrics[name] = worker.metric(name)
        outcome.delivered = set(receiver.applied)
    for r in read:
        item = orjson.loads(r.value or b"")
        if r.topic == topics[0]:
            outcome.verdicts[item["post_key"], item["revision"]] = item
        elif r.topic == topics[1]:
            outcome.actions[item["action_id"]] = item
        else:
            outcome.receipts[item["action_id"]] = item
    return outcome


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_scenario(name: str, outcome: Outcome) -> None:
    clusters: dict[str, set[str]] = {}
    failures = []
    for case, post in outcome.cases[name]:
        verdict = outcome.verdicts[post["post_key"], post["revision"]]
        if found := _differences(case, verdict, outcome):
            failures.append(f"{case['text'][:80]!r}: {'; '.join(found)}")
        if "cluster" in case:
            clusters.setdefault(case["cluster"], set()).add(verdict["duplicate"]["cluster_id"])
    assert not failures, "\n".join(failures)
    assert all(len(ids) == 1 for ids in clusters.values())


def _differences(case: Case, verdict: dict[str, Any], outcome: Outcome) -> list[str]:
    effective = {item["category"] for item in verdict["findings"] if not item.get("suppressed_by")}
    suppressed = {item["category"] for item in verdict["findings"] if item.get("suppressed_by")}
    verbs = {action["verb"] for action in verdict["actions"]}
    found = []
    wanted = case.get("outcome", "any")
    outcomes = wanted if isinstance(wanted, list) else [wanted]
    if outcomes != ["any"] and verdict["outcome"] not in outcomes:
        found.append(f"outcome is {verdict['outcome']} {sorted(effective)}")
    found += [
        f"{field} is {verdict[field]}"
        for field in ("visibility", "severity", "urgency")
        if case.get(field, verdict[field]) != verdict[field]
    ]
    for field, have in (("with", effective), ("suppressed", suppressed), ("actions", verbs)):
        if missing := set(case.get(field, ())) - have:
            found.append(f"{field}: lacks {sorted(missing)}")
    for field, have in (("without", effective), ("no_actions", verbs)):
        if there := set(case.get(field, ())) & have:
            found.append(f"{field}: has {sorted(there)}")
    if "role" in case and verdict["duplicate"]["role"] != case["role"]:
        found.append(f"duplicate is {verdict['duplicate']['role']}")
    text = verdict["redacted_text"]
    if text != case.get("redacted", text) or (case.get("kept") and text != case["text"]):
        found.append(f"redacted text is {text!r}")
    found += [f"{part!r} is left" for part in case.get("gone", ()) if part in text]
    if "slice" in case:
        slices = {case["text"][span["start"] : span["end"]] for item in verdict["findings"] for span in item["spans"]}
        if case["slice"] not in slices:
            found.append(f"spans cover {sorted(slices)}")
    for action in verdict["actions"]:
        receipt = outcome.receipts.get(action["action_id"])
        if receipt is None or receipt["status"] not in ("applied", "expired"):
            found.append(f"{action['verb']} has the receipt {receipt and receipt['status']}")
    return found


def test_every_action_was_announced_and_answered(outcome: Outcome) -> None:
    announced = {action["action_id"] for verdict in outcome.verdicts.values() for action in verdict["actions"]}
    assert announced <= outcome.actions.keys()
    assert outcome.actions.keys() <= outcome.receipts.keys()
    done = {receipt["action_id"] for receipt in outcome.receipts.values() if receipt["status"] == "applied"}
    assert done == outcome.delivered


def test_metrics_count_posts_and_redeliveries(outcome: Outcome) -> None:
    assert outcome.metrics["houserules_posts_total"] == outcome.posts
    assert outcome.metrics["houserules_redelivered_total"] == 4
