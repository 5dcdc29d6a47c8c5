"""``opis explain``: what was found on a line, by which rule, from which bytes, and what speaks for it."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from opis.cli.files import read_book
from opis.cli.options import add_book, add_quiet, add_reading_options
from opis.cli.screen import COLOURS, console, is_terminal
from opis.errors import ReadError

if TYPE_CHECKING:
    from opis.explain import Explanation

_DESCRIPTION = """\
Say what was found on a line of a book: every record on it, how it reads, by which rule it was found, from which bytes,
and what else in the book speaks for it or against it; then the records that the line stands in.

The identity that is shown names a record in a file of corrections.
"""


def add_command(commands: Any) -> None:
    """Add ``explain`` to the commands."""
    parser = commands.add_parser(
        "explain",
        help="say what was found on a line, and why",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_book(parser)
    parser.add_argument("--line", metavar="N", type=int, required=True, help="a line of the text, counted from 1")
    parser.add_argument("--format", choices=("text", "jsonl"), default="text", help="jsonl has one object a record")
    add_reading_options(parser)
    add_quiet(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    book = read_book(options)
    try:
        explanation = book.explain(options.line)
    except IndexError as error:
        raise ReadError(str(error)) from error
    if options.format == "jsonl":
        for finding in explanation.findings:
            content = {"identity": finding.record.identity, **finding.record, "rule": finding.rule}
            print(json.dumps({**content, "witnesses": finding.witnesses, "encloses": finding.encloses}))
    elif is_terminal():
        _show(explanation)
    else:
        print(explanation)


def _show(explanation: Explanation) -> None:
    """The explanation on a terminal."""
    from rich.padding import Padding
    from rich.table import Table as Shown
    from rich.text import Text

    screen = console()
    heading, _, body = str(explanation).partition("\n\n")
    screen.print(Text(heading, style="bold"))
    screen.print(Padding(Text(body.partition("\n\n")[0].strip(), style="reverse"), (1, 4)))
    for finding in explanation.findings:
        within = " (the line stands in it)" if finding.encloses else ""
        screen.print(Text(finding.record["kind"] + within, style="bold"))
        rows = Shown(box=None, show_header=False, pad_edge=True)
        for name, text in finding.lines():
            style = COLOURS[finding.record["status"]] if name == "status" else ""
            rows.add_row(Text(name, style="bright_black"), Text(text, style=style))
        screen.print(rows)
    if not explanation.findings:
        screen.print("Nothing was found here.")
