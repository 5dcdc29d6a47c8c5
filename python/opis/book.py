"""Book: one edition that was read."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from dataclasses import astuple
from operator import index
from typing import TYPE_CHECKING, Any

import numpy as np

from opis import _core
from opis.corrections import Correction, Corrections, CorrectionSource, load_corrections, settle
from opis.document import Document
from opis.errors import Error, LimitError
from opis.identity import Identities
from opis.kinds import KINDS, PLURALS
from opis.limits import USUAL, Limits
from opis.optional import optional
from opis.records import Record, Records, Tokens
from opis.show.counts import count_table
from opis.show.table import html_table
from opis.sources import Layout
from opis.sources.layout import LayoutWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray
    from typing_extensions import Buffer

    from opis.check import Findings
    from opis.explain import Explanation
    from opis.graph import Graph
    from opis.people import People, Person
    from opis.profiles import Profile
    from opis.styling import Style
    from opis.tables import Table

_NUMBER = re.compile(r"\s*(\d{1,9})\s*([^\W\d_]*)\s*")


def _known(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds as a tuple, all of them known ones."""
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in kinds:
        if kind not in KINDS:
            raise KeyError(f"no kind {kind!r}: there are {', '.join(KINDS)}")
    return kinds


def _compiled(styles: tuple[Style, ...], profile: Profile | None) -> Any:
    # Imported where there are any: hardly a book is read with some.
    from opis.styling import compile_styles

    return compile_styles(styles, profile)


