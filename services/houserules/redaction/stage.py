"""The redact stage: screened posts in, posts without personal information out. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec.structs import replace as change

from houserules.contracts.post import Post
from houserules.contracts.stages import (
    NO_REDACTION,
    RedactedAuthor,
    RedactedMedia,
    RedactedPost,
    Redaction,
    ScreenedPost,
)
from houserules.contracts.times import to_millis
from houserules.redaction.protected import BESIDE, UNREADABLE, ProtectedNames, merged
from houserules.redaction.redactor import Redactor
from houserules.redaction.spans import replace

_Field = Literal["name", "bio", "parent", "alt", "url", "link"]


_SAID: Final = ("alt", "url", "link")

_Extra = tuple[int, _Field, int]
"""A text of a post beside its main one: the post's index, the field, and the place in the field's list."""


def redact(posts: Sequence[ScreenedPost], redactor: Redactor) -> list[RedactedPost]:
    """Each of `posts` as the judge may see it, in the same order.

    Every display text is redacted; spans are reported for `text` alone. A detector's failure on any of a post's texts is
    in that post's `redaction.degraded`.
    """
    originals = [screened.post for screened in posts]
    texts = [post.text for post in originals]
    texts += [post.author.name or "" for post in originals]
    extras: list[_Extra] = []
    for index, post in enumerate(originals):
        if post.parent is not None or post.media or post.links or post.author.bio:
            for field, place, text in _extras(post):
                texts.append(text)
                extras.append((index, field, place))
    found = redactor.find_some(texts)
    count = len(posts)
    if redactor.protected is not None:
        owners = [*range(count), *range(count), *(index for index, _, _ in extras)]
        fields = [*[""] * (2 * count), *(field for _, field, _ in extras)]
        _protect(posts, texts, owners, fields, redactor.protected, found)
    redacted = [_build(screened, found.get(index)) for index, screened in enumerate(posts)]
    for index in sorted(found):
        if index >= count:
            owner, field, place = (index - count, "name", 0) if index < 2 * count else extras[index - 2 * count]
            redaction = found[index]
            redacted[owner] = _amend(redacted[owner], field, place, replace(texts[index], redaction.spans), redaction)
    return redacted


def _protect(
    posts: Sequence[ScreenedPost],
    texts: Sequence[str],
    owners: Sequence[int],
    fields: Sequence[str],
    protected: ProtectedNames,
    found: dict[int, Redaction],
) -> None:
    """Add to `found` the names that are protected at the time of the post that each text belongs to.

    If they cannot be looked for, every post is marked, and the judge holds it: a name let through may be a crime.
    """
    try:
        names = protected.find(texts, [posts[owner].screening.event_time for owner in owners])
    except Exception:  # noqa: BLE001 -- whatever failed, no post may pass unread
        for index in range(len(posts)):
            found[index] = _marked(found.get(index, NO_REDACTION), UNREADABLE)
        return
    for index, spans in names.items():
        redaction = merged(found.get(index, NO_REDACTION), spans)
        # The judge sees places in the post's own text alone. What else the author says has to be looked at by a person.
        found[index] = _marked(redaction, BESIDE) if fields[index] in _SAID else redaction


def _marked(redaction: Redaction, component: str) -> Redaction:
    return change(redaction, degraded=tuple(sorted({*redaction.degraded, component})))


def _extras(post: Post) -> Iterator[tuple[_Field, int, str]]:
    """The texts of a post beside its main one and its author's name."""
    if post.author.bio:
        yield "bio", 0, post.author.bio
    if post.parent is not None and post.parent.text:
        yield "parent", 0, post.parent.text
    for place, item in enumerate(post.media):
        if item.alt:
            yield "alt", place, item.alt
        if item.url:
            yield "url", place, item.url
    for place, link in enumerate(post.links):
        yield "link", place, link


def _build(screened: ScreenedPost, redaction: Redaction | None) -> RedactedPost:
    post = screened.post
    author = post.author
    created = author.created_at
    redacted = RedactedPost(
        origin=screened.origin,
        post_key=post.post_key,
        revision=post.revision,
        platform=post.platform,
        account=post.account,
        author=RedactedAuthor(
            author.id, author.name, author.roles, None if created is None else to_millis(created), author.bio
        ),
        text=post.text if redaction is None else replace(post.text, redaction.spans),
        screening=screened.screening,
        redaction=NO_REDACTION if redaction is None else redaction,
        lang=post.lang,
        thread_key=post.thread_key,
        trace=screened.trace,
    )
    parent = post.parent
    if parent is None and not (post.media or post.links or post.deleted):
        # Nearly every post. Fields that are given cost more than those that are left out, a third of the stage's output.
        return redacted
    return change(
        redacted,
        deleted=post.deleted,
        parent_key=None if parent is None else parent.post_key,
        parent_text=None if parent is None else parent.text,
        media=[RedactedMedia(item.kind, item.url, item.alt) for item in post.media],
        links=post.links,
    )


def _amend(post: RedactedPost, field: _Field, place: int, text: str, redaction: Redaction) -> RedactedPost:
    """`post` with `text` in the place of one of its other texts."""
    if redaction.degraded:
        degraded = tuple(sorted({*post.redaction.degraded, *redaction.degraded}))
        post = change(post, redaction=change(post.redaction, degraded=degraded))
    match field:
        case "name":
            return change(post, author=change(post.author, name=text))
        case "bio":
            return change(post, author=change(post.author, bio=text))
        case "parent":
            return change(post, parent_text=text)
        case "alt":
            return change(post, media=_with_media(post.media, place, alt=text))
        case "url":
            return change(post, media=_with_media(post.media, place, url=text))
        case "link":
            return change(post, links=[*post.links[:place], text, *post.links[place + 1 :]])


def _with_media(media: list[RedactedMedia], place: int, **changes: str) -> list[RedactedMedia]:
    changed = change(media[place], **changes)
    return [*media[:place], changed, *media[place + 1 :]]
