"""opis.mend: the arithmetic solver for a table that stands in no book."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import isclose
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from opis import _core
from opis.errors import LimitError
from opis.limits import USUAL, Limits
from opis.records import Records
from opis.relations import relations_of
from opis.show.figures import decimals_of
from opis.show.sentences import evidence
from opis.tables import Grid, Table, texts_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pandas import DataFrame

    Text: TypeAlias = str | None
    Texts: TypeAlias = list[list[Text]]
    Given: TypeAlias = tuple[str, int | None, tuple[int, ...]]

HUNDRED = 100
_FORMS = {"sum": 0, "percent": 2, "difference": 2}  # how many parts each needs; 0: any number
_TEXT_COLUMNS, _CHARACTER = 3, 4  # of the array of cells: row, col and evidence; bytes
MOST_UNSTATED = 2  # a total of fewer than two others says nothing
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_YEAR = re.compile(r"\s*(1\d{3}|20\d{2})(?:\s*[-–/]\s*\d{2,4})?\s*")


def mend(
    strings: ArrayLike | DataFrame | Sequence[Sequence[Any]],
    relations: Mapping[Any, Sequence[Any]] | None = None,
    *,
    header: bool | None = None,
    index: bool | None = None,
    limits: Limits = USUAL,
) -> Table:
    """Read the figures of a damaged table, and let its arithmetic prove them.

    Sums over rows and columns, percentages, differences and columns that make 100 are found by themselves; what
    holds in most of the table repairs the rest.  A figure is ``"repaired"`` only if no other reading of the scan
    keeps the relations it stands in.  A damaged figure that no relation touches is ``"likely"``.  A last row or column
    that is called a total states its sums, unless a well-read line breaks them.

    Parameters
    ----------
    strings : 2-D list, array or DataFrame
        What OCR left of each cell: text such as ``"1,62o"`` or ``"(8.8%)"``.  Empty text and dashes are cells that
        were printed empty; None, NaN and marks such as ``"n.a."`` or ``"?"`` are figures that are missing.  Numbers
        are taken as well read.  The first row and the first column may be labels; those of a DataFrame are its own.
    relations : mapping, optional
        Relations that you know to hold, by the label of the whole:

        - ``{"Total": ["A", "B"]}``: a sum;
        - ``{"Left": ("difference", "Came", "Went")}``: the second label less the third;
        - ``{"Share": ("percent", "B", "A")}``: what percentage ``B`` is of ``A``;
        - ``{100: ["A", "B", "C"]}``: percentages that make 100.

        Labels of columns make a relation of every row, labels of rows one of every column.  A column or row without
        a label is called ``"column 1"``, ``"row 1"`` and so on.  Relations that are found are used besides.
    header, index : bool, optional
        Whether the first row and the first column are labels, where opis should not judge by itself: labels are
        words, or years that ascend under or beside an empty or wordy corner.
    limits : Limits, optional
        What the table may take: see :class:`Limits`.

    Returns
    -------
    Table
        ``values`` and ``status`` cover the data cells.

    Raises
    ------
    ValueError
        The strings have not two dimensions; a relation names a label that is not there, is there twice, or mixes
        rows and columns, or has another form than those above.
    TypeError
        A cell is neither text, number nor missing.
    LimitError
        A cell or a label is longer than ``text_bytes``; or the array of the cells, when it is asked for, larger than
        ``array_bytes``.  A table of more than ``table_cells`` is no error: its figures stay as they read, and it is
        ``bounded``.

    Examples
    --------
    >>> opis.mend([["", "Men", "Women", "All"], ["1931", "l2", "30", "42"], ["1932", "20", "15", "35"]])
    """
    if not isinstance(limits, Limits):
        raise TypeError(f"limits must be an opis.Limits, not {type(limits).__name__}")
    rows, columns, texts = _take_apart(strings, header, index)
    _check_labels(rows, "row", limits)
    _check_labels(columns, "column", limits)
    given = list(_given(relations or {}, rows, columns))
    given += [stated for stated in _totals(rows, columns, texts) if stated not in given]
    flat = tuple(None if _is_unknown(text) else text for line in texts for text in line)
    found = _core.mend(len(rows), len(columns), flat, tuple(given), astuple(limits))
    return _table(rows, columns, texts, found, limits)


def _check_labels(labels: list[str], what: str, limits: Limits) -> None:
    """Labels stand in every row of the array of cells."""
    for position, label in enumerate(labels, 1):
        if len(label.encode()) > limits.text_bytes:
            raise LimitError(
                f"the label of {what} {position}, {label[:20]!r} ..., passes the limit text_bytes of "
                f"{limits.text_bytes}; shorten it, or raise the limit"
            )


def _table(rows: list[str], columns: list[str], texts: Texts, found: _core.Mended, limits: Limits) -> Table:
    shape = (len(rows), len(columns))
    values, status = found["values"].reshape(shape), np.array(found["status"], dtype="U9").reshape(shape)
    relations = relations_of(found["relations"], rows, columns, values)
    grid = Grid(
        number=None,
        title="",
        place="",
        rows=tuple(rows),
        columns=tuple(columns),
        raw=texts_array([text or "" for line in texts for text in line], shape),
        values=values,
        status=status,
        evidence=texts_array([evidence(found, at, relations) for at in range(values.size)], shape),
        relations=relations,
        bounded=found["bounded"],
    )
    return Table(grid, Records(cast("_core.Records", MendedCells(grid, limits.array_bytes))))


# ---- What the caller gives ----------------------------------------------------------------------------------


def _take_apart(strings: Any, header: bool | None, index: bool | None) -> tuple[list[str], list[str], Texts]:
    """Labels of rows and columns, and the texts of the data cells."""
    if hasattr(strings, "to_numpy") and hasattr(strings, "columns"):
        texts = _texts(strings.to_numpy(dtype=object, na_value=None).tolist())
        names = None if _only_counts(strings.columns) else [str(label) for label in strings.columns]
        labels = None if _only_counts(strings.index) else [str(label) for label in strings.index]
    else:
        texts, names, labels = _texts(strings.tolist() if hasattr(strings, "tolist") else strings), None, None
    if names is None and (header if header is not None else _is_header(texts)):
        names = [text or "" for text in texts[0]]
        texts = texts[1:]
    corner = names[0] if names and texts and len(names) == len(texts[0]) else ""
    if labels is None and (index if index is not None else _is_index(texts, corner)):
        labels = [line[0] or "" for line in texts]
        texts = [line[1:] for line in texts]
        names = names[1:] if names else None
    width = len(texts[0]) if texts else len(names or [])
    return _labels(labels, len(texts), "row"), _labels(names, width, "column"), texts


def _labels(labels: list[str] | None, count: int, what: str) -> list[str]:
    known = [" ".join(label.split()) for label in labels] if labels else [""] * count
    return [label or f"{what} {position}" for position, label in enumerate(known, 1)]


def _only_counts(labels: Any) -> bool:
    return list(labels) == list(range(len(labels)))


def _texts(strings: Any) -> Texts:
    lines = list(strings)
    if any(isinstance(line, str | bytes) or not hasattr(line, "__iter__") for line in lines):
        raise ValueError("a table has two dimensions: give a list of rows, each a list of cells")
    texts = [[_text(cell) for cell in line] for line in lines]
    for number, line in enumerate(texts):
        if len(line) != len(texts[0]):
            raise ValueError(f"row {number} has {len(line)} cells, the first row {len(texts[0])}")
    return _align_decimals(lines, texts)


def _align_decimals(lines: list[Any], texts: Texts) -> Texts:
    """Write the numbers of a column that holds no text with the same decimals, as a printed column has them."""
    for column in range(len(texts[0]) if texts else 0):
        known = [line[column] for line, text in zip(map(list, lines), texts, strict=True) if text[column] is not None]
        if any(isinstance(cell, str) for cell in known):
            continue
        decimals = max((decimals_of(float(cell)) for cell in known), default=0)
        for line in texts:
            line[column] = None if line[column] is None else f"{float(line[column] or 0):.{decimals}f}"
    return texts


def _text(cell: Any) -> Text:
    if isinstance(cell, str):
        return cell
    if cell is None or type(cell).__name__ == "NAType" or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, bool | np.bool_):
        raise TypeError("a cell is text, a number or None, not bool")
    if isinstance(cell, int | np.integer):
        return str(int(cell))
    if isinstance(cell, float | np.floating):
        return None if math.isnan(cell) else np.format_float_positional(cell, trim="-")
    raise TypeError(f"a cell is text, a number or None, not {type(cell).__name__}")


def _is_wordy(text: Text) -> bool:
    return bool(text and text.strip() and not _DIGIT.search(text))


def _are_labels(texts: Sequence[Text], corner: Text) -> bool:
    """Whether a first row or column is labels: words, or years that ascend beside a corner that is no figure."""
    known = [text for text in texts if text and text.strip()]
    if not known:
        return False
    years = [match[1] for match in map(_YEAR.fullmatch, known) if match]
    ascend = len(years) > 1 and all(a < b for a, b in pairwise(years))
    if ascend and len(years) * 2 > len(known) and not _DIGIT.search(corner or ""):
        return True
    return 2 * sum(map(_is_wordy, known)) > len(known)


def _is_header(texts: Texts) -> bool:
    return len(texts) > 1 and len(texts[0]) > 0 and _are_labels(texts[0][1:] or texts[0], texts[0][0])


def _is_index(texts: Texts, corner: str) -> bool:
    return bool(texts) and len(texts[0]) > 1 and _are_labels([line[0] for line in texts], corner)


# ---- Relations of the caller --------------------------------------------------------------------------------


def _given(relations: Mapping[Any, Sequence[Any]], rows: list[str], columns: list[str]) -> Iterator[Given]:
    """The caller's relations as the core wants them: one for each row or column in which it holds."""
    for whole, form in relations.items():
        kind, labels = _form(whole, form)
        wanted = labels if kind == "hundred" else [whole, *labels]
        along, places = _find(wanted, rows, columns)
        for line in range(len(rows) if along == "column" else len(columns)):
            cells = [line * len(columns) + at if along == "column" else at * len(columns) + line for at in places]
            if kind == "hundred":
                yield kind, None, tuple(cells)
            else:
                yield kind, cells[0], tuple(cells[1:])


