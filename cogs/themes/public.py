"""What themes add to a retro's summary, and tell organisers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.retros.queries import get_retro
from bot.themes.queries import newest_trouble, themes_of
from cogs.common.feature import PanelAddition
from cogs.common.panels import Items
from cogs.common.text import escape, fit
from cogs.themes.vote_panels import about_themes

_LABEL = 120


async def theme_rows(
    session: AsyncSession, guild_id: int, retro_id: int, _now: datetime
) -> PanelAddition:
    """What can be done to themes now, or what came of the vote."""
    retro = await get_retro(session, guild_id, retro_id)
    return about_themes(retro, await themes_of(session, guild_id, retro_id))


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """Which themes of the newest retro got no thread, and why."""
    themes = await newest_trouble(session, caller.guild_id)
    lines = [
        f"- *{fit(each.label, _LABEL)}* has no thread: {escape(each.trouble)}. Talk about it below "
        "its post, or open a thread there by hand."
        for each in themes
        if each.trouble is not None
    ]
    return ["\n".join(("**The retro's themes**", *lines))] if lines else []
