"""The house rules as one page that can be published: no pattern and no word of a lexicon, only what people need to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from houserules.contracts.times import from_millis
from houserules.contracts.vocabulary import OUTCOMES, PROTECTED_CATEGORIES, Outcome, Verb
from houserules.judging.policy.calendar import WEEKDAYS, Staffed
from houserules.judging.policy.describe import span_words
from houserules.judging.policy.model import Policy, Rule
from houserules.redaction.registry import Contact

_BECOMES: Final[dict[Outcome, str]] = {
    "redact": "We take the details out and leave the rest of your comment.",
    "hold": "Your comment may wait until a person has read it.",
    "hide": "We hide the comment.",
    "remove": "We remove the comment.",
    "escalate": "A trained person reads it.",
}
_ORDERS: Final[dict[Verb, str]] = {
    "reply_signpost": "We reply with where to find help.",
    "report_to_platform": "We report it to the platform.",
    "escalate_safeguarding": "In serious cases our safeguarding team is told.",
    "escalate_legal": "In serious cases our legal team is told.",
    "record_strike": "It can count towards a block.",
}
_DAYS: Final = dict(zip(WEEKDAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page: a heading, a paragraph or a list."""

    kind: Literal["title", "heading", "rule", "text", "list"]
    lines: tuple[str, ...]


def house_rules(policy: Policy, contacts: Sequence[Contact], now: int | None = None) -> list[Block]:
    """The page for everybody who posts. Overlays that are over by `now` (ms) are left out."""
    blocks = [Block("title", (policy.title,)), _text(_INTRODUCTION)]
    for clause in policy.clauses.values():
        blocks += [Block("rule", (f"{clause.id}. {clause.title}",)), _text(clause.text)]
        rules = [rule for rule in policy.rules if rule.clause == clause.id and rule.mode == "enforce"]
        if said := _follows(rules):
            blocks.append(_text(" ".join(said)))
    blocks += _calendar(policy, now)
    blocks += _blocks_of_strikes(policy)
    blocks += [Block("heading", ("If you think we were wrong",)), *map(_text, _APPEAL)]
    if policy.staffed is not None:
        blocks += [Block("heading", ("When we are here",)), *_hours(policy.staffed)]
    if helplines := [_contact(contact) for contact in contacts if contact.phones]:
        blocks += [Block("heading", ("Where to find help",)), _text(_EMERGENCY), Block("list", tuple(helplines))]
    blocks.append(_text(f"Version {policy.version} of these rules."))
    return blocks


_INTRODUCTION: Final = (
    "These are the rules of this page. Software reads every comment first; what is hard is decided by people. What you "
    "tell us about harm done to you or to a child is never held against you, however you say it."
)
_APPEAL: Final = (
    "Ask us to look again, on the page itself or by a message to us. A person who did not take the first decision looks "
    "at it, tells you what they decided, and puts back what should not have been hidden. If we were wrong, nothing of "
    "it counts against you.",
    "Most of what we do can be undone. What we take out of a comment, such as a phone number, others no longer see.",
)
_EMERGENCY: Final = "If somebody is in danger now, call 999. This page is no place to report a crime."


def to_markdown(blocks: Iterable[Block]) -> str:
    """The page as Markdown."""
    signs = {"title": "# ", "heading": "## ", "rule": "### ", "text": "", "list": "- "}
    pieces = ["\n".join(f"{signs[block.kind]}{_marked(line)}" for line in block.lines) for block in blocks]
    return "\n\n".join(pieces) + "\n"


def to_html(blocks: Sequence[Block], lang: str = "en-GB") -> str:
    """The page as a whole HTML document without scripts or styles of others."""
    title = escape(blocks[0].lines[0]) if blocks else ""
    tags = {"title": "h1", "heading": "h2", "rule": "h3", "text": "p", "list": "li"}
    body: list[str] = []
    for block in blocks:
        items = [f"<{tags[block.kind]}>{escape(line)}</{tags[block.kind]}>" for line in block.lines]
        body += ["<ul>", *items, "</ul>"] if block.kind == "list" else items
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>'
    style = "<style>body{font:1.1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style>"
    content = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n{head}\n{style}\n</head>\n'
        f"<body>\n<main>\n{content}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> Block:
    return Block("text", (" ".join(text.split()),))


def _marked(line: str) -> str:
    """`line` with the signs escaped that Markdown would take for its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in line)


def _follows(rules: Sequence[Rule]) -> list[str]:
    """What happens to comments that the rules of one clause are about."""
    outcomes = {rule.then.outcome for rule in rules}
    verbs = {verb for rule in rules for verb in rule.then.actions}
    if any(rule.category in PROTECTED_CATEGORIES for rule in rules):
        # Whoever asks for help reads this: nothing in it may sound like a punishment.
        return [_BECOMES["escalate"], _ORDERS["reply_signpost"]]
    said = [_BECOMES[outcome] for outcome in OUTCOMES if outcome in outcomes and outcome in _BECOMES]
    if {"hold", "hide"} <= outcomes:
        said = [text for text in said if text not in (_BECOMES["hold"], _BECOMES["hide"])]
        said.append("We hide the comment, or it waits until a person has read it.")
    if outcomes == {"allow"} and "reply_signpost" not in verbs:
        return []
    return said + [text for verb, text in _ORDERS.items() if verb in verbs]


def _calendar(policy: Policy, now: int | None) -> list[Block]:
    lines = [
        f"{overlay.title}: from {_day(span.starts, policy)} to {_day(span.ends - 1, policy)}."
        for overlay in policy.overlays
        for span in overlay.spans
        if span.starts is not None and span.ends is not None and (now is None or span.ends > now)
    ]
    if not lines:
        return []
    return [
        Block("heading", ("At certain times",)),
        _text("Some rules are different then."),
        Block("list", tuple(lines)),
    ]


def _day(moment: int, policy: Policy) -> str:
    local = from_millis(moment).astimezone(policy.zone)
    return f"{local.day} {local:%B %Y}"


def _blocks_of_strikes(policy: Policy) -> list[Block]:
    strikes = policy.strikes
    if strikes is None:
        return []
    said = [f"Serious or repeated breaches count for {span_words(strikes.expiry_ms)}."]
    if strikes.mute_at is not None:
        said.append("Who gathers too many of them is muted for a while.")
    if strikes.block_at is not None:
        said.append("Who goes on is blocked.")
    said.append("A breach that turns out to be none is taken back.")
    return [Block("heading", ("If you break them again",)), _text(" ".join(said))]


def _hours(staffed: Staffed) -> list[Block]:
    lines = []
    for name, hours in zip(WEEKDAYS, staffed.hours, strict=True):
        spans = [f"{first // 60:02d}:{first % 60:02d} to {last // 60:02d}:{last % 60:02d}" for first, last in hours]
        lines.append(f"{_DAYS[name]}: {' and '.join(spans) or 'closed'}")
    blocks = [_text(f"Times are those of {staffed.zone.key}. Outside them help is found at the numbers below.")]
    return [*blocks, Block("list", tuple(lines))]


def _contact(contact: Contact) -> str:
    where = f" ({', '.join(contact.domains[:1])})" if contact.domains else ""
    return f"{contact.name}: {' or '.join(contact.phones)}{where}"
