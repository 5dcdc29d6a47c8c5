"""What the report lists: documents, sources, tables, people and statistics, each with its place in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from opis.document import Document
from opis.kinds import PLURALS, STATUSES
from opis.show.citation import citation
from opis.show.figures import figure, plural
from opis.show.report.places import anchor, key
from opis.show.status import MARKS

if TYPE_CHECKING:
    from opis.book import Book
    from opis.people import Person
    from opis.records import Record
    from opis.tables import Table

NO_ARCHIVE = "Archive not named"
LONGEST_SENTENCE = 320  # bytes on either side of a figure that are looked through for the ends of its sentence
# The number of a note may stand on the stop.
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\d{0,3}\s+(?=[\"“‘(]*[A-ZА-Я])|\n\s*\n")
_PARTED = re.compile(r"(?<=[^\W\d_])-[ \t]*\n\s*(?=[a-z])")
_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts ``"9"`` before ``"10"`` and ``"10a"``."""
    parts = _DIGITS.split(text.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def place(record: Record) -> str:
    """Line and page in words."""
    return f"line {record['line']:,}" + ("" if record["page"] is None else f", p. {record['page']}")


# ---- Overview ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """How many records of a kind there are, and how many of each status."""

    name: str
    total: int
    by_status: list[tuple[str, int]]


def overview(book: Book) -> list[Count]:
    """The kinds that have records, in their order."""
    counts = []
    for kind in book.kinds:
        by_status = book.records(kind).status_counts()
        if by_status:
            name = PLURALS[kind].replace("_", " ")
            counts.append(Count(name, sum(by_status.values()), [(s, by_status.get(s, 0)) for s in STATUSES]))
    return counts


# ---- Documents --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DocumentRow:
    """A document as the list shows it."""

    label: str
    title: str
    date: str
    genre: str
    citation: str
    source_anchor: str
    pages: str
    status: str
    anchor: str
    key: str


def documents(book: Book) -> list[DocumentRow]:
    """The documents, in text order."""
    rows = []
    for row in range(len(book.documents)):
        document = Document(book, row)
        source = document._source_row
        rows.append(
            DocumentRow(
                label=document.label,
                title=document.title,
                date=(document.date_iso or "").replace("/", " to "),
                genre=document.genre,
                citation=(document.citation or "").replace(". ", ".\u00a0"),
                source_anchor=anchor("archive", source) if source >= 0 else "",
                pages=_page_span(document.pages),
                status=document.status,
                anchor=anchor("document", row),
                key=key("document", row),
            )
        )
    return rows


def _page_span(pages: list[int]) -> str:
    if not pages:
        return ""
    first, last = min(pages), max(pages)
    return str(first) if first == last else f"{first}–{last}"


# ---- Sources ----------------------------------------------------------------------------------------------------


@dataclass
class Shelf:
    """An archive, fond, opis or delo, with what stands in it."""

    label: str
    count: int = 0
    shelves: dict[str, Shelf] = field(default_factory=dict)
    references: list[tuple[str, str, str, str]] = field(default_factory=list)  # folios, place, anchor, status

    def sorted(self) -> list[Shelf]:
        """The shelves of this one, as an archivist would range them."""
        return sorted(self.shelves.values(), key=lambda shelf: natural(shelf.label))


def sources(book: Book) -> Shelf:
    """All archival references by archive, fond, opis and delo."""
    root = Shelf("")
    for row, record in enumerate(book.archives):
        shelf = root
        shelf.count += 1
        for prefix, name in (("", "archive"), ("f. ", "fond"), ("op. ", "opis"), ("d. ", "delo")):
            value = record[name]
            if value is None and name != "archive":
                continue
            label = f"{prefix}{value}" if value else NO_ARCHIVE
            shelf = shelf.shelves.setdefault(label, Shelf(label))
            shelf.count += 1
        folios = ", ".join(record["listy"])
        shelf.references.append((folios, place(record), anchor("archive", row), record["status"]))
    return root


# ---- Tables -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TableCell:
    """A figure as the page shows it."""

    figure: str
    status: str
    key: str


@dataclass(frozen=True)
class TableFacts:
    """A statistical table with the keys of its cells."""

    table: Table
    anchor: str
    rows: list[tuple[str, list[TableCell]]]
    counts: dict[str, int]
    audit: str


def tables(book: Book) -> list[TableFacts]:
    """The numbered tables, in text order."""
    found = []
    cells = book.cells.to_numpy()
    for row in range(len(book.tables)):
        table = book._table_of_row(row)
        own = np.flatnonzero(cells["table_row"] == row)
        keys = {(int(cells["row_index"][at]), int(cells["column_index"][at])): key("cell", int(at)) for at in own}
        figures = table.figures()
        lines = [
            (
                label,
                [
                    TableCell(_figure(table, figures, i, j), str(table.status[i, j]), keys.get((i, j), ""))
                    for j in range(table.shape[1])
                ],
            )
            for i, label in enumerate(table.rows)
        ]
        found.append(TableFacts(table, anchor("table", row), lines, table.status_counts(), table.audit()))
    return found


def _figure(table: Table, figures: list[list[str]], row: int, column: int) -> str:
    blank = MARKS["missing"] if table.status[row, column] == "missing" else "–"
    return figures[row][column] or blank


# ---- People -----------------------------------------------------------------------------------------------------


ROLES = {"by": "wrote or spoke", "to": "received", "named": "named in"}


@dataclass(frozen=True)
class PersonFacts:
    """One of the people of the book, with links to what the book says of them."""

    name: str
    years: str
    notes: str
    documents: list[tuple[str, list[tuple[str, str]]]]
    pages: list[tuple[str, str]]
    posts: list[tuple[str, str]]
    anchor: str
    status: str


def people(book: Book) -> list[PersonFacts]:
    """Everyone with a sketch, in the index or in a transcript, by name."""
    found = [_person(book, person) for person in book.people]
    return sorted(found, key=lambda person: person.name.casefold())


def _person(book: Book, person: Person) -> PersonFacts:
    kind, row = _first_record(person)
    notes = [f"also {person.alias}"] if person.alias else []
    notes += ["repressed"] if person.repressed else []
    notes += [plural(len(person.rows["turns"]), "turn")] if len(person.rows["turns"]) else []
    documents = [
        (words, [(_label(book, number), anchor("document", number)) for number in person.rows[role].tolist()])
        for role, words in ROLES.items()
        if len(person.rows[role])
    ]
    return PersonFacts(
        name=person.name,
        years=person.years.replace("-", "–"),
        notes=" · ".join(notes),
        documents=documents,
        pages=_page_runs(person),
        posts=[(_dates(post), post["post"]) for post in person.careers],
        anchor=anchor(kind, row),
        status=str(book.records(kind)["status"][row]),
    )


def _page_runs(person: Person) -> list[tuple[str, str]]:
    """The pages of the index, runs by their first and last, each with the place of its first."""
    runs: list[tuple[int, int, int]] = []  # first and last number, row of the first
    for number, row in zip(person.pages, person.rows["pages"].tolist(), strict=True):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number, runs[-1][2])
        else:
            runs.append((number, number, row))
    return [(str(first) if first == last else f"{first}–{last}", anchor("page", row)) for first, last, row in runs]


