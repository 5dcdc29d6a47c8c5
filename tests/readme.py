"""The examples of README.md and of the pages of docs, run for real on the sample edition.

usage: python tests/readme.py          write the outputs into the pages (`make readme`)

A `console` block holds commands after `$`, a `python` block a session after `>>>`; what stands between is output.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from opis.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WIDTH = "100"  # columns of what commands print
BLOCK = re.compile(r"^(```(console|python)\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


@contextlib.contextmanager
def folder_with_sample() -> Iterator[None]:
    """A folder of its own to work in, with the sample edition as edition.txt."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        sample = resources.files("opis") / "sample" / "edition.txt"
        (Path(name) / "edition.txt").write_bytes(sample.read_bytes())
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)


def run_console(block: str) -> str:
    """The block with the output of its commands."""
    lines = []
    for command in re.findall(r"^\$ (opis .*)$", block, re.MULTILINE):
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.suppress(SystemExit):  # --help leaves
            main(command.split()[1:])
        # Times differ from run to run.
        lines += [f"$ {command}", re.sub(r" in \d+ ms$", "", output.getvalue().rstrip(), flags=re.MULTILINE)]
    return "\n".join(lines) + "\n"


def run_session(block: str, names: dict[str, object]) -> str:
    """The block with what Python prints; blank lines part the examples as they stood."""
    parts: list[str] = []
    for piece in doctest.DocTestParser().parse(block):
        if isinstance(piece, str):  # a blank line between examples, or output behind a blank line of its own
            parts.append(piece if not piece.strip() else "\n" if piece.endswith("\n\n") else "")
            continue
        prompts = piece.source.rstrip("\n").split("\n")
        shown = [(">>> " if i == 0 else "... ") + line for i, line in enumerate(prompts)]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(piece.source, "<page>", "single"), names)
        parts.append("\n".join(shown) + "\n" + output.getvalue())
    return "".join(parts)


def rewritten(text: str) -> str:
    """A page with the outputs that opis gives now; its blocks of Python are one session."""
    names: dict[str, object] = {}

    def run(block: re.Match[str]) -> str:
        body = run_console(block[3]) if block[2] == "console" else run_session(block[3], names)
        return block[1] + body + block[4]

    os.environ["COLUMNS"] = WIDTH
    with folder_with_sample():
        return BLOCK.sub(run, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(rewritten(page.read_text("utf-8")), encoding="utf-8")
