"""Breaking paragraphs into lines: words keep their marks, long words are hyphenated."""

from __future__ import annotations

from .marks import INVISIBLE, visible, width

VOWELS = frozenset("aeiouy")
SHORTEST = 6  # letters of a word that may be divided
SUFFIXES = ("tion", "tions", "ment", "ments", "ness", "ing", "less", "able", "sion")
TOGETHER = frozenset("ch ck gh ph sh th wh kh zh st sk tr pr br dr gr fr cr pl bl cl gl ng ll ss".split())


def wrap(text: str, measure: int) -> list[str]:
    """Lines of at most `measure` characters."""
    if width(text) <= measure:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    used = 0
    words = text.split(" ")[::-1]
    while words:
        word = words.pop()
        room = measure - used
        if width(word) > room:
            head, rest = divide(word, room)
            if head:
                line.append(head)
                words.append(rest)
            elif line:
                words.append(word)
            else:  # nothing fits: the word overflows
                line.append(word)
            lines.append(" ".join(line))
            line, used = [], 0
        else:
            line.append(word)
            used += width(word) + 1
    if line:
        lines.append(" ".join(line))
    return lines


def divide(word: str, room: int) -> tuple[str, str]:
    """The part of a word that fits with its hyphen, and the rest; an empty first part where it may not be divided."""
    plain = visible(word)
    for at in range(min(room, len(plain) - 1), 1, -1):
        if plain[at - 1] == "-" and plain[at - 2].isalnum() and plain[at].isalnum():
            return cut(word, at)
    start, end = _letters(plain)
    if end - start < SHORTEST or not plain[start + 1 : end].islower():
        return "", word
    for at in range(min(room - 1, end - 3), start + 1, -1):
        if _syllable(plain[start:end], at - start):
            return _hyphened(word, at)
    return "", word


def _syllable(word: str, at: int) -> bool:
    """Whether a printer would divide a word here: before a suffix, or between two consonants of two syllables."""
    if any(word.endswith(suffix) and at == len(word) - len(suffix) for suffix in SUFFIXES):
        return True
    left, right = word[at - 1], word[at]
    if left in VOWELS or right in VOWELS or word[at - 1 : at + 1] in TOGETHER:
        return False
    return any(c in VOWELS for c in word[: at - 1]) and word[at + 1] in VOWELS and len(word) - at > 3


def _letters(plain: str) -> tuple[int, int]:
    """The first run of letters in a word."""
    start = 0
    while start < len(plain) and not plain[start].isalpha():
        start += 1
    end = start
    while end < len(plain) and plain[end].isalpha():
        end += 1
    return start, end


def _hyphened(word: str, at: int) -> tuple[str, str]:
    head, rest = cut(word, at)
    return head + "-", rest


def cut(text: str, at: int) -> tuple[str, str]:
    """Two parts at a visible offset; marks at the cut stay with what they stand beside."""
    seen = 0
    for k, c in enumerate(text):
        if INVISIBLE.match(c):
            continue
        if seen == at:
            return text[:k], text[k:]
        seen += 1
    return text, ""
