"""Plain text: a path, bytes, a str or an open file."""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from opis.errors import LimitError, ReadError
from opis.limits import USUAL

Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[Any]


PART = 1 << 20  # bytes of a pipe that are read at once


class Loaded(NamedTuple):
    """The bytes of a source, and the name by which errors call it."""

    content: bytes
    name: str


def load(source: Source, most: int = USUAL.source_bytes) -> Loaded:
    """The bytes of a path, of bytes, of a str, or of an open file.

    A str that is empty or holds a line break is the text itself; any other str is a path.  The whole file is read,
    not mapped: a book must not change when its file does.  Of a path no more than `most` bytes are read.

    Raises
    ------
    LimitError
        The file has more than `most` bytes.
    ReadError
        The file is missing, is a directory, or cannot be read or encoded.
    TypeError
        The source is none of these.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return Loaded(bytes(source), "<bytes>")
    if isinstance(source, str) and _is_text(source):
        return load_str(source)
    if isinstance(source, str | os.PathLike):
        return _load_path(os.fspath(source), most)
    if hasattr(source, "read"):
        return _load_file(source)
    raise TypeError(f"a book is read from a path, bytes, str or open file, not from {type(source).__name__}")


def load_str(text: str) -> Loaded:
    """The bytes of a text that is at hand."""
    return Loaded(_encode(text, "<str>"), "<str>")


def _is_text(source: str) -> bool:
    return not source or any(mark in source for mark in "\n\r\0")


def _encode(text: str, name: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            f"character {error.start} is half of a surrogate pair and no text; decode the source anew", name
        ) from error


def _load_path(path: str, most: int) -> Loaded:
    try:
        with Path(path).open("rb", buffering=0) as file:
            return Loaded(_content(file, path, most), path)
    except OSError as error:
        raise ReadError(_why(error), path) from error


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
        raise LimitError(f"has more than {most:,} bytes, the limit source_bytes; split it, or raise the limit", path)
    return b"".join(parts)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path, or give the text itself as bytes"
    if isinstance(error, IsADirectoryError):
        return "is a directory; give the text file in it"
    if isinstance(error, PermissionError):
        return "may not be read by this user; change its permissions, or read a copy"
    return f"{error.strerror or error}; check the path and the disk, or read a copy"


def _load_file(file: IO[Any]) -> Loaded:
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
    return Loaded(_encode(content, name) if isinstance(content, str) else bytes(content), name)
