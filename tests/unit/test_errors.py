"""Errors: each says what is wrong, where, and what to do."""

import functools
import io
import os
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path

import opis
import pytest
from opis.styling import Level, Signature, Style


@pytest.mark.parametrize(
    ("content", "byte"),
    [
        (b"\xff\xfeD\x00o\x00", 0),  # UTF-16
        (b"Document 1\n\nCaf\xe9 on the river\n", 15),  # Latin-1
        (b"plain until the end \xd0", 20),  # cut off in the middle of a letter
        (b"\xed\xa0\x80", 0),  # half of a surrogate pair
        (b"text\0text", 4),
        (b"\x7fELF\x02\x01\x01\x00\x00", 7),
    ],
)
def test_what_is_not_text_is_named_by_path_and_byte(tmp_path: Path, content: bytes, byte: int) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(content)
    with pytest.raises(opis.ReadError) as caught:
        opis.read(path)
    assert caught.value.byte == byte
    assert caught.value.path == str(path)
    assert str(caught.value).startswith(f"{path}: byte {byte} ")
    assert "UTF-8" in str(caught.value)
    with pytest.raises(opis.ReadError, match=f"<bytes>: byte {byte} "):
        opis.read(content)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="no such file") as caught:
        opis.read(tmp_path / "absent.txt")
    assert isinstance(caught.value.__cause__, FileNotFoundError)
    assert caught.value.byte is None


def test_directory(tmp_path: Path) -> None:
    with pytest.raises(opis.ReadError, match="is a directory without pages"):
        opis.read(tmp_path)


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(opis.ReadError, match="too long"):
        opis.read("x" * 5000)


def test_text_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"Caf\xe9\n")
    with path.open(encoding="utf-8") as file, pytest.raises(opis.ReadError, match="not utf-8 text"):
        opis.read(file)


def test_half_of_a_surrogate_pair() -> None:
    for function in (opis.read, opis.tokenize):
        with pytest.raises(opis.ReadError, match="character 2 is half of a surrogate pair"):
            function("ab\ud800\n")


@pytest.mark.parametrize("source", [None, 54, ["text"]])
def test_what_cannot_be_read(source: object) -> None:
    with pytest.raises(TypeError, match="path, bytes, str or open file"):
        opis.read(source)


def test_a_file_of_neither_text_nor_bytes() -> None:
    class Odd(io.RawIOBase):
        def read(self, size: int = -1) -> None:
            raise OSError(5, "Input/output error")

    with pytest.raises(opis.ReadError, match="<file>: Input/output error"):
        opis.read(Odd())


def test_errors_pickle() -> None:
    error = opis.ReadError("is not text", "scan.txt", 7)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.byte) == ("scan.txt: is not text", 7)


def test_hierarchy() -> None:
    assert issubclass(opis.ReadError, opis.Error)
    assert issubclass(opis.LimitError, opis.Error)


# ---- All of them ----------------------------------------------------------------------------------------------------


def all_errors(base: type[opis.Error] = opis.Error) -> set[type[opis.Error]]:
    return {base}.union(*(all_errors(error) for error in base.__subclasses__()))


def unreadable(path: Path) -> opis.Book:
    path.write_bytes(b"Caf\xe9")
    return opis.read(path)


def without_kind(path: Path) -> opis.Records:
    path.write_bytes(b"Document 1")
    return opis.read(path, kinds=["archive"]).dates


def beyond_a_limit(path: Path) -> opis.Book:
    path.write_bytes(b"Document 1")
    return opis.read(path, limits=opis.Limits(source_bytes=5))


def no_correction(path: Path) -> opis.Book:
    path.write_text("correction = 5")
    return opis.read(b"Document 1", corrections=path)


def with_style(text: bytes, path: Path) -> opis.Book:
    path.write_bytes(text)
    return opis.read(b"Document 1", styles=[path])


