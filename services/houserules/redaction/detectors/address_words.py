"""The words that make an address, and those that only look as if they did."""

from typing import Final

CLEAR_TYPES: Final[frozenset[bytes]] = frozenset(
    b"road rd raod roads street str steet streat stret strret avenue ave av aven avanue avenu lane ln "
    b"crescent cres cresc crecent cresent crescant gardens gdns gdn gdens grdns gardns terrace terr "
    b"terrance terrence tce mews grove grv groves boulevard blvd esplanade parade pde promenade wynd "
    b"vennel cottages villas almshouses closes drives broadway causeway parkway ginnel rdge".split()
)
"""Words that seldom end anything but a street's name."""

TYPES: Final[frozenset[bytes]] = frozenset(
    b"st gr close cl clos clse drive dr drv driv way wy walk wlk place pl square sq court ct crt row hill "
    b"view rise park pk green grn gate bank mount vale croft garth fold nook chase circus yard wharf quay "
    b"mead meads meadow meadows mdws fields field common heath ride spinney copse orchard orchards paddock "
    b"paddocks ridge dale lea leas leys embankment approach passage path links buildings mansions side end "
    b"corner cross acre acres holt wood woods strand circle loop oval plain crest heights garden dene hey "
    b"heys brow brook weir lawn lawns loan quadrant wk riding ridings glen glade hollow dell knoll moor "
    b"pasture pastures brae gait ter track hurst towpath rising precinct plaza avenues bungalows mill "
    b"wells bridge moss alley cloisters cloister hollows ings royd thwaite gill ghyll beck burn butts hatch hythe quays "
    b"vw hts cotts prom bldgs mnt rse moorings furlong loke warren maltings mall".split()
)
"""Words that end streets' names, and much else: `a long way`, `the tennis court`."""

BUILDINGS: Final[frozenset[bytes]] = frozenset(
    b"house court tower towers point mansions heights apartments apartment apts building buildings lodge "
    b"hall halls mill mills works gardens place flats block wharf residence residences villas lofts hse "
    b"quarter top head bottom".split()
)
"""Words that end the name of a house with flats."""

HOUSE_NOUNS: Final[dict[bytes, float]] = dict.fromkeys(
    b"cottage cottages farmhouse bungalow lodge villa rectory vicarage manse croft bothy barn barns "
    b"stables granary schoolhouse gatehouse coachhouse oasthouse homestead steading farmstead smallholding".split(),
    0.35,
) | dict.fromkeys(
    b"house hse farm hall grange manor mill court forge tower apartments mansions place".split(),
    0.2,
)
"""Words that end a house's name, and what they are worth: few cottages are offices."""

HOUSE_ENDINGS: Final = (
    rb"(?:view|side|field|fields|wood|woods|woodlands?|croft|holme|dene|lea|leigh|hurst|mead|meadows|haven|brook|cot|nook|"
    rb"acres?|ridge|gables|willows|oaks|oaklands|elms|firs|pines|limes|laurels|hollies|beeches|birches|chestnuts|poplars|"
    rb"cedars|sycamores|orchard|nest|rest|roost|warren|retreat|hideaway|haven|end|bank|mount|dell|garth|gate|byre|stead)"
)
"""How the names of houses without a word such as `Cottage` end: `Fairview`, `The Willows`."""

PREFIX_TYPES: Final[frozenset[bytes]] = frozenset(
    b"heol ffordd stryd lon rhodfa maes clos cwrt bryn trem llys rhiw parc cae erw gerddi teras rhes "
    b"bothar sraid ascaill".split()
)
"""Welsh and Irish words for a street, which begin its name: `12 Heol y Bont`."""

BARE_STREETS: Final[frozenset[bytes]] = frozenset(
    b"broadway cheapside deansgate shambles eastgate westgate northgate southgate highgate kirkgate "
    b"kingsway queensway princesway westway eastway northway southway castlegate "
    b"briggate millgate whitehall piccadilly haymarket strand cornmarket poultry aldgate bishopsgate "
    b"moorgate parkway ridgeway causeway crossgates fairfield greenway hillside riverside woodlands "
    b"oaklands parkside hollies willows beeches elms limes cedars firs poplars chestnuts laurels birches "
    b"larches sycamores pines oaks maltings".split()
)
"""Street names that stand without a word such as `Road`."""

