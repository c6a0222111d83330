"""Short ways to check in, over the wire and on the database alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.checkins import service
from bot.checkins.models import CheckInPlanRow, CheckInRow
from bot.checkins.queries import Seen as SeenCheckIn
from bot.checkins.values import PRESENT, VERSIONS
from bot.db import Database
from sandbox import ActingUser, Seen
from tests.groups import acting as groups
from tests.live import Study
from tests.milestones.circle import ANA, GUILD

OFFER = "How are you, these weeks?"
NOTE = "Slept badly, and said so"
FINE, TIRED = (4, 4, 4, 4), (2, 2, 4, 4)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in March 2026, or beyond it; members came on the 2nd."""
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


def fields(levels: tuple[int, ...], note: str = "") -> dict[str, object]:
    """A form's answers, by its labels."""
    chosen = zip(VERSIONS[PRESENT], levels, strict=True)
    given: dict[str, object] = {item.question: str(level) for item, level in chosen}
    return given | {"A note to yourself": note}


async def check_in(person: ActingUser, levels: tuple[int, ...] = FINE, note: str = "") -> Seen:
    """By the keyboard, from the first word to the answer."""
    opened = await person.slash("checkin now")
    label = "Begin" if "Begin" in opened.buttons else "Change today's"
    return await person.submit(await person.click(opened, label), fields(levels, note))


def offers(person: ActingUser) -> list[int]:
    """On which days of March, counted on, a message offered one."""
    first = at(0).date()
    return [
        (message.timestamp.date() - first).days for message in person.inbox if OFFER in message.text
    ]


async def go_on(study: Study, first: int, last: int, hour: int = 12) -> None:
    """Let the days pass, each with its message; until the one before them the bot may be down."""
    before = at(first - 1, hour)
    if before - study.clock.now() > timedelta(days=1):
        await study.down_until(before)
    for day in range(first, last + 1):
        await study.clock.move_to(at(day, hour))


async def act(
    db: Database,
    use_case: Any,
    *args: Any,
    now: datetime,
    user_id: int = ANA,
    guild_id: int = GUILD,
) -> Any:
    """What a use case gives a member."""
    async with db.begin() as session:
        caller = await groups.member(session, guild_id, user_id, now=now)
        return await use_case(session, caller, *args)


async def answer(
    db: Database,
    levels: tuple[int, ...] = FINE,
    note: str = "",
    *,
    now: datetime,
    user_id: int = ANA,
    guild_id: int = GUILD,
) -> SeenCheckIn:
    given = [str(level) for level in levels]
    found: SeenCheckIn = await act(
        db, service.answer, PRESENT, given, note, now=now, user_id=user_id, guild_id=guild_id
    )
    return found


async def stored(db: Database) -> list[CheckInRow]:
    async with db.read() as session:
        return list(await session.scalars(select(CheckInRow).order_by(CheckInRow.taken_on)))


async def plans(db: Database) -> list[CheckInPlanRow]:
    async with db.read() as session:
        return list(await session.scalars(select(CheckInPlanRow)))
