"""Which posts can belong to a campaign, and what the search is told of them."""

from collections.abc import Sequence

from houserules.campaigns.fingerprints import APPLIED, GONE, LINK, SHORT, YOUNG
from houserules.campaigns.gather import countable, gather, solidarity_bank
from houserules.contracts.post import Post
from houserules.contracts.stages import Origin
from houserules.contracts.times import to_millis
from houserules.screening.model import CampaignPolicy, ScreeningPolicy
from houserules.screening.screen import Incoming, ScreenResult, new_history, screen
from houserules.windows.hashing import Hasher
from support.posts import START, post

CAMPAIGNS = CampaignPolicy(solidarity=("We stand with every survivor who has spoken out here",))
POLICY = ScreeningPolicy(campaigns=CAMPAIGNS)
HASHER = Hasher(b"test")
LONG = "The council has had three years to answer our questions and nobody there has written back"


def screened(posts: Sequence[Post]) -> tuple[list[Incoming], ScreenResult]:
    batch = [Incoming(Origin(0, place, to_millis(item.created_at)), item, None) for place, item in enumerate(posts)]
    return batch, screen(batch, new_history(POLICY), POLICY, HASHER)


def counts(*posts: Post) -> list[bool]:
    return countable(*screened(posts), POLICY, solidarity_bank(POLICY, HASHER))


def test_what_is_too_short_counts_only_with_a_link() -> None:
    short = "Buy cheap followers right now"
    linked = post(short + " https://t.example/a", key="x:acct:3", author="c")
    assert counts(post(LONG), post(short, key="x:acct:2", author="b"), linked) == [True, False, True]


def test_a_repeat_by_its_own_author_does_not_count() -> None:
    assert counts(post(LONG), post(LONG.upper(), key="x:acct:2", at=1)) == [True, False]


def test_solidarity_and_what_is_near_to_it_do_not_count_but_near_with_a_link_does() -> None:
    (said,) = CAMPAIGNS.solidarity
    near = said + " today"
    posts = [said, said.upper() + "!", near, near + " https://t.example/a", LONG]
    made = [post(text, key=f"x:acct:{place}", author=f"a{place}") for place, text in enumerate(posts)]
    assert counts(*made) == [False, False, False, True, True]
    unguarded = countable(*screened(made), POLICY, None)
    assert unguarded == [True] * 5


def test_fingerprints_say_what_weighs() -> None:
    young = {"author_fields": {"created_at": START}}
    posts = [
        post(LONG, key="x:acct:1", author="a"),
        post(LONG + " https://t.example/a", key="x:acct:2", author="b", **young),
        post("Nobody at the council ever answers", key="x:acct:3", author="c"),
        post(LONG, key="x:acct:4", author="d", revision=2, deleted=True),
    ]
    batch, result = screened(posts)
    (found,) = gather(batch, result, countable(batch, result, POLICY, None), {0}, CAMPAIGNS)
    assert found.flags.tolist() == [APPLIED, YOUNG | LINK, SHORT, GONE]
    assert list(found.post_keys) == [item.post_key for item in posts]
    assert found.content[0] == found.content[1] != found.content[2]
    assert found.content[3] == 0


def test_one_person_on_two_accounts_is_one_author() -> None:
    posts = [
        post(LONG, key="x:acct:1"),
        post(LONG, key="x:other:1", account="other"),
        post(LONG, key="y:1", platform="y"),
    ]
    batch, result = screened(posts)
    (found,) = gather(batch, result, [True] * 3, (), CAMPAIGNS)
    assert found.author[0] == found.author[1] != found.author[2]
