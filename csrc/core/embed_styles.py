"""Turn python/opis/styles/*.toml into the constant tables that csrc/core/style.h declares.

usage: embed_styles.py STYLES_FOLDER OUTPUT.c
"""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

FORMS = {"levels": "OPIS_BY_LEVELS", "file": "OPIS_BY_FILE", "item": "OPIS_BY_ITEM"}
SHAPES = {"number": "OPIS_NUMBERED", "words": "OPIS_WORDED", "folios": "OPIS_FOLIOED"}
PLACES = {
    "note": "OPIS_SOURCE_IN_NOTE",
    "below": "OPIS_SOURCE_BELOW",
    "brackets": "OPIS_SOURCE_BRACKETS",
    "end": "OPIS_SOURCE_AT_END",
}
BEGINNINGS = {
    None: "OPIS_NOTES_ANYWHERE",
    "chapter": "OPIS_NOTES_BY_CHAPTER",
    "document": "OPIS_NOTES_BY_DOCUMENT",
    "never": "OPIS_NOTES_ONCE",
}
CYRILLIC, CYRILLIC_LETTERS = 0x0400, 0x0100
LEVELS = {"fond": "OPIS_FOND", "opis": "OPIS_OPIS", "delo": "OPIS_DELO", "list": "OPIS_LIST"}


def quoted(text: str) -> str:
    """A C string literal; bytes beyond ASCII as octal escapes, which end after three digits."""
    body = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in text.encode())
    return f'"{body}"'


def words(items: Sequence[str]) -> str:
    """An opis_words initializer over a compound literal, which has static storage at file scope."""
    if not items:
        return "{NULL, 0}"
    return "{(const char *const[]){" + ", ".join(map(quoted, items)) + "}, " + str(len(items)) + "}"


def rows(kind: str, name: str, lines: list[str]) -> str:
    return f"static const {kind} {name}[] = {{\n    " + ",\n    ".join(lines) + ",\n};\n"


def module(folder: Path, name: str) -> ModuleType:
    """A module that reads files of styles, without the package around it, which is not built yet."""
    package = ModuleType("opis")
    package.__path__ = [str(folder.parent)]
    sys.modules.setdefault("opis", package)
    return importlib.import_module(f"opis.{name}")


def read_files(folder: Path, paths: Sequence[Path], reader: ModuleType, function: str) -> list[Any]:
    """What the files hold; an error names the file and the line."""
    made = []
    for path in paths:
        try:
            made.append(getattr(reader, function)(path.read_text("utf-8")))
        except module(folder, "toml_files").StyleFileError as error:
            raise SystemExit(f"{path}:{error.line or 1}: {error.message}") from None
    return made


def read_styles(folder: Path) -> list[Any]:
    """The archival styles of a folder, by their names."""
    paths = sorted((folder / "archival").glob("*.toml"))
    return read_files(folder, paths, module(folder, "style_files"), "read_style")


def read_profiles(folder: Path) -> list[Any]:
    """The edition profiles of a folder, by their names, the default one first."""
    paths = sorted((folder / "profiles").glob("*.toml"), key=lambda path: (path.stem != "default", path.stem))
    return read_files(folder, paths, module(folder, "profile_files"), "read_profile")


def profile_row(profile: Any) -> str:
    """An opis_profile initializer."""
    forms = [f"{{{words(form.before)}, {quoted(form.after)}, {int(form.titled)}}}" for form in profile.forms]
    titles = ("chapters", "sketches", "documents", "indexes", "others", "running_heads")
    fields = [
        f"{{{quoted(profile.name)}",
        array("opis_heading_form", forms),
        words(profile.continued),
        array("uint8_t", [PLACES[place] for place in profile.places]),
        words(profile.source_words),
        BEGINNINGS[profile.begin_anew],
        *(words(getattr(profile, name)) for name in titles),
    ]
    return ", ".join(fields) + "}"


def array(kind: str, items: list[str]) -> str:
    """A pointer to the first of some items, and their number."""
    return f"(const {kind}[]){{{', '.join(items)}}}, {len(items)}" if items else "NULL, 0"


def level_row(level: Any) -> str:
    """An opis_citation_level initializer."""
    column = LEVELS[level.column] if level.column else "OPIS_NO_LEVEL"
    return (
        f"{{{quoted(level.name)}, {words(level.labels)}, {SHAPES[level.shape]}, {column}, "
        f"{int(level.anywhere)}, {int(level.after)}}}"
    )


def signature_row(style: Any, signature: Any) -> str:
    """An opis_signature initializer."""
    levels = [str(style.level_number(name)) for name in signature.levels]
    return f"{{{quoted(signature.pattern)}, {array('uint8_t', levels)}, {int(signature.alone)}}}"


