"""What a handle looks like, and which words of everyday talk stand where a handle could."""

import re
from enum import IntEnum
from typing import Final


class Shape(IntEnum):
    """How much a word looks like a handle by itself, the least first."""

    EVERYDAY = 0
    """A word of ordinary talk: `my insta is private`."""
    PLAIN = 1
    """Letters, and no word that is known: only the words around can make it a handle."""
    COINED = 2
    """Letters that make no English word: `jessxo`, `BigDaveBoy`."""
    DISTINCT = 3
    """Letters with digits, underscores or dots inside."""
    STRONG = 4
    """Nothing else looks like it: `jess_xo12`, `bigdave88`."""


_EVERYDAY: Final = frozenset(
    b"a able about above abuse abuser abusers abusive abuzz acc account accountability accounts accused across act "
    b"action active actually ad add added addict addicted addiction addicts adding address adds admin ads adult adults "
    b"advert adverts advice afraid after afternoon again against age ages ago agree ah ahead air alert algorithm "
    b"algorithms alive all alleged allowed almost alone along already alright also although always am amazing amber "
    b"america an and angry announcement annoying anonymous another answer any anybody anymore anyone anyones anything "
    b"anyway anyways app apparently appreciate apps are area arent around arrested arse arsehole art article "
    b"articles as ask asking asks asshole assholes at atm attack attention august aunt auntie aunty autumn available "
    b"average aw awareness away awesome awful aww ay ayy babe babes baby back bad bailed bait ban banger bangin banned "
    b"bans bare barely base based basic basically bastard bastards bby bbz bc bcos bcz beautiful beauty because become "
    b"been before behind being believe bellend below bereal besides best bestie better between beware beyond biatch "
    b"big bill billionaire bio bird birds birmingham bit bitch bitches black blank bless block blocked blocking blocks "
    b"bloke blokes blue bluesky bomb bonjour boosts boring born boss bosses bot both bothered bots bought bound boy "
    b"boyfriend boys brain brb bre breach brill bring britain bro broadcast broke broken bros brother brothers brown "
    b"bruh bruv bs btw bucks buddy buff bug bugging buggy bullies bully bullying business busy but buy buzz by bye "
    b"bytedance call called caller calls calm came camera campaign can cancel cancelled cant capital capitals caption "
    b"captions card cards care careful case cases cash caught cause cba ceo ceop certainly challenge challenges chance "
    b"change changed channel chap chaps charged chat chats chatting cheap check cheers chick child childline children "
    b"choice christmas ciao claiming class clean clear clearly clip clips clogged close closed club code coin coins "
    b"com come comes comfortable coming comment commenter commenters comments common community companies company "
    b"compromised computer concern concerning connected consent contact contacts content contents control convicted "
    b"cool correct cos could councillor councillors country couple course court coz craft crafts crap crashed crashing "
    b"crazy creator creators creep creeps creepy crew crime crimestoppers cringe cross cry crying culture cultures "
    b"cunt cunts curious currently cus cute cutie cuties cuz cya da dad daft daily damn dance dances danger dangerous "
    b"dark darling dat data date daughter day days deactivate deactivated dead dear debate december decent decision "
    b"decisions dedicated deep def deffo definitely defo defs delete deleted deleting dem denied desperate despite "
    b"details detox device dey dick dickhead dicks did didnt die died different difficult dirty dis disable disabled "
    b"disc discord disgrace disgraceful disgusting dm dms do dodgy doe does doesnt dog doing don done dont door dope "
    b"dot double doubt down download drama dream drop dry duck duckie dude duded dudes due dull dumb dunno during "
    b"dying dysmorphia each earlier early easter easy ecosystem education either election elections ello elon else em "
    b"email emergency emoji emojis empty end ended ends england english enough entire era error especially estate etc "
    b"even evening event events ever every everybody everyone everyones everything everywhere evidence evil ex exactly "
    b"example except excited exist expired extra eye eyes face fake fakes fam family famous fan fans far fashion fast "
    b"fatigue fave favourite fb fear feature features february feed feeds feel feeling fella fellas fellow few ffs fi "
    b"fifa figure filled filter filters filth final finally find finding fine fire first fit fix flagged flooded folk "
    b"folks follow followed follower followers following food football for forever forget forgot form fortnite forward "
    b"found founder founders fr free freezing french fresh frfr fri friday friend friends from frozen fs ft fuck "
    b"fucked fucker fuckers fucking full fully fun funny further future fyp game gamer gamers games gaming gang "
    b"garbage gassed gave gay geezer geezers generation gentleman gents german get gets getting ghost ghosted gif gifs "
    b"gift gifts giggle girl girlfriend girlie girlies girls give gives giving glad glitch glitching glitchy go goat "
    b"goes going golden gone gonna good google gorgeous gossip got gotta government gram great green grief grim "
    b"groomer groomers grooming gross group groups gtg guess guilty gutted guv guy guys ha hacked hacker hackers had "
    b"haha hahah hahaha half halloween hand handsome happen happened happens happy hard hardly has hashtag hashtags "
    b"hate hateful have having hbu he head health hear heard heart hehe hell hello help helpful helping hence hench "
    b"her here heres hers hes hey hi hid hidden high highkey highlight highlights him himself his history hit hiya hmu "
    b"ho hoe hoes hol hola hold holiday holidays home hon honest honestly honesty honey hoop hope hopefully horrible "
    b"hos hot hours house how however hows http https hubby huge hugs human hun hunni hunny huns hurt hw i id idea "
    b"idiot idiots idk if ig ignore ikr ill im image images imo important impossible in inactive inbox inc included "
    b"influencer influencers info information innit innocent inquiry insane insta instagram instead interested "
    b"internet into invisible ireland is isnt issue issues it item its itself ive jail jailed january jazz jk job join "
    b"joined joke jokes judge judgement judgements judgment july jury just justice k keep keeps kept key kick "
    b"kicked kid kids kik kill kind kinda kindness king kings kiss kisses knew knob know known knows lad ladies lads "
    b"lady ladz lame lass lasses lassie last lately later laters latest laugh laughs law laws lazy leaked least leave "
    b"leeds left legend legit lens lenses less let lets level lie lies life light like liked likes limited limits line "
    b"lines link linked links list listen lit lite literally little live liverpool lives livestream livestreams living "
    b"ll lmao lmfao load loaded loading loads local lock lockdown locked lol london long look looking looks lool loool "
    b"looool lose loser lost lot lots love loved lovely lover loves low lowercase lowkey luck lucky lush luv ly m ma "
    b"mad madam made main make makes makeup making mam man manchester manor many map maps march marketplace massive "
    b"mate mates maths matter matters maybe me mean means media meet mega member members meme memes memories men "
    b"mental mention merch mess message messages messed messenger met meta mic mid might millionaires min mine "
    b"minecraft minger minging minister ministers minor minors minus minute minutes miss missed missing missus "
    b"mod mode modmail mods moist mom moment mon monday money monster monsters month months mood more morning moron "
    b"morons most mostly mother mouth move movement mp mps mrs much mum mums mush music musk must mute muted my myself "
    b"n nada naff nah namaste name named names nan nasty near nearly need needed needs neither net network never new "
    b"newest news next ngl nice nigga niggas nigger night nil nitro no nobody nobodys nonce nonces none nonsense nope "
    b"nor normal not note notes nothin nothing notifications november now nowhere nowt nspcc nude nudes nudge nuffin "
    b"number numbers nuthin nuts nvm obsessed obsession obvious obviously obvs october odd of ofc off offensive offer "
    b"offers official offline often oh oi oioi ok okay okey old older oldest omegle omg on once one ones ong online "
    b"only onlyfans onto open or order org original other others otherwise our ours out outage outrageous over own "
    b"owned owner owners owt p pack packs paedo paedophile paedophiles paedos page pages paid pain pal pals pants "
    b"parent parents part parties party password past pathetic pay peado peados peak peas pedo pedophile pedophiles "
    b"pedos peeps pending peng peopl people per perfect permanently person personal perv pervert perverts petal phone "
    b"photo photographer photos pic pick pics picture pictures piece pink pinned pipeline pizza place plain plan "
    b"platform platforms play player players please pleased pleasee plenty pls plss plus plz plzz pm pmsl poison "
    b"police policy polish politics poll polls poor pop popular possible possibly post posted posting posts power "
    b"practically pre precious predator predators predatory preds premiere premium pretty prevention previous prick "
    b"pricks prison privacy private pro probably problem problems profile profiles promise proof proper proud public "
    b"pupils pure purple put quality queen queens question quick quickly quiet quite r racist rad random rank rape "
    b"raped rapist rapists rare rarely rather read reading ready real reality really reason recap receipts recent "
    b"recently record red reddit reel reels regarding relate released religion remember removed replacement reply "
    b"report reported reporting reports request requests respect response rest restricted retard retarded rid "
    b"ridiculous right rip risk risky rn roblox robux rofl romance room rot rotten round rubbish rude ruined rule "
    b"rules rum rumour rumours run running s sad sadly safe safer safest safety said salaam salam salut same sat "
    b"saturday save saved saw say saying says sc scam scammer scammers scams scared scary scene school schools science "
    b"score scotland screenshot screenshots scroll scum scumbag scumbags search second secret secretary section secure "
    b"see seeing seems seen self selfie selfies selling send sending sense sent sentenced september series serious "
    b"seriously served server servers service services session set setting settings several sex sexual share shared "
    b"sharing she shes shit shite shocking shop short shot shots should show showing shows shut shutdown shy sick side "
    b"sign signal silly similar simple simply since sir sis sister sisters site sites situation six skin skins skint "
    b"skype slag slags slay sleep slow slut sluts small smart smh snap snapchat snapped snaps so sobbing social "
    b"socials sold some somebody someone something sometimes somewhere son song soon sorry sort sos sound sounds "
    b"source south space spam spammed spanish special spoke spot spring squad ss staff stage stalker start started "
    b"starts state statement stating status stay steam sticker stickers still stop stopped stories story straight "
    b"strange stranger strangers streak streaks stream streamer streaming streams strength strict strong student "
    b"students stuff stupid subs subscribers success such suck sucks sum summat summer sumone sumthing sun sunday sup "
    b"super support supposed sure surely sus suspended suspicious sweet sweetheart sweetie switched ta tad tag tagged "
    b"take taken taking talk talking tara targeted tbf tbh teachers team technically teen teenager teenagers teens "
    b"telegram tell telling temporarily term terms terrible test text texts than thank thankfully thanks thankyou "
    b"thanx that thatll thats the their theirs them themselves then there therefore theres these they theyre thing "
    b"things think thinking this thnx tho those thot thots though thought thread threads three through throughout thu "
    b"thur thurs thursday thx tiktok tiktoks till time times ting tings tip tips tired tit tits tmrw tmw to toast "
    b"today todays together told tomo tomorrow tomoz tonight tonite too took top totally totes tour town toxic track "
    b"transparency trash trauma travel treacle trend trending trends trendsetters trendy trial trick tricked trolls "
    b"trouble true trust truth try trying tue tues tuesday tumblr turn turned tv twat twats tweet tweets twice twitch "
    b"twitter two ty type typical tysm tyvm u ugh ugly uk unavailable uncle under underage underaged underscore "
    b"understand unfollow unfollowed unfortunately uni unlike unsafe until unusual up update updated updates upload "
    b"uploader uploads uppercase upset ur urgent us usa use used useless user username users uses using usual usually "
    b"various vbucks verified vermin versus very vexed via viber victim victims vid video videos vids view viewers "
    b"views vile viral visible vote voucher vouchers vs vulnerable w wagwan wait waiting wales wall wanker wankers "
    b"wanna want wanted wants warn warning was wasnt wassup waste wasted wat watch watched watchers watching way wbu "
    b"we weak wed wednesday week weekend weeks weird weirdo welcome well wellbeing wen went were weve what whatever "
    b"whats whatsapp when whenever where whether which while white who whoever whole whom whos whose wht why wicked "
    b"wickr wif wife wifey wifi wild will win wink winter wiped wise wish with within without wiv wizz wknd woman "
    b"women wonderful wont word words work worked working works world worried worry worse worst worth worthy wot would "
    b"wow write wrong wtf wut www x xbox xd xmas xo xoxo xoxoxo xx xxx xxxx xxxxx y ya yard yay ye yea yeah year years "
    b"yellow yep yes yesterday yet yh yo you young younger your youre yours yourself yous youth youtube yt yubo yup z "
    b"zero zuckerberg".split()
)  # fmt: skip
"""Words that follow `snap`, `my insta is` and the like in talk."""

