"""What is typed instead of Latin letters: other alphabets, other styles, digits and signs. Data only."""

from collections.abc import Mapping
from typing import Final

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC: Final = dict(zip("aceiopxysjhkmtgbnurvw", "асеіорхуѕјһкмтԍьпцгѵш", strict=True))
GREEK: Final = dict(zip("abeiknoptuvwxyzs", "αβεικηορτυνωχγζς", strict=True))
EXTENDED: Final = dict(zip("abcdefghijklnorstuvwyz", "ɑɓƈđɛƒɠħɨɉƙłŋøɾşŧʉʋɯɏƶ", strict=True))
ACCENTS: Final = dict(zip("aceiounsyz", "áçéíóüñšýž", strict=True))
FANCY: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", "αв¢∂єƒgнιנкℓмησρqяѕтυνωχуz", strict=True))
SMALL_CAPS: Final = dict(zip("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
SUPERSCRIPT: Final = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
ARMENIAN: Final = dict(zip("hnosuqg", "հոօՏսզց", strict=True))
CHEROKEE: Final = dict(zip("abcdeghijklmprstvwyz", "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ", strict=True))


def _alphabet(first: int, *, missing: Mapping[str, int] | None = None) -> dict[str, str]:
    return {letter: chr((missing or {}).get(letter, first + place)) for place, letter in enumerate(_LATIN)}


MATHEMATICAL: Final = {
    "bold": _alphabet(0x1D41A),
    "italic": _alphabet(0x1D44E, missing={"h": 0x210E}),
    "bold italic": _alphabet(0x1D482),
    "script": _alphabet(0x1D4B6, missing={"e": 0x212F, "g": 0x210A, "o": 0x2134}),
    "bold script": _alphabet(0x1D4EA),
    "fraktur": _alphabet(0x1D51E),
    "double-struck": _alphabet(0x1D552),
    "bold fraktur": _alphabet(0x1D586),
    "sans": _alphabet(0x1D5BA),
    "sans bold": _alphabet(0x1D5EE),
    "sans italic": _alphabet(0x1D622),
    "monospace": _alphabet(0x1D68A),
}
FULL_WIDTH: Final = _alphabet(0xFF41)
CIRCLED: Final = _alphabet(0x24D0)
BLACK_CIRCLED: Final = _alphabet(0x1F150)
PARENTHESISED: Final = _alphabet(0x249C)
SQUARED: Final = _alphabet(0x1F130)
BLACK_SQUARED: Final = _alphabet(0x1F170)
REGIONAL: Final = _alphabet(0x1F1E6)

SIGNS: Final = {"a": "@", "s": "$", "i": "!", "t": "+"}
DIGITS: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "b": "8", "g": "9", "l": "1"}
LEET: Final = {letter: DIGITS.get(letter, "") + SIGNS.get(letter, "") for letter in sorted({*DIGITS, *SIGNS})}
LEET_VOWELS: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "u": "v"}
CURRENCY: Final = {"e": "€", "l": "£", "s": "$", "c": "¢", "y": "¥"}
LIGATURES: Final = {
    "ffi": "ﬃ",
    "ffl": "ﬄ",
    "ff": "ﬀ",
    "fi": "ﬁ",
    "fl": "ﬂ",
    "st": "ﬆ",
    "ae": "æ",
    "oe": "œ",
    "dz": "ʣ",
    "ts": "ʦ",
}
