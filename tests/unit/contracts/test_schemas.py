"""The schema files: well formed, equal to the code word for word and limit for limit, and true of their examples."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import jsonschema_rs
import msgspec
import pytest
from msgspec import inspect

from houserules.contracts.deadletter import KEPT_HEADERS, DeadLetter, Reject, RejectReason
from houserules.contracts.decode import FIRST_YEAR, LAST_YEAR
from houserules.contracts.headers import SCHEMAS as HEADER_SCHEMAS
from houserules.contracts.headers import dead_letter_headers
from houserules.contracts.ids import action_id, review_action_id, superseding_id, undo_action_id, verdict_id
from houserules.contracts.post import MAX_RECORD_BYTES
from support.contract_files import (
    HEADERS,
    NAMES,
    SCHEMAS,
    STRUCTS,
    code_accepts,
    document,
    examples,
    label,
    validator,
)

INPUTS: Final = frozenset({"post-1", "receipt-1", "review-1", "appeal-1"})
"""Written by others: what has a default may be left out. Of outputs, whatever is always written is required."""

# The schemas of outputs are a promise about what is written. The code that reads them back checks types and words, not
# ranges and formats, and skips unknown fields so that an older reader can follow a newer writer.
SCHEMA_ONLY: Final[dict[str, set[str]]] = {
    "post-1": set(),
    "verdict-1": {
        "confidence-above-one",
        "confidence-below-zero",
        "degraded-missing",
        "event-time-without-milliseconds",
        "finding-score-above-one",
        "finding-with-unknown-field",
        "policy-digest-not-sha256",
        "revision-zero",
        "span-start-negative",
        "supersedes-not-a-uuid",
        "unknown-field",
        "verdict-id-not-a-uuid",
    },
    "action-1": {
        "action-id-not-a-uuid",
        "not-after-with-an-offset",
        "precedence-missing",
        "target-revision-zero",
        "target-with-unknown-field",
        "undo-of-not-a-uuid",
        "unknown-field",
    },
    "receipt-1": {"action-id-not-a-uuid", "connector-empty", "unknown-field"},
    "review-1": {"review-id-empty", "unknown-field", "verdict-id-not-a-uuid"},
    "screened-1": {
        "duplicate-similarity-above-one",
        "origin-partition-negative",
        "trace-malformed",
        "unknown-field",
    },
    "redacted-1": {
        "original-post-inside",
        "pii-start-negative",
        "pii-with-its-value",
        "revision-zero",
        "sealed-with-the-key-itself",
        "unknown-field",
    },
    "evidence-1": {
        "event-time-without-milliseconds",
        "key-id-not-hexadecimal",
        "revision-zero",
        "text-in-clear",
        "verdict-id-not-a-uuid",
    },
    "evidence-key-1": {"key-id-not-hexadecimal", "revision-zero", "unknown-field", "wrapped-too-short"},
    "appeal-1": {"statement-in-clear", "verdict-id-not-a-uuid"},
    "decision-1": {"reviewer-named", "version-negative"},
    "strike-void-1": {"revision-zero"},
    "campaign-1": {"authors-zero", "cluster-id-empty", "sequence-negative", "unknown-field"},
    HEADERS: {
        "field-with-text-of-the-record",
        "header-that-is-not-kept",
        "partition-as-number",
        "partition-negative",
        "reason-unknown",
        "schema-malformed",
        "traceparent-malformed",
    },
}


def properties(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object schema of a file with its place: the file itself and its definitions."""
    top = document(name)
    yield name, top
    for part, node in top.get("$defs", {}).items():
        yield f"{name}/{part}", node


# ------------------------------------------------------------------------------------------------ the files themselves


