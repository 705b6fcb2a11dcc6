"""`asyncapi.yaml`: every topic as it is created, every reference resolved, every header as it is written."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema_rs
import pytest
import yaml

from houserules.contracts.headers import event_headers
from houserules.contracts.ids import derive
from houserules.stream.campaigns import FINGERPRINTS_KEY
from houserules.stream.outputs import CHANGELOG_KEY
from houserules.stream.topics import LARGE_RECORD, TOPIC, TOPICS
from support.contract_files import HEADERS, NAMES, SCHEMAS, document

RESERVED: Final[set[str]] = set()
TRACE: Final = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@cache
def api() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def channels() -> dict[str, dict[str, Any]]:
    return {channel["address"]: channel for channel in api()["channels"].values()}


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """`node` with its reference followed, here or into a schema file."""
    if "$ref" not in node:
        return node
    file, _, pointer = node["$ref"].partition("#")
    target = json.loads((SCHEMAS / file).read_text(encoding="utf-8")) if file else api()
    for step in filter(None, pointer.split("/")):
        target = target[step]
    return resolve(target)


def messages(channel: dict[str, Any]) -> list[dict[str, Any]]:
    return [resolve(message) for message in channel["messages"].values()]


def expanded(node: Any) -> Any:
    """`node` with every reference inside put in place."""
    if isinstance(node, dict):
        whole = resolve(node)
        return {name: expanded(value) for name, value in whole.items() if name not in ("$id", "$schema")}
    return [expanded(value) for value in node] if isinstance(node, list) else node


def test_is_asyncapi_3_and_names_no_host() -> None:
    assert api()["asyncapi"] == "3.0.0"
    assert "servers" not in api()
    assert "://" not in (SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8")


def test_every_reference_resolves_and_every_schema_file_is_used() -> None:
    for reference in set(references(api())):
        assert resolve({"$ref": reference}), reference
    direct = {reference.removeprefix("./") for reference in references(api()) if not reference.startswith("#")}
    assert direct == {f"{name}.schema.json" for name in NAMES}


def test_it_names_the_topics_that_are_created_and_no_other() -> None:
    assert channels().keys() == TOPIC.keys()
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in api()["channels"])


@pytest.mark.parametrize("name", TOPIC)
def test_a_topic_is_described_as_it_is_created(name: str) -> None:
    channel, spec = channels()[name], TOPIC[name]
    assert channel["description"].endswith(".")
    assert channel.get("x-restricted", False) is spec.restricted
    config = channel["bindings"]["kafka"]["topicConfiguration"]
    assert config["cleanup.policy"] == spec.cleanup.split(",")
    assert config.get("retention.ms") == spec.retention
    assert config.get("max.message.bytes") == (LARGE_RECORD if spec.large else None)


@pytest.mark.parametrize("name", TOPIC)
def test_a_topic_has_messages_with_key_headers_and_payload(name: str) -> None:
    for message in messages(channels()[name]):
        assert message["title"]
        assert message["contentType"]
        assert resolve(message["bindings"]["kafka"]["key"])["description"]
        assert resolve(message["payload"])["description"]
        headers = resolve(message["headers"])
        for part in headers.get("allOf", [headers]):
            assert resolve(part).get("description") or part["properties"]


def test_keys_are_those_of_the_topics() -> None:
    keys = {"author key": "authorKey", "post_key": "postKey", "cluster": "clusterKey", "evidence key": "evidenceKey"}
    for spec in TOPICS:
        [message] = messages(channels()[spec.name])
        key = message["bindings"]["kafka"]["key"]
        if spec.key in keys:
            assert key["$ref"] == f"#/components/schemas/{keys[spec.key]}"
        elif spec.changelog:
            assert key["const"].encode() == CHANGELOG_KEY
        elif spec.name == "fingerprints":
            assert key["const"].encode() == FINGERPRINTS_KEY
        else:
            assert (spec.key, key["format"]) == ("as received", "binary")


def test_reserved_topics_are_marked_and_have_no_operation() -> None:
    assert {name for name, channel in channels().items() if channel["x-status"] == "reserved"} == RESERVED
    used = {resolve(operation["channel"])["address"] for operation in api()["operations"].values()}
    assert used == channels().keys() - RESERVED
    assert {operation["action"] for operation in api()["operations"].values()} == {"send", "receive"}


@pytest.mark.parametrize("trace", [None, TRACE])
@pytest.mark.parametrize(
    "name",
    [
        "verdicts",
        "verdicts.shadow",
        "actions",
        "posts.screened",
        "posts.redacted",
        "evidence",
        "evidence.keys",
        "receipts",
        "decisions",
        "strikes.voided",
    ],
)
def test_headers_that_are_written_are_those_described(name: str, trace: str | None) -> None:
    [message] = messages(channels()[name])
    written = {
        header: value.decode()
        for header, value in event_headers(message["name"], derive("x"), "2026-05-02T18:12:04.310Z", trace)
    }
    described = expanded(message["headers"])
    jsonschema_rs.Draft202012Validator(described, validate_formats=True).validate(written)
    assert written.keys() - {"traceparent"} == set(described["allOf"][0]["required"])
    assert not jsonschema_rs.Draft202012Validator(described).is_valid(written | {"schema": "post/1"})
    assert resolve(message["payload"])["properties"]["schema"]["const"] == message["name"]


def test_campaigns_are_json_and_fingerprints_are_not() -> None:
    [campaign] = messages(channels()["campaigns"])
    assert campaign["contentType"] == "application/json"
    assert resolve(campaign["payload"])["properties"]["schema"]["const"] == campaign["name"]
    [fingerprint] = messages(channels()["fingerprints"])
    assert (fingerprint["contentType"], fingerprint["payload"]["format"]) == ("application/octet-stream", "binary")


def test_dead_letters_have_the_headers_of_their_schema() -> None:
    [message] = messages(channels()["posts.dead-letter"])
    assert resolve(message["headers"]) == document(HEADERS)
