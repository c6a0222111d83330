"""What is stored, as one reads it: complete, folded, and within a message."""

from __future__ import annotations

import discord
import pytest

from bot.feature import Stored
from bot.privacy import declared as everything_declared
from cogs.common.panels import MAX_TEXT
from cogs.features import FEATURES
from cogs.groups.member_panels import stored_panel
from cogs.groups.stored_text import stored_pages


def stored(what: str, seen_by: str = "you", how_long: str = "for good") -> Stored:
    return Stored(what=what, why="to have it", how_long=how_long, seen_by=seen_by)


# What features of three times ours could declare.
MANY = [
    stored(f"thing {n} " + "x" * 90, seen_by=("you", "the group", "organisers")[n % 3])
    for n in range(60)
]


def texts(panel: discord.ui.LayoutView) -> str:
    items = panel.walk_children()
    return "\n".join(i.content for i in items if isinstance(i, discord.ui.TextDisplay))


def test_m7_each_thing_is_named_with_its_reason_time_and_reader() -> None:
    (page,) = stored_pages([stored("a"), stored("b", "the group"), stored("c")], limit=1000)
    mine, theirs = page.split("**Who sees it**: the group")
    assert mine.count("**Who sees it**: you. **For how long**: for good.") == 1
    assert "- a: to have it\n- c: to have it" in mine
    assert "- b: to have it" in theirs


def test_nothing_declared_is_said_too() -> None:
    assert "What I keep about you" in stored_pages([], limit=1000)[0]
    stored_panel([])


@pytest.mark.parametrize("limit", [500, 1000, MAX_TEXT])
def test_pages_hold_everything_and_none_is_too_long(limit: int) -> None:
    pages = stored_pages(MANY, limit=limit)
    assert all(len(page) <= limit for page in pages)
    assert all("**Who sees it**" in page for page in pages)
    for each in MANY:
        assert sum(f"- {each.what}: " in page for page in pages) == 1
    shown = [texts(stored_panel(MANY, page)) for page in range(len(stored_pages(MANY, limit=3900)))]
    assert all(any(each.what in text for text in shown) for each in MANY)
    stored_panel(MANY, -5)
    stored_panel(MANY, 99)


def test_all_that_the_features_store_can_be_read_in_full() -> None:
    declared = everything_declared(feature.data for feature in FEATURES)
    assert declared
    pages = stored_pages(declared, limit=3900)
    assert all(any(each.what in page for page in pages) for each in declared)


def test_what_whoever_runs_the_bot_could_tell_is_said() -> None:
    """Also of what has no name: anonymous cards, compared with a copy from before one came."""
    pages = "\n".join(stored_pages(everything_declared(f.data for f in FEATURES), limit=3900))
    assert "Whoever runs me has my database, and can read what stands in it." in pages
    assert "Whoever runs me can read them before the reveal." in pages
    assert "could tell which one is new" in pages
