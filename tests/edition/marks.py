"""Marks: invisible brackets in a text that remember what a passage is until the text is set and damaged.

A mark is a pair of private-use characters with no width.  Text may be wrapped, hyphenated and paginated with its
marks inside; `resolve` then takes them out and says at which offsets each passage came to stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

OPEN = 0xF0000
CLOSE = 0x100000
LIMIT = 0xFFF0
INVISIBLE = re.compile("[\U000f0000-\U0010ffff]")


@dataclass
class Mark:
    """What a passage is: its kind and whatever its truth needs."""

    number: int
    kind: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Span:
    """A resolved mark: half-open character offsets into the plain text."""

    start: int
    end: int
    mark: Mark

    @property
    def kind(self) -> str:
        return self.mark.kind

    @property
    def data(self) -> dict[str, Any]:
        return self.mark.data


class Marks:
    """All marks of one edition."""

    def __init__(self) -> None:
        self.all: list[Mark] = []

    def new(self, kind: str, **data: Any) -> Mark:
        if len(self.all) >= LIMIT:
            raise OverflowError("an edition holds at most 65,520 marks")
        mark = Mark(len(self.all), kind, data)
        self.all.append(mark)
        return mark

    def wrap(self, kind: str, text: str, **data: Any) -> str:
        """The text between a new pair of brackets."""
        return around(self.new(kind, **data), text)

    def opened_in(self, text: str) -> list[Mark]:
        return [self.all[ord(c) - OPEN] for c in INVISIBLE.findall(text) if ord(c) < CLOSE]

    def closed_in(self, text: str) -> list[Mark]:
        return [self.all[ord(c) - CLOSE] for c in INVISIBLE.findall(text) if ord(c) >= CLOSE]

    def resolve(self, text: str) -> tuple[str, list[Span]]:
        """The plain text and the spans of its marks, in order of their start, the longer first."""
        plain: list[str] = []
        starts: dict[int, int] = {}
        spans: list[Span] = []
        at = last = 0
        for found in INVISIBLE.finditer(text):
            plain.append(text[last : found.start()])
            at += found.start() - last
            last = found.end()
            code = ord(found.group())
            if code < CLOSE:
                starts[code - OPEN] = at
            else:
                spans.append(Span(starts[code - CLOSE], at, self.all[code - CLOSE]))
        plain.append(text[last:])
        spans.sort(key=lambda s: (s.start, -s.end, s.mark.number))
        return "".join(plain), spans


def opening(mark: Mark) -> str:
    return chr(OPEN + mark.number)


def closing(mark: Mark) -> str:
    return chr(CLOSE + mark.number)


def around(mark: Mark, text: str) -> str:
    return opening(mark) + text + closing(mark)


def visible(text: str) -> str:
    return INVISIBLE.sub("", text)


def width(text: str) -> int:
    return len(visible(text))
