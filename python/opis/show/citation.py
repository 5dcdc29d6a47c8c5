"""Archival references as historians write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LEVELS = (("f.", "fond"), ("op.", "opis"), ("d.", "delo"))


def citation(archive: Mapping[str, Any]) -> str:
    """An archival reference on one line: ``"RGAE, f. 7, op. 1, d. 12, ll. 3-5"``."""
    parts = [archive["archive"]] if archive["archive"] else []
    parts += [f"{label} {archive[name]}" for label, name in _LEVELS if archive[name]]
    folios = ", ".join(archive["listy"])
    if folios:
        parts.append(f"{'ll.' if ',' in folios or '-' in folios else 'l.'} {folios}")
    return ", ".join(parts)
