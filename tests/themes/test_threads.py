"""Threads about themes when their delivery comes again: nothing is posted or opened twice (T7)."""

from __future__ import annotations

import pytest

from bot.retros.queries import find_open
from bot.scheduling import Delivery, NothingToSend
from bot.themes.values import DISCUSS
from cogs.themes.sender import ThemeSender
from sandbox import ActingUser
from tests.live import Study
from tests.retros.acting import posted
from tests.themes.acting import on, revealed, threads, vote
from tests.themes.test_wire import THREAD

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def discussing(study: Study, ana: ActingUser) -> Delivery:
    """Two themes are voted for and discussed; gives their delivery as it would come once more."""
    await revealed(study, [ana], "One", "Two")
    await on(study)
    await vote(ana, posted(study)[-1], "One", "Two")
    await on(study)
    async with study.db.read() as session:
        retro_id = await find_open(session, study.guild.id)
    now = study.clock.now()
    guild_id, subject = study.guild.id, str(retro_id)
    return Delivery(9001, guild_id, None, DISCUSS, subject, now.date(), now, 1, "again")


async def test_t7_what_stands_already_is_not_posted_again(study: Study) -> None:
    ana = await study.person("Ana")
    again = await discussing(study, ana)
    before = len(posted(study))
    first, second = study.guild.threads.values()
    said = [len(list(thread.messages)) for thread in (first, second)]
    await ThemeSender(study.bot).discuss(again)
    assert len(posted(study)) == before
    assert sorted(threads(study)) == ["One", "Two"], "equal votes come in any order"
    assert [len(list(thread.messages)) for thread in (first, second)] == said


async def test_t7_a_thread_that_was_refused_for_good_is_asked_for_once(study: Study) -> None:
    ana = await study.person("Ana")
    study.sandbox.faults.fail("POST", THREAD, status=400, code=160006, message="No", times=99)
    again = await discussing(study, ana)
    assert threads(study) == []
    study.sandbox.faults.clear()
    await ThemeSender(study.bot).discuss(again)
    assert threads(study) == []


async def test_t7_threads_that_come_too_late_call_nobody_back(study: Study) -> None:
    ana = await study.person("Ana")
    late = await discussing(study, ana)
    await on(study)
    before = len(posted(study))
    with pytest.raises(NothingToSend):
        await ThemeSender(study.bot).discuss(late)
    assert len(posted(study)) == before
