"""Turn python/opis/styles/*.toml into the constant tables that csrc/core/style.h declares.

usage: embed_styles.py STYLES_FOLDER OUTPUT.c
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

FORMS = {"levels": "OPIS_BY_LEVELS", "file": "OPIS_BY_FILE", "item": "OPIS_BY_ITEM"}
LEVELS = {"fond": "OPIS_FOND", "opis": "OPIS_OPIS", "delo": "OPIS_DELO", "list": "OPIS_LIST"}


def quoted(text: str) -> str:
    """A C string literal; bytes beyond ASCII as octal escapes, which end after three digits."""
    body = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in text.encode())
    return f'"{body}"'


def words(items: list[str]) -> str:
    """An opis_words initializer over a compound literal, which has static storage at file scope."""
    if not items:
        return "{NULL, 0}"
    return "{(const char *const[]){" + ", ".join(map(quoted, items)) + "}, " + str(len(items)) + "}"


def rows(kind: str, name: str, lines: list[str]) -> str:
    return f"static const {kind} {name}[] = {{\n    " + ",\n    ".join(lines) + ",\n};\n"


def archive_row(archive: dict[str, Any]) -> str:
    """An opis_archive_style initializer."""
    form = FORMS[archive.get("form", "levels")]
    return f"{{{quoted(archive['canonical'])}, {words(archive['names'])}, {form}}}"


def embed(folder: Path) -> str:
    """The C source for the styles of a folder."""
    names = ("archives", "edition", "glyphs", "quantities")
    archives, edition, glyphs, quantities = (tomllib.loads((folder / f"{n}.toml").read_text("utf-8")) for n in names)
    periodicals, works = (tomllib.loads((folder / f"{n}.toml").read_text("utf-8")) for n in ("periodicals", "works"))
    levels = archives["levels"]
    fields = [f".labels[{c}] = {words(levels[n])}" for n, c in LEVELS.items()]
    fields += [f".{n} = {words(levels[n])}" for n in ("verso", "letters", "ibid")]
    fields += [f".{n} = {words(v)}" for n, v in edition.items() if n not in ("months", "genre", "pointer")]
    fields += [f".{n} = {words(v)}" for n, v in quantities.items() if n not in ("unit", "numbers")]
    fields += [f".months[{i}] = {words(names)}" for i, names in enumerate(edition["months"])]
    fields += [f".{n} = {words(v)}" for n, v in works.items()]
    fields.append(f".issues = {words(periodicals['issues'])}")
    tables = {
        "archive": ("opis_archive_style", [archive_row(a) for a in archives["archive"]]),
        "genre": ("opis_genre_style", [f"{{{quoted(g['genre'])}, {words(g['words'])}}}" for g in edition["genre"]]),
        "pointer": (
            "opis_pointer_style",
            [f"{{{quoted(p['target'])}, {words(p['words'])}}}" for p in edition["pointer"]],
        ),
        "unit": ("opis_unit_style", [f"{{{quoted(u['name'])}, {words(u['words'])}}}" for u in quantities["unit"]]),
        "number": (
            "opis_number_style",
            [f"{{{quoted(word)}, {float(value)}}}" for word, value in quantities["numbers"].items()],
        ),
        "periodical": ("opis_words", [words(names) for names in periodicals["names"]]),
        "confusion": (
            "opis_confusion",
            [f"{{{quoted(printed)}, {quoted(seen)}, {float(cost)}f}}" for printed, seen, cost in glyphs["confusions"]],
        ),
    }
    out = ["/* Made by embed_styles.py from the TOML files of python/opis/styles. */", '#include "style.h"', ""]
    for name, (kind, lines) in tables.items():
        out.append(rows(kind, f"{name}_table", lines))
        fields += [f".{name}s = {name}_table", f".{name}_count = {len(lines)}"]
    out.append("static const opis_style style = {\n    " + ",\n    ".join(fields) + ",\n};\n")
    out.append("const opis_style *opis_style_default(void) {\n    return &style;\n}\n")
    return "\n".join(out)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    Path(arguments[1]).write_text(embed(Path(arguments[0])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
