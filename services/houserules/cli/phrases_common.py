"""Words that all kinds of invented post share. Everything is made up; `|` parts one fragment of a table from the next."""

from collections.abc import Mapping
from typing import Final


def tables(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each text as its fragments, their spaces and line breaks made one space."""
    return {name: tuple(" ".join(part.split()) for part in text.split("|")) for name, text in texts.items()}


NAMES: Final = tuple(
    """Amira Beth Callum Dev Ellie Farah Gareth Hana Imran Jodie Kieran Leanne Moses Nadia Owen Priya Quinn Rosie Sam
    Tariq Uma Vic Wes Yusuf Zoe Aled Bronwen Ciara Dilys Ewan Fatou Gethin Hettie Ines Jas Kofi Lowri Magda Niamh Obi
    Perpetua Rhian Sanjay Tansy Ursula Viv Winnie Xanthe Yas Zuza""".split()
)

COMMON: Final = {"name": NAMES, "period": ("", "", "", ".")} | tables(
    {
        "month": "January | February | March | April | June | September | October | November",
        "place": """
            the bus station | our school | the youth club | the library | the town hall | the market | church
            | college | the leisure centre | the tram stop | the community centre | the retail park | the baths
            | our surgery | the food bank | the scout hut | the corner shop | the barbers | the job centre
            | the mosque | the gurdwara | the rugby club | the skate park | the cinema | the bowling green
            | the train station | the post office | our nursery | the sixth form | the allotments | the launderette
            | the housing office | the museum | the park cafe | the garden centre | the dentist | the pharmacy
            | the hospital | the bingo hall | the paddling pool | the village hall | the taxi rank | the ice rink
            | the theatre | the bakery | the vets | the cricket club | the ferry port""",
        "topic": """
            grooming | the warning signs | online safety | what coercion looks like | gifts that come with strings
            | trusted adults | how to listen to your child | group chats | private messages | changes in behaviour
            | healthy relationships | consent | strangers in games | fake profiles | secrets and surprises | saying no
            | peer pressure | late-night chats | jealousy | older friends | favours and debts | trust | photo sharing
            | location settings | age checks | screen time | live streams | first phones | house parties | speaking up
            | belief | keeping calm | blame | body language | days off school | friend requests | nicknames online
            | passwords | block buttons | boundaries | feeling safe | loneliness | control | flattery | quiet children
            | second phones | sleepovers | dares""",
        "open": """
            Honestly, | Right, | To be fair, | Not going to lie, | As a dad, | As a mum, | As a gran, | Fair play,
            | For me, | In my view, | Truth be told, | Must admit, | I'll say it, | Credit where due, | Funny thing,
            | Small thing, | Late to this, | Hand on heart, | Quick one, | Being blunt, | Second time round,
            | New here, | Frankly, | Say what you like, | Hate to say it, | Pleased to say, | From a teacher,
            | From up north, | From Wales, | After some thought, | Watching again, | Slowly but surely, | Once more,
            | Believe it or not, | In fairness, | No word of a lie, | Sad but true, | Surprisingly,
            | For what it's worth, | If I'm honest, | Off the fence now, | Still thinking, | Just my view,
            | Looking back, | You know what, | Thinking it over, | As an uncle, | Two weeks on,""",
    }
)

_FAREWELLS: Final = """
    Well done all. | Please keep going. | Worth a watch. | Thank you for posting. | Sharing this. | Just my two pence.
    | Battery on {number}% so that is all from me. | Rant over. | More like this. | Keep it up. | That is all.
    | See you in {month}. | Passing it on. | Good on you. | Food for thought. | Enough said. | Saved for later.
    | Part {number} next. | Watched it {number} times. | Same again soon. | Carry on. | Back to work now.
    | Sorry for the essay. | Typing on the bus. | Make of that what you will. | I rest my case. | Up to you. | Pinned it.
    | Off to bed. | Printing it. | Nice one. | Onwards. | Not before time. | Anyway, tea is ready. | Roll on {month}.
    | Over to you."""

TAILS: Final = (
    *("", "", "", "", "", "", "", "", "", ".", ".", ".", "!", "!", "!", "!!"),
    *(" 👏", " ❤️", " 👏👏", " 🙏", " 💛", " 👍", " 🎗️", " 🤝"),
    *(" #ItsNotOkay", " #KnowTheSigns", " #Listen", " #SpeakUp"),
    *(f". {farewell}" for farewell in tables({"": _FAREWELLS})[""]),
)
"""How a comment ends, straight after its last word."""
