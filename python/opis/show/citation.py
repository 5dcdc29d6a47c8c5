"""Archival references as historians write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from opis.levels import Reference, joined, reference_of

if TYPE_CHECKING:
    from opis.style_files import Style

# What stands between the numbers of a shelfmark that has no labels: "R 58/6238", "315-1-159".
_BETWEEN = r"[ ./:-]{1,3}"


def citation(archive: Mapping[str, Any], own: tuple[Style, ...] = ()) -> str:
    """An archival reference on one line, as its archive is cited.

    Parameters
    ----------
    archive : Record or dict
        A record of the kind ``archive``.
    own : tuple of Style, optional
        The styles that the book was read with, beside those of opis.

    Returns
    -------
    str
        ``"RGAE, f. 7, op. 1, d. 12, ll. 3-5"``, ``"National Archives, RG 59, entry 12, box 7, folder 3"``; a
        shelfmark without labels as it is printed, ``"BArch, R 58/6238, Bl. 12"``.
    """
    reference = reference_of(archive, own)
    return ", ".join(filter(None, (reference.archive, file_of(reference, archive["raw"]), reference.folios)))


def file_of(reference: Reference, raw: str) -> str:
    """The levels of a reference; those of a shelfmark that is printed without labels stay as they are printed."""
    for length in range(len(reference.units), 1, -1):
        mark = _BETWEEN.join(re.escape(unit.value) for unit in reference.units[:length])
        found = re.search(rf"(?<!\w){mark}(?!\w)", raw)
        if found:
            return ", ".join(filter(None, (" ".join(found[0].split()), joined(reference.units[length:]))))
    return joined(reference.units)
