"""The words that streets are named after: they tell `15 queen place` from `a safe place`."""

import re
from typing import Final

from houserules.redaction.detectors.address_places import PLACES

_NAMES: Final[frozenset[bytes]] = frozenset(
    b"abbey abbot abbots abbotts acacia acorn admiral albany albert albion alder alexander alexandra alfred alma almond "
    b"alpine amber anchor angel anne annes apple arden argyle arthur arundel ash ashes ashgrove aspen aster athol avon back "
    b"badger bailey baker balfour balmoral bank barley barn baron baroness bay beacon beatrice beaufort beaumont beck bede "
    b"bedford beech beeches belgrave bell bellevue belmont belvedere bent beresford bevan birch birches birchwood bishop "
    b"bishops blackthorn blake blenheim bluebell bond booth boundary bracken bramble bramley briar bridge bridle bright "
    b"britannia broad broom brook brow brown browning bruce brunel brunswick burns butler buttercup byron calder caledonia "
    b"cambridge camellia campbell canal canning canterbury carlton carr castle cavendish caxton cecil cedar celandine "
    b"central chaucer chapel charles charlotte charnwood chatsworth cherry chestnut chiltern chorley christie church "
    b"churchill clara claremont clarence clarendon clay clement cleveland clifford cliff clifton clough clover cobden cobham "
    b"coach coleridge collins college columbia commercial compton conway coniston constable convent coopers copper coral "
    b"corn coronation cotswold cotton county cowper crab craven crescent cricket cromwell cross crown curlew cypress daisy "
    b"dale dalton darwin dawson dean deans deer delph derby derwent devon devonshire dickens disraeli dolphin dominion "
    b"douglas dove downs dryden duchess duke dukes duncan durham eagle earl earls east ebenezer eden edge edgar edinburgh "
    b"edith edmund edward edwards egerton elder eldon eleanor elgar elizabeth ellesmere elm elms elmwood emily emma "
    b"emmanuel essex eton ettrick eve exchange exeter factory fair fairfax fairfield fairview falcon falkland far farm "
    b"farriers fellside fern ferndale ferry field finch fir firth fitzroy fleming florence flower forge forest foster foundry "
    b"fountain fox foxglove frances francis franklin frederick freeman friar friars front fuller furnace gainsborough garden "
    b"garfield garnet george georges gibson gilbert gladstone glebe glen glenmore globe gloucester golf gordon gorse grace "
    b"grafton grange granary granby grantham granville grasmere grays greenfield greenwood gresham grey greyfriars "
    b"grosvenor grove guildhall gypsy haig hall hamilton hampden hampton harbour harcourt hardwick hardy harold harper "
    b"harrier hartington harvest harvey hastings hawk hawthorn hawthorne hazel heath heather helen henry herbert hermitage "
    b"heron hey high highland hill hillcrest hillside hobart hogarth holland hollies hollin hollins hollow holly holme "
    b"holyrood homestead honeysuckle hope hops horace hornbeam horseshoe howard howe hubert hudson hugh hunter huntsman "
    b"hurst hyde imperial infirmary inkerman iris iron irving island ivy jackson james jasmine jay jenner jersey john johns "
    b"jubilee julian juniper katherine keats keith kelvin kemp kenilworth kennedy kent kestrel king kingfisher kings "
    b"kingston kipling kirk kitchener knight knights laburnum ladysmith lake lakeside lamb lambert lancaster lansdowne larch "
    b"lark larkspur latimer laurel lavender lawrence lea lee leicester leopold leslie leven library lilac lily lime limes "
    b"lincoln linden link lion lister little livingstone lock lodge lombard london long longfellow lonsdale lord louise "
    b"lower lowther lucas lupin lynn macdonald magnolia maiden main mallard malvern manchester manor maple marble "
    b"margaret maria marigold marina marine mark market marlborough marlowe marsh martin mary marys masons matilda mayfair "
    b"mayfield mayflower meadow meadows medlock melbourne melville mercer meriden merlin mersey methodist michael mickle "
    b"middle midland mill millbrook miller mills milner milton mint mission mitchell monks montague montgomery monument moor "
    b"moorland morley morris moss mossy mount mountbatten muirfield mulberry museum myrtle napier nelson nether newman "
    b"newton nightingale norfolk norman north northumberland norton nottingham nuffield nursery oak oakfield oaks oaktree "
    b"oakwood oban olive olympia orchard orchid orient osborne osprey otter owen oxford paddock palace palm palmer palmerston "
    b"pansy parade paris park parker parkside parliament parsonage partridge paul pauls pear pearl pearson peel pelham "
    b"pembroke pendle pennine percy perry peter peters philip pike pine pines pinfold pinewood plane pleasant plum plymouth "
    b"polygon pond pool poplar poppy portland potter priest primrose prince princes princess priory prospect providence "
    b"quaker quarry quay queen queens quebec raglan railway raleigh ramsay ramsden raven ravenswood rectory red redwood reed "
    b"reeve regal regency regent regents reservoir ribble richmond ridge ridgeway ripon river riverside robert roberts robin "
    b"robinson rochester rock rodney roman rook roper rope rose rosebery rosemary rosewood rowan royal ruby rugby rupert "
    b"rushes ruskin russell rutland rydal rye saddlers saint salem salisbury salt sandringham sandy sandpiper saville saxon "
    b"school scott seaview sefton severn seymour shaftesbury shakespeare shannon shaw shelley shepherd shepherds sherwood ship "
    b"shire shore shrewsbury sidney sidings silver simpson smith smithy snowdon somerset sorrel south southern spa sparrow "
    b"spencer spinney spring springfield spruce stable stafford stanhope stanley station steel stephen stephenson stewart "
    b"stirling stockport stoney stour stratford stuart sugar summer sun sunderland sunningdale sunny sunnyside surrey sussex "
    b"swallow swan swift sycamore sydney talbot tanner tay taylor temple tennyson teviot thames theatre thistle thomas "
    b"thompson thorn thornton tithe top tower town trafalgar trent trinity tudor tulip turner turnpike tyne union university "
    b"upper vale valentine valley vernon veronica vicarage victor victoria victory vincent vine violet wagtail walker "
    b"wallace walnut walpole walton warren warwick washington water waterfall waterfront waterloo watson watt weavers webster "
    b"welbeck well wellington wells wesley west western westminster wharf wheatsheaf white whinfield whitehall wilkinson "
    b"wildbrook wilfred william williams willow willows wilson wilton windermere windmill windsor wolsey wood woodbine "
    b"woodland woodlands woodside woodstock wordsworth wren wright wycliffe yarrow yew york zetland zion".split()
)
"""Trees, birds, saints, royals, surnames, and what used to stand there."""

