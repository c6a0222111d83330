"""What sessions add to the daily message: Thursday's next one, and on its day one's own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date
from bot.sessions.queries import joined, next_for, to_remind
from bot.sessions.values import KIND, Meeting, MeetingReminder
from cogs.common.daily_message import (
    DailyLine,
    DailyLines,
    DailyMessage,
    DailyTopic,
    DayWords,
    Urgency,
)
from cogs.common.panels import Items, button, row
from cogs.common.text import fit, plural, stamp
from cogs.sessions.panels import where
from cogs.sessions.routes import CANNOT_TODAY, JOIN_TODAY

_TITLE, _SHOWN = 100, 3


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The sessions of the caller's day."""
    if caller.member.paused(caller.now):
        return []
    found = await joined(session, caller.member, since=caller.now)
    zone = caller.member.zone
    today = [each for each in found if local_date(each.starts_at, zone) == caller.today]
    more = len(today) - _SHOWN
    note = [f"and {plural(more, 'session')} more in `/session list`"] if more > 0 else []
    return [*map(_text, today[:_SHOWN]), *note]


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    """The group's next session, with *Join* for who has not said so yet."""
    meeting = await next_for(session, message.member, now=message.now)
    if meeting is None:
        return None
    text = f"Next session: {_what(meeting)}"
    if message.member.user_id in meeting.coming:
        rows: Items = [f"{text} · you come"]
    else:
        about = meeting.guild_id, meeting.id, message.delivery_id
        rows = [row(text, button("Join", JOIN_TODAY(*about)))]
    return DayWords(text=None, rows=rows, key=None, about=f"session:{meeting.id}")


NEXT = DailyTopic(words=_words)


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    now = message.now
    sent = await message.once(session, named)
    found = await to_remind(session, message.member, sent, next_day=message.next_day, now=now)
    return [_line(each, message.delivery_id) for each in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that the caller still goes to."""
    by_id = {str(each.id): each for each in await joined(session, caller.member, since=caller.now)}
    return [
        _line(MeetingReminder(by_id[key.thing_id], key.due, key), delivery_id)
        for key in keys
        if key.thing_id in by_id
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)


def _line(reminder: MeetingReminder, delivery_id: int) -> DailyLine[ReminderKey]:
    meeting = reminder.meeting
    about = meeting.guild_id, meeting.id, delivery_id
    return DailyLine(
        key=reminder.key,
        rows=[row(_text(meeting), button("Can't come", CANNOT_TODAY(*about)))],
        urgency=Urgency.ONCE,
        due=reminder.due,
        more_in="`/session list`",
        worth_a_message=True,
        about=f"session:{meeting.id}",
    )


def _text(meeting: Meeting) -> str:
    return f"Session: {_what(meeting)}{where(meeting)}"


def _what(meeting: Meeting) -> str:
    people = plural(len(meeting.coming), "member")
    verb = "comes" if len(meeting.coming) == 1 else "come"
    title = fit(meeting.topic.title, _TITLE)
    return f"*{title}* · {stamp(meeting.starts_at, 'F')} · {people} {verb}"
