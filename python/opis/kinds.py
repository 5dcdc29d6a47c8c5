"""The kinds of record, in the order in which opis prints them, and the name of each kind's many."""

PLURALS = {
    "page": "pages",
    "document": "documents",
    "note": "notes",
    "archive": "archives",
}
KINDS = tuple(PLURALS)
STATUSES = ("clean", "repaired", "likely", "missing", "conflict")
