"""TEI P5: the whole edition, with its documents, notes, sources, tables and persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

import numpy as np

from opis._version import __version__
from opis.levels import home_of, reference_of
from opis.show.figures import column_decimals, figure

if TYPE_CHECKING:
    from opis.book import Book
    from opis.records import Record
    from opis.styling import Style

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# How sure a status is, in the words of TEI's cert.
CERTAINTY = {
    "clean": "high",
    "repaired": "high",
    "corrected": "high",
    "likely": "low",
    "missing": "low",
    "conflict": "low",
}
_SEEN = 24  # letters of a title that tell it
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-z])")
_PARAGRAPHS = re.compile(r"\n\s*\n")


class Event(NamedTuple):
    """An element to be put into running text, at an offset in characters."""

    offset: int
    element: ElementTree.Element


def to_tei(book: Book) -> str:
    """A book as one TEI P5 document.

    Documents are ``div``s of the text, commentary is ``div``s between them.  Page breaks and notes stand where they
    stand in print, a note whose mark is lost at its own place.  Tables are ``table``s: what is repaired is ``supplied``
    with the relation that proves it in a ``certainty``, what is lost is a ``gap``.  Archival references are
    ``msDesc``s with ``msIdentifier`` in the header, persons a ``listPerson``.  ``cert`` says how sure opis is.

    Parameters
    ----------
    book : Book
        Read with all kinds, or with ``document``, ``note``, ``archive``, ``cell`` and ``biography``.

    Returns
    -------
    str
        XML that is valid against TEI's own ``tei_all``.  ``xml:id`` is the name of the record: see
        :attr:`opis.Records.ids`.

    Raises
    ------
    Error
        The book was read without one of the kinds that go in.
    """
    ElementTree.register_namespace("", NAMESPACE)
    root = _new("TEI")
    root.append(_header(book))
    body = _add(_add(root, "text"), "body")
    writer = _Writer(book)
    for document, first, last in _divisions(book):
        writer.division(body, document, first, last)
    if not len(body):
        _add(_add(body, "div"), "p")
    ElementTree.indent(root.find(_tag("teiHeader")) or root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


# ---- Elements ---------------------------------------------------------------------------------------------


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    """Text without the characters that XML has no place for."""
    return _FORBIDDEN.sub(" ", text)


def _new(name: str, text: str | None = None, **attributes: str | None) -> ElementTree.Element:
    element = ElementTree.Element(_tag(name), {key: _clean(value) for key, value in attributes.items() if value})
    element.text = None if text is None else _clean(text)
    return element


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str | None
) -> ElementTree.Element:
    element = _new(name, text, **attributes)
    parent.append(element)
    return element


def _name(element: ElementTree.Element, identity: str) -> None:
    element.set(XML_ID, identity)


# ---- Header -----------------------------------------------------------------------------------------------


def _header(book: Book) -> ElementTree.Element:
    header = _new("teiHeader")
    description = _add(header, "fileDesc")
    _add(_add(description, "titleStmt"), "title", f"Documentary edition read from {book.path}")
    _add(_add(description, "publicationStmt"), "p", f"Read by opis {__version__}; not published.")
    source = _add(description, "sourceDesc")
    _add(source, "bibl", "The text that OCR left of a printed documentary edition.")
    _sources(book, source)
    encoding = _add(_add(header, "encodingDesc"), "editorialDecl")
    _add(
        encoding,
        "p",
        "cert is high where the print reads as it is or where order, arithmetic or the book's own clean print proves "
        "the reading, and low where it is the best reading and unproved, lost, or contradicted by the book itself.",
    )
    _persons(book, header)
    return header


def _sources(book: Book, parent: ElementTree.Element) -> None:
    """The archival references, each with the unit that it names."""
    if not len(book.archives):
        return
    listed = _add(parent, "listBibl")
    for identity, record in zip(book.archives.ids, book.archives, strict=True):
        description = _add(listed, "msDesc", cert=CERTAINTY[record["status"]])
        _name(description, str(identity))
        _identify(_add(description, "msIdentifier"), record, book._styles)
        contents = _add(description, "msContents")
        item = _add(contents, "msItem")
        if record["listy"]:
            _add(item, "locus", ", ".join(record["listy"]))
        _add(item, "note", " ".join(record["raw"].split()), type="printed")


def _identify(named: ElementTree.Element, record: Record, own: tuple[Style, ...]) -> None:
    """What is cited, from the country of the archive to the file, each level under the name that the archive gives it.

    Levels above the first file, box or volume are collections.
    """
    home = home_of(record["archive"], own)
    if home and home.country:
        _add(named, "country", home.country, key=home.country)
    if home and home.city:
        _add(named, "settlement", home.city)
    if record["archive"]:
        _add(named, "repository", record["archive"])
    units = reference_of(record, own).units
    files = next((place for place, unit in enumerate(units) if unit.column == "delo"), len(units))
    for place, unit in enumerate(units):
        _add(named, "collection" if place < files else "idno", unit.value, type=unit.name)
    if not units:
        _add(named, "idno", " ".join(record["raw"].split()), type="printed")
    if record["id"]:
        _add(_add(named, "altIdentifier", type="source"), "idno", record["id"])


def _persons(book: Book, header: ElementTree.Element) -> None:
    if not len(book.biographies):
        return
    persons = _add(_add(_add(header, "profileDesc"), "particDesc"), "listPerson")
    for identity, record in zip(book.biographies.ids, book.biographies, strict=True):
        person = _add(persons, "person", cert=CERTAINTY[record["status"]])
        _name(person, str(identity))
        _add(person, "persName", record["name"])
        if record["alias"]:
            _add(person, "persName", record["alias"], type="alias")
        for name in ("born", "died"):
            if record[name] is not None:
                _add(person, "birth" if name == "born" else "death", when=f"{record[name]:04}")
        if record["repressed"]:
            _add(person, "note", "repressed", type="fate")


# ---- Text -------------------------------------------------------------------------------------------------


def _divisions(book: Book) -> Iterator[tuple[int | None, int, int]]:
    """Documents and what stands between them: row of the document or None, first and last line."""
    last, total = 0, book.source.count(b"\n") + 1
    for row in np.argsort(book.documents["line"], kind="stable").tolist():
        first, end = int(book.documents["line"][row]), int(book.documents["end_line"][row])
        if first > last + 1:
            yield None, last + 1, first - 1
        yield row, max(first, last + 1), max(end, first, last + 1)
        last = max(end, first, last + 1)
    if total > last:
        yield None, last + 1, total


class _Writer:
    """Writes divisions, and puts notes, page breaks and tables to their places."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._lines = np.array([0, *(match.end() for match in re.finditer(b"\n", book.source))], dtype=np.int64)
        notes = book.notes
        places = np.where(notes["marker"] >= 0, notes["marker"], notes["start"]) if len(notes) else np.zeros(0)
        self._places: list[tuple[int, str, int]] = sorted(
            [(int(start), "page", row) for row, start in enumerate(book.pages["start"])]
            + [(int(place), "note", row) for row, place in enumerate(places)]
        )
        self._next = 0

    def division(self, body: ElementTree.Element, document: int | None, first: int, last: int) -> None:
        """Write lines first to last as one div, if anything is in them."""
        div = _new("div", type="commentary" if document is None else "document")
        if document is not None:
            record = self._book.documents[document]
            self._open_document(div, record, document)
        for table, start, end in self._parts(first, last):
            if table is None:
                self._paragraphs(div, start, end)
            else:
                div.append(self._table(table))
        if document is not None:
            _take_head(div)
        if len(div):
            if not any(child.tag in (_tag("p"), _tag("table")) for child in div):
                _add(div, "p")
            body.append(div)

    def _open_document(self, div: ElementTree.Element, record: Record, row: int) -> None:
        _name(div, str(self._book.documents.ids[row]))
        if record["number"] is not None:
            div.set("n", f"{record['number']}{record['suffix']}")
        source = int(self._book.documents["source"][row])
        if source >= 0:
            div.set("source", f"#{self._book.archives.ids[source]}")
        div.set("cert", CERTAINTY[record["status"]])
        title = " ".join(record["title"].split())
        head = _add(div, "head", title, cert=CERTAINTY[record["title_status"] or "likely"] if title else None)
        date = record["date"]
        if date:
            first, _, last = date.partition("/")
            _add(head, "date", type="document", **({"from": first, "to": last} if last else {"when": first}))

    def _parts(self, first: int, last: int) -> Iterator[tuple[int | None, int, int]]:
        """Lines with the tables among them: row of the table or None, first and last line."""
        tables = self._book.tables
        for row in np.flatnonzero((tables["line"] >= first) & (tables["line"] <= last)).tolist():
            start, end = int(tables["line"][row]), int(tables["end_line"][row])
            if start > first:
                yield None, first, start - 1
            yield row, start, end
            first = max(first, end + 1)
        if first <= last:
            yield None, first, last

    def _paragraphs(self, div: ElementTree.Element, first: int, last: int) -> None:
        text, runs = self._book._core.reading(first, last)
        end = int(self._lines[last]) if last < len(self._lines) else len(self._book.source)
        events = [Event(_offset(text, runs, place), self._element(kind, row)) for place, kind, row in self._until(end)]
        start = 0
        for gap in [*_PARAGRAPHS.finditer(text), None]:
            stop = gap.start() if gap else len(text)
            inside = [event for event in events if event.offset <= stop or gap is None]
            events = events[len(inside) :]
            if text[start:stop].strip() or inside:
                _fill(_add(div, "p"), text, start, stop, inside)
            start = gap.end() if gap else stop

    def _until(self, end: int) -> Iterator[tuple[int, str, int]]:
        """The places not yet passed that lie before a byte."""
        while self._next < len(self._places) and self._places[self._next][0] < end:
            yield self._places[self._next]
            self._next += 1

    def _element(self, kind: str, row: int) -> ElementTree.Element:
        if kind == "page":
            record = self._book.pages[row]
            return _new("pb", n=None if record["number"] is None else str(record["number"]))
        record = self._book.notes[row]
        text = " ".join(_HYPHEN.sub("", record["raw"]).split())
        element = _new("note", text, n=record["number"], place="bottom", type="editorial")
        _name(element, str(self._book.notes.ids[row]))
        return element

    def _table(self, row: int) -> ElementTree.Element:
        table = self._book._table_of_row(row)
        element = _new("table", rows=str(table.shape[0] + 1), cols=str(table.shape[1] + 1))
        _name(element, str(self._book.tables.ids[row]))
        _add(element, "head", table.heading)
        head = _add(element, "row", role="label")
        for label in ("", *table.columns):
            _add(head, "cell", label, role="label")
        decimals = [column_decimals(table.values[:, column]) for column in range(table.shape[1])]
        for position, label in enumerate(table.rows):
            line = _add(element, "row", role="data")
            _add(line, "cell", label, role="label")
            for column, places in enumerate(decimals):
                at = position, column
                shown = figure(float(table.values[at]), places)
                line.append(_cell(shown, str(table.status[at]), str(table.raw[at]), str(table.evidence[at])))
        return element


