"""Two processes on one token: each is told of everything that people do, and it is done once.

It is an operator's slip, or the former process that still drains while the new one runs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database
from bot.feature import session_info
from cogs.features import FEATURES
from sandbox import ActingUser, Seen
from tests.live import ConnectedBot, Study, form_of, start_bot
from tests.retros.acting import closed, opened
from tests.wins.sharing import share

SETS, PR, DEMO = "theory-problem-sets", "projects-first-pr", "projects-demo"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
# The tasks in which discord.py answers a button and a command.
ANSWERING = ("discord.py: on_interaction", "CommandTree-invoker")


@pytest.fixture
async def other(study: Study) -> AsyncIterator[ConnectedBot]:
    """A second process on the token and the database of the bot of ``study``."""
    database = Database(study.db.url, session_info=session_info(FEATURES))
    bot = await start_bot(study.settings, database, study.sandbox, follow=False)
    yield bot
    await bot.close()
    await bot.connecting
    await database.close()


async def both_answered() -> None:
    """Neither process is about to answer any more."""
    while late := [task for task in asyncio.all_tasks() if task.get_name() in ANSWERING]:
        await asyncio.wait(late)


async def calm(act: Awaitable[Seen]) -> Seen:
    """The answer, which must not be an error of ours."""
    seen = await act
    assert seen.failed is None
    assert "reference `" not in seen.text
    return seen


async def everything(study: Study) -> None:
    """Every kind of act that changes something, by commands, buttons, selects and forms."""
    olga, ana = study.organiser, await study.person("Ana", joined=False)
    await calm(olga.slash("join"))
    await calm(ana.slash("join", zone="Europe/Berlin"))
    await milestones(ana)
    await settings(study, ana)
    await groups_things(study, ana, olga)
    await plan(olga)


async def milestones(ana: ActingUser) -> None:
    await calm(ana.slash("milestone start", milestone=SETS))
    await calm(ana.slash("milestone done", milestone=SETS, note="a note"))
    await calm(ana.slash("milestone skip", milestone=DEMO))
    await calm(ana.slash("milestone undo", milestone=SETS))
    await calm(ana.slash("milestone due", milestone=SETS, date="2026-06-01"))
    await calm(ana.slash("milestone add", title="Mine"))
    await calm(ana.slash("milestone add", title="A step", under="own-1", due="2026-06-01"))
    form = form_of(
        await ana.click(await ana.slash("help"), custom_id="milestone:add::", forge=True)
    )
    await calm(ana.submit(form, {"title": "Mine too"}))
    await calm(ana.slash("milestone done", milestone=PR))
    await calm(share(ana, PR))
    await calm(ana.slash("milestone hide", milestone=DEMO))


async def settings(study: Study, ana: ActingUser) -> None:
    me = await ana.slash("me")
    await calm(ana.submit(form_of(await ana.click(me, "Pause")), {"until": "2026-03-20"}))
    await calm(ana.click(await ana.slash("me"), custom_id=f"me:start:{study.guild.id}", forge=True))
    await calm(ana.click(await ana.slash("today"), "Done"))
    await calm(ana.slash("conference add", name="ICML", deadline="2026-05-01"))
    await calm(ana.slash("conference watch", conference="ICML"))


async def groups_things(study: Study, ana: ActingUser, olga: ActingUser) -> None:
    panel = await opened(study)
    await calm(ana.submit(form_of(await ana.click(panel, "Worked")), {"text": "Pairing"}))
    summary = await closed(study)
    action = form_of(await ana.click(summary, "Add action"))
    values = {"text": "Book a room", "owner": ana, "due": "2026-04-01"}
    await calm(ana.submit(action, values))
    await calm(ana.slash("action done", action="1"))
    await calm(ana.slash("paper nominate", paper="2503.16419"))
    await calm(olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2"))


async def plan(olga: ActingUser) -> None:
    removing = await olga.slash("plan edit", milestone=DEMO)
    proposed = await calm(olga.click(removing, "Remove"))
    loaded = await calm(olga.click(proposed, "Confirm"))
    assert "not waiting any more" not in loaded.text
    asked = await calm(olga.click(loaded, custom_id="plan:undo:2", forge=True))
    undone = await calm(olga.click(asked, custom_id="plan:back:2", forge=True))
    assert "version 3" in undone.text.lower()


# What is left of it; twice the last undo, or the watching, would leave something else.
LEFT = {
    "actions": 1,
    "conference_watches": 0,
    "conferences": 1,
    "entries": 1,
    "milestone_changes": 4,
    "own_milestones": 4,
    "paper_nominations": 1,
    "plan_drafts": 0,
    "plan_versions": 3,
    "retro_cards": 1,
    "retros": 1,
}


async def left(study: Study) -> dict[str, int]:
    """How many rows the tables of ``LEFT`` have."""
    async with study.db.read() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
            or 0
            for name in LEFT
        }


async def test_what_one_process_leaves(study: Study) -> None:
    """So that what two leave is compared with the truth."""
    await everything(study)
    assert await left(study) == LEFT


@pytest.mark.usefixtures("other")
async def test_r9_two_processes_leave_what_one_leaves_and_nobody_sees_an_error(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    await everything(study)
    assert await left(study) == LEFT
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_p1_what_the_other_process_did_is_no_mistake_of_the_person(
    study: Study, other: ConnectedBot, caplog: pytest.LogCaptureFixture
) -> None:
    """One confirms a plan; the other comes late, and finds no draft: it keeps silent."""
    caplog.set_level(logging.INFO, "cogs.common.errors")
    proposed = await study.organiser.click(
        await study.organiser.slash("plan edit", milestone=DEMO), "Remove"
    )
    await both_answered()
    confirmed, reading = asyncio.Event(), other.db.read

    @asynccontextmanager
    async def read_late() -> AsyncIterator[AsyncSession]:
        await confirmed.wait()
        async with reading() as session:
            yield session

    other.db.read = read_late  # type: ignore[method-assign]  # the process is slow
    asked = len(study.sandbox.requests.to("POST", CALLBACK))
    seen = await study.organiser.click(proposed, "Confirm")
    assert "version 2" in seen.text.lower()
    confirmed.set()
    await both_answered()
    assert len(study.sandbox.requests.to("POST", CALLBACK)) == asked + 1
    assert "Another process answers: component plan:confirm:1" in caplog.text
