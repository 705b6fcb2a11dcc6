"""Host names in a view: where links stand, whose hosts can be trusted, and which imitate a name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import re2

_COUNTRIES: Final = (
    b"ac ad ae ag ai al am ar at au ba bd be bg biz br by bz ca cc cd cf ch ci cl cm cn co com cr cu cy cz de dk do dz ec "
    b"ee eg es eu fi fm fo fr ga gb gd ge gg gh gi gl gp gr gs gt gw gy hk hn hr ht hu id ie il im in io iq ir is it je jm "
    b"jo jp ke kg kh kr kw ky kz la lb lc li lk lt lu lv ly ma mc md me mg mk ml mm mn mo ms mt mu mv mw mx my mz na nf ng "
    b"ni nl no np nu nz om pa pe pf ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so "
    b"sr st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu ws ye za "
    b"zm zw"
)
_ENDINGS: Final = frozenset(_COUNTRIES.split()) | frozenset(
    b"org net edu gov info name pro mobi app dev blog shop store online site website web tech cloud digital email live "
    b"life world today news media agency academy school college university church charity foundation ngo ong health care "
    b"clinic support help helpline chat social club community network systems group company business work services "
    b"solutions team art video film tv radio fun xyz top icu vip one space page pages link click london scot wales cymru "
    b"global international earth land house zone plus center centre uno win bid loan men date stream download review "
    b"cyou sbs rest bond cfd lol buzz monster quest best pw pics bio gq kim host press trade webcam science party racing "
    b"example test invalid hotline report safe kids family girls".split()
)
"""Top-level domains that links in posts have. Two words that lost the space behind a full stop are no link."""

_WORDS: Final = frozenset(
    b"it is in at me my to so be no us am as do by la id pm one re live best help report safe".split()
)
"""Endings that are words, too: without `www` or a scheme, what ends in one may be two sentences without a space."""

_SECOND_LEVEL: Final = frozenset(b"co com org net ac gov edu ltd plc me sch nhs police mod ngo or ne go".split())

TRUSTED: Final = frozenset(
    b"gov.uk nhs.uk nhs.net police.uk ac.uk sch.uk mod.uk parliament.uk gov.wales gov.scot nidirect.gov.uk hscni.net "
    b"bbc.co.uk bbc.com bbc.in theguardian.com gu.com independent.co.uk mirror.co.uk dailymail.co.uk thesun.co.uk "
    b"metro.co.uk sky.com itv.com channel4.com channel5.com telegraph.co.uk thetimes.co.uk thetimes.com standard.co.uk "
    b"huffingtonpost.co.uk express.co.uk dailystar.co.uk inews.co.uk manchestereveningnews.co.uk liverpoolecho.co.uk "
    b"walesonline.co.uk birminghammail.co.uk dailyrecord.co.uk scotsman.com belfasttelegraph.co.uk theconversation.com "
    b"reuters.com apnews.com cnn.com nytimes.com washingtonpost.com buzzfeed.com vice.com ft.com economist.com "
    b"youtube.com youtu.be facebook.com fb.com fb.me fb.watch instagram.com twitter.com x.com tiktok.com threads.net "
    b"t.co linkedin.com lnkd.in reddit.com redd.it pinterest.com tumblr.com snapchat.com twitch.tv vimeo.com bsky.app "
    b"mastodon.social spotify.com soundcloud.com wikipedia.org wikimedia.org archive.org change.org 38degrees.org.uk "
    b"justgiving.com gofundme.com eventbrite.co.uk eventbrite.com amazon.co.uk amazon.com ebay.co.uk apple.com imdb.com "
    b"netflix.com disneyplus.com zoom.us teams.microsoft.com spreaker.com buzzsprout.com tenor.com giphy.com "
    b"childline.ie ispcc.ie childlineindia.org childline.org.za samaritansusa.org crimestoppers.ie samaritans.ie "
    b"childnet.com saferinternet.org.uk internetmatters.org kooth.com youngminds.org.uk nspcclearning.org.uk "
    b"netmums.com mumsnet.com google.com google.co.uk bing.com duckduckgo.com yell.com indeed.com".split()
)
"""Public bodies, news, social and video sites, and charities abroad of the same name: a link to one poses as nobody."""

_HOSTED: Final = frozenset((b"sites.google.com", b"docs.google.com", b"forms.google.com", b"drive.google.com"))
"""Where anybody can put a page under a trusted name."""

_DOT: Final = rb"(?:\.| ?[\[(] ?(?:dot|\.) ?[\])] ?| dot )"
_LINK: Final = re2.compile(
    rb"(?:[a-z]{3,5}://)?[a-z0-9\x0e][a-z0-9\x0e-]{0,62}(?:" + _DOT + rb"[a-z0-9\x0e][a-z0-9\x0e-]{0,62}){1,6}"
    rb"(?::[0-9]{2,5})?(?:[/?#][^ \n\x00<>\"]*)?"
)
_SPELLED_DOT: Final = re.compile(rb" ?[\[(] ?(?:dot|\.) ?[\])] ?| dot ")
_PARTS: Final = re.compile(rb"(?:([a-z]{3,5})://)?([^/?#]+)([/?#].*)?", re.DOTALL)
_ARTICLE: Final = re.compile(
    rb"/.*(?:/(?:19|20)[0-9]{2}/|news|articles?|stor(?:y|ies)|blogs?|watch|status|video|podcast|[a-z0-9]+(?:-[a-z0-9]+){3})"
)
_LONG: Final = 7
_SHAPES: Final = bytes.maketrans(b"0134578$!|", b"oleastbsil")


class Host(NamedTuple):
    """A link at `[start, end)` of the view: its host without `www.`, its path, and whether it is plainly a link."""

    start: int
    end: int
    name: bytes
    path: bytes
    plain: bool


def hosts(view: bytes) -> Iterator[Host]:
    """The links in `view`, in order."""
    for match in _LINK.finditer(view):
        start = match.start()
        if start and (view[start - 1] in b"@._-" or view[start - 1 : start].isalnum()):
            continue
        text = match.group().rstrip(b".,;:!?)'*_-")
        # `childline dot` and a full stop at the end of a sentence leave a label without a name.
        scheme, host, path = _split(text)
        plain = bool(scheme) or host.startswith(b"www.")
        host = host.partition(b":")[0].removeprefix(b"www.")
        ending = host.rpartition(b".")[2]
        if b"." not in host or ending not in _ENDINGS or (path or b"").startswith(b"@"):
            continue
        if view[start + len(text) : start + len(text) + 1] == b"@":
            continue
        if not plain and not path and ending in _WORDS and host.count(b".") == 1:
            continue
        yield Host(start, start + len(text), host, path, plain)


def _split(text: bytes) -> tuple[bytes, bytes, bytes]:
    plain = _SPELLED_DOT.sub(b".", text)
    match = _PARTS.fullmatch(plain)
    return (match[1] or b"", match[2], match[3] or b"") if match else (b"", plain, b"")


def is_trusted(host: bytes) -> bool:
    """Whether a host is a public body's, or a site where people read about others."""
    if host in _HOSTED:
        return False
    while host:
        if host in TRUSTED:
            return True
        host = host.partition(b".")[2]
    return False


