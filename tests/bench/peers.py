"""Speed of opis and of what people use today for parts of the job, on the same bytes, as a page of the docs.

usage: python tests/bench/peers.py [BOOK] [--rounds N] [--write] [--only TOOL ...]

The peers are installed at pinned versions (peers.txt) into build/peers, an environment of their own that holds this
opis as well.  Each tool runs in a process of its own, one after the other, in several rounds.  A slow tool gets a part
of the book, so that a round ends; the table says how much.  Where the book is the one that was annotated by hand, the
table also says how many of its archival references each tool finds.

--write puts the page into docs/speed.md, the chart into docs/speed.svg and the ratios into tests/bench/recorded.json.
Without it, ratios that fell by more than a tenth against the recorded ones are pointed out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import runpy
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "dev"
BUILD = ROOT / "build" / "peers"
RECORDED = HERE / "recorded.json"
BENCH = runpy.run_path(str(HERE / "bench.py"))  # knows the book and how to print tables
WORST = 0.9  # of a recorded ratio: what is lower is pointed out


class Tool(NamedTuple):
    """A tool, what it does, and how many bytes of the book it gets."""

    name: str
    job: str
    most: int


WHOLE = sys.maxsize
TOOLS = (
    Tool("opis tokenize", "tokens", WHOLE),
    Tool("python re", "word spans", WHOLE),
    Tool("blingfire", "words", WHOLE),
    Tool("tokenizers", "words (pre-tokenizer)", WHOLE),
    Tool("spacy", "tokens (blank pipeline)", WHOLE),
    Tool("opis read", "every kind of record", WHOLE),
    Tool("eyecite hyperscan", "legal citations", WHOLE),
    Tool("eyecite", "legal citations", 400_000),
    Tool("quantulum3", "quantities", 20_000),
    Tool("refextract", "references", 20_000),
)
# Each ratio: a tool of opis, and the peer that it is set against.
RATIOS = (
    ("opis tokenize", "python re"),
    ("opis tokenize", "blingfire"),
    ("opis tokenize", "tokenizers"),
    ("opis tokenize", "spacy"),
    ("opis read", "spacy"),
    ("opis read", "eyecite hyperscan"),
    ("opis read", "eyecite"),
    ("opis read", "quantulum3"),
    ("opis read", "refextract"),
)


def environment() -> Path:
    """The Python that has the peers and this opis."""
    python = BUILD / "bin" / "python"
    stamp, wanted = BUILD / "peers.txt", (HERE / "peers.txt").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("installing the peers", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(BUILD)], check=True)
        pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "-r", str(HERE / "peers.txt")], check=True)
        stamp.write_text(wanted)
    return python


def run(python: Path, tool: Tool, book: Path) -> dict[str, Any] | None:
    """One measurement, or None where the tool fails, which says why."""
    python = Path(sys.executable) if tool.name.startswith("opis") else python
    command = [str(python), "-W", "ignore", str(HERE / "peer.py"), tool.name, str(book), str(tool.most)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result
    print(f"{tool.name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
    return None


def annotated(data: bytes) -> list[tuple[int, int, str]]:
    """The archival references that were annotated by hand in this book: their spans in characters, and their text."""
    text, places, found = data.decode(), {}, []
    lines = text.splitlines(keepends=True)
    offset = 0
    for number, line in enumerate(lines, start=1):
        places[number] = offset
        offset += len(line)
    for path in sorted(GOLD.glob("*.jsonl")) if GOLD.is_dir() else []:
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            if record["kind"] != "archive" or record.get("optional") or record.get("uncertain"):
                continue
            start = text.find(record["raw"], places.get(record["line"], len(text)))
            if 0 <= start - places.get(record["line"], 0) < 500:
                found.append((start, start + len(record["raw"]), record["raw"]))
    return found


def hits(found: list[Any] | None, gold: list[tuple[int, int, str]], most: int) -> str:
    """How many of the references within the first bytes a tool has found: by place, or by text where it tells none."""
    if found is None or not gold:
        return ""
    within = [each for each in gold if each[1] <= most]
    count = 0
    for start, end, raw in within:
        if found and isinstance(found[0], str):
            count += any(" ".join(raw.split()) in " ".join(each.split()) for each in found)
        else:
            count += any(a < end and start < b for a, b in found)
    return f"{count} of {len(within)}"


def describe(python: Path) -> str:
    """The machine and the versions."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    code = "import sys; print(sys.version.split()[0])"
    peers = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    pins = ", ".join((HERE / "peers.txt").read_text().split()).replace("==", " ")
    return f"{model}, {os.cpu_count()} cores, {platform.system()}; CPython {peers}; {pins}"


