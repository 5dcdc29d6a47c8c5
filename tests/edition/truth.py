"""The truth of a damaged edition: one record for each thing a reader should find, in the form of the gold annotations.

Every record knows its bytes in the damaged text.  `uncertain` is set where the damage leaves no reader a way to know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Any

from . import doubt
from .citations import Citation
from .content import Document, Note
from .edits import Moved
from .marks import Span
from .tables import Table

Record = dict[str, Any]
PLAIN = {  # kinds whose truth stands in the mark itself
    "date": ("date",),
    "statistic": ("value", "value_to", "unit", "approx"),
    "crossref": ("target", "numbers"),
    "periodical": ("title", "date", "issue", "year", "pages"),
    "work": ("authors", "title", "year", "pages"),
    "index_entry": ("head", "sub", "locators"),
}
# Kinds whose figures stand alone: what their shapes do not tell, nothing does.
SHAPED = frozenset((*PLAIN, "biography.head", "document_index"))
ORDER = (
    "page",
    "document",
    "archive",
    "periodical",
    "work",
    "crossref",
    "note",
    "speaker",
    "statistic",
    "date",
    "table",
    "cell",
    "biography",
    "document_index",
    "index_entry",
)


class Teller:
    def __init__(
        self, clean: str, text: str, spans: list[Span], moved: Moved, script: dict[int, str] | None = None
    ) -> None:
        self.script = script or {}
        self.clean, self.text, self.spans, self.moved = clean, text, spans, moved
        self.data = text.encode()
        self.bytes = self._byte_offsets()
        self.newlines = [k for k, b in enumerate(self.data) if b == 10]
        self.by_mark = {span.mark.number: span for span in spans}
        self.inner: dict[int, list[Span]] = {}
        self._nest()
        self.listed: dict[int, list[Span]] = {}  # of each document, its entries in the list of documents
        for span in self.spans_of("document_index"):
            self.listed.setdefault(span.data["document"].mark.number, []).append(span)
        self.files: Counter[doubt.File] = Counter(
            doubt.file(span.data["citation"]) for span in spans if span.kind == "archive" and self.kept(span)
        )

    def records(self) -> list[Record]:
        tellers = {
            "page": self._page,
            "document": self._document,
            "archive": self._archive,
            "note": self._note,
            "speaker": self._speaker,
            "table": self._table,
            "cell": self._cell,
            "biography": self._biography,
            "document_index": self._listed,
        }
        out = []
        for span in self.spans:
            record: Record | None = None
            if span.kind in tellers:
                record = tellers[span.kind](span)
            elif span.kind in PLAIN and self.kept(span):
                record = self._record(span, **{key: span.data[key] for key in PLAIN[span.kind]})
            if record:
                out.append(record)
        out.sort(key=lambda r: (ORDER.index(r["kind"]), r["start"], r["end"]))
        return out

    def _byte_offsets(self) -> list[int]:
        out = [0]
        for c in self.text:
            out.append(out[-1] + len(c.encode()))
        return out

    def _nest(self) -> None:
        """For each citation and heading, the marked elements inside it."""
        outer: Span | None = None
        for span in self.spans:
            if span.kind in ("archive", "document", "table"):
                outer = span
            elif outer and span.start < outer.end:
                self.inner.setdefault(outer.mark.number, []).append(span)

    def where(self, span: Span) -> tuple[int, int]:
        """Characters of the damaged text.  A span that was lost is empty."""
        start, end = self.moved.start(span.start), self.moved.end(span.end)
        return start, max(start, end)

    def kept(self, span: Span) -> bool:
        start, end = self.where(span)
        return bool(self.text[start:end].strip())

    def line(self, at: int) -> int:
        """The line, counted from 1, of a character offset."""
        return bisect_right(self.newlines, self.bytes[at] - 1) + 1

    def raw(self, span: Span) -> str:
        start, end = self.where(span)
        return self.text[start:end]

    def last_line(self, span: Span) -> int:
        start, end = self.where(span)
        body = self.text[start:end].rstrip()
        return self.line(start + max(len(body) - 1, 0))

    def _record(self, span: Span, kind: str = "", **fields: Any) -> Record:
        start, end = self.where(span)
        raw = self.text[start:end]
        printed = self.clean[span.start : span.end]
        record = {
            "kind": kind or span.kind,
            "line": self.line(start),
            "raw": raw,
            "start": self.bytes[start],
            "end": self.bytes[end],
            "printed": printed,
            **fields,
        }
        if span.kind in SHAPED and self._blurred(span):
            record["uncertain"] = True
        return record

    def _first_line(self, span: Span) -> int | None:
        """Where the first line of a page stands, its own or, that one lost, the next; None if the page is lost."""
        start, _ = self.where(span)
        if self.kept(span):
            return start
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        others = (other for other in self.spans_of("page") if other is not span and self.kept(other))
        taken = any(other_start <= start < other_end for other_start, other_end in map(self.where, others))
        return None if taken or start == len(self.text) else start

    def _page(self, span: Span) -> Record | None:
        first = self._first_line(span)
        if first is None:
            return None
        record = self._record(span, number=span.data["number"], head=span.data["head"])
        record.update(line=self.line(first), start=self.bytes[first])
        if span.data["roman"]:
            record["roman"] = True
            if not span.data["head"]:
                record["uncertain"] = True  # no index and no note counts the pages of a preface
        record.update(raw="", printed="", end=record["start"])
        return record

    def _document(self, span: Span) -> Record:
        document: Document = span.data["document"]
        heading = next(s for s in self.spans_of("heading") if s.data["document"] == span.mark.number)
        title = self.by_mark[document.title_mark.number]
        first = heading if self.kept(heading) else title
        date = self.by_mark[document.date_mark.number] if document.date_mark else None
        record = self._record(
            first,
            "document",
            number=document.number,
            suffix=document.suffix,
            title=document.title.translate(self.script),
            date=document.date,
            date_raw=self.raw(date) if date else None,
            genre=document.genre,
            source_line=self._source_line(document),
            end_line=self.last_line(span),
            continued=self._continued(span.mark.number),
        )
        if date and self._blurred(date) and all(self._blurred(s) for s in self.listed.get(span.mark.number, [])):
            record["uncertain"] = True
        return record

    def _blurred(self, span: Span) -> bool:
        """Whether the figures of a passage are not what they seem."""
        return doubt.figures(self.raw(span)) != doubt.figures(self.clean[span.start : span.end])

    def spans_of(self, kind: str) -> list[Span]:
        return [span for span in self.spans if span.kind == kind]

    def _source_line(self, document: Document) -> int | None:
        source = document.source or (document.note.source if document.note else None)
        if source is None:
            return None
        span = self.by_mark[source.number]
        return self.line(self.where(span)[0]) if self.kept(span) else None

    def _continued(self, document: int) -> list[int]:
        lines = [s for s in self.spans_of("continued") if s.data["document"] == document and self.kept(s)]
        return [self.line(self.where(s)[0]) for s in lines]

    def _archive(self, span: Span) -> Record | None:
        if not self.kept(span):
            return None
        citation: Citation = span.data["citation"]
        record = self._record(
            span,
            archive=citation.archive,
            fond=citation.fond,
            opis=citation.opis,
            delo=citation.delo,
            listy=list(citation.listy),
            ibid=span.data["ibid"],
        )
        if self._hopeless(span, citation):
            record["uncertain"] = True
        return record

    def _hopeless(self, span: Span, citation: Citation) -> bool:
        """Whether nothing settles what a damaged number was: not its shapes, not another citation of the file."""
        raws = {"cite.fond": citation.fond, "cite.opis": citation.opis, "cite.delo": citation.delo}
        leaves = []
        for part in self.inner.get(span.mark.number, []):
            raw = self.raw(part)
            if part.kind in raws:
                raws[part.kind] = raw
            elif part.kind == "cite.list":
                leaves.append((raw, self.clean[part.start : part.end]))
        if not all(raw.strip() for raw in raws.values()) or not doubt.leaves_settled(leaves):
            return True
        if not doubt.settled((raws["cite.fond"], raws["cite.opis"], raws["cite.delo"]), citation, self.files):
            return True
        return span.data.get("bare", False) and self._orphan(span)

    def _orphan(self, span: Span) -> bool:
        """A bare "Ibid." whose antecedent, the note before, was lost."""
        before = [s for s in self.spans_of("archive") if s.start < span.start]
        return not before or not self.kept(before[-1])

    def _note(self, span: Span) -> Record | None:
        note: Note = span.data["note"]
        number = next(s for s in self.spans if s.kind == "note.number" and s.start == span.start)
        if not self.kept(number):
            return None
        reference = self.by_mark.get(note.reference.number) if note.reference else None
        marker = None
        if reference and self.kept(reference):
            marker = self.bytes[self.where(reference)[0]]
        return self._record(number, "note", number=str(note.number), end_line=self.last_line(span), marker=marker)

    def _speaker(self, span: Span) -> Record | None:
        if not self.kept(span):
            return None
        turn = self.by_mark[span.data["turn"]]
        return self._record(span, name=span.data["name"], end_line=self.last_line(turn))

    def _table(self, span: Span) -> Record | None:
        table: Table = span.data["table"]
        heading = next(s for s in self.inner[span.mark.number] if s.kind == "table.heading")
        return self._record(heading, "table", number=table.number, title=table.title, end_line=self.last_line(span))

    def _cell(self, span: Span) -> Record:
        data = span.data
        record = self._record(span, table=data["table"], row=data["row"], col=data["col"], value=data["value"])
        table: Table = data["table_of"]
        proved = table.total_row or table.total_col or table.shares
        if record["raw"] == record["printed"]:
            record["status"] = "clean"
        elif record["raw"]:
            record["status"] = "repaired" if proved else "likely"
        else:
            record.update(status="missing", uncertain=True)
        return record

    def _biography(self, span: Span) -> Record | None:
        person = span.data["person"]
        head = next(s for s in self.spans_of("biography.head") if s.start == span.start)
        if not self.kept(head):
            return None
        record = self._record(
            head,
            "biography",
            name=person.head,
            born=person.born,
            died=person.died,
            repressed=person.repressed,
            end_line=self.last_line(span),
        )
        if person.alias:
            record["alias"] = person.alias
        return record

    def _listed(self, span: Span) -> Record | None:
        if not self.kept(span):
            return None
        document: Document = span.data["document"]
        return self._record(
            span,
            number=document.label,
            title=document.title.translate(self.script),
            date=document.date,
            page=span.data["page"],
        )
