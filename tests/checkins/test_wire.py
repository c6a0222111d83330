"""Check-ins over the wire: offered in the daily message, answered by one form, seen by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.competency.models import SelfRatingRow
from sandbox import ActingUser
from sandbox.world.guild import Guild
from tests.checkins.acting import (
    FINE,
    NOTE,
    OFFER,
    TIRED,
    at,
    check_in,
    fields,
    go_on,
    offers,
    plans,
    stored,
)
from tests.competency.test_wire import rate
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.mini_retros.acting import retro_on

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

# Five weeks after 2 March.
DUE = 37
# More than five days after the second quarter began, on a weekday.
LATE = 39
RATING = "Where do you stand on the plan's axes?"


async def streak(person: ActingUser) -> str:
    return (await person.slash("routine streak")).text


async def quiet_retros(study: Study) -> None:
    """Let retros and month's looks back lie far from the days of these tests."""
    await retro_on(study.db, 20, study.guild.id)


async def test_w1_offered_once_in_the_daily_message_and_answered(study: Study) -> None:
    """From the line to the trend, over a restart in mid-form, on both databases."""
    await quiet_retros(study)
    ana = await study.person("Ana")
    await rated(study, ana)
    await go_on(study, DUE - 1, DUE + 1)
    assert offers(ana) == [DUE]
    message = next(each for each in ana.inbox if OFFER in each.text)
    assert "Done" in message.buttons, "it stands in the day's prompt, not by itself"
    opened = await ana.click(message, "Check in")
    assert "It is not a diagnosis. Only you see this." in opened.text
    form = form_of(await ana.click(opened, "Begin"))
    assert list(form.fields)[-1] == "A note to yourself"
    await study.restart()
    seen = await ana.submit(form, fields(FINE, f"{NOTE} **b** @everyone"))
    assert "**Thank you for looking**" in seen.text
    assert "Does rest bring your energy back? **Mostly**" in seen.text
    assert f"{NOTE} \\*\\*b\\*\\* @\u200beveryone" in seen.text
    assert "not a diagnosis" in seen.text
    assert "a lot to carry" not in seen.text
    again = await ana.click(message, "Done")
    assert "● You looked at how you are." in again.text
    assert OFFER not in (await ana.slash("today")).text
    assert [(row.levels, row.version) for row in await stored(study.db)] == [("4444", 1)]
    await go_on(study, DUE + 2, DUE + 2)
    await go_on(study, DUE + 35, DUE + 37)
    assert offers(ana) == [DUE + 36], "five weeks after it was taken"


async def rated(study: Study, *people: ActingUser) -> None:
    """Let each have rated themselves on 1 April, so that the second quarter asks for no rating."""
    async with study.db.begin() as session:
        for each in people:
            done = {"number": 1, "quarter": date(2026, 4, 1), "finished_on": date(2026, 4, 1)}
            session.add(SelfRatingRow(guild_id=study.guild.id, user_id=each.id, **done))


@on_sqlite
async def test_w1_skipped_or_stopped_it_leaves_no_trace_in_streaks(study: Study) -> None:
    await quiet_retros(study)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await rated(study, ana, ben)
    await go_on(study, DUE - 1, DUE)
    message = ana.inbox[-1]
    assert OFFER in message.text
    for who in (ana, ben):
        await who.click(who.inbox[-1], "Done")
    skipped = await ana.click(await ana.click(message, "Check in"), "Not this time")
    assert "Not this time, and that is fine." in skipped.text
    assert OFFER not in (await ana.slash("today")).text
    assert await streak(ana) == await streak(ben), "Ben left it alone"
    await go_on(study, DUE + 1, DUE + 1)
    await go_on(study, DUE + 34, DUE + 36)
    assert offers(ana)[1:] == [DUE + 35]
    stopped = await ana.click(await ana.slash("checkin cadence"), "Stop")
    assert "Check-ins are off." in stopped.text
    assert OFFER not in (await ana.slash("today")).text
    await go_on(study, DUE + 37, DUE + 37)
    await go_on(study, DUE + 70, DUE + 71)
    assert len(offers(ana)) == 2
    assert await streak(ana) == await streak(ben)
    assert "Begin" in (await ana.slash("checkin now")).buttons, "who wants to still can"
    started = await ana.click(await ana.slash("checkin cadence"), "Start again")
    assert "every 5 weeks" in started.text
    assert await stored(study.db) == []


