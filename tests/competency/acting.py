"""A plan with axes, and members who rate themselves; on the database alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.competency import queries, service
from bot.competency.rules import field_of
from bot.competency.values import Sheet
from bot.db import Database
from bot.plans import service as plans
from bot.plans.values import Axis
from tests.groups import acting as groups
from tests.milestones.circle import ANA, GUILD
from tests.plans.strategies import entry, milestone_text, small_plan

LEVELS = ("Not yet", "With help", "Alone", "I teach it")


def axis(name: str, *, title: str = "", levels: tuple[str, ...] = LEVELS) -> str:
    """The TOML of an axis."""
    said = f"How well you {name}."
    return entry("axes", id=name, title=title or name.title(), text=said, levels=list(levels))


SIX = ("read", "write", "speak", "build", "ship", "care")
MILESTONES = (
    milestone_text("book", axes=["read"]),
    milestone_text("essay", axes=["read", "write"]),
    milestone_text("talk", axes=["speak"]),
    milestone_text("second-talk", axes=["speak"], needs=["talk"]),
    milestone_text("reviews", axes=["write"], repeats="month", counts="paper-reviews"),
    milestone_text("matrix", axes=["read"], repeats="quarter", counts="self-ratings"),
)


def plan(*axes: str) -> str:
    """A plan with these axes, or else six."""
    return small_plan(*MILESTONES, tail="".join(axes or map(axis, SIX)))


def at(day: int, hour: int = 9) -> datetime:
    """An instant in March 2026, or beyond it; the groups began on the 2nd."""
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


async def act(
    db: Database,
    use_case: Any,
    *args: Any,
    day: int,
    user_id: int = ANA,
    guild_id: int = GUILD,
    **kwargs: Any,
) -> Any:
    """What a use case gives a member of the group."""
    async with db.begin() as session:
        caller = await groups.member(session, guild_id, user_id, now=at(day))
        return await use_case(session, caller, *args, **kwargs)


async def rate_part(
    db: Database, part: int, levels: Mapping[str, object], *, day: int, **who: int
) -> Sheet:
    """Send one form with levels by the ids of axes, as it is opened at that moment."""
    opened: Sheet = await act(db, queries.sheet, day=day, **who)
    fields = {
        field_of(each.axis): str(levels[each.axis.id])
        for each in opened.parts[part]
        if each.axis.id in levels
    }
    sent: Sheet = await act(
        db, service.rate, part, lambda name: fields.get(name, ""), day=day, **who
    )
    return sent


async def rate_all(db: Database, *levels: int, day: int, **who: int) -> Sheet:
    """Give each axis of the plan a level, form by form."""
    sheet: Sheet = await act(db, queries.sheet, day=day, **who)
    axes = [each.axis.id for part in sheet.parts for each in part]
    given = dict(zip(axes, levels, strict=True))
    for part in range(len(sheet.parts)):
        sheet = await rate_part(db, part, given, day=day, **who)
    return sheet


async def follow(db: Database, text: str, *, day: int) -> None:
    """Put another plan in force."""
    async with db.begin() as session:
        await plans.load(session, GUILD, text, now=at(day))


def axes_of(sheet: Sheet) -> list[Axis]:
    return [each.axis for part in sheet.parts for each in part]


def levels_of(sheet: Sheet) -> dict[str, int | None]:
    return {each.axis.id: each.level for part in sheet.parts for each in part}
