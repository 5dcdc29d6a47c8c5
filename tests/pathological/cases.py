"""Bad input: texts that no press ever printed, each of about as many bytes as asked for.

usage: python cases.py CASE BYTES REPEATS [again]

reads the case at that size, or at one that is large enough to be timed, and at four times that size, and prints what
became of it as JSON: an error's message or the number of records of each, the least seconds of each, and the most
memory that the process took.  With "again" it reads the one text over and over and prints how its memory grew.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import opis

CITATION = "RGAE, f. 7486, op. 37, d. 184, ll. 60-65"

LARGEST = 4_000_000  # bytes; what is quicker than the clock can tell even then is quick
TIMEABLE = 0.008  # seconds

Case = Callable[[int], bytes]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


def repeated(text: str) -> Case:
    """As many copies as fill the size."""
    content = text.encode()
    return lambda size: content * max(size // len(content), 1)


def counted(line: Callable[[int], str], before: str = "", after: str = "") -> Case:
    """Lines made of 1, 2, 3 ... until they fill the size."""

    def make(size: int) -> bytes:
        lines = []
        number = length = 0
        while length < size:
            number += 1
            lines.append(line(number))
            length += len(lines[-1])
        return (before + "".join(lines) + after).encode()

    return make


LEAF = "\n\n\n\n Pier and boat\nboat.\nboat.\nboat.\nboat lay there for years and years.\n"
INDEX = "\n\n\n\nIndex\n\n" + "".join(f"{letter}nikeev, 12, 45-48, 96\n" for letter in "ABCDEFGIKLMN")

REPEATED = {
    # Nothing but what stands between words.
    "blanks": " ",
    "blank_lines": "\n",
    "blank_lines_of_windows": "\r\n",
    "carriage_returns": "\r",
    "tabs": "\t",
    "form_feeds": "\f",
    "page_breaks": "\n\n\n\n ",
    "indented_dots": " .\n",
    # One line.
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "quotes": '"',
    "apostrophes": "'",
    "letters_with_apostrophes": "a'",
    "cyrillic": "ж",
    "four_byte_signs": "𐍈",
    "nonspacing_marks": "e\u0301",
    "opening_brackets": "([{",
    "closing_brackets": ")]}",
    "brackets_within_brackets": "(see [the {",
    "quotes_within_quotes": "\u201cHe said \u2018she said ",
    "quotes_that_never_close": '"Letter to the mill, ',
    "hyphens": "-",
    "broken_words": "ab-\n",
    "every_byte_of_another_class": "a.1 \n;2b, c3-",
    "letters_and_digits_by_turns": "a1",
    "letters_and_marks_by_turns": "a.",
    "digits_and_blanks_by_turns": "1 ",
    "grouped_digits": "123,456,",
    "decimals_of_decimals": "1.2.",
    "mixed_tokens": "a1b2 1a2b ",
    # Pages.
    "leaves_of_one_word": "\n\n\n\nPier\n",
    "leaves_of_five_lines": "\n\n\n\n Pier\nboat\nboat\nboat\nboat\nboat\n",
    "the_same_folio": "\n\n\n\n12\n\nPier and boat.\nboat.\nboat.\nboat.\nboat.\n",
    "running_heads": "\n\n\n\nThe River 95\n\nPier and boat.\nboat.\nboat.\nboat.\nboat.\n",
    "chapters": "\n\n\n\nChapter One\n\nPier.\n",
    "short_chapters": "\n\n\n\nIntroduction\n",
    # Documents.
    "the_same_heading": "Document 1\n",
    "the_same_document": "Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n\n",
    "continued_lines": "Document 1 continued\n",
    "headings_without_number": "Document\n",
    "headings_almost": "Docurnent l0O\n",
    "headings_torn": "Docu ment 1 2\n",
    "one_title": "Letter to the mill and to the office of the mill and to its director and clerk\n",
    "dates_on_one_line": "3 May 1931, ",
    "months_on_one_line": "May ",
    "days_on_one_line": "3, ",
    "years": "1931 ",
    # Notes.
    "notes_numbered_one": "1. See the minutes of the board.\n",
    "marks_numbered_one": "the pier.1 ",
    "lists": "1. Bread.\n2. Boats.\n3. Rope.\n",
    # Citations.
    "citations": "1. " + CITATION + ".\n",
    "citations_on_one_line": CITATION + "; ",
    "citations_almost": "RGAE, f. 7486, op. 37, x. 184, ll. 60-65; ",
    "citations_without_archive": "f. 7486, op. 37, d. 184, ll. 60-65; ",
    "citations_almost_in_notes": "1. RGAE, f. 7486, op. 37, x. 184, ll. 60-65.\n",
    "works_almost": "V. A. Anikeev, Letters from the Mill (Moscow 1931, 12; ",
    "citations_cut_off": "RGAE, f. 7486, op. ",
    "fonds_alone": "f. 7486, ",
    "labels_alone": "f. op. d. l. ",
    "names_alone": "RGAE ",
    "names_almost": "RTsKhlDNl RTsKhIDN RTsKh1DNI ",
    "names_letter_by_letter": "R T s K h I D N I ",
    "folios_without_end": "60, ",
    "ranges_without_end": "60-",
    "ibid_on_one_line": "Ibid., ",
    "damaged_digits": "IZOlo1x0 ",
    # Tables, sketches and the index.
    "tables": "Table 1. Boats by pier\n\nPier 1930 1931\nA 1 2\nB 3 4\nTotal 4 6\n\n",
    "table_rows": "Pier 1 2 3 4 5 6\n",
    "figures": "12 34 56.7 8,9 ",
    "sketches": "Anikeev, V. A. (1881-1937). From 1921, chairman of the board.\n",
    "parentheses": "(1881-1937) ",
    "index_entries": "Anikeev, 12, 45-48, 96\n",
    "index_entries_of_one_another": "Anikeev. See Panin\nPanin. See Anikeev\n",
    "locators": "12, 45-48, ",
    "index_titles": "\n\n\n\nIndex\n\n",
    "indexes": INDEX + 9 * LEAF,
    "volumes": "\n\n\n\nIntroduction\n\n" + 150 * LEAF + INDEX,
    "speakers": "Anikeev: Yes.\n",
    "speakers_on_one_line": "Anikeev: ",
    "percentages": "12.5 percent of 14,000 rubles, ",
    "pointers": "see Document 12 and Table 3; ",
    "newspapers": "Pravda, 3 May 1931; ",
    "colons": ":",
}
CASES.update({name: repeated(text) for name, text in REPEATED.items()})

CASES.update(
    {
        "headings_ascending": counted(lambda n: f"Document {n}\n\nLetter {n} to the mill, 3 May 1931\n\n"),
        "headings_alone_ascending": counted(lambda n: f"Document {n}\n"),
        "headings_descending": counted(lambda n: f"Document {60000 - n % 60000}\n\nLetter to the mill\n\n"),
        "headings_scattered": counted(lambda n: f"Document {n * 7919 % 60000}\n\nLetter to the mill\n\n"),
        "notes_ascending": counted(lambda n: f"{n}. See the minutes of the board, {n % 97}.\n"),
        "notes_scattered": counted(lambda n: f"{n * 7919 % 1000}. See the minutes of the board.\n"),
        "ibid_chain": counted(lambda n: f"{n + 1}. Ibid., l. {n % 300}.\n", before=f"1. {CITATION}.\n"),
        "ibid_chain_of_levels": counted(lambda n: f"{n + 1}. Ibid., d. {n}, l. 3.\n", before=f"1. {CITATION}.\n"),
        "files_all_different": counted(lambda n: f"{n}. RGAE, f. {n % 9999}, op. {n % 97}, d. {n % 7919}, l. 3.\n"),
        "pages_all_different": counted(lambda n: f"\n\n\n\n{n}\n\nPier.\n" + "boat and pier\n" * 8),
        "pages_scattered": counted(lambda n: f"\n\n\n\n{n * 7919 % 9999}\n\nPier.\n" + "boat and pier\n" * 8),
        "preface_without_end": counted(
            lambda n: "\n\n\n\nPreface " + "xlvii ivx xc li xv".split()[n % 5] + "\n\n" + "boat and pier\n" * 8,
            after="\n\n\n\nChapter One\n\nPier.\n",
        ),
        "titles_without_headings": counted(
            lambda n: f"\n\n\n\nLetter no. {n} from the mill to the office, 3 May 193{n % 10}\n\nBread.\n",
            before="Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n",
            after="\n\n\n\nDocument 60000\n\nLetter to the mill, 3 May 1931\n\nBread.\n",
        ),
        "indented_titles_without_headings": counted(
            lambda n: f" Letter no. {n} from the mill to the office, 3 May 193{n % 10}\n",
            before="Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n",
            after="\n\n\n\nDocument 60000\n\nLetter to the mill, 3 May 1931\n\nBread.\n",
        ),
        "sketches_all_different": counted(lambda n: f"Anikeev{n}, V. A. (18{n % 90 + 10}-1937). Chairman.\n"),
    }
)


@case
def index_of_one_name(size: int) -> bytes:
    """Half of the pages bear a name, and half of the text is an index that lists it on every one of its lines."""
    page = "\n\n\n\n The boat of Anikeev lay at the upper pier.\n" + "boat and pier\n" * 10
    pages = max(size // 2 // len(page), 1)
    entries = "".join(f"Anikeev, {n % 900 + 1}, {n % 400 + 1}\n\n" for n in range(size // 2 // 18))
    return (page * pages + "\n\n\n\n" + entries).encode()


@case
def one_table(size: int) -> bytes:
    """A table of as many rows as there is room for, with totals."""
    rows = max(size // 24, 1)
    lines = [f"Pier {n} {n % 97} {n % 89} {n % 97 + n % 89}\n" for n in range(rows)]
    heading = "Document 1\n\nLetter to the mill, 3 May 1931\n\nTable 1. Boats by pier\n\nPier 1930 1931 Total\n"
    return (heading + "".join(lines) + "Source: the board of the mill.\n").encode()


@case
def one_table_of_columns(size: int) -> bytes:
    """A table with a column for each of a hundred years, and rows without end."""
    years = " ".join(map(str, range(1850, 1950)))
    row = " ".join(str(n % 10) for n in range(100))
    return (f"Table 1. Boats by year\n\nPier {years}\n" + f"Pier {row}\n" * max(size // 205, 1)).encode()


@case
def index_of_references(size: int) -> bytes:
    """An index whose every entry refers to another, in a ring through all of them."""
    count = max(size // 40, 1)
    entries = "".join(f"Anikeev{n}, {n % 900 + 1}. See also Anikeev{(n + 1) % count}\n" for n in range(count))
    return ("The boat of Anikeev lay at the upper pier.\n" * 20 + "\n\n\n\nIndex\n\n" + entries).encode()


@case
def junk(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@case
def junk_of_ascii(size: int) -> bytes:
    return bytes(random.Random(8).choices(range(1, 128), k=size))


@case
def junk_of_letters(size: int) -> bytes:
    signs = "0123456789.,;:-()[]'\" \n\nIlrozDdéж"
    return "".join(random.Random(9).choices(signs, k=size)).encode()


@case
def junk_of_words(size: int) -> bytes:
    words = [
        *"Document Ibid. RGAE f. op. d. ll. Table May 1931 continued Chapter Index 1. 12 (see".split(),
        "\n",
        "\n\n",
    ]
    return " ".join(random.Random(10).choices(words, k=size // 6)).encode()


def outcome(content: bytes) -> str | int:
    """The message of the error, or how many records there are; all of them are shown as arrays too."""
    try:
        book = opis.read(content)
        return sum(len(book.records(kind).to_numpy()) for kind in opis.KINDS)
    except opis.Error as error:
        return str(error)


def least_seconds(content: bytes, repeats: int) -> tuple[str | int, float]:
    """What becomes of a text, and the processor's time that it takes."""
    best = float("inf")
    for _ in range(repeats):
        begun = process_time()
        result = outcome(content)
        best = min(best, process_time() - begun)
    return result, best


def peak_memory() -> int:
    """The most bytes that this process ever took; Linux counts its parent's too, but for the peak it tells itself."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(name: str, size: int, repeats: int) -> dict[str, object]:
    while size < LARGEST and least_seconds(CASES[name](size), 1)[1] < TIMEABLE:
        size *= 2
    contents = CASES[name](size), CASES[name](4 * size)
    results, seconds = zip(*(least_seconds(content, repeats) for content in contents), strict=True)
    return {
        "bytes": [len(content) for content in contents],
        "results": results,
        "seconds": seconds,
        "peak": peak_memory(),
    }


def grown(name: str, size: int, times: int) -> dict[str, int]:
    """The most memory taken after a text was read three times, and after it was read many times more."""
    content = CASES[name](size)
    peaks = []
    for count in (3, times):
        for _ in range(count):
            outcome(content)
        peaks.append(peak_memory())
    return {"before": peaks[0], "after": peaks[1]}


if __name__ == "__main__":
    if sys.argv[4:] == ["again"]:
        print(json.dumps(grown(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
    else:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
