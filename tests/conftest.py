"""What tests share: a small clean edition, the sample, and the real book where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import opis
import pytest
from opis.cli.demo import read_sample

REAL_BOOK = Path(__file__).parents[2] / "shared" / "book" / "road-to-terror.txt"

EDITION = """\
Chapter One. The Mill

Early in the spring of 1931 the mill at Sosnovka stood still. The director wrote
to everyone he knew; the answers were slow, and most of them said nothing at all.

Document 1

Letter from the director of the Sosnovka mill to the district office, 3 May 1931.1

Comrades! No flour has come down the river since the ice went. The sacks that you
promised us lie in the ware-
house of the railway, and nobody will sign for them. I ask for one barge and eight
men who can row. ГАРФ keeps the answer, if there was one.

1. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.




Document 2

Decree of the district office on the supply of the mill, 12 June 1931.2

The office has heard the director and finds that he is right. One barge is to be
sent before the end of the month. The clerk Panin is to be reprimanded.

2. RGAE, f. 7486, op. 37, d. 185, l. 12.




Document 3

Telegram from the clerk Panin to the director, June 1931.3

Barge sent. Rowers ill. Send bread.

3. TsGAOR, f. 374, op. 27, d. 1, ll. 4, 7.
"""


@pytest.fixture(scope="session")
def edition() -> str:
    """A clean edition of three documents on three pages; a word is Cyrillic: bytes and characters differ."""
    return EDITION


@pytest.fixture(scope="session")
def book(edition: str) -> opis.Book:
    return opis.read(edition)


@pytest.fixture(scope="session")
def sample() -> opis.Book:
    """The damaged edition that comes with the package."""
    return read_sample()


@pytest.fixture
def edition_path(tmp_path: Path, edition: str) -> Path:
    path = tmp_path / "edition.txt"
    path.write_text(edition, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def real_book_path() -> Path:
    path = Path(os.environ.get("OPIS_BOOK") or REAL_BOOK)
    if not path.is_file():
        pytest.skip(f"the real book is under copyright and not here: set OPIS_BOOK to its text ({path} is missing)")
    return path


@pytest.fixture(scope="session")
def real_book(real_book_path: Path) -> opis.Book:
    return opis.read(real_book_path)
