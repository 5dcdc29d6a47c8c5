"""Which damaged citations no reader could restore.

A reader has the shapes on the page and the other citations of the book: a damaged number is settled when the shapes
allow one number only, or when of all files that the book cites again only one fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .citations import Citation
from .glyphs import FIGURES, WHOLE

# What a reader takes a letter among figures for.  `r` may be 1 or 2, and other signs anything.
USUAL = dict(zip("oOIlizZtjqsSbg", "00111222345569", strict=True))
# A number in a word, some of its figures read as letters; words of three letters may be glued to it on either side.
SHAPES = rf"[\d~{''.join(USUAL)}]"
END = r"(?=$|[^A-Za-z0-9~]|[A-Za-z]{3})"
NUMBER = re.compile(rf"(?<![A-Za-z]){SHAPES}*?\d{SHAPES}*?{END}|(?<=[A-Za-z]{{3}})\d{SHAPES}*?{END}|^[oOIlzZ]{{1,4}}$")
File = tuple[str, str, str, str]


def file(citation: Citation) -> File:
    return citation.archive, citation.fond, citation.opis, citation.delo


def fits(raw: str, number: str) -> bool:
    """Whether a scan could make these shapes of a number."""
    raw = raw.replace(" ", "")
    if raw == number or raw in (reading.replace(" ", "") for reading in WHOLE.get(number, ())):
        return True
    return len(raw) == len(number) and all(
        shape in (figure, "~") or shape in FIGURES.get(figure, "") for shape, figure in zip(raw, number, strict=True)
    )


def plain(raw: str, number: str) -> bool:
    """Whether a reader with nothing but the shapes reads the number right."""
    raw = raw.replace(" ", "").replace("0b", "ob").replace("ab", "ob")
    stem, verso = (raw[:-2], "ob") if raw.endswith("ob") else (raw, "")
    return "".join(USUAL.get(shape, shape) for shape in stem) + verso == number


def figures(text: str) -> str:
    """The figures that a reader sees in a text: letters inside numbers are taken for what they usually are."""
    found = (number for word in re.split(r"[\s,.-]+", text) for number in NUMBER.findall(word))
    return "".join(USUAL.get(c, c) for number in found for c in number)


def settled(raws: tuple[str, str, str], citation: Citation, files: Counter[File]) -> bool:
    """Whether fond, opis and delo, as the scan has them, lead to this file and to no other."""
    numbers = citation.fond, citation.opis, citation.delo
    if raws == numbers:
        return True
    fond, opis, delo = raws
    if delo != citation.delo and delo.isdigit():
        return False  # a clean-looking file number is believed
    known = [f for f, count in files.items() if f[0] == citation.archive and count > (f == file(citation))]
    matches = [f for f in known if fits(fond, f[1]) and fits(opis, f[2]) and fits(delo, f[3])]
    if matches:
        return matches == [file(citation)]
    return all(plain(raw, number) for raw, number in zip(raws, numbers, strict=True))


def leaves_settled(parts: Iterable[tuple[str, str]]) -> bool:
    """Whether the folios can be read by their shapes: pairs of what the scan has and what was printed."""
    return all(plain("".join(raw.split()), "".join(printed.split())) for raw, printed in parts)
