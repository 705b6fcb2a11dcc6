"""`houserules policy diff`, `explain`, `docs`, `schema` and the warnings of `lint`."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from houserules.cli.main import cli
from houserules.judging.policy import shipped_policy_path
from support.judging import POLICY, rule, write_policy

POST = {
    "schema": "post/1",
    "platform": "x",
    "account": "acct",
    "author": {"id": "ann"},
    "created_at": "2026-05-08T12:00:00Z",
}
OVERLAY = """\
id: election
title: Before the election
starts: 2026-05-07
ends: 2026-05-09
set: {a.rule: {mode: shadow, then: {outcome: hold}}}
rules:
  - id: mp.thanks
    version: 1
    category: PARTY_POLITICS
    clause: HR-1
    description: thanks
    match: {terms: [hippo]}
    then: {outcome: hold, severity: low, urgency: today}
    tests: {hit: [a hippo, two hippo], miss: [nothing here, nothing there]}
"""
LEXICON = "description: Animals.\nterms: [ferret, {severity: high, terms: [stoat]}]\nallow: [ferret race]\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["policy", *arguments])


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """Two policies: rules changed, added and taken out, words too, and an overlay in the second."""
    other = rule("{any: [{lexicon: animals}, {terms: [cat]}]}", hit="ferret", id="b.rule")
    first = write_policy(tmp_path / "first", rule() + other, lexicons__animals=LEXICON)
    changed = rule("{terms: [zebra, hippo]}", outcome="hold", extra="rollout: 100\nowner: ann")
    second = write_policy(
        tmp_path / "second",
        changed + rule("{any: [{lexicon: animals}, {terms: [cat]}]}", hit="stoat", id="c.rule"),
        POLICY.replace('version: "1"', 'version: "2"'),
        lexicons__animals=LEXICON.replace("[ferret,", "[ferret, badger,").replace("ferret race", "ferret races"),
        overlays__election=OVERLAY,
    )
    return str(first), str(second)


@pytest.fixture
def posts(tmp_path: Path) -> str:
    path = tmp_path / "posts.jsonl"
    texts = ["a zebra", "a hippo", "nothing", "my cat"]
    rows = [json.dumps(POST | {"post_key": f"x:acct:{place}", "text": text}) for place, text in enumerate(texts)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_two_policies_are_compared_rule_by_rule_and_field_by_field(pair: tuple[str, str]) -> None:
    found = lines(run("diff", *pair))
    assert found[0].startswith("small 1  sha256:")
    assert found[1].startswith("small 2  sha256:")
    assert found[2] == "rules: 2 added, 1 removed, 1 changed"
    assert {"  + c.rule", "  + mp.thanks", "  - b.rule", "  ~ a.rule"} <= set(found)
    assert "      then.outcome: hide -> hold" in found
    assert "      match.terms: nothing -> hippo" in found
    assert "      owner: nothing -> ann" in found
    assert "lexicon animals: +2 -1" in found
    assert "  version: 1 -> 2" in found
    assert "overlays/election.yaml:" in found
    assert not any("badger" in line for line in found)
    assert "  + badger" in lines(run("diff", *pair, "--show-terms"))


def test_equal_policies_have_no_difference(pair: tuple[str, str]) -> None:
    assert len(lines(run("diff", pair[0], pair[0], "--exit-code"))) == 3
    assert run("diff", *pair, "--exit-code").exit_code == 1


def test_the_verdicts_that_would_change_are_counted_and_listed_without_a_text(
    pair: tuple[str, str], posts: str
) -> None:
    result = run("diff", *pair, "--posts", posts)
    found = lines(result)
    assert "verdicts: of 4 posts 3 would change" in found
    assert "        1  hide -> allow" in found  # within the overlay the rule is in shadow
    assert "  x:acct:1  allow -> hold  +mp.thanks" in found
    assert "  x:acct:3  hide -> hide  -b.rule +c.rule" in found
    assert "a hippo" not in result.output
    assert "      a hippo" in lines(run("diff", *pair, "--posts", posts, "--show-text"))
    assert run("diff", *pair, "--posts", posts, "--exit-code").exit_code == 1
    assert run("diff", pair[0], pair[0], "--posts", posts, "--exit-code").exit_code == 0


def test_lines_that_are_no_posts_are_told(pair: tuple[str, str], posts: str) -> None:
    with Path(posts).open("a", encoding="utf-8") as file:
        file.write('{"schema": "post/1"}\nnonsense\n')
    result = run("diff", *pair, "--posts", posts)
    assert "verdicts: of 4 posts 3 would change" in lines(result)
    assert "2 lines hold no post" in result.stderr


def test_the_comparison_as_json(pair: tuple[str, str], posts: str) -> None:
    report = json.loads(run("diff", *pair, "--posts", posts, "--json").stdout)
    assert report["rules"]["added"] == ["c.rule", "mp.thanks"]
    assert {"field": "then.outcome", "removed": ["hide"], "added": ["hold"]} in report["rules"]["changed"]["a.rule"]
    assert report["terms"]["animals"] == {"added": 2, "removed": 1}
    verdicts = report["verdicts"]
    assert (verdicts["posts"], verdicts["changed"]) == (4, 3)
    assert verdicts["list"][1] == {
        "post_key": "x:acct:1",
        "revision": 1,
        "before": "allow",
        "after": "hold",
        "lost": [],
        "gained": ["mp.thanks"],
    }


def test_a_rule_is_explained(tmp_path: Path) -> None:
    match = (
        "{all: [{phrases: [a zebra, b zebra], own_words: true, quoted: false}, {rule: b.rule}, "
        "{none: [{lexicon: animals, severity: [high], near: {terms: [cat], within: 3}}, {links: {domains: [x.org]}}]}]}"
    )
    extra = "starts: 2026-05-07\nrollout: 50\nbudget: {per_hour: 9}\nexcept: {author: {roles: [staff]}}\nrationale: so"
    other = rule(id="b.rule", outcome="allow")
    text = rule(match, hit="a zebra", extra=extra, then=", actions: [record_strike], strike: 2, template: words")
    path = str(write_policy(tmp_path, text + other, lexicons__animals=LEXICON, overlays__election=OVERLAY))
    found = [line.strip() for line in lines(run("explain", "a.rule", path))]
    for line in (
        "a.rule v1  PROFANITY  rules/all.yaml:1",
        "mode     enforce, on 50 % of posts",
        "holds    from 2026-05-06T23:00:00.000Z",
        "one of 2 phrases, the poster's own words, outside quotation marks",
        "the rule matched: b.rule",
        "a term of severity high of the lexicon animals, within 3 words of 1 term",
        "links: domains x.org",
        "author: roles staff",
        "outcome hide: the post is hidden",
        "order: record strike",
        "the strike weighs 2",
        "tells the author: Please use other words.",
        "budget   9 sanctions an hour, then posts are held",
        "within the overlay election",
        "mode shadow",
        "tests    2 posts that it must hit, 2 that it must not",
    ):
        assert line in found, (line, found)
    told = json.loads(run("explain", "b.rule", path, "--json").stdout)
    assert (told["asked_by"], told["dates"], told["tests"]) == (["a.rule"], "always", {"hit": 2, "miss": 2})
    thanks = json.loads(run("explain", "mp.thanks", path, "--json").stdout)
    assert thanks["dates"].startswith("within the overlay election: from 2026-05-06T23:00")
    wrong = run("explain", "a.rul", path)
    assert wrong.exit_code == 2
    assert "did you mean a.rule" in wrong.stderr


def test_the_house_rules_as_a_page(tmp_path: Path) -> None:
    main = POLICY + ('staffed: {hours: {mon-fri: "09:00-17:00"}}\nstrikes: {expiry: 90d, mute_at: 4, block_at: 8}\n')
    contacts = '- {name: Helpline <one>, phones: ["0800 1111"], domains: [childline.org.uk]}\n- {name: Other}\n'
    later = OVERLAY.replace("2026-05-07", "2096-05-07").replace("2026-05-09", "2096-05-09")
    text = rule(then=", actions: [record_strike]") + rule(
        id="b.rule", category="SAFEGUARDING", outcome="escalate", then=", actions: [escalate_safeguarding]"
    ).replace("clause: HR-1", "clause: HR-2")
    path = str(write_policy(tmp_path, text, main, contacts=contacts, overlays__election=later))
    page = run("docs", path).stdout
    for words in (
        "# A small policy\n",
        "### HR-1. Be kind\n\nBe kind to each other.\n\nWe hide the comment. It can count towards a block.",
        "### HR-2. Be safe\n\nKeep each other safe.\n\nA trained person reads it. We reply with where to find help.",
        "- Before the election: from 7 May 2096 to 8 May 2096.",
        "count for 90 days",
        "## If you think we were wrong",
        "- Mon: 09:00 to 17:00\n",
        "- Sun: closed\n",
        "- Helpline \\<one\\>: 0800 1111 (childline.org.uk)\n",
    ):
        assert words in page, words
    assert "zebra" not in page
    html = run("docs", path, "--html").stdout
    assert html.startswith("<!doctype html>")
    assert "<li>Helpline &lt;one&gt;: 0800 1111 (childline.org.uk)</li>" in html
    assert "<script" not in html


def test_what_is_over_is_no_longer_published(tmp_path: Path) -> None:
    path = str(write_policy(tmp_path, rule(), overlays__election=OVERLAY))
    assert "Before the election" not in run("docs", path).stdout


def test_the_published_page_of_the_shipped_policy_holds_no_slur() -> None:
    page = run("docs", "its-not-okay").stdout.lower()
    words = set(page.replace("\\", "").split())
    slurs = yaml.safe_load((shipped_policy_path("its-not-okay") / "lexicons" / "slurs.yaml").read_text("utf-8"))
    terms = [term for item in slurs["terms"] for term in (item["terms"] if isinstance(item, dict) else [item])]
    assert len(terms) > 50
    assert not words & {term for term in terms if " " not in term}
    assert "0800 1111" in page
    assert "116 123" in page


def test_schemas_are_printed_and_written(tmp_path: Path) -> None:
    assert json.loads(run("schema").stdout)["title"] == "Policy"
    assert json.loads(run("schema", "overlay").stdout)["$id"] == "policy-overlay-1.schema.json"
    assert run("schema", "contract").exit_code == 2
    written = run("schema", "--write", str(tmp_path)).stdout.split()
    assert sorted(written) == sorted(file.name for file in tmp_path.iterdir())


def test_lint_warns_of_what_is_odd_and_passes(tmp_path: Path) -> None:
    rules = (
        rule()
        + rule(id="same.rule")
        + rule(id="past.rule", match="{terms: [owl]}", hit="owl", extra="ends: 2020-01-01")
        + rule(id="off.rule", mode="off")
        + rule("{all: [{rule: off.rule}, {terms: [cow]}]}", hit="cow", id="asks.rule")
        + rule("{points: {group: few, at_least: 5}}", hit="cow", id="points.rule")
    )
    path = write_policy(
        tmp_path,
        rules,
        POLICY + "groups: {few: {cap: 9}}\n",
        lexicons__animals=LEXICON.replace("ferret race", "ferret"),
        conditions="never: {terms: [pig]}\n",
        fragments="nobody: [pig]\n",
        overlays__election=OVERLAY,
    )
    result = run("lint", str(path), "--json")
    assert result.exit_code == 0, result.output
    (report,) = json.loads(result.stdout)
    told = [f"{item['file']}:{item['line']}: {item['what']}" for item in report["warnings"]]
    for words in (
        "conditions.yaml:1: nothing uses the condition `never`",
        "fragments.yaml:1: nothing uses the fragment `nobody`",
        "lexicons/animals.yaml:0: no rule uses the lexicon `animals`",
        "lexicons/animals.yaml:3: `ferret` is a term and allowed",
        "overlays/election.yaml:0: the overlay `election` is over",
        "policy.yaml:6: no rule uses the clause `HR-2`",
        "past.rule: its `ends` is past",
        "asks.rule: asks about `off.rule`, which is off; it can never match",
        "points.rule: asks for 5 points of `few`, and all its rules have 0",
    ):
        assert any(words in item for item in told), (words, told)
    assert report["problems"] == []
    plain = run("lint", str(path))
    assert "(warning)" in plain.stderr
    assert plain.stdout.startswith(f"{path}: in order; 6 rules")


def test_rules_that_find_nothing_of_their_own_are_told(tmp_path: Path) -> None:
    more = rule("{terms: [zebra, cow]}", hit="cow", id="more.rule")
    path = write_policy(tmp_path, rule() + more + rule(id="less.rule", outcome="hold"))
    (report,) = json.loads(run("test", str(path), "--json").stdout)
    told = [item["what"] for item in report["warnings"]]
    assert [" ".join(item.split()[3:5]) for item in told] == ["a.rule must", "less.rule must"]
    assert "is hit by more.rule too" in told[0]
    assert {item["file"] for item in report["warnings"]} == {"rules/all.yaml"}
    assert "(warning)" in run("test", str(path)).stderr


def test_lint_has_nothing_to_say_of_a_good_policy(tmp_path: Path) -> None:
    main = POLICY.replace("  HR-2: {title: Be safe, text: Keep each other safe.}\n", "").replace(
        "words: Please use other words., ", ""
    )
    (report,) = json.loads(run("lint", str(write_policy(tmp_path, rule(), main)), "--json").stdout)
    assert report["warnings"] == []


def test_a_policy_that_cannot_be_loaded_is_not_compared(pair: tuple[str, str]) -> None:
    shutil.rmtree(Path(pair[1]) / "rules")
    result = run("diff", *pair)
    assert result.exit_code == 2
    assert "the policy has no rule" in result.stderr


def test_overlays_are_shown(pair: tuple[str, str]) -> None:
    text = " ".join(run("show", pair[1]).stdout.split())
    assert "election Before the election 2026-05-06T23:00:00.000Z until just before" in text
    assert "changes a.rule; adds mp.thanks" in text
    (overlay,) = json.loads(run("show", pair[1], "--json").stdout)["overlays"]
    assert (overlay["id"], overlay["changes"], overlay["adds"]) == ("election", ["a.rule"], ["mp.thanks"])
