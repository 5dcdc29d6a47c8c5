"""Dask: many books on many machines.

>>> import opis.dask
>>> frames = opis.dask.read("s3://scans/*.txt")
>>> frames["archive"].groupby("fond").size().compute()
>>> opis.dask.to_parquet("s3://scans/*.txt", "s3://data/archives")

It needs ``pip install 'opis[dask]'``, and runs wherever Dask does: in this process, or on the workers of a
``distributed.Client``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from opis.batch import Summary, write_manifest
from opis.batch.parts import Entry, content_of, loaded, read_job, write_book
from opis.batch.places import Place
from opis.batch.plan import Job, plan
from opis.book import Book
from opis.optional import optional
from opis.reading import read as read_book

if TYPE_CHECKING:
    import dask.dataframe
    import pandas

__all__ = ["read", "to_parquet"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_BOOKS_A_TASK = 16  # for a book takes milliseconds, and so does a task


def read(paths: Paths, *, strict: bool = True, **options: Any) -> dict[str, dask.dataframe.DataFrame]:
    """The records of many books as Dask DataFrames, one for each kind.

    Nothing is read until something is computed.  What is computed together (``dask.compute(a, b)``) is read once.

    Parameters
    ----------
    paths : str, path, or iterable of these
        Files, folders, glob patterns, tar archives of books, and URLs that fsspec knows.
    strict : bool
        Fail on a book that cannot be read; without it, such a book has no records.
    **options
        As for :func:`opis.read`: ``kinds`` and the like.

    Returns
    -------
    dict of str to dask.dataframe.DataFrame
        By kind.  A partition is a book, its index the number of the book in the order of the paths, so divisions are
        known.  The columns are ``book``, ``record`` and those of :meth:`opis.Records.to_pandas`.

    Raises
    ------
    ReadError
        A path is not there, or holds no book.
    ImportError
        Dask is not installed.
    """
    dask, dataframe = optional("dask", "dask"), optional("dask.dataframe", "dask")
    jobs, options = plan(_listed(paths)), loaded(options)
    empty = read_book(b"", **options)
    parts = [dask.delayed(_frames)(job, number, strict, options) for number, job in enumerate(jobs)]
    return {
        kind: dataframe.from_delayed(
            [part[kind] for part in parts],
            meta=_frame(empty, kind, "", 0),
            divisions=(*range(len(jobs)), len(jobs) - 1),
            verify_meta=False,
        )
        for kind in empty.kinds
    }


def to_parquet(paths: Paths, output: str | os.PathLike[str], *, strict: bool = False, **options: Any) -> Summary:
    """Read many books into the data set that :func:`opis.batch.run` writes, on the workers of Dask.

    Parameters
    ----------
    paths : str, path, or iterable of these
        As for :func:`read`.
    output : str or path
        A folder that all workers see, or a URL that fsspec knows.
    strict : bool
        Fail on a book that cannot be read.  By default it is recorded and passed over.
    **options
        As for :func:`opis.read`.

    Returns
    -------
    Summary
        As of :func:`opis.batch.run`.

    Raises
    ------
    ReadError
        A path is not there; or, with ``strict``, a book cannot be read.
    ImportError
        Dask or pyarrow is not installed.
    """
    dask = optional("dask", "dask")
    started, summary, place, options = perf_counter(), Summary(), Place(output), loaded(options)
    jobs = plan(_listed(paths))
    chunks = [jobs[at : at + _BOOKS_A_TASK] for at in range(0, len(jobs), _BOOKS_A_TASK)]
    for entries in dask.compute(*[dask.delayed(_write)(chunk, place, options) for chunk in chunks]):
        for entry in entries:
            summary.add(entry, strict=strict)
    write_manifest(place)
    summary.seconds = perf_counter() - started
    return summary


def _listed(paths: Paths) -> Iterable[str | os.PathLike[str]]:
    return [paths] if isinstance(paths, str | os.PathLike) else paths


def _write(jobs: Sequence[Job], place: Place, options: dict[str, Any]) -> list[Entry]:
    return [write_book(job, place, options) for job in jobs]


def _frames(job: Job, number: int, strict: bool, options: dict[str, Any]) -> dict[str, pandas.DataFrame]:
    """The frames of a book by kind."""
    from opis.errors import Error

    try:
        book = read_job(job, content_of(job), options)
    except (Error, OSError):
        if strict:
            raise
        book = read_book(b"", **options)
    return {kind: _frame(book, kind, job.book, number) for kind in book.kinds}


def _frame(book: Book, kind: str, name: str, number: int) -> pandas.DataFrame:
    library = optional("pandas", "dask")
    frame = book.records(kind).to_pandas()
    frame.insert(0, "book", library.array([name] * len(frame), dtype="str"))
    frame.insert(1, "record", library.array(range(len(frame)), dtype="int32"))
    frame.index = library.Index([number] * len(frame), dtype="int64", name="book_number")
    return frame
