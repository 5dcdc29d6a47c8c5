"""Edition profiles: how a series of editions is laid out, as data.

opis finds out by itself how the documents of a book are headed and where their sources stand.  A profile says it: one
of those that opis brings along, or a TOML file; ``docs/how-to/profiles.md`` says how to write one.

>>> book = opis.read("frus-1961-63-v05.txt", profile="frus")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from opis.errors import ReadError
from opis.profile_files import BEGINNINGS, PLACES, Form, Profile, read_profile
from opis.toml_sources import load_file

__all__ = ["Form", "Profile", "ProfileSource", "load_profile", "shipped_profiles"]

ProfileSource: TypeAlias = "str | os.PathLike[str] | Profile"


def load_profile(source: ProfileSource) -> Profile:
    """A profile by its name, or from a file.

    Parameters
    ----------
    source : str, path or Profile
        The name of one that opis brings along, such as ``"frus"``, or a TOML file; a Profile is given back.

    Raises
    ------
    StyleError
        The file is no profile; the message names the file and the line.
    ReadError
        There is no profile of that name, or the file cannot be read.
    """
    if isinstance(source, Profile):
        return source
    path = os.fspath(source)
    for profile in shipped_profiles():
        if profile.name == path:
            return profile
    if not path.endswith(".toml"):
        known = ", ".join(profile.name for profile in shipped_profiles())
        raise ReadError(f"there is no profile {path!r}; there are {known}, and files whose names end in .toml")
    return load_file(path, read_profile)[0]


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that opis brings along, by their names."""
    folder = Path(__file__).with_name("styles") / "profiles"
    return tuple(read_profile(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml")))


def described(profile: Profile) -> tuple[Any, ...]:
    """A profile as the core takes it."""
    return (
        profile.name,
        tuple((form.before, form.after, int(form.titled)) for form in profile.forms),
        profile.continued,
        bytes(map(PLACES.index, profile.places)),
        profile.source_words,
        BEGINNINGS.index(profile.begin_anew) + 1 if profile.begin_anew else 0,
        profile.chapters,
        profile.sketches,
        profile.documents,
        profile.indexes,
        profile.others,
        profile.running_heads,
    )
