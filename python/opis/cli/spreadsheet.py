"""CSV for spreadsheets, which run a cell that opens with "=": a scan, or whoever made it, may have put one there."""

from __future__ import annotations

import argparse
from typing import Any

FORMULA_SIGNS = "=+-@＝＋－＠"
GUARD = "'"  # what spreadsheets take for "this is text"


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--safe-csv`` to a command that writes CSV."""
    parser.add_argument(
        "--safe-csv",
        action="store_true",
        help="for spreadsheets: put an apostrophe before texts that would be run as a formula (= + - @)",
    )


def neutral(cell: Any) -> Any:
    """The cell; a text that a spreadsheet might run is put behind an apostrophe.

    Numbers are numbers.  Blanks before the sign, line breaks among them, do not hide it.
    """
    if isinstance(cell, str) and (cell.lstrip()[:1] or " ") in FORMULA_SIGNS:
        return GUARD + cell
    return cell
