"""Setting the edition in pages: notes stand at the foot of the page of their mark, and may run over to the next."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from .content import Block, Note
from .marks import Mark, Marks
from .wrap import wrap

MEASURES = {
    "commentary": 66,
    "preface": 78,
    "document": 80,
    "title": 84,
    "heading": 80,
    "line": 80,
    "note": 84,
    "sketch": 88,
    "list": 76,
    "index": 42,
    "epigraph": 76,
    "table": 88,
}
LEVEL = 42  # lines on a page
SMALL = {"sketch": 50, "list": 52, "index": 88}  # small type, or two columns read one after the other
# Passages that print never divides between pages: what stands in them is one record.
WHOLE = frozenset(
    (
        "date",
        "archive",
        "periodical",
        "work",
        "crossref",
        "statistic",
        "title",
        "heading",
        "index_entry",
        "speaker",
        "document_index",
        "biography.head",
        "mention",
    )
)
STRAY = frozenset(("document", "note", "list", "sketch", "index", "commentary"))


@dataclass
class Line:
    text: str
    gap: int = 0
    keep: bool = False  # the next line stands on the same page
    stray: str = ""  # the style, on the first line of a longer paragraph: scans often leave a blank line after it
    style: str = ""
    document: Mark | None = None  # still open at the end of this line


@dataclass
class Page:
    number: int
    roman: bool = False
    body: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    continued: Mark | None = None  # the document whose "continued" line opens the page
    head: str = ""  # of the chapter; a running head survives rarely
    opens: bool = False  # first page of a chapter or part


def set_lines(blocks: Iterable[Block]) -> list[Line]:
    out = []
    for block in blocks:
        measure = MEASURES[block.style]
        texts = [block.text] if block.table else wrap(block.text, measure)
        for k, text in enumerate(texts):
            last = k + 1 == len(texts)
            # A heading's lines hold together; a paragraph of text may part anywhere.
            out.append(
                Line(
                    text,
                    block.gap if k == 0 else 0,
                    keep=block.keep and (last or block.style == "title"),
                    stray=block.style if k == 0 and not last and block.style in STRAY else "",
                    style=block.style,
                )
            )
    return out


class Paginator:
    def __init__(self, rng: random.Random, marks: Marks) -> None:
        self.rng, self.marks = rng, marks
        self.number = 1
        self.carried: list[Line] = []

    def run(self, blocks: list[Block], head: str, level: int = LEVEL, roman: bool = False) -> list[Page]:
        """The pages of a chapter.  All its notes end with it."""
        lines = set_lines(blocks)
        bound = self._follow(lines)
        out: list[Page] = []
        at = 0
        while at < len(lines) or self.carried:
            page = Page(self.number, roman, head=head, opens=not out)
            document = lines[at - 1].document if 0 < at < len(lines) else None
            if document and self.rng.random() < 0.45:
                page.continued = document
            at = self._fill(page, lines, bound, at, level - 2 * bool(page.continued))
            out.append(page)
            self.number += 1
        return out

    def _follow(self, lines: list[Line]) -> list[bool]:
        """For each line whether the next must stand with it; also finds the document open after each line."""
        open_marks: set[int] = set()
        document: Mark | None = None
        bound = []
        for line in lines:
            for mark in self.marks.opened_in(line.text):
                if mark.kind in WHOLE:
                    open_marks.add(mark.number)
                if mark.kind == "document":
                    document = mark
            for mark in self.marks.closed_in(line.text):
                open_marks.discard(mark.number)
                if mark is document:
                    document = None
            line.document = document
            bound.append(line.keep or bool(open_marks))
        return bound

    def _fill(self, page: Page, lines: list[Line], bound: list[bool], start: int, level: int) -> int:
        """Fill a page from line `start`; returns the line that opens the next."""
        end, used = start, 0
        foot = len(self.carried) + bool(self.carried)
        while end < len(lines):
            line = lines[end]
            fresh = sum(len(self._note_lines(note)) for note in self._notes(line))
            height = 1 + (line.gap if end > start else 0)
            if used + height + foot + min(fresh, 2) + (not foot and fresh > 0) > level and end > start:
                break
            used += height
            foot += fresh + (not foot and fresh > 0)
            end += 1
        end = self._retreat(bound, start, end, len(lines))
        page.body = lines[start:end]
        if page.body:
            page.body[0].gap = 0
        used = sum(1 + line.gap for line in page.body)
        notes = self.carried + [
            line for body in page.body for note in self._notes(body) for line in self._note_lines(note)
        ]
        self._foot(page, notes, max(level - used - 1, 3))
        return end

    def _retreat(self, bound: list[bool], start: int, end: int, total: int) -> int:
        if end >= total:
            return end
        back = end
        while back > start + 1 and bound[back - 1]:
            back -= 1
        return back if back > start + 1 or not bound[back - 1] else end

    def _foot(self, page: Page, notes: list[Line], room: int) -> None:
        """The notes that the page holds; the rest runs over."""
        if len(notes) <= room:
            page.notes, self.carried = notes, []
            return
        bound = self._follow(notes)
        at = self._retreat(bound, 0, room, len(notes))
        page.notes, self.carried = notes[:at], notes[at:]

    def _notes(self, line: Line) -> list[Note]:
        return [mark.data["note"] for mark in self.marks.opened_in(line.text) if mark.kind == "noteref"]

    def _note_lines(self, note: Note) -> list[Line]:
        """The lines of a note, set once: a carried note must be the same lines."""
        if note.lines is None:
            note.lines = set_lines([Block("note", note.text, gap=0)])
        return note.lines
