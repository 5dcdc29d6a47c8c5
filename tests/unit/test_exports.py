"""TEI, CSL-JSON and BibTeX, read back by the libraries that others read them with."""

import json
import re
from pathlib import Path
from typing import Any

import bibtexparser
import numpy as np
import opis
import pybtex.database
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from lxml import etree
from opis.cli import main
from opis.exports import to_bibtex, to_csl, to_tei

SAMPLE = Path(opis.__file__).parent / "sample" / "edition.txt"
TEI = {"tei": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Variables of CSL-JSON 1.0.2 that opis uses; its schema knows no others than it lists.
VARIABLES = {
    *(
        "id",
        "type",
        "author",
        "issued",
        "archive",
        "archive-place",
        "archive_collection",
        "archive_location",
        "call-number",
        "container-title",
        "genre",
    ),
    *("issue", "note", "page", "title"),
}


@pytest.fixture(scope="module")
def items(sample: opis.Book) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in to_csl(sample)}


@pytest.fixture(scope="module")
def tree(sample: opis.Book) -> Any:
    return etree.fromstring(to_tei(sample).encode())


# Footnotes as they are printed in other countries; how CSL-JSON has the collection and the place within it, how TEI
# has the levels, and the whole on one line.
ABROAD = {
    "National Archives, Record Group 59, Entry 12, Box 7, Folder 3.": (
        ("RG 59", "entry 12, box 7, folder 3"),
        ["collection record_group 59", "collection entry 12", "idno box 7", "idno folder 3"],
        "National Archives, RG 59, entry 12, box 7, folder 3",
    ),
    "Library of Congress, Gifford Pinchot Papers, Box 12, Folder 3.": (
        ("Gifford Pinchot Papers", "box 12, folder 3"),
        ["collection collection Gifford Pinchot Papers", "idno box 12", "idno folder 3"],
        "Library of Congress, Gifford Pinchot Papers, box 12, folder 3",
    ),
    "ASVe, Senato, Terra, reg. 10, c. 34v.": (
        ("Senato, Terra", "b. 10"),
        ["collection fondo Senato", "collection fondo_name Terra", "idno busta 10"],
        "ASVe, Senato, Terra, b. 10, c. 34v",
    ),
    "BArch, R 58/6238, Bl. 12.": (
        ("R 58", "Nr. 6238"),
        ["collection bestand R 58", "idno signatur 6238"],
        "BArch, R 58/6238, Bl. 12",
    ),
    "TNA, FO 371/12345, f. 12.": (
        ("FO 371", "piece 12345"),
        ["collection department FO", "collection series 371", "idno piece 12345"],
        "TNA, FO 371/12345, f. 12",
    ),
    "Archiwum Państwowe w Poznaniu, zesp. 53/6, sygn. 40.": (
        ("zesp. 53/6", "sygn. 40"),
        ["collection zespol 53/6", "idno sygnatura 40"],
        "Archiwum Państwowe w Poznaniu, zesp. 53/6, sygn. 40",
    ),
    "ГАРФ. Ф. Р-5446. Оп. 1. Д. 73. Л. 12-14.": (
        ("ф. Р-5446", "оп. 1, д. 73"),
        ["collection fond Р-5446", "collection opis 1", "idno delo 73"],
        "ГАРФ, ф. Р-5446, оп. 1, д. 73, лл. 12-14",
    ),
    "GARF, f. 102, DPOO, 1898 g., op. 226, d. 12, ch. 2, l. 19.": (
        ("f. 102, DPOO", "1898 g, op. 226, d. 12, ch. 2"),
        [
            *("collection fond 102", "collection fond_name DPOO", "collection year 1898", "collection opis 226"),
            *("idno delo 12", "idno chast 2"),
        ],
        "GARF, f. 102, DPOO, 1898 g, op. 226, d. 12, ch. 2, l. 19",
    ),
}


def words(text: str) -> str:
    return " ".join(text.split())


# ---- CSL-JSON -------------------------------------------------------------------------------------------------------


def test_every_reference_is_an_item(sample: opis.Book, items: dict[str, dict[str, Any]]) -> None:
    assert set(sample.archives.ids) | set(sample.works.ids) <= set(items)
    assert len(items) <= len(sample.archives) + len(sample.works) + len(sample.periodicals)
    for item in items.values():
        assert set(item) <= VARIABLES
        assert item["type"] in {"manuscript", "article", "document"}
        for parts in item.get("issued", {}).get("date-parts", []):
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)
    json.dumps(list(items.values()))


def test_the_source_of_a_document_has_its_title_and_date(sample: opis.Book, items: dict[str, dict[str, Any]]) -> None:
    document = sample.document(10)
    item = items[sample.archives.ids[int(sample.documents["source"][document._row])]]
    assert item["title"] == document.title
    assert item["issued"] == {"date-parts": [[1924, 4, 1]]}
    assert (item["archive"], item["archive_collection"], item["archive_location"]) == (
        "RTsKhIDNI",
        "f. 17",
        "op. 3, d. 941",
    )
    assert item["archive-place"] == "Moscow, RU"
    assert item["call-number"] == "RGASPI/17/3/941"
    assert item["page"] == "30-39"
    sure = f"opis: clean, title {document.record['title_status']}; line "
    assert item["note"].startswith(sure)


