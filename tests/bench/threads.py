"""What two threads reach that read a book each, against one that reads both; and what a scan holds at once.

usage: python tests/bench/threads.py [BOOK] [--repeats N]

BOOK is as for bench.py.  One and two threads take turns, so that a slow moment of the machine falls on both; the least
time of each counts.  A scan reads twenty times as many books in what memory it takes for one set of those read ahead.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import opis
from bench import load, table
from growth import resident

EACH = 4  # books that a thread reads in a round
AHEAD = 5  # books that a scan by two threads holds: two read ahead for each, and the one that is given
TIMES = 20


def seconds_of(threads: int, books: list[bytes]) -> float:
    """How long some threads take to read some books."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(opis.read, books[:threads]))
        start = perf_counter()
        for _ in pool.map(opis.read, books):
            pass
        return perf_counter() - start


def compare(data: bytes, repeats: int) -> str:
    """A table of one and two threads, and how many times as fast two are."""
    books = [data + b"\n" * spare for spare in range(2 * EACH)]  # no two are the same bytes
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(repeats):
        for threads, seconds in times.items():
            seconds.append(seconds_of(threads, books))
    size = sum(map(len, books)) / 1e6
    rows = [
        [f"{threads}", f"{size / min(seconds):.1f}", f"{min(seconds):.3f}", f"{statistics.median(seconds):.3f}"]
        for threads, seconds in times.items()
    ]
    ratio = min(times[1]) / min(times[2])
    told = table(["threads", "MB/s", "least s", "median s"], rows)
    return f"{told}\n\nTwo threads are {ratio:.2f} times as fast as one."


def scanned(data: bytes, books: int) -> int:
    """Bytes that the process had at most after a scan; the books come in order."""
    sources = (data + b"\n" * number for number in range(books))
    for number, book in enumerate(opis.scan(sources, threads=2, progress=False, tokens=False)):
        assert len(book.buffer) == len(data) + number
    gc.collect()
    return resident("VmHWM")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="What threads reach, and what a scan holds.")
    parser.add_argument("book", nargs="?", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    name, data = load(options.book)
    few, many = scanned(data, AHEAD), scanned(data, TIMES * AHEAD)
    print(f"{name}: {len(data):,} bytes, least and median of {options.repeats} rounds\n")
    print(compare(data, options.repeats))
    print(f"\nA scan of {AHEAD} books: {few / 1e6:.0f} MB at most; of {TIMES * AHEAD}: {many / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
