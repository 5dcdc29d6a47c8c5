"""The list of documents, and the index of the back of the book, whose locators are the printed pages."""

from __future__ import annotations

import random
from collections import defaultdict

from .citations import compact
from .content import Block, Document
from .marks import Marks

SUBENTRIES = (
    "and the audit",
    "on the scales",
    "at Zarechensk",
    "and the dredging",
    "removal of",
    "letters of",
    "on wages",
    "and the lock tolls",
    "quarrel with the Inspectorate",
    "defense of",
    "and private carriers",
    "on the flood",
)


def documents(rng: random.Random, marks: Marks, chosen: list[Document], pages: dict[int, int] | None) -> list[Block]:
    """The list of documents; with the pages of their first lines where the edition prints them."""
    out = []
    for document in chosen:
        page = pages.get(document.mark.number) if pages else None
        text = f"{document.label}. {document.title}" + (f", {page}" if page is not None else "")
        marked = marks.wrap("document_index", text, document=document, page=page)
        out.append(Block("list", marked, gap=int(rng.random() < 0.08)))
    return out


def locators(pages: set[int]) -> list[str]:
    """Pages as an index prints them: runs of neighbors become ranges."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return [str(a) if a == b else compact(a, b) for a, b in runs]


def names(
    rng: random.Random, marks: Marks, mentions: dict[str, list[tuple[int, int]]], sketches: dict[str, int]
) -> list[Block]:
    """The back-of-book index.  Mentions are pages with a note number, or 0 where the name stands in the text."""
    out, letter = [], ""
    for head in sorted(mentions):
        parts = [_entry(marks, head, sub, pages, k == 0) for k, (sub, pages) in enumerate(_split(rng, mentions[head]))]
        if head in sketches:
            parts.append(_entry(marks, head, "biographical sketch", [str(sketches[head])], not parts))
        first, letter = head[0] != letter, head[0]
        out.append(Block("index", "; ".join(parts), gap=1 if first else int(rng.random() < 0.4)))
    return out


def _entry(marks: Marks, head: str, sub: str | None, pages: list[str], opens: bool) -> str:
    where = ", ".join(pages)
    if sub is None:
        text = f"{head}, {where}" if opens else where
    else:
        text = f"{_alone(marks, head)}: {sub}, {where}" if opens else f"{sub}, {where}"
    return marks.wrap("index_entry", text, head=head, sub=sub, locators=pages)


def _alone(marks: Marks, head: str) -> str:
    """A head without locators of its own is an entry too."""
    return marks.wrap("index_entry", head, head=head, sub=None, locators=[])


def _split(rng: random.Random, found: list[tuple[int, int]]) -> list[tuple[str | None, list[str]]]:
    """The locators of a head, shared among subentries where there are many."""
    texts = sorted({page for page, note in found if not note})
    noted = sorted({(page, note) for page, note in found if note and page not in texts})
    if len(texts) < 5:
        pages = sorted([(p, 0, w) for p, w in _starts(locators(set(texts)))] + [(p, n, f"{p}n{n}") for p, n in noted])
        return [(None, [w for _, _, w in pages])] if pages else []
    groups: dict[str, set[int]] = defaultdict(set)
    subs = rng.sample(SUBENTRIES, min(4, len(texts) // 3 + 1))
    for page in texts:
        groups[rng.choice(subs) if rng.random() < 0.6 else "mentioned"].add(page)
    ordered = sorted((key for key in groups if key != "mentioned"), key=lambda key: min(groups[key]))
    return [(key, locators(groups[key])) for key in ordered + ["mentioned"] * ("mentioned" in groups)]


def _starts(words: list[str]) -> list[tuple[int, str]]:
    return [(int(word.split("-")[0]), word) for word in words]
