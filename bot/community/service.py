"""Acts on conferences: adding, changing, removing, aiming for one (C6).

Each locks the group, so that its list has one change at a time.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.queries import find, get, get_changeable, named
from bot.community.rules import MAX_COMING, clean_name, parse_deadline, say_moment
from bot.community.values import AddedConference, Conference, ConferenceOutcome, Moment
from bot.db import insert
from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.values import Caller, MemberCaller, OrganiserCaller
from bot.inputs.links import clean_link
from bot.inputs.text import comparable


async def add(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    name: str,
    deadline: str,
    link: str | None = None,
) -> AddedConference:
    """Add a conference, and watch it.

    One that the group has already is watched; another date or link changes it, where they may. Of
    one whose deadline is over, this is the next edition: nobody watches it yet.

    Raises:
        UserError: the name, deadline or link cannot be kept, there is no room, or the group has it
            with another date or link and they may not change that; it carries what was typed.
    """
    try:
        return await _add(session, caller, name, deadline, link)
    except UserError as error:
        error.typed = "\n\n".join(part for part in (name, deadline, link) if part) or None
        raise


async def add_for_group(
    session: AsyncSession, caller: OrganiserCaller, *, name: str, moment: Moment, link: str | None
) -> AddedConference:
    """As `add`, by an organiser for the group: nobody is named as who added it, nobody watches it.

    The group is locked already.

    Raises:
        UserError: the name cannot be kept, the deadline is over, or there is no room.
    """
    cleaned = clean_name(name)
    if moment.at <= caller.now:
        raise UserError(f"Its deadline is over: {say_moment(moment)}.")
    known = await _known_ahead(session, caller, cleaned)
    if known is None:
        made = await _create(session, caller, cleaned, moment, link, is_theirs=False)
        return AddedConference(made, ConferenceOutcome.ADDED)
    link = link or known.link
    if (moment, link) == (known.deadline, known.link):
        return AddedConference(known, ConferenceOutcome.THERE)
    kept = await _keep(session, caller.guild_id, known, moment, link)
    return AddedConference(kept, ConferenceOutcome.CHANGED)


async def move_deadline(
    session: AsyncSession, guild_id: int, conference_id: int, moment: Moment
) -> None:
    """Give a conference of the group, which is locked already, another deadline."""
    await session.execute(
        update(ConferenceRow)
        .where(ConferenceRow.guild_id == guild_id, ConferenceRow.id == conference_id)
        .values(deadline_at=moment.at, zone=moment.zone)
        .execution_options(synchronize_session=False)
    )


async def change(
    session: AsyncSession,
    caller: MemberCaller,
    conference_id: int,
    *,
    deadline: str,
    link: str | None,
) -> Conference:
    """Give a conference another deadline and link (none: it has no link then).

    Raises:
        UserError: the deadline or link cannot be kept; it carries what was typed.
        NotAllowed, NotFound: see `get_changeable`.
    """
    try:
        await groups.lock_group(session, caller.guild_id)
        found = await get_changeable(session, caller, conference_id)
        moment = parse_deadline(deadline, today=caller.today, now=caller.now)
        return await _keep(session, caller.guild_id, found, moment, clean_link(link))
    except UserError as error:
        error.typed = "\n\n".join(part for part in (deadline, link) if part) or None
        raise


async def remove(session: AsyncSession, caller: MemberCaller, conference_id: int) -> Conference:
    """Remove a conference, for everybody who watches it too.

    Raises:
        NotAllowed, NotFound: see `get_changeable`.
    """
    await groups.lock_group(session, caller.guild_id)
    gone = await get_changeable(session, caller, conference_id)
    await _delete(session, caller.guild_id, conference_id)
    return gone


async def set_watching(
    session: AsyncSession, caller: MemberCaller, conference_id: int, watching: bool
) -> Conference:
    """Aim for a conference, or no longer. Doing it twice changes nothing.

    Raises:
        NotFound: see `get`.
    """
    await groups.lock_group(session, caller.guild_id)
    return await _set_watching(session, caller, await get(session, caller, conference_id), watching)


async def toggle(session: AsyncSession, caller: MemberCaller, text: str) -> Conference:
    """Watch the conference that ``text`` means, or no longer.

    Raises:
        NotFound: see `find`.
    """
    await groups.lock_group(session, caller.guild_id)
    found = await find(session, caller, text)
    return await _set_watching(session, caller, found, not found.watched)


async def _add(
    session: AsyncSession, caller: MemberCaller, name: str, deadline: str, link: str | None
) -> AddedConference:
    await groups.lock_group(session, caller.guild_id)
    cleaned = clean_name(name)
    moment = parse_deadline(deadline, today=caller.today, now=caller.now)
    url = clean_link(link)
    known = await _known_ahead(session, caller, cleaned)
    outcome = ConferenceOutcome.THERE
    if known is None:
        known = await _create(session, caller, cleaned, moment, url, is_theirs=True)
        outcome = ConferenceOutcome.ADDED
    else:
        url = url or known.link
        if known.changeable:
            if (moment, url) != (known.deadline, known.link):
                known = await _keep(session, caller.guild_id, known, moment, url)
                outcome = ConferenceOutcome.CHANGED
        elif (moment.at, url) != (known.deadline.at, known.link):
            raise UserError(
                "The group has a conference of that name already, with another date or link. Its "
                f"deadline is {say_moment(known.deadline)}. Whoever added it can change that, or "
                "an organiser; `/conference watch` takes it as it is."
            )
    return AddedConference(await _set_watching(session, caller, known, True), outcome)


async def _known_ahead(session: AsyncSession, caller: Caller, name: str) -> Conference | None:
    """The group's conference of that name; one whose deadline is over makes room for the next."""
    known = await named(session, caller, name)
    if known is None or known.deadline.at > caller.now:
        return known
    await _delete(session, caller.guild_id, known.id)
    return None


