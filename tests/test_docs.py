"""The pages of documentation leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import opis
import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize("name", [name for name in opis.__all__ if not name.startswith("_")])
def test_every_public_name_is_in_the_reference(name: str) -> None:
    reference = (DOCS / "reference" / "python.md").read_text("utf-8")
    modules = re.findall(r"automodule:: (\S+)\n   :members:", reference)
    named = re.search(rf"^\.\. auto\w+:: {name}$", reference, re.MULTILINE)
    assert named or getattr(getattr(opis, name), "__module__", None) in modules


@pytest.mark.parametrize("kind", opis.KINDS)
def test_every_kind_is_in_the_contract(kind: str) -> None:
    assert f"| `{kind}` |" in (DOCS / "reference" / "records.md").read_text("utf-8")
