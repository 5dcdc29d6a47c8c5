"""The note writer: numbers notes through a chapter and gives each its text."""

from __future__ import annotations

import random

from . import dates
from .citations import Citation, Shelf, compact
from .content import Note
from .marks import Mark, Marks, around
from .prose import Writer
from .vocabulary import names

REMARKS = (
    "Typed copy with pencil corrections.",
    "Handwritten original; the last lines are illegible.",
    "From the uncorrected shorthand record.",
    "The signature is a facsimile stamp.",
    "A carbon copy; the top copy has not been found.",
    'On the margin, in blue pencil: "For the file."',
    "<person> had been sent to <town> that autumn and did not attend.",
    "The draft, which <person> prepared, was longer by a third.",
)

LEADS = ("", "See ", "For an example, see ", "There is a copy in ", "The minutes are in ")
SOURCE_LEADS = (
    "A typed copy without signature, found among receipts for stamps and lamp oil, is kept in ",
    "The first leaf is lost; the rest, with the secretary's corrections in pencil, is in ",
    "Two copies are known. The one printed here, which has the longer ending, is in ",
)
LONG_LEADS = (
    "For the drafts that went before it, and a list of those who were not invited, see ",
    "The lock keeper's own account, which differs on the hour and on the number of boats, is in ",
    "A shorter version, without the figures, was read to the crews; it is preserved in ",
    "On the quarrel that followed, see the letters collected by the pier office, ",
)
EXPLANATIONS = (
    "A pood is a little over sixteen kilograms.",
    '{The word|The term} in the original is {ambiguous|obsolete}: {it may mean|it covers} {"debt" as well as '
    '"duty"|both a lock and a toll}-Ed.',
    "{The pilot|This} <person> {is not to be|should not be} confused with {his brother|a weaver of the same name}.",
    "{So in the text|Thus in the original}; {probably|perhaps} {a slip|an error} for {the lower|the upper} lock.",
    "{In other words|That is}, {the salt tax|a season without wages}.",
    "{The committee|This office}, {formed|set up} after the flood, {met|sat} {only twice|behind closed doors} and "
    "{left|kept} no minutes.",
)


