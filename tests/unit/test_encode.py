"""A str becomes the bytes that str.encode() gives, whatever it holds."""

from __future__ import annotations

import random

import pytest
from opis import _core

ALPHABETS = {
    "ASCII": "ab \n",
    "Latin": "abcdefghij \n\x7f\x80\xa0°é\xff",
    "accents": "éèü",
    "Cyrillic": "опись фонда\n",
    "prose": "the text of a page, \N{EM DASH} and its \N{RIGHT SINGLE QUOTATION MARK}\n",
    "edges": "\x00\x7f\x80\u07ff\u0800\ud7ff\ue000\uffff",
    "beyond": "a\U00010000\U0010ffff",
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_encoded_as_python_does(alphabet: str) -> None:
    chance = random.Random(alphabet)
    for length in [*range(140), 2_039, 2_040, 2_041, 5_000]:
        # Runs of ASCII of all lengths between others, so that every step of the loop meets every other.
        text = "".join(chance.choices(ALPHABETS[alphabet] + "x" * chance.choice((0, 1, 60)), k=length))
        assert _core.encode(text) == text.encode()


@pytest.mark.parametrize("text", ["\ud800", "plain text and half of a pair \udfff", "é\ud800", "\U0001f600\udc00"])
def test_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(UnicodeEncodeError) as caught:
        _core.encode(text)
    with pytest.raises(UnicodeEncodeError) as expected:
        text.encode()
    assert (caught.value.start, caught.value.reason) == (expected.value.start, expected.value.reason)


def test_only_a_str_is_encoded() -> None:
    with pytest.raises(TypeError, match="only a str"):
        _core.encode(b"bytes")  # type: ignore[arg-type]
