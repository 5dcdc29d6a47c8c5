"""Files of archival styles: what they hold, read and checked.

Nothing of opis that is built is imported here, for ``csrc/core/embed_styles.py`` reads the styles that opis brings
along with this module before there is an opis.  :mod:`opis.styling` is what a user imports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from opis.toml_files import Checker, find_lines

SHAPES = ("number", "words", "folios")
COLUMNS = ("fond", "opis", "delo", "list")
FORMS = ("levels", "file", "item")
MOST_LEVELS = 32
MOST_SIGNATURES = 64
MOST_GROUPS = 15
LONGEST_PATTERN = 4096  # bytes

_YEARS = re.compile(r"(?:\d{4})?-(?:\d{4})?")
_ISIL = re.compile(r"[A-Za-z0-9]{1,4}-[A-Za-z0-9:/-]{1,11}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_GROUP = re.compile(r"\(\?<([A-Za-z_]\w*)>")
_PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True)
class Level:
    """One level of a reference: the fond, the box, the folio.

    Attributes
    ----------
    name : str
        Its name in ``parts`` of a record.
    labels : tuple of str
        What is printed before its number.
    shape : str
        One of ``"number"``, ``"words"`` and ``"folios"``.
    column : str or None
        The column of a record that shows it: ``"fond"``, ``"opis"``, ``"delo"``, ``"list"`` or none.
    anywhere : bool
        It may stand among the others in any place.
    after : bool
        Its label follows the number.
    damaged : tuple of str
        Labels that are read by glyphs as well, where a scan broke them.
    """

    name: str
    labels: tuple[str, ...]
    shape: str = "number"
    column: str | None = None
    anywhere: bool = False
    after: bool = False
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """A shelfmark without labels.

    Attributes
    ----------
    pattern : str
        PCRE2, with groups that are named after levels.
    levels : tuple of str
        The levels that it names.
    alone : bool
        It needs no archive's name before it.
    """

    pattern: str
    levels: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True)
class Archive:
    """An archive, library or other repository.

    Attributes
    ----------
    canonical : str
        What the record shows for any of `names`.
    names, others : tuple of str
        Names that are shown as the canonical one, and names that are shown as they are printed.
    identity : str
        What all its names and those of what it became have in common.
    years : str
        When it bore this name: ``"1991-1999"``, ``"-1992"``, ``"1999-"``; empty where unknown or ever.
    city, country, isil : str
        Where it is, and its International Standard Identifier for Libraries; empty where unknown.
    form : str
        How its references are made: one of ``"levels"``, ``"file"`` and ``"item"``.
    damaged : bool
        Its names are read by glyphs as well, where a scan broke them.
    """

    canonical: str
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    identity: str = ""
    years: str = ""
    city: str = ""
    country: str = ""
    isil: str = ""
    form: str = "levels"
    damaged: bool = False


@dataclass(frozen=True)
class Style:
    """How a family of archives is cited; ``docs/how-to/styles.md`` says what each key of a file means.

    Attributes
    ----------
    name, description : str
        What lists call it.
    languages : tuple of str
        Of the books that it is met in, by their two letters.
    levels : tuple of Level
        From the highest to the lowest.
    signatures : tuple of Signature
        Shelfmarks without labels.
    archives : tuple of Archive
        The archives that are cited so.
    examples : tuple of str
        References that must read.
    """

    name: str
    description: str = ""
    languages: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    signatures: tuple[Signature, ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()
    institutions: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    verso: tuple[str, ...] = ()
    ibid: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    titles: bool = False
    bare: str | None = None
    titled: str | None = None
    tolerant: bool = False
    examples: tuple[str, ...] = ()
    archives: tuple[Archive, ...] = field(default=())

    def level_number(self, name: str) -> int:
        """The place of a level, counted from the highest.

        Parameters
        ----------
        name : str
            That of the level.

        Raises
        ------
        ValueError
            The style has no such level.
        """
        return [level.name for level in self.levels].index(name)


def read_style(text: str) -> Style:
    """Read the text of a style file.

    Raises
    ------
    StyleFileError
        It is no TOML, or a key, a type or a reference in it does not hold.
    """
    return _Reader(text).style()


def signature_lines(text: str) -> list[int]:
    """The line of the pattern of each signature, from that of the file's first."""
    lines = find_lines(text)
    count = sum(table == "signature" and key is None for table, _, key in lines)
    return [lines.get(("signature", at, "pattern"), lines["signature", at, None]) for at in range(count)]


