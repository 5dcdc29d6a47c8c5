"""The benchmark of tables runs, its tables keep the relations they claim, and no proof on a few of them is wrong."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("tables.py")
sys.path.insert(0, str(BENCH.parent))

import tables  # noqa: E402
import tables_random  # noqa: E402


def made() -> list[tables_random.Truth]:
    rng = random.Random(7)
    return [maker(rng) for maker in tables_random.MAKERS for _ in range(5)] + list(tables_random.known())


@pytest.mark.parametrize("table", made(), ids=lambda table: table.name)
def test_tables_keep_their_relations(table: tables_random.Truth) -> None:
    figures = [figure or Decimal(0) for row in table.values for figure in row]
    unit = Decimal(1).scaleb(min(int(figure.as_tuple().exponent) for figure in figures))
    for kind, whole, parts in table.relations:
        assert tables.keeps(
            kind, figures[whole] if whole is not None else Decimal(0), [figures[k] for k in parts], unit
        )


def test_undamaged_tables_are_clean() -> None:
    scanner = tables_random.Scanner(1)
    for table in made():
        faults: list[str] = []
        score = tables.judge(table, scanner, 0.0, faults)
        assert (score.damaged, score.conflicts, faults) == (0, 0, [])


def test_no_proof_is_wrong() -> None:
    scanner, total = tables_random.Scanner(1), tables.Score()
    for table in made():
        total.add(tables.judge(table, scanner, 0.05, []))
    assert (total.wrong_repaired, total.wrong_clean, total.wrong_unknowable) == (0, 0, 0)
    assert total.determined_restored >= 0.98 * total.determined


def test_bench_prints_its_tables() -> None:
    command = [sys.executable, str(BENCH), "--tables", "12", "--share", "0.02"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "| Titanic " in done.stdout
