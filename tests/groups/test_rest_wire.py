"""Settings and rest in ``/me``, over the wire: each change, what follows, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.groups.rest import Lighter, Nudges, QuietHours
from bot.groups.values import Member
from bot.scheduling import Skip
from sandbox import ActingUser
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(hour: int, *, day: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def stamped(hour: int, *, day: int) -> str:
    return f"<t:{int(at(hour, day=day).timestamp())}:F>"


async def member_of(study: Study, person: ActingUser) -> Member:
    async with study.db.read() as session:
        return await groups.get_member(session, study.guild.id, person.id)


async def test_r6_r10_times_are_set_together_and_bad_ones_are_given_back(study: Study) -> None:
    ana = await study.person("Ana")
    custom_id = f"me:time:{study.guild.id}"
    me = await ana.slash("me")
    for typed, said in (
        ({"time": "24:00"}, "midnight is `0:00`"),
        ({"time": "6:30", "quiet": "22:00-7:00"}, "would lie in your quiet hours, 22:00 to 07:00"),
        ({"time": "8:00", "day_start": "9:00"}, "Your day would begin at 09:00, after its own"),
        ({"time": "8:00", "quiet": "22:00"}, "two times, such as `22:00-7:00`"),
        ({"time": "8:00", "quiet": "22:00-22:00"}, "nothing, or the whole day"),
        ({"time": "8:00", "day_start": "dawn"}, "I do not read that as a time"),
    ):
        wrong = await ana.submit(await ana.click(me, custom_id=custom_id), typed)
        assert said in wrong.text, typed
        again = form_of(await ana.click(wrong, "Try again"))
        assert again.fields["When should the prompt come?"]["value"] == typed["time"]
    form = await ana.click(me, custom_id=custom_id)
    me = await ana.submit(form, {"time": "８．３０", "day_start": "3", "quiet": "10pm to 7"})
    assert (
        "08:30, Monday to Friday · your day begins at 03:00 · quiet from 22:00 to 07:00" in me.text
    )
    member = await member_of(study, ana)
    assert member.prompt_at == time(8, 30)
    assert (member.day_start, member.quiet) == (time(3), QuietHours(time(22), time(7)))
    me = await ana.submit(await ana.click(me, custom_id=custom_id), {"time": "8", "quiet": ""})
    assert "quiet from" not in me.text


async def test_r3_a_zone_that_does_not_exist_is_asked_about(study: Study) -> None:
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("me"), custom_id=f"me:zone:{study.guild.id}")
    seen = await ana.submit(form, {"zone": "Mars/Olympus"})
    assert "Mars/Olympus" in seen.text.split("You wrote:")[1]
    assert (await member_of(study, ana)).zone == "UTC"


async def test_r6_nudges_are_chosen_and_a_forged_choice_is_refused(study: Study) -> None:
    ana = await study.person("Ana")
    custom_id = f"me:nudges:{study.guild.id}"
    await ana.choose(await ana.slash("me"), ["normal"], custom_id=custom_id)
    assert (await member_of(study, ana)).nudges is Nudges.NORMAL
    forged = await ana.choose(await ana.slash("me"), ["loud"], custom_id=custom_id, forge=True)
    assert "not among the choices" in forged.text
    assert (await member_of(study, ana)).nudges is Nudges.NORMAL


async def test_r14_rest_repeats_asks_for_its_first_week_and_is_removed(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    assert "**Rest** · none planned" in me.text
    rest = await ana.click(me, custom_id=f"me:rest:{study.guild.id}")
    unclear = await ana.submit(await ana.click(rest, "Add what repeats"), {"days": "now and then"})
    assert "not sure which days" in unclear.text
    assert "now and then" in unclear.text.split("You wrote:")[1]
    always = await ana.submit(await ana.click(rest, "Add what repeats"), {"days": "every day"})
    assert "every day you have messages on" in always.text
    form = await ana.click(rest, "Add what repeats")
    asked = await ana.submit(form, {"days": "every eighth week"})
    assert "Which week is the first?" in asked.text
    forged = await ana.choose(
        asked, ["2029-01-01"], custom_id=custom_ids(asked, "me:rest-week")[0], forge=True
    )
    assert "not among the choices" in forged.text
    rest = await ana.choose(asked, ["2026-03-09"])
    assert "Every 8 weeks, from the week of Monday 9 March 2026" in rest.text
    rest = await ana.submit(await ana.click(rest, "Add what repeats"), {"days": "Fridays in March"})
    assert (await member_of(study, ana)).rests == (
        Skip(every=8, since=date(2026, 3, 9)),
        Skip(frozenset({4}), frozenset({3})),
    )
    me = await ana.click(rest, "Settings")
    assert "Fridays in March" in me.text
    await study.clock.move_to(at(9, day=5))
    coming = (stamped(8, day=16), stamped(8, day=17), stamped(8, day=18))
    text = (await ana.slash("me")).text
    assert f"Next prompt: {coming[0]}" in text
    assert f"Then {coming[1]} and {coming[2]}." in text
    rest = await ana.click(await ana.slash("me"), custom_id=f"me:rest:{study.guild.id}")
    key = f"me:rest-remove:{study.guild.id}:127.8190.8.2026-03-09"
    rest = await ana.click(rest, custom_id=key)
    assert f"Next prompt: {stamped(8, day=9)}" in rest.text
    assert "gone already" in (await ana.click(rest, custom_id=key, forge=True)).text


async def test_r5_r14_a_pause_is_planned_from_until(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    for typed, said in (
        ({"first": "2026-03-20", "until": "2026-03-16"}, "before it begins"),
        ({"first": "2026-02-20", "until": "2026-03-16"}, "A pause begins today at the earliest"),
        ({"first": "whenever", "until": "2026-03-16"}, "`in 2 weeks`"),
    ):
        wrong = await ana.submit(await ana.click(me, "Pause"), typed)
        assert said in wrong.text, typed
        assert typed["until"] in wrong.text.split("You wrote:")[1]
    form = await ana.click(me, "Pause")
    me = await ana.submit(form, {"first": "2026-03-04", "until": "2026-03-06"})
    assert "pause from Wednesday 4 March 2026 until Friday 6 March 2026" in me.text
    rest = await ana.click(me, custom_id=f"me:rest:{study.guild.id}")
    assert f"Then {stamped(8, day=3)} and {stamped(8, day=6)}." in rest.text
    rest = await ana.click(rest, "Call off")
    assert f"Then {stamped(8, day=3)} and {stamped(8, day=4)}." in rest.text
    assert (await member_of(study, ana)).paused_until is None


async def test_u6_lighter_weeks_are_chosen_and_ended(study: Study) -> None:
    ana = await study.person("Ana")
    rest = await ana.click(await ana.slash("me"), custom_id=f"me:rest:{study.guild.id}")
    form = await ana.click(rest, "Choose")
    rest = await ana.submit(form, {"days": ["1", "3"], "weeks": ["2"]})
    assert "lighter weeks until Monday 16 March 2026: Tue, Thu, 2 of 5 days a week" in rest.text
    lighter = Lighter(frozenset({1, 3}), date(2026, 3, 16))
    assert (await member_of(study, ana)).lighter == lighter
    await study.clock.move_to(at(9, day=17))
    days = [message.timestamp.day for message in ana.inbox]
    assert days == [3, 5, 10, 12, 16, 17]
    form = await ana.click(await ana.slash("me"), custom_id=f"me:rest:{study.guild.id}")
    assert "lighter weeks until" not in form.text, "they are over"
    form = await ana.click(form, "Choose")
    forged = await ana.submit(form, {"days": ["6"], "weeks": ["2"]}, forge=True)
    assert "some of your own days" in forged.text
