"""Learn the words of references to holdings: python/opis/styles/holdings.toml, from annotated footnotes.

usage: python tests/bench/learn_words.py TRAIN.conll.gz [--output FILE] [--folds N]

The annotations are those of LinkedBooks (Rodrigues Alves, Colavizza and Kaplan, Frontiers in Research Metrics and
Analytics 3:21, 2018; MIT licence): a token a line with its type, an empty line where a line of print ends.  A
linear-chain conditional random field is trained on them with python-crfsuite (L-BFGS, L1), on the words that
csrc/core/extract/archive_words.c sees: folded words, their shapes and what stands between them.  The weights that L1
leaves are rounded and written; no sentence is.  The same input gives the same file.

--folds measures instead: each fold, an unbroken stretch of the text, is read with what the others teach.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import opis

FIRST, ARCHIVE, SERIES, NUMBER, DATE = "FARND"  # states of a reference: it begins; what its words are
WORK, PERSON, TITLE, PLACE, PAGES, OTHER = "WPTYLO"  # of a printed work: it begins, what its words are; anything else
REFERENCE = FIRST + ARCHIVE + SERIES + NUMBER + DATE
STATES = REFERENCE + WORK + PERSON + TITLE + PLACE + PAGES + OTHER
NUMBERS = "cartulation foliation box registry folder filza numbered_ref attachment pagination volume column tomo ref"
PLACES = "publicationplace year publisher publicationnumber-year publicationspecifications series"
OF_REFERENCE = dict.fromkeys(NUMBERS.split(), NUMBER) | {"archive_lib": ARCHIVE, "date": DATE, "year": DATE}
OF_WORK = dict.fromkeys(NUMBERS.split(), PAGES) | dict.fromkeys(PLACES.split(), PLACE)
OF_WORK |= {"author": PERSON, "abbreviation": PERSON}
SCALE = 16
HEAVIEST = 127
REACH = 2  # words on either side
SEQUENCE = 200  # words trained at once
LEAST_SEEN = 5
SPARSENESS = 2.0
ROUNDS = 100
HOLDING = {"share": 0.6, "seen": 20, "letters": 4, "places": 5}
STRETCH = 500  # lines of print that are one place
# English, French or Spanish words as well, short forms of any language, and months, which open nothing.
AMBIGUOUS = {"canton", "fase", "folio", "fonds", "mise", "parti", "prove", "prow", "report", "rose", "terra", "ultra"}
AMBIGUOUS |= {"bibl", "cart", "cons", "disp", "genn", "gennaio", "marc", "marzo", "proc", "prov", "sett", "visite"}
ROMAN = re.compile("[IVXLCDM]+")
FOLIO = re.compile("[0-9]+(?:v|r|t|rv|ro|vo)")
YEAR_LENGTH = 4
MANY_DIGITS = 5
SHORT_WORD = 3
LONG_CAPITALS = 6
HEAD, TAIL = 4, 3


@dataclass(frozen=True)
class Word:
    """A word of the text: a run of letters and digits, without apostrophes."""

    text: str
    start: int
    end: int
    before: str  # what stands between it and the word before


def read_lines(path: Path) -> list[list[tuple[str, str]]]:
    """The lines of print, each as its tokens with types and components: `b-primary author`, `i-secondary title` ..."""
    lines: list[list[tuple[str, str]]] = [[]]
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as rows:
        for row in rows:
            fields = row.rstrip("\n").rsplit(" ", 3)
            if len(fields) > 1 and fields[0] != "-DOCSTART-":
                lines[-1].append((fields[0], f"{fields[2]} {fields[1]}"))
            elif lines[-1]:
                lines.append([])
    return lines if lines[-1] else lines[:-1]


def text_of(lines: Iterable[Sequence[tuple[str, str]]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The lines as a text, and its tokens: where they start and end (characters), and what they are."""
    parts: list[str] = []
    tokens: list[tuple[int, int, str]] = []
    at = 0
    for line in lines:
        for token, kind in line:
            tokens.append((at, at + len(token), kind))
            parts += [token, " "]
            at += len(token) + 1
        parts[-1:] = ["\n"]
    return "".join(parts), tokens


def words_of(text: str) -> list[Word]:
    """The words of a text, cut as the core cuts them."""
    content = text.encode()
    words: list[Word] = []
    last = 0
    for token in opis.tokenize(content):
        if token["class"] > 2:  # a word, a number, a mixed run
            continue
        start = int(token["start"])
        run = content[start : start + int(token["length"])].decode()
        for match in re.finditer("[^'’]+", run):
            first = start + len(run[: match.start()].encode())
            end = first + len(match.group().encode())
            words.append(Word(match.group(), first, end, content[last:first].decode()))
            last = end
    return words


