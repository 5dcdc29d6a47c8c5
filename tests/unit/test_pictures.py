"""Pictures of records, documents and books: what is drawn is what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import opis
import pytest

matplotlib = pytest.importorskip("matplotlib")
SURE = ("clean", "repaired", "corrected")


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    yield
    plt.close("all")


def lengths(container: object, direction: str) -> np.ndarray:
    return np.array([getattr(bar, f"get_{direction}")() for bar in container])  # type: ignore[attr-defined]


def test_documents_are_counted_over_time(sample: opis.Book) -> None:
    ax = sample.documents.plot()
    dated = sample.documents[sample.documents.date != ""]
    proved, doubtful = (lengths(container, "height").sum() for container in ax.containers)
    assert proved == np.isin(dated.status, SURE).sum()
    assert doubtful == len(dated) - proved
    assert ax.get_ylabel() == "each month"
    assert f"{len(sample.documents)} documents" in ax.get_title(loc="left")


def test_a_long_span_is_counted_by_years() -> None:
    text = "".join(
        f"Document {n}\n\nLetter to the mill, 3 May {1850 + 10 * n}\n\nNo flour.\n\n\n\n\n" for n in range(1, 9)
    )
    book = opis.read(text)
    assert book.documents.plot().get_ylabel() == "each year"


def test_archives_are_counted_by_fond(sample: opis.Book) -> None:
    ax = sample.archives.plot()
    counts = Counter(f"{record.archive}, f. {record.fond}" for record in sample.archives)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    drawn = sum(lengths(container, "width") for container in ax.containers)
    assert dict(zip(labels, drawn.tolist(), strict=True)) == dict(counts)
    assert drawn[-1] == max(counts.values())


def test_what_is_not_proved_is_hatched(sample: opis.Book) -> None:
    ax = sample.archives.plot()
    assert not ax.containers[0][0].get_hatch()
    assert ax.containers[1][0].get_hatch()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["proved", "not proved"]


def test_by_a_column(sample: opis.Book) -> None:
    ax = sample.documents.plot(by="genre")
    drawn = sum(lengths(container, "width").sum() for container in ax.containers)
    assert drawn == len(sample.documents)
    with pytest.raises(KeyError, match="no column 'colour'"):
        sample.documents.plot(by="colour")


@pytest.mark.parametrize("kind", opis.KINDS)
def test_every_kind_has_a_picture(sample: opis.Book, kind: str) -> None:
    ax = sample.records(kind).plot()
    ax.figure.canvas.draw()
    assert ax.containers
    opis.read("No records.\n").records(kind).plot().figure.canvas.draw()


def test_a_picture_goes_where_it_is_asked_to(sample: opis.Book) -> None:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert sample.archives[:5].plot(ax=ax) is ax
    assert sample.plot(ax=ax) is ax


def test_a_transcript(sample: opis.Book) -> None:
    row = int(np.bincount(sample.speakers.document[sample.speakers.document >= 0]).argmax())
    document = sample.document(sample.documents[row].number)
    ax = document.plot()
    names = [label.get_text() for label in ax.get_yticklabels()]
    words = Counter[str]()
    for turn in document.turns:
        words[str(turn["speaker"])] += int(turn["words"])
    assert set(names) == set(words)
    assert words[names[-1]] == max(words.values())


def test_a_document_without_turns(book: opis.Book) -> None:
    with pytest.raises(ValueError, match="document 1 has no turns"):
        book.document(1).plot()


def test_a_book(sample: opis.Book) -> None:
    ax = sample.plot()
    ax.figure.canvas.draw()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert f"archives {len(sample.archives)}" in labels
    opis.read("").plot().figure.canvas.draw()


def test_without_matplotlib(sample: opis.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install 'opis\[tables\]'"):
        sample.archives.plot()
