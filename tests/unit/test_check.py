"""Contradictions: what is listed, with its place, and what is not."""

import sys
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.check import CHECKS, LOSSES

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import edition
import linked


def messages(book: opis.Book, kind: str, losses: bool = False) -> list[str]:
    return [finding.message for finding in book.check(losses=losses).of(kind)]


def test_a_sound_edition_has_no_contradictions() -> None:
    found = opis.read(linked.edition()).check()
    assert len(found) == 0
    assert repr(found) == "0 findings"
    assert found.to_numpy().shape == (0,)


def sketches(text: str) -> opis.Book:
    return opis.read(linked.edition(sketches=text))


OLD = "Anders, P. V. (1836-1944). Pilot.\n\nBorg, A. I. (1870-1944). Cook.\n\nCarlin, Ya. (1871-1940). Cook.\n"


def test_years_of_no_one_life() -> None:
    assert messages(sketches(OLD), "years") == ["Anders, P. V.: born 1836, died 1944"]


def test_a_career_outside_of_life() -> None:
    book = sketches(
        "Anders, P. V. (1880-1932). From 1929 to 1931, pilot. From 1931 to 1934, master of a lock.\n\n"
        "Borg, A. I. (1870-1944). In 1869, clerk. From 1930, weigher.\n"
    )
    assert messages(book, "career") == [
        "Anders, P. V. (died 1932): 1931-1934, master of a lock",
        "Borg, A. I. (born 1870): 1869, clerk",
    ]


def test_who_speaks_and_writes_after_death() -> None:
    book = sketches("Anders, P. V. (1880-1930). Pilot.\n\nBorg, A. I. (1870-1944). Cook.\n")
    assert messages(book, "life") == [
        "Anders, P. V. (died 1930) wrote Document 1 of 1931-05-03",
        "Anders, P. V. (died 1930) speaks in Document 2 of 1931-06-12",
    ]


def test_a_locator_outside_of_the_book() -> None:
    book = opis.read(linked.edition(index="Anders, P., 2, 3-4\n\nBorg, A., 2, 4\n\nHagen, T., 98\n"))
    last = int(book.pages["number"].max())
    assert messages(book, "locator outside") == [f"Hagen, T., 98: page 98, but the last is {last}"]


def test_a_locator_whose_look_alike_holds_the_headword() -> None:
    index = "Anders, P., 2, 3, 9\n\nBorg, A., 2, 4\n\nGanz, F., 3\n"
    book = opis.read(linked.edition(index=index, pages=80))
    assert messages(book, "locator") == ["Anders, P.: not on page 9, but on 4"]


def test_a_pointer_behind_the_last_document() -> None:
    text = linked.DOCUMENTS.replace("as Document 1 says", "as Document 1 says; see Document 17")
    assert messages(opis.read(linked.edition(documents=text)), "pointer") == [
        "points to document 17, but the last is 3"
    ]


def listed(entries: str) -> opis.Book:
    index = linked.INDEX + "\n\n\n\nIndex of Documents\n\n" + entries
    return opis.read(linked.edition(index=index))


def test_the_list_of_documents_against_the_documents() -> None:
    book = listed(
        "1. Letter from P. V. Anders to A. I. Borg, 3 May 1931\n\n"
        "2. Stenogram of the plenum of the mill, 12 July 1931\n\n"
        "3. Circular on unlawful towing, 20 June 1931\n"
    )
    assert len(book.document_index) == 3
    found = book.check()
    assert [f.message for f in found.of("listed date")] == [
        "Document 2: 1931-06-12 above its text, 1931-07-12 in the list"
    ]
    assert found.of("listed date")[0].rows == {"document_index": (1,), "document": (1,)}
    assert [f.message.partition(":")[0] for f in found.of("listed title")] == ["Document 3"]


def test_a_finding_knows_its_place() -> None:
    book = sketches(OLD)
    finding = book.check()[0]
    assert book.source[finding.start : finding.end].startswith(b"Anders, P. V. (1836-1944)")
    assert finding.line == book.biographies["line"][0]
    assert finding.page == book.biographies["page"][0]
    assert finding.rows == {"biography": (0,)}


def test_what_is_lost_is_told_when_asked() -> None:
    text = linked.DOCUMENTS.replace("Document 3", "Document 4").replace("1931.3", "1931").replace("\n3. ", "\n")
    book = opis.read(linked.edition(documents=text))
    assert messages(book, "missing document", losses=True) == ["no document 3"]
    assert messages(book, "missing source", losses=True) == ["Document 4 has no source"]
    assert not {finding.kind for finding in book.check()} & set(LOSSES)


def test_tables_and_arrays() -> None:
    book = sketches(OLD)
    found = book.check()
    assert found.counts() == {"years": 1}
    array = found.to_numpy()
    assert array["kind"].tolist() == ["years"]
    assert array["start"].dtype == np.int64
    frame = found.to_pandas()
    assert frame.loc[0, "rows"] == {"biography": (0,)}
    assert "1 years" in repr(found)
    assert "born 1836, died 1944" in found._repr_html_()
    assert found[:1].counts() == {"years": 1}
    with pytest.raises(KeyError, match="no kind of finding 'year': there are listed date"):
        found.of("year")


def test_a_book_read_for_some_kinds_says_what_is_missing() -> None:
    with pytest.raises(opis.Error, match="a check needs the kind 'table'"):
        opis.read(linked.edition(), kinds=["date"]).check()


@pytest.mark.parametrize("seed", [102, 104, 108])
def test_an_undamaged_edition_gives_no_false_alarm(seed: int) -> None:
    """What is listed of a clean edition is in the edition itself: the generator lets some outlive their deaths."""
    book = opis.read(edition.generate(seed, 80, 0.0).text)
    for finding in book.check():
        assert finding.kind in ("career", "years"), finding
        sketch = book.biographies[finding.rows["biography"][0]]
        if finding.kind == "career":
            career = book.careers[finding.rows["career"][0]]
            assert int((career["to"] or career["from"])[:4]) > sketch["died"]


def test_damaged_editions_give_few_wrong_alarms() -> None:
    """A date that stands otherwise in the list was misread there or above the text: one of the two is wrong."""
    false = found = 0
    for seed in (101, 104, 111):
        made = edition.generate(seed, 80, 0.5)
        book = opis.read(made.text)
        truth = {(t["kind"], t["start"]): t["date"] for t in made.truth if t["kind"] in ("document", "document_index")}
        for finding in book.check().of("listed date"):
            records = [(kind, book.records(kind)[row]) for kind, rows in finding.rows.items() for row in rows]
            found += 1
            false += all(truth.get((kind, record["start"])) == record["date"] for kind, record in records)
    assert found > 3
    assert false == 0


def test_the_real_book(real_book: opis.Book) -> None:
    found = real_book.check()
    assert 0 < len(found) < 30
    assert set(found.counts()) <= set(CHECKS)
