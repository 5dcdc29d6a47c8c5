"""The two functions that start everything: read a book, and cut a text into tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from opis import _core
from opis.book import Book
from opis.corrections import CorrectionSource
from opis.limits import USUAL, Limits
from opis.sources import Source, load, load_str

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opis.profiles import Profile, ProfileSource
    from opis.styling import Style, StyleSource


def read(
    source: Source,
    *,
    kinds: Iterable[str] | None = None,
    corrections: CorrectionSource = (),
    limits: Limits = USUAL,
    encoding: str | None = None,
    styles: Iterable[StyleSource] = (),
    profile: ProfileSource | None = None,
    tokens: bool = True,
    mapped: bool = False,
) -> Book:
    """Read a book from the text that OCR left of it.

    Parameters
    ----------
    source : str, path, bytes or another contiguous buffer of bytes, or open file
        Plain text, hOCR, ALTO XML, PDF with a text layer, DjVu XML; any of them packed with gzip; or pages of their own
        in a ZIP archive or a folder, in the order of their names.  What it is, is judged by its content.  A str that
        is empty or holds a line break is the text itself; any other str is a path.  Offsets count bytes of
        :attr:`Book.source`, the text in UTF-8, also where the source was a str or had another form;
        :meth:`Book.char_spans` turns them around.  Plain text in a buffer that is read-only, such as a memoryview of
        bytes or a map of a file, is read where it lies and kept by the book; one that can be written to is copied, for
        a book does not change.
    kinds : iterable of str, optional
        Read these kinds of :data:`opis.KINDS` alone, and what they rest on, which takes a part of the time.  Pages,
        documents, notes and archival references are always read.  By default every kind is.
    corrections : str, path, or sequence of Correction or dict, optional
        A TOML file of corrections by hand, or the corrections themselves: see :mod:`opis.corrections`.  What they
        change has status ``"corrected"``.  One whose source text reads otherwise now is not applied: a
        :class:`CorrectionWarning` says so, and :attr:`Book.corrections` lists all with what became of them.
    limits : Limits, optional
        What the book may take of the machine.
    encoding : str, optional
        Of plain text that is not UTF-8, such as ``"cp1251"``.  XML and PDF say themselves how they are encoded.
    styles : iterable of str, path or Style, optional
        TOML files that say how other archives are cited, beside those that opis knows: see :mod:`opis.styling`.
    profile : str, path or Profile, optional
        How the edition is laid out: the name of a profile, such as ``"frus"``, or a TOML file; see
        :mod:`opis.profiles`.  By default the book itself shows it.
    tokens : bool, optional
        Keep the tokens, for :attr:`Book.tokens`.  Without them the records are the same, and the book keeps a third as
        much beside its source; a long text of several volumes is also read in less memory.
    mapped : bool, optional
        Map a file of plain text in UTF-8 into memory instead of reading it: its bytes are not copied, and the system
        may let go of those that are not looked at.  **The file must not change while there is the book or an array of
        it.**  Where it is cut short meanwhile, the system ends the process at the next look at what is gone (SIGBUS),
        with no exception before; where its text is written over, records and text no longer agree.  To replace it by
        another file of its name, or to delete it, does no harm.  What is packed or scanned, or has an `encoding`, is
        read as ever.

    Returns
    -------
    Book
        Immutable.  A source without any record, even an empty one, is a book without records.

    Raises
    ------
    ReadError
        The file is missing or damaged, has no text, is a folder without pages, or is not UTF-8 text; the message
        names the byte.  Or a correction lacks what it needs, or gives what its field cannot hold; the message names
        the correction.
    StyleError
        A style or the profile does not hold; the message names the file and the line.
    LimitError
        The source, or a text in it, passes one of the limits: see :class:`Limits`.  Or a packed source unpacks to more
        than a gigabyte, or to more than 200 times its size.
    KeyError
        There is no such kind.
    TypeError
        The source is none of these; or it is to be mapped and no path.
    ImportError
        The library that reads this form is not installed; the message says how to get it.
    """
    content, name, layout = load(source, limits.source_bytes, encoding, mapped=mapped)
    return Book(content, name, kinds, corrections, limits, layout, *_loaded(styles, profile), tokens)


def _loaded(styles: Iterable[StyleSource], profile: ProfileSource | None) -> tuple[tuple[Style, ...], Profile | None]:
    if not styles and profile is None:
        return (), None
    # Imported where there are any: hardly a book is read with some.
    from opis.profiles import load_profile
    from opis.styling import load_styles

    return load_styles(styles), None if profile is None else load_profile(profile)


def tokenize(source: Source) -> NDArray[np.void]:
    """Cut a text into tokens, without reading it as a book.

    Parameters
    ----------
    source : str, bytes or another contiguous buffer of bytes, path object, or open file
        As for :func:`read`, except that a str is always the text itself, and that no buffer is copied: it must not
        change meanwhile.

    Returns
    -------
    numpy.ndarray
        One row a token, read-only: ``start`` (uint32) and ``length`` (uint16) in bytes of the UTF-8 text, ``class``
        (uint8, an index into :data:`opis.TOKEN_CLASSES`), ``shape`` (uint8).  One blank between words is no token.

    Raises
    ------
    ReadError
        The source is not UTF-8 text.
    """
    loaded = load_str(source) if isinstance(source, str) else load(source, lasting=False)
    return _core.tokenize(loaded.content, loaded.name)
