"""Where the time of a read goes, stage by stage, as a Markdown table.

usage: python tests/bench/stages.py [BOOK] [--repeats N] [--quick]

Compiles stages.c with the core, as setup.py compiles it, and runs it on the book that bench.py would take.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "stages"
SETUP = runpy.run_path(str(ROOT / "setup.py"))  # knows the sources, the flags and where PCRE2 lives
BENCH = runpy.run_path(str(HERE / "bench.py"))  # knows the book


def build(*, quick: bool) -> Path:
    """The program; a quick one is built sooner and runs slower."""
    BUILD.mkdir(parents=True, exist_ok=True)
    SETUP["embed_styles"](BUILD / "styles.c")
    cflags, libs = SETUP["pcre2_flags"]()
    program = BUILD / "stages"
    sources = [ROOT / name for name in SETUP["core_sources"]()]
    command = [
        *shlex.split(os.environ.get("CC", "cc")),
        *SETUP["compile_flags"](),
        *(["-O0"] if quick else []),
        "-D_POSIX_C_SOURCE=200809L",
    ]
    command += [f"-I{ROOT / 'csrc' / 'core'}", '-DOPIS_VERSION="profile"', *cflags, str(HERE / "stages.c")]
    command += [*map(str, sources), str(BUILD / "styles.c"), "-o", str(program), *libs, "-lm"]
    subprocess.run(command, check=True)
    return program


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
