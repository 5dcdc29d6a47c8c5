"""``opis export``: a book for editors and reference managers."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from opis.cli.files import STREAM, open_output, read_book
from opis.cli.options import add_book, add_quiet, add_reading_options

if TYPE_CHECKING:
    from opis.book import Book

_DESCRIPTION = """\
Write a book as TEI P5 (documents, notes, sources, tables, persons), or its references, archival ones included, as
CSL-JSON for Zotero and pandoc or as BibTeX. Records as columns, Parquet and Arrow, are what opis extract writes.
"""


def add_command(commands: Any) -> None:
    """Add ``export`` to the commands."""
    parser = commands.add_parser(
        "export",
        help="write TEI, CSL-JSON or BibTeX",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_book(parser)
    parser.add_argument("--format", choices=tuple(_WRITERS), required=True)
    parser.add_argument("-o", "--output", metavar="OUT", default=STREAM, help="a file, instead of standard output")
    add_reading_options(parser)
    add_quiet(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    book = read_book(options)
    with open_output(options.output) as file:
        file.write(_WRITERS[options.format](book))


def _tei(book: Book) -> str:
    from opis.exports import to_tei

    return to_tei(book)


def _csl(book: Book) -> str:
    from opis.exports import to_csl

    return json.dumps(to_csl(book), ensure_ascii=False, indent=1) + "\n"


def _bibtex(book: Book) -> str:
    from opis.exports import to_bibtex

    return to_bibtex(book)


_WRITERS = {"tei": _tei, "csl": _csl, "bibtex": _bibtex}
