"""What reviews add to the guide in a paper's thread, on both databases."""

from __future__ import annotations

from discord import ui
from sqlalchemy import select

from bot.db import Database
from bot.groups import membership
from bot.reviews import rota_service
from bot.reviews.values import HANDED_ON
from bot.scheduling.models import ScheduleRow
from cogs.common.feature import PanelAddition
from cogs.reviews.guide import guide_addition
from tests.papers.group import ANA, BEN, GUILD, found_group
from tests.reviews.test_rota_service import NOW, act, chosen, count_in
from tests.reviews.test_service import db as db
from tests.reviews.test_service import publish


async def addition(db: Database, round_id: int) -> tuple[str, list[str | None]]:
    async with db.read() as session:
        found: PanelAddition = await guide_addition(session, GUILD, round_id, NOW)
    texts = [each.children[0] if isinstance(each, ui.Section) else each for each in found.rows]
    shown = [each.content if isinstance(each, ui.TextDisplay) else str(each) for each in texts]
    return "\n".join(shown), [each.label for each in found.acts]


async def test_a12_the_guide_says_who_reviews_and_offers_it_to_all(db: Database) -> None:
    await found_group(db)
    round_id = await chosen(db, 1)
    text, acts = await addition(db, round_id)
    assert text == "**Review** · Nobody reviews it yet."
    assert acts == ["I will review it", "Review"]
    await act(db, BEN, rota_service.take, round_id)
    assert await addition(db, round_id) == (f"**Review** · <@{BEN}> reviews it.", ["Review"])
    await publish(db, BEN)
    text, _acts = await addition(db, round_id)
    assert text == f"**Review** · <@{BEN}> reviewed it.\n1 review so far"


async def test_a12_the_guide_is_shown_anew_when_its_reviewer_leaves(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA)
    round_id = await chosen(db, 1)
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, BEN, now=NOW)
        due = select(ScheduleRow.subject).where(ScheduleRow.kind == HANDED_ON)
        (subject,) = await session.scalars(due)
    assert subject.startswith(f"{round_id}:")
    assert str(BEN) not in (await addition(db, round_id))[0].replace(f"<@{ANA}>", "")
    assert (await addition(db, round_id))[0] == f"**Review** · <@{ANA}> reviews it."
