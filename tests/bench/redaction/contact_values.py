"""Ways of reaching or finding somebody, as people in the UK write them: phones, e-mail, addresses, handles, IP addresses.

Phones are from the ranges that Ofcom reserves for drama and, since a detector may know those, also random ones.
"""

import ipaddress
from random import Random
from typing import Final

from bench.redaction.digits import disguised, grouped, letters, some
from bench.redaction.marks import core, gold
from bench.redaction.people import (
    BLOCKS,
    FIRST,
    HOUSES,
    INWARD,
    LAST,
    PLAIN_STREETS,
    TOWNS,
    district,
    street,
)  # fmt: skip

_DRAMA: Final = (
    ("01632", "960", 3), ("0161", "4960", 3), ("0113", "4960", 3), ("0114", "4960", 3), ("0115", "4960", 3),
    ("0116", "4960", 3),
    ("0121", "4960", 3), ("0131", "4960", 3), ("0141", "4960", 3), ("0151", "4960", 3), ("0191", "4980", 3),
    ("020", "79460", 3),
    ("028", "96496", 3), ("029", "20180", 3),
)  # fmt: skip
_CODES: Final = (
    "0161",
    "0151",
    "0121",
    "0113",
    "01204",
    "01706",
    "01942",
    "01482",
    "01752",
    "01792",
    "0117",
    "020",
    "029",
    "01925",
)
_ABROAD: Final = (
    "+1 202 555 01##", "+1 (202) 555-01##", "+49 30 23125 ###", "+33 1 99 00 ## ##", "+353 20 910 ####", "00353 20 910 ####",
    "+353209101###", "+48 512 3## ###", "+40 721 2## ###", "+91 98765 4####", "+92 300 21#####",
)  # fmt: skip
_MOBILE_SPLITS: Final = (
    (5, 6), (5, 6), (5, 6), (5, 6), (5, 3, 3), (5, 3, 3), (4, 3, 4), (4, 4, 3), (3, 4, 4), (3, 3, 5), (2, 3, 6),
    (5, 2, 2, 2), (3, 2, 2, 2, 2),
)  # fmt: skip
_SEPARATORS: Final = (" ", " ", " ", " ", "-", "-", ".", "  ", "\u00a0", "–", "/", "\n")


def mobile(rng: Random) -> str:
    """Eleven digits of a mobile number, half of them fictional by Ofcom's rules."""
    if rng.random() < 0.5:
        return "07700900" + some(rng, 3)
    return rng.choice(("074", "075", "077", "078", "079")) + rng.choice("1234589") + some(rng, 7)


def _mobile(rng: Random) -> str:
    digits = mobile(rng)
    way = rng.random()
    if way < 0.28:
        return digits
    if way < 0.6:
        return grouped(digits, rng.choice(_MOBILE_SPLITS), rng.choice(_SEPARATORS))
    if way < 0.8:
        tail = grouped(
            digits[1:], rng.choice(((4, 6), (4, 3, 3), (10,), (4, 6), (3, 3, 4))), rng.choice((" ", " ", " ", "-"))
        )
        prefix = rng.choice(
            ("+44 ", "+44 ", "+44", "+44 (0)", "+44 (0) ", "+44(0)", "0044 ", "0044", "(+44) ", "44", "+44-", "00 44 ")
        )
        return prefix + tail
    if way < 0.83:
        return " ".join(digits)
    if way < 0.85:
        return (
            digits[:5] + " " + digits[5:8] + " " + digits[8:] if rng.random() < 0.5 else f"({digits[:5]}) {digits[5:]}"
        )
    shown = disguised(rng, digits)
    if shown.isascii() and len(shown) == len(digits) and rng.random() < 0.5:
        return grouped(shown, rng.choice(((5, 6), (5, 3, 3))), " ")
    return shown


def _landline(rng: Random) -> str:
    if rng.random() < 0.6:
        code, local, count = rng.choice(_DRAMA)
        local += some(rng, count)
    else:
        code = rng.choice(_CODES)
        local = rng.choice("2345678") + some(rng, 10 - len(code))
    cut = 4 if len(local) == 8 else 3
    halves = (local[:cut], local[cut:])
    way = rng.random()
    if way < 0.3:
        return f"{code} {halves[0]} {halves[1]}"
    if way < 0.45:
        return f"{code} {local}"
    if way < 0.58:
        return code + local
    if way < 0.7:
        return f"({code}) {halves[0]} {halves[1]}"
    if way < 0.78:
        return rng.choice("-.").join((code, *halves))
    if way < 0.9:
        return f"{rng.choice(('+44 ', '+44 (0)', '0044 ', '+44(0) '))}{code[1:]} {halves[0]} {halves[1]}"
    if code == "020":
        return f"020{halves[0][0]} {halves[0][1:]} {halves[1]}"
    return disguised(rng, code + local)


