"""Records: the rows of one kind, as a table, as numpy arrays, and one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from opis.kinds import PLURALS, STATUSES
from opis.optional import optional
from opis.parquet import write_parquet
from opis.show.table import cell, html_table, text_table

if TYPE_CHECKING:
    import os

    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from opis import _core
    from opis.book import Book
    from opis.resolving import Reference, References

    Key: TypeAlias = slice | Sequence[int] | Sequence[bool] | NDArray[np.bool_] | NDArray[np.integer[Any]]

SHOWN_WHOLE = 12
SHOWN_ENDS = 5


class Record(Mapping[str, Any]):
    """One record: the very object that ``opis extract --format jsonl`` prints, read-only.

    Its fields are keys and attributes: ``note["number"]`` and ``note.number`` are the same.  Offsets are bytes,
    lines are counted from 1, and what is unknown is None.
    """

    __slots__ = ("_book", "_row", "_values")

    def __init__(self, values: dict[str, Any], book: Book | None = None, row: int = -1) -> None:
        self._values = values
        self._book = book
        self._row = row

    @property
    def identity(self) -> str | None:
        """A name that stays: see :attr:`Records.ids`; None for a record that stands in no book."""
        return None if self._book is None else str(self._book._identities_of(self._values["kind"])[self._row])

    def resolve(self) -> Reference:
        """An archival reference in full: see :meth:`Records.resolve`.

        Raises
        ------
        ValueError
            The record is no archival reference, or stands in no book.
        """
        if self._values["kind"] != "archive" or self._book is None:
            raise ValueError("resolve() is for an archival reference of a book: book.archives[0].resolve()")
        from opis.resolving import Resolver

        return Resolver(self._book).reference(self._row)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name in Record.__slots__ or name not in self._values:
            raise AttributeError(f"a record has no field {name!r}")
        return self._values[name]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._values})

    def __repr__(self) -> str:
        known = {name: value for name, value in self._values.items() if name != "kind" and value is not None}
        known["raw"] = cell(known["raw"])  # of a document, many pages
        return f"<{self._values['kind']} {' '.join(f'{name}={value!r}' for name, value in known.items())}>"

    def _repr_html_(self) -> str:
        return html_table(("field", "value"), list(self._values.items()))


class Records:
    """The records of one kind, or a selection of them, in text order.

    A table that numpy understands.  ``len(records)`` counts them; ``records[3]`` is a :class:`Record`; a slice, a
    boolean mask or an array of row numbers gives another Records; ``records["line"]`` and ``records.line`` are a
    column.  Arrays are read-only.  Of a whole kind or a slice they are views that keep the book alive, and every call
    shows the same memory.

    Examples
    --------
    >>> sure = book.archives[book.archives.status == "clean"]
    >>> sure.fond
    """

    __slots__ = ("_array", "_book", "_core", "_rows")

    def __init__(
        self,
        core: _core.Records | _core.Tokens,
        rows: range | NDArray[np.intp] | None = None,
        book: Book | None = None,
    ) -> None:
        self._core = core
        self._book = book
        self._rows = range(len(core)) if rows is None else rows
        self._array: NDArray[np.void] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Records travel with their book, which is read again where they arrive."""
        if self._book is None:
            return type(self), (self._core, self._rows)
        return _records_of, (self._book, self.kind, self._rows)

    @property
    def kind(self) -> str:
        """The kind of these records, such as ``"note"``."""
        return self._core.kind

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of a record, in the order in which they are printed."""
        return self._core.fields

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of :meth:`to_numpy`, in order."""
        return tuple(self.dtype.names or ())

    @property
    def dtype(self) -> np.dtype[np.void]:
        """The structured dtype of :meth:`to_numpy`."""
        return self.to_numpy().dtype

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        return (self._record(int(row)) for row in self._rows)

    @overload
    def __getitem__(self, key: int | np.integer[Any]) -> Record: ...
    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, key: Key) -> Records: ...
    def __getitem__(self, key: int | np.integer[Any] | str | Key) -> Record | NDArray[Any] | Records:
        if isinstance(key, str):
            return self._column(key)
        if isinstance(key, slice):
            return type(self)(self._core, self._rows[key], self._book)
        if isinstance(key, int | np.integer):
            return self._record(int(self._rows[self._position(int(key))]))
        return type(self)(self._core, self._choose(np.asarray(key)), self._book)

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._column(name)
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._ipython_key_completions_()})

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        array = self.to_numpy()
        if dtype is not None and np.dtype(dtype) != array.dtype:
            return array.astype(dtype)
        return array.copy() if copy else array

    def to_numpy(self) -> NDArray[np.void]:
        """All columns as one structured array.

        Returns
        -------
        numpy.ndarray of shape (len(self),)
            Read-only.  Offsets are int64 (bytes, half-open), other numbers int32, flags bool, texts numpy text as
            wide as the longest of the kind, lists text joined with ``"; "``.  Unknown numbers are -1 and unknown
            texts empty.  ``document`` is a row of ``book.documents``, -1 outside of any.
        """
        if self._array is None:
            self._array = self._select(self._core.to_numpy())
        return self._array

    def to_dicts(self) -> list[dict[str, Any]]:
        """The records as dicts: the same objects that ``opis extract --format jsonl`` prints."""
        return list(self._dicts())

    # For other libraries -----------------------------------------------------------------------------------

    def __arrow_c_schema__(self) -> object:
        """The types of the columns, as an Arrow PyCapsule."""
        return self._core.arrow_schema()

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Types and columns, as Arrow PyCapsules; the columns come as they are, whatever is requested."""
        return self._core.arrow_schema(), self._core.arrow_array(self._numbers())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A stream of one batch, as an Arrow PyCapsule; the columns come as they are, whatever is requested.

        This is what lets ``pyarrow.table(records)``, ``polars.DataFrame(records)``, ``pandas.DataFrame.from_arrow``
        and DuckDB take records as they are.
        """
        return self._core.arrow_stream(self._numbers())

    def to_arrow(self) -> pyarrow.Table:
        """The records as an Arrow table.

        Returns
        -------
        pyarrow.Table
            The columns of :meth:`to_numpy`, with ``raw`` before ``status``.  Texts are ``large_string``, lists of
            texts ``list<large_string>``, ``status`` is an ordered dictionary, and what is unknown is null.
            ``document`` and the other links are row numbers.  Every column is copied once from the core, which
            keeps records by the row; nothing of the table refers to the book.

        Raises
        ------
        ImportError
            pyarrow is not installed.
        """
        return optional("pyarrow", "arrow").table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The records as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            The columns of :meth:`to_arrow`.  Whole numbers are ``Int32`` and ``Int64``, which know missing ones;
            ``status`` is an ordered categorical, so that ``frame.status <= "repaired"`` chooses what is proved; lists
            are numpy arrays of objects.

        Raises
        ------
        ImportError
            pandas or pyarrow is not installed.
        """
        library = optional("pandas", "tables")
        whole = {"int32": library.Int32Dtype(), "int64": library.Int64Dtype()}
        return self.to_arrow().to_pandas(types_mapper=lambda kind: whole.get(str(kind)))

    def to_polars(self) -> polars.DataFrame:
        """The records as a polars DataFrame, with the columns of :meth:`to_arrow`.

        Raises
        ------
        ImportError
            polars is not installed.
        """
        return optional("polars", "polars").DataFrame(self)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the records to a Parquet file, with the columns of :meth:`to_arrow`.

        Parameters
        ----------
        path : str or path
            The file; one that is there is replaced.

        Raises
        ------
        ImportError
            pyarrow is not installed.
        OSError
            The file cannot be written.
        """
        write_parquet(self.to_arrow(), path)

    def _numbers(self) -> NDArray[np.intp] | None:
        """The row numbers of a selection; None where it is all of the kind."""
        whole = isinstance(self._rows, range) and self._rows == range(len(self._core))
        return None if whole else np.asarray(self._rows, dtype=np.intp)

    # Sources -----------------------------------------------------------------------------------------------

    def resolve(self) -> References:
        """The archival references in full: what "ibid." and short forms leave out is filled in.

        Returns
        -------
        References
            A sequence of :class:`opis.resolving.Reference`, one for each record, in their order: archive, fond,
            opis, delo and parts in full, the folios of its own, the record that it was resolved from, and how sure
            that is.

        Raises
        ------
        ValueError
            The records are no archival references, or stand in no book.

        Examples
        --------
        >>> book.archives.resolve().to_pandas()
        """
        if self.kind != "archive" or self._book is None:
            raise ValueError("resolve() is for the archival references of a book: book.archives.resolve()")
        from opis.resolving import Resolver

        return Resolver(self._book).references(map(int, self._rows))

    # Places ------------------------------------------------------------------------------------------------

    @property
    def spans(self) -> NDArray[np.int64]:
        """Byte offsets of start and end, an array of shape (len(self), 2)."""
        array = self.to_numpy()
        return np.stack([array["start"], array["end"]], axis=1)

    @property
    def ids(self) -> NDArray[np.str_]:
        """A name for each record, an array of shape (len(self),), such as ``"archive-3f9a0c52d1"``.

        It is made of the kind, the text of the line on which the record starts, and its place in that line; that of
        a cell of its table and its labels.  Reading again gives the same names, as does a newer opis that finds the
        same beginnings; a source that changed elsewhere keeps them too.  The column ``id`` of archival references is
        another thing: it names the file that is cited, and every reference to the file has the same.

        Raises
        ------
        ValueError
            The records stand in no book.
        """
        if self._book is None:
            raise ValueError("records that stand in no book have no ids")
        return self._book._identities_of(self.kind)[np.asarray(self._rows, dtype=np.intp)]

    def status_counts(self) -> dict[str, int]:
        """How many records have each status, the surest first; a status that none has is left out."""
        counts = Counter(self.to_numpy()["status"].tolist())
        return {status: counts[status] for status in STATUSES if counts[status]}

    # Selecting ---------------------------------------------------------------------------------------------

    def _dicts(self) -> Iterator[dict[str, Any]]:
        return (self._values(int(row)) for row in self._rows)

    def _values(self, row: int) -> dict[str, Any]:
        """One row as a dict; what was corrected by hand says by whom and why, also in a kind without evidence."""
        values = self._core[row]
        if self._book is not None and values.get("status") == "corrected":
            values["evidence"] = self._book._corrected[self.kind, row]
        return values

    def _record(self, row: int) -> Record:
        return Record(self._values(row), self._book, row)

    def _column(self, name: str) -> NDArray[Any]:
        if name == "raw":
            return np.array([values["raw"] for values in self._dicts()], dtype=object)
        array = self.to_numpy()
        if name not in (array.dtype.names or ()):
            raise KeyError(f"a {self.kind} has no column {name!r}; there are {', '.join(self.columns)}")
        return array[name]

    def _position(self, key: int) -> int:
        if not -len(self) <= key < len(self):
            raise IndexError(f"no record {key}: there are {len(self)}")
        return key

    def _choose(self, key: NDArray[Any]) -> NDArray[np.intp]:
        if key.size == 0 and key.dtype != np.bool_:
            key = key.astype(np.intp)
        rows: NDArray[np.intp] = np.asarray(self._rows, dtype=np.intp)[key]
        if rows.ndim != 1:
            raise IndexError("records are chosen by one row number, a slice, or a flat array of row numbers or flags")
        return rows

    def _select(self, whole: NDArray[np.void]) -> NDArray[np.void]:
        """The chosen rows: a view where they are evenly spaced, else a copy that is read-only like it."""
        rows = self._rows
        if isinstance(rows, range):
            if rows == range(len(whole)):
                return whole
            stop = rows.stop if rows.stop >= 0 else None
            return whole[rows.start : stop : rows.step] if rows else whole[:0]  # an empty range may start at -1
        chosen = whole[rows]
        chosen.setflags(write=False)
        return chosen

    def plot(self, by: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Draw the records: when, what or where, as suits their kind.

        Documents and dates are counted over time, archival references by archive and fond, speakers by name,
        statistics by unit; what has neither date nor name is shown where it stands in the text.  What is not proved
        is pale and hatched.

        Parameters
        ----------
        by : str, optional
            A column to count by instead, such as ``"genre"``.
        ax : matplotlib.axes.Axes, optional
            Where to draw, instead of a new figure.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        KeyError
            There is no such column.
        """
        optional("matplotlib", "tables")
        from opis.show.pictures import plot_records

        return plot_records(self, by, ax)

    # Showing -----------------------------------------------------------------------------------------------

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.columns, "raw"]

    def _title(self) -> str:
        name = self.kind if len(self) == 1 else PLURALS[self.kind]
        counts = ", ".join(f"{count:,} {status}" for status, count in self.status_counts().items())
        of = "; their titles" if self.kind == "table" else ""  # each cell has a status of its own
        return f"{len(self):,} {name}" + (f"{of}: {counts}" if counts else "")

    def _shown_fields(self) -> list[str]:
        hidden = {"kind", "start", "end", "page", "document", "raw", "status", "date_raw", "marker", "parts", "id"}
        own = [name for name in self.fields if name not in hidden and name != "line" and not name.endswith("_line")]
        place = [name for name in ("line", "page", "document") if name != self.kind]
        return [*place, *own, "status"]

    def _shown(self) -> tuple[list[str], list[list[Any]]]:
        """Column names and rows of the small table: all rows, or the first and the last with a gap between."""
        fields = self._shown_fields()
        heads = [*fields[:-1], "title's status"] if self.kind == "table" else fields
        if len(self) <= SHOWN_WHOLE:
            return heads, [[values[name] for name in fields] for values in self._dicts()]
        ends = (self[:SHOWN_ENDS], self[-SHOWN_ENDS:])
        first, last = ([[values[name] for name in fields] for values in part._dicts()] for part in ends)
        return heads, [*first, ["…" if i == 0 else None for i in range(len(fields))], *last]

    def __repr__(self) -> str:
        return self._title() + ("\n" + text_table(*self._shown()) if len(self) else "")

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>" + (html_table(*self._shown()) if len(self) else "")


class Tokens(Records):
    """The tokens of a book: a Records whose array is the core's own.

    The columns are ``start`` (uint32, bytes), ``length`` (uint16, bytes), ``class`` (uint8, an index into
    :data:`opis.TOKEN_CLASSES`) and ``shape`` (uint8: 1 upper first, 2 upper all, 4 beyond ASCII).
    """

    __slots__ = ()

    @property
    def spans(self) -> NDArray[np.int64]:
        """Byte offsets of start and end, an array of shape (len(self), 2)."""
        array = self.to_numpy()
        start = array["start"].astype(np.int64)
        return np.stack([start, start + array["length"]], axis=1)

    def status_counts(self) -> dict[str, int]:
        """Empty: a token is what it is."""
        return {}

    def _title(self) -> str:
        return f"{len(self):,} token{'' if len(self) == 1 else 's'}"

    def _shown_fields(self) -> list[str]:
        return ["start", "end", "class", "raw"]


def _records_of(book: Book, kind: str, rows: range | NDArray[np.intp]) -> Records:
    """What pickle calls."""
    whole = book.tokens if kind == "token" else book.records(kind)
    return type(whole)(whole._core, rows, book)
