"""Acts on a milestone's state, link and note, and sharing what is done.

What members add for themselves is in `own`, own dates and hiding in `overrides`, pace and path in
`pace`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.feature import features_of
from bot.groups.values import MemberCaller
from bot.inputs.links import clean_link
from bot.milestones.models import ChangeRow
from bot.milestones.overrides import keep_override
from bot.milestones.queries import BoardSource, board_source, my_board
from bot.milestones.rules import changes_to, clean_note
from bot.milestones.rules.counting import counting
from bot.milestones.values import Board, Item, MilestoneChange, MilestoneOutcome, Status
from bot.origins import origin_changed
from bot.plans.values.plan import Counts
from bot.public_panels import PostedMessage
from bot.scheduling import drop, last_message, put_now

SHARED_KIND = "milestones.win"
"""The kind of delivery that tells of a shared milestone; its subject names the change."""


async def start(session: AsyncSession, caller: MemberCaller, milestone: str) -> MilestoneOutcome:
    """Take a milestone up. Nothing changes if it is in progress.

    ``milestone`` is here and below an id, a title, or a part of one title only.

    Raises:
        NotFound: no such milestone on the member's path.
        UserError: it is done.
    """
    return await _change(session, caller, milestone, Status.IN_PROGRESS)


async def skip(session: AsyncSession, caller: MemberCaller, milestone: str) -> MilestoneOutcome:
    """Leave a milestone out: it counts neither way. Raises as `start` does."""
    return await _change(session, caller, milestone, Status.SKIPPED)


async def finish(
    session: AsyncSession,
    caller: MemberCaller,
    milestone: str,
    *,
    link: str | None = None,
    note: str | None = None,
    number: int | None = None,
) -> MilestoneOutcome:
    """Mark a milestone done, with a link and a note if there are any (P4).

    What was noted on the way stands in for what is not given. Done again, it keeps its time; a link
    or note given then replaces the former one. One that repeats is done once more, also beyond what
    its period asks for (P11); ``number`` names its last change that was seen, and when another one
    came since, nothing happens, so a button pressed twice counts once.

    Raises:
        UserError: the link or note cannot be kept; it carries what was typed.
        NotFound: see `start`.
    """
    kept_link, kept_note = clean_link(link, note), clean_note(note)
    try:
        return await _change(
            session, caller, milestone, Status.DONE, link=kept_link, note=kept_note, seen=number
        )
    except UserError as error:
        error.typed = error.typed or _both(link, note)
        raise


async def finish_counting(
    session: AsyncSession,
    caller: MemberCaller,
    what: Counts,
    *,
    link: str | None = None,
    note: str | None = None,
) -> None:
    """Finish the milestone at which the plan counts ``what`` once and for all.

    Nothing happens when it is done, so a button pressed twice finishes it once.

    Raises:
        UserError: the plan has none for that, or the caller left it out.
    """
    item = counting((await my_board(session, caller)).items, what)
    if item is None or item.status is Status.SKIPPED:
        raise UserError(
            "Nothing is open in your plan that this would finish. `/milestone list` shows what "
            "there is."
        )
    if item.status.is_open:
        await finish(session, caller, item.id, link=link, note=note)


async def annotate(
    session: AsyncSession,
    caller: MemberCaller,
    milestone: str,
    *,
    link: str | None = None,
    note: str | None = None,
    number: int | None = None,
) -> MilestoneOutcome:
    """Give a milestone this link and note, whether or not it is done (P4).

    An empty one goes away; None leaves what is there. With ``number`` they are those of the time
    that this change did it.

    Raises:
        UserError: the link or note cannot be kept; it carries what was typed.
        NotFound: see `start`; or that time was taken back.
    """
    kept_link, kept_note = clean_link(link, note), clean_note(note)
    source = await board_source(session, caller.member)
    try:
        item = source.board(caller.now).find(milestone)
        noted = item.time(number) if number else item.change if item.is_done_now else None
    except UserError as error:
        error.typed = error.typed or _both(link, note)
        raise
    before = noted or item
    kept_link = before.link if link is None else kept_link
    kept_note = before.note if note is None else kept_note
    if (before.link, before.note) == (kept_link, kept_note):
        return source.outcome(caller.now, item.id, changed=False)
    if noted is not None:
        change = replace(noted, link=kept_link, note=kept_note)
        return await _rewrite(session, caller, source, item, change)
    override = replace(source.stored.override(item.id), link=kept_link, note=kept_note)
    stored = await keep_override(session, caller.member, source.stored, item.id, override)
    return source.after(stored).outcome(caller.now, item.id, changed=True)


async def undo(
    session: AsyncSession, caller: MemberCaller, milestone: str, *, number: int | None = None
) -> MilestoneOutcome:
    """Take the last change of a milestone back: the former state returns with its time (P3).

    ``number`` names the change that is meant; when another one came since, nothing happens, so a
    button pressed twice takes back one change only. Of one that repeats it can be any.

    Raises:
        UserError: there is nothing to take back.
        NotFound: see `start`.
    """
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone)
    if number is None and not item.history:
        raise UserError("There is nothing to undo on that one: it is not started.")
    number = item.number if number is None else number
    standing = item.history if item.occurrences else item.history[-1:]
    if all(change.number != number for change in standing):
        return source.outcome(caller.now, item.id, changed=False)
    await session.execute(delete(ChangeRow).where(*_row_of(caller, item, number)))
    await _uncount(session, caller, item, number)
    origin_changed(session, caller.guild_id, item.origin)
    stored = source.stored.without_change(item.id, number)
    return source.after(stored).outcome(caller.now, item.id, changed=True)


async def _uncount(session: AsyncSession, caller: MemberCaller, item: Item, number: int) -> None:
    """Let what a change counted count no more: the next change may have its number again."""
    what = item.milestone.counts
    if what is None:
        return
    held = [each for feature in features_of(session) for each in feature.held]
    for table in (each.table for each in held if each.counts == what):
        columns = table.__table__.c
        await session.execute(
            update(table)
            .where(
                columns.guild_id == caller.guild_id,
                columns.user_id == caller.user_id,
                columns.counted_as == item.id,
                columns.counted_number == number,
            )
            .values(counted_as=None, counted_number=None)
            .execution_options(synchronize_session=False)
        )


async def share(session: AsyncSession, caller: MemberCaller, milestone: str) -> MilestoneOutcome:
    """Release what is done to the group, once; a delivery of ``SHARED_KIND`` tells it (C7).

    Raises:
        UserError: the milestone is not done (any more).
        NotFound: see `start`.
    """
    source = await board_source(session, caller.member)
    item, change = _done_now(source.board(caller.now), milestone)
    if change.shared:
        return source.outcome(caller.now, item.id, changed=False)
    await session.execute(
        update(ChangeRow).where(*_row_of(caller, item, change.number)).values(shared_at=caller.now)
    )
    await put_now(
        session,
        caller.guild_id,
        kind=SHARED_KIND,
        zone="UTC",
        now=caller.now,
        user_id=caller.user_id,
        subject=win_subject(item, change),
    )
    stored = source.stored.with_change(item.id, replace(change, shared=True))
    return source.after(stored).outcome(caller.now, item.id, changed=True)


async def look_before_sharing(
    session: AsyncSession, caller: MemberCaller, milestone: str
) -> MilestoneOutcome:
    """What would be released; nothing changes.

    Raises: as `share`.
    """
    source = await board_source(session, caller.member)
    item, _change = _done_now(source.board(caller.now), milestone)
    return source.outcome(caller.now, item.id, changed=False)


async def take_back(
    session: AsyncSession, caller: MemberCaller, milestone: str
) -> tuple[MilestoneOutcome, PostedMessage | None]:
    """Take a shared win out of the group's sight, with the message to delete, if it was posted.

    Raises: as `share`.
    """
    source = await board_source(session, caller.member)
    item, change = _done_now(source.board(caller.now), milestone)
    if not change.shared:
        return source.outcome(caller.now, item.id, changed=False), None
    guild_id, user_id, subject = caller.guild_id, caller.user_id, win_subject(item, change)
    await unshare(session, guild_id, user_id, subject)
    await drop(session, guild_id, kind=SHARED_KIND, user_id=user_id, subject=subject)
    sent = await last_message(session, guild_id, kind=SHARED_KIND, user_id=user_id, subject=subject)
    stored = source.stored.with_change(item.id, replace(change, shared=False))
    outcome = source.after(stored).outcome(caller.now, item.id, changed=True)
    return outcome, None if sent is None else PostedMessage(*sent)


def win_subject(item: Item, change: MilestoneChange) -> str:
    """What names a shared change in its delivery."""
    return f"{item.id}:{change.number}"


def read_win_subject(subject: str) -> tuple[str, int]:
    """The milestone's id and the number of its change; see `win_subject`."""
    milestone_id, _, number = subject.partition(":")
    return milestone_id, int(number)


