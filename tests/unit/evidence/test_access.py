"""The broker users of the example: each worker may do what it does, and originals are for the people's tool alone."""

from functools import cache
from typing import Any

import yaml

from houserules.stream.app import OUTPUTS, SOURCE
from houserules.stream.settings import DEVELOPMENT_EVIDENCE_KEYS
from houserules.stream.topics import TOPIC
from support.contract_files import ROOT

USERS = ROOT / "k8s" / "overlays" / "example" / "users.yaml"
STAGES = {"houserules": "all", **{f"houserules-{stage}": stage for stage in ("screen", "redact", "judge", "review")}}


@cache
def rights() -> dict[str, dict[str, set[str]]]:
    """What each user may do with each topic."""
    found: dict[str, dict[str, set[str]]] = {}
    for document in yaml.safe_load_all(USERS.read_text(encoding="utf-8")):
        acls: list[dict[str, Any]] = document["spec"]["authorization"]["acls"]
        topics = [acl for acl in acls if acl["resource"]["type"] == "topic"]
        assert all(acl["resource"]["patternType"] == "literal" for acl in topics)
        found[document["metadata"]["name"]] = {acl["resource"]["name"]: set(acl["operations"]) for acl in topics}
    return found


def may(user: str, operation: str) -> set[str]:
    return {topic for topic, operations in rights()[user].items() if operation in operations}


def test_every_worker_may_write_its_outputs_and_read_its_source() -> None:
    for user, stage in STAGES.items():
        assert may(user, "Write") == set(OUTPUTS[stage])  # type: ignore[index]
        assert SOURCE[stage] in may(user, "Read")  # type: ignore[index]
        changelogs = {name for name in may(user, "Write") if TOPIC[name].changelog}
        assert changelogs <= may(user, "Read")


def test_only_the_peoples_tool_reads_evidence_and_its_keys() -> None:
    for topic in ("evidence", "evidence.keys"):
        assert [user for user in rights() if topic in may(user, "Read")] == ["houserules-evidence"]
    assert may("houserules-evidence", "Write") == {"evidence.keys"}


def test_people_and_connectors_see_no_original_and_connectors_no_verdict() -> None:
    assert may("houserules-connector", "Read") == {"actions", "receipts", "decisions"}
    assert may("houserules-connector", "Write") == {"receipts"}
    for user in ("houserules-review", "houserules-people", "houserules-undo", "houserules-connector"):
        assert not may(user, "Read") & {spec.name for spec in TOPIC.values() if spec.restricted}
    assert "verdicts" not in may("houserules-review", "Read")
    writers = {user for user in rights() if "decisions" in may(user, "Write")}
    assert writers == {"houserules-review"}


def test_originals_are_read_by_the_stage_that_needs_them() -> None:
    readers = {topic: {user for user in rights() if topic in may(user, "Read")} for topic in TOPIC}
    assert readers["posts"] == {"houserules", "houserules-screen"}
    assert readers["posts.screened"] == {"houserules-redact"}
    assert readers["posts.dead-letter"] == set()


def test_manifests_and_compose_give_workers_their_key_and_never_the_development_one_in_production() -> None:
    worker = (ROOT / "k8s" / "base" / "worker.yaml").read_text(encoding="utf-8")
    assert "HOUSERULES_EVIDENCE_KEYS" in worker
    assert "key: evidence_keys\n" in worker
    for path in (ROOT / "k8s").rglob("*.yaml"):
        assert DEVELOPMENT_EVIDENCE_KEYS.split(":")[1] not in path.read_text(encoding="utf-8")
    assert DEVELOPMENT_EVIDENCE_KEYS in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
