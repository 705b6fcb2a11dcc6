"""Invented personal details, each unique, as people write them: plainly, and so that a machine should not see them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

TYPES: Final = (
    "PHONE", "EMAIL", "POSTCODE", "ADDRESS", "NINO", "NHS_NUMBER", "PAYMENT_CARD", "BANK_ACCOUNT", "IBAN", "VEHICLE_REG",
    "PASSPORT", "DRIVING_LICENCE", "DATE_OF_BIRTH", "IP_ADDRESS", "SOCIAL_HANDLE",
)  # fmt: skip

ZERO_WIDTH: Final = "\u200b\u200c\u2060\u00ad"


@dataclass(frozen=True, slots=True)
class Planted:
    """One detail in one place of one post.

    `written` is exactly how it stands there, `plain` the same without disguise. `cores` are parts of it that give the
    whole away. `way` names the disguise, or is `plain`.
    """

    type: str
    written: str
    plain: str
    way: str
    place: str
    cores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail before it is written anywhere: one string for each way to write it; `plain` is among them."""

    ways: dict[str, str]
    cores: tuple[str, ...] = ()


# Ranges that Ofcom keeps for drama: what goes before the last three digits.
_DRAMA: Final = (
    "07700 900", "020 7946 0", "01632 960", "0161 496 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0",
    "0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0191 498 0", "029 2018 0",
)  # fmt: skip
_DIGIT_WORDS: Final = "oh one two three four five six seven eight nine".split()
_OUTWARD: Final = (
    "M14 M20 M11 OL1 BL9 LS6 B15 BS5 CF10 EH8 G12 L18 NE4 S10 SE5 SW9 E17 N16 W12 SW1A EC1A BT7 SK4 WN1 CH1 HD1 BD3 HU5 YO10"
).split()
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_STREETS: Final = (
    "Mill Lane", "Station Road", "Church Street", "Acacia Avenue", "Victoria Terrace", "Oak Drive", "The Crescent",
    "Rowan Close", "Park View", "Queens Road", "Bramble Way", "Chapel Hill", "Elm Grove", "Tudor Gardens", "Hawthorn Court",
    "Kings Mews", "Beech Walk", "Albert Square", "Windsor Place", "St Johns Road",
)  # fmt: skip
_SHORT: Final = {
    "Lane": "ln", "Road": "rd", "Street": "st", "Avenue": "ave", "Close": "cl", "Drive": "dr", "Gardens": "gdns",
    "Court": "ct", "Square": "sq", "Place": "pl", "Crescent": "cres", "Terrace": "terr", "Grove": "gr",
}  # fmt: skip
_TOWNS: Final = "Leeds Oldham Bury Rochdale Cardiff Bolton Stockport Hull Derby Luton Swindon Preston".split()
_SYLLABLES: Final = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we zi bro cla dre fli glo pru".split()
_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip
_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}
_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_BOLD: Final = {
    **{ord("a") + step: 0x1D41A + step for step in range(26)},
    **{ord("A") + step: 0x1D400 + step for step in range(26)},
    **{ord("0") + step: 0x1D7CE + step for step in range(10)},
}


