"""Archival references of western archives: titles before boxes, lists of shelfmarks, names with points."""

from __future__ import annotations

from typing import Any

import pytest
from cited import columns, references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see J. B. Miller Papers, Box 14, folder 3", (None, None, None, "14", [])),
        ("both to the Stone Papers, Box 37.", (None, None, None, "37", [])),
        ("Norfolk Record Office, MC 175/1/2", ("Norfolk Record Office", None, None, None, [])),
        ("A.N., BB18 1234", ("A.N.", "BB18", None, "1234", [])),
        ("A.S.V., Arm. 44, vol. 12, f. 3r", ("A.S.V.", None, None, "12", ["3r"])),
        ("BAV, Vat. lat. 3225, f. XIVr", ("BAV", None, None, "3225", ["XIVr"])),
        ("AN, AF III 45, dossier 3", ("AN", "AF III", None, "45", [])),
        ("BnF, ms. Espagnol 132, fol. 3", ("BnF", "ms. Espagnol", None, "132", ["3"])),
        ("BnF, Clairambault 456, fol. 12", ("BnF", "Clairambault", None, "456", ["12"])),
        ("British Library, Royal 20 D. VI", ("British Library", None, None, "20 D. VI", [])),
        ("GStA PK, I. HA Rep. 77, Tit. 343 A, Nr. 152", ("GStA PK", "I. HA Rep. 77", None, "152", [])),
        ("Stadtarchiv Braunschweig, B IV 11 Nr. 45", ("Stadtarchiv Braunschweig", "B IV 11", None, "45", [])),
        (
            "Landesarchiv Baden-Württemberg, Staatsarchiv Freiburg, W 134 Nr. 12",
            ("Staatsarchiv Freiburg", "W 134", None, "12", []),
        ),
        ("NA, RG 226, Entry 92, Box 3", ("NA", "226", "92", "3", [])),
        ("NARA, T-120, roll 123, frame 12345", ("NARA", None, None, None, [])),
        ("in T267/1–36, TNA.", ("TNA", "T", "267", "1-36", [])),
        ('"reference": "WO 95/26",', (None, "WO", "95", "26", [])),
        ("and ECL MS 260, fol. 124r.", ("ECL", None, None, "260", ["124r"])),
        ("GB-Lbl Add. MS 31992 (lute)", ("GB-Lbl", None, None, "31992", [])),
        ("# I. HA Rep. 162, Nr. 295", (None, "I. HA Rep. 162", None, "295", [])),
        ("e.g. `III. HA MdA III Nr. 765`", (None, "III. HA MdA III", None, "765", [])),
        (
            "Letter to E. D., 12 Mar 1947, Box 3, Folder 2, Good Poems Collection, Five Forks Archive.",
            ("Five Forks Archive", None, None, "3", []),
        ),
        ("Heidelberg Cod. Pal. germ. 291, fol. 9r", (None, "Cod. Pal. germ.", None, "291", ["9r"])),
        ("sig: 'Cgm 437',", (None, "Cgm", None, "437", [])),
        ("Staatsarchiv Hamburg, 332-8 Meldewesen", ("Staatsarchiv Hamburg", "332-8", None, None, [])),
        ("Trinity College Cambridge MS R.17.1", ("Trinity College Cambridge", None, None, "R.17.1", [])),
        ("see [British Library, [Harley MS 5228]", ("British Library", None, None, "5228", [])),
        ("A.N. AF IV 1072", ("A.N.", "AF IV", None, "1072", [])),
        ("Archives de Paris, V4E 10322", ("Archives de Paris", "V4E", None, "10322", [])),
        (
            "Archive Location: Smithsonian Institution Archives, RU 70, Box 4",
            ("Smithsonian Institution Archives", "70", None, "4", []),
        ),
        (
            "The National Archives, Kew - Colonial Office, and Commonwealth Offices CO 733/68/42",
            ("The National Archives, Kew", "CO", "733", "68", []),
        ),
        ("AAE, **Mémoires et documents, Allemagne 194** (1665)", ("AAE", None, None, "194", [])),
        ("Private papers of a viceroy, Mss Eur F165", (None, None, None, "F165", [])),
        ("BL Mss Eur F228/65 (a collection)", ("BL", None, None, "F228/65", [])),
        ("National Archives Microfilm Publication `M1196`", ("National Archives", None, None, None, [])),
        (
            "| Archive | Nationaal Archief, toegang 1.02.04, inv.nr. 63 |",
            ("Nationaal Archief", "1.02.04", None, "63", []),
        ),
        ("NA, KV 2/819, serial 12a", ("NA", "KV", "2", "819", [])),
        ("NLI, MS 13,158", ("NLI", None, None, "13,158", [])),
        ("LHCMA, Alanbrooke 5/2/17", ("LHCMA", None, None, "5/2/17", [])),
        ("NARA RG59, Box 3", ("NARA", "59", None, "3", [])),
        ("PA AA, R 104 359, Bl. 12", ("PA AA", "R", None, "104 359", ["12"])),
        ("BA-MA, RW 4/v. 578, Bl. 144", ("BA-MA", "RW 4", None, "578", ["144"])),
        ("GLA 233/25984", ("GLA", "233", None, "25984", [])),
        ("BAR, E 2001 (E) 1000/1571, Bd. 123", ("BAR", "E 2001 (E)", None, "123", [])),
        ("AN, F/1cIII/Seine/13", ("AN", "F/1cIII", None, "13", [])),
        ("AD du Rhône, 4 M 234", ("AD du Rhône", "4 M", None, "234", [])),
        ("see bMS Russ 13 (T-3522).", (None, None, None, None, [])),
        ("Rigsarkivet, Tyske Kancelli, pk. 12, fol. 3v", ("Rigsarkivet", "Tyske Kancelli", None, "12", ["3v"])),
    ],
)
def test_references(text: str, expected: tuple[Any, ...]) -> None:
    assert [columns(record) for record in references(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "fonds"),
    [
        ("(BArch R 2, R 2501)", ["R 2", "R 2501"]),
        ("The National Archives, Kew, REQ 2/27/189 and REQ 2/158/97 (1590)", ["REQ", "REQ"]),
        ("AN, F7 12345, F12 45; 18 mai 1799", ["F7", "F12"]),
    ],
)
def test_one_shelfmark_more(text: str, fonds: list[str]) -> None:
    assert [record["fond"] for record in references(text)] == fonds


def test_an_item_of_a_list_is_another_source() -> None:
    text = "Some Presidential Library, by way of a site\n- Clip 6: News (1945). U.S. National Archives, RG 59, Box 2"
    assert [record["archive"] for record in references(text)] == ["U.S. National Archives"]


@pytest.mark.parametrize(
    "text",
    [
        "Kolmogorov A.N., Fomin S.V. Elements of the Theory of Functions. 1976. P. 12",
        "## ADM 1/25/2006",
        "'Interview to the Oxford Records Project' (Rhodes House Library), p. 3.",
        'THE DEFECT (Alex, reel 122): "just becomes still"',
        '"courtReference": "HCA 123/2024",',
        "[1994] HCA 15; (1994) 179 CLR 427",
        "{'b': 30, 'c': 40}",
        "#define BUTTON_B 0x0002\n#define BUTTON_C 0x0004",
        "the Codec Runtime Library, along with the files COPYING3 and README",
        "HAVE_ASM_FOR_X64, 12",
        "Strada Izvorul Rece Nr. 3, Bl. 14, Ap. 3",
        "combining two 95/100 sources, verify 99.75%",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert references(text) == []
