"""Parquet: how the columns of records are packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opis.optional import optional

if TYPE_CHECKING:
    import os

    import pyarrow

_ITEMS = ".list.element"  # what Parquet calls the leaves of a list
_LONG = "raw"  # the one column of long texts


def write_parquet(table: pyarrow.Table, where: str | os.PathLike[str] | Any, extra: str = "arrow") -> None:
    """Write the columns of records to a Parquet file.

    Books are small files of many columns, so that what is done for each column counts.  Offsets and numbers ascend or
    repeat: their differences, in as few bits as they need, are smaller than zstd makes the numbers themselves, and
    cost nothing.  zstd is for the column of long texts; the short ones go to snappy, which sets up faster.

    Parameters
    ----------
    table : pyarrow.Table
        As :meth:`opis.Records.to_arrow` gives it.
    where : str, path or binary file
        What to write to.
    extra : str
        The extra of opis that brings pyarrow.

    Raises
    ------
    ImportError
        pyarrow is not installed.
    OSError
        The file cannot be written.
    """
    types, parquet = optional("pyarrow.types", extra), optional("pyarrow.parquet", extra)
    numbers = [field.name for field in table.schema if types.is_integer(field.type)]
    words = [field.name for field in table.schema if types.is_dictionary(field.type)]
    packing = {}
    for field in table.schema:
        items = types.is_list(field.type) or types.is_large_list(field.type)
        leaf = field.name + _ITEMS if items else field.name
        packing[leaf] = "none" if field.name in numbers else "zstd" if field.name == _LONG else "snappy"
    parquet.write_table(
        table,
        where,
        compression=packing,
        use_dictionary=words,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=numbers,
    )
