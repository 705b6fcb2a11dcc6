"""How well signatures find copies that were edited, and whom they would wrong.

`python tests/bench/near_bench.py [--data DIR]`: DIR holds folders with CSV files that have a column of texts; without it
the texts are synthetic. Prints recall by true similarity, precision, the cost of signing, and what becomes of notes that
real people write to different people in nearly the same words.
"""

import argparse
import csv
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from houserules.cli.synthetic import iter_synthetic
from houserules.screening.mask import Masked, mask_batch
from houserules.screening.model import COURTESIES, NearPolicy
from houserules.screening.signature import SHINGLE, Signer, similarity

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7)
BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
COLUMNS = ("tweet", "text", "full_text", "content")
SIGNER = Signer(b"bench")

FILLERS = """
really just actually honestly today again maybe please also still everyone always never quite very rather only already
people place thing story friend house street week night morning little great small whole other good better first last
look read share think wonder hope believe remember follow watch listen answer tell show bring keep start stop wait help
""".split()
OPENINGS = (
    "PSA:", "Just saw this:", "Please read.", "Copied from a friend -", "Sharing for everyone who missed it:",
    "I could not agree more with what somebody wrote earlier:",
)  # fmt: skip
ENDINGS = (
    "Pass it on!", "Please share.", "RT", "What do you all think?", "Copy and paste, do not share.",
    "This needs to be seen by as many people as possible before they take it down.",
)  # fmt: skip
CONFUSABLES = str.maketrans("aeopcxy", "аеорсху")
LEET = str.maketrans("aeios", "4310$")

