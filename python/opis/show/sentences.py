"""The arithmetic of a table in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from opis.show.figures import figure, label_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opis import _core
    from opis.relations import Relation, Witness

MOST_PARTS = 6
ENDS = 2  # of a long sum


def sentence(relation: Relation, rows: Sequence[str], columns: Sequence[str], values: NDArray[np.float64]) -> str:
    """One relation in words: where it stands, what is printed, and what follows from the rest."""
    parts = [_shown(values[part]) for part in relation.parts]
    place = _place(relation, rows, columns)
    whole = "100" if relation.whole is None else _shown(values[relation.whole])
    if relation.holds:
        return f"{place}: {whole} = {_formula(relation, parts)}{_manner(relation)}"
    if math.isnan(relation.residual):
        return f"{place}: {whole} = {_formula(relation, parts)} cannot be checked"
    return f"{place}: {whole} should be {_formula(relation, parts)}, but {_follows(relation, values)}"


def _shown(value: float) -> str:
    return figure(float(value)) or "?"


def _formula(relation: Relation, parts: list[str]) -> str:
    if relation.kind == "percent":
        return f"100 × {parts[0]} / {parts[1]}"
    if relation.kind == "difference":
        return f"{parts[0]} - {_in_brackets(parts[1])}"
    parts = [parts[0], *map(_in_brackets, parts[1:])]
    if len(parts) <= MOST_PARTS:
        return " + ".join(parts)
    return f"{' + '.join(parts[:ENDS])} + ... + {parts[-1]} ({len(parts)} figures)"


def _in_brackets(part: str) -> str:
    """A figure behind a sign has brackets around its own."""
    return f"({part})" if part.startswith("-") else part


def _manner(relation: Relation) -> str:
    if relation.kind == "percent":
        return ", cut off" if relation.truncates else ", rounded"
    return f", within rounding ({_signed(relation.residual)})" if relation.residual else ""


def _follows(relation: Relation, values: NDArray[np.float64]) -> str:
    parts = [float(values[part]) for part in relation.parts]
    if relation.kind == "percent":
        return f"that is {100 * parts[0] / parts[1]:.2f}" if parts[1] else "nothing can be divided by 0"
    result = parts[0] - parts[1] if relation.kind == "difference" else math.fsum(parts)
    return f"that is {figure(result)} ({_signed(relation.residual)})"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '-'}{figure(abs(value))}"


def _place(relation: Relation, rows: Sequence[str], columns: Sequence[str]) -> str:
    """What the relation speaks of: the whole, or the line that makes 100."""
    if relation.whole is not None:
        return f"{rows[relation.whole[0]]} / {columns[relation.whole[1]]}"
    in_one_column = len({column for _, column in relation.parts}) == 1
    return columns[relation.parts[0][1]] if in_one_column else rows[relation.parts[0][0]]


def evidence(found: _core.Mended, at: int, relations: Sequence[Relation]) -> str:
    """Why a cell has the status that it has; nothing where it simply reads as it is."""
    status, other, proof = found["status"][at], float(found["others"][at]), int(found["proofs"][at])
    reason = relations[proof].sentence if proof >= 0 else ""
    if status == "likely" and not math.isnan(other):
        choice = f"it may also be {figure(other)}"
        return f"{choice}; {reason}" if reason else choice
    if status == "likely":
        return reason or "no relation proves it"
    return "" if status == "clean" else reason


def testimony_sentence(witness: Witness, rows: Sequence[str], columns: Sequence[str]) -> str:
    """What a figure of the prose says of a table, in words."""
    where = f"line {witness.line:,}" + ("" if witness.page is None else f", page {witness.page}")
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(witness.cells):
        by_column.setdefault(column, []).append(row)
    cells = "; ".join(f"{columns[column]} / {', '.join(label_runs(rows, own))}" for column, own in by_column.items())
    if len(witness.cells) == 1:
        ((row, column),) = witness.cells
        cells = f"{rows[row]} / {columns[column]}"
    summed = len(witness.cells) > 1 and not witness.percent
    what = {"fills": "gives the sum of what is lost of" if summed else "states what is lost of"}.get(
        witness.verdict, f"{witness.verdict}, as their sum," if summed else witness.verdict
    )
    return f"{witness.raw}{' percent' if witness.percent else ''} ({where}) {what} {cells}"
