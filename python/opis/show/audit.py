"""The audit of a table: every repair, doubt, gap and contradiction, for a reader who wants to check them."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from opis.show.figures import plural
from opis.show.table import cell

if TYPE_CHECKING:
    from opis.tables import Table

WIDTH = 100
_HEADINGS = {
    "repaired": "Repaired: damaged in the scan, and proved",
    "likely": "Doubtful: the best reading, unproved",
    "missing": "Missing: promised by the table, lost in the scan",
    "conflict": "Contradicted: well read, but the book contradicts itself",
}


def audit(table: Table) -> str:
    """The whole account, as plain text."""
    parts = [_opening(table), *_cell_parts(table), *_relation_parts(table), *_witness_parts(table)]
    return "\n\n".join(parts)


def _opening(table: Table) -> str:
    counts = ", ".join(f"{count:,} {status}" for status, count in table.status_counts().items())
    cells = plural(table.values.size, "cell")
    return "\n".join(
        filter(None, [_wrapped(table.heading, ""), table.place, f"{cells}: {counts}" if counts else cells])
    )


def _wrapped(text: str, indent: str) -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False)


def _cell_parts(table: Table) -> Iterator[str]:
    for status, heading in _HEADINGS.items():
        places = np.argwhere(table.status == status).tolist()
        if places:
            lines = _missing_lines(table, places) if status == "missing" else _lines(table, places)
            yield "\n".join([f"{heading} ({len(places):,})", *lines])


def _lines(table: Table, places: list[list[int]]) -> Iterator[str]:
    figures = table.figures()
    for row, column in places:
        raw, evidence = cell(table.raw[row, column]), table.evidence[row, column]
        shown = figures[row][column]
        reading = f"{shown or 'no figure'}" + (f", printed {raw!r}" if raw and raw != shown else "")
        yield _wrapped(f"{_name(table, row, column)}: {reading}" + (f"; {evidence}" if evidence else ""), "  ")


def _name(table: Table, row: int, column: int) -> str:
    return f"{table.rows[row]} / {table.columns[column]}"


def _missing_lines(table: Table, places: list[list[int]]) -> Iterator[str]:
    """Lost cells, a column at a time: a scan loses whole columns, and a list of their rows would bury the rest."""
    for column in sorted({column for _, column in places}):
        rows = [row for row, other in places if other == column]
        evidence = list(dict.fromkeys(filter(None, (table.evidence[row, column] for row in rows))))
        whole = len(rows) == table.shape[0] > 1
        where = "the whole column" if whole else ", ".join(table.rows[row] for row in rows)
        yield _wrapped("; ".join([f"{table.columns[column]}: {where}", *evidence]), "  ")


def _relation_parts(table: Table) -> Iterator[str]:
    relations = table.relations
    if not relations:
        yield "Arithmetic: the figures keep no relation that could prove them"
        return
    held = [relation for relation in relations if relation.holds]
    groups = (
        (f"Arithmetic: {len(held):,} of {plural(len(relations), 'relation')} hold", held),
        ("Broken relations", relations.broken),
        ("Relations that cannot be checked, because a figure is missing", relations.undecided),
    )
    for heading, group in groups:
        if group or group is held:
            yield "\n".join([heading, *(_wrapped(relation.sentence, "  ") for relation in group)])


def _witness_parts(table: Table) -> Iterator[str]:
    if table.witnesses:
        yield "\n".join(["What the prose says", *(_wrapped(witness.sentence, "  ") for witness in table.witnesses)])
