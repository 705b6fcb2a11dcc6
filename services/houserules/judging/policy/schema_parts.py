"""Pieces of JSON Schema for the values that policies are made of; descriptions are what an editor shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from houserules.judging.policy import bounds
from houserules.judging.policy.reader import IDENTIFIER

Schema = dict[str, Any]


def text(description: str = "", **more: object) -> Schema:
    """Text that is not empty."""
    return {"type": "string", "pattern": r"\S", **said(description), **more}


def name(description: str) -> Schema:
    """A name as identifiers are written."""
    return {"type": "string", "pattern": f"^(?:{IDENTIFIER})$", "maxLength": bounds.LONGEST_TERM, **said(description)}


def number(least: float, most: float, description: str, kind: str = "number") -> Schema:
    """A number within the bounds."""
    return {"type": kind, "minimum": least, "maximum": most, **said(description)}


def count(least: int, most: int, description: str) -> Schema:
    """A whole number within the bounds."""
    return number(least, most, description, "integer")


def flag(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", **said(description)}


def choice(words: Iterable[str], description: str = "") -> Schema:
    """One of `words`."""
    return {"enum": list(words), **said(description)}


def duration(description: str) -> Schema:
    """A length of time."""
    return {"type": "string", "pattern": r"^\d{1,9} ?[smhd]$", **said(f"{description} Such as 30s, 15m, 4h or 7d.")}


def moment(description: str) -> Schema:
    """A day or a time."""
    pattern = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$"
    how = f"{description} A day or a time in the policy's time zone, such as 2026-05-07 or 2026-05-07 18:00."
    return {"type": "string", "pattern": pattern, **said(how)}


def listed(item: Schema, description: str = "", **more: object) -> Schema:
    """A list that is not empty."""
    return {"type": "array", "items": item, "minItems": 1, **said(description), **more}


def some(item: Schema, description: str = "") -> Schema:
    """One, or a list of them."""
    return {"anyOf": [item, listed(item)], **said(description)}


def fields(required: Mapping[str, Schema], optional: Mapping[str, Schema], description: str = "") -> Schema:
    """Fields of known names."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
        **said(description),
    }


def named(item: Schema, description: str = "") -> Schema:
    """Fields with free names."""
    return {"type": "object", "additionalProperties": item, **said(description)}


def said(description: str) -> Schema:
    """The description, where there is one."""
    return {"description": description} if description else {}


def ref(name: str) -> Schema:
    """A shared part by its name."""
    return {"$ref": f"#/$defs/{name}"}
