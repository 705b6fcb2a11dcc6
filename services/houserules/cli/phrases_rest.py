"""What fewer posts say: numbers to ring, personal details, adverts, abuse, politics, and what people disclose."""

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

ADVERTS: Final = (
    "{hook} {earn} £{money} a {week} {home}, {ease}! {chat} {phone}",
    "{hook} get {number}000 real {fans} {soon}, {cheap}, {visit} http://{handle}.example/deal{number}",
    "{hook} check out my {channel} for {freebies}!!! http://{handle}.example/win {subscribe}",
    "{name} made £{money} in {spell} with crypto, DM me {learn}, {scarce}",
    "{hook} {number}% off {goods} {sale}, {using} code SAVE{number} at www.{handle}.example",
)

PROFANITY: Final = (
    "It is a bloody {shame} that {place} {lacks} {topic}{period}",
    "{finally} the {tatty} {advert} was crap and {nobody} at {place} {noticed}",
    "What a load of bollocks, {place} {lacks} {topic}, {grumble}",
    "Why the h3ll is {saw} {topic} {only} {place}, {plea}",
    "Pissed off that {event} {topic} {cancelled}, {grumble}",
)

ABUSE: Final = (
    "{name} {youre} {fool} and {nobody} at {place} {wants}",
    "{shut} {name}, {stupid} moron, {goaway}",
    "Everybody who {works} {place} is scum and {name} {worst}",
    "{name} is {utter} i.d.i.o.t, {thick}, {goaway}",
)

POLITICS: Final = (
    "Only {party} {cares} {topic}: {vote} in {place} ward on the {number}th of {month}",
    "The {rulers} {cut} the {funds} for {place}, {remember} at the {polls}",
)

DISCLOSURES: Final = (
    "{this} happened to me when I was {age} and {untold} {until} {topic}{period}",
    "I am {age} and he says if I tell anyone at {place} he will {leak}. I do not know {todo}",
    "My {friend} is {age} and an older man keeps picking her up {pickup} {place} and {giving} her {things}",
    "I think my {girl} is being groomed by {someone} she met {meeting} {place}, {urgent}?",
)

CRISES: Final = (
    "{open} {reading} {topic} {brings} and I do not want to be here any more{period}",
    "I cannot cope {tonight}. Nobody at {place} {believed} and I want to end it{period}",
)

