"""Options that several commands take, said in the same words."""

from __future__ import annotations

import argparse

from opis.kinds import KINDS

_FORMS = "text or a scan (hOCR, ALTO, PDF, DjVu XML, ZIP, folder of pages)"


def add_book(parser: argparse.ArgumentParser, instead: str | None = None) -> None:
    """Add ``BOOK``; where the command can do without one, `instead` says what it does then."""
    if instead:
        parser.add_argument("book", metavar="BOOK", nargs="?", help=f"{_FORMS}; {instead}")
    else:
        parser.add_argument("book", metavar="BOOK", help=f'{_FORMS}; "-" for standard input')


def add_kinds(parser: argparse.ArgumentParser) -> None:
    """Add ``--kind``, which may be given several kinds and several times."""
    parser.add_argument(
        "--kind",
        metavar="KIND",
        nargs="+",
        action="extend",
        type=_kind,
        help=f"only these kinds: {', '.join(KINDS)}",
    )


def _kind(name: str) -> str:
    if name in KINDS:
        return name
    raise argparse.ArgumentTypeError(f"no kind {name!r}: choose from {', '.join(KINDS)}; BOOK comes before --kind")


def add_text_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how texts are to be taken: ``--encoding``, ``--style`` and ``--profile``."""
    parser.add_argument("--encoding", metavar="NAME", help="of plain text that is not UTF-8, such as cp1251")
    parser.add_argument(
        "--style",
        metavar="FILE",
        action="append",
        default=[],
        help="a TOML file that tells how an archive is cited; may be repeated",
    )
    parser.add_argument("--profile", metavar="PROFILE", help="how the edition is laid out: a name or a TOML file")


def add_quiet(parser: argparse.ArgumentParser, what: str = "say nothing on stderr but what is wrong") -> None:
    """Add ``--quiet``."""
    parser.add_argument("-q", "--quiet", action="store_true", help=what)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add what :func:`opis.cli.files.read_book` heeds: ``--corrections`` and how texts are to be taken."""
    parser.add_argument("--corrections", metavar="FILE", help="a TOML file of corrections by hand")
    add_text_options(parser)