_ENDINGS: Final = re.compile(
    rb"[a-z]{3,}(?:ings?|tions?|sions?|ment|ments|ness|able|ible|ful|less|ously|ally|edly|ately|ility|ities|ively|isms?|ative"
    rb"|i[sz]ing|i[sz]ed|ated|cked|pped|tted|dded|gged|nned|shed|ched|ssed|ered|rted|nted|lted|lled|uded|osed|ired|owed|ayed"
    rb"|worthy)"
)
"""Endings of English words of which no list could hold all."""

_NUMERIC: Final = re.compile(
    # Ordinals, clock times, amounts: `2nd`, `10pm`, `50k`, `24hrs`.
    rb"[0-9.]+(?:st|nd|rd|th|am|pm|ish|k|m|bn|x|s|h|d|p|yo|yrs?|hrs?|mins?|secs?|hours?|days?|weeks?|years?|gb|mb|tb|kg|g|cm"
    rb"|mm|km|fps|hz|likes|views|way|plus|and)"
    # Parts, dates and models: `ep4`, `year9`, `covid19`, `ps5`, `v2.0`.
    rb"|(?:part|pt|eps?|episode|vol|day|week|years?|yr|y|u|v|ver|version|chapter|ch|page|pg|pp|season|series|class|room|form"
    rb"|level|lvl|round|top|no|num|number|step|phase|tier|grade|ks|gcse|covid|ps|mp|bbc|itv|channel|e|m|p|route|rules?|section"
    rb"|iphone|ios|android|windows|galaxy|rtx|gta|fifa|cod|xbox|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|q|g|h|a|b|o"
    rb"|k|article|para|clause|summer|winter|xmas|under|over|aged?)[.-]?[0-9]{1,4}(?:[.-][0-9]+)*[a-z]?"
    # Digits for letters: `gr8`, `2moro`, `some1`, and what people write to get a swear word past a filter.
    rb"|(?:[a-z]{1,2}|str|sk|st|cr)8(?:ed|s|r|ing|a|n|ly)?|2(?:day|nite|night|moro|morrow|mrw|mz|gether|b|u)"
    rb"|4(?:eva|ever|get|u|me|ward|real)|b4|(?:any|every|some|no)(?:1|one)s?|[a-z]?[0-9][a-z]?|(?:me|you|u|in|on|b|n|up)2"
    rb"|(?:just|only|love|luv|not|good|all)4[a-z]{1,3}|3some|sh1t[a-z]*|b1tch|p[3e]d[0o]s?|n[0o]nces?|w4nk[a-z]*|tw4ts?"
    rb"|cr4p|k1ll|d34d|unal[1i]ve|s3x[a-z]*|p0rn|r4pe[a-z]*|gr00m[a-z]*"
)
"""Words with digits that are no handles."""

