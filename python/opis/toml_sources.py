"""TOML files of the user's: styles and profiles from disk, every error with the file and the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from opis.errors import ReadError, StyleError
from opis.toml_files import LONGEST_FILE, StyleFileError

Made = TypeVar("Made")


def load_file(path: str, read: Callable[[str], Made]) -> tuple[Made, str]:
    """What a function reads out of the text of a file, and the text.

    Raises
    ------
    StyleError
        The file does not hold; the message names the file and the line.
    ReadError
        The file cannot be read.
    """
    content = _content(path)
    try:
        text = content.decode("utf-8")
        return read(text), text
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise StyleError("it is not UTF-8 text", path, error.start, line=line) from error
    except StyleFileError as error:
        raise StyleError(error.message, path, line=error.line) from None


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LONGEST_FILE + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", path) from error
    if len(content) > LONGEST_FILE:
        raise StyleError(f"it has more than {LONGEST_FILE:,} bytes; a style has some thousands", path)
    return content
