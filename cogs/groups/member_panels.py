"""What a member sees of themselves: ``/me``, joining, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ui

from bot.groups.service import Member
from bot.inputs.dates import WEEKDAYS, say_date, say_weekdays
from bot.inputs.times import say_time
from bot.milestones.rules import say_pace
from bot.milestones.rules.collisions import Collision
from bot.milestones.values import Board, Status, next_due
from cogs.common.collisions import collision_row
from cogs.common.panels import ONLY_YOU, Accent, Panel, button, buttons, line, row
from cogs.common.text import bar, day_stamp, escape, fit, stamp, titled_link
from cogs.groups.choices import local_time

STORED = (
    "**What I keep about you**: your Discord id, these settings, the id of our direct messages, "
    "and what you enter: milestones, entries, notes, ballots, cards, actions, conferences. Also "
    "which dates I have named to you, and how you stood when a cycle was closed.\n"
    "**Who sees it**: you. The group sees what you share yourself, such as wins, nominations, "
    "actions you own and conferences you add; of ballots it sees counts, and each retro form says "
    "who sees its cards.\n"
    "**For how long**: while this server uses me. After you leave I write nothing more, and your "
    "data waits in case you come back. Whoever runs me deletes it when you ask."
)


_SHOWN_DONE = 3
# What fits a message even at its fullest.
_TITLE, _NOTE = 100, 150


@dataclass(frozen=True, slots=True)
class Standing:
    """All that ``/me`` shows. ``is_home`` tells whether DMs mean this group, None: no question."""

    member: Member
    group_name: str
    board: Board
    next_prompt_at: datetime | None
    is_home: bool | None
    colliding: tuple[Collision, ...] = ()


def me_panel(standing: Standing, *, now: datetime, heading: str | None = None) -> Panel:
    """Where the member stands and every setting, each with its act."""
    member = standing.member
    guild_id = member.guild_id
    shown = 0 if heading else _SHOWN_DONE
    return Panel(
        Accent.SETTINGS,
        heading or f"**You in {escape(standing.group_name)}**",
        "\n".join((_state(standing, now), *_progress(standing, now, shown=shown))),
        line(),
        row(_zone_text(member, now), button("Change", "me:zone", guild_id)),
        row(
            f"**Prompt** · {say_time(member.prompt_at)}, {say_weekdays(member.weekdays)}",
            button("Change", "me:time", guild_id),
        ),
        buttons(_weekday_select(member)),
        *_plan_rows(standing),
        *collision_row(guild_id, standing.colliding),
        *_closed_dms(member),
        line(),
        buttons(*_acts(standing, now)),
        small_print=f"{_home_text(standing)}{ONLY_YOU}",
    )


def joined_panel(standing: Standing, *, now: datetime) -> Panel:
    """``/me`` as the answer to joining: what was chosen, what is stored."""
    heading = (
        f"**You are in: {escape(standing.group_name)}**\n"
        "I write to you at the time below, and only then. Change anything here or later in `/me`."
        f"\n\n{STORED}"
    )
    return me_panel(standing, now=now, heading=heading)


def stored_panel() -> Panel:
    """What is stored, for how long, who sees it."""
    return Panel(Accent.SETTINGS, STORED, small_print=ONLY_YOU)


def which_zone_panel(guild_id: int, options: list[discord.SelectOption]) -> Panel:
    """Asks which of several zones a typed city means."""
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=f"me:zone-pick:{guild_id}", options=options, placeholder="Your time zone"
    )
    return Panel(
        Accent.SETTINGS,
        "**Which one is yours?** The time it is there now tells.",
        buttons(select),
        small_print=ONLY_YOU,
    )


def leave_panel(guild_id: int, group_name: str) -> Panel:
    """Asks once more, with what happens to the data."""
    return Panel(
        Accent.SETTINGS,
        f"**Leave {escape(group_name)}?**\nPrompts and everything else from me stop at once. What "
        "you entered stays stored, so that `/join` brings it all back. To have it deleted, ask "
        "whoever runs me.",
        buttons(
            button("Leave", "me:leave-sure", guild_id, style=discord.ButtonStyle.danger),
            button("Stay", "me:show", guild_id),
        ),
        small_print=ONLY_YOU,
    )


def left_panel(guild_id: int, group_name: str) -> Panel:
    """Says goodbye, with the way back."""
    return Panel(
        Accent.SETTINGS,
        f"You have left *{escape(group_name)}*. Nothing more comes from me. Take care, and come "
        "back whenever you like.",
        buttons(button("Join again", "me:join", guild_id)),
        small_print=ONLY_YOU,
    )


def _state(standing: Standing, now: datetime) -> str:
    member = standing.member
    if member.prompts_stopped:
        return "⏸ Prompts are off. Press *Start again* to have them back."
    if member.paused(now) and member.paused_until is not None:
        return (
            f"⏸ Paused until {say_date(member.paused_until)}. Nothing is due until then, and it "
            "ends by itself."
        )
    if standing.next_prompt_at is None:
        return "No prompt comes: choose at least one weekday."
    at = standing.next_prompt_at
    return f"Next prompt: {stamp(at, 'F')} ({stamp(at, 'R')})."


def _progress(standing: Standing, now: datetime, *, shown: int) -> list[str]:
    """Milestones done, the next date, and the ``shown`` finished last with link and note (P4)."""
    board = standing.board
    done, total = board.count.done, board.count.total
    lines = [f"{bar(done, total)} · {done} of {total} milestones done{_next(standing, now)}"]
    finished = [
        (item, item.change)
        for item in board.items
        if item.change is not None and item.status is Status.DONE
    ]
    finished.sort(key=lambda pair: pair[1].at, reverse=True)
    for item, change in finished[:shown]:
        link = f" · {titled_link(change.link)}" if change.link else ""
        lines.append(f"● **{fit(item.title, _TITLE)}** · {stamp(change.at, 'd')}{link}")
        if change.note:
            lines.append(f"> {fit(' '.join(change.note.split()), _NOTE)}")
    return lines


def _next(standing: Standing, now: datetime) -> str:
    """The earliest open date; none in a pause, which says that nothing is due."""
    board = standing.board
    due = next_due(board.items)
    if due is None or standing.member.paused(now):
        return ""
    word = "next due" if due >= board.today else "next was planned for"
    return f", {word} {day_stamp(due, board.zone)}"


def _zone_text(member: Member, now: datetime) -> str:
    whose = "yours" if member.own_zone else "the server's, until you choose your own"
    return f"**Time zone** · {member.zone}, {whose} · {local_time(member.zone, now)} there now"


def _plan_rows(standing: Standing) -> list[ui.Section[ui.LayoutView]]:
    """How the plan's dates and paths apply to the member; `cogs.milestones` serves the buttons."""
    member, board = standing.member, standing.board
    rows = [
        row(
            f"**Pace** · {say_pace(member.pace_days)}, counted from {say_date(member.started_on)}",
            button("Change", "milestone:pace", member.guild_id),
        )
    ]
    if board.paths:
        path = fit(board.path_title, _TITLE) if board.path_title else "all of the plan"
        rows.append(row(f"**Path** · {path}", button("Change", "milestone:path", member.guild_id)))
    return rows


