"""Where addresses may stand: the patterns that are run over whole batches."""

import re
from collections.abc import Iterable
from typing import Final

from houserules.redaction.detectors.address_words import (
    BARE_STREETS,
    BUILDINGS,
    CLEAR_TYPES,
    HOUSE_ENDINGS,
    HOUSE_NOUNS,
    PREFIX_TYPES,
    TYPES,
)


def _any(words: Iterable[bytes]) -> bytes:
    return b"(?:" + b"|".join(re.escape(word).replace(rb"\ ", b"[ -]") for word in sorted(words)) + b")"


_W: Final = rb"[a-z\x0e][a-z\x0e'.-]*"
_N: Final = (
    rb"\b[0-9]{1,4}(?: ?[-/] ?[0-9]{1,4})?[a-z]?(?: [a-d])?(?: ?\([^()\n\x00]{1,10}\))?(?: ?,[ \n]?| {1,3}| ?\n)"
)
_SMALL: Final = _N.replace(rb"{1,4}", rb"{1,3}", 1)
_CLEAR: Final = _any(CLEAR_TYPES)
_OTHER: Final = _any(TYPES | BUILDINGS)
_KIND: Final = _any(CLEAR_TYPES | TYPES)
_WELSH: Final = _any(PREFIX_TYPES)
_NOUN: Final = _any(HOUSE_NOUNS)
_HOUSE: Final = rb"(?:" + _NOUN + rb"|" + HOUSE_ENDINGS + rb")"
_POSTCODE: Final = rb"[a-z]{1,2}[0-9][0-9]?[a-z]?[ -]{0,2}[0-9][a-z]{2}"
_LIVES: Final = (
    rb"\b(?:liv(?:e|es|ed|ing|in|s)|stay(?:s|ed|ing|in)?|resid(?:e|es|ed|ing)|add?res+|addy|(?:house|home|flat|gaff))"
)
_LINK: Final = (
    rb"(?:[ :-]{1,2}(?:now|just|currently|over|round))?"
    rb"(?:[ -]{1,2}(?:is|at|in|on|number|no\.?|to)| ?:| -){1,3}[ :]{1,2}"
)
_STREET: Final = rb"(?:(?:" + _W + rb" ){1,3}" + _KIND + rb"|" + _WELSH + rb"[ -]" + _W + rb")"
_NAME: Final = rb"(?:" + _W + rb" ){0,2}" + _W
_FLAT: Final = rb"\b(?:flat|flt|apartment|apt|unit|room|suite|studio)\.? ?(?:no\.? ?|number )?"
_FEWER: Final = rb"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_SPELT: Final = (
    rb"(?:(?:t(?:y|een)|eleven|twelve|hundred)(?:[ -](?:and )?"
    + _FEWER
    + rb")?[ab]?,? (?:"
    + _W
    + rb" ){1,2}"
    + _KIND
    + rb"|\b(?:five|six|seven|eight|nine|ten) (?:"
    + _W
    + rb" ){1,2}"
    + _CLEAR
    + rb"|\b(?:at|number|to|is|outside|flat|lives?) "
    + _FEWER
    + rb" (?:"
    + _W
    + rb" ){1,2}"
    + _KIND
    + rb")\b"
)
"""A house number in words: `one`, `two` and `three` only where something leads to it, for prose is full of them."""

PO_BOX: Final = rb"p\.? ?o\.? ?box(?: no\.?| number)? ?:?[ ]{0,2}[0-9]{1,6}\b"
"""A box at a post office."""

_GLUE: Final = rb"\b[0-9]{1,3}[a-z]{4,12} " + _CLEAR + rb"\b"

_DIGIT: Final = rb"[0-9][a-z]?(?: [a-d])?\)?[ ,\n]{1,3}(?:on )?"
"""The end of a house number: the gate is run over every text, so it must have few states."""

GATE: Final = rb"|".join((
    _DIGIT + rb"(?:" + _W + rb" +){1,3}" + _CLEAR + rb"\b",
    _DIGIT + rb"(?:" + _W + rb" +){1,2}" + _OTHER + rb"\b",
    _DIGIT + rb"(?:y )?" + _WELSH + rb"\b",
    _DIGIT + rb"(?:the " + _W + rb"|" + _any(BARE_STREETS) + rb"|[a-z]+" + HOUSE_ENDINGS + rb")\b",
    _DIGIT + _NAME + rb",[ \n]?[a-z]",
    _LIVES + _LINK + _DIGIT.replace(rb"[0-9]", rb"[0-9]{1,4}", 1) + _W,
    _FLAT + _SMALL + rb"[a-z]",
    _SPELT,
    _GLUE,
    rb"[a-z] ?[,\n][ \n]{0,2}(?:" + _W + rb" ){1,2}" + _CLEAR + rb"\b",
    _HOUSE + rb",[ \n]{0,2}[a-z]",
    _LIVES + _LINK + _NAME + rb",[ \n]{0,2}[a-z]",
    _LIVES + _LINK + rb"(?:" + _W + rb" ){0,2}" + _NOUN + rb"[, \n]{1,3}[a-z]",
    rb"\b" + PO_BOX,
))  # fmt: skip
"""Matches in every text with an address, and in few others. It is run over every text, and what it costs is its size: the
names of all towns in it made the automaton of all gates four times as large, and too large for a processor's cache."""

REGION: Final = rb"|".join((
    _N + rb"(?:" + _W + rb" {1,2}){1,4}?" + _CLEAR + rb"\b",
    _SMALL + rb"(?:" + _W + rb" {1,2}){1,2}?" + _OTHER + rb"\b",
    _FLAT + _SMALL + rb"[a-z]",
    _N + rb"(?:y )?" + _WELSH + rb"\b",
    _SMALL + rb"(?:the " + _W + rb"|" + _any(BARE_STREETS) + rb"|(?:" + _W + rb" )?[a-z]+" + HOUSE_ENDINGS + rb")\b",
    _LIVES + _LINK + _N + _W,
    _N + _NAME + rb",[ \n]?[a-z]",
    _N + rb"(?:" + _W + rb",? ){0,4}" + _POSTCODE + rb"\b",
    _SPELT,
    _GLUE,
    _HOUSE + rb"(?: ?,[ \n]{0,2}[a-z]| ?\n[a-z])|" + _NOUN + rb" (?:" + _W + rb"[, ]{1,2}){0,4}" + _POSTCODE + rb"\b",
    _LIVES + _LINK + _NAME + rb",[ \n]{0,2}[a-z]",
    _LIVES + _LINK + rb"(?:" + _W + rb" ){0,2}" + _NOUN + rb"[, \n]{1,3}[a-z]",
    rb"[a-z],[ \n]{1,2}" + _STREET + rb"[, \n]{1,3}[a-z]",
    rb"\b" + PO_BOX,
))  # fmt: skip
"""Regions: looser than the gate, for `find` looks closer."""
