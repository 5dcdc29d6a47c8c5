"""Where the time of a read goes, stage by stage, as a Markdown table.

usage: python tests/bench/stages.py [BOOK] [--repeats N] [--quick]

Compiles stages.c with the core, as setup.py compiles it, and runs it on the book that bench.py would take.
"""

from __future__ import annotations

import argparse
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import building
from building import ROOT

HERE = Path(__file__).resolve().parent
BENCH = runpy.run_path(str(HERE / "bench.py"))  # knows the book


def build(*, quick: bool) -> Path:
    """The program; a quick one is built sooner and runs slower."""
    flags = *building.SETUP["compile_flags"](), *(["-O0"] if quick else []), "-D_POSIX_C_SOURCE=200809L"
    core = building.Build(ROOT / "build" / ("stages-quick" if quick else "stages"), flags)
    return core.program("stages", [HERE / "stages.c"])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Where the time of a read goes.")
    parser.add_argument("book", nargs="?", type=Path)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="build without optimisation, to see that it works")
    options = parser.parse_args(arguments)
    name, data = BENCH["load"](options.book)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.txt"
        book.write_bytes(data)
        print(f"{name}: {len(data):,} bytes, least of {options.repeats} reads\n", flush=True)
        return subprocess.run(
            [str(build(quick=options.quick)), str(book), str(options.repeats)], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
