"""Contradictions: where one part of the book says what another part cannot mean."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from opis import names
from opis.dates import parse_date
from opis.errors import Error
from opis.frames import data_frame
from opis.kinds import KINDS
from opis.people import People
from opis.show.table import html_table

if TYPE_CHECKING:
    import datetime

    from numpy.typing import NDArray
    from pandas import DataFrame

    from opis.book import Book

CHECKS = {
    "listed date": "the list of documents dates a document otherwise than its own title",
    "listed page": "the list of documents gives a page on which the document does not begin",
    "listed title": "the list of documents has another title under the number",
    "source": "the note that gives a document's source has its mark in another document",
    "years": "the years of a sketch cannot be those of one life",
    "career": "a dated entry of a sketch lies before the birth or behind the death",
    "life": "somebody speaks or writes before the birth or after the death that the sketch gives",
    "locator outside": "the index gives a page that the book has not",
    "locator": "the page of a locator does not hold the headword, that of a look-alike number does",
    "cell": "figures of a table contradict its sums, or the prose",
    "pointer": "a cross-reference points to a document or table behind the last",
}
LOSSES = {
    "listed document": "the list of documents has a number that was not found in the text",
    "missing document": "the numbers of the documents pass one over",
    "missing note": "the numbers of the notes pass one over",
    "unmarked note": "a note has no mark in the text",
    "missing source": "a document has no note that gives its source",
}
SURE = ("clean", "repaired", "corrected")

# A life is shorter than this, and a post is not held before this age.
LONGEST_LIFE = 105
YOUNGEST_POST = 7
# Titles are told apart where so few of their longer words are the same, if they have some.
LEAST_SHARED_WORDS = 0.3
SHORTEST_TITLE_WORD = 4
FEWEST_TITLE_WORDS = 3
# A document may begin on the page before or behind where its heading was lost.
PAGE_SLACK = 1
# A headword tells pages apart where its pages are so small a part of the book; of its locators half must hold it.
MOST_PAGES = 0.12
MOST_CHANCE = 0.4  # so many of the look-alikes of a number may be expected to hold it by chance
LEAST_HELD = 0.5
SHORTEST_HEAD = 5
LIKE_DAMAGED = 0.72
CHEAPEST_DIGITS = 5.0  # cost of a confusion of two digits
SHOWN_WHOLE = 20
_UNREAD = re.compile(r", (\d{1,4})$")  # what no page has is not read as a locator


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction, and where it stands.

    Attributes
    ----------
    kind : str
        One of :data:`CHECKS` or :data:`LOSSES`.
    message : str
        What says what.
    start, end : int
        The place, in bytes of the source, half-open.
    line : int
        Its line, counted from 1.
    page : int
        The printed number of its page; -1 where it is not known.
    rows : dict of str to tuple of int
        The records concerned: rows by kind.
    """

    kind: str
    message: str
    start: int
    end: int
    line: int
    page: int
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)