def phone(rng: Random) -> str:
    """A phone number, one in eight a landline, a few from abroad or with an extension."""
    way = rng.random()
    if way < 0.03:
        shape = rng.choice(_ABROAD)
        return gold("PHONE", "".join(some(rng, 1) if char == "#" else char for char in shape))
    if way < 0.2:
        number = _landline(rng)
        if rng.random() < 0.08:
            return gold("PHONE", core(number) + rng.choice((" ext ", " x", " extension ")) + some(rng, 3))
        return gold("PHONE", number)
    return gold("PHONE", _mobile(rng))


_HOSTS: Final = (
    "example.org",
    "example.com",
    "example.net",
    "mail.example.org",
    "post.example.com",
    "school.example.org",
)
_MAILERS: Final = (
    "gmail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "yahoo.co.uk",
    "live.co.uk",
    "btinternet.com",
)


def email(rng: Random) -> str:
    """An e-mail address, a third of them spelled out or broken up."""
    first, last = rng.choice(FIRST).lower(), rng.choice(LAST).lower().replace("'", "")
    number = rng.choice(("", "", "83", "2009", "99x", "07"))
    local = rng.choice((f"{first}.{last}{number}", f"{first}{last}{number}", f"{first}_{last}{number}",
    f"{first}{number}", f"{first[0]}.{last}",
                        f"{first}-{last}", f"xx{first}xx{number}"))  # fmt: skip
    host = rng.choice(_HOSTS if rng.random() < 0.5 else _MAILERS)
    plain = f"{local}@{host}"
    way = rng.random()
    if way < 0.55:
        return gold("EMAIL", plain)
    if way < 0.6:
        return gold("EMAIL", plain.title() if rng.random() < 0.5 else plain.upper())
    if way < 0.63:
        return gold("EMAIL", f"mailto:{core(plain)}" if rng.random() < 0.5 else f"<{core(plain)}>")
    if way < 0.65:
        return gold("EMAIL", f"{local}+{rng.choice(('help', 'kids', 'x'))}@{host}")
    spoken_host = host.replace(".", rng.choice((" dot ", " dot ", " dot ", " (dot) ", "[dot]", " DOT ", ".")))
    if way < 0.87:
        at = rng.choice((" at ", " at ", " at ", " AT ", " (at) ", "(at)", "[at]", " [at] ", "{at}", " @ "))
        if at == " at " and " dot " not in spoken_host.lower():
            spoken_host = host.replace(".", " dot ")
        return gold("EMAIL", local + at + spoken_host)
    if way < 0.93:
        return gold("EMAIL", f"{first} dot {last}{number} at {host.replace('.', ' dot ')}")
    if way < 0.96:
        return gold("EMAIL", f"{first} underscore {last} at {host.replace('.', ' dot ')}")
    return gold("EMAIL", rng.choice((f"{local} @ {host}", f"{local}@ {host}", f"{local} @{host}", f"{local}＠{host}")))


def postcode_text(rng: Random) -> str:
    """A postcode, without marks."""
    outward, inward = district(rng), some(rng, 1) + letters(rng, 2, INWARD)
    way = rng.random()
    if way < 0.45:
        return f"{outward} {inward}"
    if way < 0.68:
        return f"{outward} {inward}".lower()
    if way < 0.8:
        return outward + inward
    if way < 0.9:
        return (outward + inward).lower()
    if way < 0.93:
        return f"{outward.capitalize()} {inward.lower()}"
    if way < 0.95:
        return f"{outward}-{inward}"
    if way < 0.97:
        return f"{outward}  {inward}"
    return f"{outward} {inward.replace('0', 'O')}" if "0" in inward else f"{outward} {inward}"


def postcode(rng: Random) -> str:
    """A full postcode."""
    return gold("POSTCODE", postcode_text(rng))


_NUMBER_WORDS: Final = ("seven", "twelve", "fourteen", "twenty two", "thirty one", "forty", "nineteen", "eight")


