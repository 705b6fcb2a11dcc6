"""A stream of posts with unique personal details in every field, of every type, plainly written and disguised."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, NamedTuple
from urllib.parse import quote, quote_plus

import orjson

from houserules.contracts.times import SECOND, isoformat
from support.planted_values import TYPES, Planted, Values

WORD: Final = "WORD"
"""Type of a planted word that is no personal detail: post text, which has no business outside redacted texts."""

Header = tuple[str, bytes]


class Sent(NamedTuple):
    """A record to produce. `name` is its post's key and revision; None for one that is no post."""

    key: bytes
    value: bytes
    headers: list[Header]
    name: tuple[str, int] | None


_CLAUSES: Final[dict[str, tuple[str, ...]]] = {
    "PHONE": (
        "ring me on {}", "my number is {}", "text {} if you can talk", "his mobile is {}", "whatsapp me {}",
        "call {} and ask for me", "you can reach her on {} any time",
    ),
    "EMAIL": ("email me at {}", "my email is {}", "write to {} please", "contact: {}", "her mail is {}"),
    "POSTCODE": ("i live in {}", "its near {}", "my postcode is {}", "come round to {}", "the house is in {}"),
    "ADDRESS": (
        "he lives at {}", "my address is {}", "i live at {}", "come to {} tonight", "we moved to {} last year",
        "she's staying at {}",
    ),
    "NINO": ("my NI number is {}", "national insurance number {}", "nino: {}", "his NI no is {}"),
    "NHS_NUMBER": ("my nhs number is {}", "NHS no {}", "nhs number: {}"),
    "PAYMENT_CARD": ("his card is {}", "they used my card {}", "card number {}", "pay with {}"),
    "BANK_ACCOUNT": ("sort code {}", "send the money to sort code {}", "bank details {}", "my bank is {}"),
    "IBAN": ("IBAN {}", "send it to {}", "my iban is {}"),
    "VEHICLE_REG": ("his reg is {}", "number plate {}", "the car reg was {}", "he drives a white van, reg {}"),
    "PASSPORT": ("my passport number is {}", "passport no {}", "passport number: {}", "her passport number was {}"),
    "DRIVING_LICENCE": ("my driving licence is {}", "driving licence number {}", "licence no: {}"),
    "DATE_OF_BIRTH": ("dob {}", "my date of birth is {}", "i was born on {}", "D.O.B: {}", "she was born on {}"),
    "IP_ADDRESS": ("his ip is {}", "ip address {}", "someone logged in from {}"),
    "SOCIAL_HANDLE": ("add me on snap: {}", "my insta is {}", "message me on instagram {}", "her snap is {}", "kik: {}"),
}  # fmt: skip

_URLS: Final[dict[str, tuple[tuple[str, Callable[[str], str]], ...]]] = {
    "EMAIL": (
        ("mailto:{}", str),
        ("https://example.org/?email={}", str),
        ("https://example.org/?email={}&ok=1", lambda text: quote(text, safe="")),
    ),
    "PHONE": (
        ("tel:{}", lambda text: "+44" + text.replace(" ", "")[1:]),
        ("https://example.org/call?phone={}", lambda text: text.replace(" ", "")),
        ("https://example.org/call?phone={}", quote),
        ("https://wa.me/{}", lambda text: "44" + text.replace(" ", "")[1:]),
    ),
    "POSTCODE": (("https://example.org/map?postcode={}", quote_plus), ("https://example.org/map?postcode={}", quote)),
    "IP_ADDRESS": (("http://[{}]/login", str),),
    "SOCIAL_HANDLE": (("https://www.instagram.com/{}", str), ("https://snapchat.com/add/{}", str)),
    "PAYMENT_CARD": (("https://example.org/pay?card={}", lambda text: text.replace(" ", "")),),
    "DATE_OF_BIRTH": (("https://example.org/form?dob={}", lambda text: "-".join(reversed(text.split("/")))),),
}

