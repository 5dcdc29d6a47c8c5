"""Accuracy on the real book, against annotations made by hand.  Floors: they may rise, and never fall.

The book and its annotations are not part of this repository.  They are looked for beside it; OPIS_BOOK and OPIS_GOLD
name them elsewhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import opis
import pytest
import scorer
from opis.cli import main

# For each kind: found and exact F1, the share of records marked clean or repaired, the share of these that are exact,
# and what is scored beside.  The figures are those measured last, cut off to a hundredth or so: a record or two of
# room.  A kind that opis reads is one line here and one in test_generated.py.
FLOORS = {
    "page": {"found": 0.99, "exact": 0.96, "sure": 0.81, "right": 0.995},
    "document": {
        **{"found": 0.99, "exact": 0.99, "sure": 0.77, "right": 0.995},
        **{"title": 0.99, "genre": 0.94, "source_line": 0.97, "end_line": 0.98},
    },
    "note": {"found": 0.99, "exact": 0.99, "sure": 0.94, "right": 0.995},
    "archive": {"found": 0.99, "exact": 0.98, "sure": 0.81, "right": 0.995},
    "table": {"found": 0.99, "exact": 0.99, "sure": 0.99, "right": 0.995},
    "cell": {"found": 0.96, "exact": 0.96, "sure": 0.85, "right": 0.995, "status": 0.97},
    "periodical": {"found": 0.97, "exact": 0.9, "sure": 0.49, "right": 0.99},
    "work": {"found": 0.96, "exact": 0.88, "sure": 0.22, "right": 0.99, "title": 0.85},
    "crossref": {"found": 0.99, "exact": 0.97, "sure": 0.93, "right": 0.995},
    "speaker": {"found": 0.99, "exact": 0.99, "sure": 0.98, "right": 0.995},
    "statistic": {"found": 0.97, "exact": 0.935, "sure": 0.52, "right": 0.98, "approx": 0.96},
    "date": {"found": 0.96, "exact": 0.96, "sure": 0.92, "right": 0.995},
    "biography": {"found": 0.99, "exact": 0.98, "sure": 0.73, "right": 0.995, "repressed": 0.99, "end_line": 0.99},
    "index_entry": {"found": 0.99, "exact": 0.87, "sure": 0.46, "right": 0.995, "see": 0.99},
}
# Of all records of the kinds that every reading of the book stands on.
GROUND = ("page", "document", "note", "archive")
SURE, RIGHT = 0.85, 0.995


@pytest.fixture(scope="session")
def gold() -> Path:
    named = os.environ.get("OPIS_GOLD")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "gold" / "dev"
    if not (folder / "manifest.json").is_file() or not (folder.parent / "score.py").is_file():
        pytest.skip(f"the annotations of the real book are not here: set OPIS_GOLD to their folder ({folder} has none)")
    return folder


@pytest.fixture(scope="session")
def printed(real_book_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `opis extract` prints of the real book."""
    out = tmp_path_factory.mktemp("gold") / "book.jsonl"
    assert main(["extract", str(real_book_path), "-o", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def scores(gold: Path, printed: Path, real_book_path: Path) -> dict[str, dict[str, Any]]:
    """What the annotations' own scorer says."""
    command = [sys.executable, str(gold.parent / "score.py"), str(gold), str(printed), "--book", str(real_book_path)]
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True, timeout=120)
    measured: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return measured


def figures(score: dict[str, Any]) -> dict[str, float]:
    return {
        "found": score["found_f1"],
        "exact": score["exact_f1"],
        "sure": score["sure"] / max(score["predicted"], 1),
        "right": score["sure_right"] / max(score["sure"], 1),
        **score["also"],
    }


@pytest.mark.parametrize("kind", FLOORS)
def test_floors(scores: dict[str, dict[str, Any]], kind: str) -> None:
    measured = figures(scores[kind])
    fallen = {name: round(measured[name], 4) for name, floor in FLOORS[kind].items() if measured[name] < floor}
    assert not fallen, f"{kind}: {fallen} below {FLOORS[kind]}"


def test_most_records_are_sure_and_those_are_right(scores: dict[str, dict[str, Any]]) -> None:
    sums = {name: sum(scores[kind][name] for kind in GROUND) for name in ("predicted", "sure", "sure_right")}
    assert sums["sure"] / sums["predicted"] >= SURE
    assert sums["sure_right"] / sums["sure"] >= RIGHT


@pytest.mark.parametrize("kind", FLOORS)
def test_the_scorer_of_this_repository_counts_alike(
    scores: dict[str, dict[str, Any]], gold: Path, printed: Path, real_book_path: Path, kind: str
) -> None:
    """What test_generated.py says of kinds rests on rules of the same outcome."""
    data = real_book_path.read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]
    records = [json.loads(line) for line in printed.read_text("utf-8").splitlines()]
    total = scorer.Score()
    for name, part in json.loads((gold / "manifest.json").read_text("utf-8")).items():
        truths = [json.loads(line) for line in (gold / name).read_text("utf-8").splitlines() if line.strip()]
        for truth in truths:
            truth["start"] = data.find(truth["raw"].encode(), starts[truth["line"] - 1])
            truth["end"] = truth["start"] + len(truth["raw"].encode())
        if kind in part["kinds"]:
            total += scorer.score(kind, truths, records, part["kinds"][kind])
    theirs = scores[kind]
    assert (total.gold, total.predicted) == (theirs["gold"], theirs["predicted"])
    assert (total.sure, total.sure_right) == (theirs["sure"], theirs["sure_right"])
    assert total.figures() == pytest.approx(figures(theirs))


def test_the_book_has_what_it_prints(real_book: opis.Book) -> None:
    """Its 199 documents, none twice, and six hundred pages."""
    labels = [f"{document.number}{document.suffix}" for document in real_book.documents]
    assert len(labels) == len(set(labels))
    assert set(range(1, 200)) - set(real_book.documents.number.tolist()) == set()
    assert 590 <= len(real_book.pages) <= 640