@on_sqlite
async def test_w1_the_cadence_is_the_member_s_from_28_to_42_days(study: Study) -> None:
    await quiet_retros(study)
    ana = await study.person("Ana")
    await rated(study, ana)
    for days, said in ((27, "Pick 28 or more"), (43, "Pick 42 or fewer"), (-5, "28 or more")):
        refused = await ana.slash("checkin cadence", days=days)
        assert said in refused.text
        assert "reference" not in refused.text
    assert await plans(study.db) == []
    saved = await ana.slash("checkin cadence", days=28)
    assert "every 4 weeks; the next is offered from Monday 30 March 2026 on." in saved.text
    chosen = await ana.choose(saved, ["42"])
    assert "every 6 weeks; the next is offered from Monday 13 April 2026 on." in chosen.text
    (select,) = custom_ids(chosen, "checkin:cadence")
    for forged in ("27", "43", "9" * 400, "x", "³"):
        refused = await ana.choose(chosen, [forged], custom_id=select, forge=True)
        assert "reference" not in refused.text, forged
    assert [row.cadence_days for row in await plans(study.db)] == [42]
    await go_on(study, 29, 31)
    await go_on(study, 41, 44)
    assert offers(ana) == [44], "the 43rd day, a Monday"


@on_sqlite
async def test_w1_never_on_the_day_of_a_retro_in_the_member_s_zone(study: Study) -> None:
    """Neither by schedule, nor by hand, nor on the day of one's own look back on the month."""
    ana, kiri = await study.person("Ana"), await study.person("Kiri", zone="Pacific/Auckland")
    await rated(study, ana, kiri)
    # The 6th at 18:00 in UTC is the 7th in Auckland; the eve is for the month's look back.
    await retro_on(study.db, 6, study.guild.id)
    for who in (ana, kiri):
        await who.slash("checkin cadence", days=35)
    await go_on(study, DUE - 2, DUE + 3, hour=23)
    assert offers(ana) == [DUE + 1]
    assert [each.timestamp for each in kiri.inbox if OFFER in each.text] == [at(DUE + 1, 20)]


@on_sqlite
async def test_w1_a_retro_by_hand_keeps_it_off_that_day(study: Study) -> None:
    await quiet_retros(study)
    ana = await study.person("Ana")
    await rated(study, ana)
    await study.down_until(at(DUE, 6))
    await study.organiser.slash("retro open")
    await go_on(study, DUE, DUE)
    assert OFFER not in (await ana.slash("today")).text
    await go_on(study, DUE + 1, DUE + 1)
    assert offers(ana) == [DUE + 1]


@on_sqlite
async def test_w1_never_in_the_message_or_on_the_day_of_a_rating_that_is_named_late(
    study: Study,
) -> None:
    """After a rest the quarter's rating comes first, for its days; then the check-in.

    Neither before the hour of that message, nor in it, nor after it.
    """
    await quiet_retros(study)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        await who.slash("routine pause", until=at(LATE).date().isoformat())
    await go_on(study, LATE - 1, LATE - 1)
    await study.clock.move_to(at(LATE, 7))
    assert OFFER not in (await ana.slash("today")).text, "its message is ahead"
    await study.restart()
    await go_on(study, LATE, LATE)
    assert RATING in ana.inbox[-1].text
    assert OFFER not in ana.inbox[-1].text
    today = await ana.slash("today")
    assert RATING in today.text
    assert OFFER not in today.text
    await rate(ben, *[3] * 8)
    assert OFFER not in (await ben.slash("today")).text, "it was rated today"
    await go_on(study, LATE + 1, LATE + 7)
    assert offers(ben) == [LATE + 1]
    assert offers(ana) == [LATE + 5], "five days after it was named"


@on_sqlite
async def test_w1_where_no_message_comes_a_rating_holds_no_check_in_back(study: Study) -> None:
    """A rating is waited for only until the message of the day: not where those are stopped,
    where they do not arrive, or on a day that has none."""
    await quiet_retros(study)
    ana, ben, cem = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    await ana.click(await ana.slash("me"), "Stop prompts")
    ben.close_dms()
    saturday = LATE + 3
    await cem.slash("routine pause", until=at(saturday).date().isoformat())
    await go_on(study, LATE - 1, LATE - 1)
    await study.clock.move_to(at(LATE, 7))
    for who in (ana, ben):
        assert OFFER in (await who.slash("today")).text
    await study.clock.move_to(at(saturday, 12))
    assert OFFER in (await cem.slash("today")).text


