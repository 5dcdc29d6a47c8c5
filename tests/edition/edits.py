"""Edits of a text that do not overlap, and where each offset of the text comes to stand after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Edits:
    def __init__(self, text: str) -> None:
        self.text = text
        self.taken = bytearray(len(text))
        self.changes: list[tuple[int, int, str]] = []

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def protect(self, start: int, end: int) -> None:
        """Let no later edit touch a passage."""
        self.taken[start:end] = b"\1" * (end - start)

    def replace(self, start: int, end: int, new: str) -> bool:
        """Replace a passage unless an earlier edit has touched it.  Nothing is inserted at an empty passage."""
        if start >= end or not self.free(start, end) or self.text[start:end] == new:
            return False
        self.protect(start, end)
        self.changes.append((start, end, new))
        return True

    def apply(self) -> tuple[str, Moved]:
        self.changes.sort()
        out: list[str] = []
        last = 0
        for start, end, new in self.changes:
            out += [self.text[last:start], new]
            last = end
        out.append(self.text[last:])
        return "".join(out), Moved(self.changes)


class Moved:
    """Maps offsets of the text before to offsets of the text after."""

    def __init__(self, changes: list[tuple[int, int, str]]) -> None:
        self.starts = [start for start, _, _ in changes]
        self.ends = [end for _, end, _ in changes]
        self.sizes = [len(new) for _, _, new in changes]
        self.shifts = [0]
        for start, end, new in changes:
            self.shifts.append(self.shifts[-1] + len(new) - (end - start))

    def start(self, at: int) -> int:
        """An offset that opens a span: inside an edit it falls to the front of what replaced it."""
        k = bisect_right(self.starts, at) - 1
        if k >= 0 and at < self.ends[k]:
            return self.starts[k] + self.shifts[k]
        return at + self.shifts[k + 1]

    def end(self, at: int) -> int:
        """An offset that closes a span: inside an edit it falls to the back of what replaced it."""
        k = bisect_left(self.starts, at) - 1
        if k >= 0 and at < self.ends[k]:
            return self.starts[k] + self.shifts[k] + self.sizes[k]
        return at + self.shifts[k + 1]
