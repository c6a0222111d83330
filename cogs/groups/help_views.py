"""Finding out what a person is here, and showing them help."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, NotSetUp, UserError
from bot.feature import HelpTopic
from bot.groups.queries import find_member
from bot.groups.values import Caller
from bot.inputs.text import comparable
from cogs.common.access import group_name
from cogs.common.callers import as_anyone
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.panels import Items, Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, chosen_one
from cogs.groups.help_panels import Role, help_panel, shown_topics, topic_panel
from cogs.groups.routes import HELP_TOPIC


@HELP_TOPIC.press
async def show_topic(interaction: Interaction, _menu: int) -> None:
    await rerender(interaction, await help_for(interaction, chosen_one(interaction)))


async def help_for(interaction: Interaction, topic: str | None) -> Panel:
    """Help on a topic (its id or title), or the person's first step.

    Raises:
        NotFound: there is no such topic.
    """
    commands = _commands(interaction)
    topics = _topics(interaction, commands)
    if topic:
        wanted = comparable(topic)
        for known in topics:
            if wanted in (known.name, comparable(known.title)):
                rows = await _rows(interaction, known)
                return topic_panel(known, topics, rows, commands=commands)
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


@suggestions
async def suggest_topics(interaction: Interaction, typed: str) -> Choices:
    """Topics whose title holds what was typed."""
    return [
        choice(topic.title, topic.name)
        for topic in _topics(interaction, _commands(interaction))
        if comparable(typed) in comparable(topic.title)
    ][:MAX_CHOICES]


async def _rows(interaction: Interaction, topic: HelpTopic) -> Items:
    """What features add to a topic; nothing where there is no group of which to say it."""

    async def read(session: AsyncSession, caller: Caller) -> Items:
        rows: Items = []
        for feature in interaction.client.features:
            if topic.name in feature.help_rows:
                rows += await feature.help_rows[topic.name](session, caller)
        return rows

    try:
        return await as_anyone(interaction).read(read)
    except UserError:
        return []


async def _role(interaction: Interaction) -> tuple[Role, int | None]:
    try:
        return await as_anyone(interaction).read(_role_of)
    except UserError:
        # In direct messages, and not in one group.
        return Role.STRANGER_WITHOUT_GROUP, None


async def _role_of(session: AsyncSession, caller: Caller) -> tuple[Role, int]:
    try:
        member = await find_member(session, caller.guild_id, caller.user_id)
    except NotSetUp:
        role = Role.STRANGER_WITHOUT_GROUP
        if caller.is_organiser:
            role = Role.ORGANISER_WITHOUT_GROUP
    else:
        role = Role.STRANGER if member is None else Role.MEMBER
    return role, caller.guild_id


def _topics(interaction: Interaction, commands: Collection[str]) -> list[HelpTopic]:
    return shown_topics([each.data for each in interaction.client.features], commands)


def _commands(interaction: Interaction) -> set[str]:
    """The commands that exist, as they are typed."""
    return {command.qualified_name for command in interaction.client.tree.walk_commands()}
