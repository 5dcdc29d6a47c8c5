"""The part of a data set that one book makes: a Parquet file for each kind, and its line of the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from opis._version import __version__
from opis.batch.places import Place, filesystem_of, is_remote
from opis.batch.plan import Job
from opis.book import Book
from opis.errors import Error
from opis.kinds import KINDS, PLURALS
from opis.optional import optional
from opis.parquet import write_parquet
from opis.profiles import load_profile
from opis.reading import read
from opis.styling import load_styles

if TYPE_CHECKING:
    import pyarrow

MANIFEST = "manifest"

Entry = dict[str, Any]


def file_of(kind: str, book: str) -> str:
    """Where the records of a kind stand: the partition of their book."""
    return f"{PLURALS[kind]}/book={quote(book, safe='')}/part-0.parquet"


def entry_of(book: str) -> str:
    """Where a book's line of the manifest stands until all are put together."""
    return f"{MANIFEST}/{quote(book, safe='')}.json"


def table_of(book: Book, kind: str) -> pyarrow.Table:
    """The records of a kind with ``record`` before them: the number that links of the same book refer to."""
    pyarrow = optional("pyarrow", "batch")
    table = book.records(kind).to_arrow()
    return table.add_column(0, "record", pyarrow.array(range(len(table)), pyarrow.int32()))


def parquet_of(table: pyarrow.Table) -> memoryview:
    """The bytes of a Parquet file."""
    sink = optional("pyarrow", "batch").BufferOutputStream()
    write_parquet(table, sink)
    return memoryview(sink.getvalue())


def content_of(job: Job) -> bytes:
    """The bytes of a job's file, or of its member of an archive."""
    if is_remote(job.path):
        filesystem, inside = filesystem_of(job.path)
        remote: bytes = filesystem.cat_file(inside)
        return remote
    if job.member is None:
        return Path(job.path).read_bytes()
    with tarfile.open(job.path) as archive:
        member = archive.extractfile(job.member)
        return member.read() if member else b""


def read_job(job: Job, content: bytes, options: Mapping[str, Any]) -> Book:
    """The book of a job, read from its bytes."""
    file = io.BytesIO(content)
    file.name = job.source
    return read(file, **{**options, "tokens": False})


def is_done(entry: Entry, digest: str, settings: Mapping[str, Any]) -> bool:
    """Whether a line of the manifest stands for the same bytes, read the same way by the same opis."""
    done = (entry.get("sha256"), entry.get("opis"), entry.get("settings")) == (digest, __version__, settings)
    return done and entry["error"] is None and "sizes" in entry


def write_book(job: Job, place: Place, options: Mapping[str, Any], content: bytes | None = None) -> Entry:
    """Read a book and put its records into their partitions; its line of the manifest comes last.

    A book whose line is there already, and whose bytes, options and opis are the same, is not read again, unless files
    that the line tells of are gone or cut off.  One that cannot be read gives a line with the error.

    Returns
    -------
    dict
        The line: ``book``, ``source``, ``bytes``, ``sha256``, ``opis``, ``settings``, ``counts`` of records by kind,
        ``sizes`` of the files by their names, ``seconds``, ``error`` or None; and ``resumed``, true where nothing was
        to be done.
    """
    started = perf_counter()
    settings = _settings(options)
    entry: Entry = {"book": job.book, "source": job.source, "bytes": None, "sha256": None, "opis": __version__}
    entry |= {"settings": settings, "counts": {}, "sizes": {}, "seconds": 0.0, "error": None}
    try:
        content = content_of(job) if content is None else content
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        before = _entry_before(place, job.book)
        if before and is_done(before, entry["sha256"], settings) and place.holds(before["sizes"]):
            return {**before, "resumed": True}
        book = read_job(job, content, options)
        entry["counts"] = {kind: len(book.records(kind)) for kind in KINDS if kind in book.kinds}
        entry["sizes"] = _write_kinds(book, job.book, place)
    except (Error, OSError, MemoryError) as error:
        entry["error"] = " ".join(f"{type(error).__name__}: {error}".split())
        _write_kinds(None, job.book, place)
    entry["seconds"] = round(perf_counter() - started, 4)
    place.put(entry_of(job.book), json.dumps(entry, ensure_ascii=False).encode())
    return {**entry, "resumed": False}


def loaded(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the styles themselves instead of their files, which are read once.

    Raises
    ------
    StyleError, ReadError
        A file is no style, or cannot be read.
    """
    made = dict(options)
    if "styles" in made:
        made["styles"] = load_styles(made["styles"])
    if made.get("profile") is not None:
        made["profile"] = load_profile(made["profile"])
    return made


def _settings(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as the manifest has them; of a style its name and a sum of all that it says."""
    settings = dict(options)
    if "styles" in settings:
        sums = [(style.name, hashlib.sha256(repr(style).encode()).hexdigest()) for style in settings["styles"]]
        settings["styles"] = [f"{name} {digest[:16]}" for name, digest in sums]
    known: dict[str, Any] = json.loads(json.dumps(settings, default=str))
    return known


def _entry_before(place: Place, book: str) -> Entry | None:
    found = place.get(entry_of(book))
    entry: Entry | None = json.loads(found) if found else None
    return entry


def _write_kinds(book: Book | None, name: str, place: Place) -> dict[str, int]:
    """Put every kind that has records, take away what an earlier reading left of the others; gives the files' sizes."""
    sizes = {}
    for kind in KINDS:
        file = file_of(kind, name)
        if book is None or kind not in book.kinds or not len(book.records(kind)):
            place.remove(file)
            continue
        content = parquet_of(table_of(book, kind))
        place.put(file, content)
        sizes[file] = len(content)
    return sizes