@on_sqlite
async def test_w1_me_says_when_the_next_one_comes_and_when_the_last_was(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    first = "A check-in comes every 5 weeks; the next is offered from Monday 6 April 2026 on."
    assert first in (await ana.slash("me")).text
    await study.clock.move_to(at(4))
    await check_in(ana, TIRED, NOTE)
    seen = (await ana.slash("me", dm=True)).text
    assert "from Wednesday 8 April 2026 on. The last was on Wednesday 4 March 2026." in seen
    assert "Heavy" not in seen
    assert first in (await ben.slash("me")).text
    await ana.click(await ana.slash("checkin cadence"), "Stop")
    off = "works any day. The last was on Wednesday 4 March 2026."
    assert off in (await ana.slash("me")).text


@on_sqlite
async def test_r14_in_a_pause_none_is_offered_and_it_waits(study: Study) -> None:
    await quiet_retros(study)
    ana = await study.person("Ana")
    await rated(study, ana)
    await study.down_until(at(DUE - 3))
    await ana.slash("routine pause", until=(at(DUE).date() + timedelta(days=9)).isoformat())
    await go_on(study, DUE - 2, DUE + 8)
    assert offers(ana) == []
    assert OFFER not in (await ana.slash("today")).text
    await go_on(study, DUE + 9, DUE + 10)
    assert offers(ana) == [DUE + 9]


@on_sqlite
async def test_m5_with_closed_messages_today_has_it(study: Study) -> None:
    await quiet_retros(study)
    ana = await study.person("Ana")
    ana.close_dms()
    await go_on(study, DUE - 1, DUE + 5)
    assert offers(ana) == []
    seen = await ana.slash("today")
    assert OFFER in seen.text
    opened = await ana.click(seen, "Check in")
    done = await ana.submit(await ana.click(opened, "Begin"), fields(FINE))
    assert "Thank you for looking" in done.text
    assert OFFER not in (await ana.slash("today")).text


@on_sqlite
async def test_w1_a_day_is_the_member_s_across_a_change_of_clocks(study: Study) -> None:
    """In Berlin clocks go forward on 29 March; 23:30 in UTC is the next day there by then."""
    ana = await study.person("Ana", zone="Europe/Berlin")
    await study.down_until(at(29, 0, 30))
    await check_in(ana)
    await study.clock.move_to(at(29, 22, 30))
    await check_in(ana, TIRED)
    days = [row.taken_on for row in await stored(study.db)]
    assert days == [date(2026, 3, 29), date(2026, 3, 30)]


@on_sqlite
async def test_w1_sent_twice_or_from_two_devices_a_day_has_one(study: Study) -> None:
    ana = await study.person("Ana")
    opened = await ana.slash("checkin now")
    phone, laptop = [form_of(await ana.click(opened, "Begin")) for _ in range(2)]
    await ana.submit(phone, fields(FINE, NOTE))
    again = await ana.submit(phone, fields(FINE, NOTE), forge=True)
    assert "saved" in again.text.lower()
    last = await ana.submit(laptop, fields(TIRED, "Second"))
    assert "Heavy" in last.text
    assert [(row.levels, row.note) for row in await stored(study.db)] == [("2244", "Second")]
    form = form_of(await ana.click(await ana.slash("checkin now"), "Change today's"))
    assert form.fields["A note to yourself"]["value"] == "Second"


@on_sqlite
async def test_forged_answers_and_ids_reach_nothing(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    stranger = await study.person("Sam", joined=False)
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    mine = await check_in(ana, TIRED, NOTE)
    form = form_of(await ben.click(await ben.slash("checkin now"), "Begin"))
    assert not form.fields["A note to yourself"].get("value")
    for level in ("0", "6", "-1", "", "x", "5" * 300):
        odd = fields(FINE, "Kept for me") | {"Do you look forward to studying?": level}
        refused = await ben.submit(form, odd, forge=True)
        assert "Pick one answer for each question" in refused.text
        assert "Kept for me" in refused.text, "a note is given back"
    old = form.custom_id.replace(":1~", ":9~")
    refused = await ben.submit(form, fields(FINE), custom_id=old, forge=True)
    assert "I do not know those questions" in refused.text
    long = await ben.submit(form, fields(FINE, "x" * 1001), forge=True)
    assert "1,000 characters" in long.text
    day = study.clock.now().date().isoformat()
    for who in (ben, stranger):
        for route in (
            *(f"checkin:{verb}:{study.guild.id}:{day}" for verb in ("show", "remove")),
            f"checkin:remove-sure:{study.guild.id}:{day}",
            f"checkin:open:{elsewhere.id}",
            f"checkin:history:{study.guild.id}",
            f"checkin:show:{study.guild.id}:soon",
        ):
            seen = await who.click(await who.slash("help"), custom_id=route, forge=True)
            assert NOTE not in seen.text
            assert "Heavy" not in seen.text
            assert "the reference `" not in seen.text
    assert [row.user_id for row in await stored(study.db)] == [ana.id]
    assert NOTE in mine.text


@on_sqlite
async def test_two_groups_of_one_person_know_nothing_of_each_other(study: Study) -> None:
    ana = await study.person("Ana")
    await check_in(ana, TIRED, NOTE)
    other = await second_group(study, ana)
    direct = await ana.slash("checkin history", dm=True)
    assert "You are in more than one study group." in direct.text
    shown = await ana.slash("checkin history", guild=other)
    assert "No check-in yet." in shown.text


async def second_group(study: Study, person: ActingUser) -> Guild:
    """Another group of the same person."""
    other = study.sandbox.world.create_guild("Early birds")
    person.join(other)
    channel = other.create_text_channel("all")
    now = study.clock.now()
    async with study.db.begin() as session:
        await groups.set_up_in_one_channel(session, other.id, channel.id, now=now)
        await groups.join(session, other.id, person.id, now=now)
    return other
