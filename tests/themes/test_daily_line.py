"""A vote on themes without one's own, in the daily message and `/today` on its last day (R13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.groups.values import Member
from bot.reminders.closing import to_name
from bot.themes.waiting import WaitingVote, waiting
from sandbox import ActingUser
from sandbox.world.model import Message
from tests.groups import acting as groups
from tests.live import Study
from tests.retros.acting import posted
from tests.themes.acting import on, revealed, vote

ASKED = "The vote on what to talk about"
DAY = timedelta(days=1)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def asked(who: ActingUser) -> list[Message]:
    """The direct messages that name the vote."""
    return [each for each in who.inbox if ASKED in each.text]


async def test_r13_an_open_vote_is_named_on_its_last_day_to_whoever_gave_none(
    study: Study,
) -> None:
    """R13, T5: within the daily message, never to whom has voted, however few votes they gave.

    The vote ends on Wednesday at six, so Tuesday's message is the last that comes in time.
    """
    ana, ben, cem = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    await revealed(study, [ana, ben], "Calls are long", "Read more")
    await on(study)
    await vote(ben, posted(study)[-1], "Calls are long")
    await study.clock.move_to(at(2, 9))
    assert asked(ana) == asked(ben) == asked(cem) == []
    assert ASKED not in (await ana.slash("today")).text
    await study.clock.move_to(at(3, 9))
    [named], [other] = asked(ana), asked(cem)
    assert f"ends <t:{int(at(4, 6).timestamp())}:F>" in named.text
    assert "your 3 votes wait" in named.text
    assert len([each for each in ana.inbox if each.timestamp.day == 3]) == 1, "in the message"
    assert asked(ben) == []
    ballot = await ana.click(named, "Vote")
    assert "0 of 3 given" in ballot.text
    await vote(ana, posted(study)[-1], "Read more")
    await study.clock.move_to(at(4, 5))
    for who, waits in ((ana, False), (ben, False), (cem, True)):
        assert (ASKED in (await who.slash("today")).text) is waits
    await study.clock.move_to(at(4, 7))
    assert ASKED not in (await cem.slash("today")).text, "the vote has ended"
    assert "Votes can be given" not in (await cem.click(other, "Vote")).text
    assert len(asked(cem)) == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_r13_it_is_named_once_and_anew_where_the_end_was_moved(study: Study) -> None:
    ana = await study.person("Ana")
    await revealed(study, [ana, ana], "Calls are long", "Read more")
    await on(study)
    member, found = await waiting_of(study, ana)
    first = to_name(found, member, (), next_day=None, now=at(3, 9))
    assert first is not None
    assert to_name(found, member, [first.key], next_day=None, now=at(3, 9)) is None
    assert to_name(found, member, (), next_day=at(3, 8).date(), now=at(2, 9)) is None
    await study.organiser.slash("retro extend", days=2)
    member, found = await waiting_of(study, ana)
    again = to_name(found, member, [first.key], next_day=None, now=at(6, 1))
    assert again is not None
    assert again.due == at(6, 6).date()


async def waiting_of(study: Study, who: ActingUser) -> tuple[Member, WaitingVote | None]:
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, who.id)
        return member, await waiting(session, member, study.clock.now())


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_t5_nobody_is_asked_for_votes_that_they_cannot_give(study: Study) -> None:
    """Where none go to own cards, and all cards are one's own."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await revealed(study, [ana], "Calls are long", "Read more", own_votes=False)
    await on(study)
    for who, waits in ((ana, False), (ben, True)):
        _, found = await waiting_of(study, who)
        assert (found is not None) is waits
