"""Accuracy on footnotes of the historiography on Venice, against the annotations of LinkedBooks: see learn_words.py.

The annotations are not part of this repository.  They are looked for beside it; OPIS_LINKEDBOOKS names their folder
elsewhere.  What is measured is the F1 of tokens: one is found where the span of an archival reference covers it.  The
valid split holds 45 references, in four places: one list more or less moves F1 by tenths.  Each floor is what was
measured last, cut off to a hundredth.
"""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import opis
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import learn_words

Line = Sequence[tuple[str, str]]
FLOORS = {"blanks": 0.84, "print": 0.84, "paragraphs": 0.78}
NO_BLANK_BEFORE, NO_BLANK_BEHIND = re.compile(r"[.,;:)\]»”’'/-]"), re.compile(r"[(\[«“’'/-]$")


@pytest.fixture(scope="session")
def lines() -> list[list[tuple[str, str]]]:
    """The lines of print of the valid split."""
    named = os.environ.get("OPIS_LINKEDBOOKS")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "linkedbooks"
    if not (folder / "valid.conll.gz").is_file():
        pytest.skip(f"LinkedBooks is not here: set OPIS_LINKEDBOOKS to its folder ({folder} has none)")
    return learn_words.read_lines(folder / "valid.conll.gz")


def as_text(lines: Iterable[Line], joined: bool) -> tuple[bytes, list[tuple[int, int, bool]]]:
    """The text of some lines, and its tokens: bytes, and whether they belong to a reference to an archive."""
    parts: list[bytes] = []
    tokens: list[tuple[int, int, bool]] = []
    at = 0
    for line in lines:
        before = ""
        for token, kind in line:
            touches = joined and (NO_BLANK_BEFORE.match(token) or NO_BLANK_BEHIND.search(before))
            parts.append(b"" if touches or not before else b" ")
            at += len(parts[-1])
            parts.append(token.encode())
            tokens.append((at, at + len(parts[-1]), kind.split(" ")[0].endswith("primary")))
            at += len(parts[-1])
            before = token
        parts.append(b"\n")
        at += 1
    return b"".join(parts), tokens


def count(lines: Iterable[Line], joined: bool) -> Counter[str]:
    """How many tokens were found, were found without being of a reference, and were not found."""
    text, tokens = as_text(lines, joined)
    spans = sorted((int(r.start), int(r.end)) for r in opis.read(text).archives)
    starts = [start for start, _ in spans]
    counts: Counter[str] = Counter()
    for start, end, primary in tokens:
        at = bisect_right(starts, start) - 1
        covered = at >= 0 and spans[at][1] >= end
        counts["found" if primary and covered else "lost" if primary else "wrong" if covered else "other"] += 1
    return counts


def f1(counts: Counter[str]) -> float:
    return 2 * counts["found"] / max(2 * counts["found"] + counts["wrong"] + counts["lost"], 1)


@pytest.mark.parametrize(("name", "joined"), [("blanks", False), ("print", True)])
def test_references_are_found_in_the_whole_text(lines: list[list[tuple[str, str]]], name: str, joined: bool) -> None:
    counts = count(lines, joined)
    assert f1(counts) >= FLOORS[name], counts


def test_references_are_found_in_short_texts(lines: list[list[tuple[str, str]]]) -> None:
    counts: Counter[str] = Counter()
    for at in range(0, len(lines), 50):
        counts += count(lines[at : at + 50], False)
    assert f1(counts) >= FLOORS["paragraphs"], counts
