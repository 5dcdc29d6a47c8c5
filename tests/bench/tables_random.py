"""Tables that keep their sums, by the hundred, and the damage that a scan does to them.

Every table knows its true figures, the text that print has for them, and the relations that they keep, so that it can
be said which damaged cells arithmetic can determine.
"""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

GLYPHS = Path(__file__).resolve().parents[2] / "python" / "opis" / "styles" / "glyphs.toml"
Grid = list[list[Decimal | None]]


@dataclass
class Truth:
    """One table as it was printed.  Cells are counted row by row."""

    name: str
    values: Grid  # None: printed empty
    texts: list[list[str]]
    relations: list[tuple[str, int | None, tuple[int, ...]]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.values), len(self.values[0])

    def keep(self, kind: str, whole: tuple[int, int] | None, parts: list[tuple[int, int]]) -> None:
        columns = self.shape[1]
        place = None if whole is None else whole[0] * columns + whole[1]
        self.relations.append((kind, place, tuple(row * columns + column for row, column in parts)))


def count_text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,}"


def count(rng: random.Random, digits: int) -> int:
    """A count of up to so many digits, small ones as likely as large ones."""
    return rng.randint(0, 10 ** rng.randint(1, digits))


def from_counts(name: str, values: list[list[int]]) -> Truth:
    grid: Grid = [[Decimal(value) for value in row] for row in values]
    return Truth(name, grid, [[count_text(value) for value in row] for row in grid])


def add_margins(values: list[list[int]], name: str) -> Truth:
    """Totals below and to the right, and the relations that they make."""
    rows, columns = len(values), len(values[0])
    full = [[*row, sum(row)] for row in values]
    full.append([sum(row[column] for row in full) for column in range(columns + 1)])
    table = from_counts(name, full)
    for row in range(rows + 1):
        table.keep("sum", (row, columns), [(row, column) for column in range(columns)])
    for column in range(columns + 1):
        table.keep("sum", (rows, column), [(row, column) for row in range(rows)])
    return table


def contingency(rng: random.Random) -> Truth:
    rows, columns, digits = rng.randint(2, 39), rng.randint(2, 11), rng.randint(2, 5)
    return add_margins([[count(rng, digits) for _ in range(columns)] for _ in range(rows)], "contingency")


def series(rng: random.Random) -> Truth:
    """Years by causes: all cases in the last or first column, and sometimes a total of the years."""
    rows, columns, digits = rng.randint(3, 39), rng.randint(2, 11), rng.randint(3, 6)
    total_row, first = rng.random() < 0.6, rng.random() < 0.3
    values = [[count(rng, digits) for _ in range(columns)] for _ in range(rows)]
    if total_row:
        values.append([sum(row[column] for row in values) for column in range(columns)])
    full = [[sum(row), *row] if first else [*row, sum(row)] for row in values]
    table = from_counts("series", full)
    whole, parts = (0, range(1, columns + 1)) if first else (columns, range(columns))
    for row in range(len(full)):
        table.keep("sum", (row, whole), [(row, column) for column in parts])
    for column in range(columns + 1 if total_row else 0):
        table.keep("sum", (rows, column), [(row, column) for row in range(rows)])
    return table


