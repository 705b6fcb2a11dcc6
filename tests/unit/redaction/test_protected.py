"""Names that the law protects are found however they are written, only while they are protected, and only with the key."""

from typing import Any

import pytest

from houserules.contracts.post import Media, Parent
from houserules.contracts.stages import Origin, PiiSpan, RedactedPost, Redaction, ScreenedPost, Screening
from houserules.contracts.vocabulary import PLACEHOLDER
from houserules.redaction.protected import (
    BESIDE,
    EXAMPLE_SECRET,
    MOST_LETTERS,
    UNREADABLE,
    Entry,
    NameKey,
    ProtectedNames,
    is_entry,
    merged,
    protect,
)
from houserules.redaction.redactor import Redactor
from houserules.redaction.stage import redact
from support.posts import post
from support.redaction import REGISTRY

SECRET = b"a secret of thirty-two bytes or so"[:32]
KEY = NameKey(SECRET)
GONE = PLACEHOLDER["PERSON"]
NAMES = ("Tabitha Fennimore", "Zoë O'Quill-Brown", "Łucja Wrzos", "Mo Quayle", "Annalise")


def names(*given: str, starts: int | None = None, ends: int | None = None, secret: bytes = SECRET) -> ProtectedNames:
    return ProtectedNames([Entry(protect(name, KEY), starts, ends) for name in given], KEY.fingerprint, (), secret)


