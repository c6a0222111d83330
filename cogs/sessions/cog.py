"""`/session`: list, join, plan, move, cancel."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import zone_of
from bot.groups.values import InsiderCaller, OrganiserCaller
from bot.inputs.search import search
from bot.inputs.text import visible_line
from bot.plans.queries import current
from bot.scheduling import local_date
from bot.sessions import queries
from bot.sessions.rules import (
    CHOSEN_PAPER,
    CHOSEN_TITLE,
    LEAST_MINUTES,
    MAX_TOPIC,
    MAX_WHEN,
    MOST_MINUTES,
    about_milestone,
)
from bot.sessions.values import PANEL, Asked, Meeting
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member, as_organiser
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.sessions.organising_panels import ask_cancel_panel
from cogs.sessions.organising_views import found, moved, planned
from cogs.sessions.views import answered, listed

_Minutes = app_commands.Range[int, LEAST_MINUTES, MOST_MINUTES]


@suggestions
async def _suggest(interaction: Interaction, typed: str) -> Choices:
    """The sessions ahead."""
    ahead, zone = await as_insider(interaction).read(_ahead)
    by_id = {str(each.id): each for each in ahead}
    keys = search([(key, each.topic.title) for key, each in by_id.items()], typed, MAX_CHOICES)
    return [choice(_label(by_id[key], zone), key) for key in keys]


@suggestions
async def _suggest_topic(interaction: Interaction, typed: str) -> Choices:
    """The weekly paper, milestones of the plan, and what was typed."""
    titles = await as_organiser(interaction).read(_topics)
    keys = search(titles, typed, MAX_CHOICES - 1)
    named, own_words = dict(titles), visible_line(typed)
    fits = 0 < len(own_words) <= MAX_TOPIC and own_words not in named
    own = [choice(own_words, own_words)] if fits else []
    return [*own, *(choice(named[key], key) for key in keys)]


async def _topics(session: AsyncSession, caller: OrganiserCaller) -> list[tuple[str, str]]:
    plan = await current(session, caller.guild_id)
    return [
        (CHOSEN_PAPER, CHOSEN_TITLE),
        *((about_milestone(each.id), each.title) for each in plan.milestones),
    ]


async def _ahead(session: AsyncSession, caller: InsiderCaller) -> tuple[list[Meeting], str]:
    return await queries.ahead(session, caller), await zone_of(session, caller)


def _label(meeting: Meeting, zone: str) -> str:
    return f"{local_date(meeting.starts_at, zone):%d %b} · {meeting.topic.title}"


@app_commands.guild_only()
class SessionCommands(commands.GroupCog, group_name="session"):
    """The group meets, and sees who comes."""

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the sessions ahead, and notes of the last ones."""
        await reply(interaction, await listed(interaction))

    @app_commands.command()
    @app_commands.describe(session="Which one")
    @app_commands.autocomplete(session=_suggest)
    async def join(self, interaction: Interaction, session: str) -> None:
        """Say that you come to a session."""
        meeting = await as_member(interaction).read(_find, session)
        await reply(interaction, await answered(interaction, meeting.id, True))
        await public_panels.refresh(interaction.client, PANEL, meeting.guild_id, meeting.id)

    @app_commands.command()
    @app_commands.describe(
        when="A date and a time on the group's clock, such as thursday 18:00",
        topic="The paper we choose, a milestone, or your own words",
        weekly="Every week at that time",
        minutes="How long it takes",
        voice="The voice channel that you meet in",
        place="Another place, or a link",
    )
    @app_commands.autocomplete(topic=_suggest_topic)
    async def plan(
        self,
        interaction: Interaction,
        when: app_commands.Range[str, 1, MAX_WHEN],
        topic: str,
        weekly: bool = False,
        minutes: _Minutes = 60,
        voice: discord.VoiceChannel | None = None,
        place: str | None = None,
    ) -> None:
        """Plan a session, once or every week (organisers)."""
        asked = Asked(
            when=when,
            topic=topic,
            weekly=weekly,
            minutes=minutes,
            place=place,
            voice_id=None if voice is None else voice.id,
        )
        await reply(interaction, await planned(interaction, asked))

    @app_commands.command()
    @app_commands.describe(
        session="Which one",
        when="The new date and time on the group's clock, such as thursday 18:00",
        series="Of a weekly one: all that follow too",
    )
    @app_commands.autocomplete(session=_suggest)
    async def move(
        self,
        interaction: Interaction,
        session: str,
        when: app_commands.Range[str, 1, MAX_WHEN],
        series: bool = False,
    ) -> None:
        """Move a session to another time (organisers)."""
        meeting = await found(interaction, session)
        await reply(interaction, await moved(interaction, meeting.id, when, series))

    @app_commands.command()
    @app_commands.describe(session="Which one")
    @app_commands.autocomplete(session=_suggest)
    async def cancel(self, interaction: Interaction, session: str) -> None:
        """Call a session off, or end a weekly one (organisers)."""
        meeting = await found(interaction, session)
        await reply(interaction, ask_cancel_panel(meeting, interaction.client.clock.now()))


async def _find(session: AsyncSession, caller: InsiderCaller, typed: str) -> Meeting:
    return await queries.find(session, caller, typed)
