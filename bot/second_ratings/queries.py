"""Reads of second ratings: by who asked, and by who was asked, each what is theirs to see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency.queries import ratings_of
from bot.competency.rules import parts
from bot.errors import NotFound, UserError
from bot.groups.models import is_of_member_here
from bot.groups.queries import find_member
from bot.groups.values import Member, MemberCaller
from bot.reminders.values import ReminderKey
from bot.second_ratings.models import SecondLevelRow, SecondRatingRow
from bot.second_ratings.values import KIND, Comparison, Request, Second

_ASKED, _GIVEN = "asked", "given"


async def comparison(
    session: AsyncSession, caller: MemberCaller, number: int | None = None
) -> Comparison:
    """A finished rating of the caller with its second one, and what others ask them for.

    Without ``number`` it is the latest; one that has no second rating is the latest or none.

    Raises:
        NotFound: there is none with this number, or nobody was asked about it.
    """
    finished = [each for each in await ratings_of(session, caller.member) if each.finished_on]
    of_caller = SecondRatingRow.user_id == caller.user_id
    seconds = {each.number: each for each in await _seconds(session, caller.guild_id, of_caller)}
    shown = [each for each in finished if each.number in seconds or each is finished[-1]]
    asked = await asked_of(session, caller.member)
    if not shown and number is None:
        return Comparison(None, None, asked)
    places = {each.number: place for place, each in enumerate(shown)}
    place = len(shown) - 1 if number is None else places.get(number)
    if place is None:
        raise NotFound(
            "I do not find a second rating of that one. `/competency compare` has your latest."
        )
    rating = shown[place]
    second = seconds.get(rating.number)
    if second is not None:
        second = await _with_levels(session, caller.guild_id, second)
    return Comparison(
        rating,
        second,
        asked,
        earlier=shown[place - 1].number if place else None,
        later=shown[place + 1].number if place + 1 < len(shown) else None,
    )


async def asked_of(session: AsyncSession, member: Member) -> tuple[Second, ...]:
    """What members who are here ask this one for and was not declined.

    What waits comes first, the oldest leading; then what was given, the newest leading.
    """
    found = await _seconds(
        session,
        member.guild_id,
        SecondRatingRow.mentor_id == member.user_id,
        SecondRatingRow.accepted.is_not(False),
        _rated_is_here(),
    )
    waiting = [each for each in found if not each.is_given]
    return (*waiting, *(each for each in reversed(found) if each.is_given))


async def request(session: AsyncSession, caller: MemberCaller, second_id: int) -> Request:
    """What the caller was asked for; without the member's levels until theirs are given.

    Raises:
        NotFound: nobody asks them for that (any more).
    """
    found = await _seconds(
        session,
        caller.guild_id,
        SecondRatingRow.id == second_id,
        SecondRatingRow.mentor_id == caller.user_id,
        SecondRatingRow.accepted.is_not(False),
        _rated_is_here(),
    )
    second = await _with_levels(session, caller.guild_id, found[0]) if found else None
    rated = None if second is None else await find_member(session, caller.guild_id, second.user_id)
    if second is None or rated is None:
        raise no_request()
    ratings = await ratings_of(session, rated)
    rating = next(each for each in ratings if each.number == second.number)
    return Request(second, rating.quarter, rating.axes, rating.levels if second.is_given else ())


async def open_request(
    session: AsyncSession, caller: MemberCaller, second_id: int, part: int
) -> Request:
    """As `request`, of which this part of the axes can be rated now.

    Raises:
        NotFound: as `request`.
        UserError: it was not accepted, is given already, or has no such part.
    """
    found = await request(session, caller, second_id)
    if not found.second.accepted:
        raise UserError("Accept it first; then the forms open.")
    if found.second.is_given:
        raise UserError("It is given already, and stays so now that you have seen theirs.")
    if not 0 <= part < len(parts(found.axes)):
        raise UserError("I do not find those axes. `/competency compare` leads to them.")
    return found


def no_request() -> NotFound:
    """What is said where nobody asks somebody for a second rating (any more)."""
    return NotFound(
        "Nobody asks you for that second rating any more. `/competency compare` shows what you are "
        "asked for."
    )


async def to_name(
    session: AsyncSession, member: Member, sent: Collection[ReminderKey], now: datetime
) -> list[tuple[ReminderKey, Second]]:
    """What a message to a member is to name, each once: who asks them, and what they were given."""
    today = member.today(now)
    mine = await _seconds(
        session,
        member.guild_id,
        (SecondRatingRow.mentor_id == member.user_id) | (SecondRatingRow.user_id == member.user_id),
        SecondRatingRow.accepted.is_not(False),
        _rated_is_here(),
    )
    known = {(key.thing_id, key.stage) for key in sent if key.kind == KIND}
    found = []
    for each in mine:
        stage = _ASKED if each.mentor_id == member.user_id else _GIVEN
        is_due = not each.is_given if stage == _ASKED else each.is_given
        if is_due and (str(each.id), stage) not in known:
            found.append((ReminderKey(KIND, str(each.id), today, stage), each))
    return found


async def named(
    session: AsyncSession, member: Member, keys: Collection[ReminderKey]
) -> list[tuple[ReminderKey, Second]]:
    """Those of these that the member may still see, as they stand now."""
    ids = {int(key.thing_id) for key in keys}
    found = {
        each.id: each
        for each in await _seconds(
            session,
            member.guild_id,
            SecondRatingRow.id.in_(ids),
            (SecondRatingRow.mentor_id == member.user_id)
            | (SecondRatingRow.user_id == member.user_id),
            _rated_is_here(),
        )
    }
    return [(key, found[int(key.thing_id)]) for key in keys if int(key.thing_id) in found]


async def _seconds(
    session: AsyncSession, guild_id: int, *where: ColumnElement[bool]
) -> list[Second]:
    """Second ratings, without their levels, the oldest first."""
    mentor_is_here = exists().where(
        is_of_member_here(SecondRatingRow.guild_id, SecondRatingRow.mentor_id)
    )
    rows = await session.execute(
        select(
            SecondRatingRow.id,
            SecondRatingRow.user_id,
            SecondRatingRow.number,
            SecondRatingRow.mentor_id,
            SecondRatingRow.accepted,
            SecondRatingRow.finished_on,
            mentor_is_here,
        )
        .where(SecondRatingRow.guild_id == guild_id, *where)
        .order_by(SecondRatingRow.id)
    )
    return [Second(*row[:6], levels={}, mentor_is_here=row[6]) for row in rows]


async def _with_levels(session: AsyncSession, guild_id: int, second: Second) -> Second:
    rows = await session.execute(
        select(SecondLevelRow.axis, SecondLevelRow.level).where(
            SecondLevelRow.guild_id == guild_id, SecondLevelRow.second_id == second.id
        )
    )
    return replace(second, levels={row.axis: row.level for row in rows})


def _rated_is_here() -> ColumnElement[bool]:
    """Whether whoever asked is in the group; who is not shows nothing."""
    return exists().where(is_of_member_here(SecondRatingRow.guild_id, SecondRatingRow.user_id))