def _total_words() -> frozenset[str]:
    """Words that head a line of totals, in small letters."""
    return _words_of_edition("totals")


@cache
def _words_of_edition(key: str) -> frozenset[str]:
    style = files("opis").joinpath("styles", "edition.toml").read_text("utf-8")
    return frozenset(word.casefold() for word in _find_key(tomllib.loads(style), key))


def _is_unknown(text: Text) -> bool:
    """Whether print says that it knows no figure."""
    return text is not None and text.strip().casefold() in _words_of_edition("unknown_figures")


def _find_key(style: dict[str, Any], key: str) -> list[str]:
    """The list of words under a key, wherever it stands in a style."""
    if key in style:
        return list(style[key])
    return next((words for part in style.values() if isinstance(part, dict) and (words := _find_key(part, key))), [])


def _totals(rows: list[str], columns: list[str], texts: Texts) -> Iterator[Given]:
    """The sums that the label of a last row or column states, where some line keeps it and none breaks it."""
    width = len(columns)
    grid = [[_plain(text) for text in line] for line in texts]
    for labels, lines, step in ((columns, grid, 1), (rows, [list(line) for line in zip(*grid, strict=True)], width)):
        words = labels[-1].casefold().split() if len(labels) > MOST_UNSTATED else []
        complete = [line for line in lines if None not in line]
        if not words or words[0] not in _total_words() or not complete:
            continue
        if all(isclose(sum(line[:-1]), line[-1], abs_tol=1e-9) for line in complete):  # type: ignore[arg-type]
            for position in range(len(lines)):
                first = position * (width if step == 1 else 1)
                cells = [first + step * part for part in range(len(labels))]
                yield ("sum", cells[-1], tuple(cells[:-1]))


