"""The sample that the package embeds: one fixed edition.  `python -m edition.sample` writes it anew."""

from __future__ import annotations

from pathlib import Path

from . import Generated, generate

FOLDER = Path(__file__).resolve().parents[2] / "python" / "opis" / "sample"
SEED, PAGES, STRENGTH = 1928, 66, 0.4


def make() -> Generated:
    return generate(SEED, PAGES, STRENGTH)


def main() -> None:
    made = make()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "edition.txt").write_bytes(made.text.encode())
    (FOLDER / "truth.jsonl").write_bytes(made.jsonl().encode())


if __name__ == "__main__":
    main()
