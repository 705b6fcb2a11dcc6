"""Lexicons: named lists of terms, with a severity where it varies, and phrases that are harmless although they hold one."""

from dataclasses import dataclass

from houserules.contracts.vocabulary import SEVERITIES, Severity
from houserules.judging.policy.bounds import LONGEST_TERM
from houserules.judging.policy.reader import Node


@dataclass(frozen=True, slots=True)
class Entry:
    """One term; `severity` is None where the rule decides."""

    term: str
    severity: Severity | None
    place: Node


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`allow` holds terms that take away every hit they cover ("Dick Van Dyke").

    `allow_phrases` are the places of phrases that do the same ("Mr <surname>"): a kind of name, where `allow` lists names.
    """

    name: str
    entries: tuple[Entry, ...]
    allow: tuple[tuple[str, Node], ...]
    allow_phrases: tuple[Node, ...] = ()


def read_lexicon(name: str, root: Node) -> Lexicon:
    """The lexicon in one file.

    Its fields: `description`, `terms` (each a term, or `severity` with a list of `terms`), `allow` and `allow_phrases`.
    """
    fields = root.fields(("description", "terms"), ("allow", "allow_phrases"))
    fields.take("description", Node.text, "")
    groups = fields.take_list("terms", lambda node: node.each(_entries))
    entries = [entry for group in groups for entry in group]
    seen: set[str] = set()
    for entry in entries:
        if entry.term in seen:
            entry.place.report(f"the lexicon holds `{entry.term}` twice; keep one")
        seen.add(entry.term)
    allow = fields.take_list("allow", lambda node: node.each(lambda one: (_term(one), one)))
    phrases = fields.take_list("allow_phrases", lambda node: node.each(lambda one: one))
    return Lexicon(name, tuple(entries), tuple(allow), tuple(phrases))


def _entries(node: Node) -> list[Entry]:
    if node.is_text:
        return [Entry(_term(node), None, node)]
    fields = node.fields(("severity", "terms"))
    severity: Severity | None = fields.take("severity", lambda item: item.word(SEVERITIES), None)
    terms = fields.take_list("terms", lambda item: item.each(lambda one: (_term(one), one)))
    return [Entry(term, severity, place) for term, place in terms]


def _term(node: Node) -> str:
    term = " ".join(node.short(LONGEST_TERM, "term").split()).lower()
    if not any(character.isalnum() for character in term) and term.isascii():
        raise node.mistake(f"`{term}` holds no letter or digit; a term is one or more words")
    return term
