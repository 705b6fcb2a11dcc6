"""A policy directory compiled: read everything, report everything that is wrong, and only then build.

A directory holds `policy.yaml` (what the policy is and how it decides), `contacts.yaml` (whom to never redact),
`solidarity.yaml` (messages that people are meant to repeat), `fragments.yaml` and `conditions.yaml` (parts that rules
share), `lexicons/*.yaml`, `registers/*.yaml` (cases before the courts), `rules/*.yaml` and `overlays/*.yaml` (what is
otherwise for a while).
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from houserules import policies
from houserules.judging.expressions import NoneOf
from houserules.judging.index import build_index
from houserules.judging.policy import sections
from houserules.judging.policy.bounds import MOST_FILES, MOST_OVERLAYS, MOST_RULES
from houserules.judging.policy.calendar import LONDON, read_staffed, read_zone
from houserules.judging.policy.composites import Group, link, read_groups
from houserules.judging.policy.contacts import RedactionSection, build_redactor, read_contacts, read_redaction
from houserules.judging.policy.editions import Editions, Overlay
from houserules.judging.policy.lexicons import Lexicon, read_lexicon
from houserules.judging.policy.limits import read_brake, read_strikes
from houserules.judging.policy.matching import Scope, read_whole
from houserules.judging.policy.model import Clause, Degraded, Lifetimes, Policy, Rule, Safeguarding
from houserules.judging.policy.overlays import read_overlay
from houserules.judging.policy.patterns import PatternTable
from houserules.judging.policy.problems import PolicyError, Problem
from houserules.judging.policy.reader import Json, Node, guess, read_yaml
from houserules.judging.policy.registers import Register, protected_names, read_register
from houserules.judging.policy.rules import Catalogue, read_rule
from houserules.judging.policy.windows import read_screening
from houserules.scoring.base import Scorer
from houserules.screening.model import ScreeningPolicy

MAIN: Final = "policy.yaml"
ANYTHING: Final = NoneOf(())

_OPTIONAL: Final = ("contacts.yaml", "solidarity.yaml", "fragments.yaml", "conditions.yaml")
_FOLDERS: Final = ("lexicons", "registers", "rules", "overlays")
_REQUIRED_FIELDS: Final = ("id", "version", "title", "clauses", "degraded")
_OPTIONAL_FIELDS: Final = (
    *("templates", "screening", "redaction", "lifetimes", "safeguarding"),
    *("timezone", "brake", "strikes", "staffed", "groups", "scorers"),
)


def shipped_policies() -> list[str]:
    """The names of the policies that come with the package."""
    return sorted(path.parent.name for root in policies.__path__ for path in Path(root).glob(f"*/{MAIN}"))


def shipped_policy_path(name: str) -> Path:
    """The directory of a policy that comes with the package. Raises PolicyError if there is none of that name."""
    for root in policies.__path__:
        path = Path(root) / name
        if name and path.parent == Path(root) and (path / MAIN).is_file():
            return path
    shipped = shipped_policies()
    raise PolicyError(
        [Problem(name, 0, f"no such policy is shipped{guess(name, shipped)}; shipped: {', '.join(shipped)}")]
    )


def resolve_policy(name_or_path: str) -> Path:
    """The directory of a policy given by the name of a shipped one or by a path, in this order.

    Raises PolicyError if it is neither.
    """
    if name_or_path in shipped_policies():
        return shipped_policy_path(name_or_path)
    path = Path(name_or_path)
    if (path / MAIN).is_file():
        return path
    if path.name == MAIN and path.is_file():
        return path.parent
    shipped = ", ".join(shipped_policies())
    what = f"neither a shipped policy ({shipped}) nor a directory with a {MAIN}; check the spelling"
    raise PolicyError([Problem(name_or_path, 0, what)])


def load_policy(path: Path) -> Policy:
    """The policy in the directory `path`, compiled. Raises PolicyError with every mistake that was found."""
    problems: list[Problem] = []
    files = read_files(path, problems)
    if problems:
        # What cannot be read is missed in a hundred places, and the one line that matters would drown in them.
        raise PolicyError(problems)
    with _no_collecting():
        policy = _compile(files, problems)
    if problems:
        raise PolicyError(problems)
    return policy


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Hundreds of thousands of small objects are made, and nearly all stay: to look for circles in them is time lost."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_files(path: Path, problems: list[Problem]) -> dict[str, Node]:
    """Every file of the policy by its path inside the directory, in a fixed order."""
    if not (path / MAIN).is_file():
        problems.append(Problem(str(path), 0, f"no policy: it has no {MAIN}; name a policy directory"))
        return {}
    files: dict[str, Node] = {}
    found = sorted((*path.glob("*.y*ml"), *path.glob("*/*.y*ml")), key=lambda item: item.relative_to(path).as_posix())
    if len(found) > MOST_FILES:
        problems.append(Problem(str(path), 0, f"{len(found):,} files; {MOST_FILES} are the most, so join some"))
        return {}
    for file in found:
        name = file.relative_to(path).as_posix()
        if name not in (MAIN, *_OPTIONAL) and (file.parent.name not in _FOLDERS or file.suffix != ".yaml"):
            expected = ", ".join((MAIN, *_OPTIONAL, *(f"{folder}/*.yaml" for folder in _FOLDERS)))
            problems.append(Problem(name, 0, f"no part of a policy; rename or move it, the parts are {expected}"))
        elif root := read_yaml(file, name, problems):
            files[name] = root
    return files


def _compile(files: dict[str, Node], problems: list[Problem]) -> Policy:
    fields = files[MAIN].fields(_REQUIRED_FIELDS, _OPTIONAL_FIELDS)
    clauses: dict[str, Clause] = fields.take("clauses", sections.read_clauses, {})
    templates: dict[str, str] = fields.take("templates", sections.read_templates, {})
    fragments = sections.read_fragments(files["fragments.yaml"]) if "fragments.yaml" in files else {}
    groups: dict[str, Group] = fields.take("groups", read_groups, {})
    scorers: dict[str, Scorer] = fields.take("scorers", sections.read_scorers, {})
    zone = fields.take("timezone", read_zone, LONDON)
    registers = _registers(files, zone)
    scope = Scope(
        *(_lexicons(files), fragments, PatternTable(), PatternTable()),
        cases=tuple(case for _, register in registers for case in register.cases),
        groups={name: group.cap for name, group in groups.items()},
        scores=tuple(scorers),
    )
    if "conditions.yaml" in files:
        for name, node in files["conditions.yaml"].entries().items():
            # One that is wrong is known all the same: else each of its uses would be told of as well.
            found = next(node.attempt(lambda item: read_whole(item, scope)), ANYTHING)
            scope.conditions[name] = found
    catalogue = Catalogue(clauses, templates, scope, zone, tuple(groups))
    safeguarding = fields.take(
        "safeguarding",
        lambda node: sections.read_safeguarding(node, templates, scorers),
        Safeguarding(frozenset(), frozenset(), None),
    )
    rules = _rules(files, catalogue, problems)
    overlays = _overlays(files, catalogue, {rule.id: rule for rule in rules})
    changed = [rule for overlay in overlays for rule in overlay.changed.values()]
    every = link(
        [*rules, *(rule for overlay in overlays for rule in overlay.rules)],
        *(catalogue.places, groups, safeguarding, scope.links, changed),
    )
    bank = files.get("solidarity.yaml")
    screening = (
        fields.take("screening", lambda node: read_screening(node, bank), ScreeningPolicy())
        if "screening" in fields
        else read_screening(None, bank)
    )
    contacts = next(files["contacts.yaml"].attempt(read_contacts), ()) if "contacts.yaml" in files else ()
    redaction = fields.take("redaction", lambda node: read_redaction(node, contacts), RedactionSection())
    content = {name: node.plain() for name, node in files.items()}
    if redaction.names is not None:
        # Another pipeline finds other names: without it in the digest one verdict id would have two contents.
        content["names"] = redaction.names.version
    for name, scorer in sorted({scorer.name: scorer for scorer in scorers.values()}.items()):
        content[f"scorer {name}"] = scorer.digest
    index = build_index([None if rule.mode == "off" else rule.match for rule in (*every, *changed)])
    own = {rule.id for rule in rules}
    return Policy(
        id=fields.take("id", Node.identifier, ""),
        version=fields.take("version", Node.text, ""),
        digest=digest(content),
        title=fields.take("title", Node.text, ""),
        clauses=MappingProxyType(clauses),
        templates=MappingProxyType(templates),
        screening=screening,
        redactor=build_redactor(contacts, redaction, protected_names(registers)),
        rules=tuple(rule for rule in every if rule.id in own),
        overlays=tuple(overlays),
        editions=Editions(every, overlays),
        index=index,
        texts=scope.texts.matcher(index.rules, problems),
        names=scope.names.matcher(None, problems),
        lifetimes=fields.take(
            "lifetimes", sections.read_lifetimes, Lifetimes(sections.DEFAULT_LIFETIME, MappingProxyType({}))
        ),
        safeguarding=safeguarding,
        degraded=fields.take("degraded", lambda node: sections.read_degraded(node, clauses), Degraded((), "hold", "")),
        brake=fields.take("brake", read_brake, None),
        strikes=fields.take("strikes", read_strikes, None),
        zone=zone,
        staffed=fields.take("staffed", lambda node: read_staffed(node, zone), None),
        scorers=MappingProxyType(scorers),
    )


def digest(content: Json) -> str:
    """`sha256:` and the hash of `content` as JSON with sorted keys: the same for the same content on any machine."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _registers(files: dict[str, Node], zone: ZoneInfo) -> list[tuple[Node, Register]]:
    found: list[tuple[Node, Register]] = []
    for name, node in files.items():
        if name.startswith("registers/"):
            found += [(node, register) for register in node.attempt(lambda item: read_register(item, zone))]
    return found


