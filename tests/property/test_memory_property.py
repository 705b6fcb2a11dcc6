"""The promises of a judge with a past: budgets, the brake, strikes and signposts, whatever the policy and the posts.

The policy's rules are one for each kind of effect; limits, thresholds and posts are drawn. What is expected is worked out
again from the outcomes alone, as slowly and as plainly as possible.
"""

import tempfile
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.contracts.vocabulary import INVERSE, IRREVERSIBLE, OUTCOME_RANK, PROTECTED_CATEGORIES
from houserules.judging.budgets import HELD_BY, PROTECTING, is_sanction
from houserules.judging.evaluate import Evaluation
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, load_policy
from houserules.judging.policy.limits import Brake, Budget, Strikes
from houserules.judging.policy.model import AGAINST_AUTHOR
from houserules.judging.resolve import VISIBILITY_RANK
from houserules.windows.history import Entry, History
from support.judging import POLICY, Always, rule, write_policy
from support.memory import Court, at, bytes_of, verbs

WORDS = {
    "hiding": ("HATE", "hide", "actions: [record_strike, notify_author]", "enforce"),
    "removing": ("ILLEGAL", "remove", "actions: [record_strike, report_to_platform], strike: 5", "enforce"),
    "holding": ("LIBEL", "hold", "actions: [escalate_legal]", "enforce"),
    "redacting": ("PERSONAL_INFO", "redact", "template: words", "enforce"),
    "swearing": ("PROFANITY", "hide", "actions: [record_strike]", "enforce"),
    "threat": ("THREAT", "escalate", "visibility: hidden, actions: [escalate_moderator, record_strike]", "enforce"),
    "told": ("SAFEGUARDING", "escalate", "actions: [escalate_safeguarding, reply_signpost]", "enforce"),
    "crisis": ("CRISIS", "escalate", "visibility: hidden, actions: [escalate_safeguarding]", "enforce"),
    "query": ("SERIOUS_QUERY", "hide", "actions: [reply_signpost]", "enforce"),
    "spoof": ("SPOOFED_HELPLINE", "hide", "actions: [report_to_platform]", "enforce"),
    "shade": ("HATE", "remove", "actions: [record_strike, block_author]", "shadow"),
}


@lru_cache(maxsize=1)
def base() -> Policy:
    rules = [
        rule(f"{{terms: [{word}]}}", hit=word, id=word, category=category, outcome=outcome, then=f", {then}", mode=mode)
        for word, (category, outcome, then, mode) in WORDS.items()
    ]
    return load_policy(write_policy(Path(tempfile.mkdtemp()), "\n".join(rules), POLICY))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """The rules with budgets on some, perhaps with a brake, perhaps with strikes."""
    budgets = draw(st.dictionaries(st.sampled_from(sorted(WORDS)), st.integers(1, 4).map(Budget), max_size=4))
    rules = tuple(replace(item, budget=budgets.get(item.id)) for item in base().rules)
    brake = draw(
        st.none() | st.builds(Brake, st.sampled_from((0.05, 0.2)), st.sampled_from((10, 30)), st.integers(2, 4))
    )
    weights = {"none": 0, "low": 1, "medium": draw(st.integers(1, 3)), "high": 3, "critical": 6}
    mute = draw(st.none() | st.integers(1, 6))
    block = draw(st.none() | st.integers((mute or 0) + 1, 12))
    strikes = draw(
        st.none() | st.builds(Strikes, st.sampled_from((DAY, 3 * DAY)), *map(st.just, (weights, mute, block)))
    )
    return replace(base(), rules=rules, brake=brake, strikes=strikes)


@st.composite
def posts(draw: st.DrawFn) -> list[RedactedPost]:
    """Posts of three authors in the partition's order, some places apart, some of them late."""
    found: list[RedactedPost] = []
    place = time = 0
    for _ in range(draw(st.integers(1, 25))):
        place += draw(st.integers(1, 6))
        time += draw(st.sampled_from((MINUTE, 20 * MINUTE, 7 * HOUR)))
        late = draw(st.sampled_from((0, 0, 0, 2 * HOUR)))
        found.append(
            at(
                place,
                " ".join(draw(st.lists(st.sampled_from((*WORDS, "hello")), max_size=3, unique=True))),
                after=max(0, time - late),
                author=draw(st.sampled_from("abc")),
                thread_key=draw(st.sampled_from(("x:acct:t1", "x:acct:t2"))),
            )
        )
    return found


