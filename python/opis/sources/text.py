"""What a source holds: a path, bytes, a str or an open file become the bytes of a text."""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

from opis import _core
from opis.errors import LimitError, ReadError
from opis.limits import LARGEST_SOURCE, USUAL
from opis.sources.forms import decoded, is_plain_utf8, is_zip, page_writer, scanned, ungzip
from opis.sources.layout import Layout
from opis.sources.pages import members_of_folder, read_pages
from opis.sources.unpack import members_of_zip

if TYPE_CHECKING:
    from typing_extensions import Buffer

Source: TypeAlias = "str | os.PathLike[str] | Buffer | IO[Any]"


PART = 1 << 20  # bytes of a pipe that are read at once


class Loaded(NamedTuple):
    """The text of a source in UTF-8, the name by which errors call it, and where its words stood, if that is known."""

    content: bytes | memoryview
    name: str
    layout: Layout | None = None


def load(
    source: Source,
    most: int = USUAL.source_bytes,
    encoding: str | None = None,
    *,
    mapped: bool = False,
    lasting: bool = True,
) -> Loaded:
    """The text of a path, of bytes, of a str, or of an open file.

    A str that is empty or holds a line break is the text itself; any other str is a path.  The whole file is read,
    not mapped, unless that is asked for: a book must not change when its file does.  Files and bytes may be packed, or
    hold scanned pages; what they are is judged by their content.

    Parameters
    ----------
    source : str, path, bytes or another buffer, or open file
        A path may be that of a folder of pages.
    most : int
        No more bytes of a file or buffer are read.
    encoding : str, optional
        Of plain text that is not UTF-8.  XML and PDF say themselves how they are encoded.
    mapped : bool
        Map a file of plain text in UTF-8 instead of reading it.
    lasting : bool
        The text is to stay as it is: a buffer that can be written to is copied.

    Raises
    ------
    LimitError
        The file or buffer has more than `most` bytes, or a packed one unpacks to too much.
    ReadError
        The file is missing, is a folder without pages, is damaged, or cannot be read or encoded.
    ImportError
        The library that reads this form is not installed.
    TypeError
        The source is none of these; or it is to be mapped and no path.
    """
    is_text = isinstance(source, str) and _is_text(source)
    if isinstance(source, str | os.PathLike) and not is_text:
        return _load_path(os.fspath(source), most, encoding, mapped)
    if mapped:
        raise TypeError("only the file of a path can be mapped; give its path, or read it without mapped=True")
    if isinstance(source, str):
        return load_str(source)
    if isinstance(source, bytes):
        return _open(source, "<bytes>", encoding)
    view = _view(source)
    if view is not None:
        return _load_view(view, most, encoding, lasting)
    if hasattr(source, "read"):
        return _load_file(source, encoding)
    raise TypeError(f"a book is read from a path, bytes, str or open file, not from {type(source).__name__}")


def _view(source: Any) -> memoryview | None:
    """The bytes of an object that has a buffer; None of any other."""
    try:
        view = memoryview(source)
    except TypeError:
        return None
    if not view.c_contiguous or view.itemsize != 1:
        raise TypeError(f"a book is read from contiguous bytes, not from items of {view.itemsize} or with gaps between")
    return view.cast("B") if view.nbytes else memoryview(b"")


def _load_view(view: memoryview, most: int, encoding: str | None, lasting: bool) -> Loaded:
    """The text of a buffer: where it lies, if that can be."""
    if len(view) > most:
        raise _too_large(most, "<bytes>")
    if encoding is None and (view.readonly or not lasting) and is_plain_utf8(view):
        return Loaded(view.toreadonly(), "<bytes>")
    return _open(bytes(view), "<bytes>", encoding)


def _open(content: bytes, name: str, encoding: str | None) -> Loaded:
    """What bytes hold, by what they are."""
    content = ungzip(content, name)
    if is_zip(content):
        text, layout = read_pages(members_of_zip(content, name), name, encoding)
        return Loaded(text, name, layout)
    writer = page_writer(content)
    if writer:
        text, layout = scanned(writer, content, name)
        return Loaded(text, name, layout)
    return Loaded(decoded(content, name, encoding), name)


def load_str(text: str) -> Loaded:
    """The bytes of a text that is at hand."""
    return Loaded(_encode(text, "<str>"), "<str>")


def _is_text(source: str) -> bool:
    return not source or any(mark in source for mark in "\n\r\0")


def _encode(text: str, name: str) -> bytes:
    try:
        return _core.encode(text)
    except UnicodeEncodeError as error:
        raise ReadError(
            f"character {error.start} is half of a surrogate pair and no text; decode the source anew", name
        ) from error


def _load_path(path: str, most: int, encoding: str | None, mapped: bool) -> Loaded:
    try:
        if Path(path).is_dir():
            text, layout = read_pages(members_of_folder(Path(path)), path, encoding)
            return Loaded(text, path, layout)
        with Path(path).open("rb", buffering=0) as file:
            view = _map(file, path, most) if mapped and encoding is None else None
            if view is not None:
                return Loaded(view, path)
            content = _content(file, path, most)
    except OSError as error:
        # In a folder it is a page that failed, which may be gone since the folder was listed.
        raise ReadError(_why(error), str(error.filename or path)) from error
    return _open(content, path, encoding)


def _map(file: FileIO, path: str, most: int) -> memoryview | None:
    """A view of a file that is mapped; None of what is to be read instead."""
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= most:
        return None
    import mmap  # hardly a book is read so

    try:
        view = memoryview(mmap.mmap(file.fileno(), status.st_size, access=mmap.ACCESS_READ))
    except ValueError as error:
        raise ReadError("was cut short while it was opened; read it again", path) from error
    return view if is_plain_utf8(view) else None


def _content(file: FileIO, path: str, most: int) -> bytes:
    """What a file holds: pipes and devices may go on for ever, and tell no size."""
    status = os.fstat(file.fileno())
    size = status.st_size
    if stat.S_ISREG(status.st_mode) and size <= most:
        return file.readall()
    parts: list[bytes] = []
    while size <= most and (part := file.read(PART)):
        parts.append(part)
        size += len(part)
    if size > most:
        raise _too_large(most, path)
    return b"".join(parts)


def _too_large(most: int, name: str) -> LimitError:
    remedy = "split it, or raise the limit" if most < LARGEST_SOURCE else "opis reads no more; split it by volume"
    return LimitError(f"has more than {most:,} bytes, the limit source_bytes; {remedy}", name)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path, or give the text itself as bytes"
    if isinstance(error, PermissionError):
        return "may not be read by this user; change its permissions, or read a copy"
    return f"{error.strerror or error}; check the path and the disk, or read a copy"


def _load_file(file: Any, encoding: str | None) -> Loaded:
    name = getattr(file, "name", None)
    name = name if isinstance(name, str) else "<file>"
    try:
        content = file.read()
    except UnicodeDecodeError as error:
        raise ReadError(f"is not {error.encoding} text; open it with the encoding that it has", name) from error
    except OSError as error:
        raise ReadError(_why(error), name) from error
    if content is None:
        raise ReadError("has nothing to read yet; open it so that reading waits", name)
    return Loaded(_encode(content, name), name) if isinstance(content, str) else _open(bytes(content), name, encoding)
