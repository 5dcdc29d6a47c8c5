"""opis.mend: damaged tables as lists, arrays and DataFrames, and what their arithmetic proves."""

import json
import math

import numpy as np
import opis
import pandas as pd
import pytest

LABELLED = [
    ["", "Men", "Women", "All"],
    ["North", "l2", "30", "42"],
    ["South", "20", "15", "35"],
    ["East", "5", "1", "6"],
    ["Total", "37", "4b", "83"],
]
# The sums that the printed margins state.
VALUES = [[12, 30, 12 + 30], [20, 15, 35], [5, 1, 6], [12 + 20 + 5, 30 + 15 + 1, 83]]


@pytest.fixture(scope="module")
def table() -> opis.Table:
    return opis.mend(LABELLED)


# ---- Reading and proving --------------------------------------------------------------------------------------------


def test_margins_prove_damaged_figures(table: opis.Table) -> None:
    assert table.values.tolist() == VALUES
    assert table.status[0, 0] == table.status[3, 1] == "repaired"
    assert np.count_nonzero(table.status == "clean") == 10
    assert "37 = 12 + 20 + 5" in table.evidence[0, 0] or "42 = 12 + 30" in table.evidence[0, 0]
    assert table.evidence[1, 1] == ""
    assert table.raw[3, 1] == "4b"


def test_labels_are_found(table: opis.Table) -> None:
    assert table.rows == ["North", "South", "East", "Total"]
    assert table.columns == ["Men", "Women", "All"]
    assert (table.number, table.title, table.place) == (None, "", "")


def test_a_damaged_figure_that_no_relation_touches_is_likely() -> None:
    table = opis.mend([["", "Sheep", "Goats"], ["North", "l2", "30"], ["South", "27", "4"]])
    assert table.values[0, 0] == 12
    assert table.status[0, 0] == "likely"
    assert table.evidence[0, 0]


def test_a_well_read_figure_that_contradicts_the_rest_stays_as_printed() -> None:
    men, women = [12, 20, 5, 41, 33], [30, 15, 1, 27, 64]
    rows = [[str(m), str(w), str(m + w)] for m, w in zip(men, women, strict=True)]
    rows.append([str(sum(men)), str(sum(women)), str(sum(men) + sum(women))])
    rows[1][2] = "71"  # 20 and 15 make 35, and so says the column
    table = opis.mend(rows)
    assert table.values[1, 2] == 71
    assert table.status[1, 2] not in ("clean", "repaired")
    assert table.relations.broken
    assert set(table.relations.broken) <= set(table.relations.touching(1, 2))
    assert "71" in table.audit()


def test_a_relation_of_a_lost_figure_is_neither_kept_nor_broken() -> None:
    table = opis.mend([["", "A", "B", "C"], ["x", "17", None, None]], {"C": ["A", "B"]})
    (relation,) = table.relations
    assert np.isnan(relation.residual)
    assert not relation.holds
    assert table.relations.undecided == (relation,)
    assert table.relations.broken == ()
    assert "cannot be checked" in table.audit()


def test_lost_and_blank_cells_differ() -> None:
    table = opis.mend([["a", "b", "c"], ["7", None, "-"], ["8", float("nan"), ""], ["9", pd.NA, " "]], header=True)
    assert table.status[:, 1].tolist() == ["missing"] * 3
    assert table.status[:, 2].tolist() == ["clean"] * 3
    assert np.isnan(table.values[:, 1:]).all()
    assert table.raw[0].tolist() == ["7", "", "-"]


def test_a_table_too_large_to_search_stays_as_it_reads() -> None:
    table = opis.mend(np.full((70, 70), "1l"))
    assert set(table.status.ravel().tolist()) == {"likely"}
    assert (table.values == 11).all()


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 4), (4, 1)])
def test_small_tables(shape: tuple[int, int]) -> None:
    table = opis.mend(np.full(shape, "7"))
    assert table.shape == shape
    assert table.to_numpy().shape == shape[:1]
    assert table.to_pandas().shape == shape
    assert len(table.cells) == shape[0] * shape[1]
    assert repr(table)
    assert table._repr_html_()
    assert table.audit()


# ---- What may be given ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [list, np.array, lambda rows: np.array(rows, dtype=object), tuple, pd.DataFrame])
def test_lists_arrays_and_plain_frames(make: object, table: opis.Table) -> None:
    same = opis.mend(make(LABELLED))
    assert same.rows == table.rows
    assert same.columns == table.columns
    assert np.array_equal(same.values, table.values)
    assert np.array_equal(same.status, table.status)


def test_labels_of_a_frame_are_its_own(table: opis.Table) -> None:
    frame = pd.DataFrame([row[1:] for row in LABELLED[1:]], index=table.rows, columns=table.columns)
    assert opis.mend(frame).rows == table.rows
    assert opis.mend(frame).columns == table.columns
    assert opis.mend(frame.reset_index()).rows == table.rows