def _weekday_select(member: Member) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=f"me:weekdays:{member.guild_id}",
        placeholder="No weekday: no prompts",
        min_values=0,
        max_values=len(WEEKDAYS),
        options=[
            discord.SelectOption(label=name, value=str(day), default=day in member.weekdays)
            for day, name in enumerate(WEEKDAYS)
        ],
    )


def _closed_dms(member: Member) -> list[ui.Section[ui.LayoutView]]:
    if not member.dms_refused:
        return []
    tried = (
        "so I have stopped trying" if member.dms_given_up else "so the last prompt did not arrive"
    )
    return [
        row(
            f"**Direct messages** · Discord says yours are closed for me, {tried}. Prompts wait in "
            "`/today`. Open them in the server's *Privacy Settings*, then press *Try again*.",
            button("Try again", "me:retry", member.guild_id),
        )
    ]


def _acts(standing: Standing, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    member = standing.member
    guild_id = member.guild_id
    acts = []
    if member.prompts_stopped or member.paused(now):
        label = "Start again" if member.prompts_stopped else "Resume"
        acts.append(button(label, "me:start", guild_id, style=discord.ButtonStyle.primary))
    else:
        acts += [
            button("Pause", "me:pause", guild_id),
            button("Stop prompts", "me:stop", guild_id),
        ]
    if standing.is_home is False:
        acts.append(button("Use in DMs", "me:home", guild_id))
    return [
        *acts,
        button("What is stored", "me:stored"),
        button("Leave", "me:leave", guild_id, style=discord.ButtonStyle.danger),
    ]


def _home_text(standing: Standing) -> str:
    if standing.is_home:
        return "In direct messages, commands mean this group. "
    return ""
