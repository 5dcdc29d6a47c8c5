"""What commands read from and write to: paths, or "-" for the standard streams."""

from __future__ import annotations

import argparse
import errno
import io
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from opis.errors import CorrectionWarning
from opis.whole_file import whole_file

if TYPE_CHECKING:
    from opis.book import Book

STREAM = "-"


def read_book(options: argparse.Namespace, kinds: Iterable[str] | None = None) -> Book:
    """The book that a command was given: some kinds of it, or all; corrections that are not applied are told of."""
    from opis.reading import read

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", CorrectionWarning)
        source = sys.stdin.buffer if options.book == STREAM else Path(options.book)
        book = read(
            source,
            kinds=kinds,
            corrections=options.corrections or (),
            encoding=options.encoding,
            styles=options.style,
            profile=options.profile,
            tokens=False,
        )
    for warning in told:
        print("opis:", " ".join(str(warning.message).splitlines()), file=sys.stderr)
    return book


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    """A UTF-8 text file to write to: standard output, or a file that appears whole or not at all."""
    with open_binary_output(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError):  # what cannot be written has been noticed already
                text.detach()


@contextmanager
def open_binary_output(path: str) -> Iterator[BinaryIO]:
    """A binary file to write to: standard output, or a file that appears whole or not at all."""
    try:
        with _opener(path) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk names no file, and a temporary name would tell the reader nothing
        raise OSError(error.errno, error.strerror, "<stdout>" if path == STREAM else path) from error


def _opener(path: str) -> AbstractContextManager[BinaryIO]:
    target = Path(path).resolve()
    if path == STREAM:
        return _standard_output()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a directory; give the name of a file")
    if target.exists() and not target.is_file():  # a pipe or a device holds nothing to protect
        return target.open("wb")
    return whole_file(target)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Standard output as it is, whatever the locale."""
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
