"""Tables: their arrays, their account of themselves, and how they compare with published figures."""

import html
import json
import re
import subprocess
import sys
from importlib import resources

import matplotlib as mpl
import numpy as np
import opis
import pandas as pd
import pytest

mpl.use("Agg")

YEARS = [
    ["Year", "Barges", "Crews (all)", "Lost"],
    ["1931", "l2", "30", None],
    ["1932", "2o", "15", None],
    ["1934", "5", "1", None],
    ["1935", "41", "27", None],
    ["Total", "78", "73", None],
]


@pytest.fixture(scope="module")
def table() -> opis.Table:
    return opis.mend(YEARS, {"Total": ["1931", "1932", "1934", "1935"]})


# ---- Arrays ---------------------------------------------------------------------------------------------------------


def test_values_and_status_have_the_shape_of_the_grid(table: opis.Table) -> None:
    assert table.shape == table.values.shape == table.status.shape == table.raw.shape == table.evidence.shape == (5, 3)
    assert table.values.dtype == np.float64
    assert table.status.dtype.kind == "U"
    assert np.isnan(table.values[:, 2]).all()
    assert table.status_counts() == {"clean": 8, "repaired": 2, "missing": 5}


def test_arrays_are_read_only(table: opis.Table) -> None:
    for array in (table.values, table.status, table.raw, table.evidence):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = array[1, 1]


def test_numpy_masks_what_is_missing_and_keeps_integers(table: opis.Table) -> None:
    array = table.to_numpy()
    assert array.shape == (5,)
    assert array.dtype.names == ("row", "Barges", "Crews_all", "Lost")
    assert [array.dtype[name].kind for name in array.dtype.names] == ["U", "i", "i", "f"]
    assert array["row"].tolist() == ["1931", "1932", "1934", "1935", "Total"]
    assert array["Barges"].tolist() == [12, 20, 5, 41, 12 + 20 + 5 + 41]
    assert array["Lost"].mask.all()
    assert np.isnan(array.filled()["Lost"]).all()
    assert table.fields == {"Barges": "Barges", "Crews_all": "Crews (all)", "Lost": "Lost"}


def test_a_gap_in_a_column_of_integers() -> None:
    array = opis.mend([["", "A"], ["x", "3"], ["y", None]]).to_numpy()
    assert array["A"].dtype == np.int64
    assert array["A"].tolist() == [3, None]
    assert array.filled()["A"].tolist() == [3, -1]


def test_field_names_are_safe_and_unique() -> None:
    labels = ["row", "A b", "A-b", "1931", "%", "class", "Хлеб", "A b"]
    array = opis.mend([labels, ["1"] * 8], header=True, index=False).to_numpy()
    names = array.dtype.names[1:]
    assert names == ("row_2", "A_b", "A_b_2", "column_1931", "percent", "class_", "Хлеб", "A_b_3")
    assert all(name.isidentifier() for name in names)


def test_pandas(table: opis.Table) -> None:
    frame = table.to_pandas()
    assert frame.index.tolist() == table.rows
    assert frame.columns.tolist() == table.columns
    assert frame.dtypes.astype(str).tolist() == ["Int64", "Int64", "float64"]
    assert frame.loc["1932", "Barges"] == 20
    gap = opis.mend([["", "A"], ["x", "3"], ["y", None]]).to_pandas()["A"]
    assert gap.isna().tolist() == [False, True]
    assert gap.dtype == "Int64"