def seen(text: str, register: ProtectedNames | None = None) -> list[str]:
    found = (register or names(*NAMES)).find([text], [0])
    return [text[start:end] for start, end in found.get(0, [])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is it true it's Tabitha Fennimore?", "Tabitha Fennimore"),
        ("TABITHA FENNIMORE", "TABITHA FENNIMORE"),
        ("its tabithafennimore init", "tabithafennimore"),
        ("#TabithaFennimore", "TabithaFennimore"),
        ("@tabitha_fennimore knows", "tabitha_fennimore"),
        ("fb.example/tabitha.fennimore.7", "tabitha.fennimore"),
        ("tabitha - fennimore", "tabitha - fennimore"),
        ("it was t a b i t h a f e n n i m o r e", "t a b i t h a f e n n i m o r e"),
        ("t.a.b.i.t.h.a. f.e.n.n.i.m.o.r.e", "t.a.b.i.t.h.a. f.e.n.n.i.m.o.r.e"),
        ("T4bitha F3nn1more", "T4bitha F3nn1more"),
        ("Tаbithа Fеnnimorе", "Tаbithа Fеnnimorе"),  # Cyrillic look-alikes
        ("Tab\u200bitha Fennimore", "Tab\u200bitha Fennimore"),
        ("Tábithä Fènnimoré", "Tábithä Fènnimoré"),
        ("Ｔａｂｉｔｈａ Ｆｅｎｎｉｍｏｒｅ", "Ｔａｂｉｔｈａ Ｆｅｎｎｉｍｏｒｅ"),
        ("Tabitha\nFennimore", "Tabitha\nFennimore"),
        ("Tabitha Fennimore's mum", "Tabitha Fennimore"),
        ("tabitha fennimores mum", "tabitha fennimore"),
        ("zoe oquill brown", "zoe oquill brown"),
        ("ZOË O’QUILL–BROWN", "ZOË O’QUILL–BROWN"),
        ("lucja wrzos", "lucja wrzos"),
        ("łucja wrzos", "łucja wrzos"),
        ("😀😀 Mo Quayle 😀", "Mo Quayle"),
        ("annalise", "annalise"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert seen(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tabitha",
        "Fennimore Tabitha",
        "Tabithas Fennimore",
        "Tabitha Fennimoreton",
        "Anna Lisette",
        "Tabitha asked whether the Fennimore Arms is open",
        "No quail",
        "x" * 5000,
        "a " * 5000,
    ],
)
def test_what_is_no_protected_name_stays(text: str) -> None:
    assert seen(text) == []


def test_a_name_does_not_run_from_one_text_into_the_next() -> None:
    assert names(*NAMES).find(["Tabitha", "Fennimore"], [0, 0]) == {}


def test_every_name_of_every_text_is_found_in_batches_of_any_size() -> None:
    texts = [f"word {'and so on ' * (index % 7)}mo quayle, {'x' * index} Annalise" for index in range(300)]
    texts.append("so on " * 20_000 + "mo quayle")
    found = names(*NAMES).find(texts, [0] * len(texts))
    assert [[text[start:end] for start, end in found[place]] for place, text in enumerate(texts)] == [
        *[["mo quayle", "Annalise"]] * 300,
        ["mo quayle"],
    ]


def test_names_that_overlap_are_one_place() -> None:
    register = names("Mo Quayle", "Quayle Brown")
    assert seen("mo quayle brown", register) == ["mo quayle brown"]


def test_a_name_is_protected_in_the_time_of_the_post() -> None:
    register = names("Mo Quayle", starts=100, ends=200)
    found = register.find(["mo quayle"] * 4, [99, 100, 199, 200])
    assert sorted(found) == [1, 2]


def test_nothing_is_found_without_the_secret_and_another_one_says_so() -> None:
    assert seen("mo quayle", names("Mo Quayle", secret=b"")) == []
    with pytest.raises(RuntimeError, match="another secret"):
        names("Mo Quayle").keyed(b"another").find(["hello"], [0])


def test_examples_are_looked_for_in_tests_of_a_policy_alone() -> None:
    example = Entry(protect("Mo Quayle", NameKey(EXAMPLE_SECRET)))
    register = ProtectedNames([], "", [example])
    assert register.find(["mo quayle"], [0]) == {0: [(0, 9)]}
    assert register.keyed(SECRET).find(["mo quayle"], [0]) == {}


def test_an_entry_says_nothing_without_the_key() -> None:
    entry = protect("Mo Quayle", KEY)
    assert is_entry(entry)
    assert entry == protect("MO  QUAYLE", KEY) != protect("Mo Quayle", NameKey(b"another"))
    assert not is_entry("Mo Quayle")
    assert not is_entry(entry.upper())


@pytest.mark.parametrize("name", ["", "Mo", "Ty Xu", "x" * (MOST_LETTERS + 1), "a b c d e f g"])
def test_what_cannot_be_looked_for_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        protect(name, KEY)


def test_a_detail_that_overlaps_with_a_name_becomes_part_of_it() -> None:
    address = PiiSpan(4, 30, "EMAIL", "[email removed]")
    other = PiiSpan(40, 50, "PHONE", "[phone removed]")
    result = merged(Redaction((address, other)), [(4, 13)])
    assert [(item.start, item.end, item.type) for item in result.spans] == [(4, 30, "PERSON"), (40, 50, "PHONE")]


def through(*texts: str, secret: bytes = SECRET, **fields: Any) -> list[RedactedPost]:
    redactor = Redactor(REGISTRY, protected=names("Mo Quayle", ends=1000, secret=b"")).keyed(secret)
    origin = Origin(1, 2, 3)
    return redact(
        [ScreenedPost(origin=origin, post=post(text, **fields), screening=Screening(5)) for text in texts], redactor
    )


def test_the_name_is_in_no_text_of_the_post_that_goes_on() -> None:
    media = [Media("image", "https://cdn.example/mo-quayle.jpg", "a picture of mo quayle")]
    (out,) = through(
        "its Mo Quayle, ring 07700 900123",
        name="Mo Quayle",
        author_fields={"bio": "friend of mo quayle"},
        parent=Parent("x:acct:0", "is it mo quayle"),
        media=media,
        links=["https://fb.example/mo.quayle"],
    )
    assert out.text == f"its {GONE}, ring [phone removed]"
    assert [item.type for item in out.redaction.spans] == ["PERSON", "PHONE"]
    assert "quayle" not in repr(out).lower()
    assert out.redaction.degraded == (BESIDE,)


@pytest.mark.parametrize(
    "fields", [{"name": "Mo Quayle"}, {"author_fields": {"bio": "mo quayle"}}, {"parent": Parent("x:a:0", "mo quayle")}]
)
def test_what_the_post_does_not_say_is_taken_out_and_not_held_against_it(fields: dict[str, Any]) -> None:
    (out,) = through("hello", **fields)
    assert "quayle" not in repr(out).lower()
    assert out.redaction.degraded == ()
    assert out.redaction.spans == ()


def test_with_another_secret_every_post_is_marked_for_a_person() -> None:
    assert [out.redaction.degraded for out in through("hello", "mo quayle", secret=b"another")] == [(UNREADABLE,)] * 2
