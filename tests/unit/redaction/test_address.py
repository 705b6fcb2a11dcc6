"""ADDRESS: what is taken out as somebody's address, how far, and what only looks like one."""

import pytest

from support.redaction import found, redacted, spotted

WHOLE = [
    "12 Acacia Avenue, Leeds",
    "12 acacia avenue",
    "flat 3b, 12 mill lane",
    "Flat 3B, 12 Mill Lane, Oldham OL1 1AA",
    "42a high st M4 4BF",
    "42 A High Street, Bury",
    "no. 7 the crescent",
    "number 12 on Oak Road",
    "27 Victoria Terrace Oldham OL1 1AA",
    "unit 4, Brunel Way",
    "PO Box 123, Leeds",
    "12\u201314 Mill Lane, Bury",
    "2/1, 14 Byres Road, Glasgow",
    "Flat 2F1, 14 Leith Walk, Edinburgh EH6 8NP",
    "14/3 Leith Walk, Edinburgh",
    "22 Heol y Bont, Cardiff",
    "5 Ffordd Gwynedd, Bangor, Gwynedd",
    "14 Broadway, Leeds",
    "21 Cheapside, Barnsley S70 1RX",
    "5 st marys road, heywood, lancs",
    "Flat 12, Brunel House, Oldham",
    "Brunel House, 12 Mill Lane, Oldham",
    "Ground Floor Flat, 8 Oak Road, Bristol",
    "101 Castle Hill Farm Road, Wokingham, Berkshire RG40 3AA, UK",
    "Flat 7, 19 Queens Dr., Glasgow G42 8BD",
    "12 Mill Lane, Chadderton, Oldham",
    "12 mill lane chadderton oldham ol9 7ab",
    "Flat 3\n12 Mill Lane\nChadderton\nOldham\nOL9 7AB",
    "12, Mill Lane,\nOldham,\nLancashire",
    "Rose Cottage, Church Lane, Ambleside",
    "rose cottage, church lane, ambleside",
    "The Old Rectory, Church Lane, Ambleside LA22 9AB",
    "The Willows, Mill Lane, Oldham OL1 1AA",
    "1 Maes-y-Coed, Bala",
    "24 (3F1) Marchmont Crescent, Edinburgh",
    "Plot 12 Meadow View, Goole",
    "88b Lower Broughton Road, flat 2",
    "flat 6 block c hillcrest court",
    "16 bishops walk ely",
    "3 Kings Road,Chorlton,Manchester",
    "49 Waterloo Rd.\nBlackpool",
]


@pytest.mark.parametrize("address", WHOLE)
def test_the_whole_address_is_found(address: str) -> None:
    assert spotted(f"she said {address}") == [("ADDRESS", address)]


@pytest.mark.parametrize("address", WHOLE)
def test_what_stands_around_an_address_stays(address: str) -> None:
    assert redacted(f"he lives at {address}. please help me") == "he lives at [address removed]. please help me"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("im 13 and he lives at 12 mill lane pls help", "12 mill lane"),
        ("they live at 3 The Mount", "3 The Mount"),
        ("my address is 14 broadway", "14 broadway"),
        ("we live at 33 wellfield and im scared", "33 wellfield"),
        ("she lives at twelve mill lane", "twelve mill lane"),
        ("come round to 8 ash grove x", "8 ash grove"),
        ("he stays at Fairview, Mill Lane", "Fairview, Mill Lane"),
        ("house number 42 OL1 1AA", "house number 42 OL1 1AA"),
        ("my dads house is 4 hey top close in Mossley", "4 hey top close in Mossley"),
        ("\U0001f4cd12 Mill Lane, Leeds", "12 Mill Lane, Leeds"),
        ("its 45 brunswick cres. knock twice", "45 brunswick cres"),
        ("27a Upper Park Rd, Salford M7 4JB near the shop", "27a Upper Park Rd, Salford M7 4JB"),
        ("they took us to 78 castle hill drive g5 9yq. im scared", "78 castle hill drive g5 9yq"),
        ("police raided 61 dunstan drive please help", "61 dunstan drive"),
        ("we moved to 215 derby ln hull cos he wont stop", "215 derby ln hull"),
        ("PICK ME UP FROM 155 PRIORY FOLD AND HURRY", "155 PRIORY FOLD"),
        ("i live in 34 Tennyson street in burnley", "34 Tennyson street in burnley"),
        ("hes in 23 wentworth cl", "23 wentworth cl"),
        ("we live at 7 and 9 Hope Street", "7 and 9 Hope Street"),
        ("c/o 15 Mossbank Drive, Paisley, PA2", "15 Mossbank Drive, Paisley, PA2"),
        ("lives at 15 Station Road. Manchester is grim", "15 Station Road"),
        ("my dad's place, 230b wellington street", "230b wellington street"),
        ("his mates gaff, 12 elm rise", "12 elm rise"),
        ("sarah's house, 9 mill lane", "9 mill lane"),
        ("the corner house, 21 high view", "21 high view"),
        ("we live at twelve norfolk hill", "twelve norfolk hill"),
        ("nineteen bent hill", "nineteen bent hill"),
        ("everyone meet outside thirty one Heath Close tonight", "thirty one Heath Close"),
        ("its one hundred and five mill lane", "one hundred and five mill lane"),
        ("forty Grange Avenue, BH5 3DH", "forty Grange Avenue, BH5 3DH"),
        ("the party was at 14 ainsworth close", "14 ainsworth close"),
        ("15 queen place, round the corner", "15 queen place"),
        ("he told me come round 28 manor crescent after school", "28 manor crescent"),
        ("this was in the message he sent her: 16 meadow way", "16 meadow way"),
        ("they put him up in 38 oak drive, honest", "38 oak drive"),
        ("15 Kingsway\nGrimsby", "15 Kingsway\nGrimsby"),
        ("302 kingsway", "302 kingsway"),
        ("leaflet him. 18 the mount, thanks", "18 the mount"),
        ("8 TENNYSON PK", "8 TENNYSON PK"),
        ("meet me at 5 albert sq", "5 albert sq"),
        ("14 Acacia Avenue's gate", "14 Acacia Avenue"),
        ("the house number 14 on Beech Avenue", "house number 14 on Beech Avenue"),
        ("12mill lane leeds", "12mill lane leeds"),
        ("deliver to orchard view, park fold", "orchard view, park fold"),
    ],
)
def test_words_around_an_address_tell_where_it_begins_and_ends(text: str, address: str) -> None:
    assert spotted(text) == [("ADDRESS", address)]


