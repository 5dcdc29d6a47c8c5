"""What a scan makes of printed shapes: old-style figures read as letters, letters read as their neighbors."""

from __future__ import annotations

import random
from collections.abc import Sequence

# Each figure with its readings; a repeated reading is a likelier one.
FIGURES = {
    "0": "oooO",
    "1": "IIrrl",
    "2": "zzzzrrrtI1",
    "3": "j",
    "4": "q",
    "5": "sSj",
    "6": "b",
    "8": "S",
    "9": "ggg",
}
# How readily each figure is confused: old-style 0, 1 and 2 are letters in shape, 4 to 8 hold out longest.
WEAK = {"0": 0.8, "1": 0.7, "2": 1.0, "3": 0.25, "4": 0.12, "5": 0.35, "6": 0.12, "8": 0.12, "9": 0.6}
# Inventory 120 of the central fond is cited so often that its many readings are known.
WHOLE = {
    "120": ("IZO", "1x0", "Iro", "Ira", "lo", "n o", "110", "11.0", "1z0", "I20", "izo"),
    "11": ("rr", "r r", '"', "II"),
}
SUPERSCRIPTS = {
    "0": "Oo",
    "1": "''lI",
    "2": "z2",
    "3": "3",
    "4": "'4",
    "5": "s5",
    "6": "6",
    "7": "'7",
    "8": "8",
    "9": "9",
}
LETTERS = (
    ("h", "b"),
    ("b", "h"),
    ("m", "rn"),
    ("rn", "m"),
    ("e", "c"),
    ("c", "e"),
    ("n", "u"),
    ("u", "n"),
    ("o", "a"),
    ("a", "o"),
    ("l", "I"),
    ("li", "h"),
    ("i", "r"),
    ("t", "r"),
    ("v", "y"),
    ("s", "r"),
    ("ff", "f"),
    ("d", "cl"),
    ("w", "v"),
    ("f", "i"),
    ("tt", "n"),
    ("cl", "d"),
    ("ri", "n"),
    ("rt", "n"),
)


def figure(rng: random.Random, digit: str) -> str:
    return rng.choice(FIGURES.get(digit, digit))


def letter(rng: random.Random, digit: str) -> str:
    """A figure read as a letter, never as another figure."""
    return rng.choice([reading for reading in FIGURES.get(digit, digit) if not reading.isdigit()] or [digit])


def numeral(rng: random.Random, text: str) -> str:
    """A reading of a number, most often not what was printed; figures of a firm shape survive."""
    if text in WHOLE and rng.random() < 0.8:
        return rng.choice(WHOLE[text])
    if len(text) > 1 and text.isdigit() and rng.random() < 0.1:
        return " ".join(text)
    chosen = [k for k, c in enumerate(text) if rng.random() < WEAK.get(c, 0.0)]
    if not chosen and len(text) > 1:
        chosen = [k for k, c in enumerate(text) if c in FIGURES][:1]
    if text[1:].isdigit() and rng.random() < 0.05:
        return text[0] + "~" + text[2:]
    out = "".join(figure(rng, c) if k in chosen else c for k, c in enumerate(text))
    return out.replace("ob", rng.choice(("0b", "ab", "ob", "ob"))) if text.endswith("ob") else out


def superscript(rng: random.Random, text: str) -> str:
    """The number of a note as the scan reads its small raised figures."""
    if text in ("11", "17", "14") and rng.random() < 0.3:
        return rng.choice(("'", '"', "''"))
    return "".join(rng.choice(SUPERSCRIPTS[c]) for c in text)


def letters(rng: random.Random, word: str) -> str:
    """A word with one shape misread, or the word itself where no shape fits."""
    fits = [(old, new) for old, new in LETTERS if old in word]
    if not fits:
        return word
    old, new = rng.choice(fits)
    at = rng.choice([k for k in range(len(word)) if word.startswith(old, k)])
    return word[:at] + new + word[at + len(old) :]


def weighted(rng: random.Random, readings: Sequence[tuple[str, float]]) -> str:
    return rng.choices([text for text, _ in readings], [weight for _, weight in readings])[0]
