"""Rules about rules, held against a slow and simple oracle over policies and posts that nobody thought of."""

import tempfile
from pathlib import Path
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from houserules.contracts.stages import Screening
from houserules.judging.judge import judge
from houserules.judging.policy import load_policy
from support.judging import POLICY, Always, redacted, write_policy

WORDS = ("cat", "dog", "fox", "owl")
LATER = 1_000_000
"""When the overlay begins: a rule is off before it and on from then on."""

Match = dict[str, Any]


def matches(depth: int, others: list[str]) -> st.SearchStrategy[Match]:
    leaves: list[st.SearchStrategy[Match]] = [st.sampled_from(WORDS).map(lambda word: {"terms": [word]})]
    leaves.append(st.sampled_from((0.5, 1.0, 1.5)).map(lambda least: {"points": {"group": "g", "at_least": least}}))
    if others:
        leaves.append(st.sampled_from(others).map(lambda name: {"rule": name}))
    leaf = st.one_of(leaves)
    if depth == 0:
        return leaf
    parts = st.lists(matches(depth - 1, others), min_size=1, max_size=3)
    return st.one_of(
        leaf, st.tuples(st.sampled_from(("all", "any", "none")), parts).map(lambda pair: {pair[0]: pair[1]})
    )


@st.composite
def policies(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rules of words, some with points, then rules about the rules before them; in any order in the file."""
    rules: list[dict[str, Any]] = []
    for place in range(draw(st.integers(2, 4))):
        rules.append({"id": f"p{place}", "match": {"terms": [draw(st.sampled_from(WORDS))]}})
        if draw(st.booleans()):
            rules[-1]["points"] = {"group": "g", "value": draw(st.sampled_from((-1.0, 0.5, 1.5)))}
    for place in range(draw(st.integers(4, 14))):
        rules.append({"id": f"c{place:02}", "match": draw(matches(2, [rule["id"] for rule in rules]))})
    for rule in rules:
        rule["mode"] = draw(st.sampled_from(("enforce", "enforce", "shadow", "off")))
    return draw(st.permutations(rules))


def holds(match: Match, words: set[str], matched: set[str], rules: dict[str, dict[str, Any]]) -> bool:
    ((name, value),) = match.items()
    if name == "terms":
        return value[0] in words
    if name == "rule":
        return value in matched
    if name == "points":
        given = (rules[item]["points"]["value"] for item in matched if "points" in rules[item])
        return min(sum(given), 1.5) >= value["at_least"]
    parts = [holds(part, words, matched, rules) for part in value]
    return {"all": all(parts), "any": any(parts), "none": not any(parts)}[name]


def expected(found: list[dict[str, Any]], words: set[str], *, later: bool) -> set[str]:
    rules = {rule["id"]: rule for rule in found}
    matched: set[str] = set()
    for name in sorted(rules, key=lambda item: (item[0] != "p", item)):
        on = rules[name]["mode"] != "off" or (later and name == "p0")
        if on and holds(rules[name]["match"], words, matched, rules):
            matched.add(name)
    return matched


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies(), st.lists(st.sets(st.sampled_from(WORDS)), min_size=1, max_size=6))
def test_late_rules_are_found_as_if_every_rule_were_tried(found: list[dict[str, Any]], texts: list[set[str]]) -> None:
    common = {
        "version": 1,
        "category": "PROFANITY",
        "clause": "HR-1",
        "description": "x",
        "then": {"outcome": "hold", "severity": "low", "urgency": "routine"},
        "tests": {"hit": ["a", "b"], "miss": ["c", "d"]},
    }
    overlay = {
        "id": "later",
        "title": "Later",
        "starts": "1970-01-01T00:16:40Z",
        "ends": "2100-01-01",
        "set": {"p0": {"mode": "enforce"}},
    }
    with tempfile.TemporaryDirectory() as folder:
        rules = orjson.dumps([common | rule for rule in found]).decode()
        main = POLICY + "groups: {g: {cap: 1.5}}\n"
        policy = load_policy(write_policy(Path(folder), rules, main, overlays__later=orjson.dumps(overlay).decode()))
    posts = [
        redacted(" ".join(sorted(words)) or "nothing", screening=Screening(moment))
        for words in texts
        for moment in (LATER - 1, LATER)
    ]
    for place, judgement in enumerate(judge(posts, policy, Always())):
        verdict = judgement.shadow or judgement.verdict
        names = {finding.rule_id for finding in verdict.findings}
        assert names == expected(found, texts[place // 2], later=bool(place % 2))
