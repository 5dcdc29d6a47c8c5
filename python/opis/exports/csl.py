"""CSL-JSON: every reference of a book, archival ones included, for Zotero, pandoc and citation processors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from opis.levels import home_of, joined, reference_of
from opis.show.citation import citation

if TYPE_CHECKING:
    from opis.book import Book
    from opis.records import Record
    from opis.styling import Style


def to_csl(book: Book) -> list[dict[str, Any]]:
    """Every reference of a book as an item of CSL-JSON.

    An archival reference is a manuscript, that of a document with the document's title and date.  Its levels stand
    under the names that its archive gives them ("RG 59", "box 7", "sygn. 12"), ``call-number`` is the same for all
    references to one file.  A work within whose reference a newspaper or journal is named is an article in it; any
    other work is a document, for the print does not say whether it is a book, a chapter or a report.  What opis does
    not know is left out.  ``note`` gives the status, the place and the printed text.

    Parameters
    ----------
    book : Book
        Read with all kinds, or with ``archive``, ``work`` and ``periodical``.

    Returns
    -------
    list of dict
        Archival references first, then works, then newspapers and journals that belong to none of them; in text order.
        ``id`` is the name of the record: see :attr:`opis.Records.ids`.

    Raises
    ------
    Error
        The book was read without one of the kinds that go in.
    """
    taken: set[int] = set()
    items = [*_archival(book), *_works(book, taken)]
    periodicals = book.periodicals
    for row, record in enumerate(periodicals):
        if row not in taken:
            items.append(_item(str(periodicals.ids[row]), "article", record) | _issue(record))
    return items


def _item(name: str, kind: str, record: Record, titled: Record | None = None) -> dict[str, Any]:
    """An item with its note, and with the title of a document or work, if that has one."""
    place = f"line {record['line']}" + ("" if record["page"] is None else f", page {record['page']}")
    raw = " ".join(record["raw"].split())
    title = titled["title"] if titled else None
    sure = record["status"] + (f", title {titled['title_status']}" if titled and title else "")
    item = {"id": name, "type": kind, "note": f"opis: {sure}; {place}; printed: {raw}"}
    return {**item, "title": title} if title else item


def _archival(book: Book) -> list[dict[str, Any]]:
    archives = book.archives
    documents = {int(row): position for position, row in enumerate(book.documents["source"]) if row >= 0}
    items = []
    for row, record in enumerate(archives):
        document = book.documents[documents[row]] if row in documents else None
        item = _item(str(archives.ids[row]), "manuscript", record, document)
        item.setdefault("title", citation(record, book._styles))
        if document is not None:
            _set(item, "issued", issued(document["date"]))
            _set(item, "genre", document["genre"])
        item |= _whereabouts(record, book._styles)
        items.append(item)
    return items


def _whereabouts(record: Record, own: tuple[Style, ...]) -> dict[str, Any]:
    """Where the file of an archival reference lies, from the city of the archive to the folio."""
    item: dict[str, Any] = {}
    reference, home = reference_of(record, own), home_of(record["archive"], own)
    _set(item, "archive", reference.archive)
    _set(item, "archive-place", ", ".join(filter(None, (home.city, home.country))) if home else None)
    _set(item, "archive_collection", joined(reference.collection))
    _set(item, "archive_location", joined(reference.location))
    _set(item, "call-number", record["id"])
    _set(item, "page", ", ".join(record["listy"]))
    return item


def _works(book: Book, taken: set[int]) -> list[dict[str, Any]]:
    works, spans = book.works, book.periodicals.spans
    items = []
    for row, record in enumerate(works):
        inside = np.flatnonzero((spans[:, 0] >= record["start"]) & (spans[:, 1] <= record["end"]))
        item = _item(str(works.ids[row]), "article" if inside.size else "document", record, record)
        if inside.size:
            taken.add(int(inside[0]))
            item |= _issue(book.periodicals[int(inside[0])])
        _set(item, "author", [{"family": surname} for surname in record["authors"]])
        _set(item, "issued", issued(None if record["year"] is None else str(record["year"])) or item.get("issued"))
        _set(item, "page", ", ".join(record["pages"]) or item.get("page"))
        items.append(item)
    return items


def _issue(record: Record) -> dict[str, Any]:
    """What a reference to a newspaper or journal says of the issue."""
    item: dict[str, Any] = {}
    year = None if record["year"] is None else str(record["year"])
    _set(item, "container-title", record["title"])
    _set(item, "issued", issued(record["date"]) or issued(year))
    _set(item, "issue", record["issue"])
    _set(item, "page", ", ".join(record["pages"]))
    return item


def _set(item: dict[str, Any], name: str, value: Any) -> None:
    if value:
        item[name] = value


def issued(iso: str | None) -> dict[str, Any] | None:
    """A date of ISO 8601, or two with a slash between, as CSL has it; None where there is no year."""
    parts = [[int(part) for part in day.split("-")] for day in (iso or "").split("/") if day[:1].isdigit()]
    return {"date-parts": parts} if parts else None
