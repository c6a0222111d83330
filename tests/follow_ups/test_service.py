"""What follows a chosen paper, on both databases: ratings, offers, when the thread is asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.actions.queries import owned_actions
from bot.db import Base, Database
from bot.errors import NotFound, UserError
from bot.follow_ups import offers, queries, ratings, service
from bot.follow_ups.data import DATA
from bot.follow_ups.models import FollowUpRow, PaperActionRow, RatingFigureRow, RatingRow
from bot.follow_ups.rules import MOST_ACTIONS
from bot.follow_ups.values import KIND, Figure, MyRating, Planned
from bot.groups.models import MemberRow
from bot.papers.models import RoundRow
from bot.public_panels import PostedMessage
from bot.scheduling import upcoming
from tests.groups import acting as groups
from tests.papers.group import ANA, BEN, CLOSES, GUILD, OTHER_GUILD, START, WEEK, insider, member
from tests.readings.read import read_papers
from tests.statements import statements

CROWD = range(1, 13)


async def rated(db: Database, user_id: int, round_id: int, stars: int) -> MyRating:
    async with db.begin() as session:
        return await ratings.rate(session, await member(session, user_id), round_id, stars)


async def crowd(db: Database) -> int:
    """A group of twelve that read one paper; gives its round."""
    (round_id,) = await read_papers(db, 1)
    async with db.begin() as session:
        for user_id in CROWD:
            await groups.join(session, GUILD, user_id, now=START)
    return round_id


async def planned(
    db: Database, user_id: int, round_id: int, *, owner: int | None = None, due: str = "2026-04-01"
) -> Planned:
    async with db.begin() as session:
        caller = await member(session, user_id)
        return await offers.plan(
            session, caller, round_id, text="Try its loss", due=due, owner_id=owner
        )


async def test_w2_u5_no_figure_below_five_and_none_that_tells_of_one(db: Database) -> None:
    """The sixth to the ninth rating change nothing that anybody sees; nor does a changed one."""
    round_id = await crowd(db)
    for user_id in range(1, 5):
        assert (await rated(db, user_id, round_id, 5)).figure is None
    five = Figure(5, 4.2)
    assert (await rated(db, 5, round_id, 1)).figure == five
    for user_id in range(6, 10):
        assert (await rated(db, user_id, round_id, 1)).figure == five
    assert (await rated(db, 1, round_id, 5)).figure == five, "the same again is no news"
    assert (await rated(db, 6, round_id, 2)).figure == five, "it is new already"
    assert (await rated(db, 10, round_id, 3)).figure == Figure(10, 2.9)
    for user_id, stars in ((2, 5), (3, 5), (4, 5), (5, 1), (6, 2)):
        assert (await rated(db, user_id, round_id, 4)).figure == Figure(10, 2.9)
        assert (await rated(db, user_id, round_id, stars)).figure == Figure(10, 2.9), "as in it"
    async with db.begin() as session:
        gone = await ratings.take_back(session, await member(session, 10), round_id)
    assert (gone.stars, gone.figure) == (None, Figure(10, 2.9))


async def test_w2_ratings_of_who_left_make_no_figure(db: Database) -> None:
    round_id = await crowd(db)
    for user_id in range(1, 5):
        await rated(db, user_id, round_id, 5)
    async with db.begin() as session:
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == ANA).values(left_at=START)
        )
    assert (await rated(db, 5, round_id, 5)).figure is None
    five = Figure(5, 5.0)
    assert (await rated(db, 6, round_id, 5)).figure == five
    async with db.begin() as session:
        await session.execute(update(MemberRow).values(left_at=None))
    for user_id in range(7, 10):
        assert (await rated(db, user_id, round_id, 5)).figure == five
    figure = (await rated(db, 10, round_id, 5)).figure
    assert figure == Figure(10, 5.0), "four are new, and so is the one who is back"
    async with db.begin() as session:
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == ANA).values(left_at=START)
        )
    for user_id in range(2, 6):
        assert (await rated(db, user_id, round_id, 2)).figure == figure
    assert (await rated(db, 6, round_id, 2)).figure == Figure(9, 30 / 9), "five say otherwise"
    async with db.begin() as session:
        await session.execute(update(MemberRow).values(left_at=None))
    for user_id in range(2, 5):
        assert (await rated(db, user_id, round_id, 1)).figure == Figure(9, 30 / 9)
    figure = (await rated(db, 5, round_id, 1)).figure
    assert figure == Figure(10, 3.1), "back, and not in the one before"


@pytest.mark.postgres
@pytest.mark.parametrize("db_url", ["postgres"], indirect=True)
async def test_u5_ratings_that_come_at_once_make_one_figure(db: Database) -> None:
    round_id = await crowd(db)
    found = await asyncio.gather(*(rated(db, user_id, round_id, 4) for user_id in range(1, 10)))
    assert {each.figure for each in found} == {None, Figure(5, 4.0)}


async def test_a_rating_is_of_what_this_group_chose(db: Database) -> None:
    (round_id,) = await read_papers(db, 1)
    (theirs,) = await read_papers(db, 1, guild_id=OTHER_GUILD)
    for other in (theirs, 0, 2**62):
        with pytest.raises(NotFound, match="chose no paper here"):
            await rated(db, ANA, other, 3)
        with pytest.raises(NotFound, match="chose no paper here"):
            await planned(db, ANA, other)
    with pytest.raises(UserError, match="from 1 to 5"):
        await rated(db, ANA, round_id, 6)
    async with db.read() as session:
        assert list(await session.scalars(select(RatingRow))) == []


async def test_t6_what_is_named_for_somebody_else_waits_for_them(db: Database) -> None:
    (round_id,) = await read_papers(db, 1)
    own = await planned(db, ANA, round_id)
    assert own.action is not None
    assert (own.action.owner_id, own.action.due_on) == (ANA, date(2026, 4, 1))
    offered = await planned(db, ANA, round_id, owner=BEN)
    assert offered.action is None
    assert offered.offer is not None
    async with db.read() as session:
        assert await owned_actions(session, GUILD, BEN) == []
        assert await queries.offers_to(session, insider()) == [], "they are Ben's alone"
        found = await queries.follow_up(session, GUILD, round_id)
        assert ([each.owner_id for each in found.doing.actions], found.doing.offered) == ([ANA], 1)
    async with db.begin() as session:
        with pytest.raises(NotFound, match="not here any more"):
            await offers.take(session, await member(session, ANA), offered.offer.id)
    async with db.begin() as session:
        taken = await offers.take(session, await member(session, BEN), offered.offer.id)
        assert taken.action is not None
    async with db.read() as session:
        assert await owned_actions(session, GUILD, BEN) == [taken.action]
        found = await queries.follow_up(session, GUILD, round_id)
        assert (len(found.doing.actions), found.doing.offered) == (2, 0)
    async with db.begin() as session:
        with pytest.raises(NotFound, match="not here any more"):
            await offers.take(session, await member(session, BEN), offered.offer.id)


async def test_t6_an_offer_can_be_declined_and_one_whose_date_passed_is_not_taken(
    db: Database,
) -> None:
    (round_id,) = await read_papers(db, 1)
    offer = (await planned(db, ANA, round_id, owner=BEN)).offer
    assert offer is not None
    late = START + timedelta(days=60)
    async with db.begin() as session:
        with pytest.raises(UserError, match="date has passed"):
            await offers.take(session, await member(session, BEN, now=late), offer.id)
    async with db.begin() as session:
        await offers.decline(session, await member(session, BEN), offer.id)
    async with db.read() as session:
        assert list(await session.scalars(select(PaperActionRow))) == []


async def test_t6_an_offer_to_who_left_counts_nowhere(db: Database) -> None:
    (round_id,) = await read_papers(db, 1)
    await planned(db, ANA, round_id, owner=BEN)
    async with db.begin() as session:
        await groups.leave(session, GUILD, BEN, now=CLOSES)
        assert (await queries.follow_up(session, GUILD, round_id)).doing.offered == 0


async def test_an_action_needs_a_member_a_date_ahead_and_room(db: Database) -> None:
    (round_id,) = await read_papers(db, 1)
    with pytest.raises(UserError, match="not joined the study group"):
        await planned(db, ANA, round_id, owner=77)
    with pytest.raises(UserError):
        await planned(db, ANA, round_id, due="2020-01-01")
    for _ in range(MOST_ACTIONS):
        await planned(db, ANA, round_id)
    with pytest.raises(UserError, match="all that fits"):
        await planned(db, ANA, round_id)


async def test_a11_a_thread_is_to_be_asked_once_and_only_where_there_is_one(db: Database) -> None:
    """Also what a former version chose within a week, and not what is older."""
    first, second = await read_papers(db, 2)
    (third,) = await read_papers(db, 1, guild_id=OTHER_GUILD, thread=False)
    now = CLOSES + WEEK + timedelta(days=2)
    for _ in range(2):
        async with db.begin() as session:
            await service.schedule_missing(session, now)
            await service.thread_opened(session, OTHER_GUILD, third)
            await service.thread_opened(session, GUILD, 12345)
    async with db.read() as session:
        (due,) = await upcoming(session, GUILD, kinds=[KIND])
        assert (due.subject, due.at) == (str(second), CLOSES + 2 * WEEK)
        assert await upcoming(session, OTHER_GUILD, kinds=[KIND]) == []
        assert list(await session.scalars(select(FollowUpRow.round_id))) == [second]
    async with db.begin() as session:
        await service.thread_opened(session, GUILD, first)
        await service.asked(session, GUILD, first, PostedMessage(1, 2))
    async with db.read() as session:
        assert await service.to_ask(session, GUILD, first) is None
        assert await service.to_ask(session, GUILD, second) is not None


async def test_a_round_that_is_closed_anew_is_asked_about_a_week_after_that(db: Database) -> None:
    """Such as one that a clock which stood ahead had closed."""
    (round_id,) = await read_papers(db, 1)
    async with db.begin() as session:
        await service.thread_opened(session, GUILD, round_id)
        later = {"closed_at": CLOSES + WEEK, "closes_at": CLOSES + WEEK}
        await session.execute(update(RoundRow).values(**later))
        await service.thread_opened(session, GUILD, round_id)
    async with db.read() as session:
        (due,) = await upcoming(session, GUILD, kinds=[KIND])
    assert due.at == CLOSES + 2 * WEEK


async def test_m1_d1_what_is_said_is_exported_and_forgotten(db: Database) -> None:
    round_id = await crowd(db)
    for user_id in range(1, 6):
        await rated(db, user_id, round_id, 4)
    await planned(db, ANA, round_id)
    await planned(db, BEN, round_id, owner=ANA)
    async with db.begin() as session:
        records = await DATA.export(session, GUILD, ANA)
        assert [row["stars"] for row in records["paper_ratings"]] == [4]
        assert len(records["paper_actions"]) == 2
        await DATA.forget(session, GUILD, ANA)
        assert await session.scalar(select(RatingRow.user_id).filter_by(user_id=ANA)) is None
        assert list(await session.scalars(select(PaperActionRow))) == []
        figure = await session.get(RatingFigureRow, (GUILD, round_id))
        assert figure is not None
        assert figure.ratings == 5, "a mean that was shown stays"


async def test_acts_take_the_same_statements_for_few_and_many(db: Database) -> None:
    round_id = await crowd(db)
    rate, page = [], []
    for user_id in (1, 2, 3, 4):
        with statements(db) as seen:
            await rated(db, user_id, round_id, user_id)
        rate.append(len(seen))
        await planned(db, user_id, round_id)
        async with db.read() as session:
            with statements(db) as seen:
                caller = replace(insider(), user_id=user_id)
                await queries.newest_choice(session, caller, "2603.00001")
        page.append(len(seen))
    assert len(set(rate)) == len(set(page)) == 1, (rate, page)
    assert max(*rate, *page) <= 8


def test_every_table_about_a_person_is_known_here() -> None:
    tables = {
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == "bot.follow_ups.models"
        and {"user_id", "owner_id"} & set(mapper.columns.keys())
    }
    assert tables == {RatingRow, PaperActionRow}
    assert len(DATA.stored) == 2