def _plain(text: Text) -> float | None:
    """The figure, if the text is one that nothing is wrong with; percentages add up to no total."""
    return float(text.replace(",", "")) if text and _FIGURE.fullmatch(text) else None


def _form(whole: Any, form: Any) -> tuple[str, list[Any]]:
    """Kind and parts of one relation."""
    if isinstance(form, str) or not isinstance(form, Sequence):
        raise ValueError(f"the relation of {whole!r} is a list of labels, not {form!r}")
    kind, labels = "sum", list(form)
    if isinstance(form, tuple) and form and form[0] in _FORMS:
        kind, labels = str(form[0]), labels[1:]
    if not isinstance(whole, str) and whole == HUNDRED and kind == "sum":
        kind = "hundred"
    parts = _FORMS.get(kind, 0)
    if not labels or (parts and len(labels) != parts):
        raise ValueError(f"the relation of {whole!r} needs {f'{parts} labels' if parts else 'labels'}: {form!r}")
    return kind, labels


def _find(wanted: list[Any], rows: list[str], columns: list[str]) -> tuple[str, list[int]]:
    """Whether labels are those of columns or of rows, and where they stand."""
    labels = [" ".join(str(label).split()) for label in wanted]
    if len(set(labels)) < len(labels):
        raise ValueError(f"a relation names a label twice: {', '.join(labels)}")
    in_columns, in_rows = (all(label in own for label in labels) for own in (columns, rows))
    if in_columns and in_rows:
        raise ValueError(f"both rows and columns are called {', '.join(labels)}")
    if not in_columns and not in_rows:
        lost = [label for label in labels if label not in columns and label not in rows]
        if lost:
            raise ValueError(f"no row or column is called {lost[0]!r}: there are {', '.join([*columns, *rows])}")
        raise ValueError(f"a relation is one of rows or of columns, and mixes them: {', '.join(labels)}")
    along, own = ("column", columns) if in_columns else ("row", rows)
    for label in labels:
        if own.count(label) > 1:
            raise ValueError(f"two {along}s are called {label!r}")
    return along, [own.index(label) for label in labels]


