"""What README.md and the pages of docs show is what opis does."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = runpy.run_path(str(Path(__file__).with_name("readme.py")))


@pytest.mark.parametrize("page", EXAMPLES["PAGES"], ids=lambda page: page.name)
def test_examples(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails because opis got better, `make readme` writes the new outputs."""
    monkeypatch.setenv("COLUMNS", "80")
    text = page.read_text("utf-8")
    assert EXAMPLES["rewritten"](text) == text
