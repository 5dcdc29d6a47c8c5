"""Sentences of the documents: reports, letters, orders, telegrams, and what is said from the floor."""

REPORT = (
    "{During|In the course of} {the inspection|the month under review}, {our office|the commission} {examined|checked} "
    "{the scales|the cargo books|the fuel accounts} of the <town> {pier|depot|lock}.",
    "{Out of|Among} {the persons questioned|those examined}, <percent> {could produce|were able to show} {no papers|only "
    "expired permits}.",
    "{It has been established|It was found} that {warehouse no. 2|the head of the depot} {issued|accepted} <good> "
    "{without receipts|against verbal orders|at prices of his own choosing}.",
    "{The total|The shortage} {amounts to|comes to} <quantity>, {of which|and of this} {only a part|the greater part} {has "
    "been recovered|can be explained by damp}.",
    "{Citizen|The former clerk} <fullname>, {born at <town>|earlier a private carrier|dismissed once already}, {hid|sold|gave "
    "away} {state sacks|two tarpaulins|the keys of the weighing house} and {has confessed|denies everything}.",
    "{The mood|The temper} of {the crews|the loaders} is {on the whole healthy|uneven|poor}; {there were|we noted} "
    "{isolated complaints|loud remarks} about {the bread ration|unpaid wages|the new foreman}.",
    "{Repairs|Works} {on|at} the {lower gate|slipway} {are behind schedule|have been stopped} {for want of|owing to lack "
    "of} {timber|oakum|anyone able to read the drawings}.",
    "{Nevertheless|In spite of this}, {the depot|the pier} {reported|claimed} {the plan|its quota} {fulfilled|exceeded} on "
    "<date>.",
    "{Measures taken|We have taken the following measures}: {the guilty were reprimanded|a new lock was hung on the "
    "door|the books were sealed} and {a further check|a repeated weighing} {was fixed for|will follow on} <date>.",
    "{We consider it necessary|I request permission} to {transfer|remove} <person> {to other work|from the post of depot "
    "head} {without delay|after the close of navigation}.",
    "{The engineer|The lock master} {explained|stated} {in writing|before witnesses} that {the gauge|the log} {had been "
    "wet|was kept by his son|had never agreed with the shore}.",
    "{Particular|Special} {attention|care} must be {given|paid} to {the villages|the landing stages} {beyond|above} "
    "<town>, where {carriers|private boats} {trade|move} <good> {at night|under hay}.",
)

LETTER = (
    "{I am writing|I turn} to you {because|since} {nobody here answers|there is no one else} and {my patience|the flour} "
    "{has run out|will not last until spring}.",
    "{For <years> years|Since my youth} I have {worked|served} {on the river|at the mill}, and {never|not once} {was I|have I "
    "been} {reproached|accused} {of anything worse than stubbornness|for a single sack}.",
    "{They say|It is said} that I {concealed|signed for} {the grain|a cargo} which {I never saw|sank before my eyes}.",
    "{You know|You remember} {me|my work} from {the flood year|the <town> pier}; {judge for yourself|ask anyone} whether I "
    "{could|would} {steal|lie to the people}.",
    "{My wife|My old mother} and {the little ones|the children} {live|sleep} in {the boathouse|a corner of the depot}, {and "
    "the stove smokes|where water stands on the floor}.",
    "{Comrade|The inspector} <person> {shouted at me|would not hear me}, {called me|put me down as} {a former man|an alien "
    "element}, and {threw out|tore up} {my statement|the receipts}.",
    "{I ask|I beg} only {one thing|for this}: {send|appoint} {an honest man|somebody from outside} {who can count|to weigh "
    "what is left}.",
    "{If I am guilty|If there is fault}, {let|then let} {a court|the crews themselves} {say so|judge it}; {if not|otherwise} "
    "{give me back|return} {my pilot's paper|my good name}.",
    "{The people|Folk} here {grumble|talk}, {but they work|yet nobody leaves}, and {they believe|it is believed} that {in "
    "the capital|up there} {the truth|our trouble} {is not known|has been kept from you}.",
    "{On <date>|Last week} {they took|the commission carried off} {the last scales|our boat}, {leaving|and left} {neither "
    "paper nor seal|a receipt nobody can read}.",
)

