"""The group's weekly votes, as entries of a member's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.rules.identifiers import abstract_url
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


def votes(
    group: Group, held: Iterable[Round], now: datetime, skipped: Collection[date] = ()
) -> Iterator[CalendarEvent]:
    """The opening and closing of each weekly vote, by the ISO week of its opening.

    Rounds that were ``held`` stand as they were; those of the last fortnight are enough. Weeks that
    are ``skipped``, by their Mondays, are off.
    """
    rounds = {_week(each.period): each for each in held}
    off = {_week(each) for each in skipped}
    today = group.today(now)
    monday = today - today.weekday() * _DAY
    found = slots(
        opening(group),
        {
            week: Slot(
                week,
                each.opened_at,
                each.closes_at if each.closed_at is None else each.vote_ended_at,
                is_off=each.decision is RoundDecision.NOTHING_LISTED,
            )
            for week, each in rounds.items()
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
            is_off = slot.is_off or (slot.name in off and slot.name not in rounds)
            details = _details(rounds.get(slot.name)) if kind == VOTE_CLOSES else _VOTE
            yield CalendarEvent(kind, slot.name, title, at, details, channel, is_off)


def _details(found: Round | None) -> tuple[str, ...]:
    """What a closed vote has chosen and where to read it, or how to vote."""
    if found is None or found.winner is None:
        return _VOTE
    paper = found.winner
    return (f"The group reads: {paper.title}", abstract_url(paper.key))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-w{week:02}"


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    group = await get_group(session, member.guild_id)
    held = await queries.since(session, group.guild_id, group.today(now) - _ROUNDS_BACK)
    skipped = await queries.skipped_weeks(session, group.guild_id)
    return list(votes(group, held, now, skipped))


CALENDAR = CalendarSource(
    titles={VOTE_OPENS: "Weekly votes, opening", VOTE_CLOSES: "Weekly votes, closing"},
    events=_events,
)
