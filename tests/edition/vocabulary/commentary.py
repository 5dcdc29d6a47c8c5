"""Sentences of the editors: what stands between the documents.

`{a|b}` is a choice; `<slot>` is filled by the prose writer.
"""

OPENERS = (
    "{The winter|The thaw|The navigation season|The harvest} of <year> {found|caught|left} the river {divided|short of "
    "money|without a plan|in the hands of its clerks}, and {nobody on the quay|no one in the offices|not one of the pilots} "
    "{pretended otherwise|could say how long it would last|was asked for an opinion}.",
    "{Few papers|Hardly any letters|Only scraps} {survive|have come down to us|remain} from the {first weeks|early months} "
    "of the {reform|inquiry|reorganization}, but {those that do|what there is} {speak plainly|leave little room for doubt}.",
    "By <monthyear> {the quarrel|the dispute|the old rivalry} between <body> and <body> had {spilled over|moved} into "
    "{the newspapers|the courts|every meeting of the crews}.",
    "{It would be wrong|It is tempting} to {see|read} the {events|decisions} of <year> as {the work of one man|a plan carried "
    "out in cold blood|a simple story of hunger}.",
)

SENTENCES = (
    "{The officials|The clerks|The men} of <body> {wrote|reported|complained} that {the barges|the scales|the warehouses} "
    "at <town> {stood idle|could not be trusted|were counted twice} {for most of the season|whenever the water fell|as soon "
    "as an inspector came near}.",
    "<person> {knew|understood|had guessed} {the weakness|the temper|the habits} of {his own office|the provincial "
    "bookkeepers|the pilots}, and {he seldom pressed|he used|he rarely forgave} {it|them} {without a reason|in writing}.",
    "{Whether|If} {this was|these were} {negligence or design|a slip of the pen or a threat} {cannot be settled|remains "
    "open} {from the files alone|on the evidence we have}.",
    "{In the spring|Toward autumn|After the flood}, <body> {ordered|demanded|announced} {a fresh count|another audit|a "
    "review} of {all grain afloat|every hull on the upper reaches|the lock tolls}, {which|and the order} {pleased no "
    "one|was quietly set aside|reached <town> too late}.",
    "<count> {passed through|were entered in the books of} the <town> {pier|depot} {that season|before the ice}, {a figure|a "
    "total} that {even friendly observers|the auditors} {found hard to believe|accepted without comment}.",
    "{The language|The tone} of such {letters|reports} {was borrowed from|owed much to} {the meeting hall|the ledger}: "
    "{debts became crimes|a leaking hull became a conspiracy|a late train was never only late}.",
    "{Local people|The townsfolk|The weavers} {drew their own conclusions|joked about it openly|had seen it before}, and "
    "{by midsummer|before long} {the joke|the rumor} {had reached|was repeated in} {the capital|the offices of <body>}.",
    "<person> and <person> {had once shared|were said to share} {a desk|a cabin|a common enemy}, but {by <year>|after the "
    "inquiry} {each was ready|neither hesitated} to {blame|denounce} the other {in front of strangers|for the losses}.",
    "{None of this|Little of it} {appeared|was printed} in the {newspapers|river gazette}, {where|and there} {the harvest "
    "moved|the barges went} {smoothly from pier to pier|on time and under full load}.",
    "The {sums|amounts} were {not large|trifling}: {an audit of|a memorandum on} the {canteen|towing} accounts "
    "{mentioned|found} {a loss of|a shortage of} <money>.",
    "{Historians|Later writers} have {disagreed|argued} {about|over} the {meaning|weight} of {the episode|this "
    "correspondence}, {some seeing in it|a few reading it as} {the beginning of the end|a mere quarrel of offices}, "
    "{others|most} {a rehearsal|little more than routine}.<note>",
    "{As <crossref> shows|As we see in <crossref>}, {the crews|the lock keepers} {could be stubborn|were not afraid to "
    "answer back} when {their bread|their pay} was at stake.",
    "On <date> {the ice broke|the first convoy left|a fire destroyed the weighing house} at <town>, and {with it|that day} "
    "{the old order of things|every promise of the winter} {came to an end|was put to the test}.",
    "{The new|The revised} {tariff|timetable|rule} {favored|served} those who {already had|controlled} {storage|tugs}, "
    "{and|so} {the small carriers|the village cooperatives} {sold out|turned to the black market|sent petition after "
    "petition}.",
    "{It is worth noting|One should remember} that <body> {had no authority|possessed only a borrowed authority} over "
    "{the railwaymen|the mill}, {however often|although} its {chairman|secretary} {behaved|spoke} as if it had.",
    "{A second|A further} {current|thread} in {these papers|the debate} concerns {the price of bread|the right to "
    "inspect|who should pay for the dredging}.",
    "{To outsiders|On paper}, {the hierarchy|the chain of command} was {simple|clear}; {in practice|on the water}, {a "
    "pilot|a depot head} {answered to|took orders from} {four or more masters|whoever had fuel}.",
    "{Some|Several} {depot heads|inspectors} {resigned|fell ill at a convenient moment}; {others|the rest} {learned to "
    "write|took to writing} {cautious, empty reports|the sort of report nobody could act upon}.",
    "{The percentages|The proportions} are {telling|instructive}: <percent> of {the crews|the depot staff} had {joined|left} "
    "{since the reorganization|within a year}.",
    "{Such|These} {arrangements|bargains} {depended on|required} {silence|good weather}, and {neither|that} {could be "
    "counted on|was in short supply} {once|after} <person> {took over|arrived at} <body>.",
    "{What strikes the reader|The remarkable thing} is {how little|how rarely} {anyone asks|the speakers ask} {where the "
    "grain went|what the peasants themselves wanted}.",
    "{Fear|Caution} {of another|before a new} {inspection|reorganization} {explains|accounts for} {much|a good deal} of "
    "{the silence|what otherwise looks like incompetence}.",
    "{Meanwhile|At the same time}, the {price|supply} of <good> {rose|failed} {in every market|all along the lower "
    "reaches}, and {queues formed|crowds gathered} {before dawn|at the gates of the depot}.",
    "{The reply|The answer} {came|arrived} {within a week|with unusual speed}, and {it was|its tone was} "
    "{unexpectedly mild|harsher than the offense deserved}.<note>",
    "{He|The chairman} {was removed|asked to be relieved} {quietly|at his own request, as the formula ran}, {and|but} "
    "{his deputies|the bookkeepers} {stayed where they were|followed within the month}.",
    "{Between the lines|Behind such phrases} {one hears|lay} {an older argument|the worry of men} about {who owned the "
    "river|debts that could not be paid}.",
    "{Archival copies|The surviving drafts} {differ|disagree} in {small but telling ways|their numbers}: {where one "
    'has|in one} {"shortage"|"error"}, {the other reads|the other has} {"theft"|"sabotage of the scales"}.<note>',
    "{Readers|Anyone} {familiar with|who knows} the {earlier|later} {inquiries|trials} will {recognize|meet again} {the "
    "cast|the vocabulary}, if not {the ending|the mood}.",
    "{At <town>|In <town>}, {where|in which} {the river bends|two railways met|the mill employed half the town}, {the "
    "change|the decree} was {felt at once|understood differently}.",
    "{On one point|About one thing} {all sides|everyone} {agreed|saw eye to eye}: {the dredgers|the scales} {would have "
    "to|must} {be replaced|wait for better years}.",
)