_COINED: Final = re.compile(
    rb"xo\Z|\Axo|x[io]x|xx|(.)\1\1|\A[bcdfghjklmnpqrstvwxz]{4,}\Z"
    rb"|\A(?:its(?!elf)|itz|lil(?!y\Z|ies\Z|ac)|iam|thereal|yung|princess|queen|baby[a-z]{3}|big(?!ger|gest|ot|ge|ly)[a-z]{3}"
    rb"|miss(?!ing|ed|ion|ile|es|y\Z|ive|ouri)[a-z]{3}|mr[bcdfghjklmnpqrtvwz])[a-z]{2}"
)
"""What no English word has, and what people put before their names."""

_TWO_DIGITS: Final = re.compile(rb"[a-z_.][0-9]{2,4}\Z")
_MODEL: Final = re.compile(rb"[a-z]{1,3}-[0-9]{2,}[a-z0-9]*")
_DIGIT: Final = re.compile(rb"[0-9]")
_NUMBERED: Final = re.compile(rb"([a-z]+)[._-]?[0-9][0-9.]*")
_EVENTS: Final = frozenset(
    b"ofsted switch java python html css euro euros brexit olympics pride election cop formula catch windows mac linux section "
    b"article bbc itv channel radio covid gcse alevel btec ks nike route junction exit gate bus tram train flight terminal "
    b"apollo boeing airbus london tokyo paris glastonbury leeds reading eurovision budget census agenda kcsie pshe".split()
)
_REPEATED: Final = re.compile(rb"([a-z])\1+")
_SQUEEZED: Final = frozenset(_REPEATED.sub(rb"\1", word) for word in _EVERYDAY if len(word) > 1)
_FIRST_NAMES: Final = (
    rb"aaron|abdul|abigail|adam|adele|ahmed|aidan|aisha|alan|alex|alfie|alice|alisha|amanda|amber|amelia|amina|amira|amy|andrea|"
    rb"andrew|andy|angela|anna|annie|anthony|archie|arthur|ashley|ayesha|barry|becky|bella|beth|bethany|billy|bobby|brad|bradley|"
    rb"brandon|brian|callum|cameron|carly|caroline|carol|catherine|charlie|charlotte|chelsea|chloe|chris|christine|claire|"
    rb"colin|connor|courtney|craig|dave|david|dawn|dazza|debbie|declan|demi|denise|derek|dominic|donna|dylan|eddie|edward|elena|"
    rb"elizabeth|ella|ellie|elliot|emily|emma|erin|ethan|evie|faith|farah|fatima|finley|fiona|frank|freddie|freya|gareth|gary|"
    rb"gemma|george|georgia|gina|hamza|hannah|harriet|harry|harvey|hassan|hayley|heather|helen|henry|hollie|holly|ibrahim|"
    rb"imogen|imran|isaac|isabel|isla|jack|jacob|jade|jake|james|jamie|jane|janet|jason|jasmine|jayden|jenny|jess|jessica|joanne|"
    rb"jodie|joel|john|jonathan|jordan|joseph|josh|joshua|julie|justin|karen|karl|kate|katherine|kathryn|katie|kayleigh|keeley|"
    rb"keiran|kelly|kenny|kerry|kevin|kieran|kirsty|kyle|laura|lauren|leah|leanne|lewis|liam|lily|linda|lisa|logan|lola|louise|"
    rb"lucas|lucy|luke|lydia|maddie|maisie|maria|mariam|martin|mary|maryam|matt|matthew|megan|melissa|michael|michelle|mike|"
    rb"millie|mohamed|mohammed|molly|muhammad|naomi|natalie|natasha|nathan|niamh|nick|nicola|nicole|noah|oliver|olivia|oscar|owen|"
    rb"patrick|paul|paula|pawel|pete|peter|phil|phoebe|poppy|rachel|rebecca|reece|rhys|richard|robert|robbie|robyn|rosie|ross|"
    rb"ruby|russell|ruth|ryan|sadie|sally|samantha|samuel|sandra|sara|sarah|scarlett|scott|sean|shane|shannon|sharon|shaun|"
    rb"simon|skye|sophia|sophie|stacey|stephanie|stephen|steve|steven|stuart|susan|suzanne|tanya|tariq|tasha|taylor|thomas|tina|"
    rb"toby|tommy|tony|tracey|tracy|tyler|usman|vicky|victoria|wayne|wendy|william|yasmin|yusuf|zach|zara|zoe"
)
_NAMED: Final = re.compile(rb"(?:" + _FIRST_NAMES + rb")[a-z]{3,}|[a-z]{2,}(?:" + _FIRST_NAMES + rb")")
"""Two names run together: `jobloggs`, `ellierose`. Only asked about words that are not everyday ones."""

