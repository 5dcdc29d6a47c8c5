"""The command line: what it prints, what it writes, and how it fails."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.cli import main

COMMAND = [sys.executable, "-m", "opis"]


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, **options)


def one_line(stderr: bytes | str) -> str:
    text = stderr.decode() if isinstance(stderr, bytes) else stderr
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text


# ---- extract --------------------------------------------------------------------------------------------------------


def test_kinds_stand_in_a_fixed_order(edition_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", str(edition_path), "--kind", "archive", "document", "--kind", "archive"]) == 0
    records = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [record["kind"] for record in records] == ["document"] * 3 + ["archive"] * 3


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    path = tmp_path / "книга.txt"
    path.write_text("Document 1\n\nLetter to Київ and the mill, 3 May 1931\n\nBread.\n", encoding="utf-8")
    done = run("extract", path, "--kind", "document", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "Київ" in json.loads(done.stdout)["title"]
    assert "Київ".encode() in done.stdout


def test_standard_input(edition: str, edition_path: Path) -> None:
    done = run("extract", "-", input=edition.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == run("extract", edition_path).stdout


def test_csv(edition_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "archives.csv"
    assert main(["extract", str(edition_path), "--kind", "archive", "--format", "csv", "-o", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(opis.read(edition_path).archives.fields)
    assert [row["delo"] for row in rows] == ["184", "185", "1"]
    assert [row["listy"] for row in rows] == ["60-65", "12", "4; 7"]
    assert {row["ibid"] for row in rows} == {"false"}


def test_csv_leaves_null_empty(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n")
    assert main(["extract", str(path), "--kind", "document", "--format", "csv"]) == 0
    (row,) = csv.DictReader(capsysbinary.readouterr().out.decode().splitlines())
    assert (row["source_line"], row["continued"]) == ("", "")


def test_csv_has_one_kind(edition_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["extract", str(edition_path), "--format", "csv"])
    assert caught.value.code == 2
    assert "give one --kind" in one_line(capsys.readouterr().err)


def test_csv_of_nothing_has_a_header(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert main(["extract", str(empty), "--kind", "page", "--format", "csv"]) == 0
    assert capsysbinary.readouterr().out == b"kind,start,end,line,page,document,raw,status,number,roman,head\n"


# ---- Failures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "byte 0 (0x89) is not valid UTF-8"),
        (b"Document 1\nCaf\xe9\n", "byte 14 (0xE9) is not valid UTF-8"),
        (b"text\0", "byte 4 is NUL"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "demo"])
def test_bad_books(tmp_path: Path, command: str, content: bytes | None, message: str) -> None:
    path = tmp_path / "scan.txt"
    if content is not None:
        path.write_bytes(content)
    out = tmp_path / "out"
    done = run(command, path, "-o", out)
    assert done.returncode == 2
    assert one_line(done.stderr).startswith(f"opis: {path}: {message}")
    assert done.stdout == b""
    assert not out.exists()


def test_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path)]) == 2
    assert one_line(capsys.readouterr().err).startswith(f"opis: {tmp_path}: is a directory")


def test_bad_standard_input() -> None:
    done = run("extract", "-", input=b"ab\xff")
    assert done.returncode == 2
    assert one_line(done.stderr).startswith("opis: <stdin>: byte 2 ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["inventory"],
        ["extract"],
        ["extract", "book.txt", "--kind", "letter"],
        ["extract", "--kind", "note", "book.txt"],
        ["extract", "book.txt", "--format", "xml"],
        ["extract", "book.txt", "--nonsense"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "--help)" in one_line(capsys.readouterr().err)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for argument, expected in (("--version", f"opis {opis.__version__}\n"), ("--help", "exit codes")):
        with pytest.raises(SystemExit) as caught:
            main([argument])
        assert caught.value.code == 0
        assert expected in capsys.readouterr().out


# ---- Files appear whole or not at all -------------------------------------------------------------------------------


def test_output_replaces_a_file_and_keeps_its_permissions(edition_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "book.jsonl"
    out.write_text("before")
    out.chmod(0o640)
    assert main(["extract", str(edition_path), "-o", str(out)]) == 0
    assert out.read_bytes() == run("extract", edition_path).stdout
    assert out.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.jsonl", "edition.txt"]


def test_output_through_a_link(edition_path: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.touch()
    link.symlink_to(target)
    assert main(["extract", str(edition_path), "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.stat().st_size > 0


def test_a_failure_leaves_the_file_as_it_was(
    edition_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("opis.cli.extract.write_jsonl", full)
    out = tmp_path / "book.jsonl"
    out.write_text("before")
    assert main(["extract", str(edition_path), "-o", str(out)]) == 2
    assert one_line(capsys.readouterr().err) == f"opis: {out}: No space left on device\n"
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.jsonl", "edition.txt"]


@pytest.mark.parametrize("out", ["absent/book.jsonl", "."])
def test_impossible_outputs(edition_path: Path, tmp_path: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(edition_path), "-o", str(tmp_path / out)]) == 2
    assert one_line(capsys.readouterr().err).startswith(f"opis: {tmp_path / out}: ")
    assert [path.name for path in tmp_path.iterdir()] == ["edition.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_standard_output(edition_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "extract", edition_path], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert one_line(done.stderr) == "opis: <stdout>: No space left on device\n"


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(f"Document {n}\n\nLetter {n}, 3 May 1931\n\nBread.\n\n" for n in range(1, 3001)))
    with subprocess.Popen([*COMMAND, "extract", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 128 + signal.SIGPIPE


# ---- demo -----------------------------------------------------------------------------------------------------------


def test_demo(edition_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "found" / "here"
    assert main(["demo", str(edition_path), "-o", str(folder)]) == 0
    printed = capsys.readouterr().out
    for name in ("documents.csv", "archives.csv", "records.jsonl", "report.html"):
        assert str(folder / name) in printed
        assert (folder / name).stat().st_size > 0
    assert "RGAE, f. 7486, op. 37, d. 184, ll. 60-65" in printed
    assert (folder / "records.jsonl").read_bytes() == run("extract", edition_path).stdout
    assert sorted(path.name for path in folder.iterdir()) == [
        "archives.csv",
        "documents.csv",
        "records.jsonl",
        "report.html",
    ]


def test_demo_on_a_terminal_without_the_letters(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Document 1\n\nLetter to Київ and the mill, 3 May 1931\n\nBread.\n", encoding="utf-8")
    done = run("demo", path, "-o", tmp_path / "out", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Letter to ????" in done.stdout


def test_demo_of_the_sample(tmp_path: Path) -> None:
    done = run("demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"opis ")
    assert (tmp_path / "opis-demo" / "documents.csv").exists()
