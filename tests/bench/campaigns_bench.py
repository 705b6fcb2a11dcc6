"""Cost of the search for campaigns, in microseconds a post, and what it finds: `python tests/bench/campaigns_bench.py`.

Prints the fingerprint codec, `Registry.match` by number of campaigns, `Clusters.take` on posts that are like no other, on
ordinary traffic and under a flood, memory a row, and the share of campaigns of exactly five authors that are found, each
with a text of its own at a given similarity to a template, among many unrelated posts.
"""

import argparse
import random
import resource
import statistics
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

from text_bench import post  # noqa: E402

from houserules.campaigns.clusters import Clusters  # noqa: E402
from houserules.campaigns.fingerprints import FingerprintBatch, Signatures, decode, encode  # noqa: E402
from houserules.campaigns.registry import Registry, content_name  # noqa: E402
from houserules.contracts.campaign import Campaign  # noqa: E402
from houserules.contracts.times import HOUR  # noqa: E402
from houserules.screening.mask import mask_batch  # noqa: E402
from houserules.screening.model import COURTESIES, CampaignPolicy, NearPolicy  # noqa: E402
from houserules.screening.signature import Signer  # noqa: E402

BATCH = 1000
NEAR = NearPolicy()
POLICY = CampaignPolicy()
STEP = 100
"""Milliseconds of event time between posts."""

SIGNER = Signer(b"bench")


def sign(texts: Sequence[str]) -> Signatures:
    """Signatures of texts as the screen stage makes them."""
    return SIGNER.sign([masked.text for masked in mask_batch(texts, COURTESIES)])


def batches(
    contents: Sequence[int], authors: Sequence[int], signatures: Signatures, number: int = 0
) -> Iterator[FingerprintBatch]:
    """Records of `BATCH` posts; the first post has the given number, which makes its key and its time."""
    for start in range(0, len(contents), BATCH):
        stop = min(start + BATCH, len(contents))
        flat = array("q")
        for at in range(start, stop):
            place = number + at
            flat.extend((contents[at], authors[at], (place << 20) + 2, place * STEP, 0, place, 1, 0))
        names = [f"example:page:{10**9 + number + at}" for at in range(start, stop)]
        yield FingerprintBatch.of(flat, names, signatures[start:stop])


def unrelated(rng: random.Random, count: int) -> tuple[list[int], list[int], Signatures]:
    """Contents, authors and signatures of posts that are like no other."""
    contents = [rng.getrandbits(62) for _ in range(count)]
    authors = [rng.getrandbits(62) for _ in range(count)]
    return contents, authors, sign([post(rng) for _ in range(count)])


def best(work: Callable[[], object], rounds: int = 50) -> float:
    """Microseconds a post of a batch, median."""
    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent) / BATCH * 1e6


def take(clusters: Clusters, made: Sequence[FingerprintBatch], sequence: int = 0) -> tuple[float, float, int]:
    """Median and worst microseconds a post, and how many members were found."""
    spent, members = [], 0
    for place, item in enumerate(made, sequence):
        begin = time.perf_counter()
        found = clusters.take(item, place)
        spent.append((time.perf_counter() - begin) / len(item) * 1e6)
        members += len(found.members)
    return statistics.median(spent), max(spent), members


