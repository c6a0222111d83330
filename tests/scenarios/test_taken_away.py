"""A plan that loses milestones and gets them back: nothing of what members did is lost (P2)."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.milestones import service as milestones
from bot.milestones.values import Board
from bot.plans import queries
from sandbox import ActingUser, Upload
from sandbox.world.model import Message
from tests.cycles.closing import raw
from tests.export.book import Book
from tests.groups import acting as groups
from tests.live import START, Study, custom_ids
from tests.milestones.circle import board_at, caller_of
from tests.plans.changing import without
from tests.wins.sharing import share

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS, SUMMARIES, DEMO = "theory-problem-sets", "theory-paper-summaries", "projects-demo"
FEWER = without(DEMO, without(SETS)).replace("Summaries of two", "Two")


async def board_of(study: Study, user: ActingUser) -> Board:
    """As it stands, whatever the day."""
    async with study.db.read() as session:
        board = await board_at(session, study.guild.id, user.id, now=study.clock.now())
    return replace(board, today=START.date())


async def live_with_it(study: Study, ana: ActingUser) -> Message:
    """Ana does all that can be done with a milestone; gives back the prompt that names it."""
    await ana.slash("milestone note", milestone=SETS, note="half way", link="https://a.example/1")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-05")
    await ana.slash("milestone start", milestone=SETS)
    await ana.slash("milestone add", title="Ask around", under=SETS, due="2026-03-20")
    await ana.slash("milestone due", milestone=DEMO, date="2026-03-10")
    await ana.slash("milestone done", milestone=DEMO, note="shown")
    await share(ana, DEMO)
    await ana.slash("milestone hide", milestone="practice-latency")
    await study.clock.advance(timedelta(hours=3))
    [prompt] = ana.inbox
    assert "◐ *Problem sets" in prompt.text
    await study.organiser.click(
        await study.organiser.slash("cycle start", date="monday"), "Start cycle 2"
    )
    review = await ana.slash("cycle review")
    await ana.click(review, custom_id=f"cycle:case:{study.guild.id}:1:{SETS}")
    form = await ana.click(review, "New date")
    await ana.submit(form, {"By when?": "2026-03-06"})
    return prompt


async def join_forty(study: Study) -> None:
    """Forty more members, who have all done the demo and want no prompts."""
    now = study.clock.now()
    async with study.db.begin() as session:
        for user_id in range(1000, 1040):
            await groups.join(session, study.guild.id, user_id, now=now)
            await groups.change_member(
                session, study.guild.id, user_id, prompts_stopped=True, now=now
            )
            caller = await caller_of(session, user_id, guild_id=study.guild.id, now=now)
            await milestones.finish(session, caller, DEMO)


async def together(ana: ActingUser) -> str:
    """The group's counts."""
    panel = await ana.slash("milestone list")
    return (await ana.click(panel, custom_id="milestone:group", forge=True)).text


async def test_p2_p9_what_the_plan_loses_rests_and_comes_back_whole(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    prompt = await live_with_it(study, ana)
    await join_forty(study)
    before, frozen, book = await board_of(study, ana), await raw(study.db), Book()
    review, counts = await ana.slash("cycle review"), await together(ana)
    book.take((await ana.slash("export calendar")).files[0].data)
    assert book.of("milestone")[SETS] == date(2026, 3, 6)

    seen = await olga.slash("plan import", file=Upload("plan.toml", FEWER.encode()))
    assert "**Removed** · 2" in seen.text
    assert "progress on it" not in seen.text, "two counts would tell of one member (U5)"
    await olga.click(seen, "Confirm")
    await study.restart()

    # The step goes on, beside the plan; what named the milestone says so kindly.
    listed = await ana.slash("milestone list")
    assert f"of {before.count.total - 1}" in listed.text, "two less, and the step beside the plan"
    assert "do not know that milestone" in (await ana.slash("milestone show", milestone=SETS)).text
    [press] = custom_ids(prompt, "reminder:done")
    assert "do not know that milestone" in (await ana.click(prompt, custom_id=press)).text
    answered = await ana.click(prompt, "Done")
    assert "Problem sets" not in answered.text
    assert "Problem sets" not in (await ana.slash("today")).text
    decided = [each for each in custom_ids(review, "cycle:case") if each.endswith(SETS)]
    assert "not up for review" in (await ana.click(review, custom_id=decided[0])).text
    assert "Problem sets" in (await ana.slash("cycle show", number=1)).text
    assert "None shared yet" in (await ana.slash("win list")).text
    await study.clock.advance(timedelta(days=6))
    assert all("Problem sets" not in message.text for message in ana.inbox[1:])
    assert not [m for m in study.announcements.messages if "Wins of the week" in m.text]
    book.take((await ana.slash("export calendar")).files[0].data)
    assert SETS not in book.of("milestone")
    assert book.of("milestone")[DEMO] == date(2026, 3, 10), "what was done stays"
    assert book.of("milestone")["own-1"] == date(2026, 3, 20)

    await olga.click(seen, "Undo")
    await olga.click(seen, "Undo")
    assert await board_of(study, ana) == before
    assert await raw(study.db) == frozen
    assert await together(ana) == counts
    assert "demo" in (await ana.slash("win list")).text
    again = await ana.slash("cycle review")
    assert f"cycle:case:{study.guild.id}:1:{SETS}" in custom_ids(again)
    await study.clock.advance(timedelta(minutes=1))
    book.take((await ana.slash("export calendar")).files[0].data)
    assert book.of("milestone")[SETS] == date(2026, 3, 6)
    async with study.db.read() as session:
        now = study.clock.now()
        assert len(await queries.former(session, study.guild.id, START)) == 2
        assert await queries.former(session, study.guild.id, now) == [], "replaced before"
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
