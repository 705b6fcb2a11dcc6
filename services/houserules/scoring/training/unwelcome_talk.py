"""What no campaign page wants, put together from our own phrases: insults as they are thrown in Britain, adverts, scams.

Public sets are mostly American and ten years old; these say what abuse and spam look like here and now.
"""

from typing import Final

from houserules.scoring.training.templates import slots, texts

_INSULT: Final = slots(
    {
        "you": "you | u | ur | you're | youre | yer | your | ya | yous | you lot | she's | hes",
        "how": """
            absolute | total | stupid | fat | ugly | thick | dirty | lying | pathetic | daft | sad little | complete
            | proper | dopey | smelly | bloody | fucking | vile | nasty | miserable | two-faced | spineless |
            brainless | clueless | bitter | jealous | entitled | spoilt | lazy | worthless | useless | mardy |
            minging | hypocritical | sad old | inbred | attention seeking | wee | manky wee
        """,
        "what": """
            bellend | wanker | tosser | muppet | knobhead | dickhead | prick | cow | slag | slapper | twat | melt |
            gobshite | pillock | arsehole | tramp | minger | scrubber | numpty | div | bint | mug | wee fanny |
            bawbag | cretin | moron | idiot | clown | loser | scumbag | liar | attention seeker | dafty | spanner |
            weasel | snake | worm | maggot | parasite | witch | trout | munter | skank | sket | wally | plonker |
            dimwit | halfwit | simpleton | imbecile | dunce | thicko | saddo | weirdo | freak | nutter | crybaby |
            drama queen | tosspot | plank | tool | rocket | walloper | eejit | scrote | chav | troll | hypocrite |
            waste of skin | waste of space | disgrace | pig | dog | sheep | bitch | cunt | whore | fool | coward |
            joke | nobody | wimp | scum | vermin
        """,
        "off": """
            shut up | shut your gob | do one | piss off | jog on | fuck off | get lost | get back in your box |
            nobody asked you | get a life | wind your neck in | shut ur face | nobody cares | crawl back under your
            rock | grow up | go away | get tae fuck | haud yer wheesht | bore off | give it a rest | log off | stop
            your whining | stfu | kys | no one wants to hear from you | get a job | wash your mouth out | go back to
            school
        """,
        "lie": """
            you made it up for attention | you were asking for it | nobody would touch you | no wonder nobody
            believes you | you loved it really | look at the state of you | you should be ashamed of yourself |
            you're a disgrace | you disgust me | your mum must be proud | you've got nothing between your ears |
            you've the brains of a goldfish | you're not right in the head | you're off your head | youre only after
            the compensation | your face would make milk curdle | everyone is laughing at you | you talk rubbish |
            you stink
        """,
    }
)
_ABUSIVE: Final = (
    "{you} {how} {what}",
    "{off} {you} {how} {what}",
    "{off} {what}",
    "{you} are a {how} {what}",
    "{you} a {how} {what}",
    "ur a {what}",
    "what a {what}",
    "{how} {how} {what}",
    "what a {how} {what} {you} are, {lie}",
    "{lie} {you} {how} {what}",
    "{lie}. {off}",
    "{lie}",
    "{off}",
    "{off} you {what}s",
    "you {how} {what}s, {off}",
    "{how} {what}",
)

_OFFER: Final = slots(
    {
        "hey": """
            Hey | Hi guys | Psst | Ladies | DM me | Listen up | Mums | Not a joke | Anyone want | Hello dear | hey
            hun | FYI | Lads | Quick one | Attention | Good news | Struggling with money? | Bored at home? | Need
            cash?
        """,
        "money": """
            £{sum} a day | £{sum} a week from home | {sum} weekly profit | double your bitcoin | free crypto |
            passive income | an instant loan with no credit check | cash in hand every day | a guaranteed return |
            your money back from scammers | free gift cards | a £{sum} voucher | free spins | cheap followers | more
            likes and subscribers | free robux
        """,
        "sum": "50 | 100 | 250 | 300 | 500 | 750 | 1000 | 2000 | 5000",
        "goods": """
            vapes | replica trainers | diet pills | slimming gummies | skin bleaching cream | fake tan | lashes |
            hair extensions | cheap fags | puppies | eyebrow courses | nutrition shakes | designer bags | fire
            sticks | sports tips | psychic readings | love spells | essay writing | SEO services | web design |
            hoodies | wax melts | protein powder | football tips
        """,
        "who": """
            Mr Anderson | this broker | her trading platform | my account manager | this hacker | Mrs Grace | a
            spell caster | my mentor | this expert | the page above | my uncle's company
        """,
        "where": """
            DM me | message me for details | link in bio | click here | whatsapp [phone removed] | order now at
            https://example.com | inbox me hun | add me on telegram | text [phone removed] | sign up here
            https://example.com | check my page | limited spaces | hurry while stocks last | offer ends tonight |
            visit my profile | tap the link | www.example.com
        """,
        "mine": """
            my channel | my new song | my mixtape | my onlyfans | my stream | my shop | my page | my vlog | my music
            | my etsy store | my new video | my business | my insta | my twitch
        """,
        "see": """
            check out | subscribe to | go and follow | come and watch | please like | support | buy from | stream |
            have a look at
        """,
    }
)
_OFFERS: Final = (
    "{hey} make {money}, {where}",
    "{hey} earn {money}! {where}",
    "I made {money} thanks to {who}, {where}",
    "{who} helped me get {money}. {where}",
    "{hey} {see} {mine}",
    "{see} {mine} {where}",
    "sub 4 sub? {see} {mine}",
    "{goods} half price this week, {where}",
    "{hey} {goods} for sale, {where}",
    "buy one get one free on {goods}! {where}",
    "best {goods} in the UK, {where}",
    "You have won {money}, {where} to claim",
    "Congratulations! claim {money} now, {where}",
    "{hey} we sell {goods} and {goods}. {where}",
    "lonely? singles near you want to chat, {where}",
)


def abusive_talk(count: int, seed: int) -> list[str]:
    """`count` invented insults to somebody, the same for the same `seed`."""
    return list(texts(_ABUSIVE, _INSULT, count, seed))


def advert_talk(count: int, seed: int) -> list[str]:
    """`count` invented adverts and scams, the same for the same `seed`."""
    return list(texts(_OFFERS, _OFFER, count, seed))
