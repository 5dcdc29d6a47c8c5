"""People: whoever has a sketch, stands in the index or speaks, with all that the book says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from opis import names
from opis.errors import Error
from opis.frames import data_frame
from opis.names import Name
from opis.records import Record, Records
from opis.show.table import html_table, text_table

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from opis.book import Book

LISTS = ("turns", "careers", "index_entries", "pages", "by", "to", "named")
KINDS_READ = ("speaker", "biography", "index_entry", "document_index")
MOST_NAMESAKES = 64
SHOWN_WHOLE = 12
SHOWN_ENDS = 5
_SHOWN = ("name", "born", "died", "repressed", *LISTS)
_NEAREST = 5
_QUERY = re.compile(r"\s*((?:[^\W\d_]{1,2}\.\s*)*)([^,.]+?)\s*(?:,\s*(.*?))?\s*")


def row_lists(column: NDArray[np.str_]) -> list[NDArray[np.intp]]:
    """The row numbers in a column of lists, such as ``book.index_entries.page_rows``: one array for each record."""
    return [np.array(text.split("; ") if text else [], dtype=np.intp) for text in column.tolist()]


@dataclass(eq=False, slots=True)
class Person:
    """One person, and the rows of the book that belong to him or her.

    Made by :meth:`opis.Book.person`.

    Attributes
    ----------
    name : str
        As the sketch prints it, else the index, else the label of a turn.
    biography : int
        Row of ``book.biographies``, or -1 where the book has no sketch.
    rows : dict of str to numpy.ndarray of int
        For ``"turns"`` rows of ``book.speakers``, for ``"careers"`` of ``book.careers``, for ``"index_entries"`` of
        ``book.index_entries``, for ``"pages"`` of ``book.pages``, where the index locates the person; for ``"by"``,
        ``"to"`` and ``"named"`` rows of ``book.documents``, whose title says that they are by the person, to the
        person, or names the person otherwise.
    """

    _book: Book = field(repr=False)
    name: str
    biography: int
    rows: dict[str, NDArray[np.intp]]

    @property
    def sketch(self) -> Record | None:
        """The biographical sketch, or None."""
        return self._book.biographies[self.biography] if self.biography >= 0 else None

    def _of_sketch(self, name: str) -> Any:
        sketch = self.sketch
        return sketch[name] if sketch else None

    @property
    def alias(self) -> str | None:
        """The other name that the sketch gives, or None."""
        alias: str | None = self._of_sketch("alias")
        return alias

    @property
    def born(self) -> int | None:
        """The year of birth, or None."""
        born: int | None = self._of_sketch("born")
        return born

    @property
    def died(self) -> int | None:
        """The year of death, or None."""
        died: int | None = self._of_sketch("died")
        return died

    @property
    def repressed(self) -> bool:
        """Whether the sketch says that the person was repressed, shot or executed."""
        return bool(self._of_sketch("repressed"))

    @property
    def turns(self) -> NDArray[np.void]:
        """What the person says, turn by turn: an array as that of :attr:`opis.Document.turns`."""
        from opis.document import turn_table

        return turn_table(self._book, self.rows["turns"])

    @property
    def careers(self) -> Records:
        """The dated entries of the sketch."""
        return self._book.careers[self.rows["careers"]]

    @property
    def index_entries(self) -> Records:
        """The entries of the index under the person's name."""
        return self._book.index_entries[self.rows["index_entries"]]

    @property
    def pages(self) -> list[int]:
        """The printed numbers of the pages on which the index locates the person, in order."""
        numbers: list[int] = self._book.pages["number"][self.rows["pages"]].tolist()
        return numbers

    @property
    def documents_by(self) -> Records:
        """The documents that the person wrote or spoke, by their titles."""
        return self._book.documents[self.rows["by"]]

    @property
    def documents_to(self) -> Records:
        """The documents addressed to the person, by their titles."""
        return self._book.documents[self.rows["to"]]

    @property
    def documents_named(self) -> Records:
        """The other documents whose titles name the person."""
        return self._book.documents[self.rows["named"]]

    @property
    def years(self) -> str:
        """``"1895-1940"``, with a question mark for a year that is not known; empty where neither is."""
        if self.born is None and self.died is None:
            return ""
        return "-".join("?" if year is None else str(year) for year in (self.born, self.died))

    def __repr__(self) -> str:
        years = f" ({self.years})" if self.years else ""
        counts = "".join(f", {name} {len(rows):,}" for name, rows in self.rows.items() if len(rows))
        return f"<opis.Person {self.name!r}{years}{counts}>"

    def _repr_html_(self) -> str:
        rows: list[list[Any]] = [["years", self.years], ["alias", self.alias], ["repressed", self.repressed]]
        documents = {"by": self.documents_by, "to": self.documents_to, "named": self.documents_named}
        rows += [["turns", len(self.rows["turns"])], ["index pages", self.pages]]
        rows += [[f"documents {role}", [_label(record) for record in found]] for role, found in documents.items()]
        return html_table(("person", self.name), rows)