PAIRS: Final[dict[bytes, frozenset[bytes]]] = {
    kind: frozenset(words.split())
    for kind, words in {
        b"park": b"acre villa elland selhurst goodison st ewood car theme retail business skate water play safari "
        b"trailer science national country hyde jurassic south football wildlife public local holiday "
        b"caravan industrial amusement linkin ball the a this that our your dog town city lorry coach",
        b"court": b"high crown county supreme magistrates magistrate's magistrates' tennis food youth appeal "
        b"federal family squash basketball netball badminton kangaroo criminal civil open moot in to at "
        b"the a this that royal coroner's coroners sheriff appeals",
        b"walk": b"dog mile long short sponsored charity nice moon space hour daily morning evening day minute easy "
        b"brisk quick a the memorial silent",
        b"drive": b"test hard flash long short mile hour thumb usb food sex whist golf disk minute recruitment "
        b"fundraising easy day charity",
        b"way": b"half long other only wrong right best same either any this that every each one two three four "
        b"five six the a no some in better milky hard easy quick good bad big new different safe safer",
        b"place": b"safe same better other first second third fourth every any right some market public meeting "
        b"good nice great busy work hiding a the special work no take takes took safer special different "
        b"worse podium",
        b"view": b"sea lovely good great full room point street my his her their public world in a the aerial rear "
        b"side different personal",
        b"rise": b"pay price percent rent tax wage big sharp fee temperature the a steep rapid energy council",
        b"square": b"trafalgar times leicester parliament red town market the a one perfect sloane tiananmen city",
        b"close": b"very so too really pretty quite getting fairly as that come came comes how super extremely be "
        b"is was are stay keep get got we they you i people kids them too a the all",
        b"row": b"front back death three four five each in a the second third savile vip top middle skid",
        b"green": b"bowling village golf dark light pale bright the a lime soylent emerald dr",
        b"end": b"dead the west east bitter deep week low high far front back rear top bottom year south north "
        b"other tail",
        b"side": b"left right other each far east west south north any one either the my his her their our same "
        b"wrong dark bright road",
        b"field": b"acre playing football force corn left magnetic open level",
        b"fields": b"playing football corn killing",
        b"bank": b"food blood sperm piggy high west left right river power the a big world central bottle data cash "
        b"sand merchant investment",
        b"cross": b"red victoria george king's kings charing holy the a southern iron",
        b"roads": b"lane side main country back minor",
        b"road": b"elland carrow loftus portman portobello oregon main busy long rocky abbey by the a this that "
        b"ring slip side cross single lane dual off on no yellow brick silk high private public",
        b"street": b"wall coronation sesame downing quality the a this that 21 side one way residential busy "
        b"no elm whole entire",
        b"lane": b"white bramall bus cycle fast slow outside inside middle left right hard bike penny drury memory "
        b"three two four single one passing the a overtaking petticoat",
        b"terrace": b"roof bed bedroom beer garden mid end house away home the a pub sun",
        b"gardens": b"kew front back botanical botanic public kensington the community covent beer zoological",
        b"garden": b"back front rear the a his her my covent kitchen beer secret community vegetable olive rose",
        b"parade": b"pride hit military victory passing bus the a st remembrance easter christmas carnival",
        b"grove": b"olive orange lemon the",
        b"mews": b"",
        b"hill": b"up over down notting the a steep capitol benny silent capitol lauryn harry boot",
        b"bridge": b"london tower humpback forth severn humber the a railway foot road rope suspension nose",
        b"gate": b"departure boarding front back garden the a school party water side",
        b"yard": b"back scotland square cubic the a school new front ship builders scrap boat",
        b"wood": b"acre fire hard soft plywood solid the a",
        b"circle": b"inner vicious full dress crop the a magic centre",
        b"corner": b"every hyde the a each street speakers speaker's dark next blind",
        b"path": b"cycle bike foot career the a public garden flight dark",
        b"common": b"in so very quite too more most less the a",
        b"point": b"the a match set one break power this that some any good main",
        b"house": b"bed bedroom my his her your our their full big white open safe a the this that council little "
        b"new old social public opera work detached terraced empty second one every each parents mum's "
        b"dad's nan's mums dads haunted",
        b"block": b"a the one tower",
        b"hall": b"town village church city the a albert sports music concert dance school parish community guild",
        b"tower": b"the a eiffel water",
        b"st": b"1 the a",
        b"parkway": b"bristol",
        b"passage": b"the a front back bible",
        b"approach": b"point track step the a different new",
        b"track": b"race the a fast album title dance",
        b"mount": b"the",
        b"mill": b"the a per rumour",
        b"works": b"that it he she road gas what this",
        b"circus": b"oxford piccadilly flying media the a",
        b"ride": b"bike bus free train joy taxi car cab uber minute hour mile",
        b"avenue": b"fifth madison every",
        b"loop": b"the a time",
    }.items()
}
"""What stands before a street word in ordinary phrases."""

