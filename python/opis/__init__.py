"""opis: an inventory of a scanned documentary edition.

>>> import opis
>>> book = opis.read("edition.txt")
>>> book.documents
>>> book.document(54).source
>>> book.table(5).to_pandas()

Importing this package is cheap: numpy and the C core are loaded when a name that needs them is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from opis._version import __version__
from opis.errors import CorrectionWarning, Error, LimitError, ReadError, StyleError
from opis.kinds import KINDS, STATUSES
from opis.limits import Limits

if TYPE_CHECKING:
    from opis._core import TOKEN_CLASSES
    from opis.book import Book
    from opis.check import Finding, Findings
    from opis.compare import Comparison
    from opis.corrections import Correction, Corrections
    from opis.document import Document
    from opis.explain import Explanation
    from opis.graph import Graph
    from opis.mending import mend
    from opis.people import People, Person
    from opis.reading import read, tokenize
    from opis.records import Record, Records, Tokens
    from opis.relations import Relation, Relations, Witness
    from opis.scanning import scan
    from opis.tables import Table

__all__ = [
    "KINDS",
    "STATUSES",
    "TOKEN_CLASSES",
    "Book",
    "Comparison",
    "Correction",
    "CorrectionWarning",
    "Corrections",
    "Document",
    "Error",
    "Explanation",
    "Finding",
    "Findings",
    "Graph",
    "LimitError",
    "Limits",
    "People",
    "Person",
    "ReadError",
    "Record",
    "Records",
    "Relation",
    "Relations",
    "StyleError",
    "Table",
    "Tokens",
    "Witness",
    "__version__",
    "mend",
    "read",
    "scan",
    "tokenize",
]

_HOMES = {
    "TOKEN_CLASSES": "opis._core",
    "Book": "opis.book",
    "read": "opis.reading",
    "tokenize": "opis.reading",
    "Comparison": "opis.compare",
    "Correction": "opis.corrections",
    "Corrections": "opis.corrections",
    "Document": "opis.document",
    "Finding": "opis.check",
    "Findings": "opis.check",
    "Explanation": "opis.explain",
    "Graph": "opis.graph",
    "People": "opis.people",
    "Person": "opis.people",
    "mend": "opis.mending",
    "Record": "opis.records",
    "Records": "opis.records",
    "Tokens": "opis.records",
    "Relation": "opis.relations",
    "Relations": "opis.relations",
    "Witness": "opis.relations",
    "scan": "opis.scanning",
    "Table": "opis.tables",
}


# What numpy and Python say where a module cannot be had by one more interpreter.
_SECOND_INTERPRETER = ("more than once per process", "loading in subinterpreters")


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'opis' has no attribute {name!r}")
    try:
        value = getattr(import_module(_HOMES[name]), name)
    except ImportError as error:
        if any(mark in str(error) for mark in _SECOND_INTERPRETER):
            raise ImportError(
                "opis needs numpy, which serves one interpreter of a process, and none that has a lock (GIL) of its "
                "own; read in the main interpreter, with threads, or in several processes"
            ) from error
        raise
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
