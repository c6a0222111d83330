"""How a talk that was held stands with its speaker's plan: counted there by their press (P11)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.errors import UserError
from bot.groups.values import Member, MemberCaller
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counted_at, counting
from bot.scheduling import local_date
from bot.sessions.models import MeetingRow
from bot.talks import rules, service
from bot.talks.models import TalkRow
from bot.talks.values import Talk, TalkCount


async def count_of(session: AsyncSession, caller: MemberCaller, talk: Talk) -> TalkCount | None:
    """How a talk of the caller's stands with the milestone that the plan names for talks.

    None: it was not held yet, or the plan names none; nothing is guessed from a title then.
    """
    if not talk.is_held or talk.starts_at is None:
        return None
    item = counting((await my_board(session, caller)).items, "talks")
    if item is None:
        return None
    counted = await _counted(session, caller, talk.id)
    held_on = local_date(talk.starts_at, caller.member.zone)
    return rules.count_on(item, held_on, counted)


async def count(session: AsyncSession, caller: MemberCaller, talk_id: int, number: int) -> Talk:
    """Count a talk at the milestone that the plan names, with its recording or slides as the link.

    ``number`` is the milestone's last change that was seen: when another came since, or the talk is
    counted, nothing happens.

    Raises:
        NotFound, NotAllowed: there is no such talk, or it is not theirs.
        UserError: it was not held, or the plan asks for no (further) talk now.
    """
    row = await session.scalar(
        select(TalkRow)
        .where(TalkRow.guild_id == caller.guild_id, TalkRow.id == talk_id)
        .with_for_update()
    )
    talk = await service.own_talk(session, caller, talk_id)
    found = await count_of(session, caller, talk)
    if found is not None and found.is_counted:
        return talk
    if row is None or found is None or not found.takes_it:
        raise UserError(
            "That talk does not count now: it was not held yet, or the plan asks for none. "
            "`/milestone done` marks any milestone, with a link."
        )
    link, note = talk.recording or talk.slides, f"Talk: {talk.title}"
    outcome = await milestones.finish(
        session, caller, found.item.id, link=link, note=note, number=number
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return talk


async def achievements(session: AsyncSession, member: Member) -> list[Achievement]:
    """The talks that a member has given, the oldest first, with what counted them (U1)."""
    rows = await session.execute(
        select(
            TalkRow.title,
            TalkRow.recording,
            TalkRow.slides,
            TalkRow.counted_as,
            TalkRow.counted_number,
            MeetingRow.starts_at,
        )
        .join(
            MeetingRow,
            (MeetingRow.guild_id == TalkRow.guild_id) & (MeetingRow.id == TalkRow.meeting_id),
        )
        .where(
            TalkRow.guild_id == member.guild_id,
            TalkRow.user_id == member.user_id,
            MeetingRow.ended_at.is_not(None),
            MeetingRow.is_cancelled.is_(False),
        )
        .order_by(MeetingRow.starts_at, TalkRow.id)
    )
    return [
        Achievement(
            kind="talk",
            counts="talks",
            title=row.title,
            day=local_date(row.starts_at, member.zone),
            link=row.recording or row.slides,
            counted=counted_at(row.counted_as, row.counted_number),
        )
        for row in rows
    ]


async def _counted(
    session: AsyncSession, caller: MemberCaller, talk_id: int
) -> tuple[str, int] | None:
    found = await session.execute(
        select(TalkRow.counted_as, TalkRow.counted_number).where(
            TalkRow.guild_id == caller.guild_id, TalkRow.id == talk_id
        )
    )
    row = found.one()
    return counted_at(row.counted_as, row.counted_number)
