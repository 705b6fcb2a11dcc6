"""Names of British and Irish places: they tell that a line before them is an address, and belong to it."""

from typing import Final

_TOWNS: Final = """
aberdare aberdeen abergavenny abergele aberystwyth abingdon accrington acocks_green acton addlestone airdrie aldershot
alfreton alloa alnwick alston altrincham ambleside amersham ammanford andover annan antrim arbroath ardrossan armagh
arnold ascot ashbourne ashby-de-la-zouch ashford ashington ashton ashton-in-makerfield ashton-under-lyne aspatria
atherton aviemore axminster aylesbury ayr bacup bagshot bakewell bala balham ballymena ballymoney banbridge banbury
banff bangor barking barmouth barnard_castle barnet barnoldswick barnsley barnstaple barrow barrow-in-furness barry
basildon basingstoke bath bathgate batley beaconsfield beccles beckenham bedford bedworth beeston belfast belper
bentley berkhamsted berwick berwick-upon-tweed beverley bewdley bexhill bexhill-on-sea bexley bexleyheath bicester
bideford biggleswade billericay billingham bilston bingley birkenhead birmingham bishop_auckland bishop's_stortford
bishops_stortford blackburn blackpool blackwood blaenau_ffestiniog blandford_forum blantyre bletchley blyth bodmin
bognor bognor_regis bolsover bolton bonnyrigg bootle borehamwood boscombe boston bournemouth bourne brackley bracknell
bradford braintree brechin brecon brentford brentwood bridgend bridgnorth bridgwater bridlington bridport
brierley_hill brighouse brighton bristol brixham brixton broadstairs bromley bromsgrove broxburn buckingham bude
burgess_hill burnley burnham-on-sea burntwood burslem burton burton-on-trent burton-upon-trent bury bury_st_edmunds
bushey buxton byker caerleon caernarfon caerphilly caldicot callington calne camberley camberwell camborne cambridge
cambuslang camden campbeltown cannock canterbury cardiff cardigan carlisle carluke carmarthen carnforth carrickfergus
carshalton castleford caterham catford chadderton chapeltown chard chatham cheadle cheadle_hulme cheam chelmsford
chelsea cheltenham chepstow chertsey chesham cheshunt chessington chester chesterfield chester-le-street chichester
chingford chippenham chipping_norton chislehurst chorley chorlton christchurch cirencester clacton clacton-on-sea
clapham cleckheaton cleethorpes clevedon cleveleys clitheroe clydebank coalville coatbridge cobham cockermouth
colchester coleraine colne colwyn_bay congleton consett conwy cookstown corbridge corby cork cosham coulsdon coventry
cowdenbeath cowes cramlington cranleigh craigavon crawley crewe crewkerne cromer crosby crowborough crowthorne croydon
crumpsall cullompton cumbernauld cumnock cupar cwmbran dagenham dalkeith darlington dartford dartmouth darwen daventry
dawlish denbigh denton deptford derby dereham derry devizes dewsbury didcot didsbury dingwall dolgellau doncaster
dorchester dorking douglas dover downpatrick driffield droitwich dronfield droylsden dublin dudley dukinfield
dumbarton dumfries dunbar dunblane dundee dundonald dunfermline dungannon dunoon dunstable durham ealing easington
eastbourne east_grinstead east_ham east_kilbride eastleigh eastwood ebbw_vale eccles edgware edinburgh edmonton egham
elgin elland ellesmere_port eltham ely enfield enniskillen epping epsom erdington erith esher eston evesham exeter
exmouth failsworth fakenham falkirk falmouth fareham faringdon farnborough farnham farnworth faversham felixstowe
feltham ferndown filey finchley fleet fleetwood flint folkestone forfar forres fort_william frome fulham gainsborough
galashiels galway garforth gateshead gillingham glasgow glastonbury glenrothes glossop gloucester godalming goole
gorton gosport gourock grangemouth grantham gravesend grays great_yarmouth greenock greenwich grimsby guildford
guisborough hackney haddington hailsham halesowen halesworth halifax haltwhistle hamilton hammersmith hanley harlesden
harlow harpenden harringay harrogate harrow hartlepool harwich haslemere haslingden hastings hatfield havant
haverfordwest haverhill hawick hayes hayling_island haywards_heath heanor hebburn hebden_bridge hedge_end helensburgh
helston hemel_hempstead hendon henley henley-on-thames hereford herne_bay hertford hessle hexham heybridge heysham
heywood high_wycombe hinckley hindley hitchin hoddesdon holborn holmfirth holyhead holywell honiton horley horncastle
hornchurch horsforth horsham houghton-le-spring hounslow hove hoylake hucknall huddersfield hull hulme hungerford
hunstanton huntingdon huyton hyde hythe ilford ilfracombe ilkeston ilkley ilminster immingham inverness inverurie
ipswich irlam irvine isleworth islington ivybridge jarrow jedburgh johnstone keighley kelso kempston kendal kenilworth
kensington keswick kettering keynsham kidderminster kidlington kilburn kilmarnock kilwinning kinross kirkby kirkcaldy
kirkintilloch kirkham kirkwall knaresborough knutsford lanark lancaster larbert largs larne launceston leamington
leamington_spa leatherhead ledbury leeds leek leicester leigh leigh-on-sea leighton_buzzard leith leominster lerwick
letchworth levenshulme lewes lewisham leyland leyton leytonstone lichfield limavady limerick lincoln linlithgow
lisburn liskeard littleborough littlehampton liverpool livingston llandrindod_wells llandudno llanelli llangefni
llangollen lochgelly london londonderry long_eaton longsight longton looe loughborough loughton louth lowestoft ludlow
luton lutterworth lyme_regis lymington lytham lytham_st_annes macclesfield machynlleth maesteg magherafelt maidenhead
maidstone maldon malmesbury malton malvern great_malvern manchester mansfield margate market_drayton market_harborough
marlborough marlow maryport matlock melksham melton_mowbray merthyr merthyr_tydfil mexborough middlesbrough middleton
midhurst midsomer_norton mildenhall milford_haven milngavie milton_keynes minehead mirfield mitcham mold monmouth
montrose morden morecambe morley morpeth mossley moss_side moston motherwell musselburgh nailsea nairn nantwich neath
nelson newark newark-on-trent newbridge newbury newcastle newcastle-under-lyme newcastle-upon-tyne newhaven newmarket
newport newport_pagnell newquay newry newton_abbot newton_aycliffe newton-le-willows newtonabbey newtown newtownards
northallerton northampton northfleet northolt northwich norwich nottingham nuneaton oadby oakham oban okehampton
oldbury oldham old_trafford omagh ormskirk orpington ossett oswestry otley oundle oxford oxted paddington padstow
paignton paisley peacehaven peckham peebles penarth pendlebury penge penicuik penrith penryn penzance perivale
perranporth pershore perth peterborough peterhead peterlee petersfield pinner plaistow plymouth plympton plymstock
pocklington pontefract ponteland pontypool pontypridd poole portadown porth porthcawl porthmadog portishead portrush
portsmouth port_talbot potters_bar prescot prestatyn prestonpans preston prestwich prestwick pudsey purley pwllheli
radcliffe radstock rainham ramsbottom ramsey ramsgate rawtenstall rayleigh reading redcar redditch redhill redruth
reigate renfrew retford rhondda rhyl rhymney richmond rickmansworth ringwood ripley ripon rochdale rochester rochford
romford romsey ross-on-wye rossendale rotherham rothwell royston royton rugby rugeley runcorn rushden rusholme
rutherglen ruthin ryde ryton saddleworth saffron_walden salcombe sale salford salisbury saltash saltburn sandbach
sandown sandy sawbridgeworth saxmundham scarborough scunthorpe seaford seaham seaton selby selkirk settle sevenoaks
shaftesbury shanklin sheerness sheffield shepperton shepshed shepton_mallet sherborne sheringham shildon shipley
shoeburyness shoreham shoreham-by-sea shrewsbury sidcup sidmouth sittingbourne skegness skelmersdale skipton sleaford
slough smethwick solihull southall southampton southend southend-on-sea southport southsea south_shields southwark
southwold spalding spennymoor stafford staines stalybridge stamford stanley stanmore staveley stevenage stirling
stockport stockton stockton-on-tees stoke stoke-on-trent stone stonehaven stornoway stourbridge stourport stowmarket
stow-on-the-wold strabane stranraer stratford stratford-upon-avon streatham stretford strood stroud sudbury sunbury
sunderland surbiton sutton sutton_coldfield sutton-in-ashfield swadlincote swaffham swanage swanley swansea swindon
swinton swords tadcaster tadley tain tamworth taunton tavistock teddington teignmouth telford tenby tenterden
tewkesbury thame thatcham thetford thirsk thornaby thornton_heath thurrock thurso tilbury tipton tiverton todmorden
tonbridge tonypandy tooting torquay totnes tottenham totton tranent tredegar treorchy tring troon trowbridge truro
tunbridge_wells turriff twickenham tynemouth uckfield ulverston upminster uppingham urmston uttoxeter uxbridge ventnor
wadebridge wakefield walkden wallasey wallington wallsend walsall waltham_abbey waltham_cross walthamstow walton
wandsworth wantage wareham warminster warrington warwick washington watford wednesbury wednesfield wellingborough
wellington wells welshpool welwyn welwyn_garden_city wembley west_bromwich westbury west_ham westhoughton
weston-super-mare wetherby weybridge weymouth whaley_bridge whalley_range whickham whitby whitchurch whitefield
whitehaven whitley_bay whitstable wick wickford widnes wigan wigston willenhall willesden wilmslow wilton wimbledon
wimborne winchester windermere windsor winsford wisbech witham withington witney woking wokingham wolverhampton
wombwell woodbridge woodford woodley woodstock woolwich workington worksop worsley worthing worcester wrexham
wymondham wythenshawe yarm yate yeovil yiewsley york st_albans st_andrews st_asaph st_austell st_helens st_ives
st_neots kings_lynn king's_lynn isle_of_wight isle_of_man shaw handsworth sparkhill sparkbrook small_heath hodge_hill
aston edgbaston harborne moseley kings_heath northfield selly_oak headingley harehills roundhay armley gipton seacroft
beeston hyson_green st_anns bulwell clifton easton toxteth kirkdale walton anfield everton wavertree aigburth allerton
speke norris_green fallowfield ardwick openshaw beswick blackley clayton harpurhey newton_heath cheetham_hill
shepherds_bush bethnal_green bow stepney hoxton dalston stoke_newington forest_gate walworth bermondsey vauxhall
kennington battersea putney govan maryhill partick dennistoun pollokshields gorbals easterhouse leith gorgie
morningside portobello craigmillar canton splott ely grangetown roath
"""
_REGIONS: Final = """
avon bedfordshire beds berkshire berks buckinghamshire bucks cambridgeshire cambs cheshire cleveland clwyd cornwall
cumbria derbyshire devon dorset county_durham co_durham dyfed east_sussex essex gloucestershire glos
greater_manchester gtr_manchester greater_london gwent gwynedd hampshire hants herefordshire hertfordshire herts kent
lancashire lancs leicestershire leics lincolnshire lincs merseyside mid_glamorgan middlesex middx norfolk
north_yorkshire n_yorks northamptonshire northants northumberland nottinghamshire notts oxfordshire oxon pembrokeshire
powys rutland shropshire somerset south_glamorgan south_yorkshire s_yorks staffordshire staffs suffolk surrey sussex
tyne_and_wear tyne_&_wear vale_of_glamorgan warwickshire west_glamorgan west_midlands west_sussex west_yorkshire
w_yorks wiltshire wilts worcestershire worcs yorkshire east_yorkshire aberdeenshire angus argyll ayrshire fife
lanarkshire lothian midlothian east_lothian west_lothian moray perthshire renfrewshire stirlingshire county_antrim
co_antrim county_down co_down co_tyrone co_armagh co_fermanagh isle_of_skye anglesey ynys_mon gower denbighshire
flintshire conwy ceredigion carmarthenshire monmouthshire uk u.k. england scotland wales cymru northern_ireland
united_kingdom great_britain ireland
"""

PLACES: Final[frozenset[bytes]] = frozenset(
    name.replace("_", " ").replace("-", " ").encode() for name in (_TOWNS + _REGIONS).split()
)
"""Towns, districts of cities, counties and countries, in lower case, words parted by one space."""

PLACE_WORDS: Final = max(name.count(b" ") for name in PLACES) + 1
"""Most words of one place."""

COMMON_PLACES: Final[frozenset[bytes]] = frozenset(
    b"bath reading sale bury deal rugby wells stone fleet settle sandy barking flint bow bourne mold swords wick yate "
    b"beds bucks glos".split()
)
"""Places that are everyday words, too: alone they need a comma, a capital, or an end behind them."""
