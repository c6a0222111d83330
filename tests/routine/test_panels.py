"""The panels at their fullest: whatever a plan and a member hold, Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.plans.values import DayPrompt, Resource
from bot.routine.values import EntryOutcome, PromptDay, RoutineEntry, Today
from cogs.common.daily_message import DailyLine, DayWords, Urgency
from cogs.common.panels import Items, button, buttons, line, row
from cogs.common.text import fit, one_line
from cogs.routine.panels import message_panel, today_panel
from cogs.routine.routes import START
from tests.groups.people import wordy_member

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
MEMBER = wordy_member(own_zone=True)
# All that can be typed, and what grows most when it is escaped.
TEXTS = st.one_of(st.text(min_size=1), st.sampled_from(["*", "@everyone ", "\u202e<@1>", "ש_"]))


def fullest(text: str) -> PromptDay:
    """Every text as long as it may be."""
    resources = tuple(
        Resource(
            id=f"r{n}", kind="book", title=full(text, 80), text="x", url=f"https://x.org/{n:x<480}"
        )
        for n in range(12)
    )
    return PromptDay(
        member=MEMBER,
        date=TODAY,
        prompt=DayPrompt(day="monday", title=full(text, 80), text=full(text, 600)),
        resources=resources,
        entry=RoutineEntry(EntryOutcome.DONE, full(text, 4000), NOW),
        snoozed_until=None,
    )


def full(text: str, length: int) -> str:
    return (text * length)[:length]


def fullest_words(text: str) -> DayWords[None]:
    """The longest that a feature says of a day."""
    long = one_line(full(text, 500), 150)
    said = f"Pick the one that matters most: {long} and {long}"
    titles = "\n".join(f"{n}. {one_line(full(text, 500), 90)}" for n in range(6))
    return DayWords(text=said, rows=[row(titles[:1000], button("Vote", START(1)))], key=None)


def added(
    key: str, due: date, *, heading: str = "Ahead", urgency: Urgency = Urgency.AHEAD
) -> DailyLine[str]:
    """A line of a text and a row of two buttons, as the largest are."""
    acts: Items = [key, buttons(button("One", START(1)), button("Two", START(2)))]
    return DailyLine(
        key=key,
        heading=heading,
        rows=acts,
        urgency=urgency,
        due=due,
        more_in="`/milestone list`",
        worth_a_message=True,
    )


@given(TEXTS)
def test_a_prompt_fits_a_message_and_pings_nobody(text: str) -> None:
    lines = [
        added(
            f"*{fit(full(text, 80), 100)}* · planned", TODAY, heading=f"{urgency}", urgency=urgency
        )
        for urgency in Urgency
        for _ in range(6)
    ]
    for asks in (True, False):
        panel = message_panel(
            fullest(text),
            fullest_words(text),
            lines,
            asks=asks,
            delivery_id=10**19 - 1,
            group_name=full(text, 100),
            now=NOW + DAY,
        )
        check(panel)


@given(TEXTS)
def test_today_fits_a_message_at_its_fullest(text: str) -> None:
    day = fullest(text)
    due = "\n".join(f"● {fit(full(text, 80), 100)}, <t:1773057600:D>" for _ in range(3))
    rows: Items = [
        line(),
        f"**Due by now or within a week**\n{due}",
        row("x" * 70, button("See", START(1))),
    ]
    check(today_panel(Today(day, NOW, False, (day,) * 6), fullest_words(text), rows, now=NOW))


def test_r13_no_button_stands_twice_in_a_message() -> None:
    """What the day is for keeps its text; the button is that of the line, or of the row below."""
    lines = [added("The vote closes today", TODAY)]
    words = DayWords(text="Read.", rows=[row("The shortlist", button("Vote", START(1)))], key=None)
    message = message_panel(
        fullest("x"), words, lines, asks=True, delivery_id=1, group_name="Night owls", now=NOW
    )
    rows = [each for one in lines for each in one.rows]
    on_today = today_panel(Today(fullest("x"), NOW, False, ()), words, rows, now=NOW)
    for panel in (message, on_today):
        items = list(panel.walk_children())
        ids = [each.custom_id for each in items if isinstance(each, discord.ui.Button)]
        assert len(ids) == len(set(ids))
        texts = [each.content for each in items if isinstance(each, discord.ui.TextDisplay)]
        assert {"The shortlist", "The vote closes today"} <= set(texts)


AHEAD = {days: added(f"in {days}", TODAY + days * DAY, heading="") for days in (4, 2, 0, 3, 1)}
PAST = [
    added(f"{days} ago", TODAY - days * DAY, heading="Past", urgency=Urgency.PAST)
    for days in (1, 9, 2)
]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([AHEAD[4], AHEAD[2], AHEAD[0], AHEAD[3]], ["in 0", "in 2", "in 3", "in 4"]),
        (list(AHEAD.values()), ["in 0", "in 1", "in 2", "and 2 more in `/milestone list`"]),
        (PAST, ["Past", "9 ago", "2 ago", "1 ago"]),
        ([*PAST, AHEAD[4]], ["in 4", "Past", "9 ago", "and 2 more in `/milestone list`"]),
        ([PAST[0], AHEAD[1], AHEAD[0]], ["in 0", "in 1", "Past", "1 ago"]),
        (
            [*PAST, *AHEAD.values(), replace(AHEAD[1], due=TODAY + 9 * DAY, more_in="`/today`")],
            ["in 0", "in 1", "in 2", "and 6 more in `/today`"],
        ),
        ([], []),
    ],
)
def test_r13_at_most_four_lines_follow_the_most_urgent_first(
    lines: list[DailyLine[str]], said: list[str]
) -> None:
    panel = message_panel(
        fullest("x"), None, lines, asks=False, delivery_id=1, group_name="Night owls", now=NOW
    )
    texts = [
        each.content for each in panel.walk_children() if isinstance(each, discord.ui.TextDisplay)
    ]
    assert texts[:-1] == said


def check(panel: discord.ui.LayoutView) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    for item in panel.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            assert "@everyone" not in item.content
            assert "<@" not in item.content.replace("\\<", "")


@given(TEXTS, st.integers(0, 40), st.integers(1, 1500))
def test_today_counts_what_features_add_beyond_its_room(text: str, many: int, long: int) -> None:
    """However many rows they have, with buttons or without; none is lost without a word."""
    day = fullest(text)
    rows: Items = [row("x" * long, button("See", START(1))) for _ in range(many)]
    panel = today_panel(Today(day, NOW, False, (day,) * 6), fullest_words(text), rows, now=NOW)
    check(panel)
    texts = [each.content for each in panel.walk_children() if isinstance(each, ui.TextDisplay)]
    shown = texts.count("x" * long)
    assert shown == many or any(f"and {many - shown} more than fit" in each for each in texts)
