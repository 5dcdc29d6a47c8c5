"""Sentences of the editors: what stands between the documents.

`{a|b}` is a choice; `<slot>` is filled by the prose writer.
"""

OPENERS = (
    "{The winter|The thaw|The navigation season|The harvest} of <year> {found|caught|left} the river {divided|short of "
    "money|without a plan|in the hands of its clerks}, and {nobody on the quay|no one in the offices|not one of the pilots} "
    "{pretended otherwise|could say how long it would last|was asked for an opinion}.",
    "{Few papers|Hardly any letters|Only scraps} {survive|have come down to us|remain} from the {first weeks|early months} "
    "of the {reform|inquiry|reorganization}, but {those that do speak plainly|what there is leaves little room for doubt}.",
    "By <monthyear> {the quarrel|the dispute|the old rivalry} between <body> and <body> had {spilled over|moved} into "
    "{the newspapers|the courts|every meeting of the crews}.",
    "{It would be wrong|It is tempting} to {see|read} the {events|decisions} of <year> as {the work of one man|a plan carried "
    "out in cold blood|a simple story of hunger}.",
    "{There had been|The river had known} {bad seasons|poor navigations} before, but {in <year>|this time} {the clerks|the tugs} {ran out|failed} {first|before the grain did}.",
    "{In <monthyear>|Late in <year>} {a crate|a bundle} of {unopened letters|sealed ledgers} {was found|came to light} {under the stairs|behind the boiler} of {the old customs house|the pier office} at <town>, {and|whereupon} {nobody|no department} {claimed it|wished to own it}.",
    "{Everyone who mattered|The whole of the upper river} {agreed|believed} in <year> that {the channel|the fleet} {must be saved|could not last}; {the quarrel was|they differed only} over {whose money|whose men} {should do it|to use}.",
    "{The chapter|What we tell here} {opens|begins} with {a flood|a theft} and {ends|closes} with {a signature|an empty warehouse}, {and the distance|though the road} between them {is shorter than it seems|was mostly paper}.",
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
    "{Such|These} {arrangements|bargains} {depended on|required} {silence|good weather}, {which could not be "
    "counted on|always in short supply} {once|after} <person> {took over|arrived at} <body>.",
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
    "{Readers familiar with|Anyone who knows} the {earlier|later} {inquiries|trials} will {recognize|meet again} {the "
    "cast|the vocabulary}, if not {the ending|the mood}.",
    "{At <town>|In <town>}, {where|in which} {the river bends|two railways met|the mill employed half the town}, {the "
    "change|the decree} was {felt at once|understood differently}.",
    "{On one point|About one thing} {all sides|everyone} {agreed|saw eye to eye}: {the dredgers|the scales} {would have "
    "to|must} {be replaced|wait for better years}.",
    "{A petition|An anonymous card} from {the weavers|the ferrymen} of <town> {described|spoke of} {the new rates|the inspection} as {a tax on thirst|the second flood}, {a phrase|words} that {the police underlined twice|the secretary copied into his diary}.",
    "{The arithmetic|The sum} {was simple|did not come out}: {what left|whatever was loaded at} <town> {never quite|seldom} {equaled|matched} {what arrived|the sacks set down} {three days later|at the mill}.",
    "{For a time|Through the winter} {the two offices|both bodies} {kept|maintained} {separate books|rival timetables}, {and a barge|so that a tug} could be {in two places|early and late} {at once|on the same day}.",
    "{Later|In his memoir} <person> {claimed|recalled} that {he had warned|nobody had asked} {the Commissariat|his superiors} {from the start|before the ice}; {the file|his own letter} {says otherwise|does not bear him out}.<note>",
    '{The phrase|The word} "{honest scale|proletarian tonnage|river discipline}" {appears|turns up} {for the first time|without warning} in <monthyear>, and {within weeks|by the autumn} {it was everywhere|no report did without it}.',
    "{Women|The loaders' wives} {made up|formed} <percent> of {the winter crews|those on the sorting floor}, {yet|although} {their names|their complaints} {rarely|hardly ever} {enter|reach} {the minutes|the record}.",
    "{Money|Paper money} {lost its meaning|went out of use} {on the upper reaches|above the second lock}, where {salt|kerosene} {settled debts|bought a day's towing} and {flour|a coil of rope} {hired a pilot|paid the doctor}.",
    "{A handful of|Some} {idealists|young engineers} {dreamed of|drew up plans for} {a deep channel|electric tugs}, {and|while} the {old hands|lock keepers} {went on greasing|patched} {wooden gates|the same pumps}.",
    '{The lists|Such lists} {counted|gave} <count> {as "in repair"|under the heading "other"}, {a column|a word} {that hid|behind which stood} {wrecks|boats long since burned for fuel}.',
    "{Discipline|Order}, {as <person> understood it|in the sense of the decree}, {meant|began with} {signatures|a clean logbook}: {the more stamps a paper bore, the less anyone could be blamed|with enough initials on a sheet, nobody needed to answer for it}.",
    "{Not every|No} {inspector|commission} {was feared|came empty-handed}; {some|a few} {brought news|shared tobacco} and {left|went home} {with full sacks|none the wiser}.",
    "{The town|<town>} {remembered|had not forgotten} {the cholera year|the strike}, {and|so} {when|as soon as} {soldiers|strangers in leather coats} {came ashore|asked for lodgings}, {the bakers|shopkeepers} {closed their shutters|sent their sons upriver}.",
    "{On <date>|Two days later} the {board|collegium} {met|sat} {without a quorum|until dawn} and {voted|resolved} to {postpone|divide} {the question|the blame}.<note>",
    "{Rivalry|Distrust} {ran|reached} {downward|right through the service}: {depot|every lock} against {depot|its neighbor}, {foreman against crew|weigher against clerk}.",
    "{It took|In the end it took} {a drowned horse|a broken gate} to {make|have} the {engineers|two chairmen} {speak to each other|sit down at one table}.",
    "{Read together|Set side by side}, {the telegrams|these letters} {tell of|make plain the} {delay|growing impatience}, {each shorter|each sharper} than the last.",
    "{A clerk|One copyist} {could|might} {ruin|save} {a pilot|a whole convoy} {with a comma|by losing a page}, and {both sides knew it|it happened more than once}.",
    "{The offense|What he had done} was {minor|common enough}: he had {sold|exchanged} {rope|two anchors} for {<good>|medicine} {in a hungry month|when the office was closed}.",
    "{According to|In} {an internal count|the ledger of the pier}, {the fire|the theft} cost {the carriers|the town} <money>, {though|while} {the insurance|the official report} {allowed|named} {far less|a tenth of that}.",
    "{There is|We find} {no sign|nothing to show} that {the order|this memorandum} {was ever read|reached the crews} {below|above} <town>.",
    "{To call it|The habit of calling this} {sabotage|a plot} {suited|served} {everyone|more than one man} {who had failed|with a warehouse to explain}.",
    "{Some of the blame|Part of the trouble} {lay with|came from} <body>, {which|an office that} {issued|sent out} {rules|forms} {faster than|long before} {the printers|its couriers} {could deliver them|knew the way}.",
    "{The courts|Judges}, {short of evidence|for their part}, {preferred|fell back on} {short sentences|fines}; <percent> of {the cases|all charges} {ended|were closed} {without a hearing|in an apology}.",
    "{<person>|The secretary} {was|had been} {a weaver's son|a telegraphist}, {quick|good} with {figures|names} and {slow|careful} to {forgive|trust}, and {he rose|his rise was} {steadily|as quiet as it was quick}.",
    "{Weather|The river itself} {decided|settled} {more|what} {than any|the} {plenum|congress} {could|had left open}: {a week of frost|one dry June} {undid|made nonsense of} {the plan|every schedule}.",
    "{Compare|It is instructive to set beside this} {the calm|the politeness} of <crossref>, {written|drafted} {only|scarcely} {a season|months} {earlier|before}.",
    "{Behind the scenes|In private}, {however|it is true}, {the mood|the talk} was {darker|more frank}: <fullname> {told a friend|wrote to his sister} that {the scales would hang them all|nobody would come out of it clean}.",
    "{Bread queues|Empty shelves} {proved more persuasive than theory|did in a single week what decrees could not}, and {the ban|the tariff} {was lifted|fell}.",
)

