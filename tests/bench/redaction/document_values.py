"""Numbers of papers, accounts, cars and people, with right check digits and the labels that people put before them.

Where a bare number could be anything (nine digits, ten digits, eight digits) the label is part of the value: what is scored
is the number, and a finding may cover the label as well.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

from bench.redaction.digits import grouped, iban, letters, luhn, nhs, some, spoken
from bench.redaction.marks import core, gold
from bench.redaction.people import LAST

_TO: Final = (
    ": ",
    ": ",
    ": ",
    ": ",
    ":",
    ":",
    " ",
    " ",
    " ",
    " ",
    " is ",
    " is ",
    " is ",
    " is ",
    " - ",
    " - ",
    " = ",
    " = ",
    " was ",
    "; ",
    ":\n",
)


def _labelled(rng: Random, kind: str, labels: tuple[str, ...], value: str) -> str:
    label = rng.choice(labels)
    joint = " " if label[-1] in ".#:" else rng.choice(_TO)
    return gold(kind, label + joint + core(value))


_NINO_LABELS: Final = (
    "NI number",
    "ni number",
    "NI no",
    "national insurance number",
    "nat ins",
    "NINO",
    "nino",
    "NI",
    "ni num",
    "National Insurance no.",
)
_NINO_BAD: Final = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def nino(rng: Random) -> str:
    """A National Insurance number by HMRC's rules; without its last letter only after a label."""
    while (prefix := letters(rng, 1, "ABCEGHJKLMNOPRSTWXYZ") + letters(rng, 1, "ABCEGHJKLMNPRSTWXYZ")) in _NINO_BAD:
        pass
    digits, suffix = some(rng, 6), rng.choice("ABCD")
    joint = rng.choice((" ", " ", "-", ".", "/"))
    text = rng.choice((
        f"{prefix}{digits}{suffix}", f"{prefix}{digits}{suffix}", f"{prefix} {digits} {suffix}",
        joint.join((prefix, digits[:2], digits[2:4], digits[4:], suffix)),
        joint.join((prefix, digits[:2], digits[2:4], digits[4:], suffix)),
        f"{prefix} {digits[:3]} {digits[3:]} {suffix}", f"{prefix} {digits}{suffix}",
    ))  # fmt: skip
    if rng.random() < 0.35:
        text = text.lower()
    way = rng.random()
    if way < 0.05:
        return _labelled(rng, "NINO", _NINO_LABELS[:6], text.rstrip("abcdABCD -./"))
    return _labelled(rng, "NINO", _NINO_LABELS, text) if way < 0.55 else gold("NINO", text)


_NHS_LABELS: Final = (
    "NHS number",
    "nhs number",
    "nhs no",
    "NHS no.",
    "NHS num",
    "nhs #",
    "NHS",
    "nhs number",
    "NHS No",
    "hospital nhs number",
)


def nhs_number(rng: Random) -> str:
    """An NHS number with its label."""
    digits = nhs(rng, ("999", "999", "4", "6", "70", "71", "485"))
    text = rng.choice(
        (
            digits,
            digits,
            grouped(digits, (3, 3, 4), " "),
            grouped(digits, (3, 3, 4), " "),
            grouped(digits, (3, 3, 4), "-"),
            grouped(digits, (3, 3, 4), "."),
        )
    )
    return _labelled(rng, "NHS_NUMBER", _NHS_LABELS, text)


def payment_card(rng: Random) -> str:
    """A card number that passes the Luhn check, some with the expiry date and security code after it."""
    kind = rng.random()
    if kind < 0.5:
        digits = luhn("4" + some(rng, 14))
    elif kind < 0.85:
        digits = luhn(
            rng.choice(("51", "52", "53", "54", "55", "51", "52", "53", "54", "55", "2221", "2345", "2720")).ljust(
                4, rng.choice("0123456789")
            )
            + some(rng, 11)
        )
    elif kind < 0.95:
        digits = luhn(rng.choice(("34", "37")) + some(rng, 12))
    else:
        digits = luhn(rng.choice(("6011", "6759")) + some(rng, 11))
    sizes = (4, 6, 5) if len(digits) == 15 else (4, 4, 4, 4)
    text = grouped(digits, sizes, rng.choice(("", "", " ", " ", " ", " ", "-", "-", "  ", ".", "\n", "\u00a0")))
    if rng.random() < 0.16:
        month, year = rng.randint(1, 12), rng.randint(26, 32)
        expiry = rng.choice((f" exp {month:02d}/{year}", f" {month:02d}/{year}", f", expires {month:02d}/{year}"))
        return gold(
            "PAYMENT_CARD",
            core(text) + expiry + rng.choice(("", f" cvv {some(rng, 3)}", f" {some(rng, 3)}", f", cvc {some(rng, 3)}")),
        )
    return gold("PAYMENT_CARD", text)


