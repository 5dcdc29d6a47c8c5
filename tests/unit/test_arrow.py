"""Records as columns: Arrow and the libraries that take it."""

import gc
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import opis
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from opis.cli import main

SAMPLE = Path(opis.__file__).parent / "sample" / "edition.txt"


def contents(records: opis.Records) -> list[dict[str, Any]]:
    """What the columns should hold, by the dicts of the contract and the arrays."""
    rows = []
    for position, record in enumerate(records.to_dicts()):
        del record["kind"]
        for name in records.columns:
            if name == "document" or name not in records.fields:
                value = records[name][position].item()
                record[name] = list(map(int, filter(None, value.split("; ")))) if isinstance(value, str) else value
                record[name] = None if value == -1 else record[name]
            elif isinstance(record.get(name), dict):  # names and values in turn
                record[name] = [text for pair in record[name].items() for text in pair]
        rows.append(record)
    return rows


@pytest.mark.parametrize("kind", opis.KINDS)
def test_columns_hold_what_the_records_do(sample: opis.Book, kind: str) -> None:
    records = sample.records(kind)
    assert len(records)
    table = pa.table(records)
    table.validate(full=True)
    assert table.to_pylist() == contents(records)
    assert set(table.column_names) == {*records.columns, "raw"}
    assert table.schema.metadata == {b"opis.kind": kind.encode()}


@pytest.mark.parametrize("kind", opis.KINDS)
def test_types_do_not_depend_on_the_book(sample: opis.Book, kind: str) -> None:
    empty = pa.table(opis.read("").records(kind))
    empty.validate(full=True)
    assert empty.num_rows == 0
    assert empty.schema == pa.table(sample.records(kind)).schema == pa.schema(sample.records(kind))
    assert pl.DataFrame(opis.read("").records(kind)).height == 0


def test_types_of_the_columns(sample: opis.Book) -> None:
    schema = pa.schema(sample.archives)
    assert schema.field("start") == pa.field("start", pa.int64(), nullable=False)
    assert schema.field("page") == pa.field("page", pa.int32())
    assert schema.field("fond") == pa.field("fond", pa.large_string())
    assert schema.field("ibid") == pa.field("ibid", pa.bool_(), nullable=False)
    assert schema.field("listy").type == pa.list_(pa.field("item", pa.large_string(), nullable=False))
    assert schema.field("status").type == pa.dictionary(pa.int8(), pa.large_string(), ordered=True)
    assert pa.schema(sample.documents).field("continued").type.value_type == pa.int32()
    assert pa.schema(sample.cells).field("value").type == pa.float64()


@pytest.mark.parametrize("key", [slice(2, 9), slice(None, None, -3), slice(5, 5), [4, 4, 0], np.array([], dtype=int)])
def test_selections(sample: opis.Book, key: Any) -> None:
    chosen = sample.archives[key]
    assert pa.table(chosen).to_pylist() == contents(chosen)
    assert pa.record_batch(chosen).to_pylist() == contents(chosen)


def test_text_beyond_ascii(book: opis.Book) -> None:
    assert "ГАРФ keeps" in pa.table(book.documents)["raw"][0].as_py()


def test_unknown_numbers_are_null(sample: opis.Book) -> None:
    cells = pa.table(sample.cells)
    values = sample.cells.value
    assert cells["value"].null_count == np.isnan(values).sum() > 0
    assert pa.table(sample.archives)["document"].null_count == (sample.archives.document == -1).sum() > 0


def test_tokens(sample: opis.Book) -> None:
    table = pa.table(sample.tokens)
    table.validate(full=True)
    array = sample.tokens.to_numpy()
    assert table.column_names == ["start", "length", "class", "shape"]
    for name in ("start", "length", "shape"):
        assert (table[name].to_numpy() == array[name]).all()
    assert table["class"].to_pylist() == [opis.TOKEN_CLASSES[number] for number in array["class"]]
    assert pa.table(sample.tokens[5:7]).num_rows == 2


# ---- The libraries that take records ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", opis.KINDS)
def test_polars(sample: opis.Book, kind: str) -> None:
    records = sample.records(kind)
    assert pl.DataFrame(records).to_dicts() == contents(records)
    assert records.to_polars().equals(pl.DataFrame(records))


@pytest.mark.parametrize("kind", opis.KINDS)
def test_pandas(sample: opis.Book, kind: str) -> None:
    records = sample.records(kind)
    frame = records.to_pandas()
    for name in pa.table(records).column_names:
        for value, expected in zip(frame[name], (row[name] for row in contents(records)), strict=True):
            if expected is None:
                assert value is None or value is pd.NA or math.isnan(value)
            else:
                assert (value.tolist() if isinstance(value, np.ndarray) else value) == expected
    assert len(pd.DataFrame.from_arrow(records)) == len(records)


