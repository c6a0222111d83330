"""A member's rest: the pause, rest that repeats, lighter weeks; and what is asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import discord
from discord import ui

from bot.db import weekday_bits
from bot.groups.rest import MOST_RESTS
from bot.groups.rest_rules import rest_key, say_rest
from bot.groups.values import Member
from bot.inputs.dates import WEEKDAYS, say_date
from bot.inputs.repeats import RepeatedDays, say_repeated_days
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line, row
from cogs.groups.member_panels import Standing, held_back, states
from cogs.groups.rest_text import NONE_PLANNED, lighter_text, pause_text
from cogs.groups.routes import (
    ADD_REST,
    CALL_OFF_PAUSE,
    END_LIGHTER,
    FIRST_WEEK,
    LIGHTER,
    PAUSE,
    REMOVE_REST,
    REST,
    SHOW,
)

LIGHTER_WEEKS = (1, 2, 3, 4, 6, 8, 12)
"""For so many weeks a lighter routine can be chosen."""


def rest_panel(standing: Standing, *, now: datetime) -> Panel:
    """All of a member's rest, each with its act, and what comes next."""
    member = standing.member
    guild_id = member.guild_id
    held = held_back(member, now)
    coming = [*([held] if held else []), *([] if member.prompts_stopped else states(standing))]
    return Panel(
        Accent.SETTINGS,
        "**Your rest**",
        *(["\n".join(coming)] if coming else []),
        line(),
        _pause_row(member, now),
        _lighter_row(member, now),
        line(),
        *_repeating(member),
        line(),
        buttons(
            *([_add(guild_id)] if len(member.rests) < MOST_RESTS else []),
            button("Settings", SHOW(guild_id)),
        ),
        small_print=f"On a day of rest nothing is due, and your streak waits with you. {ONLY_YOU}",
    )


def which_week_panel(member: Member, days: RepeatedDays, now: datetime) -> Panel:
    """Asks which week is the first of those that are counted."""
    today = member.today(now)
    monday = today - timedelta(days=today.weekday())
    first = [monday + timedelta(weeks=week) for week in range(days.every)]
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=FIRST_WEEK(member.guild_id, weekday_bits(days.weekdays), days.every),
        placeholder="The first week of rest",
        options=[_week_option(each, today) for each in first],
    )
    return Panel(
        Accent.SETTINGS,
        f"**{say_repeated_days(days)}**\nWhich week is the first? The others count from it.",
        buttons(select),
        buttons(button("Not now", REST(member.guild_id))),
        small_print=ONLY_YOU,
    )


def add_rest_form(guild_id: int) -> Form:
    """Asks for days that repeat."""
    field = text_field(
        "days",
        "Which days, again and again?",
        hint="Such as every eighth week, every second Friday, Fridays in July, or August.",
        example="Fridays in July",
        max_length=100,
    )
    return Form("Rest that repeats", ADD_REST(guild_id), fields=[field])


def lighter_form(guild_id: int, own: Sequence[int]) -> Form:
    """Asks which of one's ``own`` weekdays stay (two at least), and for how long."""
    days = choice_field(
        "days",
        "Which days stay?",
        [discord.SelectOption(label=WEEKDAYS[day], value=str(day)) for day in own],
        hint="The others are free until it ends. No target asks for them.",
        at_most=len(own) - 1,
    )
    weeks = choice_field(
        "weeks",
        "For how long?",
        [
            discord.SelectOption(
                label="1 week" if weeks == 1 else f"{weeks} weeks", value=str(weeks)
            )
            for weeks in LIGHTER_WEEKS
        ],
        hint="Then all of your days are back by themselves.",
    )
    return Form("A lighter routine", LIGHTER(guild_id), fields=[days, weeks])


def _pause_row(member: Member, now: datetime) -> ui.Section[ui.LayoutView]:
    text = pause_text(member, now)
    if text is None:
        return row(f"**Pause** · {NONE_PLANNED}", button("Pause", PAUSE(member.guild_id)))
    label = "Resume" if member.in_pause(member.today(now)) else "Call off"
    return row(f"**Pause** · {text}", button(label, CALL_OFF_PAUSE(member.guild_id)))


def _lighter_row(member: Member, now: datetime) -> ui.Section[ui.LayoutView]:
    text = lighter_text(member, now)
    if text is None:
        return row(
            "**Lighter routine** · fewer days for some weeks",
            button("Choose", LIGHTER(member.guild_id)),
        )
    return row(f"**Lighter routine** · {text}", button("End", END_LIGHTER(member.guild_id)))


def _repeating(member: Member) -> Items:
    if not member.rests:
        return ["**Repeats** · nothing yet. A week off every eighth week, or Fridays in July?"]
    heading = "**Repeats** · "
    return [
        row(
            f"{heading if place == 0 else ''}{say_rest(rest)}",
            button("Remove", REMOVE_REST(member.guild_id, rest_key(rest))),
        )
        for place, rest in enumerate(member.rests)
    ]


def _add(guild_id: int) -> ui.Button[ui.LayoutView]:
    return button("Add what repeats", ADD_REST(guild_id))


def _week_option(monday: date, today: date) -> discord.SelectOption:
    this = " (this week)" if monday <= today else ""
    return discord.SelectOption(label=f"{say_date(monday)}{this}", value=monday.isoformat())
