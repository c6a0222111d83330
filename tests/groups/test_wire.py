"""Setting up, joining and one's own settings, over the wire."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.groups import service as groups
from bot.inputs.date_patterns import MonthDay
from cogs.features import FEATURES
from sandbox import ActingUser, SandboxUsageError
from sandbox.rules.permissions import Permissions
from sandbox.world.kinds import ChannelType
from tests.live import Study

# What is shown does not depend on the database; the services' tests run on both.
pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def group_of(study: Study) -> groups.Group:
    async with study.db.read() as session:
        return await groups.get_group(session, study.guild.id)


async def member_of(study: Study, person: ActingUser) -> groups.Member:
    async with study.db.read() as session:
        return await groups.get_member(session, study.guild.id, person.id)


async def test_three_taps_set_a_group_up(blank_study: Study) -> None:
    study = blank_study
    suggested = await study.organiser.slash("setup")
    assert "Press *Start*" in suggested.text
    started = await study.organiser.click(suggested, "Start")
    assert started.updated
    assert "is a study group" in started.text
    group = await group_of(study)
    assert group.announcements_channel_id == study.announcements.id
    assert group.papers_channel_id == study.papers.id
    assert group.retros_channel_id == study.retros.id
    assert (group.zone, group.start_date) == ("UTC", date(2026, 3, 2))


async def test_setup_again_changes_only_what_is_said(study: Study) -> None:
    olga = study.organiser
    await olga.slash("setup", zone="Asia/Calcutta", start="2 weeks ago", categories="cs.CL")
    before = await group_of(study)
    assert before.zone == "UTC", "a date that is none changes nothing at all"
    seen = await olga.slash(
        "setup", papers=study.retros, zone="kolkata", papers_open="tue 7pm", retro_day="15"
    )
    assert "Asia/Kolkata" in seen.text
    after = await group_of(study)
    assert (after.papers_channel_id, after.zone) == (study.retros.id, "Asia/Kolkata")
    assert (after.papers_open_weekday, after.papers_open_at.hour) == (1, 19)
    assert (after.retro_on, after.retro_at) == (MonthDay(15), before.retro_at)
    assert (after.start_date, after.categories) == (before.start_date, before.categories)
    assert after.announcements_channel_id == study.announcements.id


async def test_setup_by_its_panel(study: Study) -> None:
    olga = study.organiser
    seen = await olga.choose(
        await olga.slash("setup"), study.papers, custom_id="setup:announcements"
    )
    form = await olga.click(seen, custom_id="setup:basics")
    seen = await olga.submit(
        form, {"zone": "são paulo", "start": "monday", "categories": "cs.LG, stat.ML"}
    )
    form = await olga.click(seen, custom_id="setup:rhythm")
    seen = await olga.submit(
        form,
        {
            "papers_open": "sat 10",
            "papers_close": "wed 8pm",
            "retro_day": "28",
            "retro_time": "18h30",
        },
    )
    assert "opens Saturday 10:00, closes Wednesday 20:00" in seen.text
    group = await group_of(study)
    assert group.announcements_channel_id == study.papers.id
    assert (group.zone, group.start_date) == ("America/Sao_Paulo", date(2026, 3, 9))
    assert group.categories == ("cs.LG", "stat.ML")


async def test_m3_announcement_channels_are_taken_like_text_channels(study: Study) -> None:
    olga = study.organiser
    news = study.guild.create_channel("official-news", ChannelType.ANNOUNCEMENT)
    await olga.choose(await olga.slash("setup"), news, custom_id="setup:announcements")
    await olga.slash("setup", papers=news)
    group = await group_of(study)
    assert group.announcements_channel_id == group.papers_channel_id == news.id


async def test_what_arxiv_does_not_have_and_an_offset_are_asked_about(study: Study) -> None:
    """A1, R3: nothing typed is lost, and nothing is guessed."""
    olga = study.organiser
    form = await olga.click(await olga.slash("setup"), custom_id="setup:basics")
    seen = await olga.submit(form, {"zone": "Berlin", "start": "today", "categories": "cs.XX"})
    assert "arXiv has no category `cs.XX`. Perhaps `cs." in seen.text
    seen = await olga.submit(form, {"zone": "UTC+3", "start": "today", "categories": "cs.LG"})
    assert "Perhaps `Europe/Istanbul`" in seen.text
    assert "UTC+3" in seen.text.split("You wrote:")[1]
    assert (await group_of(study)).zone == "UTC"


async def test_a_form_with_a_mistake_gives_back_what_was_typed(study: Study) -> None:
    olga = study.organiser
    form = await olga.click(await olga.slash("setup"), custom_id="setup:basics")
    seen = await olga.submit(form, {"zone": "Berlin", "start": "03/04", "categories": "cs.LG"})
    assert "`2026-04-03` or `2026-03-04`" in seen.text
    assert "03/04" in seen.text.split("You wrote:")[1]
    assert (await group_of(study)).zone == "UTC"


async def test_m3_missing_permissions_are_named_by_channel(study: Study) -> None:
    hidden = study.guild.create_text_channel("secret")
    locked = study.guild.create_text_channel("locked")
    me = study.sandbox.world.application.bot_user
    hidden.set_overwrite(me, deny=Permissions.VIEW_CHANNEL)
    locked.set_overwrite(me, deny=Permissions.CREATE_PUBLIC_THREADS)
    seen = await study.organiser.slash("setup", papers=locked, announcements=hidden)
    assert "Missing permissions" in seen.text
    assert f"<#{hidden.id}> I still need: View Channel" in seen.text
    assert f"<#{locked.id}> I still need: Create Public Threads" in seen.text
    assert f"<#{study.retros.id}> I still need" not in seen.text
    locked.set_overwrite(me, allow=Permissions.CREATE_PUBLIC_THREADS)
    hidden.set_overwrite(me, allow=Permissions.VIEW_CHANNEL)
    seen = await study.organiser.click(seen, "Check again")
    assert "Missing permissions" not in seen.text


async def test_setup_is_for_organisers_in_code_too(blank_study: Study) -> None:
    study = blank_study
    ana = await study.person("Ana", joined=False)
    with pytest.raises(SandboxUsageError):
        await ana.slash("setup")
    assert "Manage Server" in (await ana.slash("setup", forge=True)).text
    panel = await ana.slash("help")
    for custom_id in ("setup:start", "setup:open", "setup:basics", "setup:show"):
        seen = await ana.click(panel, custom_id=custom_id, forge=True)
        assert "Manage Server" in seen.text
    seen = await ana.choose(panel, [str(study.papers.id)], custom_id="setup:papers", forge=True)
    assert "Manage Server" in seen.text
    assert "no study group yet" in (await ana.slash("join")).text


async def test_another_servers_channel_is_refused(study: Study) -> None:
    elsewhere = study.sandbox.world.create_guild("Elsewhere").create_text_channel("theirs")
    panel = await study.organiser.slash("setup")
    for value in (str(elsewhere.id), "1", "not an id", "9" * 30):
        seen = await study.organiser.choose(panel, [value], custom_id="setup:retros", forge=True)
        assert "no text channel of this server" in seen.text
    assert (await group_of(study)).retros_channel_id == study.retros.id


async def test_r3_zone_and_time_are_suggested_and_read_leniently(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    zones = await ana.autocomplete("join", "zone", "sao")
    assert zones[0].value == "America/Sao_Paulo"
    assert "03:00 now" in zones[0].name
    assert [choice.value for choice in await ana.autocomplete("join", "time", "8pm")] == ["20:00"]
    assert await ana.autocomplete("join", "time", "soon") == []
    seen = await ana.slash("join", zone="calcutta", time="8pm")
    assert "Asia/Kolkata, yours · 11:30 there now" in seen.text
    member = await member_of(study, ana)
    assert (member.zone, member.prompt_at.hour) == ("Asia/Kolkata", 20)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"zone": "Mars/Olympus"}, "large city"),
        ({"zone": "tokoyo"}, "Asia/Tokyo"),
        ({"zone": "@everyone"}, "large city"),
        ({"time": "25:00"}, "23"),
        ({"time": "soonish"}, "8pm"),
    ],
)
async def test_bad_zones_and_times_are_answered_and_nothing_is_stored(
    study: Study, options: dict[str, str], says: str
) -> None:
    ana = await study.person("Ana", joined=False)
    seen = await ana.slash("join", options=options)
    assert says in seen.text
    assert seen.message is not None
    assert not seen.message.mention_everyone
    assert "not in the study group" in (await ana.slash("me")).text


async def test_me_changes_zone_time_and_weekdays(study: Study) -> None:
    ana = await study.person("Ana")
    guild_id = study.guild.id
    me = await ana.slash("me")
    form = await ana.click(me, custom_id=f"me:zone:{guild_id}")
    asked = await ana.submit(form, {"zone": "san"})
    assert "Which one is yours?" in asked.text
    me = await ana.choose(asked, ["America/Santiago"])
    form = await ana.click(me, custom_id=f"me:time:{guild_id}")
    me = await ana.submit(form, {"time": "7.15"})
    me = await ana.choose(me, ["0", "5"], custom_id=f"me:weekdays:{guild_id}")
    assert "**Prompt** · 07:15, Mon, Sat" in me.text
    member = await member_of(study, ana)
    assert (member.zone, member.weekdays) == ("America/Santiago", frozenset({0, 5}))
    form = await ana.click(me, custom_id=f"me:zone:{guild_id}")
    me = await ana.submit(form, {"zone": ""})
    assert "UTC, the server's" in me.text


async def test_r5_r14_me_shows_a_pause_in_which_nothing_is_due_and_ends_it(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    for typed, said in (
        ("2026-02-01", "A pause ends after today"),
        ("today", "A pause ends after today"),
        ("2026-02-30", "no such date"),
        ("03/04", "`2026-04-03` or `2026-03-04`"),
        ("whenever", "`in 2 weeks`"),
    ):
        form = await ana.click(me, "Pause")
        assert said in (await ana.submit(form, {"until": typed})).text
    form = await ana.click(me, "Pause")
    me = await ana.submit(form, {"until": "in 2 weeks"})
    assert "⏸ Paused until Monday 16 March 2026" in me.text
    assert "next due" not in me.text
    assert "⏸ Paused" in (await ana.slash("me")).text
    for command in ("milestone next", "milestone list", "today", "cycle review", "plan show"):
        seen = await ana.slash(command)
        if command == "plan show":
            seen = await ana.click(seen, "Roadmap")
        assert not re.search(r"\bdue (in|today|<t|[0-9])", seen.text), command
    me = await ana.click(me, "Resume")
    assert "Next prompt: <t:" in me.text
    assert "milestones done, next due <t:" in me.text
    await study.clock.advance(timedelta(days=20))
    assert "milestones done, next was planned for <t:" in (await ana.slash("me")).text


async def test_p4_me_shows_where_one_stands_with_links_and_notes(study: Study) -> None:
    ana = await study.person("Ana")
    choice = (await ana.autocomplete("milestone done", "milestone", ""))[0]
    await ana.slash(
        "milestone done",
        milestone=choice.value,
        link="https://example.org/notes",
        note="clear now @everyone",
    )
    me = await ana.slash("me")
    assert "· 1 of " in me.text
    assert "[example.org](<https://example.org/notes>)" in me.text
    assert "> clear now @\u200beveryone" in me.text


async def test_r7_stop_and_leave_work_at_once(study: Study) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    me = await ana.click(me, "Stop prompts")
    assert "Prompts are off" in me.text
    await study.clock.advance(timedelta(hours=3))
    assert ana.inbox == []
    sure = await ana.click(me, "Leave")
    left = await ana.click(sure, "Leave")
    assert "You have left" in left.text
    assert "not in the study group" in (await ana.slash("me")).text
    again = await ana.click(left, "Join again")
    assert "You are in" in again.text


async def test_forged_buttons_reach_nobody_else(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben", joined=False)
    other = study.sandbox.world.create_guild("Other")
    panel = await ben.slash("help")
    for custom_id in (
        f"me:stop:{study.guild.id}",
        f"me:leave-sure:{study.guild.id}",
        f"me:show:{other.id}",
        "me:stop:0",
        "me:stop:99999999999999999999999",
        "me:stop:x",
        "me:stop",
        f"me:stop:{study.guild.id}:{ana.id}",
        "nothing:here",
    ):
        seen = await ben.click(panel, custom_id=custom_id, forge=True)
        assert seen.ephemeral
        assert "Reference" not in seen.text
        assert seen.failed is None
    assert not (await member_of(study, ana)).prompts_stopped


async def test_double_clicks_are_harmless(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    panel = await ana.slash("help")
    for _ in range(2):
        assert (
            "You are in"
            in (
                await ana.click(panel, "Join", forge=True, custom_id=f"me:join:{study.guild.id}")
            ).text
        )
    me = await ana.slash("me")
    custom_id = f"me:leave-sure:{study.guild.id}"
    await ana.click(me, custom_id=custom_id, forge=True)
    seen = await ana.click(me, custom_id=custom_id, forge=True)
    assert "not in the study group" in seen.text


async def test_of_several_groups_one_is_meant_in_direct_messages(study: Study) -> None:
    ana = await study.person("Ana")
    before = await ana.slash("milestone next", dm=True)
    await study.clock.advance(timedelta(minutes=1))
    second = study.sandbox.world.create_guild("Early **birds** @everyone")
    channel = second.create_text_channel("general")
    ana.join(second)
    study.organiser.join(second, roles=[second.create_role("O", permissions=Permissions(1 << 5))])
    await study.organiser.click(await study.organiser.slash("setup", guild=second), "Start")
    await ana.slash("join", guild=second)
    assert "Use in DMs" in (await ana.slash("me", dm=True)).text
    me = await ana.slash("me", guild=second, channel=channel)
    assert "Early \\*\\*birds\\*\\* @\u200beveryone" in me.text
    me = await ana.click(me, "Use in DMs")
    assert "In direct messages, commands mean this group" in me.text
    assert "birds" in (await ana.slash("me", dm=True)).text
    # Both follow the same plan: a button from before must not act in the other group.
    assert "from before you chose another group" in (await ana.click(before, "Done")).text
    after = await ana.slash("milestone next", dm=True)
    assert "Done: " in (await ana.click(after, "Done")).text
    # A button of one server does nothing in another, whoever forges it.
    forged = f"me:stop:{study.guild.id}"
    seen = await ana.click(me, custom_id=forged, forge=True)
    assert "another server" in seen.text
    assert not (await member_of(study, ana)).prompts_stopped


async def test_help_is_by_what_one_is(blank_study: Study) -> None:
    study = blank_study
    ana = await study.person("Ana", joined=False)
    assert "</setup:" in (await ana.slash("help")).text
    first = await study.organiser.slash("help")
    setup = await study.organiser.click(first, "Set up")
    await study.organiser.click(setup, "Start")
    joined = await ana.click(await ana.slash("help"), "Join")
    assert "You are in" in joined.text
    today = await ana.click(await ana.slash("help"), "Today")
    assert "**Today**" in today.text
    topic = await ana.choose(await ana.slash("help"), ["Closed direct messages"])
    assert "Privacy" in topic.text
    assert "</me:" in (await ana.slash("help", topic="prompts")).text
    assert "no help on that" in (await ana.slash("help", topic="@everyone")).text
    found = await ana.autocomplete("help", "topic", "zzz")
    assert found == []
    topics = [topic for feature in FEATURES for topic in feature.data.help]
    named = {name for topic in topics for name, _ in topic.commands}
    tree = study.bot.tree.walk_commands()
    there = {command.qualified_name for command in tree if not hasattr(command, "commands")}
    assert named == there - {"help"}, "every command has its line, and no other is named"


async def test_r8_only_what_discord_refused_is_counted(study: Study) -> None:
    ana = await study.person("Ana")
    ana.close_dms()
    for day in range(2, 12):
        await study.clock.move_to(datetime(2026, 3, day, 9, tzinfo=UTC))
    refused = [request for request in study.sandbox.requests if request.status == 403]
    assert len(refused) == (await member_of(study, ana)).dm_refusals == 3
    assert "I have stopped trying" in (await ana.slash("me")).text
    ana.open_dms()
    await ana.click(await ana.slash("me"), "Try again")
    assert (await member_of(study, ana)).dms_refused, "warned of until a message arrives"
    await study.clock.advance(timedelta(days=1))
    assert len(ana.inbox) == 1
    assert not (await member_of(study, ana)).dms_refused


async def test_r2_me_names_the_next_prompt_and_not_a_snooze(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(datetime(2026, 3, 2, 8, tzinfo=UTC))
    await ana.click(await ana.click(ana.inbox[0], "Snooze"), "1 hour")
    tomorrow = int(datetime(2026, 3, 3, 8, tzinfo=UTC).timestamp())
    assert f"Next prompt: <t:{tomorrow}:F>" in (await ana.slash("me")).text
