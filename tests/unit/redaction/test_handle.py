"""Handles and profile links that are offered as a way to get in touch; mentions, app names and talk stay."""

import time

import pytest

from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactRegistry
from support.redaction import found, redacted, spotted

OFFERS = [
    ("add me on snap jess_xo12", "jess_xo12"),
    ("MY SNAP IS JESS_XO12", "JESS_XO12"),
    ("my insta is @jess.xo", "@jess.xo"),
    ("my snap is jessxo", "jessxo"),
    ("My Snapchat is JessicaBloggs add me", "JessicaBloggs"),
    ("my snapchat name is jessb2009", "jessb2009"),
    ("snap: jess_xo12", "jess_xo12"),
    ("snap:jess_xo12", "jess_xo12"),
    ("Snap-jess_xo12", "jess_xo12"),
    ("snap = jess_xo12", "jess_xo12"),
    ("snap 👻 jess_xo12", "jess_xo12"),
    ("Insta ➡️ jess.xo", "jess.xo"),
    ("sc jessxo", "jessxo"),
    ("ig - jess.xo", "jess.xo"),
    ("kik - bigdave", "bigdave"),
    ("my tiktok: missmolly", "missmolly"),
    ("telegram @foo", "@foo"),
    ("hmu on tiktok @foo", "@foo"),
    ("dm me on twitter @jess", "@jess"),
    ("my x is @jess_xo", "@jess_xo"),
    ("message him on kik: bigdave88", "bigdave88"),
    ("he's on kik as bigdave_88", "bigdave_88"),
    ("he goes by bigdave88 on kik", "bigdave88"),
    ("his name on snap is daveyboy07", "daveyboy07"),
    ("my sisters insta is ellie_may09", "ellie_may09"),
    ("this is her snap mia_xo2 go mad", "mia_xo2"),
    ("her snap is mia.r08", "mia.r08"),
    ("discord jess#1234", "jess#1234"),
    ("reddit u/jess_x", "u/jess_x"),
    ("my roblox is foo123", "foo123"),
    ("gamertag xXfooXx", "xXfooXx"),
    ("my user on roblox is foo123x", "foo123x"),
    ("my username is jess_xo12", "jess_xo12"),
    ("my @ is jess_xo", "jess_xo"),
    ("snap/insta: jess_xo12", "jess_xo12"),
    ("my snap and insta are jess_xo12", "jess_xo12"),
    ("send me a request on snap, its jess_xo12", "jess_xo12"),
    ("whats ur snap mines jess_xo12", "jess_xo12"),
    ("my snap is jess underscore xo", "jess underscore xo"),
    ('my fb is "Jo Bloggs"', "Jo Bloggs"),
    ("jess_xo12 on snap", "jess_xo12"),
    ("im jess_xo12 on snapchat", "jess_xo12"),
    ("add @jess_xo on insta", "@jess_xo"),
    ("@jess_xo is my insta", "@jess_xo"),
    ("kik me bigdave88", "bigdave88"),
    ("add me jess_xo12", "jess_xo12"),
    ("dm me @jess", "@jess"),
    ("hmu @jess.xo", "@jess.xo"),
    ("dms open @jess_xo12", "@jess_xo12"),
    ("he told me to add him on snap, bigdaz79", "bigdaz79"),
    ("look at his ig is elliewalker full of kids", "elliewalker"),
    ("my mate's @ellie_walker on snap!", "@ellie_walker"),
    ("14f leeds sc = elliewalker", "elliewalker"),
    ("14f leeds tiktok @ellie_b x", "@ellie_b"),
    ("her instas ellie.b08", "ellie.b08"),
    ("mastodon: @ellie@social.example", "@ellie@social.example"),
    ("X: @EllieB08", "@EllieB08"),
    ("new one is ellie_b08", "ellie_b08"),
    ("im 13 and my snap\nis je\u200bss_xo12 x", "je\u200bss_xo12"),
]


@pytest.mark.parametrize(("text", "handle"), OFFERS)
def test_a_handle_offered_as_a_way_to_get_in_touch_is_found(text: str, handle: str) -> None:
    assert spotted(text) == [("SOCIAL_HANDLE", handle)]
    assert spotted(f"hiya. {text}\nthanks") == [("SOCIAL_HANDLE", handle)]
    assert found(redacted(text)).spans == ()


def test_a_handle_with_a_line_and_a_picture_for_itself_is_found() -> None:
    assert redacted("leeds\n👻 ellie_b08\n🎉 euro2024") == "leeds\n👻 [social handle removed]\n🎉 euro2024"


