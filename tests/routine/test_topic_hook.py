"""R13: what a day is for is any feature's to say, by one line of its declaration."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.plans import queries as plans
from bot.routine.queries import see_day
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.common.feature import Feature
from cogs.features import FEATURES
from cogs.routine import FEATURE as ROUTINE
from cogs.routine.daily import topic_of
from tests.groups import acting as groups

GUILD, ANA = 100, 7
THURSDAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)


def saying(text: str | None) -> Feature:
    """A feature that has this to say on a day with people, or nothing."""

    async def words(_session: AsyncSession, _message: DailyMessage) -> DayWords[None] | None:
        return None if text is None else DayWords(text=text, key=None)

    return Feature(
        data=ROUTINE.data,
        cogs=(),
        routes=(),
        senders={},
        daily_topics={"community": DailyTopic(words=words)},
    )


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ((saying("The session is at 18:00"), saying("Ben asks")), "The session is at 18:00"),
        ((saying(None), saying("Ben asks")), "Ben asks"),
        ((saying(None), saying(None)), None),
        (FEATURES, None),
    ],
)
async def test_r13_thursday_is_for_the_first_feature_with_a_word_else_for_the_plan(
    db: Database, features: tuple[Feature, ...], said: str | None
) -> None:
    async with db.begin() as session:
        await groups.set_up_in_one_channel(session, GUILD, 1, now=NOW)
        await groups.join(session, GUILD, ANA, now=NOW)
        caller = await groups.member(session, GUILD, ANA, now=NOW)
        day = await see_day(session, caller, THURSDAY)
        plan = await plans.current(session, GUILD)
        message = DailyMessage(
            member=caller.member, delivery_id=1, day=THURSDAY, next_day=None, asks=True, now=NOW
        )
        found = await topic_of(session, features, message, day)
    prompt = plan.day(THURSDAY.weekday())
    assert prompt is not None
    assert prompt.topic == "community"
    assert (None if found is None else found[1].text) == said