NOTES = """
Thank you so much {Karen|Steve} for all your help with {my mum|our daughter} last week, we could not have managed without you
Thanks {Priya|Tom}, really appreciate you taking the time to explain {the forms|what to look for} to me and my family today
Huge thank you to {the nurses on ward four|the team at the library} who looked after {my dad|our group} so kindly this weekend
Thank you to everyone at {Leeds|Cardiff} who came along last night, it meant the world to {us|the whole family}
Happy birthday {Aisha|Callum}, hope you have a wonderful day and get thoroughly spoiled by everyone, lots of love
Happy birthday {Sam|Grandad}! Hope your day is filled with cake and laughter, see you at {the party|Sunday lunch}
So sorry for your loss {Margaret|Dave}, {he|she} was a lovely person and will be missed by everyone who knew {him|her}
Thinking of you and your family at this sad time {Joan|Pete}, {your mum|your brother} was always so kind to me
Sending love and prayers to you all, {Bill|Nora} was one of a kind and will never be forgotten
Rest in peace {Alan|Sheila}, you will be sadly missed by everyone at {the club|the school}
Congratulations {Ella|Josh} on {passing your driving test|getting into university}, you have worked so hard and you deserve it
Well done to {Ben|Maya} and all the {runners|cyclists} who took part in the race for charity this morning
Congratulations to {Rosie and Mark|Lena and Chris} on your {engagement|new baby}, so happy for you both
Get well soon {Gary|Linda}, hope the {operation|treatment} goes well and that you are home with your feet up before long
Welcome to the group {Hannah|Omar}, lovely to have you here, do ask if you need anything at all
Good luck tomorrow {Ruby|Jack}, we are all rooting for you, just do your best and try to enjoy {the exam|the match}
So proud of my {son|daughter} today, {he|she} stood up in front of the whole school and spoke about bullying
I have reported this to {the school|the council} and I am waiting for an answer, will let you all know what they say
Could you please send me a message with the details for the {Tuesday|Thursday} session at {the library|the town hall}
Is there a session like this in {Hull|Bristol}? My {son|niece} would really benefit from it
We watched this in {form time|assembly} and my {class|year group} had so many questions afterwards, thank you for making it
My {daughter|nephew} came home and told me all about {your talk|the video}, it really made {her|him} think
Thank you {Ms Shah|Mr Jones} for coming to speak to our {parents|pupils} about staying safe online, we learned a lot
Thanks for the add {Kim|Lewis}, looking forward to reading more of your {posts|stories} about life with {twins|dogs}
Lovely to see {Olivia|Harry} looking so well, please give {her|him} a big hug from all of us here
I am so sorry this happened to your {sister|brother}, nobody should have to go through that at {school|work}
Please call {Childline|the Samaritans}, they were so kind to me when I needed somebody to talk to
This happened to my {friend|cousin} as well, {she|he} was too scared to tell anyone and I wish I had asked sooner
I agree with {Sarah|Mike}, the council should have done something about this years ago
I disagree with {Sarah|Mike}, I do not think that the council could have done anything about this
What time does the {morning|evening} session start and do I need to book a place for my {son|daughter}
Thank you {doctor|nurse} for {your kindness|listening} and for never once making me feel that it was my own fault
Our thoughts are with the family of {Megan|Reece} and with everyone at {the school|the club} tonight
Merry Christmas {Auntie Jean|Uncle Bob}, hope you have a lovely day with {the grandchildren|the neighbours} and eat too much
Happy anniversary to {Mum and Dad|Nan and Grandad}, {thirty|fifty} years together and still laughing at the same jokes
Many thanks to {Councillor Brown|our head teacher} for listening to us about {the crossing|the playground} and doing something
Sorry to hear about {Rex|Bella}, {he|she} was such a gentle dog and had a wonderful life with you
Congratulations {Zara|Ollie}! All that practice paid off, the whole {team|band} is so proud of you
Hope you feel better soon {Grace|Leo}, everyone in {year six|reception} is missing you
Thank you {Emma|Paul} and all the volunteers at {the food bank|the night shelter}, you were there when nobody else was
Lots of love to {you and the boys|you and the girls}, {Kev|Trish} would have been so proud of how you are coping
Thank you for sharing your story {Leah|Nathan}, it takes real courage, I went through the same with my {ex|stepdad}
I did not know about {grooming|sextortion} until I saw this, I will talk to my {kids|grandchildren} tonight
We lost our {Danny|Katie} in {March|August} and this page has helped us more than you will ever know, thank you
A massive well done to {everyone at Bolton|the Derby lot}, you raised so much money for {the hospice|the air ambulance}
Thanks to the lovely {lady|gentleman} who found my {purse|phone} at the station and handed it in, you made my day
Good morning {everyone|all}, does anybody know who to ring about {bins|parking} on {Mill Lane|Church Street} please
Please can you check your messages {Jo|Ravi}, I sent you the details of the {meeting|interview} on {Monday|Friday}
I would like to say thank you to my {sister|husband} for standing by me through {the trial|the treatment} this year
Wishing {Amy|Tariq} all the best in the new job, they are lucky to have {her|him} and we will miss {her|him} here
Thank you so much, this was just what I needed to hear today after a really hard {week|month} with my {son|mum}
Yes we are open on {Saturday|Sunday}, just come to the {front|side} door and ask for {Pam|Ian}
I could not have said it better myself {Deb|Rob}, people need to wake up to what is going on in {our schools|our parks}
Hello {Nina|Scott}, thank you for getting in touch, we have sent you a private message about your {question|complaint}
Hi {Anna|Greg}, sorry to hear that. Please send us a private message with your {postcode|order} so that we can help
Thank you for your kind words about {Mum|Grandma}, {she|the family} would have loved to see so many of you there
Big thanks to {Tesco|Asda} in {Bury|Ripon} for the raffle prizes, the children had a brilliant afternoon
My heart goes out to {his|her} poor {parents|children}, I cannot begin to imagine what they are going through right now
Does anyone have a {school blazer|pair of boots} in {age ten|size four} that they no longer need please, happy to collect
{Lucy|Ethan} has been missing from {Stoke|Luton} since {Friday|Sunday}, please share and ring the police if you saw {her|him}
""".strip().splitlines()


SLOT = re.compile(r"\{([^|}]*)\|([^}]*)\}")


