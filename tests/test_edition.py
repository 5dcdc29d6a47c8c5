"""The edition generator itself: the extractors' property tests rest on its truth."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import edition
from edition import sample, tables
from edition.edits import Edits
from edition.marks import Marks
from edition.truth import ORDER, Record
from edition.wrap import wrap

SEEDS = range(4)
STRENGTHS = (0.0, 0.3, 0.5, 1.0)


def of(made: edition.Generated, kind: str) -> list[Record]:
    return [record for record in made.truth if record["kind"] == kind]


@pytest.fixture(scope="module", params=[(seed, strength) for seed in SEEDS for strength in STRENGTHS], ids=str)
def made(request: pytest.FixtureRequest) -> edition.Generated:
    seed, strength = request.param
    return edition.generate(seed, pages=40, strength=strength)


def test_same_seed_same_edition() -> None:
    first, second = edition.generate(11, 30, 0.6), edition.generate(11, 30, 0.6)
    assert first.text == second.text
    assert first.truth == second.truth
    assert edition.generate(12, 30, 0.6).text != first.text


def test_no_order_of_sets_or_hashes() -> None:
    """The edition does not change with the seed of Python's own hashes."""
    code = "import edition, hashlib; print(hashlib.sha256(edition.generate(5, 20).jsonl().encode()).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(edition.generate(5, 20).jsonl().encode()).hexdigest() + "\n"}


def test_spans_hold_what_they_say(made: edition.Generated) -> None:
    data = made.text.encode()
    for record in made.truth:
        assert data[record["start"] : record["end"]].decode() == record["raw"]
        assert record["line"] == data.count(b"\n", 0, record["start"]) + 1


def test_a_search_from_the_line_finds_the_record(made: edition.Generated) -> None:
    """Scorers find a record by its line and raw text alone."""
    data = made.text.encode()
    starts = [0, *(found.end() for found in re.finditer(b"\n", data))]
    for record in made.truth:
        if record["raw"] and record["kind"] in ("document", "note", "page"):
            assert data.find(record["raw"].encode(), starts[record["line"] - 1]) == record["start"]


def test_every_kind_has_truth() -> None:
    kinds = Counter(record["kind"] for seed in SEEDS for record in edition.generate(seed, 60).truth)
    assert sorted(kinds) == sorted(ORDER)


def test_printed_order(made: edition.Generated) -> None:
    numbers = [record["number"] for record in of(made, "page") if not record.get("roman")]
    assert numbers == sorted(set(numbers))
    documents = [(record["number"], record["suffix"]) for record in of(made, "document")]
    assert documents == sorted(set(documents))
    assert {number for number, _ in documents} == set(range(1, documents[-1][0] + 1))
    previous = 0
    for record in of(made, "note"):
        number = int(record["number"])
        assert number > previous or number <= 8, "a note's number falls only where a chapter begins"
        previous = number


def test_documents_follow_each_other(made: edition.Generated) -> None:
    end = 0
    for record in of(made, "document"):
        assert end < record["line"] <= record["end_line"]
        assert all(record["line"] < line <= record["end_line"] for line in record["continued"])
        end = record["end_line"]


def test_no_strength_no_damage() -> None:
    for seed in SEEDS:
        made = edition.generate(seed, 40, 0.0)
        assert made.text == made.clean
        assert all(record["raw"] == record["printed"] for record in made.truth)
        assert not any(record.get("uncertain") for record in made.truth if not record.get("roman"))
        for record in of(made, "note"):
            assert record["raw"] == record["number"] + "."
            assert record["marker"] is not None
            assert made.text.encode()[record["marker"] :].decode().startswith(record["number"])
        for record in of(made, "archive"):
            raw = " ".join(record["raw"].split())
            assert all(leaf in raw.replace("- ", "-") for leaf in record["listy"])
            assert record["ibid"] or raw.startswith(record["archive"])
            if not record["ibid"]:
                where = rf"(f\.|fond) {record['fond']}, (op\.|opis') {record['opis']}, (d\.|delo) {record['delo']}\b"
                assert re.search(where, raw)
        for record in of(made, "document"):
            assert record["raw"].startswith(f"Document {record['number']}")


def test_damage_grows_with_strength() -> None:
    def kept(seed: int, strength: float) -> float:
        made = edition.generate(seed, 20, strength)
        whole = [record["raw"] == record["printed"] for record in made.truth if record["raw"]]
        return float(np.mean(whole))

    shares = [float(np.mean([kept(seed, strength) for seed in SEEDS])) for strength in (0.0, 0.25, 0.5, 1.0)]
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.93