def _take_head(div: ElementTree.Element) -> None:
    """Let the first paragraph be the head where it prints the title, so that the title stands there once."""
    made, first = div[0], div[1] if len(div) > 1 else None
    title = " ".join((made.text or "").split())
    if first is None or first.tag != _tag("p") or not title:
        return
    printed = "".join(filter(None, (first.text, *(child.tail for child in first))))
    if " ".join(printed.split()).startswith(title[:_SEEN]):
        first.tag = made.tag
        first.attrib.update(made.attrib)
        first.extend(made)
        div.remove(made)


def _cell(shown: str, status: str, raw: str, evidence: str) -> ElementTree.Element:
    """A figure as sure as it is: repaired and proved, merely likely, lost, or contradicted by the book."""
    cell = _new("cell", role="data")
    if status == "missing" and not shown:
        _add(cell, "gap", reason="damage")
        return cell
    if status in ("clean", "conflict"):
        cell.text = _clean(shown)
    else:
        _add(cell, "supplied", shown, reason="damage", cert=CERTAINTY[status])
    if status != "clean":
        certainty = _add(cell, "certainty", locus="value", cert=CERTAINTY[status])
        said = [f"{status}", f"printed: {raw}" if raw else "", evidence]
        _add(certainty, "desc", "; ".join(part for part in said if part))
    return cell


def _offset(text: str, runs: Any, place: int) -> int:
    """The offset in characters of a reading text that a byte of the source became, or what follows it did."""
    run = int(np.searchsorted(runs[:, 1], place, side="right")) - 1
    if run < 0:
        return 0
    end = int(runs[run + 1, 0]) if run + 1 < len(runs) else len(text.encode())
    byte = min(int(runs[run, 0]) + place - int(runs[run, 1]), end)
    return len(text.encode()[:byte].decode(errors="ignore"))


def _fill(element: ElementTree.Element, text: str, start: int, stop: int, events: list[Event]) -> None:
    """Put text into an element, with other elements where they belong."""
    last: ElementTree.Element | None = None
    for offset, child in [*((min(max(event.offset, start), stop), event.element) for event in events), (stop, None)]:
        part = _clean(text[start:offset])
        if last is None:
            element.text = part
        else:
            last.tail = part
        if child is not None:
            element.append(child)
            last = child
        start = max(start, offset)
