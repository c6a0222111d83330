"""What organisers do with sessions, by command and by button."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.sessions import queries, service
from bot.sessions.values import Asked, Meeting
from cogs.common.callers import as_organiser
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.sessions.organising_panels import (
    ask_cancel_panel,
    cancelled_text,
    move_form,
    planned_text,
)
from cogs.sessions.panels import own_panel
from cogs.sessions.routes import CANCEL, CANCEL_ALL, CANCEL_ONE, MOVE


@MOVE.press
async def ask_move(interaction: Interaction, meeting_id: int) -> None:
    meeting, group = await as_organiser(interaction).read(_open, meeting_id)
    await open_form(interaction, move_form(meeting, group.zone))


@MOVE.form
async def move_typed(interaction: Interaction, fields: Fields, meeting_id: int) -> None:
    series = fields.get("series", False)
    await rerender(
        interaction, await moved(interaction, meeting_id, fields.get("when", ""), series)
    )


@CANCEL.press
async def ask_cancel(interaction: Interaction, meeting_id: int) -> None:
    meeting, _ = await as_organiser(interaction).read(_open, meeting_id)
    await rerender(interaction, ask_cancel_panel(meeting, interaction.client.clock.now()))


@CANCEL_ONE.press
async def cancel_one(interaction: Interaction, meeting_id: int, revision: int) -> None:
    await _cancel(interaction, meeting_id, revision, series=False)


@CANCEL_ALL.press
async def cancel_all(interaction: Interaction, meeting_id: int, revision: int) -> None:
    await _cancel(interaction, meeting_id, revision, series=True)


async def planned(interaction: Interaction, asked: Asked) -> Panel:
    """Plan a session; gives what the organiser sees of it."""
    organiser = as_organiser(interaction)
    done = await organiser.create(service.plan, asked)
    group = await organiser.read(_group)
    text = planned_text(
        done, group.announcements_channel_id, moved=False, makes_events=makes_events(interaction)
    )
    return _shown(interaction, done.meeting, text)


async def moved(interaction: Interaction, meeting_id: int, when: str, series: bool) -> Panel:
    """Move a meeting; gives what the organiser sees of it."""
    organiser = as_organiser(interaction)
    done = await organiser.act(service.move, meeting_id, when, series=series)
    group = await organiser.read(_group)
    text = planned_text(
        done, group.announcements_channel_id, moved=True, makes_events=makes_events(interaction)
    )
    return _shown(interaction, done.meeting, text)


async def found(interaction: Interaction, typed: str) -> Meeting:
    """The meeting ahead that an organiser means."""
    return await as_organiser(interaction).read(queries.find, typed)


def makes_events(interaction: Interaction) -> bool:
    """Whether I may make events here, as far as Discord has told."""
    guild = interaction.guild
    return guild is None or guild.me is None or guild.me.guild_permissions.create_events


async def _cancel(
    interaction: Interaction, meeting_id: int, revision: int, *, series: bool
) -> None:
    meeting, following = await as_organiser(interaction).act(
        service.cancel, meeting_id, revision, series=series
    )
    await rerender(interaction, _shown(interaction, meeting, cancelled_text(meeting, following)))


def _shown(interaction: Interaction, meeting: Meeting, said: str) -> Panel:
    now = interaction.client.clock.now()
    return own_panel(meeting, interaction.user.id, now, organises=True, said=said)


async def _open(
    session: AsyncSession, caller: OrganiserCaller, meeting_id: int
) -> tuple[Meeting, Group]:
    return await queries.get_open(session, caller, meeting_id), await _group(session, caller)


async def _group(session: AsyncSession, caller: OrganiserCaller) -> Group:
    return await get_group(session, caller.guild_id)
