"""Feedback on talks: given once, to the speaker alone, anonymous unless it is signed (C5, W2).

Nothing leads from a member to anonymous feedback: that somebody gave some is a row of its own, and
all rows of both kinds are written in one transaction with each further one, in random order. What
came is shown once feedback has closed, if it is enough, and never changes after: two states of it
would tell what one listener said. What is not enough is removed unseen.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert as insert_or_change
from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.queries import find_group
from bot.groups.values import Member, MemberCaller
from bot.scheduling import Delivery, DeliveryFailure, NothingToSend, NotYet, put_now
from bot.sessions.models import MeetingRow
from bot.sessions.queries import get_meeting
from bot.talks import counts, queries, rules, service
from bot.talks.closing import close_later, remove_unseen
from bot.talks.models import FeedbackMarkRow, FeedbackRow, SignedFeedbackRow, TalkRow
from bot.talks.values import (
    RESULT,
    Feedback,
    FeedbackResult,
    OwnTalk,
    Signed,
    Talk,
)

_CHANCE = secrets.SystemRandom()
_ID_BITS = 62
_FIELDS = ("listener", "clarity", "impact", "keep")


async def check_taken(session: AsyncSession, caller: MemberCaller, talk_id: int) -> Talk:
    """A talk on which the caller can give feedback now.

    Raises:
        NotFound: the group has no such talk.
        UserError: it is their own, has not begun, they gave some, or it is taken no more.
    """
    talk = await queries.get(session, caller, talk_id)
    if talk.speaker_id == caller.user_id:
        raise UserError("That talk is your own. Its feedback is shown to you here once it is in.")
    if talk.ends_at is None or not talk.has_begun(caller.now):
        raise UserError("Feedback is taken from the beginning of the evening on.")
    if talk.is_closed or caller.now >= rules.taken_until(talk.ends_at):
        raise UserError("Feedback on that talk is closed: it was taken for a week.")
    if await queries.answered(session, caller, [talk_id], tables=(FeedbackMarkRow,)):
        raise UserError("You gave feedback on that talk, and it went to its speaker. Thank you.")
    return talk


async def give(
    session: AsyncSession, caller: MemberCaller, talk_id: int, given: Feedback, *, signed: bool
) -> tuple[Talk, bool]:
    """Give feedback, once; ``signed`` shows the speaker who gave it, and says whether it is.

    What was signed can be changed, and stays signed: the speaker has seen whose it is. All that
    others gave is written anew, so the group is locked: none of them is forgotten meanwhile.

    Raises: as `check_taken`; it carries what was typed.
    """
    group = await groups.lock_group(session, caller.guild_id)
    await _lock(session, caller.guild_id, talk_id)
    try:
        talk = await check_taken(session, caller, talk_id)
    except UserError as error:
        error.typed = given.keep
        raise
    key = {"guild_id": caller.guild_id, "talk_id": talk_id}
    said = {name: getattr(given, name) for name in _FIELDS}
    signed = signed or bool(
        await queries.answered(session, caller, [talk_id], tables=(SignedFeedbackRow,))
    )
    if signed:
        theirs = {**key, "user_id": caller.user_id}
        await session.execute(
            insert_or_change(session, SignedFeedbackRow)
            .values(**theirs, **said)
            .on_conflict_do_update(index_elements=list(theirs), set_=said)
        )
    else:
        await _write_anew(session, key, said, caller.user_id)
        # An evening that was moved to an earlier time closes earlier too.
        assert talk.meeting_id is not None, "it has begun"
        assert talk.ends_at is not None, "it has begun"
        await close_later(session, group, talk.meeting_id, talk.ends_at, caller.now)
    return talk, signed


async def own_talk(session: AsyncSession, caller: MemberCaller, talk_id: int) -> OwnTalk:
    """A talk of the caller's own, with its feedback and what it counts towards, if anything.

    Raises:
        NotFound, NotAllowed: there is none such, or it is not theirs.
    """
    talk = await service.own_talk(session, caller, talk_id)
    key = {"guild_id": caller.guild_id, "talk_id": talk_id}
    result = await _result(session, key) if talk.has_result else None
    count = await counts.count_of(session, caller, talk)
    return OwnTalk(talk, result, await _signed(session, key), count)


async def close(session: AsyncSession, delivery: Delivery, *, now: datetime) -> None:
    """Close the feedback on an evening's talks, and let each speaker know who has some.

    An evening that was moved since is waited for; of one that was called off nothing is shown, and
    its talks wait for another. The group is locked: no speaker is forgotten meanwhile.
    """
    guild_id, meeting_id = delivery.guild_id, int(delivery.subject.partition(":")[0])
    if await find_group(session, guild_id) is None:
        return
    group = await groups.lock_group(session, guild_id)
    meeting = await get_meeting(session, guild_id, meeting_id)
    if not meeting.is_cancelled and now < rules.taken_until(meeting.ends_at):
        number = int(delivery.subject.partition(":")[2])
        ends_at = meeting.ends_at
        await close_later(session, group, meeting_id, ends_at, now, number=number + 1)
        return
    rows = await session.scalars(
        select(TalkRow)
        .where(
            TalkRow.guild_id == guild_id,
            TalkRow.meeting_id == meeting_id,
            TalkRow.closed_at.is_(None),
        )
        .order_by(TalkRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in rows.all():
        if meeting.is_cancelled:
            await remove_unseen(session, guild_id, row.id)
            continue
        row.has_result = await _settle(session, row)
        row.closed_at = now
        await session.flush()
        if row.has_result:
            await put_now(
                session,
                guild_id,
                kind=RESULT,
                zone=group.zone,
                now=now,
                user_id=row.user_id,
                subject=str(row.id),
            )


async def reopen_early_closed(session: AsyncSession, now: datetime) -> None:
    """Let feedback be taken on that a clock which stood ahead has closed before its time.

    What was shown to the speaker counts: it never changes after.
    """
    rows = await session.execute(
        select(TalkRow, MeetingRow.ends_at)
        .join(
            MeetingRow,
            (MeetingRow.guild_id == TalkRow.guild_id) & (MeetingRow.id == TalkRow.meeting_id),
        )
        .where(TalkRow.closed_at > now, TalkRow.has_result.is_(False))
        .order_by(TalkRow.id)
        .with_for_update(of=TalkRow)
        .execution_options(populate_existing=True)
    )
    for row, ends_at in rows.all():
        row.closed_at = None if rules.taken_until(ends_at) > now else now


async def close_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Feedback closes also where nothing ran for long."""
    await close(session, failure.delivery, now=now)


