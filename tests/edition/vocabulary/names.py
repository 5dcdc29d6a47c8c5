"""Names of people, places and offices.  All are invented."""

SURNAMES = (
    "Plavinsky Dalmatov Tikhorets Gorenko Ozerkov Lukomtsev Verestov Shilkin Naumtsev Kostrov Pereslavin Yablokov "
    "Zavodin Ushkovets Malygin Rechnikov Stepurin Barkhatov Klenovsky Osokin Pristanev Gruzdov Vodyanov Kormilin "
    "Samsonenko Terekhin Chalov Beregov Yurlov Khlebnin Tsapkin Zhernov Ilmenev Fokht Nevodov Egerin Ratnov Dobrovin "
    "Svirsky Anikeev Melnichuk Rogozhin Paromov Lotsmanov Sazhin Verkhovin Kudelin Porokhin Tumanov Uvarkin Vetluzhin"
).split()

INITIALS = "A. B. D. E. F. G. I. K. L. M. N. P. R. S. T. V. Ya. Yu. Ye.".split()
MIDDLE = "A. D. F. G. I. K. M. N. P. S. V. Ya.".split()

PLACES = (
    "Zarechensk Ustyinsk Lipovka Borovoye Lukino Sosnovka Peschany Zelenets Troitskoye Varnak Verkhny-Yar Glinka "
    "Stary-Brod Chernaya-Luka Ostashevo"
).split()

# Each body of the archive world: its full name, and the short form that follows once it is known.
BODIES = (
    ("Velna River Shipping Trust", "the Trust"),
    ("Upper Velna Grain Commission", "the Grain Commission"),
    ("Zarechensk Spinning Mill", "the mill"),
    ("Board of Locks and Dredging", "the Locks Board"),
    ("Union of Boatmen and Lock Keepers", "the Boatmen's Union"),
    ("Zarechensk Town Executive", "the Town Executive"),
    ("Inspectorate of Water Freight", "the Inspectorate"),
    ("Bureau of Piers and Warehouses", "the Piers Bureau"),
    ("Commissariat of Inland Waterways", "the Commissariat"),
    ("Ustyinsk Cooperative Bakers", "the bakers' cooperative"),
)

ROLES = (
    "chairman of <body>",
    "deputy chairman of <body>",
    "secretary of <body>",
    "chief engineer of <body>",
    "bookkeeper of <body>",
    "inspector of <body>",
    "head of the <town> pier",
    "master of the <town> lock",
    "director of the <town> depot",
    "plenipotentiary of <body> for <town>",
)

TRADES = "Pilot. Bargeman. Lock keeper. Weaver. Bookkeeper. Dredging engineer. Stoker. Grain weigher.".split(". ")

# Journals and newspapers with the form under which the truth knows them.
PAPERS = ("Velna Pilot", "Zarechensk Worker", "Red Barge", "River Freight", "Millhand")
JOURNALS = ("Archives of the Waterways", "Journal of River History", "Past Harbors", "Annals of Provincial Trade")

SCHOLARS = (
    ("Margaret", "Holloway"),
    ("Tobias", "Merrin"),
    ("Edith", "Castell"),
    ("Anders", "Lindqvist"),
    ("Rosalind", "Ashdown"),
    ("Peter", "Tarrant"),
    ("Agnes", "Pellow"),
    ("Walter", "Osgood"),
    ("Ilse", "Brandauer"),
    ("Thomas", "Quennell"),
)

WORKS = (
    "Barges Under the Red Pennant",
    "Flour, Freight, and Power on the Upper Velna",
    "The Silted Channel: A River and Its Accountants",
    "Locks and Ledgers",
    "A Mill Town Between Two Floods",
    "Bread Against the Current",
    "The Towpath State",
    "Pilots of the Long Summer",
    "Counting the Grain",
    "Paper Ships: Planning on the Inland Waterways",
)

ARTICLES = (
    "Who Weighed the Rye?",
    "The Dredging Scandal Reconsidered",
    "Wages and Water Levels",
    "Bargemen at Court",
    "The Politics of the Spring Flood",
    "Reading a Freight Ledger",
)

CITIES = ("London", "New York", "Boston", "Leiden", "Toronto", "Edinburgh")

VESSELS = ("Comet", "Dawn", "Third Decade", "Ploughman", "Velna Star", "Assembly", "Spring Torrent", "Brotherhood")
GOODS = ("rye", "oats", "flour", "timber", "salt", "cotton waste", "kerosene", "brick", "flax", "herring")
