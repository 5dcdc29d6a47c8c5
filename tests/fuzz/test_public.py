"""The public API with whatever Hypothesis can think of: texts, bytes, slices, objects of wrong types.

In the tests every run tries the same examples; `OPIS_EXAMPLES=10000 pytest tests/fuzz/test_public.py` tries new ones.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import opis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opis import _core

EXAMPLES = int(os.environ.get("OPIS_EXAMPLES", "60"))
settings.register_profile(
    "opis",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="OPIS_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("opis")

# What makes an edition: pieces that extractors wait for, between anything at all.
PIECES = [
    *(
        "Document 1",
        "Document 2 continued",
        "Docurnent IO",
        "Letter to the mill, 3 May 1931.1",
        "Chapter One. The Mill",
    ),
    *("1. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.", "2. Ibid., l. 12ob.", "ap. IZO", "RTsKhlDNI", "see Document 2"),
    *("Table 1. Boats by pier", "Pier 1930 1931", "A 1O 20", "Total 40 60", "12 percent of 14,000 rubles", "12.5"),
    *("Anikeev, V. A. (1881-1937). From 1921, chairman.", "Biographical Sketches", "Index", "Anikeev, 12, 45-48"),
    *("Anikeev: Yes.", "Pravda, 3 May 1931, 2", "V. A. Panin, Letters (Moscow, 1931), 12.", "No flour has come."),
    *(
        "Senato, Mar, reg. 12, c. 40v;",
        "Rossi, Storia di Venezia, p. 12;",
        "Ivi, n. 5;",
        "notarile, filza 3",
        "3 мая 1931",
    ),
    *("\n", "\n\n", "\n\n\n\n ", " ", "  ", "-\n", "\r\n", "\f", "ГАРФ", "°", "𐍈"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("\n".join) | st.lists(
    st.sampled_from(PIECES), max_size=60
).map(" ".join)
EXPECTED = (TypeError, ValueError, KeyError, IndexError, OverflowError, AttributeError, opis.Error)
OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def readable(text: str) -> str:
    """A text that opis reads: no NUL, no half of a surrogate pair, and not taken for a path."""
    return text.replace("\0", "l").encode("utf-8", "replace").decode() + "\n"


def read(text: str) -> opis.Book:
    return opis.read(readable(text))


def whole(book: opis.Book) -> list[Any]:
    return [book.records(kind).to_dicts() for kind in opis.KINDS]


# ---- Texts ----------------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_every_record_is_what_the_text_has_there(text: str) -> None:
    book = read(text)
    characters = book.source.decode()
    for kind in opis.KINDS:
        records = book.records(kind)
        array, dicts = records.to_numpy(), records.to_dicts()
        assert len(records) == len(array) == len(dicts)
        assert not array.flags.writeable
        spans = records.spans
        assert ((spans[:, 0] >= 0) & (spans[:, 0] <= spans[:, 1]) & (spans[:, 1] <= len(book.source))).all()
        for record, (start, end), (first, last) in zip(dicts, spans, book.char_spans(records), strict=True):
            assert record["raw"] == book.source[start:end].decode("utf-8", "replace")
            assert characters[:first] == book.source[:start].decode("utf-8", "ignore")
            assert first <= last
            assert record["status"] in opis.STATUSES


@given(TEXTS)
def test_every_view_of_a_book_can_be_shown(text: str) -> None:
    book = read(text)
    assert repr(book)
    assert book._repr_html_()
    for kind in opis.KINDS:
        records = book.records(kind)
        assert repr(records)
        assert records._repr_html_()
        for record in records:
            assert repr(record)
    for row in range(len(book.tables)):
        table = book._table_of_row(row)
        assert repr(table)
        assert table._repr_html_()
        assert table.audit() is not None
    for label in {str(document["number"]) for document in book.documents if document["number"] is not None}:
        assert isinstance(book.document(label).text, str)


@given(st.binary(max_size=200))
def test_bytes_are_a_book_or_an_error_at_the_first_bad_byte(content: bytes) -> None:
    try:
        characters = content.decode()
        bad = characters.find("\0")
        bad = len(characters[:bad].encode()) if bad >= 0 else None
    except UnicodeDecodeError as error:
        nul = content.find(b"\0")
        bad = nul if 0 <= nul < error.start else error.start
    for function in (opis.read, opis.tokenize):
        if bad is None:
            function(content)
            continue
        with pytest.raises(opis.ReadError) as caught:
            function(content)
        assert caught.value.byte == bad


@given(st.text(max_size=300))
def test_tokens_cover_all_but_single_blanks(text: str) -> None:
    content = readable(text).encode()
    tokens = opis.tokenize(content)
    starts = tokens["start"].astype(int)
    ends = starts + tokens["length"]
    assert (starts[1:] >= ends[:-1]).all()
    gaps = [content[end:start] for end, start in zip([0, *ends], [*starts, len(content)], strict=True)]
    assert not b"".join(gaps).strip(b" \t\r\n\f\v\xef\xbb\xbf")


# ---- Selections and lifetimes ---------------------------------------------------------------------------------------

SLICES = st.slices(12) | st.integers(-14, 14) | st.lists(st.integers(-12, 11), max_size=5)


@given(TEXTS, SLICES, st.randoms(use_true_random=False))
def test_selections_are_those_of_numpy(text: str, key: Any, choose: Any) -> None:
    book = read(text + "\n1931, 3 May 1931, 4 May 1931, 5 May 1931")
    for records in (book.dates, book.tokens):
        dicts = records.to_dicts()
        flags = np.array([choose.random() < 0.5 for _ in dicts], dtype=bool)
        assert records[flags].to_dicts() == [row for row, flag in zip(dicts, flags, strict=True) if flag]
        try:
            expected = np.arange(len(dicts))[key]
        except IndexError:
            with pytest.raises(IndexError):
                records[key]
            continue
        if isinstance(key, int):
            assert dict(records[key]) == dicts[expected]
        else:
            assert records[key].to_dicts() == [dicts[row] for row in expected]
            assert np.array_equal(records[key].to_numpy(), records.to_numpy()[key])


@given(TEXTS, st.sampled_from(opis.KINDS))
def test_arrays_and_records_outlive_their_book(text: str, kind: str) -> None:
    expected = read(text).records(kind).to_numpy().copy()
    book = read(text)
    array, records, column = book.records(kind).to_numpy(), book.records(kind)[::2], book.records(kind)["line"]
    tokens = book.tokens.to_numpy()
    copy = tokens.copy()
    del book
    gc.collect()
    clutter = [bytearray(len(expected) * 64) for _ in range(4)]
    assert np.array_equal(array, expected)
    assert np.array_equal(tokens, copy)
    assert records["line"].tolist() == expected["line"][::2].tolist() == column[::2].tolist()
    assert len(clutter) == 4


@given(TEXTS)
def test_threads_and_pickles_give_the_same(text: str) -> None:
    book = read(text)
    expected = whole(book)
    with ThreadPoolExecutor(4) as pool:
        assert all(found == expected for found in pool.map(lambda _: whole(read(text)), range(4)))
        assert all(found == expected for found in pool.map(lambda _: whole(book), range(4)))
    assert whole(pickle.loads(pickle.dumps(book))) == expected


@given(TEXTS, st.sets(st.sampled_from(opis.KINDS)))
def test_some_kinds_are_as_among_all(text: str, kinds: set[str]) -> None:
    book, some = read(text), opis.read(readable(text), kinds=kinds)
    for kind in kinds:
        assert some.records(kind).to_dicts() == book.records(kind).to_dicts()


# ---- What is no text and no table -----------------------------------------------------------------------------------


@given(OBJECTS)
def test_objects_of_any_type_raise_what_is_documented(thing: Any) -> None:
    book = opis.read("Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n")
    calls = [
        lambda: opis.Book(thing),
        lambda: opis.read(b"text", kinds=thing),
        lambda: opis.tokenize(thing) if not isinstance(thing, int) else None,
        lambda: book.records(thing),
        lambda: book.document(thing),
        lambda: book.table(thing),
        lambda: book.documents[thing],
        lambda: book.char_spans(thing),
        lambda: opis.mend(thing),
        lambda: opis.mend([["1", "2", "3"]], relations=thing),
        lambda: _core.Book(thing, thing, thing, thing, thing),
        lambda: _core.Book(b"text", None, None, (thing,)),
        lambda: _core.Book(b"Document 1\n", None, None, (("document", thing, "title", "x"),)),
        lambda: _core.Book(b"Document 1\n", None, None, (("document", 0, "title", thing),)),
        lambda: _core.Book(b"text", None, None, (), (thing, thing, thing, thing)),
        lambda: _core.mend(1, 1, thing, ()),
        lambda: _core.mend(1, 1, ("1",), (thing,)),
        lambda: book._core.reading(thing, thing),
        lambda: book._core.relations(thing),
        lambda: book._core.witnesses(thing),
        lambda: book._core.characters(thing),
    ]
    for call in calls:
        with contextlib.suppress(EXPECTED):
            call()
    assert len(book.documents) == 1


CELLS = (
    st.none()
    | st.sampled_from(["", "-", "...", "1O", "l2", "42", "100.0", "33.3%", "1,234", "~", "9" * 40])
    | st.text(max_size=6)
)


@given(st.integers(0, 5), st.data())
def test_any_table_is_mended(columns: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=columns, max_size=columns), max_size=6))
    table = opis.mend(rows, header=False, index=False)
    assert table.values.shape == table.status.shape
    assert set(table.status.ravel()) <= set(opis.STATUSES)
    assert repr(table)
    for relation in table.relations:
        assert relation.sentence


@given(st.integers(-3, 4), st.integers(-3, 4), st.data())
def test_relations_of_cells_that_may_not_be_there(rows: int, columns: int, data: st.DataObject) -> None:
    cells = tuple(data.draw(st.lists(CELLS, max_size=16)))
    places = st.integers(-2, 20) | st.integers()
    kinds = st.sampled_from(["sum", "percent", "difference", "hundred", "product"])
    relation = st.tuples(kinds, st.none() | places, st.lists(places, max_size=5).map(tuple))
    relations = tuple(data.draw(st.lists(relation, max_size=4)))
    try:
        found = _core.mend(rows, columns, cells, relations)
    except EXPECTED:
        return
    assert len(found["values"]) == rows * columns
