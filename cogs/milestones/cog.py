"""`/milestone`: list, next, show, start, done, skip, undo, note, due, add, hide."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.inputs.search import search
from bot.milestones import overrides, own, service
from bot.milestones.queries import my_board
from bot.milestones.rules.own_rules import MAX_DEPTH
from bot.milestones.values import Item, Status
from cogs.common.callers import as_member
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.milestones.acting import act_on_date, asking_which, create_with_date, next_board
from cogs.milestones.done_views import open_note
from cogs.milestones.item_panels import item_panel, next_panel, outcome_panel
from cogs.milestones.listing import SHOW_LABELS, Show, View
from cogs.milestones.own_panels import added_panel, dated_panel, hidden_panel
from cogs.milestones.panels import list_panel
from cogs.milestones.suggesting import suggest

_SHOW_CHOICES = [app_commands.Choice(name=SHOW_LABELS[show], value=show.value) for show in Show]


def _anything(_item: Item) -> bool:
    return True


def _open(item: Item) -> bool:
    return item.status.is_open


def _not_done(item: Item) -> bool:
    return item.status is not Status.DONE


def _touched(item: Item) -> bool:
    return bool(item.history)


def _takes_steps(item: Item) -> bool:
    return item.depth < MAX_DEPTH


def _shared(item: Item) -> bool:
    return not item.is_own


@suggestions
async def _suggest_block(interaction: Interaction, current: str) -> Choices:
    board = await as_member(interaction).read(my_board)
    names = {
        section.id: section.title if section.is_own else f"Block {section.number} · {section.title}"
        for section in board.sections
    }
    titles = [(section.id, section.title) for section in board.sections]
    return [choice(names[found], found) for found in search(titles, current)]


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
        board = await as_member(interaction).read(my_board)
        show = Show(status) if status in set(Show) else Show.ALL
        view = View(board.find_section(block).number if block else 0, show)
        await reply(interaction, list_panel(board, view))

    @app_commands.command()
    async def next(self, interaction: Interaction) -> None:
        """Show what to take up next, and why."""
        await reply(interaction, next_panel(*await as_member(interaction).read(next_board)))

    @app_commands.command()
    @app_commands.describe(milestone="Which one")
    @app_commands.autocomplete(milestone=suggest(_anything, hidden=True))
    async def show(self, interaction: Interaction, milestone: str) -> None:
        """Show one milestone with its dates and history, and all that can be done with it."""
        async with asking_which(interaction):
            board = await as_member(interaction).read(my_board)
            await reply(interaction, item_panel(board, board.find(milestone, hidden=True)))

    @app_commands.command()
    @app_commands.describe(milestone="The one you begin")
    @app_commands.autocomplete(milestone=suggest(_open))
    async def start(self, interaction: Interaction, milestone: str) -> None:
        """Take a milestone up."""
        async with asking_which(interaction):
            outcome = await as_member(interaction).act(service.start, milestone)
            await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(
        milestone="The one you finished",
        link="Where it can be seen, if anywhere (https://…)",
        note="A few words for yourself",
    )
    @app_commands.autocomplete(milestone=suggest(_not_done))
    async def done(
        self,
        interaction: Interaction,
        milestone: str,
        link: str | None = None,
        note: str | None = None,
    ) -> None:
        """Mark a milestone done, with a link and a note if you like."""
        async with asking_which(interaction):
            member = as_member(interaction)
            outcome = await member.act(service.finish, milestone, link=link, note=note)
            await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(milestone="The one you leave out")
    @app_commands.autocomplete(milestone=suggest(_open))
    async def skip(self, interaction: Interaction, milestone: str) -> None:
        """Leave a milestone out; it then counts neither way."""
        async with asking_which(interaction):
            outcome = await as_member(interaction).act(service.skip, milestone)
            await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(milestone="The one whose last change you take back")
    @app_commands.autocomplete(milestone=suggest(_touched))
    async def undo(self, interaction: Interaction, milestone: str) -> None:
        """Take the last change of a milestone back."""
        async with asking_which(interaction):
            outcome = await as_member(interaction).act(service.undo, milestone)
            await reply(interaction, outcome_panel(outcome))

    @app_commands.command()
    @app_commands.describe(
        milestone="Which one",
        note="A few words for yourself; without note and link a form opens",
        link="Where it can be seen (https://…)",
    )
    @app_commands.autocomplete(milestone=suggest(_anything))
    async def note(
        self,
        interaction: Interaction,
        milestone: str,
        note: str | None = None,
        link: str | None = None,
    ) -> None:
        """Keep a note or a link with a milestone, or change them."""
        async with asking_which(interaction):
            if note is None and link is None:
                await open_note(interaction, milestone)
                return
            outcome = await as_member(interaction).act(
                service.annotate, milestone, note=note, link=link
            )
            await reply(interaction, item_panel(outcome.board, outcome.item))

    @app_commands.command()
    @app_commands.describe(
        milestone="Which one",
        date="Such as 2026-12-24, 24 Dec, friday, in 2 weeks; left empty: the plan's own date",
    )
    @app_commands.autocomplete(milestone=suggest(_open))
    async def due(self, interaction: Interaction, milestone: str, date: str | None = None) -> None:
        """Give a milestone or step a date of your own."""
        async with asking_which(interaction):
            due = date or ""
            outcome, rows = await act_on_date(interaction, overrides.set_due, milestone, due=due)
            await reply(interaction, dated_panel(outcome, rows))

    @app_commands.command()
    @app_commands.describe(
        title="What will be done",
        under="The milestone whose step it is; left empty: a milestone of its own",
        block="The block it counts in; left empty: beside the plan",
        due="By when, such as 24 Dec or in 2 weeks",
    )
    @app_commands.autocomplete(under=suggest(_takes_steps), block=_suggest_block)
    async def add(
        self,
        interaction: Interaction,
        title: str,
        under: str | None = None,
        block: str | None = None,
        due: str | None = None,
    ) -> None:
        """Add a milestone or a step of your own; the group's plan stays as it is."""
        outcome, rows = await create_with_date(
            interaction, own.add, title=title, under=under, block=block, due=due
        )
        await reply(interaction, added_panel(outcome, rows))

    @app_commands.command()
    @app_commands.describe(milestone="One of the plan's that you do not want to see")
    @app_commands.autocomplete(milestone=suggest(_shared))
    async def hide(self, interaction: Interaction, milestone: str) -> None:
        """Take a milestone of the plan out of your lists and counts."""
        async with asking_which(interaction):
            outcome = await as_member(interaction).act(overrides.hide, milestone)
            await reply(interaction, hidden_panel(outcome))
