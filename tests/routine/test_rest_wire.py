"""Quiet hours, follow-ups, rest and the preview: what is said to come is what comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

import pytest

from bot.groups import rest_service, service
from bot.groups.rest import Nudges, QuietHours
from bot.groups.values import MemberCaller, MemberFields
from bot.inputs.repeats import RepeatedDays
from bot.routine import queries
from sandbox import ActingUser
from tests.groups import acting as groups
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def caller(study: Study, person: ActingUser) -> MemberCaller:
    now = study.clock.now()
    async with study.db.read() as session:
        return await groups.member(session, study.guild.id, person.id, now=now)


async def change(study: Study, person: ActingUser, **fields: Unpack[MemberFields]) -> None:
    who = await caller(study, person)
    async with study.db.begin() as session:
        await service.change_member(session, who, **fields)


def came(person: ActingUser) -> list[datetime]:
    return [message.timestamp for message in person.inbox]


async def test_u10_the_preview_says_what_comes_and_when_one_rests(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("routine pause", until="friday")
    seen = await ana.slash("routine preview")
    assert seen.ephemeral
    assert "**Your next 14 messages**" in seen.text
    assert "⏸ Monday 2 March 2026 to Thursday 5 March 2026: rest" in seen.text
    assert f"<t:{int(at(8, day=6).timestamp())}:F> · " in seen.text
    await ana.slash("routine resume")
    await ana.click(await ana.slash("me"), "Stop prompts")
    assert "Prompts are off" in (await ana.slash("routine preview")).text


async def test_r5_pause_and_resume_by_command(study: Study) -> None:
    ana = await study.person("Ana")
    paused = await ana.slash("routine pause", until="2026-03-04")
    assert "**Paused until Wednesday 4 March 2026.**" in paused.text
    assert f"<t:{int(at(8, day=4).timestamp())}:F>" in paused.text
    resumed = await ana.slash("routine resume")
    assert f"Next messages: <t:{int(at(8).timestamp())}:F>" in resumed.text
    assert "You have no pause" in (await ana.slash("routine resume")).text
    wrong = await ana.slash("routine pause", until="2026-02-01")
    assert "A pause ends after today" in wrong.text
    form = await ana.slash("routine pause")
    me = await ana.submit(form, {"until": "2026-03-06", "first": "2026-03-04"})
    assert "pause from Wednesday 4 March 2026 until Friday 6 March 2026" in me.text
    assert "begins on Wednesday 4 March 2026" in (await ana.slash("routine resume")).text
    await study.clock.move_to(at(9, day=6))
    assert [message.timestamp.day for message in ana.inbox] == [2, 3, 6]


async def test_r6_one_follow_up_where_it_is_chosen_and_nothing_was_answered(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await change(study, ana, nudges=Nudges.NORMAL)
    await study.clock.move_to(at(11, 59))
    await study.restart()
    await study.clock.move_to(at(23))
    assert came(ana) == [at(8), at(12)]
    assert came(ben) == [at(8)], "light is what one has without choosing"
    assert "Asked once more today" in ana.inbox[1].text
    await study.clock.move_to(at(9, day=3))
    assert "a follow-up, unless you answer before" in (await ana.slash("routine preview")).text
    assert "a follow-up" not in (await ben.slash("routine preview")).text
    await ana.click(ana.inbox[-1], "Done")
    assert "a follow-up" not in (await ana.slash("routine preview")).text, "it is called off"
    await study.clock.move_to(at(23, day=3))
    assert came(ana)[2:] == [at(8, day=3)], "an answer"
    await study.clock.move_to(at(9, day=4))
    await ana.click(await ana.click(ana.inbox[-1], "Snooze"), "1 hour")
    await study.clock.move_to(at(23, day=4))
    assert came(ana)[3:] == [at(8, day=4), at(10, day=4)], "a snooze asks once more instead"
    await study.clock.move_to(at(9, day=5))
    await ana.slash("routine pause", until="2026-03-09")
    await study.clock.move_to(at(23, day=8))
    assert came(ana)[5:] == [at(8, day=5)], "a pause"


async def test_r6_a_follow_up_that_is_no_longer_wanted_does_not_come(study: Study) -> None:
    ana, ben, cy = [await study.person(name) for name in ("Ana", "Ben", "Cy")]
    for person in (ana, ben):
        await change(study, person, nudges=Nudges.NORMAL)
    await study.clock.move_to(at(9))
    await change(study, ana, nudges=Nudges.LIGHT)
    await change(study, cy, nudges=Nudges.NORMAL)
    await cy.click(await cy.click(cy.inbox[-1], "Snooze"), "1 hour")
    await study.clock.move_to(at(23))
    assert (came(ana), came(ben)) == ([at(8)], [at(8), at(12)])
    assert came(cy) == [at(8), at(10)], "a snooze is followed up by nothing"


async def test_r6_a_follow_up_keeps_its_date_and_the_quiet_hours(study: Study) -> None:
    late, quiet, wakes = [await study.person(name) for name in ("Lee", "Quinn", "Will")]
    night = QuietHours(time(11), time(7))
    await change(study, late, nudges=Nudges.NORMAL, prompt_at=time(20, 30))
    await change(study, quiet, nudges=Nudges.NORMAL, quiet=night)
    await change(study, wakes, nudges=Nudges.NORMAL, quiet=QuietHours(time(11), time(15)))
    await study.clock.move_to(at(7, day=3))
    assert (came(late), came(quiet)) == ([at(20, 30)], [at(8)])
    assert came(wakes) == [at(8), at(15)], "when they end, as it is still the day"


async def test_r6_what_downtime_made_late_waits_for_the_end_of_quiet_hours(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await change(study, ana, prompt_at=time(8), quiet=QuietHours(time(9), time(11)))
    await change(study, ben, prompt_at=time(21), quiet=QuietHours(time(22), time(7)))
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(at(9, 30))
    study.clock.follow(study.bot.jobs)
    await study.clock.move_to(at(20))
    assert came(ana) == [at(11)]
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(at(22, 30))
    study.clock.follow(study.bot.jobs)
    await study.clock.move_to(at(7, 59, day=3))
    assert came(ben) == [], "its date is over when they end"


async def test_r6_a_snooze_waits_for_the_end_of_quiet_hours_or_is_refused(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await change(study, ana, quiet=QuietHours(time(9), time(13)))
    await change(study, ben, quiet=QuietHours(time(9), time(7)))
    await study.clock.move_to(at(8, 30))
    snoozed = await ana.click(await ana.click(ana.inbox[0], "Snooze"), "1 hour")
    assert f"I ask again at <t:{int(at(13).timestamp())}:t>" in snoozed.text
    assert "quiet hours have begun" in (await ben.click(ben.inbox[0], "Snooze")).text
    await study.clock.move_to(at(23))
    assert (came(ana), came(ben)) == ([at(8), at(13)], [at(8)])


async def test_r6_nudges_off_is_the_prompt_alone(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await change(study, ana, nudges=Nudges.OFF)
    for person in (ana, ben):
        await person.slash("milestone due", milestone="theory-problem-sets", date="2026-03-03")
    await study.clock.move_to(at(9))
    named = ["Problem sets" in person.inbox[0].text for person in (ana, ben)]
    assert named == [False, True]


async def test_r10_before_the_days_start_it_is_still_the_day_before(study: Study) -> None:
    ana = await study.person("Ana")
    await change(study, ana, day_start=time(3))
    await study.clock.move_to(at(2, 30, day=3))
    today = await ana.slash("today")
    assert "ML news" in today.text, "Monday's"
    done = await ana.click(today, "Done")
    assert "● Done" in done.text
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, ana.id)
        assert await queries.active_days(session, member) == {date(2026, 3, 2)}
    await study.clock.move_to(at(3, day=3))
    assert "ML news" not in (await ana.slash("today")).text
    await change(study, ana, zone="Pacific/Apia", day_start=time())
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, ana.id)
        assert await queries.active_days(session, member) == {date(2026, 3, 2)}, "as it was lived"


async def test_r2_an_hour_skipped_with_midnight_comes_as_the_clocks_go_on(study: Study) -> None:
    ana = await study.person("Ana", zone="America/Nuuk", at=time(23, 30))
    await change(study, ana, weekdays=frozenset({5}))
    goes_on = datetime(2026, 3, 29, 1, tzinfo=UTC)
    await study.down_until(goes_on - timedelta(days=3))
    assert f"<t:{int(goes_on.timestamp())}:F>" in (await ana.slash("routine preview")).text
    await study.down_until(goes_on - timedelta(hours=12))
    await study.clock.move_to(goes_on + timedelta(hours=6))
    *_, message = ana.inbox
    assert message.timestamp == goes_on
    assert "This one was for Saturday 28 March 2026." in message.text
    done = await ana.click(message, "Done")
    assert "● Done" in done.text


async def test_r14_on_a_day_of_rest_nothing_is_called_due_anywhere(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone="theory-problem-sets", date="2026-03-03")
    who = await caller(study, ana)
    async with study.db.begin() as session:
        mondays = RepeatedDays(weekdays=frozenset({0, 1}), months=frozenset({3}))
        await rest_service.add_rest(session, who, mondays)
    rest = "⏸ Rest today: Mondays and Tuesdays in March. Nothing is due."
    for command in ("me", "today"):
        assert rest in (await ana.slash(command)).text
    for command in ("me", "today", "milestone next", "milestone list"):
        assert "due <t" not in (await ana.slash(command)).text, command
        assert "due today" not in (await ana.slash(command)).text, command
    await study.clock.move_to(at(9, day=4))
    assert came(ana) == [at(8, day=4)]
