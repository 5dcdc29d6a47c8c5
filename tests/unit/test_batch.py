"""Batch: many books into one data set, whatever happens on the way."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.batch import parts, workers
from opis.batch.places import Place
from opis.batch.plan import plan
from opis.cli import main

pytest.importorskip("pyarrow")

import opis.batch
import pyarrow.dataset as ds


def text_of(number: int) -> bytes:
    return (
        f"Document {number}\nLetter to the mill, 3 May 19{30 + number % 8}1\n\nNo flour has come.\n\n"
        f"1. RGAE, f. 7486, op. 37, d. {number}, ll. 60-65.\n"
    ).encode()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of seven books, one of them in a folder of its own and one that cannot be read."""
    folder = tmp_path / "shelf"
    (folder / "east").mkdir(parents=True)
    for number in range(1, 6):
        (folder / f"volume {number}.txt").write_bytes(text_of(number))
    (folder / "east" / "volume 1.txt").write_bytes(text_of(6))
    (folder / "torn.txt").write_bytes(b"Document 1\n\xff\xfe")
    (folder / "notes.md").write_bytes(b"not a book")
    return folder


def content(output: Path) -> dict[str, Any]:
    """All that a data set holds, but for the times."""
    found: dict[str, Any] = {}
    for path in sorted(output.rglob("*")):
        if path.is_dir():
            continue
        name = path.relative_to(output).as_posix()
        if path.suffix in (".json", ".jsonl"):
            lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            found[name] = [{key: value for key, value in line.items() if key != "seconds"} for line in lines]
        else:
            found[name] = path.read_bytes()
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_becomes_a_data_set(shelf: Path, tmp_path: Path, jobs: int) -> None:
    summary = opis.batch.run([shelf], tmp_path / "out", jobs=jobs)
    assert (summary.books, summary.resumed, len(summary.errors)) == (7, 0, 1)
    assert summary.counts["document"] == 6
    table = ds.dataset(tmp_path / "out" / "archives", partitioning="hive").to_table().to_pydict()
    assert sorted(zip(table["book"], table["delo"], strict=True)) == [
        ("east/volume 1", "6"),
        *((f"volume {number}", str(number)) for number in range(1, 6)),
    ]
    documents = ds.dataset(tmp_path / "out" / "documents", partitioning="hive").to_table()
    assert documents["record"].to_pylist() == [0] * 6


def test_links_are_records_of_the_same_book(shelf: Path, tmp_path: Path) -> None:
    from opis.cli.demo import read_sample

    (shelf / "sample.txt").write_bytes(read_sample().source)
    opis.batch.run([shelf / "sample.txt"], tmp_path / "out")
    read = {kind: ds.dataset(tmp_path / "out" / kind).to_table().to_pylist() for kind in ("documents", "archives")}
    archives = {row["record"]: row for row in read["archives"]}
    sources = [archives[row["source"]] for row in read["documents"] if row["source"] is not None]
    assert sources
    assert {row["document"] for row in sources} <= {None, *range(len(read["documents"]))}


def test_the_manifest_tells_of_every_book(shelf: Path, tmp_path: Path) -> None:
    opis.batch.run([shelf], tmp_path / "out", jobs=1, kinds=["archive"])
    lines = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert [line["book"] for line in lines] == sorted(line["book"] for line in lines)
    torn = next(line for line in lines if line["book"] == "torn")
    good = next(line for line in lines if line["book"] == "volume 3")
    assert "byte 11" in torn["error"]
    assert good["error"] is None
    assert good["bytes"] == len(text_of(3))
    assert good["sha256"] == __import__("hashlib").sha256(text_of(3)).hexdigest()
    assert good["opis"] == opis.__version__
    assert good["settings"] == {"kinds": ["archive"]}
    assert good["counts"]["archive"] == 1
    (part,) = (name for name in good["sizes"] if name.startswith("archives/"))
    assert good["sizes"][part] == (tmp_path / "out" / part).stat().st_size


def test_strict_stops_at_the_first_bad_book(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match=r"torn\.txt.*byte 11"):
        opis.batch.run([shelf], tmp_path / "out", jobs=2, strict=True)


