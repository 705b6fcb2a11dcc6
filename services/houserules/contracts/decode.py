"""Bytes to `Post`, or to the reason why not. Pure: one call per record, nothing raised, nothing logged.

What a `Post` from here promises to everything behind it: no text in it holds U+0000 or a lone surrogate; its times can
be written as RFC 3339 in UTC, and stay writable a year later; and the answer depends on the bytes alone, not on how
deep the caller's stack is.
"""

import re
from datetime import datetime
from typing import Final

import msgspec

from houserules.contracts.deadletter import Reject, RejectReason
from houserules.contracts.post import MAX_RECORD_BYTES, Post
from houserules.contracts.times import to_millis

MAX_DEPTH: Final = 512
"""Deepest nesting of objects and arrays that is read. `post/1` needs three; the rest is room for fields it ignores.

The parser's own limit is what is left of the interpreter's stack (1,000 frames), which would let the same record be
judged by one deployment and set aside by another.
"""

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 9998
"""Years that a post's times may name. Before, milliseconds since the epoch are negative; after, an expiry overflows."""

_DECODER: Final = msgspec.json.Decoder(Post)
_PATH: Final = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_MISSING: Final = re.compile(r"missing required field `(?P<name>[^`]+)`")
# The parser's wording passes only in shapes known to quote nothing: "Invalid enum value" quotes the record, for one.
_SAFE: Final = re.compile(
    r"Expected `[a-z |]+`(?:, got `[a-z]+`| with a timezone component|(?: of length)? [<>]= [0-9]+)?"
    r"|Object missing required field `[a-z_]+`"
    r"|Invalid RFC3339 encoded datetime"
    r"|(?:Number|Integer value) out of range"
)
_SAFE_SYNTAX: Final = re.compile(
    r"JSON is malformed: (?:[a-z0-9 -]+|expected '[^\w\s]'(?: or '[^\w\s]')?) \(byte [0-9]+\)|Input data was truncated"
)
_RANGE: Final = re.compile(r"[<>]= [0-9]+$|out of range$")
# An unterminated string runs to the end of the value, or a record of quotes would be scanned once per quote.
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_BACKSLASH: Final = 0x5C
_ESCAPED_NULL: Final = b"\\u0000"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def decode_post(key: bytes | None, value: bytes | None) -> Post | Reject:
    """The post in one record, or why it has none.

    `key` must be the author key: a wrong one would put one author's posts on two partitions, and windows count per
    partition. Of a name that stands twice in an object the last value counts. Fields that `post/1` does not know are
    skipped, not checked.
    """
    if not value:
        return Reject("empty-value", "EmptyValue", "the record has no value; send a post/1 object as JSON")
    if len(value) > MAX_RECORD_BYTES:
        return Reject("too-large", "TooLarge", f"the value has {len(value)} bytes; at most {MAX_RECORD_BYTES} are read")
    # Each level takes two brackets, so most posts are too short to be too deep and pay nothing here.
    if len(value) > 2 * MAX_DEPTH and _too_deep(value):
        return _deep()
    try:
        post = _DECODER.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return reject_of(error, value, "post-1")
    if _out_of_calendar(post.created_at):
        return _calendar("created_at")
    if post.edited_at is not None and _out_of_calendar(post.edited_at):
        return _calendar("edited_at")
    if _BACKSLASH in value and _ESCAPED_NULL in value and (path := _null_path(post, "")) is not None:
        return Reject("null-byte", "NullByte", f"`{path}` holds U+0000; remove it before publishing", path)
    if key is None or key != post.author_key.encode():
        return Reject(
            "wrong-key",
            "WrongKey",
            "the record's key must be `platform:account:author_id` of the post, in UTF-8",
        )
    return post


def reject_of(error: Exception, value: bytes, schema: str) -> Reject:
    """What the parser's `error` on `value` means, in words that hold nothing of `value`.

    `schema` is the file that the message points to, such as `post-1`. `error` is one of msgspec's DecodeError,
    UnicodeDecodeError and RecursionError.
    """
    # First, and not only for RecursionError: whether that or something else is raised depends on the caller's stack.
    if isinstance(error, RecursionError) or _too_deep(value):
        return _deep()
    if isinstance(error, msgspec.ValidationError):
        return _validation(str(error), schema)
    if isinstance(error, UnicodeDecodeError) or not _is_utf8(value):
        return Reject("invalid-utf8", "UnicodeDecodeError", "the value is not UTF-8; encode the JSON as UTF-8")
    if value.startswith(_BYTE_ORDER_MARK):
        return Reject("invalid-json", "DecodeError", "the value starts with a byte order mark; leave it out")
    text = str(error)
    said = text if _SAFE_SYNTAX.fullmatch(text) else "JSON is malformed"
    return Reject("invalid-json", "DecodeError", f"{said}; send one JSON object per record")


def _validation(text: str, schema: str) -> Reject:
    at = _PATH.search(text)
    path = at["path"] if at else ""
    head = text[: at.start()] if at else text
    reason: RejectReason = "wrong-type"
    if not _SAFE.fullmatch(head):
        head = "Not a value that the contract knows"
    elif missing := _MISSING.search(head):
        reason, path = "missing-field", f"{path}.{missing['name']}".lstrip(".")
    elif _RANGE.search(head):
        reason = "out-of-range"
    message = f"{head} at `{path or '$'}`; see schemas/{schema}.schema.json"
    return Reject(reason, "ValidationError", message, path or None)


def _deep() -> Reject:
    return Reject("too-deep", "TooDeep", f"the JSON is nested more than {MAX_DEPTH} levels deep; a post/1 needs three")


def _too_deep(value: bytes) -> bool:
    if value.count(b"{") + value.count(b"[") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in _STRING.sub(b"", value).translate(None, _NOT_BRACKETS):
        if bracket in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        else:
            depth -= 1
    return False


def _out_of_calendar(moment: datetime) -> bool:
    year = moment.year
    # In its first hours 1970 is still 1969 in UTC for a writer east of Greenwich.
    return not FIRST_YEAR < year <= LAST_YEAR and (year != FIRST_YEAR or to_millis(moment) < 0)


def _calendar(field: str) -> Reject:
    message = f"`{field}` must be in the years {FIRST_YEAR} to {LAST_YEAR}; see schemas/post-1.schema.json"
    return Reject("out-of-range", "OutOfCalendar", message, field)


def _null_path(node: object, path: str) -> str | None:
    """Where the first U+0000 stands in the texts of `node`, as `media[0].alt`; None without one."""
    if isinstance(node, str):
        return path if "\x00" in node else None
    inner: list[tuple[str, object]] = []
    if isinstance(node, msgspec.Struct):
        inner = [(f"{path}.{name}".lstrip("."), getattr(node, name)) for name in node.__struct_fields__]
    elif isinstance(node, list):
        inner = [(f"{path}[{index}]", item) for index, item in enumerate(node)]
    return next((found for at, item in inner if (found := _null_path(item, at)) is not None), None)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
