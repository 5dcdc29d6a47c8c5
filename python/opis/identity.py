"""Identities: a name for each record that lasts as long as the text it was read from.

The name of a record is made of its kind, the text of the line on which it starts, how many equal lines stand before
that line, and where in the line it starts; blanks count as one.  That of a cell is made of the name of its table and
of its labels.  Nothing of it depends on what else was found in the book.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from opis import _core

DIGEST_BYTES = 5


class _Place:
    """The digest of a text that grows, with one blank between its words."""

    def __init__(self, begun: bytes) -> None:
        from hashlib import blake2b

        self._hash = blake2b(begun, digest_size=DIGEST_BYTES)
        self._has_words = self._ends_blank = False

    def add(self, text: bytes) -> None:
        words = text.split()
        if words:
            parted = self._has_words and (self._ends_blank or text[:1].isspace())
            self._hash.update(b" " * parted + b" ".join(words))
            self._has_words = True
        if text:
            self._ends_blank = text[-1:].isspace()

    def digest(self) -> str:
        return self._hash.hexdigest()


class Identities:
    """The names of the records of a book, made when they are first asked for.

    Parameters
    ----------
    core : opis._core.Book
        The book as it reads, before any correction: a correction does not change a name.
    """

    def __init__(self, core: _core.Book) -> None:
        self._core = core
        self._known: dict[str, NDArray[np.str_]] = {}

    def of(self, kind: str) -> NDArray[np.str_]:
        """The names of all records of a kind, an array of text, in their order."""
        if kind not in self._known:
            names = self._unique(kind, self._cell_digests() if kind == "cell" else self._line_digests(kind))
            self._known[kind] = np.array(names, dtype=np.str_)
        return self._known[kind]

    def row(self, name: str) -> tuple[str, int] | None:
        """Kind and row of the record of a name; None where there is none."""
        kind = name.partition("-")[0]
        try:
            rows = np.flatnonzero(self.of(kind) == name)
        except KeyError:
            return None
        return (kind, int(rows[0])) if rows.size else None

    @staticmethod
    def _unique(kind: str, digests: Iterator[str]) -> list[str]:
        """A name for each record; of equal ones the second and later are counted."""
        taken: Counter[str] = Counter()
        names = []
        for digest in digests:
            name = f"{kind}-{digest}"
            taken[name] += 1
            names.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
        return names

    def _line_digests(self, kind: str) -> Iterator[str]:
        """What stands before a record on its line is hashed but once, however many records the line has."""
        starts = self._core.records(kind).to_numpy()["start"]
        reached, place = -1, _Place(b"")
        for start, line in zip(starts.tolist(), np.searchsorted(self._lines, starts, side="right") - 1, strict=True):
            begun = int(self._lines[line])
            if not begun <= reached <= start:
                reached, place = begun, _Place(b"\0".join([kind.encode(), *self._line_texts[line], b""]))
            place.add(self._core.source[reached:start])
            reached = start
            yield place.digest()

    def _cell_digests(self) -> Iterator[str]:
        tables = self.of("table")
        cells = self._core.records("cell").to_numpy()
        for table, row, column in zip(cells["table_row"].tolist(), cells["row"], cells["col"], strict=True):
            yield _Place("\0".join([str(tables[table]), row, column]).encode()).digest()

    @cached_property
    def _lines(self) -> NDArray[np.int64]:
        """Where each line starts."""
        breaks = np.flatnonzero(np.frombuffer(self._core.source, dtype=np.uint8) == ord("\n"))
        return np.concatenate([[0], breaks + 1])

    @cached_property
    def _line_texts(self) -> list[tuple[bytes, bytes]]:
        """The text of each line without superfluous blanks, and how many equal lines stand before it."""
        seen: Counter[bytes] = Counter()
        texts = []
        for line in self._core.source.split(b"\n"):
            text = b" ".join(line.split())
            texts.append((text, b"%d" % seen[text]))
            seen[text] += 1
        return texts
