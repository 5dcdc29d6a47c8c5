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
    "{A search|An inspection} of {the boathouse|his rooms} {brought to light|turned up} <quantity> of {unrecorded|damp} <good> and {a second set of weights|a box of blank permits}.",
    "{Work|Unloading} {begins late|stops} {each morning|whenever a foreman is absent}, {since|because} {the bell was sold in the autumn|the clock has not been repaired since the flood}.",
    "{The following|These} {shortcomings|facts} {deserve|call for} {mention|a decision}: {ropes are rotten|no duty roster exists}, {the ice store leaks|lamps are missing}, {and the watch sleeps ashore|and nobody keeps the log}.",
    "{In all|Altogether}, <count> {were detained|passed the boom} {between the two locks|during the week}, {chiefly|most of them} {for lack of papers|with legal cargo}.",
    "{Rumors|Talk} {that|to the effect that} {bread will be rationed|the pier is to be closed} {are spreading|come} from {the steam laundry|a group of dismissed loaders}, {and we are tracing|whose names are known to} {their source|the militia}.",
    "{Thanks to|As a result of} {the zeal|timely warning} of {the night watch|the ferryman}, {the fire was put out with little loss|a further theft was prevented on <date>}.",
    '{The dredger|Dredger no. 4} "<vessel>" {worked|was in steam} {eleven days|hardly a week} {in all|of the month}; {the rest was spent|otherwise it spent its time} {waiting for coal|in dispute over the pilot\'s pay}.',
    "{We propose|It is suggested} to {combine|place under one guard} {the salt store|the lower landing} and {the customs shed|the grain platform}, {which would save|a saving of} <money> {a year|in wages}.",
    "{His deputy|The bookkeeper} <fullname> {knew of this|took part} {and kept silent|for a share of the proceeds}, {as is shown|which follows} {by|from} {his notebook|three letters}.",
    "{The school|The reading room} {at the pier|on barge no. 16} {has no stove|is without books}, {a circumstance|something} {that agitators use|on which the crews remark loudly}.",
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
    "{At night|These nights} I {count|go over} {the sacks|every entry} {again|in my head}, and {always|each time} {the sum is right|I come to the same number}; {only|but} {the paper|their ledger} {is different|says another}.",
    '{My son|My brother} {serves|pulls an oar} {in the river guard|on the "Ploughman"} and {is ashamed|hides} {to bear my name|when they read out the lists}.',
    "{Forgive|Pardon} {the paper|my hand}: {the clerk|the storekeeper} {refused me a sheet|sells ink by the spoon}, {and I write|so this goes} {on a freight bill|by candle}.",
    "{They have stopped|The office has cut off} {my bread|our firewood}, {though|while} {no decision|nothing} {was shown to me|has been signed}.",
    "{The old|Our} {foreman|weigher} {drinks|trades} with {the very people|those} who {accuse me|count the cargo}, {and everybody sees it|as the whole pier knows}.",
    "{I was offered|He promised me} {peace|a quiet post} {if I would sign|in exchange for a statement} against <person>, {and I answered|but I told him} that {a pilot reads the water|I had not yet lost my conscience}.",
    "{Do not think|Please do not believe} {that I complain|I want favors}; {I ask|I want} {work|only the sluice} and {a dry roof|the right to be heard}.",
    "{Let <person>|May the secretary} {come himself|spend one week here} and {see|taste} {what we eat|how the grain lies}.",
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
    "To {take note|approve} of the {statement|information} of <person> on {winter stores|the closing of the pontoon bridge}.",
    "To {forbid|stop} {the practice|the custom} of {paying|settling} {crews in kind|wages in salt} {at|above} <town>.",
    "To {send|dispatch} <person> to <town> {with full powers|for a month} {to restore order|to examine the accounts on the spot}.",
    "To {set|fix} the {norm|allowance} {of towing|for spillage} at {the level|the figure} of {the previous season|the first quarter}, {not to be exceeded|counted from <date>}.",
    "To {reject|leave without effect} {the complaint|the protest} of {the bakers|<person>} {as unfounded|since it came too late}.",
    "To {request|ask} <body> {to return|for the return of} {the borrowed tug|its barges} {by <date>|before the ice}.",
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
    "{Lights|Lanterns} {on|aboard} {barges|rafts} {are to burn|must be lit} {from dusk|all night}, {whatever the price of|without regard to} {oil|fuel}.",
    "{Scales|Weights} {found false|without a seal} {are to be|will be} {broken in public|sent to the Inspectorate}, and {their owners|whoever used them} {listed|named in the newspaper}.",
    "{No|Not one} {sack|cask} {leaves|may leave} {the depot|the wharf} {after dark|on a rest day}.",
    "{The pilots|Masters of tugs} {at|from} <town> {report|present themselves} {to the engineer|with their papers} {on <date>|every second Monday}.",
    "{Disputes|Quarrels} {over place in the queue|about berths} {are settled|shall be decided} {by lot|by the lock master alone}.",
)

