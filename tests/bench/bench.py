"""Speed of opis against plain Python, in one run, as Markdown tables.

usage: python tests/bench/bench.py [BOOK] [--repeats N]

BOOK is, unless named, that of the environment's OPIS_BOOK, else ../shared/book/road-to-terror.txt, else the embedded
sample, repeated to a megabyte and a half.  The repeats of all measurements are interleaved, so that a slow moment of
the machine falls on all of them; the least time is the figure, the median tells how steady the machine was.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import re
import statistics
import sys
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from time import perf_counter

import opis

ROOT = Path(__file__).resolve().parents[2]
REAL_BOOK = ROOT.parent / "shared" / "book" / "road-to-terror.txt"
SAMPLE_TARGET = 1_500_000
COPIES = (1, 4, 16)
WORDS = re.compile(r"\w+")


def load(book: Path | None) -> tuple[str, bytes]:
    """A name for the report, and the bytes to read."""
    named = os.environ.get("OPIS_BOOK")
    path = book or (Path(named) if named else REAL_BOOK)
    if book or named or path.is_file():
        return path.name, path.read_bytes()
    texts = [
        entry.read_bytes()
        for entry in resources.files("opis").joinpath("sample").iterdir()
        if entry.name.endswith(".txt")
    ]
    sample = max(texts, key=len)
    copies = -(-SAMPLE_TARGET // len(sample))
    return f"the embedded sample x {copies}", sample * copies


def word_spans(text: str) -> int:
    """What a Python programmer would write first: the span of every word."""
    return len([match.span() for match in WORDS.finditer(text)])


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes; its result is let go within them."""
    start = perf_counter()
    work()
    return perf_counter() - start


def measure(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Times of each, interleaved, after a round that warms up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    try:
        for turn in range(repeats + 1):
            for name, work in works.items():
                seconds = timed(work)
                if turn:
                    times[name].append(seconds)
    finally:
        gc.enable()
    return times


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The slope of a straight line through log(size), log(seconds): 1 is linear time."""
    return statistics.linear_regression([math.log(s) for s in sizes], [math.log(t) for t in seconds]).slope


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))]
        return f"| {' | '.join(padded)} |"

    rule = "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths))
    return "\n".join([line(head), f"|{rule}|", *map(line, rows)])


def compare(data: bytes, repeats: int) -> str:
    """Tokens and whole reads against the word spans of `re`."""
    text = data.decode()
    works: dict[str, Callable[[], object]] = {
        "Python re, word spans": lambda: word_spans(text),
        "opis.tokenize": lambda: opis.tokenize(data),
        "opis.read": lambda: opis.read(data),
    }
    times = measure(works, repeats)
    slowest = min(times["Python re, word spans"])
    rows = []
    for name, seconds in times.items():
        least, median = min(seconds), statistics.median(seconds)
        rows.append(
            [
                name,
                f"{len(data) / 1e6 / least:.1f}",
                f"{least * 1e3:.2f}",
                f"{median * 1e3:.2f}",
                f"{slowest / least:.1f}",
            ]
        )
    return table(["", "MB/s", "least ms", "median ms", "times re"], rows)


def scale(data: bytes, repeats: int) -> str:
    """Time of a read against the size of the book, which is the same book several times over."""
    copies = {n: data * n for n in COPIES}
    works: dict[str, Callable[[], object]] = {str(n): (lambda d=d: opis.read(d)) for n, d in copies.items()}  # type: ignore[misc]
    times = measure(works, repeats)
    least = [min(times[str(n)]) for n in COPIES]
    rows = [
        [f"{n}x", f"{len(d) / 1e6:.1f}", f"{t * 1e3:.1f}", f"{len(d) / 1e6 / t:.1f}"]
        for (n, d), t in zip(copies.items(), least, strict=True)
    ]
    grows = exponent([len(d) for d in copies.values()], least)
    return table(["opis.read", "MB", "least ms", "MB/s"], rows) + f"\n\nTime grows as size to the power {grows:.2f}."


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Speed of opis against plain Python.")
    parser.add_argument("book", nargs="?", type=Path)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args(arguments)
    name, data = load(options.book)
    print(f"{name}: {len(data):,} bytes, Python {sys.version.split()[0]}, least and median of {options.repeats} runs\n")
    print(compare(data, options.repeats))
    print()
    print(scale(data, max(3, options.repeats // 3)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
