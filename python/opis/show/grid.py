"""A table as aligned text, and as HTML whose every figure tells why it may be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from opis.show.figures import plural
from opis.show.status import MARKS, MEANINGS
from opis.show.table import cell

if TYPE_CHECKING:
    from opis.tables import Table

MOST_TEXT_ROWS = 60
WIDEST_HEAD = 16

# Colours have the contrast that WCAG AA asks for, in light and dark.  Notebooks tell of their theme in several ways.
_DARK = """\
--opis-ink:#e6e6e6;--opis-line:#555;--opis-head:#2a2a2a;--opis-tip:#111;--opis-repaired:#143d24;\
--opis-likely:#4a3a00;--opis-missing:#3a3a3a;--opis-conflict:#5c1616;--opis-corrected:#1c3a5c"""
STYLE = f"""\
.opis-table{{--opis-ink:#1a1a1a;--opis-line:#bbb;--opis-head:#f2f2f2;--opis-tip:#fff;--opis-repaired:#d3f0dc;\
--opis-likely:#fdf0c2;--opis-missing:#e6e6e6;--opis-conflict:#fbd5d5;--opis-corrected:#d5e6fb;\
color:var(--opis-ink);margin:.5em 0 1em}}
@media (prefers-color-scheme:dark){{.opis-table{{{_DARK}}}}}
[data-jp-theme-light=false] .opis-table,[data-theme=dark] .opis-table,.vscode-dark .opis-table{{{_DARK}}}
[data-jp-theme-light=true] .opis-table,[data-theme=light] .opis-table,.vscode-light .opis-table{{--opis-ink:#1a1a1a;\
--opis-line:#bbb;--opis-head:#f2f2f2;--opis-tip:#fff;--opis-repaired:#d3f0dc;--opis-likely:#fdf0c2;\
--opis-missing:#e6e6e6;--opis-conflict:#fbd5d5;--opis-corrected:#d5e6fb}}
.opis-table table{{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0}}
.opis-table caption{{caption-side:top;text-align:left;font-weight:bold;padding:.3em 0;color:var(--opis-ink)}}
.opis-table th,.opis-table td{{border:1px solid var(--opis-line);padding:.25em .6em;color:var(--opis-ink)}}
.opis-table thead th{{background:var(--opis-head);text-align:center;vertical-align:bottom;max-width:16em;\
white-space:normal}}
.opis-table tbody tr,.opis-table tbody th{{background:transparent;text-align:left;font-weight:normal}}
.opis-table td{{position:relative;text-align:right;white-space:nowrap;background:transparent;padding-right:1.3em}}
.opis-table sup{{position:absolute;right:.35em;top:.15em;font-weight:bold}}
.opis-table .opis-repaired{{background:var(--opis-repaired)}}
.opis-table .opis-likely{{background:var(--opis-likely)}}
.opis-table .opis-missing{{background:var(--opis-missing)}}
.opis-table .opis-conflict{{background:var(--opis-conflict);font-weight:bold}}
.opis-table .opis-corrected{{background:var(--opis-corrected)}}
.opis-table td:focus{{outline:2px solid currentColor;outline-offset:-2px}}
.opis-table [role=tooltip]{{display:none;position:absolute;z-index:10;right:0;top:100%;width:max-content;\
max-width:26em;padding:.5em .7em;text-align:left;white-space:normal;font-weight:normal;\
background:var(--opis-tip);border:1px solid var(--opis-line);box-shadow:0 2px 8px #0006}}
.opis-table .opis-left [role=tooltip]{{right:auto;left:0}}
.opis-table .opis-up [role=tooltip]{{top:auto;bottom:100%}}
.opis-table td:hover [role=tooltip],.opis-table td:focus [role=tooltip]{{display:block}}
.opis-table td:hover{{z-index:11}}
.opis-table p{{margin:.3em 0;font-size:.9em}}
.opis-table p span{{padding:.1em .4em;margin-right:.5em}}
"""


