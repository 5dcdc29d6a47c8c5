"""The documents of a book in time: one dot a document, months along the line, as SVG."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from opis.dates import parse_date

if TYPE_CHECKING:
    from opis.show.report.facts import DocumentRow

WIDTH, LEFT, RIGHT = 960, 12, 12
RADIUS, STEP = 3.6, 8.4
AXIS, LANE = 26, 11
MONTH = 31  # days; what is dated less exactly is a bar, not a dot
MOST_YEAR_LABELS = 16


@dataclass(frozen=True)
class Dated:
    """A document with its first and last possible day."""

    row: DocumentRow
    first: datetime.date
    last: datetime.date

    @property
    def is_exact(self) -> bool:
        return (self.last - self.first).days <= MONTH


def timeline(rows: list[DocumentRow]) -> str:
    """The picture, or nothing where no document has a date."""
    dated = list(filter(None, map(_dated, rows)))
    if not dated:
        return ""
    first, last = min(item.first for item in dated).year, max(item.last for item in dated).year
    scale = _Scale(first, last)
    dots, height = _dots([item for item in dated if item.is_exact], scale)
    bars, depth = _bars([item for item in dated if not item.is_exact], scale)
    total = height + AXIS + depth
    return (
        f'<svg class="timeline" viewBox="0 {-height:.0f} {WIDTH} {total:.0f}" role="group" '
        f'aria-label="{len(dated)} dated documents, {first} to {last}">{_axis(scale)}{dots}{bars}</svg>'
    )


def _dated(row: DocumentRow) -> Dated | None:
    days = parse_date(row.date.replace(" to ", "/"))
    if days is None:
        return None
    first, last = days if isinstance(days, tuple) else (days, days)
    return Dated(row, min(first, last), max(first, last))


class _Scale:
    """Days along the line."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._start = datetime.date(first, 1, 1).toordinal()
        self._days = datetime.date(last, 12, 31).toordinal() - self._start + 1

    def x(self, day: datetime.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day.toordinal() - self._start) / self._days

    @property
    def bin_months(self) -> int:
        """How many months share a stack: as many as let dots stand side by side."""
        months = 12 * (self.last - self.first + 1)
        return max(1, round(months * (2 * RADIUS + 1) / (WIDTH - LEFT - RIGHT)))


def _axis(scale: _Scale) -> str:
    years = range(scale.first, scale.last + 1)
    step = -(-len(years) // MOST_YEAR_LABELS)
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="0" y2="0"/>']
    for year in years:
        x = scale.x(datetime.date(year, 1, 1))
        middle = (x + scale.x(datetime.date(year, 12, 31))) / 2
        parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="6"/>')
        if (year - scale.first) % step == 0:
            parts.append(f'<text x="{middle:.1f}" y="18" text-anchor="middle">{year}</text>')
    return "".join(parts)


def _dots(items: list[Dated], scale: _Scale) -> tuple[str, float]:
    """Stacks of dots, one a month or more; their height."""
    stacks: dict[int, list[Dated]] = defaultdict(list)
    for item in items:
        stacks[(item.first.year * 12 + item.first.month - 1) // scale.bin_months].append(item)
    parts = []
    for number, stack in sorted(stacks.items()):
        first = number * scale.bin_months
        last = first + scale.bin_months - 1
        end = datetime.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
        x = (scale.x(datetime.date(first // 12, first % 12 + 1, 1)) + scale.x(end)) / 2
        x = min(max(x, LEFT + RADIUS), WIDTH - RIGHT - RADIUS)
        for level, item in enumerate(sorted(stack, key=lambda item: (item.first, item.last))):
            y = -(level + 1) * STEP + RADIUS / 2
            parts.append(_link(item, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"/>'))
    return "".join(parts), max(map(len, stacks.values()), default=0) * STEP + 12


def _bars(items: list[Dated], scale: _Scale) -> tuple[str, float]:
    """Bars under the line, in as many lanes as it takes; the depth of them all."""
    lanes: list[float] = []  # where each ends
    parts = []
    for item in sorted(items, key=lambda item: (item.first, item.last)):
        x, width = scale.x(item.first), max(6.0, scale.x(item.last) - scale.x(item.first))
        lane = next((i for i, end in enumerate(lanes) if end < x), len(lanes))
        lanes[lane : lane + 1] = [x + width + 1]
        y = AXIS + lane * LANE
        parts.append(_link(item, f'<rect x="{x:.1f}" y="{y}" width="{width - 1:.1f}" height="{LANE - 4}" rx="2"/>'))
    return "".join(parts), len(lanes) * LANE + 4


def _link(item: Dated, shape: str) -> str:
    row = item.row
    label = escape(f"Document {row.label}, {row.date}: {row.title}")
    return f'<a href="#{row.anchor}" class="s-{row.status}" aria-label="{label}"><title>{label}</title>{shape}</a>'
