"""Batch: many books into one Parquet data set.

>>> import opis.batch
>>> summary = opis.batch.run(["scans/"], "out")

The data set has a folder for each kind, partitioned by book, and a manifest::

    out/documents/book=volume-1/part-0.parquet
    out/archives/book=volume-1/part-0.parquet
    ...
    out/manifest.jsonl

Every record has ``record``, its number among those of its kind and book, which is what links refer to: a document whose
``source`` is 7 has the archive of the same ``book`` whose ``record`` is 7.  A kind that a book has not has no file.
"""

from __future__ import annotations

import json
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from opis.batch.parts import MANIFEST, Entry, loaded, write_book
from opis.batch.places import Place
from opis.batch.plan import Job, plan
from opis.batch.progress import Bar
from opis.batch.workers import Workers
from opis.errors import ReadError
from opis.kinds import KINDS, PLURALS

__all__ = ["Summary", "run", "write_manifest"]

MANIFEST_FILE = "manifest.jsonl"


@dataclass
class Summary:
    """What a batch has done.

    Attributes
    ----------
    books, resumed : int
        Books of the plan, and those among them that an earlier run had read.
    bytes : int
        What was read now.
    seconds : float
        By the clock.
    counts : Counter
        Records by kind, over all books of the plan.
    errors : list of dict
        The lines of the manifest of books that could not be read.
    """

    books: int = 0
    resumed: int = 0
    bytes: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry, *, strict: bool = False) -> None:
        """Count a book.

        Parameters
        ----------
        entry : dict
            Its line of the manifest.
        strict : bool
            Do not pass over a book that could not be read.

        Raises
        ------
        ReadError
            The book could not be read, with `strict`.
        """
        if strict and entry["error"]:
            raise ReadError(entry["error"].partition(": ")[2], entry["source"])
        self.books += 1
        self.counts.update(entry["counts"])
        if entry["resumed"]:
            self.resumed += 1
        else:
            self.bytes += entry["bytes"] or 0
        if entry["error"]:
            self.errors.append(entry)

    def __str__(self) -> str:
        speed = self.bytes / 1e6 / self.seconds if self.seconds else 0.0
        lines = [
            f"{self.books:,} books, {self.resumed:,} of them read before, {len(self.errors):,} that could not be read",
            f"{self.bytes / 1e6:,.1f} MB in {self.seconds:,.1f} s: {speed:,.1f} MB/s",
            ", ".join(f"{self.counts[kind]:,} {PLURALS[kind]}" for kind in KINDS if self.counts[kind]),
        ]
        lines += [f"  {entry['source']}: {entry['error']}" for entry in self.errors]
        return "\n".join(line for line in lines if line)


def run(
    paths: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    strict: bool = False,
    progress: bool | None = None,
    **options: Any,
) -> Summary:
    """Read many books into a Parquet data set.

    A batch that was stopped, by whatever, goes on where it was when it is started again: a book counts as done when
    its line of the manifest is there, and that is written last.  A book whose bytes have changed, or that was read with
    other options or by another opis, is read again.

    Parameters
    ----------
    paths : iterable of str or path
        Files, folders, glob patterns, tar archives of books, and URLs that fsspec knows.
    output : str or path
        The folder of the data set, or a URL.
    jobs : int, optional
        How many processes read; by default one for each core.  Memory is bounded by the books that are in their hands,
        two for each.
    strict : bool
        Stop at the first book that cannot be read.  By default it is recorded and passed over.
    progress : bool, optional
        Show a progress bar on standard error; by default where that is a terminal or a notebook.
    **options
        As for :func:`opis.read`: ``kinds``, ``profile`` and the like.

    Returns
    -------
    Summary
        Its text is what ``opis batch`` prints.

    Raises
    ------
    ReadError
        A path is not there; or, with ``strict``, a book cannot be read.
    StyleError
        A style does not hold.
    ImportError
        pyarrow is not installed.
    """
    started = perf_counter()
    books, place, summary, options = plan(paths), Place(output), Summary(), loaded(options)
    jobs = max(1, jobs or os.cpu_count() or 1)
    place.tidy()
    with Bar(books, progress) as bar:
        for entry in _entries(books, place, options, min(jobs, max(1, len(books)))):
            summary.add(entry, strict=strict)
            bar.advance(entry, len(summary.errors))
    write_manifest(place)
    summary.seconds = perf_counter() - started
    return summary


def write_manifest(place: Place) -> None:
    """Put the lines of all books together, those of earlier runs included.

    Parameters
    ----------
    place : opis.batch.places.Place
        The folder of the data set.
    """
    lines = [place.get(f"{MANIFEST}/{name}") for name in place.names(MANIFEST) if name.endswith(".json")]
    entries = sorted((json.loads(line) for line in lines if line), key=lambda entry: str(entry["book"]))
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    place.put(MANIFEST_FILE, text.encode(), lasting=True)


def _entries(books: list[Job], place: Place, options: dict[str, Any], jobs: int) -> Iterator[Entry]:
    """The lines of the manifest in the order of the plan, as some processes read the books."""
    if jobs == 1:
        for job, content in _with_content(books):
            yield write_book(job, place, options, content)
        return
    with Workers(jobs, place, options) as workers:
        for job, content in _with_content(books):
            workers.give(job, content)
            if workers.have_enough:
                yield workers.take()
        while workers.have_any:
            yield workers.take()


def _with_content(books: Iterable[Job]) -> Iterator[tuple[Job, bytes | None]]:
    """Books with the bytes of those that stand in archives: an archive is walked once."""
    archive: tarfile.TarFile | None = None
    path = None
    try:
        for job in books:
            if job.member is None:
                yield job, None
                continue
            if archive is None or job.path != path:
                if archive:
                    archive.close()
                archive, path = tarfile.open(job.path), job.path  # noqa: SIM115 - closed below
            member = archive.extractfile(job.member)
            yield job, member.read() if member else b""
    finally:
        if archive:
            archive.close()
