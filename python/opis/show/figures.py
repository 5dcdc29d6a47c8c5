"""Figures as a reader writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DECIMALS = 6
SHORT_RUN = 2
LARGEST_WHOLE = 2.0**53  # beyond it a float64 no longer tells whole numbers apart


def is_whole(values: NDArray[np.float64]) -> bool:
    """Whether some values are known and all of them are whole numbers."""
    known = values[~np.isnan(values)]
    return bool(known.size and (np.abs(known) < LARGEST_WHOLE).all() and (known == np.round(known)).all())


def decimals_of(value: float) -> int:
    """The decimals that it takes to write a value; 0 for NaN."""
    if np.isnan(value):
        return 0
    text = f"{value:.{MOST_DECIMALS}f}".rstrip("0")
    return len(text) - text.index(".") - 1


def column_decimals(values: NDArray[np.float64]) -> int:
    """The decimals that it takes to write every known value of a column."""
    return max((decimals_of(value) for value in values[~np.isnan(values)].tolist()), default=0)


def figure(value: float, decimals: int | None = None) -> str:
    """A value with its thousands parted: ``"1,620"``, ``"8.0"``; nothing for NaN."""
    if np.isnan(value):
        return ""
    return f"{value:,.{decimals_of(value) if decimals is None else decimals}f}"


def plural(count: int, noun: str) -> str:
    """A count and its noun: ``"1 cell"``, ``"1,620 cells"``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def label_runs(labels: Sequence[str], positions: Sequence[int]) -> list[str]:
    """The labels at ascending positions; runs of three and more by their first and last: ``["1921 to 1935"]``."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    named = []
    for run in runs:
        long = len(run) > SHORT_RUN
        named += [f"{labels[run[0]]} to {labels[run[-1]]}"] if long else [labels[position] for position in run]
    return named