def test_numbers_are_well_read() -> None:
    table = opis.mend([[12, 0.5, np.int64(42)], [20, 2.25, 35.0], [5, np.float32(0.75), np.int8(6)]])
    assert table.values.tolist() == [[12, 0.5, 42], [20, 2.25, 35], [5, 0.75, 6]]
    assert (table.status == "clean").all()


@pytest.mark.parametrize(
    ("cells", "rows", "columns"),
    [
        ([["1", "2"], ["3", "4"]], ["row 1", "row 2"], ["column 1", "column 2"]),
        ([["Men", "Women"], ["3", "4"]], ["row 1"], ["Men", "Women"]),
        ([["North", "1", "2"], ["South", "3", "4"]], ["North", "South"], ["column 1", "column 2"]),
        ([["", "1931", "1932"], ["North", "3", "4"]], ["North"], ["1931", "1932"]),
        ([["Year", "Men"], ["1931", "3"], ["1932", "4"]], ["1931", "1932"], ["Men"]),
        ([["Year", "Men"], ["I931", "3"], ["1932", "4"], ["1933", "5"]], ["I931", "1932", "1933"], ["Men"]),
        ([["", "Men", ""], ["North", "3", "4"]], ["North"], ["Men", "column 2"]),
    ],
)
def test_labels_are_judged(cells: list[list[str]], rows: list[str], columns: list[str]) -> None:
    table = opis.mend(cells)
    assert (table.rows, table.columns) == (rows, columns)


def test_labels_may_be_told() -> None:
    cells = [["1", "2"], ["3", "4"]]
    assert opis.mend(cells, header=True).columns == ["1", "2"]
    assert opis.mend(cells, index=True).rows == ["1", "3"]
    assert opis.mend(cells, header=True, index=True).values.tolist() == [[4]]
    assert opis.mend(LABELLED, header=False, index=False).shape == (5, 4)


