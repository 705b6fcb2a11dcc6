"""Words that tell number plates from models, flights, roads and vouchers of the same shape."""

import re
from typing import Final

STRONG: Final = re.compile(
    rb"(?<!vat )(?<!charity )(?<!company )(?<!gas safe )(?<!voter )(?<!nurse )(?<!gmc )(?<!nmc )"
    rb"\b(?:(?:car |van |vehicle |bike |taxi |his |her |the |their )*(?:reg|regs|regi|vrm|vrn|rego|index)|"
    rb"number ?-?plates?|num ?plates?|licen[cs]e plates?|reg ?plates?|plates?|(?:vehicle |car |van )?registrations?)\b"
    rb"(?:'?s)?[ \n]*(?:(?:no|num|number|plate|mark|nr|details)\b\.?)?[^a-z0-9]{0,4}"
    rb"(?:(?:is|was|being|reads?|says?|said|ends?|it's|its|of|are|thats|that's|like|"
    rb"starts?)\b)?[^a-z0-9]{0,4}(?:the )?\Z"
)
"""Right before letters and digits: they are a number plate, whatever their shape."""

VEHICLE: Final = re.compile(
    rb"\b(?:reg|regs|vrm|vrn|plates?|numberplates?|registration|registered|car|cars|van|vans|vehicle|vehicles|"
    rb"motor|taxi|cab|uber|"
    rb"minicab|lorry|truck|pick-?up|bike|motorbike|moped|scooter|estate|saloon|hatchback|convertible|4x4|suv|"
    rb"jeep|bmw|audi|vw|"
    rb"volkswagen|ford|vauxhall|corsa|astra|fiesta|focus|golf|polo|transit|mercedes|merc|toyota|prius|nissan|"
    rb"qashqai|micra|"
    rb"peugeot|renault|clio|citroen|fiat|honda|civic|kia|hyundai|skoda|seat|mini|mazda|volvo|tesla|range ?rover|"
    rb"land ?rover|"
    rb"jaguar|lexus|suzuki|porsche|insignia|passat|octavia|leon|ibiza|vivaro|sprinter|berlingo|zafira|mondeo|"
    rb"parked|park|parking|"
    rb"drives|driving|drove|driven|driver|driveway|dvla|mot|insured|pulled up|followed by|reversed)\b"
)
"""Words of traffic somewhere in the sentence."""

FLIGHT: Final = re.compile(rb"\b(?:flight|flights|flying|flew|airport|terminal|boarding|landed|ryanair|easyjet|"
    rb"jet2|tui|train|"
                           rb"bus|route|motorway|junction|gcse|btec|a-?level|exam|postcode|post code)\b")  # fmt: skip
"""Words that say where such letters and digits come from instead."""

GOODS: Final = re.compile(
    rb"[ \-]{0,2}(?:laptop|printer|ink|cartridge|charger|phone|tablet|monitor|model|socket|bulb|filter|pro|plus|"
    rb"ti|gpu|chip|battery|"
    rb"camera|lens|drill|fridge|boiler|tv|speaker|headphones|keyboard|mouse|router|cable|adapter|kit|tyres?|"
    rb"voucher|code|promo|"
    rb"discount|for [0-9]+ ?(?:%|percent|off)|at (?:the )?checkout)\b"
)
"""What follows the name of goods or a voucher."""

SHORT_WORDS: Final = frozenset(
    b"ace act add ado age ago aid aim air ale all alt and ant any ape apt arc are arm art ash ask ate awe axe "
    b"bad bag ban bar bat bay "
    b"bed bee beg bet bid big bin bit boa bob bog bow box boy bra bud bug bum bun bus but buy bye cab can cap "
    b"car cat cop cow cry cub "
    b"cup cut dad dam day den dew did die dig dim din dip doe dog dot dry due dug dye ear eat ebb egg ego elf "
    b"elk elm end era eve ewe "
    b"eye fab fad fan far fat fax fed fee few fig fin fir fit fix fly foe fog for fox fry fun fur gag gap gas "
    b"gel gem get god got gum "
    b"gun gut guy gym had ham has hat hay hem hen her hey hid him hip his hit hog hop hot how hub hug hum hut "
    b"ice ill imp ink inn ion "
    b"its ivy jab jam jar jaw jet job jog joy jug key kid kit lab lad lag lap law lay led leg let lid lie lip "
    b"lit lol lot low mad man "
    b"map mat may men met mid mix mob mop mud mug mum mom nap net new nil nod nor not now nut oak oar odd off "
    b"oil old omg one opt orb "
    b"ore our out owe owl own pad pal pan par pat paw pay pea peg pen per pet pie pig pin pit pop pot pro pub "
    b"pun pup put ran rap rat "
    b"raw ray red rib rid rip rob rod rot row rub rug run rye sad sap sat saw say sea see set sew sex she shy "
    b"sin sip sir sit six ski "
    b"sky sly son sow spa spy sub sue sum sun tab tag tan tap tar tax tea ten the tie tin tip toe ton too top "
    b"tow toy try tub two use "
    b"van vet via vow war was wax way web wed wet who why wig win wit woe won wow yes yet you zip zoo yay yep "
    b"nah nan bro sis fam pls "
    b"plz thx btw idk imo tbh smh wtf lmk lmao hrs hr min sec pts pcs qty yrs yds kms km mph rpm fps gbp usd "
    b"eur pcm ltd plc vat "
    b"jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun bst gmt utc amg gti tdi gtr "
    b"rsq bmw suv max neo xlt "
    b"usb pdf png jpg gif mp3 mp4 dvd led lcd cpu gpu ram ssd hdd gps sim app api cdi lhr lgw man jfk eta etd "
    b"amp kwh mwh rev gen "
    b"gcse bbc itv rtx gtx ps5 uni ref iso din bsi ppm mol mcg iqs csi nhs gpa fifa ufc cm kg lb oz ft st nd rd "
    b"th am pm gb tb mb".split()
)
"""Three letters that follow digits in ordinary text: no number plate unless something says so."""

TRIMS: Final = frozenset(b"amg gti tdi cdi gtr rsq bmw suv max neo xlt gtd vxr dsg 4x4 cvt awd fwd".split())
"""Letters behind a car's model: `C63 AMG`."""
