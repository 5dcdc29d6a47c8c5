"""XML and HTML, read piece by piece through lxml: entities, DTDs and the network are refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from opis.errors import ReadError
from opis.optional import optional


def elements(
    content: bytes, name: str, tag: str, *, wanted: Callable[[Any], bool] | None = None, html: bool = False
) -> Iterator[Any]:
    """The elements of a tag, in order; each is emptied once the next is asked for.

    Parameters
    ----------
    content : bytes
        The document, in the encoding that it declares.
    name : str
        What errors call it.
    tag : str
        ``"{*}Page"`` for a tag of any namespace.
    wanted : function of an element, optional
        Which of them; the others are left in place, as parts of those to come.
    html : bool
        Read it as HTML, which need not be well-formed.

    Raises
    ------
    ReadError
        The document is not well-formed or defines entities.
    ImportError
        lxml is not installed.
    """
    etree = optional("lxml.etree", "scans")
    if b"<!ENTITY" in (content.replace(b"\0", b"") if b"\0" in content else content):
        raise ReadError("defines entities, which opis refuses in XML; write them out first", name)
    safe = {"html": True} if html else {"resolve_entities": False, "load_dtd": False}
    try:
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",), tag=tag, no_network=True, **safe):
            if wanted and not wanted(element):
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:  # else the empty shells of all pages would stay
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is not well-formed: {error.msg}", name) from error


def local_name(element: Any) -> str:
    """The tag without its namespace; the empty text for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def number(text: str | None) -> float | None:
    """A number of an attribute; None where there is none."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None  # NaN is not