FOLLOWERS: Final[dict[bytes, frozenset[bytes]]] = {
    kind: frozenset(words.split())
    for kind, words in {
        b"close": b"to by enough friends friend call calls down up range contact as together the it on all family "
        b"relatives relationship mates associates ties links attention allies proximity quarters season",
        b"way": b"to too out more of off through back over better worse past up down home before longer around "
        b"ahead split less forward",
        b"drive": b"to from away me home safely by past down up through there around him her them us you it people the",
        b"park": b"the my outside up there rangers ranger it your their",
        b"walk": b"to from home away past the with out up down around there into through alone in on by her him",
        b"place": b"to for of where your my the it an orders bets finish on",
        b"court": b"to for today case cases date dates hearing hearings order orders appearance appearances room "
        b"rooms ruling judge judges heard yesterday tomorrow appeals trial trials staff",
        b"view": b"of this that the it on your my",
        b"rise": b"in of to up above from",
        b"row": b"over about of between",
        b"square": b"feet foot metres meters miles inches root mile metre meter yards ft",
        b"end": b"of up the it with to this",
        b"side": b"of by effects effect the to",
        b"cross": b"the over country to",
        b"hill": b"climbs walking walkers",
        b"green": b"bottles vegetables eggs lights flags shoots spaces",
        b"mount": b"up a",
        b"gate": b"crashers",
        b"bank": b"holiday holidays account accounts cards statements branches staff managers loans",
        b"field": b"trip trips goals goal",
        b"fields": b"of",
        b"link": b"to",
        b"links": b"to in with",
        b"common": b"sense",
        b"path": b"to",
        b"corner": b"of",
        b"circle": b"of the",
        b"approach": b"to",
        b"passage": b"of",
        b"ride": b"to home on",
        b"point": b"of to in the",
        b"works": b"for on in at as",
        b"house": b"of",
        b"plain": b"text clothes",
        b"wood": b"for",
        b"dr": b"",
        b"yard": b"of",
        b"block": b"of",
        b"street": b"lights dealers preachers food",
        b"road": b"traffic deaths accidents users works signs tax safety closures closure",
        b"bridge": b"the",
    }.items()
}
"""What stands behind a street word in ordinary phrases: `close to`, `drive home`, `court dates`."""

INSTITUTIONS: Final[frozenset[bytes]] = frozenset(
    b"primary secondary school schools academy college nursery infants infant junior church chapel mosque "
    b"temple pub club bus buses tram station stations police shops shop stores store banks brands brand "
    b"retailers retailer chain chains residents pupils students kids children parents teachers staff "
    b"surgery hospital clinic library market stalls festival junction roundabout crossing closure closures "
    b"estate gang gangs lads boys girls boy girl fans episodes episode actors albums album covers tickets "
    b"concerts council committee united fc afc utd city cricket ground stadium carnival baths pool spaces "
    b"people men women houses homes families victims protesters party parties campaign patrol cameras "
    b"potholes works lights fair zone area resident business businesses shopper shoppers shopkeeper shopkeepers protest "
    b"protesters march riots riot scenes scene".split()
)
"""What a street or a town lends its name to: `the 12 Mill Lane pupils`, `Oldham Council`."""

