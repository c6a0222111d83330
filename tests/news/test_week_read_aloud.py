"""One week of messages in five roles: new, busy, behind, resting, with closed direct messages.

Run with ``-s`` it reads them aloud.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.world.model import Message
from tests.live import Study
from tests.news.site import Entry, Site, allow, rss
from tests.news.test_wire import follow
from tests.papers.test_wire import opened
from tests.routine.test_day_topics import SETS, at, of_day

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

HOUR = timedelta(hours=1)


def read_aloud(name: str, messages: list[Message]) -> None:
    for each in messages:
        print(f"\n[{name}] {each.timestamp:%A %d %B %H:%M}\n{each.text}\n{each.buttons}")


async def test_r13_one_week_read_aloud_in_five_roles(study: Study, site: Site) -> None:
    new, busy, behind, resting, closed = [
        await study.person(name) for name in ("New", "Busy", "Behind", "Resting", "Closed")
    ]
    names = ("Scaling laws hold", "A smaller transformer", "Owls learn to count")
    entries = [
        Entry(name, f"https://owl.example/{n}", at(5) - n * HOUR) for n, name in enumerate(names)
    ]
    site.serve("/feed", rss(*entries))
    await allow(study, [site.url("/feed")])
    await follow(study, site.url("/feed"))
    await busy.slash("milestone add", title="Paper club demo", due="2026-03-04")
    await busy.slash("milestone start", milestone=SETS)
    await busy.slash("milestone due", milestone=SETS, date="2026-03-06")
    await busy.slash("conference add", name="ICML", deadline="2026-03-09")
    await study.organiser.slash("retro open")
    await behind.slash("milestone due", milestone=SETS, date="2026-03-02")
    await resting.slash("routine pause", until="2026-03-20")
    closed.close_dms()
    await opened(study)
    await study.clock.move_to(at(12, day=6))
    for name, person in (("New", new), ("Busy", busy), ("Behind", behind)):
        read_aloud(name, list(person.inbox))
    assert list(resting.inbox) == []
    assert list(closed.inbox) == []
    rests = await resting.slash("today")
    print("\n[Resting]", rests.text)
    assert "Nothing is due.\nIf you like:\n**Reflect**" in rests.text
    seen = await closed.slash("today")
    print("\n[Closed]", seen.text, seen.buttons)
    assert "Kept for you" in seen.text
    # Monday: headlines, and the block they are for. Wednesday: what they build.
    monday = of_day(new, 2).text.splitlines()
    assert monday[0].startswith(
        "**ML news** · 3 headlines. Pick the one that matters most to block"
    )
    assert monday[1].endswith("?")
    wednesday = of_day(busy, 4)
    assert "**Build** · " in wednesday.text
    assert "*Paper club demo*" in wednesday.text
    assert "Begin *Paper club demo*, due today:" in wednesday.text
    assert wednesday.text.count("Paper club demo") == 1, "what the day is for is not named again"
    assert "○ *Problem sets" not in wednesday.text, "named on its day, and three days before"
    assert "due today" in of_day(busy, 6).text
    assert "The retro" in of_day(new, 2).text
    assert not any("The retro" in each.text for each in list(new.inbox)[1:])
    for person in (new, busy, behind):
        assert len(person.inbox) == 5, "one a day"
        for message in person.inbox:
            assert message.buttons[-1] != "", message.text
            assert "Stop" in message.buttons
    told = [each.text.splitlines()[-1] for each in new.inbox]
    assert all(each.startswith("-# You joined") for each in told[:3])
    assert all("Settings in </me:" in each and "*Stop*" in each for each in told[3:])