@settings(deadline=None, max_examples=60)
@given(policies(), posts())
def test_a_limit_lowers_a_sanction_to_a_hold_and_never_further(policy: Policy, given_posts: list[RedactedPost]) -> None:
    raw = judge(given_posts, policy, Always())
    for plain, limited in zip(raw, Court(policy).judge(*given_posts), strict=True):
        before, after = plain.verdict, limited.verdict
        held = [item for item in after.findings if item.suppressed_by in HELD_BY]
        assert not {item.category for item in held} & PROTECTING
        assert {part.split(".")[0] for part in after.degraded} == {item.suppressed_by for item in held}
        assert OUTCOME_RANK[after.outcome] <= OUTCOME_RANK[before.outcome]
        assert VISIBILITY_RANK[after.visibility] <= VISIBILITY_RANK[before.visibility]
        if not held:
            assert (after.outcome, after.visibility) == (before.outcome, before.visibility)
            continue
        assert OUTCOME_RANK[after.outcome] >= OUTCOME_RANK["hold"]
        assert after.visibility != "visible"
        counting = {item.rule_id for item in after.findings if item.suppressed_by is None}
        against = [action for action in limited.actions if action.verb in AGAINST_AUTHOR]
        assert {action.reason.rule_id for action in against} <= counting


@settings(deadline=None, max_examples=60)
@given(policies(), posts())
def test_whoever_discloses_is_never_punished_whatever_they_did_before(
    policy: Policy, given_posts: list[RedactedPost]
) -> None:
    for judgement in Court(policy).judge(*given_posts):
        if PROTECTED_CATEGORIES & {item.category for item in judgement.verdict.findings}:
            ordered = set(verbs(judgement))
            assert not ordered & {"remove", *AGAINST_AUTHOR}
            assert {"preserve_evidence", "escalate_safeguarding"} <= ordered
            assert VISIBILITY_RANK[judgement.verdict.visibility] <= VISIBILITY_RANK["hidden"]
            assert judgement.verdict.outcome == "escalate"


@settings(deadline=None, max_examples=40)
@given(policies(), posts())
def test_shadow_rules_order_nothing_and_every_order_says_what_undoes_it(
    policy: Policy, given_posts: list[RedactedPost]
) -> None:
    for judgement in Court(policy).judge(*given_posts):
        assert {action.reason.rule_id for action in judgement.actions}.isdisjoint({"shade"})
        assert len({action.action_id for action in judgement.actions}) == len(judgement.actions)
        for action in judgement.actions:
            assert action.inverse == INVERSE.get(action.verb)
            assert action.reversible is (action.inverse is not None)
            if action.verb in {"hide", "hold", "mute_author", "block_author", "record_strike", *IRREVERSIBLE}:
                assert action.inverse is not None


@settings(deadline=None, max_examples=60)
@given(policies(), posts(), st.lists(st.integers(0, 25), max_size=3), st.integers(0, 25), st.booleans())
def test_neither_batches_nor_redelivery_nor_recovery_change_a_byte(
    policy: Policy, given_posts: list[RedactedPost], cuts: list[int], back: int, retried: bool
) -> None:
    first = Court(policy)
    expected = bytes_of(first.judge(*given_posts))
    apart, found = Court(policy), []
    edges = [0, *sorted(min(cut, len(given_posts)) for cut in cuts), len(given_posts)]
    for start, end in pairwise(edges):
        found += bytes_of(apart.judge(*given_posts[start:end]))
    assert found == expected
    back = min(back, len(given_posts) - 1)
    assert bytes_of(apart.judge(*given_posts[back:])) == expected[back:]
    assert bytes_of(first.recovered().judge(*given_posts[back:])) == expected[back:]
    if retried:
        again = [msgspec.structs.replace(post, origin=at(1000 + n).origin) for n, post in enumerate(given_posts)]
        assert bytes_of(first.judge(*again)) == expected


