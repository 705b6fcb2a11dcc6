"""JSON Schemas of the files of a policy: for editors, which then complete fields and underline mistakes while one types.

Made of the same tables that the reader goes by. The reader knows more: names that refer to something, patterns that
compile, bounds that depend on each other. What passes here may still be refused there, with file and line.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from houserules.contracts.vocabulary import CATEGORIES, MODES, OUTCOMES, PII_TYPES, SEVERITIES, URGENCIES, VERBS
from houserules.judging.policy import bounds
from houserules.judging.policy import schema_match as match
from houserules.judging.policy import schema_parts as part
from houserules.judging.policy.limits import MOST_STRIKE, MOST_WINDOW
from houserules.judging.policy.matching import READERS
from houserules.judging.policy.rules import EXAMPLE_FIELDS, LEAST_TESTS, MOST_VALUE, ORDERED
from houserules.judging.policy.schema_parts import Schema
from houserules.judging.policy.sections import SANCTIONED
from houserules.judging.policy.windows import SCREENING_FIELDS
from houserules.redaction.operators import MOST_KEPT

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def policy_schema(kind: str) -> Schema:
    """The schema of one kind of file, of `KINDS`. Raises KeyError for another."""
    title, description, build = KINDS[kind]
    body = build()
    needed = _reach(body)
    used = {name: schema for name, schema in _shared().items() if name in needed}
    return {
        "$schema": DIALECT,
        "$id": file_name(kind),
        "title": title,
        "description": description,
        **body,
        **({"$defs": used} if used else {}),
    }


def file_name(kind: str) -> str:
    """The name of the schema's file."""
    return "policy-1.schema.json" if kind == "policy" else f"policy-{kind}-1.schema.json"


def kind_of(name: str) -> str | None:
    """Which kind of file `name` is, a path inside a policy directory; None for no part of a policy."""
    folder, slash, file = name.rpartition("/")
    if slash:
        return {"rules": "rules", "lexicons": "lexicon", "overlays": "overlay", "registers": "register"}.get(folder)
    stem = file.removesuffix(".yaml")
    return stem if stem in KINDS and stem not in ("rules", "lexicon", "overlay", "register") else None


def _policy() -> Schema:
    clause = part.fields({"title": part.text("A few words."), "text": part.text("The rule as people read it.")}, {})
    window = part.fields(
        {name: part.count(2, 1_000_000, f"Posts from which on it is a {name}.") for name in match.LEVELS}, {}
    )
    off = part.choice(["off"], "Not looked for.")
    return part.fields(
        {
            "id": part.name("The policy's own name."),
            "version": part.text("In quotes, for it is text."),
            "title": part.text("What people call it."),
            "clauses": part.named(clause, "The house rules by id, such as HR-1."),
            "degraded": part.fields(
                {
                    "clause": part.text("The clause that says how is moderated."),
                    "default": part.choice(("allow", "hold")),
                },
                {"components": part.named(part.choice(("allow", "hold")), "By the beginning of a component's name.")},
                "What becomes of a post when a part of the check fails.",
            ),
        },
        {
            "templates": part.named(part.text(), "The words for authors by name."),
            "timezone": part.text("Where the policy's dates are of: Europe/London where nothing is said."),
            "lifetimes": part.fields(
                {},
                {
                    name: part.duration("How long after the post an action is still good.")
                    for name in ("default", *VERBS)
                },
            ),
            "safeguarding": part.fields(
                {},
                {
                    "waived": part.listed(
                        part.choice(SANCTIONED), "Categories that nobody who discloses is sanctioned for."
                    ),
                    "shielded": part.listed(
                        part.choice(SANCTIONED), "Categories that hide a post to protect its author."
                    ),
                    "template": part.text("The words for the author."),
                    "doubt": part.named(
                        part.number(0.001, 1, "From this score on nobody is punished before a person has looked.")
                    ),
                    "outweighed_by": part.listed(
                        part.text(), "Scores that leave no doubt where they are higher than those of `doubt`."
                    ),
                },
            ),
            "brake": part.fields(
                {"share": part.number(0.001, 1, "A rule that sanctions more than this share of posts only holds.")},
                {
                    "window": part.count(
                        100, MOST_WINDOW, "How many posts the share is of; 2000 where nothing is said."
                    ),
                    "least": part.count(2, MOST_WINDOW, "Nothing is braked before so many sanctions; 50 if not said."),
                },
                "The emergency brake.",
            ),
            "strikes": part.fields(
                {"expiry": part.duration("How long a strike counts.")},
                {
                    "weights": part.fields(
                        {}, {word: part.count(0, MOST_STRIKE, "") for word in SEVERITIES}, "By severity."
                    ),
                    "mute_at": part.count(1, 100_000, "The sum at which an author is muted."),
                    "block_at": part.count(1, 100_000, "The sum at which an author is blocked."),
                },
            ),
            "staffed": part.fields(
                {
                    "hours": part.named(
                        part.some(part.text(pattern=r"^\d{2}:\d{2} ?- ?\d{2}:\d{2}$")), "By day: mon, or mon-fri."
                    )
                },
                {
                    "timezone": part.text("Of these hours."),
                    "closed": part.listed(part.text(pattern=r"^\d{4}-\d{2}-\d{2}$")),
                },
                "When people are there.",
            ),
            "groups": part.named(part.fields({"cap": part.number(0.001, 1000, "The most that the group counts.")}, {})),
            "scorers": part.listed(part.name("A scorer that is shipped."), "Whose scores rules may ask for."),
            "screening": part.fields(
                {},
                {
                    **{name: {} for name in SCREENING_FIELDS},
                    "floods": {"anyOf": [off, part.fields({}, {name: window for name in ("minute", "hour", "day")})]},
                    "repeat_window": {"anyOf": [off, part.duration("For how long a repeat is one.")]},
                },
                "What is a repeat, a flood and a campaign.",
            ),
            "redaction": part.fields(
                {},
                {
                    "types": part.listed(part.choice(PII_TYPES), "What is looked for; all where nothing is said."),
                    "thresholds": part.fields(
                        {}, {name: part.number(0, 1, "") for name in PII_TYPES}, "From which score on."
                    ),
                    "operators": part.fields(
                        {},
                        {
                            name: {
                                "anyOf": [
                                    part.choice(("replace", "hash", "remove")),
                                    part.fields(
                                        {"mask": part.count(1, MOST_KEPT, "Characters that stay readable.")}, {}
                                    ),
                                ]
                            }
                            for name in PII_TYPES
                        },
                        "What stands for a detail.",
                    ),
                    "names": part.fields(
                        {"model": part.text()}, {"public": part.some(part.text())}, "Names of private people."
                    ),
                },
            ),
        },
    )


