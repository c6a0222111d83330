"""The group's retros, as entries of a member's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.queries import get_group
from bot.groups.values import Group, Member
from bot.inputs.date_patterns import LAST, EveryWeeks, MonthDay
from bot.retros.queries import retro_spans
from bot.retros.rules import reveal_time
from bot.retros.values import RetroSpan
from bot.scheduling.slots import AHEAD, Slot, slots

RETRO_OPENS, RETRO_REVEAL = "retro-opens", "retro-reveal"

_DAY = timedelta(days=1)
_RETROS_BACK = 62 * _DAY
_RETRO = ("/retro card adds a card; all stay hidden until the reveal.",)


def retros(group: Group, held: Iterable[RetroSpan], now: datetime) -> Iterator[CalendarEvent]:
    """The opening and reveal of each retro: by its month, by its date where months may have none
    or two, or by its id when a person opened it.

    Retros that were ``held`` stand as they were; those of the last two months are enough.
    """
    known = [Slot(_span_name(group, span), span.opened_at, span.ends_at) for span in held]
    first = group.today(now).replace(day=1)
    last = MonthDay(LAST).in_month((group.today(now) + AHEAD).replace(day=1))
    found = slots(
        group.retro_rule,
        {slot.name: slot for slot in known},
        name=lambda day: _name(group, day),
        ends=lambda at: reveal_time(at, group.zone),
        dates=((first - _DAY).replace(day=1), first, last),
        now=now,
        since=group.created_at,
    )
    by_hand = [slot for slot in known if slot.name.isdecimal()]
    channel = group.retros_channel_id
    for slot in (*found, *by_hand):
        for kind, at, title in (
            (RETRO_OPENS, slot.opens_at, "Retro opens"),
            (RETRO_REVEAL, slot.ends_at, "Retro: the cards are revealed"),
        ):
            yield CalendarEvent(kind, slot.name, title, at, _RETRO, channel, slot.is_off)


def _name(group: Group, day: date) -> str:
    return day.isoformat() if isinstance(group.retro_on, EveryWeeks) else f"{day:%Y-%m}"


def _span_name(group: Group, span: RetroSpan) -> str:
    return str(span.retro_id) if span.scheduled_for is None else _name(group, span.scheduled_for)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    group = await get_group(session, member.guild_id)
    return list(retros(group, await retro_spans(session, group.guild_id, now - _RETROS_BACK), now))


CALENDAR = CalendarSource(
    titles={RETRO_OPENS: "Retros, opening", RETRO_REVEAL: "Retros, reveal"}, events=_events
)
