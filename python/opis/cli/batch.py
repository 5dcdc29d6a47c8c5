"""``opis batch``: many books into one Parquet data set."""

from __future__ import annotations

import argparse
from typing import Any

from opis.cli.options import add_kinds, add_quiet, add_text_options

SOME_FAILED = 3
_DESCRIPTION = """\
Read many books into one Parquet data set: a folder for each kind, partitioned by book, and manifest.jsonl, which
tells of each book its source, size, SHA-256, counts, seconds and error.

PATH is a file, a folder that is searched for texts, a glob pattern, a tar archive of books, or a URL (s3://...).
A book that cannot be read is recorded and passed over. A batch that was stopped goes on where it was.
"""


def add_command(commands: Any) -> None:
    """Add ``batch`` to the commands."""
    parser = commands.add_parser(
        "batch",
        help="read many books into a Parquet data set",
        description=_DESCRIPTION,
        epilog="exit codes: 0 every book was read, 3 some could not be, 2 wrong usage or, with --strict, a bad book",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+")
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="the folder of the data set")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes that read at once (default: one a core)")
    parser.add_argument("--strict", action="store_true", help="stop at the first book that cannot be read")
    add_kinds(parser)
    add_text_options(parser)
    add_quiet(parser, "no progress bar and no summary")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from opis.batch import run

    chosen: dict[str, Any] = {"kinds": sorted(set(options.kind))} if options.kind else {}
    if options.encoding:
        chosen["encoding"] = options.encoding
    if options.style:
        chosen["styles"] = options.style
    if options.profile:
        chosen["profile"] = options.profile
    progress = False if options.quiet else None
    summary = run(options.paths, options.output, jobs=options.jobs, strict=options.strict, progress=progress, **chosen)
    if not options.quiet:
        print(summary)
    return SOME_FAILED if summary.errors else 0
