"""A link and a note for a milestone, and sharing the win once it is done."""

from __future__ import annotations

from typing import Any

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups import service as groups
from bot.milestones import service as milestones
from bot.milestones.rules import MAX_LINK, MAX_NOTE
from cogs.common.access import group_of
from cogs.common.forms import Form, text_field
from cogs.common.permissions import WRITE, missing
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
from cogs.milestones.acting import act, my_board
from cogs.milestones.item_panels import item_panel, note_panel

routes = Routes()


@routes.press("milestone:share", str)
async def share(interaction: Interaction, milestone_id: str) -> None:
    """Release the win; the delivery posts it."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        group = await groups.get_group(session, guild_id)
    _require_writable(bot, guild_id, group.announcements_channel_id)
    outcome = await act(interaction, milestones.share, milestone_id)
    channel = f"<#{group.announcements_channel_id}>"
    headline = f"Shared in {channel}." if outcome.changed else "That win is shared already."
    await rerender(interaction, item_panel(outcome.board, outcome.item, headline))


@routes.press("milestone:note", str)
async def ask_note(interaction: Interaction, milestone_id: str) -> None:
    """The form for a link and a note, with what is there."""
    await open_note(interaction, milestone_id)


async def open_note(interaction: Interaction, milestone: str) -> None:
    """Open the form, with what is noted.

    Raises:
        NotFound: no such milestone.
    """
    item = (await my_board(interaction)).find(milestone)
    form = Form(
        "Link and note",
        "milestone:note",
        item.id,
        fields=[
            text_field(
                "link",
                "Link",
                hint="Where others could see it, if you share the win.",
                example="https://github.com/you/project",
                default=item.link,
                required=False,
                max_length=MAX_LINK,
            ),
            text_field(
                "note",
                "Note",
                hint="For you alone, also when you share the win.",
                example="What it took, what you learned",
                default=item.note,
                long=True,
                required=False,
                max_length=MAX_NOTE,
            ),
        ],
    )
    await interaction.response.send_modal(form)


@routes.form("milestone:note", str)
async def keep_note(interaction: Interaction, fields: dict[str, Any], milestone_id: str) -> None:
    """Keep the link and the note."""
    outcome = await act(
        interaction,
        milestones.annotate,
        milestone_id,
        link=str(fields.get("link", "")),
        note=str(fields.get("note", "")),
    )
    await rerender(interaction, item_panel(outcome.board, outcome.item))


@routes.press("milestone:more", str)
async def more(interaction: Interaction, milestone_id: str) -> None:
    """The whole note."""
    await reply(interaction, note_panel((await my_board(interaction)).find(milestone_id)))


def _require_writable(bot: Syllabot, guild_id: int, channel_id: int) -> None:
    """Say so at once when a win could not be posted; the delivery would find out too late."""
    guild = bot.get_guild(guild_id)
    channel = guild.get_channel(channel_id) if guild else None
    if channel is None:
        raise UserError("The announcements channel is gone. An organiser can choose another.")
    if missing(channel, WRITE):
        raise UserError(
            f"I may not write in <#{channel_id}>, so nothing was shared. "
            "An organiser can give me *View Channel* and *Send Messages* there."
        )
