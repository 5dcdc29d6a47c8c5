"""Build of the extension module `opis._core`: the C core, its binding, and the styles turned into tables.

Everything else stands in pyproject.toml.  tests/building.py loads this file to build the core alone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent
CORE = ROOT / "csrc" / "core"
BINDING = ROOT / "csrc" / "python"
STYLES = ROOT / "python" / "opis" / "styles"
INCLUDES = ["csrc/core", "csrc/python"]

HOW_TO_GET_PCRE2 = (
    "opis needs the PCRE2 library with its headers: `apt-get install libpcre2-dev` on Debian or Ubuntu, "
    "`dnf install pcre2-devel` on Fedora, `brew install pcre2` on macOS; then build again."
)


def version() -> str:
    found = re.search(r'__version__\s*=\s*"([^"]+)"', (ROOT / "python/opis/_version.py").read_text("utf-8"))
    if not found:
        raise SystemExit("python/opis/_version.py holds no __version__")
    return found[1]


def relative(paths: list[Path]) -> list[str]:
    """Paths as setuptools wants them: relative to setup.py, with slashes."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


def core_sources() -> list[str]:
    return relative(sorted(CORE.rglob("*.c")))


def core_headers() -> list[str]:
    return relative(sorted(CORE.rglob("*.h")))


def pcre2_flags() -> tuple[list[str], list[str]]:
    """Compiler and linker flags of PCRE2, from pkg-config or from the library's own pcre2-config."""
    for compile_command, link_command in (
        (["pkg-config", "--cflags", "libpcre2-8"], ["pkg-config", "--libs", "libpcre2-8"]),
        (["pcre2-config", "--cflags"], ["pcre2-config", "--libs8"]),
    ):
        if not shutil.which(compile_command[0]):
            continue
        try:
            return flags_from(compile_command), flags_from(link_command)
        except subprocess.CalledProcessError:
            continue
    raise SystemExit(HOW_TO_GET_PCRE2)


def flags_from(command: list[str]) -> list[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def embed_styles(output: Path) -> None:
    """Write the C tables of the styles; leave a file that would not change alone."""
    output.parent.mkdir(parents=True, exist_ok=True)
    draft = output.with_suffix(".new")
    subprocess.run([sys.executable, str(CORE / "embed_styles.py"), str(STYLES), str(draft)], check=True)
    if output.exists() and output.read_bytes() == draft.read_bytes():
        draft.unlink()
    else:
        draft.replace(output)


class BuildCore(build_ext):
    """build_ext that writes the style tables first and asks PCRE2 where it lives."""

    def build_extension(self, ext: Extension) -> None:
        tables = Path(self.build_temp) / "styles.c"
        embed_styles(tables)
        cflags, libs = pcre2_flags()
        # A system include: the warnings of numpy's headers are not ours.
        cflags = [*cflags, "-isystem", numpy.get_include()]
        ext.sources = [*ext.sources, str(tables)]
        ext.extra_compile_args = [*ext.extra_compile_args, *cflags]
        ext.extra_link_args = [*ext.extra_link_args, *libs]
        super().build_extension(ext)


def compile_flags() -> list[str]:
    flags = ["-std=c11", "-O3", "-fvisibility=hidden"]
    if os.environ.get("OPIS_WERROR") == "1":
        flags += ["-Wall", "-Wextra", "-Werror"]
    return flags


def extension() -> Extension:
    return Extension(
        "opis._core",
        sources=core_sources() + relative(sorted(BINDING.glob("*.c"))),
        depends=[
            *core_headers(),
            *relative(sorted(BINDING.glob("*.h"))),
            *relative(sorted(STYLES.rglob("*.toml"))),
            "csrc/core/embed_styles.py",
            "python/opis/_version.py",
            "setup.py",
        ],
        include_dirs=INCLUDES,
        define_macros=[("OPIS_VERSION", f'"{version()}"')],
        extra_compile_args=compile_flags(),
    )


if __name__ == "__main__":
    setup(ext_modules=[extension()], cmdclass={"build_ext": BuildCore})
