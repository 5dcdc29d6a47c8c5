"""Limits: what one book or table may take of the machine, and what happens where it would take more."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

LARGEST_SOURCE = 2**32 - 2

_MOST = {
    "source_bytes": LARGEST_SOURCE,
    "text_bytes": 2**32 - 2,
    "table_cells": 4096,
    "array_bytes": 2**63 - 1,
    "match_steps": 10**7,
    "match_bytes": 2**30,
    "read_steps": 10**6,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one book may take, for :func:`opis.read`, or one table, for :func:`opis.mend`.

    Parameters
    ----------
    source_bytes : int
        The largest source.  A larger one is a :class:`LimitError`, of a file before it is read.  4,294,967,294 at
        most, since offsets have 32 bits.
    text_bytes : int
        The longest text of a record, such as a title: what is longer is no title but a defect, and a
        :class:`LimitError` that quotes its beginning.  For :func:`opis.mend` the longest cell or label.
    table_cells : int
        The largest table, in cells, whose arithmetic is solved; 4,096 at most.  No error: the cells of a larger
        table stay as they read, and the table is ``bounded``.
    array_bytes : int
        The most that the array of one kind may take, for each of its rows is as wide as the longest text of a column.
        Passing it is a :class:`LimitError` when the array is asked for; the records are there one by one.
    match_steps : int
        The steps that a pattern of a style may take at one place; 10,000,000 at most.  Passing it is a
        :class:`LimitError` with the byte and the pattern, which goes back over the same text again and again.  The
        book can be read without its style.
    match_bytes : int
        The memory that a pattern may take at one place; 1,073,741,824 at most.  The same.
    read_steps : int
        The steps that all patterns may take at all places together, for each byte of the source, with ten million for
        any source; 1,000,000 at most.  The same: a read takes no longer than a source of its length may.

    Raises
    ------
    TypeError
        A limit is no int.
    ValueError
        A limit is below 1, or beyond what opis can do.
    """

    source_bytes: int = _MOST["source_bytes"]
    text_bytes: int = 2**20
    table_cells: int = _MOST["table_cells"]
    array_bytes: int = 2**30
    match_steps: int = 20_000
    match_bytes: int = 2**20
    read_steps: int = 200

    def __post_init__(self) -> None:
        for field in fields(self):
            value: Any = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"the limit {field.name} must be an int, not {type(value).__name__}")
            if not 1 <= value <= _MOST[field.name]:
                raise ValueError(f"the limit {field.name} must be from 1 to {_MOST[field.name]:,}, not {value:,}")


USUAL = Limits()
