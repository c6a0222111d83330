"""What reviews add to ``/today``, ``/me`` and the daily message: one's turn, what is not posted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.reviews import queries, rota_queries
from bot.reviews.values import KIND
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.common.feature import MeRows
from cogs.common.panels import Items
from cogs.common.text import one_line
from cogs.reviews.panels import trouble_text
from cogs.reviews.rota_panels import today_row, turn_line


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """That the newest paper waits for the caller's review; nothing in a pause."""
    if caller.member.paused(caller.now):
        return []
    turn = await rota_queries.turn_for(session, caller.member, caller.now)
    return [] if turn is None else today_row(turn, caller.user_id)


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """The newest of the caller's reviews that could not be posted."""
    found = await queries.unposted(session, caller)
    if found is None:
        return MeRows()
    title = one_line(found.paper.title, 80)
    return MeRows(standing=(f"Your review of *{title}*: {trouble_text(found)}",))


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    """The turn that waits for the member, once, beside what the message asks anyway."""
    member, now = message.member, message.now
    sent = await message.once(session, named)
    found = await rota_queries.to_name(session, member, sent, now)
    if found is None:
        return []
    turn, key = found
    return [turn_line(turn, key, member.user_id, member.today(now))]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The same line, while that turn still waits for the caller."""
    turn = await rota_queries.turn_for(session, caller.member, caller.now)
    return [
        turn_line(turn, key, caller.user_id, caller.today)
        for key in keys
        if turn is not None and key.thing_id == str(turn.round_id)
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