def _rules() -> Schema:
    return part.listed(part.ref("rule"))


def _overlay() -> Schema:
    span = part.fields({"starts": part.moment("From then on."), "ends": part.moment("Until just before.")}, {})
    change = part.fields(
        {}, {"mode": part.ref("mode"), "then": _then((), _THEN), "rollout": _ROLLOUT, "budget": _BUDGET}
    )
    schema = part.fields(
        {"id": part.name("Told in verdicts while it holds."), "title": part.text()},
        {
            "starts": part.moment("From then on."),
            "ends": part.moment("Until just before."),
            "spans": part.listed(span, "Where it holds more than once.", maxItems=bounds.MOST_SPANS),
            "set": part.named(change, "Rules by id, and what is otherwise with them."),
            "rules": part.listed(part.ref("rule"), "Rules that are there only while it holds."),
        },
    )
    schema["oneOf"] = [{"required": ["starts", "ends"]}, {"required": ["spans"]}]
    schema["anyOf"] = [{"required": ["set"]}, {"required": ["rules"]}]
    return schema


def _register() -> Schema:
    mention = {"type": "string", "minLength": 5}
    known = "Words by which people know the case."
    case = part.fields(
        {"id": part.name("Told to nobody."), "title": part.text(), "opens": part.moment("From then on.")},
        {
            "closes": part.moment("Until just before."),
            **{name: part.listed(mention, known) for name in ("courts", "places", "hashtags")},
            "protected": part.listed(
                {"type": "string", "pattern": "^[0-9a-f]{44}$"}, "Whom the law protects: `houserules policy protect`."
            ),
        },
    )
    key = part.text("The fingerprint of the key that made the entries.")
    return part.fields({"cases": part.listed(case)}, {"key": {**key, "pattern": "^[0-9a-f]{8}$"}})


def _lexicon() -> Schema:
    graded = part.fields({"severity": part.choice(SEVERITIES), "terms": part.listed(match.TERM)}, {})
    return part.fields(
        {
            "description": part.text(),
            "terms": part.listed({"anyOf": [match.TERM, graded]}, "Words, or a severity with its words."),
        },
        {
            "allow": part.listed(match.TERM, "Harmless phrases that hold one of the words."),
            "allow_phrases": part.listed(
                part.text(maxLength=bounds.LONGEST_PHRASE), "Kinds of harmless phrases, in the language of `phrases`."
            ),
        },
    )


def _contacts() -> Schema:
    texts = ("aliases", "phones", "emails", "domains", "handles", "addresses", "postcodes")
    said = {"phones": "In quotes, for they are text.", "domains": "Without www.", "handles": "Without @."}
    contact = part.fields(
        {"name": part.text("What people call it.")},
        {
            **{name: part.some(part.text(), said.get(name, "")) for name in texts},
            "domain_emails": part.flag("Every address at its domains is public."),
            "branches": part.flag("It has local offices, with numbers and links of their own."),
        },
    )
    return part.listed(contact)


def _then(required: Sequence[str], fields: Mapping[str, Schema]) -> Schema:
    return part.fields(
        {name: fields[name] for name in required},
        {name: schema for name, schema in fields.items() if name not in required},
    )


