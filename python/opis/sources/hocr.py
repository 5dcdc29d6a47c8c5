"""hOCR: HTML whose classes name pages, areas, paragraphs, lines and words, and whose titles give their boxes."""

from __future__ import annotations

import re
from typing import Any

from opis.sources.layout import Box, LayoutWriter, Word
from opis.sources.markup import elements

_BOX = re.compile(r"\bbbox\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)")
_IMAGE = re.compile(r"""\bimage\s+(?:"([^"]*)"|'([^']*)'|([^;\s]+))""")
_BLOCKS = {"ocr_carea", "ocr_column", "ocr_par"}
_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_WORDS = {"ocrx_word", "ocr_word"}


def write_hocr(writer: LayoutWriter, content: bytes, name: str) -> None:
    """Write the pages of an hOCR document."""
    for page in elements(content, name, "div", wanted=lambda element: "ocr_page" in _classes(element), html=True):
        _write_page(writer, page, name)


def _write_page(writer: LayoutWriter, page: Any, name: str) -> None:
    image = _IMAGE.search(page.get("title") or "")
    box = _box(page)
    size = (box.right - box.left, box.bottom - box.top, "pixel") if box else ()
    writer.page(next(filter(None, image.groups()), name) if image else name, *size)
    for element in page.iter():
        classes = _classes(element)
        if classes & _BLOCKS:
            writer.gap()
        elif classes & _LINES:
            writer.line(_words(element))


def _words(line: Any) -> list[Word]:
    words = [Word("".join(part.itertext()), _box(part)) for part in line.iter() if _classes(part) & _WORDS]
    if words:
        return words
    return [Word("".join(line.itertext()), _box(line))]


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def _box(element: Any) -> Box | None:
    found = _BOX.search(element.get("title") or "")
    return Box(*map(float, found.groups())) if found else None
