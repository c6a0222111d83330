"""Dates that the daily message names: before they come, and kindly once they have passed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.reminders.models import ReminderRow
from sandbox import ActingUser
from tests.live import Study, custom_ids, form_of, start_bot, stop_bot

SETS, DEMO = "theory-problem-sets", "projects-demo"
SEND = "/channels/{channel_id}/messages"

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def rows_of(study: Study, user: ActingUser) -> list[ReminderRow]:
    async with study.db.read() as session:
        found = await session.scalars(
            select(ReminderRow).where(
                ReminderRow.guild_id == study.guild.id, ReminderRow.user_id == user.id
            )
        )
        return list(found)


async def test_dates_join_the_prompt_and_act_in_the_message(study: Study) -> None:
    """U14, R7: one message, at the member's hour; its buttons act on the milestone and stay."""
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-06")
    await study.clock.move_to(at(3, 12))
    [_monday, tuesday] = ana.inbox
    assert tuesday.timestamp == at(3)
    assert "○ *Problem sets" in tuesday.text
    assert "due in 3 days" in tuesday.text

    done = await ana.click(tuesday, custom_id=custom_ids(tuesday, "reminder:done")[0])
    assert "● *Problem sets" in done.text
    assert "</win share:" in done.text
    answered = await ana.click(tuesday, "Done")
    assert "● *Problem sets" in answered.text, "the day's own buttons keep what is named"
    await study.restart()
    undone = await ana.click(tuesday, custom_id=custom_ids(tuesday, "reminder:undo")[0])
    assert "○ *Problem sets" in undone.text
    await study.clock.move_to(at(6, 12))
    *between, friday = ana.inbox[2:]
    assert not any(
        "*Problem sets on matrix calculus and optimisation proofs* ·" in each.text
        for each in between
    )
    assert "○ *Problem sets on matrix calculus and optimisation proofs* · due today" in friday.text

    # Past: said once, with the offer of another date. The day is answered: the date comes alone.
    await study.clock.move_to(at(9, 7))
    await ana.click(await ana.slash("today"), "Done")
    await study.clock.move_to(at(9, 12))
    monday = ana.inbox[-1]
    assert monday.timestamp == at(9)
    assert monday.text.startswith("**Planned for earlier**")
    assert monday.buttons == ["New date", "Done", "Stop"]
    form = await ana.click(monday, "New date")
    assert form_of(form).title.startswith("Date: Problem sets")
    wrong = await ana.submit(form, {"By when?": "yesterday"})
    assert "yesterday" in wrong.text
    moved = await ana.submit(form, {"By when?": "2026-03-25"})
    assert "due in 16 days" in moved.text
    assert moved.text.startswith("**Planned for earlier**")
    count = len(ana.inbox)
    await study.clock.move_to(at(10, 12))
    assert len(ana.inbox) == count + 1
    assert "Planned for earlier" not in ana.inbox[-1].text
    stopped = await ana.click(monday, "Stop")
    assert "Prompts are off" in stopped.text


async def test_each_hears_by_their_own_days_and_pause_and_of_what_is_open(study: Study) -> None:
    """R5, U14: Ben has Mondays alone, Cy pauses, Dee has done it."""
    ana, ben, cy, dee = [await study.person(name) for name in ("Ana", "Ben", "Cy", "Dee")]
    for each in (ana, ben, cy, dee):
        await each.slash("milestone due", milestone=SETS, date="2026-03-13")
        await each.slash("milestone due", milestone=DEMO, date="2026-03-11")
    weekdays = f"me:weekdays:{study.guild.id}"
    await ben.choose(await ben.slash("me"), ["0"], custom_id=weekdays)
    await cy.submit(await cy.click(await cy.slash("me"), "Pause"), {"until": "2026-03-16"})
    for milestone in (SETS, DEMO):
        await dee.slash("milestone done", milestone=milestone)
    await study.clock.move_to(at(17, 12))

    def heard(who: ActingUser) -> dict[datetime, list[str]]:
        return {
            message.timestamp: list(dict.fromkeys(each.split(":")[-1] for each in named))
            for message in who.inbox
            if (named := [c for c in custom_ids(message, "reminder") if SETS in c or DEMO in c])
        }

    past = {at(16): [DEMO, SETS]}
    assert heard(ana) == {
        at(9): [DEMO],
        at(10): [SETS],
        at(12): [DEMO],
        at(13): [SETS],
        at(16): [SETS],
    }
    [wednesday] = [message.text for message in ana.inbox if message.timestamp == at(11)]
    assert wednesday.count("due today") == 1, "the day's own lines name what it is for"
    assert heard(ben) == {at(9): [DEMO, SETS]} | past
    assert heard(cy) == {at(16): [DEMO]}, "with the offer of a rating, one more than fits"
    assert heard(dee) == {}

    # What Ana's message named is nothing that Ben could see, whatever he sends.
    [monday] = [message for message in ana.inbox if message.timestamp == at(9)]
    [anas] = custom_ids(monday, "reminder")
    answer = await ben.click(ben.inbox[-1], custom_id=anas, forge=True)
    assert "no longer know what that message named" in answer.text


