"""How far a batch is: books, bytes, errors and the time left."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from opis.batch.parts import Entry
from opis.batch.plan import Job
from opis.progress import progress_bar


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
        self._sizes = {job.book: job.size for job in books}
        self._books = 0
        self._bar = progress_bar(
            wanted, "batch", total=sum(self._sizes.values()), unit="B", unit_scale=True, desc=self._shown("")
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
        self._bar.set_description(self._shown(f", {errors} errors"), refresh=False)
        self._bar.update(self._sizes[entry["book"]])

    def _shown(self, errors: str) -> str:
        return f"opis {self._books}/{len(self._sizes)} books{errors}"
