"""The page of the report, put together from its template, style sheets, scripts and facts."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup

from opis._version import __version__
from opis.kinds import STATUSES
from opis.show.figures import plural
from opis.show.report import facts
from opis.show.report.data import data_json
from opis.show.report.places import GROUPS
from opis.show.report.text import leaves
from opis.show.report.timeline import timeline
from opis.show.status import MARKS, MEANINGS

if TYPE_CHECKING:
    from opis.book import Book

STYLES = ("report.css", "parts.css", "text.css")
SCRIPTS = ("records.js", "inspector.js", "corrections.js", "search.js", "theme.js")


def report(book: Book) -> str:
    """A book as one page of HTML: everything in it, nothing from outside."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plural"] = plural
    environment.filters["thousands"] = lambda number: f"{number:,}"
    template = environment.from_string(_part("page.html"))
    rows, persons = facts.documents(book), facts.people(book)
    return str(
        template.render(
            book=book,
            name=Path(book.path).name or book.path,
            version=__version__,
            statuses=STATUSES,
            marks=MARKS,
            meanings=MEANINGS,
            groups=GROUPS,
            counts=facts.overview(book),
            documents=rows,
            timeline=Markup(timeline(rows)),
            sources=facts.sources(book),
            tables=facts.tables(book),
            people=persons,
            statistics=facts.statistics(book),
            leaves=[(leaf, Markup(leaf.html)) for leaf in leaves(book)],
            style=Markup("\n".join(map(_part, STYLES))),
            script=Markup("\n".join(map(_part, SCRIPTS))),
            data=Markup(data_json(book, facts.search_entries(rows, persons, book))),
        )
    )


def _part(name: str) -> str:
    """A file of this package."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")
