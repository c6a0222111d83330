"""What the daily message and `/today` say of a vote without the member's, on its last day (R13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items


class VoteKey(Protocol):
    """What is kept of a vote that was named: which one it was."""

    @property
    def thing_id(self) -> str:
        """The vote's id."""


class ClosingVote(Protocol):
    """A vote that waits for a member; ``due`` is their date of its close."""

    @property
    def due(self) -> date:
        """The member's date of its close."""

    @property
    def key(self) -> VoteKey:
        """What is kept of it once it was named."""


Vote = TypeVar("Vote", bound=ClosingVote)


@dataclass(frozen=True, slots=True)
class ClosingVotes(Generic[Vote]):
    """How a feature names its votes.

    ``waiting`` reads the vote that waits for a member at an instant, if one does; ``to_name`` the
    one that a message is to name. ``row`` shows one, and so does the command ``more_in``.
    """

    kind: str
    waiting: Callable[[AsyncSession, Member, datetime], Awaitable[Vote | None]]
    to_name: Callable[[AsyncSession, DailyMessage], Awaitable[Vote | None]]
    row: Callable[[Vote], discord.ui.Section[discord.ui.LayoutView]]
    more_in: str

    @property
    def daily_lines(self) -> DailyLines[VoteKey]:
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
    ) -> Sequence[DailyLine[VoteKey]]:
        found = await self.to_name(session, message)
        return [] if found is None else [self._line(found)]

    async def _again(
        self, session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[VoteKey]
    ) -> Sequence[DailyLine[VoteKey]]:
        """The vote while it still waits for theirs."""
        found = await self.waiting(session, caller.member, caller.now)
        is_same = found is not None and found.key.thing_id in {key.thing_id for key in keys}
        return [self._line(found)] if found is not None and is_same else []

    def _line(self, found: Vote) -> DailyLine[VoteKey]:
        return DailyLine(
            key=found.key,
            rows=[self.row(found)],
            urgency=Urgency.AHEAD,
            due=found.due,
            more_in=self.more_in,
            worth_a_message=False,
        )
