"""Accuracy on generated editions, whose truth is known.  Floors: they may rise, and never fall."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import opis
import pytest
import scorer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import edition

PAGES = 80
SEEDS = range(101, 131)
FIRST_SEEDS = SEEDS[:20]  # where several strengths are compared
STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the damage; the real book's is 0.5


@dataclass
class Floors:
    """Figures summed over all seeds; those measured last, cut off to half a hundredth or so."""

    # At the strength of the real book: found and exact F1, the share of records marked clean or repaired, and the
    # share of these that are exact.
    found: float
    exact: float
    sure: float
    right: float
    # Exact F1, and the share of sure records that are exact, at strengths 0, 0.25, 0.75 and 1.
    exact_across: Sequence[float]
    right_across: Sequence[float] = (1.0, 0.995, 0.99, 0.99)
    also: dict[str, float] = field(default_factory=dict)


# fmt: off
FLOORS = {
    "page": Floors(0.997, 0.99, 0.855, 0.997, (0.999, 0.997, 0.975, 0.98)),
    "document": Floors(0.985, 0.96, 0.77, 0.996, (0.99, 0.97, 0.925, 0.91),
                       also={"title": 0.995, "genre": 0.955, "source_line": 0.97, "end_line": 0.98}),
    "note": Floors(0.99, 0.99, 0.955, 0.997, (0.998, 0.994, 0.985, 0.975)),
    "archive": Floors(0.995, 0.97, 0.87, 0.996, (0.997, 0.985, 0.93, 0.86), (1.0, 0.995, 0.975, 0.95)),
    "date": Floors(0.995, 0.995, 0.96, 0.997, (0.998, 0.995, 0.99, 0.99)),
    "table": Floors(0.995, 0.995, 0.985, 0.997, (0.998, 0.995, 0.995, 0.995)),
    "cell": Floors(0.995, 0.98, 0.92, 0.995, (0.998, 0.99, 0.96, 0.95), also={"status": 0.925}),
    "periodical": Floors(0.985, 0.985, 0.555, 0.99, (0.99, 0.985, 0.985, 0.965)),
    "work": Floors(0.985, 0.985, 0.08, 0.99, (0.99, 0.985, 0.96, 0.955), also={"title": 0.99}),
    "crossref": Floors(0.995, 0.995, 0.98, 0.997, (0.998, 0.995, 0.99, 0.985)),
    "speaker": Floors(0.998, 0.998, 0.995, 0.997, (0.999, 0.998, 0.998, 0.997)),
    "statistic": Floors(0.975, 0.97, 0.43, 0.995, (0.93, 0.91, 0.89, 0.885), also={"approx": 0.99}),
    "biography": Floors(0.995, 0.995, 0.955, 0.997, (0.998, 0.995, 0.99, 0.99),
                        also={"repressed": 0.995, "end_line": 0.995}),
    "document_index": Floors(0.995, 0.995, 0.985, 0.997, (0.998, 0.995, 0.995, 0.99)),
    "index_entry": Floors(0.997, 0.99, 0.92, 0.997, (0.998, 0.993, 0.99, 0.99)),
}
# fmt: on
SLIP = 0.01  # so much better may a stronger damage do by chance, and by this many records
SLIPPED_RECORDS = 12


@functools.cache
def generated(seed: int, strength: float) -> dict[str, scorer.Score]:
    """An edition, read and scored; from memory when it is asked for again."""
    made = edition.generate(seed, PAGES, strength)
    book = opis.read(made.text)
    return {
        kind: scorer.score(kind, made.truth, book.records(kind).to_dicts(), made.kinds()[kind])
        for kind in FLOORS
        if kind in made.kinds()
    }


def total(kind: str, strength: float, seeds: Sequence[int]) -> scorer.Score:
    return sum((generated(seed, strength).get(kind, scorer.Score()) for seed in seeds), scorer.Score())


def below(score: scorer.Score, floors: dict[str, float]) -> str:
    """What has fallen, and the first errors, or nothing."""
    figures = score.figures()
    fallen = [f"{name} {figures[name]:.4f} below {floor}" for name, floor in floors.items() if figures[name] < floor]
    return "\n".join([*fallen, *score.errors[:15]]) if fallen else ""


@pytest.mark.parametrize("kind", FLOORS)
def test_floors_at_the_strength_of_the_real_book(kind: str) -> None:
    floors = FLOORS[kind]
    wanted = {name: getattr(floors, name) for name in ("found", "exact", "sure", "right")}
    assert not below(total(kind, 0.5, SEEDS), wanted | floors.also)


@pytest.mark.parametrize("strength", [strength for strength in STRENGTHS if strength != 0.5])
@pytest.mark.parametrize("kind", FLOORS)
def test_floors_at_other_strengths(kind: str, strength: float) -> None:
    row = [other for other in STRENGTHS if other != 0.5].index(strength)
    floors = {"exact": FLOORS[kind].exact_across[row], "right": FLOORS[kind].right_across[row]}
    assert not below(total(kind, strength, FIRST_SEEDS), floors)


@pytest.mark.parametrize("kind", FLOORS)
def test_more_damage_is_never_easier(kind: str) -> None:
    """Both in what is right and in what opis says of itself."""
    for name in ("exact", "sure"):
        scores = [total(kind, strength, FIRST_SEEDS) for strength in STRENGTHS]
        figures = [score.figures()[name] for score in scores]
        slip = SLIP + SLIPPED_RECORDS / scores[0].gold
        assert all(stronger <= weaker + slip for weaker, stronger in pairwise(figures)), (name, figures)


def test_no_edition_is_a_disaster() -> None:
    """Sums may hide one edition that went wrong from its first page on."""
    for seed in SEEDS:
        for kind, score in generated(seed, 0.5).items():
            assert score.figures()["found"] > 0.9, (seed, kind, score.errors[:5])
            assert score.figures()["exact"] > 0.65, (seed, kind, score.errors[:5])


# ---- The scorer -----------------------------------------------------------------------------------------------------

TRUTH = {"kind": "archive", "line": 10, "start": 100, "end": 140, "raw": "RGAE, f. 7486, op. 37, d. 184, l. 6"} | {
    **{"archive": "RGAE", "fond": "7486", "opis": "37", "delo": "184", "listy": ["6"], "ibid": False}
}
FOUND = TRUTH | {"status": "clean"}


def counts(truths: list[scorer.Record], records: list[scorer.Record]) -> tuple[int, ...]:
    made = scorer.score("archive", truths, records)
    return made.gold, made.predicted, made.found, made.exact, made.sure, made.sure_right


def test_scorer_counts() -> None:
    wrong = FOUND | {"delo": "185"}
    elsewhere = FOUND | {"line": 40, "start": 900, "end": 940}
    assert counts([TRUTH], [FOUND]) == (1, 1, 1, 1, 1, 1)
    assert counts([TRUTH], [wrong]) == (1, 1, 1, 0, 1, 0)
    assert counts([TRUTH], [wrong | {"status": "likely"}]) == (1, 1, 1, 0, 0, 0)
    assert counts([TRUTH], [elsewhere]) == (1, 1, 0, 0, 1, 0)
    assert counts([TRUTH], []) == (1, 0, 0, 0, 0, 0)
    assert counts([], [FOUND]) == (0, 1, 0, 0, 1, 0)
    assert counts([TRUTH], [FOUND, FOUND]) == (1, 2, 1, 1, 2, 1), "a true record is found once"
    assert counts([TRUTH], [wrong, FOUND]) == (1, 2, 1, 1, 2, 1), "and by the best of those that meet it"
    assert counts([TRUTH | {"uncertain": True}], [wrong]) == (0, 0, 0, 0, 0, 0)


def test_scorer_compares_fields() -> None:
    def same(name: str, true: object, seen: object) -> bool:
        return scorer.same(name, {name: true}, {name: seen})

    assert same("number", 54, "54")
    assert not same("number", None, 54)
    assert same("value", 12, 12.0)
    assert not same("value", None, 12.0)
    assert same("unit", "persons arrested", "person")
    assert same("name", "Anikeev, V. A.", "ANIKEEV")
    assert same("title", "Letter of the director to the mill", "Letter of the diretor to the mill")
    assert not same("title", "Letter of the director to the mill", "Decree on the supply of bread")
    assert same("end_line", 100, 103)
    assert not same("end_line", 100, 104)
    assert same("listy", ["6", "7ob"], ["6", "7 ob."]) is False
    assert same("date", None, None)
    assert not same("date", None, "1931")
