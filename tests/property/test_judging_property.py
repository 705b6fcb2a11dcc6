"""The promises of the judge, held against policies and posts that nobody thought of."""

import tempfile
from functools import lru_cache
from pathlib import Path

import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from houserules.contracts.stages import PiiSpan, Redaction
from houserules.contracts.verdict import Finding
from houserules.contracts.vocabulary import CATEGORIES, OUTCOME_RANK, OUTCOMES, PROTECTED_CATEGORIES, Category, Outcome
from houserules.judging.evaluate import Effect
from houserules.judging.judge import judge
from houserules.judging.phrases.language import compile_part, compile_phrase
from houserules.judging.phrases.matcher import PhraseMatcher
from houserules.judging.policy import Policy, load_policy, shipped_policy_path
from houserules.judging.policy.model import AGAINST_AUTHOR, Safeguarding, Then
from houserules.judging.policy.rules import ORDERED, VISIBILITY
from houserules.judging.resolve import CAP, resolve
from houserules.text.views import ViewBatch
from support.judging import Always, redacted, rule, write_policy

WORDS = [
    "i",
    "was",
    "abused",
    "he",
    "raped",
    "me",
    "my",
    "uncle",
    "kill",
    "you",
    "bastard",
    "13",
    "dm",
    "HOUSERULES-TEST-REMOVE-7f3a",
]


@lru_cache(maxsize=1)
def shipped() -> Policy:
    return load_policy(shipped_policy_path("its-not-okay"))


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    category: Category = draw(st.sampled_from(CATEGORIES))
    outcome: Outcome = "escalate" if category in PROTECTED_CATEGORIES else draw(st.sampled_from(OUTCOMES))
    visibility = draw(st.sampled_from(("visible", "held", "hidden"))) if outcome == "escalate" else VISIBILITY[outcome]
    severity = draw(st.sampled_from(("none", "low", "medium", "high", "critical")))
    finding = Finding(
        rule_id=draw(st.sampled_from(("a", "b", "c"))),
        rule_version=1,
        category=category,
        clause="HR-1",
        mode="enforce",
        score=draw(st.sampled_from((0.2, 0.5, 0.9))),
        severity=severity,
        view="none",
        spans=(),
        explain="x",
    )
    verbs = tuple(draw(st.lists(st.sampled_from(ORDERED), max_size=4, unique=True)))
    urgency = draw(st.sampled_from(("routine", "today", "hour", "now")))
    return Effect(finding, Then(outcome, visibility, severity, urgency, finding.score, verbs, None))


SAFEGUARDING = st.builds(
    Safeguarding,
    st.frozensets(st.sampled_from([name for name in CATEGORIES if name not in PROTECTED_CATEGORIES])),
    st.frozensets(st.sampled_from([name for name in CATEGORIES if name not in PROTECTED_CATEGORIES])),
    st.none(),
)


@given(st.lists(effects(), min_size=1, max_size=6), SAFEGUARDING)
def test_a_disclosure_is_never_punished_whatever_the_policy(found: list[Effect], safeguarding: Safeguarding) -> None:
    protected = any(effect.finding.category in PROTECTED_CATEGORIES for effect in found)
    result = resolve(found, safeguarding)
    assert len(result.findings) == len(found)
    if protected:
        assert result.outcome == "escalate"
        assert result.visibility != "removed"
        assert "remove" not in result.orders
        assert not AGAINST_AUTHOR & set(result.orders)
        assert {"preserve_evidence", "escalate_safeguarding"} <= set(result.orders)
    else:
        assert all(finding.suppressed_by is None for finding in result.findings)


@given(st.lists(effects(), min_size=1, max_size=6), SAFEGUARDING)
def test_the_outcome_is_the_highest_that_counts_and_visibility_agrees(
    found: list[Effect], safeguarding: Safeguarding
) -> None:
    result = resolve(found, safeguarding)
    outcomes = [effect.then.outcome for effect in found if effect.then is not None]
    protected = any(effect.finding.category in PROTECTED_CATEGORIES for effect in found)
    if not protected:
        assert OUTCOME_RANK[result.outcome] == max(OUTCOME_RANK[outcome] for outcome in outcomes)
    sight = {"held": "hold", "hidden": "hide", "removed": "remove"}
    assert {verb for verb in ("hold", "hide", "remove") if verb in result.orders} == {
        sight[result.visibility] for _ in (1,) if result.visibility in sight
    }