def test_every_handle_of_a_list_goes() -> None:
    text = "👻 snap: jess_xo12 📸 insta: jess.xo / tiktok @jess.tt or jess_tt2"
    assert redacted(text) == (
        "👻 snap: [social handle removed] 📸 insta: [social handle removed] / "
        "tiktok [social handle removed] or [social handle removed]"
    )


@pytest.mark.parametrize(
    "link",
    [
        "instagram.com/foo",
        "https://instagram.com/jess_xo12?igshid=abc",
        "https://www.facebook.com/jo.bloggs.5",
        "https://m.facebook.com/profile.php?id=100012345678",
        "www.tiktok.com/@jess.xo",
        "https://twitter.com/jess_xo/",
        "x.com/jess_xo",
        "t.me/foo",
        "snapchat.com/add/foo",
        "onlyfans.com/foo",
        "linkedin.com/in/jo-bloggs-1234",
        "https://youtube.com/@jess.xo",
        "https://discord.gg/aBcD12",
        "reddit.com/user/jess_xo",
    ],
)
def test_a_link_to_a_profile_is_found_whole(link: str) -> None:
    assert spotted(f"she is {link}, ask her") == [("SOCIAL_HANDLE", link)]
    assert spotted(link) == [("SOCIAL_HANDLE", link)]


@pytest.mark.parametrize(
    "text",
    [
        # Mentions in talk.
        "@sam you asked for it",
        "thanks @NSPCC",
        "as @BBCNews reported",
        "cc @gmpolice",
        "@sam @jo I agree",
        "I hate tiktok @sam",
        "thanks hun x @jess_xo",
        "posted on insta @jess_x you should see",
        "great thread on twitter by @sam_x",
        "@sam on insta is lovely",
        "add @sam to the thread",
        "thanks for following me on twitter @sam_x",
        "credit to @sam_x on tiktok for this",
        "please follow me @somestar",
        # Organisations.
        "follow @itsnotokay",
        "tag us @itsnotokay",
        "follow us on insta @itsnotokay_gm",
        "more on our instagram @itsnotokaygm",
        "contact @gmpolice on twitter",
        # Words that only look like apps.
        "snap decision",
        "ig this is fine",
        "sc pupils",
        "discord between them",
        "signal strength",
        "steam engine",
        "handle with care",
        "my user experience",
        # Apps in talk.
        "my insta is private",
        "my insta is full of creeps",
        "my tiktok is blowing up",
        "my account is overdrawn",
        "insta = poison",
        "my insta is pleaseee",
        "my snap streak is 300",
        "snapchat - not safe for kids",
        "tiktok: what parents need to know",
        "add me on snap please",
        "whats your snap",
        "he messaged me on facebook pretending to be 15",
        "on insta today.im so tired",
        "year 9 snap groups are vile",
        # Numbers behind an app or a request.
        "insta 2day",
        "instagram story_1",
        "nintendo switch2",
        "covid19 on facebook",
        "7 pm @thecafe",
        "tiktok 50k followers",
        "snapchat year7 group",
        "message me 2moro",
        "message me @ work",
        "i'm @ the meeting",
        # Links to what somebody posted, and to organisations.
        "instagram.com/p/Cabc123",
        "https://twitter.com/sam/status/123456",
        "facebook.com/groups/12345",
        "https://youtube.com/watch?v=abc",
        "as reported by x.com/somepaper",
        "see our page facebook.com/example",
        "notinstagram.com/foo",
    ],
)
def test_mentions_and_talk_about_apps_stay(text: str) -> None:
    assert found(text).spans == ()
    assert found(f"so {text} tbh").spans == ()


def test_registered_handles_and_pages_are_never_taken_out() -> None:
    redactor = Redactor(ContactRegistry([Contact("Campaign", handles=("campaign_gm",))]))
    for text in ("dm me or @Campaign_GM on insta", "my insta is @campaign_gm", "instagram.com/campaign_gm"):
        assert redactor.find([text])[0].spans == (), text


@pytest.mark.parametrize(
    "unit", ["snap ", "snap: ", "my insta is ", "jess_xo on snap ", "add me @a", "instagram.com/a "]
)
def test_a_text_full_of_apps_is_read_in_linear_time(unit: str) -> None:
    times = []
    for length in (2**12, 2**15):
        begin = time.process_time()
        found(unit * (length // len(unit)))
        times.append(time.process_time() - begin)
    # Eight times the text: 64 times as long if quadratic.
    assert times[1] < 8 * 3 * max(times[0], 0.003)
