"""Document: all that the book says of one."""

from datetime import date

import opis
import pytest


def test_what_a_document_has(book: opis.Book) -> None:
    letter = book.document(1)
    assert (letter.number, letter.suffix, letter.label) == (1, "", "1")
    assert letter.title.startswith("Letter from the director of the Sosnovka mill")
    assert letter.date == date(1931, 5, 3)
    assert letter.date_iso == "1931-05-03"
    assert letter.genre == "letter"
    assert letter.record == book.documents[0]
    assert letter.continued == []


def test_source(book: opis.Book) -> None:
    source = book.document(1).source
    assert source is not None
    assert source.kind == "archive"
    assert source.delo == "184"
    assert book.document(1).citation == "RGAE, f. 7486, op. 37, d. 184, ll. 60-65"
    assert book.document(2).citation == "RGAE, f. 7486, op. 37, d. 185, l. 12"
    assert book.document(3).citation == "TsGAOR, f. 374, op. 27, d. 1, ll. 4, 7"


def test_no_source() -> None:
    document = opis.read("Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n").document(1)
    assert document.source is None
    assert document.citation is None


def test_a_month_is_a_range(book: opis.Book) -> None:
    assert book.document(3).date == (date(1931, 6, 1), date(1931, 6, 30))
    assert book.document(3).date_iso == "1931-06"


def test_notes_and_archives(book: opis.Book) -> None:
    assert [note.number for note in book.document(2).notes] == ["2"]
    assert book.document(2).archives.delo.tolist() == ["185"]


def test_reading_text(book: opis.Book) -> None:
    text = book.document(1).text
    assert "warehouse of the railway" in text
    assert "ГАРФ keeps the answer" in text
    assert "RGAE" not in text
    assert "The office has heard" not in text


def test_every_word_leads_back_to_the_source(book: opis.Book) -> None:
    for number in (1, 2, 3):
        document = book.document(number)
        text = document.text
        for offset, character in enumerate(text):
            if not character.isspace():
                at = document.to_source(offset)
                assert book.source[at : at + len(character.encode())].decode() == character
        first, last = document.to_source(0), document.to_source(len(text))
        assert document.record.start <= first < last <= len(book.source)


def test_text_spans(book: opis.Book) -> None:
    document = book.document(1)
    spans = document.text_spans
    assert spans.shape[1] == 3
    assert (spans[:, 2] >= spans[:, 1]).all()
    for offset, start, _ in spans.tolist():
        assert document.to_source(offset) == start


def test_offsets_outside_of_the_text(book: opis.Book) -> None:
    for offset in (-1, len(book.document(1).text) + 1):
        with pytest.raises(IndexError, match="outside of a text"):
            book.document(1).to_source(offset)


@pytest.mark.parametrize("number", [2, "2", " 2 "])
def test_ways_to_name_a_number(book: opis.Book, number: int | str) -> None:
    assert book.document(number).number == 2


@pytest.mark.parametrize(
    ("number", "message"),
    [(54, "no document 54: <str> has documents 1 to 3"), ("2a", "no document 2a, but 2"), ("two", "no document two")],
)
def test_unknown_numbers(book: opis.Book, number: int | str, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        book.document(number)


def test_a_book_without_documents() -> None:
    with pytest.raises(KeyError, match="has no numbered documents"):
        opis.read("Text.\n").document(1)


def test_a_number_is_no_float(book: opis.Book) -> None:
    with pytest.raises(TypeError):
        book.document(2.0)


def test_repr(book: opis.Book) -> None:
    assert repr(book.document(2)).startswith("<opis.Document 2: 'Decree of the district office")
    assert "<td>RGAE, f. 7486, op. 37, d. 185, l. 12</td>" in book.document(2)._repr_html_()


def test_documents_of_the_real_book(real_book: opis.Book) -> None:
    for row in range(len(real_book.documents)):
        document = opis.Document(real_book, row)
        assert document.record.start <= document.to_source(0) < document.record.end
        assert document.pages == sorted(document.pages)
        if document.source:
            assert document.source.start in document.archives.start
