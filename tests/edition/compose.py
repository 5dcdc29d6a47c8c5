"""The edition as a whole: front matter, chapters with their documents and tables, until it fills its pages."""

from __future__ import annotations

import random

from . import sketches, tables
from .citations import Shelf
from .content import Block, Chapter, Document, Edition
from .documents import GENRES, DocumentWriter
from .layouts import Layout
from .marks import Marks, closing, opening, visible
from .notes import NoteWriter
from .prose import Writer
from .vocabulary import commentary
from .world import World

NUMBERS = ("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN").split()
LINES_PER_PAGE = 37  # of text, once headings, gaps and notes have taken theirs
MEASURE = 70


class Composer:
    def __init__(self, rng: random.Random, marks: Marks, world: World, columnwise: float, layout: Layout) -> None:
        self.layout = layout
        self.rng, self.marks, self.world, self.columnwise = rng, marks, world, columnwise
        self.writer = Writer(rng, marks, world)
        self.shelf = Shelf(rng, world, marks)
        self.notes = NoteWriter(rng, marks, self.writer, self.shelf)
        self.papers = DocumentWriter(rng, marks, self.writer, self.notes, layout)
        self.writer.fillers["note"] = lambda: self.notes.comment() if rng.random() < 0.5 else ""
        self.writer.fillers["crossref"] = self._pointer
        self.number = self.tables = 0
        self.titles = rng.sample(commentary.CHAPTER_TITLES, len(commentary.CHAPTER_TITLES))
        self.genres: list[str] = []

    def edition(self, pages: int) -> Edition:
        front = self._preface()
        body = max(pages - 9, 4)  # the rest is front matter, sketches, lists
        book = Edition(self.titles.pop(), front, [self._introduction()])
        count = max(1, min(round(body / 11), len(NUMBERS) - 1))
        parts = list(commentary.PART_TITLES)
        for k in range(count):
            self.writer.year = self.world.years[0] + k * 5 // max(count - 1, 1)
            part = parts.pop(0) if k % 3 == 0 and parts else None
            book.chapters.append(self._chapter(k + 1, part, body // count * LINES_PER_PAGE))
        book.sketches = sketches.write(self.rng, self.marks, self.writer)
        return book

    def _pointer(self) -> str:
        """A pointer to an earlier document or table of the book."""
        if self.tables and self.rng.random() < 0.2:
            number = str(self.rng.randint(1, self.tables))
            return self.marks.wrap("crossref", f"Table {number}", target="table", numbers=[number])
        last = max(self.number, 1)
        if last > 3 and self.rng.random() < 0.2:
            first = self.rng.randint(1, last - 1)
            text, numbers = f"Documents {first} and {first + 1}", [str(first), str(first + 1)]
            return self.marks.wrap("crossref", text, target="document", numbers=numbers)
        number = str(self.rng.randint(1, last))
        return self.marks.wrap("crossref", f"Document {number}", target="document", numbers=[number])

    def _preface(self) -> list[Block]:
        out = [Block("line", self.layout.preface, gap=0)]
        out += [Block("preface", self.writer.paragraph(commentary.PREFACE, self.rng.randint(3, 5))) for _ in range(3)]
        return out

    def _introduction(self) -> Chapter:
        self.notes.restart()
        out = Chapter(0, "Introduction")
        out.blocks = [
            Block("line", self.layout.introduction, gap=0, keep=True),
            Block("line", "The River and Its Papers", keep=True),
        ]
        out.blocks += [self._paragraph(first=k == 0) for k in range(8)]
        return out

    def _chapter(self, number: int, part: str | None, budget: int) -> Chapter:
        self.notes.restart()
        title = f"{self.titles.pop() if self.titles else 'Drift'}, {self.writer.year}-{(self.writer.year + 1) % 100:02}"
        chapter = Chapter(number, title, part)
        word = NUMBERS[number - 1]
        spaced = " ".join(word) if "C H A P" in self.layout.chapter else word
        heading = self.layout.chapter.format(word=spaced, number=number)
        chapter.blocks = [
            Block("line", heading, gap=0, keep=True),
            Block("line", title, keep=True),
            *self._epigraphs(),
            self._paragraph(first=True),
        ]
        while _lines(chapter.blocks) < budget:
            self._section(chapter)
        return chapter

    def _section(self, chapter: Chapter) -> None:
        """Commentary, then one to three documents, at times a table or a heading of its own; or documents alone."""
        if not self.layout.commentary:
            return self._documents(chapter, self.rng.randint(2, 4))
        if self.rng.random() < 0.25:
            chapter.blocks.append(Block("line", self.rng.choice(commentary.SUBHEADS), keep=True))
        chapter.blocks += [self._paragraph() for _ in range(self.rng.randint(1, 4))]
        if self.rng.random() < 0.35:
            self._table(chapter)
        chapter.blocks[-1].text += " " + self.writer.sentence(commentary.BRIDGES)
        self._documents(chapter, self.rng.choice((1, 1, 1, 2, 2, 3)))
        chapter.blocks.append(self._paragraph())
        chapter.blocks[-1].text += " " + self.writer.sentence(commentary.AFTER)
        return None

    def _documents(self, chapter: Chapter, count: int) -> None:
        for _ in range(count):
            self.number += 1
            genre = self._genre()
            versions = ("a", "b") if self.rng.random() < 0.04 and not self.layout.script else ("",)
            for suffix in versions:
                self._add(chapter, *self.papers.write(self.number, suffix, genre))

    def _genre(self) -> str:
        """Genres dealt in their proportions, so that even a short book has most of them."""
        if not self.genres:
            self.genres = self.rng.sample(list(GENRES), counts=list(GENRES.values()), k=sum(GENRES.values()))
        return self.genres.pop()

    def _add(self, chapter: Chapter, document: Document, blocks: list[Block]) -> None:
        chapter.documents.append(document)
        chapter.blocks += blocks

    def _paragraph(self, first: bool = False) -> Block:
        sentences = self.rng.randint(2, 6)
        lead = self.writer.sentence(commentary.OPENERS) if first or self.rng.random() < 0.15 else ""
        if first:
            words = lead.split(" ")
            lead = " ".join([" ".join(words[:4]).upper(), *words[4:]])
        text = (lead + " " + self.writer.paragraph(commentary.SENTENCES, sentences)).strip()
        return Block("commentary", text)

    def _epigraphs(self) -> list[Block]:
        out = []
        for _ in range(self.rng.randint(0, 2)):
            who = visible(self.writer.person(self.writer.pick(), full=True))
            out.append(Block("epigraph", f"{self.writer.sentence(commentary.EPIGRAPHS)}.-{who}, {self.writer.year}"))
        return out

    def _table(self, chapter: Chapter) -> None:
        self.tables += 1
        table = tables.draw(self.rng, self.tables, self.writer.year)
        first = self.shelf.draw()
        cited = self.shelf.printed(first)
        if self.rng.random() < 0.3:
            cited = f"Sources: {cited}; {self.shelf.printed(self.shelf.beside(first), first)}."
        else:
            cited = f"Source: {cited}."
        mark = self.marks.new("table", table=table)
        lines = tables.lines(table, self.marks, self.rng.random() < self.columnwise, cited)
        lines[0], lines[-1] = opening(mark) + lines[0], lines[-1] + closing(mark)
        blocks, gap = [], 1
        for line in lines:
            if line:
                blocks.append(Block("table", line, gap=gap, keep=True, table=line is not lines[-1]))
            gap = int(not line)
        blocks[-1].keep = False
        pointer = self.marks.wrap("crossref", f"Table {table.number}", target="table", numbers=[str(table.number)])
        text = self.writer.sentence(commentary.SENTENCES) + f" The figures are given in {pointer}."
        chapter.blocks.append(Block("commentary", text))
        after = self._paragraph()
        head, rest = self._halves(after.text) if self.rng.random() < 0.35 else ("", after.text)
        if head:
            chapter.blocks.append(Block("commentary", head))
        chapter.blocks += [*blocks, Block("commentary", rest)]

    def _halves(self, text: str) -> tuple[str, str]:
        """A paragraph broken in the middle of a sentence, where a table stands in its page; no mark is broken."""
        words = text.split(" ")
        for at in range(len(words) // 2, len(words) - 4):
            head = " ".join(words[:at])
            if len(self.marks.opened_in(head)) == len(self.marks.closed_in(head)) and head[-1].isalpha():
                return head, " ".join(words[at:])
        return "", text


def _lines(blocks: list[Block]) -> int:
    return sum(len(block.text) // MEASURE + 1 + block.gap for block in blocks)
