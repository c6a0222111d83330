"""R10: the log over the wire: a day with its acts, the last days, minutes, dates as typed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot.groups import service as groups_service
from bot.routine.models import EntryRow
from cogs.common.text import unescape
from sandbox import ActingUser, Seen
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of, start_bot, stop_bot
from tests.statements import statements

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def entries(
    study: Study, person: ActingUser
) -> dict[str, tuple[str, int | None, str | None]]:
    async with study.db.read() as session:
        rows = await session.scalars(select(EntryRow).where(EntryRow.user_id == person.id))
        return {row.day.isoformat(): (row.outcome.value, row.minutes, row.note) for row in rows}


def acts(seen: Seen) -> list[str]:
    """The labels of the day's own buttons, above the list."""
    return seen.buttons[: seen.buttons.index("Open")]


@on_sqlite
async def test_r10_a_day_of_the_log_is_answered_noted_and_timed(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(4, 9))
    seen = await ana.slash("routine log")
    assert seen.ephemeral
    assert "**Log** · today, Wednesday 4 March 2026" in seen.text
    assert acts(seen) == ["Done", "Skip", "Note", "Minutes"]
    assert seen.buttons.count("Open") == 7
    done = await ana.click(seen, "Done")
    assert "● Done" in done.text
    assert acts(done) == ["Skip instead", "Note", "Minutes"]
    timed = await ana.submit(await ana.click(done, "Minutes"), {"minutes": " ４５ min "})
    assert "● Done · 45 min" in timed.text
    noted = await ana.submit(
        await ana.click(timed, "Note"), {"note": "@everyone **big** <@&1> # idea\n" + "x" * 3900}
    )
    assert "> @\u200beveryone \\*\\*big\\*\\* " in noted.text
    again = form_of(await ana.click(noted, "Minutes"))
    assert again.fields["How many minutes did it take?"]["value"] == "45"
    emptied = await ana.submit(again, {"minutes": ""})
    assert "45 min" not in emptied.text
    skipped = await ana.click(emptied, "Skip instead")
    assert "⊘ Skipped" in skipped.text
    assert acts(skipped) == ["Done after all", "Note", "Minutes"]
    assert set(await entries(study, ana)) == {"2026-03-04"}


@on_sqlite
async def test_r10_the_last_seven_days_have_a_row_each_and_can_be_filled_in(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(12, 9))
    seen = await ana.slash("routine log")
    monday = next(each for each in custom_ids(seen, "routine:log:") if each.endswith("2026-03-05"))
    opened = await ana.click(seen, custom_id=monday)
    assert "**Log** · Thursday 5 March 2026" in opened.text, "a week back, the last that can be"
    filled = await ana.click(opened, "Done")
    assert "○ No answer" not in filled.text.split("The last days")[0]
    assert list(await entries(study, ana)) == ["2026-03-05"]
    timed = await ana.submit(
        await ana.click(await ana.slash("routine log", date="yesterday"), "Minutes"),
        {"minutes": "20"},
    )
    assert "● Done · 20 min" in timed.text, "a day that took its time is done"
    assert "● Done · 20 min · **Wednesday 11 March 2026**" in (await ana.slash("routine log")).text


@on_sqlite
async def test_r10_days_that_were_not_planned_are_free_in_the_log(study: Study) -> None:
    await study.clock.move_to(at(4, 12))
    ana = await study.person("Ana")
    await study.clock.move_to(at(5, 9))
    await ana.slash("routine pause", until="2026-03-07")
    await study.clock.move_to(at(9, 7))
    rows = (await ana.slash("routine log")).text.split("The last days")[1]
    assert "○ free · **Wednesday 4 March 2026**" in rows, "she joined after it"
    assert "○ no answer · **Thursday 5 March 2026**" not in rows, "a pause from its morning on"
    assert "⏸ rest · **Friday 6 March 2026**" in rows
    assert "○ free · **Sunday 8 March 2026**" in rows, "not a day of hers"
    await study.clock.move_to(at(10, 7))
    rows = (await ana.slash("routine log")).text.split("The last days")[1]
    assert "○ no answer · **Monday 9 March 2026**" in rows


