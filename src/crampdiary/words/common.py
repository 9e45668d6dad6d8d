"""Common English words that are as near to a built-in word as a slip of the fingers, and are never taken for one.

Made once: of SCOWL's lists of size 35, American and British, all within the distance that `typos` allows.
"""

from __future__ import annotations

COMMON = frozenset(
    """
    aback abdication abetting abort abound aced aces achieves acing acne acre acres acted acting adorning advancing
    affection afoot afterward ages aground aide aides aims aired akin alarming alas alcoholic alcohols alight alike
    allaying ally alms along alter ambulance anew angering angle angles anointed anointing anvil anxiously anything
    anywhere apes appointed appointing apter arched archer archers archest arching archives arcs ares arks army
    arresting arts ashed ashes ashing aside asides aspirant aspiring aspirins auguster avenging await awaited
    awaiting awaked awaken awakes aware away awes awoke axes axle axles ayes babe backs bade bags bail bails bait
    baited baiting bake bald balds bale bales balk balked balking balks balm balms band bandana bandanas bandanna
    bandannas bands bandy bang bank barb bard bared barer bares barge bark barn barns bars base bash bask basted
    batch batching bathe bathes bats battle battles baud baulking bawl bawls baying bays beaching bead beading beak
    bear bearable bearding bears beat beating beds beef beefs been beers bees beet beets begs behinds belittle bell
    bells benching bend bender bending bent best besting betting bewitched bewitches bewitching bickering bicycling
    bidding bide bides bike bill billow bills bins bitching blabbing black blackens blackest blanched blanching
    blandest blanked blanker blankest blanketed blare blared blaring blasted bleached bleaching bleating bled
    bleeding blending blight blinkered blinkering blinkers blinking blip blow blue blued bluer blues blur blurring
    blurting blush blushes boil bold bone boon boor boot booth bootlegs bore born botch botching bother bottled
    bottomed bottoms bound bout bowel brackets brag brand branding brands breading breasting breather bred breeding
    bricking bright brighten brightened brightening brightness brimming bringing brink brinks brisking britches
    broiling broth brunt bubbling buck bucked budding bugs bull bulls bump bumps bunch bung bungling buns burbling
    burdened burdening buried burner burp burped burping burps burr burred burring burrs burst bursting bury burying
    cache cached caches caching cackling calculation calk calked calking calkings calks call calls calm calms calve
    came camp camps capping caps card care caressed caroling carolling carves cast castrate catching cater caulking
    cave caves cent chalking champ champagnes champs chance chanced chancing changes chanted chapping charge charged
    cheat cheated cheating cheeping cherry chillest chillies chin chinking chins chip chips choosing choruses
    churning ciders cinching cinder cindered cindering cinders circling circulating circulations clack clamp clamps
    clanged clapping clash clashes class clay clearing cleft clenches clinched clinches clinching clinking clip clod
    clothing club clubbing clued clues clump clumps clutched clutching coach coaching coal cock cocks coercing
    coffer coffers coil coke colds colon colors coloured colours colt coma compares compassion compiled compiler
    compiles complete complexes complied complies composes compressed compresses compressing comprise comprises cone
    confection congress consoles constricted constricting constriction constructed constructing construction
    contacted contacting contraception contract contractions contractor contracts contradicted contradicting
    contradiction contraption contraptions contrasted contrasting cops coral cord core corking corn corning cough
    could counteracted counteracting counting coupling coursing courting cove cower crabbing cram crams crank
    cranking crap creak creams creamy creating creeping crest cresting cribbing cried cringing crinkling crock
    crouch crumbing crunched crunching crusting cubs cuddling cull culled culling cunning curb curbed curbing curd
    curdled curdling cure cured curing curls curly currying cursed cursing curt curved curving cushions dabs dads
    dais dame dams dangling dank dare darkened darkening daunting dawn dazing deaf deafness deal deals dean dear
    debating deck dedication dedications deed deer deers deficient deft dehydrate dehydrates dehydrating delaying
    dens dense dent described description desks dice diced dicing dike dilates dill dills dine diner dines dinned
    dinnered dinnering dinners dins dips dire disclosed discolor discolorations discolors discolour discolourations
    discolours discovered dishonored dishonoured disk distress distressed ditching dither dittoing dive dock docks
    does doing dole doles doling doll dolling dome doming done door dope doping dosed doses dosing dote doting dour
    douse dove downs downy doze drag draining dread dreading dream drenched drenching dressing dried drifting
    drilling drinkers dripping droller drooling drown drugs drum drunks drys dual dubbed dubbing dubs ducked duel
    duelling duet dullness dulls dully duly dumb dump dumps dune dunk dusk dwelled dwelling dwellings dying eager
    earaches east eater eating eave eclectic education eels efficiency eighteen eighth eights eighty electrical
    electrify electrocute electrocutes electrolysis electron electronic embedding emitting enrolling erecting
    etchings ether even evenings ever everyone exchange exchanged excising exhausting exhaustive exhausts expertise
    exposition extension extras eying fact fads fainting fakes fall falls fame fancying fare fared faring farm farms
    fascists fashioned fashioning fasted fasts fatigues fats feared fearing feast feasting feat feather feathers
    feathery feds feed feel feels fees feinting felt fender fevers fewer fibre fickle ficklest fiddle fidget
    fidgeted fidgets fifths fifty fight fights file fill fills filth fine finer fines fingered fingering fins
    firearm firearms fired fires firm firs firsts fist fitting fittings fiver fives flag flagging flailing flak
    flake flaked flakiest flaking flame flamed flames flaming flamingo flanking flap flapping flaps flares flashed
    flasher flashest flashier flashiest flashing flashy flask flats flatting flavored flavoring flaw flawed flawing
    fleecing fleet fleeting flesh fleshes flew flicking flight flinched flinching flips flirting flit flitting float
    floating flogs flood flooring flop floss flour flouring flow flower flows flue fluid flukes flushed flusher
    flushest flusters flute flutes flux flying foal foams foamy foes foil foisting fold fond font food foods fool
    foots forbears ford fore forearmed forefront foremost foresting forewarn forewarns forgoing forking form
    forswear fort forth forwards foul found fours fourths frank franking fret fretting fried fright frighten
    frightened frightening fringing frisking frock frond fronts frost frosting frothing fuelling full fullness furl
    furled furling gage gain gains gait gale gales gall galls game gangling gape gaps gardened gardener gardening
    gate gavel gays gaze gazetting geld gelt gender gene gent gentile gentiles gentled gentler gentles gentlest
    gentling gently ghosting giggling gigs gild gill gills ginger gins give glads glancing glare glared glaring
    glassy glimpsed glinting gloss glow glower glue glues glut gluts glutting goad goes gold golfs goner gong goods
    goody goof goon goose gore gout gown grabbing grain grass grave greats greet greeting grilling grin grinding
    grinning grins gritting groan groins ground growling grown grub grubbed grubbing grubs grunting guesting gulf
    gull gunning guns gurgling gutting gyms gyrating gyration hack hacks hale hales hall halls halo halt halts
    halves hammering hampering hamstrung handy hang hanged hangs happened happening hardy hare hared hark harm harms
    harp hart hasted hastened hastening hatching hated hating have haying hays head headed heading headings heady
    heal healed healing heals heap heaped heaping hear heard hearing hearings heart heartened heartening heatedly
    heater heath heather heats heave heaved heaving heed heeded heedless heeds height heighten heightened
    heightening hell helper hens herd hero hick hide hides highs hike hill hills hims hind hindered hindering hinds
    hire hired hiss hissed hitching hither hits hitting hive hoard hoarse hoarsest hock hocks hoes hoisting hold
    hole holes holler hone hood hoot hooting hops horde hordes horn horsed hose hoses host hound house houses hove
    hubs huffy hull hump humps hunch hungered hungering hurdling hurl hurled hurling hurtling hydrants ices icings
    ideal ideas illnesses ills imbalances imbedding imposition impression impulsing inaction inaner incense incensed
    incenses inception indication induction infecting infections infectious infer inflation inflection inflections
    infraction injection injections inky inlaying inner insertion insights insignia insolent inspection intended
    intensely intenser intensest intensive intention inter internes invading invention involves jack jacks jangling
    jays jeer jeers jest jesting jetting jewelled jewelling jiggling jingle jingled jingles jingling jointed
    jointing joke jollying juiced juices juicy jump jumps junk jury jute keel keeled keels kegs kick kill kills
    kindling kinky kissed kneed kneel kneeling kneels knew knight knights knit knits knitted knitting knob knobs
    knottier knotting know knows lace lacing lack lacks lacy lading lads lady lags lain lake lakes lame lamer laming
    lamp lamps lancing land lands lapping laps lard larger lark laser lasers lash lashed lashes lass last latching
    later lath laths launch laxer layer layering layers lays lazy lazying lead leak leather leathery leeching leeks
    leer leers lefter lefts lens lent lept less lest lets letting leveling lever levering lice lick life lift lifted
    lighten lightened lightening lightens lightness lightning lights liked liken liker likes limbered limbering lime
    limed limp limper limps line liners lines linger lingerie lips lisped listed listless liter literate lither
    litter littered littering littler littlest live livening loam loathing location lock locks loft logs lolling
    lone longs loon loosed loosen looser looses loot lops lore lose loser loth lotions louse love loved lover loving
    lowed lowers lows luck lucked lugs lull lumped lumpy lunching lung lurch lush lushes lusted lute lutes lynch
    lynching machined machinery machines maddened maddening madly mads magnetism main mains male males mall malls
    malt malts managing mangling mans mapping mappings maps marches marching mare marsh massacre massacred massacres
    massacring massed mast match matching math maths mealy mean means meat meats medal medals meddle meddling
    mediation medicate medicates medicating medications medicinal meditation meditations mediums meekness meet mends
    menstruate menstruating mere mess message messages messed metal metals mews mice middles miens might mike mile
    milk mill mills mind minds mine mines mingle mingled mingles mingling mink minks mint mints minuet minuets minus
    minuses minuted minuter minutest mire mired misled miss misses misted mistress misused moaning mock mocks mode
    moderated moderately moderates moderator modulate mold mole moles mood mooed mooing moon mooning moor moose moot
    mope moped moping mops moral morn mornings moth mother motion mound mounding mounting mourning mouthing move
    mover moves movie mowed mower mowing mown muck mucked muddle mulch mull mumps munch muscled mush mussed name
    napping naps nays neat neatness neediest needle needled needless negating neither neon nerved nerves nest
    nesting nestling netting nettling never news newt nice nick nigh nines nips nite nitrate nitrated nitrates node
    noes nook noose nose notching note nothings noticing noting notion noun nuder null numbs oaks oath oaths oils
    oily omitting once oncoming ones ooze oozing opal opposition oppression orals others otter ouch ours oust
    outgoing outs oval overbore overborne overcome overcoming overdoes overdose overdosed overdoses overdosing
    overlaid overlong overlooked overlying override overrode overthrew overtime overtimes overtone overtones
    overture overtures overturned overusing overwork overworks pace paces pack pact pacts pager paid pail painfuller
    pains paint painted painting paintings pair palates pale pales pall palls palms pals pans pant parch parches
    parching pardoned pardoning pare park parks pars part pass passage passages pasta paste pasted pasts pasty
    patching path paths pats pave pawn paws paying pays peak peal peals peat peck pecks peddling peeks peel peeled
    peels peer peers pegs pens pension pensions perching perilous periodic pest petition petting photoing pick
    pickaxes pickiest pickled picks picky piddle piecing pies pigs pike pile piles pill pillages pillowed pillows
    pine pines pink pinks pint pints pirates pitching pits pitting plain planar planetary plantain planter planters
    planting plates play playing pleading pleating plight plops plow plump plumps plungers plush plushest plying
    poaching pods pointedly pointer pointers poke pole poles poll polling polls pool poop pops pore port ports pose
    positional positioned positions positive post potion pouch pouncing pound pounding pour pours pout power
    prancing prank pray prescribe prescribes prescriptions pressing pricking prickle prickled prickles pried
    primates printed printing printings privates prong prowling psalm puck pucks puff puffs pull pulling pulls
    pulping pulsates pulsating pump pumps punch punning puns purge purpler purples purplest purports pursing
    pursuing quainter quartered quarterly quarters quartet quartets quay quays quelling quenched quenching questing
    quitting rack racks rafter rain rallying ramp ramps rams ranching rank rankle rankles rapping rapports raps rare
    rave ravening rays reaching reacting read readiness real reals ream rebating reciting reckless recycling redo
    redress reds reed reeks reel reeled reels refuting regaling relapsed relapsing related relating relaxes relayed
    relaying released releasing reliving reloaded reloading remaking remember removing renaming rend render rent
    renting repaying replaced replacing repulsing reputing rescuing resenting reset resetting residing resisting
    resorting restlessly restoring rests resulting resuming retching reveling revenging revere revering ribbed
    ribbing ribs rice riced ricing riddle ride rider riders rides rightness rights ringlets rink rinks rips roam
    roasting robbed robbing robs rock rocks rocky roes role roles rolled rollers rook roosting root rose round
    rounding rout rubber ruby rudeness rued rues rugs ruining rumbling rump rumps rums rune runs rust rusting
    rustlers rustling ruts sack sacks sacs sadden saddened saddening sades sadly safe sage sager sake sale sales
    salients sally salves sameness sames sand sanding sands sane saplings sapping saps satin sausages save saying
    says scab scabbed scabbing scabs scalding scanning scanting scenting schooling scold scooping scooting score
    scorning scout scouting scratched scratches scratching scream screeched screeches screeching scrolling scrubbed
    scrubbing scumming seal sealed seals seamed seaports searches seared seas seat seating seats seconded secondly
    sect sects sedated sedating seedling seeks seen seep seeping seer sees seize seizes selling semen sender sense
    sent serenest serve sets setting settings settling sevens sever severed severely severer severest severing
    severs sews shack shacks shafting shall shame shamming share shark sharpened sharpening sharps shearing sheathed
    sheathing shedding sheep sheering sheers sheet shelled shelling shelving sherbets shes shies shifting shine
    shines shingled shingles shingling shiny ship shipped ships shirt shirting shoaling shocking shoe shoed shooing
    shook shoos shoot shopping shops shore shores shorn shorting shortness shorts shot shots shout shouting shoves
    showed showered showers showier shows shrinking shuck shucks shun shunning shuns shunting shutting sickle
    sickles sicks sics sided sidle sidles sifting sigh sight sighting sightless sights silk sill silliness sills
    silt silting silts sine singeing singer singers single singled singles singling singly sink sinner sins sipped
    sips sire sired sires site sites siting situating sixes size sized sizes sizing skated skein sketched sketches
    sketching skid skill skim skimming skimped skimping skins skip skipper skippered skippers skirting skis skit
    skylight slab slabbed slabbing slabs slack slakes slamming slanting slapping slash slashes slat slated slats
    slay slaying sledding sleek sleekest sleeking sleepers sleepier sleepiest sleeps sleepy sleet sleeting sleets
    sleeve sleeveless slick slide slides slighted slighter slightly slights slimming slinking slip slipped slipping
    slitting slopping slops slotting slow slower slumming slump slumping slumps slush smalls smearing smell smelled
    smelling smelting smock smocking smocks smoothing snapping sneaking sneering sneezing snickering snide sniff
    snipped snitched snitches snitching snooping snoozing snore snort snorting snorts snot snots snout snubbing soap
    soaps soar soars sock soda sodden sofas soft softness soil sold soled soli solo solos solve solves some song
    sonic soon soot soothing sops sorceress sorer sores sort sorts sounding sounds sour sours sown spanking spanning
    spas spasms spat spatting spay speaking spearing speeding spelled spelling spellings spending spicy spike spill
    spilling spills spin spins spirit spirited spitting splashes splinted splinter splinters splinting split splits
    splitting spoofing spooking spooling spooning spore spores sporting spot spots spotting spout spouting spouts
    sprays sprint sprinted sprinting sprints spry spurning spurt spurts squad squads squatter stabled stablest
    stabling stacking staff staffing stag stags staid stain staining stains stalking stall stalling stamping
    stanching standings stands stank stapling star starches starring stars starting starving stated static stating
    station stations stay stays stealing steaming steeling steep steeping steeples steering stemming stenches
    stepping sterling stick sticking stiffens stiffest stiffs stilling stillness stills stingers stinging stinking
    stinting stitched stitches stitching stock stocking stocks stole stoles stool stoop stooping stop stops store
    storey stork storms story strand stranding stray streaked streamed stresses stretcher stretchers strews striding
    strikings stripped stroller strolling strut stub stubbed stubbing stubs studding stuff stunning stunting subbed
    subbing subs such suck sucked sucks suddenly sundae sundry sunlight sunning supper supplemented supported
    supporter supporters supporting supposes sure surge swab swabbed swabbing swabs swamping swapping swarm swarming
    swat swathing swats swatting sway swear swearing swears sweater sweaters sweep sweeping sweepings sweet sweets
    sweller swellest swellings swept swerving swigging swill swilled swilling swine swines swinging swirling
    swishing switch switched switcher switches switching swivelled swivelling swooning swooping swore sworn tabbed
    tabbing table tabled tables tabs tack tacked tacks tainting tale tales talk talked talking talks tall tame
    tangle tangled tangles tangling tangoing tans tapping taps tasted teaching teak teas tease teat tedium teens
    tees tend tended tendered tenderer tenderest tenderises tenderly tenders tends tensed tenser tenses tensions
    tent tents terse test testing thatched thatches thatching thee them then there they thin thing thinking thinks
    thins thirds thirst thirsted thirsts thirty thongs threes threw thronged thronging throw throwing throws thump
    thumps thunderstorms tick ticked tickle tickles tickling tide tided tides tied ties tiff tightens tighter
    tightest tights tiled till tills timed tinder tinge tinged tingeing tinges tinging tings tinkered tinkering
    tinkle tinkled tinkles tinkling tins tinseled tinseling tips tire tires toed toffee toffees toga toil told
    tolerate tolling tome tomes tone tones tong tonguing tons took tool toot topic tops tore torn toss tote totes
    tots touch tour tours tout towed towelled towelling towels tower town tows toxic toys tramp tramps trapping
    treading treat treating tree treed trenched trenches trenching trendier trestles triangle triangles tricking
    trickles tries trilling trimming trolling tropical trowel trucked trued trunk trunking trusting tubs tune tunic
    turn turned turning turns tweak tweaking tweeting twine twines twingeing twinging twinkled twinkles twinkling
    tying typical udder unbearably unbeatable unbreakable unchanged underlie underline undermine undersides unfit
    unilateral unite units unity unknowns unreadable unseated unusually upped uppers upstanding urged urges urns
    vain valves vast veal veer veers vender vent verve vest vesting vetting vice viced vicing vine vines violates
    volition vouch vowel vying wads wafer waft wafted wafting wager wagers waif wail wailed wailing waist waists
    waiter waits waived waiving wake waked waking walker wall walled walling walls waltzing wand wands wane wanes
    want wanted wanting ward warms warn warp wars wart wary wasted wasting watching waters watery watt wave waver
    wavy waxy ways weakling weaknesses wealthier wean wear weariness weathered weathers wedding weddings weds weeds
    week weeps weer wees weight welled welling welt wept west wets wetting whacking what wheedled wheedles wheel
    wheeled wheels whens whet whetting whew whine whines whinnies whip whips whisk whisked whisker whiskers whiskeys
    whiskies whisking whisks whiskys whispers whistles whiten whiter whites whooping whys wick wide wider wife
    wiggling wild wildness will willow wills wince winces winching wind winds wined wines wing wingers wings wink
    winks winner wins wintered wintering wipe wipes wire wired wires wise wises wist witch witched witches witching
    wither witting wive wives wizes woes woken woks wolf wont wood word wording wordings wore work workings workouts
    worm worming worries worrying worse worsting wound wove wrapping wreak wreathed wreathes wren wrenched wrenching
    wrest wresting wrestlers wrestles wrestling wrests wretched wretches wriest wright wring wringers wringing
    wrinkling writ write writhing writing writings writs wrongs wrung yachting yack yacks yapping yaps yard yelped
    yens yesterdays yock yocks yoke your yours zeal zeros zest zipping zips zone
    """.split()
)
