"""Archival citations: the truth of each, and the printed form with every element marked for damage."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .marks import Marks
from .world import Holding, World

LETTERS = ("f.", "op.", "d.")
WORDS = ("fond", "opis'", "delo")
FULL_NAMES = {"RGAE": "Russian State Archive of the Economy"}


@dataclass(frozen=True)
class Citation:
    archive: str
    fond: str
    opis: str
    delo: str
    listy: tuple[str, ...] = field(default_factory=tuple)


def compact(first: int, last: int) -> str:
    """A range as the edition prints it: 60-65, 102-5, 135-36, 198-203."""
    a, b = str(first), str(last)
    if len(a) != len(b) or len(a) < 3:
        return f"{a}-{b}"
    if a[:-1] == b[:-1] and a[-2] == "0" and a[-1] != "0":
        return f"{a}-{b[-1]}"
    return f"{a}-{b[-2:]}" if a[:-2] == b[:-2] else f"{a}-{b}"


def leaves(rng: random.Random) -> tuple[str, ...]:
    """The folios of a citation: one, a range, several, with or without versos, or none."""
    first = rng.choice((rng.randint(1, 30), rng.randint(31, 99), rng.randint(100, 320)))
    kind = rng.random()
    if kind < 0.3:
        return (str(first) + ("ob" if rng.random() < 0.12 else ""),)
    if kind < 0.68:
        return (compact(first, first + rng.randint(1, 16)),)
    if kind < 0.76:
        return (str(first), f"{first}ob")
    if kind < 0.8:
        return (f"{first}-{first + 6}ob",)
    if kind < 0.94:
        out, at = [], first
        for _ in range(rng.randint(2, 4)):
            last = at + rng.randint(0, 7)
            out.append(str(at) if last == at else compact(at, last))
            at = last + rng.randint(2, 9)
        return tuple(out)
    return ()


class Shelf:
    """Draws citations: mostly from a few inventories, so that the book is its own lexicon."""

    def __init__(self, rng: random.Random, world: World, marks: Marks) -> None:
        self.rng, self.world, self.marks = rng, world, marks
        self.glossed: list[str] = []

    def holding(self) -> Holding:
        return self.rng.choices(self.world.holdings, self.world.weights)[0]

    def draw(self, holding: Holding | None = None) -> Citation:
        place = holding or self.holding()
        delo = self.rng.choice(place.dela)
        return Citation(place.archive, place.fond, place.opis, delo, leaves(self.rng))

    def beside(self, first: Citation) -> Citation:
        """Another file of the same inventory, or of another inventory of the same fond."""
        same = [
            h for h in self.world.holdings if (h.archive, h.fond, h.opis) == (first.archive, first.fond, first.opis)
        ]
        kin = [h for h in self.world.holdings if (h.archive, h.fond) == (first.archive, first.fond)]
        while True:
            other = self.draw(self.rng.choice(kin if self.rng.random() < 0.4 else same))
            if (other.opis, other.delo) != (first.opis, first.delo):
                return other

    def printed(self, citation: Citation, before: Citation | None = None) -> str:
        """The citation as print has it; what it shares with the one before is left out, and inherited."""
        part = self.marks.wrap
        words = WORDS if before is None and self.rng.random() < 0.03 else LETTERS
        drop_archive = before is not None and before.archive == citation.archive
        drop_fond = drop_archive and before is not None and (before.fond, before.opis) == (citation.fond, citation.opis)
        pieces: list[str] = []
        if not drop_archive:
            pieces.append(part("cite.archive", citation.archive) + self._gloss(citation.archive))
        if not drop_fond:
            pieces.append(part("cite.label", words[0]) + " " + part("cite.fond", citation.fond))
            pieces.append(part("cite.label", words[1]) + " " + part("cite.opis", citation.opis))
        pieces.append(part("cite.label", words[2]) + " " + part("cite.delo", citation.delo))
        commas = [part("cite.comma", ",") + " " for _ in pieces[1:]] + [""]
        text = "".join(piece + comma for piece, comma in zip(pieces, commas, strict=True))
        return part("archive", text + self._leaves(citation), citation=citation, ibid=before is not None)

    def _gloss(self, archive: str) -> str:
        """The full name of a less known archive, where the book first cites it."""
        if archive not in FULL_NAMES or archive in self.glossed:
            return ""
        self.glossed.append(archive)
        return f" ({FULL_NAMES[archive]})"

    def _leaves(self, citation: Citation) -> str:
        if not citation.listy:
            return ""
        several = len(citation.listy) > 1 or "-" in citation.listy[0]
        label = self.marks.wrap("cite.leaf", ", ll." if several else ", l.", several=several)
        return label + " " + ", ".join(self.marks.wrap("cite.list", leaf) for leaf in citation.listy)