def test_pandas_and_matplotlib_are_imported_only_when_asked_for() -> None:
    code = (
        "import sys, opis; t = opis.mend([['1', '2'], ['3', '4']]); repr(t); t._repr_html_(); t.audit(); t.to_numpy();"
        "print('pandas' in sys.modules, 'matplotlib' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["False", "False"]


# ---- Arithmetic -----------------------------------------------------------------------------------------------------


def test_relations_have_cells_residual_and_words(table: opis.Table) -> None:
    (barges, _, lost) = (relation for relation in table.relations if relation.given)
    assert (barges.kind, barges.whole, barges.parts) == ("sum", (4, 0), ((0, 0), (1, 0), (2, 0), (3, 0)))
    assert barges.cells == (*barges.parts, barges.whole)
    assert barges.holds
    assert barges.residual == 0
    assert barges.sentence == str(barges) == "Total / Barges: 78 = 12 + 20 + 5 + 41"
    assert not lost.holds
    assert np.isnan(lost.residual)
    assert barges in table.relations.touching(1, 0)
    assert barges not in table.relations.touching(1, 1)
    assert barges.sentence in repr(table.relations)


# ---- Words ----------------------------------------------------------------------------------------------------------


def test_the_audit_tells_of_every_cell_that_is_not_clean(table: opis.Table) -> None:
    audit = table.audit()
    assert "15 cells: 8 clean, 2 repaired, 5 missing" in audit
    assert "Barges / 1931: 12, printed 'l2'; 1932: 20, printed '2o'" in audit
    assert "Total / Barges: 78 = 12 + 20 + 5 + 41" in audit
    assert "Lost / the whole column" in audit
    assert max(map(len, audit.splitlines())) <= 100


def test_repr_lines_up_digits_and_marks_doubt(table: opis.Table) -> None:
    lines = repr(table).splitlines()
    head, first, total = (
        next(line for line in lines if line.startswith(start)) for start in ("      ", "1931", "Total")
    )
    assert "Barges" in head
    assert "12+" in first
    assert first.index("2+") == total.index("8 ")
    assert "2 repaired (+)" in lines[-1]


def test_a_long_table_is_cut_in_a_terminal_only() -> None:
    table = opis.mend([[str(n), str(n * n)] for n in range(100)])
    assert "40 more rows" in repr(table)
    assert "row 100" in table._repr_html_()


# ---- HTML -----------------------------------------------------------------------------------------------------------


def test_html_shows_status_raw_text_and_evidence(table: opis.Table) -> None:
    page = table._repr_html_()
    cell = next(part for part in page.split("<td") if "l2" in part)
    assert 'tabindex="0"' in cell
    assert "opis-repaired" in cell
    assert "Total / Barges: 78" in cell
    assert "td:hover [role=tooltip]" in page
    assert "td:focus [role=tooltip]" in page
    assert "prefers-color-scheme" in page


def test_html_escapes_everything_and_needs_nothing_from_outside() -> None:
    evil = "<script>alert('1')</script>&\"x\""
    table = opis.mend([["", evil], [evil, "l2"], ["b", evil]], header=True, index=True)
    page = table._repr_html_()
    assert "<script" not in page
    assert html.escape(evil) in page
    assert not re.search(r"https?:|url\(|@import|src=|href=", page)


# ---- Comparing ------------------------------------------------------------------------------------------------------


def test_comparing_with_itself(table: opis.Table) -> None:
    comparison = table.compare(table.to_pandas())
    assert comparison.same
    assert comparison.agree == 10
    assert len(comparison.differences) == 0
    assert repr(comparison) == "10 figures agree, 0 differ"


def test_differences_are_told_cell_by_cell(table: opis.Table) -> None:
    published = table.to_pandas().astype(float)
    published.loc["1932", "Barges"] = 26
    published.loc["1931", "Lost"] = 4
    published.loc["1935", "Crews (all)"] = None
    comparison = table.compare(published)
    assert not comparison.same
    assert comparison.differences.tolist() == [("1932", "Barges", 20, 26, -6, "repaired")]
    assert comparison.missing == [("1931", "Lost")]
    assert comparison.unreferenced == [("1935", "Crews (all)")]
    assert comparison.agree == 8
    for shown in (repr(comparison), comparison._repr_html_()):
        assert "1932" in shown
        assert "1 missing here" in shown


def test_labels_are_aligned(table: opis.Table) -> None:
    published = pd.DataFrame({"crews  (ALL)": [27.0, 15.0, 9.0], "BARGES": [41, 20, 9]}, index=[1935, 1932, 1936])
    comparison = table.compare(published)
    assert comparison.agree == 4
    assert comparison.unmatched == ["1936"]
    assert not comparison.same


def test_arrays_are_compared_by_position(table: opis.Table) -> None:
    assert table.compare(table.values).same
    assert table.compare(table.values.tolist()).same
    assert table.compare(np.ma.masked_invalid(table.values)).same
    assert table.compare(table.values + 0.4, tolerance=0.5).same
    assert table.compare(pd.DataFrame(table.values, columns=table.columns)).same


def test_what_cannot_be_compared(table: opis.Table) -> None:
    with pytest.raises(ValueError, match="5 rows, the reference 4"):
        table.compare(table.values[:4])
    with pytest.raises(ValueError, match="two dimensions"):
        table.compare(table.values[0])
    with pytest.raises(ValueError, match="no column of the reference"):
        table.compare(table.to_pandas().add_prefix("other "))
    twice = opis.mend([["", "A", "A"], ["x", "1", "2"]])
    with pytest.raises(ValueError, match="two columns"):
        twice.compare(twice.to_pandas())


# ---- Plots ----------------------------------------------------------------------------------------------------------


def test_years_are_lines_with_gaps_and_hollow_points() -> None:
    rows = [["Year", "A", "B"], ["1931", "1", "l2"], ["1932", None, "20"], ["1934", "5", "7"], ["Total", "6", "9"]]
    ax = opis.mend(rows).plot()
    lines = [line for line in ax.get_lines() if line.get_linestyle() == "-"]
    assert [line.get_label() for line in lines] == ["A", "B"]
    assert lines[0].get_xdata().tolist() == [1931, 1932, 1933, 1934]
    assert np.isnan(lines[0].get_ydata()).tolist() == [False, True, True, False]
    hollow = [line for line in ax.get_lines() if line.get_markerfacecolor() == "none" and len(line.get_xdata())]
    assert [line.get_xdata().tolist() for line in hollow] == [[1931]]


def test_other_tables_are_groups_of_bars() -> None:
    ax = opis.mend([["", "A", "B"], ["x", "1", "2"], ["y", "3", "l4"]]).plot()
    assert [bar.get_height() for bar in ax.patches] == [1, 3, 2, 14]
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, False, True]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["x", "y"]


