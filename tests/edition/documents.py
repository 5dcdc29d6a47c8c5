"""The documents of the edition, one genre after another: heading, title with its date and note, and text."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import dates
from .content import Block, Document, Note
from .layouts import Layout
from .marks import Mark, Marks, around, closing, opening, visible
from .notes import NoteWriter
from .prose import Writer, capital
from .vocabulary import names, records
from .world import Person

GENRES = {
    "stenogram": 9,
    "resolution": 7,
    "report": 7,
    "protocol": 5,
    "letter": 6,
    "telegram": 4,
    "order": 4,
    "memorandum": 4,
    "circular": 3,
    "other": 1,
}
TITLES = {
    "stenogram": (
        "<whose> speech at <meeting>",
        "From <whose> concluding speech to <meeting>",
        "Discussion at <meeting>, stenographic record",
    ),
    "resolution": ("<Body> resolution on <subject>", 'Resolution of <office> "On <subject>"'),
    "report": ("<Body> report on <subject>", "Report of <office> on <subject>", "From <whose> report on <subject>"),
    "protocol": ("Protocol of a meeting of <office>, on <subject>", "From the protocol of <meeting>"),
    "letter": ("Letter from <name> to <name>", "<Whose> letter to <office> on <subject>"),
    "telegram": ("Telegram from <name> to <office>", "<Whose> telegram to <name> on <subject>"),
    "order": ("<Body> order on <subject>", 'Order of <office> "On <subject>"'),
    "memorandum": ("Memorandum from <name> to <name> on <subject>", "<Body> memorandum on <subject>"),
    "circular": ("Circular of <office> on <subject>", "<Body> circular on <subject>"),
    "other": ("Draft tariff of <office> for <subject>", "Notes of a lock master at <town>"),
}
TALLIED = ("Pilots", "Bargemen", "Loaders", "Lock keepers", "Clerks", "Stokers", "Carriers without papers", "Others")
STAMPS = ("TOP SECRET", "SECRET", "COPY", "STRICTLY CONFIDENTIAL", "NOT FOR THE PRESS")


class DocumentWriter:
    def __init__(self, rng: random.Random, marks: Marks, writer: Writer, notes: NoteWriter, layout: Layout) -> None:
        self.layout = layout
        self.rng, self.marks, self.writer, self.notes = rng, marks, writer, notes
        self.bodies: dict[str, Callable[[], list[Block]]] = {
            "stenogram": self._stenogram,
            "resolution": self._resolution,
            "report": self._report,
            "protocol": self._protocol,
            "letter": self._letter,
            "telegram": self._telegram,
            "order": self._order,
            "memorandum": self._report,
            "circular": self._order,
            "other": self._order,
        }
        self.date: dates.Date | None = None
        self.in_title, self.printed, self.stem, self.subject = False, "", "", ""
        self.named: list[Person] = []  # in the title, in order

    def write(self, number: int, suffix: str = "", genre: str = "") -> tuple[Document, list[Block]]:
        genre = genre or self.rng.choices(list(GENRES), list(GENRES.values()))[0]
        if suffix != "b":  # a second version has the title and date of the first
            self.date, self.in_title, self.printed = self._date(genre)
            self.stem = self._title(genre)
        in_title, printed = self.in_title, self.printed
        title_words = self._again(self.stem)
        date_mark, lines = self._date_mark() if in_title else None, list[Block]()
        date_text = around(date_mark, self.date.printed) if self.date and date_mark else ""
        if self.layout.by_document:
            self.notes.restart()
        reference, note, source = self._source()
        title_mark = self.marks.new("title")
        ends = {"plain": f", {date_text}", "bracketed": f" [{date_text}]", "circa": f" [c. {date_text}]"}
        version = f", version {ord(suffix) - 96}" if suffix else ""
        title = around(title_mark, title_words + ends.get(printed, "") + version)
        whole = self.marks.new("document")
        heading = opening(whole) + self._heading(whole.number, number, suffix)
        blocks = self._head(heading, title + reference, source)
        if self.date and not in_title:
            lines, date_mark = self._dateline(self.date)
        body = self.bodies[genre]()
        body[0].gap = 1
        if note and self.rng.random() < 0.18:
            chosen = self.rng.choice([b for b in body if b.style == "document"] or body)
            chosen.text += self.notes.gloss()
        if source and self.layout.source == "end":
            body.append(Block("line", source, gap=1))
        body[-1].text += closing(whole)
        document = Document(
            number,
            suffix,
            visible(title),
            genre,
            self.date.iso if self.date else None,
            whole,
            title_mark,
            date_mark,
            note,
            self.marks.opened_in(source)[0] if source else None,
        )
        whole.data["document"] = document
        return document, blocks + lines + body

    def _source(self) -> tuple[str, Note | None, str]:
        """The mark of the title's note and the note, or the source as it stands elsewhere; few documents have none."""
        if self.rng.random() < 0.04:
            return "", None, ""
        if self.layout.cite is None:
            return *self.notes.source(), ""
        if self.layout.source == "note":
            return *self.notes.quoted(self.layout.cite(self.rng)), ""
        return "", None, self.marks.wrap("source", self.layout.cite(self.rng))

    def _head(self, heading: str, title: str, source: str) -> list[Block]:
        """Heading and title, and the source where it stands between them or below."""
        if self.layout.titled:
            return [Block("title", heading + " " + title, keep=True)]
        blocks = [Block("heading", heading, keep=True), Block("title", title, gap=0, keep=True)]
        if source and self.layout.source == "below":
            blocks.insert(1, Block("line", source, gap=0, keep=True))
        elif source and self.layout.source == "brackets":
            blocks.append(Block("line", source, gap=0, keep=True))
        return blocks

    def _heading(self, whole: int, number: int, suffix: str) -> str:
        printed = self.marks.wrap("document.number", str(number), suffix=suffix)
        bracketed = bool(suffix) and self.rng.random() < 0.5 and not self.layout.titled
        tail = f"({suffix})" if bracketed else suffix
        return self.marks.wrap("heading", self.layout.heading.format(printed + tail), document=whole)

    def _date(self, genre: str) -> tuple[dates.Date | None, bool, str]:
        """A date, whether the title prints it, and how."""
        year, draw = self.writer.year, self.rng.random()
        if self.layout.date:
            date = dates.day(self.rng, year)
            printed = dates.Date(self.layout.date(date), date.iso, year)
            return (printed, False, "") if draw < 0.98 else (None, False, "")
        if genre == "stenogram" and draw < 0.35:
            return dates.days(self.rng, year), True, "plain"
        if draw < 0.58:
            return dates.day(self.rng, year), True, "plain"
        if draw < 0.65:
            return dates.month(self.rng, year), True, "plain"
        if draw < 0.69:
            return dates.month(self.rng, year), True, self.rng.choice(("bracketed", "circa"))
        if draw < 0.71:
            return dates.season(self.rng, year), True, "bracketed"
        if draw < 0.98:
            return dates.day(self.rng, year), False, ""
        return None, False, ""

    def _title(self, genre: str) -> str:
        self.named, self.subject = [], self.rng.choice(records.SUBJECTS)

        def name() -> str:
            self.named.append(self.writer.pick())
            return self.writer.person(self.named[-1], full=self.rng.random() < 0.8)

        body = self.rng.choice(names.BODIES)[0]
        fillers: dict[str, Callable[[], str]] = {
            "whose": lambda: name() + "'s",
            "Whose": lambda: name() + "'s",
            "name": name,
            "Body": lambda: body,
            "office": lambda: "the " + body,
            "meeting": lambda: self.rng.choice(records.MEETINGS),
            "subject": lambda: self.subject,
            "town": lambda: self.rng.choice(names.PLACES),
        }
        text = self.rng.choice((self.layout.titles or TITLES)[genre])
        for slot, filler in fillers.items():
            while f"<{slot}>" in text:
                text = text.replace(f"<{slot}>", filler(), 1)
        return capital(text)

    def _again(self, text: str) -> str:
        """The text with marks of its own: a mark stands only once in a book."""
        for mark in self.marks.opened_in(text):
            fresh = self.marks.new(mark.kind, **mark.data)
            text = text.replace(opening(mark), opening(fresh)).replace(closing(mark), closing(fresh))
        return text

    def _date_mark(self) -> Mark | None:
        """Of a date in the title; a season dates a document, but names no month, and so is no date of the text."""
        return self.date and self.marks.new("date" if "-" in self.date.iso else "season", date=self.date.iso)

    def _dateline(self, date: dates.Date) -> tuple[list[Block], Mark]:
        text = self.writer.date(date)
        mark = self.marks.opened_in(text)[0]
        if self.layout.date:
            line = self.layout.dateline.format(place=self.rng.choice(self.layout.places), date=text)
            return [Block("line", line, gap=int(self.rng.random() < 0.5), keep=True)], mark
        lines = [text if self.rng.random() < 0.6 else f"{self.rng.choice(names.PLACES)}, {text}"]
        if self.rng.random() < 0.4:
            lines.insert(0, f"No. {self.rng.randint(3, 4200)}")
        if self.rng.random() < 0.3:
            lines.append(self.rng.choice(STAMPS))
        return [Block("line", line, gap=int(k == 0), keep=True) for k, line in enumerate(lines)], mark

    def _paragraphs(self, cards: tuple[str, ...], low: int, high: int) -> list[Block]:
        out = []
        for _ in range(self.rng.randint(low, high)):
            text = self.writer.paragraph(cards, self.rng.randint(2, 5))
            if self.rng.random() < 0.18:
                text += " . . ."
            out.append(Block("document", text, gap=int(self.rng.random() < 0.5)))
        return out

    def _named(self, place: int) -> Person:
        """Who the title names first, the sender, or second, the one addressed; where it names nobody, anyone."""
        return self.named[place] if place < len(self.named) else self.writer.pick()

    def _signature(self) -> Block:
        role = self.rng.choice(names.ROLES)
        who = self._named(0).full
        if self.rng.random() < 0.5:
            return Block("line", capital(visible(self.writer.fill(role))) + " " + who, gap=0)
        return Block("line", who.upper() if self.rng.random() < 0.3 else who, gap=self.rng.randint(0, 1))

    def _report(self) -> list[Block]:
        head = []
        if self.rng.random() < 0.5:
            head.append(Block("line", self.rng.choice(STAMPS), keep=True))
        if self.rng.random() < 0.5:
            head.append(
                Block("line", f"TO: Comrade {self.writer.person(self._named(1), full=False)}", gap=0, keep=True)
            )
        if self.rng.random() < 0.4:
            head.append(Block("line", "Re: " + self.subject.upper(), gap=0, keep=True))
        body = self._paragraphs(records.REPORT, 2, 8)
        if self.rng.random() < 0.3:
            body += self._tally()
        return head + body + [self._signature()]

    def _tally(self) -> list[Block]:
        """A list of counts, as reports give them."""
        lines = [Block("line", "The persons questioned include:", gap=0, keep=True)]
        for head in sorted(self.rng.sample(TALLIED, self.rng.randint(3, 5))):
            value = self.rng.randint(3, 240)
            text = self.marks.wrap(
                "statistic", f"{head} {value}", value=value, value_to=None, unit="person", approx=False
            )
            lines.append(Block("line", text, gap=0))
        return lines

    def _letter(self) -> list[Block]:
        greeting = f"{self.rng.choice(('Dear', 'Esteemed'))} Comrade {self.writer.person(self._named(1), full=False)}!"
        body = self._paragraphs(records.LETTER, 3, 8)
        closing_line = Block(
            "line",
            self.rng.choice(("With respect,", "With boatmen's greetings,", "Your obedient pilot,")),
            gap=0,
            keep=True,
        )
        return [Block("line", greeting, keep=True), *body, closing_line, self._signature()]

    def _numbered_items(self, cards: tuple[str, ...], low: int, high: int) -> list[Block]:
        return [
            Block(
                "document",
                f"{k + 1}. {self.writer.paragraph(cards, self.rng.randint(1, 3))}",
                gap=int(self.rng.random() < 0.3),
            )
            for k in range(self.rng.randint(low, high))
        ]

    def _resolution(self) -> list[Block]:
        lead = Block(
            "document",
            self.writer.fill(
                "{<body>, having heard|Having discussed} {the report|the explanations} of "
                "<person>, {hereby resolves|resolves}:"
            ),
            gap=1,
            keep=True,
        )
        return [lead, *self._numbered_items(records.RESOLUTION, 2, 6), self._signature()]

    def _order(self) -> list[Block]:
        lead = Block(
            "document",
            self.writer.fill(
                "{For the good order of|In view of the disorders in} {the navigation|water "
                "freight}, {I order|it is ordered}:"
            ),
            gap=1,
            keep=True,
        )
        return [lead, *self._numbered_items(records.ORDER, 3, 7), self._signature()]

    def _telegram(self) -> list[Block]:
        text = " ".join(self.writer.sentence(records.TELEGRAM) for _ in range(self.rng.randint(2, 5)))
        return [Block("document", text), Block("line", self._named(0).surname.upper(), gap=1)]

    def _protocol(self) -> list[Block]:
        """Items of an agenda; their numbers run through a year, and look like those of notes."""
        head = Block("line", f"From Protocol no. {self.rng.randint(3, 90)}", keep=True)
        present = ", ".join(self.writer.person(self.writer.pick(), full=False) for _ in range(self.rng.randint(3, 6)))
        out = [head, Block("document", f"Present: Comrades {present}.", gap=0)]
        first = self.rng.choice((1, self.rng.randint(2, 40), self.rng.randint(100, 420)))
        for item in range(first, first + self.rng.randint(2, 5)):
            heard = f"{item}. HEARD: {self.writer.paragraph(records.REPORT, self.rng.randint(1, 2))}"
            out.append(Block("document", heard, gap=int(self.rng.random() < 0.4)))
            resolved = f"RESOLVED: {self.writer.paragraph(records.RESOLUTION, self.rng.randint(1, 3))}"
            out.append(Block("document", resolved, gap=0))
        return [*out, self._signature()]

    def _stenogram(self) -> list[Block]:
        lead = self._named(0)
        others = [person for person in self.writer.world.people if person is not lead]
        cast = [lead, *self.rng.sample(others, self.rng.randint(2, 4))]
        out: list[Block] = []
        out += self._turn(lead, records.SPEECH, self.rng.randint(3, 6), ". . . ")
        for _ in range(self.rng.randint(5, 26)):
            if self.rng.random() < 0.12:
                out += self._turn(None, records.RETORTS, 1)
            else:
                out += self._turn(self.rng.choice(cast[1:]), records.RETORTS, self.rng.randint(1, 2))
            long = self.rng.random() < 0.55
            out += self._turn(lead, records.SPEECH if long else records.RETORTS, self.rng.randint(2, 5) if long else 1)
        return out

    def _turn(self, who: Person | None, cards: tuple[str, ...], sentences: int, lead: str = "") -> list[Block]:
        """One turn of a transcript: a label, what is said, sometimes a second paragraph."""
        turn = self.marks.new("turn")
        label = "A voice" if who is None else who.surname
        if who is not None and self.rng.random() < 0.2:
            label = self.marks.wrap("mention", label, head=who.head)
        speaker = self.marks.wrap(
            "speaker", label + ":", name="Voice" if who is None else who.surname, turn=turn.number
        )
        text = self.writer.paragraph(cards, sentences)
        if self.rng.random() < 0.1:
            text += " " + self.rng.choice(records.ASIDES)
        blocks = [Block("document", f"{opening(turn)}{speaker} {lead}{text}", gap=int(self.rng.random() < 0.12))]
        if sentences > 3 and self.rng.random() < 0.5:
            blocks.append(
                Block(
                    "document", self.writer.paragraph(cards, self.rng.randint(2, 4)), gap=int(self.rng.random() < 0.5)
                )
            )
        blocks[-1].text += closing(turn)
        return blocks