async def unshare(session: AsyncSession, guild_id: int, user_id: int, subject: str) -> None:
    """Let a member share again what a delivery's ``subject`` names, and the group not see it."""
    milestone_id, number = read_win_subject(subject)
    await session.execute(
        update(ChangeRow)
        .where(
            ChangeRow.guild_id == guild_id,
            ChangeRow.user_id == user_id,
            ChangeRow.milestone_id == milestone_id,
            ChangeRow.number == number,
        )
        .values(shared_at=None)
    )


def _done_now(board: Board, milestone: str) -> tuple[Item, MilestoneChange]:
    item = board.find(milestone)
    if item.change is None or not item.is_done_now:
        raise UserError("That one is not done at the moment. `/milestone done` marks it.")
    return item, item.change


async def _change(
    session: AsyncSession,
    caller: MemberCaller,
    milestone: str,
    status: Status,
    *,
    link: str | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> MilestoneOutcome:
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone)
    is_done = status is Status.DONE
    is_time = is_done and item.occurrences is not None
    if is_time and seen not in (None, item.number):
        return source.outcome(caller.now, item.id, changed=False)
    if not is_time and not changes_to(item.status, status):
        if item.change is None or not (link or note):
            return source.outcome(caller.now, item.id, changed=False)
        change = replace(item.change, link=link or item.link, note=note or item.note)
        return await _rewrite(session, caller, source, item, change)
    on_the_way = source.stored.override(item.id)
    change = MilestoneChange(
        number=item.number + 1,
        status=status,
        at=caller.now,
        link=link or (on_the_way.link if is_done else None),
        note=note or (on_the_way.note if is_done else None),
        due_on=None if status.is_open else item.due,
        day=caller.today,
    )
    await session.execute(
        insert(ChangeRow).values(
            guild_id=caller.guild_id,
            user_id=caller.user_id,
            milestone_id=item.id,
            number=change.number,
            status=change.status,
            changed_at=change.at,
            link=change.link,
            note=change.note,
            due_on=change.due_on,
            day=change.day,
        )
    )
    origin_changed(session, caller.guild_id, item.origin)
    stored = source.stored.with_change(item.id, change)
    if is_time:  # the next time begins without them
        unnoted = replace(on_the_way, link=None, note=None)
        stored = await keep_override(session, caller.member, stored, item.id, unnoted)
    return source.after(stored).outcome(caller.now, item.id, changed=True)


async def _rewrite(
    session: AsyncSession,
    caller: MemberCaller,
    source: BoardSource,
    item: Item,
    change: MilestoneChange,
) -> MilestoneOutcome:
    """Give a change that stands another link and note."""
    await session.execute(
        update(ChangeRow)
        .where(*_row_of(caller, item, change.number))
        .values(link=change.link, note=change.note)
    )
    stored = source.stored.with_change(item.id, change)
    return source.after(stored).outcome(caller.now, item.id, changed=True)


def _row_of(caller: MemberCaller, item: Item, number: int) -> tuple[ColumnElement[bool], ...]:
    """The row of a change."""
    return (
        ChangeRow.guild_id == caller.guild_id,
        ChangeRow.user_id == caller.user_id,
        ChangeRow.milestone_id == item.id,
        ChangeRow.number == number,
    )


def _both(link: str | None, note: str | None) -> str | None:
    return "\n\n".join(part for part in (link, note) if part) or None