def test_percentages_are_not_drawn_on_the_scale_of_counts() -> None:
    table = opis.mend([["", "A", "% of A"], ["x", "1000", "2%"], ["y", "3000", "5%"]])
    assert len(table.plot().patches) == 2
    ax = table.plot(columns=["% of A"])
    assert [bar.get_height() for bar in ax.patches] == [2, 5]
    assert ax.get_ylabel() == "%"


def test_plot_draws_where_it_is_told() -> None:
    import matplotlib.pyplot as plt

    table = opis.mend([["", "A"], ["x", "1"]])
    _, ax = plt.subplots()
    assert table.plot(ax=ax, log=True) is ax
    assert ax.get_yscale() == "log"
    with pytest.raises(KeyError, match="no column 'Z'"):
        table.plot(columns=["Z"])
    plt.close("all")


# ---- Tables of a book -----------------------------------------------------------------------------------------------

BOOK = """\
Document 1

Letter to the mill, 3 May 1931

No flour has come.

Table 1. Barges and crews on the river, 1931-34

Barges Crews All

1931 1,204 3,071 4,275
1932 2,117 1,5o8 3,625
1933 5,026 1,180 6,206
1934 4,133 2,749 6,882
Total 12,480 8,508 20,988

Source: RGAE, f. 7486, op. 37, d. 184, l. 12.
"""


@pytest.fixture(scope="module")
def river() -> opis.Table:
    return opis.read(BOOK).table(1)


def test_a_table_of_a_book(river: opis.Table) -> None:
    assert (river.number, river.title) == (1, "Barges and crews on the river, 1931-34")
    assert river.place.startswith("line 7")
    assert river.rows == ["1931", "1932", "1933", "1934", "Total"]
    assert river.columns == ["Barges", "Crews", "All"]
    assert river.values[1, 1] == 3625 - 2117
    assert river.status[1, 1] == "repaired"
    assert river.raw[1, 1] == "1,5o8"
    assert river.evidence[1, 1]
    assert "printed '1,5o8'" in river.audit()


def test_the_source_line_is_an_archival_reference(river: opis.Table, table: opis.Table) -> None:
    assert river.archives is not None
    assert [(each["archive"], each["delo"]) for each in river.archives] == [("RGAE", "184")]
    assert river.sources == ("RGAE, f. 7486, op. 37, d. 184, l. 12",)
    assert "source: RGAE, f. 7486" in river.audit()
    assert table.archives is None
    assert table.sources == ()


