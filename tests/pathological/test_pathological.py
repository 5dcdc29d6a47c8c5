"""Bad input gives a clear error or records: no crash, no hang, no more time and memory than its size deserves."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

import cases
import opis
import pytest
from opis.exports.tei import to_tei

RUNNER = Path(cases.__file__)
SIZE = 200_000  # bytes of the smaller text; the larger has four times as many
# Many lines for few bytes: what SIZE takes fits into caches, what four times as many take does not.
BEYOND_CACHES = {"headings_torn": 4 * SIZE}
LONGEST_RATIO = 6.0  # of their times, where linear time gives 4
UNMEASURABLE = 0.016  # seconds: below, caches and page faults decide, not the text
SECONDS = 120  # after which a read counts as hanging
MOST_MEMORY = 64_000_000  # bytes: of the interpreter, and ...
MEMORY_PER_BYTE = 200  # ... of each byte of the source


def run(name: str, size: int, repeats: int, *more: str) -> dict[str, Any]:
    """Measure a case in a process of its own, so that a crash is a failure and its memory is its own."""
    command = [sys.executable, str(RUNNER), name, str(size), str(repeats), *more]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        pytest.fail(f"{name} of {size} bytes hangs", pytrace=False)
    assert done.returncode == 0, f"{name} of {size} bytes ended with {done.returncode}:\n{done.stderr}"
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def check(name: str, size: int, repeats: int) -> None:
    for attempt in range(2):
        measured = run(name, size, repeats * (attempt + 1))
        small, large = measured["seconds"]
        if large < LONGEST_RATIO * max(small, UNMEASURABLE):
            break
    else:
        sizes = "{} and {} bytes".format(*measured["bytes"])
        pytest.fail(f"{name}: {sizes} take {small:.4f} and {large:.4f} s", pytrace=False)
    assert all(isinstance(result, int) or "byte" in result or "limit" in result for result in measured["results"])
    assert measured["peak"] < MOST_MEMORY + MEMORY_PER_BYTE * measured["bytes"][1]


@pytest.mark.parametrize("name", cases.CASES)
def test_time_and_memory_are_in_proportion(name: str) -> None:
    check(name, BEYOND_CACHES.get(name, SIZE), 3)


@pytest.mark.parametrize("name", ["letters", "digits", "quotes"])
def test_a_line_of_a_hundred_megabytes(name: str) -> None:
    check(name, 25_000_000, 1)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("blank_lines", 250_000),
        ("the_same_heading", 250_000),
        ("headings_without_number", 250_000),
        ("notes_numbered_one", 250_000),
        ("opening_brackets", 250_000),
        # Many lines for few bytes: what half as many take fits into caches, what four times as many take does not.
        ("index_titles", 500_000),
    ],
)
def test_a_million_of_them(name: str, count: int) -> None:
    check(name, len(cases.REPEATED[name]) * count, 2)


@pytest.mark.parametrize("name", ["dates_on_one_line", "citations_on_one_line"])
def test_names_of_the_records_of_one_long_line(name: str) -> None:
    seconds = []
    for size in (SIZE // 2, 2 * SIZE):
        book = opis.read(cases.CASES[name](size))
        begun = process_time()
        assert all(len(book.records(kind).ids) == len(book.records(kind)) for kind in opis.KINDS)
        seconds.append(process_time() - begun)
    assert seconds[1] < LONGEST_RATIO * max(seconds[0], UNMEASURABLE)


def test_a_table_of_a_hundred_thousand_rows() -> None:
    check("one_table", 24 * 25_000, 1)


# ---- What is read, and what is not ----------------------------------------------------------------------------------


def records(book: opis.Book) -> int:
    return sum(len(book.records(kind)) for kind in opis.KINDS)


@pytest.mark.parametrize("content", [b"", b" ", b"\n", b"\r", b"\xef\xbb\xbf", b"\t \n \r\n", b"\n\n\n\n\n\n", b"\f\f"])
def test_nothing_printed_is_a_book_without_records(content: bytes) -> None:
    book = opis.read(content)
    assert [len(book.records(kind)) for kind in opis.KINDS if kind != "page"] == [0] * (len(opis.KINDS) - 1)
    assert len(book.pages) <= 1


@pytest.mark.parametrize("byte", range(256))
def test_one_byte(byte: int) -> None:
    content = bytes([byte])
    if byte == 0 or byte > 127:
        with pytest.raises(opis.ReadError, match=r"byte 0 .*UTF-8") as caught:
            opis.read(content)
        assert caught.value.byte == 0
    else:
        assert opis.read(content).source == content


NOT_UTF8 = {
    "NUL": b"\0",
    "a continuation alone": b"\x80",
    "half of two": b"\xc3",
    "two thirds of three": b"\xe2\x80",
    "three quarters of four": b"\xf0\x90\x8d",
    "overlong in two": b"\xc0\xaf",
    "overlong in three": b"\xe0\x80\xaf",
    "overlong in four": b"\xf0\x80\x80\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "the last surrogate": b"\xed\xbf\xbf",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "no lead at all": b"\xff",
}


@pytest.mark.parametrize("bad", NOT_UTF8.values(), ids=NOT_UTF8)
@pytest.mark.parametrize("before", [0, 1, 7, 8, 9, 4095, 4096, 70_001])
@pytest.mark.parametrize("after", ["", " and the rest of the letter\n"], ids=["at the end", "inside"])
def test_bytes_that_are_no_text_are_named(bad: bytes, before: int, after: str) -> None:
    content = b"x" * before + bad + after.encode()
    for read in (opis.read, opis.tokenize):
        with pytest.raises(opis.ReadError, match=f"byte {before} ") as caught:
            read(content)
        assert caught.value.byte == before


def test_what_python_decodes_opis_reads_and_nothing_else() -> None:
    """Short strings of the bytes that matter, all of them whole or broken: both agree on which is which."""
    lead = b"\x41\x7f\x80\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff"
    follow = b"\x41\x80\x8f\x90\x9f\xa0\xbf\xc2"
    choose = random.Random(3)
    for first in lead:
        for _ in range(120):
            content = bytes([first, *choose.choices(follow, k=choose.randint(0, 4))])
            try:
                text = content.decode()
            except UnicodeDecodeError as error:
                with pytest.raises(opis.ReadError, match=f"byte {error.start} "):
                    opis.read(content)
            else:
                assert opis.read(content).source.decode() == text


def test_junk_is_refused_where_it_stops_being_text(tmp_path: Path) -> None:
    for seed in range(50):
        content = random.Random(seed).randbytes(4000)
        path = tmp_path / "scan.bin"
        path.write_bytes(content)
        with pytest.raises(opis.ReadError, match=re.escape(str(path))) as caught:
            opis.read(path)
        assert caught.value.byte is not None
        content[: caught.value.byte].decode()


def test_an_edition_whose_bytes_are_shuffled(edition: str) -> None:
    """Each line of a good edition in a random place, and each word in a random line."""
    choose = random.Random(11)
    for text in (edition.splitlines(keepends=True), re.split(r"(?<=\s)", edition), list(edition)):
        for _ in range(20):
            book = opis.read("".join(choose.sample(text, len(text))))
            assert records(book) >= 0
            for document in book.documents:
                assert document.end_line >= document.line
                assert document.start <= document.end


def test_a_heading_over_and_over() -> None:
    """A thousand headings "Document 1" below the first are no thousand documents, and none of them is sure."""
    book = opis.read("Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n\n\n\n\n" + "Document 1\n" * 1000)
    assert len(book.documents) < 10
    assert book.documents.number[0] == 1
    assert "clean" not in book.documents.status[1:]
    assert "repaired" not in book.documents.status[1:]


def test_ascending_headings_are_all_found() -> None:
    text = "".join(f"Document {n}\n\nLetter no. {n} to the mill, 3 May 1931\n\nBread.\n\n" for n in range(1, 10_000))
    assert opis.read(text).documents.number.tolist() == list(range(1, 10_000))


def test_ibid_holds_over_a_long_chain() -> None:
    """Ten thousand notes that only say "ibid.", ten to a page: all of the one file that the first names."""
    pages = []
    for page in range(1000):
        body = "The barge lay at the upper pier until the ice went, and nobody could say whose\n" * 12
        marks = "".join(f"it was.{10 * page + n} Then " for n in range(1, 11)) + "it sank and the\n\n"
        first = "RGAE, f. 7486, op. 37, d. 184, l. 1." if page == 0 else "Ibid., l. 9."
        notes = "".join(f"{10 * page + n}. {first if n == 1 else f'Ibid., l. {n}.'}\n" for n in range(1, 11))
        pages.append(body + marks + notes)
    archives = opis.read("\n\n\n\n".join(["Chapter One\n\n" + pages[0], *pages[1:]])).archives
    assert len(archives) > 9_900
    assert set(archives.delo.tolist()) == {"184"}


def seconds_to_show(content: str) -> float:
    """What the report, the check and TEI of a book take of the processor."""
    book = opis.read(content)
    least = float("inf")
    for _ in range(2):
        begin = process_time()
        book.report(), book.check(), to_tei(book)
        least = min(least, process_time() - begin)
    return least


@pytest.mark.parametrize("junk", [" ", "\t", "\v", "\r", "\n ", "\n", "a-\n\n", '." ', "A. ", "Anikeev: Yes.\n"])
def test_what_is_shown_of_a_book_takes_time_in_proportion(junk: str) -> None:
    """Blanks without end within a document, and the like: the report once took hours of a megabyte."""
    before, after = "Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.", "x\n\nRGAE, f. 1, op. 2, d. 3.\n"
    for _ in range(2):
        small, large = (seconds_to_show(before + junk * (size // len(junk)) + after) for size in (20_000, 80_000))
        if large < LONGEST_RATIO * max(small, UNMEASURABLE):
            break
    else:
        pytest.fail(f"{small:.4f} and {large:.4f} s", pytrace=False)


def test_memory_is_given_back() -> None:
    """Reading the same large text many times takes no more memory than reading it a few times."""
    measured = run("the_same_document", 1_000_000, 20, "again")
    assert measured["after"] < measured["before"] * 1.2
