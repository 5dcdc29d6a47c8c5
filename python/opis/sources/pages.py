"""Pages in files of their own: a folder, or a ZIP archive as HathiTrust hands it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from opis.errors import LimitError, ReadError
from opis.sources.forms import PageWriter, decoded, is_zip, markup_instead, page_writer, ungzip
from opis.sources.layout import Layout, LayoutWriter
from opis.sources.unpack import LARGEST_UNPACKED, MOST_MEMBERS, Member

_DIGITS = re.compile(r"(\d+)")
_TEXT_SUFFIXES = {".txt", ".text"}
WHAT_IS_A_PAGE = "pages are .txt, hOCR, ALTO, DjVu XML or PDF files"


def read_pages(members: Iterable[Member], name: str, encoding: str | None) -> tuple[bytes, Layout]:
    """The text and layout of all pages, in the order of their names.

    Where a page comes both as plain text and with the boxes of its words, the boxes are taken.

    Raises
    ------
    ReadError
        None of the files is a page, or a page cannot be read.
    """
    writer = LayoutWriter()
    for page, write in _chosen(members, name):
        called = f"{name}: {page.name}"
        if write:
            write(writer, page.content, called)
            continue
        text = decoded(page.content, called, encoding).removeprefix(b"\xef\xbb\xbf")
        writer.page(page.name)
        try:
            writer.text(text.decode("utf-8").strip("\f\r\n"))
        except UnicodeDecodeError as error:
            reason = f"byte {error.start} (0x{text[error.start]:02X}) is not valid UTF-8; give its encoding"
            raise ReadError(reason, called, error.start) from error
    return writer.result()


def members_of_folder(folder: Path) -> Iterator[Member]:
    """The files of a folder, those of its folders left out, as are hidden ones.

    Raises
    ------
    LimitError
        There are too many, or they are too large together.
    """
    total = 0
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    if len(paths) > MOST_MEMBERS:
        raise LimitError(f"holds {len(paths):,} files, more than {MOST_MEMBERS:,}", str(folder))
    for path in paths:
        if _may_be_page(path.name):
            total += path.stat().st_size
            if total > LARGEST_UNPACKED:
                raise LimitError(f"holds more than {LARGEST_UNPACKED:,} bytes of pages", str(folder))
            yield Member(path.name, path.read_bytes())


def _may_be_page(name: str) -> bool:
    path = Path(name)
    known = {".txt", ".text", ".xml", ".html", ".htm", ".xhtml", ".hocr", ".alto", ".pdf", ".gz"}
    return path.suffix.lower() in known and not any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _chosen(members: Iterable[Member], name: str) -> list[tuple[Member, PageWriter | None]]:
    """The pages with what reads them, in order, one for each name without its suffix."""
    pages: dict[str, tuple[Member, PageWriter | None]] = {}
    unread: ReadError | None = None
    for member in members:
        if not _may_be_page(member.name):
            continue
        content = ungzip(member.content, f"{name}: {member.name}")
        stem, suffix = _stem(member.name)
        write = None if is_zip(content) else page_writer(content)
        if write is None and suffix not in _TEXT_SUFFIXES:
            instead = None if unread else markup_instead(content)
            unread = ReadError(instead, f"{name}: {member.name}") if instead else unread
            continue
        if write or stem not in pages:
            pages[stem] = Member(member.name, content), write
    if not pages and unread:
        raise unread
    if not pages:
        what = "is a directory" if Path(name).is_dir() else "is an archive"
        raise ReadError(f"{what} without pages; give the text file in it ({WHAT_IS_A_PAGE})", name)
    # What has no number beside pages that have is a list of files, or a note on the scan.
    numbered = {stem: page for stem, page in pages.items() if _DIGITS.search(stem.rpartition("/")[2])}
    return [page for _, page in sorted((numbered or pages).items(), key=_order)]


def _stem(name: str) -> tuple[str, str]:
    path = Path(name.removesuffix(".gz"))
    return path.with_suffix("").as_posix(), path.suffix.lower()


def _order(item: tuple[str, tuple[Member, PageWriter | None]]) -> list[tuple[int, str]]:
    """Numbers in names count by their value: page 10 comes after page 9."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(item[0])]