REST: Final = {"period": ("", "", "", ".")} | tables(
    {
        "worry": """
            If you are worried about a child | If a child has told you something | If it does not feel right
            | If your son has gone quiet | If your daughter is not herself | For anybody who is unsure | When in doubt
            | If you are sat up at night | For anyone new here | Before you tell yourself it is nothing | If it is urgent
            | If you cannot say it at home | If you would rather talk to a stranger | For the teenagers here
            | For the parents here | If this page upset you | If you know something | Whatever your age
            | If a friend has confided in you | Even if you are only half sure | If it was years ago | Any time of day
            | Should anybody need it | If you teach | If you coach a team | If you have seen something odd
            | When it gets too much | Once you are ready | If you are at the end of your tether | If home is not safe""",
        "ring": """
            you can ring | do ring | try | just ring | there is | you can always ring | it helps to ring | please ring
            | I would ring | pick up the phone and ring | you could call | nobody minds if you call""",
        "line": """
            the NSPCC on 0808 800 5000 | Childline on 0800 1111 | Crimestoppers on 0800 555 111 | Samaritans on 116 123
            | Rape Crisis on 0808 500 2222 | the NSPCC, 0808 800 5000 | Childline, free, on 0800 1111
            | the police on 101 or 999 in an emergency""",
        "calm": """
            they were kind about | they know about | they never rush you about | they will not judge on | ask them about
            | they listened to me on | there is no silly question on | you need not give a name to ask about
            | they have heard it all about | my aunt rang them about | they were patient about | it is free to ask about
            | they put me straight on | somebody answers at night on | they took ages with me on | they speak plainly on
            | our school uses them for | we keep the number up for | they sent us a booklet on | the line is good on
            | they are trained in | I was nervous, they were not, about | they calmed us down about | no need to know all about
            | they gave my friend time on | they do not lecture on | you can hang up and ring again about
            | it is not only about | they helped us word | it is what they are there for, also""",
        "hotline": "helpline | number | phone line | line | helpline number | freephone number | night line | direct line",
        "since": """
            last week | in {month} | on the {number}th | to a new office | this month | to another line | without telling us
            | over the holidays | again | after the summer | at the weekend | for good | for now | yesterday""",
        "pass": """
            pass it on | tell your class | save it | write it down | my teacher says | share this | put it in your phone
            | a friend told me | the old one is off | do not use the old one | it is quicker | it is on a flyer
            | I saw it at {place} | as {name} says | it is free from mobiles | spread the word""",
        "call": """
            Call me on | My number is | Ring me on | You can get me on | My mobile is | Text me on | Mine is | I am on
            | Try me on | Reach me on | New number, | Here is my mobile: | Leave word on | My husband is on | Phone | Mum is on""",
        "offer": """
            if you can help with | if you need a volunteer for | if the team wants a hand with | about your stall on
            | when you plan the next day on | if there is a spare place at the talk on | about the leaflets on
            | as I would like to join the group on | if anybody can lend us the film about | and we can sort the boxes on
            | to book our hall for the evening on | about the banner on | if somebody could speak on | for the pack on
            | and I will save you seats for | about your open day on | if you found my notes on | about the quiz on
            | if you still want the posters on | since I missed the course on | about bringing our club to the day on
            | if you want a lift to the talk on | to swap slides on | and we will send ours on""",
        "regarding": """
            about the talk on | about the leaflets on | about our visit for | about a stall on | about dates for
            | about the slides on | about parking for | with the list for | about the minutes on | with a quote for
            | about tickets for | about our order on | about the film on | about the choir's bit on | with photos of
            | about food at | about the invoice for | about a stand on | about the poster on | about a speaker on""",
        "write": """
            Write to us: | Write to me at | Our address is | We are at | Mail me: | Bookings to | All notes to | Reply to
            | You have me at | Send drafts to | Feedback to | It is | Contact | For dates, | Old mail is dead, use
            | Our club reads""",
        "serve": """
            we run sessions on | we host talks on | I teach a course on | we print posters on | we lend books on
            | we hold a monthly tea on | our choir sings about | I keep a list of talks on | we made a game about
            | our drama group plays | we train staff on | I draw comics on | we collect ideas on | we meet to discuss
            | we have a spare banner on | I am writing a piece on | we want a speaker on | we are planning a day on
            | we film short clips on | we swap lesson plans on""",
        "bus": """
            by the bridge | bus {number} | upstairs | second door | all welcome | ask for {name} | from {month} | till late
            | behind {place} | free tea | not on Sundays | next to {place} | ring twice | on the corner | term time only""",
        "live": """
            We live at | I am at | Our house is | We moved to | Mum lives at | The club is at | You find us at | Our office is
            | My gran is at | The group meets at | We store things at | Our shop is | The key is at | They are at""",
        "bring": """
            can someone bring leaflets on | could you post the booklet on | please drop the posters on
            | would anyone bring the game about | may we have a pack on | can we get the cards on | do you deliver the guide to
            | can {name} bring the banner on | could a driver drop the box on | who brings the display on
            | can you send a copy of the film about | might you leave some flyers on | can I have the notes on
            | could we get two booklets on | would you post the checklist on | is there someone to bring slides on""",
        "round": """
            round | on Monday | on Friday | after six | before {month} | by the {number}th | some time | this week | next week
            | at noon | to the side door | when it suits | if you pass | on your way | to my gran | over""",
        "send": """
            send you the pack about | show you our poster on | share my notes on | tell you when we talk about
            | send the link to the talk on | put you in the group on | pass you the quiz on | send photos of our day on
            | post my drawing about | send my essay on | share the playlist on | show our banner on | send dates for
            | share the recipe book on | tell you who runs the course on | send you our song about | lend you the book on
            | forward the slides on | send the second part on | show you the mural on""",
        "from": """
            from {place} | at {place} | when I am home | by {month} | for free | tonight | tomorrow | on Sunday | after work
            | as promised | with the photos | for your class | if you like | once it is done | from last year | in Welsh too""",
        "hook": """
            Hey all, | Listen up, | Not a joke, | True story, | Hi guys, | Wow, | Psst, | Stop scrolling, | Good news,
            | Big news, | Morning all, | Last chance, | Lads, | Ladies, | You there, | Finally, | Hello friends, | Guess what,
            | Mums, | Students, | Hurry, | Hot tip, | Skint? Then | No catch,""",
        "earn": "earn | make | I earn | I make | you earn | we make | we earn | my sister makes | get paid | start to earn",
        "week": "week | day | week | day | month | weekend",
        "home": """
            from home | from your phone | at home | from your sofa, from home | working from home | without leaving home
            | part time from home | from home with your kids | at home in your slippers | from home after school""",
        "ease": """
            no experience | no boss | no degree | start tonight | no fees | takes ten minutes | paid on Fridays | ask my mum
            | no selling | any age | proof on request | you only need a phone | I quit my job | it runs by itself
            | I was sceptical too | even my nan does it | set your own hours | cash in hand | training is free | zero risk""",
        "chat": """
            Message me on WhatsApp | WhatsApp me on | Text YES to | Write to me on WhatsApp | Text my manager on | Call now
            | Ring before noon, | Send a text to | Ask {name} on | My WhatsApp is | Text START to | Line is open:
            | Contact my mentor on | WhatsApp only | Get the details on | Speak to {name}, | Join through | Apply on
            | Message the team on | Reach us on""",
        "fans": "followers | followers | followers | followers and likes | followers, no bots",
        "soon": """
            today | by tonight | in an hour | overnight | this week | before lunch | within a day | while you sleep | by Friday
            | in no time | in minutes | for your page | for your shop | for your band | on any app | from the UK | every month
            | this {month} | right away | from scratch""",
        "cheap": """
            cheap and fast | no password needed | safe and simple | first hundred free | pay later | rates start low
            | the price of a coffee | refund if they leave | as used by {name} | better than ads | no drop | no questions
            | support all night | all ages, all topics | trusted by shops | order in one click | tested by me | no card needed
            | a real boost | half what others ask""",
        "visit": """
            visit | go to | see | order at | look at | start at | sign up at | all on | only on | prices at | try it on
            | claim yours at | details at | find it on | open | more on | choose at | click | we are at | find us on""",
        "channel": """
            channel | new channel | video | new video | podcast | page | vlog | stream | music | shop | new song | profile
            | channel guys | website | group""",
        "freebies": """
            free gift cards | a free phone | unlocked games | free skins | a secret cheat | my morning routine | crazy pranks
            | hourly prizes | a puppy cam | car reviews | rap beats | celebrity gossip | football predictions | nail art
            | make-up hacks | magic tricks | my gym plan | cheap flights | home made soaps | unboxings | free coins
            | movie spoilers | diet secrets | a trainer giveaway""",
        "subscribe": """
            subscribe now | like and share | hit the bell | be quick | do not miss it | tell your mates | every day at six
            | new ones daily | comment your name | first ten win | thank me later | join us | you will love it | watch to the end
            | sub for more | best one yet | part {number} is up | I reply to all | help me reach my goal | ends in {month}""",
        "spell": """
            one day | two days | a weekend | an hour | one night | a lunch break | her first week | just one click | a month
            | two evenings | ten minutes | no time | a coffee break | half a day | one bus ride""",
        "learn": """
            to learn how | for the app | for the link | and I will explain | to copy the trades | for my broker
            | to join the group | for screenshots | to start small | if you have £{number} | and ask about the bot
            | for the course | to meet the mentor | to get the signals | for the free guide | before the next pump
            | for an invite | to see the proof | and thank me in {month} | for the strategy""",
        "scarce": """
            only {number} places left | doors close at midnight | not for the lazy | serious people only | it is legal
            | over {number}000 members | no more jobs for me | first come first served | your bank hates this
            | do it before {month} | he bought a car | she paid off the house | ask anyone in {place} | even {name} joined
            | offer ends on the {number}th | we start tonight | I was broke last year | it works on any phone
            | spots go fast | zero losses so far""",
        "goods": """
            trainers | handbags | phone cases | sunglasses | perfume | vapes | duvets | garden chairs | watches | hair dryers
            | baby clothes | laptops | earbuds | dog beds | protein bars | candles | curtains | mattresses | e-bikes | lashes
            | kitchen knives | school bags | smart rings | puzzles | rugs""",
        "sale": """
            this weekend only | until Sunday | for members | while stocks last | for new customers | all week | today only
            | in our {month} sale | and free returns | with next day delivery | before we close | for students
            | on every second item | at our warehouse | on all sizes | until midnight | for the first {number} | online only
            | with a gift | before the rush""",
        "using": "use | with | enter | just use | simply enter | remember to use | quote | type in your | for the discount use",
        "shame": """
            disgrace | shame | scandal | joke | outrage | crying shame | nuisance | pity | farce | let-down | mess | cheek
            | disappointment | mystery | national disgrace | poor show | sorry sight | puzzle | waste | nightmare""",
        "lacks": """
            has nothing on | took down the poster on | cut the sessions on | never mentions | lost the leaflets on
            | says so little on | will not pay for a talk on | hid the display on | forgot the evening on
            | charges for the course on | refuses to talk about | has one page on | closes before the talk on
            | has never done a thing about | gave up on | keeps delaying the day on | binned the booklet on
            | only has an old flyer on | shrugs at | made us beg for a stall on""",
        "finally": """
            About time, | Good riddance, | Glad it is gone, | Much better, | At last, | Finally a new one, | Good change,
            | New one please, | Not before time, | Well, | Be honest, | Sorry but | Let's face it, | No offence, | In truth,
            | Good news as | I said it in {month}, | Long overdue, | Hooray, | Thank goodness,""",
        "tatty": "old | last | tatty | first | grey | tiny | blurry | long | loud | faded | dull | {month} | wordy | silent",
        "advert": """
            advert | poster | leaflet | video | banner | flyer | clip | booklet | slogan | film | display | sign | noticeboard
            | website | jingle | logo | billboard | trailer | song | app""",
        "nobody": """
            nobody | not one person | hardly anybody | no teenager | no parent | not a soul | few people | no one I asked
            | none of the staff | no child | only {name} | no visitor | none of us | half of those | just about nobody
            | no customer""",
        "noticed": """
            noticed it | read it | could follow it | looked up | got the point | remembers it | took it seriously
            | found the link | knew what it meant | watched to the end | liked the colours | cared | saw it | asked about it
            | kept it | missed it | understood a word | knew it was there | would hang it up | stopped for it""",
        "grumble": """
            every single time | as usual | and no apology | for the third time | I took a day off for it | typical
            | my kids were waiting | and nobody tells us why | we pay for that | it was the same in {month} | what a waste
            | we came from {place} | after all the fuss | and {name} agrees | so do it properly | I give up | not good enough
            | with a day's notice | we had {number} people coming | someone sort it out""",
        "only": """
            only at | only shown at | stuck at | gone from | not at | never at | hidden at | always at | just for | miles from
            | banned from | still not at | missing from | only on once at | such a secret at | shut away at""",
        "plea": """
            show it everywhere | put it on telly | bring it to us | we want it too | take it on tour | do it twice
            | let more of us in | think bigger | make it free | give it to schools | print more | show it again
            | what about the villages | what about evenings | who decides that | be bold | use the big screen | get a bigger van
            | ask {name} to sort it | do it in {month}""",
        "cancelled": """
            was cancelled again | got moved again | started an hour late | was full by nine | has no disabled access
            | ended after ten minutes | was put off till {month} | clashed with the match | had no chairs | cost so much
            | was not advertised | lost its funding | never came to us | had no interpreter | was indoors in July
            | turned into a sales pitch | was shut to dads | had no sound | was half empty | is gone""",
        "youre": """
            you are a pathetic | you are such a | you really are a | you sad little | you are one big | you are a complete
            | you total | you are a right | you are just a | what a massive | you are an absolute | you utter""",
        "fool": "idiot | moron | imbecile | cretin | numpty | idiot | pillock | moron | dimwit | halfwit",
        "wants": """
            wants to hear from you | likes you | can stand your voice | will miss you | cares what you think | reads your rants
            | trusts a word you say | asked you | wants you back | agrees with you | takes you seriously | invited you
            | laughs at your jokes | wants your opinion | will save you a seat | is on your side | needs your wisdom
            | believes your tales | remembers your name | would vote for you""",
        "shut": """
            Shut up | Oh shut up | Do shut up | Pipe down | Zip it | Give it a rest | Be quiet | Shut it | Enough now
            | Nobody asked | Keep quiet | Stop typing | Not you again | Shut up will you""",
        "stupid": """
            stupid | you stupid | you daft | you total | you boring | you sad | you clueless | you utter | you lazy | you absolute
            | you tedious | you witless""",
        "goaway": """
            go back under your rock | learn to read | get a life | find another page | your mum must be proud | go and lie down
            | read a book | take up knitting | you bore {place} | get off the internet | wind your neck in | you ruin every thread
            | try thinking first | nobody is impressed | you were the same in {month} | touch some grass | bore someone else
            | stick to the weather | you know nothing | try {place} instead""",
        "works": """
            works at | goes to | runs | hangs round | is in charge of | sits in | volunteers at | stands outside | drinks at
            | meets at | has a say at | parks at | shops near | talks at""",
        "worst": """
            is the worst of them | is no better | is their king | leads the pack | should be first to go | laughs about it
            | knows it too | is just the same | makes it worse | proves it daily | can stay away | gets paid for it
            | never lifts a finger | thinks it is funny | will be next | is proud of it | deserves them
            | fits right in | smells of it | started it""",
        "utter": "an absolute | a total | a massive | such an | one big | a proper | the biggest | a complete | a right | an utter",
        "thick": """
            thick as mince | daft as a brush | dim as a candle | thick as two planks | always was | as everyone knows
            | and it shows | from head to toe | no doubt about it | ask anyone at {place} | even {name} says so
            | all mouth | has been since {month} | and a bore | and proud | and loud with it""",
        "party": """
            one party | our party | one candidate | one team | this ward team | one list | one leaflet | one campaign
            | the party of this town | our lot""",
        "cares": """
            cares about | has a plan for | ever spoke up on | would fund work on | has taken time for | asked you about
            | voted for money for | put in writing that it backs work on | fought for | will keep the promise on
            | has costed a plan on | wants lessons on | stood with parents on | turned up to hear about | is serious about
            | put people first on""",
        "vote": """
            vote for our candidate | give us your vote | make your vote count | your vote decides | use both votes
            | vote for {name} | turn out and vote | bring a friend to vote | send a message | put your cross by {name}
            | vote early | one cross for us | do not waste your vote | vote for a fresh start""",
        "rulers": """
            government | council | minister | mayor | cabinet | county | treasury | administration | leader of the council
            | department | last government | ruling group""",
        "cut": "cut | slashed | froze | halved | raided | took away | lost | spent | stopped | trimmed | clawed back | axed",
        "funds": """
            money | grant | budget | funding | youth money | repair fund | wages | lottery share | rent help | bus money
            | building fund | support grant | night staff money | roof money""",
        "remember": """
            remember that | think of it | bear it in mind | do not forget it | let them know it | hold them to it | say so
            | that will count | recall who did it | show them | take that with you | mention it | ask them why
            | keep that in mind""",
        "polls": "polling station | ballot box | next election | hustings | count | doorstep | elections in {month} | town poll",
        "this": "This | The same | This exact thing | It | This sort of thing | This too | All of this | Something like this",
        "untold": """
            I never told anyone | I never told a soul | I have never told anybody | nobody knew | I never said a word
            | I kept it in for years | I blamed myself | I only told my cat | I could not find the words | I told no teacher
            | I never told my mum | it took me {number} years | I still shake | I hid it from all | my nan never knew
            | I thought it was me""",
        "until": """
            until I saw this post about | until your film on | until I read about | till the talk on | until the poster on
            | before the lesson on | until somebody spoke on | till your page on | until today's words on | until the clip on
            | before this thread on | till I heard about | until the leaflet on | till the play on | until the advert about
            | before I knew of""",
        "leak": """
            share the photos | send the photos round | show my dad the photos | tell my whole class | put the video up
            | post the pictures | hurt my little brother | print the pictures | tell them I wanted it | say I lied
            | show everybody the chat | come to my house | send it all to my mum | ruin my life | wait for me outside
            | put it on the internet""",
        "todo": """
            what to do | what to do now | who to tell | what to say to mum | how to make it stop | where to go
            | if it is my fault | how to tell my nan | who would listen | what comes next | how to sleep | how to get out
            | who I can trust | if he means it | how to block him | how to say it""",
        "friend": """
            friend | best friend | cousin | mate | little sister | neighbour | friend from netball | friend from class
            | friend's sister | younger cousin | schoolfriend | teammate""",
        "pickup": "from | outside | near | behind | at | by | close to | after school from | late at night from | round by",
        "giving": "giving | handing | sending | promising | buying | slipping | bringing | offering",
        "things": """
            money | vapes | drink | a phone | new trainers | presents | cash | cigarettes | lifts | vodka | jewellery | weed
            | takeaways | top-ups | tracksuits | pills""",
        "girl": """
            daughter | son's girlfriend | niece | granddaughter | youngest daughter | stepdaughter | eldest daughter
            | foster daughter | goddaughter | little sister | daughter, {age}, | niece, who is {age},""",
        "someone": """
            someone | somebody | a man | an older lad | a lad | a driver | a grown man | some bloke | a couple | two men
            | a so-called friend | a man of {number}0 | a trainer | a stranger | people | a musician""",
        "meeting": "at | near | outside | behind | through | on the way to | after a night at | working at | playing at | waiting by",
        "urgent": """
            who do I ring | who can I tell | what should I do | where do we start | is it too late to tell someone
            | do I call the police | who do we trust | what do I say to her | can someone help me | who will listen to us
            | should I take her phone | how do I stop it | do I tell her school | who deals with this | who do I speak to
            | what happens if I report it""",
        "reading": """
            reading about | the film on | hearing about | seeing posts on | all this talk of | another post on | the advert on
            | the news on | a lesson on | watching things on | thinking about | that clip on | people joking about
            | the poster on | every word on""",
        "brings": """
            brings it all back | makes it worse | breaks me every time | sets me off | takes me back there | is too much
            | keeps me awake | makes me shake | leaves me empty | hurts so much | floods me | undoes me | wears me out
            | is killing me | tears me up""",
        "tonight": """
            tonight | any longer | with today | on my own | this week | since {month} | with the nights | at home | these days
            | with any of it | after court | at all | like this | another day | since she left | with the silence""",
        "believed": """
            believed me | listened | wrote back | cares | took my side | asked twice | stood by me | remembers me | rang back
            | wants to know | stayed | looked at me | understood | answered | heard me | is awake""",
    }
)
