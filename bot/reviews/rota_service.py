"""Use cases of the rota: put oneself down, pause, skip, swap, take; and who is asked."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotAllowed, UserError
from bot.groups.values import Member, MemberCaller
from bot.reviews import rota_queries
from bot.reviews.models import ReviewerRow, SkipRow, TurnRow
from bot.reviews.rules import rota as rules
from bot.reviews.rules.rota import Places, Turn
from bot.reviews.values import HANDED_ON, ReviewTurn, Rota
from bot.scheduling import Once, put

_INSTANT = timedelta(microseconds=1)


async def count_in(session: AsyncSession, caller: MemberCaller) -> Rota:
    """Put the caller down for reviews; who comes back from a pause has their place still.

    No two wait since the same instant, so that their order is lasting.
    """
    last = await session.scalar(
        select(func.max(ReviewerRow.waiting_since)).where(ReviewerRow.guild_id == caller.guild_id)
    )
    since = caller.now if last is None else max(caller.now, last + _INSTANT)
    await session.execute(
        insert(session, ReviewerRow)
        .values(
            guild_id=caller.guild_id,
            user_id=caller.user_id,
            waiting_since=since,
            is_paused=False,
        )
        .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_={"is_paused": False})
    )
    return await rota_queries.rota(session, caller)


async def pause(session: AsyncSession, caller: MemberCaller) -> Rota:
    """Ask the caller for no more reviews until they say so; a turn that is theirs stays."""
    await session.execute(
        update(ReviewerRow)
        .where(ReviewerRow.guild_id == caller.guild_id, ReviewerRow.user_id == caller.user_id)
        .values(is_paused=True)
        .execution_options(synchronize_session=False)
    )
    await _offer_nothing_to(session, caller.guild_id, caller.user_id)
    return await rota_queries.rota(session, caller)


async def ask_reviewer(session: AsyncSession, guild_id: int, round_id: int, now: datetime) -> None:
    """A round chose a paper: ask who waits longest for its review. Once a round, however often."""
    made = await session.execute(
        insert(session, TurnRow)
        .values(guild_id=guild_id, round_id=round_id, asked_at=now)
        .on_conflict_do_nothing()
        .returning(TurnRow.round_id)
    )
    if made.scalar() is None:
        return
    held = await _locked(session, guild_id, round_id)
    assert held is not None, "it was made just now"
    row, turn, places = held
    await _store(session, row, places, *rules.ask(places, turn))


async def take(session: AsyncSession, caller: MemberCaller, round_id: int) -> ReviewTurn:
    """Give the caller a review that nobody has.

    Nothing changes where it is theirs, or somebody else's: `ReviewTurn` says whose.

    Raises:
        NotFound: no paper was chosen there.
        UserError: a later paper was chosen.
    """
    before = await rota_queries.turn_of(session, caller.guild_id, round_id)
    _check_current(before)
    await session.execute(
        insert(session, TurnRow)
        .values(guild_id=caller.guild_id, round_id=round_id, asked_at=before.asked_at)
        .on_conflict_do_nothing()
    )
    held = await _locked(session, caller.guild_id, round_id)
    assert held is not None, "it was made just now, if not before"
    row, turn, places = held
    now = await rota_queries.turn_of(session, caller.guild_id, round_id)
    if now.user_id is not None:
        return now
    await _store(session, row, places, *rules.take(places, turn, caller.user_id))
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def skip(session: AsyncSession, caller: MemberCaller, round_id: int) -> ReviewTurn:
    """Pass the caller's turn on to who waits next; they keep their place, so they are next again.

    Raises:
        NotFound: no paper was chosen there.
        NotAllowed: it is not their turn (any more).
        UserError: a later paper was chosen.
    """
    row, turn, places = await _their_turn(session, caller, round_id)
    await _store(session, row, places, *rules.skip(places, turn))
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def offer_swap(
    session: AsyncSession, caller: MemberCaller, round_id: int, user_id: int
) -> ReviewTurn:
    """Ask another willing member to swap; nothing moves until they say yes.

    Raises:
        NotFound: no paper was chosen there.
        NotAllowed: it is not the caller's turn (any more).
        UserError: a later paper was chosen, or that person cannot be asked.
    """
    row, _turn, places = await _their_turn(session, caller, round_id)
    if user_id == caller.user_id:
        raise UserError("It is your turn already. Pick somebody else to swap with.")
    if all(place.user_id != user_id for place in rules.willing(places)):
        raise UserError(
            f"<@{user_id}> is not in the rota just now. `/paper rota` lists who is; *Skip* passes "
            "the review on to who is next."
        )
    row.offered_to = user_id
    await session.flush()
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def withdraw_offer(session: AsyncSession, caller: MemberCaller, round_id: int) -> ReviewTurn:
    """Ask nobody to swap any more. Raises as `skip` does."""
    row, _turn, _places = await _their_turn(session, caller, round_id)
    row.offered_to = None
    await session.flush()
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def accept_swap(session: AsyncSession, caller: MemberCaller, round_id: int) -> ReviewTurn:
    """Swap with who asked the caller to: the turn is theirs, and the other has their place.

    Raises:
        NotFound: no paper was chosen there.
        NotAllowed: nobody asks them (any more).
        UserError: a later paper was chosen.
    """
    row, turn, places = await _offered(session, caller, round_id)
    await _store(session, row, places, *rules.swap(places, turn, caller.user_id))
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def decline_swap(session: AsyncSession, caller: MemberCaller, round_id: int) -> ReviewTurn:
    """Say no to who asked the caller to swap. Raises as `accept_swap` does."""
    row, _turn, _places = await _offered(session, caller, round_id)
    row.offered_to = None
    await session.flush()
    return await rota_queries.turn_of(session, caller.guild_id, round_id)


async def member_changed(session: AsyncSession, member: Member, _now: datetime) -> None:
    """Who has left hands their turn on, and nobody is asked to swap with them."""
    if not member.is_here:
        await hand_on(session, member.guild_id, member.user_id)


async def hand_on(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Take the newest turn from a person who is no longer here, for who waits next.

    One that is reviewed stays as it was. Safe to run again.
    """
    await _offer_nothing_to(session, guild_id, user_id)
    newest = await rota_queries.newest_round(session, guild_id)
    held = await _locked(session, guild_id, newest) if newest is not None else None
    if newest is None or held is None or held[1].user_id != user_id:
        return
    if await rota_queries.is_reviewed(session, guild_id, newest):
        return
    row, turn, places = held
    others = tuple(place for place in places if place.user_id != user_id)
    open_turn = replace(turn, user_id=None, waited_since=None)
    await _store(session, row, others, *rules.ask(others, open_turn))
    if turn.waited_since is not None:
        await _move(session, guild_id, user_id, turn.waited_since)
    await _put_guide_right(session, guild_id, newest, turn.asked_at)


