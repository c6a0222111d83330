"""What a speaker does with their talk: propose it, change it, withdraw it (C5)."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, UserError
from bot.groups.values import MemberCaller
from bot.inputs.links import clean_link
from bot.talks import queries, rules
from bot.talks.models import TalkRow
from bot.talks.values import Talk


async def propose(
    session: AsyncSession, caller: MemberCaller, *, title: str, about: str, minutes: str
) -> Talk:
    """Propose a talk; it waits for an evening.

    Raises:
        UserError: something cannot be kept, or too many wait; it carries what was typed.
    """
    try:
        fields = {
            "title": rules.clean_title(title),
            "about": rules.clean_about(about),
            "minutes": rules.read_minutes(minutes),
        }
        await _check_room(session, caller)
    except UserError as error:
        error.typed = "\n\n".join(each for each in (title, about) if each) or None
        raise
    row = TalkRow(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        proposed_at=caller.now,
        position=0,
        has_result=False,
        **fields,
    )
    session.add(row)
    await session.flush()
    return await queries.get(session, caller, row.id)


async def change(
    session: AsyncSession,
    caller: MemberCaller,
    talk_id: int,
    *,
    title: str,
    about: str,
    minutes: str,
    slides: str,
    recording: str,
) -> Talk:
    """Let a talk of the caller's say something else; empty links are taken away.

    Raises:
        NotFound, NotAllowed: there is none such, or it is not theirs.
        UserError: something cannot be kept; it carries what was typed.
    """
    row = await _own(session, caller, talk_id)
    try:
        kept = (
            rules.clean_title(title),
            rules.clean_about(about),
            rules.read_minutes(minutes),
            clean_link(slides),
            clean_link(recording),
        )
    except UserError as error:
        error.typed = "\n\n".join(each for each in (title, about, slides, recording) if each)
        raise
    row.title, row.about, row.minutes, row.slides, row.recording = kept
    await session.flush()
    return await queries.get(session, caller, talk_id)


async def withdraw(session: AsyncSession, caller: MemberCaller, talk_id: int) -> Talk:
    """Take back a talk that was not held.

    Raises:
        NotFound, NotAllowed: there is none such, or it is not theirs.
        UserError: its evening has begun.
    """
    gone = await own_talk(session, caller, talk_id)
    if gone.has_begun(caller.now):
        raise UserError("Its evening has begun, so it stays. You can still change its words.")
    await session.execute(
        delete(TalkRow).where(TalkRow.guild_id == caller.guild_id, TalkRow.id == talk_id)
    )
    return gone


async def own_talk(session: AsyncSession, caller: MemberCaller, talk_id: int) -> Talk:
    """A talk that is the caller's.

    Raises:
        NotFound: the group has none such.
        NotAllowed: it is somebody else's.
    """
    found = await queries.get(session, caller, talk_id)
    if found.speaker_id != caller.user_id:
        raise NotAllowed(f"That talk is <@{found.speaker_id}>'s; only they can do this.")
    return found


async def _own(session: AsyncSession, caller: MemberCaller, talk_id: int) -> TalkRow:
    await own_talk(session, caller, talk_id)
    found = await session.scalars(
        select(TalkRow)
        .where(TalkRow.guild_id == caller.guild_id, TalkRow.id == talk_id)
        .execution_options(populate_existing=True)
    )
    return found.one()


async def _check_room(session: AsyncSession, caller: MemberCaller) -> None:
    waiting = await queries.waiting(session, caller.guild_id)
    if sum(each.speaker_id == caller.user_id for each in waiting) >= rules.MOST_WAITING:
        raise UserError(
            f"You have {rules.MOST_WAITING} proposals waiting, and no more fit. Withdraw one in "
            "`/talk list`, then propose this one."
        )
