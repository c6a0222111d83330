"""How many statements what people do with the plan costs over the wire, however large it is."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from bot.plans.loader import load
from sandbox import ActingUser
from tests.live import Study
from tests.plans.strategies import milestone_text, small_plan
from tests.plans.test_on_discord import bring
from tests.statements import statements

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SMALL = small_plan(milestone_text("one"), milestone_text("two"))
TAIL = "".join(
    f'\n[[blocks.components]]\nid = "c{c}"\ntitle = "C{c}"\nsummary = "s"\n'
    + "".join(milestone_text(f"m{c}-{n}") for n in range(25))
    for c in range(8)
)
LARGE = small_plan(milestone_text("one"), milestone_text("two"), tail=TAIL)


async def cost(study: Study, act: Awaitable[object]) -> int:
    with statements(study.db) as asked:
        await act
    # An act that writes also makes the delivery engine look for the next instant.
    return sum(
        "next_due_at" not in statement and "next_try_at" not in statement for statement in asked
    )


async def costs(study: Study, source: str) -> dict[str, int]:
    olga: ActingUser = study.organiser
    preview = await bring(olga, source)
    found = {"confirm": await cost(study, olga.click(preview, "Confirm"))}
    await olga.slash("plan show")  # its text is read once, then known by its digest
    found["show"] = await cost(study, olga.slash("plan show"))
    found["suggest"] = await cost(study, olga.autocomplete("plan edit", "milestone", "one"))
    found["versions"] = await cost(study, olga.slash("plan versions"))
    found["export"] = await cost(study, olga.slash("plan export"))
    panel = await olga.slash("plan edit", milestone="one")
    found["remove"] = await cost(study, olga.click(panel, "Remove"))
    form = await olga.click(await olga.slash("plan edit", milestone="one"), "Edit")
    found["save"] = await cost(study, olga.submit(form, {"Title": "Other"}))
    ask = await olga.click(preview, "Undo")
    assert ask.updated
    found["undo"] = await cost(study, olga.click(preview, "Undo"))
    return found


async def test_acts_on_the_plan_cost_few_statements_however_large_it_is(study: Study) -> None:
    await study.organiser.slash("join")
    assert len(load(LARGE).milestones) > 200
    few = await costs(study, SMALL)
    assert await costs(study, LARGE) == few
    assert few == {
        "show": 4,
        "suggest": 1,
        "versions": 3,
        "export": 1,
        "remove": 5,
        "save": 6,
        "confirm": 9,
        "undo": 9,
    }