def test_an_article_is_one_item_with_its_journal(sample: opis.Book, items: dict[str, dict[str, Any]]) -> None:
    item = items[sample.works.ids[0]]
    assert item["type"] == "article"
    assert item["author"] == [{"family": "Holloway"}]
    assert item["container-title"] == "Archives of the Waterways"
    assert (item["issue"], item["page"], item["issued"]) == ("54(1)", "231-58", {"date-parts": [[1969]]})
    assert sample.periodicals.ids[0] not in items


@pytest.mark.parametrize(("printed", "expected"), ABROAD.items(), ids=[name.partition(",")[0] for name in ABROAD])
def test_levels_of_other_archives(printed: str, expected: tuple[tuple[str, str], list[str], str]) -> None:
    (collection, location), levels, line = expected
    book = opis.read(f"Document 1\n\nLetter to the mill, 3 May 1931.1\n\nBread.\n\n1. {printed}\n")
    (record,) = book.archives
    assert book.document(1).citation == line

    (item,) = (item for item in to_csl(book) if item["type"] == "manuscript")
    assert (item["archive_collection"], item["archive_location"]) == (collection, location)
    assert item.get("call-number") == record.id

    (entry,) = pybtex.database.parse_string(to_bibtex(book), "bibtex").entries.values()
    assert entry.fields["library"] == f"{record.archive}, {collection}, {location}"

    named = etree.fromstring(to_tei(book).encode()).find(".//tei:msIdentifier", TEI)
    found = [
        f"{etree.QName(unit).localname} {unit.get('type')} {unit.text}"
        for unit in named
        if unit.tag.endswith(("}collection", "}idno"))
    ]
    assert found == levels
    assert named.findtext("tei:repository", None, TEI) == record.archive
    assert named.findtext("tei:altIdentifier[@type='source']/tei:idno", None, TEI) == record.id


def test_levels_of_ones_own_style(tmp_path: Path) -> None:
    style = tmp_path / "hamlet.toml"
    style.write_text(
        '[style]\nname = "hamlet"\n[[level]]\nname = "pakke"\ncolumn = "delo"\nlabels = ["pk.", "pakke"]\n'
        '[[level]]\nname = "laeg"\nlabels = ["læg"]\n[[archive]]\ncanonical = "Elsinore Archive"\n'
        'city = "Helsingør"\ncountry = "DK"\n',
        encoding="utf-8",
    )
    book = opis.read("See there.1\n\n1. Elsinore Archive, pk. 12, læg 3.\n", styles=[style])
    (item,) = to_csl(book)
    assert (item["title"], item["archive-place"]) == ("Elsinore Archive, pk. 12, læg 3", "Helsingør, DK")
    named = etree.fromstring(to_tei(book).encode()).find(".//tei:msIdentifier", TEI)
    assert named.findtext("tei:settlement", None, TEI) == "Helsingør"
    assert named.findtext("tei:idno[@type='laeg']", None, TEI) == "3"


def test_a_citation_processor_takes_the_items(items: dict[str, dict[str, Any]]) -> None:
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(list(items.values())), formatter.plain)
    for name in items:
        bibliography.register(Citation([CitationItem(name)]))
    printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(items)
    assert any("Holloway" in entry and "Archives of the Waterways" in entry for entry in printed)


# ---- BibTeX ---------------------------------------------------------------------------------------------------------


def test_pybtex_reads_what_was_written(sample: opis.Book, items: dict[str, dict[str, Any]]) -> None:
    read = pybtex.database.parse_string(to_bibtex(sample), "bibtex")
    assert set(read.entries) == set(items)
    entry = read.entries[sample.works.ids[0]]
    assert entry.type == "article"
    assert [str(person) for person in entry.persons["author"]] == ["{Holloway}"]
    assert entry.fields["journal"] == "{Archives of the Waterways}"
    assert entry.fields["year"] == "1969"
    archival = read.entries[sample.archives.ids[1]]
    assert archival.type == "unpublished"
    assert archival.fields["library"] == "RTsKhIDNI, f. 17, op. 120, d. 108"


def test_bibtexparser_reads_what_was_written(sample: opis.Book, items: dict[str, dict[str, Any]]) -> None:
    read = bibtexparser.parse_string(to_bibtex(sample))
    assert not read.failed_blocks
    assert [entry.key for entry in read.entries] == list(items)


def test_marks_of_tex_are_escaped() -> None:
    title = "Letter {on} 5% & #1 of the_mill, 3 May 1931"
    book = opis.read(f"Document 1\n\n{title}.1\n\nBread.\n\n1. RGAE, f. 7, op. 3, d. 1, l. 6.\n")
    (entry,) = bibtexparser.parse_string(to_bibtex(book)).entries
    assert entry["title"] == "{" + re.sub(r"([{}%&#_])", r"\\\1", title) + "}"


# ---- TEI ------------------------------------------------------------------------------------------------------------


