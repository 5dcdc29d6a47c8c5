"""People: sketch, turns, index pages and documents of one person, joined."""

import sys
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.names import roles
from opis.people import row_lists

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import linked


@pytest.fixture(scope="module")
def woven() -> opis.Book:
    return opis.read(linked.edition())


def test_a_person_is_joined_from_all_parts_of_the_book(woven: opis.Book) -> None:
    person = woven.person("Anders")
    assert (person.name, person.born, person.died, person.repressed) == ("Anders, P. V.", 1880, 1937, True)
    assert person.sketch == woven.biographies[0]
    assert person.turns["document"].tolist() == [1, 1]
    assert person.turns["words"].tolist() == [8, 3]
    assert person.pages == [2, 3, 4]
    assert [entry["post"] for entry in person.careers] == ["master of a lock", "director of the mill"]
    assert person.documents_by["number"].tolist() == [1]
    assert person.documents_named["number"].tolist() == [3]
    assert woven.person("Borg").documents_to["number"].tolist() == [1]
    assert woven.person("Borg").documents_by["number"].tolist() == [3]


@pytest.mark.parametrize("name", ["Carlin", "CARLIN", "Ya. Carlin", "Carlin, Ya. A.", "carlin, Yakov", "Dorn"])
def test_ways_to_say_a_name(name: str, woven: opis.Book) -> None:
    assert woven.person(name).name == "Carlin, Ya. A."


def test_the_index_and_a_transcript_know_people_without_a_sketch(woven: opis.Book) -> None:
    person = woven.person("Ganz")
    assert (person.name, person.biography, person.sketch, person.born) == ("Ganz, F.", -1, None, None)
    assert len(person.turns) == 1
    assert person.pages == [3]
    assert "Voice" not in [person.name for person in woven.people]


def test_nobody_of_the_name(woven: opis.Book) -> None:
    with pytest.raises(KeyError, match=r"nobody called 'Andres'.*there is Anders, P\. V\."):
        woven.person("Andres")
    with pytest.raises(KeyError, match=r"nobody called 'T\. Anders'"):
        woven.person("T. Anders")


def test_two_people_of_a_name_are_not_mixed_up() -> None:
    book = opis.read(linked.edition(index=linked.INDEX.replace("\n\nBorg", "\n\nAnders, T., 7\n\nBorg")))
    with pytest.raises(KeyError, match=r"'Anders' may be Anders, P\. V\., Anders, T\.: add the initials"):
        book.person("Anders")
    assert book.person("T. Anders").pages == [7]
    assert len(book.person("P. Anders").turns) == 0, "which of the two speaks is not known"
    assert book.person("P. Anders").documents_by["number"].tolist() == [1], "the title gives the initials"


def test_as_arrays(woven: opis.Book) -> None:
    people = woven.people
    array = people.to_numpy()
    assert array["name"].tolist() == ["Anders, P. V.", "Borg, A. I.", "Carlin, Ya. A.", "Ganz, F.", "Hagen, T."]
    assert array["born"].tolist() == [1880, 1870, 1881, -1, -1]
    assert array["alias"].tolist() == ["", "", "Dorn", "", ""]
    assert array["turns"].tolist() == [2, 1, 0, 1, 0]
    assert array["pages"].tolist() == [len(rows) for rows in people.rows("pages")] == [3, 2, 0, 1, 1]
    assert np.asarray(people).dtype == array.dtype
    with pytest.raises(KeyError, match="no lists 'page'; there are turns"):
        people.rows("page")


def test_as_a_data_frame(woven: opis.Book) -> None:
    frame = woven.people.to_pandas()
    assert frame.loc[0, "turns"] == [0, 2]
    assert frame.loc[0, "by"] == [0]
    assert frame["repressed"].tolist() == [True, False, False, False, False]


def test_shown(woven: opis.Book) -> None:
    assert repr(woven.people).startswith("5 people: 3 with a sketch\nname")
    assert "Carlin, Ya. A." in woven.people._repr_html_()
    assert repr(woven.person("Anders")).startswith("<opis.Person 'Anders, P. V.' (1880-1937), turns 2, careers 2")
    assert "<td>1880-1937</td>" in woven.person("Anders")._repr_html_()


def test_a_book_without_people(book: opis.Book) -> None:
    assert len(book.people) == 0
    assert repr(book.people) == "0 people: 0 with a sketch"
    assert book.people.to_numpy().shape == (0,)


def test_a_book_read_for_some_kinds_says_what_is_missing() -> None:
    with pytest.raises(opis.Error, match="people need the kind 'speaker'; read the book with all kinds"):
        _ = opis.read(linked.edition(), kinds=["date"]).people


SURNAMES = {"anders", "borg", "carlin"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Letter from P. Anders to A. I. Borg and Comrade Carlin", "Anders by, Borg to, Carlin to"),
        ("Anders letter to Borg, 3 May 1931", "Anders by, Borg to"),
        ("Anders's second speech on the affair of Borg", "Anders by, Borg named"),
        ("From Anders’s report to the board", "Anders by"),
        ("Letter of Ya. Carlin to the board", "Carlin by"),
        ("Decree on Comrade Anders's letter", "Anders named"),
        ("Rules for the clerks assigned to Borg", "Borg named"),
        ("Report of the Borg district committee", ""),
        ("Anders-Borg exchange at the plenum", "Anders named, Borg named"),
        ("Andersen's letter", ""),
    ],
)
def test_what_titles_say(title: str, expected: str) -> None:
    assert ", ".join(f"{name.surname} {role}" for name, role in roles(title, SURNAMES)) == expected


def test_lists_of_rows() -> None:
    assert [rows.tolist() for rows in row_lists(np.array(["3; 14", "", "2"]))] == [[3, 14], [], [2]]
