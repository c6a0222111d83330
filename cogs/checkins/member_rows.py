"""What leads a member to their check-in: the daily message, `/today`, and a line in `/me`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.checkins.queries import past_of, standing
from bot.checkins.rules import offer
from bot.checkins.values import KIND, Past
from bot.groups.values import MemberCaller
from bot.reminders.values import ReminderKey
from cogs.checkins.panels import offer_row, state_text
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.feature import MeRows
from cogs.common.panels import Items


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The one that is offered, unless it was taken, skipped or stopped."""
    found = await standing(session, caller.member, caller.now)
    return [offer_row(caller.guild_id)] if found.is_offered else []


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """When the caller's next check-in is offered, and when they took the last."""
    past = await past_of(session, caller.member)
    said = state_text(past, offer(past, caller.today))
    return MeRows(standing=(f"{said} `/checkin cadence` changes it.",))


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    found = await standing(session, message.member, message.now)
    if found.offer is None or not (found.is_offered and found.offer.to_name):
        return []
    key = ReminderKey(KIND, "own", found.offer.due, "")
    return [_line(key, [offer_row(message.member.guild_id)])]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The offer as it stands now."""
    past = await past_of(session, caller.member)
    return [_line(key, [_state(past, key.due) or offer_row(caller.guild_id)]) for key in keys]


def _state(past: Past, due: date) -> str | None:
    """What became of an offer; None while it waits."""
    if past.taken_on is not None and past.taken_on >= due:
        return "● You looked at how you are."
    if past.skipped_on is not None and past.skipped_on >= due:
        return "⊘ The check-in was left out, as you said."
    return "The check-in was left out: they are off." if past.is_stopped else None


def _line(key: ReminderKey, rows: Items) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=key,
        rows=rows,
        urgency=Urgency.ONCE,
        due=key.due,
        more_in="`/today`",
        worth_a_message=False,
    )


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
