"""The panels at their fullest: whatever a plan and a member hold, Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.due import Reminder, Stage
from bot.milestones.values import Item, MilestoneChange, Status
from bot.plans.values import DayPrompt, Milestone, Resource
from bot.routine.service import Day, Entry, Message, Outcome, Today
from cogs.routine.panels import message_panel, today_panel
from tests.groups.people import wordy_member

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
MEMBER = wordy_member(own_zone=True)
# All that can be typed, and what grows most when it is escaped.
TEXTS = st.one_of(st.text(min_size=1), st.sampled_from(["*", "@everyone ", "\u202e<@1>", "ש_"]))


def fullest(text: str) -> Day:
    """Every text as long as it may be."""
    resources = tuple(
        Resource(
            id=f"r{n}", kind="book", title=full(text, 80), text="x", url=f"https://x.org/{n:x<480}"
        )
        for n in range(12)
    )
    return Day(
        member=MEMBER,
        date=NOW.date(),
        prompt=DayPrompt(day="monday", title=full(text, 80), text=full(text, 600)),
        resources=resources,
        entry=Entry(Outcome.DONE, full(text, 4000), NOW),
        snoozed_until=None,
    )


def full(text: str, length: int) -> str:
    return (text * length)[:length]


@given(TEXTS)
def test_a_prompt_fits_a_message_and_pings_nobody(text: str) -> None:
    item = Item(
        milestone=Milestone(id="m" * 40, title=full(text, 80), text="x"),
        block=1,
        status=Status.NOT_STARTED,
        due=NOW.date(),
        waits_for=(),
        change=None,
    )
    done = replace(
        item, status=Status.DONE, change=MilestoneChange(9999, Status.DONE, NOW, due_on=NOW.date())
    )
    named = [Reminder(each, NOW.date(), stage) for stage in Stage for each in (item, done) * 3]
    for asks in (True, False):
        panel = message_panel(
            Message(fullest(text), asks, tuple(named)),
            delivery_id=10**19 - 1,
            group_name=full(text, 100),
            now=NOW + timedelta(days=1),
        )
        check(panel)


@given(TEXTS)
def test_today_fits_a_message_at_its_fullest(text: str) -> None:
    day = fullest(text)
    item = Item(
        milestone=Milestone(id="m", title=full(text, 80), text="x"),
        block=1,
        status=Status.IN_PROGRESS,
        due=NOW.date(),
        waits_for=(),
        change=None,
    )
    check(today_panel(Today(day, NOW, False, (item,) * 40, (day,) * 6), now=NOW))


def check(panel: discord.ui.LayoutView) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    for item in panel.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            assert "@everyone" not in item.content
            assert "<@" not in item.content.replace("\\<", "")
