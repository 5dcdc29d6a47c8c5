"""Corrections by hand: what they change, what they say of themselves, and when they are not applied."""

from __future__ import annotations

import json
import pickle
import re
import textwrap
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import opis
import pytest
from opis import corrections
from opis.cli import main
from opis.cli.demo import read_sample

WHO = {"by": "A. Reader", "because": "seen in the reading room"}


@pytest.fixture
def fond(book: opis.Book) -> dict[str, Any]:
    """A correction of the first reference of the small edition."""
    seen = book.archives[0]
    return {"kind": "archive", "line": seen.line, "raw": seen.raw, "field": "fond", "value": "7468", **WHO}


def applied(source: opis.Book | str, *corrections: dict[str, Any]) -> opis.Book:
    """A book with corrections that all hold."""
    content = source.source if isinstance(source, opis.Book) else source
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return opis.read(content, corrections=corrections)


def of_cell(table: opis.Table, row: int, column: int, value: object) -> dict[str, Any]:
    place = {"table": table.number, "row": table.rows[row], "column": table.columns[column]}
    return {**place, "raw": table.raw[row, column], "value": value, **WHO}


def test_a_corrected_value_is_shown_everywhere(book: opis.Book, fond: dict[str, Any]) -> None:
    corrected = applied(book, fond)
    assert corrected.archives[0].fond == "7468"
    assert corrected.archives["fond"][0] == "7468"
    assert corrected.archives.to_numpy()["status"].tolist() == ["corrected", "clean", "clean"]
    assert corrected.archives.to_dicts()[0]["status"] == "corrected"
    assert corrected.document(1).citation == "RGAE, f. 7468, op. 37, d. 184, ll. 60-65"
    assert corrected.archives.status_counts() == {"clean": 2, "corrected": 1}


def test_other_libraries_are_given_the_corrected_value(book: opis.Book, fond: dict[str, Any]) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("polars")
    archives = applied(book, fond).archives
    for columns in (archives.to_arrow().to_pydict(), archives.to_polars().to_dict(as_series=False)):
        assert columns["fond"][0] == "7468"
        assert [str(status) for status in columns["status"]] == ["corrected", "clean", "clean"]
    assert archives.to_pandas()["fond"].tolist() == archives["fond"].tolist()


def test_the_command_line_applies_them(
    edition_path: Path, book: opis.Book, fond: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corrections.toml"
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in fond.items())
    path.write_text(f"[[correction]]\n{lines}", "utf-8")
    assert main(["extract", str(edition_path), "--kind", "archive", "--corrections", str(path)]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["fond"], first["status"]) == ("7468", "corrected")
    assert first["evidence"].startswith("corrected by A. Reader")
    path.write_text(f"[[correction]]\n{lines}colour = 1\n", "utf-8")
    assert main(["extract", str(edition_path), "--corrections", str(path)]) == 2
    assert "corrections.toml: correction 1: knows no 'colour'" in capsys.readouterr().err


def test_the_evidence_says_who_and_why_and_what_was_read(book: opis.Book, fond: dict[str, Any]) -> None:
    record = applied(book, fond).archives[0]
    assert record.evidence == "corrected by A. Reader: seen in the reading room (opis read 7486)"
    assert "evidence" not in applied(book, fond).archives[1]


def test_the_book_that_was_read_before_is_left_alone(book: opis.Book, fond: dict[str, Any]) -> None:
    applied(book, fond)
    assert book.archives[0].fond == "7486"
    assert not book.corrections


def test_lists_numbers_flags_and_nothing(book: opis.Book) -> None:
    name = book.archives[0].identity
    corrected = applied(
        book,
        {"record": name, "field": "listy", "value": ["60", "66ob"], **WHO},
        {"record": name, "field": "ibid", "value": True, **WHO},
        {"record": name, "field": "opis", "unknown": True, **WHO},
        {"record": book.documents[1].identity, "field": "number", "value": 22, **WHO},
    )
    record = corrected.archives[0]
    assert (record.listy, record.ibid, record.opis) == (["60", "66ob"], True, None)
    assert corrected.document(22).title == book.document(2).title
    assert len(corrected.corrections.applied) == 4


