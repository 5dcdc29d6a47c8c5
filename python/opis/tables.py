"""Table: the grid of one statistical table, with the arithmetic that proves its cells or contradicts them."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from opis.compare import Comparison, compare
from opis.kinds import STATUSES
from opis.optional import optional
from opis.relations import VERDICTS, Relation, Relations, Witness, relations_of
from opis.show.audit import audit
from opis.show.citation import citation
from opis.show.figures import column_decimals, figure, is_whole
from opis.show.grid import grid_html, grid_text
from opis.show.sentences import testimony_sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray
    from pandas import DataFrame

    from opis import _core
    from opis.book import Book
    from opis.records import Records

LONGEST_FIGURE = 64
ROW_FIELD = "row"
_FILLS = {"U": "", "i": -1, "f": np.nan}  # numpy's own, 999999, would pass for a figure
_NO_NAME = re.compile(r"\W+")


@dataclass(frozen=True)
class Grid:
    """What a table is made of; all arrays have the shape of the grid of data cells."""

    number: int | None
    title: str
    place: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    raw: NDArray[np.object_]
    values: NDArray[np.float64]
    status: NDArray[np.str_]
    evidence: NDArray[np.object_]
    relations: tuple[Relation, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    bounded: bool = False
    archives: Records | None = None
    sources: tuple[str, ...] = ()


class Table:
    """One statistical table: its figures as arrays, and for each the reason to trust it or not.

    Made by :meth:`opis.Book.table` and :func:`opis.mend`.  A table does not change; its arrays are read-only.

    Examples
    --------
    >>> table = book.table(5)
    >>> table.to_pandas()["Arrests"].sum()
    >>> print(table.audit())
    """

    __slots__ = ("_cells", "_grid")

    def __init__(self, grid: Grid, cells: Records) -> None:
        for array in (grid.raw, grid.values, grid.status, grid.evidence):
            array.setflags(write=False)
        self._grid = grid
        self._cells = cells

    # What it holds -----------------------------------------------------------------------------------------

    @property
    def bounded(self) -> bool:
        """Whether it was too large to be solved: see ``table_cells`` of :class:`opis.Limits`.

        Of a table from :func:`opis.mend` also whether the search came to its bound.  What is not proved then stays as
        it reads.
        """
        return self._grid.bounded

    @property
    def number(self) -> int | None:
        """The printed number; None for a table that stands in no book."""
        return self._grid.number

    @property
    def title(self) -> str:
        """The printed title, or the empty text."""
        return self._grid.title

    @property
    def place(self) -> str:
        """Where it stands: ``"line 649, page 31"``; the empty text for a table that stands in no book."""
        return self._grid.place

    @property
    def rows(self) -> list[str]:
        """The labels of the rows, from the top."""
        return list(self._grid.rows)

    @property
    def columns(self) -> list[str]:
        """The labels of the columns, from the left, without that of the row labels."""
        return list(self._grid.columns)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns of data cells there are."""
        return len(self._grid.rows), len(self._grid.columns)

    @property
    def values(self) -> NDArray[np.float64]:
        """The figures, an array of :attr:`shape`, float64; NaN where one is missing or was never printed."""
        return self._grid.values

    @property
    def status(self) -> NDArray[np.str_]:
        """How sure each figure is, an array of :attr:`shape`, text: one of :data:`opis.STATUSES`.

        A cell that was printed empty is ``"clean"``, and its value is NaN.
        """
        return self._grid.status

    @property
    def raw(self) -> NDArray[np.object_]:
        """What the scan shows of each figure, an array of :attr:`shape`, of str; empty where it shows nothing."""
        return self._grid.raw

    @property
    def evidence(self) -> NDArray[np.object_]:
        """What proves or contradicts each figure, an array of :attr:`shape`, of str; empty where nothing needs to."""
        return self._grid.evidence

    @property
    def cells(self) -> Records:
        """The cells as records of kind ``cell``, row by row."""
        return self._cells

    @property
    def relations(self) -> Relations:
        """The relations that the figures keep, or break: sums, percentages, differences, columns that make 100."""
        return Relations(self._grid.relations)

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """The figures of the prose that speak of this table, each with its place and verdict."""
        return self._grid.witnesses

    @property
    def archives(self) -> Records | None:
        """The archival references of its source line, as records of kind ``archive``; None without a book."""
        return self._grid.archives

    @property
    def sources(self) -> tuple[str, ...]:
        """The same as its archives are cited: ``("RGAE, f. 7, op. 1, d. 12, ll. 3-5",)``."""
        return self._grid.sources

    @property
    def fields(self) -> dict[str, str]:
        """The column that each field of :meth:`to_numpy` holds: field names, and the labels they stand for."""
        return dict(zip(field_names(self._grid.columns), self._grid.columns, strict=True))

    def status_counts(self) -> dict[str, int]:
        """How many cells have each status, the surest first; a status that none has is left out."""
        counts = Counter(self.status.ravel().tolist())
        return {status: counts[status] for status in STATUSES if counts[status]}

    # As arrays ---------------------------------------------------------------------------------------------

    def to_numpy(self) -> np.ma.MaskedArray[Any, np.dtype[np.void]]:
        """The table as a masked structured array, one record a row.

        Returns
        -------
        numpy.ma.MaskedArray of shape (rows,)
            The first field, ``"row"``, is the row label (text).  Each column is a field; its name is its label made
            a unique Python name, as :attr:`fields` tells.  A column whose values are all whole is int64, any other
            float64.  Missing figures are masked; ``filled()`` shows them as -1 and NaN.
        """
        names = [ROW_FIELD, *self.fields]
        columns = [self._column(column) for column in range(self.shape[1])]
        labels = np.ma.asarray(np.array(self._grid.rows, dtype=np.str_))
        dtype = np.dtype([(name, part.dtype) for name, part in zip(names, [labels, *columns], strict=True)])
        result = np.ma.empty(self.shape[0], dtype=dtype)
        for name, part in zip(names, [labels, *columns], strict=True):
            result[name] = part
        fills: Any = tuple(_FILLS[dtype[name].kind] for name in names)
        result.fill_value = fills
        return result

    def _column(self, column: int) -> np.ma.MaskedArray[Any, Any]:
        values = self.values[:, column]
        missing = np.isnan(values)
        if is_whole(values):
            return np.ma.array(np.where(missing, 0, values).astype(np.int64), mask=missing)
        return np.ma.array(values, mask=missing)

    def to_pandas(self) -> DataFrame:
        """The table as a pandas DataFrame: the row labels are its index, the column labels its columns.

        Returns
        -------
        pandas.DataFrame
            A column whose values are all whole is ``Int64``, which knows missing integers; any other is float64.
            ``attrs`` holds number and title.

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        pd = optional("pandas", "tables")
        columns = [
            pd.Series(part.filled(0), dtype="Int64").mask(np.ma.getmaskarray(part))
            if part.dtype == np.int64
            else pd.Series(part.filled(np.nan))
            for part in map(self._column, range(self.shape[1]))
        ]
        frame: DataFrame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(self.shape[0]))
        frame.index = pd.Index(self.rows, name=ROW_FIELD, dtype=object)
        frame.columns = pd.Index(self.columns, dtype=object)
        frame.attrs = {"number": self.number, "title": self.title}
        return frame

    # What there is to say of it ----------------------------------------------------------------------------

    def audit(self) -> str:
        """An account of every repair, doubt, gap and contradiction, as plain text for a reader."""
        return audit(self)

    def compare(self, reference: ArrayLike | DataFrame, *, tolerance: float = 1e-9) -> Comparison:
        """Check the table against published figures, cell by cell.

        Parameters
        ----------
        reference : DataFrame or 2-D array
            Where it is a DataFrame, its labels are matched with those of the table, whatever their order, case and
            spacing; an axis that is only counted (0, 1, 2 ...) is matched by position.  An array must have the shape
            of the table.  NaN and None stand for figures that the reference does not give.
        tolerance : float
            Figures that are no further apart are taken for the same.

        Returns
        -------
        Comparison
            The differences, the gaps on either side, and how many figures agree.

        Raises
        ------
        ValueError
            The shapes differ, no label matches, or a label that should be matched stands there twice.
        """
        return compare(self, reference, tolerance)

    def plot(self, *, columns: list[str] | None = None, log: bool = False, ax: Axes | None = None) -> Axes:
        """Draw the table: years as lines, anything else as groups of bars.

        Sure figures are filled points or bars, unproved and contradicted ones hollow; missing ones are gaps.  Totals
        are left out of lines.  Where a table has counts and percentages, the counts are drawn unless ``columns``
        asks for others.

        Parameters
        ----------
        columns : list of str, optional
            Labels of the columns to draw, instead of all that share a unit.
        log : bool
            Use a logarithmic scale, on which small counts remain visible beside large ones.
        ax : matplotlib.axes.Axes, optional
            Where to draw, instead of a new figure.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        ImportError
            matplotlib is not installed.
        KeyError
            The table has no such column.
        """
        from opis.show.plots import plot_table

        return plot_table(self, columns, log, ax)

    # Showing -----------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """Number and title on one line: ``"Table 5. Barges laid up"``."""
        number = "" if self.number is None else f"Table {self.number}"
        return ". ".join(part for part in (number, self.title) if part) or "Table"

    def figures(self) -> list[list[str]]:
        """The figures as text, row by row: thousands parted, each column with as many decimals as it has at most."""
        decimals = [column_decimals(self.values[:, column]) for column in range(self.shape[1])]
        return [[figure(value, places) for value, places in zip(row, decimals, strict=True)] for row in self.values]

    def __repr__(self) -> str:
        return grid_text(self)

    def _repr_html_(self) -> str:
        return grid_html(self)


def field_names(labels: tuple[str, ...]) -> list[str]:
    """A unique Python name for each label; none is the name of the field of row labels."""
    taken = {ROW_FIELD}
    names = []
    for position, label in enumerate(labels, 1):
        stem = _NO_NAME.sub("_", label.replace("%", " percent ")).strip("_") or f"column_{position}"
        stem = f"column_{stem}" if stem[0].isdigit() else stem
        stem = f"{stem}_" if keyword.iskeyword(stem) or not stem.isidentifier() else stem
        name, copy = stem, 2
        while name in taken:
            name, copy = f"{stem}_{copy}", copy + 1
        taken.add(name)
        names.append(name)
    return names


def texts_array(texts: Sequence[str], shape: tuple[int, int]) -> NDArray[np.object_]:
    """Texts of any length in the shape of a grid."""
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array.reshape(shape)


# ---- Tables of a book ---------------------------------------------------------------------------------------


def table_of_row(book: Book, row: int) -> Table:
    """The table that a row of ``book.tables`` stands for."""
    record = book.tables[row]
    cells = _cells(book, row)
    rows, columns = _labels(cells, "row_index", "row"), _labels(cells, "column_index", "col")
    page = "" if record["page"] is None else f", page {record['page']}"
    shape = (len(rows), len(columns))
    at = cells["row_index"] * len(columns) + cells["column_index"]
    values, raw, evidence = (
        np.full(shape, np.nan),
        texts_array([""] * (len(rows) * len(columns)), shape),
        texts_array([""] * (len(rows) * len(columns)), shape),
    )
    status = np.full(shape, "clean", dtype="U9")  # what has no record was printed empty
    for array, name in ((values, "value"), (raw, "raw"), (evidence, "evidence"), (status, "status")):
        array.ravel()[at] = cells[name]
    corrected = {(int(place[0]), int(place[1])) for place in np.argwhere(status == "corrected")}
    starts = book.archives["start"]
    archives = book.archives[np.flatnonzero((record["start"] <= starts) & (starts < record["end"]))]
    grid = Grid(
        number=record["number"],
        title=record["title"] or "",
        place=f"line {record['line']:,}{page}",
        rows=rows,
        columns=columns,
        raw=raw,
        values=values,
        status=status,
        evidence=evidence,
        relations=relations_of(book._core.relations(row), rows, columns, values, corrected),
        witnesses=tuple(_witnesses(book, row, rows, columns, status)),
        bounded=values.size > book.limits.table_cells,
        archives=archives,
        sources=tuple(citation(archive, book._styles) for archive in archives),
    )
    return Table(grid, cells)


def _cells(book: Book, row: int) -> Records:
    """The cells of a table, row by row; a table printed column by column has them in another order."""
    whole = book.cells.to_numpy()
    own = np.flatnonzero(whole["table_row"] == row)
    return book.cells[own[np.lexsort((whole["column_index"][own], whole["row_index"][own]))]]


def _witnesses(
    book: Book, row: int, rows: tuple[str, ...], columns: tuple[str, ...], status: NDArray[np.str_]
) -> Iterator[Witness]:
    """What the prose says of a table, figure by figure."""
    figures: dict[int, list[_core.Testimony]] = {}
    for testimony in book._core.witnesses(row):
        figures.setdefault(testimony["start"], []).append(testimony)
    for start, said in sorted(figures.items()):
        raw = _raw_figure(book.source, start)
        page = _page_of(book, said[0]["line"])
        witness = Witness(
            raw=raw,
            value=said[0]["value"],
            percent=said[0]["percent"],
            start=start,
            end=start + len(raw.encode()),
            line=said[0]["line"],
            page=page,
            verdict=_verdict(said, status.ravel()),
            cells=tuple(dict.fromkeys(divmod(part["cell"], len(columns)) for part in said)),
            sentence="",
        )
        yield replace(witness, sentence=testimony_sentence(witness, rows, columns))


def _verdict(said: list[_core.Testimony], status: NDArray[np.str_]) -> str:
    """The weightiest word of a figure.  A sum that shows one of several figures misread, and not which, proves none."""
    repaired = [part for part in said if part["verdict"] == "repairs" and not part["percent"]]
    if len(said) > 1 and any(status[part["cell"]] != "repaired" for part in repaired):
        return "contradicts"
    return max((part["verdict"] for part in said), key=VERDICTS.index)


def _raw_figure(source: bytes, start: int) -> str:
    """The figure that begins at an offset: what stands there up to a blank, without the stops behind it."""
    text = source[start : start + LONGEST_FIGURE].decode(errors="ignore")
    return (text.split() or [""])[0].rstrip(".,;:!?)]'\"”’")


def _page_of(book: Book, line: int) -> int | None:
    """The printed number of the page that a line stands on."""
    pages = book.pages.to_numpy()
    at = int(np.searchsorted(pages["line"], line, side="right")) - 1
    return int(pages["number"][at]) if at >= 0 and pages["number"][at] >= 0 else None


def _labels(cells: Records, position: str, label: str) -> tuple[str, ...]:
    positions, first = np.unique(cells[position], return_index=True)
    return tuple(str(text) for text in cells[label][first]) if positions.size else ()
