"""English words that say nothing about a paper's subject, in four strengths."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Grammar: never a term, and a phrase does not run across them.
FUNCTION = _set("""
    a about above across after again against all almost alone along already also although always am among amongst an
    and another any anyone anything are aren't around as at away be became because become becomes been before behind
    being below beneath beside besides best between beyond billion both but by came can can't cannot come comes
    could couldn't did didn't do does doesn't doing don't done down due during each eight either else elsewhere
    enough etc even ever every everyone everything except far few fewer first five for four from further furthermore
    gave get gets getting give given gives go goes going got had hardly has have haven't having he hence her here
    hereby herein hers herself him himself his how however hundred i if in indeed instead into is isn't it it's its
    itself just keep keeps kept largely last lately later latter least less lest let like likely made mainly make
    makes making many may maybe me meanwhile might million mine more moreover most mostly much must my myself namely
    near nearly need needed needs neither never nevertheless next nine no nobody none nonetheless nor not notably
    nothing now nowadays nowhere of off often on once one ones only onto or other others otherwise our ours
    ourselves out over overall own per perhaps plus possibly put quite rather really regarding respectively same say
    says second see seem seems seen seven several shall she should since six so some somehow someone something
    sometimes somewhat soon still subsequently such take taken takes taking ten than that the their theirs them
    themselves then there thereby therefore therein these they third this those though thousand three through
    throughout thus till to together too toward towards twice two under underneath unless unlike until up upon us
    use used user's uses using usually various versus very via was wasn't way ways we well were weren't what
    whatever when whenever where whereas whereby wherein wherever whether which while who whoever whole whom whose
    why will with within without won't would yes yet you your yours yourself zero
""")

# What nearly every abstract says of itself: no term, though a phrase ends there too.
BOILERPLATE = _set("""
    aaai abstract academic accomplish achieve achieved achieves achieving acknowledge acl actual actually additional
    additionally address addressed addresses addressing advance advanced advancement advantage aim aimed aims aka al
    allow allowed allowing allows alternative amount analyse analysed analyze analyzed analyzing appear appears
    appendix applied applies apply applying approach approximately argue article arxiv aspect associated attempt
    available based baseline basic basis beat benefit benefits better bring brings broad broader build building
    builds built call called capable carefully case category cause causes central certain challenge challenging
    choose chosen claim clear clearly close closely codebase coling collectively com combine combined combines
    combining common commonly comparable compare compared comparing comparison compelling competitive complement
    complementary complete completely comprehensive concern conclude conclusion conduct conducted conference confirm
    consider considerable considerably considered considering consist consistent consistently consists contain
    containing contains contrast contribute contribution conventional copyright correspond corresponding corresponds
    create created creates creating critical crucial current currently date deal demonstrate demonstrated
    demonstrates demonstrating depend dependent depending depends derive derived describe described describes design
    designed despite determine develop developed developing devise difference different differently difficult
    difficulty directly discuss discussed discussion distinct diverse dramatically drawback easily easy effect
    effective effectively effectiveness effort eg elegant elsevier emerge emerging emnlp empirically employ employed
    employing employs enable enabled enables enabling encourage encouraging enhance enhanced enhances enhancing
    ensure ensures ensuring entire entirely especially essential essentially establish established et evidence
    exhibit exist existing experiment experimental experimentally explain exploit explore explored explores
    exploring extend extended extends extensive extensively face facilitate fact fail fails feasible finally find
    finding finds focus focuses focusing follow followed following follows formal found fully fundamental gain gap
    generally github goal good great greater greatly grow growing help helps higher highest highlight highlights
    highly hold holds http https huge hugging iclr icml idea identified identify identifying ie ieee illustrate
    immense impact implement implementation implemented imply importance important importantly impressive improve
    improved improvement improves improving include included includes including incorporate incorporates
    incorporating increase increased increases increasing increasingly indicate indicates inspire inspired
    interesting introduce introduced introduces introducing introduction investigate investigated investigating io
    issue journal lack largest lead leading leads leverage leverages leveraging limit limitation limited literature
    little longer lower main maintain maintained maintaining maintains major manner maximum mean meaningful means
    method methodology minimal mitigate modern motivate motivated naacl necessary neurips new newly notable note
    novel novelty number numerous observation observe observed obtain obtained offer offering offers opens
    opportunity order org outperform outperformed outperforming outperforms page paper particular particularly
    perform performance performed performing performs perspective pioneering pose posed possibility possible
    potential potentially powerful practical practice preprint present presented presenting presents preserve
    preserving prevalent previous previously primarily primary principle principled prior problem procedure
    proceedings produce produced produces producing project prominent promise promising properly propose proposed
    proposes proposing prove proves provide provided provides providing publicly purpose raise range rapid rapidly
    reach reached reaching readily realise realize realized recent recently reduce reduced reduces reducing
    reduction related relatively release released relevant relies rely relying remain remaining remains remarkable
    remarkably report reported repository represent representative require required requirement requires requiring
    research researcher respect result resulting results reveal reveals role room satisfy scenario serve set setting
    severe shed short show showcase showcases showed showing shown shows significance significant significantly
    similar similarly simple simply simultaneously situation smaller solve solved solves solving sota source special
    specific specifically springer standard straightforward strategy strong stronger studied studies study studying
    substantial substantially succeed success successful successfully suffer suffering suffers suggest suggests
    suitable superior superiority supplementary support supported supporting supports surprisingly survey technical
    technique tend tends term thorough thoroughly tool total tough traditional traditionally treat true try turn
    type typical typically ubiquitous unclear underexplored underlying understand understanding understood
    unexplored unfortunately unified unique unprecedented usage useful user utilise utilised utilize utilized
    utilizes utilizing valid validate validated variety vast verify vs website wide widely widespread work worse wrt
    www year yield yielding yields
