"""``opis report``: a book as one page of HTML that needs nothing from outside."""

from __future__ import annotations

import argparse
from typing import Any

from opis.cli.files import STREAM, open_output, read_book
from opis.cli.options import add_book, add_quiet, add_reading_options
from opis.cli.screen import note

_DESCRIPTION = """\
Write a book as one page of HTML that needs nothing from outside: its documents in time, its sources by archive, fond
and opis, its tables with their audits, its people and statistics, and the whole text with every record marked.

Whatever is seen to be wrong can be corrected in the page and saved as a file for --corrections.
"""


def add_command(commands: Any) -> None:
    """Add ``report`` to the commands."""
    parser = commands.add_parser(
        "report",
        help="write a book as one page of HTML",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_book(parser)
    parser.add_argument(
        "-o", "--output", metavar="OUT", default="report.html", help='a file, or "-" for standard output (%(default)s)'
    )
    add_reading_options(parser)
    add_quiet(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from opis.show.report import report

    book = read_book(options)
    with open_output(options.output) as file:
        file.write(report(book))
    if options.output != STREAM:
        note(options, f"written: {options.output}")
