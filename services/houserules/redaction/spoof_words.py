"""The words around a name, a number or a link that tell a spoof from talk: patterns over the lower-case view."""

import re
from typing import Final

import re2

AFTER_NAME: Final = 40
AFTER_OLD_NUMBER: Final = 70
BEFORE_NAME: Final = 16
WORDS_BETWEEN: Final = 6
PERSONAL: Final = re.compile(
    rb"\b(?:or|my|me|mine|us|our|i'm|im|his|her|him|their|them|mum|mums|mum's|mate|mates|mate's|friend|friend's)\b"
)
ATTACHED: Final = re.compile(
    rb"[ \n]{0,2}(?:[\-:=(|,]|(?:is|for|to reach|to contact|gets you|reaches)\b)[ \n]{0,2}"
    rb"(?:(?:the|a|new|real|official|proper) ){0,3}\(?"
)
CHANGED: Final = re.compile(
    rb"\b(?:changed|moved|switched|replaced|no longer|instead|doesn't work|doesnt work|not working|wrong|out of date|is now|"
    rb"it's now|its now|now use|old number|old one|new (?:free )?(?:number|helpline|hotline|line|phone|advice line))\b"
)
"""Between a contact's own number and another that is said to have come in its place."""

GLUE: Final = re.compile(
    rb"(?:'?s\b)?(?:[ \n]{0,2}(?:[:=(\[|>,*\-\x0f]|\b(?:is|are|on|at|via|by|through|using|here|now|today|visit|go|to|see|the|a|"
    rb"its|new|real|official|proper|web|website|site|page|link|url|chat|live|online|report|reporting|form|portal|app|helpline|"
    rb"hotline|line|service|team|help|support|advice|info|email|e-mail|mail|address|direct|directly|anonymously|24/7|free|"
    rb"uk|safely|can|be|reached|found|contacted|contact|click|tap|follow|dm|message|text|insta|instagram|snap|snapchat|"
    rb"tiktok|twitter|facebook|fb|whatsapp|telegram|discord|number|no|num|call|ring|dial|tel|phone)\b)){1,7}[ \n]{0,2}"
)
"""What ties a link to the name before it: `Childline's new website is`, `CEOP at`."""

NOT_AND: Final = re.compile(rb"[ \n]{1,2}")
ASKED: Final = re.compile(
    rb"(?:\A|[\n.!?:\x0f]|\b(?:call|ring|dial|contact|visit|report|text|email|e-mail|message|msg|dm|use|try|join|reach|find|chat|"
    rb"speak|talk|tell|ask|need|see|go)\b(?: [a-z']{1,12}){0,3})[ \n]{0,2}(?:the )?\Z"
)
"""What stands before a name when the link right behind it is offered as its own."""

ABOUT: Final = re.compile(
    rb"\b(?:about|articles?|story|stories|blogs?|film|documentary|podcast|news|fundrais[a-z]*|donat[a-z]*|sponsor[a-z]*|"
    rb"raising|raised|in aid of|charity|working with|works? with|worked with|partner[a-z]*|alongside|thanks to|quot[a-z]+|"
    rb"volunteer[a-z]*|research|stud(?:y|ies)|trained by|fake|scam|not|isn't|isnt|spoof|pretend[a-z]*|beware)\b"
    rb"[^.!?\n]{0,30}\Z"
)
"""Talk about a contact, or a warning of somebody who poses as it."""

CODE: Final = re2.compile(rb"\b(?:116[ .\-]?[0-9]{3}|0[38]0[0-9][ .\-]?[0-9]{4}|[0-9]{5}|[0-9]{2,3}[ \-][0-9]{3})\b")
MORE_DIGITS: Final = re.compile(rb"[%/]|[ \n.,\-()/_*~\x0f]{0,4}[0-9]")
CALLED: Final = re.compile(rb"\b(?:on|at|is|number|no|call|ring|dial|tel|phone|text|txt|to|helpline|hotline|line)\b|:")
TEXT_TO: Final = re.compile(rb"\b(?:text|txt|sms)\b[^.!?\n]{0,30}\b(?:to|on|at) \Z")
OFFERED: Final = re.compile(rb"(?:'?s)?[ \n:\-(.!]{0,3}(?:[a-z]+ ){0,5}\(?")
WARNED: Final = re.compile(
    rb"[ ,]{0,2}(?:(?:is|are|was|its|it's|that's|=) )?(?:(?:a|an|so|totally|obviously|clearly|definitely) )?"
    rb"(?:not|fake|scam|phish|dodgy|spoof|bogus|fraud)"
)
"""What stands behind a link in a warning of it."""

BUSINESS: Final = re.compile(
    rb"\b(?:shops?|volunteers?|volunteering|fundrais[a-z]*|walk|run|event|staff|workers?|branch|offices?|ambassadors?|school|coffee|"
    rb"cake|raffle|tickets?|donat[a-z]*|choir|events?|hub|centre|stall|meeting|meet)\b"
)
"""What of a contact has a number of its own."""

WITHIN: Final = (b"/", b",", b".", b"#", b"$", b"\x0f", b"\x10")
TEXTED: Final = re.compile(rb"\b(?:text|txt|sms|call|ring|dial|phone|message|contact)\b[^.!?\n]{0,16}\Z")
PREMIUM: Final = re.compile(r"(?:00440?|440?|0)(?:7|9|8[47]|118)")
