"""Workers: processes that read books, and what happens when one of them dies."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from types import TracebackType
from typing import Any, NamedTuple

from opis._version import __version__
from opis.batch.parts import Entry, entry_of, write_book
from opis.batch.places import Place
from opis.batch.plan import Job

_BOOKS_EACH = 2  # in the hands of a process: one that it reads, one that waits


class _Given(NamedTuple):
    job: Job
    content: bytes | None
    result: Future[Entry]


class Workers:
    """Some processes that read books and put them into a place; entries come back in the order in which books went."""

    def __init__(self, count: int, place: Place, options: dict[str, Any]) -> None:
        self._count, self._place, self._options = count, place, options
        self._given: deque[_Given] = deque()
        self._pool = _pool(count)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    @property
    def have_any(self) -> bool:
        """Whether a book is in their hands."""
        return bool(self._given)

    @property
    def have_enough(self) -> bool:
        """Whether a book should be taken back before another is given: memory is bounded by this."""
        return len(self._given) >= _BOOKS_EACH * self._count

    def give(self, job: Job, content: bytes | None) -> None:
        """Hand a book over, with its bytes where it stands in an archive."""
        try:
            result = self._pool.submit(write_book, job, self._place, self._options, content)
        except BrokenProcessPool as error:  # what was given before will tell
            result = Future()
            result.set_exception(error)
        self._given.append(_Given(job, content, result))

    def take(self) -> Entry:
        """The entry of the book that was given first; waits for it."""
        try:
            entry = self._given[0].result.result()
        except BrokenProcessPool:
            self._start_again()
            entry = self._given[0].result.result()
        self._given.popleft()
        return entry

    def _start_again(self) -> None:
        """A process has died, of memory most likely, and the pool with it: read what was in its hands one by one."""
        again = [self._alone(given) for given in self._given]
        self._given = deque(again)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = _pool(self._count)

    def _alone(self, given: _Given) -> _Given:
        if given.result.done() and not given.result.cancelled() and given.result.exception() is None:
            return given
        result: Future[Entry] = Future()
        with _pool(1) as pool:
            try:
                result.set_result(
                    pool.submit(write_book, given.job, self._place, self._options, given.content).result()
                )
            except BrokenProcessPool:
                result.set_result(self._died(given.job))
        return given._replace(result=result)

    def _died(self, job: Job) -> Entry:
        entry: Entry = {"book": job.book, "source": job.source, "bytes": job.size, "sha256": None, "opis": __version__}
        entry |= {"settings": {}, "counts": {}, "seconds": 0.0}
        entry |= {"error": "MemoryError: the process that read it was killed; memory may be short"}
        self._place.put(entry_of(job.book), json.dumps(entry, ensure_ascii=False).encode())
        return {**entry, "resumed": False}


def _pool(count: int) -> ProcessPoolExecutor:
    # Forked processes would hold locks that other threads had.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def _begin() -> None:
    """A process leaves interrupts to the one that started it, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
