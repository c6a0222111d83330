"""What the group did since its last retro, in figures that tell of nobody (W2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.db import Database
from bot.figures import FLOOR
from bot.groups.queries import lock_member
from bot.milestones.models import ChangeRow
from bot.milestones.values import Status
from bot.retros import queries, service, steering
from cogs.common.feature import PanelAddition
from cogs.retros.panels import retro_panel
from tests.groups import acting as groups
from tests.retros.circle import GUILD, NOW, organiser, set_up_circle
from tests.retros.shown import assert_fits, retro, text_of

LATER = NOW + timedelta(days=20)


async def finish(db: Database, people: int, at: datetime, milestone: str = "theory-math") -> None:
    """So many members finish a milestone; one of them tells the group."""
    async with db.begin() as session:
        for user_id in range(50, 50 + people):
            await groups.join(session, GUILD, user_id, now=NOW)
            assert await lock_member(session, GUILD, user_id)
            session.add(
                ChangeRow(
                    guild_id=GUILD,
                    user_id=user_id,
                    milestone_id=milestone,
                    number=1,
                    status=Status.DONE,
                    changed_at=at,
                    shared_at=at if user_id == 50 else None,
                )
            )


async def facts(db: Database, now: datetime) -> tuple[str, ...]:
    """Open a retro, read its facts, and close it."""
    async with db.begin() as session:
        opened = await service.open_retro(session, organiser(now=now))
        found = await queries.facts_in(session, GUILD, opened.retro.id)
        await steering.close_retro(session, organiser(now=now))
    return found


@pytest.mark.parametrize("people", [FLOOR - 1, FLOOR])
async def test_w2_what_few_people_did_by_themselves_is_no_fact(
    composed_db: Database, people: int
) -> None:
    """W2: a shared win was public, so it counts from the first on."""
    await set_up_circle(composed_db)
    await finish(composed_db, people, NOW + timedelta(days=2))
    found = await facts(composed_db, LATER)
    assert ("5 milestones done" in found) is (people >= FLOOR)
    assert "1 win shared" in found


async def test_w2_facts_are_counted_once_and_from_the_retro_before_on(
    composed_db: Database,
) -> None:
    """Two counts of one time would tell what somebody did, or took back, in between."""
    await set_up_circle(composed_db)
    await finish(composed_db, 6, NOW + timedelta(days=2))
    async with composed_db.begin() as session:
        opened = await service.open_retro(session, organiser(now=LATER))
        await session.execute(delete(ChangeRow).where(ChangeRow.user_id == 51))
        kept = await queries.facts_in(session, GUILD, opened.retro.id)
        await steering.close_retro(session, organiser(now=LATER))
    assert "6 milestones done" in kept
    assert await facts(composed_db, LATER + timedelta(days=30)) == ()


def test_facts_stand_on_the_panel_while_cards_are_written() -> None:
    panel = retro_panel(retro(), PanelAddition(), ["3 papers picked", "9 wins shared"])
    assert_fits(panel)
    assert "**Since the last retro**\n- 3 papers picked\n- 9 wins shared" in text_of(panel)
    assert "Since the last retro" not in text_of(retro_panel(retro(), PanelAddition()))
