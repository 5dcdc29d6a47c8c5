"""The C core without Python: its unit tests, its public header, and every header on its own.

The core is compiled once into a static library under build/core-tests, with warnings as errors and with the address
and undefined-behaviour sanitizers where the compiler has them.  Each test_*.c here is one program and one test case.
`make sanitize` runs the same programs twice more: OPIS_SANITIZER=thread builds them with the thread sanitizer,
OPIS_SANITIZER=valgrind with none, to run them under valgrind.
"""

from __future__ import annotations

import functools
import os
import re
import runpy
import shlex
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORE = ROOT / "csrc" / "core"
SAMPLE = ROOT / "python" / "opis" / "sample" / "edition.txt"
SANITIZER = os.environ.get("OPIS_SANITIZER", "address")
BUILD = ROOT / "build" / ("core-tests" if SANITIZER == "address" else f"core-tests-{SANITIZER}")
COMPILER = shlex.split(os.environ.get("CC", "cc"))
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
PROGRAMS = sorted(HERE.glob("test_*.c"))
HEADERS = sorted(CORE.rglob("*.h"))
SETUP = runpy.run_path(str(ROOT / "setup.py"))  # knows the sources, the styles and where PCRE2 lives


VALGRIND = ["valgrind", "-q", "--leak-check=full", "--errors-for-leak-kinds=definite,possible"]
VALGRIND += ["--error-exitcode=99", "--exit-on-first-error=yes"]
FLAGS_OF_SANITIZERS = {
    "address": (("-fsanitize=address,undefined", "-fno-sanitize-recover=all"), ("-fsanitize=undefined",)),
    "thread": (("-fsanitize=thread",),),
    "valgrind": ((),),
}


def run(command: list[str], seconds: float = 180) -> str:
    """Run a command; its output is the failure's message."""
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds,
    )
    if done.returncode != 0:
        pytest.fail(f"{shlex.join(command)}\nended with {done.returncode}:\n{done.stdout[-8000:]}", pytrace=False)
    return done.stdout


def run_program(command: list[str]) -> str:
    """Run a program that was built here; gives what it prints."""
    return run([*VALGRIND, *command] if SANITIZER == "valgrind" else command, 900)


@functools.cache
def sanitizers() -> tuple[str, ...]:
    """The sanitizer flags that this compiler can link and this machine can run."""
    BUILD.mkdir(parents=True, exist_ok=True)
    source, program = BUILD / "probe.c", BUILD / "probe"
    source.write_text("int main(void) {\n    return 0;\n}\n")
    for flags in FLAGS_OF_SANITIZERS[SANITIZER]:
        commands = [*COMPILER, *flags, str(source), "-o", str(program)], [str(program)]
        if all(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in commands):
            return flags
    return ()


def compile_flags() -> list[str]:
    return [*WARNINGS, "-g", "-O1", "-fno-omit-frame-pointer", *sanitizers()]


def is_stale(target: Path, sources: list[Path]) -> bool:
    return not target.exists() or any(source.stat().st_mtime >= target.stat().st_mtime for source in sources)


@functools.cache
def library() -> tuple[Path, list[str], list[str]]:
    """The core as a static library, with the flags that PCRE2 wants of compiler and linker."""
    cflags, libs = SETUP["pcre2_flags"]()
    SETUP["embed_styles"](BUILD / "styles.c")
    (BUILD / "weak.h").write_text("#pragma weak opis_resize\n")
    flags = [*compile_flags(), f"-I{CORE}", '-DOPIS_VERSION="test"', *cflags]
    stamp = BUILD / "flags"
    if not stamp.exists() or stamp.read_text() != shlex.join([*COMPILER, *flags]):
        stamp.write_text(shlex.join([*COMPILER, *flags]))
    sources = [ROOT / name for name in SETUP["core_sources"]()] + [BUILD / "styles.c"]
    objects = [BUILD / (source.relative_to(ROOT).as_posix().replace("/", "-") + ".o") for source in sources]

    def build(source: Path, target: Path) -> None:
        if is_stale(target, [source, stamp, *HEADERS]):
            # A test program may bring an opis_resize() of its own.
            extra = ["-include", str(BUILD / "weak.h")] if source == CORE / "memory.c" else []
            run([*COMPILER, *flags, *extra, "-c", str(source), "-o", str(target)])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(build, sources, objects))
    archive = BUILD / "libopis.a"
    archive.unlink(missing_ok=True)
    run(["ar", "rcs", str(archive), *map(str, objects)])
    return archive, cflags, [*libs, "-lm", "-lpthread"]


def build_program(sources: list[Path], program: Path, includes: list[Path]) -> None:
    archive, cflags, libs = library()
    paths = [f"-I{include}" for include in includes]
    paths.append(f'-DOPIS_SAMPLE="{SAMPLE}"')
    run([*COMPILER, *compile_flags(), *paths, *cflags, *map(str, sources), "-o", str(program), str(archive), *libs])


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda source: source.stem)
def test_unit(source: Path) -> None:
    program = BUILD / source.stem
    build_program([source], program, [CORE, HERE])
    run_program([str(program)])


def test_example_in_the_public_header(tmp_path: Path) -> None:
    """The program in opis.h's opening comment compiles with that one header and counts its document."""
    opening = (CORE / "opis.h").read_text("utf-8").split("*/")[0]
    example = "\n".join(re.findall(r"^ \*     (.*)$", opening, re.MULTILINE))
    assert "int main(void)" in example
    source, program = tmp_path / "example.c", tmp_path / "example"
    source.write_text(example + "\n", encoding="utf-8")
    shutil.copy(CORE / "opis.h", tmp_path)
    build_program([source], program, [tmp_path])
    done = subprocess.run([str(program)], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "1 documents\n"), done.stderr


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.relative_to(CORE).as_posix())
def test_header_stands_on_its_own(header: Path, tmp_path: Path) -> None:
    source = tmp_path / "alone.c"
    name = header.relative_to(CORE).as_posix()
    source.write_text(f'#include "{name}"\n#include "{name}"\n', encoding="utf-8")
    run([*COMPILER, *WARNINGS, "-fsyntax-only", f"-I{CORE}", str(source)])


@pytest.mark.skipif(shutil.which("c++") is None, reason="there is no C++ compiler")
def test_public_header_is_cplusplus_too(tmp_path: Path) -> None:
    source = tmp_path / "alone.cpp"
    source.write_text('#include "opis.h"\n', encoding="utf-8")
    run(["c++", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{CORE}", str(source)])


def test_core_knows_nothing_of_python() -> None:
    for path in CORE.rglob("*.[ch]"):
        assert "Python.h" not in path.read_text("utf-8"), path
