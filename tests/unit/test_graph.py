"""The graph: which delo feeds which documents, who speaks where."""

import sys
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.graph import RELATIONS

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import linked


@pytest.fixture(scope="module")
def graph() -> opis.Graph:
    return opis.read(linked.edition()).graph()


def pairs(graph: opis.Graph, relation: str) -> list[tuple[str, str, int]]:
    return [(source, target, count) for source, target, count, _ in graph.pairs(relation).tolist()]


FILE = "RGAE, f. 7486, op. 37, d. 184"


def test_which_delo_feeds_which_documents(graph: opis.Graph) -> None:
    other = "TsGAOR, f. 374, op. 27, d. 1"
    assert pairs(graph, "feeds") == [(FILE, "Document 1", 1), (FILE, "Document 2", 1), (other, "Document 3", 1)]
    assert (FILE, "note 3, p. 4", 1) in pairs(graph, "cited in")


def test_who_speaks_where(graph: opis.Graph) -> None:
    assert pairs(graph, "speaks in") == [
        ("Anders, P. V.", "Document 2", 2),
        ("Borg, A. I.", "Document 2", 1),
        ("Ganz, F.", "Document 2", 1),
    ]


def test_other_relations(graph: opis.Graph) -> None:
    assert pairs(graph, "wrote") == [("Anders, P. V.", "Document 1", 1), ("Borg, A. I.", "Document 3", 1)]
    assert pairs(graph, "received") == [("Borg, A. I.", "Document 1", 1)]
    assert pairs(graph, "named in") == [("Anders, P. V.", "Document 3", 1)]
    assert pairs(graph, "points to") == [("Document 2", "Document 1", 1)]
    assert ("note 1, p. 2", "Document 1", 1) in pairs(graph, "marked in")
    assert ("Ganz, F.", "p. 3", 1) in pairs(graph, "indexed on")


def test_arrays_are_sound(graph: opis.Graph) -> None:
    assert graph.nodes["id"].tolist() == list(range(len(graph.nodes)))
    assert len({(kind, label, row) for _, kind, row, label in graph.nodes.tolist()}) == len(graph.nodes)
    for end in ("source", "target"):
        assert ((graph.edges[end] >= 0) & (graph.edges[end] < len(graph.nodes))).all()
    assert set(graph.edges["relation"].tolist()) <= set(RELATIONS)
    assert len(np.unique(graph.edges[["source", "target", "relation"]])) == len(graph.edges)


def test_an_unknown_relation(graph: opis.Graph) -> None:
    with pytest.raises(KeyError, match="no relation 'eats': there are feeds"):
        graph.pairs("eats")


def test_networkx(graph: opis.Graph) -> None:
    pytest.importorskip("networkx")
    made = graph.to_networkx()
    assert made.number_of_nodes() == len(graph.nodes)
    assert made.number_of_edges() == len(graph.edges)
    document = next(node for node, data in made.nodes(data=True) if data["label"] == "Document 2")
    speakers = [
        made.nodes[source]["label"] for source, _, key in made.in_edges(document, keys=True) if key == "speaks in"
    ]
    assert speakers == ["Anders, P. V.", "Borg, A. I.", "Ganz, F."]


def test_without_networkx_the_remedy_is_named(graph: opis.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(ImportError, match=r"pip install 'opis\[graph\]'"):
        graph.to_networkx()


def test_shown(graph: opis.Graph) -> None:
    assert "speaks in" in repr(graph)
    assert "<td>feeds</td><td>3</td>" in graph._repr_html_()


def test_a_book_without_links(book: opis.Book) -> None:
    graph = opis.read("Nothing is here.\n").graph()
    assert graph.nodes.shape == graph.edges.shape == (0,)
    assert len(graph.pairs("feeds")) == 0
    assert len(book.graph().pairs("feeds")) == 3


def test_a_book_read_for_some_kinds_says_what_is_missing() -> None:
    with pytest.raises(opis.Error, match="the graph needs the kind 'table'"):
        opis.read(linked.edition(), kinds=["date"]).graph()


def test_the_real_book(real_book: opis.Book) -> None:
    graph = real_book.graph()
    assert len(graph.pairs("feeds")) > 120
    assert len(graph.pairs("speaks in")) > 150


def test_arrow_takes_the_arrays(graph: opis.Graph) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for array in (graph.nodes, graph.edges):
        table = pyarrow.table({name: array[name] for name in array.dtype.names or ()})
        assert table.to_pylist() == [dict(zip(table.column_names, row, strict=True)) for row in array.tolist()]
