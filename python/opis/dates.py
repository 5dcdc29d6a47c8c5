"""Dates as an edition prints them: a day, a month, a year, or from one to another."""

from __future__ import annotations

import calendar
import datetime
import re

Date = datetime.date
DateRange = tuple[datetime.date, datetime.date]

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_date(text: str | None) -> Date | DateRange | None:
    """The days that an ISO 8601 date stands for.

    Parameters
    ----------
    text : str or None
        ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``, or two of these as ``start/end``.

    Returns
    -------
    datetime.date, tuple of two datetime.date, or None
        A day as itself; a month, a year or a range as its first and last day; None where the year is absent or the
        calendar has no such day.
    """
    spans = [_span(part) for part in (text or "").split("/")]
    first, last = spans[0], spans[-1]
    if first is None or last is None or len(spans) > 2:
        return None
    return first[0] if first[0] == last[1] else (first[0], last[1])


def _span(text: str) -> DateRange | None:
    """First and last day of one ISO date."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return first, datetime.date(year, last_month, last_day)
