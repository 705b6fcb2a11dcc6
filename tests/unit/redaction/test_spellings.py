"""A registered contact is never redacted: ten thousand spellings of the shipped policy's contacts, in varied sentences."""

import random
from collections.abc import Callable
from functools import cache

from houserules.judging.policy import shipped_policy_path
from houserules.judging.policy.contacts import read_contacts
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import read_yaml
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactRegistry

COUNT = 10_000
OWN = ("07700 900123", "jo.bloggs@example.org", "020 7946 0123", "o7700 nine hundred 123")

Random = random.Random


@cache
def contacts() -> tuple[Contact, ...]:
    problems: list[Problem] = []
    node = read_yaml(shipped_policy_path("its-not-okay") / "contacts.yaml", "contacts.yaml", problems)
    assert node is not None
    assert not problems
    return read_contacts(node)


# --- one detail, written in one of the ways in which people write it

UNITS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True))
TEENS = dict(
    zip(("10", "11", "12", "13", "14", "15"), "ten eleven twelve thirteen fourteen fifteen".split(), strict=True)
)
SCRIPTS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹", "⓪①②③④⑤⑥⑦⑧⑨")


def grouped(source: Random, digits: str) -> list[str]:
    groups: list[str] = []
    while digits:
        size = source.choice((1, 2, 2, 3, 3, 4, 4, 5, 11))
        groups.append(digits[:size])
        digits = digits[size:]
    return groups


def national(source: Random, digits: str) -> str:
    """A number with its prefix at home or from abroad."""
    if not digits.startswith("0") or source.random() < 0.6:
        return digits
    prefix = source.choice(("+44 ", "+44", "0044 ", "0044", "+44 (0)", "+44(0) ", "(+44) ", "44 ", "00 44 ", "+44-"))
    return prefix + digits[1:]


def spaced(source: Random, digits: str) -> str:
    between = source.choice(
        (" ", " ", " ", "-", ".", "/", "  ", "\u00a0", "\u2009", "–", " - ", "\n", "_", "·", "‑", " . ")
    )
    return between.join(grouped(source, digits))


def as_given(source: Random, phone: str) -> str:
    return phone


def joined(source: Random, phone: str) -> str:
    return national(source, phone.replace(" ", ""))


def in_groups(source: Random, phone: str) -> str:
    digits = phone.replace(" ", "")
    if digits.startswith("0") and source.random() < 0.4:
        prefix = source.choice(("+44 ", "0044 ", "+44 (0)"))
        return prefix + spaced(source, digits[1:])
    return spaced(source, digits)


def bracketed(source: Random, phone: str) -> str:
    head, _, tail = phone.partition(" ")
    return f"({head}) {tail}" if tail else f"({head})"


def digit_by_digit(source: Random, phone: str) -> str:
    return source.choice((" ", "-", ".", ", ", "\u200b", " \u200b")).join(phone.replace(" ", ""))


def in_words(source: Random, phone: str) -> str:
    words: list[str] = []
    for group in phone.split():
        rest = group
        while rest:
            if rest[:2] in TEENS and len(rest) % 2 == 0 and rest[0] == "1" and source.random() < 0.5:
                words.append(TEENS[rest[:2]])
                rest = rest[2:]
            elif len(rest) >= 3 and rest[1:3] == "00" and rest[0] != "0" and source.random() < 0.7:
                words += (UNITS[rest[0]], "hundred")
                rest = rest[3:]
            elif len(rest) >= 2 and rest[0] == rest[1] and source.random() < 0.5:
                words += ("double", source.choice(("oh", "zero")) if rest[0] == "0" else UNITS[rest[0]])
                rest = rest[2:]
            else:
                words.append(source.choice(("oh", "zero", "nought")) if rest[0] == "0" else UNITS[rest[0]])
                rest = rest[1:]
    text = source.choice((" ", " ", "-", ", ")).join(words)
    return text if source.random() < 0.7 else text.title()


