"""The prompt, its buttons and ``/today``, over the wire."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.groups import service as groups
from bot.routine.models import EntryRow
from sandbox import ActingUser
from tests.live import Study, custom_ids, start_bot, stop_bot

SEND = "/channels/{channel_id}/messages"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def member_of(study: Study, person: ActingUser) -> groups.Member:
    async with study.db.read() as session:
        return await groups.get_member(session, study.guild.id, person.id)


async def entries(study: Study) -> list[tuple[int, str, str]]:
    async with study.db.read() as session:
        rows = await session.scalars(select(EntryRow).order_by(EntryRow.day))
        return [(row.user_id, row.day.isoformat(), row.outcome.value) for row in rows]


@on_sqlite
async def test_r2_prompts_come_at_each_ones_own_time_and_are_complete(study: Study) -> None:
    ana = await study.person("Ana", zone="Asia/Kolkata", at=time(12))
    ben = await study.person("Ben", at=time(7))
    await study.clock.move_to(at(6, 29))
    assert ana.inbox == []
    await study.clock.move_to(at(6, 30))
    assert (len(ana.inbox), len(ben.inbox)) == (1, 0)
    await study.clock.move_to(at(7))
    (prompt,) = ben.inbox
    assert prompt.timestamp == at(7)
    first, second = prompt.text.splitlines()[:2]
    assert first.startswith("**ML news** · ")
    assert second.endswith("?")
    assert "You joined *Night owls*" in prompt.text
    assert "*Stop*" in prompt.text
    for channel in (study.announcements, study.papers, study.retros):
        assert all("ML news" not in message.text for message in channel.messages), "R8"


@on_sqlite
async def test_r7_the_footer_is_one_line_after_the_third_message(study: Study) -> None:
    """One's own prompts that arrived are counted, and no snooze."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    ben.close_dms()
    await study.clock.move_to(at(8))
    ben.open_dms()
    await study.clock.move_to(at(8, day=3))
    await ben.click(await ben.click(ben.inbox[0], "Snooze"), "1 hour")
    for day in (4, 5):
        await study.clock.move_to(at(8, day=day))
    assert ["You joined" in message.text for message in ben.inbox] == [True] * 4
    assert ["You joined" in message.text for message in ana.inbox] == [True, True, True, False]
    third, fourth = ana.inbox[2:]
    last = fourth.text.splitlines()[-1]
    assert last.startswith("-# *Night owls* · Settings in </me:")
    answered = [(await ana.click(message, "Done")).text for message in (third, fourth)]
    assert ["You joined" in text for text in answered] == [True, False]


@on_sqlite
async def test_r3_the_servers_new_zone_moves_those_who_use_it(study: Study) -> None:
    ana = await study.person("Ana")
    await study.organiser.slash("setup", zone="Lisbon")
    await study.organiser.slash("setup", zone="Berlin")
    await study.clock.move_to(at(7))
    assert [message.timestamp for message in ana.inbox] == [at(7)]


@on_sqlite
async def test_r4_snooze_done_skip_and_note(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(8))
    (prompt,) = ana.inbox
    snoozed = await ana.click(await ana.click(prompt, "Snooze"), "1 hour")
    assert f"I ask again at <t:{int(at(9).timestamp())}:t>" in snoozed.text
    tomorrow = f"Next prompt: <t:{int(at(8, day=3).timestamp())}:F>"
    assert tomorrow in (await ana.slash("me")).text, "a snooze is no prompt of its own"
    await ana.click(await ana.click(prompt, "Snooze"), "1 hour")
    await study.clock.move_to(at(11))
    assert [message.timestamp for message in ana.inbox] == [at(8), at(9)]
    done = await ana.click(ana.inbox[1], "Done")
    assert "● Done" in done.text
    form = await ana.click(ana.inbox[1], "Note")
    noted = await ana.submit(form, {"note": "@everyone **big** \u202eidea " + "x" * 3900})
    assert "> @\u200beveryone \\*\\*big\\*\\* idea x" in noted.text
    assert noted.message is not None
    assert not noted.message.mention_everyone
    again = await ana.click(prompt, "Done")
    assert "● Done" in again.text
    skipped = await ana.click(prompt, "Skip instead")
    assert "⊘ Skipped" in skipped.text
    assert await entries(study) == [(ana.id, "2026-03-02", "skipped")]
    await study.clock.move_to(at(8, day=3))
    assert [message.timestamp for message in ana.inbox[2:]] == [at(8, day=3)]


