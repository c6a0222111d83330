"""Who nominated a paper is named only if they let it, while the vote is open and they are here."""

from __future__ import annotations

from datetime import datetime

import pytest
from alembic import command
from sqlalchemy import Connection, select, text

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.errors import NotFound, UserError
from bot.papers import nominations, postings, queries, rounds
from bot.papers.data import DATA
from bot.papers.models import NominationRow
from bot.papers.rules.timetable import SHOW
from bot.papers.values import Nominated, Round
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    SECOND,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    member,
    nominate,
    open_round,
    vote,
)


async def name_me(
    db: Database, user_id: int, number: int, is_named: bool, *, now: datetime = START
) -> Nominated:
    async with db.begin() as session:
        caller = await member(session, user_id, now=now)
        return await nominations.name_me(session, caller, f"2603.{number:05}", is_named)


async def names(db: Database, found: Round | None) -> dict[str, tuple[int, ...]]:
    assert found is not None
    async with db.read() as session:
        shown = await queries.with_names(session, found)
    return {pick.paper.key: pick.named for pick in shown.picks if pick.named}


async def test_a10_a_nominator_is_unnamed_until_they_let_it_and_can_change_that(
    db: Database,
) -> None:
    await found_group(db)
    assert not (await nominate(db, ANA, 50)).is_named
    await nominate(db, BEN, 50)
    await nominate(db, CARA, 51)
    assert (await name_me(db, ANA, 50, True)).is_named
    assert (await name_me(db, CARA, 51, True)).is_named
    assert not (await name_me(db, CARA, 51, False)).is_named
    with pytest.raises(NotFound):
        await name_me(db, CARA, 50, True)
    found = await open_round(db, now=OPENS)
    assert await names(db, found) == {"2603.00050": (ANA,)}
    with pytest.raises(UserError, match="stays as it was"):
        await name_me(db, BEN, 50, True, now=OPENS + DAY)


async def test_a10_a_name_of_an_earlier_shortlist_does_not_come_back(db: Database) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await name_me(db, ANA, 50, True)
    await announce(db, entry(1))
    first = await open_round(db, now=OPENS)
    assert first is not None
    await vote(db, BEN, 1, round_id=first.id)
    await close(db)
    await nominate(db, BEN, 50, now=CLOSES)
    second = await open_round(db, now=OPENS + WEEK)
    assert await names(db, second) == {}


async def test_a10_who_left_or_is_forgotten_is_named_no_more(db: Database) -> None:
    await found_group(db)
    for user_id in (ANA, BEN):
        await nominate(db, user_id, 50)
        await name_me(db, user_id, 50, True)
    found = await open_round(db, now=OPENS)
    assert found is not None
    assert await names(db, found) == {"2603.00050": (ANA, BEN)}
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await names(db, found) == {"2603.00050": (BEN,)}
    async with db.begin() as session:
        await groups.leave(session, GUILD, BEN, now=OPENS + DAY)
    assert await names(db, found) == {}


async def test_a10_the_posted_shortlist_is_shown_anew_when_a_named_one_leaves(
    db: Database,
) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await name_me(db, ANA, 50, True)
    await nominate(db, BEN, 51)
    found = await open_round(db, now=OPENS)
    assert found is not None
    async with db.begin() as session:
        await rounds.posted(session, GUILD, found.id, channel_id=5, message_id=6)
    for user_id, is_due in ((BEN, None), (ANA, OPENS + DAY)):
        async with db.begin() as session:
            left = await groups.leave(session, GUILD, user_id, now=OPENS + DAY)
            await postings.on_member_changed(session, left, OPENS + DAY)
        async with db.read() as session:
            due = await session.scalar(
                select(ScheduleRow.next_due_at).where(ScheduleRow.kind == SHOW)
            )
        assert due == is_due


async def test_a10_the_posted_shortlist_is_shown_anew_for_each_who_is_forgotten(
    db: Database,
) -> None:
    await found_group(db)
    for number, user_id in enumerate((ANA, BEN)):
        await nominate(db, user_id, 50, now=START + number * SECOND)
        await name_me(db, user_id, 50, True)
    await nominate(db, CARA, 50)
    found = await open_round(db, now=OPENS)
    assert found is not None
    async with db.begin() as session:
        await rounds.posted(session, GUILD, found.id, channel_id=5, message_id=6)
    for user_id, is_due in ((CARA, None), (ANA, START), (BEN, START + SECOND)):
        async with db.begin() as session:
            await DATA.forget(session, GUILD, user_id)
        async with db.read() as session:
            due = await session.scalar(
                select(ScheduleRow.next_due_at).where(ScheduleRow.kind == SHOW)
            )
        assert due == is_due


BEFORE = (
    "INSERT INTO groups (guild_id, zone, start_date, announcements_channel_id, papers_channel_id,"
    " retros_channel_id, categories, papers_open_weekday, papers_open_at, papers_close_weekday,"
    " papers_close_at, retro_day, retro_at, created_at) VALUES (100, 'UTC', '2026-03-02', 1, 2, 3,"
    " '[\"cs.LG\"]', 0, '09:00:00.000000', 4, '17:00:00.000000', 1, '18:00:00.000000',"
    " '2026-03-02 06:00:00.000000')",
    "INSERT INTO members (guild_id, user_id, prompt_at, weekdays, started_on, dm_refusals,"
    " joined_at) VALUES (100, 1, '08:00:00.000000', 31, '2026-03-02', 0,"
    " '2026-03-02 06:00:00.000000')",
    "INSERT INTO papers (arxiv_id, version, title, folded_title, authors, folded_authors, abstract,"
    " categories, is_withdrawn, seen_at) VALUES ('2603.00050', 1, 'T', 't', '[]', '', 'A', '[]',"
    " FALSE, '2026-03-02 06:00:00.000000')",
    "INSERT INTO paper_nominations (guild_id, arxiv_id, user_id, nominated_at) VALUES"
    " (100, '2603.00050', 1, '2026-03-02 06:30:00.000000')",
    "INSERT INTO paper_rounds (guild_id, period, opened_at, closes_at) VALUES (100, '2026-03-02',"
    " '2026-03-02 09:00:00.000000', '2026-03-06 17:00:00.000000')",
)


def _upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(alembic_config(connection), revision)


@pytest.mark.parametrize("empty_db_url", ["sqlite", "postgres"], indirect=True)
async def test_d4_rounds_and_nominations_from_before_are_kept_and_nobody_is_named(
    empty_db_url: str,
) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(_upgrade, "0027")
        for statement in BEFORE:
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.begin() as session:
        (found,) = await queries.recent(session, GUILD, 5)
        assert found.takes_ballots(OPENS)
        assert (found.is_extended, found.is_skipped, found.guide) == (False, False, None)
        mine = await session.get(NominationRow, (GUILD, "2603.00050", ANA))
        assert mine is not None
        assert not mine.is_named
        assert await queries.skipped_weeks(session, GUILD) == set()
    await database.close()
