"""Layout: where each word of a text stood on the image of its page, and the writer that makes text and layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGE_BREAK = "\f"
SOFT_HYPHEN = "\u00ad"
# Lines further apart than this share of a line's height have an empty line between them.
WIDE_GAP = 0.9
_LEAF = [("start", "i8"), ("end", "i8"), ("width", "f8"), ("height", "f8"), ("unit", "U8")]
_WORD = [("start", "i8"), ("end", "i8"), ("leaf", "i4"), *((side, "f8") for side in ("left", "top", "right", "bottom"))]
WORD = np.dtype(_WORD)


class Box(NamedTuple):
    """A rectangle on a page, measured from its upper left corner in the unit of the page."""

    left: float
    top: float
    right: float
    bottom: float


class Word(NamedTuple):
    """A word as the scan gives it; a word whose place is not told has no box."""

    text: str
    box: Box | None


class Layout(NamedTuple):
    """Where the words of a text stood: see :attr:`opis.Book.leaves` and :meth:`opis.Book.boxes`."""

    leaves: NDArray[np.void]
    words: NDArray[np.void]

    def between(self, start: int, end: int) -> NDArray[np.void]:
        """The words that share at least a byte with a span of the text."""
        first = int(np.searchsorted(self.words["end"], start, side="right"))
        last = int(np.searchsorted(self.words["start"], end, side="left"))
        return self.words[first : max(first, last)]


class Line(NamedTuple):
    """The words of a line, and whether the scan has a gap before it."""

    words: list[Word]
    gap: bool


class LayoutWriter:
    """Makes the text of scanned pages, and remembers where each word stood.

    A line of the scan is a line of the text; a gap between its blocks, or one wide enough between two lines, is an
    empty line, and a form feed opens each page but the first.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0  # in bytes
        self._leaves: list[tuple[str, int, float, float, str]] = []
        self._words: list[tuple[int, int, int, float, float, float, float]] = []
        self._lines: list[Line] = []  # of the open page
        self._gap = False

    def page(self, name: str, width: float = np.nan, height: float = np.nan, unit: str = "") -> None:
        """Open a page of this size; what is unknown is NaN and the empty text."""
        self._close()
        if self._leaves:
            self._write(PAGE_BREAK)
        self._leaves.append((name, self._length, width, height, unit))

    def gap(self) -> None:
        """Leave an empty line before the next line, unless it opens the page."""
        self._gap = True

    def line(self, words: Iterable[Word]) -> None:
        """Add a line; words without text are passed over."""
        kept = [Word(" ".join(word.text.split()), word.box) for word in words if word.text.strip()]
        if not kept:
            return
        if kept[-1].text.endswith(SOFT_HYPHEN):
            kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(SOFT_HYPHEN) + "-")
        self._lines.append(Line(kept, self._gap))
        self._gap = False

    def text(self, text: str) -> None:
        """Write lines whose words have no known place."""
        self._write(text if text.endswith("\n") or not text else text + "\n")

    def _close(self) -> None:
        """Write the lines of the open page."""
        boxes = [around([word.box for word in line.words if word.box]) for line in self._lines]
        height = float(np.median([box.bottom - box.top for box in boxes if box] or [0.0]))
        for position, line in enumerate(self._lines):
            above = boxes[position - 1] if position else None
            if position and (line.gap or _stands_apart(above, boxes[position], height)):
                self._write("\n")
            self._write_line(line.words)
        self._lines, self._gap = [], False

    def _write_line(self, words: list[Word]) -> None:
        for position, word in enumerate(words):
            self._write(" " if position else "")
            start = self._length
            self._write(word.text)
            if word.box:
                self._words.append((start, self._length, len(self._leaves) - 1, *word.box))
        self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text.encode("utf-8", "replace"))

    def result(self) -> tuple[bytes, Layout]:
        """The text in UTF-8, and its layout."""
        self._close()
        width = max((len(leaf[0]) for leaf in self._leaves), default=1) or 1
        leaves = np.zeros(len(self._leaves), dtype=[("name", f"U{width}"), *_LEAF])
        ends = [*(leaf[1] for leaf in self._leaves[1:]), self._length]
        for row, (name, start, *size) in enumerate(self._leaves):
            leaves[row] = (name, start, ends[row], *size)
        words = np.array(self._words, dtype=WORD)
        for array in (leaves, words):
            array.setflags(write=False)
        return "".join(self._parts).encode("utf-8", "replace"), Layout(leaves, words)


def around(boxes: list[Box]) -> Box | None:
    """The smallest box around some; None around none."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _stands_apart(above: Box | None, box: Box | None, height: float) -> bool:
    """Whether a line is far below the one before it, or higher than it, as a line that opens another column is."""
    if above is None or box is None:
        return False
    return box.top - above.bottom > WIDE_GAP * height or box.bottom < above.top