def citation_row(style: Any) -> str:
    """An opis_citation_style initializer."""
    alone = [str(sum(1 << style.level_number(name) for name in names)) for names in style.alone]
    lists = [words(list(x)) for x in (style.institutions, style.acronyms, style.verso, style.ibid)]
    titled = str(style.level_number(style.titled)) if style.titled else "OPIS_NO_LEVEL"
    bare = str(style.level_number(style.bare)) if style.bare else "OPIS_NO_LEVEL"
    return ", ".join(
        [
            f"{{{quoted(style.name)}",
            array("opis_citation_level", [level_row(level) for level in style.levels]),
            array("opis_signature", [signature_row(style, signature) for signature in style.signatures]),
            array("uint32_t", alone),
            *lists,
            f"{int(style.titles)}, {bare}, {titled}, {int(style.tolerant)}}}",
        ]
    )


def repository_row(archive: Any, style: int) -> str:
    """An opis_repository initializer."""
    names = f"{words(archive.names)}, {words(archive.others)}"
    return f"{{{quoted(archive.canonical)}, {names}, {quoted(archive.identity)}, {style}}}"


def archive_row(archive: Any) -> str:
    """An opis_archive_style initializer."""
    return f"{{{quoted(archive.canonical)}, {words(archive.names)}, {quoted(archive.identity)}, {FORMS[archive.form]}}}"


def tolerant_fields(style: Any) -> list[str]:
    """What the reading of damaged references needs of the style that is tolerant."""
    fields = [f".labels[{LEVELS[level.column]}] = {words(level.damaged)}" for level in style.levels if level.damaged]
    return fields + [
        f".{name} = {words(getattr(style, name)[:n])}" for name, n in (("letters", None), ("verso", 1), ("ibid", 1))
    ]


def confusions(glyphs: dict[str, Any]) -> list[tuple[str, str, float]]:
    """The confusions of a style, those of letters that look alike both ways among them."""
    cost = float(glyphs["look_alike_cost"])
    alike = [pair for cyrillic, latin in glyphs["look_alikes"] for pair in ((cyrillic, latin), (latin, cyrillic))]
    return [*glyphs["confusions"], *((printed, seen, cost) for printed, seen in alike)]


def folds(glyphs: dict[str, Any]) -> str:
    """The array opis_look_alikes: the small Latin letter that each small Cyrillic one, or its capital, looks like."""
    latin = {ord(one.lower()) - CYRILLIC: other.lower() for one, other in glyphs["look_alikes"]}
    if not all(0 <= at < CYRILLIC_LETTERS for at in latin):
        raise SystemExit("glyphs.toml: the first letter of a pair of look_alikes is Cyrillic")
    values = ", ".join(str(ord(latin[at])) if at in latin else "0" for at in range(CYRILLIC_LETTERS))
    return f"const unsigned char opis_look_alikes[OPIS_LOOK_ALIKES] = {{{values}}};\n"


def language_row(language: dict[str, Any]) -> str:
    """An opis_date_language initializer."""
    months = ", ".join(map(words, language["months"]))
    lists = ("leads", "range_words", "list_words", "ordinals", "years", "doubtful", "common")
    rest = ", ".join(words(language.get(name, [])) for name in lists)
    return f"{{{quoted(language['name'])}, {{{months}}}, {int(language.get('capital', False))}, {rest}}}"


def hash_of(key: str) -> int:
    """The hash that the core has for a folded word, or for the name of a shape."""
    value = 0xCBF29CE484222325
    for letter in key:
        value = (value ^ ord(letter)) * 0x100000001B3 % 2**64
    return value


def openings(words: Sequence[str]) -> list[str]:
    """Words as they may be printed: in small letters, with a capital first, in capitals."""
    return sorted({printed for word in words for printed in (word, word.capitalize(), word.upper())})


def holdings_tables(learned: dict[str, Any]) -> list[str]:
    """The tables of the learned words of holdings: keys, their buckets, their weights, and what ties them together."""
    states, reach, bits = "FARNDWPTYLO", 2, 10
    openers = set(learned["holdings"])
    entries = sorted((hash_of(key), key) for key in learned["weights"].keys() | openers)
    if len({value for value, _ in entries}) < len(entries):
        raise SystemExit("holdings.toml: two keys have the same hash")
    keys: list[str] = []
    weights: list[str] = []
    buckets = [0] * (2**bits + 1)
    for value, key in entries:
        own = re.findall(rf"(-?\d+)([{states}])(-?\d+)", learned["weights"].get(key, ""))
        keys.append(f"{{{value:#x}u, {len(weights)}, {len(own)}, {int(key in openers)}}}")
        weights += [f"{{{int(offset) + reach}, {states.index(state)}, {weight}}}" for offset, state, weight in own]
        buckets[(value >> (64 - bits)) + 1] += 1
    for i in range(2**bits):
        buckets[i + 1] += buckets[i]
    steps = ", ".join("{" + ", ".join(map(str, learned["steps"][state])) + "}" for state in states)
    return [
        rows("opis_holding_key", "holding_keys", keys),
        rows("opis_holding_weight", "holding_weights", weights),
        rows("uint32_t", "holding_buckets", [", ".join(map(str, buckets))]),
        "static const opis_holdings holdings = {\n    "
        f"{quoted(learned['style'])}, holding_keys, holding_buckets, holding_weights, {{{steps}}}, "
        f"{words(openings(learned['holdings']))},\n}};\n",
    ]


