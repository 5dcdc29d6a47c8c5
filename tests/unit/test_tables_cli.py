"""``opis tables``: what it prints, what it writes, and how it fails."""

import csv
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.cli import main

COMMAND = [sys.executable, "-m", "opis", "tables"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample") / "edition.txt"
    target.write_bytes(resources.files("opis").joinpath("sample", "edition.txt").read_bytes())
    return target


def printed(capsysbinary: pytest.CaptureFixture[bytes], *arguments: object) -> str:
    assert main(["tables", *map(str, arguments)]) == 0
    return capsysbinary.readouterr().out.decode()


def test_text(sample: opis.Book, path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = printed(capsysbinary, path)
    for number in sample.tables.number.tolist():
        assert repr(sample.table(number)) in text
    assert "Arithmetic:" not in text


def test_one_table_with_its_audit(sample: opis.Book, path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = printed(capsysbinary, path, "--table", 2, "--audit")
    assert text == f"{sample.table(2)!r}\n\n{sample.table(2).audit()}\n"


def test_csv_is_the_grid(sample: opis.Book, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    assert main(["tables", str(path), "--table", "2", "--format", "csv", "-o", str(out)]) == 0
    table = sample.table(2)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    width = len(table.columns)
    assert rows[0] == ["", *table.columns, *(f"{label} (status)" for label in table.columns)]
    assert [row[0] for row in rows[1:]] == table.rows
    assert [row[1 + width :] for row in rows[1:]] == table.status.tolist()
    values = [[float(cell) if cell else np.nan for cell in row[1 : 1 + width]] for row in rows[1:]]
    assert np.array_equal(values, table.values, equal_nan=True)


def test_jsonl_is_one_object_a_table(sample: opis.Book, path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    tables = [json.loads(line) for line in printed(capsysbinary, path, "--format", "jsonl", "--audit").splitlines()]
    assert [table["number"] for table in tables] == sample.tables.number.tolist()
    for found in tables:
        table = sample.table(found["number"])
        assert found["rows"] == table.rows
        assert found["status"] == table.status.tolist()
        values = [[np.nan if value is None else value for value in row] for row in found["values"]]
        assert np.array_equal(values, table.values, equal_nan=True)
        assert [relation["sentence"] for relation in found["relations"]] == [str(known) for known in table.relations]
        assert found["audit"] == table.audit()


def test_html_is_one_page(sample: opis.Book, path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    page = printed(capsysbinary, path, "--format", "html", "--audit")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<table>") == page.count("<details>") == len(sample.tables)
    assert page.count("<style>") == 1
    assert "://" not in page


def test_standard_input(path: Path) -> None:
    done = subprocess.run([*COMMAND, "-", "--table", "1"], input=path.read_bytes(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == subprocess.check_output([*COMMAND, path, "--table", "1"])


@pytest.mark.parametrize(("form", "expected"), [("text", ""), ("jsonl", ""), ("html", "no numbered tables")])
def test_a_book_without_tables(
    tmp_path: Path, form: str, expected: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert expected in printed(capsysbinary, empty, "--format", form)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table", "77"], "no table 77: "),
        (["--format", "csv"], "choose one with --table"),
        (["--format", "csv", "--table", "1", "--audit"], "csv has no room for an audit"),
        (["--format", "xml"], "invalid choice"),
        (["--table", "five"], "invalid int value"),
        (["-o", "."], "is a directory"),
    ],
)
def test_failures_are_one_line(path: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    done = subprocess.run([*COMMAND, path, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_missing_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", str(tmp_path / "none.txt")]) == 2
    assert "no such file" in capsys.readouterr().err
