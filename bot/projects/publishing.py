"""Publishing a project: its risks and case study, for oneself or the group, and back again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import queries as groups
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.projects import queries, rules
from bot.projects.models import ProjectRow
from bot.projects.service import changed, own_row, take_post_down
from bot.projects.values import POST, TAKE_DOWN, CaseStudy, Risks, ShownProject
from bot.releases import Release, keep_trouble, posted_release
from bot.scheduling import DeliveryFailure, put_now


async def assess(
    session: AsyncSession, caller: MemberCaller, project_id: int, risks: Risks
) -> ShownProject:
    """Keep a project's risks and mitigations, or why there are none (U12).

    Raises:
        NotFound: the caller has no such project.
    """
    row, _before = await own_row(session, caller, project_id)
    row.risks, row.mitigations = risks.risks, risks.mitigations
    row.no_risks_because = risks.reason
    return await changed(session, caller, row)


async def study(
    session: AsyncSession, caller: MemberCaller, project_id: int, case: CaseStudy
) -> ShownProject:
    """Keep what came of a project.

    Raises:
        NotFound: the caller has no such project.
    """
    row, _before = await own_row(session, caller, project_id)
    row.demo, row.results = case.demo, case.results
    row.tradeoffs, row.postmortem = case.tradeoffs, case.postmortem
    return await changed(session, caller, row)


async def publish(
    session: AsyncSession, caller: MemberCaller, project_id: int, *, to_group: bool
) -> ShownProject:
    """Publish a project, once: for its member alone, or ``to_group``; a delivery posts it there.

    One that is published is released to the group, or stays as it is.

    Raises:
        NotFound: the caller has no such project.
        UserError: its risks are not settled, or nothing is said of its results.
    """
    row, before = await own_row(session, caller, project_id)
    rules.check_publishable(before.project)
    if before.project.is_released or (before.project.is_published and not to_group):
        return before
    if row.published_at is None:
        row.published_at, row.published_on = caller.now, caller.today
    if to_group:
        row.released_at, row.trouble = caller.now, None
        await _put_post(session, caller, row)
    return await changed(session, caller, row)


async def withdraw(session: AsyncSession, caller: MemberCaller, project_id: int) -> ShownProject:
    """Let the group no longer see a project; a delivery deletes its post. It stays published.

    Raises:
        NotFound: the caller has no such project.
    """
    row, before = await own_row(session, caller, project_id)
    if not before.project.is_released:
        return before
    await take_post_down(session, caller, row)
    row.released_at = None
    return await changed(session, caller, row)


async def reopen(session: AsyncSession, caller: MemberCaller, project_id: int) -> ShownProject:
    """Bring a published project back into work, in its last stage; its post goes.

    Raises:
        NotFound: the caller has no such project.
    """
    row, before = await own_row(session, caller, project_id)
    if not before.project.is_published:
        return before
    await take_post_down(session, caller, row)
    row.released_at = row.published_at = row.published_on = None
    return await changed(session, caller, row)


async def post_again(session: AsyncSession, caller: MemberCaller, project_id: int) -> ShownProject:
    """Try once more to post a released project that could not be.

    Raises:
        NotFound: the caller has no such project.
    """
    row, before = await own_row(session, caller, project_id)
    if before.project.is_released and before.project.trouble is not None:
        row.trouble = None
        await _put_post(session, caller, row)
        await session.flush()
    return await queries.own(session, caller, project_id)


async def count(
    session: AsyncSession, caller: MemberCaller, project_id: int, number: int, *, link: str | None
) -> ShownProject:
    """Count a published project towards the milestone that the plan names for it (P11).

    ``number`` is the milestone's last change that was seen: when another came since, or the project
    is counted, nothing happens. ``link`` is that of its post.

    Raises:
        NotFound: the caller has no such project.
        UserError: it was not published in the present period, or the plan asks for none.
    """
    row, before = await own_row(session, caller, project_id)
    known = before.count
    assert known is not None, "it is the caller's own"
    if project_id in known.counted:
        return before
    if known.milestone is None or project_id not in known.takes:
        raise UserError(
            "That project was not published in the period that counts now, or the plan asks for "
            "none."
        )
    outcome = await milestones.finish(
        session,
        caller,
        known.milestone.id,
        link=link or row.repository,
        note=row.title,
        number=number,
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return await queries.own(session, caller, project_id)


async def finish_audit(
    session: AsyncSession, caller: MemberCaller, project_id: int
) -> ShownProject:
    """Finish the milestone that the plan names for a project whose audit is whole.

    Raises:
        NotFound: the caller has no such project.
        UserError: a checkpoint is missing, the risks are not assessed, or nothing is open that it
            would finish.
    """
    _row, before = await own_row(session, caller, project_id)
    if not rules.audit(before.guide, before.project, before.progress).is_whole:
        raise UserError(
            "For that, each stage needs its checkpoint, and the project its risks and mitigations. "
            "`/project audit` shows what is missing."
        )
    note = f"Audit of {before.project.title}"
    await milestones.finish_counting(session, caller, "project-audits", note=note)
    return await queries.own(session, caller, project_id)


async def posted(
    session: AsyncSession, guild_id: int, subject: str, message_id: int, now: datetime
) -> ShownProject | None:
    """Record where a delivery posted a project; None where it is not wanted any more.

    Such a post is deleted by a delivery of its own.
    """
    return await posted_release(
        session,
        ProjectRow,
        guild_id,
        subject,
        message_id,
        read=queries.released,
        take_down=TAKE_DOWN,
        now=now,
    )


async def not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Keep with a project why it is not posted; the group reads it in the list."""
    await keep_trouble(session, ProjectRow, failure)


async def _put_post(session: AsyncSession, caller: MemberCaller, row: ProjectRow) -> None:
    group = await groups.get_group(session, caller.guild_id)
    row.releases += 1
    await session.flush()
    subject = Release(row.id, row.releases, group.announcements_channel_id).subject
    await put_now(session, caller.guild_id, kind=POST, zone="UTC", now=caller.now, subject=subject)
