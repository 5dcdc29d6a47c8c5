"""The core compiled without Python, and programs linked with it: for tests/core, tests/fuzz and tests/bench.

What is up to date is not compiled again: an object is older than its source, a header or a change of the flags.
"""

from __future__ import annotations

import fcntl
import os
import runpy
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "csrc" / "core"
HEADERS = sorted(CORE.rglob("*.h"))
SETUP = runpy.run_path(str(ROOT / "setup.py"))  # knows the sources, the styles and where PCRE2 lives
COMPILER = tuple(shlex.split(os.environ.get("CC", "cc")))


class BuildError(Exception):
    """A command that failed, with what it says."""


def run(command: Iterable[str], seconds: float | None = None) -> str:
    """Run a command; gives what it prints, or raises BuildError with it."""
    listed = list(command)
    done = subprocess.run(
        listed,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds,
    )
    if done.returncode:
        raise BuildError(f"{shlex.join(listed)}\nended with {done.returncode}:\n{done.stdout[-8000:]}")
    return done.stdout


@dataclass(frozen=True)
class Build:
    """The core as one compiler makes it with some flags, in a folder of its own."""

    folder: Path
    flags: tuple[str, ...]
    compiler: tuple[str, ...] = COMPILER
    core_flags: tuple[str, ...] = ()
    """Of the core alone, not of the programs."""
    flags_of: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)
    """Further flags of single sources."""

    @cached_property
    def pcre2(self) -> tuple[list[str], list[str]]:
        """Flags of the compiler and of the linker."""
        flags: tuple[list[str], list[str]] = SETUP["pcre2_flags"]()
        return flags

    @cached_property
    def objects(self) -> list[Path]:
        """The core and its styles."""
        if not shutil.which(self.compiler[0]):
            raise BuildError(f"no {self.compiler[0]}: install it, or name another compiler in CC")
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests of several processes share the folder
            return self._compiled()

    def _compiled(self) -> list[Path]:
        SETUP["embed_styles"](self.folder / "styles.c")
        sources = [ROOT / name for name in SETUP["core_sources"]()] + [self.folder / "styles.c"]
        version = f'-DOPIS_VERSION="{SETUP["version"]()}"'
        flags = [*self.compiler, *self.flags, *self.core_flags, f"-I{CORE}", version, *self.pcre2[0]]
        stamp = self._stamp(flags)

        def compiled(source: Path) -> Path:
            target = self.folder / (source.relative_to(ROOT).as_posix().replace("/", "-") + ".o")
            if is_stale(target, [source, stamp, *HEADERS]):
                whole = target.with_suffix(f".{os.getpid()}")
                run([*flags, *self.flags_of.get(source, ()), "-c", str(source), "-o", str(whole)])
                whole.replace(target)  # others may be linking it
            return target

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(compiled, sources))

    def _stamp(self, flags: list[str]) -> Path:
        """A file that is newer than what was compiled with other flags."""
        stamp, written = self.folder / "flags", shlex.join(flags)
        if not stamp.exists() or stamp.read_text("utf-8") != written:
            stamp.write_text(written, "utf-8")
        return stamp

    def program(
        self, name: str, sources: Iterable[Path], flags: Iterable[str] = (), includes: Iterable[Path] = (CORE,)
    ) -> Path:
        """Compile sources and link them with the core."""
        objects = self.objects
        cflags, libs = self.pcre2
        target = self.folder / name
        command = [*self.compiler, *self.flags, *flags, *(f"-I{folder}" for folder in includes), *cflags]
        run([*command, *map(str, [*sources, *objects]), "-o", str(target), *libs, "-lm", "-lpthread"])
        return target


def is_stale(target: Path, sources: Iterable[Path]) -> bool:
    return not target.exists() or any(source.stat().st_mtime >= target.stat().st_mtime for source in sources)
