"""Paging through the glossary and the resources, and opening a term."""

from __future__ import annotations

from discord import ui

from bot.library.rules import EVERY, find_term
from bot.plans import queries as plans
from bot.plans.values import Plan
from cogs.common.callers import as_anyone
from cogs.common.panels import button
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, chosen_one
from cogs.library.panels import glossary_panel, resources_panel, term_panel
from cogs.library.routes import (
    GLOSSARY,
    KIND,
    OPEN_GLOSSARY,
    OPEN_RESOURCES,
    RESOURCES,
    TERM,
)


def plan_buttons(_is_member: bool) -> list[ui.Button[ui.LayoutView]]:
    """What stands beside the plan: what its words mean, from where its resources are a press."""
    return [button("Glossary", OPEN_GLOSSARY())]


async def plan_of(interaction: Interaction) -> Plan:
    """The plan of the group that whoever asks means.

    Raises:
        NotSetUp: there is no group.
        UserError: in direct messages, when it is not clear which group they mean.
    """
    return await as_anyone(interaction).read(plans.current_for)


@OPEN_GLOSSARY.press
async def open_glossary(interaction: Interaction) -> None:
    """Answer anew, so that the plan stays."""
    await reply(interaction, glossary_panel(await plan_of(interaction)))


@OPEN_RESOURCES.press
async def open_resources(interaction: Interaction) -> None:
    """Answer anew, so that the glossary stays."""
    await reply(interaction, resources_panel(await plan_of(interaction)))


@GLOSSARY.press
async def turn_glossary(interaction: Interaction, page: int) -> None:
    await rerender(interaction, glossary_panel(await plan_of(interaction), page))


@TERM.press
async def open_term(interaction: Interaction, _page: int) -> None:
    plan = await plan_of(interaction)
    await rerender(interaction, term_panel(plan, find_term(plan, chosen_one(interaction))))


@RESOURCES.press
async def turn_resources(interaction: Interaction, kind: str, block_id: str, page: int) -> None:
    plan = await plan_of(interaction)
    await rerender(interaction, resources_panel(plan, kind, block_id, page))


@KIND.press
async def choose_kind(interaction: Interaction, block_id: str) -> None:
    picked = chosen_one(interaction)
    kind = EVERY if picked == "all" else picked
    await rerender(interaction, resources_panel(await plan_of(interaction), kind, block_id))