def beyond_a_step(path: Path) -> opis.Book:
    pattern = Signature("(?<box>(?:11|1)*1{5}/7)", ("box",), alone=True)
    path.write_bytes(b"See 11111111/7.\n")
    style = Style("boxes", levels=(Level("box", ()),), signatures=(pattern,))
    return opis.read(path, styles=[style], limits=opis.Limits(match_steps=10))


LEVEL = b'[style]\nname = "boxes"\n[[level]]\nname = "box"\n'
BROKEN_STYLES = [
    (b"level = 5\n", r"a style begins with the table \[style\]"),
    (b"[style]\nname\n", ":2: .*xpected '='"),
    (b"[style]\nname = 5\n", ":2: name is text, in quotes"),
    (b"# Archives\n# Caf\xe9\n", ":2: it is not UTF-8 text"),
    (b"boxes = 1\n" + b".".join([b"a"] * 9999) + b" = 1", ":2: .*more than 32 parts; write tables flat"),
    (b"boxes = " + b"9" * 9999, "Exceeds the limit"),
    (b"\xef\xbb\xbf[style]\nname = 5\n", ":2: name is text, in quotes"),
    (b"boxes = " + b"[" * 9999, "write lists flat"),
    (LEVEL + b'[[signature]]\npattern = "(?<box>a)"\n\n[[signature]]\npattern = "(?<box>a{2,1})"\n', ":9: .*order"),
    (LEVEL + b'[[signature]]\npattern = "(?<box>' + b"a" * 5000 + b')"\n', ":6: a pattern has at most 4,096 bytes"),
    (LEVEL + b'[[signature]]\npattern = "(?<box>1)"\n' * 65, ":133: a style has at most 64 signatures"),
]


PROVOKED = [
    (opis.ReadError, unreadable, "give the encoding that the text has"),
    (opis.ReadError, opis.read, "check the path"),
    (opis.ReadError, lambda path: opis.read(path.parent), "give the text file in it"),
    (opis.ReadError, no_correction, r"write \[\[correction\]\] with two brackets"),
    (opis.LimitError, beyond_a_limit, "split it, or raise the limit"),
    *((opis.StyleError, functools.partial(with_style, text), remedy) for text, remedy in BROKEN_STYLES),
    (opis.LimitError, beyond_a_step, "raise the limit"),
    (opis.Error, without_kind, "read it again with kinds"),
]


@pytest.mark.parametrize(("kind", "provoke", "remedy"), PROVOKED)
def test_every_error_says_what_where_and_what_to_do(
    tmp_path: Path, kind: type[opis.Error], provoke: Callable[[Path], object], remedy: str
) -> None:
    path = tmp_path / "scan.txt"
    with pytest.raises(opis.Error, match=remedy) as caught:
        provoke(path)
    assert type(caught.value) is kind
    assert caught.value.path in (str(path), str(path.parent))
    assert str(caught.value).startswith(caught.value.path)
    assert str(caught.value).endswith(f": {caught.value.reason}")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.path, copy.byte) == (str(caught.value), caught.value.path, caught.value.byte)


def test_an_error_drags_no_deep_traceback_along(tmp_path: Path) -> None:
    """Those who pickle tracebacks with their errors, as dask does, would fail on a thousand frames."""
    with pytest.raises(opis.StyleError) as caught:
        with_style(b"boxes = " + b"[" * 9999, tmp_path / "scan.txt")
    frames = 0
    error: BaseException | None = caught.value
    while error is not None:
        frames += sum(1 for _ in traceback.walk_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
    assert frames < 40


def test_no_error_is_left_out() -> None:
    assert {kind for kind, _, _ in PROVOKED} == all_errors()


def test_what_is_open_and_has_nothing_yet() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    pipe = os.fdopen(reading, "rb", buffering=0)
    with pipe, os.fdopen(writing, "wb"), pytest.raises(opis.ReadError, match="nothing to read yet; open it so that"):
        opis.read(pipe)
