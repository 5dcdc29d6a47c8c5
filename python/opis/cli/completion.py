"""``opis completion``: what makes a shell complete the commands and options of opis."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

SHELLS = ("bash", "zsh", "tcsh")
_DESCRIPTION = """\
Print a script that makes a shell complete the commands, options and files of opis.

  bash   opis completion bash > ~/.local/share/bash-completion/completions/opis
  zsh    opis completion zsh > a folder of $fpath, as _opis
  tcsh   opis completion tcsh > ~/.opis.tcsh, and source it in ~/.tcshrc
"""


def add_command(commands: Any, make_parser: Callable[[], argparse.ArgumentParser]) -> None:
    """Add ``completion`` to the commands of a parser that can be made anew."""
    parser = commands.add_parser(
        "completion",
        help="print what makes a shell complete the commands of opis",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    parser.set_defaults(run=lambda options: _run(options, make_parser()))


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    import shtab

    for command in _commands(parser):
        for action in command._actions:
            if action.metavar in ("BOOK", "OUT", "FILE", "PATH"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.metavar == "DIR":
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    print(shtab.complete(parser, options.shell))


def _commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return [command for group in groups for command in group.choices.values()]
