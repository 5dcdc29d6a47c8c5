"""PDF with a text layer, through pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from opis.errors import ReadError
from opis.optional import optional
from opis.sources.layout import Box, LayoutWriter, Word, around

_LINE_ENDS = {"\r", "\n"}
_HYPHENS = {"\x02", "\ufffe"}  # how PDFium shows a hyphen at the end of a line, which it then joins to the next
_LARGEST_CHARACTER = 0x10FFFF


def write_pdf(writer: LayoutWriter, content: bytes, name: str) -> None:
    """Write the pages of a PDF.

    Raises
    ------
    ReadError
        The file is damaged, wants a password, or has no text.
    ImportError
        pypdfium2 is not installed.
    """
    pdfium = optional("pypdfium2", "scans")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise ReadError(f"cannot be opened as PDF ({error}); save it anew without a password", name) from error
    found = False
    try:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            writer.page(str(number), width, height, "point")
            for line in _lines(pdfium.raw, page.get_textpage(), height):
                writer.line(line)
                found = True
    finally:
        document.close()
    if not found:
        raise ReadError("is a PDF of images without text; run OCR on it first, with OCRmyPDF for instance", name)


def _lines(raw: Any, text: Any, height: float) -> Iterator[list[Word]]:
    """The words of each line that has any."""
    line: list[Word] = []
    word = ""
    boxes: list[Box] = []
    for character, box in _characters(raw, text, height):
        hyphen = character in _HYPHENS
        if hyphen or not character.isspace():
            word += "-" if hyphen else character
            boxes.append(box)
        if hyphen or character.isspace():
            if word:
                line.append(Word(word, around(boxes)))
            word, boxes = "", []
        if line and (hyphen or character in _LINE_ENDS):
            yield line
            line = []
    if word:
        line.append(Word(word, around(boxes)))
    if line:
        yield line


def _characters(raw: Any, text: Any, height: float) -> Iterator[tuple[str, Box]]:
    """The characters of a page with their boxes, from the upper left corner; PDF counts from the lower left."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    for position in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, position)
        character = chr(code) if 0 < code <= _LARGEST_CHARACTER and not 0xD800 <= code < 0xE000 else "\ufffd"
        if not raw.FPDFText_GetCharBox(text.raw, position, *(ctypes.byref(side) for side in sides)):
            left.value = right.value = bottom.value = top.value = 0.0
        box = Box(left.value, height - top.value, right.value, height - bottom.value)
        yield character, box
