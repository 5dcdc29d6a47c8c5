"""What an installed opis must do on a machine with nothing but Python and numpy: run by wheels.py."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import opis

assert "site-packages" in opis.__file__, opis.__file__
assert metadata.version("opis") == opis.__version__
for tool in ("cc", "gcc", "clang", "pkg-config", "pcre2-config"):
    assert shutil.which(tool) is None, f"{tool} is visible"

package = Path(opis.__file__).parent
assert (package / "py.typed").is_file()
assert (package / "_core.pyi").is_file()

book = opis.read(package / "sample" / "edition.txt")
assert len(book.documents) == 35, book
assert len(book.tables) == 9, book
assert book.document(10).citation == "RTsKhIDNI, f. 17, op. 3, d. 941, ll. 30-39"

command = Path(sys.executable).with_name("opis")
printed = subprocess.run([command, "--version"], check=True, capture_output=True, text=True).stdout
assert printed == f"opis {opis.__version__}\n", printed

if sys.platform == "linux":
    loaded = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "pcre2" in line}
    assert loaded, "PCRE2 is not loaded as a library of its own"
    assert all("opis.libs" in path for path in loaded), loaded

print(f"Python {sys.version.split()[0]} reads {len(book.documents)} documents, PCRE2 from the wheel")
