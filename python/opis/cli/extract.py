"""``opis extract``: the records of a book, as JSONL, CSV, Parquet or Arrow."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from opis.cli import spreadsheet
from opis.cli.files import STREAM, open_binary_output, open_output, read_book
from opis.cli.options import add_book, add_kinds, add_quiet, add_reading_options
from opis.kinds import KINDS, PLURALS
from opis.optional import optional
from opis.parquet import write_parquet

if TYPE_CHECKING:
    import pyarrow

    from opis.records import Records

LIST_SEPARATOR = "; "
_DESCRIPTION = """\
Print the records of a book: one JSON object a line, or CSV; or write them as columns to Parquet or Arrow files.

Records stand in text order within a kind. Offsets are bytes of the UTF-8 text, half-open; lines are counted
from 1. Every record has a status: clean, repaired (damaged, and proved), likely (best reading, unproved),
missing, conflict (well read, and contradicted), corrected (by hand).
"""


def add_command(commands: Any) -> None:
    """Add ``extract`` to the commands."""
    parser = commands.add_parser(
        "extract",
        help="print the records of a book",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_book(parser)
    add_kinds(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "csv", *_COLUMNS),
        default="jsonl",
        help="csv needs exactly one --kind; parquet and arrow write one, or all kinds into a folder",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default=STREAM,
        help="a file, instead of standard output; for several kinds as parquet or arrow, a folder",
    )
    spreadsheet.add_option(parser)
    add_reading_options(parser)
    add_quiet(parser)
    parser.set_defaults(run=lambda options: _run(options, parser))


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    kinds = [kind for kind in KINDS if kind in (options.kind or KINDS)]
    if options.format == "csv" and len(kinds) != 1:
        parser.error("csv has one kind a file, since each kind has columns of its own: give one --kind")
    if options.format in _COLUMNS and len(kinds) != 1 and options.output == STREAM:
        parser.error(f"{options.format} has one kind a file: give one --kind, or a folder with -o")
    if options.format in _COLUMNS:
        return _write_columns(options, kinds)
    book = read_book(options, kinds)
    with open_output(options.output) as file:
        for kind in kinds:
            if options.format == "csv":
                write_csv(file, book.records(kind), safe=options.safe_csv)
            else:
                write_jsonl(file, book.records(kind))
    return None


def _write_columns(options: argparse.Namespace, kinds: list[str]) -> None:
    """Write one kind to a file, or each of several to a file of its own in a folder."""
    write = _COLUMNS[options.format]
    book = read_book(options, kinds)
    paths = [options.output]
    if len(kinds) > 1:
        folder = Path(options.output)
        folder.mkdir(parents=True, exist_ok=True)
        paths = [str(folder / f"{PLURALS[kind]}.{options.format}") for kind in kinds]
    for kind, path in zip(kinds, paths, strict=True):
        with open_binary_output(path) as file:
            write(book.records(kind).to_arrow(), file)


def write_jsonl(file: TextIO, records: Records) -> None:
    """Write one JSON object a line."""
    for record in records:
        file.write(json.dumps(dict(record), ensure_ascii=False) + "\n")


def write_csv(file: TextIO, records: Records, *, safe: bool = False) -> None:
    """Write a header and one row a record: null is empty, lists are joined with "; "; safe cells are no formulas."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(records.fields)
    for record in records:
        cells = [_cell(record[name]) for name in records.fields]
        writer.writerow(map(spreadsheet.neutral, cells) if safe else cells)


def _cell(value: Any) -> Sequence[Any] | Any:
    if isinstance(value, list):
        return LIST_SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def write_arrow(table: pyarrow.Table, file: BinaryIO) -> None:
    """Write the columns of records to an Arrow IPC file."""
    with optional("pyarrow", "arrow").ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


_COLUMNS: dict[str, Callable[[pyarrow.Table, BinaryIO], None]] = {"parquet": write_parquet, "arrow": write_arrow}
