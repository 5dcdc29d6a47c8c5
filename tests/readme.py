"""The examples of README.md, run for real on the sample edition.

usage: python tests/readme.py          write the outputs into README.md (`make readme`)

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

README = Path(__file__).resolve().parents[1] / "README.md"
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
        with contextlib.redirect_stdout(output):
            main(command.split()[1:])
        # Times differ from run to run.
        lines += [f"$ {command}", re.sub(r" in \d+ ms$", "", output.getvalue().rstrip(), flags=re.MULTILINE)]
    return "\n".join(lines) + "\n"


def run_session(block: str, names: dict[str, object]) -> str:
    """The block with what Python prints; blank lines part the examples as they stood."""
    parts: list[str] = []
    for piece in doctest.DocTestParser().parse(block):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        prompts = piece.source.rstrip("\n").split("\n")
        shown = [(">>> " if i == 0 else "... ") + line for i, line in enumerate(prompts)]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(piece.source, str(README), "single"), names)
        parts.append("\n".join(shown) + "\n" + output.getvalue())
    return "".join(parts)


def rewritten(text: str) -> str:
    """README.md with the outputs that opis gives now; the blocks of Python are one session."""
    names: dict[str, object] = {}

    def run(block: re.Match[str]) -> str:
        body = run_console(block[3]) if block[2] == "console" else run_session(block[3], names)
        return block[1] + body + block[4]

    with folder_with_sample():
        return BLOCK.sub(run, text)


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text("utf-8")), encoding="utf-8")
