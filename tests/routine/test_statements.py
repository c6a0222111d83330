"""How many statements a prompt, its answer and ``/today`` take, however long nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.competency.models import SelfRatingRow
from bot.groups import service
from bot.routine.schedules import PROMPT
from bot.scheduling import Delivery
from cogs.routine.sender import PromptSender
from sandbox import ActingUser
from tests.groups import acting as groups
from tests.live import Study, custom_ids
from tests.statements import statements

SETS = "theory-problem-sets"
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """The statements of each act."""

    sending: list[str]
    done: list[str]
    snooze: list[str]
    done_after_snooze: list[str]
    today: list[str]


async def ask(study: Study, ana: ActingUser, day: date) -> Asked:
    """Send a prompt that names a date, answer it, and look at the day."""
    await ana.slash("milestone due", milestone=SETS, date=(day + 2 * DAY).isoformat())
    number = 10_000 + day.toordinal()
    carried = Delivery(number, study.guild.id, ana.id, PROMPT, "", day, at(day, 8), 1, "once")
    with statements(study.db) as sending:
        await PromptSender(study.bot).send(carried)
    prompt = ana.inbox[-1]
    assert len(custom_ids(prompt, "reminder")) == 1
    with statements(study.db) as snooze:
        await ana.click(await ana.click(prompt, "Snooze"), "1 hour")
    with statements(study.db) as done_after_snooze:
        await ana.click(prompt, "Done")
    await ana.click(prompt, "Skip instead")
    with statements(study.db) as done:
        await ana.click(prompt, "Done after all")
    with statements(study.db) as today:
        await ana.slash("today", dm=True)
    return Asked(sending, done, snooze, done_after_snooze, today)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a_prompt_its_answer_and_today_take_as_many_after_a_week_of_silence(
    study: Study,
) -> None:
    await study.bot.jobs.stop()  # They look for what is due all the time.
    ana = await study.person("Ana")
    now = study.clock.now()
    async with study.db.begin() as session:
        everyday = frozenset(range(7))
        await groups.change_member(session, study.guild.id, ana.id, weekdays=everyday, now=now)
        # What is offered in a first week would be in one of the messages alone.
        rated = {"number": 1, "quarter": date(2026, 1, 1), "finished_on": MONDAY}
        session.add(SelfRatingRow(guild_id=study.guild.id, user_id=ana.id, **rated))
    await study.clock.move_to(at(MONDAY, 9))
    none_open = await ask(study, ana, MONDAY)
    ana.close_dms()
    await study.clock.move_to(at(MONDAY + 7 * DAY, 9))
    ana.open_dms()
    seen = await ana.slash("today")
    assert len(custom_ids(seen, "routine:done")) == 1 + 6, "today's, and those of the week before"
    async with study.db.begin() as session:
        await service.mark_dms_open(session, study.guild.id, ana.id)
    week_open = await ask(study, ana, MONDAY + 7 * DAY)
    assert week_open == none_open
    # The board, what was named before of every kind, and then each of the votes, the review's
    # turn, watched deadlines and those that files moved, one's sessions and talks, the open
    # retro, actions, the day of the mini-retro, what became of a suggestion, the check-in, the
    # day of a rating by the last one and the group, who asks for a second one, and partners whom
    # they met or not; that they were found in the server is noted; in `/today` the project in work,
    # and whether they take part in study partners. Monday is the plan's day of news: what was told
    # for it, then what is new.
    counted = [len(each) for each in (none_open.sending, none_open.done, none_open.today)]
    assert counted == [27, 12, 30]
    assert len(none_open.done_after_snooze) == 13, "one more, which calls the snooze off"
