"""Sharing wins, and listing those that were."""

from __future__ import annotations

from datetime import timedelta

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups import service as groups
from bot.milestones import wins
from bot.milestones.service import Outcome
from cogs.common.access import group_of
from cogs.common.panels import Panel
from cogs.common.permissions import WRITE, missing_in
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
from cogs.common.text import escape
from cogs.milestones.acting import act, my_board
from cogs.milestones.item_panels import item_panel
from cogs.milestones.win_panels import released_panel, shareable_panel

routes = Routes()

WEEKS = 4
"""How far back lists of wins go."""

_MOST = 200


@routes.press("milestone:share", str)
async def share(interaction: Interaction, milestone_id: str) -> None:
    """Release the win, at its milestone."""
    outcome, said = await release(interaction, milestone_id)
    await rerender(interaction, item_panel(outcome.board, outcome.item, said))


@routes.press("win:share", str)
async def share_from_list(interaction: Interaction, milestone_id: str) -> None:
    """Release the win, in the list of those one could share."""
    outcome, said = await release(interaction, milestone_id)
    await rerender(interaction, shareable_panel(outcome.board, said))


@routes.press("win:mine")
async def mine(interaction: Interaction) -> None:
    """What one could share."""
    await reply(interaction, shareable_panel(await my_board(interaction)))


@routes.press("win:all", int)
async def open_list(interaction: Interaction, _delivery_id: int) -> None:
    """From a round-up to the list."""
    await reply(interaction, await wins_of(interaction))


@routes.press("win:list", int)
async def turn(interaction: Interaction, page: int) -> None:
    """Another page of the list."""
    await rerender(interaction, await wins_of(interaction, page))


async def wins_of(interaction: Interaction, page: int = 0) -> Panel:
    """The group's wins of the last weeks, for its members."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        since = bot.clock.now() - timedelta(weeks=WEEKS)
        found = await wins.released(session, guild_id, since=since, limit=_MOST)
    return released_panel(found, page, weeks=WEEKS)


async def release(interaction: Interaction, milestone: str) -> tuple[Outcome, str]:
    """Release a win; the delivery posts it. Gives back what to say.

    Raises:
        UserError: it is not done, or could not be posted.
    """
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        group = await groups.get_group(session, guild_id)
    _require_writable(bot, guild_id, group.announcements_channel_id)
    outcome = await act(interaction, wins.share, milestone)
    title = f"*{escape(outcome.item.title)}*"
    if not outcome.changed:
        return outcome, f"Nothing to change: {title} is shared already."
    return outcome, f"Shared: {title}, in <#{group.announcements_channel_id}>."


def _require_writable(bot: Syllabot, guild_id: int, channel_id: int) -> None:
    """Say so at once when a win could not be posted; the delivery would find out too late."""
    lacking = missing_in(bot, guild_id, channel_id, WRITE)
    if lacking is None:
        raise UserError("The announcements channel is gone. An organiser can choose another.")
    if lacking:
        raise UserError(
            f"I may not write in <#{channel_id}>, so nothing was shared. "
            "An organiser can give me *View Channel* and *Send Messages* there."
        )
