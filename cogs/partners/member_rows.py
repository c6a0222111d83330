"""Where a member meets study partners: the daily message, `/today`, and a line in `/me`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.partners import queries
from bot.partners.values import KIND, Partnership
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.feature import MeRows
from cogs.common.panels import Items
from cogs.partners import panels


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The caller's partners, with the question whether they met while it waits."""
    if caller.member.paused(caller.now):
        return []
    pairs, waits = await queries.today(session, caller)
    return panels.today_rows(caller.guild_id, pairs, caller.today, waits=waits)


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """As what the caller takes part."""
    profile = await queries.find_profile(session, caller.member, caller.now)
    if profile is None:
        return MeRows()
    roles = ", ".join(role.value for role in profile.entry.roles)
    paused = " (in a pause)" if profile.is_paused else ""
    return MeRows(
        standing=(
            f"You take part in study partners as {roles}{paused}: `/partner join` changes it.",
        )
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    sent = await message.once(session, named)
    found = await queries.to_ask(session, message.member, sent, message.now)
    return [_line(key, pair) for key, pair in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those pairs as they are now: said, still asked, or over."""
    by_id = {str(each.id): each for each in await queries.partnerships(session, caller)}
    return [_line(key, by_id[key.thing_id]) for key in keys if key.thing_id in by_id]


def _line(key: ReminderKey, pair: Partnership) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=key,
        rows=[panels.asked_row(pair)],
        urgency=Urgency.ONCE,
        due=key.due,
        more_in="`/today`",
        worth_a_message=False,
    )


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
