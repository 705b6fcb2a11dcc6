"""Web addresses of people's profiles: which sites have them, and which of their pages are profiles and not content."""

import re
from typing import Final, NamedTuple

_NAME: Final = rb"[@$]?(?P<name>[a-z0-9_][a-z0-9_.-]{0,59})"
_CODE: Final = rb"(?P<name>[a-z0-9_-]{3,60})"

_SITES: Final[tuple[tuple[bytes, bytes], ...]] = (
    (rb"instagram\.com|instagr\.am", rb"(?:_u/)?" + _NAME),
    (rb"ig\.me", rb"m/" + _NAME),
    (
        rb"facebook\.com|fb\.com|fb\.me",
        rb"profile\.php\?(?:[^ ]*&)?id=(?P<id>[0-9]{4,20})[^ ]*|people/[^/ ]{1,60}/(?P<person>[0-9]{4,20})|"
        + _NAME
        + rb"(?:/(?:about|friends))?",
    ),
    (rb"m\.me", _NAME),
    (rb"messenger\.com", rb"t/" + _NAME),
    (rb"tiktok\.com|threads\.(?:net|com)", rb"@(?P<name>[a-z0-9_.]{1,40})"),
    (
        rb"twitter\.com|x\.com",
        _NAME
        + rb"(?:/(?:with_replies|media|likes))?|intent/(?:user|follow)\?[^ ]{0,20}screen_name=(?P<shown>[a-z0-9_]{1,40})",
    ),
    (rb"t\.me|telegram\.(?:me|dog)", _NAME + rb"|(?:\+|joinchat/)(?P<invite>[a-z0-9_-]{3,60})"),
    (rb"wa\.me", rb"(?:message|qr)/(?P<code>[a-z0-9]{3,40})"),
    (rb"chat\.whatsapp\.com|discord\.gg", rb"(?:invite/)?" + _CODE),
    (rb"discord(?:app)?\.com", rb"(?:invite|users)/" + _CODE),
    (rb"snapchat\.com", rb"(?:add/|u/|@)(?P<name>[a-z0-9_.-]{2,40})"),
    (rb"linkedin\.com", rb"(?:in|pub)/(?P<name>[a-z0-9_%.-]{2,80})"),
    (
        rb"youtube\.com",
        rb"(?:@|c/|user/|channel/)(?P<name>[a-z0-9_.-]{2,60})(?:/(?:videos|about|featured|shorts|streams))?",
    ),
    (rb"reddit\.com", rb"(?:u|user)/(?P<name>[a-z0-9_-]{2,40})"),
    (rb"bsky\.app", rb"profile/(?P<name>[a-z0-9.:-]{2,80})"),
    (rb"(?:mastodon|mstdn)\.[a-z]{2,10}", rb"@(?P<name>[a-z0-9_]{1,40})(?:@[a-z0-9.-]{3,60})?"),
    (rb"steamcommunity\.com", rb"(?:id|profiles)/" + _CODE),
    (rb"roblox\.com", rb"(?:[a-z]{2}/)?users/(?P<name>[0-9]{1,15})(?:/profile)?"),
    (rb"wattpad\.com|open\.spotify\.com", rb"user/" + _CODE),
    (rb"line\.me", rb"(?:r/)?ti/p/(?P<name>[~@a-z0-9._-]{3,60})"),
    (
        rb"(?:onlyfans|fansly|vk|tumblr)\.com|kik\.me|twitch\.tv|linktr\.ee|ask\.fm|vsco\.co|about\.me|beacons\.ai|ngl\.link"
        rb"|tellonym\.me|paypal\.me|monzo\.me|cash\.app|bere\.al|pinterest\.(?:com|co\.uk)",
        _NAME,
    ),
)

_CONTENT: Final = frozenset(
    b"p reel reels explore stories tv accounts direct about developer s ar web legal press api blog groups group events event "
    b"watch story.php permalink.php photo photo.php photos share sharer sharer.php marketplace pages hashtag login login.php "
    b"help notes media gaming ads business policies policy privacy search home i intent settings notifications messages tos "
    b"terms jobs download compose status addstickers iv proxy joinchat confirmphone setlanguage directory videos subs "
    b"discover creators safety security support contact signup register dialog plugins v2.0 live games pin dashboard tagged "
    b"careers company index.html profile.php people send t l r u user users channel add in web.php".split()
)
"""First parts of paths behind which no profile stands."""

_LEFT: Final = re.compile(rb"(?:https?[ ]?:[ ]?/{1,2})?(?:[a-z0-9-]{1,20}\.){0,2}\Z")
_PATH: Final = re.compile(rb"[a-z0-9_.~:/?#@!$&*+,;=%'-]{1,200}")
_TRAILING: Final = b".,;:!?*'-"
_QUERY: Final = re.compile(rb"[?#]")

SITES: Final = rb"(?:" + rb"|".join(hosts for hosts, _ in _SITES) + rb")/"
"""RE2 and `re`: the host of a site with profiles and the slash behind it."""

_PATHS: Final = tuple((re.compile(hosts), re.compile(path)) for hosts, path in _SITES)


class Profile(NamedTuple):
    """A link to a profile: `[start, end)` of the view, the host with its path, and the name that it shows."""

    start: int
    end: int
    address: bytes
    name: bytes


def profile(view: bytes, start: int, end: int) -> Profile | None:
    """The profile at a link whose host starts at `start` and whose path starts at `end`, if it is one."""
    left = _LEFT.search(view, max(0, start - 60), start)
    path = _PATH.match(view, end)
    if left is None or path is None:
        return None
    first = left.start()
    if first and (view[first - 1 : first].isalnum() or view[first - 1 : first] in (b"@", b"-", b"_", b".")):
        return None  # another host that ends in the same letters
    last = end + len(path[0].rstrip(_TRAILING))
    host = view[start : end - 1]
    pattern = next((paths for hosts, paths in _PATHS if hosts.fullmatch(host)), None)
    if pattern is None:
        return None
    whole = view[end:last]
    match = pattern.fullmatch(whole.rstrip(b"/")) or pattern.fullmatch(_QUERY.split(whole)[0].rstrip(b"/"))
    if match is None:
        return None
    name = next((value for value in match.groups() if value), b"")
    if name in _CONTENT:
        return None
    return Profile(first, last, view[left.end() : end].removeprefix(b"www.") + whole, name)