_TALK: Final = (
    "so proud of everyone who spoke at the meeting", "that film stayed with me all week", "can we have leaflets in welsh too",
    "my daughter's school had the assembly today", "nobody told us any of this at 15", "the bus took 40 minutes again",
    "thank you, this page has helped", "anyone know if the drop in is still on", "it made me think about my own kids",
    "we raised £240 at the cake sale", "good luck with the campaign", "is there a version for boys",
)  # fmt: skip
_CARE: Final = (
    "this happened to me when i was 13 and ive never told anyone", "hes outside now im scared",
    "I am 14 and he says if I tell anyone he will share the pictures", "he touched me at his flat when i was 12",
    "my mate is 13 and an older man keeps picking her up from school", "i dont want to be here any more, i want to end it",
)  # fmt: skip
_SPAM: Final = ("cheap followers, link in bio", "lose weight fast with this one trick", "win a free phone today")
_JOINS: Final = (". ", ", ", "\n", " - ", " 🙏 ", "... ", "\n\n", " 😢😢 ")
_EXTRA: Final = ("", "", "", " 👨‍👩‍👧", " شكرا", " ਸਤਿ", " 谢谢", " Ṫḧäñk̈s̈", " #itsnotokay", " x")
_NAMES: Final = ("jo", "Sam K", "🌈 lex", "mum of 3", "Ali", "dee")
_IN_NAMES: Final = (
    ("PHONE", "{}"),
    ("EMAIL", "{}"),
    ("SOCIAL_HANDLE", "snap: {}"),
    ("SOCIAL_HANDLE", "ig @{}"),
    ("POSTCODE", "{}"),
)


