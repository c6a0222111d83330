"""What is left of pasted text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inputs.text import storable, visible_line


@given(st.text())
def test_what_is_storable_is_encoded_and_holds_no_nul(text: str) -> None:
    kept = storable(text + "\0\ud800")
    assert "\0" not in kept
    assert kept.encode().decode() == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n lines\t", "two lines"),
        ("a\x00b\x1bc\u202ed\u200be", "abcde"),
        ("👩\u200d💻 שלום", "👩\u200d💻 שלום"),
        ("\u200d", ""),
        ("\u200b\u202e", ""),
    ],
)
def test_a_line_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    assert visible_line(typed) == kept
