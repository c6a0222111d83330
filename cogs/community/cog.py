"""`/conference`: list, add, watch."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.community import attendance, queries, service
from bot.community.attendance_rules import event_kind
from bot.community.rules import say_moment
from bot.community.values import Conference
from bot.inputs.search import search
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.community.attendance_panels import attended_panel, event_panel
from cogs.community.panels import added_text, conference_panel, list_panel, watching_text


@suggestions
async def _suggest(interaction: Interaction, current: str) -> Choices:
    ahead = await as_member(interaction).read(queries.coming)
    by_id = {str(each.id): each for each in ahead}
    found = search([(key, each.name) for key, each in by_id.items()], current, MAX_CHOICES)
    return [choice(_label(by_id[key]), key) for key in found]


def _label(conference: Conference) -> str:
    watched = "watched · " if conference.watched else ""
    return f"{watched}{conference.name} · {say_moment(conference.deadline)}"


@app_commands.allowed_contexts(guilds=True, dms=True)
class Conferences(commands.GroupCog, group_name="conference"):
    """Deadlines of conferences, and which you aim for."""

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the deadlines ahead, nearest first, on your own clock."""
        found = await as_member(interaction).read(queries.coming)
        await reply(interaction, list_panel(found))

    @app_commands.command()
    @app_commands.describe(
        name="Which one, such as NeurIPS 2027; the same name again changes it",
        deadline="Such as 2027-01-15 or 15 Jan 2027 17:00 UTC; no time: 23:59, no zone: AoE",
        link="Its page (https://…)",
    )
    async def add(
        self, interaction: Interaction, name: str, deadline: str, link: str | None = None
    ) -> None:
        """Add a conference for the group, and watch it."""
        added = await as_member(interaction, with_group=True).act(
            service.add, name=name, deadline=deadline, link=link
        )
        await reply(interaction, conference_panel(added.conference, added_text(added)))

    @app_commands.command()
    @app_commands.describe(
        name="Which one, such as NeurIPS 2026; without it you see your list",
        date="The day on which you were there; today if you leave it out",
        kind="What it was",
        link="Its page, or what you wrote about it (https://…)",
    )
    async def attended(
        self,
        interaction: Interaction,
        name: str | None = None,
        date: str | None = None,
        kind: Literal["conference", "meetup"] = "conference",
        link: str | None = None,
    ) -> None:
        """Note a conference or meetup that you went to, for yourself; or look at your list."""
        acting = as_member(interaction)
        if name is None and date is None and link is None:
            found = await acting.read(attendance.attended)
            await reply(interaction, attended_panel(found))
            return
        found, event_id = await acting.act(
            attendance.note, name=name or "", day=date, kind=event_kind(kind), link=link
        )
        await reply(interaction, event_panel(found, event_id))

    @app_commands.command()
    @app_commands.describe(conference="Which one")
    @app_commands.autocomplete(conference=_suggest)
    async def watch(self, interaction: Interaction, conference: str) -> None:
        """Aim for a conference, or no longer."""
        found = await as_member(interaction, with_group=True).act(service.toggle, conference)
        await reply(interaction, conference_panel(found, watching_text(found)))