_SORT: Final = ("sort code", "Sort code", "s/c", "sort", "sc", "SC", "sortcode", "Sort Code", "SORT CODE")
_ACCOUNT: Final = (
    "account number",
    "account",
    "acc",
    "a/c",
    "acc no",
    "Account no.",
    "acc num",
    "acct",
    "a/c no",
    "account no",
    "Acc No",
)


def bank_account(rng: Random) -> str:
    """A sort code with an account number in either order, or a labelled account number of a bank."""
    sort = grouped(some(rng, 6), (2, 2, 2), rng.choice(("-", "-", "-", " ", "", "–")))
    account = some(rng, 8) if rng.random() < 0.9 else grouped(some(rng, 8), (4, 4), " ")
    way = rng.random()
    if way < 0.12:
        bank = rng.choice(
            (
                "bank account number",
                "bank acc no",
                "bank account no",
                "bank a/c",
                "Barclays account number",
                "bank account",
            )
        )
        return gold("BANK_ACCOUNT", f"{bank}{rng.choice((' ', ' is ', ': '))}{core(some(rng, 8))}")
    if way < 0.2:
        return gold(
            "BANK_ACCOUNT",
            f"{core(grouped(some(rng, 6), (2, 2, 2), '-'))}{rng.choice((' ', ' / ', ', ', ' - '))}{core(some(rng, 8))}",
        )
    one, two = rng.choice(_SORT), rng.choice(_ACCOUNT)
    joint = rng.choice((" ", " ", ": ", ": ", " is ", ":", " - "))
    between = rng.choice((" ", ", ", ", ", " and ", "\n", " / ", "; ", " & "))
    if way < 0.8:
        return gold("BANK_ACCOUNT", f"{one}{joint}{core(sort)}{between}{two}{joint}{core(account)}")
    return gold("BANK_ACCOUNT", f"{two}{joint}{core(account)}{between}{one}{joint}{core(sort)}")


def bank_iban(rng: Random) -> str:
    """An IBAN, four in five British."""
    way = rng.random()
    if way < 0.8:
        number = iban("GB", letters(rng, 4) + some(rng, 14))
    elif way < 0.88:
        number = iban("IE", letters(rng, 4) + some(rng, 14))
    elif way < 0.94:
        number = iban("DE", some(rng, 18))
    else:
        number = iban(rng.choice(("PL", "RO")), some(rng, 24)) if rng.random() < 0.5 else iban("FR", some(rng, 23))
    if number.startswith("RO"):
        number = iban("RO", letters(rng, 4) + some(rng, 16))
    text = grouped(number, (4, 4, 4, 4, 4, 4), rng.choice(("", "", " ", " ", " ", "-")))
    return gold("IBAN", text.lower() if rng.random() < 0.2 else text)


_CARS: Final = (
    "white transit",
    "silver corsa",
    "black audi",
    "blue fiesta",
    "grey golf",
    "red clio",
    "black BMW",
    "white merc van",
    "taxi",
    "green polo",
    "Nissan Micra",
)
_REG_LABELS: Final = (
    "reg",
    "reg",
    "plate",
    "number plate",
    "registration",
    "car reg",
    "vehicle reg",
    "reg no",
    "reg plate",
    "numberplate",
    "licence plate",
    "Reg:",
)
_NORTHERN: Final = (
    "AZ",
    "BZ",
    "DZ",
    "EZ",
    "GZ",
    "HZ",
    "IA",
    "IB",
    "IG",
    "IJ",
    "IL",
    "IW",
    "JI",
    "KZ",
    "LZ",
    "OI",
    "RZ",
    "UI",
    "XI",
)
_PLATE: Final = "ABCDEFGHJKLMNOPRSTUVWXY"


def vehicle_reg(rng: Random) -> str:
    """A UK registration of any age, beside the word "reg" or a vehicle; current ones in capitals also alone."""
    way = rng.random()
    if way < 0.72:
        age = rng.choice([f"{year:02d}" for year in range(2, 26)] + [str(year) for year in range(51, 76)])
        first, last = letters(rng, 2, "ABCDEFGHKLMNOPRSVWY") + age, letters(rng, 3, _PLATE)
    elif way < 0.84:
        first, last = rng.choice("ABCDEFGHJKLMNPRSTVWXY") + str(rng.randint(1, 999)), letters(rng, 3, _PLATE)
    elif way < 0.92:
        first, last = letters(rng, 3, _PLATE), str(rng.randint(1, 999)) + rng.choice("ABCDEFGHJKLMNPRSTVWXY")
    else:
        first, last = letters(rng, 1, "ABCDEFGHJKLMNOPRSTUVWXY") + rng.choice(_NORTHERN), str(rng.randint(100, 9999))
    text = first + rng.choice((" ", " ", " ", "", "")) + last
    if rng.random() < 0.4:
        text = text.lower()
    if way < 0.72 and text.isupper() and " " in text and rng.random() < 0.3:
        return gold("VEHICLE_REG", text)
    if rng.random() < 0.6:
        return _labelled(rng, "VEHICLE_REG", _REG_LABELS, text)
    before, after = rng.choice(
        ((", reg ", ""), (" reg ", ""), (" plate ", ""), (" (reg ", ")"), (" registration ", ""), (", ", ""), (" ", ""))
    )
    return gold("VEHICLE_REG", rng.choice(_CARS) + before + core(text) + after)


