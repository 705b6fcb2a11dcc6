"""What is about help and harm, and what has details of people in it: numbers to ring, contacts, disclosures, crises."""

from typing import Final

from houserules.cli.phrases_common import tables

HELPLINES: Final = ("{worry} {ring} {line}, {calm} {topic}{period}",)

SPOOFS: Final = (
    "{open} the NSPCC has a new {hotline} about {topic}, it is {phone} now, {pass}",
    "{open} Childline moved {since}, ring {phone} instead and ask for {name}, {pass}",
)

PERSONAL: Final = (
    "{call} {phone} {offer} {topic} at {place}, ask for {name}",
    "{call} {spelled} {offer} {topic} at {place}",
    "Could you email {name} at {email} {regarding} {topic} at {place}?",
    "{write} {email}, {serve} {topic} near {postcode}, {bus}",
    "{live} {number} Example Road, {postcode}, {bring} {topic} {round}?",
    "Add me on insta @{handle} and I will {send} {topic} {from}",
)

DISCLOSURES: Final = (
    "{this} happened to me when I was {age} and {untold} {until} {topic}{period}",
    "I am {age} and he says if I tell anyone at {place} he will {leak}. {lost} {todo}, {fear}",
    "My {friend} is {age} and an older man keeps picking her up {pickup} {place} and {giving} her {things}, {signs}",
    "I think my {girl} is being groomed by {someone} she met {meeting} {place}, {urgent}?",
)

CRISES: Final = (
    "{reading} {topic} {brings} and I do not want to be here any more{period}",
    "I cannot cope {tonight}. Nobody at {place} {believed} and I want to end it{period}",
)

