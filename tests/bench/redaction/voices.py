"""What people say around the details: sentences put together from parts, so that hardly two texts are the same."""

from random import Random
from typing import Final

from bench.redaction.people import FIRST, TOWNS

_OPENERS: Final = """
hi
hiya
Hello
please help
pls help
right
listen
honestly
sorry if this is the wrong place
long post sorry
omg
ngl
im shaking writing this
I have never told anyone this
Does anybody know what to do?
not sure where to put this
Evening all
to whoever runs this page
thank you for this page
this page is the only place that listens
as a mum of three
as a survivor
as a teacher
speaking as a dad
so
ok
update
🚨🚨
""".strip().split("\n")
_WHO: Final = (
    "my daughter|my son|my little sister|my best mate|a girl in my class|my niece|my neighbour's lad|"
    "one of my pupils|she|he|they|my cousin|me and my sister|a lad from {town}|my ex|this bloke|{name}|"
    "the police|our school|social services|the council|some man"
).split("|")
_DID: Final = (
    "met someone online|told nobody for years|was groomed and nobody stopped it|got ignored again|"
    "said it was my fault|wont stop crying|went to the police and got nowhere|keeps getting messages|"
    "is too scared to go to school|knew and did nothing|never came home that night|was failed by everyone|"
    "took it all down|sent pictures and regrets it|asked the kids to keep it secret|"
    "hangs round outside the chippy|finally spoke out|laughed at us|thinks it was love|deserves better|"
    "was brave enough to give evidence|got away with it"
).split("|")
_CLOSERS: Final = """
stay safe everyone
share this
pls share
thanks for reading
it has to stop
we believe you
enough is enough
#itsnotokay
#notokay #enough
tell someone you trust
sending love x
xx
x
😢
❤️
🙏🙏
disgusting
name and shame
im done
anyone else?
please delete if not allowed
thx
god help us
lock them up
you are not alone
what can i do?
so proud of her
rant over
""".strip().split("\n")
_JOINTS: Final = (" ", " ", " ", ". ", ". ", ", ", "\n", "\n\n", " - ", "... ", "! ", " and ", " ; ")
_EMOJI: Final = ("😡", "💔", "👀", "😭", "🙏", "❤️", "👇", "🤬", "✨", "🚩🚩", "📞", "👩‍👧")
_SLIPS: Final = (
    ("the ", "teh "), ("police", "polcie"), ("because", "becuase"), ("and ", "adn "), ("you", "u"), ("please", "plese"),
    ("they ", "tehy "), ("with ", "wiht "), ("school", "shcool"), ("your", "ur"), ("friend", "freind"), ("that", "taht"),
    ("are ", "r "),
)  # fmt: skip


def opener(rng: Random) -> str:
    """A way of beginning."""
    return rng.choice(_OPENERS)


def closer(rng: Random) -> str:
    """A way of ending."""
    return rng.choice(_CLOSERS)


def sentence(rng: Random) -> str:
    """Something that happened to somebody, with nothing personal in it."""
    who = rng.choice(_WHO).format(town=rng.choice(TOWNS), name=rng.choice(FIRST))
    text = f"{who} {rng.choice(_DID)}"
    if rng.random() < 0.3:
        text += f" and {rng.choice(_DID)}"
    return text[0].upper() + text[1:] if rng.random() < 0.5 else text


def joint(rng: Random) -> str:
    """What stands between two sentences."""
    return rng.choice(_JOINTS)


def emoji(rng: Random) -> str:
    """One emoji."""
    return rng.choice(_EMOJI)


def slip(rng: Random, text: str) -> str:
    """`text` with a spelling slip or two of words that carry no meaning for detection."""
    for right, wrong in rng.sample(_SLIPS, 4):
        text = text.replace(right, wrong, 1)
    return text
