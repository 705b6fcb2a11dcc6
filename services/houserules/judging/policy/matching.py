"""From the match language in YAML to expressions. Each reader knows one kind of node."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from houserules.contracts.vocabulary import (
    PII_TYPES,
    SEVERITIES,
    WHOSE,
    DuplicateKind,
    DuplicateMethod,
    DuplicateRole,
    PiiType,
    Severity,
)
from houserules.judging import beside, registered, repeats
from houserules.judging import expressions as ex
from houserules.judging.others import Links, Matched, Points, ScoreAtLeast, asks_for_score
from houserules.judging.phrases.language import Phrase, PhraseError, compile_phrase
from houserules.judging.policy.bounds import (
    LONGEST_COMPILED,
    LONGEST_PHRASE,
    LONGEST_REGEX,
    LONGEST_TERM,
    MOST_CONDITIONS,
    MOST_DEPTH,
    MOST_PHRASES,
)
from houserules.judging.policy.calendar import Dates
from houserules.judging.policy.lexicons import Lexicon
from houserules.judging.policy.patterns import PatternTable
from houserules.judging.policy.reader import Fields, Node, guess
from houserules.judging.policy.registers import Case

WORDS: Final = ("lexicon", "terms", "phrases", "regex")
FILTERS: Final = ("severity", "label", "aimed", "own_words", "quoted", "near", "count")
NEAR_WORDS: Final = 6

_FRAGMENTS: Final = re.compile(r"<([a-z][a-z0-9_-]*)>")


@dataclass(slots=True)
class Scope:
    """What a match expression may refer to, and the tables its patterns go into. `groups` are caps of points by name."""

    lexicons: Mapping[str, Lexicon]
    fragments: Mapping[str, Phrase]
    texts: PatternTable
    names: PatternTable
    conditions: dict[str, ex.Expression] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    groups: Mapping[str, float] = field(default_factory=dict)
    scores: Collection[str] = ()
    cases: Sequence[Case] = ()


def read_match(node: Node, scope: Scope) -> ex.Expression:
    """The expression at `node`. Raises Mistake; further mistakes are reported."""
    entries = node.entries()
    if any(name in WORDS for name in entries):
        return _patterns(node, scope)
    if len(entries) != 1:
        found = " and ".join(f"`{name}`" for name in entries) or "nothing"
        raise node.mistake(f"found {found} where one condition stands; join several with `all`, `any` or `none`")
    name, value = next(iter(entries.items()))
    reader = READERS.get(name)
    if reader is None:
        known = (*WORDS, *READERS)
        raise node.mistake(f"no condition is called `{name}`{guess(name, known)}; known are {', '.join(known)}")
    return reader(value, scope)


def read_whole(node: Node, scope: Scope) -> ex.Expression:
    """As `read_match`, for what a rule or a shared condition holds: not too much of it, shared parts counted each time."""
    expression = read_match(node, scope)
    size, waiting = 0, [(expression, 1)]
    while waiting:
        found, depth = waiting.pop()
        size += 1
        if size > MOST_CONDITIONS or depth > MOST_DEPTH:
            raise node.mistake(
                f"more than {MOST_CONDITIONS:,} conditions, or {MOST_DEPTH} within each other, with those taken up by "
                "`use`; make it simpler"
            )
        if isinstance(found, ex.All | ex.AnyOf | ex.NoneOf):
            waiting += [(part, depth + 1) for part in found.parts]
    return expression


def _parts(node: Node, scope: Scope) -> tuple[ex.Expression, ...]:
    return tuple(node.one_or_more(lambda item: read_match(item, scope)))


def _use(node: Node, scope: Scope) -> ex.Expression:
    found = tuple(node.one_or_more(lambda item: _condition(item, scope)))
    return found[0] if len(found) == 1 else ex.AnyOf(found)


def _condition(node: Node, scope: Scope) -> ex.Expression:
    name = node.word(tuple(scope.conditions))
    return scope.conditions[name]


def _patterns(node: Node, scope: Scope) -> ex.Expression:
    fields = node.fields((), (*WORDS, *FILTERS))
    wanted: frozenset[Severity] = frozenset(
        fields.take_list("severity", lambda item: item.one_or_more(lambda one: one.word(SEVERITIES)))
    )
    labels, severities, allowed = _words(fields, scope, wanted)
    if not labels and "lexicon" in fields and wanted:
        fields.owner.report("no term of the lexicon has such a severity; name one that it has")
    label = fields.take("label", Node.identifier, "")
    return ex.Patterns(
        patterns=frozenset(labels),
        labels=dict.fromkeys(labels, label) if label else labels,
        severities=severities,
        allowed=allowed,
        aimed=fields.take("aimed", Node.flag, None),
        own_words=fields.take("own_words", Node.flag, None),
        quoted=fields.take("quoted", Node.flag, None),
        near=fields.take("near", lambda item: _near(item, scope), None),
        at_least=fields.take("count", lambda item: item.integer(1, 100), 1),
        chances=scope.texts.chances,
    )


def _near(node: Node, scope: Scope) -> ex.Near:
    fields = node.fields((), (*WORDS, "within"))
    labels, _, _ = _words(fields, scope, frozenset())
    if not labels:
        node.report(f"nothing to be near to; add one of {', '.join(WORDS)}")
    return ex.Near(frozenset(labels), fields.take("within", lambda item: item.integer(0, 100), NEAR_WORDS))


def _words(
    fields: Fields, scope: Scope, wanted: frozenset[Severity]
) -> tuple[dict[int, str], dict[int, Severity], frozenset[int]]:
    """Labels and severities by pattern number, and the numbers of allow phrases."""
    labels: dict[int, str] = {}
    severities: dict[int, Severity] = {}
    allowed: set[int] = set()
    table = scope.texts
    for lexicon in fields.take_list("lexicon", lambda node: node.one_or_more(lambda item: _lexicon(item, scope))):
        for entry in lexicon.entries:
            if not wanted or entry.severity in wanted:
                number = table.term(entry.term, entry.place)
                labels.setdefault(number, lexicon.name)
                if entry.severity is not None:
                    severities.setdefault(number, entry.severity)
        allowed.update(table.term(term, place) for term, place in lexicon.allow)
        allowed.update(_allowed_phrases(lexicon, scope, table))
    for number in fields.take_list("terms", lambda node: _terms(node, table)):
        labels.setdefault(number, "term")
    for number in _regexes(fields, scope, table):
        labels.setdefault(number, "phrase")
    table.check(fields.owner)
    return labels, severities, frozenset(allowed)


def _allowed_phrases(lexicon: Lexicon, scope: Scope, table: PatternTable) -> list[int]:
    """Numbers of the phrases that take away hits of `lexicon`; one that does not compile is told where it stands."""
    return [number for node in lexicon.allow_phrases for number in node.attempt(lambda one: _phrase(one, scope, table))]


def _regexes(fields: Fields, scope: Scope, table: PatternTable) -> list[int]:
    """Numbers of the phrases and regexes that `fields` give."""
    numbers = fields.take_list("phrases", lambda node: node.one_or_more(lambda item: _phrase(item, scope, table)))
    return numbers + fields.take_list("regex", lambda node: node.one_or_more(lambda item: _regex(item, table)))


def _terms(node: Node, table: PatternTable) -> list[int]:
    return node.one_or_more(lambda item: table.term(item.short(LONGEST_TERM, "term").lower(), item))


def _regex(node: Node, table: PatternTable) -> int:
    return table.regex(node.short(LONGEST_REGEX, "regex"), node)


@lru_cache(maxsize=4 * MOST_PHRASES)
def compiled(text: str, fragments: tuple[tuple[str, Phrase], ...]) -> Phrase:
    """The phrase in `text`, remembered: a policy that is loaded again, changed here and there, only compiles what is new.

    Raises PhraseError, each time.
    """
    return compile_phrase(text, dict(fragments))


def _phrase(node: Node, scope: Scope, table: PatternTable) -> int:
    try:
        text = node.short(LONGEST_PHRASE, "phrase")
        used = {name: scope.fragments[name] for name in _FRAGMENTS.findall(text) if name in scope.fragments}
        phrase = compiled(text, tuple(used.items()))
        if len(phrase.pattern) > LONGEST_COMPILED:
            raise PhraseError(
                f"{len(phrase.pattern):,} characters with all that its fragments stand for; {LONGEST_COMPILED:,} is the "
                "most, so split it"
            )
        return table.phrase(phrase)
    except PhraseError as error:
        raise node.mistake(str(error)) from error


def _lexicon(node: Node, scope: Scope) -> Lexicon:
    return scope.lexicons[node.word(tuple(scope.lexicons))]


def _pii(node: Node, _: Scope) -> ex.Expression:
    if node.is_text:
        node.word(("any",))
        return beside.Pii(frozenset(PII_TYPES))
    if node.is_list:
        return beside.Pii(_pii_types(node))
    fields = node.fields((), ("types", "whose", "at_least"))
    types: frozenset[PiiType] = fields.take("types", _pii_types, frozenset(PII_TYPES))
    whose = fields.take_list("whose", lambda item: item.one_or_more(lambda one: one.word(WHOSE)))
    least = fields.take("at_least", lambda item: item.integer(1, 100), 1)
    return beside.Pii(types, frozenset(whose or WHOSE), least)


def _pii_types(node: Node) -> frozenset[PiiType]:
    return frozenset(node.one_or_more(lambda item: item.word(PII_TYPES)))


def _spoof(node: Node, _: Scope) -> ex.Expression:
    _only_true(node)
    return beside.SpoofedHelpline()


def _register(node: Node, scope: Scope) -> ex.Expression:
    if node.word(("names", "cases")) == "names":
        return registered.ProtectedName()
    cases: dict[int, tuple[Dates, ...]] = {}
    for case in scope.cases:
        for mention in case.mentions:
            number = scope.texts.term(mention, node)
            cases[number] = (*cases.get(number, ()), case.dates)
    return registered.CaseMention(cases)


def _reply(node: Node, _: Scope) -> ex.Expression:
    _only_true(node)
    return beside.IsReply()


def _only_true(node: Node) -> None:
    if not node.flag():
        raise node.mistake("write `true`; to turn it round, put it under `none`")


def read_copies(node: Node) -> beside.Copies:
    """Which copies are meant: `author` or `campaign`, or fields that also tell a `role` and a `method`."""
    if node.is_text:
        kind: DuplicateKind = node.word(_COPY_KINDS)
        return beside.Copies(kind, "repeat" if kind == "author" else None)
    fields = node.fields(("kind",), ("role", "method"))
    kind = fields.take("kind", lambda item: item.word(_COPY_KINDS), "author")
    role: DuplicateRole | None = fields.take("role", lambda item: item.word(("first", "repeat")), None)
    method: DuplicateMethod | None = fields.take("method", lambda item: item.word(("exact", "near")), None)
    if kind == "author":
        if role == "first" and "kind" in fields:
            fields["role"].report("an author's first copy is a post like any other; only a campaign tells its `first`")
        role = "repeat"
    return beside.Copies(kind, role, method)


_COPY_KINDS: Final = ("author", "campaign")


def _duplicate(node: Node, _: Scope) -> ex.Expression:
    return read_copies(node)


def _flood(node: Node, _: Scope) -> ex.Expression:
    return beside.FloodAt(node.word(("warning", "sanction")))


def _author(node: Node, scope: Scope) -> ex.Expression:
    names = ("name_terms", "name_phrases", "name_regex")
    fields = node.fields((), (*names, "roles", "younger_than"))
    parts: list[ex.Expression] = []
    numbers = set(fields.take_list("name_terms", lambda item: _terms(item, scope.names)))
    numbers.update(
        fields.take_list("name_phrases", lambda item: item.each(lambda one: _phrase(one, scope, scope.names)))
    )
    numbers.update(fields.take_list("name_regex", lambda item: item.each(lambda one: _regex(one, scope.names))))
    scope.names.check(node)
    if numbers:
        parts.append(beside.AuthorName(frozenset(numbers)))
    if "roles" in fields:
        parts.append(beside.AuthorRole(frozenset(fields.take_list("roles", _texts))))
    if "younger_than" in fields:
        parts.append(beside.AuthorYounger(fields.take("younger_than", Node.duration, 0)))
    if not parts:
        raise node.mistake("says nothing about the author; add a field")
    return parts[0] if len(parts) == 1 else ex.All(tuple(parts))


def _platform(node: Node, _: Scope) -> ex.Expression:
    return beside.Platform(frozenset(_texts(node)))


def _lang(node: Node, _: Scope) -> ex.Expression:
    return beside.Language(frozenset(text.lower() for text in _texts(node)))


def _links(node: Node, _: Scope) -> ex.Expression:
    if node.is_text:
        node.word(("any",))
        return beside.Links(frozenset(), frozenset())
    fields = node.fields((), ("domains", "not_domains"))
    return beside.Links(_domains(fields, "domains"), _domains(fields, "not_domains"))


def _domains(fields: Fields, name: str) -> frozenset[str]:
    return frozenset(text.lower().removeprefix("www.") for text in fields.take_list(name, _texts))


def _has(node: Node, _: Scope) -> ex.Expression:
    kinds = _texts(node)
    return beside.HasMedia(frozenset() if kinds == ["media"] else frozenset(kinds))


def _length(node: Node, _: Scope) -> ex.Expression:
    fields = node.fields((), ("min_words", "max_words", "longer_than"))
    bounds = [fields.take(name, lambda item: item.integer(0, 100_000), 0) for name in ("min_words", "longer_than")]
    most: int | None = fields.take("max_words", lambda item: item.integer(1, 100_000), None)
    return beside.Length(words=bounds[0], letters=bounds[1], most=most)


def _repeated(node: Node, scope: Scope) -> ex.Expression:
    fields = node.fields(("of", "at_least"), ("words",))
    unit: repeats.Unit = fields.take("of", lambda item: item.word(repeats.UNITS), "word")
    least = fields.take("at_least", lambda item: item.integer(3, 100), 3)
    words = fields.take("words", lambda item: item.integer(1, 100), 1)
    if unit == "word" and words > 1:
        fields["words"].report("a word is one word; write `of: sentence`")
    number = scope.texts.regex(repeats.begins_alike(unit, least), node)
    scope.texts.check(node)
    return repeats.Repeated(unit, least, words, frozenset((number,)))


def _rule(node: Node, scope: Scope) -> ex.Expression:
    found = tuple(Matched(name, scope.links) for name in node.one_or_more(Node.identifier))
    return found[0] if len(found) == 1 else ex.AnyOf(found)


def _group_points(node: Node, scope: Scope) -> ex.Expression:
    fields = node.fields(("group", "at_least"))
    group: str = fields.take("group", lambda item: item.word(tuple(scope.groups)), "")
    least = fields.take("at_least", lambda item: item.number(0.001, 1000), 1.0)
    if least > scope.groups.get(group, least):
        fields["at_least"].report(f"more than the cap of `{group}` ({scope.groups[group]:g}), so it would never match")
    return Points(group, least, scope.links)


def _score(node: Node, scope: Scope) -> ex.Expression:
    fields = node.fields(("name", "at_least"))
    if not scope.scores:
        raise node.mistake("no scorer is there to ask; name one in `scorers` in policy.yaml")
    name: str = fields.take("name", lambda item: item.word(tuple(scope.scores)), "")
    number = tuple(scope.scores).index(name) if name else 0
    return ScoreAtLeast(name, fields.take("at_least", lambda item: item.number(0.001, 1), 1.0), number, scope.links)


def _texts(node: Node) -> list[str]:
    return node.one_or_more(Node.text)


READERS: Final[dict[str, Callable[[Node, Scope], ex.Expression]]] = {
    "all": lambda node, scope: ex.All(tuple(sorted(_parts(node, scope), key=asks_for_score))),
    "any": lambda node, scope: ex.AnyOf(_parts(node, scope)),
    "none": lambda node, scope: ex.NoneOf(_parts(node, scope)),
    "use": _use,
    "pii": _pii,
    "spoofed_helpline": _spoof,
    "duplicate": _duplicate,
    "flood": _flood,
    "author": _author,
    "platform": _platform,
    "lang": _lang,
    "links": _links,
    "has": _has,
    "length": _length,
    "repeated": _repeated,
    "register": _register,
    "reply": _reply,
    "rule": _rule,
    "points": _group_points,
    "score": _score,
}
