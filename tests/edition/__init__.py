"""A generator of synthetic documentary editions, damaged as scans damage them, with their truth.

    generated = edition.generate(seed=7, pages=60, strength=0.5)
    generated.text      what OCR left
    generated.truth     a list of records, as the gold annotations have them
    generated.write("out")

The stages, each a file: `vocabulary` and `prose` write sentences, `compose` builds the edition out of documents,
notes and tables, `pages` and `press` set it in type, `damage` breaks it, `truth` says what it was.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import press, world
from .compose import Composer
from .damage import Damage
from .layouts import LAYOUTS, Layout
from .marks import Marks, Span
from .truth import Record, Teller

__all__ = ["LAYOUTS", "Generated", "generate", "scan_again"]

COLUMNWISE = 0.15  # tables read column by column, at the strength of the real book


@dataclass
class Generated:
    seed: int
    pages: int
    strength: float
    text: str
    clean: str  # the same text before damage
    truth: list[Record]

    def write(self, folder: str | Path) -> None:
        """Write `edition.txt`, `truth.jsonl` and the `manifest.json` that a scorer reads."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "edition.txt").write_bytes(self.text.encode())
        (folder / "truth.jsonl").write_bytes(self.jsonl().encode())
        (folder / "manifest.json").write_text(json.dumps({"truth.jsonl": {"kinds": self.kinds()}}, indent=1) + "\n")

    def jsonl(self) -> str:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in self.truth)

    def kinds(self) -> dict[str, list[int]]:
        """For each kind the lines in which its truth is complete."""
        last = self.text.count("\n") + 1
        listed = [r["line"] for r in self.truth if r["kind"] in ("biography", "document_index", "index_entry")]
        body = min(listed, default=last) - 1
        # Sketches and lists are full of years and dates that are part of their own records.
        prose = ("date", "statistic")
        return {kind: [1, body if kind in prose else last] for kind in sorted({r["kind"] for r in self.truth})}


def generate(seed: int, pages: int = 60, strength: float = 0.5, layout: str = "annals") -> Generated:
    """An edition of about `pages` pages; a seed prints the same text at every strength, save tables read by columns."""
    if not 0 <= strength <= 1:
        raise ValueError("strength must lie between 0 and 1")
    printed, clean, spans = _print(seed, pages, strength, LAYOUTS[layout])
    text, moved = Damage(random.Random(f"scan {seed}"), clean, spans, strength, LAYOUTS[layout]).run().apply()
    return Generated(
        seed, printed, strength, text, clean, Teller(clean, text, spans, moved, LAYOUTS[layout].script).records()
    )


def scan_again(seed: int, pages: int, strength: float, count: int) -> Iterator[str]:
    """The texts of one edition that was scanned several times, each time damaged otherwise; no truth is told."""
    _, clean, spans = _print(seed, pages, strength)
    for copy in range(count):
        yield Damage(random.Random(f"scan {seed} {copy}"), clean, spans, strength).run().apply()[0]


def _print(seed: int, pages: int, strength: float, layout: Layout = LAYOUTS["annals"]) -> tuple[int, str, list[Span]]:
    """An edition as it was printed: how many pages it has, its text, and what is where in it."""
    marks = Marks()
    setting = world.create(random.Random(f"world {seed}"))
    columnwise = min(COLUMNWISE * strength / 0.5, 1.0)
    book = Composer(random.Random(f"text {seed}"), marks, setting, columnwise, layout).edition(pages)
    rng = random.Random(f"press {seed}")
    printed = press.typeset(rng, marks, book, layout)
    clean, spans = marks.resolve(press.compose(rng, marks, printed, book.title, layout))
    return len(printed), clean.translate(layout.script), spans