async def _create(
    session: AsyncSession,
    caller: Caller,
    name: str,
    moment: Moment,
    link: str | None,
    *,
    is_theirs: bool,
) -> Conference:
    guild_id = caller.guild_id
    count = await session.scalar(
        select(func.count())
        .select_from(ConferenceRow)
        .where(ConferenceRow.guild_id == guild_id, ConferenceRow.deadline_at > caller.now)
    )
    if (count or 0) >= MAX_COMING:
        raise UserError(
            f"The group has {MAX_COMING} deadlines ahead, and no more fit. Remove one that nobody "
            "aims for, then add this one."
        )
    row = ConferenceRow(
        guild_id=guild_id,
        name=name,
        folded_name=comparable(name),
        deadline_at=moment.at,
        zone=moment.zone,
        link=link,
        added_at=caller.now,
    )
    session.add(row)
    await session.flush()
    if is_theirs:
        session.add(AdderRow(guild_id=guild_id, conference_id=row.id, user_id=caller.user_id))
        await session.flush()
    return Conference(
        id=row.id,
        name=name,
        deadline=moment,
        link=link,
        added_by=caller.user_id if is_theirs else None,
        watched=False,
        changeable=True,
    )


async def _keep(
    session: AsyncSession,
    guild_id: int,
    conference: Conference,
    moment: Moment,
    link: str | None,
) -> Conference:
    await session.execute(
        update(ConferenceRow)
        .where(ConferenceRow.guild_id == guild_id, ConferenceRow.id == conference.id)
        .values(deadline_at=moment.at, zone=moment.zone, link=link)
    )
    return replace(conference, deadline=moment, link=link)


async def _delete(session: AsyncSession, guild_id: int, conference_id: int) -> None:
    await session.execute(
        delete(ConferenceRow).where(
            ConferenceRow.guild_id == guild_id, ConferenceRow.id == conference_id
        )
    )


async def _set_watching(
    session: AsyncSession, caller: MemberCaller, conference: Conference, watching: bool
) -> Conference:
    if watching:
        await session.execute(
            insert(session, WatchRow)
            .values(guild_id=caller.guild_id, user_id=caller.user_id, conference_id=conference.id)
            .on_conflict_do_nothing()
        )
    else:
        await session.execute(
            delete(WatchRow).where(
                WatchRow.guild_id == caller.guild_id,
                WatchRow.user_id == caller.user_id,
                WatchRow.conference_id == conference.id,
            )
        )
    return replace(conference, watched=watching)
