"""Sentences that look personal to a machine and hold nothing personal: whatever is found in them is a false alarm.

Placeholders: `{d4}` four digits (any count), `{n}` a small number, `{L2}` two capitals, `{date}`, `{name}`, `{town}`,
`{street}`, `{area}` (the first half of a postcode), and the rest in `SLOTS`.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from bench.redaction.digits import isbn10, isbn13, letters, luhn, passes_luhn, some
from bench.redaction.people import FIRST, LAST, STREETS, SUFFIXES, TOWNS, district

NUMBERS: Final = """
my order number is {d8} and still no refund
order no {d3}-{d7}-{d7} never turned up
Order #{d9}
amazon order {d3}-{d7}-{d7}
tracking number {L2}{d9}GB
tracking: {track16}
parcel ref JD{d16}
Evri said {track16} is out for delivery
crime ref {L3}/{d6}/24
crime reference number {d2}/{d6}/{d2}
log {d3} of {date}
order number 10 30 500
police log number {d4} from last night
invoice {d8} is wrong
claim ref {d9}
case number {d10}
reference: {d9}
my reference is {L2}{d6}
ticket {d7} closed again
petition {d6} needs more names
petition no. {d6}
registered charity {d7}
charity number 1{d6}
company number {d8}
UTR {d10}
VAT no GB {d9}
student number {d8}
Ofsted URN {d6}
job ref {d5}
British Gas account {d12}, don't ask
my british gas account number is {d12} and they still got it wrong
customer number {d9}
booking ref {L3}{d3}
ISBN {isbn13}
ISBN 0-{d3}-{d5}-{d1}
isbn {isbn10}
her book (ISBN {isbn13}) helped me
IMEI {imei} got blocked
phone stolen, imei is {imei}
serial number {L2}{d8}
meter reading {d5}
barcode {d13}
case {d4}/2024 in the high court
FOI {d5}/23
hansard column {d3}
policy number {d10} with aviva
PC {d4} was lovely
collar number {d4}
""".strip().split("\n")

EVERYDAY: Final = """
it cost £{n}.99
£{thousands} spent on a report nobody reads
they got £{d2},{d3} and we got nothing
raised £1,{d3}.50 so far
{thousands} children let down
1,400 girls. 1,400.
1 400 victims in one town
nearly {n}00,000 reports in 2023/24
up {n}.5% on last year
{n}% of kids have seen this
it was {n}-1 at half time
2-1 to {town}
lost 3 - 0 again
4-4-2 or 4-3-3 whatever
the 0{n4}5 train
open 9am-5pm mon-fri
doors 7.30pm till 10:30
meeting at 18:00 on {date}
the hearing is on {date}
sentenced on {date}
court date {date}
he gets out {date}
this started on {date}
it was {date} when i finally told someone
passed away on {date}
report published {date}
13/01/2026 is the deadline
2026-01-13 is when it starts
from 1997 to 2013 nobody did a thing
1997-2013 was the worst
born in 1985
i was born in 2009
born in {town} and bred
im {n} years old
im 14 turning 15
she was only 12
13-15 year olds
8 out of 10 people
i counted 12 345 steps lol
24/7 365
50 50 chance
flight BA{d4} was late
flying ezy{d4} tomorrow
the {n} bus or the {d3}
get the X{n} or the {d3} from {town}
on the M{n}
M62 junction {n}
the A{d3} is shut
B{d4} near {town} is closed
room {n}{d1}
Room B{n}
page {n}{d1}
p. 112-115
see pages 23 and 24
clause {n}.{n}
section 74 of the Sexual Offences Act 2003
s.127(1) communications act 2003
rule {n}.{n}.{n}
paragraph 4.2.1.3 of the report
chapter {n}.{n}.{n}
ios 17.{n}.1 broke it
version {n}.{n}.{n}.{n} of the app
chrome 120.0.{d4}.{d2}
Windows 10.0.{d5}
update v2.14.{n}
psalm 34:18
series 3 episode {n}
S0{n} E10 made me cry
ks3 and ks4 kids
GCSE 9-1
year {n} boys
iPhone 14 pro
galaxy A54 on offer
ps5 and xbox
RTX 4090
WH-1000XM4 headphones
B12 deficiency
covid19 made it worse
ISO 27001
vitamin D3 1000iu
50mg sertraline helps
37.5 degrees and shivering
{n} stone {n}
5ft 10
call 999
if in danger dial 999
999 or 101 people
text SHOUT to 85258
i rang 101 and waited {n}0 mins
text 88{d3} to donate £5
#notokay #{d4}
#itsnotokay 2026
GTA 5
MI5 should look at it
channel 4 at 9pm
radio 4 92.5 fm
0.{d2} seconds
ratio 3:1
1 in 4
1st 2nd and 3rd
11/10 would recommend
100 mph
""".strip().split("\n")

PLACES: Final = """
he lives in {area}
anyone in {area}?
happened round {area} way
the {area} postcode area
{area} and {area} lads
i live on {street}
trouble on {street} again
police on {street}, {town}
roadworks on {street}
{street} is closed
walk down {street} and turn left
i'm from {town}
{town} council failed us
born and raised {town}
the {town} royal infirmary
{town} magistrates court
{town} high school knew
it was on coronation street
24 hours in a&e
12 court hearings and no verdict
30 close friends
4 road closures in {town}
a 3 lane road
15 drive by shootings
{n} parks in {town} and not one safe
6 close calls
two way street
20 places left on the course
{n} way split
a 10 minute walk
queued {n} hours at the drive thru
100 green flags
3 court dates moved
5 gardens ruined
{n} rows of chairs
1 way ticket
{n} view points
{n} hills to climb
house number please?
what's your address hun
dont post your address on here
whats ur postcode
home is where the heart is
flat out all week
flat screen 42 inch
the moors near {town}
""".strip().split("\n")

TALK: Final = """
oh snap
oh snap that's bad
my insta is down
insta is full of creeps
my snap got hacked last week
snap is banned in our house
snapchat streak {d3}
whats ur snap
whats ur insta x
he added her on snap
they met on instagram
kik is full of nonces
tiktok is rotting their brains
delete snapchat now
telegram groups are the worst
discord server for teens? no thanks
the facebook group is private
follow us on insta
saw it on facebook
twitter is a cesspit
fb is useless at removing stuff
my ig story got deleted
roblox is not safe
@{handle} thank you
@{handle} @{handle} read this
thanks @{handle}
well said @{handle} 👏
love this @{handle} x
rt @{handle}
passport photo cost £{n}
renewing my passport took {n} weeks
he took my passport off me
they confiscated her passport and phone
passport office queue
lost my driving licence
driving licence renewal £14
driving test on {date}
provisional licence at 17
whats a national insurance number
my NI number came in the post
nhs waiting list {n}.6 million
the nhs number on the letter is wrong
ring nhs 111
the nhs saved me
my account got hacked
natwest froze my account for {n} weeks
my bank account is empty
sort code? what's that
sort it out
card ending {d4}
card ending in {d4} was declined {n} times
gift card £{n}
card got declined
visa application took {n} months
my email got hacked
email the council
email me
email me your stories via the website
emails leaked at {n}pm
see the website www.example.org/help
https://example.org/news/{d6}
more at gov dot uk
sign it at change dot org
see you at the bus stop
coffee @ costa 3pm
@ {n}pm
my number got leaked
whats your number
number one fan
phone is dead at {n}%
give me a ring
call me later
his ip is logged by the police surely
ip address tracing is a myth
date of birth please
what's your dob
dob field is mandatory
her 18th birthday
birthday party on {date}
happy birthday to me
baby due {date}
his number plate was fake
the reg plate was covered
a white van with no plates
reg your bike
registration opens {date}
iban what
GB 2 USA 1
GB News at it again
Sarah's Law and Clare's Law
the Jay report, the Casey audit
Victim Support were brilliant
Barnardo's do good work
Dr {last} at {town} general was amazing
""".strip().split("\n")

ALL: Final = (*NUMBERS, *EVERYDAY, *PLACES, *TALK)


def _date(rng: Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.choice((2019, 2021, 2023, 2024, 2025, 2026))
    name = "January February March April May June July August September October November December".split()[month - 1]
    return rng.choice((f"{day:02d}/{month:02d}/{year}", f"{day} {name} {year}", f"{day} {name[:3]}",
    f"{day}/{month}/{year % 100}",
                       f"{year}-{month:02d}-{day:02d}", f"{day}.{month}.{year}", f"{name} {day}"))  # fmt: skip


def _track16(rng: Random) -> str:
    while passes_luhn(digits := rng.choice("789") + some(rng, 15)):
        pass
    return digits


def _street(rng: Random) -> str:
    name = f"{rng.choice(STREETS)} {rng.choice(SUFFIXES)}"
    return name.lower() if rng.random() < 0.5 else name


def _area(rng: Random) -> str:
    name = district(rng)
    return name.lower() if rng.random() < 0.3 else name


def _handle(rng: Random) -> str:
    last = rng.choice(LAST).lower().replace("'", "")
    return rng.choice(FIRST).lower() + rng.choice(("", "_", ".")) + last + rng.choice(("", "1", "83"))


SLOTS: Final[Mapping[str, Callable[[Random], str]]] = {
    "n": lambda rng: str(rng.randint(2, 60)),
    "n4": lambda rng: f"{rng.randint(6, 9)}{rng.randint(1, 5)}",
    "date": _date,
    "name": lambda rng: rng.choice(FIRST),
    "last": lambda rng: rng.choice(LAST),
    "town": lambda rng: rng.choice(TOWNS),
    "street": _street,
    "area": _area,
    "handle": _handle,
    "thousands": lambda rng: f"{rng.randint(1, 99)},{some(rng, 3)}",
    "track16": _track16,
    "isbn10": isbn10,
    "isbn13": lambda rng: _hyphens(rng, isbn13(rng)),
    "imei": lambda rng: luhn("35" + some(rng, 12)),
}
_SLOT: Final = re.compile(r"\{(\w+)\}")


def _hyphens(rng: Random, number: str) -> str:
    return f"{number[:3]}-{number[3]}-{number[4:7]}-{number[7:12]}-{number[12]}" if rng.random() < 0.5 else number


def fill(rng: Random, template: str) -> str:
    """`template` with its slots filled."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if maker := SLOTS.get(name):
            return maker(rng)
        count = int(name[1:])
        return letters(rng, count) if name[0] == "L" else rng.choice("123456789") + some(rng, count - 1)

    return _SLOT.sub(put, template)
