"""Corrections: what a reader who knows better than the scan says of a book, in a small TOML file.

A file holds one table for each correction::

    [[correction]]
    kind = "cell"
    table = 3
    row = "1931"
    column = "Barges"
    raw = "12o"                    # how the scan reads there
    value = 120
    by = "A. Reader"
    because = "the archive's own sheet reads so"

    [[correction]]
    record = "archive-3f9a0c52d1"  # Record.identity, as `opis explain` and the report show it
    raw = "RGAE, f. 7486, op. 37, d. l84"
    field = "delo"
    value = "184"
    by = "A. Reader"
    because = "seen in the reading room"

What a correction is about is said in one of three ways: by ``record``; by ``table``, ``row`` and ``column``, for a
cell; or by ``kind`` and ``line``, where ``raw`` tells the records of the line apart.  ``field`` is the name of the
field that changes; of a cell it is ``value`` unless it is given.  ``value`` is what the field should hold, a list for a
list; ``unknown = true`` in its place says that there is no value.  ``by`` and ``because`` are never left out.

``raw`` is the text of the scan that the correction was made for, and may be left out only beside ``record``, which is
itself made of the line.  Runs of blanks count as one, and a ``raw`` that ends in ``…`` is a beginning.  Where the scan
reads otherwise now, the correction is not applied, and the book says so.

A correction changes one value.  What opis concluded of other records stays; the relations of a table are reckoned anew.
"""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from opis.errors import CorrectionWarning, ReadError
from opis.kinds import KINDS
from opis.show.table import cell, html_table, text_table

if TYPE_CHECKING:
    from opis import _core
    from opis.identity import Identities

Value: TypeAlias = str | float | bool | list[str] | None
Change: TypeAlias = tuple[str, int, str, Value]

