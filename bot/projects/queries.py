"""Reads of projects: one's own, those that members released, what of one is to be posted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.facts import Fact
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Member, MemberCaller
from bot.inputs.search import pick, search
from bot.plans import queries as plans
from bot.plans.values import PUBLISHED, Plan
from bot.projects import rules
from bot.projects.counts import count_of
from bot.projects.guide import guide_of, stage_of
from bot.projects.models import CheckpointRow, ProjectRow, StageRow
from bot.projects.values import (
    AuditedProject,
    CaseStudy,
    Checkpoint,
    Description,
    Progress,
    Project,
    ProjectList,
    Risks,
    ShownProject,
    StageEntry,
    Wanted,
)
from bot.public_panels import PostedMessage
from bot.releases import read_release
from bot.scheduling import Delivery

NOT_THERE = "I do not find that project here. `/project list` has yours and the group's."
A_PAGE = 6
_NEWEST = (ProjectRow.updated_at.desc(), ProjectRow.id.desc())


async def show(session: AsyncSession, caller: MemberCaller, project_id: int) -> ShownProject:
    """A project that the caller may read: their own, or one that the group can.

    Raises:
        NotFound: there is none with this id here, or it is somebody else's alone.
    """
    may_read = (ProjectRow.user_id == caller.user_id) | _can_be_read()
    found = await _one(session, caller.guild_id, ProjectRow.id == project_id, may_read)
    return await _shown(session, found, caller if found.user_id == caller.user_id else None)


async def own(session: AsyncSession, caller: MemberCaller, project_id: int) -> ShownProject:
    """One of the caller's own projects.

    Raises:
        NotFound: they have none with this id here.
    """
    theirs = ProjectRow.user_id == caller.user_id
    found = await _one(session, caller.guild_id, ProjectRow.id == project_id, theirs)
    return await _shown(session, found, caller)


async def released(session: AsyncSession, guild_id: int, project_id: int) -> ShownProject:
    """A project that the group can read.

    Raises:
        NotFound: there is none with this id here.
    """
    found = await _one(session, guild_id, ProjectRow.id == project_id, _can_be_read())
    return await _shown(session, found, None)


async def find(session: AsyncSession, caller: MemberCaller, typed: str, *, mine: bool) -> int:
    """The id of the project that is meant: by its id, its title, or a part of one title only.

    Raises:
        NotFound: none is, of those that the caller may read, or of theirs where it has to be
            ``mine``.
    """
    found = pick(await _titles(session, caller, mine=mine), typed)
    if found is None:
        raise NotFound(NOT_THERE, typed=typed)
    return int(found)


async def suggest(
    session: AsyncSession, caller: MemberCaller, typed: str, limit: int, *, mine: bool
) -> list[tuple[str, str]]:
    """Id and title of projects whose title fits, of those that the caller may read or has."""
    titles = await _titles(session, caller, mine=mine)
    by_id = dict(titles)
    return [(key, by_id[key]) for key in search(titles, typed, limit)]


async def listed(
    session: AsyncSession, caller: MemberCaller, wanted: Wanted, page: int
) -> ProjectList:
    """A page of one's own projects or of the group's, the last touched first.

    A stage or block that the plan does not have is not asked for.
    """
    plan = await plans.current_for(session, caller)
    wanted = _known(plan, wanted)
    mine, group = (ProjectRow.user_id == caller.user_id, _can_be_read())
    whose = mine if wanted.mine else group
    which = [whose, *_fitting(wanted)]
    total = await _count(session, caller.guild_id, *which)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 0), pages - 1)
    rows = _projects(caller.guild_id, *which).order_by(*_NEWEST)
    return ProjectList(
        await _read(session, rows.offset(page * A_PAGE).limit(A_PAGE)),
        wanted,
        page,
        pages,
        total,
        await _count(session, caller.guild_id, mine),
        await _count(session, caller.guild_id, group),
        guide_of(plan),
        plan.blocks,
        await count_of(session, caller),
    )


async def audits(session: AsyncSession, caller: MemberCaller) -> list[AuditedProject]:
    """The caller's projects with their audits, the last touched first."""
    guide = guide_of(await plans.current_for(session, caller))
    mine = _projects(caller.guild_id, ProjectRow.user_id == caller.user_id).order_by(*_NEWEST)
    projects = await _read(session, mine)
    progress = await _progress(session, caller.guild_id, [each.id for each in projects])
    return [AuditedProject(each, rules.audit(guide, each, progress[each.id])) for each in projects]


async def in_progress(session: AsyncSession, member: Member) -> ShownProject | None:
    """The project that the member works on: of those not published, the last touched."""
    theirs = (ProjectRow.user_id == member.user_id, ProjectRow.published_at.is_(None))
    rows = _projects(member.guild_id, *theirs).order_by(*_NEWEST).limit(1)
    found = await _read(session, rows)
    return await _shown(session, found[0], None) if found else None


async def standing(session: AsyncSession, caller: MemberCaller) -> tuple[int, Project | None]:
    """How many projects of the caller's are in work, and the newest that could not be posted."""
    theirs = ProjectRow.user_id == caller.user_id
    count = await _count(session, caller.guild_id, theirs, ProjectRow.published_at.is_(None))
    rows = _projects(caller.guild_id, theirs, ProjectRow.trouble.is_not(None))
    found = await _read(session, rows.order_by(*_NEWEST).limit(1))
    return count, found[0] if found else None


