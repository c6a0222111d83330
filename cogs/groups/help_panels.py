"""What ``/help`` says: a first step by what the person is, and topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import Enum

import discord
from discord import ui

from bot.feature import FeatureData, HelpTopic
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line
from cogs.common.routes import CustomId
from cogs.common.text import escape
from cogs.groups.join_panels import WHAT_THIS_IS
from cogs.groups.routes import HELP_TOPIC, JOIN, OPEN, SETUP_OPEN

# What one of Discord's menus holds.
_MOST_OPTIONS = 25


class Role(Enum):
    """What a person is here, as far as help goes."""

    STRANGER = "stranger"
    MEMBER = "member"
    ORGANISER_WITHOUT_GROUP = "organiser without group"
    STRANGER_WITHOUT_GROUP = "stranger without group"


def help_panel(
    role: Role,
    topics: Sequence[HelpTopic],
    first_steps: Sequence[ui.Button[ui.LayoutView]],
    *,
    guild_id: int | None,
    group_name: str,
) -> Panel:
    """The first useful thing for this person, and the topics.

    ``first_steps`` are what the features offer a member.
    """
    parts: Items = [f"**Syllabot in {escape(group_name)}**"]
    if role is Role.STRANGER and guild_id is not None:
        parts += [
            WHAT_THIS_IS,
            buttons(_first("Join", JOIN(guild_id))),
        ]
    elif role is Role.MEMBER and guild_id is not None:
        parts += [
            "You are in. Today's prompt is one press away; everything else has a topic below.",
            buttons(*first_steps, button("Me", OPEN(guild_id))),
        ]
    elif role is Role.ORGANISER_WITHOUT_GROUP:
        parts += [
            "No study group yet. *Set up* shows settings that work at once; one more press starts "
            "the group.",
            buttons(_first("Set up", SETUP_OPEN())),
        ]
    else:
        parts.append(
            "No study group here yet. In a server, somebody with *Manage Server* starts one with "
            "`/setup`; then `/join` brings you in."
        )
    parts += [line(), *_menus(topics)]
    return Panel(Accent.SETTINGS, *parts, small_print=ONLY_YOU)


def topic_panel(
    topic: HelpTopic, topics: Sequence[HelpTopic], rows: Items, *, commands: Collection[str]
) -> Panel:
    """One topic with its rows, and the way to the others. ``commands`` are those that exist."""
    lines = [f"`/{command}` {what}" for command, what in topic.commands if command in commands]
    return Panel(
        Accent.SETTINGS,
        f"**{topic.title}**\n{topic.text}",
        *(["\n".join(lines)] if lines else []),
        *rows,
        line(),
        *_menus(topics),
        small_print=ONLY_YOU,
    )


def shown_topics(features: Iterable[FeatureData], commands: Collection[str]) -> list[HelpTopic]:
    """The topics about commands that exist: each feature's first one, then the others."""
    first = [feature.help[0] for feature in features if feature.help]
    others = [topic for feature in features for topic in feature.help[1:]]
    return [
        topic
        for topic in (*first, *others)
        if any(command in commands for command, _ in topic.commands)
    ]


def _first(label: str, custom_id: CustomId) -> ui.Button[ui.LayoutView]:
    return button(label, custom_id, style=discord.ButtonStyle.primary)


def _menus(topics: Sequence[HelpTopic]) -> Items:
    """All topics, in as many menus as Discord needs for them."""
    menus = (
        topics[first : first + _MOST_OPTIONS] for first in range(0, len(topics), _MOST_OPTIONS)
    )
    return [buttons(_menu(number, each)) for number, each in enumerate(menus)]


def _menu(number: int, topics: Sequence[HelpTopic]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=HELP_TOPIC(number),
        placeholder="And about…" if number else "More about…",
        options=[discord.SelectOption(label=topic.title, value=topic.name) for topic in topics],
    )
