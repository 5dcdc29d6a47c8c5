"""How fast many books are read: opis batch on one and two processes, its resuming, and Dask against it.

usage: python tests/bench/corpus.py [--books N] [--table]

The books are generated (tests/edition): forty scans of each edition, about half a megabyte a book, every scan damaged
otherwise.  They are kept in build/corpus.  Each measurement is a process of its own that writes to an empty folder.
--table adds what the figures come to for a library of 18 million volumes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import runpy
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPUS = ROOT / "build" / "corpus"
OUTPUT = ROOT / "build" / "corpus-out"
SCANS = 40  # of each edition
PAGES = 240
STRENGTH = 0.5
LIBRARY = 18_000_000  # volumes
VOLUME = 0.8e6  # bytes each

DASK = """
import sys, opis.dask, distributed
if __name__ == "__main__":
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None, "memory_limit": 0}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        client.wait_for_workers(2)
        client.run(__import__, "opis.dask")
        print(opis.dask.to_parquet(sys.argv[1], sys.argv[2]).seconds)
"""


class Run(NamedTuple):
    """A measurement: seconds by the clock, and the most memory that one of its processes had."""

    seconds: float
    peak: int
    said: str


def make(books: int) -> list[Path]:
    """The first so many books of the corpus, written where they are not there yet."""
    sys.path.insert(0, str(ROOT / "tests"))
    import edition

    CORPUS.mkdir(parents=True, exist_ok=True)
    paths = [
        CORPUS / f"{seed:03}" / f"scan-{copy:02}.txt" for seed in range(-(-books // SCANS)) for copy in range(SCANS)
    ]
    for seed in sorted({path.parent for path in paths[:books] if not path.exists()}):
        seed.mkdir(exist_ok=True)
        for copy, text in enumerate(edition.scan_again(int(seed.name), PAGES, STRENGTH, SCANS)):
            (seed / f"scan-{copy:02}.txt").write_bytes(text.encode())
    return paths[:books]


def run(command: list[str], stop_after: float | None = None) -> Run:
    """Run a command, or kill it after so many seconds."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=stop_after)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Run(time.perf_counter() - before, peak, said)


def batch(shelf: Path, output: Path, jobs: int) -> list[str]:
    return [sys.executable, "-m", "opis", "batch", str(shelf), "-o", str(output), "--jobs", str(jobs)]


def fresh(name: str) -> Path:
    shutil.rmtree(OUTPUT / name, ignore_errors=True)
    return OUTPUT / name


def bytes_under(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def shelf_of(books: list[Path]) -> Path:
    """A folder of just these books."""
    shelf = fresh("shelf")
    for path in books:
        (shelf / path.parent.name).mkdir(parents=True, exist_ok=True)
        os.link(path, shelf / path.parent.name / path.name)
    return shelf


def run_dask(shelf: Path) -> float:
    """Seconds that Dask takes for a shelf, its workers started."""
    program = OUTPUT / "with_dask.py"
    program.write_text(DASK)
    return float(run([sys.executable, str(program), str(shelf), str(fresh("dask"))]).said.split()[-1])


def measure(shelf: Path, size: int) -> tuple[list[list[str]], dict[str, float]]:
    """The rows of the table, and the seconds behind them."""
    one = run(batch(shelf, fresh("one"), 1))
    two = run(batch(shelf, fresh("two"), 2))
    again = run(batch(shelf, OUTPUT / "two", 2))
    output = fresh("stopped")
    resumed = run(batch(shelf, output, 2), stop_after=two.seconds / 2).seconds + run(batch(shelf, output, 2)).seconds
    dask = run_dask(shelf)
    two_note = f"{one.seconds / two.seconds:.2f} times one; peak {two.peak / 1e6:.0f} MB"
    rows = [
        ("batch, one process", one.seconds, f"peak {one.peak / 1e6:.0f} MB"),
        ("batch, two processes", two.seconds, two_note),
        ("batch, all done before", again.seconds, f"{again.seconds / two.seconds:.1%} of the whole"),
        ("batch, killed half-way and resumed", resumed, f"{resumed / two.seconds - 1:+.1%}"),
        ("Dask, two worker processes", dask, f"{dask / two.seconds - 1:+.1%} against batch"),
    ]
    printed = [[name, f"{seconds:.1f}", f"{size / 1e6 / seconds:.1f}", note] for name, seconds, note in rows]
    return printed, {"one": one.seconds, "two": two.seconds, "dask": dask}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="How fast many books are read.")
    parser.add_argument("--books", type=int, default=2000)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    made = make(options.books)
    size = sum(path.stat().st_size for path in made)
    print(f"{len(made):,} books, {size / 1e6:,.0f} MB, generated in {time.perf_counter() - started:.0f} s\n")
    rows, seconds = measure(shelf_of(made), size)
    bench = runpy.run_path(str(HERE / "bench.py"))
    print(bench["table"](["", "seconds", "MB/s", ""], rows))
    written = bytes_under(OUTPUT / "two")
    print(f"\nThe data set has {written / 1e6:,.0f} MB of Parquet, {written / size:.2f} bytes a byte.")
    if options.table:
        hours = LIBRARY * VOLUME / (size / seconds["one"]) / 3600
        print(f"A library of {LIBRARY:,} volumes of {VOLUME / 1e6} MB: {hours:,.0f} core-hours, ", end="")
        print(f"{LIBRARY * VOLUME * written / size / 1e12:.1f} TB of Parquet.")
    print(json.dumps({"books": len(made), "bytes": size, **seconds}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
