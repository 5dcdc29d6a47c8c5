"""Statuses as a reader sees them: a mark beside the colour, which alone would tell some readers nothing, and a word."""

MARKS = {"clean": "", "repaired": "+", "likely": "?", "missing": "…", "conflict": "!", "corrected": "✎"}
MEANINGS = {
    "clean": "reads as printed",
    "repaired": "damaged, and proved",
    "likely": "best reading, unproved",
    "missing": "lost in the scan",
    "conflict": "the book contradicts itself",
    "corrected": "corrected by hand",
}
