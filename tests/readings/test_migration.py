"""A week that was read before there were reviews and what follows them, on both databases."""

from __future__ import annotations

from datetime import timedelta

from bot.db import Database, upgrade
from bot.db.migrate import _connection
from bot.follow_ups import service as follow_ups
from bot.follow_ups.queries import follow_up
from bot.groups.queries import get_group, get_member
from bot.groups.values import MemberCaller
from bot.news.queries import news
from bot.readings import queries
from bot.readings.values import Filters
from bot.reproductions.queries import log
from bot.reproductions.values import Outcome
from bot.reviews import rota_queries, rota_service
from bot.reviews.queries import my_list
from tests.papers.test_vote_migration import AT, GUILD, KEYS, both, load


@both
async def test_a_paper_of_before_is_in_the_history_and_can_be_reviewed_and_tried(
    empty_db_url: str,
) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load)
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    now = AT + timedelta(days=30)
    async with database.begin() as session:
        await follow_ups.schedule_missing(session, now)
        group, member = await get_group(session, GUILD), await get_member(session, GUILD, 1)
        caller = MemberCaller(GUILD, 1, is_organiser=False, now=now, member=member)
        read = await queries.found(session, caller, Filters(), 0)
        page = await queries.paper_page(session, caller, KEYS[1])
        tried = await log(session, caller, Outcome.NOT_TRIED, 0)
        reviews = await my_list(session, caller)
        after = await follow_up(session, GUILD, 1)
        before = await rota_queries.rota(session, caller)
        taken = await rota_service.take(session, caller, 1)
        newsletters = await news(session, caller)
    await database.close()
    assert group.guild_id == GUILD
    assert [each.paper.key for each in read.readings] == [KEYS[1]]
    assert [each.is_chosen for each in page.appearances] == [False, True]
    assert [each.paper.key for each in tried.papers] == [KEYS[1]]
    assert (reviews.mine, reviews.released) == ((), ())
    assert (after.message, after.doing.actions) == (None, ())
    assert before.turn is not None
    assert before.turn.user_id is None
    assert taken.user_id == 1
    assert newsletters.feeds == ()
