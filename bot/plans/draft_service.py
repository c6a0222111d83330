"""A change of the plan, from a file or a form: proposed, previewed, then confirmed or dropped.

A draft waits in the database, so its buttons work after a restart. It remembers the version that
its preview was compared with: when another version came since, confirming shows a fresh preview
instead of taking back unseen what somebody else just changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound
from bot.groups import service as groups
from bot.plans import loader
from bot.plans.models import PlanDraftRow, PlanVersionRow
from bot.plans.queries import newest, read
from bot.plans.rules import digest
from bot.plans.rules.compare import diff
from bot.plans.service import add_version
from bot.plans.values import LoadedPlan, Plan, Preview

_KEY_LENGTH = 16


async def propose(
    session: AsyncSession, guild_id: int, user_id: int, source: str, *, now: datetime
) -> Preview:
    """Check the plan in ``source`` and keep it as this person's draft, in place of a former one.

    Raises:
        PlanError: the text is not a sound plan; every problem is listed.
        NotSetUp: the server has no group.
    """
    plan = read(source)
    version = await _in_force(session, guild_id, now)
    preview = _preview(plan, digest(plan), version)
    if preview.is_identical:
        return preview
    values = {
        "source": source,
        "digest": digest(plan),
        "based_on": version.number,
        "made_at": now,
    }
    await session.execute(
        insert(session, PlanDraftRow)
        .values(guild_id=guild_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=values)
    )
    return preview


async def pending(session: AsyncSession, guild_id: int, user_id: int, key: str) -> Preview:
    """The draft that waits, against the plan in force now.

    Raises:
        NotFound: it was confirmed or dropped, or a newer one took its place.
        NotSetUp: the server has no group.
    """
    await groups.get_group(session, guild_id)
    draft = await _draft(session, guild_id, user_id, key)
    return _preview(read(draft.source), draft.digest, await newest(session, guild_id))


async def confirm(
    session: AsyncSession, guild_id: int, user_id: int, based_on: int, key: str, *, now: datetime
) -> LoadedPlan | Preview:
    """Make the draft the group's plan, if ``based_on`` is still the version in force.

    Otherwise the draft stays, and its preview against the version that came since is given back.

    Raises:
        NotFound, NotSetUp: as :func:`pending`.
    """
    version = await _in_force(session, guild_id, now)
    draft = await _draft(session, guild_id, user_id, key)
    preview = _preview(read(draft.source), draft.digest, version)
    if preview.is_identical:
        await session.delete(draft)
        return LoadedPlan(preview.plan, version.number, is_new=False, changes=preview.changes)
    if not version.number == draft.based_on == based_on:
        draft.based_on = version.number
        return replace(preview, is_overtaken=True)
    row = await add_version(session, guild_id, draft.source, made_by=user_id, now=now)
    await session.delete(draft)
    return LoadedPlan(preview.plan, row.number, is_new=True, changes=preview.changes)


async def discard(session: AsyncSession, guild_id: int, user_id: int, key: str) -> None:
    """Drop the draft. Nothing happens when it is gone already."""
    draft = await session.get(PlanDraftRow, (guild_id, user_id))
    if draft is not None and _key(draft.digest) == key:
        await session.delete(draft)


async def _in_force(session: AsyncSession, guild_id: int, now: datetime) -> PlanVersionRow:
    """The version in force, with the group locked; the plan that ships becomes one if need be."""
    await groups.lock_group(session, guild_id)
    version = await newest(session, guild_id)
    if version is None:
        version = await add_version(session, guild_id, loader.shipped_text(), made_by=None, now=now)
    return version


async def _draft(session: AsyncSession, guild_id: int, user_id: int, key: str) -> PlanDraftRow:
    draft = await session.get(PlanDraftRow, (guild_id, user_id), populate_existing=True)
    if draft is None or _key(draft.digest) != key:
        raise NotFound(
            "That change is not waiting any more: it was confirmed or cancelled, or a newer one "
            "of yours took its place. `/plan versions` shows what is in force."
        )
    return draft


def _preview(plan: Plan, content: str, version: PlanVersionRow | None) -> Preview:
    before = loader.shipped() if version is None else read(version.source)
    return Preview(
        plan=plan,
        number=1 if version is None else version.number,
        key=_key(content),
        changes=diff(before, plan),
        is_identical=plan == before,
        made_by=None if version is None else version.loaded_by,
    )


def _key(content: str) -> str:
    return content[:_KEY_LENGTH]
