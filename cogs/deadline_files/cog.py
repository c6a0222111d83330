"""`/conference file`, and the job that reads the files once a day."""

from __future__ import annotations

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.scheduling import SET_RIGHT
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.deadline_files import views
from cogs.deadline_files.reader import DeadlineFileAccess

_EVERY = timedelta(minutes=1)


class _Below(app_commands.Group):
    """What stands below ``/conference``."""

    @app_commands.command()
    @app_commands.describe(
        url="Its address: a calendar (.ics), or YAML or JSON; leave it out to see your files"
    )
    async def file(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 1, views.MAX_TYPED] | None = None,
    ) -> None:
        """Take deadlines from a file, which is read daily then (organisers)."""
        await views.reply_file(interaction, url)


class DeadlineFiles(commands.Cog):
    """Files of deadlines that organisers name, and their reading."""

    def __init__(self, bot: Syllabot) -> None:
        """Let files be read from now on."""
        self._bot = bot
        self._below = _Below(name="below", description="Commands below /conference.")
        reader = bot.part(DeadlineFileAccess).reader
        bot.jobs.add(
            "deadline files set right", reader.set_right, every=SET_RIGHT, on_set_clock=False
        )
        bot.jobs.add("deadline files", reader.run_due, every=_EVERY, next_due=reader.next_due)

    async def cog_load(self) -> None:
        """Offer the command."""
        add_below(self._bot, "conference", self._below)

    async def cog_unload(self) -> None:
        """Take it back."""
        remove_below(self._bot, "conference", self._below)
