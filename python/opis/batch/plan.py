"""The plan of a batch: which books there are, and what each is called in the data set."""

from __future__ import annotations

import glob
import hashlib
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from opis.batch.places import filesystem_of, is_remote
from opis.errors import ReadError

# What a folder is searched for; a file that is named is read whatever it is called.
BOOK_SUFFIXES = (".txt", ".txt.gz", ".zip", ".pdf", ".hocr", ".xml")
LIBRARY_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class Job(NamedTuple):
    """A book to be read.

    Attributes
    ----------
    book : str
        What it is called in the data set: unique in a plan, and the same whenever the same paths are planned.
    path : str
        A file, or a URL.
    member : str or None
        Its name within the tar archive at ``path``.
    size : int
        Bytes of the file, or of the member.
    """

    book: str
    path: str
    member: str | None
    size: int

    @property
    def source(self) -> str:
        """What errors and the manifest call it."""
        return self.path if self.member is None else f"{self.path}/{self.member}"


def plan(paths: Iterable[str | os.PathLike[str]]) -> list[Job]:
    """The books of some files, folders, globs, tar archives and URLs, in the order of these and then by name.

    Raises
    ------
    ReadError
        A path is not there, a glob matches nothing, or an archive cannot be read.
    """
    found = [job for path in paths for job in _expand(os.fspath(path))]
    unique = list({job.source: job for job in found}.values())
    taken = Counter(job.book for job in unique)
    return [job if taken[job.book] == 1 else job._replace(book=f"{job.book}~{_mark(job)}") for job in unique]


def _mark(job: Job) -> str:
    """Tells books of one name apart, by where they are."""
    where = job.source if is_remote(job.path) else str(Path(job.source).absolute())
    return hashlib.sha256(where.encode()).hexdigest()[:8]


def _expand(path: str) -> Iterator[Job]:
    if is_remote(path):
        yield from _expand_remote(path)
    elif Path(path).is_dir():
        yield from _expand_folder(Path(path))
    elif Path(path).exists():
        yield from _expand_file(Path(path), Path(path).name)
    else:
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        if not matches:
            raise ReadError("no such file or folder, and no pattern that matches one", path)
        for match in matches:
            yield from _expand(match)


def _expand_folder(folder: Path) -> Iterator[Job]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.lower().endswith((*BOOK_SUFFIXES, *LIBRARY_SUFFIXES)):
            yield from _expand_file(path, path.relative_to(folder).as_posix())


def _expand_file(path: Path, name: str) -> Iterator[Job]:
    if not path.name.lower().endswith(LIBRARY_SUFFIXES):
        yield Job(_called(name), str(path), None, path.stat().st_size)
        return
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.lower().endswith(BOOK_SUFFIXES):
                    yield Job(f"{_called(name)}/{_called(member.name)}", str(path), member.name, member.size)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ReadError(f"is no tar archive that can be read: {error}", str(path)) from error


def _expand_remote(path: str) -> Iterator[Job]:
    filesystem, inside = filesystem_of(path)
    names = filesystem.glob(inside) if glob.has_magic(inside) else [inside]
    for name in sorted(names):
        files = filesystem.find(name, detail=True) if filesystem.isdir(name) else {name: filesystem.info(name)}
        for file, info in sorted(files.items()):
            if file == name or file.lower().endswith(BOOK_SUFFIXES):
                called = _called(Path(file).name if file == name else os.path.relpath(file, name))
                yield Job(called, filesystem.unstrip_protocol(file), None, int(info.get("size") or 0))


def _called(name: str) -> str:
    """A name without the suffixes that tell what is in the file."""
    lower = name.lower()
    for suffix in sorted((*BOOK_SUFFIXES, *LIBRARY_SUFFIXES), key=len, reverse=True):
        if lower.endswith(suffix):
            return name[: -len(suffix)]
    return str(Path(name).with_suffix(""))
