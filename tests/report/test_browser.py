"""The report in a browser: what one sees, points at, searches for and corrects."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import opis
import pytest
from opis.show.report import report

SECONDS = 10
WIDE, NARROW = (1280, 900), (420, 900)


@pytest.fixture
def page(browser: Any, sample_page: Path) -> Iterator[Any]:
    """The report, opened anew and with nothing kept from before; no script may complain."""
    size(browser, WIDE)
    browser.get(sample_page.as_uri())
    browser.execute_script("localStorage.clear()")
    browser.get(sample_page.as_uri() + "?")
    browser.get_log("browser")
    yield browser
    assert browser.get_log("browser") == []


def size(browser: Any, extent: tuple[int, int], scheme: str = "light") -> None:
    width, height = extent
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def wait_for(condition: Callable[[], Any]) -> Any:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail("what was waited for did not come")


def find(page: Any, selector: str) -> Any:
    return page.find_element("css selector", selector)


def bring(page: Any, element: Any) -> Any:
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def cell_of(sample: opis.Book, status: str) -> tuple[int, opis.Record]:
    """The first cell of a status that shows something."""
    row = int(np.flatnonzero((sample.cells.status == status) & (sample.cells.raw != ""))[0])
    return row, sample.cells[row]


def focus(page: Any, element: Any) -> None:
    page.execute_script("arguments[0].focus()", element)


def tip(page: Any) -> str:
    return str(wait_for(lambda: find(page, "#tip").is_displayed() and find(page, "#tip").text))


def test_sections_and_landmarks(page: Any) -> None:
    for name in ("overview", "documents", "sources", "tables", "people", "statistics", "text"):
        assert find(page, f"main section#{name}").is_displayed()
        assert find(page, f'nav a[href="#{name}"]').is_displayed()
    for landmark in ("header", "nav", "main", "search", "footer"):
        assert page.find_elements("css selector", landmark)
    assert find(page, "#inspector").get_attribute("aria-label") == "Record"


def test_documents_and_timeline(page: Any, sample: opis.Book) -> None:
    assert len(page.find_elements("css selector", "table.documents tbody tr")) == len(sample.documents)
    dated = sum(bool(date) for date in sample.documents.date.tolist())
    assert len(page.find_elements("css selector", "svg.timeline a")) == dated


def test_a_figure_tells_why_on_hover(page: Any, sample: opis.Book) -> None:
    from selenium.webdriver import ActionChains

    row, cell = cell_of(sample, "repaired")
    element = bring(page, find(page, f'td[data-r="cell:{row}"]'))
    ActionChains(page).move_to_element(element).perform()
    text = tip(page)
    assert cell.raw in text
    assert cell.evidence in text
    assert "repaired" in text


def test_a_figure_tells_why_on_focus(page: Any, sample: opis.Book) -> None:
    row, cell = cell_of(sample, "repaired")
    element = bring(page, find(page, f'td[data-r="cell:{row}"]'))
    focus(page, element)
    assert cell.raw in tip(page)
    assert element.get_attribute("aria-describedby") == "tip"
    element.send_keys("\ue00c")  # Escape
    assert not find(page, "#tip").is_displayed()


def test_the_tab_key_walks_over_the_figures(page: Any) -> None:
    cells = page.find_elements("css selector", ".grid td[data-r]")
    focus(page, bring(page, cells[0]))
    cells[0].send_keys("\ue004")  # Tab
    assert page.switch_to.active_element == cells[1]


def test_statuses_are_told_without_colour(page: Any) -> None:
    for status, mark in (("repaired", "+"), ("likely", "?"), ("conflict", "!")):
        for cell in page.find_elements("css selector", f".grid td.s-{status}"):
            assert mark in cell.text
            assert status in cell.get_attribute("textContent")


def test_a_record_of_the_text_shows_its_bytes(page: Any, sample: opis.Book) -> None:
    row = int(np.flatnonzero(sample.archives.status == "repaired")[0])
    record = sample.archives[row]
    mark = bring(page, find(page, f"#r-archive-{row}"))
    focus(page, mark)
    assert "archive" in tip(page)
    mark.send_keys("\ue007")  # Enter
    inspector = find(page, "#inspector")
    assert inspector.is_displayed()
    assert find(page, "#inspector pre").get_attribute("textContent") == record.raw
    assert f"{record.start}–{record.end}" in inspector.text
    assert record.identity in inspector.text
    inspector.send_keys("\ue00c")
    assert not inspector.is_displayed()
    assert page.switch_to.active_element == mark


def test_the_search_box(page: Any, sample: opis.Book) -> None:
    box = find(page, "#search")
    focus(page, find(page, "#main"))
    find(page, "#main").send_keys("/")
    assert page.switch_to.active_element == box
    person = sample.people[0]
    box.send_keys(person.name.split(",")[0])
    options = wait_for(lambda: page.find_elements("css selector", "#results [role=option]"))
    assert person.name in options[0].text
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") == "result-0"
    box.send_keys("\ue007")
    wait_for(lambda: page.current_url.endswith(f"#r-biography-{person.biography}"))
    assert wait_for(lambda: page.switch_to.active_element.tag_name == "mark")


def test_the_search_finds_documents_and_sources(page: Any, sample: opis.Book) -> None:
    box = find(page, "#search")
    for words, wanted in (("document 10", "Document 10"), ("garf 9415", "GARF, f. 9415")):
        box.clear()
        box.send_keys(words)
        assert wanted in wait_for(lambda: find(page, "#results [role=option]").text)
    box.clear()
    box.send_keys("zzzz")
    assert wait_for(lambda: find(page, "#results").text) == "Nothing of this name"
    assert find(page, "#found").get_attribute("textContent") == "0 found"


def test_a_link_opens_what_is_closed(page: Any) -> None:
    link = find(page, ".references a")
    assert not link.is_displayed()
    for summary in page.find_elements("css selector", ".shelves > li:first-child summary"):
        page.execute_script("arguments[0].parentElement.open = true", summary)
    assert find(page, ".references a").is_displayed()


def test_marks_can_be_hidden_by_group(page: Any) -> None:
    mark = find(page, "mark.g-time")
    shown = "return getComputedStyle(arguments[0]).textDecorationLine"
    assert page.execute_script(shown, mark) == "underline"
    bring(page, find(page, '.groups input[value="time"]')).click()
    assert page.execute_script(shown, mark) == "none"


def test_light_and_dark(page: Any) -> None:
    background = "return getComputedStyle(document.body).backgroundColor"
    light = page.execute_script(background)
    size(page, WIDE, "dark")
    dark = page.execute_script(background)
    assert light != dark
    button = find(page, "#theme")
    button.click()
    assert page.execute_script(background) == light
    assert button.get_attribute("aria-label") == "Colours: light"
    size(page, WIDE)
    button.click()
    assert page.execute_script(background) == dark


def test_nothing_is_wider_than_a_telephone(page: Any) -> None:
    size(page, NARROW)
    width = "return document.documentElement.scrollWidth"
    assert page.execute_script(width) <= NARROW[0]
    assert find(page, "#search").is_displayed()


def test_a_correction_is_saved_and_read(page: Any, sample: opis.Book, downloads: Path) -> None:
    row, cell = cell_of(sample, "repaired")
    bring(page, find(page, f'td[data-r="cell:{row}"]')).click()
    find(page, "#inspector .correct").click()
    form = find(page, "#inspector form")
    value = form.find_element("name", "value")
    value.clear()
    value.send_keys("many")
    form.find_element("name", "by").send_keys("A. Reader")
    form.find_element("name", "because").send_keys('The sheet "reads" so\\.')
    form.find_element("css selector", "button").click()
    assert "number" in find(page, "#inspector .wrong").text
    value.clear()
    value.send_keys("1,234.5")
    form.find_element("css selector", "button").click()
    find(page, "#inspector [aria-label=Close]").click()
    wait_for(lambda: find(page, "#corrections-button").is_displayed())
    find(page, "#corrections-button").click()
    find(page, "#corrections-save").click()
    saved = downloads / "corrections.toml"
    wait_for(saved.exists)
    find(page, "#corrections-close").click()
    corrected = opis.read(sample.source, corrections=saved)
    saved.unlink()
    assert corrected.cells[row].value == 1234.5
    assert 'corrected by A. Reader: The sheet "reads" so\\.' in corrected.cells[row].evidence
    (correction,) = corrected.corrections
    assert correction.applied
    assert correction.raw == cell.raw


def test_corrections_wait_in_the_page(page: Any, sample: opis.Book) -> None:
    mark = bring(page, find(page, "#r-archive-0"))
    focus(page, mark)
    mark.send_keys("\ue007")
    find(page, "#inspector .correct").click()
    for name, text in (("by", "A. Reader"), ("because", "seen")):
        find(page, f'#inspector form [name="{name}"]').send_keys(text)
    bring(page, find(page, '#inspector form [name="unknown"]')).click()
    find(page, "#inspector form button").click()
    page.refresh()
    button = wait_for(lambda: find(page, "#corrections-button"))
    assert button.text == "Corrections 1"
    button.click()
    assert "nothing, says A. Reader: seen" in find(page, "#corrections-list").text
    find(page, "#corrections-list button").click()
    find(page, "#corrections-close").click()
    assert not button.is_displayed()


def test_the_real_book(browser: Any, real_book: opis.Book, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report(real_book), "utf-8")
    browser.get_log("browser")
    browser.get(path.as_uri())
    assert len(browser.find_elements("css selector", "table.documents tbody tr")) == len(real_book.documents)
    browser.execute_script("document.getElementById('r-page-300').scrollIntoView()")
    assert find(browser, "#r-page-300").is_displayed()
    assert browser.get_log("browser") == []
