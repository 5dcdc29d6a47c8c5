"""The benchmark runs and its line fit holds; no test depends on how fast this machine is."""

from __future__ import annotations

import re
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


def test_growth_is_measured_with_tokens_and_without(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 1000, encoding="utf-8")
    command = [sys.executable, str(BENCH.with_name("growth.py")), str(book), "--to", "0.5"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "| with tokens: MB " in done.stdout
    assert "| without tokens: MB " in done.stdout
    assert len(re.findall(r"power [\d.]+, memory to the power -?[\d.]+: -?[\d.]+ MB and", done.stdout)) == 2


def test_sizes_grow_up_to_the_largest() -> None:
    copies_up_to = runpy.run_path(str(BENCH.with_name("growth.py")))["copies_up_to"]
    assert copies_up_to(10, 5) == copies_up_to(10, 10) == [1]
    assert copies_up_to(10, 700) == [1, 4, 16, 70]
    assert copies_up_to(10, 1000) == [1, 4, 16, 100]


def test_one_and_two_threads_are_measured(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 50, encoding="utf-8")
    command = [sys.executable, str(BENCH.with_name("threads.py")), str(book), "--repeats", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert re.search(r"Two threads are \d+\.\d\d times as fast as one", done.stdout)
    assert re.search(r"A scan of 5 books: \d+ MB at most; of 100: \d+ MB", done.stdout)


def test_profile_names_every_stage(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 50, encoding="utf-8")
    command = [sys.executable, str(BENCH.with_name("stages.py")), str(book), "--repeats", "2", "--quick"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    for stage in ("tokens", "layout", "documents", "links", "all"):
        assert f"| {stage} " in done.stdout


def test_peers_are_set_side_by_side(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n" * 50, encoding="utf-8")
    command = [sys.executable, str(BENCH.with_name("peers.py")), str(book), "--rounds", "1"]
    done = subprocess.run(
        [*command, "--only", "opis tokenize", "opis read"], check=True, capture_output=True, text=True, timeout=120
    )
    assert "| opis tokenize " in done.stdout
    assert "| opis read " in done.stdout


def test_a_ratio_that_fell_is_pointed_out(tmp_path: Path) -> None:
    peers = runpy.run_path(str(BENCH.with_name("peers.py")))
    peers["compare"].__globals__["RECORDED"] = recorded = tmp_path / "recorded.json"
    recorded.write_text('{"slow": 100.0, "steady": 100.0}')
    slow, steady = peers["compare"]({"slow": 85.0, "steady": 95.0}, write=False).splitlines()[2:]
    assert "SLOWER" in slow
    assert "SLOWER" not in steady


def test_what_a_peer_finds_is_counted_by_place_or_by_text() -> None:
    hits = runpy.run_path(str(BENCH.with_name("peers.py")))["hits"]
    gold = [(10, 20, "f. 1, d. 2"), (50, 60, "f. 3, d. 4"), (90, 99, "f. 5")]
    assert hits([(15, 16), (20, 30)], gold, 80) == "1 of 2"
    assert hits(["see f. 3,  d. 4 there"], gold, 80) == "1 of 2"
    assert hits([], gold, 80) == "0 of 2"
    assert hits(None, gold, 80) == ""


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_exponent(power: float) -> None:
    exponent = runpy.run_path(str(BENCH))["exponent"]
    sizes = [1.0, 4.0, 16.0]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)
