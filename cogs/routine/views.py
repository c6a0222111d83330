"""The buttons and the form of a prompt. Each loads by group, person and date, acts, shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import activity
from bot.client import Syllabot
from bot.groups import rest_service
from bot.groups import service as groups
from bot.groups.values import MemberCaller
from bot.routine import log_queries, queries
from bot.routine import service as routine
from bot.routine.values import EntryOutcome, PromptDay, SnoozeFor
from cogs.common.access import group_name
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.routine.daily import message_again, today_message
from cogs.routine.log_panels import log_panel
from cogs.routine.note_form import note_form
from cogs.routine.panels import ACCENT, started_panel, stopped_panel
from cogs.routine.routes import (
    DAYS,
    DONE,
    KEEP,
    NOTE,
    ON_LOG,
    RETRY,
    SKIP,
    SNOOZE,
    SNOOZE_FOR,
    START,
    STOP,
    TODAY,
    delivery_in,
)

P = ParamSpec("P")


@DONE.press
async def done(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    await act_on_day(interaction, guild_id, origin, routine.answer, day, EntryOutcome.DONE)


@SKIP.press
async def skip(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    await act_on_day(interaction, guild_id, origin, routine.answer, day, EntryOutcome.SKIPPED)


@SNOOZE.press
async def snooze(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    """Ask for how long."""

    async def ask(session: AsyncSession, caller: MemberCaller) -> Panel:
        seen = await routine.to_snooze(session, caller, day)
        return await _again(session, caller, interaction.client, origin, seen, snoozing=True)

    await rerender(interaction, await as_member(interaction, guild_id).read(ask))


@SNOOZE_FOR.press
async def snooze_for(
    interaction: Interaction, guild_id: int, day: date, origin: str, wait: SnoozeFor
) -> None:
    await act_on_day(interaction, guild_id, origin, routine.snooze, day, wait)


@KEEP.press
async def keep(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    await act_on_day(interaction, guild_id, origin, queries.see_day, day)


@NOTE.press
async def open_note(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    seen = await as_member(interaction, guild_id).read(queries.see_day, day)
    await open_form(interaction, note_form(seen, origin))


@NOTE.form
async def write_note(
    interaction: Interaction, fields: Fields, guild_id: int, day: date, origin: str
) -> None:
    note, done = fields.get("note", ""), fields.get("done", False)
    await act_on_day(interaction, guild_id, origin, routine.write_note, day, note, done=done)


@STOP.press
async def stop(interaction: Interaction, guild_id: int, _day: date, _origin: str) -> None:
    member = await as_member(interaction, guild_id).act(groups.change_member, prompts_stopped=True)
    await rerender(interaction, stopped_panel(member, group_name(interaction.client, guild_id)))


@START.press
async def start(interaction: Interaction, guild_id: int) -> None:
    next_at = await as_member(interaction, guild_id).act(_start)
    await rerender(interaction, started_panel(next_at))


@RETRY.press
async def retry(interaction: Interaction, guild_id: int) -> None:
    await as_member(interaction, guild_id).act(groups.try_dms_again)
    await rerender(interaction, await today_of(interaction, guild_id))


@TODAY.press
async def show_today(interaction: Interaction, guild_id: int) -> None:
    await reply(interaction, await today_of(interaction, guild_id))


@DAYS.press
async def days(interaction: Interaction, guild_id: int) -> None:
    data = await as_member(interaction, guild_id).read(_activity)
    words, alt = activity.in_words(data), activity.alt_text(data)
    await reply_with_picture(interaction, ACCENT, activity.draw, data, words, alt)


async def today_of(interaction: Interaction, guild_id: int | None = None) -> Panel:
    """The person's ``/today`` in a group."""
    return await as_member(interaction, guild_id).read(today_message, interaction.client)


async def act_on_day(
    interaction: Interaction,
    guild_id: int,
    origin: str,
    use_case: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[PromptDay]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Act on a day, and show the message again on which the button stood."""

    async def act_and_look(session: AsyncSession, caller: MemberCaller) -> Panel:
        day = await use_case(session, caller, *args, **kwargs)
        return await _again(session, caller, interaction.client, origin, day)

    await rerender(interaction, await as_member(interaction, guild_id).act(act_and_look))


async def _again(
    session: AsyncSession,
    caller: MemberCaller,
    bot: Syllabot,
    origin: str,
    day: PromptDay,
    *,
    snoozing: bool = False,
) -> Panel:
    """The message on which a button stood; ``snoozing`` lets it ask for how long."""
    if origin == ON_LOG:
        log = await log_queries.day_log(session, caller, day.date)
        return log_panel(log, now=caller.now)
    delivery_id = delivery_in(origin)
    if delivery_id is None:
        return await today_message(session, caller, bot, snoozing=snoozing)
    return await message_again(session, caller, bot, delivery_id, day, snoozing=snoozing)


async def _start(session: AsyncSession, caller: MemberCaller) -> datetime | None:
    """Let prompts come again, after a stop or a pause; gives back when the next one comes."""
    member = await rest_service.resume(session, caller)
    return await queries.next_prompt(session, member)


async def _activity(session: AsyncSession, caller: MemberCaller) -> activity.Activity:
    member = caller.member
    active = await queries.active_days(session, member)
    joined = min(active | {member.started_on})
    rest = await log_queries.rest_days(session, caller, joined)
    return activity.Activity(caller.today, joined, active, rest)
