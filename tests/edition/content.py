"""What an edition is made of.  Texts carry their marks; nothing here knows of lines or pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .marks import Mark


@dataclass
class Block:
    """A paragraph or line of one style.  `gap` is the number of blank lines that print leaves before it."""

    style: str
    text: str
    gap: int = 1
    keep: bool = False  # never the last of its page
    table: bool = False  # set line by line, not wrapped


@dataclass
class Note:
    number: int
    text: str  # with its number, all marked
    source: Mark | None = None  # the citation that gives a document's source
    reference: Mark | None = None
    body: Mark | None = None
    lines: list[Any] | None = None  # as set in type


@dataclass
class Document:
    number: int
    suffix: str
    title: str
    genre: str
    date: str | None
    mark: Mark
    title_mark: Mark
    date_mark: Mark | None
    note: Note | None
    source: Mark | None = None  # of its source, where that stands in no note

    @property
    def label(self) -> str:
        return f"{self.number}{self.suffix}"


@dataclass
class Chapter:
    number: int  # 0 is the introduction
    title: str
    part: str | None = None  # the title of a part that opens before this chapter
    blocks: list[Block] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


@dataclass
class Edition:
    title: str
    preface: list[Block]
    chapters: list[Chapter]
    sketches: list[Block] = field(default_factory=list)
