"""The match language: each condition, seen through what a rule of it makes of posts."""

from pathlib import Path

import pytest

from houserules.contracts.post import Media
from houserules.contracts.stages import Duplicate, Flood, PiiSpan, RedactedAuthor, Redaction, Screening, SpoofSpan
from houserules.contracts.times import DAY
from houserules.contracts.verdict import Span
from houserules.contracts.vocabulary import DuplicateMethod, DuplicateRole
from houserules.judging.policy import Policy
from support.judging import MOMENT, judged, redacted, rule, small_policy

LEXICON = """\
description: Animals.
terms:
  - {severity: low, terms: [zebra, zebras]}
  - {severity: high, terms: [hippo]}
  - ferret
allow: [zebra crossing]
"""


def repeat(method: DuplicateMethod = "exact") -> Screening:
    return Screening(MOMENT, Duplicate("repeat", "author", "c", "k", 1.0, method))


def campaign(role: DuplicateRole = "repeat", method: DuplicateMethod = "exact") -> Screening:
    return Screening(MOMENT, campaign=Duplicate(role, "campaign", "c", "k", 1.0, method))


def hits(policy: Policy, text: str = "hello there", **fields: object) -> bool:
    return bool(judged(policy, text, **fields).verdict.findings)


def test_terms_are_whole_words(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    assert hits(policy, "A ZEBRA!")
    assert not hits(policy, "zebrafish")


def test_a_lexicon_gives_the_severity_of_the_worst_word(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{lexicon: animals}"), lexicons__animals=LEXICON)
    assert judged(policy, "a zebra").verdict.severity == "low"
    assert judged(policy, "a zebra and a hippo").verdict.severity == "high"
    assert judged(policy, "a ferret").verdict.severity == "medium"


def test_a_lexicon_can_be_read_by_severity(tmp_path: Path) -> None:
    policy = small_policy(
        tmp_path, rule("{lexicon: animals, severity: [high]}", hit="hippo"), lexicons__animals=LEXICON
    )
    assert hits(policy, "a hippo")
    assert not hits(policy, "a zebra and a ferret")


def test_an_allowed_phrase_takes_away_what_it_covers_and_no_more(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{lexicon: animals}"), lexicons__animals=LEXICON)
    assert not hits(policy, "wait at the zebra crossing")
    (span,) = judged(policy, "the zebra crossing, and a zebra").verdict.findings[0].spans
    assert (span.start, span.end, span.label) == (26, 31, "animals")


def test_kinds_of_allowed_phrases_know_capitals_and_take_away_what_they_cover(tmp_path: Path) -> None:
    lexicon = LEXICON + "allow_phrases: ['(mr|mrs) (?-i:[A-Z])[a-z]+', '<street>']\n"
    fragments = "street: (?-i:[A-Z][a-z]+ (Street|Lane))\n"
    policy = small_policy(tmp_path, rule("{lexicon: animals}"), lexicons__animals=lexicon, fragments=fragments)
    for text in ("thank you Mr Zebra", "MRS Hippo, I presume", "we meet in Ferret Lane"):
        assert not hits(policy, text), text
    for text in ("mr zebra, you are", "a ferret lane", "Zebra Mr"):
        assert hits(policy, text), text
    (span,) = judged(policy, "Mr Zebra saw a zebra").verdict.findings[0].spans
    assert (span.start, span.end) == (15, 20)


def test_phrases_forgive_spelling_and_keep_to_a_sentence(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("""{phrases: ["i'm ~2 zebra"]}""", hit="im a zebra"))
    assert hits(policy, "I’m, you know, a ZEBRA today") is False
    for text in ("im a zebra", "I’m a zebra", "I'm - a - Zebra!", "well i'm zebra"):
        assert hits(policy, text), text
    for text in ("I'm. A zebra", "im a zebras", "slim a zebra"):
        assert not hits(policy, text), text


def test_phrases_use_fragments(tmp_path: Path) -> None:
    fragments = "animal: [zebra(s)?, hippo]\npair: <animal> and <animal>\n"
    policy = small_policy(tmp_path, rule("{phrases: ['<pair>']}", hit="zebra and hippo"), fragments=fragments)
    assert hits(policy, "zebras and hippo")
    assert not hits(policy, "zebras hippo")


def test_capitals_can_matter(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{phrases: ['(?-i:[A-Z][a-z]+) zebra']}", hit="Ann zebra"))
    assert hits(policy, "Ann ZEBRA")
    assert not hits(policy, "ann zebra")


def test_regexes_are_matched_as_they_are(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(r"{regex: ['z\d{3}']}", hit="z123"))
    assert hits(policy, "order z123")
    assert not hits(policy, "order z12")


@pytest.mark.parametrize(
    ("text", "aimed"),
    [
        ("you zebra", True),
        ("what a zebra you are", True),
        ("@sam zebra", True),
        ("Sam is a zebra", True),
        ("ur such a big fat zebra", True),
        ("I saw a zebra", False),
        ("you are not a zebra", False),
        ("The weather is a zebra", False),
        ("You were right. It is a zebra", False),
    ],
)
def test_aimed_tells_whom_words_are_said_to(tmp_path: Path, text: str, aimed: bool) -> None:
    policy = small_policy(tmp_path, rule("{terms: [zebra], aimed: true}"))
    assert hits(policy, text) is aimed


def test_in_a_short_reply_words_are_said_to_who_is_answered(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{terms: [zebra], aimed: true}"))
    assert hits(policy, "what a zebra", parent_key="x:acct:0")
    assert not hits(policy, "what a zebra")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("zebra", True),
        ("you zebra", True),
        ("I said zebra", True),
        ('he wrote "zebra" on the wall', False),
        ("“you zebra” is no way to talk", False),
        ("he called me a zebra", False),
        ("people say zebra", False),
        ("> zebra\nI do not agree", False),
    ],
)
def test_own_words_are_told_from_reported_ones(tmp_path: Path, text: str, own: bool) -> None:
    policy = small_policy(tmp_path, rule("{terms: [zebra], own_words: true}"))
    assert hits(policy, text) is own


def test_near_and_count(tmp_path: Path) -> None:
    near = small_policy(
        tmp_path / "a", rule("{terms: [zebra], near: {terms: [hippo], within: 2}}", hit="zebra a hippo")
    )
    assert hits(near, "zebra and a hippo")
    assert not hits(near, "zebra and then a hippo")
    twice = small_policy(tmp_path / "b", rule("{terms: [zebra], count: 2}", hit="zebra zebra"))
    assert hits(twice, "zebra, zebra")
    assert not hits(twice, "zebra")


def test_all_any_none_nest(tmp_path: Path) -> None:
    match = "{all: [{terms: [zebra]}, {any: [{terms: [hippo]}, {none: [{terms: [ferret]}]}]}]}"
    policy = small_policy(tmp_path, rule(match))
    assert hits(policy, "zebra")
    assert hits(policy, "zebra ferret hippo")
    assert not hits(policy, "zebra ferret")
    assert not hits(policy, "hippo")


def test_unless_takes_away_a_sentence_and_except_the_post(tmp_path: Path) -> None:
    unless = small_policy(tmp_path / "a", rule(extra="unless: {terms: [crossing]}"))
    assert not hits(unless, "a zebra at the crossing")
    assert hits(unless, "a crossing. a zebra")
    exempt = small_policy(tmp_path / "b", rule(extra="except: {terms: [crossing]}"))
    assert not hits(exempt, "a crossing. a zebra")


def test_conditions_are_shared_by_name(tmp_path: Path) -> None:
    policy = small_policy(
        tmp_path, rule(extra="except: {use: harmless}"), conditions="harmless: {phrases: [at the zoo]}\n"
    )
    assert not hits(policy, "zebra at the zoo")
    assert hits(policy, "zebra at the door")


def test_a_rule_without_words_sees_every_post(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{none: [{terms: [zebra]}, {phrases: [hello hippo]}]}"))
    assert hits(policy, "")
    assert not hits(policy, "zebra")
    assert not hits(policy, "hello hippo")


def test_personal_information_is_found_where_it_stood(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{pii: [PHONE]}", category="PERSONAL_INFO", outcome="redact"))
    span = PiiSpan(8, 20, "PHONE", "[phone removed]")
    judgement = judged(policy, "ring me [phone removed] now", redaction=Redaction((span,)))
    assert judgement.verdict.findings[0].spans == (Span(8, 20, "PHONE", "[phone removed]"),)
    assert [action.verb for action in judgement.actions] == ["redact_display"]
    assert not hits(policy, "x", redaction=Redaction((PiiSpan(0, 1, "EMAIL", "[email removed]"),)))


def test_places_behind_a_redaction_lead_back_to_the_original(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    redaction = Redaction((PiiSpan(5, 16, "PHONE", "[phone removed]"),))
    judgement = judged(policy, "ring [phone removed] zebra", redaction=redaction)
    assert judgement.verdict.findings[0].spans[0].start == 17


@pytest.mark.parametrize(
    ("match", "fields", "other"),
    [
        ("{spoofed_helpline: true}", {"redaction": Redaction((), (SpoofSpan(0, 4, "Childline"),))}, {}),
        (
            "{duplicate: author}",
            {"screening": Screening(MOMENT, Duplicate("repeat", "author", "c", "k", 1.0, "exact"))},
            {"screening": campaign()},
        ),
        ("{duplicate: campaign}", {"screening": campaign()}, {"screening": repeat()}),
        ("{duplicate: campaign}", {"screening": campaign(role="first")}, {}),
        ("{duplicate: {kind: campaign}}", {"screening": campaign(method="near")}, {"screening": repeat()}),
        (
            "{duplicate: {kind: campaign, role: first}}",
            {"screening": campaign(role="first")},
            {"screening": campaign()},
        ),
        (
            "{duplicate: {kind: campaign, role: repeat}}",
            {"screening": campaign()},
            {"screening": campaign(role="first")},
        ),
        ("{duplicate: author}", {"screening": repeat(method="near")}, {"screening": campaign()}),
        (
            "{duplicate: {kind: author, method: near}}",
            {"screening": repeat(method="near")},
            {"screening": repeat()},
        ),
        (
            "{all: [{duplicate: campaign}, {links: any}]}",
            {"screening": campaign(), "links": ["https://shop.example"]},
            {"screening": campaign()},
        ),
        (
            "{flood: warning}",
            {"screening": Screening(MOMENT, floods=(Flood("minute", 7, 6, "warning"),))},
            {
                "screening": Screening(
                    MOMENT, floods=(Flood("hour", 70, 60, "sanction"), Flood("minute", 7, 6, "warning"))
                )
            },
        ),
        ("{author: {roles: [partner]}}", {"roles": ["partner"]}, {"roles": ["guest"]}),
        ("{author: {name_terms: [zebra]}}", {"name": "Z3bra Club"}, {"name": "Hippo Club"}),
        ("{author: {name_phrases: [zebra club]}}", {"name": "the Zebra Club"}, {"name": "the Zebra Hub"}),
        ("{author: {name_regex: ['^z']}}", {"name": "Zed"}, {"name": "Ned"}),
        (
            "{author: {younger_than: 7d}}",
            {"author": RedactedAuthor("a", created_at=MOMENT - DAY)},
            {"author": RedactedAuthor("a")},
        ),
        ("{platform: [x]}", {"platform": "x"}, {"platform": "y"}),
        ("{lang: [cy]}", {"lang": "cy-GB"}, {"lang": "en"}),
        ("{links: any}", {"links": ["https://shop.example"]}, {}),
        (
            "{links: {domains: [shop.example]}}",
            {"links": ["https://www.shop.example/a"]},
            {"links": ["https://workshop.example"]},
        ),
        ("{links: {not_domains: [gov.uk]}}", {"links": ["https://shop.example"]}, {"links": ["https://www.gov.uk/x"]}),
        ("{has: media}", {"media": [Media(kind="image")]}, {}),
        ("{has: [video]}", {"media": [Media(kind="video")]}, {"media": [Media(kind="image")]}),
        ("{reply: true}", {"parent_key": "x:acct:0"}, {}),
    ],
)
def test_what_stands_beside_the_words(
    tmp_path: Path, match: str, fields: dict[str, object], other: dict[str, object]
) -> None:
    policy = small_policy(tmp_path, rule(match))
    assert hits(policy, **fields)
    assert not hits(policy, **other)


def test_links_in_the_text_count(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{links: {domains: [shop.example]}}"))
    assert hits(policy, "look at https://www.shop.example/things?a=1")
    assert hits(policy, "look at shop.example")
    assert not hits(policy, "look at https://notshop.example")
    assert not hits(policy, "no link. just words")


def test_length_counts_words_and_letters(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{length: {min_words: 300}}"))
    assert hits(policy, "word " * 300)
    assert not hits(policy, "word " * 299)
    short = small_policy(tmp_path / "b", rule("{length: {max_words: 2}}"))
    assert hits(short, "two words")
    assert not hits(short, "now three words")


def test_descriptions_of_pictures_are_read_too(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    finding = judged(policy, "look", media=[Media(kind="image", alt="a zebra")]).verdict.findings[0]
    assert (finding.view, finding.spans) == ("alternative", ())
    assert len(judged(policy, "zebra", media=[Media(alt="a zebra")]).verdict.findings) == 1


def test_a_finding_names_at_most_fifty_places(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{terms: [zebra, hippo, ferret, stoat]}"))
    finding = judged(policy, "zebra hippo ferret stoat " * 30).verdict.findings[0]
    assert len(finding.spans) == 50
    assert finding.spans[0].start == 0


def test_disguised_words_lead_back_to_what_was_typed(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    text = "a z3br4 and a z\u200bebra"
    spans = judged(policy, text).verdict.findings[0].spans
    assert [text[span.start : span.end] for span in spans] == ["z3br4", "z\u200bebra"]


def test_phrases_are_found_in_what_the_reader_sees(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule("{phrases: [a big zebra]}", hit="a big zebra"))
    text = "a big ze<b>bra</b>"
    (span,) = judged(policy, text).verdict.findings[0].spans
    assert text[span.start : span.end].startswith("a big ze")


def test_batches_do_not_mix_texts(tmp_path: Path) -> None:
    from houserules.judging.evaluate import evaluate

    policy = small_policy(tmp_path, rule("{phrases: [big zebra]}", hit="big zebra"))
    posts = [redacted(text) for text in ("big", "zebra", "", "a big zebra", "big\nzebra", "zebra big")]
    assert [bool(found) for found in evaluate(posts, policy)] == [False, False, False, True, False, False]
