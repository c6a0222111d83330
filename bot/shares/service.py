"""Use cases of shares: log one, change it, release it, take it back, count it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import queries as groups
from bot.groups.values import MemberCaller
from bot.inputs.links import address_key
from bot.milestones import service as milestones
from bot.releases import Release, keep_trouble, posted_release, take_down_posts
from bot.scheduling import DeliveryFailure, put_now, put_take_down
from bot.shares import queries
from bot.shares.models import ShareRow
from bot.shares.rules import MAX_SHARES, share_text
from bot.shares.values import POST, TAKE_DOWN, MyShare, Share, ShareText


async def log(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    kind: str,
    title: str,
    link: str,
    day: str,
    audience: str,
) -> MyShare:
    """Log a share, for the caller alone. One with the same link is the same: it is brought up.

    Raises:
        UserError: something cannot be kept, or they have too many; it carries what was typed.
    """
    text = _read(caller, kind=kind, title=title, link=link, day=day, audience=audience)
    theirs = (ShareRow.guild_id == caller.guild_id, ShareRow.user_id == caller.user_id)
    row = await session.scalar(
        select(ShareRow).where(*theirs, ShareRow.link_key == address_key(text.link))
    )
    was_there = row is not None
    if row is None:
        count = await session.scalar(select(func.count()).select_from(ShareRow).where(*theirs))
        if (count or 0) >= MAX_SHARES:
            raise UserError(
                f"You have {MAX_SHARES} shares, and more do not fit. *Delete* at one makes room.",
                typed=f"{link}\n\n{title}",
            )
        row = ShareRow(guild_id=caller.guild_id, user_id=caller.user_id, **_columns(text))
        session.add(row)
    else:
        _set(row, text)
    await session.flush()
    share = await queries.own(session, caller, row.id)
    return MyShare(share, await queries.period_count(session, caller), was_there)


async def change(
    session: AsyncSession,
    caller: MemberCaller,
    share_id: int,
    *,
    kind: str,
    title: str,
    link: str,
    day: str,
    audience: str,
) -> MyShare:
    """Say something else of a share; what is posted of it follows.

    Raises:
        NotFound: the caller has no such share.
        UserError: something cannot be kept, or the link is another one's; it carries what was
            typed.
    """
    text = _read(caller, kind=kind, title=title, link=link, day=day, audience=audience)
    row = await _mine(session, caller, share_id)
    other = await session.scalar(
        select(ShareRow.id).where(
            ShareRow.guild_id == caller.guild_id,
            ShareRow.user_id == caller.user_id,
            ShareRow.link_key == address_key(text.link),
            ShareRow.id != share_id,
        )
    )
    if other is not None:
        raise UserError(
            "You have logged that link already, as another share. Change or delete that one.",
            typed=f"{link}\n\n{title}",
        )
    _set(row, text)
    await session.flush()
    return await queries.mine(session, caller, share_id)


async def release(session: AsyncSession, caller: MemberCaller, share_id: int) -> MyShare:
    """Show a share to the group, once; a delivery posts it in the announcements channel.

    Raises:
        NotFound: the caller has no such share.
    """
    row = await _mine(session, caller, share_id)
    if row.released_at is None:
        row.released_at = caller.now
        await _put_post(session, caller, row)
    return await queries.mine(session, caller, share_id)


async def post_again(session: AsyncSession, caller: MemberCaller, share_id: int) -> MyShare:
    """Try once more to post a released share that could not be.

    Raises:
        NotFound: the caller has no such share.
    """
    row = await _mine(session, caller, share_id)
    if row.trouble is not None:
        await _put_post(session, caller, row)
    return await queries.mine(session, caller, share_id)


async def take_back(
    session: AsyncSession, caller: MemberCaller, share_id: int
) -> tuple[MyShare, datetime | None]:
    """Make a share the caller's alone again; a delivery deletes its post.

    Also gives back since when the group could see it, if it could.

    Raises:
        NotFound: the caller has no such share.
    """
    row = await _mine(session, caller, share_id)
    since = row.released_at
    await _take_down(session, row, caller.now)
    row.released_at = row.channel_id = row.message_id = row.trouble = None
    await session.flush()
    return await queries.mine(session, caller, share_id), since


async def discard(session: AsyncSession, caller: MemberCaller, share_id: int) -> datetime | None:
    """Delete a share for good, with its post; one that is deleted already stays so.

    Gives back as `take_back` does.
    """
    row = await session.scalar(_row_of(caller, share_id).with_for_update())
    if row is None:
        return None
    since = row.released_at
    await _take_down(session, row, caller.now)
    await session.delete(row)
    await session.flush()
    return since


async def count(session: AsyncSession, caller: MemberCaller, share_id: int, number: int) -> MyShare:
    """Count a share towards the milestone that the plan names for it, with its link.

    ``number`` is the milestone's last change that was seen: when another came since, or the share
    is counted, nothing happens.

    Raises:
        NotFound: the caller has no such share.
        UserError: it is not of the present period, or the plan asks for none.
    """
    row = await _mine(session, caller, share_id)
    before = await queries.mine(session, caller, share_id)
    if share_id in before.count.counted:
        return before
    if not before.count.takes(share_id, row.shared_on):
        raise UserError(
            "That share is not of the period that counts now, or the plan asks for none. "
            "`/milestone list` shows what it asks for."
        )
    outcome = await milestones.finish(
        session, caller, before.count.milestone_id, link=row.link, note=row.title, number=number
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return await queries.mine(session, caller, share_id)


async def posted(
    session: AsyncSession, guild_id: int, subject: str, message_id: int, now: datetime
) -> Share | None:
    """Record where a delivery posted a share; None where it is not wanted any more.

    Such a post is deleted by a delivery of its own.
    """
    return await posted_release(
        session,
        ShareRow,
        guild_id,
        subject,
        message_id,
        read=queries.released,
        take_down=TAKE_DOWN,
        now=now,
    )


async def not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Keep with a share why it is not posted; the group finds it in the list."""
    await keep_trouble(session, ShareRow, failure)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove a person's shares, with their posts."""
    theirs = (ShareRow.guild_id == guild_id, ShareRow.user_id == user_id)
    await take_down_posts(session, ShareRow, guild_id, user_id, kind=TAKE_DOWN)
    await session.execute(
        delete(ShareRow).where(*theirs).execution_options(synchronize_session=False)
    )