@pytest.mark.parametrize("after", [False, True])
async def test_r9_stopped_in_the_middle_a_date_is_still_named_once(
    study: Study, after: bool
) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-05")
    hold = study.sandbox.faults.hold("POST", SEND, after=after)
    moving = asyncio.create_task(study.clock.move_to(at(2)))
    await hold.reached()
    study.clock.unfollow(study.bot.jobs)
    await study.bot.deliveries.drain(0)
    hold.release()
    await moving
    await stop_bot(study.bot, study.clock)
    await study.clock.advance(timedelta(minutes=10))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(seconds=1))
    [prompt] = ana.inbox
    assert "due in" in prompt.text
    assert len(await rows_of(study, ana)) == 1
    await study.clock.move_to(at(4, 12))
    assert not any(custom_ids(message, "reminder") for message in ana.inbox[1:])


async def test_after_downtime_no_date_is_named_at_night(study: Study) -> None:
    """The prompt of eight in the evening comes late, at half past ten in Tokyo; dates wait."""
    ana = await study.person("Ana", zone="Asia/Tokyo", at=time(20))
    ben = await study.person("Ben", zone="Asia/Tokyo", at=time(20))
    for each in (ana, ben):
        await each.slash("milestone due", milestone=SETS, date="2026-03-05")
    await ben.click(await ben.slash("today"), "Done")
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(at(2, 13, 30))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(seconds=1))
    [late] = ana.inbox
    assert "due in" not in late.text
    assert ben.inbox == [], "nothing to ask, and too late to name anything"
    await study.clock.move_to(at(3, 11))
    assert [("due in" in each.inbox[-1].text) for each in (ana, ben)] == [True, True]


async def test_r8_what_closed_messages_kept_back_is_named_when_they_open(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-04")
    ana.close_dms()
    await study.clock.move_to(at(2, 12))
    assert "Problem sets" in (await ana.slash("today")).text
    ana.open_dms()
    await study.clock.move_to(at(3, 12))
    [prompt] = ana.inbox
    assert "due in" in prompt.text


async def test_r4_a_snooze_names_no_dates(study: Study) -> None:
    """Nor those that came near meanwhile: they wait for the next day's message."""
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-05")
    await study.clock.move_to(at(2))
    await ana.click(await ana.click(ana.inbox[0], "Snooze"), "1 hour")
    await ana.slash("milestone due", milestone=DEMO, date="2026-03-05")
    await study.clock.move_to(at(2, 9))
    [prompt, again] = ana.inbox
    assert "*Problem sets" in prompt.text
    assert custom_ids(again, "reminder") == []
    await study.clock.move_to(at(3))
    [named] = custom_ids(ana.inbox[2], "reminder")
    assert named.endswith(DEMO)


async def test_more_dates_than_fit_are_counted_and_named_all_the_same(study: Study) -> None:
    ana = await study.person("Ana")
    for number in range(1, 6):
        await ana.slash("milestone add", title=f"Mine {number}")
        await ana.slash("milestone due", milestone=f"own-{number}", date="2026-03-05")
    await study.clock.move_to(at(2))
    [prompt] = ana.inbox
    assert len(custom_ids(prompt, "reminder:done")) == 3
    assert "and 2 more in </milestone list:" in prompt.text
    assert len(await rows_of(study, ana)) == 5
    await study.clock.move_to(at(3))
    assert custom_ids(ana.inbox[1], "reminder") == []
