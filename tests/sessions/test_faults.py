"""What can go wrong with sessions on Discord: refusals, deletions, kills, who leaves (C10)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.groups.rest import QuietHours
from sandbox.world.kinds import ChannelType
from tests.groups import acting as groups
from tests.live import Study
from tests.sessions.acting import (
    EVENTS,
    call_off,
    events,
    join,
    later,
    let_events,
    plan,
    posted,
    settle,
    text_of,
)

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

THURSDAY = datetime(2026, 3, 5, 18, tzinfo=UTC)
NOTHING_AHEAD = "None ahead yet"


def asked(study: Study, method: str) -> list[str]:
    """The requests about events, by their paths."""
    return [
        each.path
        for each in study.sandbox.requests
        if each.method == method and "scheduled-events" in each.path
    ]


async def test_c10_m3_without_the_permission_the_panel_stands_alone(study: Study) -> None:
    """M3: said to the organiser, by `/setup` once sessions are used; Discord is not even asked."""
    assert "Create Events" not in (await study.organiser.slash("setup")).text
    seen, panel = await plan(study)
    assert "I may not make events here, so the panel stands alone." in seen.text
    assert "Attention" in text_of(panel)
    assert events(study) == []
    assert asked(study, "POST") == []
    setup = (await study.organiser.slash("setup")).text
    assert "In the server I still need: Create Events." in setup
    assert "no event beside a session (its panel is enough to meet)" in setup
    let_events(study)
    assert "Create Events" not in (await study.organiser.slash("setup")).text
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    await settle(study)
    assert [each.starts_at.day for each in events(study)] == [6]


async def test_c10_discord_that_refuses_events_leaves_the_panel(study: Study) -> None:
    """50013 is told in `/setup`; 5xx and 429 pass, and make one event."""
    let_events(study)
    study.sandbox.faults.fail("POST", EVENTS, status=403, code=50013)
    _, panel = await plan(study)
    assert "Attention" in text_of(panel)
    assert events(study) == []
    setup = (await study.organiser.slash("setup")).text
    assert "A session's event on Discord" in setup
    assert "I may not make events there" in setup
    study.sandbox.faults.fail("POST", EVENTS, status=503, times=9)
    await plan(study, when="friday 18:00", topic="Another")
    assert events(study) == []
    study.sandbox.faults.clear()
    await later(study, minutes=30)
    assert [each.name for each in events(study)] == ["Another"]


async def test_c10_an_event_that_may_no_longer_be_changed_is_told(study: Study) -> None:
    """M3: the permission is taken away; the panel is right, and `/setup` says what is not."""
    let_events(study)
    _, panel = await plan(study)
    bot = study.guild.members[study.sandbox.world.application.bot_user.id]
    role = next(each for each in study.guild.roles.values() if each.name == "Events")
    study.guild.set_roles(bot, bot.roles - {role.id})
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    await settle(study)
    assert f"<t:{int((THURSDAY + timedelta(days=1)).timestamp())}:F>" in text_of(panel)
    assert [each.starts_at for each in events(study)] == [THURSDAY]
    setup = (await study.organiser.slash("setup")).text
    assert "A session's event on Discord" in setup
    assert "I may not make events there" in setup


async def test_c10_an_answer_that_is_lost_makes_one_event(study: Study) -> None:
    """The request took effect; its answer never came; the next try finds the event."""
    let_events(study)
    study.sandbox.faults.after("POST", EVENTS, times=9)
    await study.organiser.slash("session plan", when="thursday 18:00", topic="Once")
    await settle(study)
    study.sandbox.faults.clear()
    await later(study, minutes=30)
    assert [each.name for each in events(study)] == ["Once"]
    await call_off(study, "Once")
    assert events(study) == []


async def test_c10_a_kill_while_the_event_is_made_leaves_one(study: Study) -> None:
    let_events(study)
    hold = study.sandbox.faults.hold("POST", EVENTS, after=True)
    await study.organiser.slash("session plan", when="thursday 18:00", topic="Once")
    moving = asyncio.create_task(study.clock.advance(timedelta()))
    await hold.reached()
    study.clock.unfollow(study.bot.jobs)
    await study.bot.deliveries.drain(0)
    hold.release()
    await moving
    await study.restart()
    await later(study, minutes=30)
    assert [each.name for each in events(study)] == ["Once"]
    assert len(posted(study)) == 1


async def test_c10_a_deleted_event_comes_back_when_it_moves(study: Study) -> None:
    """Somebody deleted it by hand: moving makes another, calling it off finds nothing to do."""
    let_events(study)
    await plan(study)
    study.guild.events.clear()
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    await settle(study)
    assert [each.starts_at.day for each in events(study)] == [6]
    study.guild.events.clear()
    await call_off(study, "Attention")
    assert "session's event" not in (await study.organiser.slash("setup")).text
    assert asked(study, "DELETE") == []


async def test_c10_a_deleted_channel_ends_nothing(study: Study) -> None:
    ana = await study.person("Ana")
    await plan(study, weekly=True)
    study.announcements.delete()
    seen = await ana.slash("session join", channel=study.papers, session="Attention")
    assert "You come." in seen.text
    await study.clock.move_to(THURSDAY.replace(hour=19))
    setup = (await study.organiser.slash("setup", channel=study.papers)).text
    assert "A session's panel" in setup
    await study.set_up(announcements_channel_id=study.papers.id)
    await study.clock.move_to(THURSDAY.replace(day=12, hour=19))
    assert "Attention" in text_of(list(study.papers.messages)[-1])


async def test_c10_who_leaves_is_no_longer_named(study: Study) -> None:
    """M2: nor told, and back once they are."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    _, panel = await plan(study)
    await join(panel, ana, ben)
    async with study.db.begin() as session:
        await groups.leave(session, study.guild.id, ana.id, now=study.clock.now())
    await settle(study)
    assert f"**Who comes** · 1\n<@{ben.id}>" in text_of(panel)
    before = len(ana.inbox)
    await study.clock.move_to(THURSDAY.replace(hour=17, minute=45))
    assert len(ana.inbox) == before
    assert "Soon" in text_of(ben.inbox[-1])


