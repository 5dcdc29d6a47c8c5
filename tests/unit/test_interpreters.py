"""More than one interpreter in a process, more than one process, and more than one thread."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import opis
import pytest

# What 3.13 calls _interpreters; both take code and tell what it raised.
RUN_IN_INTERPRETER = """\
import sys, warnings
warnings.simplefilter("ignore")

def run(own_gil, code):
    try:
        import _interpreters
    except ImportError:
        import _xxsubinterpreters
        interpreter = _xxsubinterpreters.create(isolated=own_gil)
        try:
            _xxsubinterpreters.run_string(interpreter, code)
        except _xxsubinterpreters.RunFailedError as error:
            return str(error)
        finally:
            _xxsubinterpreters.destroy(interpreter)
        return ""
    interpreter = _interpreters.create("isolated" if own_gil else "legacy")
    try:
        failed = _interpreters.exec(interpreter, code)
    finally:
        _interpreters.destroy(interpreter)
    return f"{failed.type.__name__}: {failed.msg}" if failed else ""
"""


def run_code(code: str) -> None:
    """Run code in a process of its own, for a crash there is no crash here."""
    command = [sys.executable, "-c", RUN_IN_INTERPRETER + code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


# ---- Interpreters ---------------------------------------------------------------------------------------------------


def test_an_interpreter_that_shares_the_lock(edition_path: Path) -> None:
    """The first interpreter that asks for numpy has it, and opis; what it raises and shows is as everywhere."""
    run_code(f"""
code = '''
import warnings
warnings.simplefilter("ignore")
import opis
book = opis.read({str(edition_path)!r})
assert book.documents.number.tolist() == [1, 2, 3]
assert book.archives.to_numpy()["delo"].tolist() == ["184", "185", "1"]
try:
    opis.read(bytes([255]))
except opis.ReadError as error:
    assert error.byte == 0
else:
    raise AssertionError
'''
assert run(False, code) == "", run(False, code)
""")


REFUSED = """
said = run({own_gil}, "import opis; opis.read(b'Document 1')")
assert "ImportError" in said, said
assert "opis needs numpy" in said, said
assert "processes" in said, said
"""
STILL_WORKS = """
import opis
assert len(opis.read(b"Document 1\\n\\nLetter to the mill, 3 May 1931\\n").documents) == 1
"""


def test_a_second_interpreter_is_refused() -> None:
    """numpy serves one interpreter of a process, so opis says so instead of crashing later; the first goes on."""
    run_code(STILL_WORKS + REFUSED.format(own_gil=False) + STILL_WORKS)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="interpreters have locks of their own from Python 3.12 on")
def test_an_interpreter_with_a_lock_of_its_own_is_refused() -> None:
    run_code(REFUSED.format(own_gil=True) + STILL_WORKS + REFUSED.format(own_gil=True) + STILL_WORKS)


# ---- Processes ------------------------------------------------------------------------------------------------------


def documents_of(book: opis.Book) -> list[dict[str, object]]:
    return book.documents.to_dicts()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_book_goes_to_another_process(book: opis.Book, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system does not {method}")
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        for found in pool.map(documents_of, [book] * 4):
            assert found == book.documents.to_dicts()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
def test_use_after_fork(edition_path: Path) -> None:
    """A child reads on with the books and the arrays of its parent, while threads of the parent read too."""
    code = """
import os, sys, threading, opis
book = opis.read(sys.argv[1])
columns, expected = book.archives.to_numpy(), book.archives.to_dicts()
stop = threading.Event()
def read():
    while not stop.is_set():
        opis.read(book.source)
threads = [threading.Thread(target=read) for _ in range(2)]
for thread in threads:
    thread.start()
for _ in range(20):
    child = os.fork()
    if child == 0:
        good = opis.read(book.source).archives.to_dicts() == expected and book.archives.to_dicts() == expected
        os._exit(0 if good and columns["delo"].tolist() == ["184", "185", "1"] else 1)
    assert os.waitpid(child, 0)[1] == 0
stop.set()
for thread in threads:
    thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, edition_path], check=False, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()


# ---- Pickles --------------------------------------------------------------------------------------------------------


def through_pickle(value: object) -> object:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        value = pickle.loads(pickle.dumps(value, protocol))
    return value


def test_a_pickled_book_is_read_again(book: opis.Book) -> None:
    copy = through_pickle(book)
    assert isinstance(copy, opis.Book)
    assert (copy.source, copy.path, copy.kinds) == (book.source, book.path, book.kinds)
    for kind in opis.KINDS:
        assert copy.records(kind).to_dicts() == book.records(kind).to_dicts()


def test_a_book_of_some_kinds_stays_one(edition: str) -> None:
    copy = through_pickle(opis.read(edition, kinds=["archive"]))
    assert isinstance(copy, opis.Book)
    assert copy.kinds == opis.read(edition, kinds=["archive"]).kinds
    with pytest.raises(opis.Error, match="without the kind 'date'"):
        copy.records("date")


@pytest.mark.parametrize(
    "choose",
    [
        lambda records: records,
        lambda records: records[1:],
        lambda records: records[::-1],
        lambda records: records[[2, 0]],
        lambda records: records[records.status == "clean"],
        lambda records: records[:0],
    ],
    ids=["whole", "slice", "backwards", "chosen", "flags", "none"],
)
def test_records_go_through_pickle(book: opis.Book, choose: Callable[[opis.Records], opis.Records]) -> None:
    for records in (book.archives, book.documents, book.tokens):
        chosen = choose(records) if records is not book.tokens and "status" in records.columns else records[1:]
        copy = through_pickle(chosen)
        assert type(copy) is type(chosen)
        assert copy.to_dicts() == chosen.to_dicts()
        assert np.array_equal(copy.to_numpy(), chosen.to_numpy())


def test_a_record_goes_through_pickle(book: opis.Book) -> None:
    record = book.documents[1]
    assert through_pickle(record) == record


# ---- Threads --------------------------------------------------------------------------------------------------------


def test_eight_threads_read_at_once(edition: str) -> None:
    texts = [edition.replace("1931", str(1930 + number)) for number in range(8)]
    alone = [opis.read(text).dates.to_dicts() for text in texts]
    start = threading.Barrier(8)

    def read(number: int) -> bool:
        start.wait()
        return all(opis.read(texts[number]).dates.to_dicts() == alone[number] for _ in range(20))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(8)))


def test_eight_threads_share_one_book(edition: str) -> None:
    """Arrays are built once, by whoever asks first, and every thread sees the same memory."""
    for _ in range(20):
        book = opis.read(edition)
        start = threading.Barrier(8)

        def look(_: int, book: opis.Book = book, start: threading.Barrier = start) -> list[int]:
            start.wait()
            return [book.records(kind).to_numpy().__array_interface__["data"][0] for kind in opis.KINDS]

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            places = list(pool.map(look, range(8)))
        assert all(place == places[0] for place in places)
