"""Time of the redact stage, in microseconds per post, on invented posts.

Run alone on one core: ``taskset -c 1 python tests/bench/redaction_bench.py``. Prints the best and the median of many
repetitions over batches of 500 posts of about 250 characters, 8 % of which hold personal information.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from houserules.contracts.post import Author, Media, Parent, Post
from houserules.contracts.stages import Origin, ScreenedPost, Screening
from houserules.redaction.folding import Folded
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactRegistry
from houserules.redaction.stage import redact

BATCH = 500
BATCHES = 8
ROUNDS = 25
PROSE = (
    "the of and to in that it is was for on are with as they at be this from have or by one had not but what all "
    "were we there can your which their said if do will each about how up out them then she many some so these "
    "would other into has more her two like him see time could no make than first been its who now people my made "
    "over did down only way find use may water long little very after words called just where most know get "
    "through back much before go good new write our used me man too any day same right look think also around "
    "another came come work three must because does part even place well such here take why things help put years "
    "different away again off went old number great tell men say small every found still between name should home "
    "big give air line set own under read last never us left end along while might next sound below saw something "
    "thought both few those always looked show large often together asked house world going want school important "
    "until form food keep children feet land side without boy once animals life enough took sometimes four"
)
WORDS = PROSE.split()
HARMLESS = (
    "2026",
    "10:30",
    "£5",
    "3-1",
    "24",
    "100%",
    "13 January 2026",
    "order 10 30 500",
    "#notokay",
    "@sam_w",
    "7pm",
)
PERSONAL = (
    "call 07700 900123", "my number is +44 7700 900456", "jo.bloggs@example.org", "jo at example dot org", "SW1A 1AA",
    "oh seven seven double oh nine hundred one two three", "4111 1111 1111 1111", "01632 960123", "m4 4bf", "0161 496 0123",
)  # fmt: skip
REGISTRY = ContactRegistry(
    [
        Contact("Childline", ("child line",), ("0800 1111",), domains=("childline.example",)),
        Contact("Helping Hand", (), ("0808 157 0999",), ("help@helping-hand.example",)),
        Contact("Samaritans", (), ("116 123",)),
    ]
)


def text(source: random.Random, *, personal: bool) -> str:
    """About 250 characters of words; a third of the texts have an emoji and curly quotes."""
    parts: list[str] = []
    length, wanted = 0, source.randint(150, 350)
    while length < wanted:
        word = source.choice(HARMLESS) if source.random() < 0.01 else source.choice(WORDS)
        parts.append(word)
        length += len(word) + 1
    if personal:
        parts.insert(source.randrange(len(parts)), source.choice(PERSONAL))
    if source.random() < 0.36:
        parts.insert(source.randrange(len(parts)), source.choice(("😀", "❤️", "it’s", "“quoted”", "café", "👩‍👧")))
    return " ".join(parts)


def post(source: random.Random, number: int) -> ScreenedPost:
    """One invented post; one in twenty answers another, has a picture, has a link."""
    extra = source.random()
    made = Post(
        post_key=f"example:page:{number}",
        platform="example",
        account="page",
        author=Author(str(number % 300), f"User {number % 300}", created_at=datetime(2020, 1, 1, tzinfo=UTC)),
        text=text(source, personal=source.random() < 0.08),
        created_at=datetime(2026, 5, 2, tzinfo=UTC),
        parent=Parent("example:page:1", text(source, personal=False)) if extra < 0.05 else None,
        media=[Media("image", "https://cdn.example/1.jpg", "a picture")] if 0.05 < extra < 0.1 else [],
        links=["https://news.example/story"] if 0.1 < extra < 0.15 else [],
    )
    return ScreenedPost(origin=Origin(0, number, 0), post=made, screening=Screening(0))


def measure(work: Callable[[list[ScreenedPost]], object], batches: list[list[ScreenedPost]]) -> tuple[float, float]:
    """(best, median) microseconds per post."""
    times: list[float] = []
    for _ in range(ROUNDS):
        for batch in batches:
            begin = time.perf_counter()
            work(batch)
            times.append((time.perf_counter() - begin) / len(batch) * 1e6)
    return min(times), statistics.median(times)


def main() -> None:
    """Print the table."""
    source = random.Random(7)
    batches = [[post(source, number) for number in range(BATCH)] for _ in range(BATCHES)]
    redactor = Redactor(REGISTRY)
    clean = [
        [item for item, out in zip(batch, redact(batch, redactor), strict=True) if not out.redaction.spans]
        for batch in batches
    ]
    rows = {
        "redact": (lambda batch: redact(batch, redactor), batches),
        "redact, posts without findings": (lambda batch: redact(batch, redactor), clean),
        "find": (lambda batch: redactor.find([item.post.text for item in batch]), batches),
        "fold": (lambda batch: Folded([item.post.text for item in batch]), batches),
    }
    print(f"{'us per post':32}{'best':>8}{'median':>8}")
    for name, (work, data) in rows.items():
        best, median = measure(work, data)
        print(f"{name:32}{best:8.2f}{median:8.2f}")


if __name__ == "__main__":
    main()
