"""A watched deadline is named in the daily message, 30, 7 and 1 days before it (C6, R13).

And from then on in ``/today``, always in ``/me``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import ActingUser
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


async def test_c6_r13_at_30_7_and_1_days_to_whoever_watches_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.slash("conference add", name="ICML *2026*", deadline="2026-04-08 17:00 UTC")
    # A fortnight before it is no time to name it.
    spans = ((8, 11), (24, 25), (31, 40))
    for first, last in spans:
        await study.down_until(at(3, first))
        await study.clock.move_to(at(3, 1) + timedelta(days=last - 1))
    named = {
        message.timestamp.date().isoformat(): message.text
        for message in ana.inbox
        if "ICML" in message.text
    }
    assert list(named) == ["2026-03-09", "2026-04-01", "2026-04-07"]
    assert "Deadline: *ICML \\*2026\\** · in 30 days" in named["2026-03-09"]
    assert "in 7 days" in named["2026-04-01"]
    assert "in 1 day (<t:1775667600:F>)" in named["2026-04-07"]
    assert all("ICML" not in message.text for message in ben.inbox)


async def test_c6_a_deadline_that_moved_is_named_anew_and_an_unwatched_one_is_not(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    await ana.slash("conference add", name="ICML", deadline="2026-03-10 17:00 UTC")
    await study.clock.move_to(at(3, 4))
    assert "*ICML* · in 7 days" in ana.inbox[-2].text + ana.inbox[-1].text
    await ana.slash("conference add", name="ICML", deadline="2026-03-13 17:00 UTC")
    await study.clock.move_to(at(3, 6))
    assert "*ICML* · in 7 days" in ana.inbox[-1].text
    await ana.slash("conference watch", conference="ICML")
    await study.clock.move_to(at(3, 12))
    assert all("ICML" not in message.text for message in ana.inbox if message.timestamp > at(3, 6))


async def test_c6_today_and_me_name_what_is_watched(study: Study) -> None:
    """The nearest three of a month, with nobody else's; in a pause nothing is due."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for day in (1, 2, 3, 4, 5):
        deadline = f"2026-04-0{day} 17:00 UTC"
        await ana.slash("conference add", name=f"Conf {day} *x*", deadline=deadline)
    await study.clock.move_to(at(3, 5))
    today = (await ana.slash("today")).text
    first = int(datetime(2026, 4, 1, 17, tzinfo=UTC).timestamp())
    assert f"**Deadlines you watch**\nConf 1 \\*x\\*, <t:{first}:F>\nConf 2" in today
    assert "and 1 more in </conference list:" in today
    assert "Conf 4" not in today
    assert re.search(f"5 deadlines that you watch in .*, next <t:{first}:D>", await me(ana))
    assert "eadline" not in (await ben.slash("today")).text + await me(ben)
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "2026-03-20"})
    assert "Conf" not in (await ana.slash("today")).text
    assert f"<t:{first}:D>" not in await me(ana)


async def me(person: ActingUser) -> str:
    return (await person.slash("me")).text
