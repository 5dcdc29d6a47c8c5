"""Document: one numbered document of an edition, with all that the book says of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from opis.dates import Date, DateRange, parse_date
from opis.optional import optional
from opis.records import Record, Records
from opis.show.citation import citation
from opis.show.table import html_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from opis.book import Book


class Document:
    """One document: number, title, date, source, notes and text.

    Made by :meth:`opis.Book.document`.
    """

    def __init__(self, book: Book, row: int) -> None:
        self._book = book
        self._row = row

    @cached_property
    def record(self) -> Record:
        """The record that this document stands for."""
        return self._book.documents[self._row]

    @property
    def number(self) -> int | None:
        """The printed number, without its suffix; None where it is lost."""
        number: int | None = self.record["number"]
        return number

    @property
    def suffix(self) -> str:
        """The letter after the number, or the empty text."""
        return str(self.record["suffix"])

    @property
    def label(self) -> str:
        """Number and suffix: ``"148a"``."""
        return "?" if self.number is None else f"{self.number}{self.suffix}"

    @property
    def title(self) -> str:
        """The printed title."""
        return str(self.record["title"])

    @property
    def title_status(self) -> str:
        """How sure the words of the title are: ``"clean"``, ``"repaired"`` by the book's own words, or ``"likely"``.

        The status of the record speaks of its number and its date.
        """
        return str(self.record["title_status"])

    @property
    def date_iso(self) -> str | None:
        """The date in ISO 8601, as exact as the edition gives it; None where it gives none."""
        return self.record["date"] or None

    @property
    def date(self) -> Date | DateRange | None:
        """The date: one day, or the first and last day of a month, year or range; None where it is unknown."""
        return parse_date(self.date_iso)

    @property
    def genre(self) -> str:
        """What sort of document it is, such as ``"letter"``."""
        return str(self.record["genre"])

    @property
    def status(self) -> str:
        """How sure opis is of the record: one of :data:`opis.STATUSES`."""
        return str(self.record["status"])

    @property
    def continued(self) -> list[int]:
        """Lines of the furniture that says that the document is continued."""
        return list(self.record["continued"])

    @property
    def source(self) -> Record | None:
        """The archival reference that the edition gives as its source, or None."""
        return self._book.archives[self._source_row] if self._source_row >= 0 else None

    @cached_property
    def _source_row(self) -> int:
        return int(self._book.documents["source"][self._row])

    @property
    def citation(self) -> str | None:
        """The source on one line, as its archive is cited: ``"RGAE, f. 7, op. 1, d. 12, ll. 3-5"``; or None."""
        source = self.source
        return citation(source, self._book._styles) if source else None

    @property
    def notes(self) -> Records:
        """Its notes: those whose mark stands in it, those whose mark is lost and that stand in it, and its source's."""
        return self._book.notes[self._note_rows]

    @property
    def archives(self) -> Records:
        """The archival references in its text and in its notes, its source among them."""
        archives = self._book.archives.to_numpy()
        in_text = (archives["note"] < 0) & (archives["document"] == self._row)
        in_notes = np.isin(archives["note"], self._note_rows)
        return self._book.archives[np.flatnonzero(in_text | in_notes)]

    @cached_property
    def _note_rows(self) -> NDArray[np.intp]:
        notes = self._book.notes.to_numpy()
        mark_inside = (self.record["start"] <= notes["marker"]) & (notes["marker"] < self.record["end"])
        own = np.where(notes["marker"] >= 0, mark_inside, notes["document"] == self._row)
        if self._source_row >= 0:
            own |= np.arange(len(notes)) == self._book.archives["note"][self._source_row]
        return np.flatnonzero(own)

    @property
    def pages(self) -> list[int]:
        """The printed numbers of the pages that it stands on, as far as they are known."""
        pages = self._book.pages
        first, last = self._lines
        numbers = pages["number"][(pages["line"] > first) & (pages["line"] <= last)].tolist()
        opening = self.record["page"]
        return [number for number in dict.fromkeys([-1 if opening is None else opening, *numbers]) if number >= 0]

    @property
    def turns(self) -> NDArray[np.void]:
        """Who speaks in it, how much and in which order: one row for each turn of a transcript.

        Returns
        -------
        numpy.ndarray of shape (n,)
            As :func:`turn_table` describes it.
        """
        return turn_table(self._book, np.flatnonzero(self._book.speakers["document"] == self._row))

    # The reading text --------------------------------------------------------------------------------------

    @property
    def _lines(self) -> tuple[int, int]:
        first = int(self.record["line"])
        return first, max(first, self.record["end_line"] or first)

    @cached_property
    def _reading(self) -> tuple[str, NDArray[np.int64]]:
        text, runs = self._book._core.reading(*self._lines)
        return text, runs.astype(np.int64)

    @property
    def text(self) -> str:
        """The reading text, from the heading on: furniture and notes left out, hyphens joined."""
        return self._reading[0]

    @cached_property
    def text_spans(self) -> NDArray[np.int64]:
        """Where the pieces of :attr:`text` come from.

        Returns
        -------
        numpy.ndarray of shape (n, 3), int64
            For each piece its offset in ``text`` (characters), and its start and end in the source (bytes).
        """
        text, runs = self._reading
        content = np.frombuffer(text.encode(), dtype=np.uint8)
        opens_character = np.concatenate([[0], np.cumsum((content & 0xC0) != 0x80)])
        lengths = np.diff(runs[:, 0], append=content.size)
        return np.stack([opens_character[runs[:, 0]], runs[:, 1], runs[:, 1] + lengths], axis=1)

    def to_source(self, offset: int) -> int:
        """The byte offset in the source that an offset in :attr:`text` comes from.

        Parameters
        ----------
        offset : int
            Characters, from 0 to ``len(text)``; the last gives the end of the text.

        Raises
        ------
        IndexError
            The offset is outside of the text.
        """
        text, runs = self._reading
        if not 0 <= offset <= len(text):
            raise IndexError(f"offset {offset} is outside of a text of {len(text)} characters")
        if not len(runs):
            return int(self.record["start"])
        byte = len(text[:offset].encode())
        run = int(np.searchsorted(runs[:, 0], byte, side="right")) - 1
        return int(runs[run, 1]) + byte - int(runs[run, 0])

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw a transcript: who speaks, when, and how much.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw, instead of a new figure.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            Nobody speaks in the document.
        """
        optional("matplotlib", "tables")
        from opis.show.pictures import plot_document

        return plot_document(self, ax)

    # Showing -----------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        return f"<opis.Document {self.label}: {self.title!r}, {self.date_iso or 'no date'}, {self.status}>"

    def _repr_html_(self) -> str:
        rows: list[list[Any]] = [
            ["title", self.title],
            ["date", self.date_iso],
            ["genre", self.genre],
            ["source", self.citation],
            ["pages", self.pages],
            ["notes", len(self.notes)],
            ["status", self.status],
        ]
        return html_table(("document", self.label), rows)


def turn_table(book: Book, rows: NDArray[np.integer[Any]]) -> NDArray[np.void]:
    """Turns of a transcript, one row each, in the order of the row numbers.

    Parameters
    ----------
    book : Book
    rows : array of int
        Rows of ``book.speakers``.

    Returns
    -------
    numpy.ndarray of shape (len(rows),)
        A structured array: ``speaker`` as the whole book names them, ``biography`` and ``document`` (int32, rows, -1
        for none), ``line`` and ``end_line`` of the source, ``words`` and ``characters`` (int32) of the turn's reading
        text without its label, ``status`` of the record.
    """
    links = book.speakers.to_numpy()[rows]
    table = []
    for turn, link in zip(book.speakers[rows], links, strict=True):
        text, _ = book._core.reading(turn["line"], turn["end_line"])
        label = text.find(turn["raw"])
        said = text[label + len(turn["raw"]) :].strip() if label >= 0 else text
        place = (link["biography"], link["document"], turn["line"], turn["end_line"])
        table.append((turn["name"], *place, len(said.split()), len(said), turn["status"]))
    names = ("biography", "document", "line", "end_line", "words", "characters")
    width = max((len(row[0]) for row in table), default=1)
    return np.array(table, dtype=[("speaker", f"U{width}"), *((name, np.int32) for name in names), ("status", "U9")])
