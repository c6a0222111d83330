"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.settings.models import SettingChangeRow
from bot.settings.values import KEPT

_HELP = (
    HelpTopic(
        "settings",
        "The group's settings",
        "Whoever organises the group changes one thing at a time here, and sees what follows "
        "before it is saved. A role can be let organise too, beside *Manage Server*.",
        (
            ("settings show", "what is set, and whether I may do it"),
            ("settings channels", "where I post (organisers)"),
            ("settings cadence", "zone, start, weekly paper and retro (organisers)"),
            ("settings roles", "which roles may organise (Manage Server)"),
            ("settings audit", "who changed what, and when (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="as an organiser: which settings of the group you changed, when, from what to what",
        why="so that organisers know whom to ask",
        how_long=f"{KEPT.days} days; once you are forgotten, the change stays without your name",
        seen_by="organisers",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """The changes that the person made stay the group's, without who it was."""
    await session.execute(
        update(SettingChangeRow)
        .where(SettingChangeRow.guild_id == guild_id, SettingChangeRow.user_id == user_id)
        .values(user_id=None)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The changes of settings that the person made."""
    return await records_of_person(session, guild_id, user_id, (SettingChangeRow,))


DATA = FeatureData(
    name="settings",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
)