@on_sqlite
async def test_r4_an_old_button_answers_clearly(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(at(8))
    (prompt,) = ana.inbox
    await study.clock.move_to(at(8, 5, day=3))
    assert "another day" in (await ana.click(prompt, "Snooze")).text
    done = await ana.click(prompt, "Done")
    assert "This one was for Monday 2 March 2026." in done.text
    assert await entries(study) == [(ana.id, "2026-03-02", "done")]


@on_sqlite
async def test_r7_stop_works_at_once_and_can_be_taken_back(study: Study) -> None:
    ana = await study.person("Ana")
    ben = await study.person("Ben", joined=False)
    await study.clock.move_to(at(8))
    await ana.click(await ana.click(ana.inbox[0], "Snooze"), "1 hour")
    stopped = await ana.click(ana.inbox[0], "Stop")
    assert "Prompts are off" in stopped.text
    assert "No prompt is planned" in (await ana.slash("today")).text
    await study.clock.move_to(at(9, day=3))
    assert len(ana.inbox) == 1
    started = await ana.click(stopped, "Start again")
    assert f"<t:{int(at(8, day=4).timestamp())}:F>" in started.text
    await study.clock.move_to(at(8, day=4))
    assert len(ana.inbox) == 2
    assert ben.inbox == [], "nobody gets a message before joining"


@on_sqlite
async def test_r5_no_prompt_during_a_pause_which_ends_by_itself(study: Study) -> None:
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "2026-03-04"})
    await study.clock.move_to(at(8, day=3))
    assert ana.inbox == []
    assert "Paused until Wednesday 4 March 2026" in (await ana.slash("today")).text
    await study.clock.move_to(at(8, day=4))
    assert len(ana.inbox) == 1


@on_sqlite
async def test_r8_m5_closed_dms_are_said_privately_and_today_does_it_all(study: Study) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    await study.clock.move_to(at(8))
    today = await ana.slash("today")
    assert today.ephemeral
    assert "direct messages are closed" in today.text
    assert "closed for me, so the last prompt did not arrive" in (await ana.slash("me")).text
    await study.clock.move_to(at(8, day=3))
    today = await ana.slash("today")
    assert "**Kept for you**" in today.text
    assert "**ML news** · Monday 2 March 2026" in today.text
    done = await ana.click(today, custom_id=f"routine:done:{study.guild.id}:2026-03-02:today")
    assert "**Kept for you**" not in done.text
    done = await ana.click(done, "Done")
    assert "● Done" in done.text
    assert [day for _, day, _ in await entries(study)] == ["2026-03-02", "2026-03-03"]
    for channel in study.guild.channels.values():
        assert all("ML news" not in message.text for message in channel.messages)
    ana.open_dms()
    await study.clock.move_to(at(8, day=4))
    assert len(ana.inbox) == 1
    assert not (await member_of(study, ana)).dms_refused


@on_sqlite
async def test_r8_a_prompt_that_downtime_made_too_late_waits_in_today(study: Study) -> None:
    ana = await study.person("Ana")
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(at(7, day=3))
    study.clock.follow(study.bot.jobs)
    await study.clock.advance(timedelta(minutes=1))
    assert ana.inbox == []
    today = await ana.slash("today")
    assert "**Kept for you**" in today.text
    assert "**ML news** · Monday 2 March 2026" in today.text
    assert "closed" not in today.text
    done = await ana.click(today, custom_id=f"routine:done:{study.guild.id}:2026-03-02:today")
    assert "**Kept for you**" not in done.text


@on_sqlite
async def test_r8_after_three_refusals_nothing_is_tried_until_asked(study: Study) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    async with study.db.begin() as session:
        for _ in range(3):
            await groups.mark_dms_refused(session, study.guild.id, ana.id, now=at(6))
    await study.clock.move_to(at(8))
    assert not [request for request in study.sandbox.requests if request.status == 403]
    assert "I have stopped trying" in (await ana.slash("me")).text
    ana.open_dms()
    today = await ana.click(await ana.slash("today"), "Try again")
    again = f"I try again with the next prompt, <t:{int(at(8, day=3).timestamp())}:F>"
    assert again in today.text
    assert "Try again" not in today.buttons
    assert "I try again with the next prompt" in (await ana.slash("me")).text
    ana.close_dms()
    await study.clock.move_to(at(8, day=3))
    me = await ana.slash("me")
    assert "closed for me, so the last prompt did not arrive" in me.text
    await ana.click(me, "Try again")
    ana.open_dms()
    await study.clock.move_to(at(8, day=4))
    assert len(ana.inbox) == 1
    assert "closed" not in (await ana.slash("me")).text
    assert not (await member_of(study, ana)).dms_refused


@on_sqlite
async def test_r8_where_no_prompt_comes_no_try_is_promised_with_the_next(study: Study) -> None:
    """Stopped, in a pause, and with no day chosen."""
    ana = await study.person("Ana")
    async with study.db.begin() as session:
        await groups.mark_dms_refused(session, study.guild.id, ana.id, now=at(6))
    await ana.click(await ana.slash("me"), "Try again")
    await ana.click(await ana.slash("me"), "Stop prompts")
    for command in ("me", "today"):
        assert "I try again once prompts come, and" in (await ana.slash(command)).text
    await ana.click(await ana.slash("me"), "Start again")
    await ana.submit(await ana.click(await ana.slash("me"), "Pause"), {"until": "in 2 weeks"})
    assert "with the first prompt after your rest" in (await ana.slash("me")).text
    assert "with the next prompt, <t:" in (await ana.slash("today")).text
    me = await ana.click(await ana.slash("me"), "Resume")
    none = await ana.choose(me, [], custom_id=f"me:weekdays:{study.guild.id}")
    assert "I try again once prompts come, and" in none.text


