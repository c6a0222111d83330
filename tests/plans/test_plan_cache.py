"""The one cache of plans: by content, the last used ones, each read once and in a thread."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.db import Database
from bot.plans import loader, queries
from bot.plans.plan_cache import PLANS, PlanCache
from bot.plans.values import Plan
from tests.plans.changing import GUILD, OTHER, SHIPPED, propose, set_up
from tests.plans.strategies import milestone_text, small_plan

SMALL = small_plan(milestone_text("one"))


async def test_the_plan_used_longest_ago_goes_first() -> None:
    cache, plan = PlanCache(size=2), loader.shipped()
    cache.put("a", plan)
    cache.put("b", plan)
    assert cache.get("a") is plan
    cache.put("c", plan)
    assert [cache.get(name) for name in "abc"] == [plan, None, plan]


async def test_who_wants_the_same_plan_at_once_shares_one_reading_in_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []

    def slow(text: str) -> Plan:
        threads.append(threading.current_thread())
        time.sleep(0.05)
        return load(text)

    load = loader.load
    monkeypatch.setattr(loader, "load", slow)
    cache = PlanCache()
    found = await asyncio.gather(*(cache.read("digest", SMALL) for _ in range(5)))
    assert len({id(plan) for plan in found}) == len(threads) == 1
    assert threads[0] is not threading.main_thread()


async def test_groups_share_a_plan_of_the_same_content(db: Database) -> None:
    await set_up(db, GUILD, OTHER)
    for guild, source in ((GUILD, SHIPPED), (OTHER, "# another layout\n" + SHIPPED)):
        await propose(db, source, guild=guild)
    async with db.read() as session:
        mine, theirs = [await queries.current(session, guild) for guild in (GUILD, OTHER)]
    assert mine is theirs
    assert PLANS.get(loader.shipped_digest()) is mine
