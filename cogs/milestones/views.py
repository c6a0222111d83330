"""The list's buttons and selects, and the acts on a milestone's state.

Each loads afresh by id, guild and user.
"""

from __future__ import annotations

from dataclasses import replace

from bot.milestones import choices, pace
from bot.milestones import service as milestones
from cogs.common.access import group_of
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, chosen_one
from cogs.milestones.acting import act, board_and_collisions, my_board
from cogs.milestones.item_panels import finished_panel, item_panel, next_panel, outcome_panel
from cogs.milestones.listing import Show, View
from cogs.milestones.panels import list_panel

routes = Routes()


@routes.press("milestone:page", int, Show, int)
async def turn(interaction: Interaction, block: int, show: Show, page: int) -> None:
    """Another page of the list."""
    await rerender(interaction, list_panel(await my_board(interaction), View(block, show, page)))


@routes.press("milestone:blocks", int, Show)
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


@routes.press("milestone:pick", int, Show, int)
async def pick(interaction: Interaction, _block: int, _show: Show, _page: int) -> None:
    """One of the list's, as a further answer, so that the list stays."""
    board = await my_board(interaction)
    await reply(interaction, item_panel(board, board.find(chosen_one(interaction), hidden=True)))


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


@routes.press("milestone:unhide", str, int, Show, int)
async def unhide(
    interaction: Interaction, milestone_id: str, block: int, show: Show, page: int
) -> None:
    """Bring a hidden one back, in the list; with the last one the list is whole again."""
    outcome = await act(interaction, choices.unhide, milestone_id)
    view = View(block, show if outcome.board.hidden else Show.ALL, page)
    await rerender(interaction, list_panel(outcome.board, view))


@routes.press("milestone:rotate", str)
async def rotate(interaction: Interaction, path: str) -> None:
    """Take the path that the list proposes."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        _member, board = await pace.choose_path(
            session, guild_id, interaction.user.id, path, now=now
        )
    await rerender(interaction, list_panel(board, View()))


@routes.press("milestone:stay", str)
async def stay(interaction: Interaction, path: str) -> None:
    """Not now: propose nothing after this path any more."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        board = await pace.decline_rotation(session, guild_id, interaction.user.id, path, now=now)
    await rerender(interaction, list_panel(board, View()))


@routes.press("milestone:open", str)
async def open_item(interaction: Interaction, milestone_id: str) -> None:
    """One milestone, in place."""
    board = await my_board(interaction)
    await rerender(interaction, item_panel(board, board.find(milestone_id, hidden=True)))


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


@routes.press("milestone:next")
async def next_for_me(interaction: Interaction) -> None:
    """What to take up next, as a further answer, so that the list stays."""
    await reply(interaction, next_panel(*await board_and_collisions(interaction)))


@routes.press("milestone:mine", int)
async def mine(interaction: Interaction, _delivery_id: int) -> None:
    """From somebody's win to one's own list."""
    await reply(interaction, list_panel(await my_board(interaction), View()))
