"""The group's weekly votes, as entries of a member's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.queries import get_group
from bot.groups.values import Group, Member
from bot.papers import queries
from bot.papers.rules.timetable import closes_after, opening
from bot.papers.values import Round, RoundDecision
from bot.scheduling.slots import AHEAD, Slot, slots

VOTE_OPENS, VOTE_CLOSES = "vote-opens", "vote-closes"

_DAY = timedelta(days=1)
_ROUNDS_BACK = 13 * _DAY
_VOTE = ("/paper picks shows the shortlist, /paper vote is your private ballot.",)


def votes(group: Group, held: Iterable[Round], now: datetime) -> Iterator[CalendarEvent]:
    """The opening and closing of each weekly vote, by the ISO week of its opening.

    Rounds that were ``held`` stand as they were; those of the last fortnight are enough.
    """
    today = group.today(now)
    monday = today - today.weekday() * _DAY
    found = slots(
        opening(group),
        {
            _week(each.period): Slot(
                _week(each.period),
                each.opened_at,
                each.closes_at if each.closed_at is None else each.vote_ended_at,
                is_off=each.decision is RoundDecision.NOTHING_LISTED,
            )
            for each in held
        },
        name=_week,
        ends=lambda at: closes_after(group, at),
        dates=(monday - 7 * _DAY, monday, monday + AHEAD + 6 * _DAY),
        now=now,
        since=group.created_at,
    )
    channel = group.papers_channel_id
    for slot in found:
        for kind, at, what in (
            (VOTE_OPENS, slot.opens_at, "opens"),
            (VOTE_CLOSES, slot.ends_at, "closes"),
        ):
            title = f"Weekly paper: the vote {what}"
            yield CalendarEvent(kind, slot.name, title, at, _VOTE, channel, slot.is_off)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-w{week:02}"


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    group = await get_group(session, member.guild_id)
    held = await queries.since(session, group.guild_id, group.today(now) - _ROUNDS_BACK)
    return list(votes(group, held, now))


CALENDAR = CalendarSource(
    titles={VOTE_OPENS: "Weekly votes, opening", VOTE_CLOSES: "Weekly votes, closing"},
    events=_events,
)
