"""``opis styles``: the archival styles that opis knows, and a check of one's own."""

from __future__ import annotations

import argparse
from typing import Any

from opis.errors import ReadError
from opis.styling import Style, load_style, shipped_styles

_DESCRIPTION = """\
Archival styles say how the references of an archive are written: its names, the levels and their labels, shelfmarks.

  opis styles list               the styles that opis brings along
  opis styles show german        the levels, labels and archives of one, or of a file
  opis styles check mine.toml    whether a file is a style, and how its examples read
"""


def add_command(commands: Any) -> None:
    """Add ``styles`` to the commands."""
    parser = commands.add_parser(
        "styles",
        help="list, show and check archival styles",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="the styles that opis brings along")
    listed.set_defaults(run=lambda options: list_styles())
    shown = actions.add_parser("show", help="the levels, labels and archives of a style")
    shown.add_argument("style", metavar="STYLE", help="a name that `opis styles list` gives, or a TOML file")
    shown.set_defaults(run=lambda options: show_style(find_style(options.style)))
    checked = actions.add_parser("check", help="whether files are styles, and how their examples read")
    checked.add_argument("files", metavar="FILE", nargs="+", help="a TOML file")
    checked.set_defaults(run=lambda options: check_styles(options.files))


def find_style(name: str) -> Style:
    """The style of a name, or of a file.

    Raises
    ------
    ReadError
        There is neither.
    StyleError
        The file is no style.
    """
    for style in shipped_styles():
        if style.name == name:
            return style
    if not name.endswith(".toml"):
        known = ", ".join(style.name for style in shipped_styles())
        raise ReadError(f"there is no style {name!r}; there are {known}, and files whose names end in .toml")
    return load_style(name)


def list_styles() -> None:
    """Print the name, the number of archives and the description of each style."""
    width = max(len(style.name) for style in shipped_styles())
    for style in shipped_styles():
        print(f"{style.name:<{width}}  {len(style.archives):>3} archives  {style.description}")


def show_style(style: Style) -> None:
    """Print the levels, shelfmarks and archives of a style."""
    print(f"{style.name}: {style.description}\n\nlevels")
    for level in style.levels:
        column = f" (column {level.column})" if level.column else ""
        print(f"  {level.name}{column}: {', '.join(level.labels) or 'in shelfmarks only'}")
    if style.signatures:
        print("\nshelfmarks")
    for signature in style.signatures:
        print(f"  {signature.pattern}" + ("  (alone too)" if signature.alone else ""))
    print("\narchives")
    for archive in style.archives:
        names = [name for name in (*archive.names, *archive.others) if name != archive.canonical]
        became = f"one source with {archive.identity}" if archive.identity != archive.canonical else ""
        isil = f"ISIL {archive.isil}" if archive.isil else ""
        told = ", ".join(filter(None, (archive.years, archive.city, archive.country, isil, became)))
        print(f"  {archive.canonical}" + (f" ({told})" if told else "") + (f": {'; '.join(names)}" if names else ""))


def check_styles(files: list[str]) -> int:
    """Check files, and print how the examples in them read; gives the exit code."""
    from opis.reading import read

    code = 0
    for file in files:
        style = load_style(file)
        print(f"{file}: {style.name}, {len(style.levels)} levels, {len(style.archives)} archives")
        for example in style.examples:
            found = read(f"\n{example}\n", styles=[style]).archives.to_dicts()
            whole = len(found) == 1 and len(found[0]["raw"]) >= len(example.rstrip(".")) - 1
            print(f"  {'reads' if whole else 'DOES NOT READ'}: {example}")
            for record in found:
                columns = {name: record[name] for name in ("archive", "fond", "opis", "delo") if record[name]}
                print("    " + ", ".join(f"{name} {value}" for name, value in {**columns, **record["parts"]}.items()))
            code = code if whole else 2
    return code
