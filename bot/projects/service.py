"""Use cases of a project in work: begin it, describe it, answer, look at ethics, move on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.projects import queries, rules
from bot.projects.guide import guide_of, stage_of
from bot.projects.models import CheckpointRow, ProjectRow, StageRow
from bot.projects.values import TAKE_DOWN, Description, Moved, ShownProject
from bot.scheduling import put_take_down


async def begin(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    title: str,
    summary: str,
    repository: str,
    pain_points: Sequence[str],
    block: str,
) -> ShownProject:
    """Begin a project, in the first stage of the plan's guide.

    Raises:
        UserError: it cannot be kept as it was typed, or the caller has as many as fit.
    """
    plan = await plans.current_for(session, caller)
    said = _described(plan, title, summary, repository, pain_points, block)
    mine = (ProjectRow.guild_id == caller.guild_id, ProjectRow.user_id == caller.user_id)
    counted = select(func.count()).select_from(ProjectRow).where(*mine)
    if (await session.scalar(counted) or 0) >= rules.MOST_PROJECTS:
        raise UserError(
            f"You have {rules.MOST_PROJECTS} projects, which is all that fits. "
            "`/project list` leads to those that you no longer need."
        )
    first = guide_of(plan).stages[0].id
    row = ProjectRow(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        answers={},
        stage=first,
        begun_at=caller.now,
        updated_at=caller.now,
        **dict.fromkeys(_EMPTY, ""),
    )
    _describe(row, said)
    session.add(row)
    await session.flush()
    _enter(session, row, 1, first, caller)
    await session.flush()
    return await queries.own(session, caller, row.id)


async def describe(
    session: AsyncSession,
    caller: MemberCaller,
    project_id: int,
    *,
    title: str,
    summary: str,
    repository: str,
    pain_points: Sequence[str],
    block: str,
) -> ShownProject:
    """Let a project say something else of what it is. Raises as `begin`, and NotFound."""
    row, _before = await own_row(session, caller, project_id)
    plan = await plans.current_for(session, caller)
    _describe(row, _described(plan, title, summary, repository, pain_points, block))
    return await changed(session, caller, row)


async def answer(
    session: AsyncSession, caller: MemberCaller, project_id: int, typed: Mapping[str, str]
) -> ShownProject:
    """Keep the answers to the guiding questions, by their ids.

    Raises:
        NotFound: the caller has no such project.
        UserError: one is too long.
    """
    row, before = await own_row(session, caller, project_id)
    row.answers = rules.answers(before.guide, before.project.answers, typed)
    return await changed(session, caller, row)


async def write_checkpoint(
    session: AsyncSession,
    caller: MemberCaller,
    project_id: int,
    stage: str,
    *,
    words: str,
    link: str,
) -> ShownProject:
    """Keep what the caller looked at of ethics and bias in a stage (U12).

    Raises:
        NotFound: they have no such project.
        UserError: there is no such stage, or neither words nor a link.
    """
    row, before = await own_row(session, caller, project_id)
    known = {each.id for each in rules.audit(before.guide, before.project, before.progress).stages}
    if stage not in known:
        raise UserError("The plan has no such stage any more. `/project show` has those it has.")
    kept, address = rules.checkpoint(words, link)
    where = {"guild_id": row.guild_id, "user_id": row.user_id, "project_id": row.id, "stage": stage}
    values = {"words": kept, "link": address, "written_at": caller.now}
    await session.execute(
        insert(session, CheckpointRow)
        .values(**where, **values)
        .on_conflict_do_update(index_elements=list(where), set_=values)
    )
    return await changed(session, caller, row)


async def plan_step(
    session: AsyncSession, caller: MemberCaller, project_id: int, text: str
) -> ShownProject:
    """Keep what the caller will do next in a project; empty text leaves it to what is missing.

    Raises:
        NotFound: they have no such project.
        UserError: it is too long.
    """
    row, _before = await own_row(session, caller, project_id)
    row.next_step = rules.next_step(text)
    return await changed(session, caller, row)


async def move_on(
    session: AsyncSession, caller: MemberCaller, project_id: int, number: int, *, anyway: bool
) -> Moved:
    """Take a project to the stage after the present one.

    ``number`` is the latest stage entry that was seen: when it came to another since, nothing
    happens. Without a checkpoint of the present stage nothing happens either, unless ``anyway``.

    Raises:
        NotFound: the caller has no such project.
        UserError: it is published, or in its last stage.
    """
    _row, before = await own_row(session, caller, project_id)
    if number != before.progress.number:
        return Moved(before)
    after = rules.following(before.guide, before.project.stage, before.progress.reached)
    if after is None:
        raise UserError("That is its last stage. *Publish* comes next.")
    return await move_to(session, caller, project_id, after.id, anyway=anyway)


async def move_to(
    session: AsyncSession, caller: MemberCaller, project_id: int, stage: str, *, anyway: bool
) -> Moved:
    """Take a project to any stage of the plan, forward or back. Forward it asks as `move_on`.

    Raises:
        NotFound: the caller has no such project.
        UserError: it is published, or there is no such stage.
    """
    row, before = await own_row(session, caller, project_id)
    if before.project.is_published:
        raise UserError("It is published. *Back to work* brings it back; then it can move.")
    wanted = stage_of(before.guide, stage)
    if wanted is None:
        raise UserError("The plan has no such stage. Pick one of those that it suggests.")
    if wanted.id == row.stage:
        return Moved(before)
    left = stage_of(before.guide, row.stage)
    if left is not None and not anyway and left.id not in before.progress.checkpoints:
        order = [each.id for each in before.guide.stages]
        if order.index(wanted.id) > order.index(left.id):
            return Moved(before, leaves=left)
    row.stage = wanted.id
    _enter(session, row, before.progress.number + 1, wanted.id, caller)
    return Moved(await changed(session, caller, row))


async def undo(
    session: AsyncSession, caller: MemberCaller, project_id: int, number: int
) -> ShownProject:
    """Take the last move back: the former stage is the present one again, since when it was.

    ``number`` is as for `move_on`.

    Raises:
        NotFound: the caller has no such project.
        UserError: it is published, or in its first stage.
    """
    row, before = await own_row(session, caller, project_id)
    history = before.progress.history
    if number != before.progress.number:
        return before
    if before.project.is_published or len(history) < 2:
        raise UserError("There is no move to take back.")
    last = history[-1]
    await session.execute(
        delete(StageRow).where(
            StageRow.guild_id == row.guild_id,
            StageRow.user_id == row.user_id,
            StageRow.project_id == row.id,
            StageRow.number == last.number,
        )
    )
    row.stage = history[-2].stage
    return await changed(session, caller, row)


async def discard(session: AsyncSession, caller: MemberCaller, project_id: int) -> str:
    """Delete a project for good, and its post; gives back its title.

    Raises:
        NotFound: the caller has no such project.
    """
    row, before = await own_row(session, caller, project_id)
    await take_post_down(session, caller, row)
    await session.delete(row)
    await session.flush()
    return before.project.title


async def own_row(
    session: AsyncSession, caller: MemberCaller, project_id: int
) -> tuple[ProjectRow, ShownProject]:
    """A project of the caller's, locked, and how it stands.

    Raises:
        NotFound: they have none with this id here.
    """
    row = await session.scalar(_row_of(caller, project_id).with_for_update())
    shown = await queries.own(session, caller, project_id)
    assert row is not None, "it was found just now"
    return row, shown


async def changed(session: AsyncSession, caller: MemberCaller, row: ProjectRow) -> ShownProject:
    """A project as it stands after an act that changed its row."""
    row.updated_at = caller.now
    row.revision += 1
    await session.flush()
    return await queries.own(session, caller, row.id)


async def take_post_down(session: AsyncSession, caller: MemberCaller, row: ProjectRow) -> None:
    """Let the project's post be deleted, if there is one, and forget where it was."""
    if row.channel_id is not None and row.message_id is not None:
        post = (row.channel_id, row.message_id)
        await put_take_down(session, row.guild_id, *post, kind=TAKE_DOWN, at=caller.now)
    row.channel_id = row.message_id = row.trouble = None


