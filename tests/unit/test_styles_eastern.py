"""Archival references of Eastern Europe: their marks and markup, what stands for a number, one order or another."""

from __future__ import annotations

from typing import Any

import pytest
from cited import columns, references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RGASPI, f.~17, op.~3, d.~12, ll.~5--6ob", ("RGASPI", "17", "3", "12", ["5-6ob"])),
        (r"RGASPI, \textit{f.}~17, \textit{op.}~3, d.\,12", ("RGASPI", "17", "3", "12", [])),
        (r"RGASPI, f.\ 17, op.\ 3", ("RGASPI", "17", "3", None, [])),
        ("ГАРФ. Ф.&nbsp;9401. Оп.&nbsp;2. Д.&nbsp;12. Л.&nbsp;5", ("ГАРФ", "9401", "2", "12", ["5"])),
        ("РГАДА → ф. 350 → оп. 2 → д. 1693", ("РГАДА", "350", "2", "1693", [])),
        ("РГАДА > ф. 350 > оп. 2", ("РГАДА", "350", "2", None, [])),
    ],
)
def test_ties_entities_and_arrows_are_blanks_and_marks(text: str, expected: tuple[Any, ...]) -> None:
    assert [columns(record) for record in references(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ф. Р-100, оп. 2а, д. 15А, л. 12об.–13", (None, "Р-100", "2а", "15А", ["12об-13"])),
        ("f. 641/1, op. 1, d. 12", (None, "641/1", "1", "12", [])),
        ("f. 17, op. 85, d. 12, ll. 3, 4 and 6", (None, "17", "85", "12", ["3", "4", "6"])),
        ("RGADA, f. VUA, d. 123, l. 5", ("RGADA", "VUA", None, "123", ["5"])),
        ("ІР НБУВ, ф. I, № 12345, арк. 5", ("ІР НБУВ", "I", None, "12345", ["5"])),
        ("ф. 127-1012-123", (None, "127", "1012", "123", [])),
        ("Central State Historical Archives in Lviv, Fond 201/4a/123", (None, "201", "4a", "123", [])),
        ("ф. И-294, см. И-294-3-189", (None, "И-294", "3", "189", [])),
        ("у фонді ф. Р-6129 немає нічого", (None, "Р-6129", None, None, [])),
        ("Каталог: ФР–1606, оп. 4, пр.22", (None, "ФР-1606", "4", "22", [])),
        ("Ф. 230, О. 1, Д. 12", (None, "230", "1", "12", [])),
        ("ЦАМО, номер фонда 58, номер описи 18001, номер дела 12", ("ЦАМО", "58", "18001", "12", [])),
        ("Фонд Р-1510, школа", (None, "Р-1510", None, None, [])),
        ("ЦДІАК 1164/1", ("ЦДІАК", "1164", "1", None, [])),
        ("RO IRLI, f. 123, op. 1, No. 12", ("RO IRLI", "123", "1", "12", [])),
        ("fond R-25, roʻyxat 1, ish 162, varaq 5", (None, "R-25", "1", "162", ["5"])),
        ("ЦГА РК, қор 5, тізімдеме 1, іс 12, парақ 3", ("ЦГА РК", "5", "1", "12", ["3"])),
        (
            "Archive Reference: ЦГАКО (State Archive of Kirov), Ф. 1375, оп. 1, д. 200",
            ("ЦГАКО", "1375", "1", "200", []),
        ),
        ("AVP RF, f. 06, op. 7, p. 18, d. 183, l. 5", ("AVP RF", "06", "7", "183", ["5"])),
    ],
)
def test_numbers_as_archives_print_them(text: str, expected: tuple[Any, ...]) -> None:
    found = columns(references(text)[-1])
    assert (expected[0] and found[0], *found[1:]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LVVA, 1313. f., 1. apr., 52. l., 12. lp.", ("LVVA", "1313", "1", "52", ["12"])),
        ("RA, ERA.31.5.123, l. 12", ("ERA", "31", "5", "123", ["12"])),
        ("LYA LKP DS, f. 1771, ap. 52, b. 34, l. 12", ("LYA LKP DS", "1771", "52", "34", ["12"])),
        ("MNL OL, XIX-J-1-j, 12. d.", ("MNL OL", "XIX-J-1-j", None, "12", [])),
        ("IPN BU 0330/241, t. 1, cz. 2, k. 12", ("IPN BU", None, None, "0330/241", ["12"])),
        ("TLA.230.1.Aa2", ("TLA", "230", "1", "Aa2", [])),
        ("AGAD ASK LVI 1/7/0/11/290", ("AGAD", "1/7/0", None, "290", [])),
        ("MNL OL, G 15, Caps. D, Fasc. 80, fol. 38", ("MNL OL", "G 15", None, "80", ["38"])),
        ("AHMP, Sbírka rukopisů, inv. č. 7916", ("AHMP", None, None, "7916", [])),
        ("NA, fond ÚV KSČ, sv. 12, a. j. 34, l. 5", ("NA", None, None, "34", ["5"])),
        ("AJ, 507, CK SKJ, III/12", ("AJ", "507", None, "III/12", [])),
        ("HR-HDA-1561, sign. 001.1.1", ("HR-HDA", "1561", None, "001.1.1", [])),
    ],
)
def test_orders_of_the_baltic_and_of_central_europe(text: str, expected: tuple[Any, ...]) -> None:
    assert [columns(record) for record in references(text)] == [expected]


