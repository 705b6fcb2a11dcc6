"""The section `screening` of policy.yaml, and the bank of messages of support in solidarity.yaml."""

from dataclasses import replace
from typing import Final

from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.contracts.vocabulary import FloodWindow
from houserules.judging.policy.reader import Fields, Node
from houserules.screening.mask import mask
from houserules.screening.model import CampaignPolicy, FloodLimit, NearPolicy, ScreeningPolicy

OFF: Final = "off"
"""What is written for something that is not to be looked for."""

_MOST_SPAN: Final = 31 * DAY
_LONGEST_CAMPAIGN: Final = DAY
_LEAST_SIMILARITY: Final = 0.5
SCREENING_FIELDS: Final = tuple(
    (
        "repeat_window min_words min_letters reply_words reply_letters courtesy_words courtesies near campaigns grace "
        "future_tolerance max_rows max_entries floods"
    ).split()
)
_CAMPAIGN_FIELDS: Final = tuple(
    (
        "authors least_authors window young young_weight link_weight min_words min_letters short_weight short_words "
        "short_letters solidarity max_entries"
    ).split()
)
_MOST_FINGERPRINTS: Final = 16_000_000
"""What the search for campaigns can number: four gigabytes of them."""

_WINDOWS: Final[tuple[FloodWindow, ...]] = ("minute", "hour", "day")


def read_screening(section: Node | None, bank: Node | None) -> ScreeningPolicy:
    """What counts as a repeat, a flood and a campaign.

    A field that is left out has the engine's default, and so has the whole where there is no `section`. `bank` is
    solidarity.yaml: texts beside those in `campaigns.solidarity`.
    """
    banks: list[Node] = []
    policy = ScreeningPolicy() if section is None else _plain(section.fields((), SCREENING_FIELDS), banks)
    if policy.campaigns is None:
        if bank is not None:
            bank.report("nobody reads this while `campaigns` is off; delete the file or look for campaigns")
        return policy
    texts = _solidarity(banks if bank is None else [*banks, bank], policy)
    return replace(policy, campaigns=replace(policy.campaigns, solidarity=texts))


def _plain(fields: Fields, banks: list[Node]) -> ScreeningPolicy:
    """Everything in the section but its bank, which is put to `banks`: how long a text must be has to be known first."""
    defaults = ScreeningPolicy()
    return ScreeningPolicy(
        repeat_window=_repeat_window(fields, defaults.repeat_window),
        min_words=fields.take("min_words", lambda item: item.integer(1, 1000), defaults.min_words),
        min_letters=fields.take("min_letters", lambda item: item.integer(1, 10_000), defaults.min_letters),
        reply_words=fields.take("reply_words", lambda item: item.integer(1, 1000), defaults.reply_words),
        reply_letters=fields.take("reply_letters", lambda item: item.integer(1, 10_000), defaults.reply_letters),
        courtesy_words=fields.take("courtesy_words", lambda item: item.integer(1, 1000), defaults.courtesy_words),
        courtesies=fields.take("courtesies", _courtesies, defaults.courtesies),
        near=fields.take("near", _near, defaults.near),
        campaigns=fields.take("campaigns", lambda item: _campaigns(item, banks), defaults.campaigns),
        grace=_span(fields, "grace", defaults.grace, 0),
        future_tolerance=_span(fields, "future_tolerance", defaults.future_tolerance, 0),
        max_rows=fields.take("max_rows", lambda item: item.integer(1, 1_000_000), defaults.max_rows),
        max_entries=fields.take("max_entries", lambda item: item.integer(1000, 100_000_000), defaults.max_entries),
        floods=fields.take("floods", _floods, defaults.floods),
    )


def _is_off(node: Node) -> bool:
    return node.is_text and node.text() == OFF


def _repeat_window(fields: Fields, default: int) -> int:
    if "repeat_window" in fields and _is_off(fields["repeat_window"]):
        return 0
    return _span(fields, "repeat_window", default, MINUTE)


def _span(fields: Fields, name: str, default: int, least: int) -> int:
    value = fields.take(name, Node.duration, default)
    if not least <= value <= _MOST_SPAN:
        fields[name].report("out of range; windows reach from 1m, and tolerances from 0s, to 31d")
    return value


def _courtesies(node: Node) -> frozenset[str]:
    return frozenset() if _is_off(node) else frozenset(node.each(_courtesy))


