"""Progress bars: for whoever looks, where tqdm is."""

from __future__ import annotations

import sys
from typing import Any

from opis.optional import optional


def is_watched() -> bool:
    """Whether somebody looks: a terminal, or the kernel of a notebook."""
    return sys.stderr.isatty() or "ipykernel" in sys.modules


def progress_bar(wanted: bool | None, extra: str, **options: Any) -> Any:
    """A progress bar of tqdm on standard error, or None.

    Parameters
    ----------
    wanted : bool or None
        None stands for yes where somebody looks and tqdm is installed.
    extra : str
        The extra of opis that brings tqdm.
    **options
        As for ``tqdm``.

    Raises
    ------
    ImportError
        A bar is wanted, and tqdm is not installed.
    """
    if wanted is False or (wanted is None and not is_watched()):
        return None
    try:
        tqdm = optional("tqdm.auto", extra).tqdm
    except ImportError:
        if wanted:
            raise
        return None
    return tqdm(**options)
