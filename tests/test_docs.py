"""The pages of documentation leave nothing out."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import opis
import pytest
from opis.cli import make_parser

DOCS = Path(__file__).resolve().parents[1] / "docs"


MODULES = ("opis", "opis.batch", "opis.dask", "opis.exports", "opis.profiles", "opis.styling")
PUBLIC = [
    (module, name) for module in MODULES for name in importlib.import_module(module).__all__ if not name.startswith("_")
]


def callables(module: str, name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """A public name and, of a class, its public methods and properties."""
    thing = getattr(importlib.import_module(module), name)
    if not inspect.isclass(thing):
        if callable(thing) and inspect.isfunction(thing):
            yield name, thing
        return
    for member, value in vars(thing).items():
        function = getattr(value, "fget", None) or getattr(value, "__func__", None) or getattr(value, "func", value)
        if not member.startswith("_") and inspect.isfunction(function):
            yield f"{name}.{member}", function


@pytest.mark.parametrize(("module", "name"), PUBLIC)
def test_every_public_name_is_in_the_reference(module: str, name: str) -> None:
    """Sphinx takes over a directive whose name stands under the module that is current there, or is whole."""
    reference = (DOCS / "reference" / "python.md").read_text("utf-8")
    current, found = "", set()
    for directive, argument, members in re.findall(r"^\.\. (\w+):: (\S+)\n(   :members:)?", reference, re.MULTILINE):
        if directive == "currentmodule":
            current = argument
        elif directive == "automodule" and members:
            found |= {f"opis.{one}" for one in vars(importlib.import_module(argument))}
        else:
            found.add(argument if argument.startswith("opis.") else f"{current}.{argument}")
            if directive == "autoclass" and members:
                found.add(f"{current}.{argument} with its members")
    assert f"{module}.{name}" in found
    thing = getattr(importlib.import_module(module), name)
    if inspect.isclass(thing) and list(callables(module, name)) and not issubclass(thing, Exception | Warning):
        assert f"{module}.{name} with its members" in found


@pytest.mark.parametrize(("module", "name"), PUBLIC)
def test_every_method_and_parameter_is_described(module: str, name: str) -> None:
    """What has no docstring is left out by Sphinx without a word."""
    for called, function in callables(module, name):
        said = inspect.getdoc(function) or ""
        assert said, called
        for parameter in list(inspect.signature(function).parameters)[called.count(".") :]:
            assert re.search(rf"^(?:\w+, )*\**{parameter}(?:, \w+)*(?: :|$)", said, re.MULTILINE), (called, parameter)


@pytest.mark.parametrize("kind", opis.KINDS)
def test_every_kind_and_column_is_in_the_contract(kind: str, sample: opis.Book) -> None:
    contract = (DOCS / "reference" / "records.md").read_text("utf-8")
    assert f"| `{kind}` |" in contract
    described = set(re.findall(r"`(\w+)`", contract))
    assert described >= {*sample.records(kind).fields, *(sample.records(kind).to_numpy().dtype.names or ())}


def test_every_command_is_in_the_reference() -> None:
    reference = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    (commands,) = make_parser()._subparsers._group_actions
    assert set(re.findall(r"^\$ opis (\w+) --help$", reference, re.MULTILINE)) == set(commands.choices)


def test_every_page_is_in_the_contents() -> None:
    """Also those that Sphinx would only warn of."""
    listed = re.findall(r"^[\w/-]+$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE)
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")} - {"index"}
    assert set(listed) == pages