def shape_of(word: str) -> str:
    """What a word looks like; the same as shape_of() of archive_words.c."""
    if word.isdecimal():
        if len(word) == YEAR_LENGTH and word[0] == "1":
            return "Y" + word[1]
        return f"D{min(len(word), MANY_DIGITS)}"
    if "0" <= word[0] <= "9":
        return "Folio" if FOLIO.fullmatch(word) else "Digits"
    if any("0" <= letter <= "9" for letter in word):
        return "Mixed"
    if ROMAN.fullmatch(word):
        return "Roman" if len(word) > 1 else "R"
    capitals = sum(letter.isupper() for letter in word)
    if len(word) == 1:
        return "A" if capitals else "a"
    if capitals == len(word):
        return "AA" if len(word) < LONG_CAPITALS else "AAA"
    if word[0].isupper():
        return "Aa" if capitals == 1 else "AaA"
    return "aa" if len(word) <= SHORT_WORD else "aaa"


def mark_class(mark: str) -> str:
    if mark in ".,;:()[]/=":
        return mark
    return '"' if mark in '«»“”„‟<>"' else "'" if mark in "’'‘`" else "-" if mark in "-–—" else "#"


def joint_of(between: str) -> str:
    """What stands between two words, blanks aside; the same as joint_of() of archive_words.c."""
    marks = "".join(mark_class(c) for c in between if not c.isspace())
    line_end = "|" if "\n" in between else ""
    for seen, name in (("([", "("), (")]", ")"), (";", ";"), ('"', '"')):
        if any(c in marks for c in seen):
            return name + line_end
    if "." in marks and "," in marks:
        return ".," + line_end
    return (marks[:1] or "_") + line_end


def keys_at(words: Sequence[Word]) -> Iterator[list[str]]:
    """What is seen of each word: `offset:key`, where the key's word stands so far behind the word itself."""
    folded = [word.text.lower() if not any(c.isdecimal() for c in word.text) else "" for word in words]
    shapes = ["#" + shape_of(word.text) for word in words]
    joints = ["@" + joint_of(word.before) for word in words]
    pairs = ["", *(a + j + b for a, b, j in zip(shapes, shapes[1:], joints[1:], strict=False))]
    for i, own in enumerate(folded):
        keys = []
        for offset in range(-REACH, REACH + 1):
            if not 0 <= i + offset < len(words):
                continue
            keys.append(f"{offset}:{shapes[i + offset]}")
            if folded[i + offset]:
                keys.append(f"{offset}:{folded[i + offset]}")
            if offset > -REACH:
                keys.append(f"{offset}:{joints[i + offset]}")
            if offset in (0, 1) and pairs[i + offset]:
                keys.append(f"{offset}:{pairs[i + offset]}")
        if len(own) > HEAD:
            keys.append(f"0:^{own[:HEAD]}")
        if len(own) > HEAD + 1:
            keys.append(f"0:${own[-TAIL:]}")
        yield keys


def states_of(words: Sequence[Word], text: str, tokens: Sequence[tuple[int, int, str]]) -> str:
    """The state of each word by its annotation."""
    width = [len(c.encode()) for c in text]
    starts, at, states = [], 0, []
    for size in width:
        starts.append(at)
        at += size
    token = 0
    seen = -1
    for word in words:
        while token + 1 < len(tokens) and starts[tokens[token + 1][0]] <= word.start:
            token += 1
        kind, component = tokens[token][2].split(" ")
        begins = kind.startswith("b-") and seen != token
        if kind == "o":
            states.append(OTHER)
        elif kind.endswith("primary"):
            states.append(FIRST if begins else OF_REFERENCE.get(component, SERIES))
        else:
            states.append(WORK if begins else OF_WORK.get(component, TITLE))
        seen = token
    return "".join(states)