_NAME_LOOKALIKES: Final = frozenset(
    b"jackpot jacket jackets johnson harrypotter frankly franklin marylebone alexander alexandra christian christians "
    b"christmas georgian victorian victorians jamestown williams thomson peterborough petersfield maryland marymount "
    b"katherines michaels paulson mattress matters phillips philosophy nickname nicknames nickelodeon taylored steventon "
    b"adamant ruthless rosslyn scottish scotland johnstone heathers richards robertson stephens simons colinton ashleys "
    b"amateur mikepence bethlehem bobbypin sarahs charlies jasons".split()
)
_HUMPS: Final = re.compile(rb"[A-Z]?[a-z]+(?:[A-Z]+[a-z]+)+[A-Z]*")
_BRANDS: Final = frozenset(
    b"youtube tiktok snapchat whatsapp facebook instagram onlyfans linkedin playstation iphone ipad mcdonalds mcdonald "
    b"barnardos paypal childline crimestoppers stopitnow itsnotokay metoo ebay imessage facetime powerpoint github "
    b"bereal".split()
)
_SITES: Final = (
    b".com", b".co.uk", b".org", b".org.uk", b".net", b".uk", b".html", b".php", b".jpg", b".png", b".pdf", b".mp4",
)  # fmt: skip
_BEFORE_NAMES: Final = frozenset(
    b"its the just only im iam mr miss ms mrs lil big baby queen king not itz hey real simply".split()
)
_NEVER_FIRST: Final = _EVERYDAY - _BEFORE_NAMES
_BEGINNINGS: Final = frozenset(
    b"i im its it the they he she we you u dont please pls so but and if can cant my her his why what when who how also just "
    b"add dm not no yes now then this that lol stop is there ive id ill youre theyre do did will would".split()
)
"""Words that begin sentences: `private.dont add me` lost the space behind its full stop."""

