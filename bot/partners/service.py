"""What members do as study partners: take part, pause, leave; say whether they met (C1, C3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.queries import is_member
from bot.groups.values import MemberCaller
from bot.inputs.dates import parse_date
from bot.milestones import service as milestones
from bot.partners import queries, rounds, rules
from bot.partners.models import NotWithRow, PartnerProfileRow, PartnerRow
from bot.partners.values import MOST_NOT_WITH, Answered, Entry, Met, Mine

_NOT_IN = "You take no part in study partners yet. `/partner join` asks what you would be."


async def join(session: AsyncSession, caller: MemberCaller, entry: Entry) -> Mine:
    """Take part from the next round on, or change how; a pause ends."""
    said: dict[str, Any] = {
        **rules.columns(entry),
        "is_paused": False,
        "paused_until": None,
    }
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id}
    await session.execute(
        insert(session, PartnerProfileRow)
        .values(**key, **said, joined_at=caller.now)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )
    return await queries.mine(session, caller)


async def pause(session: AsyncSession, caller: MemberCaller, until: str) -> Mine:
    """Be in no round until before the date that was typed. Pairs of now stay.

    Without a date it lasts until it is ended.

    Raises:
        NotFound: the caller takes no part.
        UserError: it is no date, or not ahead.
    """
    day = None
    if until.strip():
        day = parse_date(until, today=caller.today, zone=caller.zone)
        if day <= caller.today:
            raise UserError(
                "A pause ends on a date ahead. Leave it empty to end it yourself.", typed=until
            )
    await _set(session, caller, is_paused=True, paused_until=day)
    return await queries.mine(session, caller)


async def resume(session: AsyncSession, caller: MemberCaller) -> Mine:
    """End the pause.

    Raises:
        NotFound: the caller takes no part.
    """
    await _set(session, caller, is_paused=False, paused_until=None)
    return await queries.mine(session, caller)


async def leave(session: AsyncSession, caller: MemberCaller) -> Mine:
    """Take part no more, at once: pairs of now end, and their others are matched anew."""
    await session.execute(
        delete(PartnerProfileRow)
        .where(
            PartnerProfileRow.guild_id == caller.guild_id,
            PartnerProfileRow.user_id == caller.user_id,
        )
        .execution_options(synchronize_session=False)
    )
    await rounds.leave_pairs(session, caller.guild_id, caller.user_id, caller.now)
    return await queries.mine(session, caller)


async def exclude(session: AsyncSession, caller: MemberCaller, other_id: int) -> list[int]:
    """Never be paired with somebody, who does not learn of it.

    A pair of now with them ends as it does when the caller asks for somebody else.

    Raises:
        UserError: it is the caller themselves, or they have named as many as fit.
        NotFound: they are not in the group.
    """
    if other_id == caller.user_id:
        raise UserError("You are never paired with yourself.")
    if not await is_member(session, caller.guild_id, other_id):
        raise NotFound("They are not in this study group, so you are never paired with them.")
    known = await queries.not_with(session, caller)
    if other_id not in known and len(known) >= MOST_NOT_WITH:
        raise UserError(f"The list holds {MOST_NOT_WITH}. Take somebody off it first.")
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id, "other_id": other_id}
    await session.execute(insert(session, NotWithRow).values(**key).on_conflict_do_nothing())
    await rounds.leave_pairs(session, caller.guild_id, caller.user_id, caller.now, with_id=other_id)
    return await queries.not_with(session, caller)


async def include(session: AsyncSession, caller: MemberCaller, other_id: int) -> list[int]:
    """Take somebody off the list again."""
    await session.execute(
        delete(NotWithRow)
        .where(
            NotWithRow.guild_id == caller.guild_id,
            NotWithRow.user_id == caller.user_id,
            NotWithRow.other_id == other_id,
        )
        .execution_options(synchronize_session=False)
    )
    return await queries.not_with(session, caller)


async def say(session: AsyncSession, caller: MemberCaller, pair_id: int, met: Met) -> Answered:
    """Note whether the caller met their partners; it is theirs alone.

    Raises:
        NotFound: they have no such pair.
    """
    await queries.own_pair(session, caller, pair_id)
    await session.execute(
        update(PartnerRow)
        .where(
            PartnerRow.guild_id == caller.guild_id,
            PartnerRow.pair_id == pair_id,
            PartnerRow.user_id == caller.user_id,
        )
        .values(met=met)
        .execution_options(synchronize_session=False)
    )
    return await queries.answered(session, caller, pair_id)


async def ask_another(session: AsyncSession, caller: MemberCaller, pair_id: int) -> Mine:
    """End the caller's part in a pair, and look for somebody else for all who are free then.

    Raises:
        NotFound: they have no such pair, or take no part any more.
        UserError: it has ended.
    """
    pair = await queries.own_pair(session, caller, pair_id)
    if not pair.is_open:
        raise UserError("That pair has ended. `/partner history` shows the ones of now.")
    if await queries.find_profile(session, caller.member, caller.now) is None:
        raise NotFound(_NOT_IN)
    await rounds.leave_pair(session, caller.guild_id, pair_id, caller.user_id, caller.now)
    await rounds.make_extra_soon(session, caller.guild_id, caller.now)
    return await queries.mine(session, caller)


async def finish(session: AsyncSession, caller: MemberCaller, pair_id: int) -> Answered:
    """Finish the milestone that the plan names for a partner whom one met.

    Raises:
        NotFound: they have no such pair.
        UserError: they did not say that they met, or nothing is open that it would finish.
    """
    pair = await queries.own_pair(session, caller, pair_id)
    if pair.met is not Met.YES:
        raise UserError("You have not said that you met. *We met* at the pair says so.")
    await milestones.finish_counting(session, caller, "partners")
    return await queries.answered(session, caller, pair_id)


async def _set(session: AsyncSession, caller: MemberCaller, **changed: Any) -> None:
    found = await session.execute(
        update(PartnerProfileRow)
        .where(
            PartnerProfileRow.guild_id == caller.guild_id,
            PartnerProfileRow.user_id == caller.user_id,
        )
        .values(**changed)
        .returning(PartnerProfileRow.user_id)
        .execution_options(synchronize_session=False)
    )
    if found.one_or_none() is None:
        raise NotFound(_NOT_IN)
