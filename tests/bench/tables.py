"""How well opis mends tables: generated ones and well-known ones, damaged at 2, 5 and 10 percent of their glyphs.

usage: python tests/bench/tables.py [--tables N] [--seed N] [--worst N] [--share S ...]

A cell is wrong where the scan's text does not read as what was printed.  Arithmetic can determine a wrong cell if

- its text shows the damage, and it is the only wrong cell of a sum (part or whole) or the percentage of a pair of sound
  counts; or
- its text reads as another clean figure, and it is the only wrong cell of two such relations;

where cells that were determined before count as sound.  Columns that make a hundred within rounding determine nothing
by this measure, though they do rule out readings.  A cell is sure if its status is clean or repaired.

Wrong cells among the sure are of three sorts.  Repaired: a proof was wrong.  Clean: the scan turned the cell into
another clean figure, and opis found too little support for the relation that would have told.  Unknowable: the same,
but the wrong figure breaks no relation of the table at all.  Apart: those of the last two sorts that no relation
touches which opis found.  What this caution costs is told as well: doubted are sound cells that are not sure.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from opis import _core

sys.path.insert(0, str(Path(__file__).resolve().parent))
import tables_random

SHARES = (0.02, 0.05, 0.10)
PLAIN = re.compile(r"[($]*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)%?\)?")
TWO_WITNESSES = 2


@dataclass
class Score:
    """What became of the cells of some tables."""

    tables: int = 0
    cells: int = 0
    damaged: int = 0
    restored: int = 0
    open: int = 0
    determined: int = 0
    determined_restored: int = 0
    wrong_repaired: int = 0
    wrong_clean: int = 0
    wrong_unknowable: int = 0
    wrong_apart: int = 0
    sound: int = 0
    doubted: int = 0
    conflicts: int = 0
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def plain(text: str) -> Decimal | None:
    """The figure, if the text is one that nothing is wrong with."""
    found = PLAIN.fullmatch(text)
    return Decimal(found[1].replace(",", "")) if found else None


def witnesses(table: tables_random.Truth, wrong: set[int], cell: int) -> int:
    """Relations in which a cell is the only wrong one, and which leave it one value."""
    count = 0
    for kind, whole, parts in table.relations:
        members = set(parts) | ({whole} if whole is not None else set())
        if kind == "hundred" or members & wrong != {cell}:
            continue
        count += kind == "sum" or cell == whole
    return count


def determinable(table: tables_random.Truth, shown: set[int], hidden: set[int]) -> set[int]:
    """The wrong cells that follow from the others, one after another."""
    wrong, found = shown | hidden, set()
    changed = True
    while changed:
        changed = False
        for cell in sorted(wrong):
            if witnesses(table, wrong, cell) >= (1 if cell in shown else TWO_WITNESSES):
                wrong.discard(cell)
                found.add(cell)
                changed = True
    return found


def keeps(kind: str, whole: Decimal, parts: list[Decimal], unit: Decimal) -> bool:
    """Whether a relation holds, as print rounds."""
    if kind == "sum":
        return whole == sum(parts)
    if kind == "hundred":
        return abs(sum(parts) - 100) <= unit * (len(parts) // 2)
    return parts[1] != 0 and abs(whole - 100 * parts[0] / parts[1]) <= unit / 2


def is_hidden_well(table: tables_random.Truth, cell: int, value: Decimal) -> bool:
    """Whether a figure in place of the true one would break no relation of the table."""
    figures = [figure for row in table.values for figure in row]
    unit = Decimal(1).scaleb(min(int(figure.as_tuple().exponent) for figure in figures if figure is not None))
    figures[cell] = value
    for kind, whole, parts in table.relations:
        if cell in parts or cell == whole:
            members = [figures[part] or Decimal(0) for part in parts]
            if not keeps(kind, Decimal(0) if whole is None else figures[whole] or Decimal(0), members, unit):
                return False
    return True


def judge(table: tables_random.Truth, scanner: tables_random.Scanner, share: float, faults: list[str]) -> Score:
    """Damage a table, mend it, and compare."""
    rows, columns = table.shape
    truth = [value for row in table.values for value in row]
    texts = [scanner.read(text, share) for row in table.texts for text in row]
    start = perf_counter()
    mended = _core.mend(rows, columns, tuple(texts), ())
    seconds = perf_counter() - start
    read = [plain(text) for text in texts]
    shown = {cell for cell, value in enumerate(read) if value is None and truth[cell] is not None}
    hidden = {cell for cell, value in enumerate(read) if value is not None and value != truth[cell]}
    can = determinable(table, shown, hidden)
    touched = {cell for found in mended["relations"] for cell in (*found["parts"], found["whole"])}
    score = Score(1, len(truth), len(shown) + len(hidden), determined=len(can), seconds=seconds)
    for cell, value in enumerate(truth):
        if value is None:
            continue
        status, right = mended["status"][cell], abs(float(value) - mended["values"][cell]) < 1e-9
        sure = status in {"clean", "repaired"}
        damaged = cell in shown or cell in hidden
        score.restored += damaged and sure and right
        score.open += damaged and not sure
        score.sound += not damaged
        score.doubted += not damaged and not sure
        score.determined_restored += cell in can and sure and right
        score.conflicts += status == "conflict"
        if sure and not right:
            unknowable = cell in hidden and is_hidden_well(table, cell, read[cell] or Decimal(0))
            score.wrong_repaired += status == "repaired"
            score.wrong_clean += status == "clean" and not unknowable
            score.wrong_unknowable += status == "clean" and unknowable
            score.wrong_apart += status == "clean" and cell not in touched
        if (cell in can and not sure) or (sure and not right):
            place = f"{table.name} {rows}x{columns}, {divmod(cell, columns)}"
            faults.append(f"{place}: {value} read as {texts[cell]!r}, {status} {mended['values'][cell]:g}")
    return score


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def line(name: str, score: Score) -> str:
    speed = f"{score.cells / score.seconds:,.0f}" if score.seconds else "-"
    figures = (
        str(score.tables),
        f"{score.cells:,}",
        f"{score.damaged:,}",
        percent(score.restored, score.damaged),
        percent(score.open, score.damaged),
        f"{score.determined:,}",
        percent(score.determined_restored, score.determined),
        str(score.wrong_repaired),
        str(score.wrong_clean),
        str(score.wrong_unknowable),
        str(score.wrong_apart),
        percent(score.doubted, score.sound),
        str(score.conflicts),
        speed,
    )
    return f"| {name:<20} | " + " | ".join(f"{figure:>9}" for figure in figures) + " |"


HEADS = (
    "number",
    "cells",
    "damaged",
    "restored",
    "left open",
    "determin.",
    "restored",
    "repaired,",
    "clean,",
    "unknown-",
    "apart",
    "doubted",
    "conflicts",
    "cells/s",
)
HEADS_BELOW = ("", "", "", "", "", "", "of these", "wrong", "wrong", "able", "of these", "", "", "")


def head() -> str:
    rows = [
        f"| {name:<20} | " + " | ".join(f"{text:>9}" for text in texts) + " |"
        for name, texts in (("tables", HEADS), ("", HEADS_BELOW))
    ]
    return "\n".join([*rows, f"|{'-' * 22}|" + f"{'-' * 11}|" * len(HEADS)])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="How well opis mends tables.")
    parser.add_argument("--tables", type=int, default=600, help="how many are generated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, help="show so many cells that went wrong or were left open")
    parser.add_argument("--share", type=float, action="append", help="share of glyphs to damage")
    options = parser.parse_args(arguments)
    for share in options.share or SHARES:
        scanner, rng = tables_random.Scanner(options.seed), random.Random(options.seed)
        scores: dict[str, Score] = {}
        faults: list[str] = []
        tables = [tables_random.MAKERS[k % len(tables_random.MAKERS)](rng) for k in range(options.tables)] + list(
            tables_random.known()
        )
        for table in tables:
            scores.setdefault(table.name, Score()).add(judge(table, scanner, share, faults))
        print(f"{share:.0%} of the glyphs damaged\n\n{head()}")
        total = Score()
        for name, score in scores.items():
            print(line(name, score))
            total.add(score)
        print(line("all", total) + "\n")
        for fault in sorted(faults, key=lambda text: "likely" in text)[: options.worst]:
            print(f"  {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
