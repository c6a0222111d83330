"""The yardstick: as little discord.py as answers a command. ``python -m tests.bench.bare_bot``."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket


class EchoPanel(discord.ui.LayoutView):
    """Components V2, as every answer of ours: a container, three texts, two buttons."""

    def __init__(self, text: str) -> None:
        """Build it."""
        super().__init__(timeout=None)
        row: discord.ui.ActionRow[EchoPanel] = discord.ui.ActionRow()
        for label in ("One", "Two"):
            row.add_item(discord.ui.Button(label=label, custom_id=f"echo:{label}"))
        texts: list[discord.ui.Item[EchoPanel]] = [discord.ui.TextDisplay(text) for _ in range(3)]
        self.add_item(discord.ui.Container(*texts, row))


class ReadyPanel(discord.ui.LayoutView):
    """A panel whose components are given as the API takes them: no bot builds one for less."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        """Keep them."""
        super().__init__(timeout=None)
        self._ready = components

    def has_components_v2(self) -> bool:
        """Always: all panels of ours are."""
        return True

    def to_components(self) -> list[dict[str, Any]]:
        """What was given."""
        return self._ready


class BareBot(commands.AutoShardedBot):
    """``/echo`` with a text, ``/panel`` and ``/same`` with a panel, and nothing else."""

    def __init__(
        self,
        api_url: str,
        gateway_url: str,
        panels: Mapping[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        """Point discord.py at the sandbox; ``panels`` are what ``/same`` answers with, by name."""
        self._panels = panels or {}
        discord.http.Route.BASE = api_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        super().__init__(
            command_prefix="!", intents=discord.Intents(guilds=True), guild_ready_timeout=0.5
        )

    async def setup_hook(self) -> None:
        """Register the commands."""

        @self.tree.command(name="echo", description="Say it again")
        @app_commands.describe(text="What to say")
        async def echo(interaction: discord.Interaction, text: str) -> None:
            await interaction.response.send_message(text, ephemeral=True)

        @self.tree.command(name="panel", description="Say it again, on a panel with a button")
        @app_commands.describe(text="What to say")
        async def panel(interaction: discord.Interaction, text: str) -> None:
            await interaction.response.send_message(view=EchoPanel(text), ephemeral=True)

        @self.tree.command(name="same", description="Answer with a panel that another bot built")
        @app_commands.describe(panel="Which one")
        async def same(interaction: discord.Interaction, panel: str) -> None:
            view = ReadyPanel(self._panels[panel])
            await interaction.response.send_message(view=view, ephemeral=True)

        await self.tree.sync()


async def main() -> None:
    """Run until killed."""
    bot = BareBot(os.environ["BARE_API_URL"], os.environ["BARE_GATEWAY_URL"])
    await bot.start(os.environ["BARE_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