STOP: Final[frozenset[bytes]] = frozenset(
    b"a an and any are aren't as at be been being but by can can't cant could couldn't did didn't didnt do "
    b"does doesn't doesnt doing don't dont done for from get gets getting go goes going gone got had has "
    b"hasn't have haven't having he her here hers him his how i i'd i'll i'm i've if im in is isn't isnt "
    b"it it's its ive just let like lot lots me more most much my near no nor not of off on once or our "
    b"out over really said same say says see she should so some such take takes than that that's thats "
    b"their them then there these they they're theyre this those though through till to too toward towards "
    b"under until up us very want wants was wasn't wasnt we well were weren't what when where which while "
    b"who whose why will with without won't wont would yes yet you your yours u ur r n about after again "
    b"all along almost already also always another around away back because before behind below beside "
    b"between both cause cos coz cuz during each either else even ever every everyone everything few less "
    b"many maybe might must never next now only other others own per please pls plus quite rather since "
    b"sometimes soon still please knock urgent asap thanks thank thx today tomorrow tonight tho together "
    b"yesterday via vs versus within across against among minute minutes min mins hour hours hr hrs second "
    b"seconds sec secs day days week weeks wk wks month months year years yr yrs yo old mile miles metre "
    b"metres meter meters km kms k m cm mm ft feet foot inch inches yard yards kg lb lbs stone mph kph am "
    b"pm o'clock oclock noon midnight percent per cent pc quid pound pounds pence p grand dollars euros "
    b"million thousand hundred people person persons man men woman women girl girls boy boys kid kids "
    b"child children teen teens teenager teenagers adults adult lads lad mates mate friends friend victims "
    b"victim survivors survivor times time points point goals goal runs wickets votes likes followers "
    b"signatures members officers cops police arrests cars car vans buses bus trains train houses homes "
    b"bed beds bedroom bedrooms bedroomed rooms step steps storey story storeys stories way ways star "
    b"stars man weeks' days' things thing reasons reason more lane-wide pages page chapters episodes "
    b"episode seasons season series songs song films film books book pictures pics pic photos photo videos "
    b"video posts post comments comment tweets tweet messages message calls call texts text emails email "
    b"letters letter jan feb mar apr jun jul aug sep sept oct nov dec january february april june july "
    b"august september october november december mon tue tues wed thu thur thurs fri sat sun monday "
    b"tuesday wednesday thursday friday saturday sunday st. nd th rd. x xx xxx lol lmao omg wtf tbh ngl "
    b"imo fr innit bro sis hun babe love luv hello hi hey hiya ok okay help hurry bring come came comes "
    b"coming know knows knew think thinks thought tell tells told ask asks asked make makes made give "
    b"gives gave keep keeps kept find finds found look looks looked went walk walked walking drive drove "
    b"driving ran run running live lives lived living stay stays moved move happen happened happens feel "
    b"feels felt try tries tried need needs needed use used using work works worked working left miss "
    b"missed met meet meets meeting saw seen watch watched wait waited waiting sexy evil angry new young "
    b"big small little good great nice bad best better worst worse huge massive tiny whole entire full "
    b"different several various separate consecutive local vulnerable innocent brave poor dead missing "
    b"suspected alleged convicted asian muslim white black british english pakistani indian foreign armed "
    b"uniformed dozen carat something phase strike hole trick bit tone outside inside beside alongside "
    b"aside overview review preview interview rupees litre litres gallon gallons pint pints cups cup "
    b"bottles bottle bags bag boxes box pack packs pairs pair sets tickets ticket".split()
)
"""Words of sentences, of counting and of measuring, none of which stands in a street's name."""

STREET_WORDS_IN_STOP: Final[frozenset[bytes]] = frozenset(
    b"old new little great white black stone post police church second back green love long point station "
    b"boy man walk over under well july may march april half english young box bell star work bottle poor "
    b"best british hey river water".split()
)
"""Words of `STOP` that do stand in street names if the rest of the evidence is clear: `12 New Road`, `4 Old Hall Lane`."""

OWNERS: Final[frozenset[bytes]] = frozenset(
    b"kings queens princes bishops abbots monks friars canons deans earls dukes lords ladies hollins ings "
    b"woods fields elms oaks limes johns marys james peters pauls georges davids andrews".split()
)
"""Words in -s that begin streets' names and count nothing: `12 Kings Drive`."""

THE_TYPES: Final[frozenset[bytes]] = frozenset(
    b"avenue crescent grove green mount paddock paddocks drive lane terrace close orchard orchards beeches oaks willows "
    b"mews parade promenade esplanade croft dell glade spinney meadows fairway gables limes elms".split()
)
"""What follows `the` in a street's name more often than in a sentence with a number: `18 the mount`."""

DETERMINERS: Final[frozenset[bytes]] = frozenset(b"a an the my his her their our your this that another".split())

VERB_TYPES: Final[frozenset[bytes]] = frozenset(
    b"close drive walk park place end side view ride track way court".split()
)
"""Street words that are verbs and everyday nouns, too: behind a whole street name they seldom belong to it."""

GREETINGS: Final[frozenset[bytes]] = frozenset(
    b"regards cheers sincerely best love kind sent posted from tel phone mob mobile email call text dob "
    b"born dear".split()
)
"""What stands in the line below an address and is no locality."""

COUNTING: Final[frozenset[bytes]] = frozenset(
    b"top ages age aged round rounds page pages pp section sections chapter chapters rule rules article "
    b"articles step steps part parts level stage grade year yr week day route routes bus buses tram "
    b"junction jct j exit platform gate terminal line channel series season episode ep act verse psalm "
    b"version v vs score scored won lost beat drew over under than about around nearly almost approx "
    b"approximately roughly first last next another other all some these those only just least most every "
    b"between has have had buy bought sell sold got get need needs want times minus plus figure fig table "
    b"appendix item question q task lesson module key ks paid cost costs worth earn raised donate than "
    b"size rated scoring population mph speed counted count arrested jailed killed injured hurt closed "
    b"closing walked ran cycled drove driving run per class classes team teams group groups track lap laps "
    b"heat race runner seeded ranked rank lasted court courts hall since during until till".split()
)
"""What stands before a number that counts, orders or dates something."""