def _first_record(person: Person) -> tuple[str, int]:
    """The record that best says who somebody is."""
    if person.biography >= 0:
        return "biography", person.biography
    kind = "index_entry" if len(person.rows["index_entries"]) else "speaker"
    return kind, int(person.rows["index_entries" if kind == "index_entry" else "turns"][0])


def _label(book: Book, row: int) -> str:
    return Document(book, row).label


def _dates(post: Record) -> str:
    return "–".join(dict.fromkeys(filter(None, (post["from"], post["to"]))))


# ---- Statistics -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statistic:
    """A quantity with the sentence that it stands in: what is before it, itself, and what is behind."""

    value: str
    year: str
    before: str
    raw: str
    after: str
    place: str
    anchor: str
    key: str
    status: str


def statistics(book: Book) -> list[tuple[str, list[Statistic]]]:
    """The quantities of the running text by unit, the most frequent unit first."""
    by_unit: dict[str, list[Statistic]] = defaultdict(list)
    for row, record in enumerate(book.statistics):
        before, after = _sentence(book.source, record["start"], record["end"])
        by_unit[record["unit"] or "no unit"].append(
            Statistic(
                value=_quantity(record),
                year="" if record["year"] is None else str(record["year"]),
                before=before,
                raw=_flat(record["raw"]),
                after=after,
                place=place(record),
                anchor=anchor("statistic", row),
                key=key("statistic", row),
                status=record["status"],
            )
        )
    return sorted(by_unit.items(), key=lambda item: (-len(item[1]), item[0]))


def _quantity(record: Record) -> str:
    values = [figure(float(record[name])) for name in ("value", "value_to") if record[name] is not None]
    return ("about " if record["approx"] else "") + "–".join(values)


def _sentence(source: bytes, start: int, end: int) -> tuple[str, str]:
    """What stands in the sentence of a span before it and behind it."""
    before = source[max(0, start - LONGEST_SENTENCE) : start].decode(errors="ignore")
    after = source[end : end + LONGEST_SENTENCE].decode(errors="ignore")
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    behind = _SENTENCE_END.search(after)
    return _flat(before[ends[-1] :] if ends else f"…{before}"), _flat(after[: behind.end()] if behind else f"{after}…")


def _flat(text: str) -> str:
    """A text on one line, with words that the end of a line parted joined, and its blanks at either end kept as one."""
    return _BLANKS.sub(" ", _PARTED.sub("", text))


# ---- What the search looks through ------------------------------------------------------------------------------


def search_entries(rows: list[DocumentRow], persons: list[PersonFacts], book: Book) -> list[tuple[str, str, str, str]]:
    """Group, what is found, more of it, and where it stands."""
    entries = [("document", f"Document {row.label}", f"{row.date} {row.title}".strip(), row.anchor) for row in rows]
    entries += [("person", person.name, person.years, person.anchor) for person in persons]
    seen: dict[str, str] = {}
    for row, record in enumerate(book.archives):
        seen.setdefault(citation({**record, "listy": []}, book._styles), anchor("archive", row))
    entries += [("source", label, "", place) for label, place in seen.items() if label]
    return entries
