"""One measurement of one tool, in a process of its own: a JSON object with seconds, bytes and spans found.

usage: python peer.py TOOL TEXT BYTES

Reads the first BYTES of TEXT, in characters that are whole, again and again for half a second at the least; the least
time counts.  The tool is loaded and used once on a little text before the clock runs.  Spans are in characters; null
stands for a tool that gives tokens and finds nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

Spans = list[tuple[int, int]]
Work = Callable[[str], Any]
WARM_UP = 3_000  # characters
LEAST_SECONDS = 0.5  # of measuring


def python_re() -> tuple[Work, None]:
    words = re.compile(r"\w+")
    return lambda text: [match.span() for match in words.finditer(text)], None


def opis_tokenize() -> tuple[Work, None]:
    import opis

    return opis.tokenize, None


def opis_read() -> tuple[Work, Callable[[Any], Spans]]:
    import opis

    return opis.read, lambda book: book.char_spans(book.archives).tolist()


def blingfire() -> tuple[Work, None]:
    import blingfire as tool

    return tool.text_to_words_with_offsets, None


def tokenizers() -> tuple[Work, None]:
    from tokenizers.pre_tokenizers import Whitespace

    return Whitespace().pre_tokenize_str, None


def spacy() -> tuple[Work, None]:
    import spacy as tool

    pipeline = tool.blank("en")
    pipeline.max_length = sys.maxsize
    return pipeline, None


def _eyecite_spans(citations: Iterable[Any]) -> Spans:
    return [citation.span() for citation in citations]


def eyecite() -> tuple[Work, Callable[[Any], Spans]]:
    from eyecite import get_citations

    return get_citations, _eyecite_spans


def eyecite_hyperscan() -> tuple[Work, Callable[[Any], Spans]]:
    from eyecite import get_citations
    from eyecite.tokenizers import HyperscanTokenizer

    tokenizer = HyperscanTokenizer(cache_dir=str(Path(sys.prefix) / "hyperscan"))
    return lambda text: get_citations(text, tokenizer=tokenizer), _eyecite_spans


def quantulum3() -> tuple[Work, None]:
    from quantulum3 import parser

    return parser.parse, None


def refextract() -> tuple[Work, Callable[[Any], list[str]]]:
    from refextract import extract_references_from_string

    # It gives the text of a reference and not its place.
    return extract_references_from_string, lambda found: [raw for each in found for raw in each.get("raw_ref", [])]


def main() -> None:
    name, path, length = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    text = path.read_bytes()[:length].decode("utf-8", "ignore")
    work, found = globals()[name.replace(" ", "_")]()
    work(text[:WARM_UP])
    begun, seconds = perf_counter(), []
    while not seconds or perf_counter() - begun < LEAST_SECONDS:
        start = perf_counter()
        result = work(text)
        seconds.append(perf_counter() - start)
    print(json.dumps({"seconds": min(seconds), "bytes": len(text.encode()), "found": found(result) if found else None}))


if __name__ == "__main__":
    main()