_ENDINGS: Final = re.compile(
    rb".{2,}(?:ton|ham|ley|leigh|field|ford|worth|wood|bury|borough|burgh|by|thorpe|dale|brook|stone|stow|shaw|croft|hurst|"
    rb"bourne|combe|wick|wich|den|don|land|lands|burn|mere|gate|well|minster|caster|cester|mouth|bank|ridge|side|view|mount|grove|"
    rb"hill|moor|moss|head|mond|port|leys|thwaite|holme|wyn|wen|avon|more|low|try|tree|ington|shire|fold|house|heath|bridge|"
    rb"ville|mont|sea|cliffe?|cote|stead|edge|bridge|wall|water|church|kirk|castle|pool|rigg|beck|bottom|lee)\Z"
)
_ORDINARY: Final[frozenset[bytes]] = frozenset(
    b"button season reason person common ham jam family daily really early only nearly badly friendly likely "
    b"hopefully silly ugly holy jolly belly bully ally rally reply apply supply kilometre afford field hidden sudden golden "
    b"wooden burden garden abandon pardon baby hobby lobby standby nearby hereby thereby land island england "
    b"ireland scotland burn burned return shed delegate investigate farewell unwell well below slow allow follow "
    b"yellow fellow shallow glow blow flow snow know before anymore furthermore therefore more try country entry industry "
    b"poetry ministry pastry outside inside beside aside alongside upside downside offside bedside seaside roadside side "
    b"worldwide wide overview review preview interview view house warehouse penthouse powerhouse head ahead instead bread "
    b"spread thread dread overhead forehead edge knowledge pledge fridge fee coffee committee employee support report "
    b"sport airport passport transport export import port bottom wall water underwater word buddy coward happen golfing "
    b"weapon bastard seafood swimming overall football basketball volleyball handball thousand second rock".split()
)
"""Words that end like a place and are none."""

_SAINTS: Final = re.compile(rb"(?:st|saint)\Z")


def is_street_name(words: tuple[bytes, ...]) -> bool:
    """Whether the words before `place`, `way` or `close` sound like a street's name."""
    if not words or words[0] == b"the":
        return False
    if len(words) > 1 and _SAINTS.match(words[0]):
        return True
    last = words[-1]
    if last.endswith((b"'s", b"s'")):
        last = last[:-2]
    return last in _NAMES or b" ".join(words) in PLACES or (last not in _ORDINARY and _ENDINGS.match(last) is not None)
