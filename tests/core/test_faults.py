"""The core when memory runs out, at every request in turn."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import edition
import opis
import test_core

HERE = Path(__file__).resolve().parent

PAGES = 4
SEEDS = range(100)


def small_edition_of_every_kind() -> bytes:
    """The first small generated edition in which every extractor finds something."""
    for seed in SEEDS:
        content = edition.generate(seed, PAGES, 0.5).text.encode()
        book = opis.read(content)
        if all(len(book.records(kind)) for kind in opis.KINDS):
            return content
    raise AssertionError(f"no edition of seeds {SEEDS} has records of every kind")


def test_every_request_for_memory_may_fail(tmp_path: Path) -> None:
    path, program = tmp_path / "edition.txt", test_core.BUILD / "faults"
    path.write_bytes(small_edition_of_every_kind())
    test_core.build_program([HERE / "faults.c"], program, [test_core.CORE, HERE])
    done = subprocess.run([str(program), str(path)], check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    faults = re.search(r"^(\d+) faults, 0 blocks left$", done.stdout, re.MULTILINE)
    assert faults, done.stdout
    assert int(faults[1]) > 500
