"""Limits: each can be set, and passing one is said clearly, with what can be had all the same."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import opis
import pytest
from opis.sources import text
from opis.styling import Level, Signature, Style

TABLE = "Table 1. Boats by pier\n\nPier 1930 1931\nA 1 2\nB 3 4\nTotal 4 6\n\n"


def test_they_are_what_the_documentation_says() -> None:
    limits = opis.Limits()
    assert limits.source_bytes == 4_294_967_294
    assert limits.text_bytes == 1_048_576
    assert limits.table_cells == 4_096
    assert limits.array_bytes == 1_073_741_824
    assert limits.match_steps == 20_000
    assert limits.match_bytes == 1_048_576
    assert limits.read_steps == 200
    with pytest.raises(FrozenInstanceError):
        limits.text_bytes = 1  # type: ignore[misc]


@pytest.mark.parametrize("name", [field.name for field in fields(opis.Limits)])
def test_limits_that_cannot_be_set(name: str) -> None:
    for value in (0, -1, 2**63):
        with pytest.raises(ValueError, match=f"the limit {name} must be from 1 to "):
            opis.Limits(**{name: value})
    for wrong in (1.5, "1", None, True):
        with pytest.raises(TypeError, match=f"the limit {name} must be an int"):
            opis.Limits(**{name: wrong})
    with pytest.raises(TypeError, match=r"opis\.Limits, not int"):
        opis.Book(b"text", limits=5)  # type: ignore[arg-type]


# ---- The source -----------------------------------------------------------------------------------------------------


def test_the_largest_source(edition: str, edition_path: Path) -> None:
    size = len(edition.encode())
    assert len(opis.read(edition_path, limits=opis.Limits(source_bytes=size)).documents) == 3
    for source, name in ((edition_path, str(edition_path)), (edition, "<str>"), (edition.encode(), "<bytes>")):
        with pytest.raises(opis.LimitError, match=r"source_bytes.* split it.* raise the limit") as caught:
            opis.read(source, limits=opis.Limits(source_bytes=size - 1))
        assert caught.value.path == name


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**40)  # it takes no room on the disk
    with pytest.raises(opis.LimitError, match="more than 4,294,967,294 bytes"):
        opis.read(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_source_without_end() -> None:
    with pytest.raises(opis.LimitError, match="more than 5,000,000 bytes"):
        opis.read("/dev/zero", limits=opis.Limits(source_bytes=5_000_000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_gives_a_little_at_a_time(tmp_path: Path, edition: str) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write() -> None:
        with path.open("wb", buffering=0) as pipe:
            for start in range(0, len(content), 100):
                pipe.write(content[start : start + 100])

    content = edition.encode()
    writer = threading.Thread(target=write)
    writer.start()
    book = opis.read(path)
    writer.join()
    assert book.source == content


def test_a_file_that_changes_and_vanishes(edition_path: Path) -> None:
    """What was read stays, whatever becomes of the file: it is not mapped."""
    book = opis.read(edition_path)
    before, columns = book.documents.to_dicts(), book.archives.to_numpy()
    with edition_path.open("r+b") as file:
        file.write(b"\xff" * 500)
        file.truncate(600)
    assert book.documents.to_dicts() == before
    edition_path.unlink()
    assert book.document(1).text
    assert columns["delo"].tolist() == ["184", "185", "1"]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, edition: str) -> None:
    """Each time the book is one of what stood there, or an error that names the file; never a crash."""
    path, stop = tmp_path / "edition.txt", threading.Event()
    content = edition.encode() * 50
    path.write_bytes(content)

    def change() -> None:
        while not stop.is_set():
            with path.open("r+b") as file:
                file.truncate(len(content) // 3)
                file.write(b"Document 9\n")
            path.write_bytes(content)

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(50):
            book = opis.read(path)
            assert len(book.source) <= len(content)
    finally:
        stop.set()
        writer.join()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"A line more.\n")


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(b"Another book.\n")
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (truncate, lambda content: content[: len(content) // 3]),
        (grow, lambda content: content + b"A line more.\n"),
        (remove, lambda content: content),
        (replace, lambda content: content),
    ],
)
def test_a_file_that_changes_once_its_size_is_known(
    tmp_path: Path,
    edition: str,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    left: Callable[[bytes], bytes],
) -> None:
    """What stands there when it is read counts, not the size that was told before."""
    path, content = tmp_path / "edition.txt", edition.encode() * 20
    path.write_bytes(content)
    told = os.fstat

    def tell(descriptor: int) -> os.stat_result:
        status = told(descriptor)
        if status.st_ino == inode:
            change(path)
        return status

    inode = path.stat().st_ino
    with monkeypatch.context() as patched:
        patched.setattr(text.os, "fstat", tell)
        book = opis.read(path)
    assert book.source == left(content)
    assert book.documents.to_dicts() == opis.read(left(content)).documents.to_dicts()


def test_a_page_that_vanishes_once_its_folder_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("Document 1\n")
    lost, unchanged = tmp_path / "1.txt", Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        lost.unlink(missing_ok=True)
        return unchanged(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(opis.ReadError, match="no such file") as caught:
        opis.read(tmp_path)
    assert caught.value.path == str(lost)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no file that cannot be read")
def test_a_disk_that_fails() -> None:
    with pytest.raises(opis.ReadError, match="/proc/self/mem: Input/output error; check the path and the disk"):
        opis.read("/proc/self/mem")


# ---- Texts, tables and arrays ---------------------------------------------------------------------------------------


def test_the_longest_text(edition: str) -> None:
    assert len(opis.read(edition, limits=opis.Limits(text_bytes=1000)).documents) == 3
    with pytest.raises(opis.LimitError, match="passes the limit text_bytes of 20; raise the limit"):
        opis.read(edition, limits=opis.Limits(text_bytes=20))


def test_a_message_that_is_cut_within_a_letter() -> None:
    text = "Document 1\n\nЧx" + "ж" * 60 + " мельнице, 3 May 1931\n\nХлеб.\n"
    with pytest.raises(opis.LimitError, match="text_bytes"):
        opis.read(text, limits=opis.Limits(text_bytes=30))


def test_the_largest_table_that_is_solved() -> None:
    table = opis.read(TABLE).table(1)
    assert len(table.relations) > 0
    unsolved = opis.read(TABLE, limits=opis.Limits(table_cells=5)).table(1)
    assert (table.bounded, unsolved.bounded) == (False, True)
    assert len(unsolved.relations) == 0
    assert unsolved.values.tolist() == table.values.tolist()


def test_the_largest_array(edition: str) -> None:
    book = opis.Book(edition.encode(), "mill.txt", limits=opis.Limits(array_bytes=400))
    with pytest.raises(
        opis.LimitError, match=r"mill.txt: an array of 3 document records.*array_bytes of 400"
    ) as caught:
        book.documents.to_numpy()
    assert caught.value.path == "mill.txt"
    assert [document["number"] for document in book.documents.to_dicts()] == [1, 2, 3]


def test_one_long_list_among_many_records_makes_no_huge_array() -> None:
    """Three thousand documents, one of them with thirty thousand "continued" lines: two gigabytes as an array."""
    documents = "".join(f"Document {n}\n\nLetter {n} to the mill, 3 May 1931\n\nBread.\n\n" for n in range(1, 3001))
    book = opis.read(documents + "Document 3000 continued\n" * 30_000)
    with pytest.raises(opis.LimitError, match="209998 characters for continued in each, passes the limit array_bytes"):
        book.documents.to_numpy()
    assert len(book.documents[-1].continued) == 30_000


# ---- Patterns of styles ---------------------------------------------------------------------------------------------

SHELFMARKS = b"Document 1\n\nLetter to the mill, 3 May 1931\n\nSee " + b"11 " * 30_000 + b"11/7.\n"


def marked(pattern: str) -> Style:
    level = Level("box", ("Box",))
    return Style("boxes", levels=(level,), signatures=(Signature(pattern, ("box",), alone=True),))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<box>(?:[0-9\s]+)+)[!?]",
        r"(?<box>(?:1|11|\s)+)[!?]",
        r"(?<box>(?:.*?1){11}[!?])",
        r"(?<box>(?:1?){60}(?:1){60})",
        r"(?<box>(?:1{1,1000}\s*){1,1000})[!?]",
        r"(*NO_JIT)(?<box>(?:1|11|\s)+)[!?]",
        r"(*LIMIT_MATCH=4000000000)(?<box>(?:1|11|\s)+)[!?]",
    ],
)
def test_no_pattern_of_a_caller_hangs(pattern: str) -> None:
    """Each would go back over the same text for ages; thirty thousand places have it begin anew."""
    with pytest.raises(opis.LimitError, match=r"byte \d+: a pattern passes the limit match_steps of 20000") as caught:
        opis.read(SHELFMARKS, styles=[marked(pattern)])
    assert SHELFMARKS[caught.value.byte :].startswith((b"See 11", b"11 11"))
    assert pattern[:40] in caught.value.reason
    assert len(opis.read(SHELFMARKS).documents) == 1


def test_no_pattern_hangs_by_nearly_running_away_everywhere() -> None:
    """Eight thousand steps at each place are within the limit of one match, and would take minutes in a large book."""
    pattern = r"(?<box>(?:.|.){12}[!?])"
    with pytest.raises(opis.LimitError, match="a pattern passes the limit read_steps of 200;") as caught:
        opis.read(SHELFMARKS, styles=[marked(pattern)])
    assert 44 < (caught.value.byte or 0) < len(SHELFMARKS)
    ample = opis.Limits(read_steps=1_000_000)
    assert len(opis.read(SHELFMARKS[:3000], styles=[marked(pattern)], limits=ample).documents) == 1


def test_the_book_that_is_had_all_the_same(edition: str) -> None:
    """Without the style that passed a limit, and with all else that was asked for."""
    style, record = marked(r"(?<box>(?:[0-9\s]+)+)[!?]"), opis.read(edition).documents[1]
    raw = edition.encode()[record.start : record.end].decode()
    wanted = {"kind": "document", "line": record.line, "field": "title", "raw": raw, "value": "A letter"}
    corrections = [{**wanted, "by": "A reader", "because": "the scan says so"}]
    text = edition.encode() + SHELFMARKS
    with pytest.raises(opis.LimitError, match="match_steps") as caught:
        opis.read(text, styles=[style], corrections=corrections, kinds=["document"])
    book = caught.value.book
    assert book is not None
    assert book.kinds == opis.read(text, kinds=["document"]).kinds
    assert book.documents.to_dicts() == opis.read(text, corrections=corrections).documents.to_dicts()
    assert [correction.applied for correction in book.corrections] == [True]
    assert pickle.loads(pickle.dumps(caught.value)).book.source == text
    with pytest.raises(opis.LimitError) as caught:
        opis.read(text, limits=opis.Limits(text_bytes=20))
    assert caught.value.book is None


def test_the_steps_of_a_match() -> None:
    text, style = (
        b"Document 1\n\nLetter to the mill, 3 May 1931\n\nSee 11111111/7.\n",
        marked(r"(?<box>(?:11|1)*1{5}/7)"),
    )
    assert opis.read(text, styles=[style]).archives[0].raw == "11111111/7"
    with pytest.raises(opis.LimitError, match="match_steps of 10;"):
        opis.read(text, styles=[style], limits=opis.Limits(match_steps=10))


def test_the_memory_of_a_match() -> None:
    text, style = b"See " + b"11 " * 38 + b"end.\n", marked(r"(*NO_JIT)(?<box>(?:(?:[0-9])|\s)+)")
    assert opis.read(text, styles=[style]).archives[0].raw.startswith("11 11")
    with pytest.raises(opis.LimitError, match="match_bytes of 1024;"):
        opis.read(text, styles=[style], limits=opis.Limits(match_bytes=1024))


def test_a_pattern_that_calls_itself_for_ever() -> None:
    with pytest.raises(opis.StyleError, match=r"cannot be matched: .*recurs"):
        opis.read(b"See 11 11.\n", styles=[marked(r"(?<box>(?:(?R)|1)+)")])


# ---- Tables of one's own --------------------------------------------------------------------------------------------

FIGURES = [["Pier", "1930", "1931", "All"], ["A", "l2", "30", "42"], ["B", "20", "15", "35"]]


def test_a_table_of_ones_own_within_limits() -> None:
    assert opis.mend(FIGURES).status[0, 0] == "repaired"
    unsolved = opis.mend(FIGURES, limits=opis.Limits(table_cells=5))
    assert unsolved.bounded
    assert unsolved.status[0, 0] == "likely"
    assert unsolved.values.tolist() == opis.mend(FIGURES).values.tolist()
    with pytest.raises(TypeError, match=r"opis\.Limits, not int"):
        opis.mend(FIGURES, limits=5)  # type: ignore[arg-type]


def test_the_longest_cell_and_label() -> None:
    limits = opis.Limits(text_bytes=10)
    with pytest.raises(opis.LimitError, match="row 2, column 1: a cell of 20 bytes passes the limit text_bytes of 10"):
        opis.mend([["1", "2"], ["3" * 20, "4"]], limits=limits)
    with pytest.raises(opis.LimitError, match="the label of row 1, 'Upper landing stage' "):
        opis.mend([["Upper landing stage", "1", "2"]], index=True, limits=limits)


def test_the_largest_array_of_a_table_of_ones_own() -> None:
    table = opis.mend(FIGURES, limits=opis.Limits(array_bytes=20))
    with pytest.raises(opis.LimitError, match=r"an array of 6 cell records, .*array_bytes of 20"):
        table.cells.to_numpy()
    assert [cell["value"] for cell in table.cells.to_dicts()] == [12, 30, 42, 20, 15, 35]


def test_limits_travel_with_the_book(edition: str) -> None:
    copy = pickle.loads(pickle.dumps(opis.read(edition, limits=opis.Limits(array_bytes=400))))
    with pytest.raises(opis.LimitError, match="array_bytes of 400"):
        copy.documents.to_numpy()


# ---- Memory that the system does not give ---------------------------------------------------------------------------

WITHIN_MEMORY = """
import resource, sys
import opis, numpy
from opis import mending, tables
opis.read(b"").documents.to_numpy(), opis.mend([["1"]])  # all is loaded before memory is short
text = open(sys.argv[1], "rb").read()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    book = opis.read(text)
    for kind in opis.KINDS:
        book.records(kind).to_numpy()
        book.records(kind).to_dicts()
    repr(book), book.tokens.to_numpy(), opis.tokenize(text), opis.mend([["1", "2"], ["3", "4"]])
except MemoryError:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert len(opis.read(b"Document 1\\n\\nLetter to the mill, 3 May 1931\\n").documents) == 1
    print("MemoryError")
else:
    print("read")
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory of a process is told by Linux")
def test_a_process_without_memory(tmp_path: Path, edition: str) -> None:
    """However little there is: the book, or MemoryError, and afterwards all is as before."""
    path = tmp_path / "edition.txt"
    path.write_text(edition * 2000, encoding="utf-8")
    outcomes = []
    for mebibytes in (0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 2000):
        command = [sys.executable, "-c", WITHIN_MEMORY, str(path), str(mebibytes << 20)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{mebibytes} MiB: {done.returncode}\n{done.stderr[-2000:]}"
        outcomes.append(done.stdout.strip())
    assert outcomes[0] == "MemoryError"
    assert outcomes[-1] == "read"
