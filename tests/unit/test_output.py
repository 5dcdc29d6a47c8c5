"""Output that survives: full disks, limits and kills leave the old file or none, and no cell or tag is run."""

from __future__ import annotations

import contextlib
import csv
import io
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import opis
import pytest
from opis.cli import main, make_parser
from opis.cli.files import open_binary_output, open_output
from opis.cli.spreadsheet import neutral

COMMAND = [sys.executable, "-m", "opis"]


@pytest.fixture
def long_edition(tmp_path: Path) -> Path:
    """An edition whose records fill some hundred kilobytes."""
    path = tmp_path / "long.txt"
    path.write_text("".join(f"Document {n}\n\nLetter {n}, 3 May 1931\n\nBread.\n\n" for n in range(1, 1001)))
    return path


# ---- Disks that are full --------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("a small file system is mounted for this test, and this user may not")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("before", [None, "what was there"])
def test_a_full_disk_leaves_the_old_file_or_none(long_edition: Path, small_disk: Path, before: str | None) -> None:
    out = small_disk / "book.jsonl"
    if before:
        out.write_text(before)
    done = subprocess.run([*COMMAND, "extract", long_edition, "-o", out], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"opis: {out}: No space left on device\n")
    assert {path.name: path.read_text() for path in small_disk.iterdir()} == ({out.name: before} if before else {})


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


