"""The ``resolved`` part of an interaction: the full objects behind the ids a user passed."""

from __future__ import annotations

from sandbox.types import Json
from sandbox.world.model import Channel, Member, Message
from sandbox.world.parts import Attachment, Role
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User
from sandbox.world.world import World


class Resolved:
    """Collects objects by id while options, menu values or a modal's answers are built."""

    def __init__(self, world: World, channel: Channel, viewer: User, bot: User) -> None:
        self._cdn_url = world.cdn_url
        self._guild = world.guild_of(channel)
        self._viewer = viewer
        self._bot = bot
        self._data: Json = {}

    def add(self, thing: User | Member | Role | Channel | Attachment | Message) -> str:
        """Note an object; gives its id as the value that the option carries."""
        match thing:
            case Member():
                return self._add_user(thing.user)
            case User():
                return self._add_user(thing)
            case Role():
                self._put("roles", thing.id, payloads.role(thing))
            case Attachment():
                self._put("attachments", thing.id, payloads.attachment(thing, self._cdn_url))
            case Message():
                self._put("messages", thing.id, payloads.message(thing, self._bot.id))
            case _:
                self._put("channels", thing.id, self._channel(thing))
        return str(thing.id)

    def json(self) -> Json:
        """The ``resolved`` object; empty when nothing was noted."""
        return self._data

    def _add_user(self, user: User) -> str:
        self._put("users", user.id, payloads.user(user))
        member = self._guild.members.get(user.id) if self._guild else None
        if self._guild is not None and member is not None:
            partial = payloads.member(member, with_user=False)
            partial["permissions"] = str(int(self._guild.permissions_of(member)))
            self._put("members", user.id, partial)
        return str(user.id)

    def _channel(self, channel: Channel) -> Json:
        permissions = channel.permissions_of(self._viewer)
        return {**payloads.channel(channel, self._bot.id), "permissions": str(int(permissions))}

    def _put(self, kind: str, key: int, data: Json) -> None:
        self._data.setdefault(kind, {})[str(key)] = data
