"""Scan: many books on all cores, in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from operator import index
from pathlib import Path
from time import monotonic
from typing import Any

from opis.book import Book
from opis.profiles import load_profile
from opis.progress import progress_bar
from opis.reading import read
from opis.sources import Source

# Seconds after which a scan is long enough for a progress bar.
LONG = 2.0


def scan(
    sources: Iterable[Source], *, threads: int | None = None, progress: bool | None = None, **options: Any
) -> Iterator[Book]:
    """Read many books, several at once, and give them in the order of their sources.

    The core lets go of Python's lock while it reads, so that threads fill all cores.  No more than two books for each
    thread are read ahead of the one that is given: memory is bounded by these, however many sources there are.

    Parameters
    ----------
    sources : iterable of source
        Each as for :func:`opis.read`.  It is walked as books are asked for, and may be endless.
    threads : int, optional
        How many to read at once; by default one for each core that this process may use.
    progress : bool, optional
        Show a progress bar on standard error (it needs tqdm).  By default one is shown when the scan takes
        longer than two seconds, a terminal or a notebook is there, and tqdm is installed.
    **options
        As for :func:`opis.read`: ``kinds``, ``profile`` and the like.  Where nobody asks for tokens, ``tokens=False``
        spares most of the memory that the books read ahead take.

    Yields
    ------
    Book
        One for each source.

    Raises
    ------
    ReadError, LimitError
        As :func:`opis.read`, in the place of the book that cannot be read; the scan is over then.
    ImportError
        A progress bar is asked for and tqdm is not installed.
    ValueError
        ``threads`` is below 1.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = count if threads is None else index(threads)
    if count < 1:
        raise ValueError(f"threads must be 1 or more, not {count}")
    total = len(sources) if isinstance(sources, Sized) else None
    if options.get("profile") is not None:
        options["profile"] = load_profile(options["profile"])
    return _shown(_ahead(iter(sources), count, options), total, progress)


def _ahead(sources: Iterator[Source], threads: int, options: dict[str, Any]) -> Iterator[Book]:
    """The books in order, some of them read ahead."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="opis-scan")
    books: deque[Future[Book]] = deque()
    try:
        for source in sources:
            books.append(pool.submit(read, source, **options))
            if len(books) > 2 * threads:
                yield books.popleft().result()
        while books:
            yield books.popleft().result()
    finally:  # also when nobody asks for the rest
        pool.shutdown(wait=False, cancel_futures=True)


def _shown(books: Iterator[Book], total: int | None, progress: bool | None) -> Iterator[Book]:
    """The same books, with a progress bar from the moment that it is wanted."""
    bar, started = None, monotonic()
    try:
        for done, book in enumerate(books, start=1):
            if bar is None and progress is not False and (progress or monotonic() - started > LONG):
                bar = progress_bar(progress, "progress", initial=done - 1, total=total, unit="book", desc="opis")
                progress = progress if bar is not None else False
            if bar is not None:
                bar.set_postfix_str(Path(book.path).name, refresh=False)
                bar.update()
            yield book
    finally:
        if bar is not None:
            bar.close()
