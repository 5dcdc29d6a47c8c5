"""How time and memory of a read grow with its source: copies of a text, each of them a volume, up to a gigabyte.

usage: python tests/bench/growth.py [BOOK] [--to MB] [--rounds N]

Each size is read in a process of its own, with tokens and without.  Its time is what the reading thread had of the
processor, the least of the rounds, so that others count little: those who use the machine, and the threads of numpy,
which wait for work with some 35 ms of a processor as they begin.  Its memory is what the process takes at most while it
reads, beyond what it had with the source at hand.  BOOK is as for bench.py.
At 1,000 MB a round takes a minute or two, and up to 5 GB of memory.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import thread_time
from typing import NamedTuple

import opis
from bench import exponent, load, table

STEP = 4  # times the size before
LITTLE = b"Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n"


class Point(NamedTuple):
    """What one size took: bytes of the source, seconds, and bytes beside the source."""

    size: int
    seconds: float
    memory: int


def copies_up_to(size: int, most: int) -> list[int]:
    """How many copies of a text of some size are read: four times as many each time, up to the most bytes."""
    largest = max(1, most // size)
    steps = int(math.log(largest, STEP))
    return [*(STEP**step for step in range(steps + 1) if STEP**step * 2 <= largest), largest]


def resident(field: str) -> int:
    """Bytes of memory that this process has (VmRSS) or had at most (VmHWM)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    raise OSError("this system does not tell what a process takes; the benchmark needs Linux")


def read_once(book: Path | None, copies: int, tokens: bool) -> Point:
    """Time and memory of one read, in this process."""
    _, data = load(book)
    text = data * copies
    del data
    opis.read(LITTLE)
    gc.collect()
    before = resident("VmRSS")
    start = thread_time()
    read = opis.read(text, tokens=tokens)
    seconds = thread_time() - start
    assert len(read.pages) > 0
    return Point(len(text), seconds, resident("VmHWM") - before)


def measured(book: Path | None, copies: int, tokens: bool, rounds: int) -> Point:
    """The least time and memory of some rounds, each in a process of its own."""
    command = [sys.executable, __file__, "--copies", str(copies), *(["--no-tokens"] if not tokens else [])]
    command += [str(book)] if book else []
    points = [
        Point(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        for _ in range(rounds)
    ]
    return Point(points[0].size, min(p.seconds for p in points), min(p.memory for p in points))


def report(name: str, points: Sequence[Point]) -> str:
    """A table of the points, and what lines fit them."""
    sizes = [point.size for point in points]
    rows = [
        [
            f"{p.size / 1e6:,.1f}",
            f"{p.seconds:.3f}",
            f"{p.size / 1e6 / p.seconds:.1f}",
            f"{p.memory / 1e6:,.1f}",
            f"{p.memory / p.size:.2f}",
        ]
        for p in points
    ]
    told = table([f"{name}: MB", "CPU seconds", "MB/s", "memory, MB", "bytes a byte"], rows)
    if len(set(sizes)) < 2:
        return told
    line = statistics.linear_regression(sizes, [p.memory for p in points])
    return (
        f"{told}\n\nTime grows as size to the power {exponent(sizes, [p.seconds for p in points]):.3f}, "
        f"memory to the power {exponent(sizes, [p.memory for p in points]):.3f}: "
        f"{line.intercept / 1e6:.1f} MB and {line.slope:.2f} bytes for each byte."
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="How time and memory of a read grow with its source.")
    parser.add_argument("book", nargs="?", type=Path)
    parser.add_argument("--to", metavar="MB", type=float, default=100, help="the largest source")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--copies", type=int, help="read so many copies once, and print size, seconds and memory")
    parser.add_argument("--no-tokens", action="store_true", help="with --copies: keep no tokens")
    options = parser.parse_args(arguments)
    if options.copies:
        print(json.dumps(read_once(options.book, options.copies, not options.no_tokens)))
        return 0
    name, data = load(options.book)
    print(f"{name}: {len(data):,} bytes, copied; memory is that beside the source\n")
    for tokens, heading in ((True, "with tokens"), (False, "without tokens")):
        copies = copies_up_to(len(data), int(options.to * 1e6))
        print(report(heading, [measured(options.book, count, tokens, options.rounds) for count in copies]), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