class Findings(Sequence[Finding]):
    """What :meth:`opis.Book.check` found, kind by kind, each in text order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = tuple(findings)

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, key: int) -> Finding: ...
    @overload
    def __getitem__(self, key: slice) -> Findings: ...
    def __getitem__(self, key: int | slice) -> Finding | Findings:
        return Findings(self._findings[key]) if isinstance(key, slice) else self._findings[key]

    def of(self, kind: str) -> Findings:
        """Those of one kind.

        Parameters
        ----------
        kind : str
            One of :data:`opis.check.CHECKS` or :data:`opis.check.LOSSES`.

        Raises
        ------
        KeyError
            There is no such kind.
        """
        if kind not in CHECKS and kind not in LOSSES:
            raise KeyError(f"no kind of finding {kind!r}: there are {', '.join((*CHECKS, *LOSSES))}")
        return Findings(finding for finding in self._findings if finding.kind == kind)

    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return dict(Counter(finding.kind for finding in self._findings))

    def to_numpy(self) -> NDArray[np.void]:
        """``kind`` and ``message`` (text), ``start`` and ``end`` (int64, bytes), ``line`` and ``page`` (int32)."""
        rows = [(f.kind, f.message, f.start, f.end, f.line, f.page) for f in self._findings]
        kind = max((len(f.kind) for f in self._findings), default=1)
        message = max((len(f.message) for f in self._findings), default=1)
        numbers = [("start", "i8"), ("end", "i8"), ("line", "i4"), ("page", "i4")]
        return np.array(rows, dtype=[("kind", f"U{kind}"), ("message", f"U{message}"), *numbers])

    def to_pandas(self) -> DataFrame:
        """The findings as a pandas DataFrame, with ``rows`` as dicts.

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        return data_frame(self.to_numpy(), rows=[finding.rows for finding in self._findings])

    # Showing -----------------------------------------------------------------------------------------------

    def _title(self) -> str:
        counts = ", ".join(f"{count} {kind}" for kind, count in self.counts().items())
        return f"{len(self):,} finding{'' if len(self) == 1 else 's'}" + (f": {counts}" if counts else "")

    def _lines(self, findings: Iterable[Finding]) -> list[list[Any]]:
        return [[f.line, None if f.page < 0 else f.page, f.kind, f.message] for f in findings]

    def __repr__(self) -> str:
        lines = [f"{f.kind:16} line {f.line:>6}  {f.message}" for f in self._findings[:SHOWN_WHOLE]]
        more = [f"… and {len(self) - SHOWN_WHOLE:,} more"] if len(self) > SHOWN_WHOLE else []
        return "\n".join([self._title(), *lines, *more])

    def _repr_html_(self) -> str:
        rows = self._lines(self._findings)
        return f"<p>{self._title()}</p>" + (html_table(("line", "page", "kind", "message"), rows) if rows else "")


def check_book(book: Book, losses: bool = False) -> Findings:
    """The contradictions of a book that was read with all kinds; with what is lost, if that is asked for."""
    missing = [kind for kind in KINDS if kind not in book.kinds]
    if missing:
        raise Error(f"a check needs the kind {missing[0]!r}; read the book with all kinds", book.path)
    checker = _Checker(book)
    checks = [checker.listed, checker.sources, checker.lives, checker.locators, checker.cells, checker.pointers]
    findings = [finding for check in checks for finding in check()]
    findings += checker.losses() if losses else ()
    order = {kind: place for place, kind in enumerate((*CHECKS, *LOSSES))}
    return Findings(sorted(findings, key=lambda finding: (order[finding.kind], finding.start)))