def _label(document: Record) -> str:
    return f"{document['number']}{document['suffix']}"


class People(Sequence[Person]):
    """The people of a book: those with sketches in their order, then those whom the index or a transcript names.

    ``len(people)`` counts them, ``people[3]`` is a :class:`Person`, a slice a list of them; ``people["Surname"]`` looks
    one up by name.  A name is joined with a sketch where it can mean no other; what may mean two
    people belongs to none.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._people = _Finder(book).people()
        self._names = [_name_of(person) for person in self._people]

    def __len__(self) -> int:
        return len(self._people)

    @overload
    def __getitem__(self, key: int | str) -> Person: ...
    @overload
    def __getitem__(self, key: slice) -> list[Person]: ...
    def __getitem__(self, key: int | str | slice) -> Person | list[Person]:
        return self._people[self.row(key)] if isinstance(key, str) else self._people[key]

    def row(self, name: str) -> int:
        """The number, in this table, of the person whom a name means.

        Parameters
        ----------
        name : str
            ``"Surname"``, ``"I. Surname"`` or ``"Surname, I. I."``, in capitals or not; an alias of a sketch will do.

        Raises
        ------
        KeyError
            Nobody has the name, or several people; the message says who comes near.
        """
        match = _QUERY.fullmatch(name)
        wanted = Name(match[2], names.given_names(match[1] + (match[3] or ""))) if match else Name(name)
        rows = [row for row, known in enumerate(self._names) if known.agrees(wanted)]
        rows = rows or [row for row, person in enumerate(self._people) if _alias_of(person).agrees(wanted)]
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise KeyError(f"{name!r} may be {', '.join(self._people[row].name for row in rows)}: add the initials")
        raise KeyError(f"nobody called {name!r} in {self._book.path}{self._near(wanted)}")

    def _near(self, wanted: Name) -> str:
        from difflib import get_close_matches

        keys = {name.key: person.name for name, person in zip(self._names, self._people, strict=True)}
        near = [keys[key] for key in get_close_matches(wanted.key, keys, _NEAREST)]
        return f"; there is {'; '.join(near)}" if near else ""

    def rows(self, name: str) -> list[NDArray[np.intp]]:
        """One column of lists: for each person the row numbers that :attr:`Person.rows` has under the name.

        Parameters
        ----------
        name : str
            Such as ``"turns"`` or ``"pages"``: a key of :attr:`Person.rows`.

        Raises
        ------
        KeyError
            There is no such column.
        """
        if name not in LISTS:
            raise KeyError(f"people have no lists {name!r}; there are {', '.join(LISTS)}")
        return [person.rows[name] for person in self._people]

    def to_numpy(self) -> NDArray[np.void]:
        """One row for each person.

        Returns
        -------
        numpy.ndarray of shape (len(self),)
            ``name`` and ``alias`` (text, empty where there is none), ``born``, ``died`` and ``biography`` (int32, -1
            where unknown), ``repressed`` (bool), and how many ``turns``, ``careers``, ``index_entries``, ``pages`` and
            documents ``by``, ``to`` and ``named`` there are (int32).
        """
        sketches = self._book.biographies.to_numpy()
        out = np.zeros(len(self), dtype=_dtype(self._people, sketches))
        rows = np.array([person.biography for person in self._people], dtype=np.int32)
        has = rows >= 0
        out["name"] = [person.name for person in self._people]
        out["biography"] = rows
        out["born"] = out["died"] = -1
        for column in ("alias", "born", "died", "repressed"):
            out[column][has] = sketches[column][rows[has]]
        for column in LISTS:
            out[column] = [len(person.rows[column]) for person in self._people]
        return out

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        array = self.to_numpy()
        return array if dtype is None else array.astype(dtype)

    def to_pandas(self) -> DataFrame:
        """The table as a pandas DataFrame: the columns of :meth:`to_numpy`, with lists of row numbers for the counts.

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        return data_frame(self.to_numpy(), **{name: [rows.tolist() for rows in self.rows(name)] for name in LISTS})

    # Showing -----------------------------------------------------------------------------------------------

    def _shown(self) -> list[list[Any]]:
        array = self.to_numpy()
        rows = [[_shown(row[name]) for name in _SHOWN] for row in array]
        if len(rows) <= SHOWN_WHOLE:
            return rows
        return [*rows[:SHOWN_ENDS], ["…", *[None] * (len(_SHOWN) - 1)], *rows[-SHOWN_ENDS:]]

    def _title(self) -> str:
        sketched = sum(person.biography >= 0 for person in self._people)
        return f"{len(self):,} {'person' if len(self) == 1 else 'people'}: {sketched:,} with a sketch"

    def __repr__(self) -> str:
        return self._title() + ("\n" + text_table(_SHOWN, self._shown()) if len(self) else "")

    def _repr_html_(self) -> str:
        return f"<p>{self._title()}</p>" + (html_table(_SHOWN, self._shown()) if len(self) else "")


def _shown(value: Any) -> Any:
    plain = value.item()
    return None if plain == -1 else plain


