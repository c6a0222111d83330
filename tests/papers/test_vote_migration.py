"""Votes of before there were other methods and codes, on both databases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, insert, select, text

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.follow_ups.models import RatingRow
from bot.papers import queries
from bot.papers.models import BallotRow, MarkRow
from bot.papers.receipts import receipts_of, stages
from bot.voting import Method
from bot.voting.receipts import as_text
from cogs.papers import result_panels
from tests.papers.test_panels import texts

GUILD, AT = 1001, datetime(2026, 3, 2, 9, tzinfo=UTC)
KEYS = ("2603.00001", "2603.00002")

GROUP = {
    "guild_id": GUILD,
    "zone": "UTC",
    "start_date": AT.date(),
    "announcements_channel_id": 1,
    "papers_channel_id": 2,
    "retros_channel_id": 3,
    "categories": ["cs.LG"],
    "papers_open_weekday": 0,
    "papers_open_at": time(9),
    "papers_close_weekday": 4,
    "papers_close_at": time(17),
    "retro_day": 1,
    "retro_at": time(18),
    "created_at": AT,
}

both = pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)


def rows() -> dict[str, list[dict[str, Any]]]:
    """A closed round with its tally and an open one, two ballots in each."""
    group = {"guild_id": GUILD}
    member = {"prompt_at": time(8), "weekdays": 31, "started_on": AT.date(), "joined_at": AT}
    member["dm_refusals"] = 0
    round_ = {"opened_at": AT, "closes_at": AT, "closed_at": None, "decision": None}
    closed = {"closed_at": AT, "decision": "approvals", "ballots": 2, "winner_id": KEYS[1]}
    users = (1, 2)
    return {
        "groups": [GROUP],
        "members": [{**group, "user_id": user, **member} for user in users],
        "papers": [
            {
                "arxiv_id": key,
                "title": f"Title of {key}",
                "authors": ["A"],
                "abstract": "About it.",
                "categories": ["cs.LG"],
                "version": 1,
                "seen_at": AT,
                "is_withdrawn": False,
            }
            for key in KEYS
        ],
        "paper_rounds": [
            {"id": 1, **group, "period": date(2026, 2, 23), **round_, **closed},
            {"id": 2, **group, "period": date(2026, 3, 2), **round_, "ballots": None},
        ],
        "paper_shortlists": [
            {
                **group,
                "round_id": number,
                "arxiv_id": key,
                "position": at + 1,
                "score": 1.0,
                "reasons": [],
                "approvals": (1, 2)[at] if number == 1 else None,
            }
            for number in (1, 2)
            for at, key in enumerate(KEYS)
        ],
        "paper_ballots": [
            {**group, "round_id": number, "user_id": user, "cast_at": AT}
            for number in (1, 2)
            for user in users
        ],
        "paper_approvals": [
            {**group, "round_id": number, "user_id": user, "arxiv_id": KEYS[1]}
            for number in (1, 2)
            for user in users
        ],
    }


def load(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "0027")
    metadata = MetaData()
    metadata.reflect(connection)
    for name, values in rows().items():
        table = metadata.tables[name]
        required = {
            column.name: ""
            for column in table.columns
            if not column.nullable and column.server_default is None and not column.primary_key
        }
        for row in values:
            blank = {key: value for key, value in required.items() if key not in row}
            connection.execute(insert(table).values(**blank, **row))


@both
async def test_a7_u9_former_votes_stay_and_open_ballots_get_codes(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load)
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        former = await queries.get(session, GUILD, 1)
        running = await queries.get(session, GUILD, 2)
        ballots = (await session.scalars(select(BallotRow))).all()
        marks = (await session.scalars(select(MarkRow))).all()
    await database.close()
    assert (running.method, running.hides_totals, running.ballots) == (Method.APPROVAL, True, 2)
    assert len({row.code for row in ballots}) == 4
    assert all(re.fullmatch("[A-Z]{8}", row.code) for row in ballots)
    assert {(row.round_id, row.user_id, row.arxiv_id, row.mark) for row in marks} == {
        (number, user, KEYS[1], 1) for number in (1, 2) for user in (1, 2)
    }
    (stage,) = stages(former)
    assert stage.totals == {KEYS[0]: 1, KEYS[1]: 2}
    assert former.is_picked
    assert "Most approvals: 2 approvals on 2 ballots." in texts(result_panels.details_panel(former))
    file = as_text(receipts_of(former))
    assert "- 2 approvals: 2. Title of 2603.00002" in file
    assert "from before ballots had codes" in file


@both
async def test_u5_what_figures_were_seen_of_is_not_new_after_an_upgrade(empty_db_url: str) -> None:
    """Of a ballot that was changed since, nobody knows what it said."""

    def shows_figures(connection: Connection) -> None:
        load(connection)
        command.upgrade(alembic_config(connection), "0054")
        connection.execute(text("UPDATE paper_rounds SET hides_totals = FALSE"))
        command.upgrade(alembic_config(connection), "0058")
        connection.execute(
            text("UPDATE paper_ballots SET is_counted = FALSE WHERE user_id = 2 AND is_counted")
        )
        connection.execute(
            text(
                "INSERT INTO paper_ratings (guild_id, round_id, user_id, stars, is_counted,"
                f" rated_at) VALUES ({GUILD}, 1, 1, 4, TRUE, '2026-03-02 08:00:00'),"
                f" ({GUILD}, 1, 2, 3, FALSE, '2026-03-02 08:00:00')"
            )
        )

    async with _connection(empty_db_url) as connection:
        await connection.run_sync(shows_figures)
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        ballots = (await session.scalars(select(BallotRow))).all()
        ratings = (await session.scalars(select(RatingRow))).all()
    await database.close()
    found = [(row.round_id, row.user_id, row.counted) for row in ballots]
    assert sorted(found, key=lambda each: each[:2]) == [
        (1, 1, None),
        (1, 2, None),
        (2, 1, {KEYS[1]: 1}),
        (2, 2, {}),
    ]
    assert {(row.user_id, row.stars, row.counted_stars) for row in ratings} == {
        (1, 4, 4),
        (2, 3, None),
    }
