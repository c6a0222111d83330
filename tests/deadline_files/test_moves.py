"""What is told of a deadline that a file moved, and of one that it moved and somebody else too."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.community.service import toggle
from bot.deadline_files import queries
from bot.deadline_files.models import FollowedRow
from bot.reminders.values import ReminderKey
from cogs.deadline_files.daily_lines import DAILY_LINES, KIND
from tests.community.circle import BEN, GUILD, person
from tests.deadline_files.readings import DAY, Group, dated, one


async def test_c6_a_message_shown_again_has_the_move_that_it_told(group: Group) -> None:
    """A move back to where it was before is another one."""
    await group.take(dated(10))
    ben = person(group.db, BEN)
    await ben.act(toggle, "Owls 2027")
    for day in (20, 10, 20):
        for _ in range(2):
            await group.reads(dated(day))
    async with group.db.read() as session:
        which = await session.scalar(select(FollowedRow.conference_id))
    for stage, count in (("1", 0), ("3", 1)):
        key = ReminderKey(KIND, str(which), date(2027, 2, 20), stage)
        assert len(await ben.read(DAILY_LINES.again, 0, [key])) == count


async def test_c6_what_was_put_off_by_hand_has_not_gone_when_the_file_s_date_is_over(
    group: Group,
) -> None:
    await group.take(one("2026-11-26 12:00", timezone="UTC"))
    await group.by_hand("2027-02-21 12:00 UTC")
    for _ in range(3):
        await group.reads()
    assert await group.day() == 21
    assert await group.notices() == []


async def test_c6_a_round_that_has_another_place_is_followed_there(group: Group) -> None:
    await group.take(dated(10, 20))
    for days in ((5, 10, 20), (5, 12, 20), (5, 12, 20)):
        await group.reads(dated(*days))
    assert await group.day("Owls 2027 (1 of 2)") == 12


async def test_c6_a_move_is_not_told_once_the_deadline_is_over(group: Group) -> None:
    await group.take(one("2026-11-27 12:00", timezone="UTC"))
    await person(group.db, BEN).act(toggle, "Owls 2027")
    for _ in range(2):
        await group.reads(one("2026-11-28 12:00", timezone="UTC"))
    for count in (1, 0):
        async with group.db.read() as session:
            told = await queries.moved(session, GUILD, BEN, now=group.clock.now())
        assert len(told) == count
        await group.clock.move_to(group.clock.now() + 2 * DAY)
    assert [each.followed for each in await group.files()] == [0]
