"""Cost of the text views and matchers, in microseconds a post: `python tests/bench/text_bench.py`, best of several runs."""

import random
import time
from collections.abc import Callable

from houserules.text.regexes import RegexMatcher
from houserules.text.tables import tables
from houserules.text.terms import TermMatcher
from houserules.text.views import ViewBatch

POSTS = 500
LENGTH = 250
BATCHES = 8
ROUNDS = 6

_PROSE = """
the a of to and in you i is it that for on are with as at be this have from or one had by but not what all were we when
your can said there use each which she do how their if will up other about out many then them these so some her would
make like him into time has look two more write go see number way could people my than first water been call who its now
find long down day did get come made may part really match today season team player crowd ground ticket train bus coach
manager referee penalty goal keeper school teacher lesson children parents weather rain morning evening tonight tomorrow
thanks great brilliant lovely terrible awful honest question answer council housing street road bridge station market
charity donate volunteer support message campaign online safety platform comment post share photo video agree disagree
maybe probably certainly sometimes always never because although however wonderful remember together tired happy worried
"""
WORDS = _PROSE.split()
ENDINGS = ("er", "ing", "ed", "ly", "ness", "ish", "able", "ful", "oid", "ock", "ump", "let")
EXTRAS = ("don't", "it's", "can’t", "10am", "2nd", "😀", "❤️", "@northstand", "#matchday", "https://example.org/a1", "£5",
          "co-op", "half-time", "sooo", "well...", "covid19", "!!!", "café", "“quoted”")  # fmt: skip
OPENINGS = (
    "you are",
    "going to",
    "i will",
    "they should",
    "send me",
    "click on",
    "buy my",
    "meet at",
    "call him",
    "all of",
)
CLOSINGS = (
    "a fool",
    "the ground",
    "your money",
    "my link",
    "the bridge",
    "for free",
    "a disgrace",
    "your number",
    "now",
)


def post(rng: random.Random, length: int = LENGTH) -> str:
    """An ordinary post of about `length` characters."""
    words: list[str] = []
    size = 0
    while size < length:
        word = rng.choice(EXTRAS) if rng.random() < 0.05 else WORDS[int(len(WORDS) * rng.random() ** 2)]
        words.append(word + rng.choice(("", "", "", "", "", "", "", ",", ".", "!")))
        size += len(words[-1]) + 1
    return " ".join(words)


def terms(count: int) -> list[str]:
    """Made-up words and phrases, a few of which occur in posts."""
    rng = random.Random(count)
    made: set[str] = set()
    while len(made) < count:
        word = rng.choice(WORDS)[:4] + rng.choice(ENDINGS) + rng.choice(("", "", *ENDINGS))
        made.add(word if rng.random() < 0.7 else f"{rng.choice(WORDS)} {word}")
    return sorted(made)


def regexes(count: int) -> list[str]:
    """Phrase templates of the kind that policies have."""
    rng = random.Random(count)
    return [
        rf"\b{rng.choice(OPENINGS)}\s+(?:\w+\s+){{0,3}}(?:{rng.choice(WORDS)}|{rng.choice(CLOSINGS)})\b"
        for _ in range(count)
    ]


def cost(make: Callable[[int], ViewBatch], run: Callable[[ViewBatch], object]) -> float:
    """Microseconds a post of `run` over what `make` prepares for each batch, untimed; best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        spent = 0.0
        for batch in range(BATCHES):
            prepared = make(batch)
            begin = time.perf_counter()
            run(prepared)
            spent += time.perf_counter() - begin
        best = min(best, spent)
    return best / BATCHES / POSTS * 1e6


def main() -> None:
    """Prints the figures."""
    rng = random.Random(7)
    batches = [[post(rng) for _ in range(POSTS)] for _ in range(BATCHES)]
    begin = time.perf_counter()
    tables()
    print(f"tables, once                {1e3 * (time.perf_counter() - begin):8.1f} ms")

    def fresh(batch: int) -> ViewBatch:
        return ViewBatch(batches[batch])

    def viewed(batch: int) -> ViewBatch:
        views = fresh(batch)
        RegexMatcher(["a"]).scan(views)
        TermMatcher(["a"]).scan(views)
        return views

    def report(label: str, make: Callable[[int], ViewBatch], run: Callable[[ViewBatch], object]) -> None:
        print(f"{label:28}{cost(make, run):8.2f} us a post")

    report("skeleton", fresh, lambda views: views.skeleton)
    report("all views", fresh, lambda views: (views.skeleton, views.typed, views.suspects, views.rendered))
    for count in (2_000, 10_000):
        begin = time.perf_counter()
        matcher = TermMatcher(terms(count))
        built = time.perf_counter() - begin
        report(f"{count} terms, views ready", viewed, matcher.scan)
        report(f"{count} terms with views", fresh, matcher.scan)
        hits = sum(len(matcher.scan(ViewBatch(batch))) for batch in batches)
        print(f"    {built:.2f} s to build, {hits / POSTS / BATCHES:.3f} hits a post")
    expressions = RegexMatcher(regexes(50))
    report("50 regexes, views ready", viewed, expressions.scan)
    report("50 regexes with views", fresh, expressions.scan)
    hits = sum(len(expressions.scan(ViewBatch(batch))) for batch in batches)
    print(f"    {hits / POSTS / BATCHES:.3f} hits a post")


if __name__ == "__main__":
    main()