def variants(line: str) -> tuple[str, str]:
    """The two notes that a line stands for."""
    return SLOT.sub(r"\1", line), SLOT.sub(r"\2", line)


def note_pairs() -> dict[str, list[tuple[str, str]]]:
    """Notes as they are, and longer ones made of two, which differ in everything or in the first name only."""
    longer = [f"{one}. {other}" for one, other in zip(NOTES, NOTES[7:] + NOTES[:7], strict=True)]
    return {
        "short notes": [variants(line) for line in NOTES],
        "longer notes": [variants(line) for line in longer],
        "longer notes that differ in one place": [
            (SLOT.sub(r"\1", line), SLOT.sub(r"\1", SLOT.sub(r"\2", line, count=1))) for line in longer
        ],
    }


def words_of(text: str, rng: random.Random, share: float, change: Callable[[str], list[str]]) -> str:
    return " ".join(piece for word in text.split() for piece in (change(word) if rng.random() < share else [word]))


def typo(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return rng.choice((word[:place] + word[place + 1 :], word[:place] + rng.choice("aeinrst") + word[place:]))


def swapped(text: str, rng: random.Random, share: float) -> str:
    words = text.split()
    for place in range(len(words) - 1):
        if rng.random() < share / 2:
            words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


def disguised(text: str, rng: random.Random, share: float) -> str:
    ways: tuple[Callable[[str], str], ...] = (
        lambda word: word.translate(CONFUSABLES),
        lambda word: word[0] + word[1:-1].translate(LEET) + word[-1] if len(word) > 2 else word,
        lambda word: ".".join(word) if word.isalpha() else word,
        lambda word: word[:1] + word[1:2] * 4 + word[2:],
        "\u200b".join,
        str.upper,
    )
    return words_of(text, rng, share, lambda word: [rng.choice(ways)(word)])


def reordered(text: str, rng: random.Random, _share: float) -> str:
    sentences = re.split(r"(?<=[.!?,]) ", text)
    rng.shuffle(sentences)
    return " ".join(sentences)


EDITS: dict[str, Callable[[str, random.Random, float], str]] = {
    "swap": swapped,
    "delete": lambda text, rng, share: words_of(text, rng, share, lambda _: []),
    "insert": lambda text, rng, share: words_of(text, rng, share, lambda word: [word, rng.choice(FILLERS)]),
    "replace": lambda text, rng, share: words_of(text, rng, share, lambda _: [rng.choice(FILLERS)]),
    "typo": lambda text, rng, share: words_of(text, rng, share, lambda word: [typo(word, rng)]),
    "disguise": disguised,
    "opening": lambda text, rng, _: f"{rng.choice(OPENINGS)} {text}",
    "ending": lambda text, rng, _: f"{text} {rng.choice(ENDINGS)}",
    "reorder": reordered,
}


def edited(text: str, rng: random.Random) -> tuple[str, str]:
    """An edit of `text` and what was done."""
    names = rng.sample(list(EDITS), rng.choice((1, 1, 2, 3)))
    share = rng.choice((0.03, 0.06, 0.1, 0.15, 0.25, 0.4))
    for name in names:
        text = EDITS[name](text, rng, share)
    return text, names[0] if len(names) == 1 else "mixed"


def shingles(form: bytes) -> set[bytes]:
    return {form[place : place + SHINGLE] for place in range(len(form) - SHINGLE + 1)}


def jaccard(one: bytes, other: bytes) -> float:
    left, right = shingles(one), shingles(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def read_texts(folder: Path, limit: int) -> list[str]:
    csv.field_size_limit(1 << 24)
    texts: dict[str, None] = {}
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="", errors="replace") as file:
            rows = csv.DictReader(file)
            column = next((name for name in COLUMNS if name in (rows.fieldnames or ())), None)
            if column is not None:
                texts.update(dict.fromkeys(islice((row[column] or "" for row in rows), limit)))
    return list(texts)


def synthetic_texts(count: int) -> list[str]:
    decode = msgspec.json.Decoder(dict).decode
    return list(dict.fromkeys(decode(value)["text"] for _, value in iter_synthetic(seed=3, count=count)))


def long_enough(masked: Masked, policy: NearPolicy) -> bool:
    return masked.words >= policy.min_words and masked.letters >= policy.min_letters


def similarities(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.array([similarity(left, right[np.newaxis])[0] for left, right in zip(one, other, strict=True)])


def edits_report(texts: Sequence[str], forms: Sequence[Masked], policy: NearPolicy, rng: random.Random) -> int:
    """Recall over edited copies; the number of pairs flagged at the policy's threshold."""
    made = [edited(text, rng) for text in texts]
    copies = mask_batch([text for text, _ in made])
    pairs = [
        (one.text, other.text, name)
        for one, other, (_, name) in zip(forms, copies, made, strict=True)
        if long_enough(other, policy)
    ]
    true = np.array([jaccard(one, other) for one, other, _ in pairs])
    estimate = similarities(SIGNER.sign([one for one, _, _ in pairs]), SIGNER.sign([other for _, other, _ in pairs]))
    names = np.array([name for _, _, name in pairs])
    print(f"\n{len(pairs):,} edited copies; error of the estimate: mean {np.mean(estimate - true):+.4f}, sd ", end="")
    print(
        f"{np.std(estimate - true):.4f}; equal after masking {np.mean([one == other for one, other, _ in pairs]):.3f}"
    )
    print("flagged, by true J " + "".join(f"{low:.1f}-{high:.1f}  " for low, high in pairwise(BANDS)))
    print(f"{'pairs':>18} " + "".join(f"{np.sum(inside):7,}  " for inside in bands(true)))
    for threshold in THRESHOLDS:
        flagged = estimate >= threshold
        cells = "".join(f"{np.mean(flagged[inside]) if inside.any() else 0:7.3f}  " for inside in bands(true))
        like, precise = true >= 0.7, np.mean(true[flagged] >= 0.5)
        print(f"{threshold:>18} {cells} recall J>=.7 {np.mean(flagged[like]):.4f}  precision {precise:.4f}")
    print("recall at J>=.7 and mean J by edit: ", end="")
    for name in [*EDITS, "mixed"]:
        like = (names == name) & (true >= 0.7)
        share = np.mean(estimate[like] >= policy.similarity) if like.any() else 0
        print(f"{name} {share:.3f} ({np.mean(true[names == name]):.2f})", end="  ")
    print()
    return int(np.sum(estimate >= policy.similarity))


def bands(true: NDArray[np.float64]) -> Iterable[NDArray[np.bool_]]:
    for low, high in pairwise(BANDS):
        yield (true >= low) & ((true < high) | (high == 1.0))


def unrelated_report(forms: Sequence[bytes], edits_flagged: int, policy: NearPolicy) -> None:
    signatures = SIGNER.sign(forms)
    found: list[tuple[float, float]] = []
    for row in range(len(forms) - 1):
        estimates = similarity(signatures[row], signatures[row + 1 :])
        for place in np.flatnonzero(estimates >= min(THRESHOLDS)).tolist():
            found.append((float(estimates[place]), jaccard(forms[row], forms[row + 1 + place])))
    total = len(forms) * (len(forms) - 1) // 2
    print(f"\n{total:,} pairs of {len(forms):,} different texts")
    for threshold in THRESHOLDS:
        true = [j for estimate, j in found if estimate >= threshold]
        wrong = sum(j < 0.5 for j in true)
        print(
            f"  at {threshold}: {len(true)} flagged, true J>=.7 {sum(j >= 0.7 for j in true)}, .5-.7 "
            f"{sum(0.5 <= j < 0.7 for j in true)}, below .5 {wrong}"
        )
        if threshold == policy.similarity:
            print(
                f"    with the edited copies: {edits_flagged / max(edits_flagged + wrong, 1):.4f} of flagged have J>=.5"
            )
            print(f"    {edits_flagged / max(edits_flagged + len(true), 1):.4f} are edits made here")


def notes_report(kind: str, pairs: Sequence[tuple[str, str]]) -> None:
    left, right = (mask_batch([pair[side] for pair in pairs], COURTESIES) for side in (0, 1))
    estimate = similarities(SIGNER.sign([one.text for one in left]), SIGNER.sign([one.text for one in right]))
    true = np.array([jaccard(one.text, other.text) for one, other in zip(left, right, strict=True)])
    words = np.array([min(one.words, other.words) for one, other in zip(left, right, strict=True)])
    letters = np.array([min(one.letters, other.letters) for one, other in zip(left, right, strict=True)])
    courteous = np.array([one.courteous or other.courteous for one, other in zip(left, right, strict=True)])
    print(
        f"\n{len(pairs)} pairs of {kind}: {np.mean(words):.0f} words, {np.mean(letters):.0f} letters; J: mean ", end=""
    )
    print(f"{np.mean(true):.2f}, highest {np.max(true):.2f}; {np.sum(courteous)} with a courtesy")
    print("  flagged, without a courtesy + with one, by least words/letters and threshold")
    for least_words, least_letters in ((6, 30), (12, 60), (16, 80), (20, 100), (24, 120), (30, 150)):
        enough = (words >= least_words) & (letters >= least_letters)
        rude, polite = enough & ~courteous, enough & courteous
        print(f"    {least_words:>3}/{least_letters:<3} of {np.sum(rude):2} + {np.sum(polite):2}", end=":")
        for threshold in THRESHOLDS:
            hit = estimate >= threshold
            print(f"   {threshold}: {np.sum(rude & hit):2} + {np.sum(polite & hit):2}", end="")
        print()
    for place in np.argsort(-estimate)[:3].tolist():
        print(f"    {estimate[place]:.2f} (true {true[place]:.2f}) {pairs[place][0]}")


def cost_report(forms: Sequence[bytes]) -> None:
    print(f"\nsigning, microseconds a text of {np.mean([len(form) for form in forms]):.0f} bytes: ", end="")
    for size in (1000, 100, 10):
        best = min(timed(forms, size) for _ in range(7))
        print(f"{best / len(forms) * 1e6:.2f} in batches of {size}", end="  ")
    print()


def timed(forms: Sequence[bytes], size: int) -> float:
    begin = time.perf_counter()
    for start in range(0, len(forms), size):
        SIGNER.sign(forms[start : start + size])
    return time.perf_counter() - begin


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with folders of CSV files")
    parser.add_argument("--texts", type=int, default=4000, help="how many different texts")
    usual = NearPolicy()
    parser.add_argument("--words", type=int, default=usual.min_words)
    parser.add_argument("--letters", type=int, default=usual.min_letters)
    parser.add_argument("--similarity", type=float, default=usual.similarity, choices=THRESHOLDS)
    options = parser.parse_args(arguments)
    policy = NearPolicy(options.words, options.letters, options.similarity)
    rng = random.Random(7)
    texts = read_texts(options.data, 20_000) if options.data else synthetic_texts(60_000)
    rng.shuffle(texts)
    different: dict[bytes, tuple[str, Masked]] = {}
    for text, masked in zip(texts, mask_batch(texts), strict=True):
        if long_enough(masked, policy):
            different.setdefault(masked.text, (text, masked))
    chosen = list(different.values())[: options.texts]
    print(f"{len(chosen):,} different texts of at least {policy.min_words} words and {policy.min_letters} letters")
    forms = [masked for _, masked in chosen]
    flagged = edits_report([text for text, _ in chosen], forms, policy, rng)
    unrelated_report([masked.text for masked in forms], flagged, policy)
    for kind, pairs in note_pairs().items():
        notes_report(kind, pairs)
    cost_report([masked.text for masked in forms])


if __name__ == "__main__":
    main(sys.argv[1:])