""")

# Half of a compound: no term alone, a part of many ("pre-training", "low-rank", "real time").
MODIFIERS = _set("""
    art average aware based co cross deep driven empirical field fine form free full future general high individual
    inter intra key known large level long low multi multiple natural non open original post pre real second self
    short single small source special specific standard state sub time today
""")

# Terms, but too broad to head a page alone; good inside a phrase ("diffusion model").
BROAD = _set("""
    ability accelerate accelerating acceleration accuracy accurate action adaptation adapting adaptive addition ai
    algorithm analysis answer application architecture artificial assess attain author automatic automatically
    balance behavior behaviour benchmark bound bridge calculation capability capacity capture choice class combining
    compact complex complexity component compress compressed computation computational computing concept condition
    configuration consistency constraint construct content context control core cost curate data dataset define
    degree demand dependency deployment detail development dimension distribution domain dynamic dynamics edge
    efficiency efficient element emerge end engine entity environment error estimate estimating estimation evaluate
    evaluating evaluation evolving example execution expensive expert extraction factor faithful family fast faster
    feature feedback fidelity fixed format foundation frame framework function generate generating generation
    generative gpt grained ground group guide guided hand hard hop human hyperparameter image impractical inference
    information input insight instruction integrate integration intelligence interaction involve item joint
    knowledge language layer learn learned learning length lens lightweight line llm local loss machine map matrix
    mechanism member memory metric mode model modeling modelling modular module network neural node norm object
    objective operation operator optimal optimisation optimise optimization optimize outcome output overhead pair
    paradigm parameter part pass path pattern people person pipeline point policy power predict predicting
    prediction preference process processing progress promote property quality query question random rank rate
    recursive removing representation resource response robust rule run sample sampling scale scaling scene scheme
    score search select semantic sequence series service share shot side signal size software solution space
    specification speed speedup stage static statistical step strict structure structured struggle subset suite sum
    surpass system tackle target task technology test text theoretical theory throughput token toolkit trade train
    trained training trajectory transformer truncation truth tuning tutorial unit unveil update utilization value
    variable variational version view vital weight word world
""")

# No subject ends with these: "inference cost", "reasoning capability", "real-world application".
HEADLESS = _set("""
    ability accuracy answer application approach art author aware baseline behavior behaviour benchmark capability
    capacity challenge cost data dataset demand depth domain driven efficiency efficient environment error
    evaluation example expert feature footprint framework free gain grained hop improvement input insight issue
    latency length level memory metric modality number observation off output overhead paradigm parameter path
    performance pipeline point process prompt quality rate ratio result sample scale scenario score setting shot
    signal size source space speed speedup stage state step struggle suite system task term time tool trace trade
    trajectory turn type world
""")

STOPPED = FUNCTION | BOILERPLATE
DEPENDENT = STOPPED | MODIFIERS
