"""Names, streets and towns that generated texts are made of. All invented, or as common as Smith."""

from random import Random
from typing import Final

FIRST: Final = (
    "Jo Sam Dave Kelly Amira Tariq Liam Chloe Priya Owen Megan Callum Aisha Ryan Gemma Lewis Sian Declan Maria "
    "Pawel Zara Jayden Connor Leanne Wayne Tracey Imran Katie Mohammed Ellie Beth Nathan Shannon Kyle Danielle "
    "Ruth Gareth Niamh Fatima Jordan"
).split()
LAST: Final = (
    "Ward Holt Bloggs Hughes Khan Ashworth Begum Murphy Kowalski Price Osei Barlow Hargreaves Patel Doyle "
    "Fenwick Lomax Sutcliffe Pritchard Ahmed Grimshaw Thornley Maddox Whitworth Entwistle Rees Ogden Cartwright "
    "Nuttall Bamford"
).split()
TOWNS: Final = (
    "Bury Bolton Rochdale Oldham Leigh Wigan Salford Stockport Manchester Leeds Bradford Hull Derby Telford "
    "Luton Slough Reading Norwich Swindon Cardiff Newport Swansea Glasgow Dundee Paisley Belfast Derry Exeter "
    "Truro Grimsby Rotherham Preston Blackburn Burnley Halifax Walsall Dudley Croydon Enfield Harlow"
).split()
STREETS: Final = (
    "Mill Ashgrove Church Victoria Station Park Oak Elm Beechwood Meadow Windsor Albert King's Queen Chestnut "
    "Hawthorn Birch Moor Springfield Cavendish Fairfield Wellington Heath Stanley Highfield Railway Bridge "
    "Manor Lime Sycamore Cherry School Salisbury Clifton Grange Norfolk Brook Whitefield Kersal Hollin Bent "
    "Radcliffe Ainsworth Tottington Rosemary Grosvenor Lonsdale"
).split()
SUFFIXES: Final = (
    "Road Road Road Street Street Street Lane Lane Avenue Avenue Close Close Drive Drive Crescent Court Grove "
    "Way Place Terrace Gardens Walk Hill View Rise Mews Square Row Gate Parade Fold Green"
).split()
SHORT: Final = {
    "Road": "Rd", "Street": "St", "Lane": "Ln", "Avenue": "Ave", "Close": "Cl", "Drive": "Dr", "Crescent": "Cres",
    "Court": "Ct", "Grove": "Gr", "Place": "Pl", "Terrace": "Terr", "Gardens": "Gdns", "Square": "Sq",
}  # fmt: skip
HOUSES: Final = (
    "Rose Cottage|The Old Forge|Ivy House|Orchard View|Hill Farm|The Bungalow|Woodlands|The Willows|"
    "Lane End Cottage|Holly Lodge|Beck House|Primrose Cottage|Stonecroft|The Old Rectory|Brook Farm|"
    "The Coach House"
).split("|")
BLOCKS: Final = (
    "Beech House|Castle Wharf|Kestrel Court|Nelson House|Attlee House|Riverside Point|Byron House|Bevan Court|"
    "Tower View|Wharf Mill"
).split("|")
PLAIN_STREETS: Final = (
    "The Crescent|The Green|Broadway|The Grove|Deansgate|Kingsway|The Avenue|High Street|Church Row|The Paddock|"
    "St Mary's Road|St John's Close|Long Row|Far Moss|North Parade|The Mount|Main Street|Queensway|"
    "Upper Brook Street|Old Hall Lane|Lower Hey Road"
).split("|")

AREAS: Final = {
    "AB": 25, "AL": 10, "B": 48, "BA": 16, "BB": 12, "BD": 24, "BH": 25, "BL": 9, "BN": 29, "BR": 8, "BS": 16,
    "BT": 49, "CA": 20, "CB": 11, "CF": 24, "CH": 8, "CM": 9, "CO": 16, "CR": 9, "CT": 21, "CV": 13, "CW": 12,
    "DA": 18, "DD": 11, "DE": 15, "DH": 9, "DL": 17, "DN": 22, "DT": 11, "DY": 14, "E": 18, "EH": 17, "EN": 11,
    "EX": 24, "FK": 21, "FY": 8, "G": 5, "GL": 20, "GU": 35, "HA": 9, "HD": 9, "HG": 5, "HP": 23, "HR": 9, "HU": 20,
    "HX": 7, "IG": 11, "IP": 33, "IV": 28, "KA": 30, "KT": 24, "KY": 16, "L": 40, "LA": 23, "LE": 19, "LL": 49,
    "LN": 13, "LS": 29, "LU": 7, "M": 9, "ME": 20, "MK": 19, "ML": 12, "N": 22, "NE": 49, "NG": 25, "NN": 18,
    "NP": 8, "NR": 35, "NW": 11, "OL": 16, "OX": 18, "PA": 16, "PE": 38, "PL": 35, "PO": 22, "PR": 9, "RG": 31,
    "RH": 20, "RM": 20, "S": 14, "SA": 20, "SE": 28, "SG": 19, "SK": 17, "SL": 9, "SM": 7, "SN": 16, "SO": 24,
    "SP": 11, "SR": 8, "SS": 17, "ST": 21, "SW": 20, "SY": 25, "TA": 24, "TD": 15, "TF": 13, "TN": 40, "TQ": 14,
    "TR": 27, "TS": 29, "TW": 20, "UB": 11, "W": 14, "WA": 16, "WD": 7, "WF": 17, "WN": 8, "WR": 15, "WS": 15,
    "WV": 16, "YO": 26,
}  # fmt: skip
"""Postcode areas and about how far their districts count."""

CENTRAL: Final = ("W1T", "W1A", "WC1E", "WC2H", "EC1V", "EC2A", "EC4M", "SW1A", "SW1W", "SE1P", "N1C", "E1W", "NW1W")
INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters of the second half of a postcode: never C, I, K, M, O or V."""


def street(rng: Random) -> str:
    """A street's name, one in six without a word such as Road, as people write it: "Ashgrove Rd", "mill lane"."""
    if rng.random() < 0.16:
        return rng.choice(PLAIN_STREETS)
    suffix = rng.choice(SUFFIXES)
    if rng.random() < 0.25:
        suffix = SHORT.get(suffix, suffix)
        if rng.random() < 0.15:
            suffix += "."
    return f"{rng.choice(STREETS)} {suffix}"


def district(rng: Random) -> str:
    """The first half of a postcode, such as "M14" or "EC1V"."""
    if rng.random() < 0.06:
        return rng.choice(CENTRAL)
    area = rng.choice(tuple(AREAS))
    return f"{area}{rng.randint(1, AREAS[area])}"


def full_name(rng: Random) -> str:
    """A first and a last name."""
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"