def test_a_cell_by_its_labels(sample: opis.Book) -> None:
    table = sample.table(1)
    corrected = applied(sample, of_cell(table, 2, 1, 16.5)).table(1)
    assert corrected.values[2, 1] == 16.5
    assert corrected.status[2, 1] == "corrected"
    assert corrected.evidence[2, 1].startswith("corrected by A. Reader")
    assert corrected.to_numpy()[corrected.to_numpy().dtype.names[2]][2] == 16.5
    others = np.ones(table.shape, dtype=bool)
    others[2, 1] = False
    assert (corrected.values == table.values)[others].all()
    assert "✎" in repr(corrected)
    assert "Corrected: by hand" in corrected.audit()


def test_relations_are_reckoned_anew(sample: opis.Book) -> None:
    table = sample.table(1)
    assert not table.relations.broken
    broken = applied(sample, of_cell(table, 2, 1, 999)).table(1).relations.broken
    assert [relation.kind for relation in broken] == ["hundred"]
    assert broken[0].residual == pytest.approx(999 - 16.6, abs=0.2)
    assert not applied(sample, of_cell(table, 2, 1, 16.6)).table(1).relations.broken


def test_a_lost_figure_is_given(sample: opis.Book) -> None:
    rows = np.flatnonzero((sample.cells.status == "missing") & (sample.cells.raw == ""))
    lost = sample.cells[rows][0]
    wanted = {"table": lost.table, "row": lost.row, "column": lost.col, "raw": "", "value": 12, **WHO}
    book = applied(sample, wanted)
    assert book.cells[rows][0].value == 12
    assert book.corrections[0].was is None


@pytest.mark.parametrize(("raw", "reason"), [("RGAE, f. 1", "made for 'RGAE, f. 1'"), ("", "made for ''")])
def test_what_was_made_for_another_text_is_not_applied(
    book: opis.Book, fond: dict[str, Any], raw: str, reason: str
) -> None:
    with pytest.warns(opis.CorrectionWarning, match="1 of 1 corrections not applied"):
        stale = opis.read(book.source, corrections=[{**fond, "raw": raw}])
    assert stale.archives[0].fond == "7486"
    assert stale.archives[0].status == "clean"
    (correction,) = stale.corrections.refused
    assert reason in correction.reason
    assert "RGAE, f. 7486" in correction.reason


def test_a_source_that_changed_is_noticed_by_the_id(edition: str, book: opis.Book) -> None:
    wanted = {"record": book.archives[0].identity, "field": "fond", "value": "7468", **WHO}
    moved = applied("A line more.\n\n" + edition, wanted)
    assert moved.archives[0].fond == "7468"
    changed = edition.replace("ll. 60-65", "ll. 60-66")
    with pytest.warns(opis.CorrectionWarning, match="no such record"):
        assert opis.read(changed, corrections=[wanted]).archives[0].fond == "7486"


def test_blanks_do_not_count_and_an_ellipsis_ends_a_beginning(book: opis.Book, fond: dict[str, Any]) -> None:
    for raw in ("RGAE,  f. 7486,\nop. 37, d. 184, ll. 60-65", "RGAE, f. 7486…"):
        assert applied(book, {**fond, "raw": raw}).archives[0].fond == "7468"


def test_a_field_is_corrected_once(book: opis.Book, fond: dict[str, Any]) -> None:
    with pytest.warns(opis.CorrectionWarning, match="another correction"):
        twice = opis.read(book.source, corrections=[fond, {**fond, "value": "1"}])
    assert twice.archives[0].fond == "7468"


def test_what_was_not_read_is_not_corrected(sample: opis.Book) -> None:
    wanted = of_cell(sample.table(1), 2, 1, 16.5)
    with pytest.warns(opis.CorrectionWarning, match="read without the kind 'cell'"):
        opis.read(sample.source, kinds=["document"], corrections=[wanted])


