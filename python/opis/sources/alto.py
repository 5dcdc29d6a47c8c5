"""ALTO XML, of any version: pages of blocks of lines of words, each with its box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from opis.sources.layout import Box, LayoutWriter, Word
from opis.sources.markup import elements, local_name, number

# The schema puts the margins before the print space; a page is read from the top.
_PARTS = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
_UNITS = {"pixel": "pixel", "mm10": "mm/10", "inch1200": "in/1200"}


def write_alto(writer: LayoutWriter, content: bytes, name: str) -> None:
    """Write the pages of an ALTO document."""
    for position, page in enumerate(elements(content, name, "{*}Page")):
        width, height = number(page.get("WIDTH")), number(page.get("HEIGHT"))
        writer.page(
            _name(page, position, name),
            np.nan if width is None else width,
            np.nan if height is None else height,
            _unit(page),
        )
        for part in sorted(page, key=_place):
            for block in part.iter("{*}TextBlock"):
                writer.gap()
                for line in block.iter("{*}TextLine"):
                    writer.line(_words(line))


def _place(part: Any) -> int:
    name = local_name(part)
    return _PARTS.index(name) if name in _PARTS else len(_PARTS)


def _unit(page: Any) -> str:
    unit = page.getroottree().getroot().find(".//{*}MeasurementUnit")
    return _UNITS.get((unit.text or "").strip(), "") if unit is not None else ""


def _name(page: Any, position: int, name: str) -> str:
    """The image that a document of one page names; its further pages, if it has any, add what they are called."""
    image = page.getroottree().getroot().find(".//{*}sourceImageInformation/{*}fileName")
    name = (image.text or "").strip() if image is not None and image.text else name
    return f"{name}#{page.get('ID') or position + 1}" if position else name


def _words(line: Any) -> Iterator[Word]:
    """The words of a line; a hyphen that has an element of its own belongs to the word before it."""
    last: Word | None = None
    for part in line.iter("{*}String", "{*}HYP"):
        text = part.get("CONTENT") or ""
        if local_name(part) == "HYP":
            if last and not last.text.endswith("-"):
                last = last._replace(text=last.text + "-")
            continue
        if last:
            yield last
        last = Word(text, _box(part))
    if last:
        yield last


def _box(part: Any) -> Box | None:
    left, top, width, height = (number(part.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if left is None or top is None or width is None or height is None:
        return None
    return Box(left, top, left + width, top + height)
