"""Explanations of lines: what was found, by which rule, from which bytes, and what speaks for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.cli import main
from opis.explain import RULES


@pytest.fixture
def sample_path(tmp_path: Path, sample: opis.Book) -> Path:
    path = tmp_path / "sample.txt"
    path.write_bytes(sample.source)
    return path


def test_every_kind_has_a_rule() -> None:
    assert set(RULES) == set(opis.KINDS)


def test_a_damaged_reference(sample: opis.Book) -> None:
    row = int(np.flatnonzero(sample.archives.status == "repaired")[0])
    record = sample.archives[row]
    explanation = sample.explain(record.line)
    (found,) = [finding for finding in explanation.findings if finding.record.identity == record.identity]
    assert not found.encloses
    assert f"opis {record.opis}" in found.reading
    text = str(explanation)
    assert f"{record.start:,} to {record.end:,}" in text
    assert "styles/archival" in text
    assert "in clean print, on line" in found.witnesses[0]
    assert record.identity in text


def test_witnesses_of_a_reference_are_places_that_read_the_same(sample: opis.Book) -> None:
    for row in np.flatnonzero(sample.archives.status == "repaired")[:5].tolist():
        record = sample.archives[row]
        wanted = [record[name] for name in ("archive", "fond", "opis", "delo")]
        same = [o.line for o in sample.archives if [o[n] for n in ("archive", "fond", "opis", "delo")] == wanted]
        finding = next(f for f in sample.explain(record.line).findings if f.record.identity == record.identity)
        told = " ".join(finding.witnesses)
        assert ("nowhere else" in told) == (len(same) == 1)
        if len(same) > 1:
            assert f"{len(same) - 1} other place" in told


def test_a_figure_has_its_relations_as_witnesses(sample: opis.Book) -> None:
    cell = sample.cells[int(np.flatnonzero((sample.cells.status == "repaired") & (sample.cells.raw != ""))[0])]
    finding = next(f for f in sample.explain(cell.line).findings if f.record.identity == cell.identity)
    table = sample.table(cell.table)
    place = table.rows.index(cell.row), table.columns.index(cell.col)
    assert {relation.sentence for relation in table.relations.touching(*place)} <= set(finding.witnesses)
    assert cell.evidence in dict(finding.lines())["evidence"]


def test_narrow_records_come_first_and_enclosing_ones_last(sample: opis.Book) -> None:
    document = sample.documents[0]
    findings = sample.explain(document.line + 4).findings
    assert findings[-1].encloses
    assert "document" in [finding.record.kind for finding in findings if finding.encloses]
    assert [finding.encloses for finding in findings] == sorted(finding.encloses for finding in findings)


def test_neighbours_of_a_number(book: opis.Book) -> None:
    finding = next(f for f in book.explain(book.documents[1].line).findings if f.record.kind == "document")
    assert finding.witnesses[0] == (
        f"order: before it 1 (line {book.documents[0].line}), behind it 3 (line {book.documents[2].line})"
    )


def test_a_correction_is_the_evidence(book: opis.Book) -> None:
    wanted = {"record": book.archives[0].identity, "field": "fond", "value": "12", "by": "A. Reader", "because": "seen"}
    text = str(opis.read(book.source, corrections=[wanted]).explain(book.archives[0].line))
    assert "corrected by A. Reader: seen (opis read 7486)" in text


def test_an_empty_line_of_an_empty_book() -> None:
    assert "Nothing was found here" in str(opis.read("\n\n").explain(1))
    assert "Nothing was found here" in opis.read("\n\n").explain(1)._repr_html_()


@pytest.mark.parametrize("line", [0, -1, 10**9])
def test_a_line_that_is_not_there(book: opis.Book, line: int) -> None:
    with pytest.raises(IndexError, match="has 38 lines"):
        book.explain(line)


def test_html_is_safe() -> None:
    book = opis.Book(b"Document 1\n\nLetter <b>x</b>, 3 May 1931\n\nx\n", "<i>")
    html = book.explain(3)._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html


def test_the_command(sample: opis.Book, sample_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = sample.archives[0].line
    assert main(["explain", str(sample_path), "--line", str(line)]) == 0
    assert sample.archives[0].identity in capsys.readouterr().out
    assert main(["explain", str(sample_path), "--line", str(line), "--format", "jsonl"]) == 0
    found = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert found[0]["identity"] == sample.archives[0].identity
    assert found[0]["rule"] == RULES["archive"]
    assert main(["explain", str(sample_path), "--line", "999999"]) == 2
    assert "no line 999,999" in capsys.readouterr().err


class Terminal:
    """Standard output that says that it is a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["explain", "BOOK", "--line", "382"], "repaired"),
        (["tables", "BOOK", "--table", "2"], "34,517+"),
        (["tables", "BOOK", "--table", "2", "--audit"], "Arithmetic"),
        (["demo", "BOOK", "-o", "DIR"], "documents"),
    ],
)
def test_a_terminal_has_colours_and_a_pipe_has_none(
    arguments: list[str],
    wanted: str,
    sample_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = {"BOOK": str(sample_path), "DIR": str(tmp_path / "demo")}
    arguments = [places.get(argument, argument) for argument in arguments]
    assert main(arguments) == 0
    plain = capsys.readouterr().out
    assert wanted in plain
    assert "\x1b" not in plain
    Terminal(monkeypatch)
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert wanted in shown
    assert "\x1b[32m" in shown


def test_demo_can_be_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "-o", str(tmp_path / "demo"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (tmp_path / "demo" / "records.jsonl").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for word in ("explain", "report", "corrections", "jsonl"):
        assert word in script
