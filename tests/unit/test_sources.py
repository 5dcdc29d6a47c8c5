"""What books come as: packed, in pages of their own, and as scans that know where each word stood."""

import gzip
import io
import pickle
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import opis
import pytest
from opis.cli import main
from opis.sources import unpack

SAMPLES = Path(__file__).parents[1] / "samples"
WITH_BOXES = ["edition.hocr", "edition-alto.xml", "edition.pdf", "edition_djvu.xml"]
ALL = [*WITH_BOXES, "edition_djvu.txt"]


def archive(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def pages_of(edition: str) -> dict[str, str]:
    """The pages as HathiTrust packs them, the last first."""
    pages = edition.split("\n\n\n\n")
    return {f"umn.31951/{number:08}.txt": page for number, page in reversed(list(enumerate(pages, start=1)))}


# ---- Scans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_what_is_in_a_scan(name: str) -> None:
    book = opis.read(SAMPLES / name)
    assert book.documents.number.tolist() == [1, 2, 3]
    assert len(book.pages) == 3
    assert book.pages["line"].tolist()[1:] == [record.line for record in book.documents[1:]]
    assert book.document(3).title == "Telegram from the clerk Panin to the director, June 1931"
    assert [document.citation for document in map(book.document, (1, 2, 3))] == [
        "RGAE, f. 7486, op. 37, d. 184, ll. 60-65",
        "RGAE, f. 7486, op. 37, d. 185, l. 12",
        "TsGAOR, f. 374, op. 27, d. 1, ll. 4, 7",
    ]


@pytest.mark.parametrize("name", WITH_BOXES)
def test_the_place_of_lines_tells_paragraphs(name: str) -> None:
    """What OCR took for one paragraph falls into title and text where the lines stand apart."""
    document = opis.read(SAMPLES / name).document(1)
    assert document.title == "Letter from the director of the Sosnovka mill to the district office, 3 May 1931"
    assert "lie in the warehouse of the railway" in document.text.replace("\n", " ")


@pytest.mark.parametrize("name", WITH_BOXES)
def test_a_record_knows_its_page_and_its_boxes(name: str) -> None:
    book = opis.read(SAMPLES / name)
    for number, record in enumerate(book.archives):
        boxes = book.boxes(record)
        assert set(boxes["leaf"]) == {number}
        words = [book.source[start:end].decode() for start, end in boxes[["start", "end"]].tolist()]
        assert " ".join(words).startswith(record.raw)
        leaf = book.leaves[number]
        assert leaf["start"] <= record.start < record.end <= leaf["end"]
        # One line of print: the words follow each other to the right, and none is outside of the page.
        assert (np.diff(boxes["left"]) > 0).all()
        assert (boxes["top"] < boxes["bottom"]).all()
        assert (boxes["left"] > 0).all()
        assert (boxes["right"] < leaf["width"]).all()
        assert boxes["bottom"].max() - boxes["top"].min() < leaf["height"] / 15
        # Its note stands below the heading of its document.
        heading = book.boxes(book.documents[number])[0]
        assert heading["bottom"] < boxes["top"].min()


def test_boxes_of_all_forms_agree() -> None:
    """The words of each form stand at the same place of the page, in shares of its size."""

    def places(name: str) -> np.ndarray:
        book = opis.read(SAMPLES / name)
        boxes = book.boxes(book.archives[1])
        width, height = book.leaves[["width", "height"]][1]
        return np.array([boxes["left"] / width, boxes["top"] / height, boxes["right"] / width])

    expected = places("edition.pdf")
    for name in WITH_BOXES[:2] + WITH_BOXES[3:]:
        assert np.abs(places(name) - expected).max() < 0.015


def test_units() -> None:
    for name, unit in zip(WITH_BOXES, ("pixel", "pixel", "point", "pixel"), strict=True):
        assert set(opis.read(SAMPLES / name).leaves["unit"]) == {unit}
    assert opis.read(SAMPLES / "edition.hocr").leaves["name"].tolist() == ["page1.png", "page2.png", "page3.png"]


def test_spans_and_documents_have_boxes_too() -> None:
    book = opis.read(SAMPLES / "edition.hocr")
    document = book.document(2)
    boxes = book.boxes(document)
    assert set(boxes["leaf"]) == {1}
    assert len(book.boxes((0, len(book.source)))) > len(boxes) > 30
    assert len(book.boxes((0, 0))) == 0
    assert not boxes.flags.writeable


def test_text_has_no_boxes(book: opis.Book) -> None:
    assert len(book.leaves) == 0
    assert len(book.boxes(book.archives[0])) == 0


def test_boxes_survive_pickling() -> None:
    book = opis.read(SAMPLES / "edition-alto.xml")
    copy = pickle.loads(pickle.dumps(book))
    assert (copy.leaves == book.leaves).all()
    assert (copy.boxes(copy.archives[0]) == book.boxes(book.archives[0])).all()


@pytest.mark.parametrize("name", ALL)
def test_content_decides_and_not_the_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    shutil.copy(SAMPLES / name, path)
    assert opis.read(path).source == opis.read((SAMPLES / name).read_bytes()).source
    with path.open("rb") as file:
        assert opis.read(file).source == opis.read(path).source


def test_a_str_is_text_whatever_it_looks_like() -> None:
    text = (SAMPLES / "edition.hocr").read_text()
    assert opis.read(text).source == text.encode()


def test_alto_hyphens_and_margins() -> None:
    def line(top: int, *words: str) -> str:
        strings = "".join(
            word if word.startswith("<") else f'<String CONTENT="{word}" HPOS="1" VPOS="{top}" WIDTH="9" HEIGHT="9"/>'
            for word in words
        )
        return f"<TextBlock><TextLine>{strings}</TextLine></TextBlock>"

    hyphen = '<HYP CONTENT="-"/>'
    page = (
        f"<Page><BottomMargin>{line(90, '17')}</BottomMargin><TopMargin>{line(1, 'HEAD')}</TopMargin>"
        f"<PrintSpace>{line(30, 'the', 'ware', hyphen)}{line(40, 'house')}</PrintSpace></Page>"
    )
    book = opis.read(f'<?xml version="1.0" encoding="UTF-8"?>\n<alto><Layout>{page}</Layout></alto>'.encode())
    assert book.source.decode() == "HEAD\n\nthe ware-\n\nhouse\n\n17\n"


def _column(form: str, left: int, words: str) -> str:
    """A column of one word a line."""
    lines = enumerate(words.split())
    if form == "hocr":
        spans = "".join(
            f"<span class='ocr_line' title='bbox {left} {40 * n} {left + 90} {40 * n + 30}'><span class='ocrx_word' "
            f"title='bbox {left} {40 * n} {left + 90} {40 * n + 30}'>{word}</span></span>"
            for n, word in lines
        )
        return f"<div class='ocr_carea'><p class='ocr_par'>{spans}</p></div>"
    boxed = "".join(
        f'<TextLine><String HPOS="{left}" VPOS="{40 * n}" WIDTH="90" HEIGHT="30" CONTENT="{word}"/></TextLine>'
        for n, word in lines
    )
    return f"<TextBlock>{boxed}</TextBlock>"


@pytest.mark.parametrize("form", ["hocr", "alto"])
def test_columns_are_read_one_after_the_other(form: str) -> None:
    """Lines that stand side by side on the page belong to blocks of their own."""
    columns = _column(form, 0, "the mill stood") + _column(form, 200, "still that spring")
    page = f"<html><body><div class='ocr_page'>{columns}</div></body></html>"
    if form == "alto":
        page = f"<alto><Layout><Page><PrintSpace>{columns}</PrintSpace></Page></Layout></alto>"
    book = opis.read(page.encode())
    assert book.source == b"the\nmill\nstood\n\nstill\nthat\nspring\n"
    start = book.source.index(b"still")
    (box,) = book.boxes((start, start + 5))
    assert (box["left"], box["top"]) == (200, 0)


def test_xml_in_another_encoding() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?><alto><Layout><Page><PrintSpace><TextBlock><TextLine>'
    text += '<String CONTENT="опись"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
    assert opis.read(text.encode("cp1251")).source.decode() == "опись\n"


@pytest.mark.parametrize("mark", ["\f", "\f\n", "\n\f\n", "\n \f\r\n"])
def test_form_feeds_part_pages(edition: str, book: opis.Book, mark: str) -> None:
    read = opis.read("\n".join(page.strip("\n") + "\n" + mark for page in edition.split("\n\n\n\n")))
    assert len(read.pages) == len(book.pages) == 3
    assert read.documents.page.tolist() == book.documents.page.tolist()


def test_a_form_feed_parts_pages_however_short() -> None:
    pages = opis.read("A Title\n\fA leaf with its number.\n\n2\n\fand another that goes on.\n\n3\n").pages
    assert pages.number.tolist() == [1, 2, 3]
    assert pages.head.tolist() == [False, True, True]


# ---- Packed, and in pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_gzip(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert opis.read(gzip.compress(gzip.compress(content))).source == opis.read(content).source


def test_zip_of_pages(edition: str, book: opis.Book) -> None:
    read = opis.read(archive({**pages_of(edition), "umn.31951/checksum.md5": "0", "umn.31951.mets.xml": "<mets/>"}))
    assert len(read.pages) == 3
    assert read.leaves["name"].tolist() == [f"umn.31951/{number:08}.txt" for number in (1, 2, 3)]
    for leaf, page in zip(read.leaves, edition.split("\n\n\n\n"), strict=True):
        assert read.source[leaf["start"] : leaf["end"]].decode().strip() == page.strip()
    assert read.archives.raw.tolist() == book.archives.raw.tolist()
    assert read.documents.title.tolist() == book.documents.title.tolist()


def test_folder_of_pages(edition: str, tmp_path: Path) -> None:
    for name, page in pages_of(edition).items():
        (tmp_path / Path(name).name).write_text(page, encoding="utf-8")
    (tmp_path / "README.txt").write_text("Scanned on Tuesday.")
    (tmp_path / ".hidden4.txt").write_text("hidden")
    assert opis.read(tmp_path).source == opis.read(archive(pages_of(edition))).source
    assert b"Tuesday" not in opis.read(tmp_path).source


def test_page_10_comes_after_page_9() -> None:
    read = opis.read(archive({f"p{number}.txt": f"Leaf {number}\n" for number in range(1, 12)}))
    assert read.source.decode().replace("\f", "").split() == [word for n in range(1, 12) for word in ("Leaf", str(n))]


def test_pages_with_boxes_go_before_pages_without(edition: str) -> None:
    alto = (SAMPLES / "edition-alto.xml").read_bytes()
    read = opis.read(archive({"0001.txt": "worse", "0001.xml": alto, "0002.txt": "only text"}))
    assert len(read.leaves) == 4
    assert len(read.boxes(read.archives[0]))
    assert b"worse" not in read.source
    assert read.source.endswith(b"\fonly text\n")


def test_declared_encoding(edition: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(edition.encode("cp1251"))
    assert opis.read(path, encoding="cp1251").source == edition.encode()
    assert opis.read(archive({"1.txt": edition.encode("utf-16")}), encoding="utf-16").source == edition.encode()
    assert main(["extract", str(path), "--encoding", "cp1251", "--kind", "document"]) == 0
    assert "ГАРФ".encode() in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"Caf\xe9\n", None, r"byte 3 \(0xE9\) is not valid UTF-8"),
        (b"Caf\xe9\n", "ascii", "is not ascii text at byte 3"),
        (b"text\n", "klingon", "knows no encoding 'klingon'"),
        (archive({"1.txt": b"Caf\xe9"}), None, r"1.txt: byte 3 \(0xE9\) is not valid UTF-8; give its encoding"),
    ],
)
def test_wrong_encodings(content: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(opis.ReadError, match=message):
        opis.read(content, encoding=encoding)


# ---- What is refused ------------------------------------------------------------------------------------------------

BOMB = """<?xml version="1.0"?>
<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT="&b;"/></TextLine></TextBlock></PrintSpace></Page>
</Layout></alto>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    with pytest.raises(opis.ReadError, match="defines entities"):
        opis.read(BOMB.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding))


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FREE_UNPACKED", 1 << 20)
    zeros = b" " * (4 << 20)
    for bomb in (gzip.compress(zeros), archive({f"{n}.txt": zeros[: 1 << 20] for n in range(4)})):
        with pytest.raises(opis.LimitError, match="more than 200 times its size"):
            opis.read(bomb)
    monkeypatch.setattr(unpack, "LARGEST_UNPACKED", 1 << 16)
    with pytest.raises(opis.LimitError, match="more than 65,536 bytes"):
        opis.read(gzip.compress(zeros))
    monkeypatch.setattr(unpack, "MOST_MEMBERS", 2)
    with pytest.raises(opis.LimitError, match="holds 3 files"):
        opis.read(archive(dict.fromkeys("123", "")))


def test_what_is_packed_over_and_over_is_refused() -> None:
    content = b"text\n"
    for _ in range(5):
        content = gzip.compress(content)
    with pytest.raises(opis.LimitError, match="packed more than 3 times"):
        opis.read(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"text\n" * 1000)[:-30], "damaged gzip"),
        (archive({"1.txt": "text\n" * 1000})[:-60], "damaged ZIP"),
        (archive({"image.png": b"\x89PNG"}), "is an archive without pages; give the text file in it"),
        (b'<?xml version="1.0"?><alto><Layout><Page>', "is not well-formed"),
        (
            b'<?xml version="1.0"?>\n<!-- by hand -->\n<PcGts xmlns="http://x"/>',
            "is PAGE XML, which opis does not read; export the pages as ALTO XML",
        ),
        (b'<?xml version="1.0"?><mets:mets xmlns:mets="http://x"/>', "is METS, .*; give the folder of its ALTO files"),
        (b'<?xml version="1.0"?><TEI xmlns="http://x"/>', "is TEI, .*; give the plain text"),
        (archive({"mets.txt~": "", "page/1.xml": '<?xml version="1.0"?><PcGts/>'}), "page/1.xml: is PAGE XML"),
        (b'<?xml version="1.0"?><document/>', r"XML or HTML \(document\), but neither hOCR, .* export it"),
        (b"<!DOCTYPE html>\n<html><body>Text</body></html>", r"XML or HTML \(html\)"),
        (archive({"1.html": "<html><p>Text</p></html>"}), "without pages"),
        (archive({"1.txt": "<html><p>Text</p></html>"}), "1.txt: is XML or HTML"),
        (b"%PDF-1.7\nnot really", "cannot be opened as PDF"),
        ((SAMPLES / "edition.pdf").read_bytes()[:600], "cannot be opened as PDF"),
    ],
)
def test_damaged_files(content: bytes, message: str) -> None:
    with pytest.raises(opis.ReadError, match=message) as caught:
        opis.read(content)
    assert caught.value.path


def test_a_pdf_of_images() -> None:
    empty = (SAMPLES / "edition.pdf").read_bytes().split(b"3 0 obj")[0]  # its fonts alone
    objects = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    objects += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>"
    with pytest.raises(opis.ReadError, match=r"PDF of images without text; run OCR on it first"):
        opis.read(empty[:9] + objects)


def test_an_encrypted_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytearray(archive({"1.txt": "text"}))
    content[6] |= 1  # the flag in the local header, and that in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(opis.ReadError, match="is encrypted; unpack it"):
        opis.read(bytes(content))


@pytest.mark.parametrize(("name", "library"), [("edition.pdf", "pypdfium2"), ("edition.hocr", "lxml")])
def test_a_library_that_is_not_there(name: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"needs {library}: pip install 'opis\[scans\]'"):
        opis.read(SAMPLES / name)
