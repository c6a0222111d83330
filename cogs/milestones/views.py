"""What buttons, selects and forms of milestones do. Each loads afresh by id, guild and user."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups import service as groups
from bot.milestones import service as milestones
from bot.milestones.board import Board
from bot.milestones.rules import MAX_LINK, MAX_NOTE
from cogs.common.access import group_of
from cogs.common.forms import Form, text_field
from cogs.common.permissions import WRITE, missing
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, chosen_one
from cogs.milestones.panels import (
    Show,
    View,
    finished_panel,
    item_panel,
    list_panel,
    note_panel,
    nothing_left_panel,
    outcome_panel,
)

routes = Routes()


async def my_board(interaction: Interaction) -> Board:
    """The board of whoever acts, in the group they mean."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        return await milestones.board(session, guild_id, interaction.user.id, now=bot.clock.now())


async def act(
    interaction: Interaction,
    use_case: Callable[..., Awaitable[milestones.Outcome]],
    milestone: str,
    **more: Any,
) -> milestones.Outcome:
    """One act of whoever acts, on their own milestone, in one unit of work."""
    bot = interaction.client
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        return await use_case(
            session, guild_id, interaction.user.id, milestone, **more, now=bot.clock.now()
        )


@routes.press("milestone:page", int, Show, int)
async def turn(interaction: Interaction, block: int, show: Show, page: int) -> None:
    """Another page of the list."""
    await rerender(interaction, list_panel(await my_board(interaction), View(block, show, page)))


@routes.press("milestone:filter", int, Show)
async def choose(interaction: Interaction, block: int, show: Show) -> None:
    """Another block or another filter."""
    view = View(block, show)
    kind, _, value = chosen_one(interaction).partition("-")
    if kind == "block" and value.isdecimal() and len(value) <= 3:
        view = replace(view, block=int(value))
    elif kind == "show" and value in set(Show):
        view = replace(view, show=Show(value))
    await rerender(interaction, list_panel(await my_board(interaction), view))


@routes.press("milestone:done", str, int, Show, int)
async def done(
    interaction: Interaction, milestone_id: str, block: int, show: Show, page: int
) -> None:
    """Done, in the list: the list as it is now, and the offer to share."""
    outcome = await act(interaction, milestones.finish, milestone_id)
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))
    if outcome.changed:
        await reply(interaction, finished_panel(outcome))


@routes.press("milestone:undo", str, int, int, Show, int)
async def undo(
    interaction: Interaction, milestone_id: str, number: int, block: int, show: Show, page: int
) -> None:
    """Undo, in the list."""
    outcome = await act(interaction, milestones.undo, milestone_id, number=number)
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))


@routes.press("milestone:revert", str, int)
async def revert(interaction: Interaction, milestone_id: str, number: int) -> None:
    """Undo, at one milestone."""
    outcome = await act(interaction, milestones.undo, milestone_id, number=number)
    await rerender(interaction, outcome_panel(outcome))


@routes.press("milestone:start", str)
async def start(interaction: Interaction, milestone_id: str) -> None:
    """Take it up."""
    outcome = await act(interaction, milestones.start, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


@routes.press("milestone:finish", str)
async def finish(interaction: Interaction, milestone_id: str) -> None:
    """Done, at one milestone."""
    outcome = await act(interaction, milestones.finish, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


@routes.press("milestone:skip", str)
async def skip(interaction: Interaction, milestone_id: str) -> None:
    """Leave it out."""
    outcome = await act(interaction, milestones.skip, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


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
    item = (await my_board(interaction)).find(milestone_id)
    change = item.change
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
                default=change.link if change else None,
                required=False,
                max_length=MAX_LINK,
            ),
            text_field(
                "note",
                "Note",
                hint="For you alone, also when you share the win.",
                example="What it took, what you learned",
                default=change.note if change else None,
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


@routes.press("milestone:next")
async def next_for_me(interaction: Interaction) -> None:
    """What to take up next, as a further answer, so that the list stays."""
    board = await my_board(interaction)
    item = board.next_up()
    await reply(interaction, item_panel(board, item) if item else nothing_left_panel(board))


@routes.press("milestone:mine", int)
async def mine(interaction: Interaction, _delivery_id: int) -> None:
    """From somebody's win to one's own list."""
    await reply(interaction, list_panel(await my_board(interaction), View()))


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