@given(st.lists(effects(), min_size=1, max_size=6), SAFEGUARDING)
def test_only_the_cap_suppresses(found: list[Effect], safeguarding: Safeguarding) -> None:
    assert {finding.suppressed_by for finding in resolve(found, safeguarding).findings} <= {None, CAP}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_the_shipped_policy_never_removes_what_may_be_a_disclosure(text: str) -> None:
    (judgement,) = judge([redacted(text)], shipped(), Always())
    categories = {finding.category for finding in judgement.verdict.findings}
    verbs = {action.verb for action in judgement.actions}
    if categories & PROTECTED_CATEGORIES:
        assert not verbs & {"remove", *AGAINST_AUTHOR}
        assert {"preserve_evidence", "escalate_safeguarding"} <= verbs


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_gets_a_verdict_with_places_inside_it(text: str) -> None:
    (judgement,) = judge([redacted(text)], shipped(), Always())
    assert judgement.verdict.degraded == ()
    for finding in judgement.verdict.findings:
        assert len(finding.spans) <= 50
        assert all(0 <= span.start < span.end <= len(text) for span in finding.spans)


@lru_cache(maxsize=1)
def words_policy() -> Policy:
    folder = Path(tempfile.mkdtemp())
    return load_policy(write_policy(folder, rule("{any: [{terms: [zebra]}, {phrases: [big hippo]}]}")))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["zebra", "big hippo", "hello", "big", "hippo", "é", "🙂"]), min_size=1, max_size=8),
    st.lists(st.sampled_from(["07700 900123", "jo@example.org"]), max_size=3),
)
def test_places_lead_back_to_the_original_words(words: list[str], secrets: list[str]) -> None:
    """Redact secrets between the words by hand; every span must then hold the word that was found, in the original."""
    original, text, spans = "", "", []
    for place, word in enumerate(words):
        original, text = original + word + " ", text + word + " "
        if place < len(secrets):
            spans.append(PiiSpan(len(original), len(original) + len(secrets[place]), "PHONE", "[phone removed]"))
            original, text = original + secrets[place] + ". ", text + "[phone removed]. "
    (judgement,) = judge([redacted(text, redaction=Redaction(tuple(spans)))], words_policy(), Always())
    found = [original[span.start : span.end] for finding in judgement.verdict.findings for span in finding.spans]
    assert all(item == "zebra" or re2.fullmatch(r"big\W+hippo", item) for item in found), found
    assert found.count("zebra") == min(words.count("zebra"), 20)


PIECES = [
    "i",
    "he",
    "she",
    "(he|she)",
    "(was|is|'s)",
    "abused",
    "touch(es|ed)?",
    "my",
    "( very| so)*",
    "<age>",
    "don't",
    "go+d",
    "[1-3]",
]
GAPS = [" ", " ~ ", " ~2 ", "( ~1)? "]
FRAGMENTS = {"age": compile_part("(1[0-7]|ten)( years?)?", {})}


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=5),
    st.lists(
        st.sampled_from(
            [
                "i",
                "he",
                "she",
                "was",
                "is",
                "he's",
                "abused",
                "touched",
                "touch",
                "my",
                "very",
                "so",
                "11",
                "ten years",
                "dont",
                "don’t",
                "good",
                "2",
                "x",
                ",",
                ".",
                "🙂",
                "é",
            ]
        ),
        max_size=10,
    ).map(" ".join),
)
def test_looking_for_words_first_misses_nothing(pieces: list[tuple[str, str]], text: str) -> None:
    """Whatever phrase and text: the matcher, which looks for needed words first, agrees with the bare pattern."""
    written = (
        "".join(piece + gap for piece, gap in pieces)
        .rstrip()
        .removesuffix("( ~1)?")
        .removesuffix("~2")
        .removesuffix("~")
    )
    phrase = compile_phrase(written, FRAGMENTS)
    matcher = PhraseMatcher([phrase], eager=[0])
    found = bool(matcher.scan(ViewBatch([text])).hits())
    options = re2.Options()
    options.case_sensitive = False
    bare = re2.compile(phrase.pattern.encode(), options).search(text.encode())
    # A phrase of optional words only matches nothing before it matches them, and says nothing by either.
    assume(bare is None or bare.span(1)[0] < bare.span(1)[1])
    assert found is (bare is not None)
