"""Lines that a feature adds to the daily message, as any feature may (no message is sent here)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.feature import FeatureData, export_nothing, forget_nothing
from bot.groups.values import MemberCaller
from bot.reminders.queries import named_by
from bot.reminders.values import ReminderKey
from bot.routine.schedules import PROMPT
from bot.scheduling import Delivery, NothingToSend
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.feature import Feature
from cogs.routine.daily import outgoing, record_sent
from tests.groups import acting as groups
from tests.milestones.circle import ANA, GUILD, make_groups

MONDAY = date(2026, 3, 2)


class Trial:
    """A feature that adds a line to each message, and remembers what it was asked."""

    def __init__(self, key: str, *, worth_a_message: bool) -> None:
        self.key = ReminderKey(key, "1", MONDAY, "coming")
        self.worth_a_message = worth_a_message
        self.asked: list[DailyMessage] = []
        self.feature = Feature(
            data=FeatureData(
                name=key,
                help=(),
                stored=(),
                forget=forget_nothing,
                export=export_nothing,
                kinds=(),
            ),
            cogs=(),
            routes=(),
            senders={},
            daily_lines=DailyLines(kind=key, to_send=self.to_send, again=self.again),
        )

    async def to_send(
        self, _session: AsyncSession, message: DailyMessage
    ) -> Sequence[DailyLine[ReminderKey]]:
        self.asked.append(message)
        return [
            DailyLine(
                key=self.key,
                rows=[self.key.kind],
                urgency=Urgency.AHEAD,
                due=message.day,
                more_in="`/help`",
                worth_a_message=self.worth_a_message,
            )
        ]

    async def again(
        self,
        _session: AsyncSession,
        _caller: MemberCaller,
        _delivery_id: int,
        _keys: Sequence[ReminderKey],
    ) -> Sequence[DailyLine[ReminderKey]]:
        return []


def at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


def delivery() -> Delivery:
    return Delivery(1, GUILD, ANA, PROMPT, "", MONDAY, at(8), 1, "once")


async def test_only_what_is_worth_a_message_goes_out_without_a_prompt(db: Database) -> None:
    """The plan here asks nothing. What goes along is kept all the same."""
    group = await make_groups(db)
    minor, major = Trial("minor", worth_a_message=False), Trial("major", worth_a_message=True)
    async with group.begin() as session:
        with pytest.raises(NothingToSend):
            await outgoing(session, [minor.feature], delivery(), now=at(8))
        features = [minor.feature, major.feature]
        found = await outgoing(session, features, delivery(), now=at(8))
        assert [line.key for line in found.lines] == [minor.key, major.key]
        await record_sent(session, found)
        kept = await named_by(session, await groups.member(session, GUILD, ANA, now=at(8)), 1)
        assert kept is not None
        assert set(kept.keys) == {minor.key, major.key}
        assert kept.alone


async def test_a_feature_is_told_of_the_message_and_of_the_next_one(db: Database) -> None:
    group = await make_groups(db)
    trial = Trial("trial", worth_a_message=True)
    async with group.begin() as session:
        weekdays = frozenset({0, 3})
        await groups.change_member(session, GUILD, ANA, weekdays=weekdays, now=at(8))
        await outgoing(session, [trial.feature], delivery(), now=at(9))
    [asked] = trial.asked
    assert (asked.delivery_id, asked.member.user_id, asked.asks) == (1, ANA, False)
    assert (asked.day, asked.next_day, asked.now) == (MONDAY, date(2026, 3, 5), at(9))


async def test_nobody_is_asked_for_lines_at_night(db: Database) -> None:
    group = await make_groups(db)
    trial = Trial("trial", worth_a_message=True)
    async with group.begin() as session:
        with pytest.raises(NothingToSend):
            await outgoing(session, [trial.feature], delivery(), now=at(23))
    assert trial.asked == []
