"""Places: a folder on this machine or on another, and files that appear in it whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opis.optional import optional
from opis.whole_file import HALF_WRITTEN, whole_file


def is_remote(path: str) -> bool:
    """Whether a path names another machine: ``s3://bucket/books``."""
    return "://" in path


def filesystem_of(path: str) -> tuple[Any, str]:
    """The fsspec file system of a remote path, and the path as that file system calls it.

    Raises
    ------
    ImportError
        fsspec, or what it needs for this kind of path, is not installed.
    """
    found: tuple[Any, str] = optional("fsspec.core", "batch").url_to_fs(path)
    return found


class Place:
    """A folder that files are put into.

    Parameters
    ----------
    root : str or path
        A folder, which need not exist, or a URL that fsspec knows.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)
        self._remote = is_remote(self.root)

    def __repr__(self) -> str:
        return f"Place({self.root!r})"

    def put(self, name: str, content: bytes | memoryview, *, lasting: bool = False) -> None:
        """Write a file, its folders included.  It takes its name when all of it is there.

        A `lasting` one is on the disk then; any other, of which there are many, is when the system gets round to it.
        """
        if self._remote:  # an object appears when all of it has arrived
            filesystem, root = filesystem_of(self.root)
            filesystem.pipe_file(f"{root}/{name}", bytes(content))
            return
        target = Path(self.root, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(target, lasting=lasting) as file:
            file.write(content)

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        if self._remote:
            filesystem, root = filesystem_of(self.root)
            found: bytes | None = filesystem.cat_file(f"{root}/{name}") if filesystem.exists(f"{root}/{name}") else None
            return found
        target = Path(self.root, name)
        return target.read_bytes() if target.is_file() else None

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if self._remote:
            filesystem, root = filesystem_of(self.root)
            if filesystem.exists(f"{root}/{name}"):
                filesystem.rm_file(f"{root}/{name}")
            return
        Path(self.root, name).unlink(missing_ok=True)

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether files are there with so many bytes each, as they may not be where the power failed.

        Another machine is not asked: its objects are never half written.
        """
        if self._remote:
            return True
        try:
            return all(Path(self.root, name).stat().st_size == size for name, size in sizes.items())
        except OSError:
            return False

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        if self._remote:
            filesystem, root = filesystem_of(self.root)
            if not filesystem.exists(f"{root}/{folder}"):
                return []
            return sorted(Path(path).name for path in filesystem.ls(f"{root}/{folder}", detail=False))
        inside = Path(self.root, folder)
        return sorted(path.name for path in inside.iterdir()) if inside.is_dir() else []

    def tidy(self) -> None:
        """Take away what a run that was killed left half written."""
        if not self._remote and Path(self.root).is_dir():
            for path in Path(self.root).rglob(HALF_WRITTEN):
                path.unlink(missing_ok=True)
