"""What every command that reads a book takes: encodings, styles of archives, kinds."""

import json
from pathlib import Path

import pytest
from opis.cli import main, make_parser

STYLE = """\
[style]
name = "hamlet"
[[level]]
name = "pakke"
column = "delo"
labels = ["pk."]
[[level]]
name = "blad"
column = "list"
shape = "folios"
labels = ["bl."]
[[archive]]
canonical = "Elsinore Archive"
"""
TEXT = "Document 1\n\nLetter to Москва, 3 May 1931.1\n\nBread.\n\n1. Elsinore Archive, pk. 12, bl. 5.\n"
READERS = {
    "demo": ["{book}", "-o", "{out}"],
    "extract": ["{book}", "-o", "{out}"],
    "tables": ["{book}", "--format", "jsonl", "-o", "{out}"],
    "export": ["{book}", "--format", "csl", "-o", "{out}"],
    "report": ["{book}", "-o", "{out}"],
    "explain": ["{book}", "--line", "7", "--format", "jsonl"],
    "batch": ["{book}", "-o", "{out}", "--jobs", "1"],
}


def test_no_command_is_forgotten() -> None:
    (commands,) = make_parser()._subparsers._group_actions
    taking = {
        name
        for name, parser in commands.choices.items()
        for action in parser._actions
        if action.dest in ("book", "paths")
    }
    assert set(READERS) == taking


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    book, style = tmp_path / "book.txt", tmp_path / "hamlet.toml"
    book.write_bytes(TEXT.encode("cp1251"))
    style.write_text(STYLE, encoding="utf-8")
    return {"book": book, "style": style, "out": tmp_path / "out"}


def written(paths: dict[str, Path], printed: str) -> str:
    """All that a command has said or written."""
    out = paths["out"]
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.suffix in (".jsonl", ".csv")]
    return printed + "".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize("command", READERS)
def test_encoding_and_style(command: str, paths: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [argument.format(**paths) for argument in READERS[command]]
    options = ["--encoding", "cp1251", "--style", str(paths["style"])]
    assert main([command, *arguments, *options]) == 0
    said = written(paths, capsys.readouterr().out)
    if command == "batch":
        (line,) = map(json.loads, (paths["out"] / "manifest.jsonl").read_text("utf-8").splitlines())
        assert line["counts"]["archive"] == 1
        assert line["settings"]["encoding"] == "cp1251"
    elif command != "tables":
        assert "Elsinore Archive" in said
        assert '"12"' in said or "pk. 12" in said
        assert "Москва" in said or command == "explain"


@pytest.mark.parametrize("command", READERS)
def test_without_the_encoding_it_says_so(
    command: str, paths: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [argument.format(**paths) for argument in READERS[command]]
    assert main([command, *arguments]) == (3 if command == "batch" else 2)
    said = capsys.readouterr()
    assert "not valid UTF-8" in said.err + said.out


@pytest.mark.parametrize("command", READERS)
def test_a_style_that_is_none(command: str, paths: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    paths["style"].write_text("[style]\nname = 1\n")
    arguments = [argument.format(**paths) for argument in READERS[command]]
    assert main([command, *arguments, "--encoding", "cp1251", "--style", str(paths["style"])]) == 2
    assert "hamlet.toml" in capsys.readouterr().err


def test_a_style_that_changed_is_read_with_again(paths: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["batch", *(argument.format(**paths) for argument in READERS["batch"]), "--encoding", "cp1251"]
    arguments += ["--style", str(paths["style"])]
    for style, before in ((STYLE, 0), (STYLE, 1), (STYLE.replace("pk.", "pakke"), 0)):
        paths["style"].write_text(style, encoding="utf-8")
        assert main(arguments) == 0
        assert f"1 books, {before} of them read before" in capsys.readouterr().out
