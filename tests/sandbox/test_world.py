"""The world itself: what it announces to whom, what happens to guilds, long channels."""

from sandbox import Permissions, Sandbox
from sandbox.interactions.interaction import InteractionType
from sandbox.rules.intents import Intents
from sandbox.world.composing import compose
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.model import Channel
from sandbox.world.payloads import objects as payloads
from tests.sandbox.api import Api

P = Permissions


def named(heard: list[Event], name: str) -> list[Event]:
    return [event for event in heard if event.name == name]


def test_a_new_guild_is_sent_to_the_bot(sandbox: Sandbox, heard: list[Event]) -> None:
    guild = sandbox.world.create_guild("g", bot_permissions=P.MANAGE_MESSAGES)
    (event,) = named(heard, "GUILD_CREATE")
    assert event.data["id"] == str(guild.id)
    assert event.bots == frozenset({sandbox.world.application.bot_user.id})
    (me,) = event.data["members"]
    own = next(role for role in event.data["roles"] if role["managed"])
    assert me["roles"] == [own["id"]]


def test_m2_removal_and_outage_differ(guild: Guild, heard: list[Event]) -> None:
    guild.set_available(False)
    guild.set_available(True)
    guild.kick_bot()
    first, second = named(heard, "GUILD_DELETE")
    assert first.data == {"id": str(guild.id), "unavailable": True}
    assert second.data == {"id": str(guild.id)}
    assert len(named(heard, "GUILD_CREATE")) == 1
    assert guild.bot_member is None


def test_members_are_announced_under_their_intent(
    sandbox: Sandbox, guild: Guild, heard: list[Event]
) -> None:
    ana = sandbox.world.create_user("Ana")
    guild.add_member(ana)
    guild.remove_member(ana)
    assert [(event.name, event.intents) for event in heard] == [
        ("GUILD_MEMBER_ADD", Intents.GUILD_MEMBERS),
        ("GUILD_MEMBER_REMOVE", Intents.GUILD_MEMBERS),
    ]
    assert ana.guild_ids == []


def test_messages_reach_the_bots_that_see_the_channel(
    sandbox: Sandbox, guild: Guild, channel: Channel, heard: list[Event]
) -> None:
    world = sandbox.world
    ana = world.create_user("Ana")
    guild.add_member(ana)
    other = world.create_application("Other")
    guild.add_bot(other)
    channel.set_overwrite(other.bot_user, deny=P.VIEW_CHANNEL)
    world.say(channel, ana, "hello")
    (event,) = named(heard, "MESSAGE_CREATE")
    assert event.bots == frozenset({world.application.bot_user.id})
    hidden = guild.create_text_channel("hidden", deny=P.VIEW_CHANNEL)
    world.say(hidden, ana, "psst")
    assert named(heard, "MESSAGE_CREATE")[1].bots == frozenset({other.bot_user.id})


def test_direct_messages_have_their_own_intent(sandbox: Sandbox, heard: list[Event]) -> None:
    world = sandbox.world
    ana = world.create_user("Ana")
    dm = world.direct_channel(ana, world.application.bot_user)
    world.say(dm, ana, "hello")
    (event,) = heard
    assert (event.intents, event.guild_id) == (Intents.DIRECT_MESSAGES, None)
    assert "guild_id" not in event.data


def test_deleting_a_guild_leaves_nothing(sandbox: Sandbox, guild: Guild, channel: Channel) -> None:
    world = sandbox.world
    ana = world.create_user("Ana")
    guild.add_member(ana)
    world.say(channel, ana, "hello")
    guild.delete()
    assert world.guilds == {}
    assert world.channels == {}
    assert ana.guild_ids == []


def test_deleting_a_role_takes_it_from_members(sandbox: Sandbox, guild: Guild) -> None:
    role = guild.create_role("Organisers", P.MANAGE_GUILD)
    ana = sandbox.world.create_user("Ana")
    member = guild.add_member(ana, roles=[role])
    assert P.MANAGE_GUILD in guild.permissions_of(member)
    guild.delete_role(role)
    assert P.MANAGE_GUILD not in guild.permissions_of(member)


def test_messages_are_paged_in_a_long_channel(sandbox: Sandbox, channel: Channel) -> None:
    ana = sandbox.world.create_user("Ana")
    ids = [sandbox.world.say(channel, ana, str(n)).id for n in range(3000)]
    page = channel.messages.page(2, before=ids[1500])
    assert [message.id for message in page] == [ids[1499], ids[1498]]
    sandbox.world.delete_message(page[0])
    assert channel.messages.page(1, before=ids[1500])[0].id == ids[1498]
    assert channel.messages.page(1, after=ids[1498])[0].id == ids[1500]
    assert len(channel.messages) == 2999


async def test_what_was_said_in_a_deleted_channel_is_gone(sandbox: Sandbox, api: Api) -> None:
    guild = sandbox.world.create_guild("Night owls")
    channel, ana = guild.create_text_channel("papers"), sandbox.user("Ana")
    ana.join(guild)
    interaction = sandbox.interactions.create(
        InteractionType.COMMAND, sandbox.world.application, ana.account, channel, {"name": "a"}
    )
    said = sandbox.world.say(channel, ana.account, "hello")
    channel.delete()
    assert said.deleted
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    answer = await api("POST", callback, {"type": 4, "data": {"content": "late"}})
    assert (answer.status, answer.code) == (404, 10003)


def test_a_reply_to_a_private_message_quotes_it_while_it_is_there(sandbox: Sandbox) -> None:
    world = sandbox.world
    guild = world.create_guild("Night owls")
    channel, bot = guild.create_text_channel("papers"), world.application.bot_user
    private = compose.new_message(
        channel, bot, {"content": "psst", "flags": 64}, {}, permissions=P.NONE, ephemeral=True
    )
    sandbox.interactions.keep_ephemeral(private, guild.owner)
    reply = compose.new_message(
        channel, bot, {"content": "re"}, {}, permissions=P.NONE, referenced=private
    )
    world.post(reply)
    assert reply.referenced is private
    assert payloads.message(reply)["referenced_message"]["content"] == "psst"
    private.deleted = True
    assert reply.referenced is None
    assert payloads.message(reply)["referenced_message"] is None
