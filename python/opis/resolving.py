"""References in full: what "ibid.", "Там же", "ebd." and short forms leave out, and which record says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from opis.optional import optional
from opis.show.table import html_table, text_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from opis.book import Book
    from opis.records import Record

SURE = ("clean", "repaired", "corrected")
COLUMNS = ("fond", "opis", "delo")
_SHOWN = ("line", "archive", "fond", "opis", "delo", "listy", "by", "from_line", "status")
_SHOWN_ROWS = 12
_LATIN = dict(
    zip(
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЄІЇ",
        "A B V G D E Zh Z I I K L M N O P R S T U F Kh Ts Ch Sh Shch _ Y _ E Iu Ia E Ie I I".replace("_", "").split(
            " "
        ),
        strict=True,
    )
)


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """An archival reference in full.

    Made by :meth:`opis.Records.resolve` and :meth:`opis.Record.resolve`.

    Attributes
    ----------
    record : Record
        The reference as it is printed.
    archive, fond, opis, delo : str or None
        The source in full, what was left out filled in.
    parts : dict of str to str
        Its other levels.
    listy : list of str
        The folios of the reference itself: those of another are never taken over.
    id : str or None
        Equal for equal sources, over all books; None where the archive is unknown.
    by : str
        ``"full"``: it leaves nothing out; ``"ibid"``: it goes on from the record before; ``"short form"``: what it
        gives stands in full elsewhere; ``"unresolved"``: nothing says what it leaves out.
    source : Record or None
        The record that it was resolved from; ``source.identity``, ``source.line``, ``source.page`` and
        ``source.document`` say where that stands.
    status : str
        That of the record; ``likely`` for a short form, but ``repaired`` where the full form stands before it in the
        same document, and all that the book cites of the fond is of one archive and one opis.
    """

    record: Record
    archive: str | None
    fond: str | None
    opis: str | None
    delo: str | None
    parts: dict[str, str]
    listy: list[str]
    id: str | None
    by: str
    source: Record | None
    status: str

    def to_dict(self) -> dict[str, Any]:
        """The reference as one flat dict, with the identities, lines and pages of both records."""
        source = self.source
        return {
            "record": self.record.identity,
            "line": self.record.line,
            "page": self.record.page,
            "document": self.record.document,
            **{name: getattr(self, name) for name in ("archive", *COLUMNS, "listy", "parts", "id", "by", "status")},
            "from": source.identity if source is not None else None,
            "from_line": source.line if source is not None else None,
            "from_page": source.page if source is not None else None,
            "from_document": source.document if source is not None else None,
        }


class References(Sequence[Reference]):
    """References in full, in the order of their records."""

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Reference]) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, key: int) -> Reference: ...
    @overload
    def __getitem__(self, key: slice) -> References: ...
    def __getitem__(self, key: int | slice) -> Reference | References:
        return References(self._items[key]) if isinstance(key, slice) else self._items[key]

    def to_dicts(self) -> list[dict[str, Any]]:
        """One flat dict for each reference: see :meth:`Reference.to_dict`."""
        return [reference.to_dict() for reference in self._items]

    def to_pandas(self) -> DataFrame:
        """The dicts of :meth:`to_dicts` as a pandas DataFrame.

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        return optional("pandas", "tables").DataFrame(self.to_dicts())

    def _shown(self) -> tuple[list[str], list[list[Any]]]:
        rows = [[row[name] for name in _SHOWN] for row in self[:_SHOWN_ROWS].to_dicts()]
        rest = len(self) - len(rows)
        return list(_SHOWN), [*rows, [f"{rest:,} more", *[None] * (len(_SHOWN) - 1)]] if rest else rows

    def _title(self) -> str:
        left_out = sum(reference.by != "full" for reference in self._items)
        return f"{len(self):,} reference{'' if len(self) == 1 else 's'}, {left_out:,} of them not in full as printed"

    def __repr__(self) -> str:
        return self._title() + ("\n" + text_table(*self._shown()) if len(self) else "")

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>" + (html_table(*self._shown()) if len(self) else "")


