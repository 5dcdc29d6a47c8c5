"""What README.md shows is what opis does."""

from __future__ import annotations

import runpy
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def test_examples() -> None:
    """Where this fails because opis got better, `make readme` writes the new outputs."""
    text = README.read_text("utf-8")
    rewritten = runpy.run_path(str(Path(__file__).with_name("readme.py")))["rewritten"]
    assert rewritten(text) == text