class _Checker:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.documents = book.documents.to_numpy()
        self.pages = book.pages.to_numpy()

    def _finding(self, kind: str, message: str, of: str, row: int, **rows: tuple[int, ...]) -> Finding:
        """A finding at a record."""
        record = self.book.records(of).to_numpy()[row]
        place = (int(record["start"]), int(record["end"]), int(record["line"]), int(record["page"]))
        return Finding(kind, message, *place, {of: (row,)} | rows)

    def _label(self, row: int) -> str:
        document = self.documents[row]
        return f"Document {document['number']}{document['suffix']}"

    # The list of documents ---------------------------------------------------------------------------------

    def listed(self) -> Iterator[Finding]:
        for row, listed in enumerate(self.book.document_index.to_numpy()):
            to = int(listed["refers_to"])
            if to < 0:
                continue
            document = self.documents[to]
            for kind, message in _compare_listed(document, listed):
                yield self._finding(kind, f"{self._label(to)}: {message}", "document_index", row, document=(to,))

    def sources(self) -> Iterator[Finding]:
        notes, archives = self.book.notes.to_numpy(), self.book.archives.to_numpy()
        for row, document in enumerate(self.documents):
            note = int(archives["note"][document["source"]]) if document["source"] >= 0 else -1
            marked = int(notes["marked_in"][note]) if note >= 0 else -1
            if marked not in (-1, row):
                message = f"{self._label(row)}: note {notes['number'][note]} gives its source and is marked in "
                yield self._finding("source", message + self._label(marked), "document", row, note=(note,))

    # Lives -------------------------------------------------------------------------------------------------

    def lives(self) -> Iterator[Finding]:
        sketches = self.book.biographies.to_numpy()
        sure = np.isin(sketches["status"], SURE)
        for row in np.flatnonzero(sure & (sketches["born"] >= 0) & (sketches["died"] >= 0)).tolist():
            born, died = int(sketches["born"][row]), int(sketches["died"][row])
            if not 0 <= died - born <= LONGEST_LIFE:
                message = f"{sketches['name'][row]}: born {born}, died {died}"
                yield self._finding("years", message, "biography", row)
        yield from self._careers(sketches, sure)
        yield from self._deeds(sketches, sure)

    def _careers(self, sketches: NDArray[np.void], sure: NDArray[np.bool_]) -> Iterator[Finding]:
        for row, entry in enumerate(self.book.careers.to_numpy()):
            sketch = int(entry["biography"])
            if sketch < 0 or not sure[sketch] or entry["status"] not in SURE:
                continue
            against = _outside_life([entry["from"], entry["to"]], sketches[sketch], YOUNGEST_POST)
            if against:
                message = f"{sketches['name'][sketch]} ({against}): {_years_of(entry)}"
                yield self._finding("career", message, "career", row, biography=(sketch,))

    def _deeds(self, sketches: NDArray[np.void], sure: NDArray[np.bool_]) -> Iterator[Finding]:
        """A document is one deed of a person, however often he or she speaks in it."""
        spoken = self.book.speakers["document"]
        for person in People(self.book):
            if person.biography < 0 or not sure[person.biography]:
                continue
            sketch = sketches[person.biography]
            deeds = dict.fromkeys(person.rows["by"].tolist(), "wrote")
            deeds |= {int(spoken[turn]): "speaks in" for turn in person.rows["turns"] if spoken[turn] >= 0}
            for row, does in sorted(deeds.items()):
                document = self.documents[row]
                against = _outside_life([document["date"]], sketch, YOUNGEST_POST)
                if against and document["status"] in SURE:
                    message = f"{person.name} ({against}) {does} {self._label(row)} of {document['date']}"
                    yield self._finding("life", message, "document", row, biography=(person.biography,))

    # The index ---------------------------------------------------------------------------------------------

    def locators(self) -> Iterator[Finding]:
        numbers = self.pages["number"][self.pages["roman"] == 0]
        if not numbers.size or numbers.max() < 0:
            return
        last = int(numbers.max())
        look_alikes = _LookAlikes(self.book, last)
        for row, entry in enumerate(self.book.index_entries.to_numpy()):
            for locator in (*str(entry["locators"]).split("; "), *_UNREAD.findall(_headword(entry))):
                page = _leading_number(locator)
                if page is not None and page > last:
                    message = f"{_headword(entry)}: page {page}, but the last is {last}"
                    yield self._finding("locator outside", message, "index_entry", row)
        for row, locator, other in look_alikes.find():
            entry = self.book.index_entries.to_numpy()[row]
            message = f"{_headword(entry)}: not on page {locator}, but on {other}"
            yield self._finding("locator", message, "index_entry", row)

    # Tables and pointers -----------------------------------------------------------------------------------

    def cells(self) -> Iterator[Finding]:
        cells = self.book.cells.to_numpy()
        for row in np.flatnonzero(cells["status"] == "conflict").tolist():
            cell = cells[row]
            where = f"Table {cell['table']}, {cell['row']}, {cell['col']}"
            yield self._finding("cell", f"{where}: {cell['evidence']}", "cell", row, table=(int(cell["table_row"]),))

    def pointers(self) -> Iterator[Finding]:
        last = {kind: self.book.records(kind)["number"].max(initial=-1) for kind in ("document", "table")}
        for row, pointer in enumerate(self.book.crossrefs.to_numpy()):
            kind, number = str(pointer["target"]), _leading_number(str(pointer["numbers"]))
            printed = self.book.source[int(pointer["start"]) : int(pointer["end"])].decode("utf-8", "replace")
            if number is None or str(number) not in printed or last.get(kind, -1) < 0:
                continue
            if pointer["refers_to"] < 0 and number > last[kind]:
                message = f"points to {kind} {number}, but the last is {last[kind]}"
                yield self._finding("pointer", message, "crossref", row)

    # What is lost ------------------------------------------------------------------------------------------

    def losses(self) -> Iterator[Finding]:
        listed = self.book.document_index.to_numpy()
        for row in np.flatnonzero((listed["refers_to"] < 0) & np.isin(listed["status"], SURE)).tolist():
            message = f"the list has document {listed['number'][row]}, which was not found in the text"
            yield self._finding("listed document", message, "document_index", row)
        for before, row in pairwise(np.flatnonzero(self.documents["number"] >= 0).tolist()):
            first, last = int(self.documents["number"][before]) + 1, int(self.documents["number"][row]) - 1
            if first <= last:
                yield self._finding("missing document", f"no document {_run(first, last)}", "document", row)
        for row in np.flatnonzero(self.documents["source"] < 0).tolist():
            yield self._finding("missing source", f"{self._label(row)} has no source", "document", row)
        yield from self._lost_notes()

    def _lost_notes(self) -> Iterator[Finding]:
        notes = self.book.notes.to_numpy()
        before = 0
        for row, note in enumerate(notes):
            number = _leading_number(str(note["number"])) or 0
            if number > before + 1 and before:
                yield self._finding("missing note", f"no note {_run(before + 1, number - 1)}", "note", row)
            before = number
            if note["marker"] < 0:
                yield self._finding("unmarked note", f"note {note['number']} has no mark", "note", row)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _leading_number(text: str) -> int | None:
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return int(digits) if digits else None


