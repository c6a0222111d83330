"""A change of the plan, from a file or a form: proposed, previewed, then confirmed or dropped.

A draft waits in the database, so its buttons work after a restart. It remembers the version that
its preview was compared with: when another version came since, confirming shows a fresh preview
instead of taking back unseen what somebody else just changed.

Plans are read and compared in a thread, between a transaction that reads and one that writes. The
second one goes on only if the version that was read is still in force; otherwise all begins again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import UnitsOfWork, insert
from bot.errors import NotFound
from bot.groups.values import OrganiserCaller
from bot.plans.models import PlanDraftRow
from bot.plans.plan_cache import PLANS
from bot.plans.queries import source_of
from bot.plans.rules.compare import diff, digest
from bot.plans.service import add_version, lock_version
from bot.plans.values import LoadedPlan, Plan, PlanSource, PlanText, Preview

_KEY_LENGTH = 16


async def propose(
    db: UnitsOfWork, caller: OrganiserCaller, make: Callable[[PlanSource], PlanText]
) -> Preview:
    """Keep what ``make`` makes of the plan in force as the caller's draft.

    A former draft of theirs goes. ``make`` runs in a thread, and again when another version came
    meanwhile.

    Raises:
        PlanError: the text is not a sound plan; every problem is listed.
        NotSetUp: the server has no group.
    """
    while True:
        async with db.read() as session:
            base = await source_of(session, caller.guild_id)
        preview = await keep(db, caller, base, make)
        if preview is not None:
            return preview


async def keep(
    db: UnitsOfWork,
    caller: OrganiserCaller,
    base: PlanSource,
    make: Callable[[PlanSource], PlanText],
) -> Preview | None:
    """Keep what ``make`` makes of ``base``, or nothing (None) if another version is in force.

    Raises:
        PlanError, NotSetUp: as :func:`propose`.
    """
    made, content, preview = await asyncio.to_thread(_made, base, make)
    PLANS.put(content, made.plan)
    async with db.begin() as session:
        if await lock_version(session, caller.guild_id, now=caller.now) != base.number:
            return None
        if not preview.is_identical:
            values = {
                "source": made.text,
                "digest": content,
                "based_on": base.number,
                "made_at": caller.now,
            }
            await session.execute(
                insert(session, PlanDraftRow)
                .values(guild_id=caller.guild_id, user_id=caller.user_id, **values)
                .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=values)
            )
    return preview


async def pending(db: UnitsOfWork, caller: OrganiserCaller, key: str) -> Preview:
    """The draft that waits, against the plan in force now.

    Raises:
        NotFound: it was confirmed or dropped, or a newer one took its place.
        NotSetUp: the server has no group.
    """
    async with db.read() as session:
        base = await source_of(session, caller.guild_id)
        draft = await _draft(session, caller, key)
        plan = await PLANS.read(draft.digest, draft.source)
    return await asyncio.to_thread(_preview, base, plan, draft.digest)


async def confirm(
    db: UnitsOfWork, caller: OrganiserCaller, based_on: int, key: str
) -> LoadedPlan | Preview:
    """Make the draft the group's plan, if ``based_on`` is still the version in force.

    Otherwise the draft stays, and its preview against the version that came since is given back.

    Raises:
        NotFound, NotSetUp: as :func:`pending`.
    """
    while True:
        preview = await pending(db, caller, key)
        async with db.begin() as session:
            number = await lock_version(session, caller.guild_id, now=caller.now)
            if number != preview.number:
                continue
            draft = await _draft(session, caller, key)
            if not preview.is_identical and not number == draft.based_on == based_on:
                draft.based_on = number
                return replace(preview, is_overtaken=True)
            if not preview.is_identical:
                number += 1
                await add_version(
                    session,
                    caller.guild_id,
                    number,
                    draft.source,
                    draft.digest,
                    made_by=caller.user_id,
                    now=caller.now,
                )
            await session.delete(draft)
        is_new = not preview.is_identical
        return LoadedPlan(preview.plan, number, is_new=is_new, changes=preview.changes)


async def discard(session: AsyncSession, caller: OrganiserCaller, key: str) -> None:
    """Drop the draft. Nothing happens when it is gone already."""
    draft = await session.get(PlanDraftRow, (caller.guild_id, caller.user_id))
    if draft is not None and _key(draft.digest) == key:
        await session.delete(draft)


async def _draft(session: AsyncSession, caller: OrganiserCaller, key: str) -> PlanDraftRow:
    whose = (caller.guild_id, caller.user_id)
    draft = await session.get(PlanDraftRow, whose, populate_existing=True)
    if draft is None or _key(draft.digest) != key:
        raise NotFound(
            "That change is not waiting any more: it was confirmed or cancelled, or a newer one "
            "of yours took its place. `/plan versions` shows what is in force."
        )
    return draft


def _made(
    base: PlanSource, make: Callable[[PlanSource], PlanText]
) -> tuple[PlanText, str, Preview]:
    """What ``make`` gives, with its digest and preview."""
    made = make(base)
    content = digest(made.plan)
    return made, content, _preview(base, made.plan, content)


def _preview(base: PlanSource, plan: Plan, content: str) -> Preview:
    return Preview(
        plan=plan,
        number=base.number,
        key=_key(content),
        changes=diff(base.plan, plan),
        is_identical=plan == base.plan,
        made_by=base.made_by,
    )


def _key(content: str) -> str:
    return content[:_KEY_LENGTH]
