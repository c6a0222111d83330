"""Use cases that change conferences: adding, changing, removing, aiming for one (C6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.conferences import Conference, find, get, named
from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.rules import MAX_COMING, Moment, clean_name, parse_deadline, say_moment
from bot.db import insert
from bot.errors import NotAllowed, UserError
from bot.groups import service as groups
from bot.inputs.links import clean_link


class Outcome(StrEnum):
    """What adding a conference did."""

    ADDED = "added"
    CHANGED = "changed"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Added:
    """A conference after it was added, and whether it is new, changed, or was there already."""

    conference: Conference
    outcome: Outcome


def check_changeable(conference: Conference, user_id: int, *, organiser: bool) -> None:
    """Let whoever added it pass, and organisers.

    Raises:
        NotAllowed: they are neither.
    """
    if conference.changeable_by(user_id, organiser=organiser):
        return
    if conference.added_by is None:
        raise NotAllowed("Whoever added that one is gone; only organisers can change it now.")
    raise NotAllowed(
        f"<@{conference.added_by}> added that one. They can change or remove it, or an organiser "
        "can."
    )


async def add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    name: str,
    deadline: str,
    link: str | None = None,
    organiser: bool = False,
    now: datetime,
) -> Added:
    """Add a conference, and watch it.

    One that the group has already is watched; another date or link changes it, where they may. Of
    one whose deadline is over, this is the next edition: nobody watches it yet.

    Raises:
        UserError: the name, deadline or link cannot be kept, there is no room, or the group has it
            with another date or link and they may not change that; it carries what was typed.
        NotSetUp: they are not in the group.
    """
    try:
        return await _add(session, guild_id, user_id, name, deadline, link, organiser, now)
    except UserError as error:
        error.typed = "\n\n".join(part for part in (name, deadline, link) if part) or None
        raise


async def change(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    conference_id: int,
    *,
    deadline: str,
    link: str | None,
    organiser: bool,
    now: datetime,
) -> Conference:
    """Give a conference another deadline and link (none: it has no link then).

    Raises:
        UserError: the deadline or link cannot be kept; it carries what was typed.
        NotAllowed: somebody else added it, and they are no organiser.
        NotFound, NotSetUp: see `get`.
    """
    try:
        await _lock_mine(session, guild_id, user_id, conference_id, organiser, now)
        member = await groups.get_member(session, guild_id, user_id)
        moment = parse_deadline(deadline, today=member.today(now), now=now)
        await _keep(session, guild_id, conference_id, moment, clean_link(link))
    except UserError as error:
        error.typed = "\n\n".join(part for part in (deadline, link) if part) or None
        raise
    return await get(session, guild_id, user_id, conference_id, now=now)


async def remove(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    conference_id: int,
    *,
    organiser: bool,
    now: datetime,
) -> Conference:
    """Remove a conference, for everybody who watches it too. Raises as `change` does."""
    gone = await _lock_mine(session, guild_id, user_id, conference_id, organiser, now)
    await _delete(session, guild_id, conference_id)
    return gone


async def set_watching(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    conference_id: int,
    watching: bool,
    *,
    now: datetime,
) -> Conference:
    """Aim for a conference, or no longer. Doing it twice changes nothing.

    Raises:
        NotFound, NotSetUp: see `get`.
    """
    await groups.lock_group(session, guild_id)
    await get(session, guild_id, user_id, conference_id, now=now)
    if watching:
        await _watch(session, guild_id, user_id, conference_id)
    else:
        await session.execute(
            delete(WatchRow).where(
                WatchRow.guild_id == guild_id,
                WatchRow.user_id == user_id,
                WatchRow.conference_id == conference_id,
            )
        )
    return await get(session, guild_id, user_id, conference_id, now=now)


async def toggle(
    session: AsyncSession, guild_id: int, user_id: int, text: str, *, now: datetime
) -> Conference:
    """Watch the conference that ``text`` means, or no longer.

    Raises:
        NotFound: see `find`.
        NotSetUp: they are not in the group.
    """
    found = await find(session, guild_id, user_id, text, now=now)
    return await set_watching(session, guild_id, user_id, found.id, not found.watched, now=now)


async def _add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    name: str,
    deadline: str,
    link: str | None,
    organiser: bool,
    now: datetime,
) -> Added:
    await groups.lock_group(session, guild_id)
    member = await groups.get_member(session, guild_id, user_id)
    cleaned = clean_name(name)
    moment = parse_deadline(deadline, today=member.today(now), now=now)
    url = clean_link(link)
    known = await named(session, guild_id, user_id, cleaned)
    if known is not None and known.deadline.at <= now:
        await _delete(session, guild_id, known.id)
        known = None
    if known is None:
        conference_id = await _create(session, guild_id, user_id, cleaned, moment, url, now)
        outcome = Outcome.ADDED
    else:
        conference_id, outcome = known.id, Outcome.THERE
        url = url or known.link
        if known.changeable_by(user_id, organiser=organiser):
            if (moment, url) != (known.deadline, known.link):
                await _keep(session, guild_id, conference_id, moment, url)
                outcome = Outcome.CHANGED
        elif (moment.at, url) != (known.deadline.at, known.link):
            raise UserError(
                "The group has a conference of that name already, with another date or link. Its "
                f"deadline is {say_moment(known.deadline)}. Whoever added it can change that, or "
                "an organiser; `/conference watch` takes it as it is."
            )
    await _watch(session, guild_id, user_id, conference_id)
    return Added(await get(session, guild_id, user_id, conference_id, now=now), outcome)


async def _create(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    name: str,
    moment: Moment,
    link: str | None,
    now: datetime,
) -> int:
    count = await session.scalar(
        select(func.count())
        .select_from(ConferenceRow)
        .where(ConferenceRow.guild_id == guild_id, ConferenceRow.deadline_at > now)
    )
    if (count or 0) >= MAX_COMING:
        raise UserError(
            f"The group has {MAX_COMING} deadlines ahead, and no more fit. Remove one that nobody "
            "aims for, then add this one."
        )
    row = ConferenceRow(
        guild_id=guild_id,
        name=name,
        folded_name=name.casefold(),
        deadline_at=moment.at,
        zone=moment.zone,
        link=link,
        added_at=now,
    )
    session.add(row)
    await session.flush()
    session.add(AdderRow(guild_id=guild_id, conference_id=row.id, user_id=user_id))
    await session.flush()
    return row.id


async def _keep(
    session: AsyncSession, guild_id: int, conference_id: int, moment: Moment, link: str | None
) -> None:
    await session.execute(
        update(ConferenceRow)
        .where(ConferenceRow.guild_id == guild_id, ConferenceRow.id == conference_id)
        .values(deadline_at=moment.at, zone=moment.zone, link=link)
    )


async def _delete(session: AsyncSession, guild_id: int, conference_id: int) -> None:
    await session.execute(
        delete(ConferenceRow).where(
            ConferenceRow.guild_id == guild_id, ConferenceRow.id == conference_id
        )
    )


async def _watch(session: AsyncSession, guild_id: int, user_id: int, conference_id: int) -> None:
    await session.execute(
        insert(session, WatchRow)
        .values(guild_id=guild_id, user_id=user_id, conference_id=conference_id)
        .on_conflict_do_nothing()
    )


async def _lock_mine(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    conference_id: int,
    organiser: bool,
    now: datetime,
) -> Conference:
    """The conference, which they may change; others who change the group's wait their turn."""
    await groups.lock_group(session, guild_id)
    found = await get(session, guild_id, user_id, conference_id, now=now)
    check_changeable(found, user_id, organiser=organiser)
    return found