async def test_c10_who_comes_back_is_named_again(study: Study) -> None:
    """M2."""
    ana = await study.person("Ana")
    _, panel = await plan(study)
    await join(panel, ana)
    async with study.db.begin() as session:
        await groups.leave(session, study.guild.id, ana.id, now=study.clock.now())
    await later(study, minutes=1)
    assert f"<@{ana.id}>" not in text_of(panel)
    await ana.slash("join")
    await settle(study)
    assert f"<@{ana.id}>" in text_of(panel)


async def test_c10_who_leaves_takes_no_news_from_others(study: Study) -> None:
    """R6: word of a move waits out somebody's quiet hours, whoever leaves meanwhile."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    _, panel = await plan(study)
    await join(panel, ana, ben)
    now = study.clock.now()
    async with study.db.begin() as session:
        await groups.change_member(
            session,
            study.guild.id,
            ben.id,
            quiet=QuietHours(time(now.hour), time(now.hour + 3)),
            prompt_at=time(now.hour + 4),
            now=now,
        )
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    await settle(study)
    before = len(ben.inbox)
    async with study.db.begin() as session:
        await groups.leave(session, study.guild.id, ana.id, now=study.clock.now())
    await later(study, hours=3, minutes=1)
    assert [text_of(each) for each in ben.inbox[before:]] != []
    assert "Moved" in text_of(ben.inbox[before])


async def test_c10_closed_messages_leave_the_panel_and_the_list(study: Study) -> None:
    """R8: recorded, and nothing of it goes to a channel."""
    ana = await study.person("Ana")
    _, panel = await plan(study)
    await join(panel, ana)
    ana.close_dms()
    public = len(posted(study))
    await study.clock.move_to(THURSDAY.replace(hour=17, minute=45))
    assert len(posted(study)) == public
    assert "Privacy Settings" in (await ana.slash("me")).text
    assert "you too" in (await ana.slash("session list")).text


async def test_c10_after_weeks_of_downtime_one_meeting_is_ahead(study: Study) -> None:
    """R9: the weeks that nobody heard of leave no panels behind."""
    await plan(study, weekly=True)
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(THURSDAY + timedelta(weeks=5, hours=3))
    await study.restart()
    await later(study, minutes=10)
    assert len(posted(study)) == 2
    seen = await study.organiser.slash("session list")
    assert "1 ahead" in seen.text
    assert f"<t:{int((THURSDAY + timedelta(weeks=6)).timestamp())}:F>" in seen.text


async def test_c10_only_organisers_plan_move_and_call_off(study: Study) -> None:
    """In code too: forged presses, and a meeting of another server."""
    ana = await study.person("Ana")
    _, panel = await plan(study)
    for act in ("move:1", "cancel:1", "cancel-one:1:1", "cancel-all:1:1"):
        refused = await ana.click(panel, custom_id=f"session:{act}", forge=True)
        assert "This is for organisers" in refused.text
    for act in ("join:1:99", "cannot:99:1", "open:99", "notes:99", "cancel:99"):
        seen = await study.organiser.click(panel, custom_id=f"session:{act}", forge=True)
        assert "1 ahead" not in seen.text
    assert "Who comes** · 0" in text_of(panel)
    stranger = await study.person("Sam", joined=False)
    assert "Join" in (await stranger.click(panel, "Join")).buttons


async def test_c10_a_stale_call_off_changes_nothing(study: Study) -> None:
    """What was seen is what is called off: a session that moved meanwhile is looked at again."""
    await plan(study)
    question = await study.organiser.slash("session cancel", session="Attention")
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    refused = await study.organiser.click(question, "Call off")
    assert "changed meanwhile" in refused.text
    assert NOTHING_AHEAD not in (await study.organiser.slash("session list")).text


async def test_c10_a_stop_on_the_reminder_works_at_once(study: Study) -> None:
    """R7: the button on the message ends all messages."""
    ana = await study.person("Ana")
    _, panel = await plan(study, when="today 18:00")
    await join(panel, ana)
    await study.clock.move_to(datetime(2026, 3, 2, 17, 45, tzinfo=UTC))
    await ana.click(ana.inbox[-1], "Stop")
    before = len(ana.inbox)
    await later(study, days=2)
    assert len(ana.inbox) == before


async def test_c10_a_voice_channel_is_the_events_place(study: Study) -> None:
    """Once that channel is gone, the event is an external one."""
    let_events(study)
    voice = study.guild.create_channel("Study room", ChannelType.VOICE)
    _, panel = await plan(study, voice=voice)
    assert f"Where: <#{voice.id}>" in text_of(panel)
    assert [(each.kind, each.channel_id) for each in events(study)] == [(2, voice.id)]
    voice.delete()
    await study.organiser.slash("session move", session="Attention", when="friday 18:00")
    await settle(study)
    assert [(each.kind, each.channel_id) for each in events(study)] == [(3, None)]
