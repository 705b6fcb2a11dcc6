"""Overlays: files that say what is otherwise for a while, such as before an election."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from houserules.judging.policy.bounds import MOST_SPANS
from houserules.judging.policy.calendar import Dates, read_dates
from houserules.judging.policy.editions import Overlay
from houserules.judging.policy.model import Rule
from houserules.judging.policy.reader import Fields, Node
from houserules.judging.policy.rules import Catalogue, read_change, read_rule

OVERLAY_FIELDS: Final = ("starts", "ends", "spans", "set", "rules")


def read_overlay(node: Node, catalogue: Catalogue, rules: Mapping[str, Rule]) -> Overlay:
    """The overlay in one file; `rules` are those of the policy that it may change."""
    fields = node.fields(("id", "title"), OVERLAY_FIELDS)
    changed: dict[str, Rule] = {}
    if "set" in fields:
        for name, value in fields["set"].entries().items():
            for variant in value.attempt(lambda item, name=name: read_change(name, item, catalogue, rules)):  # type: ignore[misc]
                changed[name] = variant
    own = fields.take_list("rules", lambda item: item.each(lambda one: read_rule(one, catalogue)))
    if "set" not in fields and "rules" not in fields:
        node.report("changes nothing; add `set` with rules to change, or `rules` of its own")
    return Overlay(
        id=fields.take("id", Node.identifier, ""),
        title=fields.take("title", Node.text, ""),
        spans=_spans(fields, catalogue.zone),
        changed=changed,
        rules=tuple(own),
    )


def _spans(fields: Fields, zone: ZoneInfo) -> tuple[Dates, ...]:
    if "spans" not in fields:
        dates = read_dates(fields, zone)
        if dates.starts is None or dates.ends is None:
            fields.owner.report("an overlay is for a while; give it `starts` and `ends`, or several in `spans`")
        return (dates,)
    for name in ("starts", "ends"):
        if name in fields:
            fields[name].report("`spans` says when; put this into it, or leave `spans` out")
    spans = fields.take_list("spans", lambda item: item.each(lambda one: _span(one, zone)))
    if len(spans) > MOST_SPANS:
        fields["spans"].report(f"more than {MOST_SPANS} spans; take out those that are over")
    return tuple(spans)


def _span(node: Node, zone: ZoneInfo) -> Dates:
    return read_dates(node.fields(("starts", "ends")), zone)
