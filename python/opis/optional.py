"""Libraries that opis uses when they are there: imported when they are first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def optional(module: str, extra: str) -> Any:
    """Import a library that not everyone has.

    Parameters
    ----------
    module : str
        What to import, such as ``"pyarrow.parquet"``.
    extra : str
        The extra of opis that brings it.

    Raises
    ------
    ImportError
        It is not installed; the message says how to get it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != library:
            raise
        raise ImportError(f"this needs {library}: pip install 'opis[{extra}]'", name=library) from error
