"""Records, documents and books as pictures: when, what and where.

matplotlib is imported when this module is.  In every picture what is not proved is pale and hatched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np

from opis.dates import parse_date
from opis.kinds import PLURALS
from opis.show.figures import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from opis.book import Book
    from opis.document import Document
    from opis.records import Records

SURE = ("clean", "repaired", "corrected")
MOST_BARS = 20
MOST_MONTHS = 180  # a longer span is counted by years
LONGEST_LABEL = 44
PLACES_IN_TEXT = 120
DATED = {"document": "date", "date": "resolved", "periodical": "date", "document_index": "date"}
NAMED = {
    "archive": ("archive", "fond"),
    "work": ("authors",),
    "speaker": ("name",),
    "statistic": ("unit",),
    "crossref": ("target",),
    "index_entry": ("head",),
}


def plot_records(records: Records, by: str | None, ax: Axes | None) -> Axes:
    """See :meth:`opis.Records.plot`."""
    columns = records.columns
    if by is not None and by not in columns:
        raise KeyError(f"a {records.kind} has no column {by!r}; there are {', '.join(columns)}")
    sure = np.isin(records["status"], SURE)
    dates = DATED.get(records.kind, "") if by is None else by
    if dates in DATED.values() and dates in columns:
        ax = _over_time(records[dates].tolist(), sure, ax)
    elif by is not None or records.kind in NAMED:
        ax = _by_name(records, (by,) if by is not None else NAMED[records.kind], sure, ax)
    else:
        ax = _over_text(records["line"], sure, ax)
    ax.set_title(f"{len(records):,} {PLURALS[records.kind].replace('_', ' ')}", loc="left", fontsize="medium")
    _dress(ax)
    return ax


def _axes(ax: Axes | None, height: float = 4.0) -> Axes:
    return ax if ax is not None else plt.subplots(figsize=(8, height), layout="constrained")[1]


def _dress(ax: Axes) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    if len(ax.get_legend_handles_labels()[1]) > 1:
        ax.legend(frameon=False, fontsize="small")


def _unsure(**style: Any) -> dict[str, Any]:
    return {"alpha": 0.45, "hatch": "///", "edgecolor": "white", **style}


def _over_time(dates: list[str], sure: NDArray[np.bool_], ax: Axes | None) -> Axes:
    """Counts by month, or by year where the span is long or the dates are no more exact."""
    first = [_first_day(text) for text in dates]
    known = [(day, bool(proved)) for day, proved in zip(first, sure, strict=True) if day is not None]
    ax = _axes(ax)
    ax.set_ylabel("each month" if known else "")
    if not known:
        return ax
    months = np.array([12 * day.year + day.month - 1 for day, _ in known])
    proved = np.array([flag for _, flag in known])
    by_year = np.ptp(months) >= MOST_MONTHS
    places = months // 12 * 12 if by_year else months
    width = 12 if by_year else 1
    span = np.arange(places.min(), places.max() + 1, width)
    counts = [np.bincount((places[of] - span[0]) // width, minlength=span.size) for of in (proved, ~proved)]
    x = span / 12
    ax.bar(x, counts[0], width / 12 * 0.9, align="edge", color="C0", label="proved")
    if counts[1].any():
        ax.bar(
            x, counts[1], width / 12 * 0.9, bottom=counts[0], align="edge", **_unsure(color="C0", label="not proved")
        )
    ax.set_ylabel("each year" if by_year else "each month")
    ax.xaxis.set_major_locator(plt.MaxNLocator(integer=True, min_n_ticks=1))
    ax.yaxis.set_major_locator(plt.MaxNLocator(integer=True))
    lost = len(dates) - len(known)
    if lost:
        ax.set_xlabel(f"{plural(lost, 'record')} without a year", fontsize="small")
    return ax


def _first_day(text: str) -> Any:
    days = parse_date(text)
    return days[0] if isinstance(days, tuple) else days


def _by_name(records: Records, names: tuple[str, ...], sure: NDArray[np.bool_], ax: Axes | None) -> Axes:
    """Horizontal bars of the most frequent values, the most frequent on top."""
    columns = [records[name].astype(str) for name in names]
    labels = np.array([", f. ".join(filter(None, parts)) or "?" for parts in zip(*columns, strict=True)], dtype=object)
    values, where = np.unique(labels, return_inverse=True) if labels.size else (labels, np.zeros(0, dtype=int))
    counts = [np.bincount(where[of], minlength=len(values)) for of in (sure, ~sure)]
    order = np.argsort(-(counts[0] + counts[1]), kind="stable")[:MOST_BARS][::-1]
    ax = _axes(ax, 0.9 + 0.27 * max(3, len(order)))
    places = np.arange(len(order))
    ax.barh(places, counts[0][order], color="C0", label="proved")
    if counts[1][order].any():
        ax.barh(places, counts[1][order], left=counts[0][order], **_unsure(color="C0", label="not proved"))
    ax.set_yticks(places, [_short(str(values[place])) for place in order])
    ax.xaxis.set_major_locator(plt.MaxNLocator(integer=True))
    left = len(values) - len(order)
    ax.set_xlabel("records" + (f"; {left:,} more are rarer" if left > 0 else ""))
    return ax


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _over_text(lines: NDArray[np.integer[Any]], sure: NDArray[np.bool_], ax: Axes | None) -> Axes:
    """Where in the text they stand."""
    ax = _axes(ax, 3.0)
    edges = np.linspace(0, max(1, int(lines.max(initial=1))), min(PLACES_IN_TEXT, max(10, lines.size)) + 1)
    counts = [np.histogram(lines[of], edges)[0] for of in (sure, ~sure)]
    width = np.diff(edges)
    ax.bar(edges[:-1], counts[0], width, align="edge", color="C0", label="proved")
    if counts[1].any():
        ax.bar(edges[:-1], counts[1], width, bottom=counts[0], align="edge", **_unsure(color="C0", label="not proved"))
    ax.set_xlabel("line of the source")
    ax.yaxis.set_major_locator(plt.MaxNLocator(integer=True))
    return ax


def plot_document(document: Document, ax: Axes | None) -> Axes:
    """See :meth:`opis.Document.plot`."""
    turns = document.turns
    if not len(turns):
        raise ValueError(f"document {document.label} has no turns to draw: it is no transcript")
    names, where = np.unique(turns["speaker"], return_inverse=True)
    order = np.argsort(np.bincount(where, weights=turns["words"]), kind="stable")[-MOST_BARS:]
    begins = np.concatenate([[0], np.cumsum(turns["words"])])[:-1]
    ax = _axes(ax, 1.0 + 0.27 * max(3, len(order)))
    for place, speaker in enumerate(order):
        own = where == speaker
        for flag, style in ((True, {"color": "C0"}), (False, _unsure(color="C0"))):
            part = own & (np.isin(turns["status"], SURE) == flag)
            widths = np.maximum(turns["words"][part], 1).tolist()
            ax.broken_barh(list(zip(begins[part].tolist(), widths, strict=True)), (place - 0.4, 0.8), **style)
    ax.set_yticks(range(len(order)), [_short(str(names[speaker]) or "?") for speaker in order])
    ax.set_xlabel("words, from the beginning")
    ax.set_title(f"Document {document.label}: {plural(len(turns), 'turn')}", loc="left", fontsize="medium")
    _dress(ax)
    return ax


def plot_book(book: Book, ax: Axes | None) -> Axes:
    """See :meth:`opis.Book.plot`."""
    kinds = [kind for kind in book.kinds if len(book.records(kind))][::-1]
    ax = _axes(ax, 0.9 + 0.3 * max(3, len(kinds)))
    last = max((int(book.records(kind)["line"].max()) for kind in kinds), default=1)
    edges = np.linspace(0, last, PLACES_IN_TEXT + 1)
    shades = np.array([np.histogram(book.records(kind)["line"], edges)[0] for kind in kinds], dtype=float)
    shades = shades.reshape(len(kinds), PLACES_IN_TEXT)
    shades /= np.maximum(1, shades.max(axis=1, keepdims=True, initial=1))
    shades[shades > 0] = 0.15 + 0.85 * shades[shades > 0]  # a single record is to be seen
    if kinds:
        ax.pcolormesh(edges, np.arange(len(kinds) + 1) - 0.5, shades, cmap="Blues", vmin=0, vmax=1, linewidth=0)
    ax.set_yticks(
        range(len(kinds)), [f"{PLURALS[kind].replace('_', ' ')} {len(book.records(kind)):,}" for kind in kinds]
    )
    ax.set_xlabel("line of the source")
    ax.set_title("Where the records of each kind stand", loc="left", fontsize="medium")
    _dress(ax)
    return ax
