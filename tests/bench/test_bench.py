"""The benchmark runs and its line fit holds; no test depends on how fast this machine is."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("bench.py")


def test_bench_prints_its_tables(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 50, encoding="utf-8")
    command = [sys.executable, str(BENCH), str(book), "--repeats", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "| opis.read " in done.stdout
    assert "to the power" in done.stdout


def test_profile_names_every_stage(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 50, encoding="utf-8")
    command = [sys.executable, str(BENCH.with_name("profile.py")), str(book), "--repeats", "2"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    for stage in ("tokens", "layout", "documents", "links", "all"):
        assert f"| {stage} " in done.stdout


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_exponent(power: float) -> None:
    exponent = runpy.run_path(str(BENCH))["exponent"]
    sizes = [1.0, 4.0, 16.0]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)
