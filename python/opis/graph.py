"""The book as a graph: what gives, cites, names and speaks where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from opis.errors import Error
from opis.kinds import KINDS
from opis.optional import optional
from opis.people import People, row_lists
from opis.show.figures import plural
from opis.show.table import html_table, text_table

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from numpy.typing import NDArray

    from opis.book import Book

FILE = "file"
PERSON = "person"
RELATIONS = {
    "feeds": "file → document: the document's source",
    "cited in": "file → note or document that cites it",
    "marked in": "note → document that holds its mark",
    "cites": "note → work, periodical",
    "repeats": "work → work that it repeats in short",
    "points to": "document or page → what a cross-reference in it points to",
    "speaks in": "person → document",
    "wrote": "person → document by the person, by its title",
    "received": "person → document to the person, by its title",
    "named in": "person → document whose title names the person otherwise",
    "indexed on": "person → page",
}
_LONGEST_RANGE = 64
_ROLES = {"by": "wrote", "to": "received", "named": "named in"}


class Graph:
    """Nodes and edges of a book, as arrays.

    Made by :meth:`opis.Book.graph`.

    Attributes
    ----------
    nodes : numpy.ndarray of shape (n,)
        ``id`` (int32, its place in this array), ``kind`` (text: a kind of record, ``"person"`` or ``"file"``, which is
        a delo), ``row`` (int32: row of the records of the kind, of ``book.people``, or of the first record of
        ``book.archives`` that cites the file) and ``label`` (text).
    edges : numpy.ndarray of shape (m,)
        ``source`` and ``target`` (int32, ids of nodes), ``relation`` (text, one of :data:`RELATIONS`), ``row`` (int32:
        the first record that says so, or -1) and ``count`` (int32, how many records say so).

    Examples
    --------
    Which delo feeds which documents, and who speaks where:

    >>> graph = book.graph()
    >>> graph.pairs("feeds")
    >>> graph.pairs("speaks in")
    """

    def __init__(self, nodes: NDArray[np.void], edges: NDArray[np.void]) -> None:
        self.nodes = nodes
        self.edges = edges

    def pairs(self, relation: str) -> NDArray[np.void]:
        """The edges of one relation, with the labels of their ends.

        Parameters
        ----------
        relation : str
            One of :data:`RELATIONS`.

        Returns
        -------
        numpy.ndarray of shape (k,)
            ``source`` and ``target`` (text), ``count`` (int32), ``row`` (int32), in the order of the edges.

        Raises
        ------
        KeyError
            There is no such relation.
        """
        if relation not in RELATIONS:
            raise KeyError(f"no relation {relation!r}: there are {', '.join(RELATIONS)}")
        edges = self.edges[self.edges["relation"] == relation]
        label = self.nodes.dtype["label"]
        out = np.empty(len(edges), dtype=[("source", label), ("target", label), ("count", "i4"), ("row", "i4")])
        for end in ("source", "target"):
            out[end] = self.nodes["label"][edges[end]]
        out["count"], out["row"] = edges["count"], edges["row"]
        return out

    def to_networkx(self) -> MultiDiGraph[int]:
        """The graph as a networkx MultiDiGraph.

        Its nodes are the ids, with ``kind``, ``row`` and ``label``; its edges are keyed by their relations, with
        ``row`` and ``count``.

        Raises
        ------
        ImportError
            networkx is not installed; the message says how to get it.
        """
        graph: MultiDiGraph[int] = optional("networkx", "graph").MultiDiGraph()
        for node, kind, row, label in self.nodes.tolist():
            graph.add_node(node, kind=kind, row=row, label=label)
        for source, target, relation, row, count in self.edges.tolist():
            graph.add_edge(source, target, key=relation, relation=relation, row=row, count=count)
        return graph

    # Showing -----------------------------------------------------------------------------------------------

    def _counts(self) -> list[list[Any]]:
        return [[name, int((self.edges["relation"] == name).sum()), meaning] for name, meaning in RELATIONS.items()]

    def _title(self) -> str:
        return f"{plural(len(self.nodes), 'node')}, {plural(len(self.edges), 'edge')}"

    def __repr__(self) -> str:
        return f"{self._title()}\n" + text_table(("relation", "edges", "from → to"), self._counts())

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>" + html_table(("relation", "edges", "from → to"), self._counts())


def graph_of(book: Book) -> Graph:
    """The graph of a book that was read with all kinds."""
    missing = [kind for kind in KINDS if kind not in book.kinds]
    if missing:
        raise Error(f"the graph needs the kind {missing[0]!r}; read the book with all kinds", book.path)
    return _Weaver(book).graph()


class _Weaver:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.nodes: list[tuple[int, str, int, str]] = []
        self.ids: dict[tuple[str, int | str], int] = {}
        self.edges: dict[tuple[int, int, str], list[int]] = {}  # row of the first record, count

    def graph(self) -> Graph:
        self._documents()
        self._archives()
        self._notes()
        self._references()
        self._pointers()
        self._people()
        kinds = max((len(node[1]) for node in self.nodes), default=1)
        labels = max((len(node[3]) for node in self.nodes), default=1)
        node = [("id", "i4"), ("kind", f"U{kinds}"), ("row", "i4"), ("label", f"U{labels}")]
        relation = f"U{max(map(len, RELATIONS))}"
        edge = [("source", "i4"), ("target", "i4"), ("relation", relation), ("row", "i4"), ("count", "i4")]
        edges = [(*key, *value) for key, value in self.edges.items()]
        return Graph(np.array(self.nodes, dtype=node), np.array(edges, dtype=edge))

    def _node(self, kind: str, row: int, label: str, key: int | str | None = None) -> int:
        """The node of a record; where several records are one node, of their key."""
        node = self.ids.setdefault((kind, row if key is None else key), len(self.nodes))
        if node == len(self.nodes):
            self.nodes.append((node, kind, row, label))
        return node

    def _edge(self, source: int, target: int, relation: str, row: int = -1, count: int = 1) -> None:
        edge = self.edges.setdefault((source, target, relation), [row, 0])
        edge[1] += count

    def _document(self, row: int) -> int:
        return self.ids["document", row]

    def _note(self, row: int) -> int:
        note = self.notes[row]
        page = f", p. {note['page']}" if note["page"] >= 0 else ""
        return self._node("note", row, f"note {note['number']}{page}")

    def _documents(self) -> None:
        for row, document in enumerate(self.book.documents.to_numpy()):
            number = document["number"]
            self._node("document", row, f"Document {'?' if number < 0 else number}{document['suffix']}")

    def _archives(self) -> None:
        """A file is a node where archive and delo are known: each is one, however often it is cited."""
        self.notes = self.book.notes.to_numpy()
        sources: dict[int, list[int]] = {}
        for document, row in enumerate(self.book.documents["source"].tolist()):
            sources.setdefault(row, []).append(document)
        for row, archive in enumerate(self.book.archives.to_numpy()):
            levels = [("f.", archive["fond"]), ("op.", archive["opis"]), ("d.", archive["delo"])]
            if not archive["archive"] or not archive["delo"]:
                continue
            label = ", ".join([str(archive["archive"]), *(f"{name} {value}" for name, value in levels if value)])
            file = self._node(FILE, row, label, label)
            for document in sources.get(row, ()):
                self._edge(file, self._document(document), "feeds", row)
            if archive["note"] >= 0:
                self._edge(file, self._note(int(archive["note"])), "cited in", row)
            elif archive["document"] >= 0:
                self._edge(file, self._document(int(archive["document"])), "cited in", row)

    def _notes(self) -> None:
        for row, note in enumerate(self.notes):
            if note["marked_in"] >= 0:
                self._edge(self._note(row), self._document(int(note["marked_in"])), "marked in", row)

    def _references(self) -> None:
        """Works, each reference that repeats another joined with it; periodicals, each title one node."""
        works = self.book.works
        labels = [
            _label_of_work(authors, title) for authors, title in zip(works["authors"], works["title"], strict=True)
        ]
        for row, (note, full) in enumerate(zip(works["note"].tolist(), works["refers_to"].tolist(), strict=True)):
            node = self._node("work", row, labels[row])
            if note >= 0:
                self._edge(self._note(note), node, "cites", row)
            if full >= 0:
                self._edge(node, self._node("work", full, labels[full]), "repeats", row)
        periodicals = self.book.periodicals
        for row, (note, title) in enumerate(
            zip(periodicals["note"].tolist(), periodicals["title"].tolist(), strict=True)
        ):
            if note >= 0:
                self._edge(self._note(note), self._node("periodical", row, title, title), "cites", row)

    def _page(self, row: int) -> int:
        return self._node("page", row, f"p. {self.pages[row]}")

    def _pointers(self) -> None:
        """A pointer to several documents, tables or pages is an edge to each that the book has."""
        self.pages = self.book.pages["number"]
        lines = self.book.pages["line"]
        rows = {kind: _rows_of_numbers(self.book, kind) for kind in ("document", "table", "page")}
        for row, pointer in enumerate(self.book.crossrefs.to_numpy()):
            kind = str(pointer["target"])
            found = [rows[kind].get(number) for number in _numbers(str(pointer["numbers"]))] if kind in rows else []
            targets = {int(pointer["refers_to"]), *(target for target in found if target is not None)} - {-1}
            page = int(np.searchsorted(lines, pointer["line"], side="right")) - 1
            inside = pointer["document"] >= 0
            for target in sorted(targets):
                source = self._document(int(pointer["document"])) if inside else self._page(max(page, 0))
                self._edge(source, self._target(kind, target), "points to", row)

    def _target(self, kind: str, row: int) -> int:
        if kind == "note":
            return self._note(row)
        if kind == "page":
            return self._page(row)
        if kind == "table":
            return self._node("table", row, f"Table {self.book.tables['number'][row]}")
        return self._node(kind, row, f"{kind} {row}")

    def _people(self) -> None:
        speakers = self.book.speakers["document"]
        located = row_lists(self.book.index_entries["page_rows"])
        for row, person in enumerate(People(self.book)):
            node = self._node(PERSON, row, person.name)
            for turn in person.rows["turns"].tolist():
                if speakers[turn] >= 0:
                    self._edge(node, self._document(int(speakers[turn])), "speaks in", turn)
            for role, relation in _ROLES.items():
                for document in person.rows[role].tolist():
                    self._edge(node, self._document(document), relation, document)
            for entry in person.rows["index_entries"].tolist():
                for page in located[entry].tolist():
                    self._edge(node, self._page(page), "indexed on", entry)


def _rows_of_numbers(book: Book, kind: str) -> dict[str, int]:
    """The rows of a kind by their numbers, with suffixes; of two of a number the first."""
    rows = book.records(kind).to_numpy()
    suffixes = rows["suffix"].tolist() if kind == "document" else [""] * len(rows)
    labels = [f"{number}{suffix}" for number, suffix in zip(rows["number"].tolist(), suffixes, strict=True)]
    return {label: row for row, label in reversed(list(enumerate(labels)))}


def _numbers(text: str) -> list[str]:
    """The numbers of a pointer one by one: ``"5; 7-9"`` as 5, 7, 8, 9."""
    out: list[str] = []
    for part in text.split("; "):
        first, _, last = part.partition("-")
        if first.isdecimal() and last.isdecimal() and 0 <= int(last) - int(first) <= _LONGEST_RANGE:
            out += [str(number) for number in range(int(first), int(last) + 1)]
        else:
            out.append(part)
    return out


def _label_of_work(authors: str, title: str) -> str:
    """``"Surname, Title"``."""
    return f"{authors.replace('; ', ', ')}, {title}" if authors else title