BRIDGES = (
    "{The following document|The next text|The paper printed below} {shows|illustrates|records} {how|the way in which} "
    "{the offices|officials} {defended themselves|spoke among themselves|answered such charges}.",
    "{No better|A clearer} {example|instance} of {this style|the problem} {exists than|can be found in} the "
    "{text|paper} {that follows|below}.",
    "{Here|In what follows} {the writer|the speaker} {weighs every word|is plainly afraid|says more than he intended}.",
    "{We print|What follows is} {only the opening|the main part} {of the text|of a much longer file}; {the rest|the "
    "remainder} {repeats|concerns} {matters treated elsewhere|the accounts of the lock}.",
    "{Such was|This was} {the setting|the mood} in which {the following lines|the next paper} {were written|was drafted}.",
    "{The reader|We} may {judge|see} from {the next document|what comes next} {how far|to what degree} {caution|habit} {had become|was now} {second nature|a style}.",
    "{A typical|A rather typical} {product|specimen} of {these weeks|the period} {is given below|follows}.",
)

AFTER = (
    "{The document|This text} {was never|was not} {published|answered}, and {its author|the man who signed it} {soon "
    "left|was transferred from} {the river|his post}.",
    "{Nothing|Little} {came of|followed from} {the proposal|these words}; {the file|the correspondence} {breaks "
    "off|ends} {a month later|with a receipt for stamps}.",
    "{It is hard|We need not try} to {say|guess} {how many|which} of {his listeners|its readers} {believed him|took this "
    "seriously}.",
    "{Seen from|Viewed from} {the quays|below}, {the matter|all this} {looked different|was another quarrel of clerks}.",
    '{A copy|One copy} {went|was sent} to <body>, {where|and there} {it was stamped|someone wrote across it} "{To be discussed|For the drawer|Seen}" {and forgotten|in green ink}.',
    "{Within the year|Before long} {the roles|their places} {were reversed|had changed}: {the accuser|he who asked the questions} {stood|sat} {before a commission|among the accused}.",
    "{Between|Among} {the lines|these formulas} {an attentive|a practiced} {reader|clerk} {would have noticed|could find} {the retreat|an offer of peace}.",
)

