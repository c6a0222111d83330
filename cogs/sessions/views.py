"""The buttons of sessions for everybody: who comes, the list, notes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import InsiderCaller, MemberCaller
from bot.milestones.values import Item
from bot.sessions import answers, completing, queries, rules
from bot.sessions.values import PANEL, Meeting
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member
from cogs.common.daily_message import daily_message
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.stopping import stop_messages
from cogs.sessions.panels import list_panel, notes_form, own_panel
from cogs.sessions.routes import (
    CANNOT,
    CANNOT_HERE,
    CANNOT_TODAY,
    DONE,
    JOIN,
    JOIN_HERE,
    JOIN_TODAY,
    LIST,
    NOTES,
    OPEN,
    STOP,
    WRITE,
)


@JOIN.press
async def join(interaction: Interaction, guild_id: int, meeting_id: int) -> None:
    await _answer_on_panel(interaction, guild_id, meeting_id, comes=True)


@CANNOT.press
async def cannot(interaction: Interaction, guild_id: int, meeting_id: int) -> None:
    await _answer_on_panel(interaction, guild_id, meeting_id, comes=False)


@JOIN_HERE.press
async def join_here(interaction: Interaction, guild_id: int, meeting_id: int) -> None:
    await rerender(interaction, await answered(interaction, meeting_id, True, guild_id=guild_id))
    await public_panels.refresh(interaction.client, PANEL, guild_id, meeting_id)


@CANNOT_HERE.press
async def cannot_here(interaction: Interaction, guild_id: int, meeting_id: int) -> None:
    await rerender(interaction, await answered(interaction, meeting_id, False, guild_id=guild_id))
    await public_panels.refresh(interaction.client, PANEL, guild_id, meeting_id)


@JOIN_TODAY.press
async def join_today(
    interaction: Interaction, guild_id: int, meeting_id: int, delivery_id: int
) -> None:
    await _answer_in_daily(interaction, guild_id, meeting_id, delivery_id, comes=True)


@CANNOT_TODAY.press
async def cannot_today(
    interaction: Interaction, guild_id: int, meeting_id: int, delivery_id: int
) -> None:
    await _answer_in_daily(interaction, guild_id, meeting_id, delivery_id, comes=False)


@LIST.press
async def turn(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await listed(interaction, page))


@OPEN.press
async def open_one(interaction: Interaction, meeting_id: int) -> None:
    await rerender(interaction, await opened(interaction, meeting_id))


@NOTES.press
async def ask_notes(interaction: Interaction, meeting_id: int) -> None:
    meeting = await as_member(interaction).read(_noted, meeting_id)
    await open_form(interaction, notes_form(meeting))


@WRITE.press
async def ask_notes_again(interaction: Interaction, meeting_id: int, _number: int) -> None:
    await ask_notes(interaction, meeting_id)


@WRITE.form
async def write_notes(
    interaction: Interaction, fields: Fields, meeting_id: int, number: int
) -> None:
    member = as_member(interaction)
    meeting = await member.act(answers.write_notes, meeting_id, number, fields.get("notes", ""))
    said = "Your notes are kept." if meeting.notes is not None else "The notes are gone."
    await rerender(interaction, await opened(interaction, meeting_id, said))
    await public_panels.refresh(interaction.client, PANEL, meeting.guild_id, meeting_id)


@DONE.press
async def complete(interaction: Interaction, meeting_id: int, number: int) -> None:
    await as_member(interaction).act(completing.complete, meeting_id, number)
    await rerender(interaction, await opened(interaction, meeting_id, "Done, and noted there."))


@STOP.press
async def stop(interaction: Interaction, guild_id: int, _delivery_id: int) -> None:
    await stop_messages(interaction, guild_id)


async def listed(interaction: Interaction, page: int = 0) -> Panel:
    """What is ahead, and the last ones."""
    found, caller = await as_insider(interaction).read(_overview)
    return list_panel(found, caller.user_id, page, organises=caller.is_organiser)


async def opened(interaction: Interaction, meeting_id: int, said: str | None = None) -> Panel:
    """A meeting as the person sees it."""
    meeting, completes, caller = await as_insider(interaction).read(_one, meeting_id)
    return own_panel(
        meeting,
        caller.user_id,
        caller.now,
        organises=caller.is_organiser,
        said=said,
        completes=completes,
    )


async def answered(
    interaction: Interaction, meeting_id: int, comes: bool, *, guild_id: int | None = None
) -> Panel:
    """Say whether the person comes; gives the meeting as they see it."""
    meeting, caller = await as_member(interaction, guild_id).act(_answer, meeting_id, comes)
    said = "You come." if comes else "You cannot come this time."
    if comes and rules.reminds_on_time(caller.member, meeting, caller.now):
        said += " I remind you 15 minutes before."
    return own_panel(meeting, caller.user_id, caller.now, organises=caller.is_organiser, said=said)


async def _answer_on_panel(
    interaction: Interaction, guild_id: int, meeting_id: int, *, comes: bool
) -> None:
    """Answer on the panel that the group sees; elsewhere that is brought up to date after."""
    await as_member(interaction, guild_id).act(answers.answer, meeting_id, comes)
    if not await public_panels.rerender(interaction, PANEL, guild_id, meeting_id):
        await public_panels.refresh(interaction.client, PANEL, guild_id, meeting_id)


async def _answer_in_daily(
    interaction: Interaction, guild_id: int, meeting_id: int, delivery_id: int, *, comes: bool
) -> None:
    member, bot = as_member(interaction, guild_id), interaction.client
    await member.act(answers.answer, meeting_id, comes)
    await rerender(interaction, await member.read(daily_message, bot, delivery_id))
    await public_panels.refresh(bot, PANEL, guild_id, meeting_id)


async def _answer(
    session: AsyncSession, caller: MemberCaller, meeting_id: int, comes: bool
) -> tuple[Meeting, MemberCaller]:
    return await answers.answer(session, caller, meeting_id, comes), caller


async def _overview(
    session: AsyncSession, caller: InsiderCaller
) -> tuple[list[Meeting], InsiderCaller]:
    return await queries.overview(session, caller), caller


async def _one(
    session: AsyncSession, caller: InsiderCaller, meeting_id: int
) -> tuple[Meeting, Item | None, InsiderCaller]:
    meeting = await queries.get(session, caller, meeting_id)
    return meeting, await completing.milestone_of(session, caller, meeting), caller


async def _noted(session: AsyncSession, caller: MemberCaller, meeting_id: int) -> Meeting:
    meeting = await queries.get(session, caller, meeting_id)
    answers.check_noted(meeting, caller)
    return meeting
