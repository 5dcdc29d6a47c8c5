"""Small tables, as aligned text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from opis.show.status import MARKS, MEANINGS

WIDEST_CELL = 48
_VISIBLE = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})


def cell(value: Any) -> str:
    """A value as a reader wants to see it: nothing for null and false, lists joined, long text cut."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    text = str(value).translate(_VISIBLE)
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def text_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Lines of aligned cells under their column names; columns of numbers stand flush right."""
    cells = [[cell(value) for value in row] for row in rows]
    lines = [list(columns), *cells]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    numeric = [all(isinstance(row[i], int | None) for row in rows) for i in range(len(columns))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def html_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The same table as HTML, with texts escaped; a status has its mark, and its meaning when pointed at."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(map(_html_cell, columns, row)) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(column: str, value: Any) -> str:
    if column.endswith("status") and value in MEANINGS:
        return f'<td title="{MEANINGS[value]}">{f"{MARKS[value]} {value}".strip()}</td>'
    return f"<td>{escape(cell(value))}</td>"
