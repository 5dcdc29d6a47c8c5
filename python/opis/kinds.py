"""The kinds of record, in the order in which opis prints them, and the name of each kind's many."""

PLURALS = {
    "page": "pages",
    "document": "documents",
    "note": "notes",
    "archive": "archives",
    "table": "tables",
    "cell": "cells",
    "periodical": "periodicals",
    "work": "works",
    "crossref": "crossrefs",
    "speaker": "speakers",
    "statistic": "statistics",
    "date": "dates",
    "biography": "biographies",
    "career": "careers",
    "document_index": "document_index",
    "index_entry": "index_entries",
}
KINDS = tuple(PLURALS)
STATUSES = ("clean", "repaired", "likely", "missing", "conflict", "corrected")
