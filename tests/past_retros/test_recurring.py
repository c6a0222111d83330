"""Themes that came up in several retros are named, and weak likeness is never claimed (D2, T4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.past_retros.rules.recurring import (
    MOST_THEMES,
    is_made,
    most_recurring,
    others_of,
    recurring,
    said_of,
)
from bot.themes.values import Theme
from tests.past_retros.past import alike, archive, card, past, theme

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shorter calls", "We need shorter calls"),
        ("Calls are too long", "Long calls"),
        ("Reading list late", "The reading list comes too late"),
        ("Calls", "calls!"),
        ("Größere Aufgaben", "GRÖSSERE aufgaben"),
        ("会議が長い", "会議が長い。"),
    ],
)
def test_what_is_surely_the_same_is_named(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calls", "Weekly calls"),
        ("Too many papers", "The weekly paper"),
        ("More proofs", "Fewer proofs"),
        ("Calls too short", "Calls too long"),
        ("Pairing on proofs", "Proofs of the week by Ana and Ben on Fridays"),
        ("The weekly paper is too hard", "The weekly paper comes too late"),
        ("!", "?"),
        ("🎉", "🙈"),
    ],
)
def test_what_only_sounds_alike_is_not_claimed(one: str, other: str) -> None:
    """A word in common is no theme in common, however short the two are."""
    assert not alike(one, other)


def test_a_theme_names_the_other_retros_it_came_up_in() -> None:
    """Each once and oldest first; not its own, though two themes in that are alike."""
    march = past(MARCH, theme(1, "Shorter calls"), theme(2, "Shorter calls please"), retro_id=1)
    april = past(APRIL, theme(1, "Datasets"), retro_id=2)
    may = past(MAY, theme(1, "x", "y", title="Shorter calls"), theme(2, "Papers"), retro_id=3)
    everything = archive(march, april, may)
    found = recurring(everything)
    assert others_of(everything, found, may, may.themes[0]) == [MARCH]
    assert others_of(everything, found, march, march.themes[0]) == [MAY]
    assert others_of(everything, found, april, april.themes[0]) == []
    assert others_of(everything, found, may, may.themes[1]) == []
    [(again, dates)] = most_recurring(everything, found, 3)
    assert (again, dates) == (may.themes[0], [MARCH, MAY])


def test_likeness_is_not_handed_on() -> None:
    """What is like something that is like a third is not said to be like that."""
    march = past(MARCH, theme(1, "Reading papers aloud"), retro_id=1)
    april = past(APRIL, theme(1, "Reading papers aloud, calls slow"), retro_id=2)
    may = past(MAY, theme(1, "Aloud: calls slow"), retro_id=3)
    found = recurring(archive(march, april, may))
    assert found == {(1, 1): ((2, 1),), (2, 1): ((1, 1), (3, 1)), (3, 1): ((2, 1),)}


@pytest.mark.parametrize(
    ("dates", "own", "said"),
    [
        ([MARCH], MAY, "March"),
        ([MARCH, MAY], APRIL, "March and May"),
        ([MARCH, APRIL, MAY], date(2026, 6, 1), "March, April and May"),
        ([date(2025, 3, 1), APRIL], MAY, "March 2025 and April"),
        ([date(2026, 3, 1), date(2026, 3, 29)], MAY, "1 March and 29 March"),
        ([date(2026, 5, 2)], date(2026, 5, 30), "2 May"),
        ([MARCH + timedelta(days=31 * n) for n in range(7)], date(2027, 1, 1), "7 other retros"),
        ([MARCH + timedelta(days=31 * n) for n in range(7)], None, "7 retros"),
    ],
)
def test_dates_are_said_as_people_say_them(dates: list[date], own: date | None, said: str) -> None:
    assert said_of(dates, own) == said


def test_only_what_members_made_a_theme_counts() -> None:
    alone = Theme(1, None, (card(1, "Calls"),), votes=0)
    assert not is_made(alone)
    for made in (
        Theme(1, "Named", alone.cards),
        Theme(1, None, (*alone.cards, card(2, "Calls again"))),
        Theme(1, None, alone.cards, votes=1),
        Theme(1, None, alone.cards, votes=0, rank=1),
    ):
        assert is_made(made)


_TEXTS = st.lists(
    st.lists(
        st.sampled_from(("calls", "shorter", "papers", "weekly", "late", "Ä", "会議")), max_size=4
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(_TEXTS, max_size=4))
def test_it_holds_both_ways_and_never_within_one_retro(retros: list[list[list[str]]]) -> None:
    everything = archive(
        *(
            past(
                MARCH + timedelta(days=31 * n),
                *(theme(k, " ".join(words) or "?") for k, words in enumerate(texts)),
                retro_id=n,
            )
            for n, texts in enumerate(retros)
        )
    )
    found = recurring(everything)
    for key, others in found.items():
        assert others
        assert len(set(others)) == len(others)
        for other in others:
            assert other[0] != key[0]
            assert key in found[other]


def test_hundreds_of_themes_are_compared_in_good_time() -> None:
    """Of very many the newest are compared, so a long history costs no more."""
    retros = [
        past(
            MARCH + timedelta(days=31 * n),
            *(theme(k, f"Topic {n} of thing {k}", "same words in all") for k in range(300)),
            retro_id=n,
        )
        for n in range(4)
    ]
    found = recurring(archive(*retros))
    assert {retro_id for retro_id, _number in found} <= {2, 3}
    assert MOST_THEMES == 600
