"""Opinions on papers (A6): 👍, 👎 and why one is not for the group, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from bot.db import Database
from bot.errors import NotFound
from bot.interests import opinions
from bot.interests.values import Opinion, WhyNot
from tests.papers.group import (
    ANA,
    BEN,
    GUILD,
    OTHER_GUILD,
    announce,
    entry,
    found_group,
    member,
    not_for_us,
    say,
)

LIKED, DISLIKED, NOTHING = Opinion(likes=True), Opinion(likes=False), Opinion()
TOPIC, TOO_LONG, KNOWN = WhyNot


@pytest.fixture
async def group(db: Database) -> Database:
    """A group that knows two papers."""
    await found_group(db)
    await announce(db, entry(1), entry(2))
    return db


async def thought_by(
    db: Database, user_id: int, *, guild_id: int = GUILD, numbers: tuple[int, ...] = (1, 2)
) -> dict[str, Opinion]:
    """What a member thinks of papers by their numbers."""
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild_id)
        keys = [f"2603.{number:05}" for number in numbers]
        return await opinions.mine(session, caller, keys)


async def test_a6_one_likes_or_dislikes_a_paper_and_the_same_again_takes_it_back(
    group: Database,
) -> None:
    assert await say(group, ANA, 1, likes=True) == LIKED
    assert await say(group, ANA, 1, likes=False) == DISLIKED
    assert await thought_by(group, ANA) == {"2603.00001": DISLIKED}
    assert await say(group, ANA, 1, likes=False) == NOTHING
    assert await thought_by(group, ANA) == {}


async def test_a6_one_says_why_it_is_not_for_the_group_and_takes_it_back(group: Database) -> None:
    assert await not_for_us(group, ANA, 1, TOPIC) == Opinion(why_not=TOPIC)
    assert await not_for_us(group, ANA, 1, TOO_LONG) == Opinion(why_not=TOO_LONG)
    assert await say(group, ANA, 1, likes=False) == Opinion(False, TOO_LONG)
    assert await not_for_us(group, ANA, 1, TOO_LONG) == DISLIKED


async def test_a6_liking_and_off_topic_take_each_other_back_but_one_can_like_what_one_knows(
    group: Database,
) -> None:
    for why in (TOPIC, TOO_LONG):
        await not_for_us(group, ANA, 1, why)
        assert await say(group, ANA, 1, likes=True) == LIKED
        assert await not_for_us(group, ANA, 1, why) == Opinion(why_not=why)
    assert await say(group, ANA, 2, likes=True) == LIKED
    assert await not_for_us(group, ANA, 2, KNOWN) == Opinion(True, KNOWN)


async def test_a6_opinions_are_of_one_member_in_one_group(group: Database) -> None:
    await found_group(group, OTHER_GUILD, members=[ANA])
    await say(group, ANA, 1, likes=True)
    assert await thought_by(group, BEN) == {}
    assert await thought_by(group, ANA, guild_id=OTHER_GUILD) == {}
    assert await thought_by(group, ANA, numbers=(2,)) == {}


async def test_a6_an_opinion_on_a_paper_that_nobody_knows_is_refused(group: Database) -> None:
    with pytest.raises(NotFound, match="do not know that paper"):
        await say(group, ANA, 99, likes=True)
    with pytest.raises(NotFound, match="do not know that paper"):
        await not_for_us(group, ANA, 99, KNOWN)


async def test_a6_two_clicks_at_once_are_one_after_the_other(group: Database) -> None:
    await asyncio.gather(*(say(group, ANA, 1, likes=True) for _ in range(3)))
    assert await thought_by(group, ANA) == {"2603.00001": LIKED}
