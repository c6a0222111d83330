"""What organisers do about the check of links."""

from __future__ import annotations

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.link_checks import queries, service
from cogs.common.callers import as_organiser
from cogs.common.panels import Items, button
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.link_checks.panels import checks_panel, dead_rows, forbidden_panel
from cogs.link_checks.routes import OFF, ON, OPEN, PAGE


def library_buttons() -> list[ui.Button[ui.LayoutView]]:
    """Where organisers look after the library: the way here."""
    return [button("Check of links", OPEN())]


@OPEN.press
async def look(interaction: Interaction) -> None:
    await _show(interaction)


@PAGE.press
async def turn(interaction: Interaction, page: int) -> None:
    await _show(interaction, page)


@ON.press
async def switch_on(interaction: Interaction) -> None:
    if not interaction.client.settings.links.check:
        await _show(interaction)
        return
    found = await as_organiser(interaction).act(service.switch_on)
    await rerender(interaction, checks_panel(found, said="Switched on. The first check begins."))


@OFF.press
async def switch_off(interaction: Interaction) -> None:
    await as_organiser(interaction).act(service.switch_off)
    await _show(interaction, said="Switched off. What I knew is deleted.")


async def _show(interaction: Interaction, page: int = 0, said: str = "") -> None:
    found = await as_organiser(interaction).read(queries.checks)
    is_allowed = interaction.client.settings.links.check
    shown = checks_panel(found, page, said) if is_allowed else forbidden_panel(found)
    await rerender(interaction, shown)


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """In ``/setup``: that links are called dead."""
    return dead_rows(await queries.checks(session, caller))
