"""Interactions and their answers over the wire, driven by a real discord.py bot."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from sandbox import Permissions, Sandbox, SettableClock, Upload
from sandbox.people.actors import ActingUser
from sandbox.world.guild import Guild
from tests.sandbox.bare_bot import Bot, data_of, running, shown

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
async def clock() -> SettableClock:
    return SettableClock(START)


@pytest.fixture
async def sandbox(clock: SettableClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running_sandbox:
        yield running_sandbox
        assert running_sandbox.violations == []


@pytest.fixture
async def guild(sandbox: Sandbox) -> Guild:
    guild = sandbox.world.create_guild("Night owls", locale="de")
    guild.create_text_channel("papers")
    return guild


@pytest.fixture
async def ana(sandbox: Sandbox, guild: Guild) -> ActingUser:
    user = sandbox.user("Ana", locale="pt-BR")
    user.join(guild)
    return user


@pytest.fixture
async def bot(sandbox: Sandbox, guild: Guild) -> AsyncIterator[Bot]:
    async with running(sandbox) as bot:
        yield bot


async def test_a_command_is_answered(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    seen = await ana.slash("ping", loud=True)
    assert (seen.text, seen.ephemeral, seen.failed) == ("PONG", False, None)
    assert 0 < seen.elapsed < 3
    assert shown(seen) in ana.visible(shown(seen).channel)
    assert shown(seen).type == 20


async def test_the_bot_learns_who_where_and_with_which_rights(
    sandbox: Sandbox, bot: Bot, guild: Guild, ana: ActingUser
) -> None:
    place = guild.create_text_channel("quiet", deny=Permissions.SEND_MESSAGES)
    place.set_overwrite(ana.account, allow=Permissions.MANAGE_MESSAGES)
    await ana.slash("ping", channel=place)
    seen = bot.pings[-1]
    assert (seen.user.id, seen.guild_id, seen.channel_id) == (ana.id, guild.id, place.id)
    assert (seen.locale, seen.guild_locale) == (
        discord.Locale.brazil_portuguese,
        discord.Locale.german,
    )
    assert seen.permissions.manage_messages
    assert not seen.app_permissions.send_messages
    assert seen.app_permissions.view_channel
    assert seen.context.guild
    assert seen.is_guild_integration()
    await ana.slash("ping", dm=True)
    seen = bot.pings[-1]
    assert (seen.guild_id, seen.user.id, seen.context.dm_channel) == (None, ana.id, True)


async def test_ephemeral_answers_are_for_one_person(
    sandbox: Sandbox, bot: Bot, guild: Guild, ana: ActingUser
) -> None:
    ben = sandbox.user("Ben")
    ben.join(guild)
    seen = await ana.slash("ping")
    channel = shown(seen).channel
    assert (seen.text, seen.ephemeral) == ("pong", True)
    assert seen.message in ana.visible(channel)
    assert seen.message not in ben.visible(channel)
    assert seen.message not in channel.messages


async def test_groups_and_options(bot: Bot, ana: ActingUser) -> None:
    assert (await ana.slash("goal done", goal="calculus", hours=3)).text == "done calculus 3 None"
    assert (await ana.slash("/goal own add", kind="A book")).text == "added b"
    named = [
        shown(seen).interaction
        for seen in await asyncio.gather(
            ana.slash("goal own add", kind="A book"), ana.slash("ping")
        )
    ]
    assert [each and each["name"] for each in named] == ["goal own add", "ping"]


async def test_objects_are_resolved(
    sandbox: Sandbox, bot: Bot, guild: Guild, ana: ActingUser
) -> None:
    ben = sandbox.user("Ben")
    ben.join(guild, nick="Benny")
    role = guild.create_role("Readers")
    place = guild.create_text_channel("library")
    file = Upload("notes.txt", b"my notes")
    seen = await ana.slash(
        "show", member=ben, role=role, place=place, file=file, options={"channel": "text"}
    )
    assert seen.text == "Benny Readers library my notes text"


async def test_autocomplete_sees_what_is_filled_in(bot: Bot, ana: ActingUser) -> None:
    choices = await ana.autocomplete("goal done", "goal", "c", hours=2)
    assert choices == [("calculus (2)", "calculus"), ("clustering (2)", "clustering")]
    assert choices[0].value == "calculus"


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_a_deferred_answer_is_waited_for(
    sandbox: Sandbox, bot: Bot, ana: ActingUser, ephemeral: bool
) -> None:
    asking = asyncio.create_task(ana.slash("slow", ephemeral=ephemeral))
    await bot.pinged.wait()
    assert not asking.done()
    bot.gate.set()
    seen = await asking
    assert (seen.text, seen.ephemeral) == ("thought", ephemeral)
    await ana.until(lambda: len(seen.followups) == 2)
    assert [(f.text, f.ephemeral) for f in seen.followups] == [("more", True), ("for all", False)]


async def test_a_deferred_answer_that_never_comes_fails(bot: Bot, ana: ActingUser) -> None:
    seen = await ana.slash("slow", timeout=0.05)
    assert seen.failed == "The application is still thinking"
    assert seen.text == ""


async def test_the_first_follow_up_takes_the_place_of_a_placeholder(
    bot: Bot, ana: ActingUser
) -> None:
    @bot.listen()
    async def on_interaction(interaction: discord.Interaction) -> None:
        if data_of(interaction)["custom_id"] == "act":
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send("filled")

    panel = await ana.slash("panel")
    seen = await ana.click(panel, "Act")
    assert (seen.text, seen.ephemeral, seen.followups, seen.updated) == ("filled", True, [], False)


async def test_no_answer_within_three_seconds(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    sandbox.interactions.answer_within = 0.05
    seen = await ana.slash("mute")
    assert seen.failed == "The application did not respond"
    with pytest.raises(discord.NotFound) as late:
        await bot.pings[-1].response.send_message("sorry")
    assert late.value.code == 10062


async def test_a_second_answer_is_refused(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    await ana.slash("ping")
    interaction = bot.pings[-1]
    address = f"{sandbox.api_url}/interactions/{interaction.id}/{interaction.token}/callback"
    async with aiohttp.ClientSession() as session:
        answer = await session.post(address, json={"type": 4, "data": {"content": "again"}})
        assert (answer.status, (await answer.json())["code"]) == (400, 40060)
        answer = await session.post(address[:-9] + "x/callback", json={"type": 5})
        assert (answer.status, (await answer.json())["code"]) == (404, 10062)


async def test_a_token_lives_for_fifteen_minutes(
    clock: SettableClock, bot: Bot, ana: ActingUser
) -> None:
    await ana.slash("ping")
    interaction = bot.pings[-1]
    await clock.advance(timedelta(minutes=14, seconds=59))
    await interaction.followup.send("in time")
    await clock.advance(timedelta(seconds=1))
    with pytest.raises(discord.HTTPException) as late:
        await interaction.followup.send("too late")
    assert (late.value.status, late.value.code) == (401, 50027)
    # A token that nobody keeps any more is too old all the same.
    await ana.slash("ping")
    with pytest.raises(discord.HTTPException) as late:
        await interaction.edit_original_response(content="too late")
    assert late.value.code == 50027


async def test_originals_and_follow_ups_are_read_edited_and_deleted(
    bot: Bot, ana: ActingUser
) -> None:
    seen = await ana.slash("ping")
    interaction = bot.pings[-1]
    original = await interaction.original_response()
    assert original.content == "pong"
    assert original.interaction_metadata is not None
    assert original.interaction_metadata.user.id == ana.id
    await original.edit(content="edited")
    assert seen.text == "edited"
    more = await interaction.followup.send("more", wait=True)
    assert (await interaction.followup.fetch_message(more.id)).content == "more"
    await more.edit(content="even more")
    assert seen.followups[0].text == "even more"
    await more.delete()
    assert seen.followups == []
    await interaction.delete_original_response()
    assert (seen.message, seen.text) == (None, "")
    with pytest.raises(discord.NotFound) as gone:
        await interaction.edit_original_response(content="?")
    assert gone.value.code == 10008


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"type": 7, "data": {"content": "x"}}, "type"),
        ({"type": 8, "data": {"choices": []}}, "type"),
        ({"type": 77}, "type"),
        ({"type": 4, "data": {"content": "x" * 2001}}, "data.content"),
        (
            {"type": 9, "data": {"custom_id": "m", "title": "x" * 46, "components": []}},
            "data.title",
        ),
    ],
)
async def test_malformed_answers_are_refused(
    sandbox: Sandbox, bot: Bot, ana: ActingUser, body: dict[str, object], path: str
) -> None:
    sandbox.openapi = None
    asking = asyncio.create_task(ana.slash("mute"))
    await bot.pinged.wait()
    interaction = bot.pings[-1]
    address = f"{sandbox.api_url}/interactions/{interaction.id}/{interaction.token}/callback"
    async with aiohttp.ClientSession() as session:
        answer = await session.post(address, json=body)
        told = await answer.json()
        assert (answer.status, told["code"]) == (400, 50035)
        for part in path.split("."):
            told = told.get("errors", told)[part]
        await session.post(address, json={"type": 4, "data": {"content": "better"}})
    assert (await asking).text == "better", "a refused answer does not count"


async def test_a_webhook_of_nobody(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    await ana.slash("ping")
    ping = bot.pings[-1]
    app = sandbox.world.application.id
    made_up = base64.urlsafe_b64encode(f"interaction:{ping.id}:made-up".encode()).decode()
    cases = dict.fromkeys((f"1/{ping.token}", f"{app}/wrong", f"{app}/{made_up}"), (404, 10015))
    async with aiohttp.ClientSession() as session:
        for path, expected in cases.items():
            answer = await session.post(f"{sandbox.api_url}/webhooks/{path}", json={"content": "x"})
            assert (answer.status, (await answer.json())["code"]) == expected


async def test_components_of_a_panel(bot: Bot, ana: ActingUser) -> None:
    panel = await ana.slash("panel")
    assert panel.text == "**Panel** 0\nA row"
    assert panel.buttons == ["Act", "Count 0"]
    seen = await ana.click(panel, "Count 0")
    assert seen.updated
    assert seen.message is panel.message
    assert panel.text == "**Panel** 1\nA row"
    seen = await ana.click(seen, "Count 1")
    assert panel.buttons == ["Act", "Count 2"]


async def test_a_message_edited_by_the_bot_shows(bot: Bot, ana: ActingUser) -> None:
    panel = await ana.slash("panel")
    place = bot.get_channel(shown(panel).channel_id)
    assert isinstance(place, discord.TextChannel)
    message = await place.fetch_message(shown(panel).id)
    view = discord.ui.LayoutView().add_item(discord.ui.TextDisplay("rewritten"))
    await message.edit(view=view)
    assert panel.text == "rewritten"


async def test_a_form_with_every_field(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    ben = sandbox.user("Ben")
    form = await ana.slash("form")
    assert form.modal is not None
    assert form.modal.title == "Tell us"
    assert list(form.modal.fields) == ["Name", "Mood", "Level", "Proof", "Friend"]
    seen = await ana.submit(
        form,
        {
            "Mood": ["Fine", "t"],
            "level": "High",
            "Proof": Upload("a.txt", b"data"),
            "Friend": ben,
        },
    )
    assert seen.text == "nobody f t h a.txt=data ben"
    assert seen.ephemeral


async def test_a_form_opened_by_a_button_can_update_its_message(bot: Bot, ana: ActingUser) -> None:
    @bot.listen()
    async def on_interaction(interaction: discord.Interaction) -> None:
        if data_of(interaction).get("custom_id") == "act":
            await interaction.response.send_modal(
                discord.ui.Modal(title="Ask", custom_id="ask").add_item(
                    discord.ui.Label(text="Q", component=discord.ui.TextInput(custom_id="q"))
                )
            )
        elif data_of(interaction).get("custom_id") == "ask":
            text = data_of(interaction)["components"][0]["component"]["value"]
            view = discord.ui.LayoutView().add_item(discord.ui.TextDisplay(text))
            await interaction.response.edit_message(view=view)

    panel = await ana.slash("panel")
    form = await ana.click(panel, "Act")
    seen = await ana.submit(form, {"Q": "why"})
    assert seen.updated
    assert panel.text == "why"


async def test_context_menus(bot: Bot, ana: ActingUser) -> None:
    message = shown(await ana.slash("ping", loud=True))
    assert (await ana.menu("Quote", message)).text == f"> {message.id}"
    assert (await ana.menu("Greet", ana)).text == "hello ana"


async def test_fifty_at_once(sandbox: Sandbox, bot: Bot, guild: Guild) -> None:
    people = [sandbox.user(f"User {number}") for number in range(50)]
    for person in people:
        person.join(guild)
    seen = await asyncio.gather(
        *(p.slash("goal done", goal="x", hours=1, note=p.name) for p in people)
    )
    assert [s.text for s in seen] == [f"done x 1 {p.name}" for p in people]


async def test_two_shards(sandbox: Sandbox, guild: Guild, ana: ActingUser) -> None:
    other = sandbox.world.create_guild("Early birds")
    other.create_text_channel("general")
    ana.join(other)
    async with running(sandbox, shard_count=2) as bot:
        assert len(sandbox.gateway.sessions) == 2
        assert {guild.id, other.id} == {known.id for known in bot.guilds}
        assert len({known.shard_id for known in bot.guilds}) == 2
        for place in (guild, other):
            assert (await ana.slash("ping", guild=place)).text == "pong"
        assert (await ana.slash("ping", dm=True)).text == "pong"


@pytest.mark.parametrize("code", [4000, None])
async def test_a_bot_resumes_and_loses_nothing(
    sandbox: Sandbox, bot: Bot, ana: ActingUser, code: int | None
) -> None:
    sandbox.gateway.drop(code)
    await sandbox.gateway.reached("closed")
    assert (await ana.slash("ping")).text == "pong"
    await asyncio.wait_for(bot.resumes.wait(), 5)
    assert sandbox.gateway.happened["identified"] == 1


async def test_a_bot_follows_a_reconnect_and_an_invalid_session(
    sandbox: Sandbox, bot: Bot, ana: ActingUser
) -> None:
    sandbox.gateway.reconnect()
    await sandbox.gateway.reached("resumed")
    assert (await ana.slash("ping")).text == "pong"
    sandbox.gateway.invalidate()
    await sandbox.gateway.reached("identified", 2)
    assert (await ana.slash("ping")).text == "pong"
