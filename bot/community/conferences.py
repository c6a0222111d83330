"""What conferences a group has, and which deadlines a member aims for (C6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.rules import Moment
from bot.errors import NotFound
from bot.groups import service as groups
from bot.milestones.search import pick

# Whoever looks at their dates asks for these: built once, plain rows.
_CONFERENCES, _WATCHES = ConferenceRow.__table__, WatchRow.__table__
_WATCHED = (
    select(_CONFERENCES.c.name, _CONFERENCES.c.deadline_at, _CONFERENCES.c.link, _CONFERENCES.c.id)
    .join(
        _WATCHES,
        and_(
            _WATCHES.c.guild_id == _CONFERENCES.c.guild_id,
            _WATCHES.c.conference_id == _CONFERENCES.c.id,
        ),
    )
    .where(
        _WATCHES.c.guild_id == bindparam("guild_id"),
        _WATCHES.c.user_id == bindparam("user_id"),
        _CONFERENCES.c.deadline_at > bindparam("now"),
    )
    .order_by(_CONFERENCES.c.deadline_at, _CONFERENCES.c.id)
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A coming deadline that a member aims for; ``at`` is an instant (UTC).

    ``id`` is the conference's, which it keeps when its deadline moves.
    """

    name: str
    at: datetime
    link: str | None
    id: int


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference of the group, as one member sees it.

    ``added_by`` is None once whoever added it is gone; ``watched`` tells whether this member aims
    for it.
    """

    id: int
    name: str
    deadline: Moment
    link: str | None
    added_by: int | None
    watched: bool

    def changeable_by(self, user_id: int, *, organiser: bool) -> bool:
        """Whether they may change or remove it: whoever added it, and organisers."""
        return organiser or user_id == self.added_by


async def coming(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> list[Conference]:
    """The conferences whose deadlines are ahead, nearest first.

    Raises:
        NotSetUp: they are not in the group.
    """
    await groups.get_member(session, guild_id, user_id)
    rows = await session.execute(
        _seen_by(guild_id, user_id)
        .where(ConferenceRow.deadline_at > now)
        .order_by(ConferenceRow.deadline_at, ConferenceRow.id)
    )
    return [_conference(row) for row in rows]


async def watched(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> tuple[Deadline, ...]:
    """The coming deadlines that a member watches, nearest first; none for anybody else."""
    connection = await session.connection()
    asked = {"guild_id": guild_id, "user_id": user_id, "now": now}
    return tuple(Deadline(*row) for row in (await connection.execute(_WATCHED, asked)).all())


async def get(
    session: AsyncSession, guild_id: int, user_id: int, conference_id: int, *, now: datetime
) -> Conference:
    """A conference whose deadline is ahead.

    Raises:
        NotFound: the group has none such, or its deadline is over.
        NotSetUp: they are not in the group.
    """
    await groups.get_member(session, guild_id, user_id)
    row = (
        await session.execute(
            _seen_by(guild_id, user_id).where(
                ConferenceRow.id == conference_id, ConferenceRow.deadline_at > now
            )
        )
    ).one_or_none()
    if row is None:
        raise _not_there()
    return _conference(row)


async def find(
    session: AsyncSession, guild_id: int, user_id: int, text: str, *, now: datetime
) -> Conference:
    """The coming conference that ``text`` means: its id, its name, or a part that only one has.

    Raises:
        NotFound: none, or several.
        NotSetUp: they are not in the group.
    """
    by_id = {str(each.id): each for each in await coming(session, guild_id, user_id, now=now)}
    meant = text if text in by_id else pick([(key, c.name) for key, c in by_id.items()], text)
    if meant is None:
        raise _not_there()
    return by_id[meant]


async def named(session: AsyncSession, guild_id: int, user_id: int, name: str) -> Conference | None:
    """The group's conference of that name, whatever its case and deadline; None: it has none."""
    row = (
        await session.execute(
            _seen_by(guild_id, user_id).where(ConferenceRow.folded_name == name.casefold())
        )
    ).one_or_none()
    return None if row is None else _conference(row)


def _seen_by(guild_id: int, user_id: int) -> Select[*tuple[Any, ...]]:
    """The group's conferences, with who added each and whether the person watches it."""
    adder_is_its = and_(
        AdderRow.guild_id == ConferenceRow.guild_id, AdderRow.conference_id == ConferenceRow.id
    )
    watch_is_theirs = and_(
        WatchRow.guild_id == ConferenceRow.guild_id,
        WatchRow.conference_id == ConferenceRow.id,
        WatchRow.user_id == user_id,
    )
    return (
        select(
            ConferenceRow.id,
            ConferenceRow.name,
            ConferenceRow.deadline_at,
            ConferenceRow.zone,
            ConferenceRow.link,
            AdderRow.user_id.label("added_by"),
            WatchRow.user_id.is_not(None).label("watched"),
        )
        .outerjoin(AdderRow, adder_is_its)
        .outerjoin(WatchRow, watch_is_theirs)
        .where(ConferenceRow.guild_id == guild_id)
    )


def _conference(row: Row[Any]) -> Conference:
    return Conference(
        id=row.id,
        name=row.name,
        deadline=Moment(row.deadline_at, row.zone),
        link=row.link,
        added_by=row.added_by,
        watched=bool(row.watched),
    )


def _not_there() -> NotFound:
    return NotFound(
        "I do not find that conference here; its deadline may be over. `/conference list` shows "
        "what is ahead."
    )
