"""From pages to one text, as a scan keeps it: no form feeds, hardly a running head, few traces of a page break."""

from __future__ import annotations

import random

from . import indexes
from .content import Block, Chapter, Edition
from .layouts import Layout
from .marks import Mark, Marks, around
from .pages import LEVEL, SMALL, Line, Page, Paginator

HEADS = 0.025  # pages whose running head survives
FOLIOS = 0.01  # pages with a bare number left at the foot
ROMANS = "I II III IV V".split()


def typeset(rng: random.Random, marks: Marks, book: Edition, layout: Layout) -> list[Page]:
    """All pages of the book, numbered as printed: blank versos take a number and leave no text."""
    paginator = Paginator(rng, marks)
    paginator.number = rng.choice((7, 9, 11))
    pages = paginator.run(book.preface, layout.preface, LEVEL, roman=True)
    paginator.number = 1
    for chapter in book.chapters:
        if chapter.part:
            pages.append(_part(paginator, chapter, book))
        pages += paginator.run(chapter.blocks, chapter.title)
    mentions = located(marks, pages)
    sketches = paginator.run([*_opening(layout.sketches), *book.sketches], layout.sketches, SMALL["sketch"])
    placed = {
        mark.data["person"].head: page.number
        for page in sketches
        for line in page.body
        for mark in marks.opened_in(line.text)
        if mark.kind == "biography"
    }
    documents = [document for chapter in book.chapters for document in chapter.documents]
    # One edition in four prints the page of each document in its list.
    first = first_pages(marks, pages) if rng.random() < 0.25 else None
    listed = [*_opening(layout.listed), *indexes.documents(rng, marks, documents, first)]
    pages += sketches + paginator.run(listed, layout.listed, SMALL["list"])
    named = [*_opening(layout.index), *indexes.names(rng, marks, mentions, placed)]
    return pages + paginator.run(named, layout.index, SMALL["index"])


def _opening(title: str) -> list[Block]:
    return [Block("line", title, gap=0, keep=True)]


def _part(paginator: Paginator, chapter: Chapter, book: Edition) -> Page:
    """A part title: a recto of its own, whose verso is blank."""
    number = paginator.number + (paginator.number % 2 == 0)
    paginator.number = number + 2
    before = [c for c in book.chapters if c.part and c.number <= chapter.number]
    lines = [Line(ROMANS[len(before) - 1]), Line(chapter.part or "")]
    return Page(number, body=lines, head=chapter.part or "", opens=True)


def first_pages(marks: Marks, pages: list[Page]) -> dict[int, int]:
    """The printed page of each document's heading, by the document's mark."""
    return {
        mark.number: page.number
        for page in pages
        for line in page.body
        for mark in marks.opened_in(line.text)
        if mark.kind == "document"
    }


def located(marks: Marks, pages: list[Page]) -> dict[str, list[tuple[int, int]]]:
    """Where each name stands: pages, and the note on the page if it stands in one."""
    out: dict[str, list[tuple[int, int]]] = {}
    note = 0
    for page in pages:
        if page.roman:
            continue
        for line in page.body:
            for mark in marks.opened_in(line.text):
                if mark.kind == "mention":
                    out.setdefault(mark.data["head"], []).append((page.number, 0))
        for line in page.notes:
            for mark in marks.opened_in(line.text):
                if mark.kind == "note":
                    note = mark.data["note"].number
                elif mark.kind == "mention":
                    out.setdefault(mark.data["head"], []).append((page.number, note))
    return out


def compose(rng: random.Random, marks: Marks, pages: list[Page], title: str, layout: Layout) -> str:
    """One text with its marks."""
    out: list[str] = []
    for k, page in enumerate(pages):
        if layout.continued is None:
            page.continued = None
        loose = page.opens or page.continued is not None or rng.random() < 0.18
        mark = marks.new("page", number=page.number, roman=page.roman, head=False)
        head = _head(rng, marks, mark, page, title)
        if k:
            out.append("\n" * rng.choice((3, 3, 3, 4)) if loose or head else " ")
        out.append(around(marks.new("leaf"), _page(rng, marks, page, mark, head, layout)))
    return "".join(out)


def _head(rng: random.Random, marks: Marks, mark: Mark, page: Page, title: str) -> str:
    if page.opens or page.continued or rng.random() > HEADS:
        return ""
    mark.data["head"] = True
    folio = roman(page.number) if page.roman else str(page.number)
    text = f"{folio} {title}" if page.number % 2 == 0 else f"{page.head} {folio}"
    return marks.wrap("furniture", text)


def _page(rng: random.Random, marks: Marks, page: Page, mark: Mark, head: str, layout: Layout) -> str:
    top: list[Line] = []
    if head:
        top = [Line(head)]
    elif page.continued and layout.continued:
        document = page.continued.data["document"]
        label = marks.wrap("continued.number", str(document.number)) + document.suffix
        top = [Line(marks.wrap("continued", layout.continued.format(label), document=page.continued.number))]
    lines = top + page.body
    if top and page.body:
        page.body[0].gap = 1
    notes = list(page.notes)
    if notes:
        notes[0].gap = 1 if lines else 0
        for line in notes[1:]:
            if any(m.kind == "note" for m in marks.opened_in(line.text)):
                line.gap = int(rng.random() < 0.15)
    lines += notes
    lines[0].text = around(mark, lines[0].text)
    text = "".join(_line(marks, line, k + 1 < len(lines)) for k, line in enumerate(lines))
    if not mark.data["head"] and not page.opens and rng.random() < FOLIOS:
        mark.data["head"] = True
        text += "\n" + marks.wrap("furniture", str(page.number)) + " \n"
    return text


def _line(marks: Marks, line: Line, more: bool) -> str:
    """A line as the scan has it: gap, text, one blank, and the break, which may come to be two."""
    end = around(marks.new("stray", style=line.stray), "\n") if line.stray and more else "\n"
    gap = "\n" * line.gap
    if gap and line.style == "sketch":
        gap = around(marks.new("gap"), gap)
    return gap + line.text + " " + end


def roman(number: int) -> str:
    out = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            out, number = out + letters, number - value
    return out
