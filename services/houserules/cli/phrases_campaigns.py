"""What campaigns say: adverts and slogans of 16 to 40 words, and what their copies change.

Each copy has its own link, number or number to ring; its words are those of the others, but for a few.
"""

from typing import Final

from houserules.cli.phrases_common import tables

CAMPAIGNS: Final = (
    "{lure} {claim} {proof} {act} http://{handle}.example/go{number}",
    "{lure} {claim} {proof} {act} {phone}",
    "{cry} {charge} {place} {silence}. {demand} {spread}",
    "{cry} {demand} {charge} {place} {silence}. {spread} www.{handle}.example",
)

CAMPAIGN: Final = tables(
    {
        "lure": """
            Parents, listen. | I could not believe this. | This changed my life. | Read this before it goes.
            | Finally it works. | Nobody told us this. | Wow, what a find. | Every mum needs this.
            | They want it hidden from you. | My doctor was amazed. | I was in debt and lost.
            | Two weeks ago I was desperate. | One small trick. | For a few days only. | You will want this.
            | Hard times are over.""",
        "claim": """
            This new app shows each message on your child's phone and nobody notices.
            | A quiet man from our street healed my worries with three simple herbs.
            | We help families get back thousands that the bank has kept from them.
            | The grant for single parents is open now and almost everyone gets it.
            | I turned fifty pounds into a deposit for a house with this broker.
            | The bracelet that tracks your kids is free while the offer lasts.
            | A teacher from the coast lost four stone with one cup of this tea.
            | Our course makes any teenager enjoy maths in under a week.
            | There is a hidden setting that doubles your benefits every month.
            | Trusted witches bring back money, hair and court papers within days.
            | The school kit company is closing and gives its stock away tonight.
            | You can rent out your unused garage and live on it like we do.
            | This little box cuts every heating bill in half without an electrician.
            | My cousin signs people up for parcel rounds with pay on the same day.
            | These drops cleared my son's skin before the holidays had even started.
            | The lottery system that papers call unfair is open to anyone.""",
        "proof": """
            Hundreds of us have it already. | I have never felt better. | Look at what others wrote about it.
            | My husband laughed and now uses it too. | No card, no contract, no questions asked.
            | It took less time than boiling an egg. | The whole estate is talking of nothing else.
            | I only share it because it helped us so much. | It was on the radio last month. | Even the vicar joined.
            | You keep everything, whatever comes of it. | Big companies tried to ban it. | We cried with joy.
            | Places go within hours, as they always do. | It is safe, legal and tested. | I wish I had known sooner.""",
        "act": """
            Get yours here: | Sign up tonight at | Ask for the free guide: | Talk to our expert now:
            | Claim it before Sunday: | Everything is explained here: | Join while it is open:
            | Send your name and postcode to | Do it today: | Start with one click: | Quote spring and pay nothing:
            | Find out if you qualify: | Book the last places: | Message him, he answers everybody:
            | Order for your whole family: | Watch the proof:""",
        "cry": """
            Enough is enough. | Wake up, Britain. | We will not be quiet. | Our children come first.
            | Not in our name. | Ask yourself why. | The truth is coming out. | Stand together now.
            | Shame on all of them. | They think we forget. | Time for answers. | No more excuses.
            | Where is the outrage? | Remember this day. | Look who is silent. | Justice is not a favour.""",
        "charge": """
            They knew about it for years at | Millions were wasted on consultants instead of
            | Not one manager has lost a job over | The report lies in a drawer since the scandal at
            | The inquiry never once called a witness from | Somebody made a fortune while they shut
            | Papers were shredded before the visit to | Nobody on the board has ever set foot in
            | Lights were on and doors were locked at | Three promises were made and three were broken over
            | The cameras were switched off on purpose at | Our letters come back unopened from
            | They would rather build flats than keep | The same five people decide everything about
            | The money for guards was spent on carpets at | Every warning was filed under nothing at""",
        "silence": """
            and nobody has answered for it | and the papers look away | while our taxes pay for it
            | and we are told to move on | but the bonuses were paid | and the minister went on holiday
            | as if we could not count | and not a word on the news | but we kept the letters
            | and the chair got a medal | while families wait | and they call it progress
            | though everyone signed the form | and it is happening again | but they cannot silence us all
            | and that is only the start""",
        "demand": """
            Sign the petition before it goes. | Write to your MP tonight. | Demand a public hearing now.
            | Boycott every sponsor until they speak. | Wear red on Friday. | Ring the town hall at nine sharp.
            | Cancel your subscription today. | Turn your picture black this week. | Join the march in spring.
            | Make them publish the list. | Refuse to fill in their survey. | Stop the contract from being renewed.
            | Ask for the minutes of every meeting. | Fill the gallery at the vote. | Send back the leaflet unread.
            | Tell the auditors what you know.""",
        "spread": """
            Share it wherever you can. | Copy this, do not like it. | Post it before they delete it.
            | Put this on every page you follow. | Let it go round the world. | Tell three neighbours.
            | Keep this at the top. | Silence is consent, so repeat it. | Paste it under their posts.
            | If you care, pass it on. | Do not scroll past. | Say it louder. | Print it and hang it up.
            | Make it impossible to ignore. | Be one of thousands. | Read it out at work.""",
        "filler": "just | really | now | please | still | simply | honestly | also | truly | indeed",
    }
)

FLAGS: Final = ("", " 🔥", " 👇", " ‼️", " 🙏🙏", " 💯", " 👀")
"""What copies of a campaign end with, as masking takes it out."""
