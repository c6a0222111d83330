"""Finding out what a person is here, and showing them help."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, NotSetUp, UserError
from bot.feature import HelpTopic
from bot.groups import service as groups
from cogs.common.access import group_name, group_of, is_organiser
from cogs.common.choices import Choices, choice
from cogs.common.panels import Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes, chosen_one
from cogs.groups.help_panels import Role, help_panel, shown_topics, topic_panel

routes = Routes()


@routes.press("help:topic")
async def show_topic(interaction: Interaction) -> None:
    """Show the topic that was picked."""
    await rerender(interaction, await help_for(interaction, chosen_one(interaction)))


async def help_for(interaction: Interaction, topic: str | None) -> Panel:
    """Help on a topic (its id or title), or the person's first step.

    Raises:
        NotFound: there is no such topic.
    """
    commands = _commands(interaction)
    topics = _topics(interaction, commands)
    if topic:
        wanted = topic.strip().casefold()
        for known in topics:
            if wanted in (known.name, known.title.casefold()):
                return topic_panel(known, topics, commands=commands)
        raise NotFound("I have no help on that. `/help` without a topic shows what there is.")
    role, guild_id = await _role(interaction)
    name = "your messages" if guild_id is None else group_name(interaction.client, guild_id)
    first_steps = [
        button
        for feature in interaction.client.features
        if feature.first_steps is not None and guild_id is not None
        for button in feature.first_steps(guild_id)
    ]
    return help_panel(role, topics, first_steps, guild_id=guild_id, group_name=name)


async def suggest_topics(interaction: Interaction, typed: str) -> Choices:
    """Topics whose title holds what was typed."""
    return [
        choice(topic.title, topic.name)
        for topic in _topics(interaction, _commands(interaction))
        if typed.strip().casefold() in topic.title.casefold()
    ]


async def _role(interaction: Interaction) -> tuple[Role, int | None]:
    async with interaction.client.db.read() as session:
        try:
            guild_id = await group_of(interaction, session)
        except UserError:
            return Role.STRANGER_WITHOUT_GROUP, None
        try:
            await groups.get_member(session, guild_id, interaction.user.id)
        except NotSetUp:
            return await _role_of_stranger(interaction, session, guild_id), guild_id
    return Role.MEMBER, guild_id


async def _role_of_stranger(interaction: Interaction, session: AsyncSession, guild_id: int) -> Role:
    try:
        await groups.get_group(session, guild_id)
    except NotSetUp:
        if is_organiser(interaction):
            return Role.ORGANISER_WITHOUT_GROUP
        return Role.STRANGER_WITHOUT_GROUP
    return Role.STRANGER


def _topics(interaction: Interaction, commands: Collection[str]) -> list[HelpTopic]:
    return shown_topics([each.data for each in interaction.client.features], commands)


def _commands(interaction: Interaction) -> set[str]:
    """The commands that exist, as they are typed."""
    return {command.qualified_name for command in interaction.client.tree.walk_commands()}