EPIGRAPHS = (
    "{The river|The ledger} {forgives|remembers} {nothing|everything}; {it is we|only the clerks} who {forget|lose count}",
    "{Give me|Send us} {tugs|honest scales} and {I will find|we shall have} {the bread|your totals} {myself|by Thursday}",
    "{Whoever|He who} {holds the lock|signs for the grain} {holds the town|answers for the winter}",
    "{They counted|We counted} {the sacks|the hulls} {three times|again and again} and {got|came to} {three winters|no end of it}",
    "{A wet ledger|A dry channel} {is still|makes} {a ledger|a poor witness}; {a lost one|but a missing clerk} is {a confession|worse}",
    "{We asked for tugs|They promised timber} and {we were sent|there came} {a commission|forty inspectors} {to ask why|with pencils}",
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
    "The Second Audit",
    "Tugs, Timber, and Time",
    "A Letter Nobody Signed",
    "Counting Sacks",
    "The View from the Towpath",
    "Minutes and Silences",
    "The Pilots' Reply",
    "Ink and Kerosene",
)

PREFACE = (
    "{This collection|The present volume} {grew out of|began with} {a chance find|a bundle of freight bills} in {a "
    "provincial reading room|the cellar of a former customs house}.",
    "{We have tried|The editors have tried} to {keep|preserve} {the spelling of names|the awkwardness of the originals} "
    "{wherever|as long as} {sense allowed|the reader would not stumble}.",
    "{Words in brackets|Bracketed words} {are ours|were added by the editors}; {three points mark|a row of points marks} "
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
    "{Names of offices|Titles of rank} {are translated|have been put into English} {where|whenever} {that is possible|an honest equivalent exists}, and {left alone|kept as they are} {where it is not|otherwise}.",
    "{Each document|Every text} {carries|has} {a number|a heading}, and {its source|where it lies} {is given|stands} in {the note|a footnote} {to its title|at the foot of the page}.",
    "{Sums and weights|All weights} are {as written|those of the clerks}; {we have added them up again|the editors added every column}, and {say so|report} where {they fail|the total is wrong}.",
    "{Two|Several} {readers|colleagues} {saved us|kept us} from {errors|confusing one lock with another}; {those that remain|what mistakes are left} {are ours|we must answer for}.",
    "{The river|The Velna} {has been|was} {dammed|straightened} since, and {most of|half} {the piers|the places named here} {lie under water|are gone}.",
)
