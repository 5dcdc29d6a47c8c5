"""References in full: what ibid. and short forms leave out, where it comes from, and one id for one source."""

from __future__ import annotations

import opis
import pytest
from opis.resolving import make_id

NOTES = """\
Document 1
Letter of the ferryman, 3 May 1931

The ferry sank.{marks}

{notes}
"""


def book_of(*notes: str) -> opis.Book:
    marks = "".join(f"{number} The ferry sank." for number in range(1, len(notes)))
    lines = "\n".join(f"{number}. {note}" for number, note in enumerate(notes, 1))
    return opis.read(NOTES.format(marks=marks, notes=lines))


def test_ibid_gives_the_whole_source_and_its_own_folios() -> None:
    book = book_of("РГАСПИ. Ф. 17. Оп. 2. Д. 5. Л. 1.", "Там же. Д. 9. Л. 2.")
    first, second = book.archives.resolve()
    assert (first.by, first.source) == ("full", None)
    assert (second.archive, second.fond, second.opis, second.delo, second.listy) == ("РГАСПИ", "17", "2", "9", ["2"])
    assert second.by == "ibid"
    assert second.source is not None
    assert (second.source.identity, second.source.line) == (book.archives.ids[0], book.archives.line[0])
    assert second.id == "RGASPI/17/2/9"


def test_a_run_of_ibid_goes_back_to_the_full_reference() -> None:
    book = book_of("RGASPI, f. 17, op. 2, d. 5, l. 1.", "Ibid., l. 7.", "Ibid., l. 9.")
    references = book.archives.resolve()
    assert [reference.source and reference.source.line for reference in references][1:] == [book.archives.line[0]] * 2
    assert {reference.id for reference in references} == {"RGASPI/17/2/5"}
    assert [reference.listy for reference in references] == [["1"], ["7"], ["9"]]


def test_ibid_has_the_box_that_stands_above_its_folder() -> None:
    book = opis.read("\nHoover Institution, Boris Nicolaevsky Collection, Box 12, Folder 3\n\nIbid., Folder 4.\n")
    first, second = book.archives.resolve()
    assert second.parts["folder"] == "4"
    assert second.delo == first.delo == "12"
    assert second.id == str(first.id).replace("folder=3", "folder=4")


def test_a_short_form_of_the_same_document_is_proved_where_the_book_knows_no_other() -> None:
    book = book_of("RGASPI, f. 17, op. 2, d. 5, l. 1.", "See f. 17, d. 5, l. 9 for more.")
    _, short = book.archives.resolve()
    assert (short.archive, short.opis, short.by, short.status) == ("RGASPI", "2", "short form", "repaired")
    assert (short.id, short.listy) == ("RGASPI/17/2/5", ["9"])


def test_a_short_form_is_only_likely_where_the_fond_is_cited_otherwise_too() -> None:
    book = book_of(
        "RGASPI, f. 17, op. 2, d. 5, l. 1.", "RGASPI, f. 17, op. 3, d. 8, l. 1.", "See f. 17, d. 5, l. 9 for more."
    )
    short = book.archives[-1].resolve()
    assert (short.opis, short.status) == ("2", "likely")


def test_nothing_is_taken_from_another_document_unless_the_whole_book_agrees() -> None:
    text = (
        "Document 1\nLetter, 3 May 1931\n\nRGASPI, f. 17, op. 2, d. 5, l. 1.\n\n{more}"
        "Document 2\nLetter, 4 May 1931\n\nThe ferry sank. See f. 17, d. 5, l. 9 for more.\n"
    )
    one = opis.read(text.format(more="")).archives[-1].resolve()
    two = opis.read(text.format(more="GARF, f. 17, op. 1, d. 5, l. 4.\n\n")).archives[-1].resolve()
    assert (one.archive, one.by, one.status) == ("RGASPI", "short form", "likely")
    assert (two.archive, two.by, two.source, two.id) == (None, "unresolved", None, None)


def test_equal_sources_have_one_id_over_two_books_whatever_their_spelling() -> None:
    old = opis.read("\nRTsKhIDNI, f. R-17, op. 2, d. 5, ll. 1-2.\n\nTsPA, f. R-17, op. 2, d. 5, l. 7.\n")
    new = opis.read("\nРГАСПИ. Ф. Р-17. Оп. 2. Д. 5. Л. 4.\n\nРЦХИДНИ, ф. Р-17, оп. 2, д. 5, л. 4.\n")
    ids = {reference.id for book in (old, new) for reference in book.archives.resolve()}
    assert ids == {"RGASPI/R-17/2/5"}
    assert [reference.archive for reference in old.archives.resolve()] == ["RTsKhIDNI", "TsPA"]


def test_an_id_is_made_as_the_core_makes_it(book: opis.Book) -> None:
    styled = opis.read("\nГАРФ. Ф. Р-5446. Оп. 1а. Д. 73. Л. 12 об.\n\nBArch, R 58/1082, Bl. 12\n")
    for record in [*book.archives, *styled.archives]:
        if record.id is not None:
            archive = record.id.split("/")[0]
            assert make_id(archive, record.fond, record.opis, record.delo, record.parts) == record.id


def test_references_are_tables(book: opis.Book) -> None:
    pytest.importorskip("pandas")
    references = book.archives.resolve()
    frame = references.to_pandas()
    assert frame["record"].tolist() == book.archives.ids.tolist()
    assert set(frame["by"]) <= {"full", "ibid", "short form", "unresolved"}
    assert repr(references).startswith(f"{len(book.archives)} references")
    assert len(references[:3]) == 3


def test_only_archival_references_resolve(book: opis.Book) -> None:
    with pytest.raises(ValueError, match=r"book\.archives\.resolve"):
        book.notes.resolve()
    with pytest.raises(ValueError, match="archival reference"):
        book.notes[0].resolve()
