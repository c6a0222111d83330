"""What the daily message and `/today` say of a vote without the member's, on its last day (R13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.reminders.closing import Vote, to_name
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items


@dataclass(frozen=True, slots=True)
class ClosingVotes(Generic[Vote]):
    """How a feature names its votes: ``row`` shows one, ``more_in`` is the command that does.

    ``waiting`` reads the vote that waits for a member at an instant, if one does.
    """

    kind: str
    waiting: Callable[[AsyncSession, Member, datetime], Awaitable[Vote | None]]
    row: Callable[[Vote], discord.ui.Section[discord.ui.LayoutView]]
    more_in: str

    @property
    def daily_lines(self) -> DailyLines[ReminderKey]:
        """What it adds to daily messages."""
        return DailyLines(kind=self.kind, to_send=self._to_send, again=self._again)

    async def today_rows(self, session: AsyncSession, caller: MemberCaller) -> Items:
        """The vote that closes today, if the caller has not voted; none in a pause."""
        if caller.member.paused(caller.now):
            return []
        found = await self.waiting(session, caller.member, caller.now)
        return [self.row(found)] if found is not None and found.due == caller.today else []

    async def _to_send(
        self, session: AsyncSession, message: DailyMessage
    ) -> Sequence[DailyLine[ReminderKey]]:
        member, now = message.member, message.now
        sent = await message.once(session, named)
        found = await self.waiting(session, member, now)
        chosen = to_name(found, member, sent, next_day=message.next_day, now=now)
        return [] if chosen is None else [self._line(chosen)]

    async def _again(
        self,
        session: AsyncSession,
        caller: MemberCaller,
        delivery_id: int,
        keys: Sequence[ReminderKey],
    ) -> Sequence[DailyLine[ReminderKey]]:
        """The vote while it still waits for theirs."""
        found = await self.waiting(session, caller.member, caller.now)
        is_same = found is not None and str(found.thing_id) in {key.thing_id for key in keys}
        return [self._line(found)] if found is not None and is_same else []

    def _line(self, found: Vote) -> DailyLine[ReminderKey]:
        return DailyLine(
            key=found.key,
            rows=[self.row(found)],
            urgency=Urgency.AHEAD,
            due=found.due,
            more_in=self.more_in,
            worth_a_message=False,
        )
