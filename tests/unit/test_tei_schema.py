"""TEI held to TEI's own grammar: tei_all of TEI P5 4.3.0, in RELAX NG."""

import functools
import sys
from pathlib import Path

import opis
import pytest
from lxml import etree
from opis.exports import to_tei
from opis.styling import shipped_styles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import edition as generator
from edition.layouts import LAYOUTS

SAMPLE = Path(opis.__file__).parent / "sample" / "edition.txt"
GRAMMAR = Path(sys.prefix, "grammar", "schemas", "tei_all.rng")


@functools.cache
def grammar() -> etree.RelaxNG:
    if not GRAMMAR.is_file():
        pytest.skip(f"TEI's grammar is not here: `make test` puts it there ({GRAMMAR} is missing)")
    return etree.RelaxNG(etree.parse(GRAMMAR))


def complaints(source: opis.Book | str | bytes | Path) -> list[str]:
    """What the grammar has to say against the TEI of a book."""
    rules = grammar()
    book = source if isinstance(source, opis.Book) else opis.read(source)
    rules.validate(etree.fromstring(to_tei(book).encode()))
    return [f"{error.path}: {error.message}" for error in rules.error_log]


def test_the_grammar_is_that_of_tei() -> None:
    """It knows what opis writes, and refuses what TEI has not."""
    root = etree.fromstring(to_tei(opis.read(SAMPLE)).encode())
    root.find(".//{*}msIdentifier/{*}repository").tag = "{http://www.tei-c.org/ns/1.0}archive"
    assert not grammar().validate(root)


def test_the_sample() -> None:
    assert complaints(SAMPLE) == []


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(311, 315))
def test_generated_editions(seed: int, strength: float) -> None:
    assert complaints(generator.generate(seed=seed, pages=40, strength=strength).text) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_editions_of_other_series(layout: str) -> None:
    assert complaints(generator.generate(seed=317, pages=30, strength=0.7, layout=layout).text) == []


def test_the_real_book(real_book_path: Path) -> None:
    assert complaints(real_book_path) == []


@pytest.mark.parametrize("style", shipped_styles(), ids=lambda style: style.name)
def test_every_archival_style(style: opis.styling.Style) -> None:
    notes = "".join(f"\n{number}. {example}.\n" for number, example in enumerate(style.examples, start=1))
    assert complaints(f"Document 1\n\nLetter to the mill, 3 May 1931.1\n\nBread.\n{notes}") == []


@pytest.mark.parametrize(
    "source",
    [
        b"",
        "One line.\n",
        "a\x0cb\x01\n",
        "Document 1\n\nLetter <b> & co, 3 May 1931\n",
        "Document 1\n\nTable 1. Nothing\n\n\n\n\nDocument 2\n\n\n\n\nDocument 3\n",
        "\x0c\x0c\x0c\n",
        "Chapter One\n\n1. A note without a mark.\n\n2. Another, in a chapter without text.\n",
    ],
)
def test_texts_that_are_hardly_books(source: str | bytes) -> None:
    assert complaints(source) == []


def test_what_a_reader_corrected(tmp_path: Path) -> None:
    """Values that a reader gives go into attributes and identifiers as they are."""
    text = "Document 1\n\nLetter to the mill, 3 May 1931.1\n\nBread.\n\n1. RGAE, f. 7, op. 3, d. 1, l. 6.\n"
    (archive,) = opis.read(text).archives
    told = 'by = "A. Reader"\nbecause = "seen"\n'
    corrections = tmp_path / "corrections.toml"
    corrections.write_text(
        f'[[correction]]\nrecord = "{archive.identity}"\nfield = "fond"\nvalue = "R-7 <a> & b"\n{told}'
        f'[[correction]]\nkind = "document"\nline = 1\nraw = "Document 1…"\nfield = "date"\nvalue = "1931-05"\n{told}'
    )
    book = opis.read(text, corrections=corrections)
    assert not book.corrections.refused
    assert complaints(book) == []
