"""DATE_OF_BIRTH: a whole date that the words beside it call somebody's birth. Never the date of anything else."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found
from houserules.redaction.detectors.cues import lead
from houserules.redaction.detectors.digits import is_date
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_MONTH: Final = (
    rb"(?:jan(?:u?r?ary)?|feb(?:r?uary|rurary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:emb?er)?|"
    rb"oct(?:ober)?|nov(?:emb?er)?|dec(?:emb?er)?)\b\.?"
)
_ORDINAL: Final = (
    rb"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|"
    rb"twel(?:fth|veth)|"
    rb"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_DAY: Final = rb"(?:(?:0?[1-9]|[12][0-9]|3[01])(?: ?(?:st|nd|rd|th))?|" + _ORDINAL + rb")"
_UNIT: Final = rb"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPELT: Final = (
    rb"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]" + _UNIT + rb")?|ten|eleven|twelve|"
    rb"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:oh )?" + _UNIT + rb")"
)
_YEAR: Final = (
    rb"(?:(?:19|20)[0-9]{2}|'?[0-9]{2}|(?:nineteen|twenty)[ -]" + _SPELT + rb"|"
    rb"two thousand(?:(?: and)? " + _SPELT + rb")?|"
    rb"(?:one|two)(?:[ ,\-]{1,2}(?:oh|zero|nought|(?:double )?" + _UNIT + rb")){2,3})"
)
_SIGN: Final = rb"(?: ?[/.\-:\\|_,] ?| )"
_LINK: Final = rb"[ \n.,/\-]{0,3}(?:of )?"
_DATE: Final = re.compile(
    rb"(?<![0-9])(?<![0-9][/.\-:])(?:"
    rb"(?P<a>[0-9]{1,2})(?P<s>" + _SIGN + rb")(?P<b>[0-9]{1,2})" + _SIGN + rb"(?P<c>[0-9]{4}|'?[0-9]{2})"
    rb"|(?P<y>[0-9]{4})(?P<t>[/.\- ])(?P<m>[0-9]{1,2})(?P=t)(?P<d>[0-9]{1,2})"
    rb"|"
    + _DAY
    + _LINK
    + _MONTH
    + _LINK
    + _YEAR
    + rb"|"
    + _MONTH
    + rb"[ \n.,/\-]{0,2}(?:the )?"
    + _DAY
    + rb"[ \n.,/\-]{1,3}(?:of )?"
    + _YEAR
    + rb"|"
    rb"(?P<run>[0-9]{8}|[0-9]{6})"
    rb")(?![0-9a-z])(?![/.\-:][0-9])"
    rb"(?! ?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|mins?|minutes|secs?|am|pm|people|of us|lbs?|oz|kgs?|%)\b)"
)
_HINT: Final = re.compile(rb"[0-9]|(?:first|second|third|th)\b")
"""What every date has, near its beginning."""

_DISTANCE: Final = 64
"""Characters between the word and the date, at most."""

_LONGEST: Final = 40
_CERTAIN: Final = 0.85
_FULL: Final = re.compile(rb"dob|d[. /\-]{1,2}o[. /\-]{1,2}b|dates? o[fv] birth|birth ?-?dates?")
_DIRECT: Final = re.compile(
    rb"s?'?s?\.?[ \n:=\-~>(\[\"*_|,#/\x0e\x0f]*(?:(?:is|was|are|being|was:|iz)\b)?[ \n:=\-~>(\[\"*_|,\x0e\x0f]*"
    rb"(?:(?:on|the|that's|thats|it's|its)\b[ :]*){0,3}(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|"
    rb"sun)(?:day)?\b[ ,]*)?(?:the )?"
)
_SPOKEN: Final = re.compile(
    rb".*\b(?:is|was|are|as|being|it's|its|thats|that's)[ :\-\n(]*(?:on )?(?:the )?\Z", re.DOTALL
)
_CELEBRATED: Final = re.compile(
    rb"(?:\bhappy|[0-9] ?(?:st|nd|rd|th)|teenth|tieth|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    rb"eleventh|twelfth)) \Z"
)
"""Words before `birthday` that make its date one of a party."""

_LOOSE_END: Final = re.compile(rb"\b(?:by|before|on|from|until|till|since|after|at|to|in|of|than)[ :]*(?:the )?\Z")
_SPELT_FORMAT: Final = re.compile(rb"d{1,2}[ /.\-]?m{1,2}[ /.\-]?y{2,4}")

_THING: Final = (
    rb"films?|movies?|albums?|songs?|campaign|ideas?|company|companies|charity|charities|band|hashtag|movement|"
    rb"n\.?h\.?s|project|group|club|"
    rb"petition|website|site|"
    rb"page|app|podcast|team|organi[sz]ation|party|law|act|nation|country|republic|city|town|blog|vlog|channel|"
    rb"brand|business|firm|"
    rb"start-?up|shop|store|museum|internet|web|euro|bank|union|show|series|game|franchise|magazine|newspaper|"
    rb"paper|program(?:me)?|"
    rb"scheme|initiative|service|helpline|network|trust|foundation|society|league|festival|dream|concept|phrase|"
    rb"slogan|tradition|"
    rb"meme|product|trend|era|alliance|coalition|partnership|collective|plan|policy|bill|forum|platform|tool|"
    rb"software|language|genre|"
    rb"dogs?|pupp(?:y|ies)|cats?|kittens?|horses?|foals?|lambs?|cal(?:f|ves)|rabbits?|hamsters?|pups?|litter|"
    rb"pony|ponies|chicks?"
)
_WHO: Final = re.compile(
    rb"\b(?:(?P<thing>"
    + _THING
    + rb")(?:'?s)?\b|#(?P<tag>[a-z0-9_]+)|(?P<person>i|im|i'm|she|he|they|we|my|her|his|their|who|baby|son|"
    rb"daughter|sister|brother|mum|dad|girl|boy|kid|child|twins?|mate|friend|man|woman|lad|lass|client|pupil|"
    rb"student|patient|victim|"
    rb"volunteer|member|person|name|victims?|niece|nephew|cousin|boyfriend|girlfriend|partner|husband|wife)\b)"
    rb"|(?<![a-z0-9])#(?P<hash>[a-z0-9_]+)"
)
_ANYONE: Final = re.compile(
    rb"\b(?:anyone|anybody|everyone|everybody|people|those|babies|children|kids|someone|somebody|men|women|boys|"
    rb"girls|pupils|students|"
    rb"persons?|voters|all|adults|citizens|drivers|be|if you(?:'re| are| were)|if)(?: (?:who|that)(?:'s| is|"
    rb" are| was| were)?)? \Z"
)
_OTHERWISE: Final = re.compile(
    rb"\b(?:before|after|since|until|till|between|or|later|earlier|moved|joined|came|left|died|started|posted|"
    rb"raised|married|arrived|"
    rb"launched|opened|closed|changed|removed|sent|updated|party|bash|meeting|deadline|confirmed|required|"
    rb"needed|tbc|tba|field|"
    rb"verification|checks?|rules?|hearing|appointment|expir(?:y|es|ed)|issued?|valid|submitted|reported|taken|"
    rb"gave|asked|"
    rb"" + _THING + rb")\b"
)
_GOES_ON: Final = re.compile(
    rb"\b(?:and(?! raised)|but|who|which|while|because|so|then|i|he|she|they|we|it|has|"
    rb"had|have|not)\b"
)
_OPEN: Final = re.compile(rb"(?:[,(:\-]|\bon)[ \n]*(?:the )?\Z")
_PARTY: Final = re.compile(
    rb" (?:part(?:y|ies)|bash|do|meal|trip|drinks|celebrations?|present|gift|cake|"
    rb"weekend|treat|event|lunch|dinner)\b"
)
_LEADS_BACK: Final = re.compile(
    rb"[ \n]{0,2}(?:[\-(,:=*|]+[ ]?|(?:is|was|are|being|that's|thats|which is|as)[ ])?(?:(?:my|her|his|their|"
    rb"our|the|[a-z]+'s|[a-z]+s) )?"
    rb"(?:(?:actual|real|full|own|little|big|older|younger|baby) )?(?:(?:son|daughter|sister|brother|mum|dad|"
    rb"nan|kid|friend|mate)(?:'?s) )?"
)
_BORN_BACK: Final = re.compile(
    rb"[ \n]{0,2}[\-,:(]? ?(?:(?:is|was|that's|thats|its|it's) )?(?:(?:when|the day|the date) (?:that )?(?:i|"
    rb"she|he|they|we|my [a-z]+|[a-z]+)"
    rb" (?:was|were|got) )?"
)
_AND_ANOTHER: Final = re.compile(rb"[ \n]?(?:,|&|and|\+)(?: and| &)? ?(?:the )?")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The dates that the word of one region calls dates of birth."""
    view = piece.view
    word = view[start:end]
    if view.startswith(b" removed]", end) or re.match(rb"[a-rt-z]|s[a-z]", view[end : end + 2]):
        return []
    behind = _behind(view, word, start, end)
    if behind and behind[0].score >= _CERTAIN:
        return behind
    # `12/03/2009 is my dob, and on 1/2/2026 ...`
    return _ahead(view, word, start) or behind