ELLIPSIS = "…"
MOST_RAW = 80  # characters of a `raw` that opis itself writes
FEWEST_IN_FULL = 3  # of these not applied, a warning tells of each
_PLACES = frozenset({"kind", "start", "end", "line", "page", "document", "raw", "status", "evidence", "id"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, and what became of it.

    Attributes
    ----------
    value : str, int, float, bool, list of str, or None
        What the field should hold; None: there is no value.
    by, because : str
        Who says so, and why.
    record : str
        The :attr:`~opis.Record.identity` of what is corrected, or the empty text.
    kind, line : str and int or None
        Kind and line of it, where no ``record`` says what it is.
    table, row, column : int or None, str and str
        Number and labels of a cell.
    raw : str or None
        The text of the scan that the correction was made for.
    field : str
        The field that changes; of a cell ``"value"`` unless it is given.
    applied : bool
        Whether the book shows it; False before a book was read with it.
    reason : str
        Why it was not applied, or the empty text.
    was : same as ``value``
        What opis read in its place.
    """

    value: Value
    by: str
    because: str
    record: str = ""
    kind: str = ""
    line: int | None = None
    table: int | None = None
    row: str = ""
    column: str = ""
    raw: str | None = None
    field: str = ""
    applied: bool = False
    reason: str = ""
    was: Value = None

    @property
    def place(self) -> str:
        """What it is about, in words."""
        if self.table is not None:
            return f"table {self.table}, {self.row} / {self.column}"
        return self.record or f"{self.kind} on line {self.line:,}"

    @property
    def evidence(self) -> str:
        """What a record says of it: who, why, and what opis read."""
        return f"corrected by {self.by}: {self.because} (opis read {shown(self.was)})"

    def __str__(self) -> str:
        what = f"{self.place}: {self.field} is {shown(self.value)}, says {self.by}: {self.because}"
        return f"{what} (not applied: {self.reason})" if self.reason else what


CorrectionSource: TypeAlias = str | os.PathLike[str] | Iterable[Correction | Mapping[str, Any]]


class Corrections(tuple[Correction, ...]):
    """Corrections in their order: a tuple that can be read."""

    __slots__ = ()

    @property
    def applied(self) -> Corrections:
        """Those that the book shows."""
        return Corrections(correction for correction in self if correction.applied)

    @property
    def refused(self) -> Corrections:
        """Those that were not applied; the ``reason`` of each says why."""
        return Corrections(correction for correction in self if not correction.applied)

    def warn(self, path: str) -> None:
        """Warn of those that were not applied.

        Parameters
        ----------
        path : str
            What the warning calls the book.

        Warns
        -----
        CorrectionWarning
            Some were not.
        """
        refused = self.refused
        if refused:
            told = [str(correction) for correction in refused[:FEWEST_IN_FULL]]
            more = [f"and {len(refused) - len(told):,} more: see book.corrections"] if len(refused) > len(told) else []
            text = f"{path}: {len(refused):,} of {len(self):,} corrections not applied: {'; '.join([*told, *more])}"
            warnings.warn(text, CorrectionWarning, stacklevel=5)

    def _table(self) -> tuple[list[str], list[list[str]]]:
        rows = [
            [
                item.place,
                item.field,
                shown(item.was) if item.applied else "",
                shown(item.value),
                item.by,
                item.because,
                item.reason or "applied",
            ]
            for item in self
        ]
        return ["what", "field", "was", "is", "by", "because", "outcome"], rows

    def _title(self) -> str:
        return f"{len(self):,} correction{'' if len(self) == 1 else 's'}, {len(self.applied):,} applied"

    def __repr__(self) -> str:
        return self._title() + ("\n" + text_table(*self._table()) if self else "")

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._title())}</p>" + (html_table(*self._table()) if self else "")


def shown(value: Value) -> str:
    """A value in words; what is not there is nothing."""
    return "nothing" if value is None or value in ("", []) else cell(value) or "no"


# ---- Reading what was written ---------------------------------------------------------------------------------


def load_corrections(source: CorrectionSource) -> list[Correction]:
    """The corrections of a TOML file, or those given, each checked for what it must have.

    Raises
    ------
    ReadError
        The file cannot be read, is no TOML, or a correction lacks something; the message says which and what.
    """
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        return [_correction(item, number, path) for number, item in enumerate(_read_file(Path(path)), 1)]
    return [
        replace(item, applied=False, reason="", was=None)
        if isinstance(item, Correction)
        else _correction(item, number, "corrections")
        for number, item in enumerate(source, 1)
    ]


def _read_file(path: Path) -> list[Mapping[str, Any]]:
    from opis.toml_files import LONGEST_FILE, parse  # which loads tomllib

    try:
        with path.open("rb") as file:
            written = file.read(LONGEST_FILE + 1)
        if len(written) > LONGEST_FILE:
            raise ReadError(f"has more than {LONGEST_FILE:,} bytes; split the corrections", str(path))
        content = parse(written.decode("utf-8"))
    except OSError as error:
        raise ReadError(f"{error.strerror}: corrections are read from a TOML file", str(path)) from error
    except ValueError as error:  # of TOML, and of UTF-8
        raise ReadError(f"is no TOML: {error}", str(path)) from error
    items = content.pop("correction", [])
    if content:
        raise ReadError(f"{next(iter(content))!r} is no correction: each begins with [[correction]]", str(path))
    if not isinstance(items, list):
        raise ReadError("write [[correction]] with two brackets: a file may hold several", str(path))
    return items


def _correction(item: Mapping[str, Any], number: int, path: str) -> Correction:
    def fail(reason: str) -> ReadError:
        return ReadError(f"correction {number}: {reason}", path)

    given = dict(item)
    if given.pop("unknown", False):
        if "value" in given:
            raise fail("has a value and says `unknown`: give one of them")
        given["value"] = None
    elif "value" not in given:
        raise fail("has no `value`; where there is none, say `unknown = true`")
    names = {field.name for field in fields(Correction)} - {"applied", "reason", "was"}
    unknown = sorted(set(given) - names)
    if unknown:
        raise fail(f"knows no {unknown[0]!r}; there are {', '.join(sorted(names))}")
    for name in ("by", "because"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise fail(f"does not say `{name}`: a correction names who makes it and why")
    for name, kind in (("record", str), ("kind", str), ("row", str), ("column", str), ("raw", str), ("field", str)):
        if name in given and not isinstance(given[name], kind):
            given[name] = _as_text(given[name])
    for name in ("line", "table"):
        if name in given and (isinstance(given[name], bool) or not isinstance(given[name], int)):
            raise fail(f"`{name}` is {given[name]!r}, and should be a whole number")
    return _addressed(Correction(**given), fail)


def _as_text(value: Any) -> str:
    """A label or date that TOML took for a number or date of its own."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _addressed(correction: Correction, fail: Any) -> Correction:
    """The correction with kind and field settled, if it says well what it is about."""
    kind = correction.record.partition("-")[0] or correction.kind or ("cell" if correction.table is not None else "")
    if kind not in KINDS:
        raise fail(f"says no kind that there is: {kind!r} is none of {', '.join(KINDS)}")
    if correction.kind and correction.kind != kind:
        raise fail(f"`kind` is {correction.kind!r}, but `record` is of kind {kind!r}")
    by_labels = correction.table is not None and bool(correction.row) and bool(correction.column)
    if not correction.record and not (by_labels if kind == "cell" else correction.line is not None):
        wanted = "`table`, `row` and `column`" if kind == "cell" else "`kind`, `line` and `raw`"
        raise fail(f"does not say what it is about: give {wanted}, or `record`")
    if not correction.record and correction.raw is None:
        raise fail("has no `raw`: say how the scan reads there, so that a change of the source is noticed")
    field = correction.field or ("value" if kind == "cell" else "")
    if not field:
        raise fail(f"does not say which `field` of the {kind} it changes")
    return replace(correction, kind=kind, field=field)


# ---- Settling them in a book ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """What a book makes of corrections: the changes for the core, and what the changed records say of them."""

    corrections: Corrections
    changes: tuple[Change, ...]
    evidence: dict[tuple[str, int], str]


class _StaleError(Exception):
    """Why a correction cannot be applied to the book as it reads."""


def settle(given: Sequence[Correction], core: _core.Book, identities: Identities, origin: str) -> Settled:
    """Find what each correction is about, and leave out those whose source reads otherwise now.

    Raises
    ------
    ReadError
        A field is not there or cannot be corrected, or cannot hold the value; the message names `origin`.
    """
    told: list[Correction] = []
    changes: dict[tuple[str, int, str], Change] = {}
    evidence: dict[tuple[str, int], str] = {}
    for number, correction in enumerate(given, 1):
        try:
            row = _row(correction, core, identities)
            values = core.records(correction.kind)[row]
            _check_raw(correction, values["raw"])
            place = (correction.kind, row, correction.field)
            if place in changes:
                raise _StaleError("another correction of the same field stands before it")
            value = _fitting(correction, values, core)
        except _StaleError as error:
            told.append(replace(correction, applied=False, reason=str(error)))
            continue
        except ValueError as error:
            raise ReadError(f"correction {number}: {error}", origin) from None
        done = replace(correction, applied=True, reason="", was=values[correction.field], value=value)
        told.append(done)
        changes[place] = (*place, value)
        before = evidence.get(place[:2])
        evidence[place[:2]] = f"{before}; {done.evidence}" if before else done.evidence
    words = tuple((kind, row, "evidence", text) for (kind, row), text in evidence.items() if kind == "cell")
    return Settled(Corrections(told), (*changes.values(), *words), evidence)


def _row(correction: Correction, core: _core.Book, identities: Identities) -> int:
    """The row of the record that a correction is about."""
    if correction.kind not in core.kinds:
        raise _StaleError(f"the book was read without the kind {correction.kind!r}")
    if correction.record:
        found = identities.row(correction.record)
        if found is None:
            raise _StaleError("the book has no such record: its line changed, or opis no longer finds it there")
        return found[1]
    rows = _rows_of_cell(correction, core) if correction.kind == "cell" else _rows_of_line(correction, core)
    if len(rows) != 1:
        several = f"it fits {len(rows)} records: name one by `record`"
        raise _StaleError(several if rows else "the book has no such record")
    return rows[0]


def _rows_of_cell(correction: Correction, core: _core.Book) -> list[int]:
    cells = core.records("cell").to_numpy()
    rows = np.flatnonzero(cells["table"] == correction.table).tolist()
    wanted = _plain(correction.row), _plain(correction.column)
    return [row for row in rows if (_plain(cells["row"][row]), _plain(cells["col"][row])) == wanted]


def _rows_of_line(correction: Correction, core: _core.Book) -> list[int]:
    """The records of a line; where there are several, those whose raw text is the one that was given."""
    records = core.records(correction.kind)
    rows = np.flatnonzero(records.to_numpy()["line"] == correction.line).tolist()
    return rows if len(rows) < 2 else [row for row in rows if reads_as(records[row]["raw"], correction.raw or "")]


def _plain(label: str) -> str:
    return " ".join(str(label).split()).casefold()


def reads_as(raw: str, wanted: str) -> bool:
    """Whether a text of the scan is the wanted one; one that ends in … is a beginning."""
    raw, wanted = " ".join(raw.split()), " ".join(wanted.split())
    return raw.startswith(wanted[:-1].rstrip()) if wanted.endswith(ELLIPSIS) else raw == wanted


def short_raw(raw: str) -> str:
    """A text of the scan as a correction quotes it."""
    text = " ".join(raw.split())
    return text if len(text) <= MOST_RAW else text[:MOST_RAW].rstrip() + ELLIPSIS


def _check_raw(correction: Correction, raw: str) -> None:
    if correction.raw is not None and not reads_as(raw, correction.raw):
        now = short_raw(raw)
        raise _StaleError(
            f"it was made for {correction.raw!r}, and the source reads {now!r}"
            if now
            else f"it was made for {correction.raw!r}, and the source shows nothing there"
        )


def correctable_fields(values: Mapping[str, Any]) -> list[str]:
    """The fields of a record that a correction may change: what is read in it, not where it stands."""
    return [
        name
        for name, value in values.items()
        if name not in _PLACES
        and not isinstance(value, dict)
        and not name.endswith("_line")
        and name not in ("continued", "marker")
    ]


def _fitting(correction: Correction, values: Mapping[str, Any], core: _core.Book) -> Value:
    """The value in the form that its field holds; a ValueError says that it does not fit."""
    known = correctable_fields(values)
    if correction.field not in known:
        raise ValueError(
            f"a {correction.kind} has no field {correction.field!r} to correct; there are {', '.join(known)}"
        )
    form = core.records(correction.kind).to_numpy().dtype[correction.field].kind
    value = correction.value
    fits = _FORMS["l" if isinstance(values[correction.field], list) else form]
    if value is None and form != "b":
        return [] if isinstance(values[correction.field], list) else None
    if form == "U" and not isinstance(value, list | bool) and value is not None:
        value = _as_text(value)
    if isinstance(values[correction.field], list) and isinstance(value, str):
        value = [part.strip() for part in value.split(";") if part.strip()]
    if not fits[0](value):
        raise ValueError(f"{correction.field} takes {fits[1]}, not {value!r}")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FORMS: dict[str, tuple[Any, str]] = {
    "U": (lambda value: isinstance(value, str), "text"),
    "l": (lambda value: isinstance(value, list) and all(isinstance(part, str) for part in value), "a list of texts"),
    "b": (lambda value: isinstance(value, bool), "true or false"),
    "f": (_is_number, "a number"),
    "i": (lambda value: _is_number(value) and float(value).is_integer(), "a whole number"),
}
