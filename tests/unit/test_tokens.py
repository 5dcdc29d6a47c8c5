"""Tokens: of a book, and of a text alone."""

import gc
import pickle

import numpy as np
import opis
import pytest

DTYPE = np.dtype([("start", "u4"), ("length", "u2"), ("class", "u1"), ("shape", "u1")])


def cut(text: str) -> list[tuple[str, str]]:
    """Pairs of raw text and class."""
    content = text.encode()
    return [
        (content[start : start + length].decode(), opis.TOKEN_CLASSES[kind])
        for start, length, kind, _ in opis.tokenize(text).tolist()
    ]


def test_classes() -> None:
    assert opis.TOKEN_CLASSES == ("word", "number", "mixed", "punctuation", "break", "blank")


def test_every_class() -> None:
    assert cut("Op. 12  1x0\n") == [
        ("Op", "word"),
        (".", "punctuation"),
        ("12", "number"),
        ("  ", "blank"),
        ("1x0", "mixed"),
        ("\n", "break"),
    ]


def test_words_of_any_script_are_whole() -> None:
    assert cut("Київ Żółw") == [("Київ", "word"), ("Żółw", "word")]


def test_shapes() -> None:
    assert opis.tokenize("mill Mill MILL Млин")["shape"].tolist() == [0, 1, 3, 5]


@pytest.mark.parametrize("source", ["a b\n", b"a b\n", bytearray(b"a b\n")])
def test_sources(source: str | bytes) -> None:
    tokens = opis.tokenize(source)
    assert tokens.dtype == DTYPE
    assert not tokens.flags.writeable
    assert tokens["start"].tolist() == [0, 2, 3]


def test_a_str_without_a_line_break_is_a_text() -> None:
    assert len(opis.tokenize("no path")) == 2


def test_nothing() -> None:
    assert opis.tokenize("").shape == (0,)
    assert opis.tokenize("").dtype == DTYPE


def test_the_array_owns_its_tokens(edition: str) -> None:
    tokens = opis.tokenize(edition)["start"][10:]
    expected = tokens.tolist()
    gc.collect()
    for _ in range(50):
        opis.tokenize(edition)
    assert tokens.tolist() == expected


def test_tokens_of_a_book_are_the_same(book: opis.Book) -> None:
    assert np.array_equal(book.tokens.to_numpy(), opis.tokenize(book.source))
    assert np.shares_memory(book.tokens.to_numpy(), book.tokens.start)
    assert not book.tokens.to_numpy().flags.writeable


def test_a_book_without_tokens(book: opis.Book, edition: str) -> None:
    bare = opis.read(edition, tokens=False)
    for kind in opis.KINDS:
        assert bare.records(kind).to_dicts() == book.records(kind).to_dicts()
    assert bare.document(2).text == book.document(2).text
    assert repr(bare) == repr(book)
    for again in (bare, pickle.loads(pickle.dumps(bare))):
        with pytest.raises(opis.Error, match="without tokens; read it again with tokens=True"):
            _ = again.tokens


def test_a_corrected_book_without_tokens(book: opis.Book, edition: str) -> None:
    correction = {"record": book.documents[0].identity, "field": "title", "value": "A letter"}
    correction |= {"by": "N. N.", "because": "the scan"}
    bare = opis.read(edition, corrections=[correction], tokens=False)
    assert bare.document(1).title == "A letter"
    with pytest.raises(opis.Error, match="without tokens"):
        _ = bare.tokens


def test_tokens_are_records(book: opis.Book) -> None:
    words = book.tokens[book.tokens["class"] == opis.TOKEN_CLASSES.index("word")]
    assert isinstance(words, opis.Records)
    assert words[0].raw == "Chapter"
    assert dict(words[0]) == {
        "kind": "token",
        "start": 0,
        "end": 7,
        "raw": "Chapter",
        "class": "word",
        "upper_first": True,
        "upper_all": False,
        "beyond_ascii": False,
    }
    assert words[:3].to_dicts()[2]["raw"] == "The"
    assert words.spans[0].tolist() == [0, 7]
    assert repr(book.tokens[:1]).splitlines() == ["1 token", "start  end  class  raw", "    0    7  word   Chapter"]


def test_invalid_text_is_named() -> None:
    with pytest.raises(opis.ReadError) as caught:
        opis.tokenize(b"abc\xff")
    assert caught.value.byte == 3
