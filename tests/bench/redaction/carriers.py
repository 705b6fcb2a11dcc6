"""Sentences around a value, in the voices of a campaign page: parents, teenagers, survivors, people who dox, spam.

`{v}` is the value; `{name}`, `{town}` and `{n}` are a first name, a town and a small number. Values of papers and accounts
carry their own label ("nhs number is ..."), so their sentences need none.
"""

from typing import Final

ANYWHERE: Final = """
{v}
{v} if anyone needs it
if anyone needs it: {v}
posting this because nobody is listening - {v}
{v}, you know who you are
he's been warned. {v}
everyone screenshot this before it gets deleted. {v}
{name} gave me this: {v}
hope this helps someone {v}
idc anymore {v}
found this in her room today ({v})
they told me to write "{v}" on the form
is it safe to put {v} on here?
{v} 😡😡
ok so {v} and thats all i know
someone pls help. {v}. im scared
This was in the message he sent her: {v}
{v} << thats him
{v} <3
right then, {v}, do what you want with it
""".strip().split("\n")
"""Fit every type."""

PHONE: Final = """
call me on {v}
ring {v}
text me {v} x
my number is {v}
my numbers {v} if u wanna talk
me mums number is {v} pls ring her
his mobile: {v}
heres his number {v} give him hell
whatsapp {v}
WhatsApp me on {v} for fast loans
tel {v}
Tel: {v} (after 6pm)
phone {v} ask for {name}
can someone ring me {v} im not ok
i cant talk at home so txt {v}
the man who messaged my daughter uses {v}
hes blocked me but his new num is {v}
mob {v}
you can reach me at {v} any time
number's {v}, dont tell anyone
she got calls from {v} all night
msg {v} 4 cheap vapes
If you saw anything that night please contact me on {v}
Any parent from {town} who wants to talk, I'm on {v}
give {v} a bell
dms open or {v}
this is the number that keeps sending my {n} year old pictures: {v}
missed call off {v} again, who is it??
Contact {name}, {v}
left my number ({v}) with the school and nobody rang back
{v} call me pls
u can get me on {v} till {n}
""".strip().split("\n")

EMAIL: Final = """
email me at {v}
my email is {v}
e-mail: {v}
drop me a line, {v}
send it to {v} please
contact {v} for details
he used {v} to get into her account
his email addy is {v} lol
mail me {v}
the address he writes from is {v}
Please send your story to {v}, I am writing a book
her school email is {v}
its {v}
you can reach me on {v}
paypal {v}
I wrote to {v} three times and got nothing
cc {v}
complaints to {v} pls everyone
im {v} on email
get in touch: {v}
Make money from home!! {v}
forward the screenshots to {v}
dont use my normal email use {v}
{v} is me
my mums email {v}
the account was registered to {v}
if u remember me from {town} high, {v}
any journalists reading: {v}
got an email from {v} asking for pics of her
""".strip().split("\n")

POSTCODE: Final = """
he lives round {v}
im in {v}
postcode {v}
my postcode is {v}
we're {v} if anyone can help
sat nav {v}
{v} is where he parks
Post code: {v}
the house is in {v}
its {v} come round
he moved to {v} last month
they put him in a hostel at {v}, near a school
put {v} in google maps
delivery to {v} pls
near {v}
does anyone know a support group close to {v}
my nan is at {v}
{town} {v}
meet us at {v}
address ends {v}
i live in {v} and the police never come
anyone else in {v} seen that van?
We had to leave {v} because of him
pin dropped at {v}
can the outreach bus come to {v}
they raided a flat in {v} this morning
shes staying at a mates, {v}
""".strip().split("\n")

ADDRESS: Final = """
he lives at {v}
im 13 and he lives at {v}
i live at {v}
come to {v}
my address is {v}
address: {v}
his address is {v} go get him
send it to {v}
the party was at {v}
he keeps taking her to {v}
we live at {v} and hes moved in next door
his mums house is {v}
Police should look at {v}
they took us to {v}
the girls get dropped at {v} every friday
moved to {v} last week
this nonce is at {v}
shes at {v} right now someone get her
everyone meet outside {v} tonight
Home address - {v}
staying at {v} with my nan
it happened at {v}
still lives at {v} with his wife like nothing happened
Deliver to {v}
anyone know who owns {v}??
I was {n} when he first took me to {v}
he told me come round {v} after school
my dad's place, {v}
leaflet him. {v}
they put him up in {v}, round the corner from a nursery
I grew up at {v}
""".strip().split("\n")

SOCIAL_HANDLE: Final = """
add me {v}
my {v}
add my {v}
{v} add me x
his {v}
the creep's {v}
hmu {v}
dm me {v}
he messages kids from his {v}
follow me {v}
message me my {v}
u can find me, {v}
heres my {v}
his {v} report him everyone
report this guy: {v}
this is the one asking for pics - {v}
her {v} and shes only {n}
any girls 13-15 {v}
bored, {v}
16 m {town} {v}
my mate's {v}
whats urs? mine: {v}
look at his {v} full of kids
he told my son to add him, {v}
i made a new one {v} dont tell my mum
new acc {v}
reach me {v}
blocked him but now hes {v}
{v} for the rest of the pics
wanna chat? {v}
""".strip().split("\n")

IP_ADDRESS: Final = """
his ip is {v}
ip {v}
IP address: {v}
the messages came from {v}
traced him to {v}
he logged in from {v}
i got his ip lol {v}
boot him offline {v}
the server log shows {v}
Login attempt from {v} at 3am
her account was opened from {v}
ddos this {v}
IP: {v}
his router is {v}
the police asked me for the ip, it was {v}
someone at {v} keeps editing the page
got {v} from the discord grabber
{v} is his home connection
new sign in to your daughters account, {v}
pinged {v} and he's online
all the fake profiles share {v}
the link logged {v}
i think its {v} but he uses a vpn
Source IP {v}
my ip is {v} apparently
geolocate {v} for me someone
""".strip().split("\n")

BY_TYPE: Final = {
    "PHONE": PHONE,
    "EMAIL": EMAIL,
    "POSTCODE": POSTCODE,
    "ADDRESS": ADDRESS,
    "SOCIAL_HANDLE": SOCIAL_HANDLE,
    "IP_ADDRESS": IP_ADDRESS,
}
"""Sentences of the types that reach or find somebody."""
