"""What the fuzz targets have met before: the corpus and every input that once crashed, under the sanitizers.

The targets themselves are run by `make fuzz`; here each file is given to them once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))

import test_core

HERE = Path(__file__).resolve().parent
TARGETS = sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.c"))


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_met_before(target: str) -> None:
    sources = [HERE / f"fuzz_{target}.c", HERE / "corpus.c"]
    program = test_core.build_program(f"corpus_{target}", sources, [test_core.CORE, HERE])
    paths = sorted(path for folder in ("corpus", "crashes") for path in (HERE / folder / target).glob("*"))
    assert paths
    test_core.run_program([program, *map(str, paths)])