@on_sqlite
async def test_r8_only_refusals_are_counted_not_prompts_that_were_never_tried(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    await study.clock.move_to(at(9, day=6))
    refused = [request for request in study.sandbox.requests if request.status == 403]
    assert len(refused) == 3
    assert (await member_of(study, ana)).dm_refusals == 3
    kept = await ana.slash("today")
    assert kept.text.count("● Done") == 0
    assert len(custom_ids(kept, "routine:done")) == 5, "what was never tried is kept too"


@on_sqlite
async def test_forged_and_foreign_buttons_touch_nobody_elses_day(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben", joined=False)
    other = study.sandbox.world.create_guild("Other")
    panel = await ben.slash("help")
    guild_id = study.guild.id
    for custom_id in (
        f"routine:done:{guild_id}:2026-03-02:d1",
        f"routine:stop:{guild_id}:2026-03-02:d1",
        f"routine:note:{guild_id}:2026-03-02:today",
        f"routine:done:{other.id}:2026-03-02:today",
        f"routine:done:{guild_id}:2026-02-30:today",
        f"routine:done:{guild_id}:2026-03-02:elsewhere",
        f"routine:done:{2**70}:2026-03-02:today",
        f"routine:start:{guild_id}",
        f"routine:retry:{guild_id}",
    ):
        seen = await ben.click(panel, custom_id=custom_id, forge=True)
        assert seen.failed is None
        assert "Reference" not in seen.text
    assert await entries(study) == []
    assert not (await member_of(study, ana)).prompts_stopped
    mine = await ana.slash("today")
    elsewhere = f"routine:done:{other.id}:2026-03-02:today"
    foreign = await ana.click(await ana.slash("today", dm=True), custom_id=elsewhere, forge=True)
    assert "not in that server" in foreign.text
    ahead = f"routine:done:{guild_id}:2026-03-03:today"
    assert "not begun" in (await ana.click(mine, custom_id=ahead, forge=True)).text


@on_sqlite
async def test_today_works_in_direct_messages_and_before_the_prompt(study: Study) -> None:
    ana = await study.person("Ana", zone="Asia/Tokyo", at=time(20))
    today = await ana.slash("today", dm=True)
    assert "**ML news**" in today.text
    assert f"Next prompt: <t:{int(at(11).timestamp())}:F>" in today.text
    await ana.click(today, "Done")
    await study.clock.move_to(at(12))
    assert ana.inbox == [], "an answered day needs no prompt"


@on_sqlite
async def test_today_says_what_is_due(study: Study) -> None:
    ana = await study.person("Ana")
    assert "Due by now" not in (await ana.slash("today")).text
    await study.clock.move_to(at(6, day=15))
    today = await ana.slash("today")
    assert "**Due by now or within a week**" in today.text
    assert "<t:" in today.text.split("**Due by now or within a week**")[1]


@pytest.mark.parametrize("point", ["claimed", "sent", "marked"])
async def test_r9_stopped_in_a_delivery_everybody_still_gets_one_prompt(
    study: Study, point: str
) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben")]
    # In the sender's way: before its request takes effect, or after, before it hears so.
    hold = (
        None
        if point == "marked"
        else study.sandbox.faults.hold("POST", SEND, after=point == "sent")
    )
    moving = asyncio.create_task(study.clock.move_to(at(8)))
    if hold is not None:
        await hold.reached()
        study.clock.unfollow(study.bot.jobs)
        await study.bot.deliveries.drain(0)
        hold.release()
    await moving
    await stop_bot(study.bot, study.clock)
    # Longer than the claim lasts, and than Discord remembers a nonce.
    await study.clock.advance(timedelta(minutes=10))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(seconds=1))
    assert [len(person.inbox) for person in people] == [1, 1]
    await study.restart()
    await study.clock.advance(timedelta(hours=2))
    assert [len(person.inbox) for person in people] == [1, 1]


@pytest.mark.parametrize(("back_at", "prompts"), [((13, 59, 4), 1), ((14, 1, 4), 0)])
async def test_r9_downtime_gives_one_catch_up_or_none_when_too_late(
    study: Study, back_at: tuple[int, int, int], prompts: int
) -> None:
    ana = await study.person("Ana")
    late = await study.person("Late", at=time(23, 30))
    await stop_bot(study.bot, study.clock)
    hour, minute, day = back_at
    await study.clock.move_to(at(hour, minute, day=day))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(seconds=1))
    assert len(ana.inbox) == prompts
    assert late.inbox == [], "yesterday's prompt is over"
    if prompts:
        assert "Talk" not in ana.inbox[0].text
        assert "**Build**" in ana.inbox[0].text
