"""Errors: each says what is wrong, where, and what to do."""

import io
import pickle
from pathlib import Path

import opis
import pytest


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
    with pytest.raises(opis.ReadError, match="is a directory") as caught:
        opis.read(tmp_path)
    assert isinstance(caught.value.__cause__, IsADirectoryError)


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
