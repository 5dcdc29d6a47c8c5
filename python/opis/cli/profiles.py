"""``opis profiles``: the edition profiles that opis knows, and a check of one's own."""

from __future__ import annotations

import argparse
import re
from typing import Any

from opis.profiles import Profile, load_profile, shipped_profiles

_DESCRIPTION = """\
Edition profiles say how a series is laid out: what a heading looks like, where the source of a document stands, what
the index and the notes are called. Without one opis finds out by itself.

  opis profiles list               the profiles that opis brings along
  opis profiles show frus          what one says, or a file
  opis profiles check mine.toml    whether a file is a profile, and whether the headings in it read
"""

DOCUMENTS = 6  # of a heading, for a check
_PAGE = "\n{}\n\nReport on the mill, 3 May 1931\n\nThe mill stands still.  No flour has come.\nNobody works.\n"
_PLACES = {
    "note": "in the note of the title",
    "below": "on a line below the heading",
    "brackets": "in brackets below the heading",
    "end": "on the last line of the document",
}


def add_command(commands: Any) -> None:
    """Add ``profiles`` to the commands."""
    parser = commands.add_parser(
        "profiles",
        help="list, show and check edition profiles",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="the profiles that opis brings along")
    listed.set_defaults(run=lambda options: list_profiles())
    shown = actions.add_parser("show", help="the headings, sources and apparatus of a profile")
    shown.add_argument("profile", metavar="PROFILE", help="a name that `opis profiles list` gives, or a TOML file")
    shown.set_defaults(run=lambda options: show_profile(load_profile(options.profile)))
    checked = actions.add_parser("check", help="whether files are profiles, and whether the headings in them read")
    checked.add_argument("files", metavar="FILE", nargs="+", help="a TOML file")
    checked.set_defaults(run=lambda options: check_profiles(options.files))


def list_profiles() -> None:
    """Print the name, the first form of heading and the description of each profile."""
    width = max(len(profile.name) for profile in shipped_profiles())
    heading = max(len(str(profile.forms[0])) for profile in shipped_profiles())
    for profile in shipped_profiles():
        print(f"{profile.name:<{width}}  {profile.forms[0]!s:<{heading}}  {profile.description}")


def show_profile(profile: Profile) -> None:
    """Print what a profile says."""
    print(f"{profile.name}: {profile.description}\n\nheadings")
    for form in profile.forms:
        print(f"  {form}")
    print("\nsources\n  " + ", else ".join(_PLACES[place] for place in profile.places or ("note",)))
    if profile.source_words:
        print(f"  opened by: {', '.join(profile.source_words)}")
    if profile.begin_anew:
        print("\nnotes\n  " + ("never begin anew" if profile.begin_anew == "never" else f"by {profile.begin_anew}"))
    print("\napparatus")
    for title in ("chapters", "sketches", "documents", "indexes", "others", "running_heads", "continued"):
        words = getattr(profile, title)
        if words:
            print(f"  {title.replace('_', ' ')}: {'; '.join(words)}")


def check_profiles(files: list[str]) -> int:
    """Check files, and print how the headings in them read; gives the exit code."""
    code = 0
    for file in files:
        profile = load_profile(file)
        print(f"{file}: {profile.name}, {len(profile.forms)} forms of headings")
        for example in profile.examples:
            reads = _reads(profile, example)
            print(f"  {'reads' if reads else 'DOES NOT READ'}: {example}")
            code = code if reads else 2
    return code


def _reads(profile: Profile, example: str) -> bool:
    """Whether headings like the example, each with the next number, head documents."""
    from opis.reading import read

    number = re.search(r"\d+", example)
    if number is None:
        return False
    wanted = [int(number[0]) + k for k in range(DOCUMENTS)]
    pages = (_PAGE.format(example[: number.start()] + str(k) + example[number.end() :]) for k in wanted)
    documents = read("".join(pages), profile=profile, kinds=["document"]).documents
    return [record["number"] for record in documents.to_dicts()] == wanted