def _lexicons(files: dict[str, Node]) -> dict[str, Lexicon]:
    lexicons: dict[str, Lexicon] = {}
    for name, node in files.items():
        if name.startswith("lexicons/"):
            word = Path(name).stem
            for lexicon in node.attempt(lambda item, word=word: read_lexicon(word, item)):  # type: ignore[misc]
                lexicons[word] = lexicon
    return lexicons


def _rules(files: dict[str, Node], catalogue: Catalogue, problems: list[Problem]) -> list[Rule]:
    """The rules of all files, in order of files."""
    rules: list[Rule] = []
    for name, node in files.items():
        if name.startswith("rules/"):
            for items in node.attempt(Node.items):
                for item in items:
                    for rule in item.attempt(lambda one: read_rule(one, catalogue)):
                        if rule.id:
                            rules.append(rule)
                        if len(rules) == MOST_RULES + 1:
                            item.report(f"with this the policy has more than {MOST_RULES:,} rules; join or drop some")
    if not rules and not problems:
        problems.append(Problem("rules", 0, "the policy has no rule; add a file of rules"))
    return rules


def _overlays(files: dict[str, Node], catalogue: Catalogue, rules: Mapping[str, Rule]) -> list[Overlay]:
    """The overlays of all files, by file. Two that change one rule at the same time are reported."""
    overlays: list[Overlay] = []
    for name, node in files.items():
        if name.startswith("overlays/"):
            for overlay in node.attempt(lambda item: read_overlay(item, catalogue, rules)):
                for other in overlays:
                    if overlay.id == other.id:
                        node.report(f"another overlay is called `{overlay.id}` too; give it another id")
                    for rule_id in overlay.changed.keys() & other.changed.keys():
                        if overlay.meets(other):
                            node.report(f"`{other.id}` changes `{rule_id}` at the same time; change it in one of them")
                overlays.append(overlay)
                if len(overlays) == MOST_OVERLAYS + 1:
                    node.report(f"with this there are more than {MOST_OVERLAYS} overlays; delete those that are over")
    return overlays
