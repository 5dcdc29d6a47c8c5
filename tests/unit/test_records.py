"""Records: a table, its arrays, and the dicts of the contract."""

import gc
import json

import numpy as np
import opis
import pytest
from opis.cli import main

COMMON = ["kind", "start", "end", "line", "page", "document", "raw", "status"]
# The fields of each kind's own, each with its type in the array: b, i4, i8, f8, and U for texts and lists of them.
OWN = {
    "page": "number:i4 roman:b head:b",
    "document": "number:i4 suffix:U title:U date:U date_raw:U genre:U source_line:i4 end_line:i4 continued:U "
    "title_status:U",
    "note": "number:U end_line:i4 marker:i8",
    "archive": "archive:U fond:U opis:U delo:U listy:U ibid:b parts:U id:U",
    "table": "number:i4 title:U end_line:i4",
    "cell": "table:i4 row:U col:U value:f8 evidence:U",
    "periodical": "title:U date:U issue:U year:i4 pages:U",
    "work": "authors:U title:U year:i4 pages:U title_status:U",
    "crossref": "target:U numbers:U",
    "speaker": "name:U end_line:i4",
    "statistic": "value:f8 value_to:f8 unit:U approx:b year:i4 about:U",
    "date": "date:U resolved:U",
    "biography": "name:U alias:U born:i4 died:i4 repressed:b end_line:i4",
    "career": "from:U to:U post:U",
    "document_index": "number:U title:U date:U",
    "index_entry": "head:U sub:U locators:U see:U",
}
READ_FIRST = ("page", "document", "note", "archive")  # the kinds of which the small edition has some


def address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def own(kind: str) -> dict[str, str]:
    return dict(field.split(":") for field in OWN[kind].split())


def test_every_kind_is_known_here() -> None:
    assert tuple(OWN) == opis.KINDS


@pytest.mark.parametrize("kind", opis.KINDS)
def test_keys_of_the_contract(book: opis.Book, kind: str) -> None:
    records = book.records(kind)
    assert list(records.fields) == COMMON + list(own(kind))
    for record in records.to_dicts():
        assert list(record) == COMMON + list(own(kind))
        assert record["kind"] == kind
        assert record["status"] in opis.STATUSES
        assert record["raw"] == book.source[record["start"] : record["end"]].decode()
        assert record["line"] == book.source.count(b"\n", 0, record["start"]) + 1


def test_dicts_are_what_the_command_prints(
    book: opis.Book, edition_path: object, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["extract", str(edition_path)]) == 0
    printed = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert printed == [record for kind in opis.KINDS for record in book.records(kind).to_dicts()]


def test_values_of_an_archive(book: opis.Book) -> None:
    record = book.archives[0]
    assert [record[name] for name in ("archive", "fond", "opis", "delo", "listy", "ibid")] == [
        *("RGAE", "7486", "37", "184", ["60-65"], False)
    ]
    assert record.document is None  # it stands in a note, below the text of its document


@pytest.mark.parametrize("kind", opis.KINDS)
def test_array_and_dicts_agree(book: opis.Book, kind: str) -> None:
    records = book.records(kind)
    array = records.to_numpy()
    assert array.shape == (len(records),)
    for row, record in zip(array, records.to_dicts(), strict=True):
        for name in [*own(kind), "start", "end", "line", "status"]:
            value = record[name]
            if isinstance(value, dict):
                assert row[name] == "; ".join(f"{part}={number}" for part, number in value.items())
            elif isinstance(value, list):
                assert row[name] == "; ".join(map(str, value))
            elif value is None:
                assert row[name] in (-1, "") or np.isnan(row[name])
            else:
                assert row[name] == value


@pytest.mark.parametrize("kind", opis.KINDS)
def test_types_of_a_kind(book: opis.Book, kind: str) -> None:
    """A kind has its columns and their types whether or not the book has any of it."""
    for records in (book.records(kind), opis.read("").records(kind)):
        array = records.to_numpy()
        assert array.shape == (len(records),)
        assert list(array.dtype.names or ())[:6] == ["start", "end", "line", "page", "document", "status"]
        for name, expected in own(kind).items():
            assert array.dtype[name].kind == expected[0]
            assert array.dtype[name].itemsize > 0
            if expected[1:]:
                assert array.dtype[name].itemsize == int(expected[1:])