def train(samples: Iterable[tuple[list[list[str]], str]], path: Path) -> None:
    """Write a trained model of python-crfsuite."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for keys, states in samples:
        for at in range(0, len(keys), SEQUENCE):
            trainer.append(keys[at : at + SEQUENCE], states[at : at + SEQUENCE])
    trainer.set_params({"c1": SPARSENESS, "c2": 0.0, "feature.minfreq": LEAST_SEEN, "max_iterations": ROUNDS})
    trainer.train(str(path))


def rounded(weight: float) -> int:
    return max(-HEAVIEST, min(HEAVIEST, round(weight * SCALE)))


def holdings_of(words: Sequence[Word], states: str) -> list[str]:
    """The words that are seldom seen outside of references to holdings, in several places of the text."""
    seen: Counter[str] = Counter()
    within: Counter[str] = Counter()
    places: dict[str, set[int]] = defaultdict(set)
    line = 0
    for word, state in zip(words, states, strict=True):
        line += word.before.count("\n")
        folded = word.text.lower()
        seen[folded] += 1
        within[folded] += state in REFERENCE
        places[folded].add(line // STRETCH)
    return sorted(
        word
        for word, count in seen.items()
        if word.isalpha()
        and word not in AMBIGUOUS
        and len(word) >= HOLDING["letters"]
        and count >= HOLDING["seen"]
        and within[word] >= HOLDING["share"] * count
        and len(places[word]) >= HOLDING["places"]
    )


def quoted(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{body}"'


def write_model(model: Path, holdings: Sequence[str], output: Path) -> None:
    """Round the weights and write them as TOML."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    learned = tagger.info()
    weights: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for (name, state), weight in learned.state_features.items():
        offset, key = name.split(":", 1)
        if rounded(weight):
            weights[key].append((int(offset), state, rounded(weight)))
    lines = [
        "# The words of references to holdings of archives and libraries in Venice, with learned weights: a",
        "# conditional random field.  Written by tests/bench/learn_words.py from the train split of LinkedBooks",
        "# (Rodrigues Alves, Colavizza and Kaplan 2018, MIT licence); docs/holdings.md explains the file.",
        "",
        'style = "italian"',
        "# A text is looked at where two of these words, or one and a label of the style, stand near each other.",
        "holdings = [",
        *(f"    {quoted(word)}," for word in holdings),
        "]",
        "",
        "# From each state to each.  Of a reference: it begins (F), an archive (A), a series or text (R), numbers (N),",
        "# dates (D).  Of a printed work: it begins (W), persons (P), titles (T), place and year (Y), pages (L).",
        "# Anything else (O).",
        "[steps]",
    ]
    for a in STATES:
        steps = [rounded(learned.transitions[a, b]) if (a, b) in learned.transitions else -HEAVIEST for b in STATES]
        lines.append(f"{a} = [{', '.join(map(str, steps))}]")
    lines += [
        "",
        "# What each key adds: so many words behind it, to the state, so much.  ^ begins a word, $ ends one, # is the",
        "# shape of a word, @ what stands before it, | a line end.",
        "[weights]",
    ]
    for key in sorted(weights):
        entry = " ".join(f"{offset}{state}{weight}" for offset, state, weight in sorted(weights[key]))
        lines.append(f"{key if re.fullmatch('[a-z]+', key) else quoted(key)} = {quoted(entry)}")
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sample_of(lines: Sequence[Sequence[tuple[str, str]]]) -> tuple[list[Word], list[list[str]], str]:
    text, tokens = text_of(lines)
    words = words_of(text)
    return words, list(keys_at(words)), states_of(words, text, tokens)


def learn(lines: Sequence[Sequence[tuple[str, str]]], output: Path) -> None:
    """Learn from lines of print and write the file."""
    words, keys, states = sample_of(lines)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        train([(keys, states)], model)
        write_model(model, holdings_of(words, states), output)


def measure(lines: Sequence[Sequence[tuple[str, str]]], folds: int) -> None:
    """Print precision, recall and F1 of the words of each fold, and of all."""
    import pycrfsuite

    edges = [len(lines) * i // folds for i in range(folds + 1)]
    samples = [sample_of(lines[a:b])[1:] for a, b in pairwise(edges)]
    total: Counter[str] = Counter()
    for fold, (keys, states) in enumerate(samples):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "model"
            train((s for i, s in enumerate(samples) if i != fold), model)
            tagger = pycrfsuite.Tagger()
            tagger.open(str(model))
            read = tagger.tag(keys)
        counts = Counter(verdict(got, true) for got, true in zip(read, states, strict=True))
        total += counts
        print(f"fold {fold + 1}: {figures(counts)}", flush=True)
    print(f"all: {figures(total)}")


def verdict(got: str, true: str) -> str:
    if got in REFERENCE:
        return "right" if true in REFERENCE else "wrong"
    return "lost" if true in REFERENCE else "other"


def figures(counts: Counter[str]) -> str:
    right = counts["right"]
    precision, recall = right / max(right + counts["wrong"], 1), right / max(right + counts["lost"], 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {both:.3f}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train", type=Path, help="the train split, train.conll.gz")
    default = Path(__file__).resolve().parents[2] / "python" / "opis" / "styles" / "holdings.toml"
    parser.add_argument("--output", type=Path, default=default)
    parser.add_argument("--folds", type=int, help="measure with so many folds, and write nothing")
    chosen = parser.parse_args(arguments)
    lines = read_lines(chosen.train)
    if chosen.folds:
        measure(lines, chosen.folds)
    else:
        learn(lines, chosen.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