MONTHS: Final[frozenset[bytes]] = frozenset(
    b"january february march april may june july august september october november december".split()
)

SENTENCE_STARTS: Final[frozenset[bytes]] = frozenset(
    b"please pls plz help and he she they i im near where but tonight now x xx xxx if so cos coz cuz "
    b"because with is".split()
)
"""What may follow a town in lower case that is a word, too: `12 mill lane bury please help`."""

TIME_LEADS: Final[frozenset[bytes]] = frozenset(
    b"at by until till before after from since around about for in during".split()
)
"""What stands before a clock time or a year: `at 7 Mill Lane was closed`."""

VERBS: Final[frozenset[bytes]] = frozenset(
    b"is was were will has had are closed opens opened reopens shut shuts looked became".split()
)

PUBLIC: Final[frozenset[bytes]] = frozenset(
    b"10 downing street,11 downing street,12 downing street,9 downing street,10 downing st,11 downing "
    b"st,221b baker street,221b baker st,4 privet drive,21 jump street,666 park avenue,666 park ave,100 "
    b"acre wood,32 windsor gardens,1 canada square,30 st mary axe,20 fenchurch street,1 parliament "
    b"square,2 marsham street,70 whitehall,100 parliament street".split(b",")
)
"""Offices of state, landmarks and addresses from books: nobody's home."""

PUBLIC_HOUSES: Final[frozenset[bytes]] = frozenset(
    b"pub church school centre center library station arms inn hotel club gym mosque theatre cinema shop "
    b"cafe park tesco aldi lidl asda academy primary college nursery surgery hospital clinic chapel temple "
    b"cathedral museum town village city guild parish community memorial council court market bakery "
    b"restaurant takeaway barbers salon garage police royal crown university retail stadium social working "
    b"opera public meeting open full publishing".split()
)
"""Words in the name of a place that is open to the public, and nobody's home."""

PEOPLE: Final[frozenset[bytes]] = frozenset(
    b"mum mam mom dad mother father nan nana gran grandma grandad granddad brother sister bro sis uncle aunt auntie aunty "
    b"cousin mate friend boyfriend girlfriend bf gf ex partner husband wife boss lad fella bloke man woman girl boy kid "
    b"parent family neighbour landlord stepdad stepmum cousin nephew niece son daughter grandparent bestie teacher "
    b"dealer pimp guy groomer abuser baby stranger everyone someone somebody nobody carer foster".split()
)
"""Whose house it may be: `my dad's place, 12 mill lane` begins with the number."""

PLURAL_TYPES: Final[frozenset[bytes]] = frozenset(
    b"orchards fields meadows woods heys avenues acres lawns wells links bungalows moorings mills halls towers".split()
)
"""Street words that count what is before them in a sentence: `7 apple orchards`."""

SCHOOLS: Final[frozenset[bytes]] = frozenset(b"school college university nursery".split())
"""What lends itself to `13 school drive` as well as to streets."""

ABBREVIATED: Final[frozenset[bytes]] = frozenset(b"ave av rd rds blvd cres dr ln".split())
"""Shortened street words, with which no street's name begins."""

COUNTED_NAMES: Final[frozenset[bytes]] = frozenset(
    b"tree trees sister sisters river rivers king kings elms oak oaks ways mile acre acres brethren star stars bells ashes "
    b"hills wells bridges crosses barrels tuns horseshoes direction lane lanes way side sided bedroom storey".split()
)
"""What a number in words belongs to in names: `One Tree Hill`, `Seven Sisters Road`, `Nine Elms Lane`."""

DESCRIBING: Final[frozenset[bytes]] = frozenset(
    b"corner end detached semi semi-detached terraced brick red blue brown painted boarded shared party drug crack trap "
    b"safe abandoned derelict same first last next right mid-terrace care childrens children's foster halfway student "
    b"rented family parental three two four manky dodgy usual ground top upstairs downstairs high-rise tall".split()
)
"""What houses are like, and no house is called."""

NUMBER_WORDS: Final = (
    rb"(?:(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)"
    rb"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|two|a) hundred"
    rb"(?: and (?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|"
    rb"eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen))?"
    rb"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    rb"fifteen|sixteen|seventeen|eighteen|nineteen)"
)
"""A house number in words, at most 199."""
