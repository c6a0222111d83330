"""What the plan's buttons do."""

from __future__ import annotations

from bot.charts import burn_up, roadmap
from bot.errors import NotFound, NotSetUp
from bot.groups import service as groups
from bot.milestones import queries as milestones
from bot.plans import queries as plans
from bot.plans.values import Plan
from cogs.common.access import group_of
from cogs.common.panels import Accent
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes
from cogs.plans.panels import Counts, block_panel, plan_panel
from cogs.plans.pictures import burn_up_of, roadmap_of, untouched_roadmap

routes = Routes()


async def plan_of(interaction: Interaction) -> tuple[Plan, Counts]:
    """The plan of the group that the person means, and their own counts if they are a member."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        plan = await plans.current(session, guild_id)
        try:
            member = await groups.get_member(session, guild_id, interaction.user.id)
            board = await milestones.board_of(session, member, now=bot.clock.now())
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


@routes.press("plan:roadmap")
async def show_roadmap(interaction: Interaction) -> None:
    """The plan at a glance: of the member who asks, or of the group for somebody outside it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        plan = await plans.current(session, guild_id)
        try:
            member = await groups.get_member(session, guild_id, interaction.user.id)
            board = await milestones.board_of(session, member, now=now)
        except NotSetUp:
            group = await groups.get_group(session, guild_id)
            data = untouched_roadmap(plan, group.start_date, group.today(now))
        else:
            data = roadmap_of(plan, board)
    words, alt = roadmap.in_words(data), roadmap.alt_text(data)
    await reply_with_picture(interaction, Accent.PLAN, roadmap.draw, data, words, alt)


@routes.press("plan:burnup")
async def show_burn_up(interaction: Interaction) -> None:
    """Planned against real, of the member who asks."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        member = await groups.get_member(session, guild_id, interaction.user.id)
        board = await milestones.board_of(session, member, now=bot.clock.now())
    data = burn_up_of(board)
    words, alt = burn_up.in_words(data), burn_up.alt_text(data)
    await reply_with_picture(interaction, Accent.PLAN, burn_up.draw, data, words, alt)
