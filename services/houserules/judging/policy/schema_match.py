"""The JSON Schema of the match language: every condition of `matching.READERS`, and words with their filters."""

from typing import Final

from houserules.contracts.vocabulary import PII_TYPES, SEVERITIES, WHOSE
from houserules.judging.phrases.language import MOST_GAP
from houserules.judging.policy import bounds
from houserules.judging.policy import schema_parts as part
from houserules.judging.policy.matching import FILTERS, WORDS
from houserules.judging.policy.schema_parts import Schema
from houserules.judging.repeats import UNITS

LEVELS: Final = ("warning", "sanction")
"""How far a flood has gone."""

TERM: Final = part.text("One or more words.", maxLength=bounds.LONGEST_TERM)


def words() -> Schema:
    """Words of the text, with what is asked of them."""
    texts = {
        "lexicon": part.some(part.name("A file in lexicons/.")),
        "terms": part.some(TERM),
        "phrases": part.some(
            part.text(maxLength=bounds.LONGEST_PHRASE), f"Spaces match any gap, ` ~{MOST_GAP}` as many words."
        ),
        "regex": part.some(part.text(maxLength=bounds.LONGEST_REGEX), "RE2."),
    }
    near = part.fields({}, {**texts, "within": part.count(0, 100, "Words between; 6 where nothing is said.")})
    filters = {
        "severity": part.some(part.choice(SEVERITIES), "Only terms of such a severity."),
        "label": part.name("What places are called in findings."),
        "aimed": part.flag("Said to somebody."),
        "own_words": part.flag("Not told of somebody else."),
        "quoted": part.flag("Within quotation marks."),
        "near": near,
        "count": part.count(1, 100, "In so many places at least."),
    }
    schema = part.fields({}, {**texts, **{name: filters[name] for name in FILTERS}}, "Words of the text.")
    schema["anyOf"] = [{"required": [name]} for name in WORDS]
    return schema


def condition(name: str) -> Schema:
    """The condition `name`, one of `matching.READERS`."""
    some_text = part.some(part.text())
    bodies: dict[str, Schema] = {
        "all": part.some(part.ref("match"), "All of these."),
        "any": part.some(part.ref("match"), "At least one of these."),
        "none": part.some(part.ref("match"), "None of these."),
        "use": part.some(part.text(), "Conditions of conditions.yaml."),
        "pii": {
            "anyOf": [
                part.choice(["any"]),
                part.listed(part.choice(PII_TYPES)),
                part.fields(
                    {},
                    {
                        "types": part.some(part.choice(PII_TYPES)),
                        "whose": part.some(part.choice(WHOSE)),
                        "at_least": part.count(1, 100, ""),
                    },
                ),
            ],
            "description": "Personal information was taken out.",
        },
        "register": part.choice(["names", "cases"], "A protected name, or words by which an open case is known."),
        "spoofed_helpline": _TRUE | part.said("A wrong number beside a helpline's name."),
        "reply": _TRUE | part.said("An answer to another post."),
        "duplicate": part.ref("copies"),
        "flood": part.choice(LEVELS, "The author posts too much."),
        "author": part.fields(
            {},
            {
                "name_terms": part.some(TERM),
                "name_phrases": part.listed(part.text(maxLength=bounds.LONGEST_PHRASE)),
                "name_regex": part.listed(part.text(maxLength=bounds.LONGEST_REGEX)),
                "roles": some_text,
                "younger_than": part.duration("The account is younger."),
            },
        )
        | {"minProperties": 1},
        "platform": some_text,
        "lang": some_text,
        "links": {"anyOf": [part.choice(["any"]), part.fields({}, {"domains": some_text, "not_domains": some_text})]},
        "has": some_text,
        "length": part.fields(
            {},
            {
                "min_words": part.count(0, 100_000, ""),
                "longer_than": part.count(0, 100_000, "Characters."),
                "max_words": part.count(1, 100_000, ""),
            },
        ),
        "repeated": part.fields(
            {"of": part.choice(UNITS), "at_least": part.count(3, 100, "Times running.")},
            {"words": part.count(1, 100, "Words of such a sentence, at least.")},
            "The same over and over.",
        ),
        "rule": part.some(part.name("A rule."), "Another rule matched the post."),
        "points": part.fields({"group": part.name("A group."), "at_least": part.number(0.001, 1000, "Points.")}, {}),
        "score": part.fields(
            {"name": part.text("A score of one of `scorers`."), "at_least": part.number(0.001, 1, "")}, {}
        ),
    }
    # A condition of another's making is known by name only, until its body is written here.
    return part.fields({name: bodies.get(name, {})}, {})


_TRUE: Final[Schema] = {"const": True}


def copies() -> Schema:
    """Which copies are meant."""
    kinds = part.choice(("author", "campaign"))
    fields = {"role": part.choice(("first", "repeat")), "method": part.choice(("exact", "near"))}
    return {"anyOf": [kinds, part.fields({"kind": kinds}, fields)], "description": "A copy of what was posted before."}
