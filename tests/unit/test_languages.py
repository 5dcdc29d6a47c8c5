"""Dates in languages beside English: a small text of each, with exact results, and what is no date."""

from __future__ import annotations

import opis
import pytest

TEXTS = {
    "ru": (
        "Приказ от 17 июля 1937 г. дополнен 3 августа 1937 года. Лодки стояли с 1 по 4 мая 1936 г.\n",
        ["1937-07-17", "1937-08-03", "1936-05-01/1936-05-04"],
    ),
    "uk": ("Наказ від 17 липня 1937 р. та лист від 2 лютого 1936 року.\n", ["1937-07-17", "1936-02-02"]),
    "de": ("Bericht vom 17. Juli 1937; den 3. März 1936, im Mai 1935.\n", ["1937-07-17", "1936-03-03", "1935-05"]),
    "fr": ("Le rapport du 1er août 1937, celui de mars 1936.\n", ["1937-08-01", "1936-03"]),
    "it": ("La lettera del 17 luglio 1937 e del 1º maggio 1936.\n", ["1937-07-17", "1936-05-01"]),
    "figures": ("Отправлено 17.VII.1937, получено 19.07.1937.\n", ["1937-07-17", "1937-07-19"]),
}


@pytest.mark.parametrize("language", TEXTS)
def test_dates_of_a_language(language: str) -> None:
    text, wanted = TEXTS[language]
    dates = opis.read(text).dates
    assert dates.date.tolist() == wanted
    assert set(dates.status) == {"clean"}


def test_the_word_for_the_year_belongs_to_the_date() -> None:
    (date,) = opis.read("от 17 июля 1937 г. о лодках\n").dates
    assert date.raw == "17 июля 1937 г."


@pytest.mark.parametrize("text", ["Mars 1976 was a good year.", "It may 1937 times fail.", "Heinrich März 1937, S. 5."])
def test_what_is_no_date(text: str) -> None:
    assert len(opis.read(text + "\n").dates) == 0


def test_a_document_is_dated_by_its_heading() -> None:
    (document,) = opis.read("Document 1\nПисьмо паромщика, 17 июля 1937 г.\n\nЛодка стояла у берега.\n").documents
    assert (document.date, document.date_raw) == ("1937-07-17", "17 июля 1937 г.")
