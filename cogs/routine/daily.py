"""The daily message with the lines that features add to it: to be sent, and sent ones again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import NotFound
from bot.groups.values import MemberCaller
from bot.routine import queries
from bot.routine import service as routine
from bot.routine.queries import prompt_day
from bot.routine.values import PromptDay
from bot.scheduling import Delivery, NothingToSend
from cogs.common.access import group_name
from cogs.common.daily_message import ON_TODAY, DailyLine, DailyLines, DailyMessage
from cogs.common.feature import Feature
from cogs.common.panels import Panel
from cogs.routine.panels import message_panel, today_panel

Lines = Sequence[DailyLine[Any]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to be sent: the day, and what each feature adds.

    ``follows_up`` and ``may_follow_up`` are those of `PromptMessage`.
    """

    message: DailyMessage
    day: PromptDay
    added: tuple[tuple[DailyLines[Any], Lines], ...]
    follows_up: bool
    may_follow_up: bool

    @property
    def lines(self) -> list[DailyLine[Any]]:
        """The lines of all features."""
        return [line for _feature, lines in self.added for line in lines]


async def outgoing(
    session: AsyncSession, features: Iterable[Feature], delivery: Delivery, *, now: datetime
) -> Outgoing:
    """What the delivery of a prompt, a snooze or a follow-up carries.

    Raises:
        NothingToSend: there is nothing to ask (answered, or the plan leaves the weekday free) and
            no line is worth a message; or as `bot.routine.service.to_send`.
    """
    prompt = await routine.to_send(session, delivery, now=now)
    day = prompt.day
    message = DailyMessage(
        member=day.member,
        delivery_id=delivery.id,
        day=day.date,
        next_day=prompt.next_day,
        asks=prompt.asks,
        now=now,
    )
    adding = _adding(features) if prompt.takes_lines else ()
    added = tuple([(each, await each.to_send(session, message)) for each in adding])
    found = Outgoing(message, day, added, prompt.follows_up, prompt.may_follow_up)
    if prompt.follows_up and not prompt.asks:
        raise NothingToSend
    if not prompt.asks and not any(line.worth_a_message for line in found.lines):
        raise NothingToSend
    return found


async def record_lines(session: AsyncSession, sent: Outgoing) -> None:
    """Tell each feature which of its lines went out, so that none is named twice."""
    for feature, lines in sent.added:
        if lines:
            await feature.on_sent(session, sent.message, [line.key for line in lines])


async def today_message(session: AsyncSession, caller: MemberCaller, bot: Syllabot) -> Panel:
    """The caller's ``/today``."""
    today = await queries.today(session, caller)
    added = [
        item
        for feature in bot.features
        if feature.today_rows is not None
        for item in await feature.today_rows(session, caller)
    ]
    return today_panel(today, added, now=caller.now)


async def sent_message(
    session: AsyncSession,
    caller: MemberCaller,
    bot: Syllabot,
    delivery_id: int,
    day: PromptDay | None = None,
) -> Panel:
    """A delivery's message to the caller, or ``/today``, as it stands now.

    ``day`` is the one it was for; without it, it is known of those messages that had lines.

    Raises:
        NotFound: without ``day``: it had no lines.
    """
    if delivery_id == ON_TODAY:
        return await today_message(session, caller, bot)
    found = [
        sent
        for each in _adding(bot.features)
        if (sent := await each.sent(session, caller, delivery_id)) is not None
    ]
    if found and (day is None or day.date != found[0].day):
        day = await prompt_day(session, caller.member, found[0].day)
    if day is None:
        raise NotFound("I no longer know what that message named. `/milestone list` shows it all.")
    return message_panel(
        day,
        [line for sent in found for line in sent.lines],
        asks=all(sent.asks for sent in found),
        delivery_id=delivery_id,
        group_name=group_name(bot, caller.guild_id),
        now=caller.now,
    )


def _adding(features: Iterable[Feature]) -> Iterator[DailyLines[Any]]:
    return (each.daily_lines for each in features if each.daily_lines is not None)