_TEXTS = ("next_step", "risks", "mitigations", "no_risks_because")
_EMPTY = (*_TEXTS, "results", "tradeoffs", "postmortem")


def _row_of(caller: MemberCaller, project_id: int) -> Select[ProjectRow]:
    return select(ProjectRow).where(
        ProjectRow.guild_id == caller.guild_id,
        ProjectRow.user_id == caller.user_id,
        ProjectRow.id == project_id,
    )


def _described(
    plan: Plan,
    title: str,
    summary: str,
    repository: str,
    pain_points: Sequence[str],
    block: str,
) -> Description:
    return rules.description(
        plan,
        guide_of(plan),
        title=title,
        summary=summary,
        repository=repository,
        pain_points=pain_points,
        block=block,
    )


def _describe(row: ProjectRow, said: Description) -> None:
    row.title, row.summary, row.repository = said.title, said.summary, said.repository
    row.pain_points, row.block = list(said.pain_points), said.block


def _enter(
    session: AsyncSession, row: ProjectRow, number: int, stage: str, caller: MemberCaller
) -> None:
    session.add(
        StageRow(
            guild_id=row.guild_id,
            user_id=row.user_id,
            project_id=row.id,
            number=number,
            stage=stage,
            entered_at=caller.now,
        )
    )
