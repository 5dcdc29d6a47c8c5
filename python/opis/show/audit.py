"""The audit of a table: every repair, doubt, gap and contradiction, for a reader who wants to check them."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from opis.show.figures import label_runs, plural
from opis.show.table import cell

if TYPE_CHECKING:
    from opis.tables import Table

Place: TypeAlias = tuple[int, int]

WIDTH = 100
_SURE = ("clean", "repaired", "corrected")
_HEADINGS = {
    "repaired": "Repaired: damaged in the scan, and proved",
    "likely": "Doubtful: the best reading, unproved",
    "missing": "Missing: promised by the table, lost in the scan",
    "conflict": "Contradicted: well read, but the book contradicts itself",
    "corrected": "Corrected: by hand, against what the scan shows",
}


def audit(table: Table) -> str:
    """The whole account, as plain text."""
    parts = [_opening(table), *_cell_parts(table), *_relation_parts(table), *_witness_parts(table)]
    return "\n\n".join(parts)


def _opening(table: Table) -> str:
    counts = ", ".join(f"{count:,} {status}" for status, count in table.status_counts().items())
    cells = plural(table.values.size, "cell")
    sources = _wrapped(f"source: {'; '.join(_sources(table))}", "") if table.sources else ""
    parts = [_wrapped(table.heading, ""), table.place, sources, f"{cells}: {counts}" if counts else cells]
    return "\n".join(filter(None, parts))


def _sources(table: Table) -> Iterator[str]:
    """The references of the source line, each with a word of doubt where it is not sure."""
    for source, archive in zip(table.sources, table.archives or (), strict=True):
        yield source if archive["status"] in _SURE else f"{source} ({archive['status']})"


def _wrapped(text: str, indent: str) -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False)


def _cell_parts(table: Table) -> Iterator[str]:
    for status, heading in _HEADINGS.items():
        places = [(row, column) for row, column in np.argwhere(table.status == status).tolist()]
        if places:
            lines = _missing_lines(table, places) if status == "missing" else _lines(table, places)
            yield "\n".join([f"{heading} ({len(places):,})", *lines])


def _lines(table: Table, places: list[Place]) -> Iterator[str]:
    """A line for each cell; cells of a column that have the same to say for themselves share one."""
    alike: dict[tuple[int, str], list[Place]] = {}
    for row, column in places:
        alike.setdefault((column, table.evidence[row, column]), []).append((row, column))
    for (column, evidence), cells in alike.items():
        readings = [_reading(table, place) for place in cells]
        if len(cells) == 1:
            text = f"{table.rows[cells[0][0]]} / {table.columns[column]}: {readings[0]}"
        else:
            named = (f"{table.rows[row]}: {reading}" for (row, _), reading in zip(cells, readings, strict=True))
            text = f"{table.columns[column]} / {'; '.join(named)}"
        yield _wrapped(text, "  ")
        if evidence:
            yield _wrapped(f"- {evidence}", "      ")


def _reading(table: Table, place: Place) -> str:
    raw, shown = cell(table.raw[place]), table.figures()[place[0]][place[1]]
    return (shown or "no figure") + (f", printed {raw!r}" if raw and raw != shown else "")


def _missing_lines(table: Table, places: list[Place]) -> Iterator[str]:
    """Lost cells by columns: a scan loses whole columns, and a list of their cells would bury the rest."""
    lost: dict[tuple[int, str], list[int]] = {}
    for row, column in places:
        lost.setdefault((column, table.evidence[row, column]), []).append(row)
    alike: dict[tuple[str, str], list[str]] = {}
    for (column, evidence), rows in sorted(lost.items()):
        alike.setdefault((_rows(table, rows), evidence), []).append(table.columns[column])
    for (where, evidence), labels in alike.items():
        yield _wrapped(f"{' | '.join(labels)} / {where}", "  ")
        if evidence:
            yield _wrapped(f"- {evidence}", "      ")


def _rows(table: Table, rows: list[int]) -> str:
    return "the whole column" if len(rows) == table.shape[0] > 1 else ", ".join(label_runs(table.rows, rows))


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
