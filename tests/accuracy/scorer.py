"""Score records against their truth, by the rules of the gold annotations of the real book.

`found` counts the records that overlap a true one, one to one; `exact` those of them whose every scored field is right;
`sure` the records whose status is clean or repaired, and `sure_right` how many of these are exact.  Truth that is
marked uncertain or optional is left out, and so is the record that meets it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]

FIELDS = {  # the fields that make a record exact
    "page": "number",
    "document": "number suffix date",
    "archive": "archive fond opis delo listy ibid",
    "periodical": "title date issue year pages",
    "work": "authors year pages",
    "crossref": "target numbers",
    "note": "number",
    "speaker": "name",
    "statistic": "value value_to unit",
    "table": "number",
    "cell": "value",
    "date": "date",
    "biography": "name born died",
    "document_index": "number page",
    "index_entry": "head sub locators",
}
ALSO = {  # reported, not part of exact
    "document": "title genre source_line end_line",
    "biography": "repressed end_line",
    "statistic": "approx",
    "cell": "status",
    "work": "title",
    "index_entry": "see",
}
# Kinds that are found by their line, so many lines off at the most; the others must overlap.
BY_LINE = {
    "page": 1,
    "document": 2,
    "note": 0,
    "speaker": 0,
    "table": 1,
    "biography": 0,
    "document_index": 0,
    "index_entry": 0,
}
LINES_OFF = 3  # of what must overlap, and of an end_line
LIKE_TITLE = 0.8
NUMBERS = ("number", "born", "died", "year", "page")
FLAGS = ("ibid", "approx", "repressed")


def plain(text: object) -> str:
    """Small letters and digits of a value, everything else a blank."""
    return re.sub(r"[^0-9a-zа-яёіїєґ]+", " ", str(text or "").lower()).strip()


def stems(text: str) -> set[str]:
    return {re.sub(r"(ies|es|s)$", "", word) for word in text.split()}


def same_value(true: Any, seen: Any) -> bool:
    if true is None or seen is None:
        return true is None and seen is None
    return abs(float(true) - float(seen)) < 1e-9


def same_unit(true: str, seen: str) -> bool:
    """The head noun is enough."""
    return true == seen or bool(stems(true) & stems(seen))


def same_name(true: list[str], seen: list[str]) -> bool:
    return bool(true) and bool(seen) and true[0] == seen[0]


def as_text(number: Any) -> str | None:
    return None if number in (None, "") else str(number)


def same(name: str, truth: Record, record: Record) -> bool:
    """Whether a field of a record is right."""
    true, seen = truth.get(name), record.get(name)
    if isinstance(true, list) or isinstance(seen, list):
        return [plain(item) for item in true or []] == [plain(item) for item in seen or []]
    if name in ("value", "value_to"):
        return same_value(true, seen)
    if name in FLAGS:
        return bool(true) == bool(seen)
    if name in NUMBERS:
        return as_text(true) == as_text(seen)
    if name == "end_line":
        return seen is not None and abs(int(true or 0) - int(seen)) <= LINES_OFF
    if name == "title":
        return difflib.SequenceMatcher(None, plain(true), plain(seen)).ratio() >= LIKE_TITLE
    if name == "unit":
        return same_unit(plain(true), plain(seen))
    if name == "name":
        return same_name(plain(true).split(), plain(seen).split())
    if name == "genre":
        return seen in (true, *truth.get("genre_alt", ()))
    return plain(true) == plain(seen) or (seen is not None and seen == truth.get(name + "_alt"))


@dataclass
class Score:
    """What a comparison counted; scores add up."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    exact: int = 0
    sure: int = 0
    sure_right: int = 0
    also: Counter[str] = field(default_factory=Counter)
    also_of: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def figures(self) -> dict[str, float]:
        """Shares between 0 and 1, by the names that the tables of floors have."""
        both = max(self.gold + self.predicted, 1)
        return {
            "found": 2 * self.found / both,
            "exact": 2 * self.exact / both,
            "sure": self.sure / max(self.predicted, 1),
            "right": self.sure_right / max(self.sure, 1),
            **{name: self.also[name] / count for name, count in self.also_of.items()},
        }


