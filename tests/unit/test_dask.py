"""Dask: the same records and the same data set as at home, on workers that may die."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opis
import opis.batch
import opis.dask
import pytest
from opis.batch import parts

pytest.importorskip("pyarrow")
dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    for number in range(1, 41):
        text = "Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n\n"
        note = f"1. RGAE, f. 7486, op. 37, d. {number}, ll. 60-65.\n"
        (folder / f"volume {number:02}.txt").write_text(text + note, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A cluster of two processes on this machine."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def parquet_of(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("*.parquet"))}


def test_frames_have_divisions_and_types_before_anything_is_read(shelf: Path) -> None:
    frames = opis.dask.read(shelf)
    assert set(frames) == set(opis.KINDS)
    assert frames["archive"].known_divisions
    assert frames["archive"].npartitions == 40
    with dask.config.set(scheduler="synchronous"):
        first = frames["archive"].partitions[0].compute()
    assert list(first.columns) == list(frames["archive"].columns)
    assert (first.dtypes == frames["archive"].dtypes).all()


def test_frames_are_the_records(shelf: Path, client: Any) -> None:
    frame = opis.dask.read(shelf, kinds=["archive"])["archive"].compute()
    assert frame["book"].tolist() == [f"volume {number:02}" for number in range(1, 41)]
    assert frame.index.tolist() == list(range(40))
    (third,) = opis.read(shelf / "volume 03.txt").archives.to_pandas().to_dict("records")
    (found,) = frame.loc[[2]].to_dict("records")
    assert found.pop("record") == 0
    assert found.pop("book") == "volume 03"
    assert {name: str(value) for name, value in found.items()} == {name: str(value) for name, value in third.items()}


def test_kinds_computed_together_are_read_once(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = parts.read_job
    monkeypatch.setattr(opis.dask, "read_job", lambda job, *rest: (read.append(job.book), original(job, *rest))[1])
    frames = opis.dask.read(shelf / "volume 0*.txt")
    with dask.config.set(scheduler="synchronous"):
        documents, archives = dask.compute(frames["document"], frames["archive"])
    assert len(documents) == len(archives) == 9
    assert len(read) == 9


def test_a_bad_book_is_an_error_or_has_no_records(shelf: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    with dask.config.set(scheduler="synchronous"):
        with pytest.raises(opis.ReadError, match=r"bad\.txt"):
            opis.dask.read(bad)["note"].compute()
        assert len(opis.dask.read([bad, shelf / "volume 01.txt"], strict=False)["document"].compute()) == 1


def test_the_data_set_is_that_of_batch(shelf: Path, client: Any, tmp_path: Path) -> None:
    summary = opis.dask.to_parquet(shelf, tmp_path / "dask")
    opis.batch.run([shelf], tmp_path / "batch", jobs=1)
    assert (summary.books, summary.counts["document"]) == (40, 40)
    assert parquet_of(tmp_path / "dask") == parquet_of(tmp_path / "batch")
    assert opis.dask.to_parquet(shelf, tmp_path / "dask").resumed == 40


def test_a_worker_that_is_killed_loses_nothing(shelf: Path, client: Any, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(160):
        (folder / f"{number:03}.txt").write_bytes((shelf / f"volume {number % 40 + 1:02}.txt").read_bytes() * 30)
    victims = list(client.run(os.getpid).values())
    output = tmp_path / "dask"

    def kill() -> None:
        deadline = time.monotonic() + 60
        while len(list(output.glob("documents/*"))) < 20 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(victims[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    summary = opis.dask.to_parquet(folder, output)
    killer.join()
    assert (summary.books, len(summary.errors)) == (160, 0)
    opis.batch.run([folder], tmp_path / "batch", jobs=1)
    assert parquet_of(output) == parquet_of(tmp_path / "batch")
    assert victims[0] not in client.run(os.getpid).values()
