"""How far a batch is: books, bytes, errors and the time left."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from opis.batch.parts import Entry
from opis.batch.plan import Job
from opis.optional import optional


class Bar:
    """A progress bar over the bytes of a plan, on standard error; none where nobody looks.

    Parameters
    ----------
    books : iterable of Job
        The plan.
    wanted : bool or None
        None stands for yes where standard error is a terminal or a notebook, and tqdm is installed.
    """

    def __init__(self, books: Iterable[Job], wanted: bool | None) -> None:
        self._bar: Any = None
        self._sizes = {job.book: job.size for job in books}
        self._books = 0
        if wanted is False or (wanted is None and not sys.stderr.isatty() and "ipykernel" not in sys.modules):
            return
        try:
            tqdm = optional("tqdm.auto", "batch").tqdm
        except ImportError:
            if wanted:
                raise
            return
        self._bar = tqdm(
            total=sum(self._sizes.values()), unit="B", unit_scale=True, desc=f"opis 0/{len(self._sizes)} books"
        )

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, entry: Entry, errors: int) -> None:
        """A book is done."""
        self._books += 1
        if self._bar is None:
            return
        self._bar.set_description(f"opis {self._books}/{len(self._sizes)} books, {errors} errors", refresh=False)
        self._bar.update(self._sizes[entry["book"]])