@settings(deadline=None, max_examples=60)
@given(policies(), posts())
def test_no_rule_exceeds_its_budget_nor_the_brake(policy: Policy, given_posts: list[RedactedPost]) -> None:
    found = Court(policy).judge(*given_posts)
    brake = policy.brake
    evaluated = Evaluation(given_posts, policy).alone
    budgets = {item.id: item.budget.per_hour for item in policy.rules if item.budget is not None}
    fired: dict[str, list[int]] = {}
    spent: dict[tuple[str, int], int] = {}
    for post, effects, judgement in zip(given_posts, evaluated, found, strict=True):
        protected = any(effect.finding.category in PROTECTED_CATEGORIES for effect in effects)
        for effect in effects:
            rule_id, place = effect.finding.rule_id, post.origin.offset
            if not is_sanction(effect):
                continue
            finding = next(item for item in judgement.verdict.findings if item.rule_id == rule_id)
            # On a post that the cap protects, less is a sanction than the rule itself would say.
            if protected:
                continue
            if brake is not None:
                earlier = [one for one in fired.get(rule_id, []) if one > place - brake.window_posts]
                expected = len(earlier) + 1 > brake.share * brake.window_posts and len(earlier) + 1 >= brake.least
                if not any(rule_id in _capped_rules(item) for item in found):
                    assert (finding.suppressed_by == "brake") is expected
                fired.setdefault(rule_id, []).append(place)
            if finding.suppressed_by is None:
                hour = (rule_id, post.screening.event_time // HOUR)
                spent[hour] = spent.get(hour, 0) + 1
    assert all(number <= budgets.get(rule_id, number) for (rule_id, _), number in spent.items())


def _capped_rules(judgement: Judgement) -> set[str]:
    """The rules that fired on a post that the cap protects."""
    categories = {item.category for item in judgement.verdict.findings}
    return {item.rule_id for item in judgement.verdict.findings} if categories & PROTECTED_CATEGORIES else set()


@settings(deadline=None, max_examples=60)
@given(policies(), posts(), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=9))
def test_strikes_add_up_expire_and_are_taken_back(
    policy: Policy, given_posts: list[RedactedPost], taken: list[tuple[int, int]]
) -> None:
    """Against a plain sum over all earlier strikes; `taken` are (after which post, which post's strike)."""
    court = Court(policy)
    known: list[tuple[RedactedPost, int]] = []
    void: set[str] = set()
    for number, post in enumerate(given_posts):
        judgement = court.one(post)
        ordered = verbs(judgement)
        if policy.strikes is None:
            assert "mute_author" not in ordered
            continue
        since = post.screening.event_time - policy.strikes.expiry_ms
        before = sum(
            weight
            for other, weight in known
            if other.author.id == post.author.id and other.screening.event_time > since and other.post_key not in void
        )
        words = set(post.text.split())
        weights = {"hiding": None, "removing": 5, "swearing": None, "threat": None}
        stopped = {item.rule_id for item in judgement.verdict.findings if item.suppressed_by is not None}
        mine = [policy.strikes.weight("medium", weights[word]) for word in words & weights.keys() - stopped]
        weight = max(mine, default=0)
        if words & {"told", "crisis"}:
            weight = 0
        assert ("record_strike" in ordered) is bool(weight)
        for verb, threshold in (("mute_author", policy.strikes.mute_at), ("block_author", policy.strikes.block_at)):
            crossed = bool(weight) and threshold is not None and before < threshold <= before + weight
            assert (verb in ordered) is crossed
        if weight:
            known.append((post, weight))
        for after, which in taken:
            if after == number:
                target = given_posts[which % (number + 1)]
                if court.void(target.author_key, target.post_key):
                    void.add(target.post_key)


@settings(deadline=None, max_examples=60)
@given(policies(), posts())
def test_nobody_is_signposted_twice_in_a_thread_in_a_day(policy: Policy, given_posts: list[RedactedPost]) -> None:
    replies: dict[tuple[str, str | None], list[int]] = {}
    for post, judgement in zip(given_posts, Court(policy).judge(*given_posts), strict=True):
        if "reply_signpost" in verbs(judgement):
            times = replies.setdefault((post.author.id, post.thread_key), [])
            assert all(abs(time - post.screening.event_time) >= DAY for time in times)
            times.append(post.screening.event_time)
        elif {"told", "query"} & set(post.text.split()):
            times = replies[post.author.id, post.thread_key]
            assert any(abs(time - post.screening.event_time) < DAY for time in times)


@given(st.sets(st.integers(0, 200), max_size=60), st.integers(0, 220), st.integers(1, 70))
def test_the_nth_last_row_is_what_a_search_through_all_finds(places: set[int], before: int, number: int) -> None:
    history = History(DAY)
    for sequence in sorted(places):
        history.add(Entry(4, 0, sequence, 8, 1, 0))
    earlier = sorted((place for place in places if place < before), reverse=True)
    assert history.nth_last(4, before, number) == (earlier[number - 1] if number <= len(earlier) else None)
