"""What the scripts of the report know: every record with its fields, and what a search may find."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from opis.corrections import correctable_fields
from opis.show.status import MARKS, MEANINGS

if TYPE_CHECKING:
    from opis.book import Book

MOST_RAW = 600  # characters; a document's raw text is pages long


def data_json(book: Book, search: list[tuple[str, str, str, str]]) -> str:
    """A JSON object that may stand in a script element."""
    kinds = {kind: _kind(book, kind) for kind in book.kinds if len(book.records(kind))}
    content = {
        "path": book.path,
        "bytes": len(book.source),
        "kinds": kinds,
        "marks": MARKS,
        "meanings": MEANINGS,
        "search": search,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _kind(book: Book, kind: str) -> dict[str, Any]:
    records = book.records(kind)
    fields = [name for name in records.fields if name != "kind"]
    if "evidence" not in fields:
        fields.append("evidence")
    rows = []
    for record in records:
        raw = record["raw"]
        values = {name: record.get(name) for name in fields}
        values["raw"] = raw if len(raw) <= MOST_RAW else raw[:MOST_RAW] + "…"
        rows.append(list(values.values()))
    return {
        "fields": fields,
        "types": {name: _type(book, kind, name) for name in correctable_fields(records[0]) if name in fields},
        "ids": records.ids.tolist(),
        "rows": rows,
    }


def _type(book: Book, kind: str, name: str) -> str:
    """What a field takes: text, list, number, whole or flag."""
    records = book.records(kind)
    if isinstance(records[0][name], list):
        return "list"
    return {"U": "text", "f": "number", "i": "whole", "b": "flag"}[records.dtype[name].kind]
