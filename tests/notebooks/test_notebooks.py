"""The notebooks: saved without outputs, and able to run from top to bottom."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SECONDS_FOR_A_CELL = 120


def execute(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, book: Path | None) -> list[dict[str, object]]:
    """The outputs of a notebook that ran in a folder of its own."""
    monkeypatch.setenv("OPIS_BOOK", str(book or ""))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=SECONDS_FOR_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_on_the_sample(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = execute(path, tmp_path, monkeypatch, book=None)
    assert outputs
    assert not [output for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_on_the_real_book(
    path: Path, real_book_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert execute(path, tmp_path, monkeypatch, book=real_book_path)


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem == "reproduce-the-tables"])
def test_tables_are_shown_with_their_audits_and_plots(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import opis
    from opis.cli.demo import read_sample

    outputs = execute(path, tmp_path, monkeypatch, book=None)
    shown = [output["data"] for output in outputs if "data" in output]
    printed = "".join(output["text"] for output in outputs if output.get("name") == "stdout")
    book: opis.Book = read_sample()
    for number in book.tables.number.tolist():
        assert any(data.get("text/html") == book.table(number)._repr_html_() for data in shown)
        assert book.table(number).audit() in printed
    assert sum("image/png" in data for data in shown) == len(book.tables)


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem == "who-cites-what"])
def test_the_web_is_drawn(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from opis.cli.demo import read_sample

    shown = [output["data"] for output in execute(path, tmp_path, monkeypatch, book=None) if "data" in output]
    book = read_sample()
    assert sum("image/png" in data for data in shown) == 6
    assert any(data.get("text/html") == book.graph()._repr_html_() for data in shown)
    assert any(data.get("text/html") == book.check()._repr_html_() for data in shown)
