"""The arithmetic of a table: the relations that its figures keep or break, and what the prose says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from math import fsum, isnan
from typing import TYPE_CHECKING

import numpy as np

from opis.show.figures import plural
from opis.show.sentences import sentence
from opis.show.table import text_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opis import _core


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation between cells of a table.

    Attributes
    ----------
    kind : str
        ``"sum"``: the parts add up to the whole.  ``"percent"``: the whole is what percentage the first part is of
        the second.  ``"difference"``: the whole is the first part less the second.  ``"hundred"``: the parts add up
        to 100 within rounding, and there is no whole.
    whole : tuple of int or None
        Row and column of the whole, counted from 0.
    parts : tuple of tuple of int
        Row and column of each part.
    holds : bool
        Whether the figures of the table keep it; False also where one of them is missing.
    residual : float
        What is printed less what follows from the parts; NaN where a figure is missing.
    given : bool
        It was given by the caller of :func:`opis.mend`, not found in the figures.
    truncates : bool
        The percentage is cut off where others are rounded.
    sentence : str
        All this in words.
    """

    kind: str
    whole: tuple[int, int] | None
    parts: tuple[tuple[int, int], ...]
    holds: bool
    residual: float
    given: bool
    truncates: bool
    sentence: str

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Row and column of every cell that takes part: the parts, then the whole."""
        return self.parts if self.whole is None else (*self.parts, self.whole)

    def __str__(self) -> str:
        return self.sentence


class Relations(tuple[Relation, ...]):
    """The relations of a table: a tuple that can be read."""

    __slots__ = ()

    @property
    def broken(self) -> Relations:
        """Those that the figures do not keep."""
        return Relations(relation for relation in self if not relation.holds and not isnan(relation.residual))

    @property
    def undecided(self) -> Relations:
        """Those that cannot be checked, because a figure is missing."""
        return Relations(relation for relation in self if not relation.holds and isnan(relation.residual))

    def touching(self, row: int, column: int) -> Relations:
        """Those that the cell at a row and column, counted from 0, takes part in."""
        return Relations(relation for relation in self if (row, column) in relation.cells)

    def __repr__(self) -> str:
        title = f"{plural(len(self), 'relation')}" + (f", {len(self.broken):,} broken" if self.broken else "")
        broken = self.broken
        return "\n".join([title, *(f"{'! ' if relation in broken else '  '}{relation.sentence}" for relation in self)])

    def _repr_html_(self) -> str:
        broken = self.broken
        items = "".join(
            f"<li><strong>{escape(relation.sentence)}</strong></li>"
            if relation in broken
            else f"<li>{escape(relation.sentence)}</li>"
            for relation in self
        )
        return f"<ul>{items}</ul>"


@dataclass(frozen=True, slots=True)
class Witness:
    """A figure of the prose that speaks of a table.

    Attributes
    ----------
    raw : str
        The figure as it is printed.
    value : float
        What it says.
    start, end : int
        Its place in the source, bytes, half-open.
    line : int
        Its line, counted from 1.
    page : int or None
        The printed number of its page.
    verdict : str
        ``"confirms"``, ``"repairs"``, ``"fills"`` or ``"contradicts"``.
    row, column : int
        The cell that it speaks of, counted from 0.
    sentence : str
        All this in words.
    """

    raw: str
    value: float
    start: int
    end: int
    line: int
    page: int | None
    verdict: str
    row: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def witness_table(witnesses: Sequence[Witness]) -> str:
    """Witnesses as lines of aligned text."""
    rows = [[witness.line, witness.page, witness.raw, witness.verdict, witness.sentence] for witness in witnesses]
    return text_table(["line", "page", "raw", "verdict", "what"], rows)


def relations_of(
    found: _core.Mended, rows: Sequence[str], columns: Sequence[str], values: NDArray[np.float64]
) -> tuple[Relation, ...]:
    """The relations that the core found, with cells by row and column, and in words."""
    width = len(columns)
    relations = []
    for known in found["relations"]:
        relation = Relation(
            kind=known["kind"],
            whole=None if known["whole"] is None else divmod(known["whole"], width),
            parts=tuple(divmod(part, width) for part in known["parts"]),
            holds=known["holds"],
            residual=known["residual"],
            given=known["given"],
            truncates=known["truncates"],
            sentence="",
        )
        relation = _as_shown(relation, found["values"].reshape(values.shape), values)
        relations.append(replace(relation, sentence=sentence(relation, rows, columns, values)))
    return tuple(relations)


def _as_shown(relation: Relation, solved: NDArray[np.float64], values: NDArray[np.float64]) -> Relation:
    """The relation as the figures of the table keep it, where the solver would have other ones."""
    cells = tuple(zip(*relation.cells, strict=True))
    if np.array_equal(solved[cells], values[cells], equal_nan=True):
        return relation
    parts = [float(values[part]) for part in relation.parts]
    follows = {
        "percent": 100 * parts[0] / parts[-1] if parts[-1] else np.nan,
        "difference": parts[0] - parts[-1],
    }.get(relation.kind, fsum(parts))
    whole = 100.0 if relation.whole is None else float(values[relation.whole])
    residual = follows - whole if relation.whole is None else whole - follows
    return replace(relation, holds=residual == 0, residual=residual)