def is_article(path: bytes) -> bool:
    """Whether a link's path is that of something to read, and not of a place to get help."""
    return _ARTICLE.search(path) is not None


def is_disguised(original: str) -> bool:
    """Whether a host as written, in the original text, holds letters of another alphabet that look like Latin ones."""
    plain = unicodedata.normalize("NFKC", original)
    return any(ord(char) > 127 and unicodedata.category(char)[0] == "L" for char in plain)


def skeleton(text: bytes) -> bytes:
    """`text` with look-alikes made one: `chi1dl1ne` and `childline` are the same."""
    plain = text.translate(_SHAPES, b"-_.' ").replace(b"rn", b"m").replace(b"vv", b"w").replace(b"cl", b"d")
    return plain.replace(b"i", b"l")


def own_labels(host: bytes) -> list[bytes]:
    """The labels of a host that its owner chose: those before `.org.uk`."""
    labels = host.split(b".")
    last = labels.pop()
    if len(labels) > 1 and len(last) == 2 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return labels


class Impostors:
    """Tells which name a host imitates.

    A host imitates a name that it holds, or nearly: look-alikes for letters, one letter more, less or other. A name of
    fewer than seven letters must be a word of the host.
    """

    __slots__ = ("_inside", "_lengths", "_names")

    def __init__(self, names: Iterable[bytes]) -> None:
        """`names` are in lower case without spaces and signs."""
        self._names: Final = {skeleton(name): name for name in names}
        long = sorted((wanted for wanted in self._names if len(wanted) >= _LONG), key=len, reverse=True)
        self._inside: Final = re.compile(b"|".join(map(re.escape, long))) if long else None
        self._lengths: Final[dict[int, list[bytes]]] = {}
        for wanted in long:
            for length in (len(wanted) - 1, len(wanted), len(wanted) + 1):
                self._lengths.setdefault(length, []).append(wanted)

    def name(self, host: bytes) -> bytes | None:
        """The name that a host imitates, or None."""
        labels = own_labels(host)
        # In order: the answer must not depend on how a process happens to hash.
        words = list(dict.fromkeys(skeleton(word) for label in labels for word in (label, *label.split(b"-"))))
        for word in words:
            if name := self._names.get(word):
                return name
        if self._inside is not None and (inside := self._inside.search(skeleton(b"".join(labels)))):
            return self._names[inside[0]]
        for word in words:
            for wanted in self._lengths.get(len(word), ()):
                if _near(word, wanted):
                    return self._names[wanted]
        return None


def _near(left: bytes, right: bytes) -> bool:
    """Whether one letter more, less, other or exchanged with its neighbour makes `left` into `right`."""
    if abs(len(left) - len(right)) > 1:
        return False
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    left, right = left[head:], right[head:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:]