async def _their_turn(
    session: AsyncSession, caller: MemberCaller, round_id: int
) -> tuple[TurnRow, Turn, Places]:
    """The newest turn, locked, which the caller has."""
    _check_current(await rota_queries.turn_of(session, caller.guild_id, round_id))
    held = await _locked(session, caller.guild_id, round_id)
    if held is None or held[1].user_id != caller.user_id:
        raise NotAllowed("That review is not your turn any more. `/paper rota` shows whose it is.")
    return held


async def _offered(
    session: AsyncSession, caller: MemberCaller, round_id: int
) -> tuple[TurnRow, Turn, Places]:
    """The newest turn, locked, whose holder asks the caller to swap."""
    _check_current(await rota_queries.turn_of(session, caller.guild_id, round_id))
    held = await _locked(session, caller.guild_id, round_id)
    if held is None or held[0].offered_to != caller.user_id:
        raise NotAllowed("Nobody asks you to swap any more. `/paper rota` shows whose turn it is.")
    return held


def _check_current(turn: ReviewTurn) -> None:
    if not turn.is_current:
        raise UserError(
            "That turn is over: a later paper was chosen. `/paper rota` shows whose turn it is."
        )


async def _locked(
    session: AsyncSession, guild_id: int, round_id: int
) -> tuple[TurnRow, Turn, Places] | None:
    """A turn and the places of all who are here, both locked; None: nobody was ever asked."""
    row = await session.scalar(
        select(TurnRow)
        .where(TurnRow.guild_id == guild_id, TurnRow.round_id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    skipped = await session.scalars(
        select(SkipRow.user_id).where(SkipRow.guild_id == guild_id, SkipRow.round_id == round_id)
    )
    turn = Turn(row.asked_at, row.user_id, row.waited_since, frozenset(skipped))
    return row, turn, await rota_queries.places(session, guild_id, lock=True)


async def _store(
    session: AsyncSession, row: TurnRow, before: Places, after: Places, turn: Turn
) -> None:
    """Write what a rule changed: the turn, who skipped it, and places. An offer ends with it."""
    row.user_id, row.waited_since, row.offered_to = turn.user_id, turn.waited_since, None
    await session.flush()
    key = {"guild_id": row.guild_id, "round_id": row.round_id}
    known = await session.scalars(select(SkipRow.user_id).filter_by(**key))
    skipped = frozenset(known)
    session.add_all(SkipRow(**key, user_id=user_id) for user_id in turn.skipped - skipped)
    if skipped - turn.skipped:
        await session.execute(
            delete(SkipRow).filter_by(**key).where(SkipRow.user_id.in_(skipped - turn.skipped))
        )
    await session.flush()
    for place in set(after) - set(before):
        await _move(session, row.guild_id, place.user_id, place.since)


async def _put_guide_right(
    session: AsyncSession, guild_id: int, round_id: int, at: datetime
) -> None:
    """Let the guide be shown anew; its delivery is told from all others of that round."""
    await put(
        session,
        guild_id,
        kind=HANDED_ON,
        rule=Once(at, "UTC"),
        after=at - _INSTANT,
        subject=f"{round_id}:{secrets.token_hex(8)}",
    )


async def _move(session: AsyncSession, guild_id: int, user_id: int, since: datetime) -> None:
    await session.execute(
        update(ReviewerRow)
        .where(ReviewerRow.guild_id == guild_id, ReviewerRow.user_id == user_id)
        .values(waiting_since=since)
        .execution_options(synchronize_session=False)
    )


async def _offer_nothing_to(session: AsyncSession, guild_id: int, user_id: int) -> None:
    await session.execute(
        update(TurnRow)
        .where(TurnRow.guild_id == guild_id, TurnRow.offered_to == user_id)
        .values(offered_to=None)
        .execution_options(synchronize_session="fetch")
    )
