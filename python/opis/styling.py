"""Archival styles: how archives are cited, as data.

opis brings styles along, and reads others from TOML files; ``docs/how-to/styles.md`` says how to write one.

>>> book = opis.read("edition.txt", styles=["my-archive.toml"])  # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from opis import _core
from opis.errors import Error, StyleError
from opis.profiles import Profile, described
from opis.style_files import COLUMNS, SHAPES, Archive, Level, Signature, Style, read_style, signature_lines
from opis.toml_sources import load_file

__all__ = ["Archive", "Level", "Signature", "Style", "StyleSource", "load_style", "shipped_styles"]

StyleSource: TypeAlias = "str | os.PathLike[str] | Style"

_NO_LEVEL = 255


def load_style(source: StyleSource) -> Style:
    """Read a style, and make sure that the core takes it.

    Parameters
    ----------
    source : str, path or Style
        A TOML file; a Style is given back.

    Raises
    ------
    StyleError
        The file is no style; the message names the file and the line.
    ReadError
        The file cannot be read.
    """
    if isinstance(source, Style):
        return source
    path = os.fspath(source)
    style, text = load_file(path, read_style)
    try:
        compile_styles((style,))
    except Error as error:
        raise StyleError(error.reason, path, line=_broken_line(style, text)) from None
    return style


def _broken_line(style: Style, text: str) -> int | None:
    """The line of the first pattern that the core refuses alone."""
    for signature, line in zip(style.signatures, signature_lines(text), strict=False):
        try:
            compile_styles((replace(style, signatures=(signature,)),))
        except Error:
            return line
    return None


def load_styles(sources: Iterable[StyleSource]) -> tuple[Style, ...]:
    """Read several styles: see :func:`load_style`."""
    if isinstance(sources, str | os.PathLike | Style):
        raise TypeError("styles is a list of files or styles, not one of them")
    return tuple(load_style(source) for source in sources)


@cache
def shipped_styles() -> tuple[Style, ...]:
    """The styles that opis brings along, by their names."""
    folder = Path(__file__).with_name("styles") / "archival"
    return tuple(read_style(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml")))


@cache
def compile_styles(styles: tuple[Style, ...], profile: Profile | None = None) -> Any:
    """What the core makes of styles and a profile; the styles that opis brings along are there in any case.

    Raises
    ------
    Error
        A pattern of a signature is none.
    """
    archives = tuple(
        (archive.canonical, archive.names, archive.others, archive.identity, number)
        for number, style in enumerate(styles)
        for archive in style.archives
    )
    return _core.compile_styles(tuple(map(_described, styles)), archives, described(profile) if profile else None)


def _described(style: Style) -> tuple[Any, ...]:
    levels = tuple(
        (
            level.name,
            level.labels,
            SHAPES.index(level.shape),
            COLUMNS.index(level.column) if level.column else _NO_LEVEL,
            int(level.anywhere),
            int(level.after),
        )
        for level in style.levels
    )
    signatures = tuple(
        (one.pattern, bytes(map(style.level_number, one.levels)), int(one.alone)) for one in style.signatures
    )
    return (
        style.name,
        levels,
        signatures,
        tuple(sum(1 << style.level_number(name) for name in names) for names in style.alone),
        style.institutions,
        style.acronyms,
        style.verso,
        style.ibid,
        int(style.titles),
        style.level_number(style.bare) if style.bare else _NO_LEVEL,
        style.level_number(style.titled) if style.titled else _NO_LEVEL,
    )
