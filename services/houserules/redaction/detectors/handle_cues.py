"""The words around handles: names of apps, requests to get in touch, and what tells an offer from talk.

All are patterns over the lower-case view. Those that look at what stands before a place end in `\\Z`.
"""

import re
from typing import Final

CLEAR: Final = (
    rb"snapp? ?(?:ch?at|chap)t?|snp?chat|snapcaht|snapp?|insta ?gram|inst[ae]r?gra[mn]|intagram|f?insta|tik[ -]?tok|twitter|"
    rb"face ?book|fb|messenger|telegra[mn]m?|kik|disc?h?ord|wickr|viber|skype|wechat|blue ?sky|bsky|mastodon|tumblr|reddit|"
    rb"twitch|"
    rb"you ?tube|yt|roblox|rblx|minecraft|fortnite|epic games|steam|psn|playstation|xbox(?: live)?|xbl|nintendo|only ?fans|"
    rb"yubo|wizz|be ?real|vsco|pinterest|linked ?in|tinder|grindr|bumble|hinge|omegle|wattpad|session id|"
    rb"gamer ?tags?|ign|(?:all )?socials|user ?name"
)
"""Names of apps that mean little else, and words for a handle."""

VAGUE: Final = rb"sc|ig|signal|threads|tt|tg|dc|disc|gt|gram|ps[45]|s/c|s/n|tele"
"""Abbreviations and words with other meanings: `ig` is `I guess`, too."""

FREE: Final = (
    rb"mine|(?:new|other|old|main|spare|second|2nd|back ?up|private|burner|spam) "
    rb"(?:acc(?:ount|t)?|one|page|profile|user|channel)"
)
"""Words for a handle that name no app. They do without `my`, but letters alone behind them are no handle."""

OWNED: Final = rb"x|line|handle|user|id|epic|switch|ps|of|acc(?:ount|t)?|page|profile|channel"
"""Words that name an app or a handle only behind `my`, `on` and the like."""

APP: Final = rb"(?:" + CLEAR + rb"|" + VAGUE + rb"|" + FREE + rb"|" + OWNED + rb")(?:'?s)?"
NEVER_PLAIN: Final = re.compile(rb"(?:" + FREE + rb"|x|line|id|user|acc(?:ount|t)?|page|profile|channel|of|ps)(?:'?s)?")
IS_FREE: Final = re.compile(rb"(?:" + FREE + rb")(?:'?s)?")
IS_VAGUE: Final = re.compile(rb"(?:" + VAGUE + rb"|" + OWNED + rb")(?:'?s)?")

REQUEST: Final = (
    rb"(?:add|adds|dm|d\.m|pm|msg|mssg|mesg|message|inbox|hmu|kik|snap|follow|hit up|hit|tweet|dms (?:are )?open)"
)
THEM: Final = rb"(?:me|him|her|them)"
OFFER: Final = re.compile(
    rb"\b(?P<aim>"
    + REQUEST
    + rb"(?: "
    + THEM
    + rb")?(?: up)?|(?:contact|text|find|reach|catch|(?:talk|chat|speak) to) "
    + THEM
    + rb"|i'?m|i am|(?:my|her|his) (?:@|at|handle|tag)(?: is|'s| name is)?)"
    rb"(?: (?:on|at|here|now|direct|directly|instead|privately|back))?[ :\-=>\n]{1,4}\Z"
)

NOT_AIMED: Final = re.compile(
    rb"(?:[0-9] ?|\bwho |\b(?:can|could|will) (?:you|u) (?:please |pls |plz )?|\b(?:please|pls|plz|plse) follow)\Z"
)
"""`7 pm @thecafe` is a time, and `please follow me @somebody` begs somebody."""