def test_damage_leaves_a_readable_book() -> None:
    made = edition.generate(2, 20, 0.5)
    matcher = SequenceMatcher(None, made.clean.split(), made.text.split(), autojunk=False)
    assert 0.8 < matcher.ratio() < 0.99


def test_a_file_is_cited_again() -> None:
    """The book is its own lexicon: most files occur in more than one citation."""
    made = edition.generate(1, 120, 0.0)
    files = Counter((r["archive"], r["fond"], r["opis"], r["delo"]) for r in of(made, "archive"))
    assert sum(count for count in files.values() if count > 1) > 0.7 * sum(files.values())


def test_sources_are_citations(made: edition.Generated) -> None:
    lines = {r["line"] for kind in ("archive", "periodical") for r in of(made, kind)}
    sources = [record["source_line"] for record in of(made, "document") if record["source_line"]]
    assert sources
    assert set(sources) <= lines


def test_tables_add_up() -> None:
    for seed in range(200):
        table = tables.draw(random.Random(seed), 1, 1930)
        assert table.adds_up()
        assert table.values.shape == (len(table.rows), len(table.cols))
        if table.shares:
            np.testing.assert_allclose(table.values.sum(axis=0), 100)
        printed = np.array([[float(re.sub("[,()%]", "", cell)) for cell in row] for row in table.printed])
        np.testing.assert_allclose(printed, table.values)


def test_cells_lie_in_their_tables(made: edition.Generated) -> None:
    ends = {record["number"]: (record["line"], record["end_line"]) for record in of(made, "table")}
    for record in of(made, "cell"):
        first, last = ends[record["table"]]
        assert first < record["line"] <= last
        assert (record["status"] == "clean") == (record["raw"] == record["printed"])


def test_index_locates_printed_pages() -> None:
    made = edition.generate(9, 60, 0.0)
    pages = {record["number"]: record["start"] for record in of(made, "page") if not record.get("roman")}
    ordered = sorted(pages.items())
    data = made.text.encode()
    for record in of(made, "index_entry"):
        surname = record["head"].split(",")[0]
        for locator in record["locators"]:
            number = int(re.match(r"\d+", locator).group())  # type: ignore[union-attr]
            after = next((start for page, start in ordered if page > number), len(data))
            assert surname in re.sub(r"-?\s+", "", data[pages[number] : after].decode()) or " " in surname


def test_wrapping_keeps_marks_and_words() -> None:
    marks = Marks()
    phrase = ("navigation of the upper reaches " * 9).strip()
    lines = wrap(" ".join(marks.wrap("word", word) for word in phrase.split()), 30)
    plain, spans = marks.resolve("\n".join(lines))
    assert all(len(line) <= 30 for line in plain.split("\n"))
    assert len(spans) == 45
    assert plain.replace("-\n", "").replace("\n", " ") == phrase


def test_edits_map_offsets() -> None:
    edits = Edits("one two three")
    assert edits.replace(4, 7, "2")
    assert not edits.replace(5, 9, "x")
    assert edits.replace(0, 4, "")
    text, moved = edits.apply()
    assert text == "2 three"
    assert (moved.start(4), moved.end(7)) == (0, 1)
    assert (moved.start(8), moved.end(13)) == (2, 7)
    assert moved.start(0) == moved.end(3) == 0


def test_written_folder(tmp_path: Path) -> None:
    made = edition.generate(4, 20)
    made.write(tmp_path)
    assert (tmp_path / "edition.txt").read_bytes() == made.text.encode()
    assert [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text().splitlines()] == made.truth
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert sorted(manifest["truth.jsonl"]["kinds"]) == sorted({record["kind"] for record in made.truth})


def test_strength_is_bounded() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        edition.generate(1, strength=1.5)


def test_packaged_sample_is_what_its_seed_makes() -> None:
    made = sample.make()
    assert made.pages >= 60
    assert (sample.FOLDER / "edition.txt").read_bytes() == made.text.encode(), "run: python -m edition.sample"
    assert (sample.FOLDER / "truth.jsonl").read_bytes() == made.jsonl().encode()
    assert sum(path.stat().st_size for path in sample.FOLDER.iterdir()) < 400_000
