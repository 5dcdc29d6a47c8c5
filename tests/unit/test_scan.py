"""Scanning: many books at once, in order."""

import io
import itertools
import sys
import threading
from collections.abc import Iterator

import opis
import pytest
from opis import scanning


def texts(count: int) -> list[bytes]:
    return [
        f"Document {n}\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n".encode() for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("threads", [1, 2, 7, None])
def test_books_come_in_the_order_of_their_sources(threads: int | None) -> None:
    sources = texts(40)
    assert [book.source for book in opis.scan(sources, threads=threads)] == sources


def test_no_more_is_read_ahead_than_promised() -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        for source in itertools.cycle(texts(3)):
            asked += 1
            yield source

    books = opis.scan(endless(), threads=2)
    for given in range(1, 20):
        next(books)
        assert asked <= given + 2 * 2
    books.close()


def test_a_scan_that_is_left_early_leaves_no_threads() -> None:
    books = opis.scan(texts(50), threads=3)
    next(books)
    books.close()
    for thread in threading.enumerate():
        if thread.name.startswith("opis-scan"):
            thread.join(10)
            assert not thread.is_alive()


def test_options_are_those_of_read() -> None:
    (book,) = opis.scan(texts(1), kinds=["date"])
    assert "table" not in book.kinds


def test_a_bad_book_is_an_error_in_its_place() -> None:
    books = opis.scan([*texts(2), b"\xff", *texts(1)], threads=2)
    assert len(next(books).documents) == 1
    assert len(next(books).documents) == 1
    with pytest.raises(opis.ReadError, match="byte 0"):
        next(books)


@pytest.mark.parametrize("threads", [0, -1])
def test_without_threads_nothing_is_read(threads: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        opis.scan(texts(1), threads=threads)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_scan_at_a_terminal_shows_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(scanning, "LONG", -1.0)
    list(opis.scan(texts(3)))
    assert "3/3" in sys.stderr.getvalue()


@pytest.mark.parametrize(("progress", "long"), [(None, 60.0), (False, -1.0)])
def test_a_short_scan_or_an_unwatched_one_shows_none(
    monkeypatch: pytest.MonkeyPatch, progress: bool | None, long: float
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(scanning, "LONG", long)
    list(opis.scan(texts(3), progress=progress))
    assert sys.stderr.getvalue() == ""


def test_a_bar_that_is_asked_for_needs_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match=r"opis\[progress\]"):
        list(opis.scan(texts(1), progress=True))