# ---- Cells as records ---------------------------------------------------------------------------------------


class MendedCells:
    """The cells of a table that stands in no book, as Records wants them: a kind, its fields, and rows.

    They have the fields of the cells of a book; those that need a book are unknown.
    """

    kind = "cell"
    fields = (
        *("kind", "start", "end", "line", "page", "document", "raw", "status"),
        *("table", "row", "col", "value", "evidence"),
    )

    def __init__(self, grid: Grid, array_bytes: int = USUAL.array_bytes) -> None:
        self._grid = grid
        self._array_bytes = array_bytes
        self._array: NDArray[np.void] | None = None

    def __len__(self) -> int:
        return self._grid.values.size

    def __getitem__(self, at: int) -> dict[str, Any]:
        grid = self._grid
        row, column = divmod(at, len(grid.columns))
        value = float(grid.values[row, column])
        number: int | float | None = None if math.isnan(value) else int(value) if value.is_integer() else value
        return {
            **dict.fromkeys(self.fields),
            "kind": self.kind,
            "raw": grid.raw[row, column],
            "status": str(grid.status[row, column]),
            "row": grid.rows[row],
            "col": grid.columns[column],
            "value": number,
            "evidence": grid.evidence[row, column] or None,
        }

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[at] for at in range(len(self)))

    def to_numpy(self) -> NDArray[np.void]:
        """The columns that the cells of a book have; unknown numbers are -1."""
        if self._array is None:
            self._array = self._make_array()
        return self._array

    def _check_size(self) -> None:
        """Every row of the array is as wide as the longest label: a long one among many cells makes a huge array."""
        grid = self._grid
        widest = max(map(len, (*grid.rows, *grid.columns, *grid.evidence.ravel())), default=0)
        if _TEXT_COLUMNS * _CHARACTER * widest * grid.values.size > self._array_bytes:
            raise LimitError(
                f"an array of {grid.values.size} cell records, with {widest} characters for a label in each, passes "
                f"the limit array_bytes of {self._array_bytes}; take the records one by one, or raise the limit"
            )

    def _make_array(self) -> NDArray[np.void]:
        grid = self._grid
        self._check_size()
        shape = grid.values.shape
        rows, columns = (part.ravel() for part in np.indices(shape, dtype=np.int32))
        unknown = np.full(grid.values.size, -1)
        known: dict[str, NDArray[Any]] = {
            **dict.fromkeys(("start", "end"), unknown.astype(np.int64)),
            **dict.fromkeys(("line", "page", "document"), unknown.astype(np.int32)),
            "status": grid.status.ravel(),
            "table": unknown.astype(np.int32),
            "row": np.array(grid.rows or [""])[rows] if rows.size else np.array([], dtype="U1"),
            "col": np.array(grid.columns or [""])[columns] if rows.size else np.array([], dtype="U1"),
            "value": grid.values.ravel(),
            "evidence": grid.evidence.ravel().astype(np.str_),
            "table_row": unknown.astype(np.int32),
            "row_index": rows,
            "column_index": columns,
        }
        array = np.empty(grid.values.size, dtype=[(name, part.dtype) for name, part in known.items()])
        for name, part in known.items():
            array[name] = part
        array.setflags(write=False)
        return array
