"""`/talk`: propose, list, schedule, feedback."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import zone_of
from bot.groups.values import InsiderCaller
from bot.inputs.search import search
from bot.scheduling import local_date
from bot.sessions.rules import LEAST_MINUTES, MAX_WHEN, MOST_MINUTES
from bot.sessions.values import Asked
from bot.talks import feedback, queries
from bot.talks.rules import EVENING_TOPIC
from bot.talks.values import Talk
from cogs.common.callers import as_insider, as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import open_form, reply
from cogs.common.routes import Interaction
from cogs.talks.feedback_panels import feedback_form
from cogs.talks.organising_views import next_arranged, scheduled
from cogs.talks.views import ask_propose, find_talk, listed, opened

_Minutes = app_commands.Range[int, LEAST_MINUTES, MOST_MINUTES]


@suggestions
async def _suggest(interaction: Interaction, typed: str) -> Choices:
    """Talks whose evening has begun."""
    found, zone = await as_insider(interaction).read(_begun)
    by_id = {str(each.id): each for each in found}
    keys = search([(key, each.title) for key, each in by_id.items()], typed, MAX_CHOICES)
    return [choice(_label(by_id[key], zone), key) for key in keys]


async def _begun(session: AsyncSession, caller: InsiderCaller) -> tuple[list[Talk], str]:
    return await queries.begun(session, caller), await zone_of(session, caller)


def _label(talk: Talk, zone: str) -> str:
    assert talk.starts_at is not None, "those that have begun have a time"
    return f"{local_date(talk.starts_at, zone):%d %b} · {talk.title}"


@app_commands.guild_only()
class TalkCommands(commands.GroupCog, group_name="talk"):
    """Lightning talks of members, and feedback on them."""

    @app_commands.command()
    async def propose(self, interaction: Interaction) -> None:
        """Propose a talk; an organiser puts it on an evening."""
        await ask_propose(interaction)

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show evenings ahead, proposals, and talks that were held."""
        await reply(interaction, await listed(interaction))

    @app_commands.command()
    @app_commands.describe(talk="Which one")
    @app_commands.autocomplete(talk=_suggest)
    async def feedback(self, interaction: Interaction, talk: str) -> None:
        """Say what a talk gave you, or see what yours did."""
        member = as_member(interaction)
        found = await member.read(find_talk, talk)
        if found.speaker_id == interaction.user.id:
            await reply(interaction, await opened(interaction, found.id))
            return
        taken = await member.read(feedback.check_taken, found.id)
        await open_form(interaction, feedback_form(taken))

    @app_commands.command()
    @app_commands.describe(
        when="A date and a time on the group's clock; empty arranges the next evening",
        topic="What the evening is called",
        minutes="How long it takes",
        voice="The voice channel that you meet in",
        place="Another place, or a link",
    )
    async def schedule(
        self,
        interaction: Interaction,
        when: app_commands.Range[str, 1, MAX_WHEN] | None = None,
        topic: str = EVENING_TOPIC,
        minutes: _Minutes = 60,
        voice: discord.VoiceChannel | None = None,
        place: str | None = None,
    ) -> None:
        """Plan an evening of talks, or arrange the next (organisers)."""
        if when is None:
            await reply(interaction, await next_arranged(interaction))
            return
        asked = Asked(
            when=when,
            topic=topic,
            minutes=minutes,
            place=place,
            voice_id=None if voice is None else voice.id,
        )
        await reply(interaction, await scheduled(interaction, asked))