def _behind(view: bytes, word: bytes, start: int, end: int) -> list[Found]:
    """The dates after the word, and those that `and` joins to them."""
    match = _date(view, end, end + _DISTANCE + _LONGEST)
    if match is None or match.start() - end > _DISTANCE:
        return []
    score = _score(view, word, start, view[end : match.start()], run=match["run"] is not None)
    found = [Found(match.start(), match.end(), score)]
    while score >= 0.5 and len(found) < 8 and (link := _AND_ANOTHER.match(view, found[-1].end)):
        more = _DATE.match(view, link.end(), link.end() + _LONGEST)
        if more is None or more["run"] or not _is_real(more):
            break
        found.append(Found(more.start(), more.end(), score))
    return found


def _ahead(view: bytes, word: bytes, start: int) -> list[Found]:
    """The date before the word: `12/03/2009 is my birthday`."""
    position = max(0, start - _DISTANCE - _LONGEST)
    links = _BORN_BACK if word == b"born" else _LEADS_BACK
    while match := _date(view, position, start):
        linked = not match["run"] and links.fullmatch(view, match.end(), start) is not None
        if linked and b"day" in word:
            # `on 12/03/2026 my birthday ...` tells of an event
            linked = re.search(rb"\b(?:is|was|that's|thats)\b|[\-(:=]", view[match.end() : start]) is not None
        if linked and not _PARTY.match(view, start + len(word)):
            about = _subject(view, match.start())
            return [Found(match.start(), match.end(), 0.3 if about == "thing" else 0.8)]
        position = match.end()
    return []