class NoteWriter:
    def __init__(self, rng: random.Random, marks: Marks, writer: Writer, shelf: Shelf) -> None:
        self.rng, self.marks, self.writer, self.shelf = rng, marks, writer, shelf
        self.number = 0
        self.last: Citation | None = None  # what a bare "Ibid." would mean
        self.notes: list[Note] = []

    def restart(self) -> None:
        self.number, self.last = 0, None

    def quoted(self, text: str) -> tuple[str, Note]:
        """A note of a document's title that says where it lies in words given."""
        self.last = None
        mark = self.marks.new("source")
        return self._numbered(around(mark, text), mark)

    def source(self) -> tuple[str, Note]:
        """The note of a document's title: where the document lies.  Returns the reference mark's text too."""
        draw, before = self.rng.random(), self.last
        self.last = None
        if draw < 0.03 and before:
            text, mark = self._ibid(before)
        elif draw < 0.1:
            text, mark = self.periodical()
        else:
            first = self.shelf.draw()
            cited = self.shelf.printed(first)
            mark = self.marks.opened_in(cited)[0]
            text = (self.rng.choice(SOURCE_LEADS) if self.rng.random() < 0.12 else "") + cited
            if self.rng.random() < 0.06:
                text += f"; {self.shelf.printed(self.shelf.beside(first), first)}"
            elif first.listy:
                self.last = first
        text += "."
        if self.rng.random() < 0.28:
            text += " " + self.writer.fill(self.rng.choice(REMARKS))
            self.last = None
        return self._numbered(text, mark)

    def comment(self) -> str:
        """A note of the commentary; returns its reference mark."""
        draw = self.rng.random()
        self.last = None
        if draw < 0.3:
            text, _ = self.work()
            text = self.rng.choice(("", "See ", "For a fuller account see ")) + text + "."
        elif draw < 0.4:
            text = self.rng.choice(("", "See ")) + self.periodical()[0] + "."
        elif draw < 0.72:
            first = self.shelf.draw()
            lead = self.rng.choice(LEADS + LONG_LEADS)
            text = lead + self.shelf.printed(first)
            if self.rng.random() < 0.15:
                text += f"; {self.shelf.printed(self.shelf.beside(first), first)}"
            text += "."
            if self.rng.random() < 0.25:
                text += " " + self.writer.fill(self.rng.choice(REMARKS))
        elif draw < 0.8:
            text = self.rng.choice(("See ", "Compare ")) + self.writer.fillers["crossref"]() + "."
        else:
            text = self.writer.fill(self.rng.choice(EXPLANATIONS))
        return self._numbered(text, None)[0]

    def gloss(self) -> str:
        """A note of the editors on a word of a document."""
        self.last = None
        return self._numbered(self.writer.fill(self.rng.choice(EXPLANATIONS)), None)[0]

    def _numbered(self, text: str, source: Mark | None) -> tuple[str, Note]:
        self.number += 1
        note = Note(self.number, "", source)
        body = self.marks.new("note", note=note)
        number = self.marks.wrap("note.number", f"{self.number}.", note=note)
        note.text = around(body, f"{number} {text}")
        note.reference = self.marks.new("noteref", note=note)
        note.body = body
        self.notes.append(note)
        return around(note.reference, str(self.number)), note

    def _ibid(self, before: Citation) -> tuple[str, Mark]:
        leaf = str(self.rng.randint(1, 240))
        citation = Citation(before.archive, before.fond, before.opis, before.delo, (leaf,))
        words = "Ibid" + self.marks.wrap("cite.leaf", "., l.", several=False) + " " + self.marks.wrap("cite.list", leaf)
        mark = self.marks.new("archive", citation=citation, ibid=True, bare=True)
        return around(mark, words), mark

    def pages(self) -> str:
        first = self.rng.randint(3, 380)
        return compact(first, first + self.rng.randint(1, 30)) if self.rng.random() < 0.7 else str(first)

    def periodical(self) -> tuple[str, Mark]:
        title = self.rng.choice(names.PAPERS)
        if self.rng.random() < 0.5:
            date = dates.day(self.rng, self.writer.year)
            mark = self.marks.new("periodical", title=title, date=date.iso, issue=None, year=date.year, pages=[])
            text = f"{title}, {self.writer.date(date)}"
        else:
            issue, pages, year = str(self.rng.randint(1, 24)), self.pages(), self.writer.year
            mark = self.marks.new("periodical", title=title, date=None, issue=issue, year=year, pages=[pages])
            text = f"{title}, no. {issue}, {year}, {pages}"
        return around(mark, text), mark

    def work(self) -> tuple[str, Mark]:
        first, surname = self.rng.choice(names.SCHOLARS)
        year, pages = self.rng.randint(1958, 1998), self.pages()
        if self.rng.random() < 0.65:
            title = self.rng.choice(names.WORKS)
            text = f"{first} {surname}, {title}, {self.rng.choice(names.CITIES)}, {year}, {pages}"
        else:
            title, journal = self.rng.choice(names.ARTICLES), self.rng.choice(names.JOURNALS)
            issue = f"{self.rng.randint(12, 70)}({self.rng.randint(1, 4)})"
            inner = self.marks.wrap(
                "periodical",
                f"{journal}, {issue}, {year}, {pages}",
                title=journal,
                date=None,
                issue=issue,
                year=year,
                pages=[pages],
            )
            comma = "" if title.endswith("?") else ","
            text = f'{first} {surname}, "{title}{comma}" {inner}'
        mark = self.marks.new("work", authors=[surname], title=title, year=year, pages=[pages])
        return around(mark, text), mark