def test_the_prose_against_what_sums_prove() -> None:
    said = opis.read(BOOK + "\nThe crews that the river had in 1932 were 1,580, and it was little.\n").table(1)
    assert [(each.verdict, each.cells) for each in said.witnesses] == [("contradicts", ((1, 1),))]
    assert "1,580 (line" in str(said.witnesses[0])
    assert (said.values[1, 1], said.status[1, 1]) == (3625 - 2117, "repaired")
    assert "the prose has it otherwise: 1,580" in said.evidence[1, 1]


def test_relations_of_a_table_of_a_book(river: opis.Table) -> None:
    sums = {relation.whole: relation for relation in river.relations if relation.kind == "sum"}
    assert {(row, 2) for row in range(4)} | {(4, 0), (4, 1)} <= sums.keys()
    assert not river.relations.broken
    for relation in river.relations:
        assert relation.holds
        assert sum(river.values[part] for part in relation.parts) == river.values[relation.whole]


def test_the_prose_is_a_witness() -> None:
    book = opis.read(f"{BOOK}\nThe office counted 5,026 barges in 1933, and had no crews for them.\n")
    table = book.table(1)
    (witness,) = table.witnesses
    assert (witness.raw, witness.value, witness.verdict, witness.cells) == ("5,026", 5026, "confirms", ((2, 0),))
    assert book.source[witness.start : witness.end] == b"5,026"
    assert witness.line == book.source[: witness.start].count(b"\n") + 1
    assert str(witness).endswith("confirms 1933 / Barges")
    assert str(witness) in table.audit()


def test_a_book_keeps_its_tables_apart() -> None:
    other = BOOK[BOOK.index("Table 1") :].replace("Table 1.", "Table 2.").replace("Barges", "Rafts")
    book = opis.read(BOOK + "\n\n\n" + other)
    assert [book.table(number).columns[0] for number in (1, 2)] == ["Barges", "Rafts"]
    assert [len(book.table(number).cells) for number in (1, 2)] == [15, 15]
    assert len(book.table(1).relations) == len(book.table(2).relations) > 0


def test_tables_of_the_sample(sample: opis.Book) -> None:
    for number in sample.tables.number.tolist():
        table = sample.table(number)
        assert (table.cells.table == number).all()
        assert np.array_equal(table.cells.value.reshape(table.shape), table.values, equal_nan=True)
        assert table.cells.status.reshape(table.shape).tolist() == table.status.tolist()
        assert table.to_pandas().shape == table.shape
        assert np.array_equal(sample.table(str(number)).values, table.values, equal_nan=True)


def test_no_figure_of_the_sample_is_surely_wrong(sample: opis.Book) -> None:
    lines = resources.files("opis").joinpath("sample", "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = pd.DataFrame([record for record in map(json.loads, lines) if record["kind"] == "cell"])
    for number, cells in truth.groupby("table"):
        table = sample.table(int(number))
        printed = cells.pivot(index="row", columns="col", values="value").loc[cells.row.unique(), cells.col.unique()]
        comparison = table.compare(printed.to_numpy())
        sure = np.isin(comparison.differences["status"], ["clean", "repaired"])
        assert not sure.any(), comparison
        assert comparison.agree >= 0.9 * printed.size


def test_tables_that_are_not_there(sample: opis.Book, book: opis.Book) -> None:
    with pytest.raises(KeyError, match=r"no table 77: .* has tables 1, 2"):
        sample.table(77)
    with pytest.raises(KeyError, match="no table five"):
        sample.table("five")
    with pytest.raises(KeyError, match="no numbered tables"):
        book.table(1)
    with pytest.raises(TypeError):
        sample.table(1.5)  # type: ignore[arg-type]


def test_every_table_of_the_real_book_is_a_grid(real_book: opis.Book) -> None:
    for row in range(len(real_book.tables)):
        table = real_book._table_of_row(row)
        assert table.raw.shape == table.values.shape == table.status.shape == table.evidence.shape
        assert len(table.cells) <= table.values.size
