"""Volumes: a text that holds several, one after the other, gives the records of each."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import edition
import opis
import pytest
from opis.document import Document
from opis.styling import Level, Signature, Style

PAGES, STRENGTH = 40, 0.5

# What a volume counts from its own beginning, by field; of links, the kind whose rows they count.
OFFSETS = {"start", "end", "marker"}
LINES = {"line", "end_line", "source_line"}
LINKS = {
    "document": "document",
    "marked_in": "document",
    "source": "archive",
    "note": "note",
    "table_row": "table",
    "biography": "biography",
    "page_rows": "page",
}
KIND_OF_REFERENCE = {"periodical": "periodical", "work": "work", "document_index": "document"}


@cache
def generated(seed: int, layout: str = "annals") -> str:
    return edition.generate(seed, PAGES, STRENGTH, layout).text


def rows(book: opis.Book, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = book.records(kind).to_arrow().to_pylist()
    return found


def linked_kind(kind: str, name: str, row: dict[str, Any]) -> str | None:
    if name == "refers_to":
        return row["target"] if kind == "crossref" else KIND_OF_REFERENCE[kind]
    return LINKS.get(name)


def shifted(kind: str, row: dict[str, Any], before: str, book_before: opis.Book) -> dict[str, Any]:
    """A row of a volume as it is in a text with another before it."""
    moved = dict(row)
    for name, value in row.items():
        if value is None:
            continue
        target = linked_kind(kind, name, row)
        if name in OFFSETS:
            moved[name] = value + len(before.encode())
        elif name in LINES:
            moved[name] = value + before.count("\n")
        elif name == "continued":
            moved[name] = [line + before.count("\n") for line in value]
        elif target in opis.KINDS:
            by = len(book_before.records(target))
            moved[name] = [number + by for number in value] if name == "page_rows" else value + by
    return moved


PAIRS = [
    (("annals", 3), ("annals", 8)),
    (("annals", 8), ("frus", 3)),
    (("sbornik", 3), ("sbornik", 8)),
    (("adap", 3), ("dbpo", 8)),
]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda pair: "-".join(map(str, pair)))
def test_two_editions_give_the_records_of_both(first: tuple[str, int], second: tuple[str, int]) -> None:
    """Every kind and every field, links among them: but for its place a volume reads as if it stood alone."""
    texts = [generated(seed, layout) for layout, seed in (first, second)]
    one, two = map(opis.read, texts)
    both = opis.read("".join(texts))
    for kind in opis.KINDS:
        expected = rows(one, kind) + [shifted(kind, row, texts[0], one) for row in rows(two, kind)]
        assert rows(both, kind) == expected, kind
    for kind in ("biography", "index_entry", "statistic"):
        assert len(one.records(kind)) > 0
        assert len(two.records(kind)) > 0


@pytest.mark.parametrize("copies", [2, 5])
def test_copies_of_one_edition(copies: int) -> None:
    text = generated(3)
    one, all_of_them = opis.read(text), opis.read(text * copies)
    assert {kind: len(all_of_them.records(kind)) for kind in opis.KINDS} == {
        kind: copies * len(one.records(kind)) for kind in opis.KINDS
    }


def test_the_index_of_a_volume_names_its_own_pages() -> None:
    texts = [generated(3), generated(8)]
    book = opis.read("".join(texts))
    border = len(texts[0].encode())
    entries = [entry for entry in rows(book, "index_entry") if entry["page_rows"]]
    pages = book.pages.start[[row for entry in entries for row in entry["page_rows"]]]
    places = [entry["start"] for entry in entries for _ in entry["page_rows"]]
    assert [page >= border for page in pages] == [place >= border for place in places]
    assert {place >= border for place in places} == {False, True}


def test_what_is_read_of_the_second_volume() -> None:
    """Reading texts, relations of tables with what the prose says of them, and tokens."""
    texts = [generated(3), generated(2)]
    first, second = map(opis.read, texts)
    both = opis.read("".join(texts))
    documents = range(len(second.documents))
    assert [Document(both, len(first.documents) + row).text for row in documents] == [
        Document(second, row).text for row in documents
    ]
    tables = [(both._table_of_row(len(first.tables) + row), second._table_of_row(row)) for row in range(3)]
    assert [list(table.relations) for table, _ in tables] == [list(alone.relations) for _, alone in tables]
    assert any(alone.relations for _, alone in tables)
    said = [
        (both._core.witnesses(len(first.tables) + row), second._core.witnesses(row))
        for row in range(len(second.tables))
    ]
    place = len(texts[0].encode()), texts[0].count("\n")
    assert [len(here) for here, _ in said] == [len(alone) for _, alone in said]
    assert any(alone for _, alone in said)
    for here, alone in ((a, b) for pair in said for a, b in zip(*pair, strict=True)):
        assert (here["start"], here["line"]) == (alone["start"] + place[0], alone["line"] + place[1])
    spans = both.tokens.to_numpy()["start"][len(first.tokens) :] - place[0]
    assert spans.tolist() == second.tokens.to_numpy()["start"].tolist()


LONG = 5_000_000  # bytes; the volumes of so long a text are found before its tokens are, unless these are kept


@pytest.mark.parametrize("seeds", [(3,), (3, 8)])
def test_volumes_of_a_long_text_without_tokens(seeds: tuple[int, ...]) -> None:
    """One edition over and over; or two in turn, whose title does not come again behind each index."""
    copies = "".join(map(generated, seeds))
    text = copies * (LONG // len(copies.encode()) + 1)
    book, bare = opis.read(text), opis.read(text, tokens=False)
    for kind in opis.KINDS:
        assert len(book.records(kind)) > 0
        assert bare.records(kind).to_arrow().equals(book.records(kind).to_arrow())
    last = len(book.documents) - 1
    assert Document(bare, last).text == Document(book, last).text


def test_a_long_text_of_one_volume_without_tokens(edition: str) -> None:
    text = edition * (LONG // len(edition.encode()) + 1)
    book, bare = opis.read(text, kinds=["note"]), opis.read(text, kinds=["note"], tokens=False)
    for kind in book.kinds:
        assert bare.records(kind).to_arrow().equals(book.records(kind).to_arrow())


def test_volumes_of_a_short_text_without_tokens() -> None:
    text = generated(3) + generated(8)
    book, bare = opis.read(text), opis.read(text, tokens=False)
    for kind in opis.KINDS:
        assert bare.records(kind).to_dicts() == book.records(kind).to_dicts()


def test_kinds_that_are_asked_for() -> None:
    text = generated(3) + generated(8)
    whole, some = opis.read(text), opis.read(text, kinds=["statistic", "index_entry"])
    for kind in ("statistic", "index_entry"):
        assert some.records(kind).to_dicts() == whole.records(kind).to_dicts()


# ---- What is one volume ---------------------------------------------------------------------------------------------


LINES_OF_A_PAGE = "the barges lay at the upper pier all winter, and nobody counted them\n" * 24


def prose(pages: range) -> str:
    return "".join(f"\n\n\n\nThe Upper Lock {page}\n\n{LINES_OF_A_PAGE}" for page in pages)


def documents(numbers: range) -> str:
    title = "Letter to the mill, {} May 1931"
    return "".join(f"\n\n\n\nDocument {n}\n{title.format(n % 28 + 1)}\n\n{LINES_OF_A_PAGE}" for n in numbers)


NAMES = "Anders Borg Carlin Dorn Erhard Fokin Gorev Harms Ivanov Jonas Karpov Lind Moroz Nagel Orlov Petrov".split()
INDEX = "\n\n\n\nIndex\n\n" + "".join(f"{name}, {k + 2}, {k + 9}\n" for k, name in enumerate(NAMES)) + "\n"


def starts_anew(book: opis.Book) -> bool:
    numbers = [number for number in book.pages.number if number > 0]
    return any(after < before for before, after in pairwise(numbers))


def test_pages_are_numbered_anew_behind_an_index() -> None:
    text = "Introduction" + prose(range(2, 40)) + INDEX
    book = opis.read(text * 2)
    assert starts_anew(book)
    assert len(book.index_entries) == 2 * len(opis.read(text).index_entries) == 2 * len(NAMES)


def test_an_index_in_the_middle_ends_no_volume() -> None:
    """Where documents and pages go on counting, and no chapter comes again, the same volume goes on."""
    text = "Introduction" + prose(range(2, 40)) + INDEX + prose(range(41, 80))
    assert not starts_anew(opis.read(text))
    text = "Introduction" + documents(range(1, 20)) + INDEX + documents(range(20, 40))
    assert opis.read(text).documents.number.tolist() == list(range(1, 40))


def test_a_table_full_of_numbers_is_no_index() -> None:
    table = "\n\n\n\n" + "".join(f"{name}, {k + 2}, {k + 9}\n" for k, name in enumerate(NAMES[:4] * 4))
    text = "Introduction" + prose(range(2, 40)) + table + prose(range(41, 80))
    assert not starts_anew(opis.read(text))


# ---- Faults and limits ----------------------------------------------------------------------------------------------


def test_an_error_names_the_byte_of_the_whole_text() -> None:
    """A pattern that runs away in the second volume."""
    runaway = Signature(r"(?<box>(?:1|11|\s)+)[!?]", ("box",), alone=True)
    style = Style("boxes", levels=(Level("box", ("Box",)),), signatures=(runaway,))
    before, after = generated(3), generated(8) + "\n\n\nSee " + "11 " * 400 + "\n"
    with pytest.raises(opis.LimitError, match="match_steps") as caught:
        opis.read(before + after, styles=[style])
    byte = caught.value.byte or 0
    assert (before + after).encode()[byte:].startswith(b"11 11")
    assert f"byte {byte}: " in str(caught.value)


def test_copies_of_the_real_book(real_book: opis.Book, real_book_path: Path) -> None:
    book = opis.read(real_book_path.read_bytes() * 3)
    for kind in opis.KINDS:
        assert len(book.records(kind)) == 3 * len(real_book.records(kind)), kind
