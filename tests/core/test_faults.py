"""The core where things go wrong at once: memory that runs out at every request in turn, and eight threads."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import edition
import opis
import test_core

HERE = Path(__file__).resolve().parent
PAGES = 4
SEEDS = range(100)


@pytest.fixture(scope="module")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first small generated edition in which every extractor finds something."""
    for seed in SEEDS:
        content = edition.generate(seed, PAGES, 0.5).text.encode()
        book = opis.read(content)
        if all(len(book.records(kind)) for kind in opis.KINDS):
            path = tmp_path_factory.mktemp("faults") / "edition.txt"
            path.write_bytes(content)
            return path
    raise AssertionError(f"no edition of seeds {SEEDS} has records of every kind")


def run(name: str, path: Path) -> str:
    program = test_core.build_program(name, [HERE / f"{name}.c"], [test_core.CORE, HERE])
    return test_core.run_program([program, str(path)])


def test_every_request_for_memory_may_fail(small_edition: Path) -> None:
    printed = run("faults", small_edition)
    faults = re.search(r"^(\d+) faults, 0 blocks left$", printed, re.MULTILINE)
    assert faults, printed
    assert int(faults[1]) > 500


def test_eight_threads_at_once(small_edition: Path) -> None:
    run("threads", small_edition)