@pytest.mark.parametrize("kind", READ_FIRST)
def test_the_small_edition_has_some(book: opis.Book, kind: str) -> None:
    """What the tests of this file say of rows, they say of these kinds at least."""
    assert len(book.records(kind)) == 3


def test_types_of_the_columns(book: opis.Book) -> None:
    dtype = book.archives.dtype
    assert dtype["start"] == dtype["end"] == np.int64
    assert dtype["line"] == dtype["page"] == dtype["document"] == np.int32
    assert dtype["status"] == np.dtype("U9")
    assert dtype["ibid"] == np.bool_
    assert dtype["archive"] == np.dtype("U6")  # TsGAOR, the longest
    assert list(dtype.names or ())[:6] == ["start", "end", "line", "page", "document", "status"]
    assert "raw" not in book.archives.columns


def test_columns_that_point_hold_rows(book: opis.Book) -> None:
    assert book.documents.document.tolist() == [0, 1, 2]
    assert [record.document for record in book.documents] == [1, 2, 3]
    assert book.archives.document.tolist() == [-1, -1, -1]
    assert book.documents.source.tolist() == book.archives.note.tolist() == [0, 1, 2]


def test_raw_is_made_on_demand(book: opis.Book) -> None:
    assert book.archives.raw.tolist() == [record["raw"] for record in book.archives.to_dicts()]


@pytest.mark.parametrize("kind", opis.KINDS)
def test_every_call_shows_the_same_memory(book: opis.Book, kind: str) -> None:
    first, second = book.records(kind), book.records(kind)
    array = second.to_numpy()
    assert address(np.asarray(first)) == address(array)
    for name in first.columns:
        assert first[name].shape == (len(first),)
        assert address(first[name]) == address(array) + array.dtype.fields[name][1]
        assert address(getattr(second, name)) == address(first[name])
    if len(first):
        assert np.shares_memory(first[::-1].to_numpy(), array)


def test_arrays_are_read_only(book: opis.Book) -> None:
    for array in (book.notes.to_numpy(), book.notes.line, book.notes[:1].line, book.notes[[0]].line):
        assert not array.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[0]
    with pytest.raises(ValueError, match="WRITEABLE"):
        book.notes.to_numpy().flags.writeable = True


def test_a_column_keeps_the_book_alive(edition: str) -> None:
    fonds = opis.read(edition).archives.fond
    gc.collect()
    assert fonds.tolist() == ["7486", "7486", "374"]


def test_one_record(book: opis.Book) -> None:
    last = book.documents[-1]
    assert last == book.documents[2] == book.documents[np.int64(2)]
    assert dict(last) == book.documents.to_dicts()[-1]
    assert last.title == last["title"]
    assert "title" in dir(last)
    with pytest.raises(AttributeError, match="no field 'fond'"):
        _ = last.fond
    with pytest.raises(TypeError):
        last["title"] = ""
    for row in (3, -4):
        with pytest.raises(IndexError, match="there are 3"):
            book.documents[row]


def test_iteration(book: opis.Book) -> None:
    assert [record.number for record in book.documents] == [1, 2, 3]


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        (slice(1, None), [2, 3]),
        (slice(None, None, -1), [3, 2, 1]),
        (slice(-1, 0, -1), [3, 2]),
        (slice(5, 9), []),
        ([2, 0, 0], [3, 1, 1]),
        ([-1], [3]),
        ([], []),
        ([True, False, True], [1, 3]),
        (np.array([False] * 3), []),
    ],
)
def test_selections(book: opis.Book, key: object, numbers: list[int]) -> None:
    chosen = book.documents[key]
    assert isinstance(chosen, opis.Records)
    assert chosen.number.tolist() == numbers
    assert [record["number"] for record in chosen.to_dicts()] == numbers
    assert len(chosen) == len(numbers) == len(chosen.to_numpy())


