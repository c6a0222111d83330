"""Changing, moving or removing one milestone: a new text of the plan, waiting like an import."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import UnitsOfWork
from bot.errors import NotFound
from bot.groups.values import OrganiserCaller
from bot.plans import draft_service
from bot.plans.models import PlanVersionRow
from bot.plans.queries import source_of
from bot.plans.rules.milestone_form import BLANK, fields_of
from bot.plans.toml_edit import milestone_edits
from bot.plans.values import (
    MilestoneFields,
    OpenedMilestone,
    Plan,
    PlanSource,
    PlanText,
    Preview,
)


async def opened(
    session: AsyncSession, caller: OrganiserCaller, milestone_id: str, number: int | None = None
) -> OpenedMilestone:
    """What the form of a milestone begins with, in version ``number`` or in the one in force.

    Raises:
        NotFound: the plan has no such milestone there, or no such version.
        NotSetUp: the server has no group.
    """
    source = await source_of(session, caller.guild_id, number)
    fields = _fields(source.plan, milestone_id)
    return OpenedMilestone(source.plan, source.number, milestone_id, fields)


async def change(
    db: UnitsOfWork,
    caller: OrganiserCaller,
    milestone_id: str,
    wanted: Callable[[Plan, MilestoneFields], MilestoneFields],
    *,
    number: int,
) -> Preview:
    """Propose a milestone's new fields.

    ``wanted`` makes them of the plan in force and of the fields that the form was opened on, in
    version ``number``. It runs in a thread.

    Raises:
        NotFound: there is no such milestone, now or in that version.
        UserError: the outcome would be no sound plan, or the file cannot be changed by form.
        NotSetUp: the server has no group.
    """
    async with db.read() as session:
        was = _fields((await source_of(session, caller.guild_id, number)).plan, milestone_id)

    def changed(base: PlanSource) -> PlanText:
        return milestone_edits.change(base, milestone_id, was, wanted(base.plan, was))

    return await draft_service.propose(db, caller, changed)


async def add(
    db: UnitsOfWork,
    caller: OrganiserCaller,
    component_id: str,
    wanted: Callable[[Plan, MilestoneFields], MilestoneFields],
) -> Preview:
    """Propose a further milestone at the end of a component; ``wanted`` as in :func:`change`.

    Raises:
        NotFound: there is no such component.
        UserError, NotSetUp: as :func:`change`.
    """

    def added(texts: list[str], base: PlanSource) -> PlanText:
        is_taken = partial(_stands_in, texts)
        fields = wanted(base.plan, BLANK)
        return milestone_edits.add(base, component_id, fields, is_taken=is_taken)[0]

    mine = PlanVersionRow.guild_id == caller.guild_id
    while True:
        async with db.read() as session:
            base = await source_of(session, caller.guild_id)
            texts = list(await session.scalars(select(PlanVersionRow.source).where(mine)))
        make = partial(added, texts)
        preview = await draft_service.keep(db, caller, base, make)
        if preview is not None:
            return preview


async def remove(db: UnitsOfWork, caller: OrganiserCaller, milestone_id: str) -> Preview:
    """Propose the plan without a milestone; what members did there is kept (P2).

    Raises:
        NotFound: there is no such milestone.
        UserError: it is the only one of the plan, or as :func:`change`.
        NotSetUp: as :func:`change`.
    """

    def removed(base: PlanSource) -> PlanText:
        return milestone_edits.remove(base, milestone_id)

    return await draft_service.propose(db, caller, removed)


async def place(
    db: UnitsOfWork,
    caller: OrganiserCaller,
    milestone_id: str,
    component_id: str,
    after: str | None,
) -> Preview:
    """Propose a milestone's place in a component: below ``after``, or first without one.

    Raises:
        NotFound: there is no such milestone or component, or ``after`` does not stand in it.
        UserError, NotSetUp: as :func:`change`.
    """

    def placed(base: PlanSource) -> PlanText:
        return milestone_edits.place(base, milestone_id, component_id, after)

    return await draft_service.propose(db, caller, placed)


def _fields(plan: Plan, milestone_id: str) -> MilestoneFields:
    fields = fields_of(plan, milestone_id)
    if fields is None:
        raise NotFound("The plan has no such milestone now. Pick one as you type.")
    return fields


def _stands_in(texts: list[str], name: str) -> bool:
    """Whether a version names this id."""
    quoted = re.compile(f"[\"']{name}[\"']")
    return any(quoted.search(text) for text in texts)
