"""What a paper's page says of its reviews."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import InsiderCaller
from bot.reviews import queries
from cogs.common.feature import PanelAddition
from cogs.common.panels import button
from cogs.common.text import one_line, stamp
from cogs.reviews.routes import OF_PAPER, WRITE

_SHOWN, _POINTS = 2, 100


async def about_paper(session: AsyncSession, caller: InsiderCaller, key: str) -> PanelAddition:
    """The newest published reviews, with the ways to all of them and to one's own."""
    found = await queries.released_of(session, caller.guild_id, key)
    lines = [
        f"<@{each.user_id}> · {stamp(each.released_at or each.updated_at, 'd')}\n"
        f"{one_line(each.text.key_points, _POINTS)}"
        for each in found[:_SHOWN]
    ]
    heading = "**Reviews**"
    if len(found) > _SHOWN:
        heading += f" · the newest {_SHOWN} of {len(found)}"
    acts = [button("Reviews", OF_PAPER(key))] if found else []
    return PanelAddition(
        rows=["\n".join((heading, *(lines or ["None published yet."])))],
        acts=[*acts, button("Review", WRITE(key))],
    )
