"""Which rules match which posts of a batch, with the evidence as places in the original text.

Scans the whole batch once, then shows each post only to the rules that something in it can set off; most posts have
nothing and cost next to nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from houserules.contracts.stages import RedactedPost
from houserules.contracts.verdict import Finding, Span
from houserules.contracts.vocabulary import Mode, Outcome
from houserules.judging import expressions as ex
from houserules.judging.beside import LONG_TEXT
from houserules.judging.matching import BatchHits, Hits
from houserules.judging.policy.model import Policy, Rule, Then
from houserules.judging.sight import Sight, may_hold_host
from houserules.text.offsets import OffsetMap

MOST_SPANS: Final = 50
"""A finding names this many places at most; a post of nothing but swear words needs no more to explain its verdict."""

MOST_NAMES: Final = 4_000
"""Authors' names whose hits are kept: the same people write again and again, and a scan costs the same for one name or
for a thousand."""

_DEGRADED_RULE_VERSION: Final = 1
_NOTHING: Final = BatchHits({}, None, None).of(0)


class Effect(Struct, frozen=True):
    """A finding and what follows from it; None where nothing does any more."""

    finding: Finding
    then: Then | None


class Evaluation:
    """The effects of all rules on each post of a batch, in the policy's order of rules; rules that are off have none.

    `alone` are the effects on each post as if it belonged to no campaign. A rule that fails on a post is replaced by a
    DEGRADED effect there; the other rules still count.
    """

    __slots__ = ("_found", "_names", "_owners", "_policy", "_posts", "_texts", "alone")

    def __init__(self, posts: Sequence[RedactedPost], policy: Policy) -> None:
        """Looks at every text of `posts` once."""
        texts = [post.text for post in posts]
        self._posts: Final = posts
        self._policy: Final = policy
        self._owners: Final = _add_alternatives(posts, texts)
        self._texts: Final = texts
        self._found: Final = policy.texts.scan(texts)
        self._names: Final = _name_hits(posts, policy)
        self.alone: Final = self._alone()

    def added(self, place: int) -> tuple[Effect, ...]:
        """The effects on the post at `place` that only its campaign brings about: those of rules not in `alone`."""
        post, policy = self._posts[place], self._policy
        campaign = post.screening.campaign
        if campaign is None or post.deleted:
            return ()
        found, names = self._found, self._names.get(post.author.name or "", _NOTHING)
        sights = [Sight(post, post.text, found.of(place), names, campaign=campaign)]
        for other, owner in self._owners.items():
            if owner == place:
                hits = found.of(other)
                sights.append(Sight(post, self._texts[other], hits, _NOTHING, is_main=False, campaign=campaign))
        effects: dict[str, Effect] = {}
        for sight in sights:
            for effect in _apply(policy.on_campaigns, sight, policy):
                effects.setdefault(effect.finding.rule_id, effect)
        known = {effect.finding.rule_id for effect in self.alone[place]}
        return tuple(effect for rule_id, effect in effects.items() if rule_id not in known)

    def _alone(self) -> list[tuple[Effect, ...]]:
        posts, policy, found, names = self._posts, self._policy, self._found, self._names
        wanted = policy.index.rules.keys()
        always = policy.index.always
        effects: list[tuple[Effect, ...]] = [()] * len(posts)
        for place, post in enumerate(posts):
            if post.deleted:
                continue
            triggers = _signals(post, wanted)
            if place in found.found:
                triggers += found.found[place]
            named = names.get(post.author.name or "") if names else None
            if named is not None:
                triggers.append(ex.NAME)
            if (triggers or always) and (rules := _candidates(triggers, policy)):
                effects[place] = _apply(rules, Sight(post, post.text, found.of(place), named or _NOTHING), policy)
            if post.screening.degraded or post.redaction.degraded:
                effects[place] += _degradations(post, policy)
        for place, owner in self._owners.items():
            if place in found.found and not posts[owner].deleted:
                known = {effect.finding.rule_id for effect in effects[owner]}
                rules = [rule for rule in _candidates(found.found[place], policy) if rule.id not in known]
                sight = Sight(posts[owner], self._texts[place], found.of(place), _NOTHING, is_main=False)
                effects[owner] += _apply(rules, sight, policy)
        return effects


def evaluate(posts: Sequence[RedactedPost], policy: Policy) -> list[tuple[Effect, ...]]:
    """The effects of all rules on each post, those that its campaign adds last."""
    evaluation = Evaluation(posts, policy)
    return [(*effects, *evaluation.added(place)) for place, effects in enumerate(evaluation.alone)]


def _degraded(component: str, outcome: Outcome, policy: Policy, mode: Mode = "enforce") -> Effect:
    """The effect of a component that could not do its part on a post."""
    finding = Finding(
        rule_id=component,
        rule_version=_DEGRADED_RULE_VERSION,
        category="DEGRADED",
        clause=policy.degraded.clause,
        mode=mode,
        score=1.0,
        severity="none",
        view="none",
        spans=(),
        explain="a part of the check could not be done, so a person has to look",
    )
    return Effect(finding, Then(outcome, "held" if outcome == "hold" else "visible", "none", "today", 1.0, (), None))


def _add_alternatives(posts: Sequence[RedactedPost], texts: list[str]) -> dict[int, int]:
    """Append the description of every picture to `texts`; returns which post each belongs to."""
    owners: dict[int, int] = {}
    for place, post in enumerate(posts):
        if post.media:
            for item in post.media:
                if item.alt:
                    owners[len(texts)] = place
                    texts.append(item.alt)
    return owners


def _name_hits(posts: Sequence[RedactedPost], policy: Policy) -> Mapping[str, Hits]:
    """What is in the display names of the batch's authors, by name; names without a hit may be left out."""
    if policy.names.is_empty:
        return {}
    known = policy.known_names
    unseen = list({post.author.name for post in posts if post.author.name} - known.keys())
    if unseen:
        if len(known) > MOST_NAMES:
            known.clear()
            unseen = list({post.author.name for post in posts if post.author.name})
        found = policy.names.scan(unseen)
        known.update((name, found.of(place) if place in found.found else None) for place, name in enumerate(unseen))
    return {name: hits for name in {post.author.name for post in posts} if name and (hits := known[name]) is not None}


