"""The list's buttons and selects, and the acts on a milestone's state.

Each loads afresh by id, guild and user.
"""

from __future__ import annotations

from dataclasses import replace

from bot.milestones import overrides, pace, service
from bot.milestones.queries import my_board
from cogs.common.callers import as_member
from cogs.common.daily_message import ON_TODAY, daily_message
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, chosen_one
from cogs.milestones.acting import next_board
from cogs.milestones.item_panels import (
    finished_panel,
    item_panel,
    next_panel,
    outcome_panel,
)
from cogs.milestones.listing import Show, View
from cogs.milestones.panels import list_panel
from cogs.milestones.routes import (
    BEGIN,
    BLOCKS,
    COUNT,
    COUNT_IN_LIST,
    DONE,
    FILTER,
    FINISH,
    IN_MESSAGE_DONE,
    MINE,
    NEXT,
    ON_TODAY_DONE,
    OPEN,
    PAGE,
    PICK,
    REVERT,
    ROTATE,
    SKIP,
    START,
    STAY,
    UNDO,
    UNHIDE,
)


@PAGE.press
async def turn(interaction: Interaction, block: int, show: Show, page: int) -> None:
    board = await as_member(interaction).read(my_board)
    await rerender(interaction, list_panel(board, View(block, show, page)))


@BLOCKS.press
@FILTER.press
async def choose(interaction: Interaction, block: int, show: Show) -> None:
    view = View(block, show)
    kind, _, value = chosen_one(interaction).partition("-")
    if kind == "block" and value.isdecimal() and len(value) <= 3:
        view = replace(view, block=int(value))
    elif kind == "show" and value in set(Show):
        view = replace(view, show=Show(value))
    await rerender(interaction, list_panel(await as_member(interaction).read(my_board), view))


@PICK.press
async def pick(interaction: Interaction, _block: int, _show: Show, _page: int) -> None:
    """Open one of the list's as a further answer, so that the list stays."""
    board = await as_member(interaction).read(my_board)
    await reply(interaction, item_panel(board, board.find(chosen_one(interaction), hidden=True)))


@BEGIN.press
async def begin(interaction: Interaction, block: int, show: Show, page: int) -> None:
    """Take the chosen one up, and show the list as it is now."""
    outcome = await as_member(interaction).act(service.start, chosen_one(interaction))
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))


@DONE.press
async def done(
    interaction: Interaction, milestone_id: str, block: int, show: Show, page: int
) -> None:
    """Show the list as it is now, and offer to share."""
    outcome = await as_member(interaction).act(service.finish, milestone_id)
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))
    if outcome.changed:
        await reply(interaction, finished_panel(outcome))


@ON_TODAY_DONE.press
async def done_on_today(interaction: Interaction, guild_id: int, milestone_id: str) -> None:
    """Show ``/today`` as it is now, and offer to undo or share."""
    await done_in_message(interaction, guild_id, ON_TODAY, milestone_id)


@IN_MESSAGE_DONE.press
async def done_in_message(
    interaction: Interaction, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    """Show the message as it is now, and offer to undo or share."""
    acting = as_member(interaction, guild_id)
    outcome = await acting.act(service.finish, milestone_id)
    await rerender(interaction, await acting.read(daily_message, interaction.client, delivery_id))
    if outcome.changed:
        await reply(interaction, finished_panel(outcome))


@COUNT_IN_LIST.press
async def count_in_list(
    interaction: Interaction, milestone_id: str, number: int, block: int, show: Show, page: int
) -> None:
    """Count what repeats once more, and offer to share."""
    outcome = await as_member(interaction).act(service.finish, milestone_id, number=number)
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))
    if outcome.changed:
        await reply(interaction, finished_panel(outcome))


@UNDO.press
async def undo(
    interaction: Interaction, milestone_id: str, number: int, block: int, show: Show, page: int
) -> None:
    outcome = await as_member(interaction).act(service.undo, milestone_id, number=number)
    await rerender(interaction, list_panel(outcome.board, View(block, show, page)))


@UNHIDE.press
async def unhide(
    interaction: Interaction, milestone_id: str, block: int, show: Show, page: int
) -> None:
    """Bring a hidden one back; with the last one the list is whole again."""
    outcome = await as_member(interaction).act(overrides.unhide, milestone_id)
    view = View(block, show if outcome.board.hidden else Show.ALL, page)
    await rerender(interaction, list_panel(outcome.board, view))


@ROTATE.press
async def rotate(interaction: Interaction, path: str) -> None:
    _member, board = await as_member(interaction).act(pace.choose_path, path)
    await rerender(interaction, list_panel(board, View()))


@STAY.press
async def stay(interaction: Interaction, path: str) -> None:
    board = await as_member(interaction).act(pace.decline_rotation, path)
    await rerender(interaction, list_panel(board, View()))


@OPEN.press
async def open_item(interaction: Interaction, milestone_id: str) -> None:
    board = await as_member(interaction).read(my_board)
    await rerender(interaction, item_panel(board, board.find(milestone_id, hidden=True)))


@REVERT.press
async def revert(interaction: Interaction, milestone_id: str, number: int) -> None:
    outcome = await as_member(interaction).act(service.undo, milestone_id, number=number)
    await rerender(interaction, outcome_panel(outcome))


@START.press
async def start(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(service.start, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


@FINISH.press
async def finish(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(service.finish, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


@COUNT.press
async def count_once_more(interaction: Interaction, milestone_id: str, number: int) -> None:
    outcome = await as_member(interaction).act(service.finish, milestone_id, number=number)
    await rerender(interaction, outcome_panel(outcome))


@SKIP.press
async def skip(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(service.skip, milestone_id)
    await rerender(interaction, outcome_panel(outcome))


@NEXT.press
async def next_for_me(interaction: Interaction) -> None:
    """Answer anew, so that the list stays."""
    await reply(interaction, next_panel(*await as_member(interaction).read(next_board)))


@MINE.press
async def mine(interaction: Interaction, _delivery_id: int) -> None:
    """Lead from somebody's win to one's own list."""
    await reply(interaction, list_panel(await as_member(interaction).read(my_board), View()))
