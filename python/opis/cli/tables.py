"""``opis tables``: the statistical tables of a book, with what proves or contradicts their figures."""

from __future__ import annotations

import argparse
import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from opis.cli import spreadsheet
from opis.cli.files import STREAM, open_output, read_book
from opis.cli.options import add_book, add_quiet, add_reading_options
from opis.cli.screen import is_terminal, show_grid
from opis.errors import ReadError

if TYPE_CHECKING:
    from opis.tables import Table

_DESCRIPTION = """\
Show the numbered tables of a book: as text, as one CSV, as JSON objects, or as a page of HTML.

A mark behind a figure tells how sure it is: none, it reads as printed; + repaired (damaged, and proved);
? likely (best reading, unproved); ... missing (lost in the scan); ! conflict (the book contradicts itself).
In CSV every column of figures is followed, at the end, by a column of its statuses.
"""


def add_command(commands: Any) -> None:
    """Add ``tables`` to the commands."""
    parser = commands.add_parser(
        "tables",
        help="show the statistical tables of a book",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_book(parser)
    parser.add_argument("--table", metavar="N", type=int, help="only the table of this number")
    parser.add_argument("--audit", action="store_true", help="add the account of every repair and doubt")
    parser.add_argument(
        "--format", choices=("text", "csv", "jsonl", "html"), default="text", help="csv is the grid of one table"
    )
    parser.add_argument("-o", "--output", metavar="OUT", default=STREAM, help="a file, instead of standard output")
    spreadsheet.add_option(parser)
    add_reading_options(parser)
    add_quiet(parser)
    parser.set_defaults(run=lambda options: _run(options, parser))


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    if options.format == "csv" and options.audit:
        parser.error("csv has no room for an audit: choose text, jsonl or html")
    tables = _tables(options)
    if options.format == "csv" and len(tables) != 1:
        parser.error(f"csv is the grid of one table, and there are {len(tables):,}: choose one with --table")
    if options.format == "text" and options.output == STREAM and is_terminal():
        for table in tables:
            show_grid(table)
            print(f"\n{table.audit()}\n" if options.audit else "")
        return
    with open_output(options.output) as file:
        _WRITERS[options.format](file, tables, options)


def _tables(options: argparse.Namespace) -> list[Table]:
    book = read_book(options)
    if options.table is None:
        return [book._table_of_row(row) for row in range(len(book.tables))]
    try:
        return [book.table(options.table)]
    except KeyError as error:
        raise ReadError(error.args[0]) from error


def _write_text(file: TextIO, tables: list[Table], options: argparse.Namespace) -> None:
    for position, table in enumerate(tables):
        file.write("\n\n" * bool(position) + f"{table!r}\n")
        if options.audit:
            file.write(f"\n{table.audit()}\n")


def _write_csv(file: TextIO, tables: list[Table], options: argparse.Namespace) -> None:
    (table,) = tables
    rows = table.to_numpy()
    writer = csv.writer(file, lineterminator="\n")
    lines = [["", *table.columns, *(f"{label} (status)" for label in table.columns)]]
    for label, row, statuses in zip(table.rows, rows.tolist(), table.status.tolist(), strict=True):
        lines.append([label, *row[1:], *statuses])
    for cells in lines:
        writer.writerow(map(spreadsheet.neutral, cells) if options.safe_csv else cells)


def _write_jsonl(file: TextIO, tables: list[Table], options: argparse.Namespace) -> None:
    for table in tables:
        content = table_content(table)
        if options.audit:
            content["audit"] = table.audit()
        file.write(json.dumps(content, ensure_ascii=False) + "\n")


def table_content(table: Table) -> dict[str, Any]:
    """A table as JSON has it: nested lists in the shape of the grid, null for what is missing."""
    return {
        "kind": "table",
        "number": table.number,
        "title": table.title,
        "rows": table.rows,
        "columns": table.columns,
        "values": [list(row[1:]) for row in table.to_numpy().tolist()],
        "status": table.status.tolist(),
        "raw": table.raw.tolist(),
        "evidence": table.evidence.tolist(),
        "relations": [
            {
                "kind": relation.kind,
                "whole": relation.whole,
                "parts": relation.parts,
                "holds": relation.holds,
                "residual": None if relation.residual != relation.residual else relation.residual,
                "sentence": relation.sentence,
            }
            for relation in table.relations
        ],
        "witnesses": [
            {name: getattr(witness, name) for name in type(witness).__slots__} for witness in table.witnesses
        ],
    }


def _write_html(file: TextIO, tables: list[Table], options: argparse.Namespace) -> None:
    from opis.show.grid import tables_page

    file.write(tables_page(tables, audits=options.audit))


_WRITERS = {"text": _write_text, "csv": _write_csv, "jsonl": _write_jsonl, "html": _write_html}
