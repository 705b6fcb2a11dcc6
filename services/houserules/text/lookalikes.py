"""What people type instead of Latin letters: data only, chosen by eye and kept short enough to read.

Letters that Unicode itself decomposes (full-width, mathematical, circled, superscript, accented, ligatures) are not
listed: NFKD finds them. A capital is listed beside its small form only where the two look like different Latin letters.
"""

from typing import Final

LETTERS: Final[dict[str, str]] = {
    "a": "аɑɐᴀαɒⱥᶏΛΔᎪꓮⲀⲁᗅᗩᏗ",
    "b": "ꞵᑲᖯвьбʙβƀɓƃƅᵬᶀᏏᏴꓐⲂⲃᗷᗸ",
    "c": "сᴄϲƈȼɔɕҫҁꞓʗᏟꓚⲤⲥᑕᑢↄ",
    "d": "ðԁᴅđɖɗƌδᶑȡᎠꓓᗞᗪꓒᏧᑯԃ",
    "e": "ꬲⴹеєᴇεɛəɘɇҽⱸⲈⲉᎬꓰᗴᗺΣΞ℮ǝɜԑ",
    "f": "ẝꞙꬵꜰƒғϝᵮᖴꓝʄɟ",
    "g": "ƍᶃᏳɢɡɠǥɣԍցᎶᏀꓖᘜ",
    "h": "нһʜħɦⱨհⲎⲏΗᎻᏂꓧᕼңӊҥɥᚺ",
    "i": "іıɪɩιɨᵻᎥⲒⲓꓲᛁⵏᴉ",
    "j": "јᴊɉʝյϳᎫꓙᒍנ",
    "k": "кᴋκƙⱪқҝҟҡӄᏦꓗⲔⲕᛕʞԟ",
    "l": "ⳐⳑʟłƚⱡɫɬɭӏᏞꓡᒪլʅ",
    "m": "мᴍɱϻᵯⲘⲙΜᎷꓟᗰᛖ",
    "n": "пиɴηƞɲɳŋոռᵰⲚⲛΝΠπꓠᑎᏁᴎ",
    "o": "ᴑꬽоᴏοσθɵøөΘⲞⲟꓳⵔᎾʘɷօ",
    "p": "рᴘρƥᵽþⲢⲣΡᏢꓑᑭҏքƿ",
    "q": "ԛǫɋʠզᑫϙ",
    "r": "ꭇꭈⲅгʀɍɼɽɾɹʁяґᵲᎡᏒꓣᖇᚱᴦɻ",
    "s": "ѕꜱʂȿƽςᵴՏᏚꓢᔕꙅʃᏕ",
    "t": "тᴛτŧƭʈⱦʇᵵҭⲦⲧΤᎢꓔ",
    "u": "ꞟꭎꭒцᴜʉυմսʊμᵾᏌꓴᑌᑘՍ",
    "v": "ѵᴠʋⱱνʌᏙᏉꓦᐯᐺ",
    "w": "шщᴡωⱳɯʍѡաԝᏔᎳꓪᗯᙡ",
    "x": "ꭓᕁᕽⵝхҳӽ᙭ꓫⲬⲭᚷΧχ×",
    "y": "ỿꭚᶌуʏγƴɏүұⲨⲩΥᎩᎽꓬʎყ",
    "z": "ᴢζƶȥɀʐʑⱬᏃꓜᘔᵶ",
}
"""Latin letter -> characters that pass for it. Greek capitals are read by eye (Η is an H), small ones too (η an n)."""

LIGATURES: Final[dict[str, str]] = {
    "æ": "ae", "ӕ": "ae", "œ": "oe", "ꜳ": "aa", "ꜵ": "ao", "ꜷ": "au", "ꜹ": "av", "ꜽ": "ay", "ꝏ": "oo",
    "ʣ": "dz", "ʤ": "dz", "ʦ": "ts", "ʧ": "ts", "ʪ": "ls", "ʫ": "lz", "ᵫ": "ue",
}  # fmt: skip
"""One character -> several letters, where Unicode gives no decomposition."""

APOSTROPHES: Final = "'`´‘’‛′‵ʹʻʼʽˈˊˋ՚ꞌꞋ׳"
"""Read as part of the word around them: `don't` and `dont` are one word."""

DOUBLE_QUOTES: Final = '"“”„‟″«»〝〞'

SIGNS: Final[dict[str, str]] = {
    "€": "E", "∑": "E", "∃": "E", "∈": "E",
    "£": "L", "₤": "L",
    "¢": "C", "₵": "C", "©": "C", "⊂": "C",
    "¥": "Y", "®": "R", "§": "S", "₴": "S",
    "₳": "A", "∆": "A", "∀": "A", "∧": "A",
    "฿": "B", "₿": "B", "₦": "N", "∩": "N", "∏": "N",
    "₩": "W", "₱": "P", "₭": "K", "₮": "T", "†": "T", "‡": "T",
    "₲": "G", "∂": "D", "∅": "O", "∪": "U", "√": "V", "∨": "V",
    "¡": "!", "ǃ": "!", "¦": "|", "∣": "|", "│": "|", "ǀ": "|", "∗": "*", "＊": "*", "⁎": "*", "✱": "*", "✻": "*",
    "™": ",", "℠": ",",
}  # fmt: skip
"""Sign -> the letter it passes for, written as a capital so that it is not taken for that letter; or a plainer sign."""
