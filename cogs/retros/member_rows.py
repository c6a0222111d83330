"""What retros add to the daily message and `/today`: an open one without a card of the member's."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.retros.waiting import KIND, WaitingRetro, to_name, waiting
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items, button, row
from cogs.common.text import fit, stamp
from cogs.retros.routes import ADD_ANY_CARD


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The open retro; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    found = await waiting(session, caller.member, now=caller.now)
    return [] if found is None else [_row(found)]


def _row(found: WaitingRetro) -> discord.ui.Section[discord.ui.LayoutView]:
    until = f"is open until {stamp(found.reveal_at, 'F')}"
    text = f"The retro *{fit(found.title, 100)}* {until}"
    text += ". Cards are anonymous." if found.is_anonymous else ", and has no card of yours yet."
    return row(text, button("Write a card", ADD_ANY_CARD(found.id)))


def _line(found: WaitingRetro, key: ReminderKey) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=key,
        rows=[_row(found)],
        urgency=Urgency.AHEAD,
        due=found.due,
        more_in="`/retro card`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member, now = message.member, message.now
    sent = await message.once(session, named)
    found = await to_name(session, member, sent, next_day=message.next_day, now=now)
    return [] if found is None else [_line(*found)]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The retro while it still waits for their card."""
    found = await waiting(session, caller.member, now=caller.now)
    return [
        _line(found, key) for key in keys if found is not None and key.thing_id == str(found.id)
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
