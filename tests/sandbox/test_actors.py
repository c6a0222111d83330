"""Acting users: what they can do, what they see, and what no client would let them do."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import discord
import pytest

from sandbox import Permissions, Sandbox, SandboxUsageError, Seen, SettableClock
from sandbox.people.actors import ActingUser
from sandbox.people.options import _choice
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel
from tests.sandbox.bare_bot import Bot, Panel, data_of, running

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=SettableClock(START)) as running_sandbox:
        yield running_sandbox
        assert running_sandbox.violations == []


@pytest.fixture
async def guild(sandbox: Sandbox) -> Guild:
    return sandbox.world.create_guild("Night owls")


@pytest.fixture
async def papers(guild: Guild) -> Channel:
    return guild.create_text_channel("papers")


@pytest.fixture
async def ana(sandbox: Sandbox, guild: Guild, papers: Channel) -> ActingUser:
    user = sandbox.user("Ana")
    user.join(guild)
    return user


@pytest.fixture
async def bot(sandbox: Sandbox, guild: Guild) -> AsyncIterator[Bot]:
    async with running(sandbox) as bot:
        yield bot


async def test_choosing_by_label_and_by_object(
    sandbox: Sandbox, bot: Bot, guild: Guild, papers: Channel, ana: ActingUser
) -> None:
    ben = sandbox.user("Ben")
    ben.join(guild, nick="Benny")
    menus = await ana.slash("menus")
    assert (await ana.choose(menus, ["Monday", "fri"], custom_id="days")).text == "mon,fri"
    assert (await ana.choose(menus, ben, custom_id="who")).text == "Benny"
    seen = await ana.choose(menus, papers, custom_id="where")
    assert (seen.text, seen.updated, menus.text) == ("in papers", True, "in papers")


async def test_a_silent_acknowledgement_is_no_failure(bot: Bot, ana: ActingUser) -> None:
    @bot.listen()
    async def on_interaction(interaction: discord.Interaction) -> None:
        if data_of(interaction).get("custom_id") == "nothing":
            await interaction.response.defer()

    menus = await ana.slash("menus")
    seen = await ana.click(menus, custom_id="nothing", forge=True, timeout=0.01)
    assert (seen.failed, seen.updated, seen.text) == (None, False, "choose")


async def test_acting_in_a_thread(
    sandbox: Sandbox, bot: Bot, papers: Channel, ana: ActingUser
) -> None:
    start = await ana.send(papers, "Let us talk")
    channel = bot.get_channel(papers.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.get_partial_message(start.id).create_thread(name="Talk")
    place = sandbox.world.channels[thread.id]
    seen = await ana.slash("ping", channel=place)
    assert seen.text == "pong"
    seen_in = bot.pings[-1].channel
    assert isinstance(seen_in, discord.Thread)
    assert seen_in.parent_id == papers.id
    assert (await ana.send(place, "here")) in ana.visible(place)


async def test_private_panels_can_be_used_by_their_reader(bot: Bot, ana: ActingUser) -> None:
    @bot.tree.command(name="private", description="A private panel")
    async def private(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel(), ephemeral=True)

    await bot.tree.sync()
    panel = await ana.slash("private", dm=True)
    seen = await ana.click(panel, "Count 0")
    assert (seen.updated, seen.ephemeral, panel.buttons) == (True, True, ["Act", "Count 1"])
    assert ana.inbox == []
    assert ana.visible(ana.dm) == [panel.message]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda u, m: u.click(m, "Nowhere"), "No button 'Nowhere'"),
        (lambda u, m: u.click(m, "Off"), "disabled"),
        (lambda u, m: u.click(m, "Read"), "leads elsewhere"),
        (lambda u, m: u.choose(m, "Sunday"), "No single select menu"),
        (lambda u, m: u.choose(m, "Sunday", custom_id="days"), "'Sunday' is none of"),
        (lambda u, m: u.choose(m, [], custom_id="days"), "Choose 1 to 2 here"),
        (lambda u, m: u.submit(m), "No form is open"),
        (lambda u, m: u.slash("nothing"), "No command /nothing"),
        (lambda u, m: u.slash("/"), "No command /"),
        (lambda u, m: u.slash("goal"), "expected one of own, done"),
        (lambda u, m: u.slash("goal done"), "goal: This option is required"),
        (lambda u, m: u.slash("goal done", goal="x" * 11), "characters"),
        (lambda u, m: u.slash("goal done", goal="x", hours=41), "at most 40"),
        (lambda u, m: u.slash("goal done", goal="x", hours="2"), "wrong type"),
        (lambda u, m: u.slash("goal done", goal="x", colour="red"), "no option 'colour'"),
        (lambda u, m: u.slash("goal own add", kind="A stone"), "one of: A book"),
        (lambda u, m: u.slash("ping extra"), "nothing below /ping"),
        (lambda u, m: u.slash("admin"), "may not use /admin"),
        (lambda u, m: u.slash("admin", dm=True), "No command /admin"),
        (lambda u, m: u.autocomplete("goal done", "note", "x"), "does not autocomplete"),
        (lambda u, m: u.menu("Burn", m.message), "no context-menu command"),
    ],
)
async def test_what_no_client_would_do(
    bot: Bot, ana: ActingUser, act: Callable[[ActingUser, Seen], Awaitable[object]], reason: str
) -> None:
    menus = await ana.slash("menus")
    with pytest.raises(SandboxUsageError, match=reason):
        await act(ana, menus)
    assert len(bot.pings) == 1, "the bot hears nothing of it"


async def test_a_modified_client_can(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    sandbox.interactions.answer_within = 0.2
    menus = await ana.slash("menus")
    assert (await ana.slash("admin", forge=True)).text == "False"
    seen = await ana.slash("goal done", goal="x" * 20, hours=99, forge=True)
    assert seen.text == f"done {'x' * 20} 99 None"
    await ana.click(menus, custom_id="count:41", forge=True)
    assert data_of(bot.pings[-1])["custom_id"] == "count:41"
    await ana.choose(menus, ["sun"], custom_id="days", forge=True)
    assert data_of(bot.pings[-1])["values"] == ["sun"]
    form = await ana.slash("form")
    await ana.submit(form, {"name": "x" * 99}, custom_id="form:2", forge=True)
    assert data_of(bot.pings[-1])["custom_id"] == "form:2"
    assert data_of(bot.pings[-1])["components"][0]["component"]["value"] == "x" * 99


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"Mood": "Fine"}, "level: Choose 1 here"),
        ({"Mood": "Fine", "Level": "Low", "Name": "x" * 21}, "1 to 20|0 to 20"),
        ({"Mood": "Fine", "Level": "Low", "Name": ""}, "name: Write something here"),
        ({"Mood": ["Fine", "Tired", "f"], "Level": "Low"}, "mood: Choose 1 to 2 here"),
        ({"Mood": "Fine", "Level": "Low", "Age": "3"}, "no field Age"),
    ],
)
async def test_a_form_refuses(
    bot: Bot, ana: ActingUser, answers: dict[str, object], reason: str
) -> None:
    form = await ana.slash("form")
    with pytest.raises(SandboxUsageError, match=reason):
        await ana.submit(form, answers)


async def test_the_servers_own_rules_hold_for_forgers_too(
    sandbox: Sandbox, bot: Bot, guild: Guild, ana: ActingUser
) -> None:
    hidden = guild.create_text_channel("hidden")
    hidden.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
    stranger = sandbox.user("Eve")
    seen = await ana.slash("ping")
    acts: list[Callable[[], Awaitable[Seen]]] = [
        lambda: ana.slash("ping", channel=hidden, forge=True),
        lambda: stranger.slash("ping", guild=guild, forge=True),
        lambda: stranger.click(seen, custom_id="act", forge=True),
    ]
    for act in acts:
        with pytest.raises(SandboxUsageError):
            await act()
    stranger.join(guild)
    with pytest.raises(SandboxUsageError, match="does not see"):
        await stranger.click(seen, custom_id="act", forge=True)


async def test_which_guild_is_meant(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    other = sandbox.world.create_guild("Early birds")
    other.create_text_channel("general")
    ana.join(other)
    with pytest.raises(SandboxUsageError, match="Night owls, Early birds"):
        await ana.slash("ping")
    assert (await ana.slash("ping", guild=other)).text == "pong"
    ana.leave(other)
    assert (await ana.slash("ping")).text == "pong"


async def test_talking_and_listening(
    sandbox: Sandbox, bot: Bot, guild: Guild, papers: Channel, ana: ActingUser
) -> None:
    ben = sandbox.user("Ben")
    ben.join(guild)
    said = await ana.send(papers, f"hello {ben.mention}")
    assert said.mentions == [ben.account]
    assert ana.visible(papers) == ben.visible(papers) == [said]
    ben.leave(guild)
    assert ben.visible(papers) == []
    with pytest.raises(SandboxUsageError, match="cannot write"):
        await ben.send(papers, "hello?")
    with pytest.raises(SandboxUsageError, match="1 to 2000"):
        await ana.send(papers, "x" * 2001)


async def test_direct_messages(sandbox: Sandbox, bot: Bot, ana: ActingUser) -> None:
    assert ana.inbox == []
    person = discord.Object(ana.id)
    channel = await bot.create_dm(person)
    await channel.send("good morning")
    await ana.until(lambda: ana.inbox)
    assert [message.text for message in ana.inbox] == ["good morning"]
    await ana.send(ana.dm, "thanks")
    assert len(ana.inbox) == 1
    ana.close_dms()
    with pytest.raises(discord.Forbidden) as closed:
        await channel.send("good evening")
    assert closed.value.code == 50007
    ana.open_dms()
    await channel.send("good night")
    assert [message.content for message in ana.inbox] == ["good morning", "good night"]


async def test_waiting_gives_up(ana: ActingUser) -> None:
    with pytest.raises(TimeoutError):
        await ana.until(lambda: ana.inbox, timeout=0.01)


async def test_nobody_writes_or_types_commands_in_a_category(
    bot: Bot, ana: ActingUser, guild: Guild
) -> None:
    category = guild.create_channel("Reading", ChannelType.CATEGORY)
    with pytest.raises(SandboxUsageError, match="cannot write"):
        await ana.send(category, "hello")
    with pytest.raises(SandboxUsageError, match="cannot use commands"):
        await ana.slash("ping", channel=category)


async def test_a_choice_is_found_by_its_value_before_any_name() -> None:
    option = {"type": 3, "choices": [{"name": "b", "value": "a"}, {"name": "c", "value": "b"}]}
    assert [_choice(option, typed) for typed in ("a", "b", "c", "d")] == ["a", "b", "b", "d"]
