"""Archival references by style: one of each, what only looks like one, styles of the user's, their errors."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.cli import main
from opis.styling import load_style, shipped_styles

EXCERPTS = Path(os.environ.get("OPIS_STYLES", Path(__file__).resolve().parents[3] / "shared" / "styles"))
MINE = """\
[style]
name = "hamlet"
languages = ["da"]
titles = true
verso = ["v"]
ibid = ["sammesteds"]
examples = ["Elsinore Archive, pk. 12, læg 3, bl. 5v"]

[[level]]
name = "pakke"
column = "delo"
labels = ["pk.", "pakke"]

[[level]]
name = "laeg"
labels = ["læg"]

[[level]]
name = "blad"
column = "list"
shape = "folios"
labels = ["bl."]

[[archive]]
canonical = "Elsinore Archive"
names = ["Elsinore Archive"]
others = ["Helsingør"]
"""


def one(text: str, **options: Any) -> dict[str, Any]:
    found = opis.read(f"\n{text}\n", **options).archives.to_dicts()
    assert len(found) == 1, [record["raw"] for record in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "columns", "parts"),
    [
        (
            "GARF, f. 102, DPOO, 1898 g., op. 226, d. 12, ch. 2, l. 19",
            "GARF 102 226 12 19",
            {"year": "1898", "chast": "2"},
        ),
        ("ГАРФ. Ф. Р-5446. Оп. 1. Д. 73. Л. 12 об.", "ГАРФ Р-5446 1 73 12об", {}),
        ("РГАЛИ, ф. 32, оп. 2, ед. хр. 37, лл. 5–7", "РГАЛИ 32 2 37 5-7", {}),
        ("ЦДІАК України, ф. 204, оп. 2, спр. 224, арк. 37 зв.", "ЦДІАК_України 204 2 224 37зв", {}),
        ("ДАХмО 315-1-159", "ДАХмО 315 1 159", {}),
        ("National Archives, Record Group 59, Entry 12, Box 7", "National_Archives 59 12 7", {"box": "7"}),
        (
            "Hoover Institution, Boris Nicolaevsky Collection, Box 12, Folder 3",
            "Hoover_Institution - - 12",
            {"folder": "3"},
        ),
        ("TNA, FO 371/12345, f. 12", "TNA FO 371 12345 12", {"piece": "12345"}),
        ("BL, Add MS 32833, ff. 119–120v", "BL - - 32833 119-120v", {"collection": "Add MS"}),
        ("BArch, R 58/1082, Bl. 12", "BArch R_58 - 1082 12", {"bestand": "R 58"}),
        ("Staatsarchiv Hamburg, Bestand 352, Nr. 7", "Staatsarchiv_Hamburg 352 - 7", {}),
        ("AN, F7 12345, fol. 3", "AN F7 - 12345 3", {}),
        ("Archivio di Stato di Venezia, Senato, Terra, reg. 10, c. 34v", "Archivio_di_Stato_di_Venezia - - 10 34v", {}),
        ("AGI, Indiferente, leg. 2981", "AGI - - 2981", {"legajo": "2981"}),
        ("AAN, MSZ, sygn. 1234, k. 12", "AAN - - 1234 12", {"sygnatura": "1234"}),
        ("Nationaal Archief, 1.04.02, inv.nr. 1622", "Nationaal_Archief 1.04.02 - 1622", {}),
        ("LYA, f. K-1, ap. 58, b. 131", "LYA K-1 58 131", {}),
        ("MNL OL XIX-A-90-c box 168", "MNL_OL XIX-A-90-c - 168", {}),
    ],
)
def test_one_of_each(text: str, columns: str, parts: dict[str, str]) -> None:
    record = one(text)
    wanted = [None if value == "-" else value.replace("_", " ") for value in columns.split()]
    wanted += [None] * (4 - len(wanted))
    assert [record[name] for name in ("archive", "fond", "opis", "delo")] == wanted[:4]
    assert record["listy"] == wanted[4:]
    assert parts.items() <= record["parts"].items()


@pytest.mark.parametrize(
    "text",
    [
        "Nocturne in D-flat, Op. 27, No. 2, and the Etude, Op. 10, No. 3.",
        "Smith, op. cit., pp. 152-160; Jones, Annals, vol. 10, pp. 140-151.",
        "Several are free by now: Elgar (d. 1934), Holst (d. 1934), Ravel (d. 1937).",
        "Stops are f/1.4, f/2, f/2.8 and f/4.",
        "Postanowienie, sygn. I FZ 104/26, oraz C-709/22.",
        "He lived in ul. Lenina, d. 5, kv. 12, for a year.",
        "In Box 12 there was nothing; on page 3 there is less.",
        "The archive of 1937 was moved in 1941 with 300 boxes.",
    ],
)
def test_what_only_looks_like_a_reference(text: str) -> None:
    assert opis.read(f"\n{text}\n").archives.to_dicts() == []


def test_ibid_in_other_languages() -> None:
    text = "РГАСПИ. Ф. 17. Оп. 2. Д. 5. Л. 1.\n\nТам же. Д. 9. Л. 2.\n\nAGI, Indiferente, leg. 12\n\nIbid., leg. 13.\n"
    first, second, third, fourth = opis.read(text).archives.to_dicts()
    assert (second["archive"], second["fond"], second["delo"], second["ibid"]) == ("РГАСПИ", "17", "9", True)
    assert (fourth["archive"], fourth["delo"], fourth["ibid"]) == ("AGI", "13", True)
    assert not first["ibid"]
    assert not third["ibid"]


def test_equal_sources_have_one_id() -> None:
    spellings = [
        "RGASPI, f. 17, op. 2, d. 5",
        "RTsKhIDNI, f. 17, op. 2, d. 5",
        "РГАСПИ. Ф. 17. Оп. 2. Д. 5",
        "РЦХИДНИ, ф. 17, оп. 2, д. 5",
    ]
    records = [one(text) for text in spellings]
    assert {record["id"] for record in records} == {"RGASPI/17/2/5"}
    assert [record["archive"] for record in records] == ["RGASPI", "RTsKhIDNI", "РГАСПИ", "РЦХИДНИ"]
    assert one("RGASPI, f. 17, op. 2, d. 6")["id"] != "RGASPI/17/2/5"


def test_letters_that_look_alike() -> None:
    """Latin letters among Cyrillic ones, as scans and typists leave them."""
    assert one("ГAPФ, ф. 5446, oп. 1, д. 73")["id"] == "GARF/5446/1/73"


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    text = "\nHelsingør, Regnskaber, pk. 12, læg 3, bl. 5v.\n"
    assert opis.read(text).archives.to_dicts() == []
    book = opis.read(text, styles=[path])
    record = book.archives.to_dicts()[0]
    assert (record["archive"], record["delo"], record["listy"]) == ("Helsingør", "12", ["5v"])
    assert record["parts"]["laeg"] == "3"
    assert record["id"].startswith("Elsinore Archive/")
    assert pickle.loads(pickle.dumps(book)).archives.to_dicts() == book.archives.to_dicts()
    assert opis.read(text, styles=[load_style(path)]).archives.to_dicts() == book.archives.to_dicts()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "hamlet"', 'name = "hamlet', 2, "Illegal"),
        ('name = "hamlet"', "name = 7", 2, "name is text"),
        ("titles = true", "titel = true", 4, "'titel' is no key of style"),
        ('shape = "folios"', 'shape = "foils"', 21, "shape is one of number, words, folios"),
        ('name = "laeg"', 'name = "pakke"', 15, "two levels 'pakke'"),
        ('labels = ["læg"]', 'labels = "læg"', 16, "labels is a list of texts"),
        ('canonical = "Elsinore Archive"', 'canonical = "E"\nisil = "Denmark 12"', 26, "an ISIL is a country"),
        ('canonical = "Elsinore Archive"', 'canonical = "E"\nyears = "1901"', 26, "years are"),
        ("titles = true", 'bare = "fond"', 4, "no level 'fond'"),
        ('canonical = "Elsinore Archive"', 'city = "Elsinore"', 24, "archive lacks 'canonical'"),
        ("[[archive]]", "[[signature]]\npattern = '(?<box>\\d+)'\n[[archive]]", 25, "no level 'box'"),
        ("[[archive]]", "[[signature]]\npattern = '(\\d+)'\n[[archive]]", 25, "a group without a name"),
        ("[[archive]]", "[archive]", 24, "two brackets"),
    ],
)
def test_what_is_wrong_in_a_style(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    path = tmp_path / "wrong.toml"
    assert old in MINE
    path.write_text(MINE.replace(old, new, 1), "utf-8")
    with pytest.raises(opis.StyleError, match=reason) as caught:
        opis.read("text\n", styles=[path])
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_pattern_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(MINE + "\n[[signature]]\npattern = '(?<pakke>[)'\n", "utf-8")
    with pytest.raises(opis.StyleError, match=r"wrong\.toml.*pattern"):
        load_style(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="cannot be read"):
        opis.read("text\n", styles=[tmp_path / "none.toml"])
    with pytest.raises(TypeError, match="a list"):
        opis.read("text\n", styles="none.toml")  # type: ignore[arg-type]


@pytest.mark.parametrize("style", shipped_styles(), ids=lambda style: style.name)
def test_examples_of_the_styles_read(style: Any) -> None:
    assert style.examples
    for example in style.examples:
        record = one(example)
        assert len(record["raw"]) >= len(example) - 1


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    assert main(["styles", "list"]) == 0
    assert "german" in capsys.readouterr().out
    assert main(["styles", "show", "uk"]) == 0
    assert "Kew" in capsys.readouterr().out
    assert main(["styles", "check", str(path)]) == 0
    assert "  reads: Elsinore Archive" in capsys.readouterr().out
    path.write_text(MINE.replace("læg 3, ", "lag 3, "), "utf-8")
    assert main(["styles", "show", "nothing"]) == 2
    assert "no style 'nothing'" in capsys.readouterr().err
    path.write_text("[style]\n", "utf-8")
    assert main(["styles", "check", str(path)]) == 2
    assert f"{path}:1: style lacks 'name'" in capsys.readouterr().err


@pytest.mark.skipif(
    not (EXCERPTS / "dev.jsonl").exists(), reason="the excerpts are not here: set OPIS_STYLES to their folder"
)
def test_floors_on_real_excerpts() -> None:
    command = [sys.executable, str(EXCERPTS / "score.py"), str(EXCERPTS / "dev.jsonl"), "--json"]
    score = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["all"]
    assert score["exact_f1"] >= 0.975
    assert score["found_f1"] >= 0.98
    assert score["negatives_hit"] == 0


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("РГАСПИ. Ф. 17. Оп. 2. Д. 35. Л. 1.", "clean"),
        ("PГACПИ. Ф. 17. Оп. 2. Д. 35. Л. 1.", "repaired"),  # Latin letters in the acronym
        ("РГАСПИ. Ф. 17. Oп. 2. Д. 35. Л. 1.", "repaired"),  # and in the label
        ("ГАРФ. Ф. Р-5446. Оп. 1а. Д. 5б. Л. 1.", "clean"),
        ("РГАСПИ. Ф. 17. Оп. 2. Д. З5. Л. 1.", "likely"),
        ("РГАСПИ. Ф. 17. Оп. 2. Д. 1О5. Л. 1.", "likely"),
    ],
)
def test_letters_that_look_like_figures_are_doubted(text: str, status: str) -> None:
    record = one(text)
    assert (record["archive"], record["id"].split("/")[0], record["status"]) == (
        "ГАРФ" if "Р-5446" in text else "РГАСПИ",
        "GARF" if "Р-5446" in text else "RGASPI",
        status,
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        # A label that two levels share is that of the level which may still follow.
        ("LCVA, f. R-1399, ap. 1, b. 9, l. 6.", ("LCVA", "R-1399", "1", "9", ["6"])),
        ("LVVA, f. 5434, apr. 1, l. 12, lp. 3.", ("LVVA", "5434", "1", "12", ["3"])),
        # The file is the delo, and what it lies in is a part.
        ("ОР РГБ. Ф. 386. Карт. 94. Ед. хр. 12. Л. 4.", ("ОР РГБ", "386", None, "12", ["4"])),
        ("AVPRF, fond 059, opis 1, papka 299, delo 2067, list 11.", ("AVPRF", "059", "1", "2067", ["11"])),
        ("РГАДА. Ф. 1209. Оп. 1. Кн. 263. Л. 112.", ("РГАДА", "1209", "1", "263", ["112"])),
        # The sign of a number alone stands for the file.
        ("ОР РНБ. Ф. 585. № 4512. Л. 7 об.", ("ОР РНБ", "585", None, "4512", ["7об"])),
        # Folios in a shelfmark.
        ("GARF, 1235/93/5/42-43.", ("GARF", "1235", "93", "5", ["42-43"])),
        # A longer name goes before a shorter one that it begins with, a place behind an acronym belongs to it.
        ("Bundesarchiv-Militärarchiv (BA-MA), RH 20-11/407, Bl. 12-14.", ("BA-MA", "RH 20-11", None, "407", ["12-14"])),
        ("StA Nürnberg, Rep. 502, Nr. 5193.", ("StA Nürnberg", "502", None, "5193", [])),
        ("AD Seine-Maritime, 1 M 302.", ("AD Seine-Maritime", "1 M", None, "302", [])),
        # Names of archives that are names of others too.
        ("NA, fond 02/1, sv. 12, a. j. 34.", ("NA", "02/1", None, "34", [])),
        ("APP, Naczelny Prezydent, sygn. 2045, k. 3.", ("APP", None, None, "2045", ["3"])),
        ("APP, BA 1709.", ("APP", "BA", None, "1709", [])),
        # The archive behind its levels; the acronym in brackets behind a place.
        ("RG 59, Entry 1432, Box 17, NARA.", ("NARA", "59", "1432", "17", [])),
        (
            "Gosudarstvennyi arkhiv Rossiiskoi Federatsii, Moscow (hereafter GARF), f. 543, op. 1, d. 232, l. 4.",
            ("GARF", "543", "1", "232", ["4"]),
        ),
        ("AN, F7 13091, fol. 12 r°-14 v°.", ("AN", "F7", None, "13091", ["12r°-14v°"])),
        ("NARA, RG-319, entry 85A, box 2890.", ("NARA", "319", "85A", "2890", [])),
        ("League of Nations Archives, R 1465.", ("League of Nations Archives", "R", None, "1465", [])),
        # A folio put in later has a letter.
        ("RGIA, f. 733, op. 2, d. 14, ll. 9a-11, 12a.", ("RGIA", "733", "2", "14", ["9a-11", "12a"])),
        # The holding alone, the number at the end of a title, a title in quotation marks.
        ("BArch, N 1103.", ("BArch", "N 1103", None, None, [])),
        ("ASV, Segreteria di Stato, Polonia 31.", ("ASV", None, None, "31", [])),
        (
            'Archivio di Stato di Torino, "Lettere ministri", mazzo 4.',
            ("Archivio di Stato di Torino", None, None, "4", []),
        ),
        ("U.S. National Archives, RG 84, box 9.", ("U.S. National Archives", "84", None, "9", [])),
        # No name of an archive: a label in full, a shelfmark that is quoted, figures and letters run together.
        ("They lie in Record Group 319 (Army Staff).", (None, "319", None, None, [])),
        ("The series is “FO 395”, see `FO 395`.", (None, "FO", "395", None, [])),
        ("Copy of ф12оп3спр45 there.", (None, "12", "3", "45", [])),
        ("ЦДІАЛ-201-4А", ("ЦДІАЛ", "201", "4А", None, [])),
        # The archive behind the group, or in the brackets of its levels; what stands between them is passed over.
        ("CDF, RG 84, USNA.", ("NARA", "84", None, None, [])),
        ("Archive of the Academy of Sciences (ARAN f. 411, op. 3, d. 21).", ("ARAN", "411", "3", "21", [])),
        ("ЦДАВО України. Фонд 166, опис 9 ос, справа 87.", ("ЦДАВО України", "166", "9", "87", [])),
        ("Ф-12 оп. 3 спр. 45", (None, "12", "3", "45", [])),
        ("ГАСО, фонд Р-21, опись № 4, стр. [17].", ("ГАСО", "Р-21", "4", None, ["17"])),
        ("AGI, INDIFERENTE,1206,N.4.", ("AGI", None, None, "1206", [])),
        ("BL, Add. MS 36,042, fo. 2.", ("BL", None, None, "36,042", ["2"])),
        ("It is in TNA, SP 28. There it lies.", ("TNA", "SP", "28", None, [])),
        # A closing quotation mark is no figure.
        ('See "GARF, f. 7, op. 2, d. 3, l. 12", and more.', ("GARF", "7", "2", "3", ["12"])),
        # A date is no folio.
        (
            "Archiwum Narodowe w Krakowie, zespół 29/456, sygn. 12, k. 34v, 04.03.1937.",
            ("Archiwum Narodowe w Krakowie", "29/456", None, "12", ["34v"]),
        ),
    ],
)
def test_conventions(text: str, columns: tuple[str | None, str | None, str | None, str | None, list[str]]) -> None:
    record = one(text)
    assert (record["archive"], record["fond"], record["opis"], record["delo"], record["listy"]) == columns


def test_ibid_begins_a_reference_of_its_own() -> None:
    text = "BArch, R 58/1082, Bl. 12. Ebd., Bl. 14. Ebenda, R 58/1083, Bl. 3."
    records = opis.read(text.encode()).archives.to_dicts()
    assert [(r["fond"], r["delo"], r["listy"]) for r in records] == [
        ("R 58", "1082", ["12"]),
        ("R 58", "1082", ["14"]),
        ("R 58", "1083", ["3"]),
    ]


def test_learned_words_leave_cyrillic_alone() -> None:
    text = "РГАСПИ. Ф. 17. Оп. 3. Д. 921. Л. 5. Там же. Д. 922. Л. 12.\n\nASVe, Senato, Terra, reg. 10, c. 34v.\n"
    assert [r["delo"] for r in opis.read(text.encode()).archives.to_dicts()] == ["921", "922", "10"]


@pytest.mark.parametrize(
    "text",
    [
        "Piano Sonata No. 14, Op. 27 No. 2; Schubert, D. 960; Bach, BWV 1007.",
        "The Ford F-150, Series 2, has a 5.0 l. engine.",
        "Vitamin B 12, C 14 and E 101 additives.",
        "Вестник, исторический архив. 1993. № 4. С. 22.",
        "STALIN IN 1928\n\nLATE IN 1928",
        "Orlov, B.N., 34, 40; Petrov, A.N., 7.",
        "The half-life T 1/2 is 12 h; J 3/2 and E 10/20; patents WO 95/12345 and WO 2019/123456.",
        "SP 28/01/2003:- changed; AIR 3/4, IR 1/2, CO 2/3 and KB 5/6 of the board.",
        "AN 12; AD 1200; see ff. 12-13; reg. 3.",
        "| tins | oil, busta | size: scatola 70g, 140g, busta 1kg |",
    ],
)
def test_numbers_of_other_things_are_no_levels(text: str) -> None:
    assert not opis.read(text.encode()).archives.to_dicts()


def test_what_follows_a_semicolon_is_another_source() -> None:
    first, second = opis.read(b"SHD, GR 7 N 3138 ; SHD/DAT, 7 N 2122, f. 12.").archives.to_dicts()
    assert (first["fond"], first["listy"], second["archive"], second["listy"]) == ("GR 7 N", [], "SHD/DAT", ["12"])


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ACS, MI, bust a 12, fasc. 3.", ("ACS", None, None, "12")),
        ("NARA, RC 59, Entry 12, B0x 7, Folder 3.", ("NARA", "59", "12", "7")),
        ("AAN, MSZ, syqn. 1234, k. 12.", ("AAN", None, None, "1234")),
    ],
)
def test_damaged_labels_behind_an_archive_are_likely(text: str, columns: tuple[str | None, ...]) -> None:
    record = one(text)
    assert (record["archive"], record["fond"], record["opis"], record["delo"]) == columns
    assert record["status"] == "likely"