def test_selections_of_selections(book: opis.Book) -> None:
    later = book.documents[book.documents.number > 1]
    assert later[::-1].number.tolist() == [3, 2]
    assert later[[1]][0].number == 3
    assert later[later.number == 2].number.tolist() == [2]


def test_bad_selections(book: opis.Book) -> None:
    with pytest.raises(IndexError):
        book.documents[[True]]
    with pytest.raises(IndexError):
        book.documents[np.array([[0, 1]])]
    with pytest.raises(IndexError):
        book.documents[[7]]


def test_unknown_columns(book: opis.Book) -> None:
    with pytest.raises(KeyError, match="no column 'fond'"):
        book.documents["fond"]
    with pytest.raises(AttributeError, match="no column 'fond'"):
        _ = book.documents.fond


def test_completion(book: opis.Book) -> None:
    assert {"fond", "listy", "raw", "to_numpy"} <= set(dir(book.archives))
    assert "fond" in book.archives._ipython_key_completions_()


def test_numpy_takes_records(book: opis.Book) -> None:
    assert np.asarray(book.notes).dtype == book.notes.dtype
    assert np.array(book.notes, copy=True).flags.writeable


def test_char_spans_of_text_beyond_ascii(book: opis.Book, edition: str) -> None:
    for kind in opis.KINDS:
        records = book.records(kind)
        spans = book.char_spans(records)
        assert spans.shape == (len(records), 2)
        assert [edition[start:end] for start, end in spans] == records.raw.tolist()
    assert book.char_spans(book.archives)[1, 0] < book.archives.start[1]
    assert book.char_spans(book.tokens)[-1, 1] == len(edition)
    assert book.char_spans(np.array([[0, len(book.source)]])).tolist() == [[0, len(edition)]]


def test_char_spans_far_into_cyrillic() -> None:
    text = "слово за словом\n" * 4000 + "Document 1\n"
    book = opis.read(text)
    at = len(text.encode()) - len("Document 1\n")
    assert book.char_spans(np.array([[at, at + 8], [-1, 0]])).tolist() == [[len(text) - 11, len(text) - 3], [-1, 0]]


def test_repr_of_few(book: opis.Book) -> None:
    lines = repr(book.archives).splitlines()
    assert lines[0].startswith("3 archives: ")
    assert lines[1].split() == "line page document archive fond opis delo listy ibid status".split()
    assert lines[2].split()[1:6] == ["1", "RGAE", "7486", "37", "184"]


def test_repr_of_one_is_short(edition: str) -> None:
    long = opis.read(edition + 400 * "No boat came, and nobody wrote why.\n")
    assert len(long.documents[-1].raw) > 10_000
    assert repr(long.documents[-1]).startswith("<document start=")
    assert len(repr(long.documents[-1])) < 600
    assert len(long.documents[-1]._repr_html_()) < 1500


def test_repr_of_many(edition: str) -> None:
    many = opis.read("".join(f"Document {n}\n\nLetter {n} to the mill, 3 May 1931\n\nBread.\n\n" for n in range(1, 41)))
    lines = repr(many.documents).splitlines()
    assert len(lines) == 2 + 5 + 1 + 5
    assert lines[7].startswith("…")


def test_html_is_escaped() -> None:
    book = opis.read("Document 1\n\nLetter <b>to</b> the mill & its director, 3 May 1931\n\nBread.\n")
    html = book.documents._repr_html_() + book.documents[0]._repr_html_() + book.document(1)._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;to&lt;/b&gt; the mill &amp;" in html


def test_status_counts(book: opis.Book) -> None:
    counts = book.documents.status_counts()
    assert sum(counts.values()) == 3
    assert set(counts) <= set(opis.STATUSES)


def test_the_real_book_in_order(real_book: opis.Book) -> None:
    for kind in opis.KINDS:
        start = real_book.records(kind).start
        assert len(start) > 100 or kind not in READ_FIRST
        assert (np.diff(start) >= 0).all(), kind