def test_types_in_pandas(sample: opis.Book) -> None:
    frame = sample.works.to_pandas()
    assert frame.dtypes["year"] == pd.Int32Dtype()
    assert frame.status.cat.categories.tolist() == list(opis.STATUSES)
    assert set(frame[frame.status <= "repaired"].status) <= {"clean", "repaired"}


def test_duckdb(sample: opis.Book) -> None:
    archives = sample.archives
    found = duckdb.sql("SELECT fond, count(*) FROM archives WHERE status = 'clean' GROUP BY fond").fetchall()
    clean = archives[archives.status == "clean"].fond.tolist()
    assert dict(found) == {fond: clean.count(fond) for fond in clean}
    listy = duckdb.sql("SELECT unnest(listy) FROM archives").fetchall()
    assert [leaf for (leaf,) in listy] == [leaf for record in archives for leaf in record.listy]


def test_parquet(sample: opis.Book, tmp_path: Path) -> None:
    path = tmp_path / "archives.parquet"
    sample.archives.to_parquet(path)
    table = pq.read_table(path)
    assert table.to_pylist() == contents(sample.archives)
    assert table.schema.metadata[b"opis.kind"] == b"archive"


@pytest.mark.parametrize("kind", opis.KINDS)
def test_parquet_as_others_read_it(sample: opis.Book, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "records.parquet"
    records = sample.records(kind)
    records.to_parquet(path)
    assert pl.read_parquet(path).to_dicts() == contents(records)
    cursor = duckdb.sql(f"SELECT * FROM '{path}'")
    assert [dict(zip(cursor.columns, row, strict=True)) for row in cursor.fetchall()] == contents(records)


# ---- Whose memory it is -----------------------------------------------------------------------------------


def test_columns_outlive_the_book() -> None:
    book = opis.read(SAMPLE)
    expected = contents(book.archives)
    table, frame = pa.table(book.archives), pl.DataFrame(book.archives)
    del book
    gc.collect()
    for _ in range(5):  # would overwrite what was freed
        opis.read(SAMPLE)
    assert table.to_pylist() == frame.to_dicts() == expected


def test_columns_are_made_and_released_in_any_thread(sample: opis.Book) -> None:
    def total(_: int) -> int:
        return sum(pa.table(sample.records(kind)).num_rows for kind in opis.KINDS)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(total, range(32)))) == 1


def test_a_stream_ends(sample: opis.Book) -> None:
    reader = pa.RecordBatchReader.from_stream(sample.archives)
    assert [batch.num_rows for batch in reader] == [len(sample.archives)]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell how much memory is in use")
def test_nothing_leaks(sample: opis.Book) -> None:
    def memory() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    def hand_over(times: int) -> None:
        for _ in range(times):
            sample.pages.__arrow_c_stream__()  # never taken
            sample.pages.__arrow_c_array__()
            pa.table(sample.pages)

    hand_over(20)
    before = memory()
    hand_over(100)
    assert memory() - before < 50 * len(sample.source)


def test_rows_that_are_not_there(sample: opis.Book) -> None:
    for rows in ([len(sample.notes)], [-1]):
        with pytest.raises(IndexError, match="no row"):
            sample._core.records("note").arrow_stream(rows)


# ---- The command line -------------------------------------------------------------------------------------


def test_one_kind_to_a_file(tmp_path: Path, sample: opis.Book) -> None:
    path = tmp_path / "notes.parquet"
    assert main(["extract", str(SAMPLE), "--kind", "note", "--format", "parquet", "-o", str(path)]) == 0
    assert pq.read_table(path).to_pylist() == contents(sample.notes)


def test_all_kinds_to_a_folder(tmp_path: Path, sample: opis.Book) -> None:
    folder = tmp_path / "found" / "here"
    assert main(["extract", str(SAMPLE), "--format", "arrow", "-o", str(folder)]) == 0
    assert len(list(folder.iterdir())) == len(opis.KINDS)
    with pa.OSFile(str(folder / "index_entries.arrow")) as file:
        assert pa.ipc.open_file(file).read_all().equals(pa.table(sample.index_entries))


def test_several_kinds_need_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["extract", str(SAMPLE), "--format", "parquet"])
    assert caught.value.code == 2
    assert "a folder with -o" in capsys.readouterr().err


def test_a_library_that_is_not_there(
    sample: opis.Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"needs pyarrow: pip install 'opis\[arrow\]'"):
        sample.notes.to_arrow()
    with pytest.raises(ImportError, match=r"needs polars: pip install 'opis\[polars\]'"):
        sample.notes.to_polars()
    out = tmp_path / "notes.arrow"
    assert main(["extract", str(SAMPLE), "--kind", "note", "--format", "arrow", "-o", str(out)]) == 2
    assert "pip install 'opis[arrow]'" in capsys.readouterr().err
    assert not out.exists()