def _signals(post: RedactedPost, wanted: Iterable[int]) -> list[int]:
    """What a post has beside its words, of the kinds that some rule is about."""
    signals: list[int] = []
    redaction, screening, text = post.redaction, post.screening, post.text
    if redaction.spans:
        signals.append(ex.PII)
    if redaction.spoofs:
        signals.append(ex.SPOOF)
    if screening.duplicate.role == "repeat":
        signals.append(ex.REPEAT)
    if screening.floods:
        signals.append(ex.FLOOD)
    if post.media:
        signals.append(ex.MEDIA)
    if len(text) >= LONG_TEXT:
        signals.append(ex.LONG)
    if ex.LINK in wanted and (post.links or may_hold_host(text)):
        signals.append(ex.LINK)
    return signals


def _candidates(triggers: Iterable[int], policy: Policy) -> list[Rule]:
    """The rules that any of `triggers` may set off, in the policy's order."""
    table = policy.index.rules
    numbers = set(policy.index.always)
    for trigger in triggers:
        if trigger in table:
            numbers.update(table[trigger])
    return [policy.rules[number] for number in sorted(numbers)]


def _apply(rules: Iterable[Rule], sight: Sight, policy: Policy) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for rule in rules:
        try:
            found = _found(rule, sight)
            if found is None:
                continue
            effects.append(Effect(_finding(rule, found, sight), rule.then))
        except Exception:  # noqa: BLE001  one rule's fault must not cost the post its verdict: held, and named as degraded
            component = f"judging.{rule.id}"
            effects.append(_degraded(component, "hold", policy, rule.mode))
    return tuple(effects)


def _found(rule: Rule, sight: Sight) -> ex.Found | None:
    """The evidence that `rule` matches, without what its exceptions take away; None if it does not match."""
    found = rule.match.find(sight)
    if found is None:
        return None
    if found and rule.unless is not None and (excuses := rule.unless.find(sight)):
        found = tuple(
            item
            for item in found
            if item.original
            or not any(sight.together((item.start, item.end), (excuse.start, excuse.end)) for excuse in excuses)
        )
        if not found:
            return None
    if rule.exempt is not None and rule.exempt.find(sight) is not None:
        return None
    return found


def _finding(rule: Rule, found: ex.Found, sight: Sight) -> Finding:
    return Finding(
        rule_id=rule.id,
        rule_version=rule.version,
        category=rule.category,
        clause=rule.clause,
        mode=rule.mode,
        score=rule.then.confidence,
        severity=ex.worst(found, rule.then.severity),
        view=(found[0].view if found else "none") if sight.is_main else "alternative",
        spans=_spans(found, sight) if found and sight.is_main else (),
        explain=rule.description,
    )


def _spans(found: ex.Found, sight: Sight) -> tuple[Span, ...]:
    """The evidence as places in the original text, each place once, in order."""
    offsets: OffsetMap | None = None
    spans: dict[tuple[int, int], Span] = {}
    for item in found:
        place = (item.start, item.end)
        if not item.original and sight.post.redaction.spans:
            offsets = offsets or OffsetMap(sight.post.redaction.spans)
            place = offsets.span(*place)
        spans.setdefault(place, Span(*place, item.label, item.replacement))
    return tuple(spans[place] for place in sorted(spans)[:MOST_SPANS])


def _degradations(post: RedactedPost, policy: Policy) -> tuple[Effect, ...]:
    """The effects of what earlier stages could not do."""
    components = dict.fromkeys((*post.screening.degraded, *post.redaction.degraded))
    outcomes = {component: policy.degraded.outcome(component) for component in components}
    return tuple(_degraded(name, outcome, policy) for name, outcome in outcomes.items() if outcome != "allow")
