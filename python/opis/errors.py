"""What opis raises.

Every error says what is wrong, where, and where it can what to do about it.  A failure of the operating system that
led to one is kept as its cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opis.book import Book


class Error(Exception):
    """The root of all errors of opis.

    Attributes
    ----------
    reason : str
        What is wrong, without the path.
    path : str or None
        The source that was read; ``"<bytes>"`` and the like where it has no path.
    byte : int or None
        Offset into the source, in bytes, where one is to blame.
    """

    def __init__(self, reason: str, path: str | None = None, byte: int | None = None) -> None:
        super().__init__(reason, path, byte)
        self.reason = reason
        self.path = path
        self.byte = byte

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class ReadError(Error):
    """The source cannot be opened, or is not UTF-8 text: `byte` says where it stops being text."""


class LimitError(Error):
    """The source, a text in it or an array of its records passes one of the limits: see :class:`opis.Limits`.

    Attributes
    ----------
    book : Book or None
        Where a pattern of a style that the caller brought passed it: the book as it reads without such styles.
    """

    book: Book | None = None


class StyleError(Error):
    """An archival style or an edition profile does not hold.

    Attributes
    ----------
    line : int or None
        Of the file, counted from 1.
    """

    def __init__(self, reason: str, path: str | None = None, byte: int | None = None, line: int | None = None) -> None:
        super().__init__(reason, path, byte)
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.path and self.line else self.path
        return f"{place}: {self.reason}" if place else self.reason


class CorrectionWarning(UserWarning):
    """A correction was not applied, because the source that it speaks of changed or cannot be found."""
