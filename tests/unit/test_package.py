"""The package as it meets whoever imports it."""

import subprocess
import sys
from importlib import metadata

import opis
from opis import _core


def test_import_is_cheap() -> None:
    loaded = "import sys, opis; print('numpy' in sys.modules, 'opis._core' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).split() == ["False", "False"]


def test_reading_plain_text_needs_numpy_alone() -> None:
    loaded = "import sys, opis; opis.read(b'Document 1\\n').documents.to_numpy(); print(*sys.modules)"
    modules = set(subprocess.check_output([sys.executable, "-c", loaded], text=True).split())
    others = {"pandas", "polars", "pyarrow", "matplotlib", "lxml", "pypdfium2", "jinja2", "rich", "shtab", "tqdm"}
    assert not modules & (others | {"zipfile", "gzip", "tomllib", "statistics", "asyncio", "opis.styling"})


def test_every_public_name_is_there() -> None:
    for name in opis.__all__:
        assert getattr(opis, name) is not None
        assert name in dir(opis)


def test_one_version() -> None:
    assert opis.__version__ == _core.__version__


def test_the_installed_package_has_that_version() -> None:
    assert metadata.version("opis") == opis.__version__


def test_kinds_are_those_of_the_core() -> None:
    assert opis.KINDS == _core.KINDS


def test_unknown_names_are_attribute_errors() -> None:
    assert not hasattr(opis, "inventory")
