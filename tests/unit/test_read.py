"""Reading: what a book can be read from, and what holds for every book."""

import gc
import pickle
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import opis
import pytest


def dicts(book: opis.Book) -> list[dict[str, object]]:
    return [record for kind in opis.KINDS for record in book.records(kind).to_dicts()]


def test_every_form_of_a_source_reads_the_same(edition: str, edition_path: Path) -> None:
    content = edition.encode()
    expected = dicts(opis.read(edition))
    assert expected
    for source in (content, bytearray(content), memoryview(content), edition_path, str(edition_path)):
        assert dicts(opis.read(source)) == expected


@pytest.mark.parametrize("options", [{"mode": "rb"}, {"encoding": "utf-8"}])
def test_open_files(options: dict[str, str], book: opis.Book, edition_path: Path) -> None:
    with edition_path.open(**options) as file:
        read = opis.read(file)
    assert read.source == book.source
    assert read.path == str(edition_path)


def test_a_book_does_not_follow_its_buffer(edition: str) -> None:
    buffer = bytearray(edition.encode())
    book = opis.read(buffer)
    before = dicts(book)
    buffer[:] = b"x" * len(buffer)
    assert dicts(book) == before


def test_the_source_is_kept(edition: str, book: opis.Book) -> None:
    assert book.source == edition.encode()


def test_a_line_break_makes_a_str_a_text() -> None:
    assert opis.read("One line of text.\n").path == "<str>"
    with pytest.raises(opis.ReadError, match="no such file"):
        opis.read("One line of text.")


@pytest.mark.parametrize("source", ["", b"", "\n", b" ", "\r\n\r\n"])
def test_nothing_to_find(source: str | bytes) -> None:
    book = opis.read(source)
    assert [len(book.records(kind)) for kind in opis.KINDS] == [0] * len(opis.KINDS)
    assert book.documents.to_numpy().shape == (0,)
    assert book.documents.to_dicts() == []
    assert repr(book.documents) == "0 documents"


def test_a_million_blank_lines() -> None:
    book = opis.read("\n" * 1_000_000)
    assert len(book.documents) == 0
    assert len(book.tokens) > 0


def test_a_book_cannot_be_changed(book: opis.Book) -> None:
    with pytest.raises(AttributeError):
        book.source = b""
    with pytest.raises(AttributeError):
        book.extra = 1


def test_pickle(book: opis.Book) -> None:
    copy = pickle.loads(pickle.dumps(book))
    assert dicts(copy) == dicts(book)
    assert copy.path == book.path


def test_unknown_kind(book: opis.Book) -> None:
    with pytest.raises(KeyError, match="no kind 'letter'"):
        book.records("letter")


def test_threads_read_at_once(edition: str, book: opis.Book) -> None:
    with ThreadPoolExecutor(8) as pool:
        books = list(pool.map(lambda _: opis.read(edition * 5), range(32)))
    first = dicts(books[0])
    assert all(dicts(other) == first for other in books)


def test_threads_share_one_frame(edition: str) -> None:
    book = opis.read(edition)
    with ThreadPoolExecutor(8) as pool:
        arrays = list(pool.map(lambda _: book.archives.to_numpy(), range(64)))
    assert all(np.shares_memory(arrays[0], other) for other in arrays)


def test_other_threads_run_while_a_book_is_read(edition: str) -> None:
    content = edition.encode() * 10_000
    with ThreadPoolExecutor(1) as pool:
        begun = perf_counter()
        reading = pool.submit(opis.read, content)
        ticks = [begun]
        while not reading.done():
            sleep(0.001)
            ticks.append(perf_counter())
    longest_pause = max(np.diff(ticks))
    assert longest_pause < 0.5 * (ticks[-1] - begun)


def test_arrays_outlive_the_book(edition: str) -> None:
    book = opis.read(edition)
    documents, titles, tokens = book.documents.to_numpy(), book.documents.title, book.tokens.to_numpy()
    expected = documents.tolist(), titles.tolist(), tokens.tolist()
    documents, titles, tokens = book.documents.to_numpy(), book.documents.title, book.tokens.to_numpy()
    del book
    gc.collect()
    for _ in range(20):  # would overwrite what was freed
        opis.read(edition)
    assert (documents.tolist(), titles.tolist(), tokens.tolist()) == expected


def test_repr(book: opis.Book) -> None:
    assert repr(book).startswith("<opis.Book <str>: ")
    assert "3 documents" in repr(book)
    html = book._repr_html_()
    assert "&lt;str&gt;" in html
    assert "<td>documents</td><td>3</td>" in html


def test_a_page_that_nothing_numbers_is_likely() -> None:
    alone = opis.read("A leaf that fell out of some book.\n").pages
    assert alone.status.tolist() == ["likely"]
    with_folio = opis.read("a leaf that kept its number\n\n1\n").pages
    assert (with_folio.number.tolist(), with_folio.status.tolist()) == ([1], ["clean"])


def _leaves(numbers: Iterable[int]) -> str:
    lines = "\n".join(f"Grain came to the mill in cart number {row} and left it in another." for row in range(30))
    return "\f".join(f"{lines}\n\n{number}\n" for number in numbers)


def test_a_part_of_a_book_keeps_its_page_numbers() -> None:
    pages = opis.read(_leaves(range(513, 525))).pages
    assert pages.number.tolist() == list(range(513, 525))
    assert set(pages.status.tolist()) == {"clean"}


def test_a_page_whose_folio_says_otherwise_is_not_sure() -> None:
    pages = opis.read(_leaves([*range(10, 15), *range(200, 210)])).pages
    assert pages.number.tolist()[5:] == list(range(200, 210))
    assert set(pages.status.tolist()[:5]) == {"likely"}
