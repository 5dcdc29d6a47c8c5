"""Reading some kinds of a book, and not the rest."""

import pickle
import sys
from pathlib import Path

import opis
import pytest
from opis.cli.demo import read_sample

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import linked

SAMPLE = read_sample().source


@pytest.fixture(scope="module")
def whole() -> opis.Book:
    return opis.read(SAMPLE)


@pytest.mark.parametrize("kind", opis.KINDS)
def test_a_kind_alone_is_read_as_among_all(kind: str, whole: opis.Book) -> None:
    alone = opis.read(SAMPLE, kinds=[kind])
    assert kind in alone.kinds
    for read in alone.kinds:
        assert alone.records(read).to_dicts() == whole.records(read).to_dicts()


def test_turns_alone_know_whose_they_are() -> None:
    whole, alone = (opis.read(linked.edition(), kinds=kinds).speakers for kinds in (None, ["speaker"]))
    assert (whole["biography"] >= 0).any()
    assert alone["biography"].tolist() == whole["biography"].tolist()


def test_what_every_kind_rests_on_is_read_with_it() -> None:
    assert opis.read(SAMPLE, kinds=[]).kinds == ("page", "document", "note", "archive")


def test_a_kind_that_was_not_read_is_not_passed_off_as_empty() -> None:
    book = opis.read(SAMPLE, kinds=["date"])
    with pytest.raises(opis.Error, match=r"without the kind 'table'; read it again with kinds=\['table'\]"):
        _ = book.tables


def test_the_repr_and_pickles_keep_the_kinds() -> None:
    book = opis.read(SAMPLE, kinds=["date"])
    assert "dates" in repr(book)
    assert "tables" not in repr(book)
    assert "tables" not in book._repr_html_()
    assert pickle.loads(pickle.dumps(book)).kinds == book.kinds


@pytest.mark.parametrize("kinds", [["dates"], ["page", ""], "unknown"])
def test_an_unknown_kind_is_refused(kinds: list[str]) -> None:
    with pytest.raises(KeyError, match="no kind"):
        opis.read(SAMPLE, kinds=kinds)