TOKEN: Final = re.compile(
    rb"(?P<quote>[\"'*`(]{0,2})(?P<at>@[ ]?|u/|live:)?(?P<name>[a-z0-9_.][a-z0-9_.-]{1,39})"
    rb"(?P<tag>#[0-9]{4}(?![0-9])|(?<=[a-z0-9_])@(?:[a-z0-9-]{1,30}\.){1,3}[a-z]{2,12}\b)?"
)
SPELLED: Final = re.compile(rb" (?:underscore|under score|dot|dash|hyphen) ([a-z0-9._]{1,20})(?![a-z0-9_@])")
QUOTED: Final = re.compile(rb"([\"'])(?:[a-z0-9._-]{2,20} ){1,2}[a-z0-9._-]{1,20}\1(?![a-z0-9])")
FILLER: Final = re.compile(
    rb"(?: ?(?:user ?names?|usr|user|name|handle|id|tag|acc(?:ount|t)?|profile|addy|@|app|channel|deets|details)"
    rb"(?![a-z0-9@])| (?:me|him|her|them)(?: (?:up|on|at|now|here|too))?(?![a-z0-9])| (?:too|as well|also)(?![a-z0-9]))+"
)
AND_APP: Final = re.compile(rb"(?: ?(?:/|&|\+|,|\band\b|\bn\b|\bor\b|\bon\b) ?(?:my )?" + APP + rb"\b)+")
LEAD: Final = re.compile(
    rb"(?P<sign>[ \n\x0f]{0,3}(?:\(|[:;=|>~]|-{1,2}>|=>)[ \n\x0f]{0,3}(?:-[ ]?)?(?:[>)]+[ ]?)?)"
    rb"|(?P<dash>[ \x0f]{0,3}-[ \x0f]{0,3})"
    rb"|(?P<word>[ ,\n]{0,2}(?:is|iz|its|it's|it is|are|as|under|called|named|was|be|'s)(?:[ :\n]{1,3}|(?=@))"
    rb"(?:(?:just|now|literally|still|called|actually|basically|my name|also|always|under|the same|=|:|-)[ :]{1,2}){0,2})"
    rb"|(?P<clause>[ ,]{1,2}(?:he'?s|he is|she'?s|she is|i'?m|i am|they'?re|by|at)[ ]"
    rb"(?:called |named |known as |under |as )?|, )"
    rb"|(?P<picture>[ ]?\x0f[ \x0f]{0,3})|(?P<weak>[ \n]{1,4}|(?=@))"
)
CLOSED: Final = re.compile(
    rb"[\"')*`]{0,3}(?:\Z|[ ]{0,3}(?:[\n,;!?)|/&+\x0d\x0f(]|\.(?:[\s.]|\Z)|-|:[()dp]|<3)"
    rb"|[ ]{1,3}(?:x+|xo|xoxo|and|if|or|so|but|add|hmu|dm|msg|message|pls|plz|please|lol|btw|on|thanks|thx|im|i'm|n|my|his|her|"
    rb"snap|insta|ig|fb|kik|tiktok|u|guys|x|hit|text|follow|ok|okay|cos|cuz|because|for|too|if|when|lmk|ask|just|his|hes|shes)"
    rb"(?![a-z0-9]))"
)

_WORDS: Final = (
    rb"(?: (?:[a-z]+'s|mums?|dads?|mates?|friends?|sisters?|brothers?|sons?|daughters?|girlfriends?|boyfriends?|exs?|cousins?|"
    rb"bfs?|gfs?|kids?|girls?|lads?|boys?|best|new|old|main|other|spam|private|personal|second|2nd|actual|real|public|back ?up|"
    rb"only)){0,3}"
)
OWNER: Final = re.compile(rb"\b(?:my|his|her|their|hers|mine|[a-z]{2,12}'s)" + _WORDS + rb"[ ]\Z")
CONTACT: Final = re.compile(
    rb"\b(?:(?:adds?|dm|pm|msg|messages?|messaging|inbox|hmu|text|txt|chat|talk|speak|contact|reach|ping|search|request|req|"
    rb"friend|goes by|known as|look(?: \w+)? up)\b"
    rb"|(?:follow|find|get|catch|see|hit|stalk|got|have)(?: back)? (?:me|him|her|them|hold of)\b"
    rb"|(?:i'?m|i am|it's|its|he'?s|she'?s|he is|she is|they'?re|also|both) (?:also |always |mostly |only )?on\b"
    rb")[^.!?\n\x00]{0,28}\Z"
)
FRESH: Final = re.compile(
    rb"(?:\A|\b(?:acc|account|page) |[\n.!?,;:(|/&+\x0f\"'*>-][ ]{0,3}|\b(?:and|or|also|plus|n|on my) )\Z"
)
GROUP: Final = re.compile(
    rb"\b(?:(?:follow|find|join|contact|message|dm|tag|add|visit|catch|check|reach|tweet|like|see|support)(?: out| with| @)? us"
    rb"\b[^.!?\n\x00]{0,28}|(?:our|official)(?: [a-z]+)?[ ])\Z"
)
SENTENCE: Final = re.compile(rb"[.!?\n][ \n]+")