def test_what_is_done_is_not_done_again(shelf: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    opis.batch.run([shelf], output, jobs=1)
    before = content(output)
    stamps = {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")}
    again = opis.batch.run([shelf], output, jobs=1)
    assert again.resumed == 6  # the torn one is tried again
    assert content(output) == before
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")} == stamps
    assert again.counts["document"] == 6


def test_what_changed_is_read_again(shelf: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    opis.batch.run([shelf], output, jobs=1)
    (shelf / "volume 2.txt").write_bytes(b"Nothing is left.\n")
    assert opis.batch.run([shelf], output, jobs=1).resumed == 5
    assert not (output / "documents" / "book=volume%202").joinpath("part-0.parquet").exists()
    assert opis.batch.run([shelf], output, jobs=1, kinds=["archive"]).resumed == 0


@pytest.mark.parametrize("left", [None, b"", b"PAR1"])
def test_what_a_loss_of_power_took_is_read_again(shelf: Path, tmp_path: Path, left: bytes | None) -> None:
    """The line of a book may be on the disk when its files are not."""
    output = tmp_path / "out"
    opis.batch.run([shelf], output, jobs=1)
    before = content(output)
    victim = output / "archives" / "book=volume%203" / "part-0.parquet"
    victim.unlink() if left is None else victim.write_bytes(left)
    assert opis.batch.run([shelf], output, jobs=1).resumed == 5
    assert content(output) == before


def test_killed_at_any_moment_it_ends_the_same(shelf: Path, tmp_path: Path) -> None:
    for number in range(6, 24):
        (shelf / f"volume {number}.txt").write_bytes(text_of(number) * 40)
    whole = tmp_path / "whole"
    opis.batch.run([shelf], whole, jobs=1)
    output = tmp_path / "out"
    command = [sys.executable, "-m", "opis", "batch", str(shelf), "-o", str(output), "--jobs", "2", "--quiet"]
    killed = 0
    for pause in (0.3, 0.5, 0.7, 0.9, 1.2):
        process = subprocess.Popen(command, start_new_session=True)
        time.sleep(pause)
        if process.poll() is None:
            killed += 1
            process.kill()  # its workers must end by themselves
        process.wait(60)
    assert killed
    opis.batch.run([shelf], output, jobs=2)
    assert content(output) == content(whole)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc to look for processes in")
def test_workers_do_not_outlive_a_killed_batch(shelf: Path, tmp_path: Path) -> None:
    (shelf / "long.txt").write_bytes(text_of(1) * 400_000)
    command = [sys.executable, "-m", "opis", "batch", str(shelf), "-o", str(tmp_path / "out"), "--jobs", "2"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while len(_session(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(_session(process.pid)) >= 3
    process.kill()
    process.wait(60)
    while _session(process.pid) and time.monotonic() < deadline + 30:
        time.sleep(0.05)
    assert not _session(process.pid)


def _session(leader: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            found.append(int(path.parent.name))
    return found


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_dies_takes_no_other_book_with_it(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = plan([shelf])
    place = Place(tmp_path / "out")
    with workers.Workers(2, place, {}) as crew:
        submit = type(crew._pool).submit

        def deadly(pool: Any, work: Any, job: Any, *rest: Any) -> Any:
            return submit(pool, _die if job.book == "volume 2" else work, job, *rest)

        monkeypatch.setattr(type(crew._pool), "submit", deadly)
        for job in jobs:
            crew.give(job, None)
        entries = [crew.take() for _ in jobs]
    assert [entry["book"] for entry in entries] == [job.book for job in jobs]
    assert {entry["book"] for entry in entries if entry["error"]} == {"torn", "volume 2"}
    assert "killed" in json.loads(place.get(parts.entry_of("volume 2")) or b"{}")["error"]


def test_archives_and_globs_and_names(shelf: Path, tmp_path: Path) -> None:
    archive = tmp_path / "library.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for number in (1, 2):
            info = tarfile.TarInfo(f"set/volume {number}.txt")
            info.size = len(text_of(number))
            tar.addfile(info, io.BytesIO(text_of(number)))
    jobs = plan([archive, str(shelf / "volume [12].txt"), shelf / "volume 1.txt"])
    assert [job.book for job in jobs] == ["library/set/volume 1", "library/set/volume 2", "volume 1", "volume 2"]
    summary = opis.batch.run([archive], tmp_path / "out", jobs=2)
    assert summary.counts["document"] == 2
    two = plan([shelf / "volume 1.txt", shelf / "east" / "volume 1.txt"])
    assert len({job.book for job in two}) == 2
    assert all(job.book.startswith("volume 1~") for job in two)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="no pattern that matches"):
        opis.batch.run([tmp_path / "*.txt"], tmp_path / "out")
    bad = tmp_path / "bad.tar"
    bad.write_bytes(b"no archive")
    with pytest.raises(opis.ReadError, match="no tar archive"):
        opis.batch.run([bad], tmp_path / "out")


def test_remote_places(shelf: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for path in shelf.glob("volume*.txt"):
        memory.pipe_file(f"/shelf/{path.name}", path.read_bytes())
    summary = opis.batch.run(["memory://shelf/*.txt"], "memory://out", jobs=1)
    assert summary.counts["document"] == 5
    assert memory.exists("/out/documents/book=volume%203/part-0.parquet")
    assert opis.batch.run(["memory://shelf"], "memory://out", jobs=1).resumed == 5
    memory.rm("/", recursive=True)


def test_the_command(shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(shelf), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 3
    said = capsys.readouterr().out
    assert "7 books" in said
    assert "torn.txt: ReadError" in said
    assert main(["batch", str(shelf / "volume 1.txt"), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["batch", str(shelf), "-o", str(tmp_path / "strict"), "--strict", "--jobs", "1"]) == 2
