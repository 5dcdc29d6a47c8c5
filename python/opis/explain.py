"""Explanations: what was found on a line, by which rule, from which bytes, and what speaks for it.

The rules are those of the extractors of the core, in a sentence each.  What speaks for a record is looked up in the
book: the neighbours of a number that ascends, other places that read the same, the relations of a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from opis.corrections import short_raw
from opis.show.status import MEANINGS
from opis.show.table import cell, html_table

if TYPE_CHECKING:
    from opis.book import Book
    from opis.records import Record

RULES = {
    "page": "a leaf between two page breaks; its number is its folio's, or follows by order from those around it and "
    "from the book's index",
    "document": "a line that reads as the heading of a document, or a title where the heading is lost; numbers ascend",
    "note": "a line that opens like a footnote by its place on the page and by its mark in the text above; numbers "
    "ascend within a chapter",
    "archive": "the name of an archive, or fond, opis, delo and folios in their order (styles/archival)",
    "table": "a line that reads as the heading of a numbered table, with the figures below it (styles/edition.toml)",
    "cell": "a figure of a table's grid; sums, percentages and the prose around prove it or contradict it",
    "periodical": "the name of a newspaper or journal with a date or issue behind it (styles/periodicals.toml)",
    "work": "author and title in a note, or a short title that repeats a full one (styles/works.toml)",
    "crossref": "a word that points, such as Document or Table, with a number behind it that exists",
    "speaker": "a label at the start of a line of a transcript, whose name occurs elsewhere in the book",
    "statistic": "a number with the noun or unit that it counts (styles/quantities.toml)",
    "date": "the name of a month with a day or a year beside it (styles/edition.toml)",
    "biography": "the head of a sketch: surname, initials and years, in the alphabet's order (styles/people.toml)",
    "career": "a dated entry of a sketch: year or years, then the post",
    "document_index": "an entry of the book's own list of documents; numbers ascend",
    "index_entry": "a line of the index: head, subentry, locators that ascend and pages on which the words stand",
}
ASCENDING = ("page", "document", "note", "table", "document_index")
# The fields that two records share when they are about the same thing.
SAME = {
    "archive": ("archive", "fond", "opis", "delo"),
    "periodical": ("title",),
    "work": ("authors", "title"),
    "speaker": ("name",),
}
MOST_PLACES = 5
WIDTH = 110
_COMMON = frozenset({"kind", "start", "end", "line", "page", "document", "raw", "status", "evidence"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One record of a line, and why it is one.

    Attributes
    ----------
    record : Record
    rule : str
        How records of this kind are found.
    witnesses : tuple of str
        What else in the book speaks for it, or what contradicts it.
    encloses : bool
        The line stands inside the record, which began on an earlier one.
    """

    record: Record
    rule: str
    witnesses: tuple[str, ...]
    encloses: bool

    @property
    def reading(self) -> str:
        """What opis reads, field by field."""
        own = ((name, value) for name, value in self.record.items() if name not in _COMMON)
        return ", ".join(
            f"{name} {_shown(value)}" for name, value in own if value or (value == 0 and value is not False)
        )

    def lines(self) -> Iterator[tuple[str, str]]:
        """What there is to say of it: pairs of a name and a text."""
        record = self.record
        yield "reads", self.reading
        yield "status", f"{record['status']}: {MEANINGS[record['status']]}"
        yield "bytes", f"{record['start']:,} to {record['end']:,}: {short_raw(record['raw'])!r}"
        yield "rule", self.rule
        if record.get("evidence"):
            yield "evidence", record["evidence"]
        for witness in self.witnesses:
            yield "witness", witness
        if record.identity:
            yield "identity", record.identity


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was found on a line of a book.  Made by :meth:`opis.Book.explain`.

    Attributes
    ----------
    path : str
        What the book is called.
    line : int
        The line, counted from 1.
    start, end : int
        Its bytes, half-open, without the line break.
    text : str
        Its text.
    findings : tuple of Finding
        The records on it, the narrowest first; then those that it stands in.
    """

    path: str
    line: int
    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]

    def _title(self) -> str:
        return f"{self.path}, line {self.line:,} (bytes {self.start:,} to {self.end:,})"

    def __str__(self) -> str:
        parts = [f"{self._title()}\n\n    {self.text.strip() or '(empty)'}"]
        for finding in self.findings:
            within = " (the line stands in it)" if finding.encloses else ""
            lines = (_wrapped(name, text) for name, text in finding.lines())
            parts.append("\n".join([f"{finding.record['kind']}{within}", *lines]))
        if not self.findings:
            parts.append("Nothing was found here.")
        return "\n\n".join(parts)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        tables = "".join(
            html_table([finding.record["kind"], ""], [list(pair) for pair in finding.lines()])
            for finding in self.findings
        )
        return (
            f"<p>{escape(self._title())}</p><pre>{escape(self.text)}</pre>{tables or '<p>Nothing was found here.</p>'}"
        )


def _shown(value: Any) -> str:
    return cell([f"{name} {part}" for name, part in value.items()] if isinstance(value, dict) else value)


def _wrapped(name: str, text: str) -> str:
    return fill(text, WIDTH, initial_indent=f"  {name:9} ", subsequent_indent=" " * 12, break_on_hyphens=False)


def explain(book: Book, line: int) -> Explanation:
    """See :meth:`opis.Book.explain`."""
    lines = book.source.split(b"\n")
    if len(lines) > 1 and not lines[-1]:  # what follows the last break is no line
        lines.pop()
    if not 1 <= line <= len(lines):
        raise IndexError(f"no line {line:,}: {book.path} has {len(lines):,} lines")
    start = sum(map(len, lines[: line - 1])) + line - 1
    end = start + len(lines[line - 1])
    found = []
    for kind in book.kinds:
        array = book.records(kind).to_numpy()
        at_line = (array["start"] <= end) & (array["end"] > start) | (array["line"] == line)
        for row in np.flatnonzero(at_line).tolist():
            record = book.records(kind)[row]
            found.append(
                Finding(record, RULES[kind], tuple(_witnesses(book, kind, row, record)), record["line"] < line)
            )
    found.sort(key=lambda finding: (finding.encloses, finding.record["end"] - finding.record["start"]))
    text = lines[line - 1].decode(errors="replace").rstrip("\r")
    return Explanation(book.path, line, start, end, text, tuple(found))


def _witnesses(book: Book, kind: str, row: int, record: Record) -> Iterator[str]:
    if kind in ASCENDING:
        yield from _neighbours(book, kind, row)
    if kind in SAME:
        yield from _alike(book, kind, row)
    if kind == "cell":
        yield from _relations(book, row)
    if kind == "archive" and record["ibid"]:
        yield "some of it is inherited from the reference before"


def _neighbours(book: Book, kind: str, row: int) -> Iterator[str]:
    """The numbers before and behind."""
    records = book.records(kind)
    sides = []
    for other, word in ((row - 1, "before it"), (row + 1, "behind it")):
        if 0 <= other < len(records) and records[other]["number"] is not None:
            beside = records[other]
            sides.append(f"{word} {beside['number']}{beside.get('suffix') or ''} (line {beside['line']:,})")
    if sides:
        yield f"order: {', '.join(sides)}"


def _alike(book: Book, kind: str, row: int) -> Iterator[str]:
    """The other places that read the same, in clean print before all."""
    array = book.records(kind).to_numpy()
    same = np.ones(len(array), dtype=bool)
    for name in SAME[kind]:
        same &= array[name] == array[name][row]
    same[row] = False
    rows = np.flatnonzero(same)
    if not rows.size:
        yield "the book has it nowhere else"
        return
    clean = rows[array["status"][rows] == "clean"]
    shown = (clean if clean.size else rows)[:MOST_PLACES]
    places = ", ".join(f"{line:,}" for line in array["line"][shown].tolist())
    more = ", ..." if len(shown) < (clean.size or rows.size) else ""
    lines = "line" if len(shown) == 1 else "lines"
    how = f"{clean.size:,} in clean print, on {lines}" if clean.size else f"none in clean print, on {lines}"
    other = "1 other place" if rows.size == 1 else f"{rows.size:,} other places"
    yield f"the same {', '.join(SAME[kind])} stands in {other}, {how} {places}{more}"


def _relations(book: Book, row: int) -> Iterator[str]:
    """The relations that a figure takes part in, and what the prose says of it."""
    cells: Any = book.cells.to_numpy()[row]
    table = book._table_of_row(int(cells["table_row"]))
    place = int(cells["row_index"]), int(cells["column_index"])
    for relation in table.relations.touching(*place):
        yield relation.sentence
    for witness in table.witnesses:
        if place in witness.cells:
            yield witness.sentence
