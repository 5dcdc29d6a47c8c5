"""BibTeX: every reference of a book, archival ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opis.exports.csl import to_csl

if TYPE_CHECKING:
    from opis.book import Book

_TYPES = {"manuscript": "unpublished", "article": "article", "document": "misc"}
_PLACE = ("archive", "archive_collection", "archive_location")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "#$%&_"},
    }
)


def to_bibtex(book: Book) -> str:
    """Every reference of a book as an entry of BibTeX, in UTF-8.

    The entries are the items of :func:`to_csl`: archival references are ``@unpublished``, articles ``@article``, other
    works ``@misc``.  ``library`` is the archive with all levels down to the file.  ``date`` is that of biblatex, beside
    ``year`` for BibTeX.

    Parameters
    ----------
    book : Book
        Read with all kinds, or with ``archive``, ``work`` and ``periodical``.

    Returns
    -------
    str
        One entry for each item, its key the name of the record: see :attr:`opis.Records.ids`.

    Raises
    ------
    Error
        The book was read without one of the kinds that go in.
    """
    return "\n".join(_entry(item) for item in to_csl(book))


def _entry(item: dict[str, Any]) -> str:
    fields = {
        "author": " and ".join("{" + _text(name["family"]) + "}" for name in item.get("author", [])),
        "title": _braced(item.get("title")),
        "journal": _braced(item.get("container-title")),
        "number": _text(item.get("issue")),
        "pages": _text(item.get("page")),
        "library": _text(", ".join(item[name] for name in _PLACE if name in item)),
        "address": _text(item.get("archive-place")),
        **_dates(item.get("issued")),
        "note": _text(item["note"]),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{_TYPES[item['type']]}{{{item['id']},", *lines, "}\n"])


def _dates(issued: dict[str, Any] | None) -> dict[str, str]:
    if not issued:
        return {}
    days = ["-".join(f"{part:02}" for part in day) for day in issued["date-parts"]]
    return {"date": "/".join(days), "year": str(issued["date-parts"][0][0])}


def _text(text: str | None) -> str:
    return (text or "").translate(_ESCAPES)


def _braced(text: str | None) -> str:
    """A text whose capitals a style must not change."""
    return "{" + _text(text) + "}" if text else ""
