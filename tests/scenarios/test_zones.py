"""A week in which clocks change, in three zones: whose date and whose hour counts where."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.live import Study, custom_ids
from tests.wins.sharing import share

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS, PR = "theory-problem-sets", "projects-first-pr"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def test_u14_c7_reminders_collisions_and_round_ups_keep_their_own_zone(study: Study) -> None:
    """Ana hears at 22:00 in Los Angeles, when it is the next date in UTC and for her group in New
    York, whose round-up comes on Sunday at 18:00. The clocks change on that day, 8 March."""
    await study.set_up(zone="America/New_York", start_date=date(2026, 3, 2))
    ana = await study.person("Ana", zone="America/Los_Angeles", at=time(22))
    await ana.slash("milestone due", milestone=SETS, date="2026-03-06")
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)

    await study.clock.move_to(utc(11, 12))
    named = {message.timestamp: message for message in ana.inbox if custom_ids(message, "reminder")}
    # Tuesday 3 March, three days ahead; Friday the 6th, its own date; Monday the 9th, it is over.
    assert list(named) == [utc(4, 6), utc(7, 6), utc(10, 5)]
    coming, due, past = named.values()
    assert "due in 3 days" in coming.text
    assert "due today" in due.text
    assert "**Planned for earlier**" in past.text
    weeks = [m.timestamp for m in study.announcements.messages if "Wins of the week" in m.text]
    assert weeks == [utc(8, 22)]

    # 20 March, 03:00 in UTC, is the 19th for Ana: the 13th is in the week before it.
    await ana.slash("conference add", name="Venue", deadline="2026-03-20 03:00 UTC")
    added = await ana.slash("milestone add", title="Draft", due="2026-03-13")
    seen = await ana.click(added, "See offers")
    assert "falls into the week before *Venue*" in seen.text
    assert seen.buttons[:2] == ["Move to 12 March", "Move to 26 March"]
    after = await ana.slash("milestone due", milestone="Draft", date="2026-03-20")
    assert "Venue" not in after.text
