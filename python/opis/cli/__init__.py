"""The command line: ``opis``.

Exit codes: 0 done; 1 a defect of opis or no memory; 2 wrong usage, or a file that cannot be read or written; 3 some of
many books could not be read; 130 interrupted; 141 the reader of a pipe went away.  Whatever is wrong is said in
one line on stderr.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from opis._version import __version__
from opis.cli import batch, completion, demo, explain, export, extract, profiles, report, styles, tables
from opis.errors import Error, LimitError, ReadError, StyleError

DONE, DEFECT, BAD_INPUT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

_EPILOG = """\
examples:
  opis demo                                    read the edition that opis brings along
  opis extract book.txt > book.jsonl           all records, one JSON object a line
  opis extract book.txt --kind archive --format csv -o archives.csv
  opis tables book.txt --audit                 the statistical tables, and why to trust their figures
  opis report book.txt -o report.html          everything on one page, with every repair shown
  opis explain book.txt --line 842             what was found on a line, and why
  opis styles check mine.toml                  whether a file says how an archive is cited
  opis extract book.txt --profile frus         an edition whose layout is known: opis profiles list
  opis batch scans/ -o out                     a folder of books into a Parquet data set

exit codes: 0 done, 2 wrong usage or a file that cannot be read or written, 3 batch: some books could not be read,
1 a defect of opis.
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; each sets ``run``, a function of the options that gives an exit code or None."""
    parser = Parser(
        prog="opis",
        description="opis makes the inventory of a scanned documentary edition: its documents, archival citations, "
        "notes and pages, from the text that OCR left.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"opis {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    extract.add_command(commands)
    export.add_command(commands)
    tables.add_command(commands)
    report.add_command(commands)
    batch.add_command(commands)
    explain.add_command(commands)
    styles.add_command(commands)
    profiles.add_command(commands)
    demo.add_command(commands)
    completion.add_command(commands, make_parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit code."""
    options = make_parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # what a terminal cannot show is no reason to fail
    try:
        code: int = options.run(options) or DONE
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush stdout once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except (ReadError, LimitError, StyleError) as error:
        return _complain(str(error), BAD_INPUT)
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}" if error.filename else str(error), BAD_INPUT)
    except ImportError as error:
        return _complain(str(error), BAD_INPUT)
    except Error as error:
        return _complain(str(error), DEFECT)
    except MemoryError:
        return _complain("out of memory", DEFECT)
    return code


def _complain(message: str, code: int) -> int:
    print("opis:", " ".join(message.splitlines()), file=sys.stderr)
    return code
