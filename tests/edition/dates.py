"""Dates as the edition prints them, each with its ISO form."""

from __future__ import annotations

import random
from dataclasses import dataclass

MONTHS = ("January February March April May June July August September October November December").split()
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Date:
    printed: str
    iso: str
    year: int


def day(rng: random.Random, year: int) -> Date:
    month = rng.randrange(12)
    number = rng.randint(1, DAYS[month])
    return Date(f"{number} {MONTHS[month]} {year}", f"{year}-{month + 1:02}-{number:02}", year)


def month(rng: random.Random, year: int) -> Date:
    number = rng.randrange(12)
    return Date(f"{MONTHS[number]} {year}", f"{year}-{number + 1:02}", year)


def days(rng: random.Random, year: int) -> Date:
    """A range within a month, or across the end of one."""
    first = rng.randrange(11)
    if rng.random() < 0.75:
        start = rng.randint(1, DAYS[first] - 5)
        end = start + rng.randint(1, 5)
        return Date(
            f"{start}-{end} {MONTHS[first]} {year}",
            f"{year}-{first + 1:02}-{start:02}/{year}-{first + 1:02}-{end:02}",
            year,
        )
    start, end = DAYS[first] - rng.randint(0, 3), rng.randint(1, 4)
    return Date(
        f"{start} {MONTHS[first]} to {end} {MONTHS[first + 1]} {year}",
        f"{year}-{first + 1:02}-{start:02}/{year}-{first + 2:02}-{end:02}",
        year,
    )


def season(rng: random.Random, year: int) -> Date:
    return Date(f"{rng.choice(('Spring', 'Summer', 'Fall', 'Spring-Summer'))} {year}", str(year), year)
