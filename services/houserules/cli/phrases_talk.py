"""What most posts say: comments, thanks, questions. A table's fragments all fit where its name stands in a form."""

from typing import Final

from houserules.cli.phrases_common import tables

COMMENTS: Final = (
    "{open} {saw} {topic} at {place} {felt}{tail}",
    "{who} at {place} {raised} {topic} {result}{tail}",
    "{open} {part} {topic} {verdict}, {because}{tail}",
    "{when} {we} {topic}, {upshot}{tail}",
)

THANKS: Final = ("{thanks} {whom} {gave} {topic}, {helped}{end}",)

QUESTIONS: Final = (
    "{ask} {thing} {topic} {variety}? {reason}",
    "{hello} {whenever} {event} {topic} at {place}?",
)

TALK: Final = {"end": ("", "", "", ".", "!", " x")} | tables(
    {
        "saw": """
            the film about | the poster on | your post about | that clip on | the leaflet on | the talk about
            | the radio piece on | the display on | the assembly on | the quiz about | the play about
            | the workshop on | the short video on | the booklet on | the advert about | the story about
            | the banner on | the drama on | the cartoon about | the panel on | the training on | the evening on
            | the flyer about | the stall on | the newsletter on | the exhibition on | the lesson on | the comic about
            | the podcast on | the open day on | the reading list on | the Q and A on | the photo series on
            | the song about | the board game on | the coffee morning on | the slideshow on | the animation about
            | the mural about | the noticeboard on | the webinar on | the sketch about | the beermats about
            | the bus advert about | the parents' evening on | the pack about | the drop-in on | the school concert on""",
        "felt": """
            made me stop and think | stayed with me all week | got my lot talking | was better than I expected
            | hit home | went over my head at first | opened a few eyes | needed saying | was worth the bus fare
            | rang true | left half of us in tears | changed my mind | was far too short | did not go far enough
            | beat any lecture | surprised my husband | taught me a thing or two | felt very true to life
            | was handled with care | started a good argument | got a round of applause | was hard to sit through
            | put it in plain words | reached the ones who scoff | gave me goosebumps | was a bit slow for teens
            | should come back in spring | was over too soon | came at the right time | got my son off the sofa
            | deserved a bigger crowd | was easy to follow | made our tea go cold | was nothing like in my day
            | explained it at last | could do with subtitles | had no fluff in it | was hidden behind a pillar
            | won my mother round | stuck in my head | made sense even to me | drew quite a queue | split the room
            | was braver than most | had me nodding along | filled the whole hall | was the talk of our street
            | landed well with the dads""",
        "who": """
            A dad | My neighbour | A nurse | The librarian | My sister | {name} | {name}'s mum | The vicar
            | A lad I know | The new teacher | A retired copper | Our cleaner | The lollipop lady | My manager
            | A student | The lady | Somebody | My cousin | A young volunteer | The receptionist | My old tutor
            | A foster carer | The bloke | An older couple | Our trainer | A gran | The organiser | A sixth former
            | My husband | The driver | My brother-in-law | One mum | Two teenagers | A youth worker | The chair
            | A shy lass | My best mate | The speaker | A mum of four | Our steward | The cook | My eldest | A father
            | A regular | The councillor | A parent governor | {name} and I | My godson""",
        "raised": """
            brought up | asked about | spoke about | was very good on | told us about | made a point about
            | spoke well on | had a question on | would not stop about | shrugged at | read out a bit on
            | gave a talk on | did a poster on | put up a display on | wrote a poem about | did a quiz on
            | had a leaflet on | was honest about | laughed off | got quite cross over | showed a clip about
            | learned a lot about | ran a session on | handed out cards about | knew plenty about | had never heard of
            | was asked about | explained | went through | joked about | struggled with | did not get | summed up
            | changed tack on | led a chat on | started a group on | did a reading on | made us think about
            | found an old film on | painted a mural about | held a tea on | disagreed with us on | was spot on about
            | drew a comic about | kept quiet on | argued about | got talking about | had strong views on
            | made time for""",
        "result": """
            and the room went quiet | and nobody looked away | so I stayed to listen | and my two had questions
            | but few were listening | and we all joined in | and I was impressed | so we had a long natter
            | and it made my day | but the mic kept cutting out | and it took some nerve | and even the lads listened
            | so the kettle went on again | and I learned loads | but time ran out | and people clapped
            | and I could not agree more | though I saw it differently | and it broke the ice | so I picked up a flyer
            | and half the bus joined in | but it felt rushed | and you could hear a pin drop
            | and my nan nodded along | so the meeting ran late | and that took courage | but I am not convinced
            | and we want more of it | and the kids were hooked | so I went and looked it up | and it was not preachy
            | though the slides were tiny | and I think it helped | but some walked out | and we are doing it again
            | and a few of us stayed on | so there is hope yet | but I had to leave early | and it cleared things up
            | and it was long overdue | so I am writing to say so | though it rained all day
            | and the tea was good too | and I nearly cried | but parking was a nightmare
            | and more should do the same | so well done that person | but the hall was half empty""",
        "part": """
            the bit on | the part about | the page on | the section on | the scene about | the message on
            | the chapter on | the slide on | the paragraph on | the minute on | the wording on | the talk on
            | the caption on | the lesson about | the focus on | the question on | the example of | the line about
            | the opening on | the ending on | the voiceover on | the chart on | the fact box on | the checklist on
            | the poster about | the piece on | the clip about | the new film on | the old advert on
            | the interview on | the summary on | the guide to | the drawing about | the thread on | the panel about
            | the advert on | the sketch on | the poem on | the case study on | the handout on | the whole strand on
            | the second half on | the first half on | the debate on | the column on | the cartoon on
            | the jingle about | the footnote on""",
        "verdict": """
            is the best bit | is too quick | needs more time | is spot on | misses the point
            | should be in every school | works better in print | is not for under tens | is a step forward
            | leaves out boys | could be clearer | is what we need | is a bit wordy | does the job
            | is worth pausing on | is very English | says it plainly | talks down to teens
            | is aimed at the wrong age | does not work on a phone | is well judged | ought to come first
            | gets it half right | is old news to us | is brave | feels out of date | is missing in Welsh
            | sounds like a lecture | is gentle but firm | has real weight | goes too fast for gran | stands out
            | should go on telly | deserves a sequel | tries too hard | lacks a local angle | covers the basics
            | beats the last one | is right for Year 8 | still divides us | is clear as day | skips the hard part
            | makes no sense muted | asks a lot of parents | is my favourite | hits the mark | came out too late
            | is the weak spot""",
        "because": """
            kids switch off after a minute | most parents never see it | nobody reads the small print
            | that is how it starts | teens can tell when it is forced | it speaks to dads as well
            | we argued over it for an hour | the font is tiny | even my gran got it | lads need it most
            | schools have no time | it is not only strangers | people round here scoff | it took me two goes
            | the music drowns it | I have shown it to three classes | it treats us as grown-ups
            | my group asked for more | plain words go a long way | you see it everywhere now
            | our staff room liked it | no one else says it | pictures say more | it does not blame anyone
            | the actors are very natural | the old one was dull | it could be any town | the timing is right
            | I would cut the jokes | children notice everything | we all look at our phones | that is just my opinion
            | my class disagreed with me | both sides have a point | every family is different
            | villages get forgotten | it gives you the words | not everyone is online | it is kind to the listener
            | fear does not teach | repeating it helps | sharing is easy | silence suits nobody | some of us are slow
            | two minutes is plenty | the tone is right | the host rambles | my bus was late anyway""",
        "when": """
            On Monday | On Tuesday | On Wednesday | On Thursday | On Friday | On Saturday | On Sunday | Last night
            | This morning | Over tea | At half term | On the school run | After football | Before bed | In the car
            | On the bus | During lunch | After assembly | Over Sunday dinner | At break | In the staff room
            | At bath time | On holiday | In {month} | Back in {month} | After the news | While walking the dog
            | Between shifts | On the late shift | At the weekend | Twice this week | For once | This term | Last term
            | After church | At band practice | In the queue | At swimming | During the ads | On a wet afternoon
            | At the kitchen table | On our lunch break | At nan's | Before the match | After the quiz | In form time
            | On the train | Yesterday""",
        "we": """
            we talked about | we ended up on | we had a chat on | the kids asked about | my son brought up
            | my daughter mentioned | we watched the one on | I read up on | we did a quiz on | my class covered
            | the girls wanted to know about | the boys did a skit on | we shared the clip on
            | I put up your poster on | our group went over | we argued about | my wife and I discussed
            | I sat through the film on | the lads joked about | my nephew was curious about | we heard the podcast on
            | I showed them the page on | gran wanted to hear about | the whole table got onto | we tried your game on
            | I handed out leaflets on | my team had training on | we made posters on | I tried to explain
            | someone raised | we had a visitor on | my mate would not drop | two of us led a session on
            | I learned about | our form did | we held a circle on | my youngest drew | we nearly missed the bit on
            | I overheard a chat about | the teacher set homework on | my sister rang about
            | we practised talking about | we went back to | the twins fell out over | I got asked about
            | our choir sang about | we swapped notes on | my dad had a view on""",
        "upshot": """
            harder than I thought | and it went better than feared | it was a good half hour
            | nobody rolled their eyes | and my tea went cold | we did not agree on much | but I ran out of answers
            | the questions kept coming | and we will do it again | which I never did with my dad
            | we laughed and then we didn't | and it cleared the air | it was quieter than usual
            | the post gave us a way in | and I was proud of them | not easy, but worth it
            | my eldest taught me things | and he listened for once | it took ten minutes | the little one fell asleep
            | and she had plenty to say | we could have gone on | it beat the usual silence | I had the facts wrong
            | and they knew more than me | the film made it easier | it felt natural for once | which says a lot
            | we are not there yet | and grandad joined in | the answers surprised me | but the bell went
            | we agreed on house rules | and phones went in a basket | so the telly stayed off | and I am glad we did
            | she shrugged, as teens do | it is a start | he wants to see the next one | I still have my doubts
            | and no one stormed off | and that is progress | we ended with a hug | but half of it went past me
            | so keep the posts coming | your page came in handy | and then the dog barked | it needs a second go""",
        "thanks": """
            Thank you to | Thanks to | Many thanks to | Big thanks to | Huge thanks to | A big thank you to
            | So grateful to | Very grateful to | Thankful to | Hats off to | Well done to | Cheers to | Hugs to
            | Massive thanks to | Warm thanks to | Our thanks to | My thanks to | Special thanks to
            | Heartfelt thanks to | Love and thanks to | Hearty thanks to | A quick thank you to
            | One more thank you to | A late thank you to | Flowers to | Full marks to | Ten out of ten to | Bravo to
            | Respect to | All credit to | Credit to | Three cheers for | Hooray for | Big up | Forever grateful to
            | Sending thanks to | Just wanted to thank | We want to thank | I'd like to thank | Must thank
            | Can we thank | Please thank | Lovely to meet | Grateful as ever to | Our group thanks | Chuffed with
            | A gold star for | Hip hip hooray for""",
        "whom": """
            {name} | {name} | {name} | {name} and her mum | the team | your team | everyone | both speakers
            | the two ladies | the lad with the guitar | your volunteers | the crew | the young speaker | the actors
            | whoever it was | the nurse | the librarian | the organisers | the staff | the folk at {place}
            | {name} from {place} | the lady at {place} | {name} at {place} | the students | the night team
            | our hosts | the helpers | the two officers | the drama group | the gran in red | the tall chap
            | the camera crew | your trainer | all of you | the sixth formers | the trainees | the mums | the dads
            | the choir | the artists | the whole gang | the man with the van | your admin | the outreach team
            | the women | the tea ladies | the people at {place} | the teacher""",
        "gave": """
            for the session on | for explaining | for the talk on | for speaking on | for the leaflets on
            | for your work on | for the clip on | for being so open on | for the workshop on | for the evening on
            | for the poster on | for the pack on | for the honest words on | for the film about
            | for taking us through | for the slides on | for the day on | for your patience over | for the quiz on
            | for the tips on | for the drama about | for the pointers on | for the answers about
            | for making time for | for the training on | for shining a light on | for not shying away from
            | for the chat about | for the booklet on | for the visit on | for coming to speak on
            | for the frank talk on | for the assembly on | for the new page on | for running the day on
            | for the calm words on | for the straight talk about | for the cards on | for the hour on
            | for the podcast on | for the lesson on | for the display on | for teaching us about | for your stall on
            | for the comic on | for the webinar on | for the notes on | for the story about""",
        "helped": """
            it got us talking | we came away wiser | {number} of us came along | my two have not stopped since
            | it was just right | you made it easy | we needed that | you were spot on | the kids loved you
            | see you in {month} | it was kindly done | our staff still mention it | I took {number} pages of notes
            | not a dry eye | the cake was good too | come back soon | it gave me words to use
            | even the back row listened | we felt heard | well worth the drive | you know your stuff
            | my nan sends her love | I feel braver now | you were brilliant | we will pass it on
            | it came at a good time | our doors are open | what a team | it is never easy | you lit up the room
            | we are lucky | it has stayed with me | the class says hello | you took every question
            | it was a lovely morning | nobody wanted to leave | you made us laugh | we booked the next
            | it meant a lot | our lads behaved | it changed how we talk | the room was full | please do more
            | it is on our board now | my daughter wants to join you | two hours flew by | keep at it | what a night""",
        "ask": """
            Is there | Do you have | Do you do | Could we get | Where can I find | Can we order | Have you got
            | Who prints | Any chance of | Will there be | Are you planning | Who makes | How do we get | Where is
            | Do you know of | May I borrow | Can we print | How much is | Could you post | Is it okay to copy
            | Can schools have | Did I miss | Where do I order | Would you share | Could I translate
            | Would you recommend | What would you pick as | Has anyone seen | How long until | When do we get
            | Is it worth asking for | Could you make | Would it be possible to have | Who wrote | Could we swap
            | Have I missed | Could we reprint | What became of | Are we allowed to use | Does anyone still have
            | What does it cost to print | Is somebody working on | Do libraries stock | Can I download
            | Can we hang up | Is it easy to make | How old is | Who can spare""",
        "thing": """
            a leaflet on | a poster on | a booklet about | a short film on | a quiz on | a lesson plan on
            | a fact sheet on | a pack on | a checklist on | a comic about | a reading list on | a slideshow on
            | a game about | a guide to | a pocket card on | a banner on | a display on | a podcast on | a clip about
            | a worksheet on | a story about | a picture book on | a summary on | an audio file on | a sticker set on
            | a script about | a web page on | a template on | a flyer about | a bookmark on | a colouring sheet on
            | a talk sheet on | a training video on | a song about | a postcard on | a one-pager on | a mini guide to
            | a starter kit on | a puzzle about | a play script on | a set of cards on | a long read on
            | a pocket guide to | a newsletter on | a recording on | a handout on | a wall chart on | an assembly on""",
        "variety": """
            in Welsh | in Urdu | in Polish | in large print | in easy read | in Braille | in Punjabi | in Bengali
            | in Somali | in Arabic | in Romanian | with subtitles | with signing | without the logo | with pictures
            | on one page | in black and white | in colour | in A3 | for phones | to print at home | for under tens
            | for Year 8 | for teens | for grandparents | for new parents | for foster carers | for dads | for staff
            | for governors | for shy kids | for a noisy group | for a short slot | for boys | for sixth formers
            | in fewer words | that kids would read | made this year | made locally | with a transcript
            | in plain English | as a PDF | on paper | with a quiz at the end | for beginners | in Ukrainian
            | in Gujarati | that folds""",
        "reason": """
            It is for {place} | Asking for {place} | Our group meets in {month} | We have {number} pupils
            | The old one is torn | Ours ran out | We open again in {month} | It would go up at {place}
            | My printer is broken | Happy to pay postage | No rush | It is for a wall at {place}
            | Our last one was from {month} | They asked at {place} | Needed by the {number}th | We are a small club
            | Happy to collect | It is for {name} at {place} | The kids keep asking | Our board is bare
            | We only have one | {name} pointed me here | I could not see one | The page would not load
            | I looked at {place} | There were none at {place} | We are new to this | Our budget is nil
            | I would take {number} | Just the one would do | It is for half term | The scouts would love it
            | It need not be fancy | Old stock is fine | It is for a stall in {month} | My form has {number} in it
            | Our lot are keen | I am a governor | I can laminate it | It is for the staff room | Our vicar wants one
            | There is a gap by the door | We meet near {place} | I volunteer at {place} | It is my turn to bring one
            | Ours got wet | Mine is from last year | {name} lost ours""",
        "hello": """
            Hi, | Hi all, | Hello, | Hello there, | Morning, | Morning all, | Afternoon, | Evening, | Hiya, | Hey,
            | Hey team, | Hi team, | Dear team, | Quick question, | Quick one, | Sorry to ask, | Silly question,
            | Just wondering, | Out of interest, | One more thing, | Forgive me, | Asking again, | Asking for mum,
            | Asking for a mate, | Me again, | Sorry if I missed it, | Not sure who knows, | {name}, | Hi {name},
            | Dear {name}, | Hello {name}, | Morning {name}, | Bit late, but | Before I forget, | While I remember,
            | Excuse me, | Another one from me, | New to the page, | From a newcomer, | On behalf of gran,
            | Our group wonders, | My son asks, | My wife asks, | For my diary, | For the minutes, | Tiny question,
            | Serious question, | Probably obvious, but""",
        "whenever": """
            what time is | when is | who is running | how long is | is it free to join | can anyone come to
            | is there parking for | do I have to book | how do we book | is there a creche at | can teenagers come to
            | is there still room at | did anybody go to | was anyone at | what did you think of | how busy was
            | will you film | are you repeating | could we host | may I bring my mum to | is there a bus to
            | can we sit in on | is lunch included at | will there be tea at | are dogs allowed at
            | is it step-free for | who is speaking at | has anything changed with | did they move
            | is it the {number}th for | are there seats left for | how many came to | what do I bring to
            | is there signing at | are under tens okay at | could I stream | why so little notice of
            | was it packed at | are you coming to | how early do we get to | do they serve coffee at
            | is there a repeat of | will {name} be at | is {name} doing | are the doors open for | can we walk to
            | who cancelled | what did I miss at""",
        "event": """
            the session on | the talk on | the workshop on | the evening on | the film night on
            | the coffee morning on | the open day on | the quiz on | the play about | the drop-in on
            | the assembly on | the course on | the debate on | the panel on | the training on | the stall on
            | the exhibition on | the family day on | the reading on | the next talk about | the last session on
            | the parents' evening on | the film launch on | the screening about | the walk and talk on
            | the second evening on | the taster on | the Saturday class on | the big meeting on | the lunch talk on
            | the youth forum on | the Q and A on | the repeat talk on | the short course on | the play rehearsal on
            | the refresher on | the dads' night on | the mums' group on | the grandparents' tea on
            | the poster day on | the art class on | the half-term club on | the breakfast briefing on
            | the book club on | the {month} talk on | the summer school on | the circle on | the night class on""",
    }
)
