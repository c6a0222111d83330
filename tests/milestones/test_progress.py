"""The group's progress without names, released wins, and how many statements it all takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.db import Database
from bot.milestones import overrides, own, pace, progress
from bot.milestones import service as milestones
from bot.milestones.figures import count_anew
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.milestones.values import Count, GroupProgress, Status
from bot.plans import service as plans
from bot.wins import queries as wins
from bot.wins.values import SharedWin
from cogs.wins.group_panels import group_panel
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD, NOW, act, board, make_groups, present, texts
from tests.plans.strategies import milestone_text, small_plan
from tests.statements import statements


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def join(db: Database, *user_ids: int) -> None:
    async with db.begin() as session:
        for user_id in user_ids:
            await groups.join(session, GUILD, user_id, now=NOW)


async def counts(db: Database) -> GroupProgress | None:
    async with db.read() as session:
        return await progress.group_progress(session, GUILD)


async def counted_anew(db: Database) -> GroupProgress | None:
    async with db.begin() as session:
        await count_anew(session, GUILD, now=NOW)
        return await progress.group_progress(session, GUILD)


async def released(db: Database, days: int = 28) -> tuple[SharedWin, ...]:
    async with db.read() as session:
        since = NOW - timedelta(days=days)
        return await wins.shared(session, GUILD, since=since)


async def test_w2_no_figure_of_the_group_below_five_members(group: Database) -> None:
    await act(group, milestones.start, "read")
    await act(group, milestones.finish, "read")
    await join(group, 1, 2)
    assert await counted_anew(group) is None
    await join(group, 3)
    assert await counts(group) is None, "reading counts nothing"
    found = present(await counted_anew(group))
    assert found.people == "5 members"
    assert found.counts == (Count(done=1, in_progress=0, skipped=0, total=25),)
    async with group.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)
    assert await counts(group) is None
    said = texts(group_panel(None, (), weeks=4))
    assert "Too few" in said
    assert "%" not in said


async def test_u5_a_block_is_counted_anew_when_five_changed_something_there(
    group: Database,
) -> None:
    """Begun, skipped, hidden, another path, somebody new, undone: each counts, however often."""
    await act(group, milestones.finish, "read")
    await join(group, 1, 2, 3)
    first = present(await counted_anew(group))
    await act(group, milestones.skip, "talk")
    await act(group, overrides.hide, "read")
    await act(group, milestones.start, "write", user_id=BEN)
    await act(group, pace.choose_path, "left", user_id=1)
    for again in (milestones.start, milestones.undo):
        await act(group, again, "talk", user_id=3)
        assert await counted_anew(group) == first
    await act(group, overrides.hide, "write", user_id=2)
    assert await counted_anew(group) == first, "who undid it all changed nothing"
    await join(group, 4)
    found = present(await counted_anew(group))
    assert found.people == "6 members"
    assert found.counts == (Count(done=0, in_progress=1, skipped=1, total=26),)
    assert await counts(group) == found


async def test_c7_only_what_was_released_is_listed_newest_first(group: Database) -> None:
    await act(group, own.add, title="Own @everyone **one**")
    await act(group, own.add, title="Ben's of the same number", user_id=BEN)
    for name in ("read", "talk", "own-1"):
        await act(group, milestones.finish, name, note="secret", link="https://example.org")
    await act(group, milestones.share, "read", later=1)
    await act(group, milestones.share, "own-1", later=2)
    await act(group, milestones.finish, "read", user_id=BEN)
    await act(group, milestones.share, "read", user_id=BEN, later=3)
    found = await released(group)
    assert [(win.user_id, win.milestone_id, win.block) for win in found] == [
        (BEN, "read", 1),
        (ANA, "own-1", None),
        (ANA, "read", 1),
    ]
    said = texts(group_panel(None, found, weeks=4))
    assert "secret" not in said
    assert "@everyone" not in said
    assert "\\*\\*one" in said

    await act(group, milestones.undo, "read", later=4)
    async with group.begin() as session:
        await groups.leave(session, GUILD, BEN, now=NOW)
    assert [win.milestone_id for win in await released(group)] == ["own-1"]
    assert len(await released(group, days=-1)) == 1
    assert await released(group, days=-10) == ()


async def test_the_number_of_statements_does_not_grow(group: Database) -> None:
    """With members, milestones, changes, choices or own ones: as for an empty group."""

    async def cost() -> tuple[int, ...]:
        await board(group)  # a plan's text is read once, then known by its digest
        seen = []
        for ask in (board, counts, released):
            with statements(group) as asked:
                await ask(group)
            seen.append(sum(statement.startswith(("SELECT", "WITH")) for statement in asked))
        return tuple(seen)

    few = await cost()
    names = [f"m-{number}" for number in range(200)]
    await join(group, *range(100, 140))
    async with group.begin() as session:
        await plans.load(session, GUILD, many(names), now=NOW)
        for user_id in (ANA, BEN, *range(100, 140)):
            session.add_all(
                ChangeRow(
                    guild_id=GUILD,
                    user_id=user_id,
                    milestone_id=name,
                    number=1,
                    status=Status.DONE,
                    changed_at=NOW,
                    shared_at=NOW,
                )
                for name in names[: 200 if user_id == ANA else 3]
            )
        session.add_all(
            OverrideRow(guild_id=GUILD, user_id=ANA, milestone_id=name, hidden=True)
            for name in names[:50]
        )
        session.add_all(
            OwnRow(guild_id=GUILD, user_id=ANA, number=number, title="x", added_at=NOW)
            for number in range(1, 80)
        )
    assert (await board(group)).count.total == 229
    assert await cost() == few
    assert few == (4, 2, 3)


def many(names: list[str]) -> str:
    """A plan of so many milestones."""
    parts = [small_plan(*(milestone_text(name) for name in names[:25]))]
    for first in range(25, len(names), 25):
        parts.append(
            f'\n[[blocks.components]]\nid = "part-{first}"\ntitle = "Part"\nsummary = "One."\n'
            + "".join(milestone_text(name) for name in names[first : first + 25])
        )
    return "".join(parts)
