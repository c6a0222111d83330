"""What the plan's buttons do."""

from __future__ import annotations

from bot.errors import NotFound, NotSetUp
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.plans.model import Plan
from cogs.common.access import group_of
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes
from cogs.plans.panels import Counts, block_panel, plan_panel

routes = Routes()


async def plan_of(interaction: Interaction) -> tuple[Plan, Counts]:
    """The plan of the group that the person means, and their own counts if they are a member."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        plan = await plans.current(session, guild_id)
        try:
            board = await milestones.board(
                session, guild_id, interaction.user.id, now=bot.clock.now()
            )
        except NotSetUp:
            return plan, {}
        return plan, {section.id: section.count for section in board.sections}


@routes.press("plan:blocks", int)
async def blocks(interaction: Interaction, page: int) -> None:
    """All blocks."""
    plan, counts = await plan_of(interaction)
    await rerender(interaction, plan_panel(plan, counts, page))


@routes.press("plan:block", int)
async def block(interaction: Interaction, number: int) -> None:
    """One block, from its beginning."""
    await part(interaction, number, 0)


@routes.press("plan:part", int, int)
async def part(interaction: Interaction, number: int, page: int) -> None:
    """A page of one block."""
    plan, counts = await plan_of(interaction)
    if not 1 <= number <= len(plan.blocks):
        raise NotFound("The plan has changed and has no such block now. `/plan show` shows it.")
    await rerender(interaction, block_panel(plan, number, counts, page))
