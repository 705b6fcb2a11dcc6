"""Texts with and without personal information, the same for the same seed: the independent measure of redaction.

Two texts in five hold nothing personal but near misses. The others hold one or two pieces, each in a sentence of its type or
in one that fits any, often among other sentences and near misses. Then whole texts are lower-cased, shouted or misspelt.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from bench.redaction import carriers, contact_values, document_carriers, document_values, near_misses, voices
from bench.redaction.marks import PUBLIC, TYPES, Example, gold, outside, parse
from bench.redaction.people import FIRST, TOWNS

MAKERS: Final[Mapping[str, Callable[[Random], str]]] = {
    "PHONE": contact_values.phone,
    "EMAIL": contact_values.email,
    "POSTCODE": contact_values.postcode,
    "ADDRESS": contact_values.address,
    "NINO": document_values.nino,
    "NHS_NUMBER": document_values.nhs_number,
    "PAYMENT_CARD": document_values.payment_card,
    "BANK_ACCOUNT": document_values.bank_account,
    "IBAN": document_values.bank_iban,
    "VEHICLE_REG": document_values.vehicle_reg,
    "PASSPORT": document_values.passport,
    "DRIVING_LICENCE": document_values.driving_licence,
    "DATE_OF_BIRTH": document_values.date_of_birth,
    "IP_ADDRESS": contact_values.ip_address,
    "SOCIAL_HANDLE": contact_values.social_handle,
}
_CARRIERS: Final = {**carriers.BY_TYPE, **document_carriers.BY_TYPE}
_LIVES: Final = ("live", "address", "home", "stay", "moved", "place", "house is")
_HELPLINE: Final = (
    "ring {name} on {number}", "{name}: {number}", "{name} {number}", "you can call {name} {number} free",
    "{number} is {name}, they listen",
    "please call {number} ({name})", "{name} helped me, {number}",
)  # fmt: skip
_MAIL: Final = ("{name} {number}", "email {name} at {number}", "write to {number}", "{name}: {number}")

Contact = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Name, phones and e-mails of somebody whom the policy lets everybody name."""


def read_contacts(path: Path) -> tuple[Contact, ...]:
    """The public contacts of a policy's `contacts.yaml`. Raises OSError or yaml.YAMLError."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((entry["name"], tuple(entry.get("phones", ())), tuple(entry.get("emails", ()))) for entry in entries)


def generate(count: int, seed: int, contacts: Sequence[Contact] = ()) -> list[Example]:
    """`count` texts, the same for the same arguments; `contacts` become near misses."""
    return [parse(text) for text in _texts(seed, count, contacts)]


def _texts(seed: int, count: int, contacts: Sequence[Contact]) -> Iterator[str]:
    turn = 0
    for number in range(count):
        # One source per text: a helpline more or fewer in the policy must not change every text after it.
        rng = Random(f"{seed}:{number}")
        if rng.random() < 0.4:
            yield _finish(rng, _negative(rng, contacts))
            continue
        kinds = [TYPES[turn % len(TYPES)]]
        turn += 1
        if rng.random() < 0.15:
            kinds.append(rng.choice(TYPES))
        yield _finish(rng, _positive(rng, kinds, contacts))


def _positive(rng: Random, kinds: Sequence[str], contacts: Sequence[Contact]) -> str:
    said = [_carried(rng, kind) for kind in kinds]
    if rng.random() < 0.5:
        said.insert(0, voices.sentence(rng))
    if rng.random() < 0.3:
        said.insert(0, voices.opener(rng))
    if rng.random() < 0.22:
        said.insert(rng.randrange(len(said) + 1), _near_miss(rng, contacts))
    if rng.random() < 0.4:
        said.append(voices.sentence(rng))
    if rng.random() < 0.4:
        said.append(voices.closer(rng))
    return _joined(rng, said)


def _negative(rng: Random, contacts: Sequence[Contact]) -> str:
    said = [voices.sentence(rng) for _ in range(rng.randint(0, 2))]
    said += [_near_miss(rng, contacts) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
    rng.shuffle(said)
    if rng.random() < 0.4:
        said.insert(0, voices.opener(rng))
    if rng.random() < 0.5:
        said.append(voices.closer(rng))
    return _joined(rng, said)


def _near_miss(rng: Random, contacts: Sequence[Contact]) -> str:
    if contacts and rng.random() < 0.12:
        return _helpline(rng, contacts)
    # The groups are of very different size: evenly by group first, so that places and talk of apps are not drowned.
    group = rng.choice(
        (
            near_misses.NUMBERS,
            near_misses.EVERYDAY,
            near_misses.EVERYDAY,
            near_misses.PLACES,
            near_misses.TALK,
            near_misses.TALK,
        )
    )
    return near_misses.fill(rng, rng.choice(group))


def _helpline(rng: Random, contacts: Sequence[Contact]) -> str:
    while True:
        name, phones, emails = rng.choice(contacts)
        if emails and rng.random() < 0.3:
            return rng.choice(_MAIL).format(name=name, number=gold(PUBLIC, rng.choice(emails)))
        if phones:
            break
    number = rng.choice(phones)
    digits = number.replace(" ", "")
    written = rng.choice((number, number, digits, number.replace(" ", "-"), number.replace(" ", ".")))
    return rng.choice(_HELPLINE).format(name=name, number=gold(PUBLIC, written))


def _carried(rng: Random, kind: str) -> str:
    template = rng.choice(carriers.ANYWHERE if rng.random() < 0.15 else _CARRIERS[kind])
    if kind == "ADDRESS":
        value = contact_values.address(rng, house_names=any(word in template for word in _LIVES))
    else:
        value = MAKERS[kind](rng)
    filled = (
        template.replace("{name}", rng.choice(FIRST))
        .replace("{town}", rng.choice(TOWNS))
        .replace("{n}", str(rng.randint(9, 16)))
    )
    return filled.replace("{v}", value)


def _joined(rng: Random, said: Sequence[str]) -> str:
    text = said[0]
    for part in said[1:]:
        link = voices.joint(rng)
        if rng.random() < 0.1:
            link = f" {voices.emoji(rng)} "
        text += link + part
    return text + rng.choice(("", "", "", "", ".", "!", "!!", "?", " " + voices.emoji(rng), "..", " x"))


def _finish(rng: Random, text: str) -> str:
    way = rng.random()
    if way < 0.3:
        # Teenagers have no capitals, and no apostrophes.
        text = text.lower()
    elif way < 0.33:
        text = text.upper()
    if rng.random() < 0.12:
        text = "".join(voices.slip(rng, piece) if free else piece for piece, free in outside(text))
    if rng.random() < 0.1:
        text = text.replace("'", "’")
    return text
