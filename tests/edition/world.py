"""The invented world of one edition: its people, its years, and where its archives keep what."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .vocabulary import names


@dataclass(frozen=True)
class Person:
    surname: str
    initials: str
    alias: str | None
    born: int | None
    died: int | None
    repressed: bool

    @property
    def head(self) -> str:
        """As the sketches and the index name a person."""
        return f"{self.surname}, {self.initials}"

    @property
    def full(self) -> str:
        return f"{self.initials} {self.surname}"


@dataclass(frozen=True)
class Holding:
    """An inventory that the edition cites again and again, and the neighboring files that it uses."""

    archive: str
    fond: str
    opis: str
    dela: tuple[str, ...]


# Inventories and the span in which their files lie.  Weights follow an edition built mostly on one fond.
SHELVES = (
    ("RTsKhIDNI", "17", "2", 430, 640, 9),
    ("RTsKhIDNI", "17", "120", 60, 290, 10),
    ("RTsKhIDNI", "17", "3", 930, 999, 5),
    ("RTsKhIDNI", "17", "21", 2090, 2240, 3),
    ("RTsKhIDNI", "17", "42", 80, 160, 2),
    ("RTsKhIDNI", "17", "114", 580, 760, 3),
    ("RTsKhIDNI", "78", "1", 560, 600, 2),
    ("GARF", "5446", "22a", 320, 350, 2),
    ("GARF", "9415", "5", 470, 490, 2),
    ("TsKhSD", "89", "48", 5, 30, 2),
    ("RGASPI", "613", "1", 90, 140, 1),
    ("RGAE", "1884", "3", 200, 240, 1),
)


@dataclass
class World:
    years: tuple[int, int]
    people: list[Person]
    holdings: list[Holding]
    weights: list[int]

    def year(self, rng: random.Random) -> int:
        return rng.randint(*self.years)


def create(rng: random.Random) -> World:
    first = rng.randint(1923, 1929)
    years = (first, first + 5)
    surnames = rng.sample(names.SURNAMES, 34)
    people = [_person(rng, surname, years) for surname in sorted(surnames)]
    holdings, weights = [], []
    for archive, fond, opis, low, high, weight in SHELVES:
        start = rng.randint(low, high - 12)
        # Editors work through files side by side, so a handful of neighbors serves a whole book.
        offsets = sorted(rng.sample(range(12), min(3 + weight // 2, 7)))
        holdings.append(Holding(archive, fond, opis, tuple(str(start + k) for k in offsets)))
        weights.append(weight)
    return World(years, people, holdings, weights)


def _person(rng: random.Random, surname: str, years: tuple[int, int]) -> Person:
    initials = rng.choice(names.INITIALS)
    if rng.random() < 0.85:
        initials += " " + rng.choice(names.MIDDLE)
    others = [name for name in names.SURNAMES if name != surname]
    alias = rng.choice(others) if rng.random() < 0.08 else None
    fate = rng.random()
    if fate < 0.08:
        return Person(surname, initials, alias, None, None, False)
    born = rng.randint(1868, 1904)
    if fate < 0.15:
        return Person(surname, initials, alias, born, None, rng.random() < 0.3)
    if fate < 0.6:
        return Person(surname, initials, alias, born, years[1] + rng.randint(1, 8), True)
    return Person(surname, initials, alias, born, rng.randint(1941, 1979), False)
