"""A world with a bit of everything in it, and all that can be told of a world as plain JSON."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from sandbox import Permissions, Sandbox, Upload
from sandbox.people.actors import ActingUser
from sandbox.persistence import keeping
from sandbox.rules.intents import Intents
from sandbox.types import Json
from sandbox.world import polls, reactions, threads
from sandbox.world.composing.compose import new_message
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel, Message
from sandbox.world.parts import Emoji
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads
from sandbox.world.world import World
from tests.sandbox.api import Api
from tests.sandbox.bare_bot import running

P = Permissions

HOSTILE = (
    "</script><b>",
    "../../etc/passwd",
    '"quoted"\\',
    "\u202egnp.exe",
    "a\0b\x1b[31m\n",
    "\ud800 alone",
    "🏳️‍🌈 ẞ",
    "$enum",
)
POLL: dict[str, Any] = {
    "question": {"text": "When?"},
    "answers": [{"poll_media": {"text": text}} for text in ("Mon", "Tue")],
    "duration": 2,
    "allow_multiselect": True,
}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02"
TALK: dict[str, Any] = {
    "name": "A talk",
    "privacy_level": 2,
    "entity_type": 3,
    "scheduled_start_time": "2026-03-03T18:00:00.000001+01:00",
    "scheduled_end_time": "2026-03-03T19:00:00+00:00",
    "entity_metadata": {"location": "Library"},
}


async def furnish(sandbox: Sandbox) -> None:
    """Fill the running sandbox's world; its bot was here for a while and left again."""
    sandbox.limiter.relax()
    world = sandbox.world
    guild = world.create_guild("Night owls", locale="de", bot_permissions=P.ADMINISTRATOR)
    guild.create_text_channel("papers", topic="Read")
    people = [sandbox.user(name, locale="pt-BR") for name in ("Ana", *HOSTILE)]
    for person in people:
        person.join(guild, nick=person.name[::-1])
    _places(sandbox, guild, people)
    _talk(sandbox, guild, people)
    async with aiohttp.ClientSession() as session:
        await _over_the_wire(Api(sandbox, session), guild)
    async with running(sandbox):
        ana = people[0]
        await ana.slash("ping", guild=guild)
        await ana.slash("panel", guild=guild)
        await ana.slash("goal own add", guild=guild, kind="A book")
        await ana.slash("ping", dm=True, loud=True)
        await ana.menu("Greet", people[1], guild=guild)


def _places(sandbox: Sandbox, guild: Guild, people: list[ActingUser]) -> None:
    world, ana = sandbox.world, people[0].account
    other = world.create_application("Other", privileged_intents=Intents.MESSAGE_CONTENT)
    world.create_application_emoji("owl", other)
    second = world.create_guild("Second", owner=ana)
    second.add_bot(other, P.MANAGE_MESSAGES)
    second.set_available(False)
    world.create_guild("Gone").delete()
    role = guild.create_role("Readers </@&>", P.MENTION_EVERYONE | P(1 << 60), color=5, hoist=True)
    guild.set_roles(guild.members[ana.id], [role.id])
    guild.time_out(people[1].account, timedelta(days=1))
    emoji = Emoji(world.ids.next(), "wink", animated=True)
    guild.emojis[emoji.id] = emoji
    category = guild.create_channel("All", ChannelType.CATEGORY)
    channel = guild.create_text_channel("hidden", category=category, deny=P.VIEW_CHANNEL)
    channel.set_overwrite(role, allow=P.SEND_MESSAGES, deny=P.ATTACH_FILES)
    guild.create_channel("voice", ChannelType.VOICE, slowmode_seconds=5)
    guild.system_channel_id = channel.id
    people[2].close_dms()
    people[3].leave(guild)


def _talk(sandbox: Sandbox, guild: Guild, people: list[ActingUser]) -> None:
    world = sandbox.world
    ana, ben = people[0].account, people[1].account
    papers = next(each for each in guild.channels.values() if each.name == "papers")
    bot = world.application.bot_user
    for name in HOSTILE:
        world.say(papers, ana, f"hello {name} {ben.mention}")
    first = next(iter(papers.messages))
    ana.read[papers.id] = first.id
    emojis: list[Json] = [{"id": None, "name": "👍"}, {"id": "12", "name": "owl"}]
    for number, emoji in enumerate(emojis):
        for person in people[number:]:
            reactions.react(first, person.account, emoji)
    reactions.pin(first, ben)
    gone = world.say(papers, ana, "gone")
    reply = new_message(papers, ben, {"content": "re"}, {}, permissions=P.NONE, referenced=gone)
    world.post(reply)
    world.delete_message(gone)
    thread = threads.start(papers, "a thread", ana, message=first)
    threads.join(thread, ben)
    world.say(thread, ben, "inside")
    threads.set_archived(thread, True)
    threads.start(papers, "secret", ana, type=ChannelType.PRIVATE_THREAD, auto_archive_minutes=60)
    forum = guild.create_forum_channel("forum", tags=["one", "two"], requires_tag=True)
    threads.start(forum, "a post", ben, tags=[forum.tags[1].id])
    ended, open_ = (
        world.post(new_message(papers, bot, {"poll": POLL}, {}, permissions=P.NONE))
        for _ in range(2)
    )
    for poll in (ended, open_):
        polls.vote(poll, ana, [1, 2])
        polls.vote(poll, ben, [2])
    polls.close(ended)
    world.say(people[0].dm, bot, "psst")
    world.say(world.direct_channel(ana, ben), ana, "between us")