def _dtype(people: Sequence[Person], sketches: NDArray[np.void]) -> np.dtype[np.void]:
    width = max((len(person.name) for person in people), default=1)
    columns = [("name", f"U{width}"), ("alias", sketches.dtype["alias"]), ("born", "i4"), ("died", "i4")]
    return np.dtype([*columns, ("repressed", "?"), ("biography", "i4"), *((name, "i4") for name in LISTS)])


def _name_of(person: Person) -> Name:
    return names.name_of_head(person.name) or names.name_of_sketch(person.name)


def _alias_of(person: Person) -> Name:
    words = (person.alias or "").split()
    return Name(words[-1], names.given_names(" ".join(words[:-1]))) if words else Name("")


class _Finder:
    """Joins sketches, headwords, speakers and titles into people."""

    def __init__(self, book: Book) -> None:
        missing = [kind for kind in KINDS_READ if kind not in book.kinds]
        if missing:
            raise Error(f"people need the kind {missing[0]!r}; read the book with all kinds", book.path)
        self.book = book
        self.found: list[tuple[str, int, dict[str, list[int]]]] = []
        self.by_surname: dict[str, list[tuple[Name, int]]] = {}
        self.by_name: dict[tuple[str, tuple[str, ...]], list[tuple[Name, int]]] = {}

    def people(self) -> list[Person]:
        self._add_sketches()
        self._add_heads()
        self._add_speakers()
        self._add_documents()
        return [
            Person(self.book, name, sketch, {key: np.unique(np.array(rows[key], dtype=np.intp)) for key in LISTS})
            for name, sketch, rows in self.found
        ]

    def _add(self, text: str, name: Name, sketch: int = -1) -> int:
        entry = (name, len(self.found))
        self.by_surname.setdefault(name.key, []).append(entry)
        self.by_name.setdefault((name.key, name.given), []).append(entry)
        self.found.append((text, sketch, {key: [] for key in LISTS}))
        return len(self.found) - 1

    def _rows(self, person: int) -> dict[str, list[int]]:
        return self.found[person][2]

    def _agreeing(self, name: Name) -> set[int]:
        """Whom a name can mean; where a surname is very common, only who is called just so."""
        known = self.by_surname.get(name.key, ())
        if len(known) > MOST_NAMESAKES:
            known = self.by_name.get((name.key, name.given), ())
        return {person for other, person in known if other.agrees(name)}

    def _find(self, name: Name) -> int | None:
        """The only one whom a name can mean."""
        agreeing = self._agreeing(name)
        return agreeing.pop() if len(agreeing) == 1 else None

    def _add_sketches(self) -> None:
        for row, text in enumerate(self.book.biographies["name"].tolist()):
            self._add(text, names.name_of_sketch(text), row)
        for row, sketch in enumerate(self.book.careers["biography"].tolist()):
            if sketch >= 0:
                self._rows(sketch)["careers"].append(row)

    def _add_heads(self) -> None:
        entries = self.book.index_entries
        pages = row_lists(entries["page_rows"])
        heads: dict[str, int | None] = {}
        for row, (head, sketch) in enumerate(zip(entries["head"].tolist(), entries["biography"].tolist(), strict=True)):
            person = sketch if sketch >= 0 else self._person_of_head(head, heads)
            if person is not None:
                self._rows(person)["index_entries"].append(row)
                self._rows(person)["pages"].extend(pages[row].tolist())

    def _person_of_head(self, head: str, heads: dict[str, int | None]) -> int | None:
        """A headword without a sketch is a person of its own if it has initials, which no other agrees with."""
        if head not in heads:
            name = names.name_of_head(head)
            heads[head] = self._add(head, name) if name and not self._agreeing(name) else None
        return heads[head]

    def _add_speakers(self) -> None:
        voices = set(names.vocabulary("edition")["voices"])
        speakers = self.book.speakers
        for row, (text, sketch) in enumerate(
            zip(speakers["name"].tolist(), speakers["biography"].tolist(), strict=True)
        ):
            if text.casefold() in voices:
                continue
            person = sketch if sketch >= 0 else self._person_of_speaker(Name(text))
            if person is not None:
                self._rows(person)["turns"].append(row)

    def _person_of_speaker(self, name: Name) -> int | None:
        """A speaker without a sketch: the only one of the name in the index, or somebody new."""
        if name.key not in self.by_surname:
            return self._add(name.surname, name)
        found = self._find(name)
        return found if found is None or self.found[found][1] < 0 else None

    def _add_documents(self) -> None:
        titles = [(row, title) for row, title in enumerate(self.book.documents["title"].tolist())]
        listed = self.book.document_index
        titles += [
            pair for pair in zip(listed["refers_to"].tolist(), listed["title"].tolist(), strict=True) if pair[0] >= 0
        ]
        roles: dict[tuple[int, int], str] = {}
        for row, title in titles:
            for name, role in names.roles(title, self.by_surname):
                person = self._find(name)
                if person is not None and roles.get((person, row), names.NAMED) == names.NAMED:
                    roles[person, row] = role
        for (person, row), role in roles.items():
            self._rows(person)[role].append(row)
