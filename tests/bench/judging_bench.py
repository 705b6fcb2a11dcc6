"""What judging costs, in microseconds a post and stage by stage: `python tests/bench/judging_bench.py`.

For the policy that is shipped and for a made-up one of 10,000 terms and 300 regexes (and `--phrases`), in batches of 500 posts
of about `--length` characters, of which some one in ten breaches the made-up policy, beside two baselines on the same
texts in the same minutes: one `re` alternation of all terms on the lower-cased texts, and ahocorasick_rs on the
lower-cased texts joined. Neither of them knows words, disguises or rules. Stages take turns, and the best of many short
runs counts, in processor time of this thread: neighbours on the machine only ever add, though a busy one still doubles
what caches cost.
"""

import argparse
import gc
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick, Implementation

sys.path.insert(0, str(Path(__file__).parents[1]))
from text_bench import CLOSINGS, OPENINGS, WORDS, post, terms

from houserules.contracts.stages import RedactedPost
from houserules.judging.evaluate import evaluate
from houserules.judging.judge import judge
from houserules.judging.policy import Policy, load_policy
from houserules.judging.policy.compiler import shipped_policy_path
from houserules.text.terms import TermMatcher
from houserules.text.views import ViewBatch
from support.judging import Always, redacted

POSTS = 500
BATCHES = 6
TERMS, REGEXES = 10_000, 300
BASELINE_POSTS = 20
BREACHING = 0.08

CAMPAIGN = (
    "i was abused when i was 13 and nobody believed me",
    "grooming can happen to any child, learn the signs",
    "thank you for speaking out, you are so brave",
    "the police did nothing about it for years",
    "call the helpline if you are worried about a friend",
    "he sent her presents and then he wanted pictures",
    "these people belong in prison and so does the council",
    "my daughter will not talk to me about the older man she met",
)
"""What people write on such a page: a tenth of the posts have some of it."""

RULES = ("spam", "abuse", "advert", "politics", "slander", "threats", "copies", "gossip", "betting", "rumours")


