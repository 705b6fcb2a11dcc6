"""Sentences around the numbers of papers, accounts and cars. See `carriers` for the placeholders."""

from typing import Final

_PAPER: Final = """
my {v}
her {v}
his {v}
the {v}
they asked for my {v}
they need my {v} before they will talk to me
hi, {v}
I gave them my {v} and still waiting
sent off the form with {v}
why does the form want my {v}
im {name}, {v}
{name}'s {v}
victim support wanted {v}
for the claim: {v}
she read out my {v} in front of everyone
here you go {v}
can you look me up? {v}
on the letter it says {v}
he took a photo of my {v}
someone used my {v} to open an account
Details as requested. {v}
if you're from the council its {v}
is this right? {v}
he made her send him her {v}
im not daft i know you want my {v}
to whoever rang me yesterday, {v}
The social worker wrote down {v} wrong
{v} thats all they have on me
this is mine {v}
lost my bag, {v}, please hand it in
""".strip().split("\n")

NINO: Final = """
{v} is on my payslip
it says {v} on the PIP letter
UC needs {v}
the job centre has me as {v}
HMRC sent {v} to my ex
wages paid under {v}
cica form says {v}
""".strip().split("\n")

NHS: Final = """
GP has {v}
camhs referral, {v}
{v} from my hospital letter
the sexual health clinic has me down as {v}
my daughters record {v} was left on a desk
for the therapist: {v}
on the SARC letter: {v}
""".strip().split("\n")

CARD: Final = """
my card is {v}
card number {v}
he made me pay with {v}
visa {v}
donate from {v} please
card no. {v}
they took £{n} off {v}
long number {v}
just use mine {v}
free cards working {v}
her debit card {v}
mastercard: {v}
pay with {v} cheers
is {v} a scam charge?
mums card {v} dont tell her
someone has cloned my card, {v}
he bought gifts for her with {v}
cancel my subscription, {v}
the number on the front is {v}
my bank card got nicked, {v}
take the donation off {v}
CC {v}
fullz {v}
put it on the credit card {v}
card details {v}
""".strip().split("\n")

BANK: Final = """
{v}
send the money to {v}
pay me {v}
donations to {v}
transfer to {name}, {v}
he told her to pay {v}
bank details: {v}
my bank is {v}
please help us bury her. {v}
refund to {v}
any money goes to {v}
fundraiser {v} every little helps
scammer uses {v}
paid £{n}0 into {v}
the rent goes to {v}
{name} {v} monzo
Natwest {v}
he asks the girls to send to {v}
his details {v}
BACS {v}
make payment to {v} ref {name}
my wages go in {v}
details for the coach trip {v}
they emptied {v}
chip in for the vigil {v}
""".strip().split("\n")

IBAN: Final = """
iban {v}
IBAN: {v}
send to {v}
my iban is {v}
transfer euros to {v}
his account abroad {v}
pay into {v}
wise {v}
revolut iban {v}
donate {v}
the money went to {v}
account {v}
international transfer {v}
{v} is the account
from abroad use {v}
refund me on {v}
bank: {v}
they made her pay {v}
I paid £{n}00 to {v} before I knew
invoice says {v}
swift and {v}
he has {v} in his bio
wire it to {v}
proof he was paid: {v}
for the legal fund, {v}
""".strip().split("\n")

CAR: Final = """
he drives a {v}
look out for {v}
{v} parked outside the school again
the van was {v}
{v} keeps following the girls
saw {v} at the park
she got into {v}
reported {v} to the police
car was {v}
if you see {v} ring the police
hes in {v}
{v} driving round {town} slowly
they get picked up in {v}
took a pic, {v}
{v} outside {town} college at 3
watch for {v} near the chippy
my car, {v}, got smashed up because i spoke out
dashcam got {v}
taxi driver, {v}, touched my leg
{v} and another car were there
two lads in {v} trying to talk to year 9s
that {v} again 👀
who owns {v}?
dropped her off in {v}
he sold it but it was {v}
""".strip().split("\n")

PASSPORT: Final = """
he has her passport, {v}
{v} expires next year
they keep the girls' papers, {v}
home office has {v}
visa refused, {v}
trafficked from {town}, {v}
copy of {v} in his drawer
""".strip().split("\n")

LICENCE: Final = """
taxi badge says {v}
DVLA have {v}
his licence, {v}
got his wallet lol {v}
ID: {v}
the minicab firm never checked {v}
he hires cars with {v}
""".strip().split("\n")

BIRTH: Final = """
{v}
my {v}
her {v}
his {v}
im {name} {v}
missing girl, {v}, last seen in {town}
{name}, {v}
{name} {v}, from {town}
she was {v} so shes still a kid
my son, {v}
he told her he was 17 but hes {v}
victim {v}
i was {v}
i'm {v} so do the maths
for the form {v}
name {name}, {v}
its not his real {v}
on his facebook it says {v}
the lad who did it is {v}
registered with {v}
my daughter ({v})
they got my {v} wrong
{name} from {town}, {v}, is a predator
record search: {v}
sex offender {name}, {v}
""".strip().split("\n")

BY_TYPE: Final = {
    "NINO": _PAPER + NINO,
    "NHS_NUMBER": _PAPER + NHS,
    "PAYMENT_CARD": CARD,
    "BANK_ACCOUNT": BANK,
    "IBAN": IBAN,
    "VEHICLE_REG": CAR,
    "PASSPORT": _PAPER + PASSPORT,
    "DRIVING_LICENCE": _PAPER + LICENCE,
    "DATE_OF_BIRTH": BIRTH,
}
"""Sentences of the types that are numbers of papers, accounts, cars and births."""