@on_sqlite
async def test_r10_bad_dates_and_minutes_are_asked_about_kindly(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(12, 9))
    for typed in ("tomorrow", "2026-03-13", "in 2 weeks"):
        assert "has not begun yet" in (await ana.slash("routine log", date=typed)).text, typed
    asked = await ana.slash("routine log", date="whenever")
    assert "Type `2026-03-12`, `yesterday`, `friday` or `3 days ago`." in asked.text
    old = await ana.slash("routine log", date="8 days ago")
    assert "More than a week back, so it stays as it is." in old.text
    assert "Minutes" not in old.buttons
    seen = await ana.slash("routine log")
    for typed, said in (
        ("-5", "from 1 to that"),
        ("99999", "1,440 minutes"),
        ("two hours", "`120` for two hours"),
        ("4.5", "as a number"),
        ("١٢x", "as a number"),
    ):
        refused = await ana.submit(await ana.click(seen, "Minutes"), {"minutes": typed})
        assert said in refused.text, typed
        assert typed in unescape(refused.text), "what was typed is not lost"
        reopened = form_of(await ana.click(refused, "Try again"))
        assert reopened.fields["How many minutes did it take?"]["value"] == typed
    assert await entries(study, ana) == {}
    for day in ("2026-03-13", "2026-03-04", "2027-01-01"):
        forged = f"routine:done:{study.guild.id}:{day}:log"
        refused = await ana.click(seen, custom_id=forged, forge=True)
        assert "not begun" in refused.text or "more than a week old" in refused.text
    for day in ("2026-02-30", "yesterday", "20260310x"):
        forged = f"routine:minutes:{study.guild.id}:{day}:log"
        await ana.click(seen, custom_id=forged, forge=True)
    assert await entries(study, ana) == {}
    eve = await study.person("Eve", joined=False)
    assert "</join:" in (await eve.slash("routine log")).text


@on_sqlite
async def test_r10_two_devices_and_a_form_sent_twice_leave_one_entry(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(4, 9))
    phone, laptop = await ana.slash("routine log"), await ana.slash("routine log")
    await asyncio.gather(ana.click(phone, "Done"), ana.click(laptop, "Skip"))
    form = await ana.click(phone, "Minutes")
    await asyncio.gather(ana.submit(form, {"minutes": "10"}), ana.submit(form, {"minutes": "10"}))
    stored = await entries(study, ana)
    assert set(stored) == {"2026-03-04"}
    assert stored["2026-03-04"][1] == 10


