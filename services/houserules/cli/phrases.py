"""The words of the invented posts. All of it is made up: people, places, numbers in ranges that are kept for drama."""

from typing import Final

NAMES: Final = tuple(
    [
        "Amira",
        "Beth",
        "Callum",
        "Dev",
        "Ellie",
        "Farah",
        "Gareth",
        "Hana",
        "Imran",
        "Jodie",
        "Kieran",
        "Leanne",
        "Moses",
        "Nadia",
        "Owen",
        "Priya",
        "Quinn",
        "Rosie",
        "Sam",
        "Tariq",
        "Uma",
        "Vic",
        "Wes",
        "Yusuf",
        "Zoe",
    ]
)

PLACES: Final = (
    "the bus station",
    "our school",
    "the youth club",
    "the library",
    "the town hall",
    "the market",
    "the leisure centre",
    "church",
    "college",
    "the tram stop",
    "the community centre",
    "the retail park",
)

TOPICS: Final = (
    "grooming",
    "the warning signs",
    "online safety",
    "what coercion looks like",
    "gifts that come with strings",
    "who to talk to",
    "how to listen to your child",
    "group chats",
    "private messages",
    "spotting changes in behaviour",
)

COMMENTS: Final = (
    "Saw the poster about {topic} at {place} and it made me stop and think",
    "This film about {topic} should be shown at {place} every year",
    "{name} at {place} explained {topic} so well, my two came home asking questions",
    "We talked about {topic} at tea tonight because of this post. Harder than I thought",
    "More of this please, parents near {place} have no idea about {topic}",
    "I work at {place} and we get asked about {topic} every single week",
    "Really clear post on {topic}. Shared it with everyone at {place}",
    "Never knew {topic} could start with something as small as a free phone top-up",
    "My nan saw the leaflet at {place} and rang me about {topic}, bless her",
    "Good to see {place} taking {topic} seriously at last",
    "Not sure the advert at {place} works, it says little about {topic}",
    "The bit on {topic} at {minute} is the most important part of the video",
    "Took my lad to the talk at {place}, he listened for once when they got to {topic}",
    "Honestly the council could do more about {topic}, {place} has been shut since {month}",
)

TAILS: Final = (
    "",
    "",
    "",
    ".",
    "!",
    " 👏",
    " ❤️",
    ". Well done all.",
    ". Please keep going.",
    " #ItsNotOkay",
    ". Worth a watch.",
    ". Thank you for posting.",
    ". Sharing this.",
    ". Just my two pence.",
    ". Battery on {number}% so that is all from me.",
)

THANKS: Final = (
    "Thank you {name} and the team at {place}, this helped us start a hard conversation",
    "Thanks for the session on {topic}, {number} of us came and all of us learned something",
    "Brilliant work, thank you so much for explaining {topic}",
    "So grateful to {name} who came to {place} to talk about {topic}",
    "Lovely to meet {name} at {place} on Saturday, thank you for the leaflets on {topic}",
)

QUESTIONS: Final = (
    "Is there a leaflet about {topic} in Welsh or Urdu for {place}?",
    "What time does the session on {topic} at {place} start on the {number}th?",
    "Can {place} book a talk about {topic}? Who do we email?",
    "Where can I read more about {topic}? The link in the bio does not open on my phone",
    "Do you have something on {topic} for under tens? Our group at {place} meets in {month}",
)

HELPLINES: Final = (
    "If you are worried about a child you can ring the NSPCC on 0808 800 5000, they were kind about {topic}",
    "Childline is free on 0800 1111 if you would rather talk to somebody outside {place}",
    "In an emergency it is always 999, do not wait to read about {topic} first",
)

SPOOFS: Final = (
    "The NSPCC has a new helpline about {topic}, it is {phone} now, pass it on",
    "Childline moved, ring {phone} instead and ask for {name}",
)

PERSONAL: Final = (
    "Call me on {phone} if you can help at {place}, ask for {name}",
    "My number is {spelled} if the team at {place} wants a volunteer for {topic}",
    "Could you email {name} at {email} about the talk at {place}?",
    "Write to us: {email}, we run sessions on {topic} near {postcode}",
    "We live at {number} Example Road, {postcode}, can someone bring leaflets on {topic} round?",
    "Add me on insta @{handle} and I will send you the pack about {topic}",
)

ADVERTS: Final = (
    "Earn £{money} a week from home, no experience! Message me on WhatsApp {phone}",
    "Get {number}000 real followers today, cheap and fast, visit http://{handle}.example/deal{number}",
    "Check out my channel for free gift cards!!! http://{handle}.example/win subscribe now",
    "{name} made £{money} in one day with crypto, DM me to learn how, only {number} places left",
    "50% off trainers this weekend only, use code SAVE{number} at www.{handle}.example",
)

PROFANITY: Final = (
    "It is a bloody disgrace that {place} has nothing on {topic}",
    "About time, the old advert was crap and nobody at {place} noticed it",
    "What a load of bollocks, {place} has never done a thing about {topic}",
    "Why the h3ll is this only shown at {place}, show it everywhere",
    "Pissed off that the talk on {topic} was cancelled again",
)

ABUSE: Final = (
    "{name} you are a pathetic idiot and nobody at {place} wants to hear from you",
    "Shut up {name}, stupid moron, go back under your rock",
    "Everybody who works at {place} is scum and {name} is the worst of them",
    "{name} is an absolute i.d.i.o.t, thick as mince",
)

POLITICS: Final = (
    "Only one party cares about {topic}: vote for our candidate in {place} ward on the {number}th of {month}",
    "The government cut the money for {place}, remember that at the polling station",
)

DISCLOSURES: Final = (
    "This happened to me when I was {age} and I never told anyone until I saw this post about {topic}",
    "I am {age} and he says if I tell anyone at {place} he will share the photos. I do not know what to do",
    "My friend is {age} and an older man keeps picking her up from {place} and giving her money",
    "I think my daughter is being groomed by someone she met at {place}, who do I ring?",
)

CRISES: Final = (
    "Reading about {topic} brings it all back and I do not want to be here any more",
    "I cannot cope tonight. Nobody at {place} believed me and I want to end it",
)

MONTHS: Final = ("January", "February", "March", "April", "June", "September", "October", "November")
