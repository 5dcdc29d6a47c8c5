"""The biographical sketches at the end of the book."""

from __future__ import annotations

import random

from .content import Block
from .marks import Marks, visible
from .prose import Writer
from .vocabulary import names
from .world import Person


def write(rng: random.Random, marks: Marks, writer: Writer) -> list[Block]:
    return [Block("sketch", _sketch(rng, marks, writer, person)) for person in writer.world.people]


def _sketch(rng: random.Random, marks: Marks, writer: Writer, person: Person) -> str:
    head = f"{person.surname} ({person.alias}), {person.initials}" if person.alias else person.head
    head = marks.wrap("biography.head", f"{head} ({_years(person)})", person=person)
    careers = []
    parts = [f"{rng.choice(names.TRADES).rstrip('.')}."] if rng.random() < 0.3 else []
    first, last = writer.world.years
    for _ in range(rng.randint(1, 4)):
        start = rng.randint(first - 6, last)
        role = _plain(writer, rng.choice(names.ROLES))
        if rng.random() < 0.6:
            careers.append((start, f"From {start} to {start + rng.randint(1, 4)}, {role}."))
        else:
            careers.append((start, f"{rng.choice(('From', 'In'))} {start}, {role}."))
    parts += [text for _, text in sorted(careers)]
    if person.repressed:
        parts.append("Repressed.")
    return marks.wrap("biography", f"{head}. {' '.join(parts)}", person=person)


def _plain(writer: Writer, template: str) -> str:
    """A filled template without its marks: the index does not locate the words of the sketches."""
    text = visible(writer.fill(template))
    return text[:1].lower() + text[1:]


def _years(person: Person) -> str:
    if person.born is None:
        return "dates unknown"
    if person.died is None:
        return f"{person.born}-?"
    return f"{person.born}-{person.died}"
