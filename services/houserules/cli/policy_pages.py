"""`houserules policy explain`, `docs` and `schema`: a policy for those who look after it, those who post, and editors."""

import difflib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import orjson

from houserules.cli.options import settings_options
from houserules.stream.settings import Settings

_HEADINGS: Final = {"matches": "matches", "unless": "not in a sentence with", "except": "never where", "then": "then"}


@click.command(short_help="Tell what a rule looks at and what follows.")
@click.argument("rule_id", metavar="RULE-ID")
@click.argument("path", required=False, metavar="[NAME|DIRECTORY]")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@settings_options("policy")
def explain(settings: Settings, rule_id: str, path: str | None, as_json: bool) -> None:
    """Tell in plain words what a rule looks at, what it leaves alone, when it holds and what follows."""
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.judging.policy.content import read_content, rule_sources
    from houserules.judging.policy.describe import explain_rule

    directory = resolve_policy(path or settings.policy)
    policy = load_policy(directory)
    rules = {rule.id: rule for overlay in policy.overlays for rule in overlay.rules}
    rules |= {rule.id: rule for rule in policy.rules}
    if rule_id not in rules:
        close = difflib.get_close_matches(rule_id, rules, n=3)
        hint = f"; did you mean {', '.join(close)}?" if close else "; `houserules policy show` lists them"
        raise click.UsageError(f"{policy.id} has no rule {rule_id}{hint}")
    found = explain_rule(rules[rule_id], rule_sources(read_content(directory))[rule_id], policy)
    if as_json:
        click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _explained(found):
        click.echo(line)


def _explained(found: dict[str, Any]) -> list[str]:
    lines = [
        f"{found['id']} v{found['version']}  {found['category']}  {found['file']}:{found['line']}",
        f"  clause   {found['clause']['id']} {found['clause']['title']}",
        f"  says     {found['description']}",
        f"  mode     {found['mode']}" + ("" if found["rollout"] == 100 else f", on {found['rollout']} % of posts"),
        f"  holds    {found['dates']}",
    ]
    for name in ("owner", "rationale", "budget"):
        if found[name]:
            lines.append(f"  {name:<8} {found[name]}")
    for name, heading in _HEADINGS.items():
        if found[name]:
            lines += [f"  {heading}", *(f"    {line}" for line in found[name])]
    for group, value in found["points"].items():
        lines.append(f"  points   {value:g} for the group {group}")
    for name, heading in (("replaces", "takes the place of"), ("asked_by", "asked about by")):
        if found[name]:
            lines.append(f"  {heading} {', '.join(found[name])}")
    for overlay, changed in found["overlays"].items():
        lines += [f"  within the overlay {overlay}", *(f"    {line}" for line in changed)]
    lines.append(
        f"  tests    {found['tests']['hit']} posts that it must hit, {found['tests']['miss']} that it must not"
    )
    return lines


@click.command(short_help="Write the house rules as a page to publish.")
@click.argument("path", required=False, metavar="[NAME|DIRECTORY]")
@click.option("--html", "as_html", is_flag=True, help="A whole HTML page instead of Markdown.")
@settings_options("policy")
def docs(settings: Settings, path: str | None, as_html: bool) -> None:
    """Write the house rules as one page that can be published: the rules, what happens, how to appeal, where to find help.

    It holds no pattern and no word of a lexicon.
    """
    from houserules.contracts.times import to_millis
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.judging.policy.contacts import read_contacts
    from houserules.judging.policy.content import read_content
    from houserules.judging.policy.publish import house_rules, to_html, to_markdown

    directory = resolve_policy(path or settings.policy)
    policy = load_policy(directory)
    node = read_content(directory).get("contacts.yaml")
    contacts = () if node is None else read_contacts(node)
    blocks = house_rules(policy, contacts, to_millis(datetime.now(UTC)))
    click.echo(to_html(blocks) if as_html else to_markdown(blocks), nl=False)


@click.command(short_help="Print the JSON Schema of a policy's files, for editors.")
@click.argument("kind", required=False, default="policy")
@click.option("--write", type=click.Path(file_okay=False, exists=True), help="Write all of them into this directory.")
def schema(kind: str, write: str | None) -> None:
    """Print the JSON Schema of one kind of file: policy, rules, lexicon, overlay, contacts, conditions, ...

    Editors complete fields and underline mistakes by it. `policy lint` knows more.
    """
    from houserules.judging.policy.schema import KINDS, file_name, policy_schema

    if kind not in KINDS:
        raise click.UsageError(f"{kind} is no kind of file; there are {', '.join(KINDS)}")
    if write is None:
        click.echo(orjson.dumps(policy_schema(kind), option=orjson.OPT_INDENT_2).decode())
        return
    for name in KINDS:
        text = orjson.dumps(policy_schema(name), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        Path(write, file_name(name)).write_bytes(text)
        click.echo(file_name(name))
