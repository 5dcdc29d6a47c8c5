"""A table against published figures, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from opis.show.figures import figure, plural
from opis.show.table import html_table, text_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opis.tables import Table

Pairs: TypeAlias = list[tuple[int, int]]  # a position in the table, and the same in the reference


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What a comparison of a table with published figures found.

    Attributes
    ----------
    differences : numpy.ndarray of shape (n,)
        A structured array, one record for each figure that differs: ``row``, ``column`` (labels), ``value``,
        ``reference``, ``difference`` (value less reference; float64) and ``status`` (how sure the value is).
    agree : int
        How many figures are the same on both sides.
    missing : list of tuple of str
        Row and column of the figures that the reference gives and the table lacks.
    unreferenced : list of tuple of str
        Row and column of the figures of the table that the reference does not give.
    unmatched : list of str
        Labels of the reference that the table does not have.
    """

    differences: NDArray[np.void]
    agree: int
    missing: list[tuple[str, str]]
    unreferenced: list[tuple[str, str]]
    unmatched: list[str]

    @property
    def same(self) -> bool:
        """Whether no figure differs, none is missing, and every label of the reference was found."""
        return not (len(self.differences) or self.missing or self.unmatched)

    def _summary(self) -> str:
        parts = [
            plural(self.agree, "figure") + " agree" + ("s" if self.agree == 1 else ""),
            f"{len(self.differences):,} differ" + ("s" if len(self.differences) == 1 else ""),
        ]
        counts = (("missing here", self.missing), ("not in the reference", self.unreferenced))
        parts += [f"{len(items):,} {name}" for name, items in counts if items]
        if self.unmatched:
            parts.append(f"not found here: {', '.join(self.unmatched)}")
        return ", ".join(parts)

    def _rows(self) -> tuple[list[str], list[list[Any]]]:
        names = list(self.differences.dtype.names or ())
        return names, [
            [figure(value) if isinstance(value, float) else value for value in record]
            for record in self.differences.tolist()
        ]

    def __repr__(self) -> str:
        return self._summary() + ("\n" + text_table(*self._rows()) if len(self.differences) else "")

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self._summary())}</p>" + (html_table(*self._rows()) if len(self.differences) else "")


def compare(table: Table, reference: Any, tolerance: float) -> Comparison:
    """See :meth:`opis.Table.compare`."""
    figures = _figures(reference)
    index, heads = (reference.index, reference.columns) if _is_frame(reference) else (None, None)
    rows, unknown_rows = _axis(table.rows, index, figures.shape[0], "row")
    columns, unknown_columns = _axis(table.columns, heads, figures.shape[1], "column")
    ours, theirs = np.full(table.shape, np.nan), np.full(table.shape, np.nan)
    to, at = (
        np.ix_([a for a, _ in rows], [a for a, _ in columns]),
        np.ix_([b for _, b in rows], [b for _, b in columns]),
    )
    ours[...], theirs[to] = table.values, figures[at]
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    differs = both & ~(np.abs(ours - theirs) <= tolerance)
    return Comparison(
        differences=_differences(table, theirs, differs),
        agree=int(both.sum() - differs.sum()),
        missing=_names(table, np.isnan(ours) & ~np.isnan(theirs)),
        unreferenced=_names(table, ~np.isnan(ours) & np.isnan(theirs)),
        unmatched=[*unknown_rows, *unknown_columns],
    )


def _is_frame(reference: Any) -> bool:
    return hasattr(reference, "to_numpy") and hasattr(reference, "columns")


def _figures(reference: Any) -> NDArray[np.float64]:
    if _is_frame(reference):
        figures = reference.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        masked = np.ma.masked_invalid(np.ma.asarray(reference, dtype=np.float64))
        figures = masked.filled(np.nan)
    if figures.ndim != 2:
        raise ValueError(f"a table is compared with a table: two dimensions, not {figures.ndim}")
    return np.asarray(figures, dtype=np.float64)


def _axis(labels: list[str], others: Any, length: int, what: str) -> tuple[Pairs, list[str]]:
    """Which positions of the two sides belong together, and the labels of the reference that found no partner."""
    if others is None or _only_counts(others):
        if length != len(labels):
            raise ValueError(f"the table has {plural(len(labels), what)}, the reference {length:,}")
        return [(position, position) for position in range(length)], []
    own, theirs = [_key(label) for label in labels], [_key(label) for label in others]
    shared = [key for key in theirs if key in own]
    if not shared:
        raise ValueError(f"no {what} of the reference has a label of the table: {', '.join(map(str, others))}")
    for key in shared:
        if own.count(key) > 1 or theirs.count(key) > 1:
            raise ValueError(f"two {what}s are called {key!r}: give an array to compare by position")
    return [(own.index(key), theirs.index(key)) for key in shared], [
        str(label) for label, key in zip(others, theirs, strict=True) if key not in own
    ]


def _only_counts(labels: Sequence[Any]) -> bool:
    return list(labels) == list(range(len(labels)))


def _key(label: Any) -> str:
    return " ".join(str(label).split()).casefold()


def _names(table: Table, chosen: NDArray[np.bool_]) -> list[tuple[str, str]]:
    return [(table.rows[row], table.columns[column]) for row, column in np.argwhere(chosen).tolist()]


def _differences(table: Table, theirs: NDArray[np.float64], differs: NDArray[np.bool_]) -> NDArray[np.void]:
    labels = [*table.rows, *table.columns]
    text = f"U{max(map(len, labels), default=1) or 1}"
    real = np.float64
    dtype = [("row", text), ("column", text), ("value", real), ("reference", real), ("difference", real)]
    found = [
        (
            table.rows[row],
            table.columns[column],
            table.values[row, column],
            theirs[row, column],
            table.values[row, column] - theirs[row, column],
            table.status[row, column],
        )
        for row, column in np.argwhere(differs).tolist()
    ]
    return np.array(found, dtype=[*dtype, ("status", "U9")])