LINK: Final = re.compile(
    rb"(?:(?: (?:over )?(?:on|via|at|for|both))+(?: my| the| his| her)?"
    rb"|(?: is|'s|,? that'?s| =|,?[ ]-)(?: my| his| her| their)(?: new)?|[ ]?\(|[ ]-{1,2}|[ ][/|~]|:|(?= )) ?\Z"
)
"""What stands between a handle and the name of its app: `jess_xo12 on snap`."""

NAME_BEFORE: Final = re.compile(
    rb"(?<![a-z0-9_@./#-])(?P<at>@[ ]?)?(?P<name>[a-z0-9_.][a-z0-9_.-]{1,39})(?P<tag>#[0-9]{4})?\Z"
)
NAME_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789_.-#@"
LEADING: Final = re.compile(
    rb"\b(?:(?:adds?|dm|pm|msg|message|inbox|hmu|text|contact|search|search up|look up|find|report|block|beware of|avoid|"
    rb"expose|acc|account|called|kik|snap|i'?m|i am|it'?s|it is|he'?s|she'?s|he is|she is|as|named?|name is|user|username|"
    rb"under|by|is|my|at|@|me|him|her|them)[ :,]{1,3}(?:at |@ |is |- )?)[\"'(*`]{0,2}\Z"
)
TALKED_TO: Final = re.compile(
    rb"\b(?:follow(?:ing)?|tag(?:ging)?|congrats|congratulations|credit to|shoutout|shout out to|agree|thanks|thank you|thank|"
    rb"thx|cheers|via|cc|by|from|ask|asked|said|says|hey|hi|dear|hello|rt|with|lol|love|well|ty|as|and|great|watch|see|saw)"
    rb"[ ,:]{0,2}\Z"
)
CITED: Final = re.compile(
    rb"\b(?:via|sources?|credits?|according to|reported (?:by|on|in)|seen on|posted (?:by|on)|article|statement|press|official|"
    rb"campaign|charity|charity's|organisation|our|us|visit|news|interview|read more)\b[^\n\x00]{0,24}\Z"
)
PERSONAL: Final = re.compile(rb"\b(?:my|me|mine|his|him|her|their|them|i'?m|he|she)\b[^\n\x00]{0,32}\Z")
TALKED_OF: Final = re.compile(
    rb"'s| (?:is|was|has|had|are|said|says|say|posted|posts|shared|just|did|does|reports|reported|award)\b"
)
"""What goes on about somebody who was mentioned: `@sam on insta is lovely`."""

ELSEWHERE: Final = re.compile(
    rb"\b(?:on|your|ur|yr|the|this|that|hate|love|from|to|via|off|by|of|using|use|delete|deleted|leave|left|quit|with|watch|see|"
    rb"saw|seen|read|ban|against|blame|dear|hey|about|like|for|in|and|says?|said|because|thanks|think|stop|all|is|are) \Z"
)
"""Words before an app in talk about it: a mention that follows (`I hate tiktok @sam`) is somebody talked to."""

THANKED: Final = re.compile(
    rb"\b(?:thanks|thank|thx|cheers|congrats|congratulations|credits?|posted|saw|seen|shared|retweeted)\b"
)
MORE: Final = re.compile(rb"[ ]{0,2}(?:,|/|&|\+|\||\bor\b|\band\b|\bn\b)[ ]{0,2}(?:@|also )?")

LAST: Final = re.compile(rb"(?:@[ ]?)?[a-z0-9_.]*\Z")