class Resolver:
    """The archival references of a book in full, worked out once."""

    def __init__(self, book: Book) -> None:
        self._records = list(book.archives)
        self._documents = _documents(book)

    def reference(self, row: int) -> Reference:
        """The reference of one record in full."""
        record = self._records[row]
        if record.ibid:
            return self._plain(record, "ibid", self._source_of_ibid(row))
        if record.archive is None or (record.opis is None and record.fond is not None and record.delo is not None):
            return self._short(row) or self._plain(record, "unresolved" if record.archive is None else "full", None)
        return self._plain(record, "full", None)

    def references(self, rows: Iterable[int]) -> References:
        """The references of some records."""
        return References(map(self.reference, rows))

    def _source_of_ibid(self, row: int) -> Record:
        """The record in full that a run of records goes on from: each of them goes on from the one before."""
        while row > 0 and self._records[row].ibid:
            row -= 1
        return self._records[row]

    @staticmethod
    def _plain(record: Record, by: str, source: Record | None) -> Reference:
        columns = {name: record[name] for name in ("archive", *COLUMNS, "id", "status")}
        return Reference(
            record=record, parts=dict(record.parts), listy=list(record.listy), by=by, source=source, **columns
        )

    @cached_property
    def _by_fond(self) -> dict[str, list[int]]:
        """The rows of the references in full, by their fond."""
        rows: dict[str, list[int]] = {}
        for row, record in enumerate(self._records):
            if record.id is not None and None not in (record.fond, record.opis, record.delo):
                rows.setdefault(folded(record.fond), []).append(row)
        return rows

    def _short(self, row: int) -> Reference | None:
        """What stands in full elsewhere: in the same document before it, or all over the book in one way alone."""
        record = self._records[row]
        if record.fond is None or record.delo is None:
            return None
        of_fond = [other for other in self._by_fond.get(folded(record.fond), ()) if other != row]
        if record.archive is not None and record.id is not None:
            of_fond = [other for other in of_fond if _archive(self._records[other]) == record.id.split("/")[0]]
        level = "opis" if record.opis is not None else "delo"
        same = [other for other in of_fond if folded(self._records[other][level]) == folded(record[level])]
        only = len({_place(self._records[other]) for other in same}) == 1
        near = [other for other in same if other < row and self._in_one_document(other, row)]
        if not same or not (only or near):
            return None
        source = self._records[near[-1] if near else min(same, key=lambda other: abs(other - row))]
        alone = len({_place(self._records[other]) for other in of_fond}) == 1
        sure = bool(near) and alone and record.status in SURE and source.status in SURE
        return self._filled(record, source, "repaired" if sure else "likely")

    def _in_one_document(self, other: int, row: int) -> bool:
        return bool(self._documents[row] >= 0 and self._documents[other] == self._documents[row])

    @staticmethod
    def _filled(record: Record, source: Record, status: str) -> Reference:
        parts = dict(record.parts)
        archive = record.archive or source.archive
        return Reference(
            record=record,
            archive=archive,
            fond=record.fond,
            opis=record.opis or source.opis,
            delo=record.delo,
            parts=parts,
            listy=list(record.listy),
            id=make_id(_archive(source), record.fond, record.opis or source.opis, record.delo, parts),
            by="short form",
            source=source,
            status=status,
        )


def _documents(book: Book) -> NDArray[np.integer[Any]]:
    """The row of the document that each archival reference stands in, or that its note belongs to; -1: none."""
    archives = book.archives
    documents, notes = archives["document"].copy(), archives["note"]
    if "note" in book.kinds and len(book.notes):
        outside = (documents < 0) & (notes >= 0)
        documents[outside] = book.notes["marked_in"][notes[outside]]
    return documents


def _archive(record: Record) -> str:
    """What all names of the archive of a record have in common."""
    return str(record.id).split("/", 1)[0]


def _place(record: Record) -> tuple[str, str]:
    """Archive and opis of a record."""
    return _archive(record), folded(record.opis)


def folded(text: str | None) -> str:
    """A value as it stands in an id: Latin letters as capitals, blanks and marks as one dash at most."""
    made: list[str] = []
    pending = False
    for letter in text or "":
        code = ord(letter)
        if not (letter == "/" or (code < 0x80 and letter.isalnum()) or code >= 0xC0) or 0x2000 <= code <= 0x206F:
            pending = True
            continue
        if pending and made:
            made.append("-")
        pending = False
        made.append(letter.upper() if code < 0x80 else _LATIN.get(letter.upper(), letter))
    return "".join(made)


def make_id(
    archive: str, fond: str | None, opis: str | None, delo: str | None, parts: dict[str, str] | None = None
) -> str:
    """The id of a source, as the core makes it: see ``docs/how-to/styles.md``."""
    made = [archive, folded(fond), folded(opis), folded(delo)]
    for name, value in sorted((parts or {}).items()):
        if not name.endswith("_name") and name != "year" and value not in (fond, opis, delo):
            made.append(f"{name}={folded(value)}")
    return "/".join(made)
