"""A search through cards, comments, names of themes and actions, however they are written."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import UserError
from bot.past_retros.rules.searching import hits, search_words
from bot.past_retros.values import Archive, Kind
from tests.past_retros.past import action, archive, card, past, theme


def everything() -> Archive:
    return archive(
        past(date(2026, 3, 1), theme(1, "Pairing", title="Größe der Gruppe"), retro_id=1),
        past(
            date(2026, 4, 1),
            theme(1, "The call\nShorter calls would help"),
            cards=(card(5, "Caf\u00e9 at noon"), card(6, "勉強会が長い")),
            comments=(card(7, "Calls again"),),
            actions=(action("Keep calls to an hour"),),
            retro_id=2,
        ),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CALLS", [(2, Kind.CARD), (2, Kind.COMMENT), (2, Kind.ACTION)]),
        ("calls shorter", [(2, Kind.CARD)]),
        ("pairing", [(1, Kind.CARD)]),
        ("GRÖSSE", [(1, Kind.THEME)]),
        ("gro\u0308sse", [(1, Kind.THEME)]),
        ("cafe\u0301", [(2, Kind.CARD)]),
        ("CAFÉ", [(2, Kind.CARD)]),
        ("勉強会", [(2, Kind.CARD)]),
        ("長い", [(2, Kind.CARD)]),
        ("nothing", []),
        ("100%", []),
        ("pairing calls", []),
    ],
)
def test_d2_words_are_found_whatever_their_case_and_form(
    typed: str, found: list[tuple[int, Kind]]
) -> None:
    seen = hits(everything(), search_words(typed))
    assert [(hit.past.retro.id, hit.kind) for hit in seen] == found


def test_an_excerpt_begins_with_the_line_that_says_it() -> None:
    [hit] = hits(everything(), "shorter")
    assert hit.text == "Shorter calls would help"


def test_what_no_search_can_be_is_refused_kindly() -> None:
    for typed in ("", " ", "!?", "\u3164", "\u2800", "🎉", "\0"):
        with pytest.raises(UserError, match="such as `shorter calls`"):
            search_words(typed)
    with pytest.raises(UserError, match="51 characters"):
        search_words("x" * 51)
