"""The demo's beginnings: how its world can look when a visitor comes, and the guide to each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.cli import guide
from bot.cli.demo import Demo
from bot.cli.week_six import Report, WeekSix
from sandbox.page import Step

THURSDAY: Final = datetime(2026, 2, 26, 17, tzinfo=UTC)
"""When the worlds begin: in the week before the first of the sandbox's weeks of papers.

A date that stays the same lets the guides say what comes when.
"""
_MONDAY: Final = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
_RETRO_DAY: Final = "8"
"""Of the month: a Sunday in March, and the Wednesday of week six in April."""
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """One of them. ``prepare`` makes its group, with a plan of the visitor's own or None."""

    name: str
    title: str
    text: str
    guide: tuple[Step, ...]
    prepare: Callable[[Demo, str | None, Report], Awaitable[None]]


async def _first_day(demo: Demo, plan: str | None, report: Report) -> None:
    report("Setting up a study group", 0)
    if demo.clock.now() < _MONDAY:
        await demo.clock.move_to(_MONDAY)
    await demo.set_up(plan, papers_open="Wednesday 9:00", papers_close="Friday 17:00")


async def _week_six(demo: Demo, plan: str | None, report: Report) -> None:
    report("Setting up a study group", 0)
    # Nobody waits for these answers, so a slow machine may take longer than Discord allows.
    allowed = demo.sandbox.interactions.answer_within
    demo.sandbox.interactions.answer_within = _PATIENCE_SECONDS
    group = await demo.set_up(plan, start=_MONDAY.date().isoformat(), retro_day=_RETRO_DAY)
    await WeekSix(group, demo.bot, demo.clock, report).play()
    demo.sandbox.interactions.answer_within = allowed


FIRST_DAY: Final = Beginning(
    "first-day",
    "First day",
    "A server of five people becomes a study group this Monday. Nothing has happened yet: join, "
    "see the plan, and let the first days pass.",
    guide.FIRST_DAY,
    _first_day,
)
WEEK_SIX: Final = Beginning(
    "week-six",
    "Week six",
    "The group has been at it for five weeks: prompts answered, dates met and missed, papers "
    "discussed, wins shared. A vote is running and a retro is open. Takes a moment to prepare.",
    guide.WEEK_SIX,
    _week_six,
)
BEGINNINGS: Final = (FIRST_DAY, WEEK_SIX)