def _headword(entry: np.void) -> str:
    return f"{entry['head']}: {entry['sub']}" if entry["sub"] else str(entry["head"])


def _days(text: str) -> tuple[datetime.date, datetime.date] | None:
    date = parse_date(text or None)
    if date is None:
        return None
    return date if isinstance(date, tuple) else (date, date)


def _compare_listed(document: np.void, listed: np.void) -> Iterator[tuple[str, str]]:
    """What an entry of the list says against its document, as kind and message."""
    own, other = _days(str(document["date"])), _days(str(listed["date"]))
    if own and other and (own[1] < other[0] or other[1] < own[0] or not _one_holds_the_other(own, other)):
        yield "listed date", f"{document['date']} above its text, {listed['date']} in the list"
    page, printed = int(listed["page"]), int(document["page"])
    if page >= 0 and printed >= 0 and abs(page - printed) > PAGE_SLACK and listed["status"] in SURE:
        yield "listed page", f"begins on page {printed}, the list says {page}"
    titles = [[word.casefold() for word in names.WORD.findall(str(row["title"]))] for row in (document, listed)]
    if _shared(titles[0], titles[1]) < LEAST_SHARED_WORDS:
        yield "listed title", f'"{document["title"]}" above its text, "{listed["title"]}" in the list'


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Which share of the longer words of one title the other has too, damaged or not; of the title that has fewer."""
    fewer, more = sorted(([w for w in words if len(w) >= SHORTEST_TITLE_WORD] for words in (one, other)), key=len)
    if len(fewer) < FEWEST_TITLE_WORDS:
        return 1.0
    return sum(bool(get_close_matches(word, more, 1, LIKE_DAMAGED)) for word in fewer) / len(fewer)


def _one_holds_the_other(one: tuple[datetime.date, datetime.date], other: tuple[datetime.date, datetime.date]) -> bool:
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def _outside_life(dates: Iterable[str], sketch: np.void, youngest: int) -> str:
    """What a life says against dates that begin after it or end before it: ``"died 1937"``; nothing where none does."""
    for days in filter(None, map(_days, map(str, dates))):
        if sketch["died"] >= 0 and days[0].year > sketch["died"]:
            return f"died {sketch['died']}"
        if sketch["born"] >= 0 and days[1].year < sketch["born"] + youngest:
            return f"born {sketch['born']}"
    return ""


def _years_of(entry: np.void) -> str:
    years = "-".join(dict.fromkeys(str(entry[name]) for name in ("from", "to") if entry[name]))
    return f"{years}, {entry['post']}" if entry["post"] else years


class _LookAlikes:
    """Locators whose page does not hold the headword while the page of a look-alike number does."""

    def __init__(self, book: Book, last: int) -> None:
        self.entries = book.index_entries.to_numpy()
        self.last = last
        self.words: dict[int, set[str]] = {}  # by printed number
        self.runs: dict[int, list[str]] = {}  # the same in their order
        self.on_pages: dict[str, set[int]] = defaultdict(set)
        source = book.source
        index = int(self.entries["start"].min()) if len(self.entries) else len(source)
        for page in book.pages.to_numpy():
            if page["number"] < 0 or page["roman"]:
                continue
            text = source[int(page["start"]) : min(int(page["end"]), index)].decode("utf-8", "replace")
            found = [word.casefold() for word in names.WORD.findall(text.replace("-\n", ""))]
            self.words.setdefault(int(page["number"]), set()).update(found)
            self.runs.setdefault(int(page["number"]), []).extend(found)
        for number, words in self.words.items():
            for word in words:
                self.on_pages[word].add(number)
        self.confusions = _digit_confusions()

    def find(self) -> Iterator[tuple[int, int, int]]:
        """Row of the entry, page of the locator, page of the look-alike."""
        by_head: dict[str, list[int]] = defaultdict(list)
        for row, head in enumerate(self.entries["head"].tolist()):
            by_head[head].append(row)
        for head, rows in by_head.items():
            word = self._tells_apart(head)
            if not word:
                continue
            listed = {row: self._pages(row) for row in rows}
            all_listed = [page for pages in listed.values() for page in pages]
            held = [page for page in all_listed if self._holds(page, word)]
            if len(held) < LEAST_HELD * len(all_listed):
                continue
            for row, pages in listed.items():
                for page in pages:
                    other = self._other(page, word, set(all_listed))
                    if other is not None:
                        yield row, page, other

    def _tells_apart(self, head: str) -> str | None:
        """The surname of a head, where it stands on few pages."""
        name = names.name_of_head(head)
        if not name or len(name.key) < SHORTEST_HEAD:
            return None
        word = name.surname.casefold()
        return word if 0 < len(self.on_pages[word]) <= MOST_PAGES * len(self.words) else None

    def _pages(self, row: int) -> list[int]:
        """The single pages of an entry: of a range, the order settles both ends."""
        locators = str(self.entries["locators"][row]).split("; ")
        return [int(locator) for locator in locators if locator.isdecimal() and int(locator) in self.words]

    def _holds(self, page: int, word: str) -> bool:
        """Whether a page, or the one before or behind it, holds a word, as it is, damaged or broken."""
        broken = "|".join(f"{word[:i]}.{{0,3}}{word[i + 1 :]}" for i in range(len(word)))
        return any(
            word in self.words[near]
            or re.search(broken, "".join(self.runs[near]))
            or get_close_matches(word, self.words[near], 1, LIKE_DAMAGED)
            for near in (page - 1, page, page + 1)
            if near in self.words
        )

    def _other(self, page: int, word: str, listed: set[int]) -> int | None:
        """The only page of a look-alike number that holds the word and is not listed, if chance does not explain it."""
        readings = _readings(str(page), self.confusions) & self.words.keys()
        holding = (readings & self.on_pages[word]) - listed
        chance = len(readings) * len(self.on_pages[word]) / len(self.words)
        if len(holding) != 1 or chance > MOST_CHANCE or self._holds(page, word):
            return None
        return holding.pop()


def _digit_confusions() -> dict[str, list[str]]:
    """For each digit seen, those that may have been printed."""
    out: dict[str, list[str]] = defaultdict(list)
    for printed, seen, cost in names.vocabulary("glyphs")["confusions"]:
        if printed.isdecimal() and seen.isdecimal() and len(printed) == len(seen) == 1 and cost <= CHEAPEST_DIGITS:
            out[seen].append(printed)
    return out


def _readings(seen: str, confusions: dict[str, list[str]]) -> set[int]:
    """What a number may have been, one of its digits misread."""
    return {
        int(seen[:place] + printed + seen[place + 1 :])
        for place, digit in enumerate(seen)
        for printed in confusions.get(digit, ())
    } - {int(seen)}
