"""The damage that a scan does to a whole edition, at a chosen strength: nothing at 0, a book like the real one at 0.5.

Stages run from large to small.  What an earlier stage has touched no later one touches again, and the numerals that the
truth lives on are broken only by the stages made for them, so that the truth of each stays known.
"""

from __future__ import annotations

import random
import re

from . import damage_citations, glyphs
from .edits import Edits
from .layouts import LAYOUTS, Layout
from .marks import Span

LOST_PAGE, LOST_NOTE, CUT_NOTE, LOST_HEADING = 0.008, 0.05, 0.02, 0.025
HEADING_WORD, DOCUMENT_NUMBER, NOTE_NUMBER, REFERENCE, LOST_REFERENCE = 0.02, 0.1, 0.36, 0.2, 0.02
TITLE_YEAR, FURNITURE, CELL, LOST_CELL, TABLE_NUMBER = 0.2, 0.25, 0.05, 0.008, 0.3
STRAY = {"document": 0.45, "note": 0.06, "list": 0.04, "sketch": 0.05, "index": 0.2, "commentary": 0.02}
GLUED = 0.1
STRAY_BLANK, WORD, LOST_BLANK, FIGURES, SPECK = 0.0015, 0.006, 0.007, 0.05, 0.0008
CONTINUED = (
    "Document {} (cont.)",
    "Document {}",
    "Documen t {} continued",
    "Document {} contin ued",
    "Document {} (continued)",
    "Docurnent {} continued",
    "Document {} continued",
)
CITED = ("cite.archive", "cite.comma", "cite.leaf", "cite.fond", "cite.opis", "cite.delo", "cite.list", "cite.label")
FUSED = "SPVW"  # a year's last figure and the small number on it, read as one letter