@pytest.mark.parametrize(
    ("cells", "error", "message"),
    [
        (["1", "2"], ValueError, "two dimensions"),
        ([1, 2], ValueError, "two dimensions"),
        ([["1", "2"], ["3"]], ValueError, "row 1 has 1 cells, the first row 2"),
        ([[b"1"]], TypeError, "not bytes"),
        ([[True]], TypeError, "not bool"),
        ([["1", {}]], TypeError, "not dict"),
    ],
)
def test_what_is_no_table(cells: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        opis.mend(cells)


# ---- Relations of the caller ----------------------------------------------------------------------------------------

FREE = [["", "A", "B", "C"], ["x", "l7", "5", "22"], ["y", "8", "1", "9"]]


def test_a_given_sum_proves_what_too_few_rows_show() -> None:
    table = opis.mend(FREE, {"C": ["A", "B"]})
    assert (table.values[0, 0], table.status[0, 0]) == (22 - 5, "repaired")
    given = [relation for relation in table.relations if relation.given]
    assert [relation.whole for relation in given] == [(0, 2), (1, 2)]
    assert all(relation.holds and relation.kind == "sum" and relation.residual == 0 for relation in given)


def test_given_relations_of_rows() -> None:
    table = opis.mend([["", "A", "B"], ["x", "l7", "6"], ["y", "5", "2"], ["z", "22", "8"]], {"z": ["x", "y"]})
    assert table.values[0, 0] == 22 - 5
    assert [relation.cells for relation in table.relations if relation.given] == [
        ((0, 0), (1, 0), (2, 0)),
        ((0, 1), (1, 1), (2, 1)),
    ]


@pytest.mark.parametrize(
    ("relations", "kind"),
    [
        ({"A": ("difference", "C", "B")}, "difference"),
        ({"B": ("percent", "A", "C")}, "percent"),
        ({100: ["A", "B", "C"]}, "hundred"),
        ({100.0: ["x", "y"]}, "hundred"),
        ({"C": ("A", "B")}, "sum"),
    ],
)
def test_forms_of_relations(relations: dict[object, object], kind: str) -> None:
    found = [relation for relation in opis.mend(FREE, relations).relations if relation.given]
    assert found
    assert {relation.kind for relation in found} == {kind}
    assert all((relation.whole is None) == (kind == "hundred") for relation in found)


def test_a_given_relation_that_does_not_hold_is_reported() -> None:
    table = opis.mend([["", "A", "B", "C"], ["x", "17", "5", "25"]], {"C": ["A", "B"]})
    (relation,) = table.relations
    assert not relation.holds
    assert relation.residual == 25 - (17 + 5)
    assert relation.sentence == "x / C: 25 should be 17 + 5, but that is 22 (+3)"
    assert "Broken relations" in table.audit()


def test_lines_without_labels_have_names() -> None:
    table = opis.mend([["l7", "5", "22"]], {"column 3": ["column 1", "column 2"]})
    assert table.status[0, 0] == "repaired"


@pytest.mark.parametrize(
    ("relations", "message"),
    [
        ({"D": ["A", "B"]}, "no row or column is called 'D'"),
        ({"C": ["A", "x"]}, "mixes them"),
        ({"C": ["A", "A"]}, "twice"),
        ({"C": "A"}, "list of labels"),
        ({"C": 7}, "list of labels"),
        ({"C": []}, "needs labels"),
        ({"C": ("percent", "A")}, "needs 2 labels"),
    ],
)
def test_relations_that_make_no_sense(relations: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        opis.mend(FREE, relations)


def test_labels_that_stand_twice_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="two columns are called 'A'"):
        opis.mend([["", "A", "A", "C"], ["x", "1", "2", "3"]], {"C": ["A"]})
    with pytest.raises(ValueError, match="both rows and columns"):
        opis.mend([["", "A", "B"], ["A", "1", "2"], ["B", "3", "4"]], {"A": ["B"]})


# ---- Cells ----------------------------------------------------------------------------------------------------------


def test_cells_have_the_fields_of_the_cells_of_a_book(table: opis.Table, book: opis.Book) -> None:
    cells = table.cells
    assert cells.kind == "cell"
    assert cells.fields == book.cells.fields
    assert cells.columns == book.cells.columns
    assert [cells.dtype[name].kind for name in cells.columns] == [
        book.cells.dtype[name].kind for name in book.cells.columns
    ]
    assert cells.value.reshape(table.shape).tolist() == table.values.tolist()
    record = cells[0]
    assert (record.row, record.col, record.value, record.raw, record.line) == ("North", "Men", 12, "l2", None)
    assert json.dumps(cells.to_dicts())
    assert len(cells[cells.status == "repaired"]) == 2
    assert "repaired" in repr(cells)


def test_a_lost_cell_that_two_totals_fix() -> None:
    table = opis.mend([["", "a", "b", "Total"], ["x", 10, 20, 30], ["y", 5, None, 12], ["Total", 15, 27, 42]])
    assert (table.values[1, 1], table.status[1, 1]) == (7, "repaired")


def test_a_label_states_no_sum_that_a_line_breaks() -> None:
    table = opis.mend([["", "a", "b", "Total"], ["x", 10, 20, 31], ["y", 5, 7, 12], ["z", 5, None, 12]])
    assert np.isnan(table.values[2, 1])
    assert set(table.status.ravel()) == {"clean", "missing"}


def test_a_share_of_what_was_printed_empty_is_neither_kept_nor_broken() -> None:
    printed = [["", "A", "B", "Share"], ["a", "50", "", "25"], ["b", "", "80", "40"], ["c", "10", "40", "25"]]
    table = opis.mend(printed, relations={"Share": ("percent", "A", "B")})
    assert [math.isnan(relation.residual) for relation in table.relations if relation.kind == "percent"][:2] == [
        True
    ] * 2
    assert set(table.status.ravel()) == {"clean"}


COUNTS = [[6126, 2871, 7061, 8555], [1310, 4097, 2214, 5342], [7061, 4625, 8555, 5342], [3190, 8213, 4410, 2987]]


def with_totals(counts: list[list[int]]) -> list[list[str]]:
    rows = [[*row, sum(row)] for row in counts]
    return [[f"{value:,}" for value in row] for row in [*rows, [sum(column) for column in zip(*rows, strict=True)]]]


def test_a_comma_with_too_little_behind_it_is_part_of_a_figure() -> None:
    cells = with_totals(COUNTS)
    cells[2][1] = "4,b1,5"
    table = opis.mend(cells)
    assert table.values[2, 1] == COUNTS[2][1]
    assert table.status[2, 1] == "repaired"


def test_damages_that_may_cancel_are_not_proved() -> None:
    cells = with_totals(COUNTS)[:-1]
    cells[2][0], cells[2][1] = "70J1", "46J5"
    table = opis.mend(cells)
    assert set(table.status[2, :2]) == {"likely"}


@pytest.mark.parametrize("mark", ["n.a.", "N/A", " ? ", "...", "\N{HORIZONTAL ELLIPSIS}"])
def test_a_mark_of_absence_is_a_missing_figure(mark: str) -> None:
    table = opis.mend([["x", "15", mark], ["y", "3", "4"]])
    assert table.status[0].tolist() == ["clean", "missing"]
    assert table.raw[0, 1] == mark


def test_a_negative_figure_has_brackets_behind_a_sign() -> None:
    table = opis.mend([["a", "b", "c"], ["120", "-20", "100"], ["60", "-7", "53"]], {"c": ["a", "b"]})
    assert str(table.relations[0]).endswith("100 = 120 + (-20)")
