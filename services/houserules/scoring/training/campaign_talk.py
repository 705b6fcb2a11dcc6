"""What people write under a campaign against child sexual exploitation, put together from our own phrases.

Public sets hold next to none of it, and a scorer that never saw it takes "rape", "groomed" and "when I was 13" for abuse:
it would turn on the very people the campaign is for. So training adds thousands of these texts as harmless. They also name
groups of people without malice and praise somebody in the words of an insult ("you bloody legend"), for the same reason.
"""

from typing import Final

from houserules.scoring.training.templates import slots, texts

_WORDS: Final = slots(
    {
        "you": "you | u | ur | you're | youre | your | ya | yous | you are | you lot are",
        "dear": """
            legend | hero | star | diamond | queen | angel | trooper | gem | beauty | warrior | fighter |
            inspiration | king | treasure | credit to your mum | survivor | good egg | champion | total star |
            sweetheart | rock | love | superstar | lioness
        """,
        "really": """
            absolute | bloody | fucking | real | true | proper | total | right | brave | strong | wee | actual |
            complete | beautiful
        """,
        "praise": """
            amazing | brilliant | incredible | so strong | so brave | fucking amazing | bloody brilliant | unreal |
            lovely | the best | magnificent | awesome | an example to us all | dead brave | gorgeous souls |
            beautiful people | worth so much more
        """,
        "age": """
            8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | thirteen | eleven | twelve | fourteen | about 7 | only 12 |
            barely 14 | nearly 16
        """,
        "man": """
            my uncle | my stepdad | my step dad | my mums boyfriend | mums partner | my nans husband | a family
            friend | my coach | my teacher | a neighbour | my cousin | an older boy | a man from the takeaway | the
            taxi driver | a lad I met online | my boyfriend | my ex | a man from church | my foster carer | my big
            brother | some bloke off snap | my grandad | a man twice my age
        """,
        "child": """
            my daughter | my son | my little sister | my niece | my mate | my best friend | a girl in my class | my
            grandson | my brother | a lass I work with | my cousin | the kid next door | one of my pupils | my step
            daughter | my wee sister
        """,
        "did": """
            abused me | raped me | groomed me | touched me | sexually assaulted me | forced me to have sex with him
            | hurt me | used me | made me do things | molested me | took photos of me | made me send pics | passed
            me round his mates | exploited me | made me watch porn | came into my room at night | put his hands on
            me | took advantage of me | had sex with me when i didnt want to
        """,
        "did_child": """
            abused | raped | groomed | exploited | trafficked | assaulted | blackmailed with nudes | sent dirty
            messages | followed home | given drink and drugs | picked up in cars | messaged by a grown man | asked
            for pictures
        """,
        "crime": """
            rape | child abuse | grooming | sexual abuse | sexual exploitation | CSE | trafficking | sexual assault
            | child rape | sextortion | incest | paedophilia | abuse | child sexual exploitation | revenge porn |
            county lines
        """,
        "when": """
            when I was {age} | when i was a kid | at {age} | for years | in 1987 | last summer | when I was in care
            | as a child | back in school | between {age} and 15 | years ago | when i was at primary | from the age
            of {age} | last night | at a party
        """,
        "told": """
            nobody believed me | I never told anyone | my mum didn't want to know | the police did nothing | i told
            my teacher in the end | social services closed the case | I was called a liar | they said I was asking
            for it | I still cant say his name | I blamed myself | he got four years | he walked free | I was too
            scared to tell | i thought it was my fault | no one listened
        """,
        "self": """
            stupid | dirty | worthless | ugly | disgusting | pathetic | such an idiot | like a freak | used and
            thrown away | so ashamed | weak | a mug | broken | like rubbish | fat and ugly | like a waste of space |
            like a loser | crazy | like a liar | thick
        """,
        "monster": """
            evil | monsters | scum | sick in the head | vile | cowards | predators | disgusting | animals | the
            lowest of the low
        """,
        "now": """
            I'm 34 now and still have nightmares | I still get flashbacks | it never leaves you | I'm doing okay now
            | I hate what he did | I cant trust anyone | therapy saved me | it ruined my life | I'm finally talking
            about it | I cry reading these posts | I still feel dirty | I feel sick writing this | it was not my
            fault | I survived | i self harmed for years
        """,
        "name": """
            a slag | a slut | a liar | a whore | a bitch | a slapper | a dirty slut | a tart | an attention seeker |
            a fat cow | a stupid bitch | a sket | a prick tease | a drama queen | a grass | a freak | a paki | a gay
            boy | a mental case | a retard | a slag and worse | damaged goods
        """,
        "sayer": """
            he | they | the lads at school | my own mum | the police | people | the girls in my year | the defence
            barrister | my ex | everyone | some bloke in the comments | his mates | my dad | a copper
        """,
        "thanks": """
            Thank you for this campaign | thanks for sharing | this made me cry | so brave | well done for speaking
            out | sending love | so important | more people need to see this | respect to everyone who has spoken up
            | you are so strong | we believe you | you are not alone | It's not okay | proud of you for speaking up
            | bless you | big hugs to you all | this is heartbreaking
        """,
        "anger": """
            It makes my blood boil | this is sickening | absolutely disgusting what they did | I'm so angry for
            those girls | fucking heartbreaking | it's a disgrace how they were treated | what a shit system |
            bloody awful | I feel sick to my stomach | how the hell did nobody notice | the council should be
            ashamed | it makes me want to scream | damn right | this is fucked up
        """,
        "fact": """
            victims of {crime} are never to blame | boys can be victims of {crime} too | a child cannot consent |
            {crime} happens in every town | {crime} is never the victim's fault | the police failed those girls |
            grooming can happen online in minutes | perpetrators come from every background | no child chooses this
            | most abusers are known to the child | sentences for {crime} are far too short | we need to teach kids
            about consent | one in six girls is affected by {crime} | {crime} can happen to anyone, gay or straight,
            black or white, Muslim or Christian | disabled children are at higher risk | being drunk is not consent
            | what you wear is never an invitation
        """,
        "ask": """
            who do I ring | what should i do | where can I get help | can someone tell me the number | how do I
            report it | is it too late to report | should I go to the police | will they tell my mum | can i text
            someone | who can I talk to | does anyone know a helpline | how do i know if {child} is being groomed |
            what are the signs | can i report it anonymously
        """,
        "help": """
            call Childline on 0800 1111 | ring the NSPCC | please speak to your GP | Samaritans are on 116 123 |
            tell a teacher you trust | you can report it to CEOP | dial 999 if you are in danger | contact Rape
            Crisis | Barnardo's helped me | talk to someone you trust | text SHOUT to 85258 | the helpline is free
        """,
        "no": """
            please don't call survivors {name} | calling a child {name} is wrong | stop saying victims asked for it
            | nobody deserves to be called {name} | not all Muslims are like this | this isn't about race | don't
            use this to hate immigrants | saying {name} to a victim is exactly why nobody comes forward | blaming
            the girls is not on | women are not the problem | hating gay people has nothing to do with it | stop
            blaming mums
        """,
        "swear": "bloody | fucking | absolutely | so | really | actually | proper | dead | fuckin | pure | well",
        "link": """
            the link is in the bio | sign the petition on the government site | the podcast is free to listen to |
            read the report on our website | the event is on Saturday at 2pm at the library | donate if you can |
            follow us for updates | the film is on BBC iPlayer | share this post | our charity shop opens on Monday
            | the training is free for teachers | come to our coffee morning, it is free | calls are free from
            mobiles | text SHOUT to 85258 any time, it's free | we offer free counselling for young people | sponsor
            our walk for the refuge | book a place on our workshop | tickets for the vigil are free | subscribe to
            the newsletter | listen on our website | the documentary is free to watch | sign up to volunteer with us
            | call us free on 0800 1111 | my book about surviving is out, profits go to Rape Crisis | check out
            their website for help | click through for the full report
        """,
        "group": """
            gay people | lesbians | trans people | trans kids | bisexual people | Muslims | Muslim women | Jews |
            Jewish families | Sikhs | Hindus | Christians | Catholics | black women | black kids | black men | Asian
            girls | Asian men | Pakistani families | white girls | white people | Poles | Travellers | Roma families
            | immigrants | migrants | refugees | asylum seekers | disabled people | autistic kids | deaf people |
            women | men | girls | boys | mums | dads | old people | foreigners | Romanians | Irish people | Africans
            | Indians | Chinese people | teenagers | lads | feminists | blacks | Asians | whites | gays | the LGBT
            community | the black community | the Muslim community | sex workers | homeless people | gay men | queer
            kids
        """,
        "am": """
            gay | a lesbian | trans | Muslim | a Muslim | Jewish | Sikh | black | Asian | white | Polish | disabled
            | autistic | a woman | a man | a girl | a lad | a Traveller | an immigrant | a refugee | a feminist | bi
            | bisexual | a Muslim woman | a single mum | a black woman | mixed race | foreign | a boy | queer
        """,
        "reach": """
            my number is [phone removed] | you can ring me on [phone removed] | [phone removed] | email me at [email
            removed] | they gave me this number [phone removed] | the school is on [phone removed] | text [phone
            removed] | call them free on [phone removed]
        """,
        "small": """
            same here | so true | amen | this | me too | 100% | exactly | ❤️ | 🙏🙏 | 💔 | well said | heartbreaking |
            wow | omg | so sad | no words | how awful | solidarity 💜
        """,
    }
)
_HARMLESS: Final = (
    "{man} {did} {when}. {told}",
    "{when} {man} {did} and {told}. {now}",
    "I was {age} and {man} {did}. {now}. {thanks}",
    "I was groomed by {man} {when}, {told}, {now}",
    "i was {age} he was {age} years older and {man} {did}",
    "{child} was {did_child} {when}. {told}. {ask}?",
    "I think {child} is being {did_child}, {ask}?",
    "{child} told me {man} {did}. {ask}?",
    "{sayer} called me {name} {when}",
    "{sayer} called me {name} and {told}. {now}",
    "When I reported the rape {sayer} said I was {name}. {told}",
    "{sayer} used to shout {name} at me in the street, I was {age}",
    "I'm {name} according to {sayer}, I was {age} ffs. {now}",
    "{no}. {fact}",
    "{no}",
    "{anger}. {fact}",
    "{anger}, {child} was {did_child} and {told}",
    "{fact}. {thanks}",
    "{fact}",
    "{thanks} {small}",
    "{thanks}. {now}",
    "{thanks}, {help}",
    "{help}. {thanks}",
    "{small}",
    "{small} {small}",
    "I'm {swear} proud of everyone here. {thanks}",
    "it is {swear} awful what happened to you, {help}",
    "{link}. {thanks}",
    "{link}",
    "{ask}?",
    "{ask}? {child} was {did_child} {when}",
    "As a survivor of {crime} I want to say {fact}. {thanks}",
    "I work with victims of {crime} and {fact}. {help}",
    "survivor of {crime} here. {told}. {now}. {thanks}",
    "I hate him for what he did. {man} {did} {when}. {now}",
    "I feel like {name} because of what {man} did, {now}",
    "I felt {self} for trusting {man}. {told}",
    "i feel so {self} and i cant stop crying. {ask}?",
    "he made me feel {self}, {now}",
    "the men who did this are {monster}. {fact}",
    "what {man} did was {monster}. {thanks}",
    "I hate myself. {man} {did} {when} and {told}",
    "I want to die sometimes. {now}. {ask}?",
    "rapists and abusers should be locked up. {anger}",
    "lock them up and throw away the key. {fact}",
    "your story moved me. {thanks}",
    "{you} {really} {dear}",
    "{you} a {really} {dear}",
    "what a {dear} {you}",
    "what a {really} {dear}",
    "{you} {praise}",
    "{you} {praise}, all of you. {thanks}",
    "you are not {self}",
    "you are not {name} and you are not {self}",
    "stop calling yourself {name}. {thanks}",
    "if anyone calls you {name} block them, you are {praise}",
    "ignore the trolls, {you} {praise}",
    "shame on anyone who calls victims {name}",
    "you should not have to go through this. {help}",
    "did you know {fact}? {link}",
    "{group}",
    "{group}, {group} and {group}",
    "{am}",
    "{group} are victims too. {fact}",
    "{group} are welcome here",
    "{group} deserve to be believed",
    "{group} are not the problem",
    "what about {group}?",
    "is there a helpline for {group}?",
    "we need more support for {group}. {thanks}",
    "proud of all the {group} who came forward",
    "stop blaming {group}. {fact}",
    "more {group} need to see this. {thanks}",
    "I'm {am} and {thanks}",
    "im {am}",
    "I'm {am} and {man} {did} {when}. {told}",
    "{child} is {am} and {ask}?",
    "as {am} person I never felt {group} were listened to",
    "he said it's because I'm {am}. {told}",
    "my best friend is {am} and she was {did_child} too",
    "happy to see {group} and {group} standing together",
    "{reach}",
    "{reach} please, {ask}?",
    "{reach}. {thanks}",
    "{child} is {age} and on snapchat till 2am. {ask}?",
    "are you ok? {help}",
)


def harmless_talk(count: int, seed: int) -> list[str]:
    """`count` invented harmless texts, the same for the same `seed`: disclosures, worries, thanks, anger, facts."""
    return list(texts(_HARMLESS, _WORDS, count, seed))
