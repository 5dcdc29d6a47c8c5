"""Turns: who speaks in a document, how much and in which order."""

import opis

TRANSCRIPT = """\
Document 1

Stenogram of the pilots' meeting, 3 May 1931

Ozerov: The buoys are gone.
A voice: Nobody knows.
Panin [ironically]: I have counted them twice, once for the
board and once for the insur-
ers.
Ozerov: And what did you find?
Panin: That they are gone.
"""


def test_turns_in_order() -> None:
    turns = opis.read(TRANSCRIPT).document(1).turns
    assert turns["speaker"].tolist() == ["Ozerov", "Voice", "Panin", "Ozerov", "Panin"]
    assert turns["line"].tolist() == [5, 6, 7, 10, 11]
    assert turns["end_line"].tolist() == [5, 6, 9, 10, 11]


def test_how_much_is_said() -> None:
    turns = opis.read(TRANSCRIPT).document(1).turns
    assert turns["words"].tolist() == [4, 2, 14, 5, 4]
    assert turns["characters"][0] == len("The buoys are gone.")
    assert turns["characters"][2] == len("I have counted them twice, once for the board and once for the insurers.")


def test_a_document_without_turns(book: opis.Book) -> None:
    turns = book.document(1).turns
    assert turns.shape == (0,)
    assert turns.dtype.names == (
        "speaker",
        "biography",
        "document",
        "line",
        "end_line",
        "words",
        "characters",
        "status",
    )