@pytest.mark.parametrize("before", [None, "what was there"])
@pytest.mark.parametrize("arguments", [["--format", "jsonl"], ["--format", "csv", "--kind", "document"]])
def test_a_limit_leaves_the_old_file_or_none(long_edition: Path, arguments: list[str], before: str | None) -> None:
    out = long_edition.parent / "out"
    if before:
        out.write_text(before)
    command = [*COMMAND, "extract", str(long_edition), *arguments, "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit_file_size)
    assert (done.returncode, done.stderr) == (2, f"opis: {out}: File too large\n")
    assert sorted(path.name for path in out.parent.iterdir()) == ["long.txt", "out"] if before else ["long.txt"]
    assert not before or out.read_text() == before


# ---- Processes that are killed --------------------------------------------------------------------------------------

HALF_WRITTEN = """\
import sys, time
from opis.cli.files import open_output
with open_output(sys.argv[1]) as file:
    file.write("half of it" * 10_000)
    file.flush()
    print("written", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("before", [None, "what was there"])
@pytest.mark.parametrize("deadly", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_a_kill_leaves_the_old_file_or_none(tmp_path: Path, before: str | None, deadly: signal.Signals) -> None:
    out = tmp_path / "book.jsonl"
    if before:
        out.write_text(before)
    command = [sys.executable, "-c", HALF_WRITTEN, str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        process.send_signal(deadly)
    assert process.returncode == -deadly
    assert out.exists() == (before is not None)
    assert not before or out.read_text() == before


def test_kills_at_any_moment(long_edition: Path) -> None:
    """However far an extraction has come, its file is the old one or the whole new one."""
    out = long_edition.parent / "book.jsonl"
    command = [*map(str, [*COMMAND, "extract", long_edition, "-o", out])]
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    longest = time.perf_counter() - begun
    whole = out.read_bytes()
    for step in range(12):
        out.write_bytes(b"before")
        process = subprocess.Popen(command)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(longest * (0.4 + 0.06 * step))
        process.kill()
        process.wait()
        assert out.read_bytes() in (b"before", whole)


def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    for opened in (open_output, open_binary_output):
        with pytest.raises(KeyboardInterrupt), opened(str(tmp_path / "out")):
            raise KeyboardInterrupt
        assert list(tmp_path.iterdir()) == []


def test_two_writers_of_one_file(tmp_path: Path) -> None:
    """The last to finish has its file whole."""
    out = tmp_path / "out"
    with open_output(str(out)) as first:
        with open_output(str(out)) as second:
            first.write("first" * 1000)
            second.write("second" * 1000)
        assert out.read_text() == "second" * 1000
    assert out.read_text() == "first" * 1000
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# ---- Cells that a spreadsheet would run -----------------------------------------------------------------------------

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x", "＝1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_made_text(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("cell", ["", " ", "RGAE", "1-2", "a=b", "'=1", -1, -1.5, None, 0])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert neutral(cell) == cell


def test_safe_csv(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Document 1\n\n=HYPERLINK(A1), letter to the mill, 3 May 1931\n\nBread.\n")
    titles = []
    for more in ([], ["--safe-csv"]):
        assert main(["extract", str(path), "--kind", "document", "--format", "csv", *more]) == 0
        (row,) = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline=""))
        titles.append(row["title"])
        assert row["end"].isdecimal()
    assert titles[0].startswith("=HYPERLINK")
    assert titles[1] == "'" + titles[0]


def test_every_command_that_writes_csv_can_write_it_safely(tmp_path: Path) -> None:
    """A new one that forgets the option would be found by its help."""
    (commands,) = make_parser()._subparsers._group_actions
    writing = {name for name, parser in commands.choices.items() if "csv" in parser.format_help().lower()}
    taking = {
        name
        for name, parser in commands.choices.items()
        if any("--safe-csv" in action.option_strings for action in parser._actions)
    }
    assert taking == writing == {"demo", "extract", "tables"}
    path, out = tmp_path / "book.txt", tmp_path / "out"
    path.write_text("Document 1\n\n=HYPERLINK(A1), letter to the mill, 3 May 1931\n\nBread.\n")
    assert main(["demo", str(path), "-o", str(out), "--safe-csv", "--quiet"]) == 0
    (row,) = csv.DictReader((out / "documents.csv").open(encoding="utf-8", newline=""))
    assert row["title"].startswith("'=HYPERLINK")


# ---- HTML -----------------------------------------------------------------------------------------------------------

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>&amp;'
HOSTILE_EDITION = f"""\
Chapter One. The Mill

Early in the spring of 1931 the mill stood still. The director {HOSTILE} wrote to everyone: 12 percent of {HOSTILE}.

Document 1

Letter from the director {HOSTILE} to the district office, 3 May 1931.1

{HOSTILE} No flour has come down the river since the ice went; see Document 2 {HOSTILE}.

Anikeev {HOSTILE}: Yes.

Table 1. Boats {HOSTILE}

Pier {HOSTILE} 1930 1931
{HOSTILE} 10 20
B{HOSTILE} 30 4O
Total 40 60

1. RGAE {HOSTILE}, f. 7486, op. 37, d. 184, ll. 60-65 {HOSTILE}. {HOSTILE}, Works (Moscow, 1931), 12.




Index

Anikeev {HOSTILE}, 12, 45-48
Boats {HOSTILE}, 1
Panin, 2
"""


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attributes if name.startswith("on")}


def tags_of(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser


def pieces_of_html(book: opis.Book) -> Iterator[str]:
    yield book._repr_html_()
    yield book.tokens._repr_html_()
    for kind in opis.KINDS:
        records = book.records(kind)
        yield records._repr_html_()
        for record in records:
            yield record._repr_html_()
    for document in book.documents:
        yield book.document(document.number)._repr_html_()
    for row in range(len(book.tables)):
        table = book._table_of_row(row)
        yield table._repr_html_()
        yield table.relations._repr_html_()
        yield table.compare(table.to_pandas() + 1)._repr_html_()
    for line in range(1, book.source.count(b"\n") + 1):
        yield book.explain(line)._repr_html_()
    for found in (book.check(losses=True), book.people, *book.people, book.graph(), book.corrections):
        yield found._repr_html_()


def test_html_is_escaped_everywhere(tmp_path: Path) -> None:
    given = opis.Correction(HOSTILE, by=HOSTILE, because=HOSTILE, kind="document", line=5, field="genre")
    book = opis.Book(HOSTILE_EDITION.encode(), f"{HOSTILE}.txt", corrections=[given])
    assert "<script>" in book.documents[0].title
    assert len(book.tables) == 1
    pieces = list(pieces_of_html(book))
    path, out = tmp_path / "book.txt", tmp_path / "tables.html"
    path.write_text(HOSTILE_EDITION)
    assert main(["tables", str(path), "--format", "html", "--audit", "-o", str(out)]) == 0
    mended = opis.mend([["", HOSTILE, "B"], [HOSTILE, "1", HOSTILE], ["b", "2", "3"]])
    pieces += [out.read_text(), mended._repr_html_(), mended.relations._repr_html_()]
    assert sum("script&gt;" in piece for piece in pieces) > 10  # it was there to be escaped
    for piece in pieces:
        found = tags_of(piece)
        assert not found.tags & {"script", "img"}
        assert not found.handlers
