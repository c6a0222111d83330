"""Members who join before the start, leave and come back; and one who is in two groups at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.milestones.values import Board
from sandbox import ActingUser, Permissions
from sandbox.world.guild import Guild
from tests.cycles.closing import raw
from tests.live import START, Study, custom_ids
from tests.milestones.circle import board_at
from tests.wins.sharing import share

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS, SUMMARIES, PR = "theory-problem-sets", "theory-paper-summaries", "projects-first-pr"


async def board_of(study: Study, user: ActingUser, guild: Guild | None = None) -> Board:
    """As it stands, whatever the day."""
    guild = guild or study.guild
    async with study.db.read() as session:
        board = await board_at(session, guild.id, user.id, now=study.clock.now())
    return replace(board, today=START.date())


def march(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def move_start(study: Study, to: str) -> None:
    form = await study.organiser.click(
        await study.organiser.slash("setup"), custom_id="setup:basics"
    )
    await study.organiser.submit(form, {"start": to})


async def test_p6_p9_joined_before_the_start_left_and_back(study: Study) -> None:
    """The start moves; while Ana is away nothing of hers is told, named or frozen, or lost."""
    await study.set_up(start_date=date(2026, 3, 9))
    ana, ben = await study.person("Ana"), await study.person("Ben")
    form = await ben.click(await ben.slash("me"), custom_id=f"milestone:pace:{study.guild.id}")
    seen = await ben.submit(form, {"Your first day of the plan": "2026-03-04"})
    await ben.click(seen, "Confirm")
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    await ana.slash("milestone due", milestone=SETS, date="2026-03-12")
    before = await board_of(study, ana)
    assert before.find(SUMMARIES).due == date(2026, 3, 23)
    await move_start(study, "2026-03-10")
    after = await board_of(study, ana)
    assert after.find(SUMMARIES).due == date(2026, 3, 24)
    assert after.find(SETS).due == date(2026, 3, 12), "a date of one's own"
    assert after.find(PR) == before.find(PR)
    assert (await board_of(study, ben)).find(SUMMARIES).due == date(2026, 3, 18)

    await study.clock.move_to(march(10))
    assert sum("due in" in message.text for message in ana.inbox) == 1
    await ana.click(await ana.click(await ana.slash("me"), "Leave"), "Leave")
    assert "None shared yet" in (await ben.slash("win list")).text
    heard = len(ana.inbox)
    olga = study.organiser
    previews = [await olga.slash("cycle start", date="monday") for _ in range(2)]
    await asyncio.gather(*(olga.click(preview, "Start cycle 2") for preview in previews))
    assert sorted("closed already" in preview.text for preview in previews) == [False, True]
    await study.clock.move_to(march(16))
    assert len(ana.inbox) == heard
    assert [row[1] for row in await raw(study.db)] == [ben.id]
    assert sum("Cycle 1 is over" in m.text for m in study.announcements.messages) == 1

    await ana.slash("join")
    assert await board_of(study, ana) == after
    assert "First merged" in (await ben.slash("win list")).text
    assert "not in the group when cycle 1" in (await ana.slash("cycle review")).text
    await study.clock.move_to(march(18))
    named = [m.text for m in ana.inbox[heard:] if custom_ids(m, "reminder")]
    assert len(named) == 1, "what passed meanwhile, once"
    assert "**Planned for earlier**" in named[0]


async def test_m5_what_a_message_offers_is_for_the_group_it_came_from(study: Study) -> None:
    """Both groups follow the same plan; in direct messages Ana means the first."""
    ana = await study.person("Ana")
    birds = study.sandbox.world.create_guild("Early birds")
    birds.create_text_channel("general")
    ana.join(birds)
    role = birds.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
    study.organiser.join(birds, roles=[role])
    await study.organiser.click(await study.organiser.slash("setup", guild=birds), "Start")
    await ana.slash("join", guild=birds)
    await ana.click(await ana.slash("me", guild=study.guild), "Use in DMs")
    await ana.slash("milestone due", guild=birds, milestone=SETS, date="2026-03-05")
    demo_group = await board_of(study, ana)

    await study.clock.move_to(march(2))
    [prompt] = [m for m in ana.inbox if custom_ids(m, "reminder")]
    [press] = custom_ids(prompt, "reminder:done")
    twice = await asyncio.gather(
        *(ana.click(prompt, custom_id=press, forge=True) for _ in range(2))
    )
    assert all("● *Problem sets" in each.text for each in twice)
    assert (await board_of(study, ana, birds)).find(SETS).number == 1

    # An answer from when she meant the other one goes on meaning it.
    await ana.click(await ana.slash("me", guild=birds), "Use in DMs")
    form = await ana.click(await ana.slash("me", dm=True), "Pause")
    paused = await ana.submit(form, {"until": "2026-03-20"})
    offers = await ana.click(paused, "See offers")
    await ana.click(await ana.slash("me", guild=study.guild), "Use in DMs")
    [offer, *_] = custom_ids(offers, "milestone:move")
    await ana.click(offers, "Move to 3 April")
    [*_, moved] = [
        item.id for item in (await board_of(study, ana, birds)).items if item.own_due is not None
    ]
    assert moved == SUMMARIES
    # A server's own messages reach no other server, though Ana is in both.
    panel = await ana.slash("milestone list", guild=study.guild)
    for custom_id in (press, offer, f"cycle:review:{birds.id}:1"):
        answer = await ana.click(panel, custom_id=custom_id, forge=True)
        assert "another server" in answer.text
    assert await board_of(study, ana) == demo_group
    await study.clock.advance(timedelta(minutes=1))
    assert "Night owls" in (await ana.slash("export calendar", dm=True)).text
