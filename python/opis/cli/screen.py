"""What commands show: tables with colours on a terminal, plain lines in a pipe, remarks on stderr unless --quiet."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from opis.kinds import STATUSES
from opis.show.figures import plural
from opis.show.status import MARKS
from opis.show.table import cell, text_table

if TYPE_CHECKING:
    from rich.console import Console

    from opis.tables import Table

# The second cue beside the colour is the name or the mark of the status.
COLOURS = {
    "clean": "default",
    "repaired": "green",
    "likely": "yellow",
    "missing": "bright_black",
    "conflict": "red",
    "corrected": "blue",
}


def is_terminal() -> bool:
    """Whether standard output is a terminal that may show tables and colours."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def note(options: argparse.Namespace, text: str) -> None:
    """A remark for whoever sits before the screen."""
    if not options.quiet:
        print(text, file=sys.stderr)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a small table; on a terminal, columns and words that name a status have its colour."""
    if not is_terminal():
        print(text_table(columns, rows))
        return
    from rich.table import Table as Shown
    from rich.text import Text

    shown = Shown(box=None, header_style="bold", pad_edge=False)
    for position, column in enumerate(columns):
        numeric = all(isinstance(row[position], int | None) for row in rows)
        style = COLOURS.get(column, "default") if column in STATUSES else "default"
        shown.add_column(Text(column), justify="right" if numeric else "left", style=style, no_wrap=numeric)
    for row in rows:
        shown.add_row(*(Text(text, style=COLOURS.get(text, "")) for text in map(_cell, row)))
    console().print(shown)


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else cell(value)


def show_grid(table: Table) -> None:
    """Print a statistical table on a terminal, its figures in the colours of their statuses and with their marks."""
    from rich.table import Table as Shown
    from rich.text import Text

    shown = Shown(title=Text(table.heading, style="bold"), title_justify="left", box=None, header_style="bold")
    shown.add_column("")
    for label in table.columns:
        shown.add_column(Text(label), justify="right", vertical="bottom")
    for label, figures, statuses in zip(table.rows, table.figures(), table.status.tolist(), strict=True):
        cells = [
            Text(f"{figure or ('' if status == 'missing' else '-')}{MARKS[status] or ' '}", style=COLOURS[status])
            for figure, status in zip(figures, statuses, strict=True)
        ]
        shown.add_row(Text(label), *cells)
    counts = [Text(f"{count:,} {status}", style=COLOURS[status]) for status, count in table.status_counts().items()]
    console().print(shown)
    arithmetic = plural(len(table.relations), "relation") + (
        f", {len(table.relations.broken):,} broken" if table.relations.broken else ""
    )
    console().print(Text("; ").join([Text(", ").join(counts), Text(arithmetic)]))


def console() -> Console:
    """The terminal."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)
