"""Policies and redacted posts for tests of the judge: only what a test is about has to be written."""

from pathlib import Path
from typing import Any

from houserules.contracts.stages import NO_REDACTION, Origin, RedactedAuthor, RedactedPost, Redaction, Screening
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, load_policy

MOMENT = 1_767_268_800_000

POLICY = """\
id: small
version: "1"
title: A small policy
clauses:
  HR-1: {title: Be kind, text: Be kind to each other.}
  HR-2: {title: Be safe, text: Keep each other safe.}
templates: {words: Please use other words., protect: We hid this to protect you.}
safeguarding: {waived: [PROFANITY], shielded: [PERSONAL_INFO], template: protect}
degraded: {clause: HR-1, default: hold, components: {windows: allow}}
"""

RULE = """\
- id: {id}
  version: 1
  category: {category}
  clause: HR-1
  mode: {mode}
  description: {description}
  match: {match}
{more}  then: {{outcome: {outcome}, severity: {severity}, urgency: {urgency}, confidence: {confidence}{then}}}
  tests: {{hit: [{hit}, also {hit}], miss: [nothing here, nothing there]}}
"""


class Always:
    """Signposts that have never been given, with a record of who asked."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def first(self, post: RedactedPost) -> bool:
        self.asked.append(post.post_key)
        return self.answer


def rule(
    match: str = "{terms: [zebra]}",
    *,
    hit: str = "zebra",
    outcome: str = "hide",
    category: str = "PROFANITY",
    **more: str,
) -> str:
    """A rule in YAML. `more` may name any other part of RULE; `extra` holds whole lines such as `except:`."""
    values = {"id": "a.rule", "mode": "enforce", "description": "a word", "severity": "medium", "urgency": "routine"}
    values |= {"confidence": "0.9", "then": ""}
    extra = more.pop("extra", "")
    lines = "".join(f"  {line}\n" for line in extra.splitlines())
    return RULE.format(match=match, hit=hit, outcome=outcome, category=category, more=lines, **(values | more))


def write_policy(path: Path, rules: str, main: str = POLICY, **files: str) -> Path:
    """A policy directory under `path`; `files` are by name with `__` for `/` and without `.yaml`."""
    content = {"policy": main, "rules__all": rules, **files}
    for name, text in content.items():
        file = path / (name.replace("__", "/") + ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def small_policy(path: Path, *rules: str, **files: str) -> Policy:
    """A loaded policy of these rules."""
    return load_policy(write_policy(path, "\n".join(rules), **files))


def redacted(text: str = "hello there", **fields: Any) -> RedactedPost:
    """A post as the judge sees it. `screening` and `redaction` may be given; so may any other field."""
    author = fields.pop("author", RedactedAuthor("ann", fields.pop("name", None), fields.pop("roles", [])))
    return RedactedPost(
        origin=Origin(0, 0, MOMENT),
        post_key=fields.pop("post_key", "x:acct:1"),
        revision=fields.pop("revision", 1),
        platform=fields.pop("platform", "x"),
        account="acct",
        author=author,
        text=text,
        screening=fields.pop("screening", Screening(MOMENT)),
        redaction=fields.pop("redaction", NO_REDACTION),
        **fields,
    )


def judged(policy: Policy, text: str = "hello there", **fields: Any) -> Judgement:
    """The judgement of one post."""
    return judge([redacted(text, **fields)], policy, Always())[0]


def with_spans(*spans: Any) -> Redaction:
    """A redaction that found these spans."""
    return Redaction(tuple(spans))