TELEGRAM = (
    "{BARGES|CONVOY} {HELD|STOPPED} {BELOW|ABOVE} LOCK {BY ICE|FOR WANT OF FUEL} STOP",
    "{SEND|DISPATCH} {TUGS|WEIGHERS} {IMMEDIATELY|BY FIRST TRAIN} STOP",
    "{GRAIN|FLOUR} {WET|HEATING IN HOLDS} AND {CREWS|LOADERS} {REFUSE|DEMAND} {NIGHT WORK|BREAD} STOP",
    "{YOUR ORDER|YOUR NUMBER SEVEN} {RECEIVED|NOT UNDERSTOOD} STOP {EXPLAIN|CONFIRM} {TONNAGE|TARIFF} STOP",
    "{TAKE|ASSUME} {CHARGE|COMMAND} OF {PIER|DEPOT} {YOURSELF|UNTIL RELIEVED} STOP",
    "{REPORT|WIRE} {RESULTS|LOSSES} {DAILY|WITHOUT ORNAMENT} STOP",
    "{LOCK|SLUICE} {GATE|PUMP} {BROKEN|FROZEN} {NEED|REQUEST} {ENGINEER|TIMBER} {AND ROPE|BEFORE SUNDAY} STOP",
    "{PILOT|WEIGHER} {ARRESTED|MISSING} {CREW|PIER} {UNEASY|CALM} {AWAIT|REQUEST} {INSTRUCTIONS|LAWYER} STOP",
    "{FORTY|SIXTY} {SACKS|CASKS} {FOUND|SHORT} {UNDER FLOOR|ON ARRIVAL} {SEALING|HAVE SEALED} {BOOKS|WAREHOUSE} STOP",
    "{AGREE|DISAGREE} WITH {PROPOSAL|TRANSFER} {LETTER|REPORT} FOLLOWS STOP",
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
    "{Permit me to finish|Let me finish|Allow me a minute more}. {Everything|All that} {I have said|the papers show} {can be|is easily} "
    "{verified|checked} {on the spot|at <town>}.",
    '{There is|I know} {a lock keeper|an old weigher} {at <town>|on the upper river} who {said to me|told our commission}: "{You bring paper|Everyone inspects}, {we need|nobody brings} {nails|rope}." {He was right|That, comrades, is the whole report}.',
    "{They want|Some here want} {to frighten us with percentages|us to believe that the channel silted up by itself}. {I was|I stood} {on the dredger|at the gate} {and saw|when they wrote} {how it was done|that figure}.",
    "{Let us|We must} {speak|talk} {openly|without ornament}: {the cooperative|our best depot} {bought|was buying} <good> {with one hand|in the morning} and {sold it|complained of shortage} {with the other|by evening}.",
    "{Where|In what place} {else|on earth} {does a convoy|do tugs} {wait|stand} {nine days|a week} {for a rubber stamp|because a secretary has the toothache}?",
    "{My|Our} {mistake|fault}, {and I admit it|which I do not hide}, {was|lay in} {softness|trust}. {I thought|We imagined} {a warning would do|the old pilots would come over to us}.",
    "{In the Trust|At the mill} {they say|people like to say}: {the river will carry it|winter will write it off}. {That philosophy|Such wisdom} {has cost us|came to} <money>.",
    "{Somebody|A comrade} {passed me|has sent up} {a note|a slip}: {why were the bakers paid in salt|who ordered the flour to be moved by night}? {I will answer|Here is the answer}. {There was no other money|I did not know of it}.",
    "{Either|It is one or the other}: {we pay|somebody pays} {the crews|the pilots} {in full|on the day}, or {they go|the fleet goes} {to the timber rafts|where there is bread}.",
    "{About|As to} {the fire|the missing hawsers} {I can say|there is} {only this|one fact}: {the watch had been changed|the keys were in strange hands} {that very evening|since <date>}.",
    "{We have|The Inspectorate has} {examined|gone through} <count>, {and|but} {each|every second one} {tells|told} {the same tale|a different story} {of false weights|about the same night}.",
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
    "{And who|Who then} {paid|answered} for {the rope|it}?",
    "{A fine|What a} {excuse|story}!",
    "{I have|There is} {a paper|a letter} {here|in my pocket} {on that|that says the opposite}.",
    "{It was winter|That happened at night}. {Nobody|No one} {saw|could see} {anything|the gauge}.",
    "{You|The speaker} {forgot|passed over} {the second barge|the tarpaulins}.",
    "{I was|We were} {told|ordered} to {wait|sign}, {and I waited|so I signed}.",
    "{Ask|Better ask} {the lock master|your deputy}.",
    "{Louder|Speak up}! {We cannot hear|Nothing reaches us here}.",
    "{Did you|Have you ever} {count|weigh} {them yourself|even one}?",
    "{Not|Never} {a sack|a plank} {left|was taken} {without paper|while I was there}.",
    "{Why|For what reason} {so late|only now}?",
    "{He knows|They know} {perfectly well|better than anyone} {what is meant|who it was}.",
    "{Please|I must ask you} {do not|not to} interrupt. {I am coming|I shall come} {to that|to the scales}.",
    "{In part|Partly}. {The rest|What was left} {went|was sent} {to the mill|by sledge}.",
    "{Three weeks|A month} {late|too late}!",
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
    "the closing of the lower market",
    "the escort of salt barges",
    "pilots' certificates",
    "the quarantine at the upper pier",
    "theft of rope and tarpaulins",
    "the use of prisoners on the dredgers",
    "false weights in the villages",
    "the evacuation of flooded warehouses",
    "the night watch at the elevators",
    "bonuses for early navigation",
    "the loss of the second convoy",
    "unrest among the loaders",
)

MEETINGS = (
    "the conference of pier heads",
    "the congress of boatmen",
    "the board of the Trust",
    "the general meeting of the mill",
    "the winter session of the Locks Board",
    "the grain conference",
    "the joint session of pilots and engineers",
    "the spring assembly of carriers",
    "the emergency meeting of the Town Executive",
    "the collegium of the Inspectorate",
)
