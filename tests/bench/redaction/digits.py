"""Check digits and the odd ways in which people write digits. Nothing here looks at the service's own code."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ZEROS: Final = ("oh", "zero", "o", "nought")
KEYCAP: Final = "\ufe0f\u20e3"
FULLWIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def some(rng: Random, count: int) -> str:
    """`count` random digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def letters(rng: Random, count: int, alphabet: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """`count` random letters of `alphabet`."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def luhn(body: str) -> str:
    """`body` with the digit that makes it pass the Luhn check."""
    total = 0
    for place, char in enumerate(reversed(body)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def passes_luhn(digits: str) -> bool:
    """Whether `digits` ends in its Luhn check digit."""
    return luhn(digits[:-1]) == digits


def nhs(rng: Random, prefixes: Sequence[str]) -> str:
    """Ten digits with the modulus 11 check digit of NHS numbers."""
    while True:
        prefix = rng.choice(prefixes)
        body = prefix + some(rng, 9 - len(prefix))
        check = 11 - sum(int(char) * weight for char, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return body + str(check % 11)


def isbn10(rng: Random) -> str:
    """A ten-digit ISBN; its check is nearly that of an NHS number."""
    body = "0" + some(rng, 8)
    check = -sum(int(char) * weight for char, weight in zip(body, range(10, 1, -1), strict=True)) % 11
    return body + ("X" if check == 10 else str(check))


def isbn13(rng: Random) -> str:
    """A thirteen-digit ISBN."""
    body = "978" + some(rng, 9)
    return body + str(-sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(body)) % 10)


def iban(country: str, account: str) -> str:
    """An IBAN with its modulus 97 check digits."""
    number = "".join(str(int(char, 36)) for char in f"{account}{country}00")
    return f"{country}{98 - int(number) % 97:02d}{account}"


def grouped(digits: str, sizes: Sequence[int], separator: str) -> str:
    """`digits` cut into groups of `sizes`, what is left over in the last."""
    parts: list[str] = []
    at = 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    if at < len(digits):
        parts.append(digits[at:])
    return separator.join(part for part in parts if part)


def spoken(rng: Random, digits: str) -> str:
    """Digits in words, as said aloud: "oh double seven ... nine hundred one two three"."""
    zero = rng.choice(ZEROS)
    doubles = rng.random() < 0.6
    out: list[str] = []
    at = 0
    while at < len(digits):
        char = digits[at]
        word = zero if char == "0" else WORDS[int(char)]
        if char != "0" and digits[at + 1 : at + 3] == "00" and digits[at + 3 : at + 4] != "0" and rng.random() < 0.4:
            out.append(f"{word} hundred")
            at += 3
        elif doubles and digits[at : at + 2] == char * 2:
            triple = digits[at : at + 3] == char * 3
            out.append(f"{'triple' if triple else 'double'} {word}")
            at += 3 if triple else 2
        else:
            out.append(word)
            at += 1
    return rng.choice((" ", " ", " ", ", ", "-")).join(out) if rng.random() < 0.3 else " ".join(out)


def partly_spoken(rng: Random, digits: str) -> str:
    """One end of the digits in words, or a digit here and there."""
    cut = rng.randint(4, 7)
    way = rng.random()
    if way < 0.45:
        return f"{digits[:cut]} {spoken(rng, digits[cut:])}"
    if way < 0.8:
        return f"{spoken(rng, digits[:cut])} {digits[cut:]}"
    chosen = set(rng.sample(range(1, len(digits)), 2))
    return "".join(WORDS[int(char)] if place in chosen else char for place, char in enumerate(digits))


def look_alike(rng: Random, digits: str) -> str:
    """Letters for some digits: "o77oo 9oo123"."""
    swaps = {"0": rng.choice("oO"), "1": rng.choice("lI")}
    used = [char for char in swaps if char in digits]
    wanted = {"0"} if rng.random() < 0.75 and "0" in used else set(used)
    every = rng.random() < 0.5
    return "".join(swaps[char] if char in wanted and (every or rng.random() < 0.6) else char for char in digits)


def with_prefix_letter(rng: Random, digits: str) -> str:
    """Only the first zero as a letter, the commonest slip."""
    return rng.choice("oO") + digits[1:]


def emoji_digits(_: Random, digits: str) -> str:
    """Digits as keycap emoji."""
    return "".join(char + KEYCAP for char in digits)


def fullwidth(_: Random, digits: str) -> str:
    """Digits in full-width forms."""
    return digits.translate(FULLWIDTH)


Disguise = Callable[[Random, str], str]
DISGUISES: Final[tuple[tuple[float, Disguise], ...]] = (
    (0.34, spoken),
    (0.22, partly_spoken),
    (0.16, look_alike),
    (0.16, with_prefix_letter),
    (0.06, emoji_digits),
    (0.06, fullwidth),
)


def disguised(rng: Random, digits: str) -> str:
    """Digits in one of the ways that get past a plain search for digits."""
    weights = [weight for weight, _ in DISGUISES]
    return rng.choices([way for _, way in DISGUISES], weights)[0](rng, digits)
