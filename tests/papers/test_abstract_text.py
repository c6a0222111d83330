"""Abstracts in rows and pages: whole sentences, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.text import escape, unescape
from cogs.papers.abstract_text import excerpt, pages, shares

TWO = "We prune, e.g. by half. It costs 0.5 points."
LONG = "We compare pruning, which is old; distillation (which is not); and rest, in that order"


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        (f"{TWO} More follows.", 100, TWO),
        (TWO, len(TWO), TWO),
        (TWO, len(TWO) - 1, "We prune, e.g. by half."),
        ("Short.", 100, "Short."),
        ("  Two\n lines. ", 100, "Two lines."),
        ("", 100, ""),
        (LONG, 70, "We compare pruning, which is old; distillation (which is not) …"),
        (LONG, 45, "We compare pruning, which is old …"),
        # Rather a few more words than half of the row empty.
        ("First, we compare pruning and rest in that order", 32, "First, we compare pruning and…"),
        ("Unbreakable-words-have-no-place", 12, "Unbreakable…"),
        ("We use *stars*. And _lines_.", 60, r"We use \*stars\*. And \_lines\_."),
        (TWO, 2, ""),
    ],
)
def test_a6_a_row_shows_two_whole_sentences_or_one(text: str, room: int, shown: str) -> None:
    assert excerpt(text, room) == shown


@given(st.text(alphabet="ab*_. ,;(A1\u05d0", max_size=120), st.integers(0, 60))
def test_a_row_never_takes_more_than_its_room(text: str, room: int) -> None:
    assert len(excerpt(text, room)) <= max(room, 0)


def test_a6_all_of_an_abstract_stands_in_pages_of_whole_sentences() -> None:
    text = " ".join(f"Sentence number {number} says what it says." for number in range(20))
    found = pages(text, 200)
    assert len(found) > 1
    assert all(len(page) <= 200 and page.endswith("says.") for page in found)
    assert " ".join(map(unescape, found)) == text
    assert pages("", 200) == [""]


@pytest.mark.parametrize("text", ["*" * 6000, "word " * 1200, "\u05d0 " * 900, "e\u0301" * 900])
def test_a_sentence_without_end_is_divided_and_nothing_is_lost(text: str) -> None:
    found = pages(text, 500)
    assert all(0 < len(page) <= 500 for page in found)
    assert "".join(map(unescape, found)).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.integers(0, 600), max_size=5), st.integers(-100, 2500))
def test_rows_share_what_room_there_is(needs: list[int], room: int) -> None:
    given_ = shares(needs, room)
    assert sum(given_) <= max(0, room)
    assert all(share <= need for share, need in zip(given_, needs, strict=True))
    if sum(needs) <= room:
        assert given_ == needs
    # Who gets less than they need gets no less than anybody else.
    short = [s for s, need in zip(given_, needs, strict=True) if s < need]
    assert not short or min(short) + 1 >= max(given_)


def test_what_is_escaped_counts_as_it_is_shown() -> None:
    assert excerpt("a * b.", len(escape("a * b."))) == r"a \* b."