async def _over_the_wire(api: Api, guild: Guild) -> None:
    """What only bots do: files, nonces, layouts, scheduled events."""
    papers = next(each for each in guild.channels.values() if each.name == "papers")
    messages = f"/channels/{papers.id}/messages"
    files = {"../../evil.sh": b"\0\xff" * 50, "picture.png": PNG, "empty": b""}
    gallery = {
        "flags": 1 << 15,
        "components": [
            {"type": 10, "content": "Look"},
            {"type": 12, "items": [{"media": {"url": "attachment://picture.png"}}]},
        ],
        "attachments": [{"id": 1, "filename": "picture.png", "description": "A picture"}],
    }
    await api.ok("POST", messages, {"content": "files"}, files=files)
    await api.ok("POST", messages, gallery, files={"no": b"no", "picture.png": PNG})
    embed = {"title": "t", "color": 3, "fields": [{"name": "n", "value": "v"}]}
    await api.ok("POST", messages, {"embeds": [embed]})
    await api.ok("POST", messages, {"content": "once", "nonce": "n1", "enforce_nonce": True})
    await api.ok("POST", f"/guilds/{guild.id}/scheduled-events", TALK)
    sent = await api.ok("POST", messages, {"content": "first"})
    await api.ok("PATCH", f"{messages}/{sent['id']}", {"content": "second"})
    event = next(iter(guild.events.values()))
    event.subscriber_ids.append(guild.owner_id)
    upload = Upload(HOSTILE[1], b"notes", "text/plain")
    message = new_message(papers, guild.owner, {}, {"0": upload}, permissions=P.NONE)
    guild.world.post(message)


def save(sandbox: Sandbox, folder: Path) -> None:
    keeping.save(sandbox.world, folder)


def bring_back(folder: Path, sandbox: Sandbox) -> None:
    kept = keeping.load(folder)
    assert kept is not None
    keeping.restore(kept, sandbox.world)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def told(sandbox: Sandbox) -> dict[str, Any]:
    """Everything that the world can tell of itself, in Discord's words."""
    world = sandbox.world
    return {
        "users": [
            (payloads.own_user(each), each.dms_open, each.guild_ids, each.read, each.zone)
            for each in world.users.values()
        ],
        "applications": [
            (
                guild_payloads.application(each, 0),
                each.token,
                {scope: [c.payload for c in each.commands_in(scope)] for scope in each.commands},
                [payloads.emoji(emoji) for emoji in each.emojis.values()],
            )
            for each in world.applications.values()
        ],
        "guilds": [_guild(each) for each in world.guilds.values()],
        "channels": [payloads.channel(each) for each in _in_order(world.channels)],
        "messages": [
            _message(world, message)
            for channel in _in_order(world.channels)
            for message in channel.messages
        ],
        "pins": [each.pins for each in _in_order(world.channels)],
        "ephemeral": [
            _message(world, message)
            for channel in _in_order(world.channels)
            for user_id in sorted(channel.ephemeral)
            for message in channel.ephemeral[user_id]
        ],
        "files": {path: (each.id, bytes(each.data)) for path, each in sorted(world.files.items())},
        "owner": (world.operator.id, world.application.id),
        "instant": world.clock.now(),
    }


def _in_order(channels: dict[int, Channel]) -> list[Channel]:
    return [channels[key] for key in sorted(channels)]


def _guild(guild: Guild) -> dict[str, Any]:
    viewer = next(iter(guild.bots), guild.owner.id)
    return {
        **guild_payloads.guild_create(guild, viewer, Intents.GUILD_MEMBERS),
        "available": guild.available,
        "created": guild.created_at,
        "bots": list(guild.bots),
        "rights": [int(guild.permissions_of(member)) for member in guild.members.values()],
        "interested": [event.subscriber_ids for event in guild.events.values()],
    }


def _message(world: World, message: Message) -> dict[str, Any]:
    answers = message.poll.answers.values() if message.poll else ()
    return {
        **payloads.dispatched_message(
            message, world.member_in(message.channel, message.author_id), world.application.id
        ),
        "reacted": [each.user_ids for each in message.reactions.values()],
        "voted": [each.voter_ids for each in answers],
        "only for": message.visible_to,
        "pinned": message.pinned_at,
    }
