"""The reading view: the whole text as it was scanned, with every record marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from opis.show.report.places import GROUP_OF, LONG_KINDS, anchor, key
from opis.show.status import MARKS

if TYPE_CHECKING:
    from opis.book import Book

LINES_OF_A_LEAF = 60  # where the pages of the book are not known
# Blanks without end are walked once: it begins where none stands before it, and gives none back.
_PARAGRAPH = re.compile(rb"(?<![ \t\r\f\v])[ \t\r\f\v]*+\n[ \t\r\f\v]*+\n\s*+")


@dataclass(frozen=True, slots=True)
class Span:
    """A record in the text."""

    start: int
    end: int
    kind: str
    row: int
    status: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the book, or some lines: what is laid out at once when it comes into sight.

    ``row`` is that of the page's record, -1 where no page is known.
    """

    title: str
    row: int
    status: str
    lines: str
    html: str

    @property
    def key(self) -> str:
        return key("page", self.row)

    @property
    def anchor(self) -> str:
        return anchor("page", self.row)


def leaves(book: Book) -> Iterator[Leaf]:
    """The whole text, page by page."""
    source = book.source
    opened, closed = _edges(_spans(book))
    bounds = _leaf_bounds(book)
    lines = np.concatenate([[0], np.flatnonzero(np.frombuffer(source, dtype=np.uint8) == ord("\n")) + 1])
    headings = _document_headings(book)
    writer = _Writer(source, opened, closed, headings)
    pages = book.pages.to_numpy()
    for (start, row), (end, _) in zip(bounds, [*bounds[1:], (len(source), -1)], strict=True):
        first, last = np.searchsorted(lines, [start, max(start, end - 1)], side="right").tolist()
        number = int(pages["number"][row]) if row >= 0 else -1
        yield Leaf(
            title=f"Page {number}" if number >= 0 else "Page without a number" if row >= 0 else "",
            row=row,
            status=str(pages["status"][row]) if row >= 0 else "",
            lines=f"lines {first:,}–{last:,}",
            html=writer.write(start, end),
        )


def _spans(book: Book) -> list[Span]:
    spans = []
    for kind in book.kinds:
        if kind not in GROUP_OF:
            continue
        array = book.records(kind).to_numpy()
        columns = (array["start"].tolist(), array["end"].tolist(), array["status"].tolist())
        for row, (start, end, status) in enumerate(zip(*columns, strict=True)):
            shown = _first_line_end(book.source, start, end) if kind in LONG_KINDS else end
            if start < end or kind != "cell":  # a lost cell has no place of its own
                spans.append(Span(start, shown, kind, row, status))
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _first_line_end(source: bytes, start: int, end: int) -> int:
    line_end = source.find(b"\n", start, end)
    return line_end if line_end > start else end


def _edges(spans: list[Span]) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    """What opens and what closes at each offset where something does."""
    opened: dict[int, list[Span]] = {}
    closed: dict[int, list[Span]] = {}
    for span in spans:
        opened.setdefault(span.start, []).append(span)
        closed.setdefault(span.end, []).append(span)
    return opened, closed


def _leaf_bounds(book: Book) -> list[tuple[int, int]]:
    """Where each leaf starts, at the start of a line, and the row of its page."""
    source = book.source
    bounds = [(0, -1)]
    for row, start in enumerate(book.pages["start"].tolist()):
        line = source.rfind(b"\n", 0, start) + 1
        if line == bounds[-1][0]:
            bounds[-1] = (line, row)
        elif line > bounds[-1][0]:
            bounds.append((line, row))
    if len(bounds) > 1:
        return bounds
    breaks = [match.end() for match in re.finditer(rb"\n", source)]
    return [*bounds, *((at, -1) for at in breaks[LINES_OF_A_LEAF - 1 :: LINES_OF_A_LEAF] if at < len(source))]


def _document_headings(book: Book) -> dict[int, tuple[str, str]]:
    """What stands over the first line of each document: its name, and its date."""
    headings = {}
    documents = book.documents.to_numpy()
    for row in range(len(documents)):
        number, suffix = int(documents["number"][row]), documents["suffix"][row]
        label = f"{number}{suffix}" if number >= 0 else "?"
        start = int(documents["start"][row])
        headings[start] = (f"Document {label}", str(documents["date"][row]).replace("/", " to "))
    return headings


class _Writer:
    """Writes the text between two offsets as paragraphs, in order and once."""

    def __init__(
        self,
        source: bytes,
        opened: dict[int, list[Span]],
        closed: dict[int, list[Span]],
        headings: dict[int, tuple[str, str]],
    ) -> None:
        self._source = source
        self._opened = opened
        self._closed = closed
        self._headings = headings
        self._edges = sorted({*opened, *closed})
        self._next = 0  # the first edge that is not behind what was written
        self._open: list[Span] = []

    def write(self, start: int, end: int) -> str:
        parts = []
        at = start
        for gap in _PARAGRAPH.finditer(self._source, start, end):
            if gap.start() > at:
                parts.append(self._paragraph(at, gap.start()))
            at = gap.end()
        if at < end:
            parts.append(self._paragraph(at, end))
        return "".join(parts)

    def _paragraph(self, start: int, end: int) -> str:
        heading, parts = "", []
        at = start
        while self._next < len(self._edges):
            stop = self._edges[self._next]
            if stop > end or (stop == end and end < len(self._source)):
                break
            if stop > at:
                parts.append(self._piece(at, stop))
            at = max(at, stop)
            heading += self._heading(stop)
            parts.append(self._turn(stop))
            self._next += 1
        if at < end:
            parts.append(self._piece(at, end))
        text = "".join(parts)
        return f"{heading}<p>{text}</p>" if text.strip() else heading

    def _heading(self, at: int) -> str:
        if at not in self._headings:
            return ""
        name, date = self._headings[at]
        return f"<h4>{escape(name)} <span>{escape(date)}</span></h4>"

    def _turn(self, at: int) -> str:
        """Close and open what closes and opens at an offset; gives the marks of what has no text."""
        for span in self._closed.get(at, ()):
            if span in self._open:
                self._open.remove(span)
        lost = []
        for span in self._opened.get(at, ()):
            if span.start < span.end:
                self._open.append(span)
            else:
                lost.append(self._mark([span], MARKS["missing"]))
        return "".join(lost)

    def _piece(self, start: int, end: int) -> str:
        text = escape(self._source[start:end].decode(errors="replace"), quote=False)
        if not self._open:
            return text
        return self._mark(sorted(self._open, key=lambda span: span.end - span.start), text, start)

    def _mark(self, spans: list[Span], text: str, start: int | None = None) -> str:
        """A mark that knows its records, the narrowest first; where one starts, it is named and can be focused."""
        inner = spans[0]
        begun = [span for span in spans if start is None or span.start == start]
        names = [anchor(span.kind, span.row) for span in begun]
        extra = "".join(f'<i id="{name}"></i>' for name in names[1:])
        own = f' id="{names[0]}" tabindex="0"' if names else ""
        keys = " ".join(key(span.kind, span.row) for span in spans)
        return f'{extra}<mark{own} class="g-{GROUP_OF[inner.kind]} s-{inner.status}" data-r="{keys}">{text}</mark>'
