"""What bytes are, judged by their content: packed, scanned, or plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from opis.errors import LimitError, ReadError
from opis.sources.alto import write_alto
from opis.sources.djvu import has_ends, plain_text, write_djvu_xml
from opis.sources.hocr import write_hocr
from opis.sources.layout import Layout, LayoutWriter
from opis.sources.pdf import write_pdf
from opis.sources.unpack import unzip_gzip

DEEPEST = 3  # files packed into packed files
_HEAD = 8192
_PART = 1 << 20  # bytes of a buffer that are looked at together
_BLANK = b" \t\r\n"
# What begins as XML or HTML does, and the name of its first element.
_MARKUP = re.compile(rb"(?i)<(?:\?xml|!doctype\s|html[\s>])(?:[^<]*<[!?])*[^<]*(?:<([a-z][\w:.-]*))?")

# What other markup of scans is, and what to give instead, by the name of its first element.
_INSTEAD = {
    "pcgts": "is PAGE XML, which opis does not read; export the pages as ALTO XML, or give their plain text",
    "mets": "is METS, which lists the files of a scan and holds no text; give the folder of its ALTO files",
    "tei": "is TEI, a text that was edited already; give the plain text or the scan that it was made from",
    "teicorpus": "is TEI, a text that was edited already; give the plain text or the scan that it was made from",
}

PageWriter = Callable[[LayoutWriter, bytes, str], None]


def is_gzip(content: bytes) -> bool:
    """Whether the content is packed with gzip."""
    return content.startswith(b"\x1f\x8b\x08")


def is_zip(content: bytes) -> bool:
    """Whether the content is a ZIP archive."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def ungzip(content: bytes, name: str) -> bytes:
    """The content without the gzip around it, be it wrapped once or twice."""
    for _ in range(DEEPEST):
        if not is_gzip(content):
            return content
        content = unzip_gzip(content, name)
    if is_gzip(content):
        raise LimitError(f"is packed more than {DEEPEST} times", name)
    return content


def page_writer(content: bytes) -> PageWriter | None:
    """What reads scanned pages of this form; None for anything else, which is taken for plain text."""
    if b"%PDF-" in content[:1024].lstrip(_BLANK)[:16]:
        return write_pdf
    head = _head(content)
    if not head.startswith(b"<"):
        return None
    if b"<alto" in head or b":alto" in head:
        return write_alto
    if b"<DjVuXML" in head:
        return write_djvu_xml
    if b"ocr_page" in head or b"ocr-system" in head:
        return write_hocr
    return None


def is_plain_utf8(buffer: memoryview) -> bool:
    """Whether a buffer holds text that is read as it is, if it is text: neither packed, nor scanned, nor markup."""
    head = bytes(buffer[:_HEAD])
    if is_gzip(head) or is_zip(head) or page_writer(head) or _MARKUP.match(_head(head)):
        return False
    parts = (bytes(buffer[at : at + _PART]) for at in range(0, len(buffer), _PART))
    return not any(has_ends(part) for part in parts)


def _head(content: bytes) -> bytes:
    """The beginning of a text, as ASCII has it, whether it is UTF-8 or UTF-16."""
    head = content[:_HEAD].replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    return head.lstrip(_BLANK)


def scanned(writer: PageWriter, content: bytes, name: str) -> tuple[bytes, Layout]:
    """The text and layout of scanned pages."""
    layout = LayoutWriter()
    writer(layout, content, name)
    return layout.result()


def markup_instead(content: bytes) -> str | None:
    """What is to be given instead of markup that scans come with and opis does not read; None for all else."""
    found = _MARKUP.match(_head(content))
    return _INSTEAD.get((found[1] or b"").decode().rpartition(":")[2].lower()) if found else None


def decoded(content: bytes, name: str, encoding: str | None) -> bytes:
    """Plain text in UTF-8.

    Raises
    ------
    ReadError
        The text is not of the encoding, or there is no such encoding.  Or it is XML or HTML that no scan made.
    """
    found = _MARKUP.match(_head(content))
    if found:
        root = f" ({found[1].decode()})" if found[1] else ""
        general = (
            f"is XML or HTML{root}, but neither hOCR, ALTO nor DjVu XML; export it as one of these, or give its text"
        )
        raise ReadError(markup_instead(content) or general, name)
    if encoding is None:
        return plain_text(content)
    try:
        return plain_text(content.decode(encoding).encode("utf-8"))
    except LookupError as error:
        raise ReadError(f"Python knows no encoding {encoding!r}", name) from error
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else None
        where = "" if start is None else f" at byte {start}"
        raise ReadError(f"is not {encoding} text{where}; give the encoding that it has", name, start) from error