class Values:
    """Makes details; none comes twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._used: set[str] = set()
        self._makers: dict[str, Callable[[], Detail]] = {kind: getattr(self, f"_{kind.lower()}") for kind in TYPES}

    def make(self, kind: str) -> Detail:
        """A new detail of a type."""
        while True:
            detail = self._makers[kind]()
            plain = detail.ways["plain"]
            own = detail.cores[0] if detail.cores else plain
            if own not in self._used:
                self._used.add(own)
                others = {way: text for way, text in self._in_unicode(plain).items() if text != plain}
                return Detail({**detail.ways, **others}, detail.cores)

    def word(self) -> str:
        """A word that nobody else uses."""
        while True:
            word = "".join(self.rng.choices(_SYLLABLES, k=5)) + "qx"
            if word not in self._used:
                self._used.add(word)
                return word

    def _in_unicode(self, plain: str) -> dict[str, str]:
        half = len(plain) // 2
        return {
            "full width": plain.translate(_WIDE),
            "bold": plain.translate(_BOLD),
            "zero width": plain[:half] + self.rng.choice(ZERO_WIDTH) + plain[half:],
            "hard spaces": plain.replace(" ", "\u00a0"),
        }

    def _digits(self, count: int) -> str:
        return "".join(self.rng.choices("0123456789", k=count))

    def _letters(self, count: int, among: str = "ABCDEFGHJKLMNOPRSTUVWXY") -> str:
        return "".join(self.rng.choices(among, k=count))

    def _phone(self) -> Detail:
        plain = self.rng.choice(_DRAMA) + self._digits(3)
        run = plain.replace(" ", "")
        return Detail(
            {
                "plain": plain,
                "run together": run,
                "international": f"+44 {run[1:5]} {run[5:]}",
                "needless zero": f"+44 (0){run[1:5]} {run[5:8]} {run[8:]}",
                "single digits": " ".join(run),
                "dots": f"{run[:5]}.{run[5:8]}.{run[8:]}",
                "letters for digits": plain.replace("0", "o"),
                "words": " ".join(_DIGIT_WORDS[int(digit)] for digit in run),
                "two lines": f"{run[:5]}\n{run[5:]}",
            }
        )

    def _email(self) -> Detail:
        box, host = self.word()[: self.rng.randrange(8, 11)] + self._digits(2), self.rng.choice(("org", "com", "net"))
        return Detail(
            {
                "plain": f"{box}@example.{host}",
                "capitals": f"{box.capitalize()}@Example.{host}",
                "words": f"{box} at example dot {host}",
                "brackets": f"{box} [at] example [dot] {host}",
                "tight brackets": f"{box}(at)example.{host}",
                "spaces": f"{box} @ example . {host}",
            },
            (box,),
        )

    def _postcode(self) -> Detail:
        outward, inward = self.rng.choice(_OUTWARD), self._digits(1) + self._letters(2, _INWARD)
        plain = f"{outward} {inward}"
        return Detail(
            {
                "plain": plain,
                "run together": outward + inward,
                "small": plain.lower(),
                "small together": (outward + inward).lower(),
            }
        )

    def _address(self) -> Detail:
        rng = self.rng
        number, street, town = rng.randrange(2, 240), rng.choice(_STREETS), rng.choice(_TOWNS)
        flat, letter = rng.randrange(1, 20), rng.choice("abc")
        short = " ".join(_SHORT.get(word, word.lower()) for word in street.split())
        return Detail(
            {
                "plain": f"{number} {street}, {town}",
                "no town": f"{number} {street}",
                "small": f"{number} {street} {town}".lower(),
                "flat": f"Flat {flat}, {number} {street}, {town}",
                "short": f"{number}{letter} {short} {town.lower()}",
                "lines": f"{number} {street}\n{town}",
            },
            (f"{number} {street}", f"{number}{letter} {short}"),
        )

    def _nino(self) -> Detail:
        head = self._letters(1, "ABCEHJKLMPRSTWX") + self._letters(1, "ABCEHJLMPRSWX")
        pairs, last = [self._digits(2) for _ in range(3)], self._letters(1, "ABCD")
        spaced = " ".join((head, *pairs, last))
        return Detail(
            {
                "plain": spaced,
                "run together": spaced.replace(" ", ""),
                "small": spaced.lower(),
                "dashes": spaced.replace(" ", "-"),
                "small together": spaced.replace(" ", "").lower(),
            }
        )

    def _nhs_number(self) -> Detail:
        while True:
            head = "999" + self._digits(6)
            check = 11 - sum(int(digit) * weight for digit, weight in zip(head, range(10, 1, -1), strict=True)) % 11
            if check != 10:
                break
        run = head + str(check % 11)
        plain = f"{run[:3]} {run[3:6]} {run[6:]}"
        return Detail({"plain": plain, "run together": run, "dashes": plain.replace(" ", "-")})

    def _payment_card(self) -> Detail:
        head = "400000" + self._digits(9)
        total = sum(int(digit) if place % 2 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(head))
        run = head + str(-total % 10)
        plain = " ".join(run[place : place + 4] for place in range(0, 16, 4))
        return Detail(
            {
                "plain": plain,
                "run together": run,
                "dashes": plain.replace(" ", "-"),
                "single digits": " ".join(run),
                "two lines": f"{plain[:9]}\n{plain[10:]}",
            }
        )

    def _bank_account(self) -> Detail:
        a, b, c = (self._digits(2) for _ in range(3))
        account = self._digits(8)
        return Detail(
            {
                "plain": f"{a}-{b}-{c} account {account}",
                "no dashes": f"{a}{b}{c} acc no {account}",
                "spaces": f"{a} {b} {c}, account number: {account}",
                "two lines": f"{a}-{b}-{c}\nAccount {account}",
            },
            (account,),
        )

    def _iban(self) -> Detail:
        body = "TEST" + self._digits(14)
        number = int("".join(str(int(character, 36)) for character in body + "GB00"))
        run = f"GB{98 - number % 97:02d}{body}"
        plain = " ".join(run[place : place + 4] for place in range(0, 22, 4))
        return Detail({"plain": plain, "run together": run, "small": plain.lower(), "dashes": plain.replace(" ", "-")})

    def _vehicle_reg(self) -> Detail:
        area = self._letters(1, "LMNDSEBVYK") + self._letters(1, "ABDEFGJKLMNOPRSTUVWX")
        age = self.rng.choice((self.rng.randrange(2, 27), self.rng.randrange(51, 76)))
        plain = f"{area}{age:02d} {self._letters(3)}"
        return Detail(
            {
                "plain": plain,
                "run together": plain.replace(" ", ""),
                "small": plain.lower(),
                "small together": plain.replace(" ", "").lower(),
            }
        )

    def _passport(self) -> Detail:
        run = "5" + self._digits(8)
        return Detail({"plain": run, "spaces": f"{run[:3]} {run[3:6]} {run[6:]}"})

    def _driving_licence(self) -> Detail:
        rng = self.rng
        name = (self._letters(rng.randrange(3, 6), "ABCDEFGHJKLMNOPRSTWY") + "99")[:5]
        month = rng.randrange(1, 13) + rng.choice((0, 50))
        born = f"{self._digits(1)}{month:02d}{rng.randrange(1, 29):02d}{self._digits(1)}"
        tail = self._letters(1) + rng.choice(("9", "J", "M")) + self._digits(1) + self._letters(2)
        run = f"{name}{born}{tail}"
        return Detail({"plain": run, "groups": f"{name} {born} {tail}", "small": run.lower()})

    def _date_of_birth(self) -> Detail:
        rng = self.rng
        day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1950, 2014)
        name = _MONTHS[month - 1]
        ordinal = f"{day}{_ORDINALS.get(day, 'th')}"
        return Detail(
            {
                "plain": f"{day:02d}/{month:02d}/{year}",
                "dashes": f"{day:02d}-{month:02d}-{year}",
                "dots": f"{day:02d}.{month:02d}.{year}",
                "year first": f"{year}-{month:02d}-{day:02d}",
                "month in words": f"{ordinal} {name} {year}",
                "month in short": f"{day} {name[:3].lower()} {year}",
                "ordinal of": f"{ordinal} of {name.lower()} {year}",
            }
        )

    def _ip_address(self) -> Detail:
        rng = self.rng
        if rng.random() < 0.4:
            plain = f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 255)}"
            if plain not in self._used:
                return Detail({"plain": plain})
        groups = [f"{rng.randrange(0x1000, 0x10000):x}" for _ in range(3)]
        return Detail(
            {"plain": f"2001:db8::{':'.join(groups)}", "capitals": f"2001:DB8:0:0:0:{':'.join(groups)}".upper()}
        )

    def _social_handle(self) -> Detail:
        rng = self.rng
        name = self.word()[: rng.randrange(6, 10)]
        plain = name + rng.choice(("_", ".", "")) + self._digits(rng.randrange(2, 4))
        return Detail({"plain": plain, "with @": f"@{plain}", "capitals": f"@{plain.title()}"}, (plain,))
