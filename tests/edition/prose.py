"""The prose writer: fills sentence templates, and marks every date, number, person and pointer that it writes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from . import dates
from .marks import Marks
from .vocabulary import names
from .world import Person, World

CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"<([a-z]+)>")
COUNTED = ("barge", "sack", "person", "boat", "carrier", "cargo", "household", "bale")
QUANTITIES = ("pood", "ton", "sack", "bushel")
PLURALS = {"person": "persons", "cargo": "cargoes"}


def plural(noun: str) -> str:
    return PLURALS.get(noun, noun + "s")


class Deck:
    """Templates dealt like cards, so that none comes back before all were seen."""

    def __init__(self, rng: random.Random, cards: Sequence[str]) -> None:
        self.rng, self.cards = rng, cards
        self.hand: list[str] = []

    def deal(self) -> str:
        if not self.hand:
            self.hand = list(self.cards)
            self.rng.shuffle(self.hand)
        return self.hand.pop()


class Writer:
    def __init__(self, rng: random.Random, marks: Marks, world: World) -> None:
        self.rng, self.marks, self.world = rng, marks, world
        self.decks: dict[int, Deck] = {}
        self.year = world.years[0]
        self.recent: list[Person] = []
        self.fillers: dict[str, Callable[[], str]] = {
            "year": lambda: str(self.year),
            "monthyear": lambda: self.date(dates.month(self.rng, self.year)),
            "date": lambda: self.date(dates.day(self.rng, self.year)),
            "body": self.body,
            "town": lambda: self.rng.choice(names.PLACES),
            "good": lambda: self.rng.choice(names.GOODS),
            "years": lambda: self.rng.choice(("eleven", "fourteen", "twenty", "twenty-two")),
            "person": lambda: self.person(self.pick()),
            "fullname": lambda: self.person(self.pick(), full=True),
            "vessel": lambda: self.rng.choice(names.VESSELS),
            "percent": self.percent,
            "count": lambda: self.count(self.rng.choice(COUNTED)),
            "quantity": lambda: self.count(self.rng.choice(QUANTITIES)),
            "money": self.money,
            # The composer, who numbers notes and documents, replaces these two.
            "note": lambda: "",
            "crossref": lambda: "the papers below",
        }

    def sentence(self, cards: Sequence[str]) -> str:
        deck = self.decks.setdefault(id(cards), Deck(self.rng, cards))
        return self.fill(deck.deal())

    def fill(self, template: str) -> str:
        while "{" in template:
            template = CHOICE.sub(lambda m: self.rng.choice(m.group(1).split("|")), template)
        text = SLOT.sub(lambda m: self.fillers[m.group(1)](), template)
        return capital(text)

    def paragraph(self, cards: Sequence[str], sentences: int) -> str:
        return " ".join(self.sentence(cards) for _ in range(sentences))

    def pick(self) -> Person:
        """Someone who was not named in the last few lines."""
        who = self.rng.choice([person for person in self.world.people if person not in self.recent])
        self.recent = [*self.recent[-3:], who]
        return who

    def person(self, who: Person, full: bool | None = None) -> str:
        if full is None:
            full = self.rng.random() < 0.3
        return self.marks.wrap("mention", who.full if full else who.surname, head=who.head)

    def body(self) -> str:
        name, short = self.rng.choice(names.BODIES)
        if self.rng.random() < 0.5:
            return short
        return "the " + self.marks.wrap("mention", name, head=name)

    def date(self, date: dates.Date) -> str:
        return self.marks.wrap("date", date.printed, date=date.iso)

    def percent(self) -> str:
        value = self.rng.randint(2, 97) if self.rng.random() < 0.6 else self.rng.randint(11, 970) / 10
        return self.marks.wrap(
            "statistic", f"{value} percent", value=value, value_to=None, unit="percent", approx=False
        )

    def count(self, unit: str) -> str:
        few, many = (110, 2400) if unit in ("barge", "boat", "carrier", "person") else (200, 48000)
        value = self.rng.randint(12, few) if self.rng.random() < 0.4 else self.rng.randint(few, many)
        noun = plural(unit)
        if self.rng.random() < 0.15:
            upper = value + max(3, value // 10)
            text = f"{value:,} to {upper:,} {noun}"
            return self.marks.wrap("statistic", text, value=value, value_to=upper, unit=unit, approx=False)
        approx = self.rng.choice(("about ", "nearly ", "more than ")) if self.rng.random() < 0.2 else ""
        if approx:
            value = round(value, -1 if value < 1000 else -2) or 20
        text = f"{approx}{value:,} {noun}"
        return self.marks.wrap("statistic", text, value=value, value_to=None, unit=unit, approx=bool(approx))

    def money(self) -> str:
        value = self.rng.randint(140, 98000)
        return self.marks.wrap(
            "statistic", f"{value:,} rubles", value=value, value_to=None, unit="rubles", approx=False
        )


def capital(text: str) -> str:
    """The text with its first visible letter raised; marks may stand before it."""
    found = re.search(r"[^\U000f0000-\U0010ffff]", text)
    if not found:
        return text
    at = found.start()
    return text[:at] + text[at].upper() + text[at + 1 :]