def _date(view: bytes, start: int, end: int) -> re.Match[bytes] | None:
    """The first date there can be in `[start, end)`."""
    first = _HINT.search(view, start, end)
    if first is None:
        return None
    for match in _DATE.finditer(view, max(start, first.start() - 20), min(end, len(view))):
        if _is_real(match):
            return match
    return None


def _is_real(match: re.Match[bytes]) -> bool:
    if match["run"]:
        run = match["run"].decode("ascii")
        return is_date(run[:2], run[2:4], run[4:]) or (len(run) == 8 and is_date(run[:4], run[4:6], run[6:]))
    if match["y"]:
        return is_date(match["y"].decode("ascii"), match["m"].decode("ascii"), match["d"].decode("ascii"))
    if match["a"]:
        return is_date(match["a"].decode("ascii"), match["b"].decode("ascii"), match["c"].decode("ascii").lstrip("'"))
    return True


def _score(view: bytes, word: bytes, start: int, gap: bytes, *, run: bool) -> float:
    """How sure it is that the date behind `gap` is the birth that `word` speaks of."""
    gap = _SPELT_FORMAT.sub(b"", gap)
    full = _FULL.fullmatch(word) is not None
    direct = _DIRECT.fullmatch(gap) is not None and (full or not gap.startswith(b"."))
    if b"removed]" in gap or (run and not direct) or (not direct and _is_over(gap)) or _OTHERWISE.search(gap):
        return 0.2
    # Behind `dob` stands a person's, whatever else the sentence is about; things are said to be born.
    if not (full and direct) and _subject(view, start) == "thing":
        return 0.3
    if word == b"born":
        if _ANYONE.search(lead(view, start)):
            return 0.3
        return 0.9 if direct else 0.7 if _is_place(gap) else 0.3
    if full:
        if direct:
            return 0.95
        if _SPOKEN.match(gap):
            return 0.85
        return 0.3 if _LOOSE_END.search(gap) or len(gap.split()) > 6 else 0.6
    if not direct or _CELEBRATED.search(lead(view, start, 12)):
        return 0.3
    return 0.9 if re.search(rb"\b(?:is|was|are)\b|[:=\-]", gap) else 0.6


def _is_place(gap: bytes) -> bool:
    """Whether `gap`, between `born` and a date, says where or on what day, and nothing else happens in it."""
    if _GOES_ON.search(gap) or len(gap.split()) > 8:
        return False
    return not gap.startswith(b" on ") or _OPEN.search(gap) is not None


def _is_over(gap: bytes) -> bool:
    """Whether a sentence ends in `gap`."""
    return re.search(rb"(?:[a-z]{3}|\)|\A)[.!?;]+[ \n]|\n *\n|\n.*\n", gap) is not None


def _subject(view: bytes, start: int) -> str:
    """What was born, by the last word before `start` that says so: `thing`, `person`, or nothing."""
    last = ""
    for match in _WHO.finditer(lead(view, start)):
        last = "person" if match["person"] else "thing"
    return last


DATE_OF_BIRTH: Final = Detector(
    "DATE_OF_BIRTH",
    rb"\b(?:dob|d[. /\-]{1,2}o[. /\-]{1,2}b|born|dates? o[fv] birth|birth ?-?dates?|birth-?days?|b[ '-]?days?)",
    find,
    reach=_DISTANCE + _LONGEST,
    rare=True,
)