@dataclass(frozen=True, slots=True)
class ResultMessage:
    """That feedback on a talk is in, for its speaker."""

    member: Member
    talk: Talk


async def result_to_send(
    session: AsyncSession, delivery: Delivery, *, now: datetime
) -> ResultMessage:
    """What a speaker is told.

    Raises:
        NothingToSend: they are gone, stopped messages or rest, or the talk is gone.
        NotYet: they have quiet hours.
    """
    assert delivery.user_id is not None, "a talk is a member's"
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id)
        talk = await queries.get_talk(session, delivery.guild_id, int(delivery.subject))
    except UserError as error:
        raise NothingToSend from error
    if member.prompts_stopped or member.paused(now):
        raise NothingToSend
    at = member.after_quiet(now)
    if at > now:
        raise NotYet(at - now)
    return ResultMessage(member, talk)


async def _settle(session: AsyncSession, row: TalkRow) -> bool:
    """Remove who gave feedback, and what they said where it is too few; says whether it stays.

    Those of people who are here count as people.
    """
    key = {"guild_id": row.guild_id, "talk_id": row.id}
    here = await session.scalars(
        select(FeedbackMarkRow.user_id)
        .join(MemberRow, is_of_member_here(FeedbackMarkRow.guild_id, FeedbackMarkRow.user_id))
        .where(*_of(FeedbackMarkRow, key))
    )
    people = len(here.all())
    await _remove(session, FeedbackMarkRow, key)
    if rules.is_enough(people):
        return True
    await _remove(session, FeedbackRow, key)
    return False


async def _result(session: AsyncSession, key: dict[str, int]) -> FeedbackResult | None:
    rows = await session.execute(
        select(*(getattr(FeedbackRow, name) for name in _FIELDS))
        .where(*_of(FeedbackRow, key))
        .order_by(FeedbackRow.id)
    )
    return rules.result_of([Feedback(*row) for row in rows])


async def _signed(session: AsyncSession, key: dict[str, int]) -> tuple[Signed, ...]:
    rows = await session.execute(
        select(SignedFeedbackRow.user_id, *(getattr(SignedFeedbackRow, name) for name in _FIELDS))
        .where(*_of(SignedFeedbackRow, key))
        .order_by(SignedFeedbackRow.user_id)
    )
    return tuple(Signed(user_id, Feedback(*said)) for user_id, *said in rows)


async def _lock(session: AsyncSession, guild_id: int, talk_id: int) -> None:
    """Let other feedback on a talk, and its closing, wait until the transaction ends."""
    await session.execute(
        select(TalkRow.id)
        .where(TalkRow.guild_id == guild_id, TalkRow.id == talk_id)
        .with_for_update()
    )


async def _write_anew(
    session: AsyncSession, key: dict[str, int], said: dict[str, Any], user_id: int
) -> None:
    """Add feedback, and write all of the talk's in random order, and who gave some."""
    columns = [getattr(FeedbackRow, name) for name in _FIELDS]
    stored = [
        dict(zip(_FIELDS, row, strict=True))
        for row in await _remove(session, FeedbackRow, key, *columns)
    ]
    people = {
        row[0] for row in await _remove(session, FeedbackMarkRow, key, FeedbackMarkRow.user_id)
    }
    rows = [{**key, "id": secrets.randbits(_ID_BITS) + 1, **each} for each in (*stored, said)]
    _CHANCE.shuffle(rows)
    await session.execute(insert(FeedbackRow), rows)
    marks = [{**key, "user_id": each} for each in {*people, user_id}]
    _CHANCE.shuffle(marks)
    await session.execute(insert(FeedbackMarkRow), marks)


async def _remove(
    session: AsyncSession, table: Any, key: dict[str, int], *columns: Any
) -> list[Any]:
    """Remove the table's rows of a talk; gives what stood in these columns."""
    gone = await session.execute(
        delete(table)
        .where(*_of(table, key))
        .returning(*(columns or (table.talk_id,)))
        .execution_options(synchronize_session=False)
    )
    return list(gone.all())


def _of(table: Any, key: dict[str, int]) -> tuple[Any, ...]:
    return tuple(getattr(table, name) == value for name, value in key.items())
