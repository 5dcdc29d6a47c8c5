"""How series of editions are laid out: headings, sources, notes, apparatus, and the language of these.

`annals` is the edition that everything else here is made for.  In the others the documents follow one another without
commentary, each under its heading, with a dateline of its own; prose stays as it is, but for the letters of its script.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from . import dates
from .citations import compact

Titles = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Layout:
    """What a series does in its own way."""

    name: str
    heading: str = "Document {}"
    damaged: tuple[str, ...] = ("Docurnent", "Documen t", "Docnment", "Document.")  # what stands before the number
    titled: bool = False  # the title goes on in the line of the number
    source: str = "note"  # where the source stands: note, below, brackets, end
    cite: Callable[[random.Random], str] | None = None  # the source; None: as the book cites archives
    by_document: bool = False  # notes are counted anew in each document
    commentary: bool = True
    continued: str | None = "Document {} continued"
    titles: Titles | None = None
    date: Callable[[dates.Date], str] | None = None
    places: tuple[str, ...] = ()
    dateline: str = "{place}, {date}"
    chapter: str = "C H A P T E R  {word}"
    preface: str = "Preface"
    introduction: str = "I N T R O D U C T I O N"
    sketches: str = "Biographical Sketches"
    listed: str = "Index of Documents"
    index: str = "Index"
    script: dict[int, str] = field(default_factory=dict)  # letter by letter


def _american(date: dates.Date) -> str:
    year, month, day = _parts(date)
    return f"{dates.MONTHS[month - 1]} {day}, {year}"


def _british(date: dates.Date) -> str:
    year, month, day = _parts(date)
    return f"{day} {dates.MONTHS[month - 1]} {year}"


GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


def _german(date: dates.Date) -> str:
    year, month, day = _parts(date)
    return f"{day}. {GERMAN[month - 1]} {year}"


def _russian(date: dates.Date) -> str:
    year, month, day = _parts(date)
    return f"{day} {RUSSIAN[month - 1]} {year} г."


def _parts(date: dates.Date) -> tuple[int, int, int]:
    year, month, day = map(int, date.iso.split("-"))
    return year, month, day


def _central_files(rng: random.Random) -> str:
    number = f"{rng.randint(600, 799)}.{rng.randint(11, 99)}/{rng.randint(1, 12)}-{rng.randint(130, 3055)}"
    secret = rng.choice(("Secret.", "Confidential.", "Top Secret; Priority.", "Secret. Drafted by the desk officer."))
    return f"Source: Department of State, Central Files, {number}. {secret}"


def _foreign_office(rng: random.Random) -> str:
    return f"[FO 371/{rng.randint(10000, 99999)}]"


def _auswaertiges_amt(rng: random.Random) -> str:
    first = rng.randint(3, 320)
    return f"PA AA, R {rng.randint(20000, 31000)}, Bl. {compact(first, first + rng.randint(1, 9))}"


def _rgaspi(rng: random.Random) -> str:
    first = rng.randint(3, 220)
    leaves = f"Л. {first}" if rng.random() < 0.4 else f"Лл. {first}-{first + rng.randint(1, 9)}"
    archive = rng.choice(("РГАСПИ", "РГАСПИ", "ГАРФ", "АП РФ"))
    kind = rng.choice((" Подлинник.", " Копия.", " Машинописный экземпляр.", ""))
    opis, delo = rng.choice((2, 3, 84, 120, 162)), rng.randint(5, 990)
    return f"{archive}. Ф. {rng.choice((2, 17, 45, 558))}. Оп. {opis}. Д. {delo}. {leaves}.{kind}"


ENGLISH_TITLES = {
    "stenogram": ("Minutes of <meeting>",),
    "resolution": ("Resolution of <office> on <subject>",),
    "report": ("Report of <office> on <subject>", "Report Prepared by <name> for <office>"),
    "protocol": ("Minutes of a Meeting of <office>",),
    "letter": ("Letter From <name> to <name>",),
    "telegram": ("Telegram From <office> to <name>", "Telegram From <name> to <office>"),
    "order": ("Order of <office> on <subject>",),
    "memorandum": ("Memorandum of Conversation", "Memorandum From <name> to <name>"),
    "circular": ("Circular of <office> on <subject>",),
    "other": ("Editorial Note", "Notes of a Lock Master at <town>"),
}
BRITISH_TITLES = {
    "stenogram": ("Record of <meeting>",),
    "resolution": ("Resolution of <office>",),
    "report": ("Report by <name> on <subject>",),
    "protocol": ("Minutes of a meeting of <office>",),
    "letter": ("Letter from <name> to <name> (<town>)", "<name> to <name> (<town>)"),
    "telegram": ("<name> (<town>) to <name>", "Telegram from <name> (<town>) to <name>"),
    "order": ("Instruction by <office>",),
    "memorandum": ("Memorandum by <name>", "Minute from <name> to <name>"),
    "circular": ("Circular of <office>",),
    "other": ("Brief for <office> on <subject>",),
}
GERMAN_TITLES = {
    "stenogram": ("Protokoll über die Besprechung mit <name>",),
    "resolution": ("Beschluß des Amtes <office>",),
    "report": ("Bericht des Gesandten <name> an das Auswärtige Amt",),
    "protocol": ("Niederschrift über die Sitzung vom <town>er Ausschuß",),
    "letter": ("Schreiben von <name> an <name>", "<name> an <name>"),
    "telegram": ("Der Botschafter in <town> an das Auswärtige Amt", "Telegramm von <name> an das Auswärtige Amt"),
    "order": ("Erlaß an die Gesandtschaft in <town>",),
    "memorandum": ("Aufzeichnung des Staatssekretärs <name>", "Aufzeichnung von <name>"),
    "circular": ("Runderlaß des Auswärtigen Amts",),
    "other": ("Vermerk von <name>",),
}
RUSSIAN_TITLES = {
    "stenogram": ("Из стенограммы заседания: <meeting>",),
    "resolution": ("Постановление <office> о навигации", "Постановление Политбюро о работе <office>"),
    "report": ("Доклад <name> в <office>", "Докладная записка <name> о положении на реке"),
    "protocol": ("Из протокола заседания <office>",),
    "letter": ("Письмо <name> к <name>",),
    "telegram": ("Телеграмма <name> в <office>", "Шифртелеграмма <name>"),
    "order": ("Приказ <office>",),
    "memorandum": ("Записка <name> в ЦК",),
    "circular": ("Циркуляр <office>",),
    "other": ("Проект тарифа <office>",),
}
# A letter of Cyrillic for each of Latin: what the prose says does not matter, that no letter is of ASCII does.
CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувшщызАБЦДЕФГХИЙКЛМНОПЯРСТУВШЩЫЗ",
)

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("annals"),
        Layout(
            "frus",
            heading="{}.",
            titled=True,
            cite=_central_files,
            by_document=True,
            commentary=False,
            continued=None,
            titles=ENGLISH_TITLES,
            date=_american,
            places=("Washington", "Paris", "London", "Moscow", "Geneva"),
            chapter="Chapter {number}",
            introduction="Introduction",
            sketches="Persons",
            listed="List of Documents",
        ),
        Layout(
            "dbpo",
            heading="No. {}",
            damaged=("N o.", "No", "No,"),
            source="brackets",
            cite=_foreign_office,
            by_document=True,
            commentary=False,
            continued="No. {} continued",
            titles=BRITISH_TITLES,
            date=_british,
            places=("FOREIGN OFFICE", "WASHINGTON", "PARIS", "MOSCOW"),
            chapter="CHAPTER {word}",
            introduction="INTRODUCTION",
            sketches="List of Persons",
            listed="Chapter Summaries",
        ),
        Layout(
            "adap",
            heading="Nr. {}",
            damaged=("N r.", "Nr", "Nr,"),
            source="below",
            cite=_auswaertiges_amt,
            by_document=True,
            commentary=False,
            continued="Nr. {} (Fortsetzung)",
            titles=GERMAN_TITLES,
            date=_german,
            places=("Berlin", "London", "Paris", "Moskau"),
            dateline="{place}, den {date}",
            chapter="Kapitel {number}",
            preface="Vorwort",
            introduction="Einleitung",
            sketches="Kurzbiographien",
            listed="Verzeichnis der Dokumente",
            index="Personenregister",
        ),
        Layout(
            "sbornik",
            heading="№ {}",
            damaged=("N°", "No", "№."),
            source="end",
            cite=_rgaspi,
            by_document=True,
            commentary=False,
            continued="№ {} (продолжение)",
            titles=RUSSIAN_TITLES,
            date=_russian,
            dateline="{date}",
            places=("",),
            chapter="Глава {number}",
            preface="Предисловие",
            introduction="Введение",
            sketches="Биографические справки",
            listed="Перечень документов",
            index="Именной указатель",
            script=CYRILLIC,
        ),
    )
}
