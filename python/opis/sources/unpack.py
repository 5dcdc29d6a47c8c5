"""gzip and ZIP, within limits: a small file must not become a large one that fills the memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from opis.errors import LimitError, ReadError

LARGEST_UNPACKED = 1 << 30  # bytes
MOST_MEMBERS = 100_000
# What is larger than this may not be more than so many times as large as the file that it was packed into.
FREE_UNPACKED = 64 << 20
LARGEST_RATIO = 200
_CHUNK = 1 << 20


class Member(NamedTuple):
    """A file of an archive or of a folder."""

    name: str
    content: bytes


class Packed(Protocol):
    """A file that is unpacked as it is read."""

    def read(self, size: int, /) -> bytes: ...


class Meter:
    """Counts what was unpacked from a file, and refuses to go on past the limits."""

    def __init__(self, packed: int, name: str) -> None:
        self._packed = max(packed, 1)
        self._name = name
        self._unpacked = 0

    def read(self, file: Packed) -> bytes:
        """All that a file holds."""
        parts = []
        while chunk := file.read(_CHUNK):
            self._unpacked += len(chunk)
            self._check()
            parts.append(chunk)
        return b"".join(parts)

    def _check(self) -> None:
        if self._unpacked > LARGEST_UNPACKED:
            raise LimitError(
                f"unpacks to more than {LARGEST_UNPACKED:,} bytes; unpack it and read its parts", self._name
            )
        if self._unpacked > max(FREE_UNPACKED, LARGEST_RATIO * self._packed):
            raise LimitError(
                f"unpacks to more than {LARGEST_RATIO} times its size, as no scanned text does; "
                "if you trust it, unpack it and read what was in it",
                self._name,
            )


def unzip_gzip(content: bytes, name: str) -> bytes:
    """What a gzip file holds.

    Raises
    ------
    ReadError
        The file is damaged or cut off.
    LimitError
        It unpacks to too much.
    """
    import gzip

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            return Meter(len(content), name).read(file)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"is a damaged gzip file ({error})", name) from error


def members_of_zip(content: bytes, name: str) -> Iterator[Member]:
    """The files of a ZIP archive, folders left out, each unpacked when it is its turn.

    Raises
    ------
    ReadError
        The archive is damaged or encrypted.
    LimitError
        It has too many files or unpacks to too much.
    """
    import zipfile

    meter = Meter(len(content), name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_MEMBERS:
                raise LimitError(f"holds {len(entries):,} files, more than {MOST_MEMBERS:,}", name)
            for entry in entries:
                with archive.open(entry) as file:
                    yield Member(entry.filename, meter.read(file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        why = "is encrypted; unpack it" if "encrypted" in str(error) else "is a damaged ZIP file"
        raise ReadError(f"{why} ({error})", name) from error
