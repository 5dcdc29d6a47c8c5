"""Fuzz the core with libFuzzer, under the address and undefined-behaviour sanitizers.

usage: python tests/fuzz/fuzz.py [TARGET ...] [--seconds N]     run each target so long
       python tests/fuzz/fuzz.py [TARGET ...] --minimise        put what was found since into the repository's corpus

A target is a fuzz_TARGET.c beside this file; tests/fuzz/corpus/TARGET holds where it starts from: seeds that the
edition generator wrote (seeds.py) and the inputs that reached new code since.  What a run adds is kept in
build/fuzz/corpus; an input that crashes, hangs or eats memory is written to build/fuzz/crashes and named at the end.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import building
from building import ROOT

HERE = Path(__file__).resolve().parent
STYLES = ROOT / "python" / "opis" / "styles"
BUILD = ROOT / "build" / "fuzz"

COMPILER = tuple(shlex.split(os.environ.get("FUZZ_CC", "clang")))
SANITIZERS = ("-fsanitize=address,undefined,float-cast-overflow", "-fno-sanitize-recover=all")
FLAGS = ("-std=c11", "-g", "-O1", "-fno-omit-frame-pointer", *SANITIZERS)
LONGEST_INPUT = {
    "core": 16_384,
    "mend": 2_048,
    "styles": 3_072,
}  # bytes; the solver's work is bounded, but by no small number
LONGEST_RUN = 20  # seconds for one input, with the sanitizers and on a busy machine; more counts as a hang
MOST_MEMORY = 2_048  # MiB
LARGEST_SEED = {"core": 1_500, "mend": 2_048, "styles": 3_072}  # bytes that an input in the repository may have


def targets() -> list[str]:
    return sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.c"))


# ---- Building -------------------------------------------------------------------------------------------------------


def build() -> dict[str, Path]:
    """The program of each target."""
    core = building.Build(BUILD, FLAGS, COMPILER, core_flags=("-fsanitize=fuzzer-no-link",))
    if not shutil.which(COMPILER[0]):
        sys.exit(
            f"no {COMPILER[0]}: fuzzing needs clang with libFuzzer (`apt-get install clang`), or name one in FUZZ_CC"
        )
    fuzzed, includes = ["-fsanitize=fuzzer"], [building.CORE, HERE]
    return {name: core.program(f"fuzz_{name}", [HERE / f"fuzz_{name}.c"], fuzzed, includes) for name in targets()}


# ---- Words ----------------------------------------------------------------------------------------------------------


def texts(value: Any) -> Iterator[str]:
    """Every text in a TOML document: names, keys and all."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def write_dictionary(path: Path) -> None:
    """The words of the styles, and marks that only print has, as libFuzzer wants them."""
    words = {"\n\n\n\n ", " -\n", "12ob", "60-65", "193\n4", "ll. ", "1x0", "IZO", "100.0", "1,234", "(1881-1937)"}
    for style in sorted(STYLES.rglob("*.toml")):
        words |= set(texts(tomllib.loads(style.read_text("utf-8"))))
    lines = []
    for word in sorted(words):
        escaped = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\' else f"\\x{b:02x}" for b in word.encode())
        if 0 < len(word.encode()) <= 64:
            lines.append(f'"{escaped}"\n')
    path.write_text("".join(lines), encoding="ascii")


# ---- Running --------------------------------------------------------------------------------------------------------


def options_of(target: str) -> list[str]:
    limits = [f"-timeout={LONGEST_RUN}", f"-rss_limit_mb={MOST_MEMORY}", f"-malloc_limit_mb={MOST_MEMORY}"]
    return [*limits, f"-max_len={LONGEST_INPUT.get(target, 4096)}", f"-dict={BUILD / 'opis.dict'}"]


def processor_seconds() -> float:
    """What the programs that this one started have used of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fuzz(target: str, program: Path, seconds: int) -> list[Path]:
    """Run a target; gives the inputs that it failed on."""
    grown, crashes = BUILD / "corpus" / target, BUILD / "crashes" / target
    for folder in (grown, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    known = set(crashes.iterdir())
    command = [str(program), *options_of(target), f"-max_total_time={seconds}", f"-artifact_prefix={crashes}/"]
    command += ["-print_final_stats=1", "-reload=0", str(grown), str(HERE / "corpus" / target)]
    log = BUILD / f"{target}.log"
    before = processor_seconds()
    with log.open("w") as file:
        done = subprocess.run(command, check=False, stdout=file, stderr=subprocess.STDOUT)
    stats = re.findall(r"^stat::number_of_executed_units:\s*(\d+)", log.read_text(errors="replace"), re.MULTILINE)
    count = int(stats[-1]) if stats else 0
    found = sorted(set(crashes.iterdir()) - known)
    minutes = (processor_seconds() - before) / 60
    verdict = "clean" if not found and not done.returncode else f"FAILED, see {log}"
    print(f"{target}: {count:,} inputs in {minutes:.1f} CPU-minutes, {verdict}", flush=True)
    for path in found:
        print(f"  {path}")
    if done.returncode and not found:
        found.append(log)
    return found


def minimise(target: str, program: Path) -> None:
    """Keep, of the corpus and of what was found, the few inputs that reach everything."""
    committed, merged = HERE / "corpus" / target, BUILD / "merged" / target
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    folders = [str(folder) for folder in (merged, committed, BUILD / "corpus" / target) if folder.is_dir()]
    # What is reached counts, not how often: else a thousand inputs would be kept that differ in nothing but numbers.
    wanted = [f"-max_len={LARGEST_SEED[target]}", "-set_cover_merge=1", "-use_counters=0"]
    building.run([str(program), *options_of(target), *wanted, *folders])
    shutil.rmtree(committed, ignore_errors=True)
    committed.mkdir(parents=True)
    for path in sorted(merged.iterdir()):
        if path.stat().st_size <= LARGEST_SEED[target]:
            shutil.copy(path, committed / path.name)
    print(f"{target}: {len(list(committed.iterdir()))} inputs kept")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", choices=[*targets(), []], help="all, without one")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (%(default)s)")
    parser.add_argument("--minimise", action="store_true", help="write the repository's corpus anew")
    options = parser.parse_args()
    try:
        programs = build()
    except building.BuildError as error:
        sys.exit(str(error))
    write_dictionary(BUILD / "opis.dict")
    chosen = {target: programs[target] for target in options.target or programs}
    if options.minimise:
        for target, program in chosen.items():
            minimise(target, program)
        return 0
    failures = [path for target, program in chosen.items() for path in fuzz(target, program, options.seconds)]
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
