"""What the group did since its last retro, in figures that tell of nobody (W2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.db import Database
from bot.groups.queries import lock_member
from bot.milestones.figures import count_anew
from bot.milestones.models import ChangeRow
from bot.milestones.values import Status
from bot.retros import queries, service, steering
from cogs.common.feature import PanelAddition
from cogs.retros.panels import retro_panel
from tests.groups import acting as groups
from tests.retros.circle import GUILD, NOW, organiser, set_up_circle
from tests.retros.shown import assert_fits, retro, text_of

LATER = NOW + timedelta(days=20)


async def finish(
    db: Database, people: int, at: datetime, milestone: str = "theory-math-tutorial"
) -> None:
    """So many members finish a milestone; one of them tells the group of each of the plan's."""
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


def of_milestones(found: tuple[str, ...]) -> list[str]:
    """The facts about milestones that nobody need have shared."""
    return [fact for fact in found if "milestones done" in fact]


@pytest.mark.parametrize("joining", [1, 2])
async def test_w2_of_few_members_no_fact_says_what_they_did_by_themselves(
    composed_db: Database, joining: int
) -> None:
    """W2: three are in the group before. A shared win was public, so it counts from the first."""
    await set_up_circle(composed_db)
    assert of_milestones(await facts(composed_db, NOW + timedelta(days=1))) == []
    await finish(composed_db, joining, NOW + timedelta(days=2))
    found = await facts(composed_db, LATER)
    together = "2 of 175 milestones done so far, 5 members taken together"
    assert of_milestones(found) == ([together] if joining == 2 else [])
    assert "1 win shared" in found


async def test_u5_beside_the_groups_progress_no_fact_tells_what_few_did_since(
    composed_db: Database,
) -> None:
    """A count by another time, or of one's own milestones, would differ from it by those few."""
    await set_up_circle(composed_db)
    await finish(composed_db, 6, NOW + timedelta(days=2))
    async with composed_db.begin() as session:
        await count_anew(session, GUILD, now=NOW + timedelta(days=3))
    seen = ["6 of 315 milestones done so far, 9 members taken together"]
    await finish(composed_db, 4, NOW + timedelta(days=4), "theory-problem-sets")
    await finish(composed_db, 1, NOW + timedelta(days=4), "own-1")
    assert of_milestones(await facts(composed_db, LATER)) == seen
    assert of_milestones(await facts(composed_db, LATER + timedelta(days=1))) == seen
    await finish(composed_db, 5, NOW + timedelta(days=5), "theory-paper-summaries")
    now = ["15 of 315 milestones done so far, 9 members taken together"]
    assert of_milestones(await facts(composed_db, LATER + timedelta(days=2))) == now


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
    assert "1 win shared" in kept
    assert len(of_milestones(kept)) == 1
    assert await facts(composed_db, LATER + timedelta(days=30)) == tuple(of_milestones(kept))
    async with composed_db.begin() as session:
        await session.execute(delete(ChangeRow))
    assert await facts(composed_db, LATER + timedelta(days=60)) == (), "nothing is done"


def test_facts_stand_on_the_panel_while_cards_are_written() -> None:
    panel = retro_panel(retro(), PanelAddition(), ["3 papers picked", "9 wins shared"])
    assert_fits(panel)
    assert "**Since the last retro**\n- 3 papers picked\n- 9 wins shared" in text_of(panel)
    assert "Since the last retro" not in text_of(retro_panel(retro(), PanelAddition()))