@dataclass(slots=True)
class PlantedStream:
    """Posts from `start` (event time, ms) on; the same for the same seed. `planted` fills while they are made."""

    seed: int
    posts: int
    start: int
    planted: list[Planted] = field(default_factory=list)
    rng: Random = field(init=False)
    values: Values = field(init=False)
    now: int = field(init=False)
    number: int = 0
    waiting: list[Sent] = field(default_factory=list)
    recent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.values = Values(self.rng)
        self.now = self.start

    def __iter__(self) -> Iterator[Sent]:
        """The records in the order in which they are to be produced: `posts` of them, and what belongs to the last ones."""
        happenings = (
            self._post, self._repeat, self._flood, self._campaign, self._edit, self._delete, self._retry, self._bad,
        )  # fmt: skip
        weights = (70, 5, 1, 1.5, 6, 3, 3, 4)
        made = 0
        while made < self.posts or self.waiting:
            self.now += self.rng.randrange(SECOND, 10 * SECOND)
            if not self.waiting:
                self.waiting += self.rng.choices(happenings, weights)[0]()
            yield self.waiting.pop(0)
            made += 1

    # What happens

    def _post(self) -> list[Sent]:
        return [self._send(self._body(self._text("text")))]

    def _repeat(self) -> list[Sent]:
        """The same words again from the same author, with another detail each time."""
        author, talk = self._author(), self.rng.choice(_TALK + _SPAM)
        texts = [f"{talk}, {self._clause('text, repeated')}" for _ in range(3)]
        return [self._send(self._body(text, author)) for text in texts]

    def _flood(self) -> list[Sent]:
        author = self._author()
        return [self._send(self._body(self._text("text, flood"), author), step=SECOND) for _ in range(14)]

    def _campaign(self) -> list[Sent]:
        """Many authors with one text that holds somebody's details."""
        talk = " ".join(self.rng.sample(_TALK, 2))
        text = f"{talk}, everyone share this about him: {self._clause('text, campaign')}, before they take it down"
        return [
            self._send(self._body(text + self.rng.choice(("", "!!", " 🙏")), f"c{self.number}x{n}")) for n in range(6)
        ]

    def _edit(self) -> list[Sent]:
        if not self.recent:
            return self._post()
        body = dict(self.rng.choice(self.recent))
        body["revision"] = body.get("revision", 1) + 1
        body["text"] = self._text("text, edited")
        body["edited_at"] = isoformat(self.now)
        self.recent[:] = [item for item in self.recent if item["post_key"] != body["post_key"]]
        return [self._send(body)]

    def _delete(self) -> list[Sent]:
        first = self._body(self._text("text, deleted later"))
        gone = {**first, "revision": 2, "deleted": True, "edited_at": isoformat(self.now)}
        return [self._send(first), self._send(gone)]

    def _retry(self) -> list[Sent]:
        sent = self._send(self._body(self._text("text, sent twice")))
        return [sent, sent]

    def _bad(self) -> list[Sent]:
        """A record that is no post, with details where an error message would quote them."""
        fields = ("text", "schema", "created_at", "revision", "deleted", "author")
        way = self.rng.choice(("cut", "key", "encoding", *fields))
        # A field that is spoilt takes what stood in it along, so nothing else is planted beside it.
        body = self._bare(self.rng.choice(_TALK)) if way in fields else self._body(self._text("malformed: text"))
        key, value = self._key(body), orjson.dumps(body)
        if way in fields:
            detail = self._write(self.rng.choice(TYPES), "malformed: value").written
            value = orjson.dumps({**body, way: [detail] if way == "text" else detail})
        elif way == "cut":
            value = value[:-1]
        elif way == "key":
            key = b"x:acct:somebody-else"
        else:
            value = value.replace(b'"text":"', b'"text":"\xff\xfe', 1)
        return [Sent(key, value, self._headers("malformed: header"), None)]

    # How it is written down

    def _send(self, body: dict[str, Any], step: int = 0) -> Sent:
        self.now += step
        if "revision" not in body and len(self.recent) < 200:
            self.recent.append(body)
        # Producers escape what is not ASCII, or they do not.
        escape = self.rng.random() < 0.3
        value = json.dumps(body).encode() if escape else orjson.dumps(body)
        return Sent(self._key(body), value, self._headers("header"), (body["post_key"], body.get("revision", 1)))

    @staticmethod
    def _key(body: dict[str, Any]) -> bytes:
        return f"{body['platform']}:{body['account']}:{body['author']['id']}".encode()

    def _headers(self, place: str) -> list[Header]:
        if self.rng.random() > 0.1:
            return []
        name = self.rng.choice(("x-user", "traceparent", "tracestate", "schema", "content-type"))
        return [(name, self._write("EMAIL", place).written.encode())]

    def _author(self) -> str:
        return f"u{self.rng.randrange(600)}"

    def _bare(self, text: str, author: str | None = None) -> dict[str, Any]:
        self.number += 1
        return {
            "post_key": f"x:acct:p{self.number}",
            "platform": "x",
            "account": "acct",
            "author": {"id": author or self._author(), "name": self.rng.choice(_NAMES)},
            "text": text,
            "created_at": isoformat(self.now),
        }

    def _body(self, text: str, author: str | None = None) -> dict[str, Any]:
        rng, body = self.rng, self._bare(text, author)
        writer = body["author"]
        if rng.random() < 0.06:
            writer["name"] += " " + self._in_name()
        if rng.random() < 0.06:
            writer["bio"] = self._text("author.bio")
        if rng.random() < 0.08:
            body["parent"] = {"post_key": "x:acct:p0", "text": self._text("parent.text")}
        if rng.random() < 0.08:
            body["media"] = [{"kind": "image", "url": self._url("media.url"), "alt": self._text("media.alt")}]
        if rng.random() < 0.08:
            body["links"] = [self._url("links"), self._url("links")]
        if rng.random() < 0.03:
            body["ingest"] = {"connector": "c", "delivery_id": self._write("EMAIL", "ingest").written}
        if rng.random() < 0.03:
            body["unknown"] = {"note": self._clause("unknown field")}
        return body

    def _text(self, place: str) -> str:
        """Talk with details between; a disclosure in a quarter of texts, a very long text now and then."""
        rng = self.rng
        parts = [rng.choice(_CARE if rng.random() < 0.25 else _TALK)]
        word = self.values.word()
        self.planted.append(Planted(WORD, word, word, "plain", place))
        parts.append(word)
        parts += [self._clause(place) for _ in range(rng.choices((0, 1, 2, 4), (25, 50, 20, 5))[0])]
        rng.shuffle(parts)
        if place.startswith("text") and rng.random() < 0.01:
            parts = [*rng.choices(_TALK, k=rng.randrange(200, 1500)), *parts, *rng.choices(_TALK, k=200)]
        text = parts[0]
        for part in parts[1:]:
            text += rng.choice(_JOINS) + part
        return text + rng.choice(_EXTRA)

    def _clause(self, place: str) -> str:
        kind = self.rng.choice(TYPES)
        value = self._write(kind, place)
        clause = self.rng.choice(_CLAUSES[kind]).format(value.written)
        return clause if value.way != "plain" or self.rng.random() < 0.8 else clause[0].upper() + clause[1:]

    def _in_name(self) -> str:
        kind, form = self.rng.choice(_IN_NAMES)
        # Without a word before it, what is disguised could be anything.
        disguised = 0.0 if kind in ("POSTCODE", "SOCIAL_HANDLE") else 0.5
        return form.format(self._write(kind, "author.name", disguised).written)

    def _write(self, kind: str, place: str, disguised: float = 0.5) -> Planted:
        """A new detail, in a share of cases disguised."""
        detail = self.values.make(kind)
        way = self.rng.choice(sorted(detail.ways)) if self.rng.random() < disguised else "plain"
        value = Planted(kind, detail.ways[way], detail.ways["plain"], way, place, detail.cores)
        self.planted.append(value)
        return value

    def _url(self, place: str) -> str:
        kind = self.rng.choice(sorted(_URLS))
        detail = self.values.make(kind)
        plain = detail.ways["plain"]
        form, encode = self.rng.choice(_URLS[kind])
        if kind == "IP_ADDRESS" and ":" not in plain:
            form = form.replace("[{}]", "{}")
        written = encode(plain)
        self.planted.append(Planted(kind, written, plain, f"URL {form}", place, detail.cores))
        return form.format(written)
