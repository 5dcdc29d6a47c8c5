"""Plain text: a path, bytes, a str or an open file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from opis.errors import ReadError

Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[Any]


class Loaded(NamedTuple):
    """The bytes of a source, and the name by which errors call it."""

    content: bytes
    name: str


def load(source: Source) -> Loaded:
    """The bytes of a path, of bytes, of a str, or of an open file.

    A str that is empty or holds a line break is the text itself; any other str is a path.  The whole file is read,
    not mapped: a book must not change when its file does.

    Raises
    ------
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
        return _load_path(os.fspath(source))
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
        raise ReadError(f"character {error.start} is half of a surrogate pair and no text", name) from error


def _load_path(path: str) -> Loaded:
    try:
        return Loaded(Path(path).read_bytes(), path)
    except OSError as error:
        raise ReadError(_why(error), path) from error


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a directory; give the text file in it"
    return error.strerror or str(error)


def _load_file(file: IO[Any]) -> Loaded:
    name = getattr(file, "name", None)
    name = name if isinstance(name, str) else "<file>"
    try:
        content = file.read()
    except UnicodeDecodeError as error:
        raise ReadError(f"is not {error.encoding} text; open it with the encoding that it has", name) from error
    except OSError as error:
        raise ReadError(_why(error), name) from error
    return Loaded(_encode(content, name) if isinstance(content, str) else bytes(content), name)
