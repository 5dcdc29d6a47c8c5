"""How a scan breaks an archival citation: its labels, its numerals, the points and blanks between them."""

from __future__ import annotations

import random

from . import glyphs
from .edits import Edits
from .marks import Span

ARCHIVES = {
    "RTsKhIDNI": (("RTsKhlDNI", 15.0), ("RTsKhlDN1", 2), ("RTsKhIDN1", 2), ("RTrKhIDNI", 1), ("RTsKhlDNl", 1)),
    "GARF": (("GARP", 1.0), ("CARF", 1)),
    "TsKhSD": (("TsKbSD", 1.0), ("TrKhSD", 1)),
}
LABELS = {
    "f.": (("f", 1.0), ("i.", 1), ("f,", 1), ("f .", 1)),
    "op.": (("ap.", 12.0), ("Op.", 4), ("OD.", 0.5), ("op,", 1), ("op .", 1), ("or.", 0.5)),
    "d.": (("d", 1.0), ("d .", 1), ("d,", 1)),
}
# What stands between the file and its folios: comma, blank and label, all apt to run together.
SEVERAL = (
    (",ll. ", 30.0),
    (",Il. ", 18),
    (", 11. ", 16),
    (",II. ", 12),
    (".11. ", 8),
    ("11. ", 3),
    (",lI. ", 3),
    (", Il. ", 5),
    (" , l l .  ", 3),
    (", I1. ", 2),
    (".11.", 3),
)
SINGLE = (
    (",l. ", 40.0),
    (", 1. ", 22),
    (", I. ", 8),
    (",I. ", 5),
    (".1. ", 4),
    (" , l .  ", 5),
    (", 1 .  ", 5),
    (",i. ", 1),
    (",l .  ", 2),
    (".l. ", 2),
)
CHANCES = {  # at the strength of the real book
    "cite.archive": 0.5,
    "cite.comma": 0.1,
    "cite.leaf": 0.85,
    "cite.fond": 0.03,
    "cite.opis": 0.42,
    "cite.delo": 0.24,
    "cite.list": 0.18,
}
# Labels and names that hold better or worse than their kind.
NAMED = {"f.": 0.03, "op.": 0.3, "d.": 0.02, "GARF": 0.06, "TsKhSD": 0.06, "RGASPI": 0.0, "RGAE": 0.0}
BLANK_LINE = 0.1  # a citation that runs over a line, cut by a blank one


def damage(rng: random.Random, edits: Edits, span: Span, weight: float) -> None:
    """One element of a citation, at `weight` times the chances of the real book."""
    text = edits.text[span.start : span.end]
    chance = NAMED.get(text, CHANCES.get(span.kind, 0.0))
    if rng.random() >= min(chance * weight, 0.97):
        edits.protect(span.start, span.end)
        return
    if span.kind == "cite.leaf":
        _leaf(rng, edits, span)
    elif span.kind == "cite.comma":
        _comma(rng, edits, span)
    elif span.kind == "cite.archive":
        edits.replace(span.start, span.end, glyphs.weighted(rng, ARCHIVES.get(text, ((text, 1.0),))))
    elif span.kind == "cite.label":
        edits.replace(span.start, span.end, glyphs.weighted(rng, LABELS[text]))
    else:
        edits.replace(span.start, span.end, glyphs.numeral(rng, text))
    edits.protect(span.start, span.end)


def _leaf(rng: random.Random, edits: Edits, span: Span) -> None:
    text = edits.text[span.start : span.end]
    choice = glyphs.weighted(rng, SEVERAL if span.data["several"] else SINGLE)
    if text.startswith(", ") and "\n" not in text and edits.text[span.end : span.end + 1] == " ":
        edits.replace(span.start, span.end + 1, choice)
    else:  # broken over two lines, or after "Ibid.": only the label can change
        label = choice.strip(" ,.").replace(" ", "") + "."
        edits.replace(span.end - (3 if span.data["several"] else 2), span.end, label)


def _comma(rng: random.Random, edits: Edits, span: Span) -> None:
    after = edits.text[span.end : span.end + 1]
    if after == " " and rng.random() < 0.6:
        edits.replace(span.start, span.end + 1, ",")
    else:
        edits.replace(span.start, span.end, rng.choice((".", "", " ,")))


def cut(rng: random.Random, edits: Edits, span: Span, weight: float) -> None:
    """A blank line where the citation runs over its line."""
    at = edits.text.find("\n", span.start, span.end)
    if at >= 0 and rng.random() < min(BLANK_LINE * weight, 0.9):
        edits.replace(at, at + 1, "\n\n")