BRIDGES = (
    "{The following document|The next text|The paper printed below} {shows|illustrates|records} {how|the way in which} "
    "{the offices|officials} {defended themselves|spoke among themselves|answered such charges}.",
    "{No better|A clearer} {example|instance} of {this style|the problem} {exists than|can be found in} the "
    "{text|paper} {that follows|below}.",
    "{Here|In what follows} {the writer|the speaker} {weighs every word|is plainly afraid|says more than he intended}.",
    "{We print|What follows is} {only the opening|the main part} {of the text|of a much longer file}; {the rest|the "
    "remainder} {repeats|concerns} {matters treated elsewhere|the accounts of the lock}.",
)

AFTER = (
    "{The document|This text} {was never|was not} {published|answered}, and {its author|the man who signed it} {soon "
    "left|was transferred from} {the river|his post}.",
    "{Nothing|Little} {came of|followed from} {the proposal|these words}; {the file|the correspondence} {breaks "
    "off|ends} {a month later|with a receipt for stamps}.",
    "{It is hard|We need not try} to {say|guess} {how many|which} of {his listeners|its readers} {believed him|took this "
    "seriously}.",
    "{Seen from|Viewed from} {the quays|below}, {the matter|all this} {looked different|was another quarrel of clerks}.",
)

EPIGRAPHS = (
    "{The river|The ledger} {forgives|remembers} {nothing|everything}; {it is we|only the clerks} who {forget|lose count}",
    "{Give me|Send us} {tugs|honest scales} and {I will find|we shall have} {the bread|your totals} {myself|by Thursday}",
    "{Whoever|He who} {holds the lock|signs for the grain} {holds the town|answers for the winter}",
    "{They counted|We counted} {the sacks|the hulls} {three times|again and again} and {got|came to} {three winters|no end of it}",
)

