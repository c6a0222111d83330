"""Openings and closings that come too late or cannot be posted: nothing stays half done."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal

import pytest

from bot.db import Database
from bot.papers import queries, rounds
from bot.papers.rules.timetable import CLOSE, OPEN
from bot.papers.values import Round, RoundDecision
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus
from sandbox.feeds import Paper
from tests.live import START, Study, start_bot, stop_bot
from tests.papers.group import (
    ANA,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    open_round,
    opened,
    vote,
)

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


def failure(
    kind: str,
    due_at: datetime,
    status: Literal[DeliveryStatus.MISSED, DeliveryStatus.UNDELIVERABLE] = DeliveryStatus.MISSED,
) -> DeliveryFailure:
    delivery = Delivery(
        id=1,
        guild_id=GUILD,
        user_id=None,
        kind=kind,
        subject="",
        period=due_at.date(),
        due_at=due_at,
        attempt=1,
        nonce="once",
    )
    return DeliveryFailure(delivery, status, "the channel is gone")


async def rounds_of(db: Database) -> list[Round]:
    """All rounds, the newest first."""
    async with db.read() as session:
        return await queries.recent(session, GUILD, 10)


async def test_a_close_that_is_missed_closes_the_round(db: Database) -> None:
    """By the ballots that there are; nothing waits for the next opening."""
    found = await opened(db)
    await vote(db, ANA, 2, round_id=found.id)
    late = CLOSES + 6 * DAY + HOUR
    async with db.begin() as session:
        await rounds.on_closing_failed(session, failure(CLOSE, CLOSES), late)
    (closed,) = await rounds_of(db)
    assert closed.winner is not None
    assert (closed.winner.key, closed.closed_at) == ("2603.00002", late)
    assert closed.decision is RoundDecision.BALLOTS
    assert closed.trouble == "by the time that I could, it was too late"


async def test_a_result_that_cannot_be_posted_is_noted_with_its_own_round(db: Database) -> None:
    """Also when the next vote is open meanwhile."""
    first = await opened(db)
    await vote(db, ANA, 1, round_id=first.id)
    await close(db)
    await announce(db, entry(9), now=CLOSES + DAY)
    second = await open_round(db, now=OPENS + WEEK)
    assert second is not None
    async with db.begin() as session:
        await rounds.on_closing_failed(
            session, failure(CLOSE, CLOSES, DeliveryStatus.UNDELIVERABLE), OPENS + WEEK
        )
    assert {found.id: found.trouble for found in await rounds_of(db)} == {
        second.id: None,
        first.id: "the channel is gone",
    }


async def test_a_shortlist_that_cannot_be_posted_is_noted_with_its_own_round(db: Database) -> None:
    """And never with the one before, when its own was not even opened."""
    await opened(db)
    async with db.begin() as session:
        await rounds.on_opening_failed(session, failure(OPEN, OPENS + WEEK), OPENS + WEEK)
    (found,) = await rounds_of(db)
    assert found.trouble is None
    async with db.begin() as session:
        await rounds.on_opening_failed(
            session, failure(OPEN, OPENS, DeliveryStatus.UNDELIVERABLE), OPENS
        )
    (found,) = await rounds_of(db)
    assert found.trouble == "the channel is gone"
    assert found.takes_ballots(OPENS)


async def test_a_failed_close_of_a_vote_that_goes_on_leaves_it_open(db: Database) -> None:
    await opened(db)
    async with db.begin() as session:
        await rounds.on_closing_failed(session, failure(CLOSE, OPENS), CLOSES - HOUR)
    (found,) = await rounds_of(db)
    assert (found.closed_at, found.trouble) == (None, None)


async def test_candidates_reach_two_weeks_back_at_most(db: Database) -> None:
    """However long ago the last shortlist was."""
    await found_group(db)
    await announce(db, entry(1))
    await open_round(db, now=OPENS)
    await close(db)
    now = OPENS + 4 * WEEK
    await announce(db, entry(2), now=now - 14 * DAY)
    await announce(db, entry(3), now=now - 14 * DAY + HOUR)
    found = await open_round(db, now=now)
    assert found is not None
    assert [pick.paper.key for pick in found.picks] == ["2603.00003"]


async def test_the_candidates_of_a_first_shortlist_reach_a_week_back(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), now=OPENS - WEEK)
    await announce(db, entry(2), now=OPENS - WEEK + HOUR)
    found = await open_round(db, now=OPENS)
    assert found is not None
    assert [pick.paper.key for pick in found.picks] == ["2603.00002"]


async def away(study: Study, until: datetime) -> None:
    """Nothing runs until then, and what is due then is done."""
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(until)
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(minutes=1))


def batch(day: date) -> list[Paper]:
    return [Paper("2603.00001", "First", ("Ada",), ("cs.LG",), "About it.", day)]


@sqlite_only
async def test_a_missed_shortlist_is_said_to_everybody_in_picks(study: Study) -> None:
    """Three days and more late: no round, no post, and no word of an empty feed."""
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(START.date(), batch(START.date()))
    await away(study, OPENS + 3 * DAY + HOUR)
    assert list(study.papers.messages) == []
    for who in (ana, study.organiser):
        seen = await who.slash("paper picks")
        assert "There was no shortlist this week" in seen.text
        assert "due on Monday 2 March 2026" in seen.text
        assert "The next shortlist comes" in seen.text
    await study.clock.move_to(OPENS + WEEK)
    assert "There was no shortlist" not in (await ana.slash("paper picks")).text


@sqlite_only
async def test_a_missed_result_is_in_picks_and_history(study: Study) -> None:
    """Six days and more late: the vote is closed, its result stands where members look."""
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(START.date(), batch(START.date()))
    await study.clock.move_to(OPENS)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await away(study, CLOSES + 6 * DAY + HOUR)
    assert len(list(study.papers.messages)) == 1
    seen = await ana.slash("paper picks")
    assert "The group picked **First**" in seen.text
    assert "could not post" not in seen.text
    assert "First" in (await ana.slash("paper history")).text
    told = await study.organiser.slash("paper picks")
    assert "I could not post in the papers channel: by the time that I could" in told.text
    assert re.search("</paper history:[0-9]+> has every result", told.text)
