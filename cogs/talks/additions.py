"""What talks add to other panels: the evening's panel, ``/today``, the daily message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.talks.queries import on_evening, own, to_answer, to_remind
from bot.talks.values import KIND, Talk, TalkReminder
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.feature import PanelAddition
from cogs.common.panels import Items, button, row
from cogs.common.text import fit, in_days, stamp
from cogs.talks.panels import order_text
from cogs.talks.routes import EVENING, GIVE

_SHOWN = 2


async def on_panel(
    session: AsyncSession, guild_id: int, meeting_id: int, now: datetime
) -> PanelAddition:
    """The order of speakers on an evening's panel, and from its beginning on *Feedback*."""
    talks = await on_evening(session, guild_id, meeting_id)
    if not talks:
        return PanelAddition(is_empty=True)
    acts = []
    if any(each.has_begun(now) and not each.is_closed for each in talks):
        acts.append(button("Feedback", EVENING(guild_id, meeting_id)))
    return PanelAddition(rows=[order_text(talks)], acts=acts)


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """Talks of the last evening that the caller came to and has said nothing of."""
    if caller.member.paused(caller.now):
        return []
    found = await to_answer(session, caller)
    return [
        row(
            f"How was *{fit(each.title, 100)}*? <@{each.speaker_id}> learns from it.",
            button("Give feedback", GIVE(each.guild_id, each.id)),
        )
        for each in found[:_SHOWN]
    ]


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    now = message.now
    sent = await message.once(session, named)
    found = await to_remind(session, message.member, sent, next_day=message.next_day, now=now)
    return [_line(each, message.member.today(now)) for each in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that the caller still gives."""
    by_id = {str(each.id): each for each in await own(session, caller.member, now=caller.now)}
    return [
        _line(TalkReminder(by_id[key.thing_id], key.due, key), caller.today)
        for key in keys
        if key.thing_id in by_id
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)


def _line(reminder: TalkReminder, today: date) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=reminder.key,
        rows=[_text(reminder.talk, in_days((reminder.due - today).days))],
        urgency=Urgency.AHEAD,
        due=reminder.due,
        more_in="`/talk list`",
        worth_a_message=True,
    )


def _text(talk: Talk, when: str) -> str:
    assert talk.starts_at is not None, "those ahead have a time"
    return f"Your talk: *{fit(talk.title, 100)}* · {when} ({stamp(talk.starts_at, 'F')})"