_PASSPORT_LABELS: Final = (
    "passport number",
    "passport no",
    "passport",
    "passport no.",
    "Passport number",
    "passport num",
    "uk passport number",
    "Passport No",
    "passport #",
)


def passport(rng: Random) -> str:
    """A labelled passport number: nine digits, or two letters and seven digits."""
    text = some(rng, 9) if rng.random() < 0.8 else letters(rng, 2) + some(rng, 7)
    if text[:2].isalpha() and rng.random() < 0.3:
        text = text.lower()
    elif text.isdigit() and rng.random() < 0.12:
        text = grouped(text, (3, 3, 3), " ")
    return _labelled(rng, "PASSPORT", _PASSPORT_LABELS, text)


_LICENCE_LABELS: Final = (
    "driving licence number",
    "driving licence",
    "licence number",
    "driver number",
    "driving license",
    "licence no",
    "driving licence no.",
    "DVLA number",
    "driver no",
)


def driving_licence(rng: Random) -> str:
    """A driver number of Great Britain, mostly labelled."""
    surname = (rng.choice(LAST).upper().replace("'", "") + "9999")[:5]
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(16000))
    month = born.month + (50 if rng.random() < 0.5 else 0)
    year = f"{born.year % 100:02d}"
    middle = f"{year[0]}{month:02d}{born.day:02d}{year[1]}"
    end = letters(rng, 1) + rng.choice((letters(rng, 1), "9")) + "9" + letters(rng, 2, "ABCDEFGHJKLMNPRSTVWXYZ")
    text = rng.choice(
        (surname + middle + end, surname + middle + end, f"{surname} {middle} {end}", f"{surname}-{middle}-{end}")
    )
    if rng.random() < 0.3:
        text = text.lower()
    if rng.random() < 0.06:
        return gold("DRIVING_LICENCE", core(text) + " " + some(rng, 2))
    return (
        _labelled(rng, "DRIVING_LICENCE", _LICENCE_LABELS, text)
        if rng.random() < 0.65
        else gold("DRIVING_LICENCE", text)
    )


_MONTHS: Final = "January February March April May June July August September October November December".split()
_BIRTH_LABELS: Final = (
    "dob", "dob", "DOB", "d.o.b", "D.O.B.", "date of birth", "Date of Birth", "born", "born", "born on",
    "born on the", "birthday is", "d o b",
    "birth date", "birthdate", "birthday", "d.o.b.", "dob is", "was born on", "was born", "born",
)  # fmt: skip


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def date_of_birth(rng: Random) -> str:
    """A full date (day, month, year) with the words that say it is somebody's birth."""
    day = date(1950, 1, 1) + timedelta(days=rng.randrange(23000))
    label = rng.choice(_BIRTH_LABELS)
    month = _MONTHS[day.month - 1]
    short = month[:3] if rng.random() < 0.5 else month
    if rng.random() < 0.3:
        short = short.lower()
    joint = rng.choice(("/", "/", "/", "-", ".", " "))
    year = f"{day.year}" if rng.random() < 0.7 else f"{day.year % 100:02d}"
    numeric = (
        f"{day.day:02d}{joint}{day.month:02d}{joint}{year}", f"{day.day}{joint}{day.month}{joint}{year}",
        f"{day.year}-{day.month:02d}-{day.day:02d}", f"{day.day:02d}{joint}{day.month:02d}{joint}{day.year}",
    )  # fmt: skip
    worded = (
        f"{day.day} {short} {year}", f"{_ordinal(day.day)} {short} {day.year}", f"{_ordinal(day.day)} of {short} {day.year}",
        f"{short} {day.day}, {day.year}", f"{day.day} {short}, {day.year}", f"{short} {_ordinal(day.day)} {day.year}",
        f"{day.day}-{short}-{year}",
    )  # fmt: skip
    if label.endswith("on the"):
        text = rng.choice(
            (
                f"{_ordinal(day.day)} {short} {day.year}",
                f"{_ordinal(day.day)} of {short} {day.year}",
                f"{day.day}/{day.month}/{year}",
            )
        )
    else:
        text = rng.choice(numeric if rng.random() < 0.55 else worded)
    if "dob" in label.lower().replace(".", "") and rng.random() < 0.04:
        text = f"{day.day:02d}{day.month:02d}{day.year}"
    speech = "born" in label or " is" in label
    if rng.random() < 0.02 and speech:
        text = f"{'' if label.endswith('the') else 'the '}{_ordinal(day.day)} of {month.lower()} {spoken(rng, str(day.year))}"
    link = " " if speech else rng.choice((" ", " ", ": ", ": ", ":", " is ", " - ", " = "))
    return gold("DATE_OF_BIRTH", f"{label}{link}{core(text)}")
