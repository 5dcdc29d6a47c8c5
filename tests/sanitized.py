"""Tests of the package around an extension module that the address and undefined-behaviour sanitizers watch.

usage: python tests/sanitized.py [ARGUMENT OF PYTEST ...]

The module is linked from the objects of tests/core, which have the sanitizers anyway.  Python itself is run as it is,
so that leaks are not looked for here: what it keeps until its end would count as some.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "core"))

import building
import test_core
from building import ROOT

PACKAGE = test_core.BUILD / "package"
RUNTIMES = "libasan.so", "libstdc++.so.6"  # the latter for modules in C++, whose exceptions the former must know


def build() -> None:
    """The package, with a module of its own."""
    shutil.rmtree(PACKAGE, ignore_errors=True)
    left_out = shutil.ignore_patterns("*.so", "__pycache__")
    shutil.copytree(ROOT / "python" / "opis", PACKAGE / "opis", ignore=left_out)
    binding = ROOT / "csrc" / "python"
    includes = [building.CORE, binding, Path(sysconfig.get_path("include")), Path(np.get_include())]
    name = f"package/opis/_core{sysconfig.get_config_var('EXT_SUFFIX')}"
    test_core.core().program(name, sorted(binding.glob("*.c")), ["-shared"], includes)


def runtime(name: str) -> str:
    """The path of a library of the compiler."""
    return building.run([*building.COMPILER, f"-print-file-name={name}"]).strip()


def main(arguments: list[str]) -> int:
    try:
        build()
        preloaded = " ".join(map(runtime, RUNTIMES))
    except building.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    watched = {
        "LD_PRELOAD": preloaded,
        "PYTHONPATH": str(PACKAGE),
        "PYTHONMALLOC": "malloc",  # Python's own pools would hide what is done to small blocks
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    }
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env={**os.environ, **watched})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
