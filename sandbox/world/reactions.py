"""Reactions and pins: what happens to messages after they are written, and its announcements."""

from __future__ import annotations

import re
from typing import Final

from sandbox.rules.errors import DiscordError
from sandbox.rules.intents import Intents
from sandbox.types import Json
from sandbox.world.kinds import MessageType
from sandbox.world.model import Channel, Message
from sandbox.world.parts import Reaction
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

MAX_KINDS: Final = 20
"""Different emojis under one message."""
MAX_PINS: Final = 250

_CUSTOM: Final = re.compile(r"(?:a:)?(\w{2,32}):(\d{1,20})")
_INTENTS: Final = (Intents.GUILD_MESSAGE_REACTIONS, Intents.DIRECT_MESSAGE_REACTIONS)
_PIN_INTENTS: Final = (Intents.GUILDS, Intents.DIRECT_MESSAGES)


def parse_emoji(text: str) -> Json:
    """An emoji as routes write it: ``name:id``, or the character itself; else 10014."""
    custom = _CUSTOM.fullmatch(text)
    if custom:
        return {"id": custom[2], "name": custom[1]}
    if not text or text.isascii() or len(text) > 16:
        raise DiscordError(400, 10014, "Unknown Emoji")
    return {"id": None, "name": text}


def _key(emoji: Json) -> str:
    return emoji["id"] or str(emoji["name"])


def react(message: Message, user: User, emoji: Json) -> None:
    """Add a user's reaction; a second time changes nothing. 30010 beyond 20 different emojis."""
    reaction = message.reactions.get(_key(emoji))
    if reaction is None:
        if len(message.reactions) >= MAX_KINDS:
            raise DiscordError(400, 30010, f"Maximum number of reactions reached ({MAX_KINDS})")
        reaction = message.reactions[_key(emoji)] = Reaction(_key(emoji), emoji)
    if user.id in reaction.user_ids:
        return
    reaction.user_ids.append(user.id)
    data = _event(message, emoji, user)
    data["message_author_id"] = str(message.author_id)
    member = message.world.member_in(message.channel, user.id)
    if member is not None:
        data["member"] = payloads.member(member)
    _announce("MESSAGE_REACTION_ADD", message, data)


def unreact(message: Message, user: User, emoji: Json) -> None:
    """Take a user's reaction away. 10014 if it is not there."""
    reaction = find(message, emoji)
    if user.id not in reaction.user_ids:
        raise DiscordError(404, 10014, "Unknown Emoji")
    reaction.user_ids.remove(user.id)
    if not reaction.user_ids:
        del message.reactions[reaction.key]
    _announce("MESSAGE_REACTION_REMOVE", message, _event(message, emoji, user))


def find(message: Message, emoji: Json) -> Reaction:
    """The reaction with that emoji; 10014 without one."""
    reaction = message.reactions.get(_key(emoji))
    if reaction is None:
        raise DiscordError(404, 10014, "Unknown Emoji")
    return reaction


def clear(message: Message, emoji: Json | None = None) -> None:
    """Take all reactions away, or all with one emoji."""
    if emoji is None:
        message.reactions.clear()
        _announce("MESSAGE_REACTION_REMOVE_ALL", message, _event(message))
    else:
        del message.reactions[find(message, emoji).key]
        _announce("MESSAGE_REACTION_REMOVE_EMOJI", message, _event(message, emoji))


def _event(message: Message, emoji: Json | None = None, user: User | None = None) -> Json:
    data: Json = {"channel_id": str(message.channel_id), "message_id": str(message.id)}
    if message.channel.guild_id is not None:
        data["guild_id"] = str(message.channel.guild_id)
    if emoji is not None:
        data["emoji"] = emoji
    if user is not None:
        data |= {"user_id": str(user.id), "burst": False, "type": 0}
    return data


def _announce(name: str, message: Message, data: Json) -> None:
    message.world.touch(message)
    message.world.announce_to_channel(name, message.channel, data, _INTENTS)


def pin(message: Message, user: User) -> None:
    """Pin a message; Discord posts a notice of it. 30003 beyond the limit."""
    channel = message.channel
    if message.pinned_at is not None:
        return
    if len(channel.pins) >= MAX_PINS:
        raise DiscordError(400, 30003, f"Maximum number of pins reached ({MAX_PINS})")
    world = channel.world
    message.pinned_at = channel.last_pin_at = world.clock.now()
    channel.pins.append(message.id)
    world.message_updated(message)
    _announce_pins(channel)
    notice = Message(
        id=world.ids.next(),
        channel_id=channel.id,
        author_id=user.id,
        timestamp=world.clock.now(),
        world=world,
        type=MessageType.PINNED,
        reference=payloads.reference(message),
    )
    world.post(notice)


def unpin(message: Message) -> None:
    """Unpin a message; one that is not pinned stays as it is."""
    if message.pinned_at is None:
        return
    message.pinned_at = None
    message.channel.pins.remove(message.id)
    message.world.message_updated(message)
    _announce_pins(message.channel)


def _announce_pins(channel: Channel) -> None:
    data: Json = {
        "channel_id": str(channel.id),
        "last_pin_timestamp": payloads.optional(channel.last_pin_at, payloads.timestamp),
    }
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    channel.world.announce_to_channel("CHANNEL_PINS_UPDATE", channel, data, _PIN_INTENTS)
