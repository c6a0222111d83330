"""A week's paper on the sandbox, chosen and with its thread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.papers.rules.timetable import OPEN
from bot.scheduling import drop
from sandbox import ActingUser
from sandbox.feeds import Paper
from sandbox.world.model import Channel, Message
from tests.live import START, Study

MONDAY = START.date()
OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = datetime(2026, 3, 6, 17, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
NASTY = "*Loud* @everyone [win](https://bad.example) %_\\ Łukasz"


async def chosen(study: Study, ana: ActingUser, title: str = "First") -> Channel | None:
    """Let the group choose a paper with that title; gives its thread, if it has one."""
    papers = [
        Paper(
            f"2603.{number:05}",
            name,
            ("Ada Müller", "Grace Hopper"),
            ("cs.LG",),
            "We claim much about it.",
            MONDAY,
        )
        for number, name in enumerate((title, "Second"), start=1)
    ]
    study.sandbox.feeds.set_batch(MONDAY, papers)
    for day in range(1, 25):
        study.sandbox.feeds.holiday(MONDAY + timedelta(days=day))
    await study.clock.advance(timedelta(minutes=1))
    await ana.slash("paper nominate", paper="2603.00001")
    await study.clock.move_to(OPENS)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await study.down_until(CLOSES - HOUR)
    await study.clock.move_to(CLOSES)
    async with study.db.begin() as session:
        # The weeks after it are not what is looked at.
        await drop(session, study.guild.id, kind=OPEN)
    return next(iter(study.guild.threads.values()), None)


async def a_week_passes(study: Study) -> None:
    """Until an hour after the time at which a chosen paper's thread is asked."""
    await study.down_until(CLOSES + WEEK - HOUR)
    await study.clock.move_to(CLOSES + WEEK + HOUR)


def questions(thread: Channel | None) -> list[Message]:
    """What a thread was asked a week after."""
    messages = [] if thread is None else list(thread.messages)
    return [each for each in messages if "A week with" in each.text]
