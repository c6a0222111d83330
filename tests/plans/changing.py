"""What tests of changing a plan share."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.db import Database
from bot.groups.values import OrganiserCaller
from bot.plans import draft_service, queries, service
from bot.plans.loader import parse, shipped_text
from bot.plans.values import LoadedPlan, Preview
from tests.groups import acting as groups

GUILD, OTHER = 10, 20
OLGA, OTTO = 1, 2
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHIPPED = shipped_text()
SETS = "theory-problem-sets"
TITLE = "Problem sets on matrix calculus and optimisation proofs"


def retitled(title: str, text: str = SHIPPED) -> str:
    """The plan with another title for one milestone."""
    return text.replace(TITLE, title)


def without(milestone_id: str, text: str = SHIPPED) -> str:
    """The plan without a milestone that stands alone, and without needs of it."""
    before, after = text.split(f'[[blocks.components.milestones]]\nid = "{milestone_id}"')
    rest = after[after.index("\n\n") + 2 :]
    return before + rest.replace(f'needs = ["{milestone_id}"]\n', "")


def organiser(
    user_id: int = OLGA, *, guild_id: int = GUILD, now: datetime = NOW
) -> OrganiserCaller:
    return OrganiserCaller(guild_id, user_id, True, now)


async def set_up(db: Database, *guilds: int) -> None:
    """Groups that follow the shipped plan, as version 1."""
    async with db.begin() as session:
        for guild_id in guilds or (GUILD,):
            await groups.set_up(
                session,
                guild_id,
                zone="Europe/Berlin",
                start_date=date(2026, 3, 2),
                announcements_channel_id=3,
                papers_channel_id=4,
                retros_channel_id=5,
                now=NOW,
            )


async def propose(
    db: Database, source: str, *, by: int = OLGA, guild: int = GUILD, now: datetime = NOW
) -> Preview:
    caller = organiser(by, guild_id=guild, now=now)
    return await draft_service.propose(db, caller, lambda _: parse(source))


async def confirm(
    db: Database, preview: Preview, *, by: int = OLGA, guild: int = GUILD, now: datetime = NOW
) -> LoadedPlan | Preview:
    caller = organiser(by, guild_id=guild, now=now)
    return await draft_service.confirm(db, caller, preview.number, preview.key)


async def put(db: Database, source: str, *, by: int = OLGA, now: datetime = NOW) -> LoadedPlan:
    """Propose and confirm."""
    done = await confirm(db, await propose(db, source, by=by, now=now), by=by, now=now)
    assert isinstance(done, LoadedPlan)
    return done


async def undo(db: Database, number: int, *, now: datetime = NOW) -> LoadedPlan:
    return await service.undo(db, organiser(now=now), number)


async def in_force(db: Database) -> tuple[int, str]:
    """Number and text of the plan in force."""
    async with db.read() as session:
        source = await queries.source_of(session, GUILD)
    return source.number, source.text
