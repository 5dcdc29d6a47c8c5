"""The hidden text of DjVu, as djvutoxml and djvutxt write it and the Internet Archive publishes it."""

from __future__ import annotations

import re
from typing import Any

from opis.sources.layout import Box, LayoutWriter, Word
from opis.sources.markup import elements, local_name, number

# djvutxt ends a column, region and paragraph with a control character each; a page ends with a form feed.
_ENDS = re.compile(rb"[\x0b\x1d\x1f]+")
_MARKS = (b"\x1d", b"\x1f")


def write_djvu_xml(writer: LayoutWriter, content: bytes, name: str) -> None:
    """Write the pages of a DjVu XML document."""
    for page in elements(content, name, "OBJECT"):
        width, height = number(page.get("width")), number(page.get("height"))
        size = (width, height, "pixel") if width is not None and height is not None else ()
        writer.page(page.get("usemap") or name, *size)
        for element in page.iter("PARAGRAPH", "LINE"):
            if local_name(element) == "PARAGRAPH":
                writer.gap()
            else:
                writer.line(Word("".join(word.itertext()), _box(word)) for word in element.iter("WORD"))


def has_ends(content: bytes) -> bool:
    """Whether some text may have a mark of djvutxt that ends a region or a paragraph."""
    return any(mark in content for mark in _MARKS)


def plain_text(content: bytes) -> bytes:
    """Text of djvutxt with an empty line for the ends of paragraphs, regions and columns; other text as it is.

    No byte moves: of several ends in a row the last becomes the line break.
    """
    # A line ends before such a mark; that is looked for second, since a single byte is found much faster than two.
    if not any(mark in content and b"\n" + mark in content for mark in _MARKS):
        return content
    return _ENDS.sub(lambda ends: b" " * (len(ends[0]) - 1) + b"\n", content)


def _box(word: Any) -> Box | None:
    """The box of ``coords``: left, bottom, right, top, and sometimes the base line."""
    sides = [number(part) for part in (word.get("coords") or "").split(",")][:4]
    left, bottom, right, top = sides if len(sides) == 4 else [None] * 4
    if left is None or bottom is None or right is None or top is None:
        return None
    return Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
