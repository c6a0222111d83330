"""A ballot that is not cast, in the daily message and `/today` on its last day (R13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.reminders.rules import is_last_word
from sandbox.world.model import Message
from tests.live import Study
from tests.papers.test_wire import CLOSES, OPENS, opened, sqlite_only

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)
ASKED = "you have not voted yet"


def messages(study: Study, name: str) -> list[Message]:
    """What the bot sent to a person."""
    return list(study.people[name].inbox)


async def test_r13_an_uncast_ballot_is_named_on_its_last_day_within_the_daily_message(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await opened(study)
    await ben.choose(await ben.slash("paper vote"), ["2603.00001"])
    await study.clock.move_to(CLOSES - timedelta(days=1))
    assert not any(ASKED in each.text for each in messages(study, "Ana"))
    assert ASKED not in (await ana.slash("today")).text
    count = len(messages(study, "Ana"))
    await study.clock.move_to(CLOSES - timedelta(hours=8))
    assert len(messages(study, "Ana")) == count + 1, "never a message of its own"
    message = messages(study, "Ana")[-1]
    assert ASKED in message.text
    assert "Vote" in message.buttons
    assert not any(ASKED in each.text for each in messages(study, "Ben"))
    assert ASKED in (await ana.slash("today")).text
    assert ASKED not in (await ben.slash("today")).text
    ballot = await ana.click(message, "Vote")
    await ana.choose(ballot, ["2603.00002"])
    assert ASKED not in (await ana.slash("today")).text
    await study.clock.move_to(CLOSES)


@sqlite_only
async def test_r13_who_left_or_came_after_the_close_hears_nothing(study: Study) -> None:
    await study.person("Ana")
    await opened(study)
    study.people["Ana"].leave(study.guild)
    await study.clock.move_to(CLOSES)
    assert not any(ASKED in each.text for each in messages(study, "Ana"))
    ben = await study.person("Ben")
    assert ASKED not in (await ben.slash("today")).text
    assert OPENS < CLOSES


@pytest.mark.parametrize(
    ("today", "next_at", "zone", "says"),
    [
        (date(2026, 3, 6), FRIDAY + timedelta(days=2), "UTC", True),
        (date(2026, 3, 6), None, "UTC", True),
        (date(2026, 3, 5), FRIDAY - timedelta(hours=9), "UTC", False),
        (date(2026, 3, 5), FRIDAY, "UTC", True),
        (date(2026, 3, 3), FRIDAY + timedelta(days=4), "UTC", True),
        (date(2026, 3, 6), FRIDAY - timedelta(hours=2), "Pacific/Auckland", False),
        (date(2026, 3, 7), FRIDAY + timedelta(hours=20), "Pacific/Auckland", True),
    ],
)
def test_r13_a_vote_is_named_by_the_last_message_that_comes_in_time(
    today: date, next_at: datetime | None, zone: str, says: bool
) -> None:
    assert is_last_word(FRIDAY, zone, today, next_at) is says