def test_the_whole_edition(sample: opis.Book, tree: Any) -> None:
    def count(path: str) -> int:
        return len(tree.findall(f".//tei:{path}", TEI))

    assert count("div[@type='document']") == len(sample.documents)
    assert count("note[@type='editorial']") == len(sample.notes)
    assert count("pb") == len(sample.pages)
    assert count("table") == len(sample.tables)
    assert count("msDesc") == len(sample.archives)
    assert count("person") == len(sample.biographies)


def test_every_identity_is_unique_and_every_pointer_arrives(tree: Any) -> None:
    names = [element.get(XML_ID) for element in tree.iter() if element.get(XML_ID)]
    assert len(names) == len(set(names))
    pointers = [element.get("source") for element in tree.iter() if element.get("source")]
    assert pointers
    assert {pointer.removeprefix("#") for pointer in pointers} <= set(names)


def test_a_document(sample: opis.Book, tree: Any) -> None:
    (div,) = tree.findall(".//tei:div[@type='document'][@n='1']", TEI)
    heads = div.findall("tei:head", TEI)
    assert len(heads) == 1
    assert heads[0].find("tei:date", TEI).get("when") == "1923-01-27"
    assert (div.get("cert"), heads[0].get("cert")) == ("high", "high")
    unsure = sample.documents.ids[sample.documents["title_status"] == "likely"]
    low = {one.get(XML_ID) for one in tree.findall(".//tei:div[tei:head]", TEI) if one[0].get("cert") == "low"}
    assert set(unsure) <= low
    note = heads[0].find("tei:note", TEI)
    assert (note.get("n"), note.get("place")) == ("1", "bottom")
    assert "RTsKhIDNI, f. 17, op. 120" in note.text
    assert note.get(XML_ID) == sample.notes.ids[int(sample.archives["note"][1])]
    # All of the reading text, once.
    for inserted in div.findall(".//tei:note", TEI):
        inserted.text = ""
    assert words(" ".join("".join(child.itertext()) for child in div)) == words(sample.document(1).text)


def test_nothing_of_the_text_is_lost(sample: opis.Book, tree: Any) -> None:
    """Outside of tables, the divs together have the reading text of the whole book."""
    body = tree.find(".//tei:body", TEI)
    printed = words("".join(part for part in body.itertext()))
    for text in (sample.document(7).text, sample._core.reading(20, 60)[0]):
        for sentence in re.findall(r"[A-Z][a-z]+ [^.\d]{60,}\.", text)[:5]:
            assert words(sentence) in printed


def test_sources(sample: opis.Book, tree: Any) -> None:
    by_name = {element.get(XML_ID): element for element in tree.findall(".//tei:msDesc", TEI)}
    for name, record in zip(sample.archives.ids, sample.archives, strict=True):
        said = by_name[name].find("tei:msIdentifier", TEI)
        assert said.findtext("tei:repository", None, TEI) == record.archive
        assert said.findtext("tei:collection[@type='fond']", None, TEI) == record.fond
        assert said.findtext("tei:idno[@type='delo']", None, TEI) == record.delo
        assert by_name[name].get("cert") == ("low" if record.status in ("likely", "missing", "conflict") else "high")


def test_tables_say_what_was_repaired(sample: opis.Book, tree: Any) -> None:
    for name, element in zip(sample.tables.ids, tree.findall(".//tei:table", TEI), strict=True):
        assert element.get(XML_ID) == name
        row = sample.tables.ids.tolist().index(name)
        table = sample._table_of_row(row)
        lines = element.findall("tei:row[@role='data']", TEI)
        cells = [cell for line in lines for cell in line.findall("tei:cell[@role='data']", TEI)]
        for at, cell in zip(np.ndindex(table.shape), cells, strict=True):
            status = table.status[at]
            supplied, certainty = cell.find("tei:supplied", TEI), cell.find("tei:certainty", TEI)
            if status == "repaired":
                assert supplied.get("cert") == "high"
                assert table.evidence[at] in certainty.findtext("tei:desc", None, TEI)
            if status == "clean":
                assert supplied is certainty is None
            if status == "missing":
                assert cell.find("tei:gap", TEI) is not None


def test_persons(sample: opis.Book, tree: Any) -> None:
    person = next(record for record in sample.biographies if record.born and record.died)
    (element,) = tree.xpath(f".//tei:person[tei:persName={json.dumps(person.name)}]", namespaces=TEI)
    assert element.find("tei:birth", TEI).get("when") == str(person.born)
    assert element.find("tei:death", TEI).get("when") == str(person.died)


@pytest.mark.parametrize("source", ["", "One line.\n", "a\x0cb\x01\n", "Document 1\n\nLetter <b> & co, 3 May 1931\n"])
def test_any_text_gives_well_formed_xml(source: str) -> None:
    root = etree.fromstring(to_tei(opis.read(source or b"")).encode())
    assert root.find(".//tei:body/tei:div", TEI) is not None


# ---- The command line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "start"), [("tei", "<?xml"), ("csl", "["), ("bibtex", "@")])
def test_export(name: str, start: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["export", str(SAMPLE), "--format", name, "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(start)