async def _take_down(session: AsyncSession, row: ShareRow, at: datetime) -> None:
    if row.channel_id is not None and row.message_id is not None:
        post = (row.channel_id, row.message_id)
        await put_take_down(session, row.guild_id, *post, kind=TAKE_DOWN, at=at)


async def _put_post(session: AsyncSession, caller: MemberCaller, row: ShareRow) -> None:
    group = await groups.get_group(session, caller.guild_id)
    row.releases += 1
    row.trouble = None
    await session.flush()
    subject = Release(row.id, row.releases, group.announcements_channel_id).subject
    await put_now(session, caller.guild_id, kind=POST, zone="UTC", now=caller.now, subject=subject)


def _read(caller: MemberCaller, **typed: str) -> ShareText:
    return share_text(**typed, today=caller.today, zone=caller.zone)


def _columns(text: ShareText) -> dict[str, Any]:
    return {
        "link_key": address_key(text.link),
        "link": text.link,
        "title": text.title,
        "kind": text.kind,
        "audience": text.audience,
        "shared_on": text.day,
    }


def _set(row: ShareRow, text: ShareText) -> None:
    for name, value in _columns(text).items():
        setattr(row, name, value)


async def _mine(session: AsyncSession, caller: MemberCaller, share_id: int) -> ShareRow:
    """A share of the caller's, locked.

    Raises:
        NotFound: they have none with this id here.
    """
    row = await session.scalar(_row_of(caller, share_id).with_for_update())
    await queries.own(session, caller, share_id)
    assert row is not None, "it was found just now"
    return row


def _row_of(caller: MemberCaller, share_id: int) -> Select[ShareRow]:
    return select(ShareRow).where(
        ShareRow.guild_id == caller.guild_id,
        ShareRow.user_id == caller.user_id,
        ShareRow.id == share_id,
    )
