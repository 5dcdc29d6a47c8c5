"""The levels of an archival reference, from the highest to the lowest, in the terms of the archive that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from opis.style_files import Archive, Level, Style

COLUMNS = ("fond", "opis", "delo")
_TITLE = "_name"  # ends the name of a title that follows a number: "f. 102, DPOO"
_LABELS = {"fond": "f.", "opis": "op.", "delo": "d."}
_FOLIOS = ("l.", "ll.")


class Unit(NamedTuple):
    """One level of a reference: the fond, the box, the folder.

    Attributes
    ----------
    name : str
        That of the level in its style, such as ``"fond"`` or ``"record_group"``; that of a title ends in ``_name``.
    value : str
        What is cited: ``"59"``.
    text : str
        As a reference prints it: ``"RG 59"``.
    column : str or None
        The column of the record that holds it: ``"fond"``, ``"opis"``, ``"delo"`` or none.
    """

    name: str
    value: str
    text: str
    column: str | None

    @property
    def follows(self) -> bool:
        """Whether it belongs to what stands before it: a title, or a number without a label."""
        return self.name.endswith(_TITLE) or self.text == self.value


class Reference(NamedTuple):
    """An archival reference, taken apart.

    Attributes
    ----------
    archive : str or None
        The name of the archive, as the record has it.
    units : list of Unit
        From the highest level to the lowest.
    folios : str
        With their label, ``"ll. 3-5"``; empty where none are cited.
    """

    archive: str | None
    units: list[Unit]
    folios: str

    @property
    def collection(self) -> list[Unit]:
        """What names the collection: the fond with its title, or whatever stands above the first file or box."""
        columns = [unit.column for unit in self.units]
        if "fond" not in columns:
            return self.units[: next((place for place, column in enumerate(columns) if column), 0)]
        end = columns.index("fond") + 1
        while end < len(self.units) and self.units[end].follows:
            end += 1
        return self.units[:end]

    @property
    def location(self) -> list[Unit]:
        """What leads to the file within its collection."""
        return self.units[len(self.collection) :]


def reference_of(archive: Mapping[str, Any], own: tuple[Style, ...] = ()) -> Reference:
    """Take a record of an archival reference apart, by the style that it is cited in.

    Parameters
    ----------
    archive : Record or dict
        A record of the kind ``archive``.
    own : tuple of Style, optional
        Styles that the caller brought; they go before those that opis brings along.
    """
    name, listy = archive["archive"], archive["listy"]
    style = None
    if archive["parts"] or own or not f"{name}{archive['raw']}".isascii():
        style = _style_of(archive, _known_styles(own))
    if style is None:
        return Reference(name, _plain_units(archive), _folios(listy, _FOLIOS))
    labels = next((level.labels for level in style.levels if level.column == "list"), _FOLIOS)
    return Reference(name, _units(archive, style), _folios(listy, labels))


def joined(units: Iterable[Unit]) -> str:
    """Levels as they are cited, with commas between: ``"RG 59, box 7"``, ``"FO 371, piece 2"``."""
    text = ""
    for unit in units:
        between = " " if unit.text == unit.value and unit.column else ", "
        text += (between if text else "") + unit.text
    return text


def home_of(name: str | None, own: tuple[Style, ...] = ()) -> Archive | None:
    """What the styles know of an archive of this name, its city and country for instance; None where none knows it."""
    return _homes(own).get(name or "")


@lru_cache(maxsize=8)
def _homes(own: tuple[Style, ...]) -> dict[str, Archive]:
    homes: dict[str, Archive] = {}
    for style in _known_styles(own):
        for archive in style.archives:
            for name in (archive.canonical, *archive.names, *archive.others):
                homes.setdefault(name, archive)
    return homes


def _known_styles(own: tuple[Style, ...]) -> tuple[Style, ...]:
    from opis.styling import shipped_styles

    return (*own, *shipped_styles())


def _plain_units(archive: Mapping[str, Any]) -> list[Unit]:
    units = [Unit(name, archive[name], f"{_LABELS[name]} {archive[name]}", name) for name in COLUMNS if archive[name]]
    return units + [Unit(name, value, value, None) for name, value in archive["parts"].items()]


def _style_of(archive: Mapping[str, Any], styles: Iterable[Style]) -> Style | None:
    """The style whose levels the parts are; of several that which knows the archive, or whose labels are printed."""
    names = {name.removesuffix(_TITLE) for name in archive["parts"]}
    fitting = [style for style in styles if names <= {level.name for level in style.levels}]
    return max(fitting, key=lambda style: _fit(archive, style), default=None)


def _fit(archive: Mapping[str, Any], style: Style) -> tuple[bool, bool, int]:
    known = any(archive["archive"] in (one.canonical, *one.names, *one.others) for one in style.archives)
    # Columns that no part carries are those of levels that are called as they are: fond, opis, delo.
    plain = {level.name for level in style.levels} >= {name for name in COLUMNS if archive[name]} - _carried(
        archive, style
    )
    printed = archive["raw"].casefold()
    labels = sum(any(label.casefold() in printed for label in level.labels) for level in style.levels)
    return known, plain, labels


def _carried(archive: Mapping[str, Any], style: Style) -> set[str | None]:
    return {level.column for level in style.levels if level.name in archive["parts"]}


def _units(archive: Mapping[str, Any], style: Style) -> list[Unit]:
    """The units of a reference in the order of the levels of its style; a title follows what it is the title of."""
    parts = dict(archive["parts"])
    columns: dict[str, str] = {}
    for column in filter(archive.get, COLUMNS):
        carriers = [level.name for level in style.levels if level.column == column and level.name in parts]
        same = [name for name in carriers if parts[name] == archive[column]]
        name = next(iter([*same, *carriers]), column)
        parts[name] = archive[column]  # which a reader may have corrected
        columns[name] = column
    levels = {level.name: level for level in style.levels}
    ranks = {name: rank for rank, name in enumerate(_order(archive, style))}
    names = sorted(parts, key=lambda name: (ranks.get(name.removesuffix(_TITLE), len(ranks)), name.endswith(_TITLE)))
    return [
        Unit(name, parts[name], _printed(parts[name], levels.get(name), style), columns.get(name)) for name in names
    ]


def _order(archive: Mapping[str, Any], style: Style) -> list[str]:
    """The levels from the highest to the lowest; parts that may stand anywhere follow the file that they belong to."""
    files = [level for level in style.levels if level.column == "delo"]
    file = min((place for level in files if (place := _place(archive, level)) >= 0), default=-1)
    within = [
        level for level in style.levels if level.anywhere and not level.column and _place(archive, level) > file >= 0
    ]
    return [level.name for level in style.levels if level not in within] + [level.name for level in within]


def _place(archive: Mapping[str, Any], level: Level) -> int:
    """Where a label of a level is printed before a number; -1 where none is."""
    labels = "|".join(re.escape(label.rstrip(".")) for label in level.labels)
    found = re.search(rf"(?i)(?<!\w)(?:{labels})\b\.?\s*\d", archive["raw"]) if labels else None
    return found.start() if found else -1


def _printed(value: str, level: Level | None, style: Style) -> str:
    """A value with its label; names of series need none, nor do values that hold it."""
    if level is None or not level.labels or level.name == style.titled:
        return value
    words = value.casefold().split()
    if any(label.casefold() in words for label in level.labels):
        return value
    return f"{value} {level.labels[0]}" if level.after else f"{level.labels[0]} {value}"


def _folios(listy: list[str], labels: tuple[str, ...]) -> str:
    """Folios with their label, in the plural where it has one and they are several: "l. 5", "ll. 5-6"."""
    if not listy:
        return ""
    several = len(listy) > 1 or "-" in listy[0]
    plural = labels[0][0] + labels[0]
    return f"{plural if several and plural in labels else labels[0]} {', '.join(listy)}"