def chart(speeds: dict[str, float], path: Path) -> None:
    """Bars of MB/s, on a scale of powers of ten."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "opis"
    import matplotlib.pyplot as plt

    names = sorted(speeds, key=speeds.__getitem__)
    figure, axes = plt.subplots(figsize=(7, 0.36 * len(names) + 0.9), layout="constrained")
    colours = ["#b2452a" if name.startswith("opis") else "#9a948a" for name in names]
    bars = axes.barh(names, [speeds[name] for name in names], color=colours)
    axes.bar_label(bars, labels=[three_figures(speeds[name]) for name in names], padding=3)
    axes.set_xscale("log")
    axes.set_xlim(right=max(speeds.values()) * 4)
    axes.set_xlabel("MB/s, one core")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def three_figures(number: float) -> str:
    """A number to three figures, and not as a power of ten."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def report(times: dict[str, list[dict[str, Any]]], gold: list[tuple[int, int, str]]) -> tuple[str, dict[str, float]]:
    """The table of all tools, and their speeds."""
    rows, speeds = [], {}
    for tool in TOOLS:
        runs = times.get(tool.name)
        if not runs:
            continue
        seconds = [each["seconds"] for each in runs]
        size = runs[0]["bytes"]
        speeds[tool.name] = size / min(seconds) / 1e6
        rows.append(
            [
                tool.name,
                tool.job,
                f"{size:,}",
                three_figures(speeds[tool.name]),
                f"{min(seconds) * 1e3:.4g}",
                f"{statistics.median(seconds) * 1e3:.4g}",
                hits(runs[0]["found"], gold, size),
            ]
        )
    head = ["", "what it gives", "bytes", "MB/s", "least ms", "median ms", "archival references found"]
    return BENCH["table"](head, rows), speeds


def ratios(speeds: dict[str, float]) -> dict[str, float]:
    return {f"{ours} / {peer}": speeds[ours] / speeds[peer] for ours, peer in RATIOS if {ours, peer} <= speeds.keys()}


def compare(measured: dict[str, float], *, write: bool) -> str:
    """The ratios beside those that were recorded."""
    recorded: dict[str, float] = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    rows = []
    for name, ratio in measured.items():
        before = recorded.get(name)
        fell = before is not None and ratio < WORST * before and not write
        rows.append([name, three_figures(ratio), three_figures(before) if before else "", "SLOWER" if fell else ""])
    if write:
        RECORDED.write_text(json.dumps({name: round(ratio, 3) for name, ratio in measured.items()}, indent=1) + "\n")
        return BENCH["table"](["ratio", "times as fast"], [row[:2] for row in rows])
    return BENCH["table"](["ratio", "times as fast", "recorded", ""], rows)


PAGE = """\
# Speed

{book}: {size:,} bytes; {machine}.
Each tool in a process of its own, in turn, {rounds} rounds; the least time is the figure. `make bench` measures this
on your machine.

{table}

The last column says how many of the archival references that were annotated by hand in these bytes a tool finds: the
tools do different work, and none of the peers was made for this one. The figures say what a job takes, not which tool
is better.

{ratios}

`make bench RECORD=1` writes this page, and keeps the ratios that later runs are held against.

![MB/s of each tool](speed.svg)

[What many books take](how-to/many-books.md#how-much-it-takes) is measured by `make bench-corpus`, how time and
memory grow with a source by `make bench-growth`, and what two threads reach by `make bench-threads`.
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Speed of opis and its peers.")
    parser.add_argument("book", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=[tool.name for tool in TOOLS])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    name, data = BENCH["load"](options.book)
    tools = [tool for tool in TOOLS if not options.only or tool.name in options.only]
    python = environment() if any(not tool.name.startswith("opis") for tool in tools) else Path(sys.executable)
    times: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.txt"
        book.write_bytes(data)
        for _ in range(options.rounds):
            for tool in tools:
                result = run(python, tool, book)
                if result:
                    times.setdefault(tool.name, []).append(result)
    whole, speeds = report(times, annotated(data) if name == "road-to-terror.txt" else [])
    against = compare(ratios(speeds), write=options.write)
    page = PAGE.format(
        book=name, size=len(data), machine=describe(python), rounds=options.rounds, table=whole, ratios=against
    )
    print(page)
    if options.write:
        (ROOT / "docs" / "speed.md").write_text(page, encoding="utf-8")
        chart(speeds, ROOT / "docs" / "speed.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