def half_in_words(source: Random, phone: str) -> str:
    head, _, tail = phone.partition(" ")
    return f"{head} {in_words(source, tail)}" if tail else head


def in_script(source: Random, phone: str) -> str:
    return phone.translate(str.maketrans("0123456789", source.choice(SCRIPTS)))


def with_letters(source: Random, phone: str) -> str:
    return phone.replace("0", source.choice("oO")) if source.random() < 0.6 else phone.replace("1", source.choice("lI"))


def keycaps(source: Random, phone: str) -> str:
    return "".join(char + "\ufe0f\u20e3" if char.isdigit() else char for char in phone)


def hidden(source: Random, text: str) -> str:
    mark = source.choice(("\u200b", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u0336"))
    return "".join(char + (mark if source.random() < 0.4 else "") for char in text)


def with_emoji(source: Random, phone: str) -> str:
    return phone.replace(" ", source.choice(("📞", " 📞 ", "☎️", "💛", "👉")))


PHONES: tuple[Callable[[Random, str], str], ...] = (
    as_given, as_given, joined, in_groups, in_groups, bracketed, digit_by_digit, in_words, half_in_words, in_script,
    with_letters, keycaps, hidden, with_emoji,
)  # fmt: skip


def mail(source: Random, address: str) -> str:
    if source.random() < 0.5:
        return source.choice(
            (address, address.upper(), address.title(), "mailto:" + address, f"<{address}>", f"“{address}”")
        )
    at = source.choice((" at ", " AT ", " [at] ", "(at)", " @ ", "@"))
    dot = source.choice((" dot ", " DOT ", "[dot]", " (dot) ", "[.]", "."))
    name, _, domain = address.partition("@")
    return name + at + domain.replace(".", dot)


def link(source: Random, domain: str) -> str:
    scheme = source.choice(("https://", "http://", "", "", "HTTPS://"))
    path = source.choice(("", "", "/", "/get-help", "/about/07", "/contact-us?ref=1", "/a/b/c.html#top"))
    text = scheme + source.choice(("www.", "", "www.", "m.")) + domain + path
    return source.choice((text, text, text.upper() if not path else text, f"({text})", text + "."))


def handle(source: Random, name: str) -> str:
    form = source.choice(
        ("@{}", "insta: @{}", "twitter @{}", "instagram.com/{}", "https://www.instagram.com/{}/", "follow @{} on insta")
    )
    return form.format(source.choice((name, name.upper(), name.title())))


def postcode(source: Random, code: str) -> str:
    return source.choice(
        (code, code.lower(), code.replace(" ", ""), code.replace(" ", "").lower(), code.replace(" ", "  "))
    )


SHORT = {"Road": "Rd", "Street": "St", "House": "Hse", "Lane": "Ln"}


def address(source: Random, text: str) -> str:
    parts = text.split(", ")
    core = next((place for place, part in enumerate(parts) if any(char.isdigit() for char in part)), 0)
    core = 0 if core == len(parts) - 1 else core
    if core and source.random() < 0.4:
        del parts[0]
        core -= 1
    behind = parts[core + 1 :]
    kept = [part for part in behind if source.random() < 0.7]
    if source.random() < 0.5:
        kept = [postcode(source, part) if part == parts[-1] else part for part in kept]
    parts = [*parts[: core + 1], *kept]
    if source.random() < 0.5:
        parts = [
            " ".join(
                SHORT.get(word, word) + ("." if word in SHORT and source.random() < 0.2 else "")
                for word in part.split()
            )
            for part in parts
        ]
    text = source.choice((", ", ", ", "\n", " ", ",\n", " - ", ",")).join(parts)
    return source.choice((text, text, text.lower(), text.upper()))


# --- sentences around it

BEFORE = (
    "", "call ", "ring ", "Please ring ", "u can text ", "Tel: ", "tel:", "phone ", "call them on ", "their number is ",
    "if ur worried about a kid its ", "Help is there: ", "☎️ ", "👉", "any time, free, ", "my number is not ", "save this: ",
    "im 14 and i rang ", "the site is ", "write to ", "contact ", "go to ", "email ", "find them at ", "posted by mum: ",
    "they live at ", "address: ", "he told me to try ", "on ", "(", "- ", "1. ", "order ", "in 2019 I called ",
)  # fmt: skip
AFTER = (
    "", " now", ".", "!", " x", " 💛", ", its free", " (free)", " 24/7", "\n", "?", " and talk", " - they listen", " ok",
    ") thanks", " before 9pm", " or go in person", " it saved me", "; pass it on", " #itsnotokay", " she said", " 2 times",
)  # fmt: skip


def detail(source: Random, contact: Contact) -> str | None:
    """One of a contact's details in one spelling."""
    kinds: list[Callable[[], str]] = []
    if contact.phones:
        kinds += [lambda: source.choice(PHONES)(source, source.choice(contact.phones))] * 4
    if contact.emails:
        kinds.append(lambda: mail(source, source.choice(contact.emails)))
    if contact.domains:
        kinds.append(lambda: link(source, source.choice(contact.domains)))
    if contact.handles:
        kinds.append(lambda: handle(source, source.choice(contact.handles)))
    if contact.addresses:
        kinds += [lambda: address(source, source.choice(contact.addresses))] * 2
        kinds.append(lambda: postcode(source, contact.addresses[0].split(", ")[-1]))
    return source.choice(kinds)() if kinds else None


def posts(count: int, seed: int) -> list[tuple[str, str]]:
    """(detail, text around it): the details of all contacts in turn."""
    source = Random(seed)
    made: list[tuple[str, str]] = []
    while len(made) < count:
        contact = source.choice(contacts())
        spelled = detail(source, contact)
        if spelled is None:
            continue
        name = source.choice((contact.name, contact.name.lower(), contact.name.upper(), *contact.aliases))
        head = source.choice(("", "", f"{name} ", f"{name}: ", f"{name} on ", f"call {name} at "))
        before, after = (head, source.choice(AFTER)) if head else (source.choice(BEFORE), source.choice(AFTER))
        if head and source.random() < 0.2:
            before = source.choice(("so ", "Hi all, ", "pls ", "@sam ", "2 things: ")) + before
        made.append((spelled, before + spelled + after))
    return made


def redactor() -> Redactor:
    return Redactor(ContactRegistry(contacts()))


def test_no_spelling_of_a_registered_contact_is_touched() -> None:
    made = posts(COUNT, 1)
    results = redactor().find([text for _, text in made])
    touched = [
        (text, [(span.type, text[span.start : span.end]) for span in result.spans])
        for (_, text), result in zip(made, results, strict=True)
        if result.spans
    ]
    assert touched[:20] == []


def test_none_of_them_is_taken_for_a_spoof() -> None:
    made = posts(2_000, 2)
    results = redactor().find([text for _, text in made])
    wrong = [
        (text, [text[spoof.start : spoof.end] for spoof in result.spoofs])
        for (_, text), result in zip(made, results, strict=True)
        if result.spoofs
    ]
    assert wrong[:20] == []


def test_next_to_somebodys_own_detail_only_that_is_taken_out() -> None:
    source = Random(3)
    wrong: list[tuple[str, str]] = []
    made = posts(1_000, 4)
    texts: list[tuple[str, str]] = []
    for spelled, _ in made:
        own = source.choice(OWN)
        joint = source.choice((" or my mobile ", " or me on ", ", mine is ", " and i'm at ", "\nmy own: ", " / me: "))
        texts.append(
            (spelled, f"{spelled}{joint}{own}" if source.random() < 0.6 else f"mine is {own}, theirs {spelled}")
        )
    finder = redactor()
    results = finder.find([text for _, text in texts])
    for (spelled, text), result in zip(texts, results, strict=True):
        taken = finder.apply(text, result)
        if spelled not in taken or len(result.spans) != 1:
            wrong.append((text, taken))
    assert wrong[:20] == []
