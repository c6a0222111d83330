"""Names of themes, votes and their caps, which are discussed, and which sound alike (T4, T5)."""

from __future__ import annotations

import time

import pytest

from bot.errors import UserError
from bot.retros.values import BallotRules, Card
from bot.themes.rules import (
    by_votes,
    check_vote,
    merged_title,
    question,
    theme_title,
    to_discuss,
)
from bot.themes.similar import similar
from bot.themes.values import Theme
from tests.retros.shown import retro

ANA, BEN = 1, 2


def theme(number: int, *texts: str, votes: int | None = None, author: int | None = None) -> Theme:
    cards = tuple(Card(number * 100 + n, 5, 0, author, text) for n, text in enumerate(texts or "x"))
    return Theme(number, None, cards, votes)


def test_t4_merging_keeps_every_name_that_somebody_typed() -> None:
    assert merged_title([None, None]) is None
    assert merged_title([None, "Calls", None]) == "Calls"
    assert merged_title(["Calls", "calls", "Homework"]) == "Calls / Homework"
    with pytest.raises(UserError, match="Rename one of them first"):
        merged_title(["x" * 120, "y" * 90])


@pytest.mark.parametrize("blank", ["", "  ", "\u3164", "\u2800\u2800", "\u200b"])
def test_t4_a_name_says_something(blank: str) -> None:
    assert theme_title(" Shorter\ncalls ") == "Shorter calls"
    with pytest.raises(UserError, match="empty"):
        theme_title(blank)
    with pytest.raises(UserError, match="81 characters"):
        theme_title("x" * 81)


def test_t5_caps_hold_per_person_and_per_theme() -> None:
    rules = BallotRules(votes=3, per_theme=2)
    check_vote(rules, {1: 2}, theme(2), 1, ANA)
    check_vote(rules, {1: 2, 2: 1}, theme(2), 1, ANA)
    check_vote(rules, {1: 2, 2: 1}, theme(1), 0, ANA)
    with pytest.raises(UserError, match="All your 3 votes"):
        check_vote(rules, {1: 2}, theme(2), 2, ANA)
    for votes in (3, -1):
        with pytest.raises(UserError, match="at most 2"):
            check_vote(rules, {}, theme(2), votes, ANA)


def test_t5_own_cards_get_no_votes_where_so_agreed() -> None:
    rules = BallotRules(own_cards=False)
    own = theme(1, "a", "b", author=ANA)
    with pytest.raises(UserError, match="own card"):
        check_vote(rules, {}, own, 1, ANA)
    check_vote(rules, {}, own, 1, BEN)
    shared = Theme(1, None, (*own.cards, Card(9, 5, 0, BEN, "c")))
    check_vote(rules, {}, shared, 1, ANA)
    check_vote(BallotRules(), {}, own, 1, ANA)


def test_a_tie_goes_to_more_cards_and_then_to_the_lower_number() -> None:
    themes = [
        theme(1, votes=1),
        theme(2, "a", "b", votes=1),
        theme(3, votes=4),
        theme(4, votes=1),
        theme(5, votes=0),
    ]
    assert [each.number for each in by_votes(themes)] == [3, 2, 1, 4, 5]
    assert [each.number for each in to_discuss(themes)] == [3, 2, 1]
    assert [each.number for each in to_discuss(themes[4:] + themes[2:3])] == [3]
    unvoted = [theme(1), theme(2, "a", "b"), theme(3), theme(4)]
    assert [each.number for each in to_discuss(unvoted)] == [2, 1, 3]


def test_a_talk_begins_with_what_its_column_asks_for() -> None:
    worked, adjust = theme(1), Theme(2, None, (Card(1, 5, 1, None, "x"),))
    assert "keeps it going" in question(retro(), worked)
    assert "small thing" in question(retro(), adjust)


def test_t4_what_sounds_alike_is_suggested_closest_first() -> None:
    themes = [
        theme(0, "The Thursday calls are too long"),
        theme(1, "Homework was fun"),
        theme(2, "Thursday's call took far too long again"),
        theme(3, "More reading groups please"),
        theme(4, "Shorter calls on Thursdays"),
        theme(5, "I liked the reading group"),
    ]
    pairs = [(one.number, other.number) for one, other in similar(themes)]
    assert (3, 5) in pairs
    assert any(set(pair) <= {0, 2, 4} for pair in pairs)
    assert not any(1 in pair for pair in pairs)
    assert len({number for pair in pairs for number in pair}) == 2 * len(pairs)


@pytest.mark.parametrize("text", ["", "😀", "the and of", "שלום עולם", "x " * 2000])
def test_t4_any_texts_can_be_compared(text: str) -> None:
    assert len(similar([theme(n, text or "?") for n in range(9)])) <= 4


def test_t4_300_long_themes_are_compared_in_a_moment() -> None:
    words = [f"word{n}" for n in range(500)]
    themes = [theme(n, " ".join(words[(n * 7 + k) % 500] for k in range(400))) for n in range(300)]
    began = time.process_time()
    similar(themes)
    assert time.process_time() - began < 5
