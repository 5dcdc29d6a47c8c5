"""The C core without Python: its unit tests, its public header, and every header on its own.

The core is compiled once under build/core-tests, with warnings as errors and with the address
and undefined-behaviour sanitizers where the compiler has them.  Each test_*.c here is one program and one test case.
`make sanitize` runs the same programs twice more: OPIS_SANITIZER=thread builds them with the thread sanitizer,
OPIS_SANITIZER=valgrind with none, to run them under valgrind.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import building
from building import CORE, HEADERS, ROOT

HERE = Path(__file__).resolve().parent
SAMPLE = ROOT / "python" / "opis" / "sample" / "edition.txt"
SANITIZER = os.environ.get("OPIS_SANITIZER", "address")
BUILD = ROOT / "build" / ("core-tests" if SANITIZER == "address" else f"core-tests-{SANITIZER}")
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
PROGRAMS = sorted(HERE.glob("test_*.c"))

VALGRIND = ["valgrind", "-q", "--leak-check=full", "--errors-for-leak-kinds=definite,possible"]
VALGRIND += ["--error-exitcode=99", "--exit-on-first-error=yes"]
FLAGS_OF_SANITIZERS = {
    "address": (("-fsanitize=address,undefined", "-fno-sanitize-recover=all"), ("-fsanitize=undefined",)),
    "thread": (("-fsanitize=thread",),),
    "valgrind": ((),),
}


@contextmanager
def failing() -> Iterator[None]:
    """What a command says is the failure's message."""
    try:
        yield
    except building.BuildError as error:
        pytest.fail(str(error), pytrace=False)


def run(command: list[str], seconds: float = 180) -> str:
    with failing():
        return building.run(command, seconds)


def run_program(command: list[str]) -> str:
    """Run a program that was built here; gives what it prints."""
    return run([*VALGRIND, *command] if SANITIZER == "valgrind" else command, 900)


def sanitizers() -> tuple[str, ...]:
    """The sanitizer flags that this compiler can link and this machine can run."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "probe.c", Path(folder) / "probe"
        source.write_text("int main(void) {\n    return 0;\n}\n")
        for flags in FLAGS_OF_SANITIZERS[SANITIZER]:
            commands = [*building.COMPILER, *flags, str(source), "-o", str(program)], [str(program)]
            if all(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in commands):
                return flags
        return ()


@functools.cache
def core() -> building.Build:
    BUILD.mkdir(parents=True, exist_ok=True)
    return building.Build(
        BUILD,
        (*WARNINGS, "-g", "-O1", "-fPIC", "-fno-omit-frame-pointer", *sanitizers()),
        flags_of={CORE / "memory.c": ("-include", str(HERE / "weak.h"))},
    )


def build_program(name: str, sources: list[Path], includes: list[Path]) -> str:
    """Link a program with the core; gives its path."""
    beside = [HERE / "without_jit.c"] if SANITIZER == "valgrind" else []
    with failing():
        return str(core().program(name, [*sources, *beside], [f'-DOPIS_SAMPLE="{SAMPLE}"'], includes))


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda source: source.stem)
def test_unit(source: Path) -> None:
    run_program([build_program(source.stem, [source], [CORE, HERE])])


def test_example_in_the_public_header(tmp_path: Path) -> None:
    """The program in opis.h's opening comment compiles with that one header and counts its document."""
    opening = (CORE / "opis.h").read_text("utf-8").split("*/")[0]
    example = "\n".join(re.findall(r"^ \*     (.*)$", opening, re.MULTILINE))
    assert "int main(void)" in example
    source = tmp_path / "example.c"
    source.write_text(example + "\n", encoding="utf-8")
    shutil.copy(CORE / "opis.h", tmp_path)
    program = build_program("example", [source], [tmp_path])
    done = subprocess.run([program], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "1 documents\n"), done.stderr


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.relative_to(CORE).as_posix())
def test_header_stands_on_its_own(header: Path, tmp_path: Path) -> None:
    source = tmp_path / "alone.c"
    name = header.relative_to(CORE).as_posix()
    source.write_text(f'#include "{name}"\n#include "{name}"\n', encoding="utf-8")
    run([*building.COMPILER, *WARNINGS, "-fsyntax-only", f"-I{CORE}", str(source)])


@pytest.mark.skipif(shutil.which("c++") is None, reason="there is no C++ compiler")
def test_public_header_is_cplusplus_too(tmp_path: Path) -> None:
    source = tmp_path / "alone.cpp"
    source.write_text('#include "opis.h"\n', encoding="utf-8")
    run(["c++", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{CORE}", str(source)])


def test_core_knows_nothing_of_python() -> None:
    for path in CORE.rglob("*.[ch]"):
        assert "Python.h" not in path.read_text("utf-8"), path