@pytest.mark.parametrize(
    "text",
    [
        "it is 10 minutes drive",
        "12 close friends",
        "a 3 way split",
        "1 in 4 way",
        "the 42 bus down Mill Lane",
        "bus 42 Mill Lane",
        "a 24 hour drive",
        "5 park rangers",
        "2 court dates",
        "ages 13 road safety",
        "20 mph zone on Mill Lane",
        "a top 10 place",
        "1st place",
        "\u00a320 road tax",
        "\u00a350 Mill Lane parking fines",
        "3 days in Hill Street Blues",
        "10 Downing Street",
        "they marched on Oxford Street",
        "Deansgate is shut",
        "Royal Court was busy",
        "12 Mill Lane Primary pupils",
        "I live on Mill Lane in Oldham, the house with the red door",
        "1400 children in Rotherham",
        "12 men, Leeds",
        "20 protesters walk",
        "6 schools close",
        "at 7 Mill Lane was closed",
        "in 2019 Mill Lane was closed",
        "3 Crown Court judges",
        "6 high street shops",
        "3 bed terrace",
        "2 lane road",
        "Leeds 3 Park Avenue 2",
        "won 3-1 Park Avenue",
        "we go live at 8 tonight",
        "vigil, Church Street, Oldham",
        "Town Hall, Church Street, Oldham",
        "John, 45, of Mill Lane, Leeds",
        "order 12 Mill Lane",
        "page 12 Mill Lane",
        "a 10 acre wood",
        "the 4 horse circus",
        "2 cars cross the road",
        "we counted 14 on Mill Lane and 9 on Oak Road",
        "court 3, Sheffield Crown Court",
        "The Crown, Church Lane, Ripley does good food",
        "we met at the pub, Mill Lane, Oldham",
        "the 15 July Square protest",
        "i live at home with my 3 sisters",
        "i live 5 minutes from Mill Lane",
        "4 houses down the road from the mosque",
        "Between 2009 and 2013 gangs operated on the street",
        "30 mph limit on Manchester Road",
        "1. Station Road 2. Park Road",
        "one more of 25 Ave bridge",
        "tryin 2 ne way",
        "the 42 to Mill Lane",
        "9 to 5 way",
        "a 100 metre hill climb",
        "a 2 bed flat in Oak Drive",
        "13 school drive",
        "7 apple orchards",
        "One Tree Hill",
        "seven sisters road",
        "one of the best places",
        "two close friends",
        "he is 14 way too young",
        "she is 13 close to home",
        "at 8 the green light",
        "by 9 the street was empty",
        "<3 the Jay report",
        "4 lane roads",
        "2 American Red Cross",
    ],
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert found(text).spans == ()


def test_an_address_at_a_registered_postcode_stays() -> None:
    assert found("Our Office, 1 Station Road, Manchester M1 1AE").spans == ()


def test_a_home_is_taken_out_even_at_a_registered_postcode() -> None:
    assert redacted("he lives at 5 Station Road, M1 1AE") == "he lives at [address removed]"


@pytest.mark.parametrize("address", WHOLE)
def test_redacted_text_holds_no_address(address: str) -> None:
    text = redacted(f"flat 4, {address}, Oldham M4 4BF")
    assert redacted(text) == text
