"""What a book holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opis.kinds import PLURALS, STATUSES

if TYPE_CHECKING:
    from opis.book import Book


def count_table(book: Book) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of a small table: how many records of each kind were read, and how sure they are."""
    rows = []
    for kind in book.kinds:
        records = book.records(kind)
        counts = records.status_counts()
        rows.append([PLURALS[kind], len(records), *(counts.get(status) for status in STATUSES)])
    return ["kind", "all", *STATUSES], rows
