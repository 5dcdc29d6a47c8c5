"""Write the first corpus of the fuzz targets with the edition generator.

usage: python tests/fuzz/seeds.py

Of each kind of record the lines around a few, and whole leaves; tables with their true and their damaged figures;
styles and profiles with a text for each.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import edition

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
SEEDS = 7, 8, 9
PAGES = 30
OF_A_KIND = 2
LONGEST = 1_500
LONGEST_BOOK = 5_500


def write(target: str, name: str, content: bytes) -> None:
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def cut(content: bytes, start: int, longest: int) -> bytes:
    """Some whole lines from the one before `start`."""
    begun = content.rfind(b"\n", 0, max(content.rfind(b"\n", 0, start), 0)) + 1
    end = content.rfind(b"\n", begun, begun + longest) + 1
    return content[begun : end or begun + longest]


def write_excerpts(seed: int) -> None:
    made = edition.generate(seed, PAGES, 0.2 + 0.3 * (seed % 3))
    content = made.text.encode()
    write("core", f"book-{seed}", cut(content, 0, LONGEST_BOOK))
    kinds = sorted({record["kind"] for record in made.truth})
    for kind in kinds:
        records = [record for record in made.truth if record["kind"] == kind]
        for position in range(min(OF_A_KIND, len(records))):
            start = records[position * (len(records) // OF_A_KIND)]["start"]
            write("core", f"{kind}-{seed}-{position}", cut(content, start, LONGEST))


def write_tables() -> None:
    tables = {
        "sums": (4, b"", b"12|30|42|1\n20|l5|35|2\n32|45|77|3"),
        "lost": (3, b"", b"12|~|42\n2O|15|35\n~|45|77"),
        "percentages": (5, b"", b"25|33.3|50|66.7|75\nIO|2O.0|40|8O.0|50\n35|28.0|90|72.0|l25"),
        "hundred": (3, b"", b"20.1|30.2|49.7\n50.0|~|25.0"),
        "given": (4, bytes([1, 0, 3, 3, 0, 1, 2]), b"1|2|3|6\n4|5|G|l5"),
        "difference": (3, bytes([1, 2, 2, 2, 0, 1]), b"100|4O|60\n7|3|4"),
        "blank": (2, b"", b"||\n|\n...|-"),
    }
    for name, (columns, given, cells) in tables.items():
        write("mend", name, bytes([columns - 1]) + (given or b"\0") + cells)


def write_languages() -> None:
    """What the generator does not print: holdings without their archive's name, and dates in other languages."""
    holdings = (
        "Venezia, la mariegola.1\n\n1. Senato, Mar, reg. 12, c. 40v; ivi, c. 41; Savi alla mercanzia, busta 12.\n"
        "2. Rossi, Storia di Venezia, p. 12; Ibidem, n. 4; Avogaria di Comun, reg. 3; cit., p. 3.\n"
        "3. ASVe, Provveditori, b. 5, cc. 1-5; Ivi, p. 20; notarile, filza 3, fasc. 2.\n"
    )
    dates = (
        "Документ № 3\n\nПисьмо от 3 мая 1931 г. и 5 травня 1932 р.; 12.XI.1938\n\nDen 12. November 1938, am 3.5.31; "
        "le 1er mai 1931 et le 2 août; il 3 maggio 1931; ГАРФ, ф. 5446, оп. 1, д. 5, лл. 6-7об; там же, л. 8.\n"
    )
    write("core", "holdings", holdings.encode())
    write("core", "dates-in-languages", dates.encode())


def write_styles() -> None:
    cited = "The mill, RGAE, f. 17, op. 120, d. 184, ll. 60-65; Box 12, Folder 3; AB 3/1061; ibid., l. 5ob.\n"
    styles = {
        "levels": "L0a fond|f.|fond\nL0a opis|op.\nL0a delo|d.\nL2a list|l.|ll.\nRRGAE|Archive of the Economy\nAc\nVob",
        "boxes": "L0d box|Box|b.\nL1d folder|Folder\nINational|Library\nCNA|GA\nBibid|Ibid.\nAa\nFo",
        "signature": "L0a fond|f.\nL0a delo|d.\nS!AB ([0-9]+)/([0-9]+)\nS([A-Z]+) ([0-9]+)\nRAB|Archive B",
        "slow": "L0a fond|f.\nS!(a+)+$\nS!((a|aa)+)+b\nRAB",
        "broken": "L0a fond|f.\nS!([0-9]+\nRAB",
    }
    for name, style in styles.items():
        write("styles", name, (style + "\n==\n" + cited + "a" * 60 + " AB 3/1061, Box 12.\n").encode())


def write_profiles() -> None:
    printed = "\n\n\n\nThe River 7\n\n{}Letter to the mill\n\nSource: RGAE, f. 7, op. 3, d. 1.\n\nBread.1\n\n1. Rope.\n"
    profiles = {
        "numbered": ("H.1\nPbc\nWSource\nNc", "{}. "),
        "worded": ("H-0No.|Nr.\nKcontinued\nXThe River\nTriver\nPd", "No. {}\n"),
        "several": ("H-0Document\nH)1\nDlist of documents\nNb\nL0a fond|f.\nRRGAE", "{}) "),
    }
    for name, (profile, heading) in profiles.items():
        text = "".join(printed.format(heading.format(number)) for number in range(1, 5))
        write("styles", f"profile-{name}", (profile + "\n==\n" + text).encode())


def main() -> None:
    for seed in SEEDS:
        write_excerpts(seed)
    write_tables()
    write_languages()
    write_styles()
    write_profiles()


if __name__ == "__main__":
    main()
