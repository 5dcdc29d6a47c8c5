"""Statistical tables that keep their sums, and how print lays them out."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .marks import Marks

CATEGORIES = (
    "Spoiled by damp",
    "Sold without receipt",
    "Lost under tow",
    "Seized by inspectors",
    "Error of the scales",
    "Eaten by crews",
    "Unexplained",
)
COUNTS = ("Barges repaired", "Barges laid up", "Crews dismissed", "Crews reinstated", "Pilots fined", "Cargoes seized")
PLACES = ("Ustyinsk", "Lipovka", "Zarechensk", "Sosnovka", "Varnak", "Glinka", "Lukino")


@dataclass
class Table:
    """A grid of numbers with its labels.  `total_row` and `total_col` say which margins hold sums."""

    number: int
    title: str
    rows: list[str]
    cols: list[str]
    values: NDArray[np.float64]
    printed: list[list[str]]
    total_row: bool
    total_col: bool
    shares: bool = False  # the columns are percentages of one hundred

    def adds_up(self) -> bool:
        """Whether every printed margin is the sum that it claims to be."""
        rows = not self.total_row or bool(np.allclose(self.values[:-1].sum(axis=0), self.values[-1]))
        cols = not self.total_col or bool(np.allclose(self.values[:, :-1].sum(axis=1), self.values[:, -1]))
        return rows and cols


def draw(rng: random.Random, number: int, year: int) -> Table:
    return rng.choice((_years, _years, _shares, _rates))(rng, number, year)


def _years(rng: random.Random, number: int, year: int) -> Table:
    """Counts by year, with a total row and often a total column."""
    cols = sorted(rng.sample(COUNTS, rng.randint(2, 3)))
    length = rng.randint(5, 9)
    rows = [str(year - length + k) for k in range(length)]
    grid = np.array([[float(_count(rng)) for _ in cols] for _ in rows])
    total_col = rng.random() < 0.6
    if total_col:
        grid = np.column_stack([grid, grid.sum(axis=1)])
        cols.append("All cases")
    grid = np.vstack([grid, grid.sum(axis=0)])
    rows.append("Total")
    title = f"{cols[0]} and {cols[1].lower()} on the Upper Velna, {rows[0]}-{rows[-2][2:]}"
    return Table(number, title, rows, cols, grid, [[f"{int(v):,}" for v in row] for row in grid], True, total_col)


def _count(rng: random.Random) -> int:
    return rng.choice((rng.randint(20, 99), rng.randint(100, 999), rng.randint(1000, 9999), rng.randint(10000, 48000)))


def _shares(rng: random.Random, number: int, year: int) -> Table:
    """Reasons in percent; each column makes one hundred, which print does not say."""
    rows = rng.sample(CATEGORIES, rng.randint(4, 6))
    cols = [f"Trust report {year}", f"Inspectorate report {year + 1}"]
    grid = np.zeros((len(rows), 2))
    for col in range(2):
        cuts = sorted(rng.sample(range(12, 990), len(rows) - 1))
        steps = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
        grid[:, col] = [step / 10 for step in steps]
    title = f"Losses of grain by cause, {year}-{str(year + 1)[2:]} (% of all losses)"
    return Table(
        number, title, rows, cols, grid, [[f"{v:.1f}" for v in row] for row in grid], False, False, shares=True
    )


def _rates(rng: random.Random, number: int, year: int) -> Table:
    """Counts by place and the rates that follow from them."""
    rows = rng.sample(PLACES, rng.randint(3, 5))
    cols = ["A: Cargoes weighed", "B: Cargoes found short", "B: % of col. A"]
    values, printed = [], []
    for _ in rows:
        weighed = rng.randint(300, 18000)
        short = rng.randint(weighed // 12, weighed // 2)
        rate = round(100 * short / weighed)
        values.append([float(weighed), float(short), float(rate)])
        printed.append([f"{weighed:,}", f"{short:,}", f"({rate}%)"])
    return Table(
        number, f"Cargoes weighed and found short, {year}", rows, cols, np.array(values), printed, False, False
    )


def lines(table: Table, marks: Marks, columnwise: bool, source: str) -> list[str]:
    """The table as the scan reads it, line by line: heading, heads of columns, rows, source.

    Heads are narrow blocks of words side by side, so a scan that reads across mixes them.
    """
    heads = _across(table.cols)
    cells = [
        [
            marks.wrap("cell", text, table=table.number, row=row, col=col, value=float(value), table_of=table)
            for text, col, value in zip(texts, table.cols, numbers, strict=True)
        ]
        for texts, row, numbers in zip(table.printed, table.rows, table.values, strict=True)
    ]
    if columnwise:
        # The scan took each column for a block of its own: labels first, then one column after another.
        body = list(table.rows)
        for col in range(len(table.cols)):
            body += ["", *(row[col] for row in cells)]
    else:
        body = [" ".join([label, *row]) for label, row in zip(table.rows, cells, strict=True)]
    heading = marks.wrap("table.heading", f"Table {marks.wrap('table.number', str(table.number))}. {table.title}")
    return [heading, "", *heads, "", *body, "", source]


def _across(heads: list[str]) -> list[str]:
    """Heads wrapped to a few words each and set side by side, the last lines level."""
    wrapped = []
    for head in heads:
        words = head.split()
        wrapped.append([" ".join(words[k : k + 2]) for k in range(0, len(words), 2)])
    depth = max(len(block) for block in wrapped)
    levels = [[""] * (depth - len(block)) + block for block in wrapped]
    return [" ".join(filter(None, (block[k] for block in levels))) for k in range(depth)]