def resident() -> int:
    """Bytes of memory the process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def reworded(rng: random.Random, template: str, similarity: float) -> str:
    """A compared form with stretches of it replaced until about `similarity` of its runs of five letters are left."""
    words = [template[at : at + 3] for at in range(0, len(template), 3)]
    original = runs(template)
    for place in rng.sample(range(len(words)), len(words)):
        words[place] = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 4)))
        if alike(original, runs("".join(words))) <= similarity + 0.01:
            break
    return "".join(words)


def alike(one: set[str], other: set[str]) -> float:
    """Jaccard similarity."""
    return len(one & other) / len(one | other)


def runs(text: str) -> set[str]:
    """All runs of five characters."""
    return {text[at : at + 5] for at in range(len(text) - 4)}


def codec() -> None:
    """Prints the cost of building, encoding and decoding a record."""
    rng = random.Random(1)
    contents, authors, signatures = unrelated(rng, BATCH)
    made = next(batches(contents, authors, signatures))
    flat, names = array("q", made.numbers.T.reshape(-1).tolist()), list(made.post_keys)
    record = encode(made)
    print(f"build {best(lambda: FingerprintBatch.of(flat, names, signatures)):35.3f}")
    print(f"encode, {len(record) / BATCH:.0f} bytes a post {best(lambda: encode(made)):17.3f}")
    print(f"decode {best(lambda: decode(record)):34.3f}")


def registry(posts: int) -> None:
    """Prints the cost of matching posts that belong to none of the campaigns."""
    rng = random.Random(2)
    contents, authors, signatures = unrelated(rng, posts)
    made = list(batches(contents, authors, signatures))
    for count in (0, 1, 20, 200, 1000):
        known = Registry()
        for number, signature in enumerate(sign([post(rng) for _ in range(count)]) if count else []):
            known.put(
                Campaign(
                    cluster_id=f"{number:016x}",
                    sequence=number,
                    content=content_name(rng.getrandbits(62)),
                    signature=signature.tobytes().hex(),
                    survivor="example:page:1",
                    authors=5,
                    since=0,
                    until=HOUR * 24,
                )
            )
        spent = []
        for item in made:
            times = item.time.tolist()
            begin = time.perf_counter()
            known.match(item.content, item.signatures, times, NEAR, item.post_keys)
            spent.append((time.perf_counter() - begin) / len(item) * 1e6)
        print(f"match, {count:4} campaigns {statistics.median(spent):23.3f}")


def memory() -> None:
    """Prints the memory of a search that holds as much as it may. Comes first, as long as no freed memory is about."""
    rng = np.random.default_rng(5)
    before = resident()
    clusters = Clusters(POLICY, NEAR)
    for start in range(0, POLICY.max_entries, BATCH):
        contents, authors = (rng.integers(1, 2**62, BATCH).tolist() for _ in range(2))
        item = next(batches(contents, authors, rng.integers(1, 256, (BATCH, 64), dtype=np.uint8), start))
        clusters.take(item, start // BATCH)
    print(f"memory, bytes a row at {clusters.entries} rows: {(resident() - before) / clusters.entries:.0f}")


def search(posts: int) -> None:
    """Prints the cost of the search, and its memory."""
    rng = random.Random(3)
    contents, authors, signatures = unrelated(rng, posts)
    made = list(batches(contents, authors, signatures))
    clusters = Clusters(POLICY, NEAR)
    middle, worst, _ = take(clusters, made)
    print(f"take, unrelated {middle:25.2f}   worst batch {worst:.2f}")

    repeated = list(contents)
    pictured = signatures.copy()
    for at in range(posts):
        if rng.random() < 0.08:
            source = rng.randrange(at + 1)
            repeated[at], pictured[at] = contents[source], signatures[source]
    clusters = Clusters(POLICY, NEAR)
    middle, worst, members = take(clusters, list(batches(repeated, authors, pictured)))
    print(f"take, 8 % repeat another {middle:16.2f}   worst batch {worst:.2f}, {members} members")

    flood = 100_000
    clusters = Clusters(POLICY, NEAR)
    same = np.repeat(signatures[:1], flood, axis=0)
    crowd = [rng.getrandbits(62) for _ in range(flood)]
    middle, worst, members = take(clusters, list(batches([7] * flood, crowd, same)))
    print(f"take, one text by {flood} authors {middle:10.2f}   worst batch {worst:.2f}, {members} members")

    clusters = Clusters(POLICY, NEAR)
    middle, worst, members = take(clusters, list(batches([7] * flood, [at % 4 for at in range(flood)], same)))
    print(f"take, one text by 4 authors {middle:13.2f}   worst batch {worst:.2f}, {members} members")

    clusters = Clusters(POLICY, NEAR)
    fives = [at // 5 for at in range(flood)]
    middle, worst, members = take(
        clusters, list(batches([5 + five for five in fives], crowd, signatures[np.array(fives) % posts]))
    )
    print(f"take, nothing but campaigns of 5 {middle:8.2f}   worst batch {worst:.2f}, {members} members")


def recall(posts: int, campaigns: int) -> None:
    """Prints the share of campaigns found, and of their copies."""
    rng = random.Random(4)
    contents, authors, signatures = unrelated(rng, posts)
    for similarity in (0.9, 0.85, 0.8, 0.75):
        templates = [masked.text.decode() for masked in mask_batch([post(rng) for _ in range(campaigns)], COURTESIES)]
        texts = [reworded(rng, template, similarity) for template in templates for _ in range(5)]
        ours = SIGNER.sign([text.encode() for text in texts])
        places = sorted(rng.sample(range(posts), len(texts)))
        # The five copies of a campaign are spread over all posts.
        order = [campaign * 5 + copy for copy in range(5) for campaign in rng.sample(range(campaigns), campaigns)]
        mixed, pictured, who = list(contents), signatures.copy(), list(authors)
        for place, copy in zip(places, order, strict=True):
            mixed[place], pictured[place], who[place] = rng.getrandbits(62), ours[copy], rng.getrandbits(62)
        subject = {f"example:page:{10**9 + place}": copy for place, copy in zip(places, order, strict=True)}
        clusters = Clusters(POLICY, NEAR)
        copies: set[int] = set()
        strangers = 0
        for sequence, item in enumerate(batches(mixed, who, pictured)):
            for member in clusters.take(item, sequence).members:
                if member.post_key in subject:
                    copies.add(subject[member.post_key])
                else:
                    strangers += 1
        complete = sum({campaign * 5 + copy for copy in range(5)} <= copies for campaign in range(campaigns))
        pairs = [alike(runs(texts[5 * at]), runs(texts[5 * at + 1])) for at in range(campaigns)]
        # Only what has one copy that all others are near to is a campaign; estimates from signatures scatter.
        possible = sum(
            any(
                (similarity(one, ours[5 * at : 5 * at + 5]) >= NEAR.similarity).all()
                for one in ours[5 * at : 5 * at + 5]
            )
            for at in range(campaigns)
        )
        print(
            f"copies at {similarity} to a template, {statistics.mean(pairs):.2f} to each other: "
            f"{complete / campaigns:.3f} of campaigns found, {possible / campaigns:.3f} were there by their signatures; "
            f"{strangers} other posts taken for copies"
        )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--campaigns", type=int, default=300)
    parser.add_argument("--recall", action="store_true", help="only the share of campaigns found")
    options = parser.parse_args()
    if not options.recall:
        memory()
        print(f"us a post, in batches of {BATCH}")
        codec()
        registry(20_000)
        search(options.posts)
    recall(options.posts, options.campaigns)


if __name__ == "__main__":
    main()
