"""Documents of generated editions in the layouts of several series, with the profile of each and without one."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import opis
import pytest
import scorer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import edition

PAGES = 80
SEEDS = range(101, 107)
SERIES = tuple(edition.LAYOUTS)
# Found and exact F1, the share of sure documents that are exact, and of those found with title, source and last line
# right; undamaged and at the strength of the real book.  Summed over all seeds, cut off to half a hundredth or so.
FIGURES = ("found", "exact", "right", "title", "source_line", "end_line")
FLOORS = {
    ("annals", 0.0): (0.99, 0.98, 0.99, 0.99, 0.99, 0.98),
    ("annals", 0.5): (0.98, 0.955, 0.99, 0.99, 0.965, 0.975),
    ("frus", 0.0): (0.995, 0.98, 0.995, 0.99, 0.975, 0.935),
    ("frus", 0.5): (0.995, 0.965, 0.995, 0.99, 0.855, 0.935),
    ("dbpo", 0.0): (0.995, 0.985, 0.99, 0.995, 0.99, 0.96),
    ("dbpo", 0.5): (0.985, 0.96, 0.99, 0.99, 0.985, 0.93),
    ("adap", 0.0): (0.995, 0.985, 0.995, 0.995, 0.99, 0.965),
    ("adap", 0.5): (0.98, 0.95, 0.99, 0.99, 0.98, 0.945),
    ("sbornik", 0.0): (0.995, 0.99, 0.995, 0.995, 0.99, 0.97),
    ("sbornik", 0.5): (0.97, 0.965, 0.99, 0.99, 0.965, 0.94),
}


@functools.cache
def made(series: str, seed: int, strength: float) -> edition.Generated:
    return edition.generate(seed, PAGES, strength, series)


@functools.cache
def total(series: str, strength: float, profile: str | None) -> scorer.Score:
    score = scorer.Score()
    for seed in SEEDS:
        generated = made(series, seed, strength)
        documents = opis.read(generated.text, kinds=["document"], profile=profile).documents.to_dicts()
        score += scorer.score("document", generated.truth, documents, generated.kinds()["document"])
    return score


@pytest.mark.parametrize("known", [True, False], ids=["profile", "default"])
@pytest.mark.parametrize("strength", [0.0, 0.5])
@pytest.mark.parametrize("series", SERIES)
def test_floors(series: str, strength: float, known: bool) -> None:
    score = total(series, strength, series if known else None)
    figures, floors = score.figures(), zip(FIGURES, FLOORS[series, strength], strict=True)
    fallen = [f"{name} {figures[name]:.4f} below {floor}" for name, floor in floors if figures[name] < floor]
    assert not fallen, "\n".join([*fallen, *score.errors[:15]])


@pytest.mark.parametrize("series", SERIES)
def test_a_layout_has_its_own_headings(series: str) -> None:
    """The profile of another series must not read it: the floors above would say nothing otherwise."""
    generated = made(series, 101, 0.0)
    other = "frus" if series != "frus" else "annals"
    found = opis.read(generated.text, kinds=["document"], profile=other).documents
    true = sum(record["kind"] == "document" for record in generated.truth)
    assert len(found) < true / 2