CHAPTER_TITLES = (
    "Low Water",
    "The Weighing House",
    "A Season of Audits",
    "Barges and Bread",
    "The Quarrel over the Locks",
    "Men of the Ledger",
    "The Short Navigation",
    "Inspectors on the Quay",
    "Debts and Denunciations",
    "The Flood Year",
    "The Mill and the Market",
    "Reckoning",
    "The Closing of the Channel",
    "What the Clerks Knew",
    "Under New Flags",
    "An Honest Scale",
)

PART_TITLES = ("High Water", "The Narrows", "Drift Ice", "The Lower Reaches")

SUBHEADS = (
    "The Language of Shortage",
    "Pilots and Inspectors",
    "Who Paid for the Dredging",
    "Silence in the Files",
    "The Bakers' Petition",
    "An Audit and Its Uses",
    "Rumor on the Quays",
    "After the Ice",
    "The Cost of a Signature",
)

PREFACE = (
    "{This collection|The present volume} {grew out of|began with} {a chance find|a bundle of freight bills} in {a "
    "provincial reading room|the cellar of a former customs house}.",
    "{We have tried|The editors have tried} to {keep|preserve} {the spelling of names|the awkwardness of the originals} "
    "{wherever|as long as} {sense allowed|the reader would not stumble}.",
    "{Words in brackets|Bracketed words} {are ours|were added by the editors}; {three points|a row of points} {mark|show} "
    "{what we left out|an omission}.",
    "{The dates|All dates} {follow|are given in} {the new calendar|the form used by the writers themselves}.",
    "{Temperatures|Degrees of frost} {are left|have been kept} {in the scale of the station books|as the lock keepers wrote "
    "them}, {so that|and hence} 4° {below zero|of frost} {means what it says|needs no note}.",
    "{Our debts|The debts we owe} {to archivists|to patient librarians} {are large|cannot be repaid here}.",
    "{Much|A great deal} {remains closed|was lost in the flood}, and {another generation|others} {will correct|must "
    "complete} {what stands here|our picture}.",
    "{It was|Nobody meant it to be} {easy to start|simple to plan} {this book|such an edition} and {hard to stop|difficult "
    "to close}; {new files|fresh bundles} {arrived|turned up} {every season|until the last proof}.",
    "{A river|A trust} {is not|was never} {a metaphor|an idea}: {it carries|it carried} {grain|salt}, {mud|people} and "
    "{paper|rumor}, and {we have tried|this book tries} to {follow them|count what can be counted}.",
)
