"""What the words around a finding say about whose it is."""

import re
from typing import Final

from houserules.contracts.vocabulary import Whose
from houserules.text.scanning import Scanner

_PERSON: Final = (
    rb"mum|mom|mam|mother|dad|father|step(?:mum|dad|father|mother|brother|sister)|brother|sister|bro|sis|son|daughter|kids?|"
    rb"child|children|baby|nan|nana|gran|grandma|grandad|uncle|aunt|auntie|cousin|nephew|niece|family|parents?|husband|wife|"
    rb"hubby|partner|fiancee?|ex|boyfriend|girlfriend|bf|gf|friends?|friend's|mates?|bestie|boss|manager|teacher|"
    rb"coach|neighbours?|landlord|colleague|doctor|gp|social worker|abusers?|rapist|attacker|groomer|stalker|lad|lass"
)
_STRANGER: Final = (
    rb"man|men|woman|guy|bloke|lad|girl|boy|kid|person|people|paedo|pedo|nonce|perv|pervert|creep|scum|scumbag|groomer|"
    rb"predator|rapist|abuser|teacher|couple|family"
)
_DETAIL: Final = (
    rb"numbers?|num|phone|mobile|mob|cell|landline|e-?mail|address|addy|post ?code|house|flat|place|gaff|home|card|account|"
    rb"bank|sort code|iban|dob|d\.o\.b|birthday|date of birth|reg|number plate|plate|car|van|passport|licence|license|nhs|ni|"
    rb"national insurance|nino|ip|snap|snapchat|insta|instagram|ig|tiktok|facebook|fb|twitter|kik|telegram|discord|details"
)
_CUES: Final = re.compile(
    rb"\b(?:"
    rb"(?P<other>(?:my|our|your|ma|mi) (?:[a-z]+ ){0,2}(?:" + _PERSON + rb")(?:'?s)?"
    rb"|his|hers?|him|their|theirs|them|she|he|they"
    # Only somebody else `lives`, `stays` or `drives`, and only somebody else's number is the one that a call came from.
    rb"|lives|stays|drives|works|(?:me|us) (?:from|off|using)"
    rb"|(?:the|this|that|a|some|dirty|sick) (?:[a-z]+ )?(?:" + _STRANGER + rb")(?:'?s)?"
    rb"|[a-z]+'s (?=(?:[a-z]+ ){0,2}(?:" + _DETAIL + rb"|" + _PERSON + rb")\b)"
    rb"|(?:your|ur|yr) (?=(?:[a-z]+ )?(?:" + _DETAIL + rb")\b))"
    rb"|(?<![.@/])(?P<own>my|ma|mine|i|i'm|im|i'll|ill|ive|i've|us|our|ours|we|we're|(?<!for )me)"
    rb")\b"
)
_STARTS: Final = Scanner(
    rb"\b(?:my|our|ours|your|ur|yr|ma|mi|his|hers?|him|theirs?|them|she|he|they|lives|stays|drives|works|me|us|mine|i|i'm|im|"
    rb"i'll|ill|i've|ive|we|we're|[a-z]+'s|(?:the|this|that|a|some|dirty|sick) (?:[a-z]+ )?(?:"
    + _STRANGER
    + rb")(?:'?s)?)\b"
)
"""Where one of `_CUES` may begin. RE2 finds them all in the time that `re` takes to try the first few places."""

_BEFORE: Final = 60
_AFTER: Final = 32
_AFTER_CUES: Final = re.compile(
    rb"[ ,\-]{0,3}(?:(?:is|that's|thats|was|are|=|\() ?)?"
    rb"(?:(?P<own>my|our|mine|me)|(?P<other>his|hers?|their|theirs|(?:"
    + _PERSON
    + rb")(?:'?s)?|[a-z]+'s (?:"
    + _DETAIL
    + rb")))\b"
)
_AFTER_PERSON: Final = re.compile(rb"(?: [a-z]+)? (?:" + _PERSON + rb")\b")
_SENTENCES: Final = re.compile(rb".*[.!?\n][ \n]+", re.DOTALL)


def whose(view: bytes, start: int, end: int) -> Whose:
    """Whose detail stands at `[start, end)`, by the nearest word of the same sentence that says so."""
    head = view[max(0, start - _BEFORE) : start]
    if before := _SENTENCES.match(head):
        head = head[before.end() :]
    for first, _ in reversed(list(_STARTS.spans(head))):
        if cue := _CUES.match(head, first):
            return "other" if cue["other"] else "own"
    if after := _AFTER_CUES.match(view, end, end + _AFTER):
        person = _AFTER_PERSON.match(view, after.end(), after.end() + 24)
        return "other" if after["other"] or person else "own"
    return "unknown"