def address(rng: Random, house_names: bool = True) -> str:
    """Where somebody lives: house and street, which are the core, and often a town and a postcode.

    House names without a number need a sentence that says somebody lives there; `house_names` leaves them out.
    """
    number = str(rng.choice((rng.randint(1, 40), rng.randint(1, 40), rng.randint(41, 320))))
    road = street(rng)
    way = rng.random()
    if way < 0.48:
        house = f"{number} {road}"
    elif way < 0.56:
        house = f"{number}{rng.choice('abcABC')} {road}"
    elif way < 0.62:
        house = f"{number}, {road}"
    elif way < 0.76:
        kind = rng.choice(("Flat", "Flat", "flat", "Apt", "Apartment", "Unit"))
        flat = f"{kind} {rng.randint(1, 60)}{rng.choice(('', '', 'b'))}"
        inner = rng.choice(
            (f"{number} {road}", f"{rng.choice(BLOCKS)}, {road}", f"{rng.choice(BLOCKS)}, {number} {road}")
        )
        house = flat + rng.choice((", ", ", ", " ")) + inner
    elif way < 0.86:
        house = f"{rng.choice(('number', 'no', 'no.', 'No.', 'num'))} {number} {road}"
    elif way < 0.91 and road not in PLAIN_STREETS:
        house = f"{rng.choice(_NUMBER_WORDS)} {road}"
    elif way < 0.96 and house_names:
        house = f"{rng.choice(HOUSES)}, {road}"
    else:
        house = f"{number}-{int(number) + 2} {road}" if rng.random() < 0.3 else f"{number} {road}"
    if rng.random() < 0.35:
        house = house.lower()
    joint = rng.choice((", ", ", ", ", ", " ", "\n", ",\n", " in "))
    town = rng.choice(TOWNS)
    tail = rng.random()
    if tail < 0.4:
        return gold("ADDRESS", house)
    if tail < 0.62:
        return gold("ADDRESS", f"{core(house)}{joint}{town if house != house.lower() else town.lower()}")
    code = gold("POSTCODE", postcode_text(rng))
    if tail < 0.85:
        return gold("ADDRESS", f"{core(house)}{joint}{town}{' ' if joint == ' in ' else joint}{code}")
    return gold("ADDRESS", f"{core(house)}{', ' if joint == ' in ' else joint}{code}")


_PLATFORMS: Final = (
    "snap", "snap", "snapchat", "Snapchat", "insta", "insta", "instagram", "ig", "IG", "tiktok", "TikTok", "tik tok",
    "kik", "discord",
    "telegram", "twitter", "fb", "facebook", "sc", "roblox", "xbox", "psn", "Insta", "Snap", "threads",
    "bluesky", "wickr",
)  # fmt: skip
_LINKS: Final = (
    "instagram.com/", "https://www.instagram.com/", "snapchat.com/add/", "https://snapchat.com/add/", "tiktok.com/@", "t.me/",
    "facebook.com/", "fb.com/", "https://twitter.com/", "x.com/", "www.facebook.com/",
)  # fmt: skip


def _handle(rng: Random) -> str:
    first, last = rng.choice(FIRST).lower(), rng.choice(LAST).lower().replace("'", "")
    number = rng.choice(("7", "09", "2k9", "_x", "99", "123", "xo"))
    return rng.choice((
        f"{first}_{last}", f"{first}.{last}", f"{first}{number}", f"{first}_{number}", f"x{first}x_{last[:3]}",
        f"{first}{last}{number}",
        f"xX_{first}_Xx", f"{first}.{last[:2]}{number}", f"the_real_{first}", f"{first}{last}", f"lil{first}{number}",
        f"its{first}_{number}",
    )).replace("__", "_")  # fmt: skip


def social_handle(rng: Random) -> str:
    """A user name with the service that it is for; the name is the core. A bare mention is no such thing."""
    handle = _handle(rng)
    way = rng.random()
    if way < 0.12:
        link = rng.choice(_LINKS)
        return gold("SOCIAL_HANDLE", core(link + handle) if rng.random() < 0.5 else link + core(handle))
    platform = rng.choice(_PLATFORMS)
    at = "@" if rng.random() < 0.35 else ""
    if platform == "discord" and rng.random() < 0.5:
        handle += "#" + some(rng, 4)
    name = core(at + handle)
    if way < 0.22 and at:
        return gold("SOCIAL_HANDLE", f"{name} on {platform}")
    joint = rng.choice((": ", ": ", ":", " ", " ", " is ", " is ", " - ", " = ", "s ", " name ", " username ",
    " user: ", " id ", " handle is ", " acc ", " account ",
                        " 👉 ", " @ " if not at else " "))  # fmt: skip
    return gold("SOCIAL_HANDLE", f"{platform}{joint}{name}")


def ip_address(rng: Random) -> str:
    """An IPv4 or IPv6 address, some with a port or a prefix length."""
    if rng.random() < 0.3:
        host = ipaddress.IPv6Address((0x20010DB8 << 96) | rng.getrandbits(rng.choice((16, 64, 96))))
        text = rng.choice((host.compressed, host.compressed, host.exploded, host.compressed.upper()))
        return gold("IP_ADDRESS", text)
    base = rng.choice(("203.0.113.", "198.51.100.", "192.0.2.", ""))
    text = (
        base + str(rng.randint(1, 254))
        if base
        else f"{rng.randint(81, 95)}.{rng.randint(1, 254)}.{rng.randint(0, 255)}.{rng.randint(2, 254)}"
    )
    return gold("IP_ADDRESS", core(text) + rng.choice((":8080", ":443", "/24")) if rng.random() < 0.12 else text)
