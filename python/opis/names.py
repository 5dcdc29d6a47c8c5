"""Names of people: how an edition prints them, and what the title of a document says of the people it names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

BY, TO, NAMED = "by", "to", "named"

_LETTER = r"[^\W\d_]"
_SURNAME = rf"{_LETTER}(?:{_LETTER}|['’-](?={_LETTER}))+"
_INITIAL = rf"(?!\d)[^\W\d_a-z]{_LETTER}?\."
_LISTED = re.compile(rf"({_SURNAME})\s*(?:\([^)]*\))?\s*[,.]\s*((?:{_INITIAL}\s*)*(?:[A-Z](?!\w))?)[^\w]*")
_MENTION = re.compile(rf"((?:{_INITIAL}\s*)*)\b([A-Z]{_LETTER}+(?:-[A-Z]{_LETTER}+)*)(['’]s?(?!\w))?")
WORD = re.compile(rf"{_LETTER}+")
_FARTHEST_WORD = 3  # "A's second letter": so many words stand between a name and what was written


@cache
def vocabulary(style: str) -> dict[str, Any]:
    """A file of the styles, as its TOML says."""
    return tomllib.loads((resources.files("opis") / "styles" / f"{style}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Name:
    """A surname and as much of the given names as is printed."""

    surname: str
    given: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The surname in small letters, without what is no letter: what names are looked up by."""
        return "".join(c for c in self.surname.casefold() if c.isalpha())

    def agrees(self, other: Name) -> bool:
        """Whether no given name speaks against the two being one."""
        pairs = zip(self.given, other.given, strict=False)
        return self.key == other.key and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def given_names(text: str) -> tuple[str, ...]:
    """``"Ya. A."`` as ``("Ya", "A")``."""
    return tuple(word for word in WORD.findall(text) if word[0].isupper())


def name_of_sketch(text: str) -> Name:
    """The name of a sketch: ``"Surname, I. I."``."""
    surname, _, given = text.partition(",")
    return Name(surname.strip(), given_names(given))


def name_of_head(text: str) -> Name | None:
    """The name that a headword of an index is, or None: ``"Surname (Alias), I."`` is one, a surname alone is not."""
    match = _LISTED.fullmatch(text)
    return Name(match[1], given_names(match[2])) if match and match[2] else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a title: where it stands, without and with its possessive ending."""

    name: Name
    start: int
    end: int
    owns: bool


def mentions(title: str, surnames: Iterable[str]) -> Iterator[Mention]:
    """The people whom a title names, among those whose surnames (as :attr:`Name.key`) are known."""
    known = surnames if isinstance(surnames, set | frozenset | dict) else set(surnames)
    places = vocabulary("people")["places"]
    for match in _MENTION.finditer(title):
        if _next_words(title, match.end(), 1) & set(places):
            continue
        parts = match[2].split("-")
        names = [match[2]] if len(parts) == 1 or Name(match[2]).key in known else parts
        for surname in names:
            name = Name(surname, given_names(match[1]) if len(names) == 1 else ())
            if name.key in known:
                yield Mention(name, match.start(), match.end(), bool(match[3]))


def _next_words(title: str, at: int, count: int) -> set[str]:
    return {word.casefold() for word in WORD.findall(title[at:])[:count]}


def _words_before(title: str, end: int) -> list[str]:
    styled = vocabulary("people")["styled"]
    words = [word.casefold() for word in WORD.findall(title[:end])]
    while words and words[-1] in styled:
        words.pop()
    return words


def role(title: str, mention: Mention) -> str:
    """Whether the document is by the person, to the person, or names the person otherwise."""
    words = vocabulary("people")
    before = _words_before(title, mention.start)
    last = before[-1] if before else ""
    if last in words["sent_to"]:
        return TO if any(word in words["written"] for word in before) else NAMED
    if last in words["written_of"] and len(before) > 1 and before[-2] in words["written"]:
        return BY
    if last in words["written_by"] and not mention.owns:
        return BY
    if before and last not in words["written_by"]:
        return NAMED
    behind = _next_words(title, mention.end, _FARTHEST_WORD if mention.owns else 1)
    return BY if behind & set(words["written"]) else NAMED


def roles(title: str, surnames: Iterable[str]) -> list[tuple[Name, str]]:
    """The people whom a title names, with their roles: in a list of names all have that of the first."""
    found: list[tuple[Name, str]] = []
    end = None
    for mention in mentions(title, surnames):
        between = None if end is None else WORD.findall(title[end : mention.start])
        listed = between is not None and all(
            word.casefold() in (*vocabulary("people")["list_words"], *vocabulary("people")["styled"])
            for word in between
        )
        found.append((mention.name, found[-1][1] if listed else role(title, mention)))
        end = mention.end
    return found