@on_sqlite
async def test_r10_p10_a_day_that_begins_at_three_is_the_same_in_log_and_active_days(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    async with study.db.begin() as session:
        await groups.change_member(
            session, study.guild.id, ana.id, day_start=time(3), now=study.clock.now()
        )
    await study.clock.move_to(at(5, 1, 30))
    seen = await ana.slash("routine log")
    assert "today, Wednesday 4 March 2026" in seen.text
    await ana.click(seen, "Done")
    await ana.slash("milestone done", milestone="theory-problem-sets")
    assert list(await entries(study, ana)) == ["2026-03-04"]
    days = await ana.click(await ana.slash("today"), "Active days")
    assert "This week: Wednesday." in days.text


@on_sqlite
async def test_p9_days_once_lived_keep_their_date_when_the_zone_changes(study: Study) -> None:
    ana = await study.person("Ana", zone="Pacific/Apia")
    await study.clock.move_to(at(4, 12))
    await ana.click(await ana.slash("routine log"), "Done")
    assert list(await entries(study, ana)) == ["2026-03-05"], "there it is Thursday"
    async with study.db.begin() as session:
        await groups.change_member(
            session, study.guild.id, ana.id, zone="Pacific/Niue", now=study.clock.now()
        )
    seen = await ana.slash("routine log")
    assert "Wednesday 4 March 2026" in seen.text
    await ana.click(seen, "Done")
    streak = await ana.slash("routine streak")
    assert "2 days in a row" in streak.text, "the day that is ahead now stays theirs"
    assert sorted(await entries(study, ana)) == ["2026-03-04", "2026-03-05"]


@on_sqlite
async def test_r11_the_streak_as_picture_and_text(study: Study) -> None:
    ana = await study.person("Ana")
    nothing = await ana.slash("routine streak")
    assert "Your streak begins with a day done." in nothing.text
    for day in range(2, 6):
        await study.clock.move_to(at(day))
        await ana.click(ana.inbox[-1], "Done")
    await study.clock.move_to(at(6, 9))
    seen = await ana.slash("routine streak")
    assert seen.ephemeral
    assert "\n-# A day done adds one." in seen.text, "small print is Discord's, not the text's"
    assert "4 days in a row, 4 of 4 planned days kept." in seen.text
    assert "Freezes in hand: 0 of 3; the next comes after 3 more done." in seen.text
    assert "This week: Monday, Tuesday, Wednesday and Thursday done." in seen.text
    [picture] = seen.files
    assert picture.filename == "picture.png"
    before = await entries(study, ana)
    for _ in range(3):
        assert (await ana.slash("routine streak")).text == seen.text, "a look changes nothing"
    assert await entries(study, ana) == before
    # Friday without an answer: nothing in hand, so the streak is over; back-filled, it is not.
    await study.clock.move_to(at(7, 9))
    ended = (await ana.slash("routine streak")).text
    assert "A new streak begins with a day done, 4 of 5 planned days kept." in ended
    assert "Thursday done; Friday no answer." in ended
    await ana.click(await ana.slash("routine log", date="friday"), "Done")
    assert "5 days in a row, 5 of 5" in (await ana.slash("routine streak")).text


@on_sqlite
async def test_r5_u7_rest_that_was_lived_costs_nothing_whatever_is_set_later(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(2))
    await ana.click(ana.inbox[-1], "Done")
    await study.clock.move_to(at(3, 9))
    await ana.slash("routine pause", until="2026-03-06")
    await study.clock.move_to(at(6))
    await ana.click(ana.inbox[-1], "Done")
    # Another pause takes the first one's place in the settings, not in what was lived.
    await study.clock.move_to(at(9))
    await ana.click(ana.inbox[-1], "Done")
    await study.clock.move_to(at(10, 7))
    await ana.slash("routine pause", until="2026-03-20")
    await study.clock.move_to(at(19, 9))
    seen = await ana.slash("routine streak")
    assert "3 days in a row, 3 of 3 planned days kept." in seen.text
    assert "This week: Monday, Tuesday, Wednesday and Thursday rest." in seen.text
    async with study.db.read() as session:
        member = await groups_service.get_member(session, study.guild.id, ana.id)
    assert member.paused_from == at(10).date(), "the settings know the last pause alone"
    days = await ana.click(await ana.slash("today"), "Active days")
    assert "Planned rest: 11 days." in days.text


@on_sqlite
async def test_r9_downtime_costs_no_streak(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(2))
    await ana.click(ana.inbox[-1], "Done")
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(at(5, 20))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.move_to(at(6))
    await ana.click(ana.inbox[-1], "Done")
    assert "2 days in a row, 2 of 2 planned" in (await ana.slash("routine streak")).text


@on_sqlite
async def test_the_log_and_the_streak_take_as_many_statements_however_much_was_entered(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    await study.bot.jobs.stop()

    async def cost() -> tuple[int, int, int]:
        with statements(study.db) as log:
            seen = await ana.slash("routine log")
        with statements(study.db) as act:
            await ana.click(seen, "Done")
        with statements(study.db) as streak:
            await ana.slash("routine streak")
        return len(log), len(act), len(streak)

    await study.clock.move_to(at(2, 9))
    await cost()
    await study.clock.move_to(at(3, 9))
    few = await cost()
    async with study.db.begin() as session:
        for back in range(1, 200):
            session.add(
                EntryRow(
                    guild_id=study.guild.id,
                    user_id=ana.id,
                    day=(at(2) - timedelta(days=back)).date(),
                    outcome="done",
                    note="x",
                    answered_at=at(2),
                )
            )
    await study.clock.move_to(at(4, 9))
    assert await cost() == few
    log, act, streak = few
    assert log <= 7
    assert act <= 12
    assert streak <= 6
    async with study.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(EntryRow)) == 202
