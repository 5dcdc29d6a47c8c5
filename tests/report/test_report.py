"""The report as it is written: complete, self-contained and safe, whatever the book holds."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import opis
import pytest
from opis.cli import main
from opis.show.report import report

VOID = {"meta", "link", "input", "br", "circle", "rect", "line"}


class Outline(HTMLParser):
    """The elements of a page, and whether each that opens closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.headings: list[str] = []
        self.text: list[str] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        href = values.get("href") or ""
        (self.links if href.startswith("#") else self.fetched).append(href) if href else None
        self.fetched += [values["src"] or ""] if "src" in values else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self._open or self._open.pop() != tag):
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "script" not in self._open and "style" not in self._open:
            self.text.append(data)


@pytest.fixture(scope="module")
def outline(sample_html: str) -> Outline:
    return Outline(sample_html)


def data_of(page: str) -> dict[str, dict[str, dict[str, list[object]]]]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match
    content: dict[str, dict[str, dict[str, list[object]]]] = json.loads(match[1])
    return content


def test_it_is_well_formed(outline: Outline) -> None:
    assert not outline.wrong
    assert len(set(outline.ids)) == len(outline.ids)
    assert outline.headings.count("h1") == 1


def test_every_link_leads_somewhere(outline: Outline) -> None:
    assert len(outline.links) > 500
    assert {link[1:] for link in outline.links} <= set(outline.ids)


def test_nothing_comes_from_outside(sample_html: str, outline: Outline) -> None:
    assert [reference for reference in outline.fetched if not reference.startswith("data:")] == []
    assert not re.search(r"url\(|@import|\bfetch\(|XMLHttpRequest|https?://(?!www\.w3\.org)", sample_html)


def test_the_whole_text_is_there(sample: opis.Book, sample_html: str) -> None:
    text = sample_html.split('<section id="text"', 1)[1].split("</main>", 1)[0]
    text = re.sub(r"<h[2-4].*?</h[2-4]>|<fieldset.*?</fieldset>", "", text, flags=re.DOTALL)
    read = "".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split()).replace("…", "")
    assert read.endswith("".join(sample.source.decode().split()).replace("…", ""))


@pytest.mark.parametrize("kind", ["document", "archive", "table", "speaker", "date", "statistic", "page", "biography"])
def test_every_record_is_marked(sample: opis.Book, outline: Outline, kind: str) -> None:
    assert {f"r-{kind}-{row}" for row in range(len(sample.records(kind)))} <= set(outline.ids)


def test_marks_hold_the_text_of_their_records(sample: opis.Book, sample_html: str) -> None:
    for row in range(0, len(sample.archives), 7):
        marks = re.findall(rf'<mark[^>]* data-r="[^"]*\barchive:{row}\b[^"]*">(.*?)</mark>', sample_html, re.DOTALL)
        shown = "".join(html.unescape(re.sub(r"<[^>]*>", "", "".join(marks))).split())
        assert shown == "".join(sample.archives[row].raw.split())


def test_scripts_know_every_record(sample: opis.Book, sample_html: str) -> None:
    content = data_of(sample_html)
    for kind, known in content["kinds"].items():
        records = sample.records(kind)
        assert known["ids"] == records.ids.tolist()
        assert [row[known["fields"].index("status")] for row in known["rows"]] == records.status.tolist()


def test_tables_show_their_figures_and_audits(sample: opis.Book, outline: Outline) -> None:
    text = "".join(outline.text)
    for row in range(len(sample.tables)):
        table = sample._table_of_row(row)
        assert table.heading in text
        assert table.audit() in text
        assert all(figure in text for figures in table.figures() for figure in figures)


def test_hostile_text_is_text(outline: Outline) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    page = report(opis.Book(f"Document 1\n\nLetter {evil} to the mill, 3 May 1931\n\n{evil}\n".encode(), evil))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert data_of(page)["path"] == evil
    assert not Outline(page).wrong


@pytest.mark.parametrize("source", ["", "\n", "No records here, only words.\n" * 200, "\x0c\x0c\r\n\r\nx"])
def test_a_book_without_records(source: str) -> None:
    page = report(opis.Book(source.encode()))
    assert not Outline(page).wrong
    shown = page.split('<script type="application/json"')[0]
    assert shown.count("No records here") == source.count("No records here")


def test_corrections_are_told(sample: opis.Book) -> None:
    wanted = {
        "record": sample.archives[0].identity,
        "field": "fond",
        "value": "12",
        "by": "A. Reader",
        "because": "seen",
    }
    page = report(opis.read(sample.source, corrections=[wanted]))
    assert "fond is 12, says A. Reader: seen" in page
    assert "corrected by A. Reader: seen" in page


def test_the_command(edition_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.html"
    assert main(["report", str(edition_path), "-o", str(target)]) == 0
    assert "written" in capsys.readouterr().err
    assert "Sosnovka" in target.read_text("utf-8")
    assert main(["report", str(edition_path), "-o", str(target), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_command_applies_corrections(
    edition_path: Path, book: opis.Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrections = tmp_path / "corrections.toml"
    entry = '[[correction]]\nrecord = "{}"\nfield = "fond"\nvalue = "7468"\nby = "A"\nbecause = "B"\n'
    corrections.write_text(entry.format(book.archives[0].identity) + entry.format("archive-0000000000"), "utf-8")
    target = tmp_path / "out.html"
    assert main(["report", str(edition_path), "-o", str(target), "--corrections", str(corrections), "-q"]) == 0
    assert "1 of 2 corrections not applied" in capsys.readouterr().err
    assert "f.\u00a07468" in target.read_text("utf-8")


def test_the_real_book(real_book: opis.Book) -> None:
    outline = Outline(report(real_book))
    assert not outline.wrong
    assert {link[1:] for link in outline.links} <= set(outline.ids)


def test_a_book_of_some_kinds_says_what_it_lacks(sample: opis.Book) -> None:
    with pytest.raises(opis.Error, match="read"):
        opis.read(sample.source, kinds=["document"]).report()
    assert sample.report() == report(sample)


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG between two colours, #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast(sample_html: str, theme: int) -> None:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", sample_html)
    colours = {name: both[theme] for name, *both in pairs}
    texts = [(ink, paper) for ink in ("ink", "soft", "accent") for paper in ("paper", "raised")]
    texts += [(f"{status}-ink", status) for status in opis.STATUSES if status != "clean"]
    texts += [("ink", status) for status in opis.STATUSES if status != "clean"]
    for ink, paper in texts:
        assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    for line in ("structure", "sources", "people", "time", "figures"):
        assert contrast(colours[line], colours["paper"]) >= 3, line
