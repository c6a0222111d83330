"""The acts on milestones and the plan versions, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.milestones import service as milestones
from bot.milestones.models import ChangeRow, OverrideRow
from bot.milestones.queries import board_source
from bot.milestones.rules.next_up import next_up
from bot.milestones.values import Board, MilestoneOutcome, Status, next_due
from bot.plans import loader
from bot.plans import queries as plan_queries
from bot.plans import service as plans
from bot.plans.models import PlanVersionRow
from bot.scheduling import Delivery
from bot.wins import queries as wins
from tests.groups import acting as groups
from tests.milestones.circle import (
    ANA,
    BEN,
    ELSEWHERE,
    GUILD,
    NOW,
    board,
    board_at,
    caller_of,
    change_of,
    make_groups,
    present,
)

PR = "projects-first-pr"


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db, plan=None)


async def act(
    db: Database,
    use_case: Callable[..., Awaitable[MilestoneOutcome]],
    milestone: str,
    hours: int = 0,
    **more: str | int,
) -> MilestoneOutcome:
    async with db.begin() as session:
        caller = await caller_of(session, now=NOW + timedelta(hours=hours))
        return await use_case(session, caller, milestone, **more)


async def test_p3_undo_restores_the_former_state_and_time(group: Database) -> None:
    await act(group, milestones.start, PR, hours=1)
    started = (await board(group)).find(PR)
    await act(group, milestones.finish, PR, hours=2, link="https://example.org", note="a note")
    done = (await board(group)).find(PR)
    await act(group, milestones.finish, PR, hours=3)
    assert (await board(group)).find(PR) == done
    assert change_of(done).at == NOW + timedelta(hours=2)

    outcome = await act(group, milestones.undo, PR, hours=4)
    assert outcome.changed
    assert outcome.item == started
    assert change_of(started).at == NOW + timedelta(hours=1)
    assert (await act(group, milestones.undo, PR, hours=5)).item.status is Status.NOT_STARTED
    with pytest.raises(UserError, match="nothing to undo"):
        await act(group, milestones.undo, PR, hours=6)


async def test_p3_skip_and_back_and_no_way_around_undo(group: Database) -> None:
    await act(group, milestones.skip, PR)
    assert (await board(group)).count.total == 34
    await act(group, milestones.start, PR)
    await act(group, milestones.finish, PR)
    for use_case in (milestones.start, milestones.skip):
        with pytest.raises(UserError, match="done already"):
            await act(group, use_case, PR)
    assert (await act(group, milestones.undo, PR)).item.status is Status.IN_PROGRESS
    assert (await act(group, milestones.undo, PR)).item.status is Status.SKIPPED


async def test_p3_a_button_pressed_twice_undoes_one_change(group: Database) -> None:
    await act(group, milestones.start, PR)
    number = (await act(group, milestones.finish, PR)).item.number
    assert (await act(group, milestones.undo, PR, number=number)).changed
    second = await act(group, milestones.undo, PR, number=number)
    assert not second.changed
    assert second.item.status is Status.IN_PROGRESS


async def test_p3_a_double_click_in_the_same_instant_is_one_change(group: Database) -> None:
    outcomes = await asyncio.gather(*(act(group, milestones.finish, PR) for _ in range(5)))
    assert sorted(outcome.changed for outcome in outcomes) == [False] * 4 + [True]
    async with group.read() as session:
        assert await session.scalar(select(func.count()).select_from(ChangeRow)) == 1


async def test_p4_done_keeps_link_and_note_and_annotate_replaces_them(group: Database) -> None:
    note = "@everyone **n** \u202eשלום"
    done = await act(group, milestones.finish, PR, link="https://example.org/pr", note=note)
    assert (done.item.link, done.item.note) == ("https://example.org/pr", "@everyone **n** שלום")
    again = await act(group, milestones.finish, PR, hours=1, note="better")
    assert (again.item.link, again.item.note) == ("https://example.org/pr", "better")
    assert change_of(again.item).at == NOW
    cleared = await act(group, milestones.annotate, PR, link="", note="")
    assert (cleared.item.link, cleared.item.note) == (None, None)


async def test_p4_what_is_noted_on_the_way_goes_with_done_and_comes_back_with_undo(
    group: Database,
) -> None:
    noted = await act(group, milestones.annotate, PR, note="half way")
    assert (noted.changed, noted.item.note, noted.item.status) == (
        True,
        "half way",
        Status.NOT_STARTED,
    )
    assert not (await act(group, milestones.annotate, PR, note="half way")).changed
    skipped = await act(group, milestones.skip, PR)
    assert (skipped.item.note, change_of(skipped.item).note) == ("half way", None)
    await act(group, milestones.undo, PR)
    done = await act(group, milestones.finish, PR, link="https://example.org")
    assert (done.item.note, done.item.link) == ("half way", "https://example.org")
    await act(group, milestones.annotate, PR, note="the end")
    undone = await act(group, milestones.undo, PR)
    assert (undone.item.note, undone.item.link) == ("half way", None)
    cleared = await act(group, milestones.annotate, PR, note=" ")
    assert cleared.item.note is None
    async with group.read() as session:
        assert not list(await session.scalars(select(OverrideRow)))


async def test_p4_a_long_note_changes_nothing_and_comes_back(group: Database) -> None:
    with pytest.raises(UserError) as caught:
        await act(group, milestones.finish, PR, note="n" * 4000)
    assert caught.value.typed == "n" * 4000
    assert (await board(group)).find(PR).status is Status.NOT_STARTED


async def test_p4_text_typed_with_an_unknown_milestone_comes_back(group: Database) -> None:
    with pytest.raises(NotFound) as caught:
        await act(group, milestones.finish, "no-such", link="https://example.org", note="kept")
    assert caught.value.typed == "https://example.org\n\nkept"


async def test_p5_counts_equal_the_store_after_acts_undo_and_plan_edits(group: Database) -> None:
    for name in (PR, "projects-demo", "theory-problem-sets"):
        await act(group, milestones.finish, name)
    await act(group, milestones.undo, "projects-demo")
    await act(group, milestones.skip, "projects-walkthroughs")
    await expect_counts(group)
    text = loader.shipped_text()
    start = text.index('[[blocks.components.milestones]]\nid = "projects-first-pr"')
    end = text.index("[[blocks.components.milestones]]", start + 10)
    async with group.begin() as session:
        await plans.load(
            session, GUILD, text[:start] + text[end:].replace(f'"{PR}"', '"projects-demo"'), now=NOW
        )
    await expect_counts(group)
    assert (await board(group)).count.done == 1
    async with group.begin() as session:
        await plans.load(session, GUILD, text, now=NOW)
    assert (await board(group)).count.done == 2


async def expect_counts(db: Database) -> None:
    """Reckon the counts from the rows alone and compare."""
    async with db.read() as session:
        plan = await plan_queries.current(session, GUILD)
        rows = list(
            await session.scalars(
                select(ChangeRow).where(ChangeRow.user_id == ANA).order_by(ChangeRow.number)
            )
        )
    newest = {row.milestone_id: row.status for row in rows}
    view = await board(db)
    for block, section in zip(plan.blocks, view.sections, strict=True):
        states = [newest.get(m.id) for m in block.milestones if m.repeats is None]
        assert section.count.done == states.count(Status.DONE)
        assert section.count.total == len(states) - states.count(Status.SKIPPED)
    assert view.count.done == sum(section.count.done for section in view.sections)
    assert view.count.total == sum(section.count.total for section in view.sections)


async def test_p2_a_renamed_and_moved_milestone_keeps_its_state(group: Database) -> None:
    await act(group, milestones.finish, PR, note="mine")
    edited = loader.shipped_text().replace("First merged pull request", "First contribution")
    async with group.begin() as session:
        loaded = await plans.load(session, GUILD, edited, loaded_by=ANA, now=NOW)
    assert [change.now.title for change in loaded.changes.renamed] == ["First contribution"]
    item = (await board(group)).find(PR)
    assert (item.title, item.status, change_of(item).note) == (
        "First contribution",
        Status.DONE,
        "mine",
    )


async def test_p1_loading_the_same_plan_again_changes_nothing(group: Database) -> None:
    text = loader.shipped_text()
    async with group.begin() as session:
        first = await plans.load(session, GUILD, text, now=NOW)
        second = await plans.load(session, GUILD, "# a comment\n" + text, now=NOW)
        row = await session.scalar(select(func.count()).select_from(PlanVersionRow))
    assert (first.number, first.is_new, bool(first.changes)) == (1, True, False)
    assert (second.number, second.is_new, bool(second.changes)) == (1, False, False)
    assert row == 1
    assert len((await board(group)).sections) == 6


async def test_p1_two_loads_at_once_get_their_own_numbers(group: Database) -> None:
    texts = [loader.shipped_text().replace("[10, 16]", f"[10, {n}]") for n in (20, 21)]

    async def load(text: str) -> int:
        async with group.begin() as session:
            return (await plans.load(session, GUILD, text, now=NOW)).number

    assert sorted(await asyncio.gather(*map(load, texts))) == [1, 2]


async def test_p1_a_group_keeps_its_plan_once_it_has_one(group: Database) -> None:
    async with group.begin() as session:
        own = loader.shipped_text().replace('title = "ML news"', 'title = "News"')
        await plans.load(session, GUILD, own, now=NOW)
        await plans.ensure(session, await groups.get_group(session, GUILD), NOW)
        await plans.ensure(session, await groups.get_group(session, ELSEWHERE), NOW)
        mine, theirs = (
            await plan_queries.current(session, GUILD),
            await plan_queries.current(session, ELSEWHERE),
        )
    assert (present(mine.day(0)).title, present(theirs.day(0)).title) == ("News", "ML news")


async def test_p8_switching_paths_keeps_the_history_of_both(group: Database) -> None:
    async def take(path: str | None) -> Board:
        async with group.begin() as session:
            await groups.change_member(session, GUILD, ANA, path=path, now=NOW)
        return await board(group)

    assert (await board(group)).count.total == 35
    nlp = await take("nlp")
    assert nlp.path_title == "Natural language processing"
    assert nlp.count.total == 32
    assert nlp.item("cv-study") is None
    await act(group, milestones.finish, "nlp-study")
    with pytest.raises(NotFound):
        await act(group, milestones.finish, "cv-study")
    assert (await take("cv")).count.done == 0
    await act(group, milestones.start, "cv-study")
    back = await take("nlp")
    assert back.find("nlp-study").status is Status.DONE
    assert (await take("cv")).find("cv-study").status is Status.IN_PROGRESS
    assert (await take("gone-from-the-plan")).count.total == 35


async def test_p6_dates_count_from_the_members_own_start(group: Database) -> None:
    later = NOW + timedelta(days=10)
    async with group.begin() as session:
        await groups.join(session, GUILD, 99, now=later)
        mine = await board_at(session, GUILD, 99, now=later)
    assert mine.find("theory-paper-summaries").due == date(2026, 3, 26)
    assert (await board(group)).find("theory-paper-summaries").due == date(2026, 3, 16)
    assert next_due((await board(group)).items) == date(2026, 3, 16)


async def test_next_up_takes_dates_first_and_waits_for_what_is_needed(group: Database) -> None:
    async def next_id() -> str:
        return present(next_up(await board(group))).item.id

    assert await next_id() == "theory-paper-summaries"
    await act(group, milestones.finish, "theory-paper-summaries")
    assert await next_id() == "practice-train-models"
    await act(group, milestones.finish, "practice-train-models")
    assert await next_id() == "practice-deploy-app"


async def test_members_and_groups_do_not_see_each_other(group: Database) -> None:
    await act(group, milestones.finish, PR)
    assert (await board(group, BEN)).count.done == 0
    assert (await board(group, ANA, ELSEWHERE)).count.done == 0
    for guild_id, user_id in ((GUILD, 555), (999, ANA)):
        with pytest.raises(NotSetUp):
            await board(group, user_id, guild_id)


async def test_unknown_and_forged_milestones_are_refused(group: Database) -> None:
    acts = (milestones.start, milestones.finish, milestones.skip, milestones.undo)
    for typed in ("", "no-such", "x" * 6000, "project", "' OR 1=1 --", "\x00"):
        for use_case in acts:
            with pytest.raises(NotFound):
                await act(group, use_case, typed)


async def test_c7_a_win_is_shared_once_and_only_while_done(group: Database) -> None:
    with pytest.raises(UserError, match="not done"):
        await act(group, milestones.share, PR)
    done = await act(group, milestones.finish, PR, link="https://example.org", note="private")
    carried = Delivery(
        1,
        GUILD,
        ANA,
        milestones.SHARED_KIND,
        f"{PR}:{done.item.number}",
        NOW.date(),
        NOW,
        1,
        "once",
    )
    async with group.begin() as session:
        assert await wins.win(session, carried, now=NOW) is None
    assert (await act(group, milestones.share, PR)).changed
    assert not (await act(group, milestones.share, PR)).changed
    async with group.begin() as session:
        win = present(await wins.win(session, carried, now=NOW))
        assert (win.channel_id, win.link) == (11, "https://example.org")
        await milestones.unshare(session, GUILD, ANA, carried.subject)
    assert not change_of((await board(group)).find(PR)).shared
    await act(group, milestones.undo, PR)
    async with group.begin() as session:
        assert await wins.win(session, carried, now=NOW) is None


async def test_a_board_is_made_once_and_anew_after_an_act(group: Database) -> None:
    async with group.begin() as session:
        caller = await caller_of(session, now=NOW)
        source = await board_source(session, caller.member)
        assert source.board(NOW) is source.board(NOW)
        assert source.board(NOW, pace_days=-7) != source.board(NOW)
        await milestones.start(session, caller, PR)
        after = source.after((await board_source(session, caller.member)).stored)
    assert after.board(NOW) != source.board(NOW)
