"""`/milestone`: list, next, show, start, done, skip, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.errors import NotFound, UserError
from bot.milestones import service as milestones
from bot.milestones.board import Board, Item
from bot.milestones.rules import Status
from bot.milestones.search import pick, search
from cogs.common.choices import MAX_CHOICES, Choices, choice
from cogs.common.marks import MARKS
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.milestones.panels import (
    SHOW_LABELS,
    Show,
    View,
    item_panel,
    list_panel,
    nothing_left_panel,
    outcome_panel,
)
from cogs.milestones.views import act, my_board

_SHOW_CHOICES = [app_commands.Choice(name=SHOW_LABELS[show], value=show.value) for show in Show]


def _anything(_item: Item) -> bool:
    return True


def _open(item: Item) -> bool:
    return item.status.is_open


def _not_done(item: Item) -> bool:
    return item.status is not Status.DONE


def _touched(item: Item) -> bool:
    return item.change is not None


def _suggest(fits: Callable[[Item], bool]) -> Callable[..., Any]:
    """Autocomplete on the titles of one's own milestones, those that `fits` first."""

    async def complete(interaction: Interaction, current: str) -> Choices:
        try:
            board = await my_board(interaction)
        except UserError:
            return []  # the command itself says what is missing
        by_id = {item.id: item for item in board.items}
        found = search([(item.id, item.title) for item in board.items], current, len(by_id))
        items = sorted((by_id[name] for name in found), key=lambda item: not fits(item))
        return [
            choice(f"{MARKS[item.status]} {item.title}", item.id) for item in items[:MAX_CHOICES]
        ]

    return complete


async def _suggest_block(interaction: Interaction, current: str) -> Choices:
    try:
        board = await my_board(interaction)
    except UserError:
        return []
    titles = [(section.id, section.title) for section in board.sections]
    numbers = {section.id: section.number for section in board.sections}
    names = dict(titles)
    return [
        choice(f"Block {numbers[name]} · {names[name]}", name) for name in search(titles, current)
    ]


@app_commands.allowed_contexts(guilds=True, dms=True)
class Milestones(commands.GroupCog, group_name="milestone"):
    """What you have done of the plan, and what comes next."""

    @app_commands.command(name="list")
    @app_commands.describe(block="Show one block only", status="Show some milestones only")
    @app_commands.autocomplete(block=_suggest_block)
    @app_commands.choices(status=_SHOW_CHOICES)
    async def list_(
        self, interaction: Interaction, block: str | None = None, status: str | None = None
    ) -> None:
        """Show your milestones, with a button for each."""
        board = await my_board(interaction)
        show = Show(status) if status in set(Show) else Show.ALL
        view = View(_block_number(board, block) if block else 0, show)
        await reply(interaction, list_panel(board, view))

    @app_commands.command()
    async def next(self, interaction: Interaction) -> None:
        """Show what to take up next."""
        board = await my_board(interaction)
        item = board.next_up()
        await reply(interaction, item_panel(board, item) if item else nothing_left_panel(board))

    @app_commands.command()
    @app_commands.describe(milestone="Which one")
    @app_commands.autocomplete(milestone=_suggest(_anything))
    async def show(self, interaction: Interaction, milestone: str) -> None:
        """Show one milestone with its dates, link and note."""
        board = await my_board(interaction)
        await reply(interaction, item_panel(board, board.find(milestone)))

    @app_commands.command()
    @app_commands.describe(milestone="The one you begin")
    @app_commands.autocomplete(milestone=_suggest(_open))
    async def start(self, interaction: Interaction, milestone: str) -> None:
        """Take a milestone up."""
        outcome = await act(interaction, milestones.start, milestone)
        await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(
        milestone="The one you finished",
        link="Where it can be seen, if anywhere (https://…)",
        note="A few words for yourself",
    )
    @app_commands.autocomplete(milestone=_suggest(_not_done))
    async def done(
        self,
        interaction: Interaction,
        milestone: str,
        link: str | None = None,
        note: str | None = None,
    ) -> None:
        """Mark a milestone done, with a link and a note if you like."""
        outcome = await act(interaction, milestones.finish, milestone, link=link, note=note)
        await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(milestone="The one you leave out")
    @app_commands.autocomplete(milestone=_suggest(_open))
    async def skip(self, interaction: Interaction, milestone: str) -> None:
        """Leave a milestone out; it then counts neither way."""
        outcome = await act(interaction, milestones.skip, milestone)
        await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(milestone="The one whose last change you take back")
    @app_commands.autocomplete(milestone=_suggest(_touched))
    async def undo(self, interaction: Interaction, milestone: str) -> None:
        """Take the last change of a milestone back."""
        outcome = await act(interaction, milestones.undo, milestone)
        await reply(interaction, outcome_panel(outcome))


def _block_number(board: Board, typed: str) -> int:
    """The block that is meant by an id, a title or a number."""
    name = pick([(section.id, section.title) for section in board.sections], typed)
    for section in board.sections:
        if typed.strip() == str(section.number) or section.id == name:
            return section.number
    raise NotFound("The plan has no such block. Pick one as you type, or leave it empty for all.")
