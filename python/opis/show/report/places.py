"""Places of the page: the name of each record in it, and the groups that records are shown in."""

from __future__ import annotations

# What a reader looks for, by the kinds that hold it.  Kinds of no group are not highlighted in the text.
GROUPS = {
    "structure": ("document", "table", "note", "crossref"),
    "sources": ("archive", "periodical", "work"),
    "people": ("speaker", "biography", "career", "index_entry"),
    "time": ("date",),
    "figures": ("statistic", "cell"),
}
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds} | {"document_index": "structure"}

# Of these the first line alone is highlighted: they run over paragraphs and pages.
LONG_KINDS = frozenset({"document", "table", "note", "biography"})


def key(kind: str, row: int) -> str:
    """What scripts call a record: ``"archive:12"``."""
    return f"{kind}:{row}"


def anchor(kind: str, row: int) -> str:
    """Where a record stands in the reading view: ``"r-archive-12"``."""
    return f"r-{kind}-{row}"
