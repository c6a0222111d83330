"""What organisers do with evenings: plan one, put talks on it, and their order."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.values import OrganiserCaller
from bot.sessions.values import PANEL, Asked
from bot.talks import evenings, queries
from bot.talks.values import Evening
from cogs.common import public_panels
from cogs.common.callers import as_organiser
from cogs.common.panels import Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, chosen_one, whole
from cogs.common.text import plural, stamp
from cogs.talks.panels import arrange_panel
from cogs.talks.routes import ARRANGE, PUT_ON, TAKE_OUT, UP


@ARRANGE.press
async def arrange(interaction: Interaction, meeting_id: int) -> None:
    found = await as_organiser(interaction).read(queries.evening, meeting_id)
    await rerender(interaction, arrange_panel(found))


@PUT_ON.press
async def put_on(interaction: Interaction, meeting_id: int) -> None:
    talk_id = _chosen(interaction)
    found = await as_organiser(interaction).act(evenings.put_on, meeting_id, talk_id)
    await _shown(interaction, found)


@TAKE_OUT.press
async def take_out(interaction: Interaction, meeting_id: int) -> None:
    talk_id = _chosen(interaction)
    found = await as_organiser(interaction).act(evenings.take_out, meeting_id, talk_id)
    await _shown(interaction, found)


@UP.press
async def up(interaction: Interaction, meeting_id: int, talk_id: int) -> None:
    found = await as_organiser(interaction).act(evenings.move_up, meeting_id, talk_id)
    await _shown(interaction, found)


async def scheduled(interaction: Interaction, asked: Asked) -> Panel:
    """Plan an evening; gives its order, to be arranged."""
    found, skipped = await as_organiser(interaction).create(evenings.schedule, asked)
    said = (
        f"Planned for {stamp(found.meeting.starts_at, 'F')}, with "
        f"{plural(len(found.talks), 'talk')}. Its panel is on the way; `/session move` and "
        "`/session cancel` work for it too."
    )
    if skipped:
        said += "\nClocks skip that hour on that day, so it begins right after it."
    return arrange_panel(found, said=said)


async def next_arranged(interaction: Interaction) -> Panel:
    """The order of the next evening.

    Raises:
        UserError: none is planned.
    """
    organiser = as_organiser(interaction)
    meeting_id = await organiser.read(_next)
    return arrange_panel(await organiser.read(queries.evening, meeting_id))


async def _next(session: AsyncSession, caller: OrganiserCaller) -> int:
    found = await queries.next_evening(session, caller)
    if found is None:
        raise UserError(
            "No evening of talks is planned. Give a time, such as `thursday 18:00`, to plan one."
        )
    return found


async def _shown(interaction: Interaction, found: Evening) -> None:
    meeting = found.meeting
    await rerender(interaction, arrange_panel(found))
    await public_panels.refresh(interaction.client, PANEL, meeting.guild_id, meeting.id)


def _chosen(interaction: Interaction) -> int:
    try:
        return whole(chosen_one(interaction))
    except ValueError:
        raise NotFound("I do not find that talk. Choose it again.") from None
