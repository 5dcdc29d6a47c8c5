"""Files of edition profiles: what they hold, read and checked.

Nothing of opis that is built is imported here: see :mod:`opis.style_files`.  :mod:`opis.profiles` is what a user
imports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from opis.toml_files import Checker

PLACES = ("note", "below", "brackets", "end")
BEGINNINGS = ("chapter", "document", "never")
MOST_FORMS = 64
LONGEST_WORDS = 60  # bytes of what is compared through damage

_FORM = re.compile(r"(?P<before>[^{}]*?)\s*\{number\}(?P<after>[^\s{}]?)(?P<title>\s+\{title\})?")
_TABLES = ("profile", "heading", "source", "notes", "apparatus")


@dataclass(frozen=True)
class Form:
    """What the heading of a document looks like.

    Attributes
    ----------
    before : tuple of str
        What is printed before the number, in any of these ways; empty where the number opens the line.
    after : str
        The mark behind the number, or nothing.
    titled : bool
        The title goes on in the line of the number.
    """

    before: tuple[str, ...]
    after: str
    titled: bool

    def __str__(self) -> str:
        words = "|".join(self.before) + " " if self.before else ""
        return words + "{number}" + self.after + (" {title}" if self.titled else "")


@dataclass(frozen=True)
class Profile:
    """How a series of editions is laid out; what is left empty is as in the default profile.

    Attributes
    ----------
    name, description : str
        What lists call it.
    forms : tuple of Form
        What headings of documents look like.
    places : tuple of str
        Where the source of a document stands.
    examples : tuple of str
        Headings that must read.
    """

    name: str
    description: str = ""
    languages: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    continued: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    source_words: tuple[str, ...] = ()
    begin_anew: str | None = None
    chapters: tuple[str, ...] = ()
    sketches: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    running_heads: tuple[str, ...] = ()


def read_profile(text: str) -> Profile:
    """Read the text of a profile.

    Raises
    ------
    StyleFileError
        It is no TOML, or a key, a type or a form in it does not hold.
    """
    return _Reader(text).profile()


class _Reader(Checker):
    """The checks of a profile."""

    def profile(self) -> Profile:
        for table in self.content:
            if table not in _TABLES:
                self.table = table
                named = ", ".join(f"[{name}]" for name in _TABLES)
                raise self.fail(f"[{table}] is no part of a profile; there are {named}", table)
        if "profile" not in self.content:
            raise self.fail("a profile begins with the table [profile] and its name")
        given = self.part("profile", ("name", "description", "languages", "examples"))
        name, description = self.text(given, "name", required=True), self.text(given, "description")
        languages, examples = self.words(given, "languages"), self.words(given, "examples")
        heading = self.part("heading", ("forms", "continued"))
        forms, continued = self.forms(heading), self.titles(heading, "continued")
        source = self.part("source", ("places", "words"))
        places, words = self.places(source), self.words(source, "words")
        begin_anew = self.choice(self.part("notes", ("begin_anew",)), "begin_anew", BEGINNINGS)
        names = ("chapters", "sketches", "documents", "indexes", "others", "running_heads")
        apparatus = self.part("apparatus", names)
        titles = {key: self.titles(apparatus, key) for key in names}
        return Profile(name, description, languages, examples, forms, continued, places, words, begin_anew, **titles)

    def part(self, table: str, keys: tuple[str, ...]) -> dict[str, Any]:
        """A table of the file, with none but these keys."""
        given = self.content.get(table, {})
        self.table, self.index = table, 0
        if not isinstance(given, dict):
            raise self.fail(f"[{table}] is written with one bracket, once")
        for key in given:
            if key not in keys:
                raise self.fail(f"{key!r} is no key of {table}; there are {', '.join(keys)}", key)
        return given

    def forms(self, given: dict[str, Any]) -> tuple[Form, ...]:
        patterns = self.words(given, "forms")
        if len(patterns) > MOST_FORMS:
            raise self.fail(f"a profile has at most {MOST_FORMS} forms of headings", "forms")
        return tuple(map(self.form, patterns))

    def form(self, pattern: str) -> Form:
        found = _FORM.fullmatch(pattern)
        if not found:
            example = '"Document {number}" or "{number}. {title}"'
            raise self.fail(f"forms: {pattern!r} is no form of a heading, such as {example}", "forms")
        before = tuple(word.strip() for word in found["before"].split("|")) if found["before"] else ()
        for word in before:
            if not word or len(word.encode()) > LONGEST_WORDS:
                raise self.fail(f"forms: {pattern!r} has an empty word, or one that is too long", "forms")
            if word[-1].isdigit():
                raise self.fail(f"forms: {pattern!r} has figures right before the number", "forms")
        if found["after"].isalnum():
            raise self.fail(f"forms: a mark stands behind the number in {pattern!r}, no letter", "forms")
        if found["title"] and not before and not found["after"]:
            raise self.fail(f"forms: {pattern!r} is every line with a number; put a mark behind the number", "forms")
        return Form(before, found["after"], bool(found["title"]))

    def places(self, given: dict[str, Any]) -> tuple[str, ...]:
        places = self.words(given, "places")
        for place in places:
            if place not in PLACES:
                raise self.fail(f"places: {place!r} is none of {', '.join(PLACES)}", "places")
        return tuple(dict.fromkeys(places))

    def titles(self, given: dict[str, Any], key: str) -> tuple[str, ...]:
        """Words of the apparatus, in small letters."""
        words = self.words(given, key)
        for word in words:
            if len(word.encode()) > LONGEST_WORDS:
                raise self.fail(f"{key}: {word!r} is longer than {LONGEST_WORDS} bytes", key)
        return words if key == "running_heads" else tuple(word.lower() for word in words)
