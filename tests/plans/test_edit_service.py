"""Edits of a plan: nothing heavy in the loop or a transaction, no work that multiplies."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.plans import draft_service, edit_service, loader, service
from bot.plans.plan_cache import PLANS
from bot.plans.rules import toml_locations
from bot.plans.toml_edit import milestone_edits, tables
from bot.plans.values import LoadedPlan, MilestoneFields, Plan, PlanSource, PlanText, Preview
from tests.plans.changing import GUILD, NOW, OTTO, SETS, in_force, organiser, put, retitled, set_up
from tests.plans.strategies import milestone_text, small_plan

MANY = [f"m{number}" for number in range(1, 25)]
HUB = small_plan(milestone_text("hub"), *(milestone_text(each, needs=["hub"]) for each in MANY))


def retitle(_: Plan, was: MilestoneFields) -> MilestoneFields:
    return replace(was, title="Another title", text="Do it.", due=("week", 3))


Act = Callable[[Database], Awaitable[object]]


async def _import(db: Database) -> Preview:
    return await draft_service.propose(db, organiser(), lambda _: loader.parse(HUB))


ACTS: dict[str, Act] = {
    "import": _import,
    "change": lambda db: edit_service.change(db, organiser(), SETS, retitle, number=1),
    "add": lambda db: edit_service.add(db, organiser(), "theory-math", retitle),
    "remove": lambda db: edit_service.remove(db, organiser(), SETS),
    "place": lambda db: edit_service.place(
        db, organiser(), SETS, "theory-math", "theory-mini-project"
    ),
}


class Watch:
    """Where plans were read: the names of offences."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads, self.offences, self._writing = 0, set[str](), 0
        begin, load = Database.begin, loader.load

        @asynccontextmanager
        async def watched(db: Database) -> AsyncIterator[AsyncSession]:
            async with begin(db) as session:
                self._writing += 1
                try:
                    yield session
                finally:
                    self._writing -= 1

        def reading(text: str) -> Plan:
            self.reads += 1
            if threading.current_thread() is threading.main_thread():
                self.offences.add("in the loop")
            if self._writing:
                self.offences.add("in a transaction")
            return load(text)

        monkeypatch.setattr(Database, "begin", watched)
        monkeypatch.setattr(loader, "load", reading)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a restart: no plan is kept."""
    monkeypatch.setattr(PLANS, "_plans", {})


@pytest.mark.parametrize("act", ACTS)
async def test_a_plan_is_read_outside_the_loop_and_outside_transactions(
    act: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(db)
    async with db.begin() as session:
        await service.lock_version(session, GUILD, now=NOW)
    forget(monkeypatch)
    watch = Watch(monkeypatch)
    preview = await ACTS[act](db)
    assert isinstance(preview, Preview)
    forget(monkeypatch)
    done = await draft_service.confirm(db, organiser(), preview.number, preview.key)
    assert isinstance(done, LoadedPlan)
    forget(monkeypatch)
    await service.undo(db, organiser(), done.number)
    assert watch.reads == 6, "two plans a step"
    assert watch.offences == set()


async def test_removing_what_many_need_scans_the_text_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = {"scans": 0, "reads": 0}

    def scan(text: str) -> dict[toml_locations.Location, int]:
        counts["scans"] += 1
        return toml_locations.header_lines(text)

    def parse(text: str) -> PlanText:
        counts["reads"] += 1
        return loader.parse(text)

    before = loader.parse(HUB)
    monkeypatch.setattr(tables, "header_lines", scan)
    monkeypatch.setattr(milestone_edits, "parse", parse)
    after = milestone_edits.remove(before, "hub")
    assert [m.id for m in after.plan.milestones] == MANY
    assert not any(m.needs for m in after.plan.milestones)
    assert counts == {"scans": 1, "reads": 1}


async def test_an_edit_begins_again_on_a_version_that_came_while_it_was_made(
    db: Database,
) -> None:
    await set_up(db)
    loop, numbers = asyncio.get_running_loop(), list[int]()

    def make(base: PlanSource) -> PlanText:
        numbers.append(base.number)
        if len(numbers) == 1:
            others = put(db, retitled("Otto's"), by=OTTO)
            asyncio.run_coroutine_threadsafe(others, loop).result(timeout=30)
        return milestone_edits.remove(base, "practice-latency")

    preview = await draft_service.propose(db, organiser(), make)
    assert numbers == [1, 2]
    assert preview.number == 2
    assert [entry.id for entry in preview.changes.removed] == ["practice-latency"]
    assert not preview.changes.renamed, "his change stays"


async def test_a_milestone_added_meanwhile_lends_no_id(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otto adds one of the same title and takes it out again, while Olga's is made."""
    await set_up(db)
    keep = draft_service.keep

    async def keep_late(*args: object, **kwargs: object) -> Preview | None:
        monkeypatch.setattr(draft_service, "keep", keep)
        first = await edit_service.add(db, organiser(OTTO), "theory-math", retitle)
        await draft_service.confirm(db, organiser(OTTO), first.number, first.key)
        await service.undo(db, organiser(OTTO), 2)
        return await keep(*args, **kwargs)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(draft_service, "keep", keep_late)
    preview = await edit_service.add(db, organiser(), "theory-math", retitle)
    assert preview.number == 3
    assert [entry.id for entry in preview.changes.added] == ["another-title-2"]


async def test_a_version_that_comes_while_a_draft_is_read_is_seen_before_it_is_replaced(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(db)
    waiting = await edit_service.remove(db, organiser(), SETS)
    pending = draft_service.pending

    async def pending_late(*args: object) -> Preview:
        monkeypatch.setattr(draft_service, "pending", pending)
        found = await pending(*args)  # type: ignore[arg-type]  # as they were given
        await put(db, retitled("Otto's"), by=OTTO)
        return found

    monkeypatch.setattr(draft_service, "pending", pending_late)
    fresh = await draft_service.confirm(db, organiser(), waiting.number, waiting.key)
    assert isinstance(fresh, Preview)
    assert (fresh.number, fresh.made_by, fresh.is_overtaken) == (2, OTTO, True)
    assert (await in_force(db))[0] == 2