def candidates(kind: str, truth: Record, records: Sequence[Record], by_line: Mapping[int, list[int]]) -> list[int]:
    """The rows that may be a true record."""
    off = BY_LINE.get(kind, LINES_OFF)
    near = [row for by in range(-off, off + 1) for row in by_line.get(truth["line"] + by, [])]
    if kind in BY_LINE:
        return near
    if kind == "cell":
        return [row for row, record in enumerate(records) if same_cell(truth, record)]
    return [row for row in near if overlap(truth, records[row])]


def overlap(truth: Record, record: Record) -> bool:
    return bool(record["start"] < truth["end"] and truth["start"] < record["end"])


def same_cell(truth: Record, record: Record) -> bool:
    if record["table"] != truth["table"]:
        return False
    labels = all(plain(truth[name]) == plain(record[name]) for name in ("row", "col"))
    return labels or (bool(truth["raw"]) and overlap(truth, record))


def match(kind: str, truths: Sequence[Record], records: Sequence[Record]) -> list[int | None]:
    """For each true record, in text order, the row that is it: the one with the most fields right, no row twice."""
    by_line: dict[int, list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        by_line[record["line"]].append(row)
    taken: set[int] = set()
    rows: list[int | None] = []
    for truth in truths:
        free = [row for row in candidates(kind, truth, records, by_line) if row not in taken]
        best = max(free, key=lambda row: likeness(kind, truth, records[row]), default=None)
        taken.update([] if best is None else [best])
        rows.append(best)
    return rows


def likeness(kind: str, truth: Record, record: Record) -> tuple[int, int]:
    right = sum(same(name, truth, record) for name in FIELDS[kind].split())
    return right, -abs(record["line"] - truth["line"])


def is_sure(record: Record) -> bool:
    return record["status"] in ("clean", "repaired")


def score(kind: str, truths: Iterable[Record], records: Iterable[Record], lines: Sequence[int] = (1, 1 << 31)) -> Score:
    """Compare the records of a kind, of whatever kinds are given, within the lines in which the truth is complete."""
    within = [r for r in records if r["kind"] == kind and lines[0] <= r["line"] <= lines[1]]
    known = sorted(
        (t for t in truths if t["kind"] == kind and lines[0] <= t["line"] <= lines[1]), key=lambda t: int(t["line"])
    )
    out = Score()
    extra = set(range(len(within)))
    for truth, row in zip(known, match(kind, known, within), strict=True):
        extra.discard(-1 if row is None else row)
        if not (truth.get("uncertain") or truth.get("optional")):
            count_one(out, kind, truth, None if row is None else within[row])
    for row in sorted(extra):
        out.predicted += 1
        out.sure += is_sure(within[row])
        out.errors.append(f"line {within[row]['line']}: no {kind}: {within[row]['raw'][:60]!r}")
    return out


def count_one(out: Score, kind: str, truth: Record, record: Record | None) -> None:
    out.gold += 1
    if record is None:
        out.errors.append(f"line {truth['line']}: missed {kind} {truth['raw'][:60]!r}")
        return
    wrong = [name for name in FIELDS[kind].split() if not same(name, truth, record)]
    out.predicted += 1
    out.found += 1
    out.exact += not wrong
    out.sure += is_sure(record)
    out.sure_right += is_sure(record) and not wrong
    for name in ALSO.get(kind, "").split():
        if name in truth:
            out.also[name] += same(name, truth, record)
            out.also_of[name] += 1
    for name in wrong:
        text = f"{name} is {truth.get(name)!r}, not {record.get(name)!r}, {record['status']}"
        out.errors.append(f"line {record['line']}: {kind}: {text}: {record['raw'][:60]!r}")
