"""Reads of the rota: its order, and who reviews the paper that a round chose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.arxiv.models import PaperRow
from bot.arxiv.paper_queries import paper_from
from bot.errors import NotFound
from bot.groups.models import MemberRow, is_here
from bot.groups.values import Member, MemberCaller
from bot.papers.models import RoundRow
from bot.reminders.values import ReminderKey
from bot.reviews.models import ReviewerRow, ReviewRow, TurnRow
from bot.reviews.rules.rota import Place, Places, willing
from bot.reviews.values import KIND, ReviewTurn, Rota
from bot.scheduling import local_date

LASTS = timedelta(days=14)
"""How long after a paper was chosen its reviewer is told that it is theirs."""

_ASKED, _SWAP = "asked", "swap"

# Every daily message asks for it: built once.
_NEWEST_ROUND = (
    select(RoundRow.id)
    .where(
        RoundRow.guild_id == bindparam("guild_id"),
        RoundRow.closed_at.is_not(None),
        RoundRow.winner_id.is_not(None),
    )
    .order_by(RoundRow.closed_at.desc(), RoundRow.id.desc())
    .limit(1)
)


async def rota(session: AsyncSession, caller: MemberCaller) -> Rota:
    """The group's rota, and where the caller stands in it."""
    held = await places(session, caller.guild_id)
    mine = next((each for each in held if each.user_id == caller.user_id), None)
    newest = await newest_round(session, caller.guild_id)
    return Rota(
        order=tuple(each.user_id for each in willing(held)),
        is_in=mine is not None,
        is_paused=mine is not None and mine.is_paused,
        turn=None if newest is None else await turn_of(session, caller.guild_id, newest),
    )


async def places(session: AsyncSession, guild_id: int, *, lock: bool = False) -> Places:
    """The places of members who are here, willing or not."""
    query = (
        select(ReviewerRow)
        .where(
            ReviewerRow.guild_id == guild_id, _is_here(ReviewerRow.guild_id, ReviewerRow.user_id)
        )
        .order_by(ReviewerRow.user_id)
    )
    rows = await session.scalars(query.with_for_update() if lock else query)
    return tuple(Place(row.user_id, row.waiting_since, row.is_paused) for row in rows)


async def newest_round(session: AsyncSession, guild_id: int) -> int | None:
    """The group's newest round that chose a paper."""
    return await session.scalar(_NEWEST_ROUND, {"guild_id": guild_id})


async def turn_of(session: AsyncSession, guild_id: int, round_id: int) -> ReviewTurn:
    """Who reviews the paper that a round chose; nobody who has left is named.

    Raises:
        NotFound: this group has no such round, or it chose nothing.
    """
    found = await session.execute(
        select(
            PaperRow,
            func.coalesce(TurnRow.asked_at, RoundRow.closed_at).label("asked_at"),
            TurnRow.user_id,
            TurnRow.offered_to,
            _is_here(TurnRow.guild_id, TurnRow.user_id).label("has_holder"),
            _is_here(TurnRow.guild_id, TurnRow.offered_to).label("has_offer"),
            _has_review().label("is_done"),
        )
        .select_from(RoundRow)
        .join(PaperRow, PaperRow.arxiv_id == RoundRow.winner_id)
        .outerjoin(
            TurnRow,
            and_(TurnRow.guild_id == RoundRow.guild_id, TurnRow.round_id == RoundRow.id),
        )
        .where(
            RoundRow.guild_id == guild_id, RoundRow.id == round_id, RoundRow.closed_at.is_not(None)
        )
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("No paper was chosen there. `/paper rota` shows whose turn it is.")
    return ReviewTurn(
        guild_id=guild_id,
        round_id=round_id,
        paper=paper_from(row.PaperRow),
        asked_at=row.asked_at,
        user_id=row.user_id if row.has_holder else None,
        offered_to=row.offered_to if row.has_holder and row.has_offer else None,
        is_current=await newest_round(session, guild_id) == round_id,
        is_done=bool(row.has_holder and row.is_done),
    )


async def is_reviewed(session: AsyncSession, guild_id: int, round_id: int) -> bool:
    """Whether who has a turn, be they here or not, has published their review."""
    found = await session.scalar(
        select(TurnRow.round_id)
        .join(
            RoundRow,
            and_(RoundRow.guild_id == TurnRow.guild_id, RoundRow.id == TurnRow.round_id),
        )
        .where(TurnRow.guild_id == guild_id, TurnRow.round_id == round_id, _has_review())
    )
    return found is not None


async def turn_for(session: AsyncSession, member: Member, now: datetime) -> ReviewTurn | None:
    """The newest turn, if it waits for the member: to review, or to say whether they swap.

    One that is reviewed or long ago waits for nobody.
    """
    newest = await newest_round(session, member.guild_id)
    if newest is None:
        return None
    turn = await turn_of(session, member.guild_id, newest)
    waits = member.user_id in (turn.user_id, turn.offered_to)
    return turn if waits and not turn.is_done and now - turn.asked_at < LASTS else None


async def to_name(
    session: AsyncSession, member: Member, sent: Collection[ReminderKey], now: datetime
) -> tuple[ReviewTurn, ReminderKey] | None:
    """The turn that a daily message is to name: each once, and each question to swap once.

    ``sent`` is what was named before.
    """
    turn = await turn_for(session, member, now)
    if turn is None:
        return None
    stage = _ASKED if turn.user_id == member.user_id else _SWAP
    due = local_date(turn.asked_at, member.zone)
    before = {(key.thing_id, key.stage) for key in sent if key.kind == KIND}
    key = ReminderKey(KIND, str(turn.round_id), due, stage)
    return None if (key.thing_id, key.stage) in before else (turn, key)


def _is_here(
    guild_id: InstrumentedAttribute[int], user_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Whether a row is about a member who is here."""
    return exists().where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id, is_here())


def _has_review() -> ColumnElement[bool]:
    """Whether who has a turn has published their review."""
    return exists().where(
        ReviewRow.guild_id == TurnRow.guild_id,
        ReviewRow.user_id == TurnRow.user_id,
        ReviewRow.arxiv_id == RoundRow.winner_id,
        ReviewRow.released_at.is_not(None),
    )
