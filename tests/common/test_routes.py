"""Custom ids and the table of their handlers."""

from __future__ import annotations

import contextlib
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.routes import (
    MAX_CUSTOM_ID,
    Fields,
    Interaction,
    Route,
    RouteTable,
    for_one_form,
    routes_in,
    whole,
)


async def pressed(_interaction: Interaction, _name: str) -> None:
    """Handles nothing."""


async def submitted(_interaction: Interaction, _fields: Fields, _name: str) -> None:
    """Handles nothing."""


def test_a_custom_id_is_its_route_and_its_keys() -> None:
    assert Route("milestone:done", str, int)("theory-sets", 3) == "milestone:done:theory-sets:3"


def test_a_custom_id_that_discord_would_refuse_is_refused_here() -> None:
    card = Route("retro:card", str)
    longest = "k" * (MAX_CUSTOM_ID - len("retro:card:"))
    assert len(card(longest)) == MAX_CUSTOM_ID
    with pytest.raises(ValueError, match="longer than 100"):
        card(longest + "k")
    with pytest.raises(ValueError, match="colon"):
        card("a:b")


@pytest.mark.parametrize("name", ["retro", "retro:card:1", ""])
def test_a_route_is_noun_and_verb(name: str) -> None:
    with pytest.raises(ValueError, match="noun:verb"):
        Route(name)


def test_a_key_that_would_not_read_what_it_was_is_refused() -> None:
    with pytest.raises(ValueError, match="'False' as True"):
        Route("retro:card", str, bool)


def test_a_route_is_answered_by_one_handler_of_each_kind() -> None:
    card = Route("retro:card", str)
    card.press(pressed)
    with pytest.raises(ValueError, match="already"):
        card.press(pressed)
    # A button and the form that it opens may share a name.
    card.form(submitted)
    with pytest.raises(ValueError, match="already"):
        card.form(submitted)
    table = RouteTable([card])
    assert table.presses == table.forms == {"retro:card": 1}
    with pytest.raises(ValueError, match="two routes"):
        RouteTable([card, Route("retro:card")])


def test_a_route_that_nothing_handles_is_noticed_when_its_feature_is_declared() -> None:
    module = types.ModuleType("routes")
    card = Route("retro:card", str)
    module.CARD = card  # type: ignore[attr-defined]  # made here
    with pytest.raises(ValueError, match="without a handler"):
        routes_in(module)
    card.press(pressed)
    assert routes_in(module) == (card,)


def test_each_opened_form_has_an_id_of_its_own_as_far_as_there_is_room() -> None:
    card = Route("retro:card", str)
    ids = {for_one_form(card("x")) for _ in range(100)}
    assert len(ids) == 100
    assert all(each.startswith("retro:card:x~") for each in ids)
    longest = card("x" * (MAX_CUSTOM_ID - len("retro:card:")))
    assert for_one_form(longest) == longest


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


@pytest.mark.parametrize("value", [None, ["x"], True, 7])
def test_a_field_of_another_kind_reads_as_left_empty(value: object) -> None:
    assert Fields({"due": value}).get("due", "") == ""
    assert Fields({"owner": "x"}).get("owner", []) == []
    assert Fields({"owner": ["x"]}).get("owner", []) == ["x"]
