"""Edition profiles: forms of headings, sources, the vote of the book, profiles of the user's, their errors."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.cli import main
from opis.profiles import load_profile, shipped_profiles

MINE = """\
[profile]
name = "elsinore"
description = "Papers of Elsinore"
languages = ["da"]
examples = ["Akt 12"]

[heading]
forms = ["Akt {number}"]
continued = ["fortsat"]

[source]
places = ["end", "note"]
words = ["Kilde"]

[notes]
begin_anew = "document"

[apparatus]
chapters = ["kapitel"]
indexes = ["navneregister"]
running_heads = ["Elsinore"]
"""
TITLES = (
    "Report on the mill",
    "Letter to the bakers",
    "Telegram on flour",
    "Order to the ferry",
    "Report on the lock",
    "Letter to the miller",
)


def book_of(heading: str, first: int = 1, source: str = "", titled: bool = False, **options: Any) -> opis.Book:
    """A book of six documents."""
    pages = []
    for k, title in enumerate(TITLES):
        head = heading.format(first + k) + (" " if titled else "\n\n") + title
        below = f"\n\n{source}" if source else ""
        pages.append(
            f"{head}\n\n{k + 3} May 1931\n\nThe mill stands still.  No flour has come.\nNobody works.{below}\n\n"
        )
    return opis.read("\n" + "".join(pages), **options)


@pytest.mark.parametrize(
    ("heading", "titled"),
    [
        ("Document {}", False),
        ("DOCUMENT {}", False),
        ("Doc. {}", False),
        ("No. {}", False),
        ("№ {}", False),
        ("Nr. {}", False),
        ("Dok. {}", False),
        ("Dokument Nr. {}", False),
        ("Dokument {}", False),
        ("Документ {}", False),
        ("Документ № {}", False),
        ("Document {}.", True),
        ("No. {}.", True),
        ("{}.", True),
    ],
)
@pytest.mark.parametrize("first", [1, 213])
def test_the_book_votes_on_its_headings(heading: str, titled: bool, first: int) -> None:
    documents = book_of(heading, first, titled=titled).documents.to_dicts()
    assert [record["number"] for record in documents] == list(range(first, first + 6))
    assert [record["title"] for record in documents] == list(TITLES)
    assert [record["date"] for record in documents] == [f"1931-05-0{k + 3}" for k in range(6)]


def test_a_title_in_the_line_of_its_number_is_read_with_the_text() -> None:
    text = book_of("{}.", titled=True).document(2).text
    assert text.startswith("Letter to the bakers")


def test_lists_and_notes_are_no_headings() -> None:
    text = "\nRules of the mill\n\n" + "".join(
        f"{k}. The miller is to open the gate in due time, and to close it.\n" for k in range(1, 20)
    )
    assert opis.read(text).documents.to_dicts() == []
    notes = "\nThe mill and its papers\n\n" + "".join(f"{k}. Smith, The Mill, p. {k}.\n\n" for k in range(1, 40))
    assert opis.read(notes).documents.to_dicts() == []


@pytest.mark.parametrize(
    "source",
    [
        "RGASPI, f. 17, op. 2, d. 5, l. 12.",
        "РГАСПИ. Ф. 17. Оп. 2. Д. 5. Л. 12. Подлинник.",
        "Источник: личный архив мельника, папка 12.",
    ],
)
def test_sources_on_the_last_line(source: str) -> None:
    for profile in (None, "sbornik"):
        book = book_of("№ {}", source=source, profile=profile)
        lines = book.source.decode().split("\n")
        found = [record["source_line"] for record in book.documents.to_dicts()]
        assert [lines[line - 1] for line in found] == [source] * 6


def test_sources_below_the_heading() -> None:
    for heading, source, profile in (
        ("Nr. {}", "PA AA, R 28830, Bl. 12", "adap"),
        ("No. {}", "[FO 371/12345]", "dbpo"),
    ):
        for given in (None, profile):
            book = book_of(heading + "\n" + source, profile=given)
            records = book.documents.to_dicts()
            assert [record["title"] for record in records] == list(TITLES)
            assert [record["source_line"] - record["line"] for record in records] == [1] * 6


def test_running_heads_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    text = book_of("Akt {}").source.decode().replace("No flour", "\n\n2 Elsinore\n\nNo flour", 1)
    for profile, there in ((path, False), (None, True)):
        book = opis.read(text.replace("Akt", "Document"), profile=None) if there else opis.read(text, profile=profile)
        assert ("Elsinore" in book.document(1).text) is there


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    assert len(book_of("Akt {}").documents) == 0
    book = book_of("Akt {}", profile=path)
    assert [record["number"] for record in book.documents.to_dicts()] == [1, 2, 3, 4, 5, 6]
    assert pickle.loads(pickle.dumps(book)).documents.to_dicts() == book.documents.to_dicts()
    assert book_of("Akt {}", profile=load_profile(path)).documents.to_dicts() == book.documents.to_dicts()
    (scanned,) = opis.scan([book.source], profile=path)
    assert scanned.documents.to_dicts() == book.documents.to_dicts()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "elsinore"', 'name = "elsinore', 2, "Illegal"),
        ('name = "elsinore"', "name = 7", 2, "name is text"),
        ('name = "elsinore"', 'title = "elsinore"', 2, "'title' is no key of profile"),
        ('forms = ["Akt {number}"]', 'forms = ["Akt"]', 8, "no form of a heading"),
        ('forms = ["Akt {number}"]', 'forms = ["{number} {title}"]', 8, "every line with a number"),
        ('forms = ["Akt {number}"]', 'forms = ["Akt 1{number}"]', 8, "figures right before the number"),
        ('forms = ["Akt {number}"]', 'forms = "Akt {number}"', 8, "forms is a list of texts"),
        ('places = ["end", "note"]', 'places = ["above"]', 12, "'above' is none of note, below, brackets, end"),
        ('begin_anew = "document"', 'begin_anew = "page"', 16, "begin_anew is one of chapter, document, never"),
        ('indexes = ["navneregister"]', "indexes = [1]", 20, "indexes is a list of texts"),
        ("[notes]", "[footnotes]", 15, r"\[footnotes\] is no part of a profile"),
        ("[source]", "[[source]]", 11, "one bracket"),
    ],
)
def test_what_is_wrong_in_a_profile(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    path = tmp_path / "wrong.toml"
    assert old in MINE
    path.write_text(MINE.replace(old, new, 1), "utf-8")
    with pytest.raises(opis.StyleError, match=reason) as caught:
        opis.read("text\n", profile=path)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="cannot be read"):
        opis.read("text\n", profile=tmp_path / "none.toml")
    with pytest.raises(opis.ReadError, match="no profile 'nothing'; there are adap, annals, dbpo"):
        opis.read("text\n", profile="nothing")


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_profiles_that_come_along(profile: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(opis.__file__).parent / "styles" / "profiles" / f"{profile.name}.toml"
    assert profile.examples
    assert profile.description
    assert main(["profiles", "show", profile.name]) == 0
    assert str(profile.forms[0]) in capsys.readouterr().out
    code = main(["profiles", "check", str(path)])
    assert "DOES NOT READ" not in capsys.readouterr().out
    assert code == 0


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    assert main(["profiles", "list"]) == 0
    assert "Foreign Relations of the United States" in capsys.readouterr().out
    assert main(["profiles", "check", str(path)]) == 0
    assert "  reads: Akt 12" in capsys.readouterr().out
    path.write_text(MINE.replace('examples = ["Akt 12"]', 'examples = ["Aft 12: 3"]'), "utf-8")
    assert main(["profiles", "check", str(path)]) == 2
    assert "DOES NOT READ" in capsys.readouterr().out
    book = tmp_path / "book.txt"
    book.write_bytes(book_of("Akt {}").source)
    assert main(["extract", str(book), "--kind", "document", "--profile", str(path)]) == 0
    assert capsys.readouterr().out.count('"kind": "document"') == 6
    path.write_text("[profile]\n", "utf-8")
    assert main(["extract", str(book), "--profile", str(path)]) == 2
    assert f"{path}:1: profile lacks 'name'" in capsys.readouterr().err
