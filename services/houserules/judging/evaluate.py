"""Which rules match which posts of a batch, with the evidence as places in the original text.

Scans the whole batch once, then shows each post only to the rules that something in it can set off; most posts have
nothing and cost next to nothing.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from houserules.contracts.stages import Duplicate, RedactedPost
from houserules.contracts.verdict import Finding, Span
from houserules.contracts.vocabulary import Mode, Outcome
from houserules.judging import expressions as ex
from houserules.judging.index import SIGNALS, signals_of
from houserules.judging.matching import BatchHits, Hits
from houserules.judging.policy.editions import Edition
from houserules.judging.policy.model import Policy, Rule, Then
from houserules.judging.relaxed import Filter, relaxed
from houserules.judging.scores import BatchScores
from houserules.judging.sight import Others, Sight
from houserules.text.offsets import OffsetMap

MOST_SPANS: Final = 50
"""A finding names this many places at most; a post of nothing but swear words needs no more to explain its verdict."""

MOST_NAMES: Final = 4_000
"""Authors' names whose hits are kept: the same people write again and again, and a scan costs the same for one name or
for a thousand."""

WHOLE: Final = 100
"""A rollout, in percent, that leaves no post out."""

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

    __slots__ = ("_found", "_matched", "_names", "_owners", "_policy", "_posts", "_scores", "_texts", "alone")

    def __init__(self, posts: Sequence[RedactedPost], policy: Policy) -> None:
        """Looks at every text of `posts` once."""
        texts = [post.text for post in posts]
        self._posts: Final = posts
        self._policy: Final = policy
        self._owners: Final = _add_alternatives(posts, texts)
        self._texts: Final = texts
        self._found: Final = policy.texts.scan(texts)
        self._names: Final = _name_hits(posts, policy)
        self._matched: Final[dict[int, dict[str, ex.Found]]] = {}
        self._scores: Final = BatchScores(texts, policy.scorers)
        self.alone: Final = self._alone()

    def added(self, place: int) -> tuple[Effect, ...]:
        """The effects on the post at `place` that only its campaign brings about: those of rules not in `alone`."""
        post = self._posts[place]
        campaign = post.screening.campaign
        if campaign is None or post.deleted:
            return ()
        edition = self._policy.at(post.screening.event_time)
        known = {effect.finding.rule_id for effect in self.alone[place]}
        matched = dict(self._matched.get(place, ()))
        sights = self._sights(place, matched, campaign)
        effects: list[Effect] = []
        taken: dict[str, str] = {}
        for number in edition.on_campaigns:
            rule = edition.rules[number]
            effect = None if rule.id in known else self._first(rule, sights, matched)
            if effect is not None and effect.finding.rule_id not in known:
                effects.append(effect)
                _take(rule, effect, taken)
        return _without(effects, taken)

    def score(self, place: int, name: str) -> float:
        """The score of this name of the post at `place`, 0 to 1. Raises what the scorer raises."""
        return self._scores.of(place, name)

    def _alone(self) -> list[tuple[Effect, ...]]:
        posts, policy, found, names = self._posts, self._policy, self._found, self._names
        scored = self._scores.reached(policy.index.rules) if policy.scorers else {}
        effects: list[tuple[Effect, ...]] = [()] * len(posts)
        late: dict[int, set[int]] = {}
        for place, triggers in self._triggers(scored).items():
            post = posts[place]
            if not post.deleted:
                edition = policy.at(post.screening.event_time)
                if numbers := self._candidates(triggers, edition, place, late):
                    named = names.get(post.author.name or "", _NOTHING)
                    sight = Sight(post, post.text, found.of(place), named)
                    effects[place] = self._apply([edition.rules[number] for number in numbers], sight, place, edition)
        for place, post in enumerate(posts):
            if (post.screening.degraded or post.redaction.degraded) and not post.deleted:
                effects[place] += _degradations(post, policy)
        for place, owner in self._owners.items():
            triggers = [*found.found.get(place, ()), *scored.get(place, ())]
            if triggers and not posts[owner].deleted:
                edition = policy.at(posts[owner].screening.event_time)
                known = {effect.finding.rule_id for effect in effects[owner]}
                numbers = self._candidates(triggers, edition, owner, late)
                rules = [rule for rule in (edition.rules[number] for number in numbers) if rule.id not in known]
                sight = Sight(posts[owner], self._texts[place], found.of(place), _NOTHING, is_main=False)
                effects[owner] += self._apply(rules, sight, owner, edition)
        if late:
            self._add_late(late, effects)
        return effects

    def _triggers(self, scored: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
        """What may set off rules on each post, by its place: of most posts nothing does. `scored` is by place as well."""
        posts, names, index = self._posts, self._names, self._policy.index
        count = len(posts)
        triggers = {place: list(hits) for place, hits in self._found.found.items() if place < count}
        for place, reached in scored.items():
            if place < count:
                triggers.setdefault(place, []).extend(reached)
        if signals := {signal for signal in SIGNALS if signal in index.rules}:
            for place, post in enumerate(posts):
                if seen := signals_of(post, signals):
                    triggers.setdefault(place, []).extend(seen)
        if names:
            for place, post in enumerate(posts):
                if post.author.name in names:
                    triggers.setdefault(place, []).append(ex.NAME)
        if index.always:
            for place in range(count):
                triggers.setdefault(place, [])
        return triggers

    def _candidates(
        self, triggers: Iterable[int], edition: Edition, place: int, late: dict[int, set[int]]
    ) -> list[int]:
        """The numbers of the rules that any of `triggers` may set off, in order; those that have to wait go to `late`."""
        table = edition.index.rules
        numbers = set(edition.index.always)
        for trigger in triggers:
            if trigger in table:
                numbers.update(table[trigger])
        if not edition.has_late:
            return sorted(numbers)
        if waiting := {number for number in numbers if number >= edition.late}:
            late.setdefault(place, set()).update(waiting)
        return sorted(numbers - waiting)

    def _apply(self, rules: Iterable[Rule], sight: Sight, place: int, edition: Edition) -> tuple[Effect, ...]:
        matched = self._matched.setdefault(place, {}) if edition.has_late else None
        tried = [_tried(rule, sight, self._policy, matched) for rule in rules]
        return tuple([effect for effect in tried if effect is not None])

    def _add_late(self, late: Mapping[int, set[int]], effects: list[tuple[Effect, ...]]) -> None:
        """Put the effects of late rules to those of the others, whose findings they may take the place of."""
        editions = {place: self._policy.at(self._posts[place].screening.event_time) for place in late}
        sights = {place: self._sights(place, self._matched.setdefault(place, {})) for place in late}
        if self._policy.scorers:
            self._foresee(late, editions, sights)
        for place, numbers in late.items():
            added: list[Effect] = []
            taken: dict[str, str] = {}
            for number in sorted(numbers):
                rule = editions[place].rules[number]
                effect = self._first(rule, sights[place], self._matched[place])
                if effect is not None:
                    added.append(effect)
                    _take(rule, effect, taken)
            effects[place] = _without((*effects[place], *added), taken)

    def _foresee(
        self, late: Mapping[int, set[int]], editions: Mapping[int, Edition], sights: Mapping[int, list[Sight]]
    ) -> None:
        """Work out in one go the scores that the rules of the batch come to ask for, as far as can be seen from here."""
        scores = self._scores
        if scores.complete:
            return
        scores.foreseeing = True
        for place, numbers in late.items():
            for number in editions[place].scored.intersection(numbers):
                for sight in sights[place]:
                    try:
                        _found(editions[place].rules[number], sight)
                    except Exception:  # noqa: BLE001  the rule is tried again below, and told of if it fails
                        continue
        scores.foreseeing = False
        scores.fetch()

    def _sights(self, place: int, matched: Mapping[str, ex.Found], campaign: Duplicate | None = None) -> list[Sight]:
        """Every text of the post at `place` as late rules and rules on campaigns see it, its own first."""
        post, found = self._posts[place], self._found
        names = self._names.get(post.author.name or "", _NOTHING)
        others = Others(matched, self._scores, place)
        sights = [Sight(post, post.text, found.of(place), names, campaign=campaign, others=others)]
        if post.media:
            for other, owner in self._owners.items():
                if owner == place:
                    hits = found.of(other)
                    others = Others(matched, self._scores, other)
                    text = self._texts[other]
                    sights.append(Sight(post, text, hits, _NOTHING, is_main=False, campaign=campaign, others=others))
        return sights

    def spared(
        self, place: int
    ) -> Iterator[tuple[str, Literal["unless", "except"] | Filter, tuple[Span, ...], tuple[Span, ...]]]:
        """Rules that see what they look for in the post at `place` and let it go: why, what they saw, and what excuses it.

        Where it is a filter of the match, nothing else excuses it.

        Tries every rule of the policy on the post's own text, which takes as long as judging many posts.
        """
        post = self._posts[place]
        edition = self._policy.at(post.screening.event_time)
        sight = self._sights(place, self._matched.get(place, {}), post.screening.campaign)[0]
        for rule in edition.rules:
            if rule.mode == "off":
                continue
            found = rule.match.find(sight)
            if found is None:
                for name, match in relaxed(rule.match):
                    seen = _found(dataclasses.replace(rule, match=match), sight)
                    if seen is not None:
                        yield rule.id, name, _spans(seen, sight), ()
                continue
            if _found(rule, sight) is not None:
                continue
            excuses = rule.exempt.find(sight) if rule.exempt is not None else None
            by: Literal["unless", "except"] = "unless" if excuses is None else "except"
            if excuses is None:
                excuses = rule.unless.find(sight) if rule.unless is not None else None
            yield rule.id, by, _spans(found, sight), _spans(excuses or (), sight)

    def _first(self, rule: Rule, sights: Iterable[Sight], matched: dict[str, ex.Found]) -> Effect | None:
        """The effect of `rule` on the first of a post's texts that it matches."""
        for sight in sights:
            effect = _tried(rule, sight, self._policy, matched)
            if effect is not None:
                return effect
        return None


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


