"""Archival references as the tests of styles look at them."""

from __future__ import annotations

from typing import Any

import opis


def references(text: str) -> list[dict[str, Any]]:
    """All references of a paragraph."""
    return opis.read(f"\n{text}\n").archives.to_dicts()


def columns(record: dict[str, Any]) -> tuple[Any, ...]:
    """What a reference has under the Russian names."""
    return tuple(record[name] for name in ("archive", "fond", "opis", "delo", "listy"))
