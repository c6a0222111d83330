"""Nominations on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.arxiv.values import Paper
from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups.models import MemberRow
from bot.papers import nominations
from bot.papers.values import NominationOutcome
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    OTHER_GUILD,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    keys,
    member,
    nominate,
    open_round,
    pending,
    vote,
)


async def test_a10_nominations_stand_first_and_duplicates_merge(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    first = await nominate(db, ANA, 50)
    assert (first.outcome, first.nominators) == (NominationOutcome.ADDED, 1)
    merged = await nominate(db, BEN, 50)
    assert (merged.outcome, merged.nominators) == (NominationOutcome.MERGED, 2)
    assert (await nominate(db, ANA, 50)).outcome is NominationOutcome.ALREADY_YOURS
    await nominate(db, CARA, 51)
    found = await open_round(db, now=OPENS)
    assert keys(found) == ["2603.00050", "2603.00051", "2603.00001"]
    assert found is not None
    assert found.picks[0].reasons == ("nominated by two members",)


async def test_a10_two_members_nominating_at_once_are_one_entry(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(50))
    await asyncio.gather(*(nominate(db, user, 50) for user in (ANA, BEN, CARA)))
    assert await pending(db, GUILD) == {"2603.00050": 3}


async def test_a10_a_nomination_is_used_once_and_can_be_renewed(db: Database) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await nominate(db, CARA, 51)
    found = await open_round(db, now=OPENS)
    assert found is not None
    for again in (False, True):
        listed = await nominate(db, BEN, 51, now=OPENS + DAY, again=again)
        assert (listed.outcome, listed.round_id) == (NominationOutcome.ON_SHORTLIST, found.id)
    await vote(db, ANA, 50, round_id=found.id)
    await close(db)
    assert await pending(db, GUILD) == {}
    renewed = await nominate(db, ANA, 51, now=CLOSES + DAY)
    assert (renewed.outcome, renewed.nominators) == (NominationOutcome.ADDED, 1)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00051"]


async def test_a10_nominations_of_one_group_are_not_anothers(db: Database) -> None:
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=[BEN])
    await nominate(db, ANA, 50)
    assert await pending(db, OTHER_GUILD) == {}
    with pytest.raises(NotSetUp):
        await nominate(db, ANA, 50, guild_id=OTHER_GUILD)


async def test_a10_what_was_nominated_by_who_left_waits_for_them(db: Database) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await nominate(db, BEN, 51)
    async with db.begin() as session:
        away = update(MemberRow).where(MemberRow.user_id == ANA)
        await session.execute(away.values(gone_since=START))
    assert await pending(db) == {"2603.00051": 1}
    joined = await nominate(db, CARA, 50)
    assert (joined.outcome, joined.nominators) == (NominationOutcome.ADDED, 1)
    async with db.begin() as session:
        await session.execute(away.values(gone_since=None))
    assert await pending(db) == {"2603.00050": 2, "2603.00051": 1}


async def test_a10_a_member_nominates_one_paper_between_two_shortlists(db: Database) -> None:
    await found_group(db)
    assert (await nominate(db, ANA, 1)).outcome is NominationOutcome.ADDED
    refused = await nominate(db, ANA, 2)
    assert refused.outcome is NominationOutcome.ONE_A_WEEK
    assert refused.instead is not None
    assert refused.instead.key == "2603.00001"
    assert await pending(db, GUILD) == {"2603.00001": 1}
    assert (await nominate(db, BEN, 2)).outcome is NominationOutcome.ADDED
    await open_round(db, now=OPENS)
    assert (await nominate(db, ANA, 3, now=OPENS + DAY)).outcome is NominationOutcome.ADDED


async def test_a10_two_places_of_a_shortlist_the_oldest_first_and_the_others_wait(
    db: Database,
) -> None:
    await found_group(db)
    await announce(db, *(entry(number) for number in range(1, 6)))
    for minutes, (user, number) in enumerate(((CARA, 52), (ANA, 50), (BEN, 51))):
        await nominate(db, user, number, now=START + timedelta(minutes=minutes))
    found = await open_round(db, now=OPENS)
    assert keys(found)[:2] == ["2603.00052", "2603.00050"]
    assert [key for key in keys(found) if key > "2603.00010"] == keys(found)[:2]
    assert len(keys(found)) == 5
    await close(db)
    assert await pending(db, GUILD) == {"2603.00051": 1}
    another = await nominate(db, BEN, 53, now=CLOSES + DAY)
    assert another.outcome is NominationOutcome.ADDED, "one that waits is of the week before"
    assert keys(await open_round(db, now=OPENS + WEEK))[:2] == ["2603.00051", "2603.00053"]


async def test_a10_a_nomination_is_withdrawn_while_it_waits_and_makes_room(db: Database) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await nominate(db, BEN, 50)
    assert (await withdraw(db, ANA, 50)).key == "2603.00050"
    assert await pending(db, GUILD) == {"2603.00050": 1}, "Ben's stays"
    with pytest.raises(NotFound):
        await withdraw(db, ANA, 50)
    assert (await nominate(db, ANA, 51)).outcome is NominationOutcome.ADDED
    await open_round(db, now=OPENS)
    with pytest.raises(UserError, match="stood on a shortlist"):
        await withdraw(db, ANA, 51, now=OPENS + DAY)


async def withdraw(db: Database, user_id: int, number: int, *, now: datetime = START) -> Paper:
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=GUILD, now=now)
        return await nominations.withdraw(session, caller, f"2603.{number:05}")


def test_a10_what_was_typed_comes_back_with_the_refusal() -> None:
    with pytest.raises(UserError) as caught:
        nominations.read_key("attention please")
    assert caught.value.typed == "attention please"


def test_a10_two_papers_in_one_text_are_asked_about() -> None:
    with pytest.raises(UserError, match=r"`2203\.02155` and `2203\.02156`\. Which one") as caught:
        nominations.read_key("2203.02155, or 2203.02156")
    assert caught.value.typed == "2203.02155, or 2203.02156"