def _tried(rule: Rule, sight: Sight, policy: Policy, matched: dict[str, ex.Found] | None) -> Effect | None:
    """The effect of `rule` on a text; what it saw is put to `matched`, where somebody may ask about it."""
    try:
        found = _found(rule, sight)
        if found is None:
            return None
        effect = Effect(_finding(rule, found, sight), rule.then)
    except Exception:  # noqa: BLE001  one rule's fault must not cost the post its verdict: held, and named as degraded
        return _degraded(f"judging.{rule.id}", "hold", policy, _mode(rule, sight.post))
    if matched is not None:
        # Places in the description of a picture mean nothing in the post's own text.
        matched.setdefault(rule.id, found if sight.is_main else ())
    return effect


def _take(rule: Rule, effect: Effect, taken: dict[str, str]) -> None:
    """Note what `rule` takes the place of. In shadow it takes nothing: what is enforced stays so."""
    if rule.replaces and effect.finding.rule_id == rule.id and effect.finding.mode == "enforce":
        for name in rule.replaces:
            taken.setdefault(name, rule.id)


def _without(effects: Sequence[Effect], taken: Mapping[str, str]) -> tuple[Effect, ...]:
    """`effects`, of which those that are `taken` are still told but follow no more."""
    if not taken:
        return tuple(effects)
    return tuple(
        Effect(replace(effect.finding, suppressed_by=taken[effect.finding.rule_id]), None)
        if effect.finding.rule_id in taken
        else effect
        for effect in effects
    )


def _mode(rule: Rule, post: RedactedPost) -> Mode:
    """The rule's mode on a post: shadow outside its share of posts, which is the same on every worker and in a replay."""
    if rule.rollout == WHOLE or rule.mode != "enforce":
        return rule.mode
    share = blake2b(f"{rule.id}|{post.post_key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return "enforce" if int.from_bytes(share, "big") % WHOLE < rule.rollout else "shadow"


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
        mode=_mode(rule, sight.post),
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
    return tuple(spans.values()) if len(spans) == 1 else tuple([spans[place] for place in sorted(spans)[:MOST_SPANS]])


def _degradations(post: RedactedPost, policy: Policy) -> tuple[Effect, ...]:
    """The effects of what earlier stages could not do."""
    components = dict.fromkeys((*post.screening.degraded, *post.redaction.degraded))
    outcomes = {component: policy.degraded.outcome(component) for component in components}
    return tuple(_degraded(name, outcome, policy) for name, outcome in outcomes.items() if outcome != "allow")
