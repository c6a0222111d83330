"""The times that something was done which repeats: looking, taking one back, its link and note."""

from __future__ import annotations

from bot.errors import NotFound
from bot.milestones import service
from bot.milestones.queries import my_board
from cogs.common.callers import as_member
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.milestones.done_views import note_form
from cogs.milestones.routes import TIME_NOTE, TIME_PICK, TIME_UNDO, TIMES
from cogs.milestones.time_panels import times_panel


@TIMES.press
async def show_times(interaction: Interaction, milestone_id: str, page: int) -> None:
    board = await as_member(interaction).read(my_board)
    await rerender(interaction, times_panel(board.find(milestone_id), board.zone, page))


@TIME_UNDO.press
async def take_time_back(
    interaction: Interaction, milestone_id: str, number: int, page: int
) -> None:
    outcome = await as_member(interaction).act(service.undo, milestone_id, number=number)
    await rerender(interaction, times_panel(outcome.item, outcome.board.zone, page))


@TIME_PICK.press
async def pick_time(interaction: Interaction, milestone_id: str, page: int) -> None:
    picked = chosen_one(interaction)
    if not (picked.isascii() and picked.isdecimal() and len(picked) < 10):
        raise NotFound("That is none of the times. Pick one from the list.")
    await ask_time_note(interaction, milestone_id, int(picked), page)


@TIME_NOTE.press
async def ask_time_note(
    interaction: Interaction, milestone_id: str, number: int, page: int
) -> None:
    change = (await as_member(interaction).read(my_board)).find(milestone_id).time(number)
    submit = TIME_NOTE(milestone_id, change.number, page)
    await open_form(interaction, note_form(submit, change.link, change.note))


@TIME_NOTE.form
async def keep_time_note(
    interaction: Interaction, fields: Fields, milestone_id: str, number: int, page: int
) -> None:
    outcome = await as_member(interaction).act(
        service.annotate,
        milestone_id,
        link=fields.get("link", ""),
        note=fields.get("note", ""),
        number=number,
    )
    await rerender(interaction, times_panel(outcome.item, outcome.board.zone, page))