class _Reader(Checker):
    """The checks of an archival style."""

    def style(self) -> Style:
        unknown = set(self.content) - {"style", "level", "signature", "archive"}
        if unknown:
            self.table = min(unknown)
            raise self.fail(
                f"[{min(unknown)}] is no part of a style; there are [style], [[level]], [[signature]], [[archive]]"
            )
        given = self.content.get("style")
        if not isinstance(given, dict):
            raise self.fail("a style begins with the table [style] and its name")
        self.known(given, Style, {"levels", "signatures", "archives"})
        self.text(given, "name", required=True)
        levels = tuple(self.each("level", self.level))
        self.table, self.index = "style", 0
        style = Style(
            name=self.text(given, "name", required=True),
            description=self.text(given, "description"),
            levels=levels,
            alone=tuple(self.sets(given)),
            bare=self.text(given, "bare") or None,
            titled=self.text(given, "titled") or None,
            titles=self.flag(given, "titles"),
            tolerant=self.flag(given, "tolerant"),
            languages=self.words(given, "languages"),
            institutions=self.words(given, "institutions"),
            acronyms=self.words(given, "acronyms"),
            verso=self.words(given, "verso"),
            ibid=self.words(given, "ibid"),
            letters=self.words(given, "letters"),
            examples=self.words(given, "examples"),
        )
        self.table, self.index = "style", 0
        names = [level.name for level in levels]
        self.check_names(names)
        for key, used in (
            ("alone", [name for one in style.alone for name in one]),
            ("bare", [style.bare]),
            ("titled", [style.titled]),
        ):
            for name in used:
                if name is not None and name not in names:
                    raise self.fail(f"there is no level {name!r}; there are {', '.join(names)}", key)
        signatures = tuple(self.each("signature", lambda table: self.signature(table, names)))
        if len(signatures) > MOST_SIGNATURES:
            self.table, self.index = "signature", MOST_SIGNATURES
            raise self.fail(f"a style has at most {MOST_SIGNATURES} signatures")
        archives = tuple(self.each("archive", self.archive))
        return Style(**{**vars(style), "signatures": signatures, "archives": archives})

    def check_names(self, names: list[str]) -> None:
        """A style has levels, not too many, each with a name of its own."""
        if not names:
            raise self.fail("a style has at least one [[level]]")
        if len(names) > MOST_LEVELS:
            raise self.fail(f"a style has at most {MOST_LEVELS} levels")
        for at, name in enumerate(names):
            if name in names[:at]:
                self.table, self.index = "level", at
                raise self.fail(f"there are two levels {name!r}: give each a name of its own", "name")

    def level(self, given: dict[str, Any]) -> Level:
        self.known(given, Level)
        name = self.text(given, "name", required=True)
        if not _NAME.fullmatch(name):
            raise self.fail(f"the name of a level is small letters, digits and underscores, not {name!r}", "name")
        return Level(
            name=name,
            labels=self.words(given, "labels"),
            shape=self.choice(given, "shape", SHAPES) or "number",
            column=self.choice(given, "column", COLUMNS),
            anywhere=self.flag(given, "anywhere"),
            after=self.flag(given, "after"),
            damaged=self.words(given, "damaged"),
        )

    def signature(self, given: dict[str, Any], names: list[str]) -> Signature:
        self.known(given, Signature, {"levels"})
        pattern = self.text(given, "pattern", required=True)
        if len(pattern.encode()) > LONGEST_PATTERN:
            raise self.fail(f"a pattern has at most {LONGEST_PATTERN:,} bytes", "pattern")
        levels = tuple(_GROUP.findall(pattern))
        if _PLAIN_GROUP.search(re.sub(r"\[[^\]]*\]", "", pattern)):
            raise self.fail("a group without a name is written (?:...)", "pattern")
        if "#" in re.sub(r"\[[^\]]*\]|\\.", "", pattern):
            raise self.fail("a # begins a comment in a pattern: it is written [#], and a blank [ ]", "pattern")
        if not levels or len(levels) > MOST_GROUPS:
            raise self.fail(f"a pattern has one to {MOST_GROUPS} groups (?<level>...)", "pattern")
        for name in levels:
            if name not in names:
                raise self.fail(f"there is no level {name!r}; there are {', '.join(names)}", "pattern")
        return Signature(pattern, levels, self.flag(given, "alone"))

    def archive(self, given: dict[str, Any]) -> Archive:
        self.known(given, Archive)
        canonical = self.text(given, "canonical", required=True)
        years, isil = self.text(given, "years"), self.text(given, "isil")
        if years and (not _YEARS.fullmatch(years) or years == "-"):
            raise self.fail(f'years are "1991-1999", "-1992" or "1999-", not {years!r}', "years")
        if isil and not _ISIL.fullmatch(isil):
            raise self.fail(
                f"an ISIL is a country, a dash and up to eleven characters, as NL-HaNA; not {isil!r}", "isil"
            )
        return Archive(
            canonical=canonical,
            names=self.words(given, "names") or (canonical,),
            others=self.words(given, "others"),
            identity=self.text(given, "identity") or canonical,
            years=years,
            city=self.text(given, "city"),
            country=self.text(given, "country"),
            isil=isil,
            form=self.choice(given, "form", FORMS) or "levels",
            damaged=self.flag(given, "damaged"),
        )

    def sets(self, given: dict[str, Any]) -> list[tuple[str, ...]]:
        value = given.get("alone", [])
        self.table, self.index = "style", 0
        good = isinstance(value, list) and all(
            isinstance(one, list) and one and all(isinstance(name, str) for name in one) for one in value
        )
        if not good:
            raise self.fail('alone is a list of lists of levels, as [["box", "folder"]]', "alone")
        return [tuple(one) for one in value]