def rounded(part: Decimal, whole: Decimal, decimals: int) -> Decimal:
    return (100 * part / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percents(rng: random.Random) -> Truth:
    """Counts with the percentage that each is of the first column, and totals below."""
    rows, pairs, decimals = rng.randint(3, 20), rng.randint(1, 4), rng.randint(0, 2)
    sign = rng.choice(("%", "(%)", ""))
    bases = [rng.randint(50, 10 ** rng.randint(3, 5)) for _ in range(rows)]
    counts = [[rng.randint(0, base) for _ in range(pairs)] for base in bases]
    bases.append(sum(bases))
    counts.append([sum(row[pair] for row in counts) for pair in range(pairs)])
    values: Grid = []
    for base, row in zip(bases, counts, strict=True):
        line: list[Decimal | None] = [Decimal(base)]
        for part in row:
            line += [Decimal(part), rounded(Decimal(part), Decimal(base), decimals)]
        values.append(line)
    shown = {"%": "{}%", "(%)": "({}%)", "": "{}"}[sign]
    texts = [
        [count_text(value) if column % 2 or not column else shown.format(value) for column, value in enumerate(line)]
        for line in values
    ]
    table = Truth("percents", values, texts)
    for row in range(rows + 1):
        for pair in range(pairs):
            table.keep("percent", (row, 2 + 2 * pair), [(row, 1 + 2 * pair), (row, 0)])
    for column in [0, *range(1, 2 * pairs, 2)]:
        table.keep("sum", (rows, column), [(row, column) for row in range(rows)])
    return table


def shares(rng: random.Random) -> Truth:
    """Columns of percentages that make a hundred, as far as rounding lets them."""
    rows, columns, decimals = rng.randint(3, 12), rng.randint(3, 8), rng.randint(1, 2)
    values: Grid = [[None] * columns for _ in range(rows)]
    for column in range(columns):
        weights = [rng.expovariate(1) + 0.05 for _ in range(rows)]
        for row, weight in enumerate(weights):
            values[row][column] = rounded(Decimal(weight), Decimal(sum(weights)), decimals)
    table = Truth("shares", values, [[str(value) for value in row] for row in values])
    for column in range(columns):
        table.keep("hundred", None, [(row, column) for row in range(rows)])
    return table


def two_level(rng: random.Random) -> Truth:
    """Groups of columns, each with its total, and a last group with the totals of the groups."""
    rows, groups, width, digits = rng.randint(3, 24), rng.randint(2, 3), rng.randint(2, 3), rng.randint(2, 5)
    full = []
    for _ in range(rows):
        line, last = [], [0] * (width + 1)
        for _ in range(groups):
            group = [count(rng, digits) for _ in range(width)]
            group.append(sum(group))
            last = [a + b for a, b in zip(last, group, strict=True)]
            line += group
        full.append(line + last)
    total_row = rng.random() < 0.5
    if total_row:
        full.append([sum(column) for column in zip(*full, strict=True)])
    table = from_counts("two levels", full)
    for row in range(len(full)):
        for group in range(groups + 1):
            first = group * (width + 1)
            table.keep("sum", (row, first + width), [(row, first + k) for k in range(width)])
        for k in range(width + 1):
            parts = [(row, group * (width + 1) + k) for group in range(groups)]
            table.keep("sum", (row, groups * (width + 1) + k), parts)
    for column in range(len(full[0]) if total_row else 0):
        table.keep("sum", (rows, column), [(row, column) for row in range(rows)])
    return table


def blocks(rng: random.Random) -> Truth:
    """Runs of rows, each with its subtotal before or behind it, and a grand total."""
    columns, digits, before = rng.randint(3, 12), rng.randint(3, 5), rng.random() < 0.5
    full: list[list[int]] = []
    subtotals: list[int] = []
    runs: list[tuple[int, list[int]]] = []
    for _ in range(rng.randint(2, 5)):
        run = [[count(rng, digits) for _ in range(columns)] for _ in range(rng.randint(2, 6))]
        total = [sum(column) for column in zip(*run, strict=True)]
        start = len(full)
        full += [total, *run] if before else [*run, total]
        subtotals.append(start if before else len(full) - 1)
        runs.append((subtotals[-1], [row for row in range(start, len(full)) if row != subtotals[-1]]))
    full.append([sum(full[row][column] for row in subtotals) for column in range(columns)])
    table = from_counts("blocks", full)
    for column in range(columns):
        for whole, parts in [*runs, (len(full) - 1, subtotals)]:
            table.keep("sum", (whole, column), [(row, column) for row in parts])
    return table


MAKERS: tuple[Callable[[random.Random], Truth], ...] = (contingency, series, percents, shares, two_level, blocks)

# ---- Tables that statistics packages ship -------------------------------------------------------------------------

HAIR_EYE_MEN = [[32, 11, 10, 3], [53, 50, 25, 15], [10, 10, 7, 7], [3, 30, 5, 8]]
HAIR_EYE_WOMEN = [[36, 9, 5, 2], [66, 34, 29, 14], [16, 7, 7, 7], [4, 64, 5, 8]]
ADMISSIONS = [  # men admitted and rejected, women admitted and rejected, by department
    [512, 313, 89, 19],
    [353, 207, 17, 8],
    [120, 205, 202, 391],
    [138, 279, 131, 244],
    [53, 138, 94, 299],
    [22, 351, 24, 317],
]
TITANIC = [  # men, women, boys, girls: lost, then saved; by class and crew
    [118, 4, 0, 0, 57, 140, 5, 1],
    [154, 13, 0, 0, 14, 80, 11, 13],
    [387, 89, 35, 17, 75, 76, 13, 14],
    [670, 3, 0, 0, 192, 20, 0, 0],
]


def known() -> Iterator[Truth]:
    yield add_margins(HAIR_EYE_MEN, "HairEyeColor, men")
    yield add_margins(HAIR_EYE_WOMEN, "HairEyeColor, women")
    pairs = zip(HAIR_EYE_MEN, HAIR_EYE_WOMEN, strict=True)
    yield add_margins([[a + b for a, b in zip(*rows, strict=True)] for rows in pairs], "HairEyeColor")
    yield add_margins(ADMISSIONS, "UCBAdmissions")
    yield add_margins(TITANIC, "Titanic")


# ---- Damage -------------------------------------------------------------------------------------------------------


class Scanner:
    """The glyph model run forwards: what a scan makes of a printed glyph, by the frequency that its cost stands for."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seen: dict[str, tuple[list[str], list[float]]] = {}
        for printed, seen, cost in tomllib.loads(GLYPHS.read_text("utf-8"))["confusions"]:
            if len(printed) == 1 and not printed.isalpha():
                shapes, weights = self.seen.setdefault(printed, ([], []))
                shapes.append(seen)
                weights.append(math.exp(-cost))

    def read(self, text: str, share: float) -> str:
        """The text with each glyph damaged by that chance."""
        return "".join(self._glyph(glyph) if self.rng.random() < share else glyph for glyph in text)

    def _glyph(self, glyph: str) -> str:
        if glyph not in self.seen:
            return glyph
        shapes, weights = self.seen[glyph]
        return self.rng.choices(shapes, weights)[0]