def test_every_schema_of_the_contract_has_a_file_and_the_other_way_round() -> None:
    found = {path.name for path in SCHEMAS.glob("*.schema.json")}
    # Those of policy files are for editors and have tests of their own (tests/unit/judging/test_policy_schema.py).
    assert {name for name in found if not name.startswith("policy-")} == {f"{name}.schema.json" for name in NAMES}
    assert {name.replace("/", "-") for name in HEADER_SCHEMAS} == set(STRUCTS)


@pytest.mark.parametrize("name", NAMES)
def test_is_a_valid_2020_12_schema_that_names_itself_without_a_host(name: str) -> None:
    schema = document(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.schema.json"
    assert schema["title"]
    assert len(schema["description"]) > 40
    jsonschema_rs.meta.validate(schema)
    validator(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described(name: str) -> None:
    bare = [
        f"{where}.{field}"
        for where, node in properties(name)
        for field, schema in node["properties"].items()
        if not schema.get("description", "").endswith(".")
    ]
    assert not bare
    assert all(node.get("description") for _, node in properties(name))


@pytest.mark.parametrize("name", NAMES)
def test_posts_tolerate_unknown_fields_and_outputs_have_none(name: str) -> None:
    for _, node in properties(name):
        assert node.get("additionalProperties", True) is (name == "post-1")
    if name != "post-1":
        assert "additive" in document(name)["description"]


# ------------------------------------------------------------------------------------------------ against the code


def resolve(node: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """`node` with its reference followed, and the file that it then stands in."""
    if "$ref" not in node:
        return node, name
    file, _, pointer = node["$ref"].partition("#")
    name = file.removesuffix(".schema.json") or name
    target = document(name)
    for step in filter(None, pointer.split("/")):
        target = target[step]
    return target, name


def compare(kind: inspect.Type, node: dict[str, Any], name: str, where: str) -> Iterator[str]:
    """What differs between a type of the code and a node of the schema."""
    nullable = "null" in (kinds := node.get("type", [])) and isinstance(kinds, list)
    for choice in node.get("anyOf", []):
        if choice == {"type": "null"}:
            nullable = True
        else:
            node = choice
    if isinstance(kind, inspect.UnionType):
        [inner] = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if not nullable:
            yield f"{where}: null is allowed by the code only"
        kind = inner
    elif nullable:
        yield f"{where}: null is allowed by the schema only"
    node, name = resolve(node, name)
    kinds = node.get("type")
    said = kinds[0] if isinstance(kinds, list) else kinds
    limited = name == "post-1"  # elsewhere a schema may promise more than the code checks
    match kind:
        case inspect.StructType():
            yield from compare_fields(kind, node, name, where)
        case inspect.ListType() | inspect.VarTupleType():
            yield from limits(node, where, limited, maxItems=kind.max_length, minItems=kind.min_length)
            yield from compare(kind.item_type, node["items"], name, f"{where}[]")
            yield from () if said == "array" else [f"{where}: {said} is not an array"]
        case inspect.LiteralType():
            words = [word for word in node.get("enum", [node.get("const")]) if word is not None]
            if sorted(words) != sorted(str(word) for word in kind.values):
                yield f"{where}: words {words} are not {kind.values}"
            if nullable and None not in node["enum"]:
                yield f"{where}: null is a type but no word"
        case inspect.StrType():
            yield from limits(node, where, limited, minLength=kind.min_length, maxLength=kind.max_length)
            yield from () if said == "string" else [f"{where}: {said} is not a string"]
        case inspect.IntType():
            yield from limits(node, where, limited, minimum=kind.ge, maximum=kind.le)
            yield from () if said == "integer" else [f"{where}: {said} is not an integer"]
        case inspect.FloatType():
            yield from () if said == "number" else [f"{where}: {said} is not a number"]
        case inspect.BoolType():
            yield from () if said == "boolean" else [f"{where}: {said} is not a boolean"]
        case inspect.DateTimeType():
            if (said, node.get("format"), kind.tz) != ("string", "date-time", True):
                yield f"{where}: not a time with an offset"
        case _:
            yield f"{where}: {kind} is not part of the contract's vocabulary of types"


def limits(node: dict[str, Any], where: str, limited: bool, **expected: int | None) -> Iterator[str]:
    for word, value in expected.items():
        if node.get(word) != value and (limited or value is not None):
            yield f"{where}: {word} is {node.get(word)} in the schema and {value} in the code"


def compare_fields(kind: inspect.StructType, node: dict[str, Any], name: str, where: str) -> Iterator[str]:
    fields = {field.encode_name: field for field in kind.fields}
    schema: dict[str, Any] = node["properties"]
    for missing in fields.keys() ^ schema.keys():
        yield f"{where}.{missing}: only in {'the code' if missing in fields else 'the schema'}"
    omits = kind.cls.__struct_config__.omit_defaults
    required = {each for each, field in fields.items() if field.required or (name not in INPUTS and not omits)}
    if set(node["required"]) != required:
        yield f"{where}: required differs in {set(node['required']) ^ required}"
    for each in fields.keys() & schema.keys():
        field = fields[each]
        default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
        if name in INPUTS and default not in (msgspec.NODEFAULT, None) and schema[each].get("default") != default:
            yield f"{where}.{each}: the default is {default!r} in the code"
        written = field.type
        if omits and default is None and isinstance(written, inspect.UnionType):
            [written] = [part for part in written.types if not isinstance(part, inspect.NoneType)]  # null is left out
        yield from compare(written, schema[each], name, f"{where}.{each}")


@pytest.mark.parametrize("name", STRUCTS)
def test_fields_types_words_limits_and_defaults_are_those_of_the_code(name: str) -> None:
    assert not list(compare(inspect.type_info(STRUCTS[name]), {"$ref": f"{name}.schema.json"}, name, name))


def test_headers_of_dead_letters_are_those_of_the_code() -> None:
    schema = document(HEADERS)
    reject = Reject("wrong-type", "ValidationError", "Expected `str`, got `int` at `text`", "text")
    written = dict(dead_letter_headers(DeadLetter("posts", 0, 1, 2, None, b"x", (), "screen", reject), "0.1.0"))
    assert set(schema["properties"]) == set(written) | KEPT_HEADERS
    assert set(schema["required"]) == set(written) - {"dl_field"}
    assert schema["properties"]["dl_reason"]["enum"] == list(get_args(RejectReason))


def test_the_limits_that_a_schema_cannot_express_are_in_its_words() -> None:
    post = document("post-1")
    assert f"{MAX_RECORD_BYTES} bytes" in post["description"]
    for field in ("created_at", "edited_at"):
        assert f"Years {FIRST_YEAR} to {LAST_YEAR}." in post["properties"][field]["description"]


# ------------------------------------------------------------------------------------------------ the examples


@pytest.mark.parametrize("name", NAMES)
def test_has_examples_of_both_kinds(name: str) -> None:
    for kind in ("valid", "invalid"):
        assert len(examples(kind, (name,))) >= 4
    assert {path.stem for _, path in examples("invalid", (name,))} >= SCHEMA_ONLY[name]


@pytest.mark.parametrize(("name", "path"), examples("valid"), ids=label)
def test_valid_example_is_valid_and_read(name: str, path: Path) -> None:
    raw = path.read_bytes()
    validator(name).validate(json.loads(raw))
    assert code_accepts(name, raw)


@pytest.mark.parametrize(("name", "path"), examples("invalid"), ids=label)
def test_invalid_example_is_wrong_in_one_place_and_refused(name: str, path: Path) -> None:
    raw = path.read_bytes()
    faults = list(validator(name).iter_errors(json.loads(raw)))
    assert faults
    assert len({tuple(fault.instance_path) for fault in faults}) == 1
    assert code_accepts(name, raw) is (path.stem in SCHEMA_ONLY[name])


@pytest.mark.parametrize(
    ("change", "schema_says", "code_says"),
    [
        # A leap second is RFC 3339 and no time that Python has.
        ({"created_at": "2016-12-31T23:59:60Z"}, True, False),
        # Near misses of RFC 3339 that the parser forgives.
        ({"created_at": "2026-05-02 18:11:59Z"}, False, True),
        ({"created_at": "2026-05-02T18:11:59+0100"}, False, True),
        # JSON Schema calls a whole float an integer.
        ({"revision": 1.0}, True, False),
        # The year is 1970, the instant is not.
        ({"created_at": "1970-01-01T09:00:00+10:00"}, True, False),
    ],
)
def test_where_schema_and_code_disagree_about_posts(change: dict[str, Any], schema_says: bool, code_says: bool) -> None:
    post = json.loads((SCHEMAS / "examples/post-1/valid/minimal.json").read_text(encoding="utf-8")) | change
    assert validator("post-1").is_valid(post) is schema_says
    assert code_accepts("post-1", json.dumps(post).encode()) is code_says


@pytest.mark.parametrize(("name", "path"), examples("valid", ("verdict-1",)), ids=label)
def test_ids_of_verdict_examples_are_derived_as_documented(name: str, path: Path) -> None:
    verdict = json.loads(path.read_text(encoding="utf-8"))
    policy, engine, duplicate = verdict["policy"], verdict["engine"], verdict["duplicate"]
    first = verdict_id(verdict["post_key"], verdict["revision"], policy["digest"], engine["version"])
    if duplicate["kind"] == "campaign":
        assert verdict["supersedes"] == first
        assert verdict["verdict_id"] == superseding_id(first, duplicate["cluster_id"])
    else:
        assert verdict["verdict_id"] == first


def test_the_example_of_a_campaign_s_verdict_keeps_the_actions_of_the_one_it_supersedes() -> None:
    folder = SCHEMAS / "examples/verdict-1/valid"
    first, second = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("hide-a-repeated-advert", "supersede-an-advert-of-a-campaign")
    )
    assert second["supersedes"] == first["verdict_id"]
    assert second["actions"][: len(first["actions"])] == first["actions"]
    [added] = second["actions"][len(first["actions"]) :]
    assert added["action_id"] == action_id(second["verdict_id"], added["verb"], second["post_key"])


@pytest.mark.parametrize(("name", "path"), examples("valid", ("action-1",)), ids=label)
def test_ids_of_action_examples_are_derived_as_documented(name: str, path: Path) -> None:
    action = json.loads(path.read_text(encoding="utf-8"))
    target = action["target"]
    keys = {target["post_key"], target["author_key"] or target["post_key"]}
    if action["undo_of"]:
        assert action["action_id"] == undo_action_id(action["undo_of"])
    elif action["review_id"]:
        assert action["action_id"] in {review_action_id(action["review_id"], action["verb"], key) for key in keys}
    else:
        assert action["action_id"] in {action_id(action["verdict_id"], action["verb"], key) for key in keys}


@pytest.mark.parametrize(("name", "path"), examples("valid", ("verdict-1",)), ids=label)
def test_spans_of_verdict_examples_lead_into_the_original_in_code_points(name: str, path: Path) -> None:
    verdict = json.loads(path.read_text(encoding="utf-8"))
    posts = [json.loads(each.read_text(encoding="utf-8")) for _, each in examples("valid", ("post-1",))]
    [text] = [
        post["text"]
        for post in posts
        if (post["post_key"], post.get("revision", 1)) == (verdict["post_key"], verdict["revision"])
    ]
    spans = [span for finding in verdict["findings"] for span in finding["spans"]]
    assert all(0 <= span["start"] < span["end"] <= len(text) for span in spans)
    for span in sorted(spans, key=lambda span: -span["start"]):
        if "replacement" in span:
            text = text[: span["start"]] + span["replacement"] + text[span["end"] :]
    assert text == verdict["redacted_text"]
