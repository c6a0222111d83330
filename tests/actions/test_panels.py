"""What is shown of actions fits into a message, whatever members write."""

from __future__ import annotations

from datetime import date

import pytest

from bot.actions.values import Action, ActionReview, ActionStatus, Listing, SeenAction, Show
from cogs.actions.panels import decided, item_panel, list_panel, review_panel, unfinished
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import summary_panel
from tests.retros.circle import NOW
from tests.retros.shown import NASTY, assert_fits, cards_of, labels, retro, text_of


def actions_of(text: str, count: int) -> list[Action]:
    due = date(2026, 4, 1)
    return [
        Action(
            id=n,
            guild_id=1,
            retro_id=5,
            text=text,
            owner_id=10**18 + n,
            due_on=due,
            zone="Europe/Berlin",
            status=ActionStatus.OPEN,
        )
        for n in range(count)
    ]


def listing(actions: list[Action], show: Show = Show.ALL) -> Listing:
    return Listing(tuple(actions), show, 1, True, len(actions))


@pytest.mark.parametrize("text", ["*" * 4000, NASTY * 40, "short"])
@pytest.mark.parametrize("count", [1, 200])
def test_t2_a_summary_with_any_cards_and_actions_fits_one_message(text: str, count: int) -> None:
    cards = cards_of(text, count)
    actions = decided(actions_of("*" * 150, 30), 5)
    panel = summary_panel(retro(closed=True, cards=count), cards, actions, NOW)
    assert_fits(panel)
    assert "`/action list` has them all" in text_of(panel)
    has_more = count > 1 or len(text) > 300
    assert labels(panel) == [*["Done"] * 5, "Add action", *(["Read all"] if has_more else [])]


def test_a_summary_without_actions_asks_for_one() -> None:
    panel = summary_panel(retro(closed=True), [], decided([], 5), NOW)
    assert "None yet" not in text_of(panel), "without a card there is one line"
    assert labels(panel) == ["Add action"]
    assert any("None yet" in row for row in decided([], 5).rows if isinstance(row, str))


def test_t6_a_retros_panel_names_what_is_unfinished() -> None:
    panel = retro_panel(retro(cards=12), unfinished(actions_of("*" * 150, 30), 5))
    assert_fits(panel)
    assert labels(panel) == ["Worked", "Adjust", "My cards", "Review", "Organise"]
    assert "and 25 more" in text_of(panel)
    bare = labels(retro_panel(retro(), unfinished([], 5)))
    assert bare == ["Worked", "Adjust", "My cards", "Organise"]


def test_m6_nothing_that_members_write_works_in_a_panel() -> None:
    """M6: no mention, markup or link of theirs survives."""
    actions = actions_of(NASTY, 1)
    for panel in (
        summary_panel(retro(closed=True), [], decided(actions, 5), NOW),
        retro_panel(retro(), unfinished(actions, 5)),
        list_panel(listing(actions), 0),
        item_panel(SeenAction(actions[0], 1, True)),
        review_panel(ActionReview(retro(), actions), 0),
    ):
        shown = text_of(panel)
        assert "@everyone" not in shown
        assert "<@123456789012345678>" not in shown.replace("\\<@", "")
        assert "\\*\\*x\\*\\*" in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("count", [0, 1, 8, 9, 200])
def test_lists_of_any_length_page_and_fit(count: int) -> None:
    actions = actions_of("*" * 150, count)
    for page in (-1, 0, 1, 10**9):
        for show in Show:
            assert_fits(list_panel(listing(actions, show), page))
        assert_fits(review_panel(ActionReview(retro(), actions), page))