def test_a_fond_behind_a_semicolon_is_of_the_same_archive() -> None:
    first, second = references("РГВА. Ф. 4. Оп. 14. Д. 14. Л. 5–6; Ф. 9. Оп. 29. Д. 12. Л. 1.")
    assert columns(first) == ("РГВА", "4", "14", "14", ["5-6"])
    assert columns(second) == ("РГВА", "9", "29", "12", ["1"])
    assert second["ibid"]


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("NIAB, f. 136, op. 13, d. 1", "НИАБ, ф. 136, оп. 13, д. 1"),
        ("AP RF, f. 3, op. 58, d. 212", "АП РФ. Ф. 3. Оп. 58. Д. 212"),
        ("TsDIAL, f. 146, op. 4, spr. 12", "CDIAL 146-4-12"),
    ],
)
def test_one_file_has_one_id_in_both_scripts(latin: str, cyrillic: str) -> None:
    first, second = references(f"{latin}.\n\n{cyrillic}.")
    assert first["id"] == second["id"]


def test_the_archive_right_before_the_fond_is_meant() -> None:
    (record,) = references("Копии: РНБ (Санкт-Петербург).\n- **Шифр**: Рукописные фонды РГАДА, фонд 44")
    assert record["archive"] == "РГАДА"
    (record,) = references("архив РГАДА, разряд VII, опись 2, дело 3140")
    assert columns(record) == ("РГАДА", None, "2", "3140", [])


def test_a_name_in_one_script_goes_before_its_look_alike() -> None:
    (record,) = references("AJ, fond 507, kut. 12")
    assert record["archive"] == "AJ"
    assert record["status"] == "clean"


@pytest.mark.parametrize(
    "text",
    [
        "Schubert, Gretchen am Spinnrade, Op. 2, D. 118",
        "ГОСТ Р 55567-2013, п. 5.3",
        "Мологский уезд (1 сб. лист, 3 табл., лл. 1-12)",
        "wyrok z 10 grudnia 2020 r., sygn. akt III CZP 46/20",
        "Dz.U. z 2005 r. nr 12, poz. 345",
        "Dell XPS 15 - Inv. č. 101",
        "Российский научный фонд № 24-18-00665, проект на три года",
        "ГАСО 12-05-2020",
        "GARO 2020-05-06",
        "ERA 5.1.2 released",
        "самолёт И-16-24-29",
        "ДАХО 12 · ДАК 11 · ДАХмО 9",
        "Чебоксары, ул. Афанасьева, д. 2, оф. 56",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert references(text) == []