def texts(rng: random.Random, breaches: Sequence[str], length: int) -> list[str]:
    """A batch of posts of about `length` characters, `BREACHING` of which hold one of `breaches`."""
    made: list[str] = []
    for _ in range(POSTS):
        text = post(rng, length)
        if rng.random() < 0.1:
            text = f"{text} {rng.choice(CAMPAIGN)}. {text}"[rng.randrange(length * 4 // 5) :][: length + 20]
        if rng.random() < BREACHING:
            place = text.find(" ", rng.randrange(length * 4 // 5))
            text = f"{text[:place]} {rng.choice(breaches)}{text[place:]}"
        made.append(text)
    return made


def vocabulary_of_no_post(count: int) -> list[str]:
    """`count` made-up terms that ordinary posts do not hold: of some of them, like `number`, the made-up ones are full."""
    rng = random.Random(5)
    words = terms(count + 100)
    said = {hit.pattern for hit in TermMatcher(words).scan(ViewBatch([post(rng) for _ in range(4 * POSTS)]))}
    return [word for number, word in enumerate(words) if number not in said][:count]


def regexes(rng: random.Random) -> list[str]:
    """Patterns of the kind that policies have: a beginning, some words, one of several ends; some with classes."""
    made: list[str] = []
    for number in range(REGEXES):
        ends = "|".join(rng.sample([*WORDS, *CLOSINGS], rng.randint(2, 5)))
        begin = rng.choice(OPENINGS).replace(" ", r"\s+")
        word = "".join(f"[{letter}{letter}@*]" for letter in rng.choice(WORDS)[:4]) + rng.choice(("oid", "ump", "let"))
        made.append(rf"\b{begin}\s+(?:\w+\s+){{0,3}}(?:{ends})\b" if number % 3 else rf"\b{word}\b")
    return sorted(set(made))


def phrases(rng: random.Random, count: int) -> list[str]:
    """`count` phrases with choices and gaps; like a policy's they are about words that most posts do not have."""
    rare = terms(600)
    return [
        f"({rng.choice(OPENINGS)}|{rng.choice(rare)}) ~3 ({'|'.join(rng.sample(rare, 3))})( {rng.choice(CLOSINGS)})?"
        for _ in range(count)
    ]


def write(path: Path, count: int) -> Path:
    """The made-up policy with `count` phrases, in a directory of its own under `path`."""
    rng = random.Random(3)
    words, patterns, sentences = vocabulary_of_no_post(TERMS), regexes(rng), phrases(rng, count)
    rng.shuffle(words)
    rules: list[dict[str, Any]] = []
    files: dict[str, Any] = {}
    for number, name in enumerate(RULES):
        files[f"lexicons/{name}"] = {"description": name, "terms": words[number :: len(RULES)]}
        share = {"regex": patterns[number :: len(RULES)], "phrases": sentences[number :: len(RULES)]}
        rules.append(rule(f"{name}.words", {"lexicon": name}))
        rules.append(rule(f"{name}.patterns", {"any": [{kind: found} for kind, found in share.items() if found]}))
    files["rules/all"] = rules
    files["policy"] = {
        "id": "made-up", "version": "1", "title": "A made-up policy",
        "clauses": {"HR-1": {"title": "Rules", "text": "Keep to the rules."}},
        "degraded": {"clause": "HR-1", "default": "hold"},
    }  # fmt: skip
    for name, content in files.items():
        file = path / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def rule(name: str, match: object) -> dict[str, Any]:
    """A rule whose tests nobody runs here."""
    then = {"outcome": "hide", "severity": "low", "urgency": "routine", "confidence": 0.8}
    tests = {"hit": ["one", "two"], "miss": ["three", "four"]}
    return {"id": name, "version": 1, "category": "SPAM", "clause": "HR-1", "description": name, "match": match,
            "then": then, "tests": tests}  # fmt: skip


class Stage:
    """A part of the work: what is measured, and on what; `prepare` is not timed."""

    def __init__(self, run: Callable[[Any], object], prepare: Callable[[int], Any], posts: int = POSTS) -> None:
        self.run = run
        self.prepare = prepare
        self.posts = posts
        self.best = [float("inf")] * BATCHES

    def measure(self, batch: int) -> None:
        """One run on one batch."""
        prepared = self.prepare(batch)
        begin = time.thread_time()
        self.run(prepared)
        self.best[batch] = min(self.best[batch], time.thread_time() - begin)

    @property
    def cost(self) -> float:
        """Microseconds a post."""
        known = [best for best in self.best if best != float("inf")]
        return 1e6 * sum(known) / len(known) / self.posts


def stages(policy: Policy, batches: Sequence[list[str]]) -> dict[str, Stage]:
    """Parts and sums of the work under `policy`."""
    matcher = policy.texts
    posts: list[list[RedactedPost]] = [[redacted(text, name="Ann") for text in batch] for batch in batches]

    def fresh(batch: int) -> ViewBatch:
        return ViewBatch(batches[batch])

    def viewed(batch: int) -> ViewBatch:
        views = fresh(batch)
        look(views)
        return views

    def look(views: ViewBatch) -> None:
        _ = views.skeleton, views.suspects, views.rendered

    parts = {"views": Stage(look, fresh)}
    if matcher.terms is not None:
        parts["terms"] = Stage(matcher.terms.scan, viewed)
    if matcher.phrases is not None:
        scan = matcher.phrases.scan
        parts["phrases"] = Stage(lambda views: scan(views).hits(), viewed)
    if matcher.regexes is not None:
        parts["regexes"] = Stage(matcher.regexes.scan, viewed)
    parts["all matchers"] = Stage(matcher.scan, lambda batch: batches[batch])
    parts["with rules"] = Stage(lambda batch: evaluate(batch, policy), lambda batch: posts[batch])
    parts["judged"] = Stage(lambda batch: judge(batch, policy, Always(False)), lambda batch: posts[batch])
    return parts


def found(policy: Policy, batches: Sequence[list[str]]) -> float:
    """The share of posts on which some rule has an effect."""
    effects = [
        effects for batch in batches for effects in evaluate([redacted(text, name="Ann") for text in batch], policy)
    ]
    return sum(map(bool, effects)) / len(effects)


def baselines(words: Sequence[str], batches: Sequence[list[str]]) -> dict[str, Stage]:
    """What a short script would do instead."""
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b")
    automaton = AhoCorasick(list(words), implementation=Implementation.DFA)
    return {
        "re alternation": Stage(
            lambda texts: [alternation.findall(text.lower()) for text in texts],
            lambda batch: batches[batch][:BASELINE_POSTS],
            BASELINE_POSTS,
        ),
        "ahocorasick_rs": Stage(
            lambda texts: automaton.find_matches_as_indexes("\n".join(texts).lower(), overlapping=True),
            lambda batch: batches[batch],
        ),
    }


def vocabulary(policy: Path) -> list[str]:
    """The terms of a policy's lexicons."""
    found: list[str] = []
    for file in sorted(policy.glob("lexicons/*.yaml")):
        for entry in yaml.load(file.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["terms"]:
            found += map(str, entry["terms"] if isinstance(entry, dict) else [entry])
    return found


def table(name: str, parts: dict[str, Stage], others: dict[str, Stage]) -> None:
    """Prints the costs of one policy."""
    cost = {label: stage.cost for label, stage in (parts | others).items()}
    rows = [(label, cost[label]) for label in ("views", "terms", "phrases", "regexes") if label in cost]
    rows.append(("numbering of hits", cost["all matchers"] - sum(value for _, value in rows)))
    rows.append(("rules", cost["with rules"] - cost["all matchers"]))
    rows.append(("resolution, verdicts", cost["judged"] - cost["with rules"]))
    rows.append(("together", cost["judged"]))
    print(f"\n{name}\n" + "\n".join(f"    {label:24}{value:9.2f} us a post" for label, value in rows))
    for label in others:
        print(
            f"    {label:24}{cost[label]:9.2f} us a post, {cost['judged'] / cost[label]:8.2f} times as quick as judging"
        )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--length", type=int, default=250, help="characters in a post, at least 40 (default 250)")
    parser.add_argument("--phrases", type=int, default=0, help="phrases of the made-up policy (default 0)")
    parser.add_argument("--only", choices=("shipped", "made-up"), help="one of the two policies")
    options = parser.parse_args()
    rng = random.Random(7)
    breaches = vocabulary_of_no_post(TERMS)
    batches = [texts(rng, breaches, options.length) for _ in range(BATCHES)]
    with tempfile.TemporaryDirectory() as directory:
        paths = {"shipped": shipped_policy_path("its-not-okay"), "made-up": write(Path(directory), options.phrases)}
        measured: dict[str, tuple[dict[str, Stage], dict[str, Stage]]] = {}
        for name, path in paths.items():
            if options.only in (None, name):
                begin = time.thread_time()
                policy = load_policy(path)
                print(f"{name}: read and compiled in {time.thread_time() - begin:.2f} s")
                measured[name] = stages(policy, batches), baselines(vocabulary(path), batches)
                print(f"    {found(policy, batches):.1%} of posts have a finding")
        # As in a worker, where the collector looks at what lives as long as the policy no more, and seldom at the rest.
        gc.freeze()
        gc.set_threshold(50_000, 50, 1_000)
        for turn in range(options.rounds):
            for batch in range(BATCHES):
                for parts, others in measured.values():
                    for stage in parts.values():
                        stage.measure(batch)
                    if turn % 5 == 0:
                        for stage in others.values():
                            stage.measure(batch)
    for name, (parts, others) in measured.items():
        table(name, parts, others)


if __name__ == "__main__":
    main()