class Book:
    """An edition that was read: its records, its tokens and its documents.

    Made by :func:`opis.read`.  A book does not change; its arrays are views into it and keep it alive.  Books may be
    read and used from many threads at once.

    Parameters
    ----------
    source : bytes, or another object with a buffer of bytes
        UTF-8 text.  A buffer is read and kept where it lies: what it holds must not change while there is the book.
    path : str, optional
        What errors and the repr call it.
    kinds : iterable of str, optional
        As for :func:`opis.read`.
    corrections, limits : as for :func:`opis.read`, optional
    layout : opis.sources.Layout, optional
        Where the words of the source stood on the scan.
    styles : tuple of Style, optional
    profile : Profile, optional
        Both loaded: :func:`opis.styling.load_style`, :func:`opis.profiles.load_profile`.
    tokens : bool, optional
        As for :func:`opis.read`.
    """

    __slots__ = (
        "_compiled",
        "_core",
        "_corrected",
        "_corrections",
        "_identities",
        "_layout",
        "_limits",
        "_path",
        "_profile",
        "_styles",
        "_tokens",
    )

    def __init__(
        self,
        source: Buffer,
        path: str = "<bytes>",
        kinds: Iterable[str] | None = None,
        corrections: CorrectionSource = (),
        limits: Limits = USUAL,
        layout: Layout | None = None,
        styles: tuple[Style, ...] = (),
        profile: Profile | None = None,
        tokens: bool = True,
    ) -> None:
        if not isinstance(limits, Limits):
            raise TypeError(f"limits must be an opis.Limits, not {type(limits).__name__}")
        self._limits = limits
        self._styles = styles
        self._profile = profile
        self._tokens = bool(tokens)
        self._compiled = {"styles": _compiled(styles, profile)} if styles or profile else {}
        known = None if kinds is None else _known(kinds)
        try:
            self._core = _core.Book(source, path, known, limits=astuple(limits), tokens=tokens, **self._compiled)
        except LimitError as error:
            if styles and error.byte is not None:  # at which a pattern of a style passed it
                with contextlib.suppress(Error):
                    error.book = Book(source, path, known, corrections, limits, layout, profile=profile, tokens=tokens)
            raise
        self._path = path
        self._layout = layout or LayoutWriter().result()[1]
        self._identities = Identities(self._core)
        self._corrections = Corrections()
        self._corrected: dict[tuple[str, int], str] = {}
        given = load_corrections(corrections)
        if given:
            self._correct(
                source, given, str(corrections) if isinstance(corrections, str | os.PathLike) else "corrections"
            )

    def _correct(self, source: Buffer, given: Sequence[Correction], origin: str) -> None:
        """Settle what each correction is about in the book as it reads, then read it with those that hold."""
        settled = settle(given, self._core, self._identities, origin)
        self._corrections = settled.corrections
        self._corrected = settled.evidence
        if settled.changes:
            limits = astuple(self._limits)
            self._core = _core.Book(
                source, self._path, self.kinds, settled.changes, limits, tokens=self._tokens, **self._compiled
            )
        self._corrections.warn(self._path)

    def __reduce__(
        self,
    ) -> tuple[
        type[Book],
        tuple[
            bytes, str, tuple[str, ...], tuple[Correction, ...], Limits, Layout, tuple[Style, ...], Profile | None, bool
        ],
    ]:
        return Book, (
            self.source,
            self._path,
            self.kinds,
            tuple(self._corrections),
            self._limits,
            self._layout,
            self._styles,
            self._profile,
            self._tokens,
        )

    @property
    def limits(self) -> Limits:
        """The limits that it was read within."""
        return self._limits

    @property
    def source(self) -> bytes:
        """The text as it was read; every offset counts its bytes.

        Of a book that was read from a mapped file or another buffer it is a copy, made when it is first asked for:
        :attr:`buffer` needs none.
        """
        return self._core.source

    @property
    def buffer(self) -> memoryview:
        """The text where it lies, read-only: ``bytes(book.buffer[start:end])`` is the raw text, and copies no more."""
        return self._core.buffer

    @property
    def path(self) -> str:
        """Where the book was read from, or ``"<bytes>"`` and the like."""
        return self._path

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that were read: those that were asked for, and what they rest on."""
        return self._core.kinds

    @property
    def corrections(self) -> Corrections:
        """The corrections that were given, in their order, each with what became of it."""
        return self._corrections

    @property
    def pages(self) -> Records:
        """The pages of the printed book."""
        return self.records("page")

    @property
    def documents(self) -> Records:
        """The numbered documents; :meth:`document` gives one with its text and source."""
        return self.records("document")

    @property
    def notes(self) -> Records:
        """The footnotes, each from its number."""
        return self.records("note")

    @property
    def archives(self) -> Records:
        """The archival references: archive, fond, opis, delo, listy."""
        return self.records("archive")

    @property
    def tables(self) -> Records:
        """The numbered statistical tables; :meth:`table` gives one with its figures."""
        return self.records("table")

    @property
    def cells(self) -> Records:
        """The cells of all numbered tables: row, column, value, status and evidence."""
        return self.records("cell")

    @property
    def periodicals(self) -> Records:
        """The references to newspapers and journals."""
        return self.records("periodical")

    @property
    def works(self) -> Records:
        """The references to books, chapters and articles."""
        return self.records("work")

    @property
    def crossrefs(self) -> Records:
        """The pointers to other parts of the book."""
        return self.records("crossref")

    @property
    def speakers(self) -> Records:
        """The turns of transcripts, each from the label that opens it."""
        return self.records("speaker")

    @property
    def statistics(self) -> Records:
        """The counted and measured quantities of the running text."""
        return self.records("statistic")

    @property
    def dates(self) -> Records:
        """The calendar dates."""
        return self.records("date")

    @property
    def biographies(self) -> Records:
        """The biographical sketches."""
        return self.records("biography")

    @property
    def careers(self) -> Records:
        """The dated entries of the sketches: from, to, post."""
        return self.records("career")

    @property
    def document_index(self) -> Records:
        """The entries of the book's own list of documents."""
        return self.records("document_index")

    @property
    def index_entries(self) -> Records:
        """The entries and subentries of the back-of-book index."""
        return self.records("index_entry")

    @property
    def tokens(self) -> Tokens:
        """The tokens of the source.

        Raises
        ------
        Error
            The book was read without them.
        """
        if not self._tokens:
            raise Error("was read without tokens; read it again with tokens=True", self._path)
        return Tokens(self._core.tokens, book=self)

    def records(self, kind: str) -> Records:
        """The records of a kind.

        Parameters
        ----------
        kind : str
            One of :data:`opis.KINDS`.

        Raises
        ------
        KeyError
            There is no such kind.
        Error
            The book was read without it.
        """
        _known((kind,))
        if kind not in self.kinds:
            raise Error(
                f"was read without the kind {kind!r}; read it again with kinds=[{kind!r}] or with all", self._path
            )
        return Records(self._core.records(kind), book=self)

    def _identities_of(self, kind: str) -> NDArray[np.str_]:
        """The lasting names of all records of a kind."""
        return self._identities.of(kind)

    def document(self, number: int | str) -> Document:
        """A document by its number.

        Parameters
        ----------
        number : int or str
            ``54``, ``"54"``, or with its suffix ``"148a"``.

        Raises
        ------
        KeyError
            The book has no such document; the message says which it has.
        """
        label = number if isinstance(number, str) else str(index(number))
        match = _NUMBER.fullmatch(label)
        documents = self.documents.to_numpy()
        if match:
            same = (documents["number"] == int(match[1])) & (documents["suffix"] == match[2])
            rows = np.flatnonzero(same)
            if rows.size:
                return Document(self, int(rows[0]))
        raise KeyError(self._missing(label, int(match[1]) if match else None))

    def _missing(self, label: str, number: int | None) -> str:
        """Why there is no such document, and which come nearest."""
        documents = self.documents.to_numpy()
        numbers = documents["number"][documents["number"] >= 0]
        if not numbers.size:
            return f"no document {label}: {self._path} has no numbered documents"
        near = [f"{number}{suffix}" for suffix in documents["suffix"][documents["number"] == number]]
        if near:
            return f"no document {label}, but {', '.join(near)}"
        return f"no document {label}: {self._path} has documents {numbers.min()} to {numbers.max()}"

    def table(self, number: int | str) -> Table:
        """A statistical table by its number.

        Parameters
        ----------
        number : int or str
            ``5`` or ``"5"``.  Where a book counts its tables anew, the first of this number.

        Raises
        ------
        KeyError
            The book has no such table; the message says which it has.
        """
        label = str(number if isinstance(number, str) else index(number)).strip()
        numbers = self.tables["number"]
        rows = np.flatnonzero(numbers == int(label)) if label.isdecimal() else numbers[:0]
        if rows.size:
            return self._table_of_row(int(rows[0]))
        known = ", ".join(map(str, numbers[numbers >= 0].tolist()))
        raise KeyError(f"no table {label}: {self._path} has {f'tables {known}' if known else 'no numbered tables'}")

    def _table_of_row(self, row: int) -> Table:
        """The table that a row of :attr:`tables` stands for."""
        from opis.tables import table_of_row

        return table_of_row(self, row)

    @property
    def people(self) -> People:
        """Whoever has a sketch, stands in the index or speaks, joined with turns, index pages and documents.

        Raises
        ------
        Error
            The book was read without one of the kinds that make people.
        """
        from opis.people import People

        return People(self)

    def person(self, name: str) -> Person:
        """A person by name.

        Parameters
        ----------
        name : str
            ``"Surname"``, ``"I. Surname"`` or ``"Surname, I. I."``, in capitals or not; an alias of a sketch will do.

        Raises
        ------
        KeyError
            Nobody has the name, or several people; the message says who comes near.
        """
        return self.people[name]

    def graph(self) -> Graph:
        """What gives, cites, names and speaks where, as arrays of nodes and edges.

        Raises
        ------
        Error
            The book was read without some of its kinds.

        Examples
        --------
        >>> book.graph().pairs("feeds")  # which delo feeds which documents
        >>> book.graph().pairs("speaks in")  # who speaks where
        """
        from opis.graph import graph_of

        return graph_of(self)

    def check(self, *, losses: bool = False) -> Findings:
        """Where the book contradicts itself, with the places.

        Parameters
        ----------
        losses : bool
            Also tell what is lost: numbers that are passed over, notes without marks, documents without sources.

        Returns
        -------
        Findings
            A sequence of :class:`opis.Finding`; :data:`opis.check.CHECKS` says what each kind means.

        Raises
        ------
        Error
            The book was read without some of its kinds.
        """
        from opis.check import check_book

        return check_book(self, losses)

    def explain(self, line: int) -> Explanation:
        """What was found on a line: by which rule, from which bytes, and what speaks for it.

        Parameters
        ----------
        line : int
            A line of the source, counted from 1.

        Raises
        ------
        IndexError
            The source has no such line.
        """
        from opis.explain import explain

        return explain(self, index(line))

    def report(self) -> str:
        """The book as one page of HTML that needs nothing from outside; write it to a file and open it in a browser.

        Raises
        ------
        Error
            The book was read without one of the kinds that the page shows; read it with all.
        """
        from opis.show.report import report

        return report(self)

    def char_spans(self, records: Records | NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Spans in characters, for users of the decoded text.

        Parameters
        ----------
        records : Records, or array of shape (n, 2)
            Records of this book, or byte offsets of starts and ends.

        Returns
        -------
        numpy.ndarray of shape (n, 2), int64
            Offsets into ``book.source.decode()``: ``text[start:end]`` is the raw text.
        """
        return self._core.characters(records.spans if isinstance(records, Records) else records)

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw where in the text the records of each kind stand, the denser the darker.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw, instead of a new figure.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        """
        optional("matplotlib", "tables")
        from opis.show.pictures import plot_book

        return plot_book(self, ax)

    # Where it stood on the scan ----------------------------------------------------------------------------

    @property
    def leaves(self) -> NDArray[np.void]:
        """The images of the scan, where the source tells of them: hOCR, ALTO, PDF, DjVu XML, pages in files.

        Returns
        -------
        numpy.ndarray of shape (n,)
            Read-only: ``name`` of the image or file, ``start`` and ``end`` of its text (bytes), ``width`` and
            ``height`` (float64, NaN where unknown), ``unit`` (``"pixel"``, ``"point"``, ``"mm/10"``, ``"in/1200"``).
        """
        return self._layout.leaves

    def boxes(self, record: Record | Document | tuple[int, int]) -> NDArray[np.void]:
        """Where the words of a record stood on the scan.

        Parameters
        ----------
        record : Record, Document, or pair of int
            What to find, or a span of the source in bytes.

        Returns
        -------
        numpy.ndarray of shape (n,)
            One row for each word that the record shares a byte with: ``start`` and ``end`` (bytes), ``leaf`` (row of
            :attr:`leaves`), ``left``, ``top``, ``right`` and ``bottom`` in the unit of the leaf, from its upper left
            corner.  Empty where the source tells of no boxes.
        """
        if isinstance(record, Document):
            record = record.record
        start, end = record if isinstance(record, tuple) else (record["start"], record["end"])
        return self._layout.between(int(start), int(end))

    # Showing -----------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.records(kind)):,} {PLURALS[kind]}" for kind in self.kinds)
        return f"<opis.Book {self._path}: {len(self.buffer):,} bytes, {counts}>"

    def _repr_html_(self) -> str:
        columns, rows = count_table(self)
        return html_table([self._path, *columns[1:]], rows)