ORGANISATION: Final = re.compile(
    rb"police|nspcc|(?:\A|[^a-z])nhs|nhs(?:uk|eng|[._]|\Z)|(?:\A|_)bbc|bbc(?:news|radio|[a-z]*\Z)|itv|sky(?:news|sports)|news"
    rb"|council|charity|childline|samaritan|barnardo|gov(?:uk|\Z)|(?:\A|_)uk(?:gov|parl)|support|helpline|foundation|crimestop"
    rb"|ceop|gmp(?:olice)?(?:\Z|_)|(?:\A|_)met(?:pol|_)|ministry|homeoffice|unicef|official|campaign|notokay|guardian|telegraph"
    rb"|dailym|radio|magazine|(?:\A|_)mp(?:\Z|_)|museum|university|academy|school|college|theatre|football|(?:\A|_)fc|fc\Z"
    rb"|community|project|trust(?:\Z|_|uk)|help(?:uk|\Z|_)|centre"
)
"""Parts of the names under which organisations are found."""


def is_everyday(word: bytes) -> bool:
    """Whether `word`, in lower case, is one of ordinary talk."""
    return word in _EVERYDAY


def shape(name: bytes, cased: bytes) -> Shape:
    """How much `name` (lower case; `cased` the same with its capitals) looks like a handle."""
    if not any(0x61 <= char <= 0x7A for char in name) or name in _EVERYDAY or name in _BRANDS:
        return Shape.EVERYDAY
    if name.isalpha():
        if len(name) < 3 or _ENDINGS.fullmatch(name) or _is_drawn_out(name):
            return Shape.EVERYDAY
        coined = _COINED.search(name) or _HUMPS.fullmatch(cased)
        named = _NAMED.fullmatch(name) and name not in _NAME_LOOKALIKES
        return Shape.COINED if coined or named else Shape.PLAIN
    if _NUMERIC.fullmatch(name):
        return Shape.EVERYDAY
    if (stem := _NUMBERED.fullmatch(name)) and (stem[1] in _EVERYDAY or stem[1] in _EVENTS):
        # `story_1`, `switch2`: only `my snap is` makes `baby09` a handle.
        return Shape.PLAIN
    letters = sum(0x61 <= char <= 0x7A for char in name)
    if b"_" in name:
        if letters < 2:
            return Shape.EVERYDAY
        return Shape.STRONG if letters >= 4 and _DIGIT.search(name) else Shape.DISTINCT
    if b"." in name:
        looks = _dotted(name)
        return Shape.STRONG if looks is Shape.DISTINCT and letters >= 4 and _TWO_DIGITS.search(name) else looks
    digits = sum(0x30 <= char <= 0x39 for char in name)
    if not digits:
        return _hyphened(name)
    if letters >= 3 and digits >= 2 and name[-1:].isdigit() and b"-" not in name:
        return Shape.STRONG
    if b"-" in name and (letters < 4 or _MODEL.fullmatch(name)):
        return Shape.EVERYDAY  # `rg-37-48` is a number in groups, `wh-1000x` a model
    return Shape.DISTINCT if letters >= 2 and len(name) >= 4 else Shape.EVERYDAY


def _is_drawn_out(name: bytes) -> bool:
    """Whether `name` is an everyday word with letters repeated for effect: `pleaseee`, `lmfaoo`."""
    return _REPEATED.search(name) is not None and _REPEATED.sub(rb"\1", name) in _SQUEEZED


def _dotted(name: bytes) -> Shape:
    """Handles have dots inside, and so have web sites, abbreviations, and sentences that lost their space."""
    parts = name.split(b".")
    if name.endswith(_SITES) or (not all(parts) and not name.startswith((b".", b"_"))):
        return Shape.EVERYDAY
    if len(name) < 5 or max(map(len, parts)) < 3:
        return Shape.EVERYDAY
    if len(parts) == 2 and (parts[0] in _NEVER_FIRST or parts[1] in _BEGINNINGS):
        return Shape.EVERYDAY
    return Shape.DISTINCT


def _hyphened(name: bytes) -> Shape:
    parts = name.split(b"-")
    if any(part in _EVERYDAY or _ENDINGS.fullmatch(part) for part in parts):
        return Shape.EVERYDAY
    return Shape.COINED if any(_COINED.search(part) for part in parts) else Shape.PLAIN
