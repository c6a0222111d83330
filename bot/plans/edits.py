"""Changing one milestone by form: a new text of the plan, which then waits like an import."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.plans import drafts, rewrite
from bot.plans.drafts import Preview
from bot.plans.fields import Fields, fields_of
from bot.plans.model import Plan
from bot.plans.models import PlanVersionRow
from bot.plans.versions import source_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A milestone as a form begins with it, in version ``number``."""

    plan: Plan
    number: int
    milestone_id: str
    fields: Fields


async def opened(session: AsyncSession, guild_id: int, milestone_id: str) -> Opened:
    """What the form of a milestone begins with.

    Raises:
        NotFound: the plan has no such milestone.
        NotSetUp: the server has no group.
    """
    source = await source_of(session, guild_id)
    fields = fields_of(source.plan, milestone_id)
    if fields is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    return Opened(source.plan, source.number, milestone_id, fields)


async def change(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    wanted: Fields,
    *,
    number: int,
    now: datetime,
) -> Preview:
    """Propose a milestone's new fields; ``number`` is the version that the form was opened on.

    Raises:
        NotFound: there is no such milestone, now or in that version.
        UserError: the outcome would be no sound plan, or the file cannot be changed by form.
        NotSetUp: the server has no group.
    """
    was = fields_of((await source_of(session, guild_id, number)).plan, milestone_id)
    if was is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    source = await source_of(session, guild_id)
    text = rewrite.change(source.text, milestone_id, was, wanted)
    return await drafts.propose(session, guild_id, user_id, text, now=now)


async def add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    component_id: str,
    wanted: Fields,
    *,
    now: datetime,
) -> Preview:
    """Propose a further milestone at the end of a component.

    Raises:
        NotFound: there is no such component.
        UserError, NotSetUp: as :func:`change`.
    """
    source = await source_of(session, guild_id)
    texts = list(
        await session.scalars(
            select(PlanVersionRow.source).where(PlanVersionRow.guild_id == guild_id)
        )
    )

    def is_taken(name: str) -> bool:
        quoted = re.compile(f"[\"']{name}[\"']")
        return any(quoted.search(text) for text in texts)

    text, _ = rewrite.add(source.text, component_id, wanted, is_taken=is_taken)
    return await drafts.propose(session, guild_id, user_id, text, now=now)


async def move(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    component_id: str,
    *,
    now: datetime,
) -> Preview:
    """Propose a milestone's place at the end of another component.

    Raises:
        NotFound: there is no such milestone or component.
        UserError, NotSetUp: as :func:`change`.
    """
    source = await source_of(session, guild_id)
    text = rewrite.move(source.text, milestone_id, component_id)
    return await drafts.propose(session, guild_id, user_id, text, now=now)
