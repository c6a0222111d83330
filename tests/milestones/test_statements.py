"""How many statements an act costs over the wire, whatever is stored."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from bot.milestones import own, service
from sandbox import ActingUser
from tests.live import Study
from tests.milestones.circle import board_at, caller_of
from tests.statements import statements

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

# An act that writes also makes the delivery engine look for the next instant.
_BESIDE = "deliveries.next_try_at"

PR, SETS, DEMO = "projects-first-pr", "theory-problem-sets", "projects-demo"


async def cost(study: Study, act: Awaitable[object]) -> int:
    with statements(study.db) as asked:
        await act
    return sum(_BESIDE not in statement for statement in asked)


async def costs(study: Study, ana: ActingUser) -> dict[str, int]:
    """Each act once; taken back, so that it can be done again."""
    await ana.slash("milestone list")  # the plan's text is read once, then known by its digest
    found = {
        "done": await cost(study, ana.slash("milestone done", milestone=PR, note="a note")),
        "show": await cost(study, ana.slash("milestone show", milestone=PR)),
        "list": await cost(study, ana.slash("milestone list")),
        "undo": await cost(study, ana.slash("milestone undo", milestone=PR)),
        "due": await cost(study, ana.slash("milestone due", milestone=SETS, date="24 Dec")),
        "undue": await cost(study, ana.slash("milestone due", milestone=SETS)),
        "hide": await cost(study, ana.slash("milestone hide", milestone=DEMO)),
    }
    shown = await ana.slash("milestone show", milestone=DEMO)
    await ana.click(shown, "Show again")
    return found


async def test_acts_cost_few_statements_however_much_is_stored(study: Study) -> None:
    await study.bot.jobs.stop()  # They ask at once when they start.
    ana = await study.person("Ana")
    few = await costs(study, ana)
    async with study.db.begin() as session:
        now = study.clock.now()
        caller = await caller_of(session, ana.id, guild_id=study.guild.id, now=now)
        board = await board_at(session, study.guild.id, ana.id, now=now)
        for item in board.items[:15]:
            if item.id not in (PR, SETS, DEMO):
                await service.finish(session, caller, item.id, note="n")
                await own.add(session, caller, title="x", under=item.id, due="in 3 days")
    assert await costs(study, ana) == few
    assert few == {"done": 6, "undo": 6, "hide": 6, "due": 8, "undue": 8, "show": 4, "list": 4}
