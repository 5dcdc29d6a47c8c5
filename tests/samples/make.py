"""Make the samples of this folder anew: the small edition of tests/conftest.py, set, printed, scanned and read.

    python tests/samples/make.py

It needs reportlab, pypdfium2 and Pillow, and on the path tesseract and DjVuLibre.  Tests read the samples as they lie
here; what they say of the words of a sample must be looked at again after this.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from conftest import EDITION  # noqa: E402

WIDTH, HEIGHT, LEADING = 420, 300, 14  # points
SCALE = 200 / 72
WORD = re.compile(r"class='ocrx_word'[^>]*bbox (\d+) (\d+) (\d+) (\d+)[^>]*>([^<]*)<")
PAGE = re.compile(r"bbox 0 0 (\d+) (\d+)")


def run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def make_pdf(path: Path) -> None:
    """A page for each document, with the commentary on the first."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in EDITION.replace("ГАРФ", "GARF").split("\n\n\n\n"):
        canvas.setFont("Times-Roman", 10)
        for row, line in enumerate(page.strip("\n").split("\n")):
            canvas.drawString(30, HEIGHT - 30 - row * LEADING, line)
        canvas.showPage()
    canvas.save()


def make_djvu(images: list[Path], hocr: str, path: Path) -> None:
    """A DjVu book of the images, with the words of hOCR as its hidden text."""
    parts = []
    for image, page in zip(images, hocr.split("class='ocr_page'")[1:], strict=True):
        part, text = image.with_suffix(".djvu"), image.with_suffix(".sexpr")
        run("c44", "-dpi", 200, image.with_suffix(".ppm"), part)
        width, height = map(int, PAGE.search(page).groups())
        paragraphs = []
        for paragraph in page.split("class='ocr_par'")[1:]:
            lines = []
            for line in re.split(r"class='(?:ocr_line|ocr_header|ocr_caption|ocr_textfloat)'", paragraph)[1:]:
                words = [
                    f'(word {left} {height - int(bottom)} {right} {height - int(top)} "{text_}")'
                    for left, top, right, bottom, text_ in WORD.findall(line)
                ]
                lines.append(f"(line 0 0 {width} {height} {' '.join(words)})")
            paragraphs.append(f"(para 0 0 {width} {height} {' '.join(lines)})")
        text.write_text(f"(page 0 0 {width} {height} (column 0 0 {width} {height} {' '.join(paragraphs)}))")
        run("djvused", part, "-e", f"select 1; set-txt {text}", "-s")
        parts.append(part)
    run("djvm", "-c", path, *parts)


def main() -> None:
    pdf = HERE / "edition.pdf"
    make_pdf(pdf)
    with tempfile.TemporaryDirectory() as folder:
        images = []
        for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
            image = Path(folder) / f"page{number}.png"
            picture = page.render(scale=SCALE).to_pil().convert("L")
            picture.save(image)
            picture.convert("RGB").save(image.with_suffix(".ppm"))
            images.append(image)
        listed = Path(folder) / "images.txt"
        listed.write_text("".join(f"{image}\n" for image in images))
        run("tesseract", listed, Path(folder) / "edition", "hocr", "alto")
        for suffix, name in ((".hocr", "edition.hocr"), (".xml", "edition-alto.xml")):
            made = (Path(folder) / "edition").with_suffix(suffix).read_text()
            (HERE / name).write_text(made.replace(f"{folder}/", ""))
        book = Path(folder) / "edition.djvu"
        make_djvu(images, (HERE / "edition.hocr").read_text(), book)
        run("djvutxt", book, HERE / "edition_djvu.txt")
        made = run("djvutoxml", book).replace(f"file://localhost{folder}/", "")
        (HERE / "edition_djvu.xml").write_text(made)


if __name__ == "__main__":
    main()
