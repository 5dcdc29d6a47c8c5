"""A table as a picture: lines over years, or groups of bars.

matplotlib is imported when this module is, and by nothing else in opis.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from opis.tables import Table

UNSURE = ("likely", "conflict")
LONGEST_LABEL = 40
MOST_YEAR_TICKS = 16
SMALLEST_SHARE_OF_YEARS = 0.6
_YEAR = re.compile(r"\s*(1[0-9]{3}|20[0-9]{2})\b")
_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)


def plot_table(table: Table, columns: list[str] | None, log: bool, ax: Axes | None) -> Axes:
    """See :meth:`opis.Table.plot`."""
    chosen = _columns(table, columns)
    years = _years(table.rows)
    if ax is None:
        _, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
    if np.isfinite(years).sum() >= max(2, SMALLEST_SHARE_OF_YEARS * len(years)):
        unsure = _lines(ax, table, chosen, years)
    else:
        unsure = _bars(ax, table, chosen)
    _dress(ax, table, chosen, log)
    _explain(ax, unsure)
    return ax


def _columns(table: Table, wanted: list[str] | None) -> list[int]:
    """The columns to draw: those asked for, or all that share a unit and have figures."""
    if wanted is not None:
        for label in wanted:
            if label not in table.columns:
                raise KeyError(f"no column {label!r}: there are {', '.join(map(repr, table.columns))}")
        return [table.columns.index(label) for label in wanted]
    known = [column for column in range(table.shape[1]) if np.isfinite(table.values[:, column]).any()]
    counts = [column for column in known if not is_percent(table, column)]
    return counts or known


def is_percent(table: Table, column: int) -> bool:
    """Whether a column holds percentages: its label or its figures say so."""
    signs = [raw.rstrip(" )").endswith("%") for raw in table.raw[:, column].tolist() if raw]
    return bool(_PERCENT.search(table.columns[column])) or (bool(signs) and sum(signs) * 2 > len(signs))


def _years(labels: list[str]) -> NDArray[np.float64]:
    """The year that each row begins with, NaN where it is none, as totals are."""
    found = [_YEAR.match(label) for label in labels]
    return np.array([float(match[1]) if match else np.nan for match in found])


def _lines(ax: Axes, table: Table, columns: list[int], years: NDArray[np.float64]) -> Artist | None:
    """Draw lines; gives what stands for an unproved figure in the legend, if there are any."""
    order = np.argsort(years)[: int(np.isfinite(years).sum())]
    span = np.arange(years[order[0]], years[order[-1]] + 1)
    for column in columns:
        values, unsure = np.full(span.size, np.nan), np.zeros(span.size, dtype=bool)
        at = (years[order] - span[0]).astype(int)
        values[at] = table.values[order, column]
        unsure[at] = np.isin(table.status[order, column], UNSURE)
        # A year without a figure breaks the line.
        (line,) = ax.plot(span, values, linewidth=1.5, label=_short(table.columns[column]))
        _points(ax, span, values, unsure, line.get_color())
    step = max(1, -(-span.size // MOST_YEAR_TICKS))
    ax.set_xticks(span[::step], [str(int(year)) for year in span[::step]])
    if span.size > MOST_YEAR_TICKS // 2:
        ax.tick_params(axis="x", rotation=45)
    drawn = table.status[order][:, columns]
    hollow = plt.Line2D([], [], color="grey", marker="o", linestyle="", markerfacecolor="none")
    return hollow if np.isin(drawn, UNSURE).any() else None


def _points(ax: Axes, x: Any, values: Any, unsure: Any, colour: Any) -> None:
    ax.plot(x[~unsure], values[~unsure], "o", color=colour, markersize=5)
    ax.plot(x[unsure], values[unsure], "o", color=colour, markersize=7, markerfacecolor="none", markeredgewidth=1.5)


def _bars(ax: Axes, table: Table, columns: list[int]) -> Artist | None:
    """Draw groups of bars; gives what stands for an unproved figure in the legend, if there are any."""
    places = np.arange(table.shape[0])
    width = 0.8 / max(1, len(columns))
    for position, column in enumerate(columns):
        at = places + (position - (len(columns) - 1) / 2) * width
        bars = ax.bar(at, np.nan_to_num(table.values[:, column]), width * 0.95, label=_short(table.columns[column]))
        for bar, status in zip(bars, table.status[:, column].tolist(), strict=True):
            if status in UNSURE:
                bar.set(facecolor="none", edgecolor=bar.get_facecolor(), hatch="///", linewidth=1.2)
    ax.set_xticks(places, [_short(label) for label in table.rows])
    if max(map(len, table.rows), default=0) * len(table.rows) > 80:
        plt.setp(ax.get_xticklabels(), rotation=30, ha="right", rotation_mode="anchor")
    hollow = plt.Rectangle((0, 0), 1, 1, facecolor="none", edgecolor="grey", hatch="///")
    return hollow if np.isin(table.status[:, columns], UNSURE).any() else None


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _dress(ax: Axes, table: Table, columns: list[int], log: bool) -> None:
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]))
        ax.yaxis.set_major_formatter(plt.FuncFormatter(lambda value, _: f"{value:,.10g}"))
    ax.set_title(table.heading, fontsize="medium", loc="left", wrap=True)
    if _PERCENT.search(table.title) or (columns and all(is_percent(table, column) for column in columns)):
        ax.set_ylabel("%")
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", alpha=0.3)
    ax.set_axisbelow(True)


def _explain(ax: Axes, unsure: Artist | None) -> None:
    handles, labels = ax.get_legend_handles_labels()
    if unsure is not None:
        handles.append(unsure)
        labels.append("not proved")
    if len(labels) > 1:
        ax.legend(handles, labels, frameon=False, fontsize="small")