RESOLUTION = (
    "To {approve|confirm} the {proposal|draft} of <body> {on|concerning} {the towing of grain|the winter repair of hulls|the "
    "bread supply of <town>}.",
    "To {relieve|release} <person> {of|from} {his duties|the post} {as|of} {depot head|acting inspector} and to {place him "
    "at the disposal of|transfer him to} <body>.",
    "To {instruct|oblige} <body> {to present|to submit} {within ten days|before the opening of navigation} {a list|an "
    "account} of {all vessels unfit for service|debts outstanding at the locks}.",
    "To {release|assign} from {the reserve|the winter fund} <quantity> for {the crews|the bakeries} of <town>.",
    "To {warn|reprimand} <person> for {a careless attitude|loss of control} {toward|over} {the scales|state property}.",
    "To {consider|declare} the {explanations|conduct} of <person> {unsatisfactory|incompatible with his office}.",
    "{Control over|Supervision of} {the execution of this decision|the matter} {is entrusted to|rests with} <person>.",
    "{The commission|A commission} {consisting of|made up of} <person>, <person>, and <person> {is to|shall} {examine|settle} "
    "{the dispute|the question of tolls} {by <date>|without further correspondence}.",
    "{Point out|Make known} to {the piers|all depots} that {verbal orders|unsigned telegrams} {have no force|are not to be "
    "obeyed}.",
)

ORDER = (
    "{From <date>|As of today} {all|every} {grain|salt} {moving|carried} {above|below} <town> {must be|is to be} "
    "{weighed twice|entered in the red book|accompanied by an escort}.",
    "{The heads|The masters} of {piers|locks} {answer|are responsible} {personally|with their wages} for {each sack|the "
    "seals}.",
    "{Crews|Boatmen} {absent|found absent} {without leave|at the evening call} {lose|forfeit} {their ration|a day's pay}.",
    "{Private|Unregistered} {boats|carriers} {are to be|shall be} {tied up|turned back} at {the boom|the nearest lock}.",
    "{The present|This} {instruction|order} {replaces|cancels} {all earlier ones|the rule of the previous season}.",
    "{Reports|Returns} {are due|must arrive} {by the fifth of the month|each Saturday}, {without erasures|in two copies}.",
    "{Fuel|Firewood} {may be|is to be} {issued|released} {only|solely} {against|upon} {a signed order|the countersignature "
    "of the engineer}.",
    "{Violators|Offenders} {will be|are to be} {handed over|reported} to {the Inspectorate|the people's court}.",
)

TELEGRAM = (
    "{BARGES|CONVOY} {HELD|STOPPED} {BELOW|ABOVE} LOCK {BY ICE|FOR WANT OF FUEL} STOP",
    "{SEND|DISPATCH} {TUGS|WEIGHERS} {IMMEDIATELY|BY FIRST TRAIN} STOP",
    "{GRAIN|FLOUR} {WET|HEATING IN HOLDS} AND {CREWS|LOADERS} {REFUSE|DEMAND} {NIGHT WORK|BREAD} STOP",
    "{YOUR ORDER|YOUR NUMBER SEVEN} {RECEIVED|NOT UNDERSTOOD} STOP {EXPLAIN|CONFIRM} {TONNAGE|TARIFF} STOP",
    "{TAKE|ASSUME} {CHARGE|COMMAND} OF {PIER|DEPOT} {YOURSELF|UNTIL RELIEVED} STOP",
    "{REPORT|WIRE} {RESULTS|LOSSES} {DAILY|WITHOUT ORNAMENT} STOP",
)

