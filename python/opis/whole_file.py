"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_NAME = ".opis-{}.part"
HALF_WRITTEN = _NAME.format("*")  # what a process that was killed left behind


@contextmanager
def whole_file(target: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """Write beside a file and put the result in its place at the end; a failure leaves everything as it was.

    Parameters
    ----------
    target : Path
        The file; its folder must exist.
    lasting : bool
        Wait until the disk has it, so that it outlives a loss of power.  That takes milliseconds.

    Raises
    ------
    OSError
        It cannot be written; a disk may be full only when it is asked.
    """
    temporary = target.with_name(_NAME.format(secrets.token_hex(6)))
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
        if lasting:
            _settle(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Let the new name outlive a loss of power, where the system can promise it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