def grid_text(table: Table) -> str:
    """The table as lines of aligned text; a mark behind a figure tells how sure it is."""
    shown = slice(MOST_TEXT_ROWS)
    statuses = table.status.tolist()[shown]
    marked = [
        [_marked(figure, status) for figure, status in zip(figures, row, strict=True)]
        for figures, row in zip(table.figures()[shown], statuses, strict=True)
    ]
    heads = [
        wrap(label, WIDEST_HEAD, break_long_words=False, break_on_hyphens=False) or [""] for label in table.columns
    ]
    depth = max(map(len, heads), default=1)
    columns = [
        [*[""] * (depth - len(head)), *head, *(row[column] for row in marked)] for column, head in enumerate(heads)
    ]
    labels = [cell(label) for label in table.rows[shown]]
    flushed = [_flush([*[""] * depth, *labels], str.ljust), *(_flush(column, str.rjust) for column in columns)]
    lines = zip(*flushed, strict=True)
    more = f"\n... {plural(table.shape[0] - MOST_TEXT_ROWS, 'more row')}" if table.shape[0] > MOST_TEXT_ROWS else ""
    body = "\n".join("  ".join(line).rstrip() for line in lines)
    return f"{table.heading}\n\n{body}{more}\n\n{_text_legend(table)}"


def _marked(figure: str, status: str) -> str:
    """A figure and its mark, or a blank in its place: so digits stand under digits."""
    if status == "missing" and not figure:
        return f"{MARKS[status]} "
    return f"{figure or '-'}{MARKS[status] or ' '}"


def _flush(texts: list[str], align: Callable[[str, int], str]) -> list[str]:
    width = max(map(len, texts), default=0)
    return [align(text, width) for text in texts]


def _text_legend(table: Table) -> str:
    parts = [
        f"{count:,} {status}" + (f" ({MARKS[status]})" if MARKS[status] else "")
        for status, count in table.status_counts().items()
    ]
    broken = len(table.relations.broken)
    arithmetic = f"{plural(len(table.relations), 'relation')}" + (f", {broken:,} broken" if broken else "")
    return f"{plural(table.values.size, 'cell')}: {', '.join(parts)}; {arithmetic}"


def grid_html(table: Table, style: bool = True) -> str:
    """The table as HTML that needs nothing from outside; every text of the book is escaped.

    Parameters
    ----------
    table : Table
    style : bool
        Bring the style sheet along; a page of many tables needs it once.
    """
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in ["", *table.columns])
    figures = table.figures()
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(_html_cell(table, row, column, figures[row][column]) for column in range(table.shape[1]))
        + "</tr>"
        for row, label in enumerate(table.rows)
    )
    sheet = f"<style>{STYLE}</style>" if style else ""
    return (
        f'{sheet}<div class="opis-table"><table><caption>{escape(table.heading)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_html_legend(table)}</div>"
    )


def _html_cell(table: Table, row: int, column: int, figure: str) -> str:
    status = str(table.status[row, column])
    blank = "" if status == "missing" else "–"
    mark = f"<sup>{MARKS[status]}</sup>" if MARKS[status] and status != "missing" else ""
    # Tips open towards the middle of the table, so that none is cut off where the output ends.
    place = ("opis-left " if 2 * column < table.shape[1] else "") + ("opis-up " if 2 * row > table.shape[0] > 3 else "")
    return (
        f'<td tabindex="0" class="{place}opis-{escape(status)}">{escape(figure) or blank or MARKS["missing"]}{mark}'
        f'<span role="tooltip">{_tip(table, row, column, status)}</span></td>'
    )


def _tip(table: Table, row: int, column: int, status: str) -> str:
    """Raw text and evidence of a cell."""
    raw, evidence = cell(table.raw[row, column]), table.evidence[row, column]
    lines = [
        f"<strong>{escape(table.rows[row])} / {escape(table.columns[column])}</strong>",
        f"{status}: {MEANINGS.get(status, '')}",
        f"printed: <code>{escape(raw)}</code>" if raw else "printed: nothing",
        escape(evidence),
    ]
    return "<br>".join(filter(None, lines))


def _html_legend(table: Table) -> str:
    parts = [
        f'<span class="opis-{status}">{count:,} {status}{f" {MARKS[status]}" if MARKS[status] else ""}</span>'
        for status, count in table.status_counts().items()
    ]
    broken = "".join(f"<p><strong>!</strong> {escape(relation.sentence)}</p>" for relation in table.relations.broken)
    return f"<p>{''.join(parts)}{plural(len(table.relations), 'relation')}</p>{broken}"


def tables_page(tables: Sequence[Table], audits: bool) -> str:
    """Tables as one page of HTML that needs nothing from outside, each with its audit if that is wanted."""
    parts = [
        grid_html(table, style=False)
        + (f"<details><summary>Audit</summary><pre>{escape(table.audit())}</pre></details>" if audits else "")
        for table in tables
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Tables</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<style>body{{font:16px/1.4 system-ui,sans-serif;margin:1.5em}}pre{{overflow-x:auto}}\n{STYLE}</style></head>"
        f"<body>{''.join(parts) or '<p>There are no numbered tables.</p>'}</body></html>\n"
    )