SPEECH = (
    "Comrades, {I shall not|let me not} {hide|dress up} {the figures|our failures}: {the depot|the fleet} {lives|has lived} "
    "{on credit|from hand to mouth} {since the thaw|all this year}.",
    "{We were told|They told us} {that the barges were ready|the scales had been mended}. {And what did we find|What did we "
    "see}? {Rust|Empty sheds} and {excuses|a watchman asleep}.",
    "{I have|There are} {no complaints|no hard words} {against|about} {the crews|the loaders}; {the trouble|the sickness} "
    "{sits|lies} {higher up|in our own corridors}.",
    "{Take|Consider} {the <town> lock|the matter of the tarpaulins}. {A month|Half a season} {was lost|went by} while {two "
    "offices|the clerks} {exchanged|wrote} {letters|insults}.",
    "{The comrade|The speaker} {before me|from the mill} {spoke|has spoken} {of discipline|of numbers}. {Very good|Fine}. "
    "{But|Only} {discipline|a number} {does not|will not} {bake bread|mend a gate}.",
    "{According to|If we believe} {the report|the Trust}, <count> {were saved|reached the mill}. {I ask|Allow me to ask}: "
    "{by whom|on what scales}?",
    "{Yes|Of course}, {I signed|I put my name to it}. {I believed|I had been assured} that {the cargo|the second barge} "
    "{was sound|had been counted}.",
    "{It is time|We ought} to {put an end|make an end} to {this bargaining|the habit of verbal orders}, {otherwise|or else} "
    "{winter|the peasants} will {teach us|decide for us}.",
    "{Nobody|No one here} {denies|disputes} {the flood|the shortage}. {The question|What matters} is {who profited|why we "
    "learned of it from the bakers}.",
    "{I propose|My proposal is this}: {hand over|give} {the towing|the warehouses} to {a single master|the Locks Board} "
    "{and hold him to account|for one season, as a trial}.",
    "{Permit me|Let me} {to finish|a minute more}. {Everything|All that} {I have said|the papers show} {can be|is easily} "
    "{verified|checked} {on the spot|at <town>}.",
)

RETORTS = (
    "{Who signed|And who approved} {the order|that}?",
    "{That is|That's} {not so|untrue|an exaggeration}.",
    "{And the scales|What about the scales}?",
    "{Speak|Talk} {about the grain|to the point}.",
    "{You were|You sat} {there yourself|on that commission}.",
    "{Name|Give us} {the names|one name}.",
    "{I did not|I never} {say|promise} {that|so}. {Read|Look at} {the minutes|the stenogram}.",
    "{We have heard|We know} {this song|all that}.",
    "{Let him|Allow him to} {finish|answer}.",
    "{How many|Which} {barges|sacks}, {exactly|if you please}?",
    "{On whose|By what} {authority|order}?",
    "{Nothing|Not a thing} of {the kind|the sort}. {The lock|The pier} {was closed|stood open} {all that week|to anyone}.",
    "{I cannot|I will not} {answer|be answerable} for {another man's ledger|rumors}.",
    "{It was|That was} {before my time|after the ice}.",
    "{Correct|Quite right}.",
)

ASIDES = ("[Laughter.]", "[Noise in the hall.]", "(Applause.)", "[Laughter in the hall.]", "(Bell.)")

SUBJECTS = (
    "the condition of the scales",
    "the wintering of the fleet",
    "grain losses at the locks",
    "unlawful towing",
    "the bread supply of the mill settlement",
    "disorders at the piers",
    "the dredging of the channel",
    "arrears of wages",
    "the sale of state sacks",
    "the fire in the weighing house",
    "the tariff for salt and kerosene",
    "the conduct of the depot heads",
)

MEETINGS = (
    "the conference of pier heads",
    "the congress of boatmen",
    "the board of the Trust",
    "the general meeting of the mill",
    "the winter session of the Locks Board",
    "the grain conference",
)