def named(entries: Sequence[dict[str, Any]], name: str) -> list[str]:
    """Rows of a name with the words that stand for it."""
    return [f"{{{quoted(entry[name])}, {words(entry['words'])}}}" for entry in entries]


def numbers(values: dict[str, float]) -> list[str]:
    return [f"{{{quoted(word)}, {float(value)}}}" for word, value in values.items()]


def pairs(texts: Sequence[Sequence[str]]) -> list[str]:
    return [f"{{{quoted(first)}, {quoted(second)}}}" for first, second in texts]


def archive_tables(styles: Sequence[Any], profiles: list[str]) -> dict[str, tuple[str, list[str]]]:
    """Name of each table of styles and profiles, with its type and its rows."""
    return {
        "profile": ("opis_profile", profiles),
        "archive": ("opis_archive_style", [archive_row(a) for s in styles for a in s.archives if a.damaged]),
        "citation": ("opis_citation_style", [citation_row(style) for style in styles]),
    }


def word_tables(files: dict[str, dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    """The same of the tables of words."""
    glyphs, quantities, dates = files["glyphs"], files["quantities"], files["dates"]
    confused = [f"{{{quoted(printed)}, {quoted(seen)}, {float(cost)}f}}" for printed, seen, cost in confusions(glyphs)]
    return {
        "genre": ("opis_genre_style", named(files["edition"]["genre"], "genre")),
        "pointer": ("opis_pointer_style", named(files["edition"]["pointer"], "target")),
        "unit": ("opis_unit_style", named(quantities["unit"], "name")),
        "number": ("opis_number_style", numbers(quantities["numbers"])),
        "fraction": ("opis_number_style", numbers(quantities["fractions"])),
        "language": ("opis_date_language", [language_row(language) for language in dates["language"]]),
        "roman_shape": ("opis_roman_shape", pairs(dates["roman_shapes"])),
        "look_alike": ("opis_look_alike", pairs(glyphs["look_alikes"])),
        "periodical": ("opis_words", [words(names) for names in files["periodicals"]["names"]]),
        "confusion": ("opis_confusion", confused),
    }


def lists_of_words(files: dict[str, dict[str, Any]]) -> list[str]:
    """Fields of the style that are lists of words and no tables."""
    edition, quantities = files["edition"], files["quantities"]
    fields = [f".{n} = {words(v)}" for n, v in edition.items() if n not in ("months", "genre", "pointer")]
    fields += [f".{n} = {words(v)}" for n, v in quantities.items() if n not in ("unit", "numbers", "fractions")]
    fields += [f".months[{i}] = {words(names)}" for i, names in enumerate(edition["months"])]
    fields += [f".{n} = {words(v)}" for n, v in files["works"].items()]
    return [*fields, f".issues = {words(files['periodicals']['issues'])}"]


def embed(folder: Path) -> str:
    """The C source for the styles of a folder."""
    names = ("edition", "glyphs", "quantities", "periodicals", "works", "dates", "holdings")
    files = {name: tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in names}
    styles = read_styles(folder)
    profiles = [profile_row(profile) for profile in read_profiles(folder)]
    fields = [line for style in styles if style.tolerant for line in tolerant_fields(style)]
    fields += [*lists_of_words(files), f".profile = {profiles[0]}"]
    out = ["/* Made by embed_styles.py from the TOML files of python/opis/styles. */", '#include "style.h"', ""]
    for name, (kind, lines) in (archive_tables(styles, profiles) | word_tables(files)).items():
        out.append(rows(kind, f"{name}_table", lines))
        fields += [f".{name}s = {name}_table", f".{name}_count = {len(lines)}"]
    out += holdings_tables(files["holdings"])
    fields.append(".holdings = &holdings")
    repositories = [repository_row(a, i) for i, s in enumerate(styles) for a in s.archives if a.form == "levels"]
    out.append(rows("opis_repository", "repository_table", repositories))
    fields += [".repositories = repository_table", f".repository_count = {len(repositories)}"]
    out.append("static const opis_style style = {\n    " + ",\n    ".join(fields) + ",\n};\n")
    out.append(folds(files["glyphs"]))
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
