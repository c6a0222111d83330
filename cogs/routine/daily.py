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
from bot.reminders.queries import named_by
from bot.reminders.service import record_sent as record_named
from bot.reminders.values import SentReminders
from bot.routine import queries
from bot.routine import service as routine
from bot.routine.log_queries import DayLog
from bot.routine.queries import prompt_day
from bot.routine.values import PromptDay
from bot.scheduling import Delivery, NothingToSend
from cogs.common.access import group_name
from cogs.common.daily_message import (
    IDEA,
    ON_TODAY,
    DailyLine,
    DailyLines,
    DailyMessage,
    DailyTopic,
    DayWords,
)
from cogs.common.feature import Feature
from cogs.common.panels import Panel
from cogs.routine.log_panels import log_panel
from cogs.routine.panels import message_panel, today_panel

Lines = Sequence[DailyLine[Any]]
TopicWords = tuple[DailyTopic[Any], DayWords[Any]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to be sent: the day, what it is for, and what each feature adds.

    ``follows_up`` and ``may_follow_up`` are those of `PromptMessage`.
    """

    message: DailyMessage
    day: PromptDay
    topic: TopicWords | None
    lines: Lines
    follows_up: bool
    may_follow_up: bool

    @property
    def words(self) -> DayWords[Any] | None:
        """What the day is for, where a feature says it."""
        return words_in(self.topic)

    @property
    def is_recorded(self) -> bool:
        """Whether a feature is to be told that it went out."""
        return bool(self.lines) or (self.topic is not None and self.topic[0].on_sent is not None)


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
    if prompt.follows_up and not prompt.asks:
        raise NothingToSend
    lines = [line for each in adding for line in await each.to_send(session, message)]
    topic = await topic_of(session, features, message, day) if prompt.asks else None
    found = Outgoing(message, day, topic, lines, prompt.follows_up, prompt.may_follow_up)
    if not prompt.asks and not any(line.worth_a_message for line in found.lines):
        raise NothingToSend
    return found


async def topic_of(
    session: AsyncSession, features: Iterable[Feature], message: DailyMessage, day: PromptDay
) -> TopicWords | None:
    """What the day is for, by the first feature that has a word on its topic; None: by the plan."""
    if day.prompt is None:
        return None
    topic = day.prompt.topic or (IDEA if day.prompt.optional else None)
    if topic is None:
        return None
    having = [each.daily_topics[topic] for each in features if topic in each.daily_topics]
    for found in sorted(having, key=lambda each: not each.comes_first):
        if (words := await found.words(session, message)) is not None:
            return found, words
    return None


def words_in(topic: TopicWords | None) -> DayWords[Any] | None:
    """The words alone."""
    return None if topic is None else topic[1]


async def record_sent(session: AsyncSession, sent: Outgoing) -> None:
    """Keep what went out, so that nothing is named twice."""
    if sent.topic is not None:
        topic, words = sent.topic
        if topic.on_sent is not None:
            await topic.on_sent(session, sent.message, words.key)
    if sent.lines:
        message = sent.message
        await record_named(
            session,
            message.member,
            message.delivery_id,
            [line.key for line in sent.lines],
            day=message.day,
            alone=not message.asks,
        )


async def today_message(
    session: AsyncSession, caller: MemberCaller, bot: Syllabot, *, snoozing: bool = False
) -> Panel:
    """The caller's ``/today``; ``snoozing`` asks for how long to put its prompt off."""
    today = await queries.today(session, caller)
    added = [
        item
        for feature in bot.features
        if feature.today_rows is not None
        for item in await feature.today_rows(session, caller)
    ]
    message = _message(caller, today.day, ON_TODAY, asks=True)
    topic = await topic_of(session, bot.features, message, today.day)
    return today_panel(today, words_in(topic), added, now=caller.now, snoozing=snoozing)


async def log_message(
    session: AsyncSession, caller: MemberCaller, bot: Syllabot, log: DayLog
) -> Panel:
    """A day of the caller's log, with what features add to it."""
    added = [
        item
        for feature in bot.features
        if feature.log_rows is not None
        for item in await feature.log_rows(session, caller)
    ]
    return log_panel(log, added, now=caller.now)


async def sent_message(
    session: AsyncSession, caller: MemberCaller, bot: Syllabot, delivery_id: int
) -> Panel:
    """A delivery's message to the caller, or ``/today``, as it stands now.

    Raises:
        NotFound: it is not known any more which day it was for, or it was not theirs.
    """
    return await message_again(session, caller, bot, delivery_id, None)


async def message_again(
    session: AsyncSession,
    caller: MemberCaller,
    bot: Syllabot,
    delivery_id: int,
    day: PromptDay | None,
    *,
    snoozing: bool = False,
) -> Panel:
    """The same of the day that it was for, which without ``day`` is found; see `today_message`."""
    if delivery_id == ON_TODAY:
        return await today_message(session, caller, bot, snoozing=snoozing)
    named = await named_by(session, caller, delivery_id)
    if named is not None and (day is None or day.date != named.day):
        day = await prompt_day(session, caller.member, named.day)
    elif day is None:
        was_for = await queries.day_of_message(session, caller, delivery_id)
        if was_for is None:
            raise NotFound(
                "I no longer know what that message named. `/milestone list` shows it all."
            )
        day = await prompt_day(session, caller.member, was_for)
    asks = day.prompt is not None and not (named is not None and named.alone)
    message = _message(caller, day, delivery_id, asks=asks)
    topic = await topic_of(session, bot.features, message, day) if asks else None
    return message_panel(
        day,
        words_in(topic),
        [] if named is None else await _again(session, bot.features, caller, delivery_id, named),
        asks=asks,
        delivery_id=delivery_id,
        group_name=group_name(bot, caller.guild_id),
        now=caller.now,
        snoozing=snoozing,
    )


def _message(caller: MemberCaller, day: PromptDay, delivery_id: int, *, asks: bool) -> DailyMessage:
    return DailyMessage(
        member=caller.member,
        delivery_id=delivery_id,
        day=day.date,
        next_day=caller.member.next_day(day.date),
        asks=asks,
        now=caller.now,
    )


async def _again(
    session: AsyncSession,
    features: Iterable[Feature],
    caller: MemberCaller,
    delivery_id: int,
    named: SentReminders,
) -> list[DailyLine[Any]]:
    """The lines that a message has, as they stand now; only features that added some are asked."""
    lines: list[DailyLine[Any]] = []
    for each in _adding(features):
        keys = [key for key in named.keys if key.kind == each.kind]
        if keys:
            lines += await each.again(session, caller, delivery_id, keys)
    return lines


def _adding(features: Iterable[Feature]) -> Iterator[DailyLines[Any]]:
    return (each.daily_lines for each in features if each.daily_lines is not None)
