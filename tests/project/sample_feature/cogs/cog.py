"""``/book``, and the button that opens the list."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from tests.project.sample_feature.bot import service
from tests.project.sample_feature.bot.queries import titles
from tests.project.sample_feature.cogs.routes import OPEN

ACCENT = 0x10B981


class Books(commands.GroupCog, group_name="book"):
    """Noting books."""

    @app_commands.command()
    async def add(self, interaction: Interaction, title: str) -> None:
        """Note a book."""
        await reply(interaction, panel(await as_member(interaction).act(service.add, title)))


@OPEN.press
async def show(interaction: Interaction) -> None:
    await reply(interaction, panel(await as_member(interaction).read(_titles)))


def panel(books: Sequence[str]) -> Panel:
    return Panel(ACCENT, "\n".join(("**Your books**", *books)))


async def _titles(session: AsyncSession, caller: MemberCaller) -> list[str]:
    return await titles(session, caller.guild_id, caller.user_id)
