"""What a page would rather not have: adverts, swearing, abuse, party politics. The worst words stay mild."""

from typing import Final

from houserules.cli.phrases_common import tables

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

NOISE: Final = tables(
    {
        "hook": """
            Hey all, | Listen up, | Not a joke, | True story, | Hi guys, | Wow, | Psst, | Stop scrolling, | Good news,
            | Big news, | Morning all, | Last chance, | Lads, | Ladies, | You there, | Finally, | Hello friends,
            | Guess what, | Mums, | Students, | Hurry, | Hot tip, | Skint? Then | No catch,""",
        "earn": """
            earn | make | I earn | I make | you earn | we make | we earn | I am making | get paid | start to earn""",
        "week": "week | day | week | day | month | weekend",
        "home": """
            from home | from your phone | at home | from your sofa, from home | working from home
            | without leaving home | part time from home | from home with your kids | at home in your slippers
            | from home after school""",
        "ease": """
            no experience | no boss | no degree | start tonight | no fees | takes ten minutes | paid on Fridays
            | ask my mum | no selling | any age | proof on request | you only need a phone | I quit my job
            | it runs by itself | I was sceptical too | even my nan does it | set your own hours | cash in hand
            | training is free | zero risk""",
        "chat": """
            Message me on WhatsApp | WhatsApp me on | Text YES to | Write to me on WhatsApp | Text my manager on
            | Call now | Ring before noon, | Send a text to | Ask {name} on | My WhatsApp is | Text START to
            | Line is open: | Contact my mentor on | WhatsApp only | Get the details on | Speak to {name},
            | Join through | Apply on | Message the team on | Reach us on""",
        "fans": "followers | followers | followers | followers and likes | followers, no bots",
        "soon": """
            today | by tonight | in an hour | overnight | this week | before lunch | within a day | while you sleep
            | by Friday | in no time | in minutes | for your page | for your shop | for your band | on any app
            | from the UK | every month | this {month} | right away | from scratch""",
        "cheap": """
            cheap and fast | no password needed | safe and simple | first hundred free | pay later | rates start low
            | the price of a coffee | refund if they leave | as used by {name} | better than ads | no drop
            | no questions | support all night | all ages, all topics | trusted by shops | order in one click
            | tested by me | no card needed | a real boost | half what others ask""",
        "visit": """
            visit | go to | see | order at | look at | start at | sign up at | all on | only on | prices at
            | try it on | claim yours at | details at | find it on | open | more on | choose at | click | we are at
            | find us on""",
        "channel": """
            channel | new channel | video | new video | podcast | page | vlog | stream | music | shop | new song
            | profile | channel guys | website | group""",
        "freebies": """
            free gift cards | a free phone | unlocked games | free skins | a secret cheat | my morning routine
            | crazy pranks | hourly prizes | a puppy cam | car reviews | rap beats | celebrity gossip
            | football predictions | nail art | make-up hacks | magic tricks | my gym plan | cheap flights
            | home made soaps | unboxings | free coins | movie spoilers | diet secrets | a trainer giveaway""",
        "subscribe": """
            subscribe now | like and share | hit the bell | be quick | do not miss it | tell your mates
            | every day at six | new ones daily | comment your name | first ten win | thank me later | join us
            | you will love it | watch to the end | sub for more | best one yet | part {number} is up | I reply to all
            | help me reach my goal | ends in {month}""",
        "spell": """
            one day | two days | a weekend | an hour | one night | a lunch break | her first week | just one click
            | a month | two evenings | ten minutes | no time | a coffee break | half a day | one bus ride""",
        "learn": """
            to learn how | for the app | for the link | and I will explain | to copy the trades | for my broker
            | to join the group | for screenshots | to start small | if you have £{number} | and ask about the bot
            | for the course | to meet the mentor | to get the signals | for the free guide | before the next pump
            | for an invite | to see the proof | and thank me in {month} | for the strategy""",
        "scarce": """
            only {number} places left | doors close at midnight | not for the lazy | serious people only | it is legal
            | over {number}000 members | no more jobs for me | first come first served | your bank hates this
            | do it before {month} | he bought a car | she paid off the house | ask anyone in {place}
            | even {name} joined | offer ends on the {number}th | we start tonight | I was broke last year
            | it works on any phone | spots go fast | zero losses so far""",
        "goods": """
            trainers | handbags | phone cases | sunglasses | perfume | vapes | duvets | garden chairs | watches
            | hair dryers | baby clothes | laptops | earbuds | dog beds | protein bars | candles | curtains
            | mattresses | e-bikes | lashes | kitchen knives | school bags | smart rings | puzzles | rugs""",
        "sale": """
            this weekend only | until Sunday | for members | while stocks last | for new customers | all week
            | today only | in our {month} sale | and free returns | with next day delivery | before we close
            | for early birds | on every second item | at our warehouse | on all sizes | until midnight
            | for the first {number} | online only | with a gift | before the rush""",
        "using": """
            use | with | enter | just use | simply enter | remember to use | quote | type in your
            | for the discount use""",
        "shame": """
            disgrace | shame | scandal | joke | outrage | crying shame | nuisance | pity | farce | let-down | mess
            | cheek | disappointment | mystery | national disgrace | poor show | sorry sight | puzzle | waste
            | nightmare""",
        "lacks": """
            has nothing on | took down the poster on | cut the sessions on | never mentions | lost the leaflets on
            | says so little on | will not pay for a talk on | hid the display on | forgot the evening on
            | charges for the course on | refuses to talk about | has one page on | closes before the talk on
            | has never done a thing about | gave up on | keeps delaying the day on | binned the booklet on
            | only has an old flyer on | shrugs at | made us beg for a stall on""",
        "finally": """
            About time, | Good riddance, | Glad it is gone, | Much better, | At last, | Finally a new one,
            | Good change, | New one please, | Not before time, | Well, | Be honest, | Sorry but | Let's face it,
            | No offence, | In truth, | Good news as | I said it in {month}, | Long overdue, | Hooray,
            | Thank goodness,""",
        "tatty": """
            old | last | tatty | first | grey | tiny | blurry | long | loud | faded | dull | {month} | wordy | silent""",
        "advert": """
            advert | poster | leaflet | video | banner | flyer | clip | booklet | slogan | film | display | sign
            | noticeboard | website | jingle | logo | billboard | trailer | song | app""",
        "nobody": """
            nobody | not one person | hardly anybody | no teenager | no parent | not a soul | few people
            | no one I asked | none of the staff | no child | only {name} | no visitor | none of us | half of those
            | just about nobody | no customer""",
        "noticed": """
            noticed it | read it | could follow it | looked up | got the point | remembers it | took it seriously
            | found the link | knew what it meant | watched to the end | liked the colours | cared | saw it
            | asked about it | kept it | missed it | understood a word | knew it was there | would hang it up
            | stopped for it""",
        "grumble": """
            every single time | as usual | and no apology | for the third time | I took a day off for it | typical
            | my kids were waiting | and nobody tells us why | we pay for that | it was the same in {month}
            | what a waste | we came from {place} | after all the fuss | and {name} agrees | so do it properly
            | I give up | not good enough | with a day's notice | we had {number} people coming | someone sort it out""",
        "only": """
            only at | only shown at | stuck at | gone from | not at | never at | hidden at | always at | just for
            | miles from | banned from | still not at | missing from | only on once at | such a secret at
            | shut away at""",
        "plea": """
            show it everywhere | put it on telly | bring it to us | we want it too | take it on tour | do it twice
            | let more of us in | think bigger | make it free | give it to schools | print more | show it again
            | what about the villages | what about evenings | who decides that | be bold | use the big screen
            | get a bigger van | ask {name} to sort it | do it in {month}""",
        "cancelled": """
            was cancelled again | got moved again | started an hour late | was full by nine | has no disabled access
            | ended after ten minutes | was put off till {month} | clashed with the match | had no chairs
            | cost so much | was not advertised | lost its funding | never came to us | had no interpreter
            | was indoors in July | turned into a sales pitch | was shut to dads | had no sound | was half empty
            | is gone""",
        "youre": """
            you are a pathetic | you are such a | you really are a | you sad little | you are one big
            | you are a complete | you total | you are a right | you are just a | you are a massive
            | you are an absolute | you utter""",
        "fool": "idiot | moron | imbecile | cretin | numpty | idiot | pillock | moron | dimwit | halfwit",
        "wants": """
            wants to hear from you | likes you | can stand your voice | will miss you | cares what you think
            | reads your rants | trusts a word you say | asked you | wants you back | agrees with you
            | takes you seriously | invited you | laughs at your jokes | wants your opinion | will save you a seat
            | is on your side | needs your wisdom | believes your tales | remembers your name | would vote for you""",
        "shut": """
            Shut up | Oh shut up | Do shut up | Pipe down | Zip it | Give it a rest | Be quiet | Shut it | Enough now
            | Not a chance | Keep quiet | Stop typing | Not you again | Shut up will you""",
        "stupid": """
            stupid | you stupid | you daft | you total | you boring | you sad | you clueless | you utter | you lazy
            | you absolute | you tedious | you witless""",
        "goaway": """
            go back under your rock | learn to read | get a life | find another page | your mum must be proud
            | go and lie down | read a book | take up knitting | you bore {place} | get off the internet
            | wind your neck in | you ruin every thread | try thinking first | nobody is impressed
            | you were the same in {month} | touch some grass | bore someone else | stick to the weather
            | you know nothing | try {place} instead""",
        "works": """
            works at | goes to | runs | hangs round | is in charge of | sits in | volunteers at | stands outside
            | drinks at | meets at | has a say at | parks at | shops near | talks at""",
        "worst": """
            is the worst of them | is no better | is their king | leads the pack | should be first to go
            | laughs about it | knows it too | is just the same | makes it worse | proves it daily | can stay away
            | gets paid for it | never lifts a finger | thinks it is funny | will be next | is proud of it
            | deserves them | fits right in | smells of it | started it""",
        "utter": """
            an absolute | a total | a massive | such an | one big | a proper | the biggest | a complete | a right
            | an utter""",
        "thick": """
            thick as mince | daft as a brush | dim as a candle | thick as two planks | always was | as everyone knows
            | and it shows | from head to toe | no doubt about it | ask anyone at {place} | even {name} says so
            | all mouth | has been since {month} | and a bore | and proud | and loud with it""",
        "party": """
            one party | our party | one candidate | one team | this ward team | one list | one leaflet | one campaign
            | the party of this town | our lot""",
        "cares": """
            cares about | has a plan for | ever spoke up on | would fund work on | has taken time for
            | asked you about | voted for money for | put in writing that it backs work on | fought for
            | will keep the promise on | has costed a plan on | wants lessons on | stood with parents on
            | turned up to hear about | is serious about | put people first on""",
        "vote": """
            vote for our candidate | give us your vote | make your vote count | your vote decides | use both votes
            | vote for {name} | turn out and vote | bring a friend to vote | send a message | put your cross by {name}
            | vote early | one cross for us | do not waste your vote | vote for a fresh start""",
        "rulers": """
            government | council | minister | mayor | cabinet | county | treasury | administration
            | leader of the council | department | last government | ruling group""",
        "cut": """
            cut | slashed | froze | halved | raided | took away | lost | spent | stopped | trimmed | clawed back
            | axed""",
        "funds": """
            money | grant | budget | funding | youth money | repair fund | wages | lottery share | rent help
            | bus money | building fund | support grant | night staff money | roof money""",
        "remember": """
            remember that | think of it | bear it in mind | do not forget it | let them know it | hold them to it
            | say so | that will count | recall who did it | show them | take that with you | mention it
            | ask them why | keep that in mind""",
        "polls": """
            polling station | ballot box | next election | hustings | count | doorstep | elections in {month}
            | town poll""",
    }
)
