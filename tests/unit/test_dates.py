"""Dates: what a partial date stands for."""

from datetime import date

import pytest
from opis.dates import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1935-09-25", date(1935, 9, 25)),
        ("1935-12", (date(1935, 12, 1), date(1935, 12, 31))),
        ("1936-02", (date(1936, 2, 1), date(1936, 2, 29))),
        ("1932", (date(1932, 1, 1), date(1932, 12, 31))),
        ("1937-02/1937-03", (date(1937, 2, 1), date(1937, 3, 31))),
        ("1937-02-23/1937-03-05", (date(1937, 2, 23), date(1937, 3, 5))),
        ("1937-02-23/1937-02-23", date(1937, 2, 23)),
        ("--09-25", None),
        ("1935-02-30", None),
        ("1935-13", None),
        ("1935/", None),
        ("1935/1936/1937", None),
        ("", None),
        (None, None),
    ],
)
def test_parse_date(text: str | None, expected: object) -> None:
    assert parse_date(text) == expected