async def to_post(session: AsyncSession, delivery: Delivery) -> ShownProject | None:
    """The project that a delivery is to post.

    None: it was taken back or released anew meanwhile, stands there, or its member left.
    """
    release = read_release(delivery.subject)
    unposted = (
        ProjectRow.id == release.thing_id,
        ProjectRow.releases == release.number,
        ProjectRow.message_id.is_(None),
    )
    found = await _read(session, _projects(delivery.guild_id, *unposted, _can_be_read()))
    return await _shown(session, found[0], None) if found else None


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many projects were released in that time and not taken back; all could be read."""
    when = (ProjectRow.released_at >= since, ProjectRow.released_at < until)
    count = await _count(session, guild_id, *when)
    return [Fact(count, "project published", "projects published")]


def _known(plan: Plan, wanted: Wanted) -> Wanted:
    is_stage = wanted.stage == PUBLISHED or stage_of(guide_of(plan), wanted.stage) is not None
    is_block = plan.block(wanted.block) is not None
    return Wanted(wanted.mine, wanted.stage if is_stage else "", wanted.block if is_block else "")


def _fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.stage == PUBLISHED:
        found.append(ProjectRow.published_at.is_not(None))
    elif wanted.stage:
        found += [ProjectRow.stage == wanted.stage, ProjectRow.published_at.is_(None)]
    if wanted.block:
        found.append(ProjectRow.block == wanted.block)
    return found


def _can_be_read() -> ColumnElement[bool]:
    """Whether the group can read a project: it is released, and its member here."""
    member_is_here = exists(
        select(MemberRow.user_id)
        .where(is_of_member_here(ProjectRow.guild_id, ProjectRow.user_id))
        .correlate(ProjectRow)
    )
    return ProjectRow.released_at.is_not(None) & member_is_here


def _projects(guild_id: int, *which: ColumnElement[bool]) -> Select[ProjectRow]:
    return select(ProjectRow).where(ProjectRow.guild_id == guild_id, *which)


async def _titles(
    session: AsyncSession, caller: MemberCaller, *, mine: bool
) -> list[tuple[str, str]]:
    is_own = ProjectRow.user_id == caller.user_id
    whose = is_own if mine else is_own | _can_be_read()
    rows = await session.execute(
        select(ProjectRow.id, ProjectRow.title)
        .where(ProjectRow.guild_id == caller.guild_id, whose)
        .order_by(is_own.desc(), *_NEWEST)
    )
    return [(str(project_id), title) for project_id, title in rows]


async def _count(session: AsyncSession, guild_id: int, *which: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(ProjectRow)
    return await session.scalar(found.where(ProjectRow.guild_id == guild_id, *which)) or 0


async def _read(session: AsyncSession, query: Select[ProjectRow]) -> tuple[Project, ...]:
    rows = await session.scalars(query.execution_options(populate_existing=True))
    return tuple(map(_project, rows))


async def _one(session: AsyncSession, guild_id: int, *which: ColumnElement[bool]) -> Project:
    found = await _read(session, _projects(guild_id, *which))
    if not found:
        raise NotFound(NOT_THERE)
    return found[0]


async def _shown(
    session: AsyncSession, project: Project, caller: MemberCaller | None
) -> ShownProject:
    """With all that belongs to it; how it counts only for its own member as the ``caller``."""
    plan = await plans.current(session, project.guild_id)
    progress = (await _progress(session, project.guild_id, [project.id]))[project.id]
    block = plan.block(project.said.block) if project.said.block else None
    count = None if caller is None else await count_of(session, caller)
    return ShownProject(project, progress, guide_of(plan), block, count)


async def _progress(
    session: AsyncSession, guild_id: int, project_ids: list[int]
) -> dict[int, Progress]:
    stages = await session.execute(
        select(StageRow.project_id, StageRow.number, StageRow.stage, StageRow.entered_at)
        .where(StageRow.guild_id == guild_id, StageRow.project_id.in_(project_ids))
        .order_by(StageRow.project_id, StageRow.number)
    )
    checkpoints = await session.execute(
        select(
            CheckpointRow.project_id,
            CheckpointRow.stage,
            CheckpointRow.words,
            CheckpointRow.link,
            CheckpointRow.written_at,
        )
        .where(CheckpointRow.guild_id == guild_id, CheckpointRow.project_id.in_(project_ids))
        .order_by(CheckpointRow.project_id, CheckpointRow.written_at)
    )
    history: dict[int, list[StageEntry]] = {each: [] for each in project_ids}
    written: dict[int, dict[str, Checkpoint]] = {each: {} for each in project_ids}
    for project_id, number, stage, entered_at in stages:
        history[project_id].append(StageEntry(number, stage, entered_at))
    for project_id, stage, words, link, written_at in checkpoints:
        written[project_id][stage] = Checkpoint(words, link, written_at)
    return {each: Progress(tuple(history[each]), written[each]) for each in project_ids}


def _project(row: ProjectRow) -> Project:
    post = None
    if row.channel_id is not None and row.message_id is not None:
        post = PostedMessage(row.channel_id, row.message_id)
    return Project(
        id=row.id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        said=Description(row.title, row.summary, row.repository, tuple(row.pain_points), row.block),
        answers=dict(row.answers),
        next_step=row.next_step,
        stage=row.stage,
        risks=Risks(row.risks, row.mitigations, row.no_risks_because),
        case=CaseStudy(row.demo, row.results, row.tradeoffs, row.postmortem),
        begun_at=row.begun_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
        published_on=row.published_on,
        released_at=row.released_at,
        post=post,
        trouble=row.trouble,
        revision=row.revision,
        counted_as=row.counted_as,
        counted_number=row.counted_number,
    )
