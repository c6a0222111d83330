"""The plan and its blocks, as the group and the one who asks stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.queries import find_member
from bot.groups.values import Caller, MemberCaller
from bot.plans import queries as plans
from bot.plans.rules.find import find_block
from bot.plans.rules.links import with_links_now
from bot.plans.values import Plan
from cogs.common.callers import as_anyone
from cogs.common.feature import Count, Feature
from cogs.common.panels import Items, Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.plans.panels import Counts, block_panel, plan_panel
from cogs.plans.routes import BLOCK, BLOCKS, PART, SEE


@dataclass(frozen=True, slots=True)
class _Shown:
    """The plan, and what the features add to it for the one who asks."""

    plan: Plan
    counts: Counts
    acts: list[ui.Button[ui.LayoutView]]


async def show(interaction: Interaction, block: str | None) -> Panel:
    """All blocks, or the one with this id, number or title.

    Raises:
        NotFound: there is no such block.
    """
    shown = await _shown(interaction)
    if block is None:
        return plan_panel(shown.plan, shown.counts, acts=shown.acts)
    number = shown.plan.blocks.index(find_block(shown.plan, block)) + 1
    return await _block(interaction, shown, number)


@SEE.press
async def see(interaction: Interaction) -> None:
    """Lead from a message about the group to its plan."""
    await reply(interaction, await show(interaction, None))


@BLOCKS.press
async def turn_blocks(interaction: Interaction, page: int) -> None:
    shown = await _shown(interaction)
    await rerender(interaction, plan_panel(shown.plan, shown.counts, page, acts=shown.acts))


@BLOCK.press
async def open_block(interaction: Interaction, number: int) -> None:
    await turn_block(interaction, number, 0)


@PART.press
async def turn_block(interaction: Interaction, number: int, page: int) -> None:
    shown = await _shown(interaction)
    if not 1 <= number <= len(shown.plan.blocks):
        raise NotFound("The plan has changed and has no such block now. `/plan show` shows it.")
    await rerender(interaction, await _block(interaction, shown, number, page))


async def _block(interaction: Interaction, shown: _Shown, number: int, page: int = 0) -> Panel:
    features, block_id = interaction.client.features, shown.plan.blocks[number - 1].id
    replaced, added = await as_anyone(interaction).read(_read_block, features, block_id)
    plan = with_links_now(shown.plan, replaced)
    return block_panel(plan, number, shown.counts, page, added=added)


async def _shown(interaction: Interaction) -> _Shown:
    return await as_anyone(interaction).read(_read, interaction.client.features)


async def _read_block(
    session: AsyncSession, caller: Caller, features: Sequence[Feature], block_id: str
) -> tuple[dict[str, str | None], Items]:
    """What stands in the place of links, and what features add about a block for a member."""
    replaced: dict[str, str | None] = {}
    for feature in features:
        if feature.plan_links is not None:
            replaced |= await feature.plan_links(session, caller.guild_id)
    member = await find_member(session, caller.guild_id, caller.user_id)
    if member is None:
        return replaced, []
    asking = MemberCaller(caller.guild_id, caller.user_id, caller.is_organiser, caller.now, member)
    return replaced, [
        item
        for feature in features
        if feature.block_rows is not None
        for item in await feature.block_rows(session, asking, block_id)
    ]


async def _read(session: AsyncSession, caller: Caller, features: Sequence[Feature]) -> _Shown:
    plan = await plans.current_for(session, caller)
    member = await find_member(session, caller.guild_id, caller.user_id)
    counts: dict[str, Count] = {}
    if member is not None:
        asking = MemberCaller(
            caller.guild_id, caller.user_id, caller.is_organiser, caller.now, member
        )
        for feature in features:
            if feature.plan_counts is not None:
                counts |= await feature.plan_counts(session, asking)
    acts = [
        act
        for feature in features
        if feature.plan_buttons is not None
        for act in feature.plan_buttons(member is not None)
    ]
    return _Shown(plan, counts, acts)
