"""``opis demo``: what opis finds in a book, at a glance, and the first files to work with."""

from __future__ import annotations

import argparse
from importlib import import_module, resources
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from opis._version import __version__
from opis.cli import spreadsheet
from opis.cli.extract import write_csv, write_jsonl
from opis.cli.files import open_output, read_book
from opis.cli.options import add_book, add_quiet, add_reading_options
from opis.cli.screen import show_table
from opis.kinds import KINDS, PLURALS
from opis.show.counts import count_table

if TYPE_CHECKING:
    from opis.book import Book

SAMPLE = ("sample", "edition.txt")
SAMPLE_NAME = "the sample edition"
FIRST_DOCUMENTS = 8


def add_command(commands: Any) -> None:
    """Add ``demo`` to the commands."""
    parser = commands.add_parser(
        "demo",
        help="show what opis finds in a book, or in the edition that it brings along",
        description="Read a book, show what was found, and write documents.csv, archives.csv, records.jsonl "
        "and report.html.",
    )
    add_book(parser, "without it, the embedded sample")
    parser.add_argument("-o", "--output", metavar="DIR", default="opis-demo", help="folder to write to (%(default)s)")
    spreadsheet.add_option(parser)
    add_reading_options(parser)
    add_quiet(parser, "write the files and print nothing")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    import_module("opis.reading")  # numpy and the core are loaded before the clock starts

    begun = perf_counter()
    book = read_book(options) if options.book else read_sample()
    milliseconds = (perf_counter() - begun) * 1000
    paths = write_files(book, Path(options.output), safe=options.safe_csv)
    if options.quiet:
        return
    print(f"opis {__version__} read {book.path}: {len(book.source):,} bytes in {milliseconds:.0f} ms\n")
    show_table(*count_table(book))
    if len(book.documents):
        print()
        _show_first_documents(book)
    print("\nWritten:")
    for path in paths:
        print(f"  {path}")


def read_sample() -> Book:
    """The small damaged edition that was written for opis."""
    from opis.book import Book

    return Book(resources.files("opis").joinpath(*SAMPLE).read_bytes(), SAMPLE_NAME)


def _show_first_documents(book: Book) -> None:
    from opis.document import Document

    count = len(book.documents)
    first = [Document(book, row) for row in range(min(count, FIRST_DOCUMENTS))]
    rows = [[document.label, document.date_iso, document.title, document.citation] for document in first]
    show_table(["document", "date", "title", "source"], rows)
    if count > len(first):
        print(f"... and {count - len(first):,} more")


def write_files(book: Book, folder: Path, *, safe: bool = False) -> list[Path]:
    """Write the files of the demonstration, with safe cells in CSV if asked; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in ("document", "archive"):
        paths.append(folder / f"{PLURALS[kind]}.csv")
        with open_output(str(paths[-1])) as file:
            write_csv(file, book.records(kind), safe=safe)
    paths.append(folder / "records.jsonl")
    with open_output(str(paths[-1])) as file:
        for kind in KINDS:
            write_jsonl(file, book.records(kind))
    paths.append(folder / "report.html")
    with open_output(str(paths[-1])) as file:
        file.write(book.report())
    return paths
