"""Use cases of a retro itself: open, post, close, reveal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.retros.formats import WORKED_ADJUST, Format, find_format
from bot.retros.models import Anonymity, CardRow, RetroColumnRow, RetroRow
from bot.retros.rules import REVEAL_LATENESS, opening, reveal_time
from bot.scheduling import Once, put, put_now

OPEN = "retros.open"
REVEAL = "retros.reveal"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a retro; positions count from 0."""

    position: int
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Message:
    """Where a message stands."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Retro:
    """A retro as it stands. ``cards`` is how many there are; what they say shows at the reveal.

    ``panel`` and ``summary`` are None until they are posted; ``trouble`` says in a few words why
    the latest of them could not be.
    """

    id: int
    guild_id: int
    title: str
    anonymity: Anonymity
    columns: tuple[Column, ...]
    cards: int
    opened_at: datetime
    reveal_at: datetime
    closed_at: datetime | None
    panel: Message | None
    summary: Message | None
    trouble: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still takes cards."""
        return self.closed_at is None

    @property
    def is_anonymous(self) -> bool:
        """Whether cards are kept without their authors."""
        return self.anonymity is Anonymity.ANONYMOUS

    def column(self, position: int) -> Column:
        """The column at ``position``.

        Raises:
            NotFound: there is none.
        """
        for column in self.columns:
            if column.position == position:
                return column
        raise NotFound("That retro has no such column.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A retro that is about to be posted; ``again`` when an earlier try could not be."""

    retro: Retro
    again: bool


async def schedule_openings(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Keep the group's monthly opening where its settings say (a group hook)."""
    await put(session, group.guild_id, kind=OPEN, rule=opening(group), after=now)


async def open_retro(
    session: AsyncSession,
    guild_id: int,
    *,
    format_key: str = WORKED_ADJUST.key,
    anonymity: Anonymity = Anonymity.ANONYMOUS,
    now: datetime,
) -> Outcome:
    """Open a retro, with its panel due at once.

    While one is open whose panel could not be posted, that one is posted again instead.

    Raises:
        NotSetUp: the group is not set up.
        UserError: a retro is open already, or there is no such format.
    """
    chosen = find_format(format_key)
    retro_id = await _insert(session, guild_id, chosen, anonymity, None, now)
    again = retro_id is None
    if retro_id is None:
        retro_id = await _take_trouble(session, guild_id, RetroRow.closed_at.is_(None))
    if retro_id is None:
        raise UserError(
            "A retro is open already. `/retro close` reveals its cards; then a new one can open."
        )
    retro = await get_retro(session, guild_id, retro_id)
    await _put_now(session, retro, OPEN, now)
    return Outcome(retro, again)


async def open_on_schedule(
    session: AsyncSession, guild_id: int, period: date, *, now: datetime
) -> Retro | None:
    """The retro that the schedule opens on ``period``; the same one however often it is asked.

    None when there is nothing to open: another is open, or this one has already closed.
    """
    retro_id = await session.scalar(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.scheduled_for == period)
    )
    if retro_id is None:
        retro_id = await _insert(session, guild_id, WORKED_ADJUST, Anonymity.ANONYMOUS, period, now)
        if retro_id is None:
            return None
    retro = await get_retro(session, guild_id, retro_id)
    return retro if retro.is_open else None


async def find_retro(session: AsyncSession, guild_id: int, retro_id: int) -> Retro | None:
    """The retro with this id, or None when this group has none."""
    row = await session.scalar(
        select(RetroRow)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    columns = await session.scalars(
        select(RetroColumnRow)
        .where(RetroColumnRow.guild_id == guild_id, RetroColumnRow.retro_id == retro_id)
        .order_by(RetroColumnRow.position)
    )
    cards = await session.scalar(
        select(func.count())
        .select_from(CardRow)
        .where(CardRow.guild_id == guild_id, CardRow.retro_id == retro_id)
    )
    return Retro(
        id=row.id,
        guild_id=guild_id,
        title=row.title,
        anonymity=row.anonymity,
        columns=tuple(Column(c.position, c.title, c.question) for c in columns),
        cards=cards or 0,
        opened_at=row.opened_at,
        reveal_at=row.reveal_at,
        closed_at=row.closed_at,
        panel=_message(row.channel_id, row.message_id),
        summary=_message(row.summary_channel_id, row.summary_id),
        trouble=row.trouble,
    )


async def get_retro(session: AsyncSession, guild_id: int, retro_id: int) -> Retro:
    """The retro with this id.

    Raises:
        NotFound: this group has none.
    """
    retro = await find_retro(session, guild_id, retro_id)
    if retro is None:
        raise NotFound("I do not find that retro in this group.")
    return retro


async def find_open(session: AsyncSession, guild_id: int) -> int | None:
    """The id of the open retro, or None."""
    found: int | None = await session.scalar(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.closed_at.is_(None))
    )
    return found


async def current_retro(session: AsyncSession, guild_id: int) -> Retro:
    """The open retro.

    Raises:
        NotFound: none is open.
    """
    retro_id = await find_open(session, guild_id)
    if retro_id is None:
        raise NotFound(
            "No retro is open right now. One opens every month, or when an organiser uses "
            "`/retro open`."
        )
    return await get_retro(session, guild_id, retro_id)


async def close_retro(session: AsyncSession, guild_id: int, *, now: datetime) -> Outcome:
    """Close the open retro before its deadline, with its summary due at once.

    When none is open and the latest one's summary could not be posted, it is posted again.

    Raises:
        NotFound: no retro is open.
    """
    retro_id = await session.scalar(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, RetroRow.closed_at.is_(None))
        .values(closed_at=now, trouble=None)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    if retro_id is not None:
        retro = await get_retro(session, guild_id, retro_id)
        # From the deadline on its own delivery is on the way; a second one would post twice.
        if not retro.reveal_at <= now <= retro.reveal_at + REVEAL_LATENESS:
            await _put_now(session, retro, REVEAL, now)
        return Outcome(retro, again=False)
    newest = select(func.max(RetroRow.id)).where(RetroRow.guild_id == guild_id)
    retro_id = await _take_trouble(session, guild_id, RetroRow.id == newest.scalar_subquery())
    if retro_id is None:
        raise NotFound("No retro is open, so there is nothing to close. `/retro open` begins one.")
    retro = await get_retro(session, guild_id, retro_id)
    await _put_now(session, retro, REVEAL, now)
    return Outcome(retro, again=True)


async def reveal(
    session: AsyncSession, guild_id: int, retro_id: int, *, now: datetime
) -> Retro | None:
    """Close this retro, if it is not yet, and give it back; None when this group has none."""
    await session.execute(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id, RetroRow.closed_at.is_(None))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
    return await find_retro(session, guild_id, retro_id)


async def _insert(
    session: AsyncSession,
    guild_id: int,
    chosen: Format,
    anonymity: Anonymity,
    scheduled_for: date | None,
    now: datetime,
) -> int | None:
    """A new retro with its columns and its deadline; None when one is open or scheduled so."""
    group = await groups.get_group(session, guild_id)
    reveal_at = reveal_time(now, group.zone)
    retro_id: int | None = await session.scalar(
        insert(session, RetroRow)
        .values(
            guild_id=guild_id,
            format=chosen.key,
            title=chosen.title,
            anonymity=anonymity,
            scheduled_for=scheduled_for,
            opened_at=now,
            reveal_at=reveal_at,
        )
        .on_conflict_do_nothing()
        .returning(RetroRow.id)
    )
    if retro_id is None:
        return None
    session.add_all(
        RetroColumnRow(
            guild_id=guild_id,
            retro_id=retro_id,
            position=position,
            title=column.title,
            question=column.question,
        )
        for position, column in enumerate(chosen.columns)
    )
    await session.flush()
    deadline = Once(reveal_at, group.zone)
    await put(session, guild_id, kind=REVEAL, rule=deadline, after=now, subject=str(retro_id))
    return retro_id


async def _put_now(session: AsyncSession, retro: Retro, kind: str, now: datetime) -> None:
    group = await groups.get_group(session, retro.guild_id)
    await put_now(
        session, retro.guild_id, kind=kind, zone=group.zone, now=now, subject=str(retro.id)
    )


async def _take_trouble(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool]
) -> int | None:
    """The id of that retro when its latest message could not be posted; the note is cleared.

    One statement, so that of two organisers at once only one posts again.
    """
    found: int | None = await session.scalar(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which, RetroRow.trouble.is_not(None))
        .values(trouble=None)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    return found


def _message(channel_id: int | None, message_id: int | None) -> Message | None:
    if channel_id is None or message_id is None:
        return None
    return Message(channel_id, message_id)
