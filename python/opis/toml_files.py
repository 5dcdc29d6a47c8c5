"""What the files of styles and of profiles have in common: TOML that is checked, with the line of what is wrong.

Nothing of opis is imported here: see :mod:`opis.style_files`.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

LONGEST_FILE = 2**24
MOST_PARTS = 32  # of a dotted key: tomllib takes time by the square of their number

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?<![\w.-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")


class StyleFileError(ValueError):
    """A file that is no style: what is wrong, and in which line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """Read TOML, or raise a StyleFileError.

    It is raised outside of the handlers, so that it drags no context along: that of a RecursionError has a thousand
    frames, and whoever pickles tracebacks with their errors, as dask does, fails on them.
    """
    text = text.removeprefix("\ufeff")
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise StyleFileError(f"a key has more than {MOST_PARTS} parts; write tables flat", line)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # of TOML, and of numbers that are too long for Python
        found = re.search(r"\(at line (\d+)", str(error))
        failure = StyleFileError(str(error), int(found[1]) if found else None)
    except RecursionError:
        failure = StyleFileError("brackets stand within brackets too deep; write lists flat")
    raise failure


class Checker:
    """The checks, with the line of what they look at: ``index`` counts the tables of a name."""

    def __init__(self, text: str) -> None:
        self.content = parse(text)
        self.lines = find_lines(text)
        self.table = "style"
        self.index = 0

    def fail(self, message: str, key: str | None = None) -> StyleFileError:
        for place in ((self.table, self.index, key), (self.table, self.index, None), ("", 0, key)):
            if place in self.lines:
                return StyleFileError(message, self.lines[place])
        return StyleFileError(message)

    def each(self, table: str, read: Any) -> list[Any]:
        given = self.content.get(table, [])
        self.table, self.index = table, 0
        if not isinstance(given, list):
            raise self.fail(f"[[{table}]] is written with two brackets")
        made = []
        for self.index, one in enumerate(given):
            made.append(read(one))
        return made

    # The types of values ------------------------------------------------------------------------------------

    def known(self, given: Any, kind: Any, without: set[str] | None = None) -> None:
        if not isinstance(given, dict):
            raise self.fail(f"[{self.table}] is a table")
        keys = set(kind.__dataclass_fields__) - (without or set())
        for key in given:
            if key not in keys:
                raise self.fail(f"{key!r} is no key of {self.table}; there are {', '.join(sorted(keys))}", key)

    def text(self, given: dict[str, Any], key: str, required: bool = False) -> str:
        value = given.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f"{key} is text, in quotes", key)
        if required and not value.strip():
            raise self.fail(f"{self.table} lacks {key!r}", key)
        if "\0" in value:
            raise self.fail(f"{key} holds a NUL", key)
        return value

    def flag(self, given: dict[str, Any], key: str) -> bool:
        value = given.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{key} is true or false", key)
        return value

    def words(self, given: dict[str, Any], key: str) -> tuple[str, ...]:
        value = given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.fail(f'{key} is a list of texts, as ["one", "two"]', key)
        for word in value:
            if not word.strip() or word != " ".join(word.split()) or "\0" in word:
                raise self.fail(f"{key}: {word!r} is empty, or has blanks that do not belong to it", key)
        return tuple(value)

    def choice(self, given: dict[str, Any], key: str, choices: tuple[str, ...]) -> str | None:
        value = given.get(key)
        if value is not None and value not in choices:
            raise self.fail(f"{key} is one of {', '.join(choices)}, not {value!r}", key)
        return value


def find_lines(text: str) -> dict[tuple[str, int, str | None], int]:
    """The line of each table and of each key, counted from 1; tables of one name are counted from 0."""
    lines: dict[tuple[str, int, str | None], int] = {}
    counts: dict[str, int] = {}
    table, index = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if found := _HEADER.match(line):
            table = found[1]
            index = counts.get(table, -1) + 1
            counts[table] = index
            lines.setdefault((table, index, None), number)
        elif found := _KEY.match(line):
            lines.setdefault((table, index, found[1]), number)
    return lines