def test_a_file(tmp_path: Path, edition_path: Path, book: opis.Book) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(
        f"""\
[[correction]]
record = "{book.documents[2].identity}"
field = "date"
value = 1931-06-30
by = "A. Reader"
because = "its stamp"
""",
        "utf-8",
    )
    corrected = opis.read(edition_path, corrections=path)
    assert corrected.document(3).date_iso == "1931-06-30"
    assert "1 correction, 1 applied" in repr(corrected.corrections)
    assert "its stamp" in corrected.corrections._repr_html_()
    again = pickle.loads(pickle.dumps(corrected))
    assert again.document(3).date_iso == "1931-06-30"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": ""}, "does not say `by`"),
        ({"because": None}, "does not say `because`"),
        ({"raw": None}, "has no `raw`"),
        ({"field": None}, "which `field`"),
        ({"field": "colour"}, "no field 'colour' to correct; there are archive, fond"),
        ({"field": "status"}, "no field 'status'"),
        ({"field": "listy", "value": 3.5, "kind": "document", "line": 6}, "no field 'listy'"),
        ({"field": "ibid", "value": "yes"}, "ibid takes true or false"),
        ({"kind": "archives"}, "none of page, document"),
        ({"line": "14"}, "`line` is '14'"),
        ({"line": None}, "does not say what it is about"),
        ({"value": None}, "no `value`"),
        ({"colour": "red"}, "knows no 'colour'"),
        ({"unknown": True}, "give one of them"),
    ],
)
def test_what_a_correction_must_have(
    book: opis.Book, fond: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    wanted = {name: value for name, value in {**fond, **change}.items() if value is not None}
    if wanted["kind"] == "document":
        wanted["raw"] = "Document 1…"
    with pytest.raises(opis.ReadError) as caught:
        opis.read(book.source, corrections=[wanted])
    assert "correction 1: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[correction]\n", "is no TOML"),
        ("[correction]\nby = 'x'\n", "two brackets"),
        ("[[corrections]]\nby = 'x'\n", "'corrections' is no correction"),
        ("correction = " + "[" * 9999, "is no TOML: brackets stand within brackets too deep"),
        ("a" + ".a" * 9999 + " = 1", "a key has more than 32 parts"),
        ("correction = " + "9" * 9999, "is no TOML: Exceeds the limit"),
        ("#" * (2**24 + 1), "has more than 16,777,216 bytes; split the corrections"),
    ],
    ids=range(7),
)
def test_a_file_that_is_none(tmp_path: Path, edition_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(opis.ReadError, match=r"wrong\.toml") as caught:
        opis.read(edition_path, corrections=str(path))
    assert message in str(caught.value)


def test_a_file_that_is_not_there(edition_path: Path, tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="No such file"):
        opis.read(edition_path, corrections=tmp_path / "none.toml")


# ---- Names of records ------------------------------------------------------------------------------------------


def test_every_record_has_a_name_of_its_own(sample: opis.Book) -> None:
    names = [name for kind in opis.KINDS for name in sample.records(kind).ids.tolist()]
    assert len(set(names)) == len(names)
    assert all(name.startswith(f"{kind}-") for kind in opis.KINDS for name in sample.records(kind).ids.tolist())


def test_names_stay(sample: opis.Book) -> None:
    moved = opis.read(b"One line more.\n\n" + sample.source)
    for kind in ("document", "archive", "note", "cell"):
        assert set(sample.records(kind).ids.tolist()) <= set(moved.records(kind).ids.tolist())
        assert read_sample().records(kind).ids.tolist() == sample.records(kind).ids.tolist()


def test_names_of_a_selection(sample: opis.Book) -> None:
    sure = sample.archives[sample.archives.status == "clean"]
    assert [record.identity for record in sure] == sure.ids.tolist()
    assert sure[-1].identity == sample.archives.ids[np.flatnonzero(sample.archives.status == "clean")[-1]]


def test_a_table_that_stands_in_no_book_has_no_names() -> None:
    table = opis.mend([["1", "2"], ["3", "4"]])
    assert table.cells[0].identity is None
    with pytest.raises(ValueError, match="no ids"):
        table.cells.ids  # noqa: B018


def test_the_documented_files_are_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "correct-a-value.md"
    blocks = re.findall(r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    blocks.append(textwrap.dedent((corrections.__doc__ or "").split("::\n", 1)[1].split("\nWhat a", 1)[0]))
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, "utf-8")
        assert len(corrections.load_corrections(path)) >= 2
