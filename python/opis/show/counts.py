"""What a book holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opis.kinds import PLURALS, STATUSES

if TYPE_CHECKING:
    from opis.book import Book


def count_table(book: Book) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of a small table: how many records of each kind were read, and how sure they are."""
    counts = {kind: book.records(kind).status_counts() for kind in book.kinds}
    corrected = any("corrected" in of_kind for of_kind in counts.values())
    statuses = [status for status in STATUSES if corrected or status != "corrected"]
    rows = [
        [PLURALS[kind], sum(of_kind.values()), *(of_kind.get(status) for status in statuses)]
        for kind, of_kind in counts.items()
    ]
    return ["kind", "all", *statuses], rows
