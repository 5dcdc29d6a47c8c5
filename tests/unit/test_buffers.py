"""Buffers and mapped files: text that is read where it lies, and what a book does to whoever owns it."""

import gc
import gzip
import mmap
import os
import pickle
from pathlib import Path

import numpy as np
import opis
import pytest

PAST_LIMIT = 5 * 2**30  # bytes


def dicts(book: opis.Book) -> list[dict[str, object]]:
    return [record for kind in opis.KINDS for record in book.records(kind).to_dicts()]


def mapping_of(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def test_a_mapped_book_reads_the_same(book: opis.Book, edition_path: Path) -> None:
    mapped = opis.read(edition_path, mapped=True)
    assert dicts(mapped) == dicts(book)
    assert mapped.documents.to_arrow() == book.documents.to_arrow()
    assert mapped.document(2).text == book.document(2).text
    assert mapped.source == book.source
    assert mapped.path == str(edition_path)
    assert isinstance(mapped.buffer.obj, mmap.mmap)
    assert mapped.buffer.readonly


def test_a_mapped_book_outlives_its_file(book: opis.Book, edition_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(edition_path.read_bytes())
    mapped = opis.read(path, mapped=True)
    path.unlink()
    gc.collect()
    assert dicts(mapped) == dicts(book)
    assert dicts(pickle.loads(pickle.dumps(mapped))) == dicts(book)


def test_an_empty_file_is_mapped(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    book = opis.read(path, mapped=True)
    assert book.source == b""
    assert len(book.buffer) == len(book.pages) == 0


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: text.replace(b"\n\n", b"\n\x1f\n")])
def test_what_is_no_plain_text_is_not_mapped(pack, edition: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "book.txt"
    path.write_bytes(pack(edition.encode()))
    mapped = opis.read(path, mapped=True)
    assert isinstance(mapped.buffer.obj, bytes)
    assert mapped.source == opis.read(path).source


def test_another_encoding_is_not_mapped(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(edition.encode("utf-16"))
    assert opis.read(path, encoding="utf-16", mapped=True).source == edition.encode()
    with pytest.raises(opis.ReadError, match=r"byte 0 .* give the encoding"):
        opis.read(path, mapped=True)


def test_only_a_path_is_mapped(edition: str, edition_path: Path) -> None:
    with edition_path.open("rb") as file:
        for source in (edition, edition.encode(), file):
            with pytest.raises(TypeError, match="give its path"):
                opis.read(source, mapped=True)


def test_a_mapped_file_that_is_no_text(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(edition.encode() + b"\xff")
    with pytest.raises(opis.ReadError, match=f"byte {len(edition.encode())} ") as caught:
        opis.read(path, mapped=True)
    assert caught.value.path == str(path)
    assert caught.value.byte == len(edition.encode())


def test_a_scan_may_map_its_books(book: opis.Book, edition_path: Path) -> None:
    for mapped in opis.scan([edition_path] * 3, mapped=True, tokens=False):
        assert isinstance(mapped.buffer.obj, mmap.mmap)
        assert dicts(mapped) == dicts(book)


def test_a_mapping_is_read_where_it_lies_and_stays(book: opis.Book, edition_path: Path) -> None:
    mapping = mapping_of(edition_path)
    read = opis.read(mapping)
    assert read.buffer.obj is mapping
    with pytest.raises(BufferError):
        mapping.close()
    assert dicts(read) == dicts(book)
    del read
    gc.collect()
    mapping.close()


def test_a_read_only_array_is_read_where_it_lies(book: opis.Book, edition: str) -> None:
    array = np.frombuffer(edition.encode(), dtype=np.uint8)
    read = opis.read(array)
    assert np.shares_memory(np.frombuffer(read.buffer, dtype=np.uint8), array)
    assert dicts(read) == dicts(book)
    assert np.array_equal(opis.tokenize(array), book.tokens.to_numpy())


def test_a_view_locks_what_it_shows(book: opis.Book, edition: str) -> None:
    buffer = bytearray(edition.encode())
    read = opis.read(memoryview(buffer).toreadonly())
    with pytest.raises(BufferError):
        buffer.clear()
    assert dicts(read) == dicts(book)
    del read
    gc.collect()
    buffer.clear()


def test_what_can_be_written_to_is_copied(book: opis.Book, edition: str) -> None:
    array = np.frombuffer(bytearray(edition.encode()), dtype=np.uint8)
    read = opis.read(array)
    array[:] = ord("x")
    assert dicts(read) == dicts(book)


def test_tokens_outlive_their_buffer(edition: str) -> None:
    buffer = bytearray(edition.encode())
    tokens = opis.tokenize(buffer)
    expected = tokens.tolist()
    buffer.clear()
    assert tokens.tolist() == expected


def test_views_of_a_book_outlive_it(edition: str) -> None:
    view = opis.read(memoryview(edition.encode())).buffer
    gc.collect()
    assert bytes(view) == edition.encode()


@pytest.mark.parametrize(
    "source", [memoryview(b"a b c ")[::2], np.zeros(4, dtype=np.uint32), np.zeros((4, 4), dtype=np.uint8).T[::2]]
)
def test_buffers_that_are_no_bytes_in_a_row(source: object) -> None:
    for read in (opis.read, opis.tokenize):
        with pytest.raises(TypeError, match="contiguous bytes"):
            read(source)  # type: ignore[operator]


@pytest.mark.parametrize("source", [np.zeros(0, dtype=np.uint8), memoryview(b""), bytearray()])
def test_empty_buffers(source: object) -> None:
    assert opis.read(source).source == b""  # type: ignore[arg-type]
    assert opis.tokenize(source).shape == (0,)  # type: ignore[arg-type]


def test_what_is_past_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.touch()
    os.truncate(path, PAST_LIMIT)  # a file of holes, which takes no room
    for source, options in ((path, {}), (path, {"mapped": True}), (mapping_of(path), {})):
        with pytest.raises(opis.LimitError, match=r"more than 4,294,967,294 bytes.* split it by volume"):
            opis.read(source, **options)  # type: ignore[arg-type]
    with pytest.raises(opis.LimitError, match="split it by volume"):
        opis.tokenize(mapping_of(path))
