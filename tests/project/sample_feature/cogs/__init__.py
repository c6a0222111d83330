"""Books on Discord."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups.values import MemberCaller
from bot.scheduling import Delivery, Receipt, Sender
from cogs.common.feature import Feature, MeRows
from cogs.common.panels import button, row
from cogs.common.routes import routes_in
from tests.project.sample_feature.bot.data import DATA
from tests.project.sample_feature.bot.queries import titles
from tests.project.sample_feature.bot.service import REMINDER
from tests.project.sample_feature.cogs import cog, routes


async def _me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    number = len(await titles(session, caller.guild_id, caller.user_id))
    return MeRows(rows=[row(f"**Books** · {number} noted", button("Open", routes.OPEN()))])


def _sender(bot: Syllabot) -> Sender:
    async def send(delivery: Delivery) -> Receipt:
        assert delivery.user_id is not None
        user = await bot.fetch_user(delivery.user_id)
        message = await user.send(f"{delivery.subject} waits for you.")
        return Receipt(message.channel.id, message.id)

    return send


FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: cog.Books(),),
    routes=routes_in(routes, cog),
    senders={REMINDER: _sender},
    me_rows=_me_rows,
)
