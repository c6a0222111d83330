"""Custom ids and the table of their handlers."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.routes import MAX_CUSTOM_ID, Routes, custom_id, whole


async def handler(*_: object) -> None:
    """Handles nothing."""


def test_a_custom_id_is_its_route_and_its_keys() -> None:
    assert custom_id("milestone:done", "theory-sets", 3) == "milestone:done:theory-sets:3"


def test_a_custom_id_that_discord_would_refuse_is_refused_here() -> None:
    longest = "k" * (MAX_CUSTOM_ID - len("retro:card:"))
    assert len(custom_id("retro:card", longest)) == MAX_CUSTOM_ID
    with pytest.raises(ValueError, match="longer than 100"):
        custom_id("retro:card", longest + "k")
    with pytest.raises(ValueError, match="colon"):
        custom_id("retro:card", "a:b")


@pytest.mark.parametrize("route", ["retro", "retro:card:1", ""])
def test_a_route_is_noun_and_verb(route: str) -> None:
    with pytest.raises(ValueError, match="noun:verb"):
        Routes().press(route)


def test_a_route_is_registered_once() -> None:
    mine, theirs = Routes(), Routes()
    mine.press("retro:card", int)(handler)
    with pytest.raises(ValueError, match="once"):
        mine.press("retro:card")
    # A button and the form that it opens may share a name.
    mine.form("retro:card", int)(handler)
    theirs.press("retro:card")(handler)
    with pytest.raises(ValueError, match="twice"):
        mine.include(theirs)


@given(st.integers())
def test_numbers_from_a_client_fit_the_database(number: int) -> None:
    if abs(number) < 2**63:
        assert whole(str(number)) == number
    else:
        with pytest.raises(ValueError, match="large"):
            whole(str(number))


@given(st.text())
def test_what_is_no_number_is_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert abs(whole(text)) < 2**63
