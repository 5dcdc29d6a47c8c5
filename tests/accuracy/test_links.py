"""Links on generated editions, whose truth is known: what is linked is linked right, and most is linked."""

from __future__ import annotations

import functools
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.people import row_lists

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import edition

PAGES = 80
SEEDS = range(101, 113)
Truth = dict[tuple[str, int], dict[str, Any]]


class Tally:
    """Links that are right, wrong, missed, and those that were rightly not made."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []

    def add(self, seen: object, true: object, where: str) -> None:
        verdict = "right" if seen == true else "missed" if seen is None else "wrong"
        self.counts["none" if true is None and seen is None else verdict] += 1
        if seen != true:
            self.errors.append(f"{where}: {seen}, truly {true}")

    @property
    def precision(self) -> float:
        return self.counts["right"] / max(self.counts["right"] + self.counts["wrong"], 1)

    @property
    def recall(self) -> float:
        return self.counts["right"] / max(self.counts["right"] + self.counts["missed"] + self.counts["wrong"], 1)


def sketch_of_head(head: str, names: set[str]) -> str | None:
    return head if head in names else None


def sketch_of_speaker(surname: str, names: set[str]) -> str | None:
    """The only sketch of a surname; of namesakes, who speaks stands in no truth."""
    own = [name for name in names if name.partition(",")[0] == surname]
    return own[0] if len(own) == 1 else None


def tally_people(tally: dict[str, Tally], book: opis.Book, truth: Truth, seed: int) -> None:
    """The sketch of every name that is read right."""
    names = {record["name"] for (kind, _), record in truth.items() if kind == "biography"}
    sketches = [truth.get(("biography", start), {}).get("name") for start in book.biographies["start"].tolist()]
    for kind, field, of_name in (("index_entry", "head", sketch_of_head), ("speaker", "name", sketch_of_speaker)):
        records = book.records(kind).to_numpy()
        columns = (records[name].tolist() for name in ("start", field, "biography"))
        for start, seen_name, link in zip(*columns, strict=True):
            true = truth.get((kind, start))
            if true is None or seen_name != true[field] or (kind == "speaker" and namesakes(true["name"], names) > 1):
                continue
            seen = sketches[link] if link >= 0 else None
            tally[kind].add(seen, of_name(true[field], names), f"seed {seed}, {kind} {true[field]!r}")


def namesakes(surname: str, names: set[str]) -> int:
    return sum(name.partition(",")[0] == surname for name in names)


def tally_notes(tally: dict[str, Tally], book: opis.Book, truth: Truth, seed: int) -> None:
    """The document of a note, by its number: that in whose lines its mark stands."""
    documents = [record for (kind, _), record in truth.items() if kind == "document"]
    lines = book.source[: max(record["marker"] or 0 for record in truth.values() if "marker" in record) + 1]
    for start, link in zip(book.notes["start"].tolist(), book.notes["marked_in"].tolist(), strict=True):
        true = truth.get(("note", start))
        if true is None or true["marker"] is None:
            continue
        line = lines.count(b"\n", 0, true["marker"]) + 1
        inside = [document for document in documents if document["line"] <= line <= document["end_line"]]
        owner = f"{inside[-1]['number']}{inside[-1]['suffix']}" if inside else None
        seen = f"{book.documents['number'][link]}{book.documents['suffix'][link]}" if link >= 0 else None
        tally["note"].add(seen, owner, f"seed {seed}, note {true['number']} at line {true['line']}")


def tally_locators(tally: dict[str, Tally], book: opis.Book, truth: Truth, seed: int) -> None:
    """The first page of each entry whose locators are read right, by where it begins."""
    starts = {str(record["number"]): start for (kind, start), record in truth.items() if kind == "page"}
    pages = book.pages["start"].tolist()
    rows = row_lists(book.index_entries["page_rows"])
    for row, entry in enumerate(book.index_entries):
        true = truth.get(("index_entry", entry["start"]))
        if true is None or not true["locators"] or true["locators"] != entry["locators"]:
            continue
        first = true["locators"][0].replace("n", "-").partition("-")[0]
        seen = pages[rows[row][0]] if len(rows[row]) else None
        tally["page"].add(seen, starts.get(first), f"seed {seed}, locator {first} of {true['head']!r}")


@functools.cache
def tallies(strength: float) -> dict[str, Tally]:
    tally = {kind: Tally() for kind in ("index_entry", "speaker", "note", "page")}
    for seed in SEEDS:
        made = edition.generate(seed, PAGES, strength)
        book = opis.read(made.text)
        truth = {(record["kind"], record["start"]): record for record in made.truth}
        for add in (tally_people, tally_notes, tally_locators):
            add(tally, book, truth, seed)
    return tally


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [("index_entry", 1.0, 0.995), ("speaker", 1.0, 0.99), ("note", 0.975, 0.89), ("page", 0.99, 0.99)],
)
def test_links(kind: str, precision: float, recall: float, strength: float) -> None:
    tally = tallies(strength)[kind]
    figures = f"{kind}: precision {tally.precision:.4f}, recall {tally.recall:.4f}, {dict(tally.counts)}"
    assert tally.counts["right"] > 100, figures
    assert tally.precision >= precision, "\n".join([figures, *tally.errors[:15]])
    assert tally.recall >= recall, "\n".join([figures, *tally.errors[:15]])