def _courtesy(node: Node) -> str:
    word = node.text()
    if not word.isalpha() or word != word.lower():
        raise node.mistake(f"`{word}` is not one plain word; write it in lower case, letters only, such as thankyou")
    return word


def _near(node: Node) -> NearPolicy | None:
    if _is_off(node):
        return None
    defaults = NearPolicy()
    fields = node.fields((), ("min_words", "min_letters", "similarity"))
    return NearPolicy(
        min_words=fields.take("min_words", lambda item: item.integer(1, 1000), defaults.min_words),
        min_letters=fields.take("min_letters", lambda item: item.integer(1, 10_000), defaults.min_letters),
        similarity=fields.take("similarity", lambda item: item.number(_LEAST_SIMILARITY, 1), defaults.similarity),
    )


def _campaigns(node: Node, banks: list[Node]) -> CampaignPolicy | None:
    if _is_off(node):
        return None
    defaults = CampaignPolicy()
    fields = node.fields((), _CAMPAIGN_FIELDS)
    authors = fields.take("authors", lambda item: item.number(2, 100_000), defaults.authors)
    least = fields.take("least_authors", lambda item: item.integer(2, 100_000), defaults.least_authors)
    if authors < least:
        given = fields["authors" if "authors" in fields else "least_authors"]
        given.report(
            f"`authors` ({authors:g}) is less than `least_authors` ({least}), so it would never decide; raise `authors` "
            "or lower `least_authors`"
        )
    if "solidarity" in fields:
        banks.append(fields["solidarity"])
    window = fields.take("window", Node.duration, defaults.window)
    if not MINUTE <= window <= _LONGEST_CAMPAIGN:
        fields["window"].report(f"out of range; campaigns are looked for within 1m to {_LONGEST_CAMPAIGN // HOUR}h")
    return CampaignPolicy(
        authors=authors,
        least_authors=least,
        window=window,
        young=fields.take("young", Node.duration, defaults.young),
        young_weight=fields.take("young_weight", lambda item: item.number(1, 100), defaults.young_weight),
        link_weight=fields.take("link_weight", lambda item: item.number(1, 100), defaults.link_weight),
        min_words=fields.take("min_words", lambda item: item.integer(1, 1000), defaults.min_words),
        min_letters=fields.take("min_letters", lambda item: item.integer(1, 10_000), defaults.min_letters),
        short_weight=fields.take("short_weight", lambda item: item.number(0.01, 1), defaults.short_weight),
        short_words=fields.take("short_words", lambda item: item.integer(1, 1000), defaults.short_words),
        short_letters=fields.take("short_letters", lambda item: item.integer(1, 10_000), defaults.short_letters),
        max_entries=fields.take(
            "max_entries", lambda item: item.integer(1000, _MOST_FINGERPRINTS), defaults.max_entries
        ),
    )


def _solidarity(banks: list[Node], policy: ScreeningPolicy) -> tuple[str, ...]:
    """The texts of all banks, in order; those that could change nothing are reported."""
    texts: list[str] = []
    seen: dict[bytes | str, Node] = {}

    def read(node: Node) -> str:
        text = node.text()
        masked = mask(text)
        if masked.words < policy.min_words or masked.letters < policy.min_letters:
            raise node.mistake(
                f"too short to matter: below {policy.min_words} words or {policy.min_letters} letters (links, mentions "
                "and numbers left out) nothing is a campaign; take it out"
            )
        if (first := seen.setdefault(masked.text, node)) is not node:
            raise node.mistake(f"compared as posts are, this is the message in {first.file}:{first.line}; keep one")
        return text

    for bank in banks:
        for found in bank.attempt(lambda item: item.each(read)):
            texts += found
    return tuple(texts)


def _floods(node: Node) -> tuple[FloodLimit, ...]:
    if _is_off(node):
        return ()
    fields = node.fields((), _WINDOWS)
    limits: list[FloodLimit] = []
    for window in _WINDOWS:
        if window in fields:
            item = fields[window].fields(("warning", "sanction"))
            warning, sanction = (
                item.take(name, lambda one: one.integer(2, 1_000_000), 2) for name in ("warning", "sanction")
            )
            if sanction < warning:
                item.owner.report("the sanction comes before the warning; raise `sanction` or lower `warning`")
            limits.append(FloodLimit(window, warning, sanction))
    return tuple(limits)
