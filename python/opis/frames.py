"""Structured arrays as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opis.optional import optional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame


def data_frame(array: NDArray[Any], **more: Sequence[Any]) -> DataFrame:
    """A pandas DataFrame of the columns of a structured array, with others beside or instead of them.

    Raises
    ------
    ImportError
        pandas is not installed.
    """
    columns = {name: array[name] for name in array.dtype.names or ()}
    return optional("pandas", "tables").DataFrame({**columns, **more})
