"""The arithmetic of a table: the relations that its figures keep or break, and what the prose says of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import fsum, isnan
from typing import TYPE_CHECKING

from opis.show.figures import decimals_of, plural
from opis.show.sentences import sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from opis import _core

HUNDRED = 100.0
SMALLEST = 1e-9  # of a sum of floats
VERDICTS = ("confirms", "fills", "repairs", "contradicts")


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
        The caller of :func:`opis.mend` gave it, or the labels of the table state it: it was not found in the figures.
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
        """Those that a cell takes part in.

        Parameters
        ----------
        row, column : int
            The place of the cell in the grid of figures, counted from 0.
        """
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
    percent : bool
        It is a percentage, and its cells are part and whole.
    start, end : int
        Its place in the source, bytes, half-open.
    line : int
        Its line, counted from 1.
    page : int or None
        The printed number of its page.
    verdict : str
        ``"confirms"``; ``"repairs"``: it proves a reading of a damaged figure; ``"fills"``: the scan lost what it
        states; or ``"contradicts"``.
    cells : tuple of tuple of int
        Row and column, counted from 0, of the cells that it speaks of: one, or those that make a sum or a ratio.
    sentence : str
        All this in words.
    """

    raw: str
    value: float
    percent: bool
    start: int
    end: int
    line: int
    page: int | None
    verdict: str
    cells: tuple[tuple[int, int], ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def relations_of(
    known: Sequence[_core.MendedRelation],
    rows: Sequence[str],
    columns: Sequence[str],
    values: NDArray[np.float64],
    corrected: Collection[tuple[int, int]] = (),
) -> tuple[Relation, ...]:
    """The relations that the core knows, with cells by row and column, and in words.

    Those of corrected cells are reckoned anew.
    """
    width = len(columns)
    relations = []
    for item in known:
        relation = Relation(
            kind=item["kind"],
            whole=None if item["whole"] is None else divmod(item["whole"], width),
            parts=tuple(divmod(part, width) for part in item["parts"]),
            holds=item["holds"],
            residual=item["residual"],
            given=item["given"],
            truncates=item["truncates"],
            sentence="",
        )
        if any(cell in corrected for cell in relation.cells):
            relation = _reckoned(relation, values)
        elif not relation.holds:
            relation = replace(relation, residual=_residual(relation, values))
        relations.append(replace(relation, sentence=sentence(relation, rows, columns, values)))
    return tuple(relations)


def _residual(relation: Relation, values: NDArray[np.float64]) -> float:
    """What is printed less what follows from the parts as they are shown; NaN where a figure is missing."""
    parts = [float(values[part]) for part in relation.parts]
    if relation.whole is None:
        return fsum(parts) - HUNDRED
    whole = float(values[relation.whole])
    if relation.kind == "percent":
        return whole - HUNDRED * parts[0] / parts[1] if parts[1] else float("nan")
    return whole - (parts[0] - parts[1] if relation.kind == "difference" else fsum(parts))


def _reckoned(relation: Relation, values: NDArray[np.float64]) -> Relation:
    """The relation as the values keep or break it now: within what rounding, or cutting off, may take away."""
    residual = _residual(relation, values)
    if isnan(residual):
        return replace(relation, holds=False, residual=residual)
    places = max(decimals_of(float(values[at])) for at in relation.cells)
    unit = 10.0**-places
    if relation.kind == "percent":
        whole = relation.whole
        assert whole is not None
        unit = 10.0 ** -decimals_of(float(values[whole]))
        slack = unit if relation.truncates else unit / 2
    else:
        slack = unit / 2 * len(relation.cells) if places or relation.kind == "hundred" else 0.0
    holds = abs(residual) <= slack + SMALLEST
    return replace(relation, holds=holds, residual=residual)