class Damage:
    def __init__(
        self, rng: random.Random, text: str, spans: list[Span], strength: float, layout: Layout = LAYOUTS["annals"]
    ) -> None:
        self.layout = layout
        self.rng, self.text, self.spans = rng, text, spans
        self.weight = strength / 0.5
        self.edits = Edits(text)
        self.by_kind: dict[str, list[Span]] = {}
        for span in spans:
            self.by_kind.setdefault(span.kind, []).append(span)

    def run(self) -> Edits:
        if self.weight <= 0:
            return self.edits
        for stage in (
            self._pages,
            self._notes,
            self._headings,
            self._titles,
            self._furniture,
            self._numbers,
            self._references,
            self._citations,
            self._cells,
            self._breaks,
            self._words,
        ):
            stage()
        return self.edits

    def of(self, *kinds: str) -> list[Span]:
        return [span for kind in kinds for span in self.by_kind.get(kind, [])]

    def hit(self, chance: float) -> bool:
        return self.rng.random() < min(chance * self.weight, 0.95)

    def _pages(self) -> None:
        """Leaves that the scan never saw.  None with a heading or a chapter: their records would have no place."""
        openings = [
            s.start for s in self.of("heading", "title", "table.heading", "biography", "document_index", "index_entry")
        ]
        for leaf in self.of("leaf")[4:]:
            large = leaf.end - leaf.start > 1500
            if large and self.hit(LOST_PAGE) and not any(leaf.start <= at < leaf.end for at in openings):
                self.edits.replace(leaf.start, leaf.end, "")

    def _notes(self) -> None:
        """Notes that are lost, and notes cut off after their first words."""
        for span in self.of("note"):
            whole = "\n\n" not in self.text[span.start : span.end] and "\n " not in self.text[span.start : span.end]
            if whole and self.hit(LOST_NOTE):
                self.edits.replace(span.start, span.end + 2, "")
            elif whole and span.end - span.start > 90 and self.hit(CUT_NOTE):
                self.edits.replace(span.start + self.rng.randint(20, 80), span.end, "")

    def _headings(self) -> None:
        for span in self.of("heading"):
            number = next(s for s in self.of("document.number") if span.start <= s.start < span.end)
            if self.hit(LOST_HEADING):
                end = span.end if self.layout.titled else self.text.index("\n", span.end)
                self.edits.replace(span.start, end + 1, "")
            elif not self.layout.titled and self.hit(HEADING_WORD):
                self.edits.replace(span.start, number.start - 1, self.rng.choice(self.layout.damaged))
            if self.hit(DOCUMENT_NUMBER):
                self.edits.replace(number.start, number.end, self._numeral(number))
            self.edits.protect(span.start, span.end)

    def _numeral(self, span: Span) -> str:
        return glyphs.numeral(self.rng, self.text[span.start : span.end])

    def _titles(self) -> None:
        """The number of a title's note sits on its date, and the scan takes both for one word."""
        for span in self.of("title"):
            reference = next((r for r in self.of("noteref") if r.start == span.end), None)
            year = re.search(r"\d{4}$", self.text[span.start : span.end])
            if not year or not reference:
                continue
            last, small = span.end - 1, self.text[reference.start : reference.end]
            if self.hit(TITLE_YEAR * 0.15):
                self.edits.replace(
                    last - 3, reference.end, " ".join(self.text[last - 3 : last] + self.rng.choice(FUSED))
                )
            elif self.hit(TITLE_YEAR * 0.5):
                self.edits.replace(last, span.end, self.rng.choice(FUSED))
                self.edits.replace(reference.start, reference.end, small[-1])
            elif self.hit(TITLE_YEAR):
                self.edits.replace(last, span.end, glyphs.letter(self.rng, self.text[last]))

    def _furniture(self) -> None:
        for span in self.of("continued"):
            number = next(s for s in self.of("continued.number") if span.start <= s.start < span.end)
            if self.hit(FURNITURE):
                label = self.text[number.start : self.text.index(" ", number.end)]
                garbled = glyphs.numeral(self.rng, label) if self.rng.random() < 0.3 else label
                form = self.rng.choice(CONTINUED[:-1])
                if self.layout.continued != CONTINUED[-1]:
                    form = self.layout.heading
                self.edits.replace(span.start, span.end, form.format(garbled))
            self.edits.protect(span.start, span.end)

    def _numbers(self) -> None:
        """Numbers of notes and tables."""
        for span in self.of("note.number"):
            if self.hit(NOTE_NUMBER):
                digits = glyphs.numeral(self.rng, self.text[span.start : span.end - 1])
                if len(digits) == 2 and self.rng.random() < 0.4:
                    digits = " ".join(digits)
                spaced = " " in digits or self.rng.random() < 0.2
                self.edits.replace(span.start, span.end, digits + (" ." if spaced else "."))
            self.edits.protect(span.start, span.end)
        for span in self.of("table.number"):
            if self.hit(TABLE_NUMBER):
                self.edits.replace(span.start, span.end, self._numeral(span))
            self.edits.protect(span.start, span.end)

    def _references(self) -> None:
        for span in self.of("noteref"):
            if self.hit(LOST_REFERENCE):
                self.edits.replace(span.start, span.end, "")
            elif self.hit(REFERENCE):
                self.edits.replace(span.start, span.end, glyphs.superscript(self.rng, self.text[span.start : span.end]))
            self.edits.protect(span.start, span.end)

    def _citations(self) -> None:
        for span in self.of(*CITED):
            damage_citations.damage(self.rng, self.edits, span, self.weight)
        for span in self.of("archive"):
            damage_citations.cut(self.rng, self.edits, span, self.weight)
            self.edits.protect(span.start, span.end)

    def _cells(self) -> None:
        for span in self.of("cell"):
            text = self.text[span.start : span.end]
            if self.hit(LOST_CELL):
                self.edits.replace(span.start, span.end, "")
            elif self.hit(CELL):
                self.edits.replace(span.start, span.end, self._cell(text))
            self.edits.protect(span.start, span.end)

    def _cell(self, text: str) -> str:
        if "," in text and self.rng.random() < 0.3:
            return text.replace(",", self.rng.choice((".", "'")))
        digits = [k for k, c in enumerate(text) if c.isdigit()]
        if self.rng.random() < 0.3:  # a clean-looking misreading, which only the sums betray
            at = self.rng.choice(digits)
            wrong = {
                "1": "7",
                "7": "1",
                "3": "8",
                "8": "3",
                "5": "6",
                "6": "5",
                "0": "6",
                "9": "4",
                "4": "9",
                "2": "7",
            }[text[at]]
            return text[:at] + wrong + text[at + 1 :]
        at = self.rng.choice(digits)
        return text[:at] + glyphs.figure(self.rng, text[at]) + text[at + 1 :]

    def _breaks(self) -> None:
        """Blank lines after first lines, and blanks at the head of lines that open no page."""
        for span in self.of("stray"):
            if self.hit(STRAY[span.data["style"]]):
                self.edits.replace(span.start, span.end, "\n\n")
        for span in self.of("gap"):  # sketches run together
            if self.hit(GLUED):
                self.edits.replace(span.start, span.end, "")
        for found in re.finditer(r"(?<=[a-z] )\n(?=[a-z])", self.text):
            if self.hit(STRAY_BLANK):
                self.edits.replace(found.start(), found.end(), "\n ")

    def _words(self) -> None:
        """Prose: one shape misread, a blank lost, a year broken, a speck."""
        for found in re.finditer(r"\S+", self.text):
            word, start, end = found.group(), found.start(), found.end()
            if any(c.isdigit() for c in word):
                if self.hit(FIGURES):
                    self.edits.replace(start, end, self._figures(word))
            elif self.hit(WORD):
                self.edits.replace(start, end, glyphs.letters(self.rng, word))
            elif self.hit(SPECK):
                self.edits.replace(start, end, word + self.rng.choice((".", ",", " .", "'", "-", " ~")))
            if self.text[end : end + 1] == " " and self.text[end + 1 : end + 2].isalnum() and self.hit(LOST_BLANK):
                self.edits.replace(end, end + 1, "")

    def _figures(self, word: str) -> str:
        """A number of the prose: a blank inside it, or one figure read as a letter."""
        digits = [k for k, c in enumerate(word) if c.isdigit()]
        at = self.rng.choice(digits)
        if at and self.rng.random() < 0.5:
            return word[:at] + " " + word[at:]
        return word[:at] + glyphs.figure(self.rng, word[at]) + word[at + 1 :]
