"""Changing, moving or removing one milestone: a new text of the plan, waiting like an import."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups import service as groups
from bot.plans import draft_service
from bot.plans.models import PlanVersionRow
from bot.plans.queries import source_of
from bot.plans.rules.milestone_form import fields_of
from bot.plans.toml_edit import milestone_edits
from bot.plans.values import MilestoneFields, OpenedMilestone, Preview


async def opened(session: AsyncSession, guild_id: int, milestone_id: str) -> OpenedMilestone:
    """What the form of a milestone begins with.

    Raises:
        NotFound: the plan has no such milestone.
        NotSetUp: the server has no group.
    """
    source = await source_of(session, guild_id)
    fields = fields_of(source.plan, milestone_id)
    if fields is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    return OpenedMilestone(source.plan, source.number, milestone_id, fields)


async def change(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    wanted: Callable[[MilestoneFields], MilestoneFields],
    *,
    number: int,
    now: datetime,
) -> Preview:
    """Propose a milestone's new fields.

    ``wanted`` makes them of those that the form was opened on, in version ``number``.

    Raises:
        NotFound: there is no such milestone, now or in that version.
        UserError: the outcome would be no sound plan, or the file cannot be changed by form.
        NotSetUp: the server has no group.
    """
    was = fields_of((await source_of(session, guild_id, number)).plan, milestone_id)
    if was is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    new = wanted(was)
    return await _proposed(
        session,
        guild_id,
        user_id,
        lambda text: milestone_edits.change(text, milestone_id, was, new),
        now=now,
    )


async def add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    component_id: str,
    wanted: MilestoneFields,
    *,
    now: datetime,
) -> Preview:
    """Propose a further milestone at the end of a component.

    Raises:
        NotFound: there is no such component.
        UserError, NotSetUp: as :func:`change`.
    """
    texts = list(
        await session.scalars(
            select(PlanVersionRow.source).where(PlanVersionRow.guild_id == guild_id)
        )
    )

    def is_taken(name: str) -> bool:
        quoted = re.compile(f"[\"']{name}[\"']")
        return any(quoted.search(text) for text in texts)

    return await _proposed(
        session,
        guild_id,
        user_id,
        lambda text: milestone_edits.add(text, component_id, wanted, is_taken=is_taken)[0],
        now=now,
    )


async def remove(
    session: AsyncSession, guild_id: int, user_id: int, milestone_id: str, *, now: datetime
) -> Preview:
    """Propose the plan without a milestone; what members did there is kept (P2).

    Raises:
        NotFound: there is no such milestone.
        UserError: it is the only one of the plan, or as :func:`change`.
        NotSetUp: as :func:`change`.
    """
    return await _proposed(
        session, guild_id, user_id, lambda text: milestone_edits.remove(text, milestone_id), now=now
    )


async def place(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    component_id: str,
    after: str | None,
    *,
    now: datetime,
) -> Preview:
    """Propose a milestone's place in a component: below ``after``, or first without one.

    Raises:
        NotFound: there is no such milestone or component, or ``after`` does not stand in it.
        UserError, NotSetUp: as :func:`change`.
    """
    return await _proposed(
        session,
        guild_id,
        user_id,
        lambda text: milestone_edits.place(text, milestone_id, component_id, after),
        now=now,
    )


async def _proposed(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    act: Callable[[str], str],
    *,
    now: datetime,
) -> Preview:
    """Propose what ``act`` makes of the plan in force; locked, so that it still is in force."""
    await groups.lock_group(session, guild_id)
    source = await source_of(session, guild_id)
    return await draft_service.propose(session, guild_id, user_id, act(source.text), now=now)
