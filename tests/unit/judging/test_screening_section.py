"""The section `screening`: every field is read, what is off is off, and what could never work is told with its line."""

from pathlib import Path

import pytest

from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.screening.model import CampaignPolicy, FloodLimit, NearPolicy, ScreeningPolicy
from support.judging import POLICY, rule, write_policy

FIRST = "Everybody here stands with those who have spoken out"
SECOND = "A light in every window tonight for the ones who were not heard"

WHOLE = f"""\
screening:
  repeat_window: 6h
  min_words: 3
  min_letters: 12
  reply_words: 5
  reply_letters: 20
  courtesy_words: 8
  courtesies: [thanks, diolch]
  near: {{min_words: 9, min_letters: 40, similarity: 0.75}}
  campaigns:
    authors: 4.5
    least_authors: 2
    window: 3h
    young: 2d
    young_weight: 2
    link_weight: 1.25
    min_words: 6
    min_letters: 30
    short_weight: 0.5
    short_words: 5
    short_letters: 20
    solidarity:
      - {FIRST}
    max_entries: 5000
  grace: 30m
  future_tolerance: 0s
  max_rows: 100
  max_entries: 9000
  floods:
    hour: {{warning: 5, sanction: 9}}
"""


def load(path: Path, section: str, **files: str) -> Policy:
    return load_policy(write_policy(path, rule(), POLICY + section, **files))


def problems(path: Path, section: str, **files: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load(path, section, **files)
    return [str(problem) for problem in caught.value.problems]


def test_every_field_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE).screening == ScreeningPolicy(
        repeat_window=6 * HOUR,
        min_words=3,
        min_letters=12,
        reply_words=5,
        reply_letters=20,
        courtesy_words=8,
        courtesies=frozenset({"thanks", "diolch"}),
        near=NearPolicy(9, 40, 0.75),
        campaigns=CampaignPolicy(4.5, 2, 3 * HOUR, 2 * DAY, 2.0, 1.25, 6, 30, 0.5, 5, 20, (FIRST,), 5000),
        grace=30 * MINUTE,
        future_tolerance=0,
        max_rows=100,
        max_entries=9000,
        floods=(FloodLimit("hour", 5, 9),),
    )


@pytest.mark.parametrize("section", ["", "screening: {min_words: 4}\n", "screening: {campaigns: {authors: 5}}\n"])
def test_what_is_left_out_has_the_engine_s_default(tmp_path: Path, section: str) -> None:
    assert load(tmp_path, section).screening == ScreeningPolicy()


def test_what_is_off_is_not_looked_for(tmp_path: Path) -> None:
    section = "screening: {repeat_window: off, courtesies: off, near: off, campaigns: off, floods: off}\n"
    screening = load(tmp_path, section).screening
    assert (screening.repeat_window, screening.courtesies, screening.near) == (0, frozenset(), None)
    assert (screening.campaigns, screening.floods) == (None, ())


@pytest.mark.parametrize("section", ["", WHOLE])
def test_a_bank_may_have_a_file_of_its_own(tmp_path: Path, section: str) -> None:
    campaigns = load(tmp_path, section, solidarity=f"- {SECOND}\n").screening.campaigns
    assert campaigns is not None
    assert campaigns.solidarity == ((FIRST, SECOND) if section else (SECOND,))


def test_the_digest_covers_the_section_and_the_bank(tmp_path: Path) -> None:
    bank = f"- {SECOND}\n"
    policies = [
        load(tmp_path / "a", WHOLE, solidarity=bank),
        load(tmp_path / "b", WHOLE.replace("similarity: 0.75", "similarity: 0.8"), solidarity=bank),
        load(tmp_path / "c", WHOLE.replace("link_weight: 1.25", "link_weight: 1.3"), solidarity=bank),
        load(tmp_path / "d", WHOLE.replace("diolch", "merci"), solidarity=bank),
        load(tmp_path / "e", WHOLE, solidarity=f"- {SECOND} again\n"),
        load(tmp_path / "f", WHOLE),
    ]
    assert len({policy.digest for policy in policies}) == len(policies)
    assert load(tmp_path / "g", "# a comment\n" + WHOLE, solidarity=bank).digest == policies[0].digest


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("min_words: 3", "min_word: 3"), "unknown field `min_word` (did you mean `min_words`?)"),
        (("repeat_window: 6h", "repeat_window: none"), "`none` is no length of time"),
        (("repeat_window: 6h", "repeat_window: 30s"), "windows reach from 1m"),
        (("min_letters: 12", "min_letters: 0"), "0 is out of range; use 1 to 10000"),
        (("max_entries: 9000", "max_entries: 10"), "10 is out of range; use 1000 to"),
        (("[thanks, diolch]", "[Thanks]"), "`Thanks` is not one plain word"),
        (("[thanks, diolch]", "[thank you]"), "`thank you` is not one plain word"),
        (("[thanks, diolch]", "[]"), "found an empty one"),
        (("similarity: 0.75", "similarity: 0.4"), "0.4 is out of range; use 0.5 to 1"),
        (("similarity: 0.75", "similarity: 75"), "75 is out of range; use 0.5 to 1"),
        (("similarity: 0.75", "likeness: 0.75"), "unknown field `likeness`"),
        (("authors: 4.5", "authors: 1"), "1 is out of range; use 2 to"),
        (("authors: 4.5", "authors: many"), "expected a number from 2 to"),
        (("least_authors: 2", "least_authors: 5"), "`authors` (4.5) is less than `least_authors` (5)"),
        (("window: 3h", "window: 2d"), "campaigns are looked for within 1m to 24h"),
        (("young_weight: 2", "young_weight: 0.5"), "0.5 is out of range; use 1 to 100"),
        (("link_weight: 1.25", "link_wait: 1.25"), "unknown field `link_wait` (did you mean `link_weight`?)"),
        ((f"- {FIRST}", "- So true"), "too short to matter: below 3 words or 12 letters"),
        ((f"- {FIRST}", "- '@council 12 https://partner.example/a'"), "too short to matter"),
        ((f"- {FIRST}", f"- {FIRST}\n      - {FIRST.upper()}!"), "this is the message in policy.yaml:"),
        (("near: {", "near: on\n  nearly: {"), "expected fields, found text"),
        (("hour: {warning: 5, sanction: 9}", "hour: {warning: 9, sanction: 5}"), "the sanction comes before"),
    ],
)
def test_what_cannot_be_right_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    old, new = change
    assert old in WHOLE
    found = problems(tmp_path, WHOLE.replace(old, new))
    start = len(POLICY.splitlines())
    assert any(message in item for item in found), found
    assert all(item.startswith("policy.yaml:") and int(item.split(":")[1]) > start for item in found)


def test_a_bank_is_held_against_the_section(tmp_path: Path) -> None:
    section = WHOLE.replace("min_words: 3", "min_words: 12")
    found = problems(tmp_path, section, solidarity=f"- {SECOND}\n- {FIRST}\n- 7\n")
    assert [item.split(": ")[0] for item in found] == [
        f"policy.yaml:{len(POLICY.splitlines()) + 23}",
        "solidarity.yaml:2",
        "solidarity.yaml:3",
    ]
    found = problems(tmp_path / "b", WHOLE, solidarity=f"- {SECOND}\n- {FIRST}\n")
    assert [item.split(":")[0] for item in found] == ["solidarity.yaml"]


def test_a_bank_that_nobody_reads_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, "screening: {campaigns: off}\n", solidarity=f"- {SECOND}\n")
    assert found == [
        "solidarity.yaml:1: nobody reads this while `campaigns` is off; delete the file or look for campaigns"
    ]