_ROLLOUT: Final = part.count(0, 100, "Percent of posts on which it is enforced; on the others it is shadow.")
_BUDGET: Final = part.fields(
    {"per_hour": part.count(1, 1_000_000, "Sanctions in an hour; beyond, posts are held.")}, {}
)
_THEN: Final = {
    "outcome": part.choice(OUTCOMES, "What becomes of the post."),
    "severity": part.choice(SEVERITIES, "How bad it is."),
    "urgency": part.choice(URGENCIES, "How soon a person looks."),
    "visibility": part.choice(("visible", "held", "hidden"), "Meanwhile; with `escalate` only."),
    "confidence": part.number(0, 1, "How sure the rule is."),
    "actions": part.listed(part.choice(ORDERED), "What is ordered besides."),
    "template": part.text("The words for the author."),
    "strike": part.count(0, MOST_STRIKE, "What the strike weighs; by severity where nothing is said."),
}


def _shared() -> dict[str, Schema]:
    """What several schemas hold."""
    points = part.fields(
        {
            "group": part.name("A group of the policy."),
            "value": part.number(-MOST_VALUE, MOST_VALUE, "Added when it matches."),
        },
        {},
    )
    example_list = part.listed(part.ref("example"), minItems=LEAST_TESTS, maxItems=bounds.MOST_EXAMPLES)
    rule = part.fields(
        {
            "id": part.name("Told in verdicts."),
            "version": part.count(1, 1_000_000, "Raised with each change."),
            "category": part.choice(CATEGORIES),
            "clause": part.text("The clause that is broken."),
            "description": part.text("What findings say; it quotes nobody."),
            "match": part.ref("match"),
            "then": _then(("outcome", "severity", "urgency"), _THEN),
            "tests": part.fields({"hit": example_list, "miss": example_list}, {}, "Posts that it must hit, and not."),
        },
        {
            "mode": part.ref("mode"),
            "unless": part.ref("match"),
            "except": part.ref("match"),
            "starts": part.moment("It is there from then on."),
            "ends": part.moment("It is there until just before."),
            "rollout": _ROLLOUT,
            "budget": _BUDGET,
            "points": part.some(points),
            "replaces": part.some(part.name("A rule."), "Rules whose findings lose effect where this one matches."),
            "owner": part.text("Who answers for it."),
            "rationale": part.text("Why it is there."),
        },
    )
    return {
        "rule": rule,
        "mode": part.choice(MODES, "enforce; shadow: told beside the verdicts, without effect; off."),
        "match": {"anyOf": [match.words(), *({**match.condition(name), "title": name} for name in READERS)]},
        "example": {"anyOf": [part.text(), _example()]},
        "copies": match.copies(),
    }


def _example() -> Schema:
    fields: dict[str, Schema] = {
        "author_roles": part.some(part.text()),
        "author_age": part.duration("How old the account is."),
        "links": part.some(part.text()),
        "media": part.some(part.text()),
        "duplicate": part.ref("copies"),
        "flood": part.choice(match.LEVELS),
        "reply": part.flag("An answer to another post."),
        "repeat": part.count(1, 2000, "The text so many times over."),
        "at": part.moment("When it is written."),
    }
    return part.fields({"text": part.text()}, {name: fields.get(name, part.text()) for name in EXAMPLE_FIELDS})


def _reach(schema: object) -> set[str]:
    """The shared parts that `schema` needs, and what they need in turn."""
    shared = _shared()
    found: set[str] = set()
    waiting: list[object] = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = str(value.get("$ref", "")).removeprefix("#/$defs/")
            if name in shared and name not in found:
                found.add(name)
                waiting.append(shared[name])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def _conditions() -> Schema:
    return part.named(part.ref("match"))


def _fragments() -> Schema:
    return part.named(part.some(part.text()))


def _messages() -> Schema:
    return part.listed(part.text())


KINDS: Final = {
    "policy": ("Policy", "policy.yaml: what the policy is, and how it decides.", _policy),
    "rules": ("Rules", "rules/*.yaml: rules, each with its tests.", _rules),
    "lexicon": ("Lexicon", "lexicons/*.yaml: a list of words that rules refer to by the file's name.", _lexicon),
    "overlay": ("Overlay", "overlays/*.yaml: what is otherwise for a while.", _overlay),
    "register": ("Register", "registers/*.yaml: cases that are before the courts.", _register),
    "contacts": ("Contacts", "contacts.yaml: whom to never redact.", _contacts),
    "conditions": ("Conditions", "conditions.yaml: what several rules `use`.", _conditions),
    "fragments": (
        "Fragments",
        "fragments.yaml: parts of phrases, as `<name>`.",
        lambda: part.named(part.some(part.text())),
    ),
    "solidarity": (
        "Solidarity",
        "solidarity.yaml: messages that people are meant to repeat.",
        lambda: part.listed(part.text()),
    ),
}
"""The kinds of file: title, description and what makes the schema."""