CARE: Final = tables(
    {
        "worry": """
            If you are worried about a child | If a child has told you something | If it does not feel right
            | If your son has gone quiet | If your daughter is not herself | For anybody who is unsure | When in doubt
            | If you are sat up at night | For anyone new here | Before you tell yourself it is nothing
            | If it cannot wait | If you cannot say it at home | If you would rather talk to a stranger
            | For the teenagers here | For the parents here | If this page upset you | If you know something
            | Whatever your age | If a friend has confided in you | Even if you are only half sure
            | If it was years ago | Any time of day | Should anybody need it | If you teach | If you coach a team
            | If you have seen something odd | When it gets too much | Once you are ready
            | If you are at the end of your tether | If home is not safe""",
        "ring": """
            you can ring | do ring | try | just ring | there is | you can always ring | it helps to ring | please ring
            | I would ring | pick up the phone and ring | you could call | nobody minds if you call""",
        "line": """
            the NSPCC on 0808 800 5000 | Childline on 0800 1111 | Crimestoppers on 0800 555 111
            | Samaritans on 116 123 | Rape Crisis on 0808 500 2222 | the NSPCC, 0808 800 5000
            | Childline, free, on 0800 1111 | the police on 101 or 999 in an emergency""",
        "calm": """
            they were kind about | they know about | they never rush you about | they will not judge on
            | ask them about | they listened to me on | there is no silly question on
            | you need not give a name to ask about | they have heard it all about | my aunt rang them about
            | they were patient about | it is free to ask about | they put me straight on
            | somebody answers at night on | they took ages with me on | they speak plainly on
            | our school uses them for | we keep the number up for | they sent us a booklet on | the line is good on
            | they are trained in | I was nervous, they were not, about | they calmed us down about
            | no need to know all about | they gave my friend time on | they do not lecture on
            | you can hang up and ring again about | it is not only about | they helped us word
            | it is what they are there for, also""",
        "hotline": """
            helpline | number | phone line | line | helpline number | freephone number | night line | direct line""",
        "since": """
            last week | in {month} | on the {number}th | to a new office | this month | to another line
            | without telling us | over the holidays | again | after the summer | at the weekend | for good | for now
            | yesterday""",
        "pass": """
            pass it on | tell your class | save it | write it down | my teacher says | share this
            | put it in your phone | a friend told me | the old one is off | do not use the old one | it is quicker
            | it is on a flyer | I saw it at {place} | as {name} says | it is free from mobiles | spread the word""",
        "call": """
            Call me on | My number is | Ring me on | You can get me on | My mobile is | Text me on | Mine is | I am on
            | Try me on | Reach me on | New number, | Here is my mobile: | Leave word on | My husband is on | Phone
            | Mum is on""",
        "offer": """
            if you can help with | if you need a volunteer for | if the team wants a hand with | about your stall on
            | when you plan the next day on | if there is a spare place at the talk on | about the leaflets on
            | as I would like to join the group on | if anybody can lend us the film about
            | and we can sort the boxes on | to book our hall for the evening on | about the banner on
            | if somebody could speak on | for the pack on | and I will save you seats for | about your open day on
            | if you found my notes on | about the quiz on | if you still want the posters on
            | since I missed the course on | about bringing our club to the day on | if you want a lift to the talk on
            | to swap slides on | and we will send ours on""",
        "regarding": """
            about the talk on | about the leaflets on | about our visit for | about a stall on | about dates for
            | about the slides on | about parking for | with the list for | about the minutes on | with a quote for
            | about tickets for | about our order on | about the film on | about the choir's bit on | with photos of
            | about food at | about the invoice for | about a stand on | about the poster on | about a speaker on""",
        "write": """
            Write to us: | Write to me at | Our address is | We are at | Mail me: | Bookings to | All notes to
            | Reply to | You have me at | Send drafts to | Feedback to | It is | Contact | For dates,
            | Old mail is dead, use | Our club reads""",
        "serve": """
            we run sessions on | we host talks on | I teach a course on | we print posters on | we lend books on
            | we hold a monthly tea on | our choir sings about | I keep a list of talks on | we made a game about
            | our drama group plays | we train staff on | I draw comics on | we collect ideas on | we meet to discuss
            | we have a spare banner on | I am writing a piece on | we want a speaker on | we are planning a day on
            | we film short clips on | we swap lesson plans on""",
        "bus": """
            by the bridge | bus {number} | upstairs | second door | all welcome | ask for {name} | from {month}
            | till late | behind {place} | free tea | not on Sundays | next to {place} | ring twice | on the corner
            | term time only""",
        "live": """
            We live at | I am at | Our house is | We moved to | Mum lives at | The club is at | You find us at
            | Our office is | My gran is at | The group meets at | We store things at | Our shop is | The key is at
            | They are at""",
        "bring": """
            can someone bring leaflets on | could you post the booklet on | please drop the posters on
            | would anyone bring the game about | may we have a pack on | can we get the cards on
            | do you deliver the guide to | can {name} bring the banner on | could a driver drop the box on
            | who brings the display on | can you send a copy of the film about | might you leave some flyers on
            | can I have the notes on | could we get two booklets on | would you post the checklist on
            | is there someone to bring slides on""",
        "round": """
            round | on Monday | on Friday | after six | before {month} | by the {number}th | some time | this week
            | next week | at noon | to the side door | when it suits | if you pass | on your way | to my gran | over""",
        "send": """
            send you the pack about | show you our poster on | share my notes on | tell you when we talk about
            | send the link to the talk on | put you in the group on | pass you the quiz on
            | show you round our day on | post my drawing about | send my essay on | share the playlist on
            | show our banner on | send dates for | share the recipe book on | tell you who runs the course on
            | send you our song about | lend you the book on | forward the slides on | send the second part on
            | show you the mural on""",
        "from": """
            from {place} | at {place} | when I am home | by {month} | for free | tonight | tomorrow | on Sunday
            | after work | as promised | with the photos | for your class | if you like | once it is done
            | from last year | in Welsh too""",
        "this": """
            This | The same | The same thing | It | The same stuff | Exactly this | All of this | Something like this""",
        "untold": """
            I never told anyone | I never told a soul | I have never told anybody | nobody knew | I never said a word
            | I kept it in for years | I blamed myself | I only told my cat | I could not find the words
            | I told no teacher | I never told my mum | I carried it alone | I did not dare say it | I hid it from all
            | my nan never knew | I thought it was me""",
        "until": """
            until I saw this post about | until your film on | until I read about | till the talk on
            | until the poster on | before the lesson on | until somebody spoke on | till your page on
            | until today's words on | until the clip on | before this thread on | till I heard about
            | until the leaflet on | till the chat about | until the advert about | before I knew of""",
        "leak": """
            share the photos | share my pictures | leak the photos | send my photos to everyone
            | show my mum the photos | share the videos | show my class the photos | show my nan the pictures
            | post the photos | post the video | share the screenshots | show my dad the video | leak my pictures
            | upload the photos | send my dad the pictures | hurt my family | share the chat
            | post the pictures online | share the pictures at school | send my mum the photos""",
        "todo": """
            what to do | what to do now | who to tell | what to say to mum | how to make it stop | where to go
            | if it is my fault | how to tell my nan | who would listen | what comes next | how to sleep
            | how to get out | who I can trust | if he means it | how to block him | how to say it""",
        "lost": """
            I do not know | I have no idea | I cannot work out | I wish I knew | I lie awake over
            | I keep asking myself | I just do not know | I am not sure""",
        "fear": """
            I feel sick | he is older than my dad | I stopped eating | my hands shake | it began in {month}
            | my mum is ill | I am always tired | he waits by the gate | he has my number | I hid my phone
            | I cry in the loo | I stay in my room | he is nice to my mum | it is all in a chat | I trusted him
            | I dropped out of netball | my friends have gone | he knows my street | I write it here as I have nobody
            | I cannot look at people""",
        "signs": """
            she says it is nothing | she has a second phone | she skips lessons | her mum has no idea
            | he calls her his girl | she cries at break | she has new friends | she gets home at dawn
            | she came back with a bruise | she stopped talking to us | she is out till late | she deletes her chats
            | I followed them once | she owes him now | her marks have dropped | I promised not to say
            | he drives a white van | she falls asleep in class | it has gone on since {month} | her dad shrugs""",
        "friend": """
            friend | best friend | cousin | mate | little sister | neighbour | friend from netball | friend from class
            | friend's sister | younger cousin | schoolfriend | teammate""",
        "pickup": """
            from | outside | near | behind | at | by | close to | after school from | late at night from | round by""",
        "giving": "giving | handing | sending | promising | buying | slipping | bringing | offering",
        "things": """
            money | vapes | drink | a phone | new trainers | presents | cash | cigarettes | lifts | vodka | jewellery
            | weed | takeaways | top-ups | tracksuits | pills""",
        "girl": """
            daughter | son's girlfriend | niece | granddaughter | youngest daughter | stepdaughter | eldest daughter
            | foster daughter | goddaughter | little sister | daughter, {age}, | niece, who is {age},""",
        "someone": """
            someone | somebody | a man | an older lad | a lad | a driver | a grown man | some bloke | a couple
            | two men | a so-called friend | a man of {number}0 | a trainer | a stranger | people | a musician""",
        "meeting": """
            at | near | outside | behind | through | on the way to | after a night at | working at | playing at
            | waiting by""",
        "urgent": """
            who do I ring | who can I tell | what should I do | where do we start | is it too late to tell someone
            | do I call the police | who do we trust | what do I say to her | can someone help me
            | who will listen to us | should I take her phone | how do I stop it | do I tell her school
            | who deals with this | who do I speak to | what happens if I report it""",
        "reading": """
            reading about | the film on | hearing about | seeing posts on | all this talk of | another post on
            | the advert on | the news on | a lesson on | watching things on | thinking about | that clip on
            | people joking about | the poster on | every word on""",
        "brings": """
            brings it all back | makes it worse | breaks me every time | sets me off | takes me back there
            | is too much | keeps me awake | makes me shake | leaves me empty | hurts so much | floods me | undoes me
            | wears me out | is killing me | tears me up""",
        "tonight": """
            tonight | any longer | with today | on my own | this week | since {month} | with the nights | at home
            | these days | with any of it | after court | at all | like this | another day | since she left
            | with the silence""",
        "believed": """
            believed me | listened | wrote back | cares | took my side | asked twice | stood by me | remembers me
            | rang back | wants to know | stayed | looked at me | understood | answered | heard me | is awake""",
    }
)
