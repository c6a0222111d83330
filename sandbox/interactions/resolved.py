"""The ``resolved`` part of an interaction: the full objects behind the ids a user passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.types import Json
from sandbox.world.model import Attachment, Member, Message, Role, User
from sandbox.world.payloads import objects as payloads

if TYPE_CHECKING:
    from sandbox.world.channel import Channel
    from sandbox.world.guild import Guild
    from sandbox.world.world import World


class Resolved:
    """Collects objects by id while options, menu values or a modal's answers are built."""

    def __init__(self, world: World, guild: Guild | None, viewer: User, bot: User) -> None:
        self._cdn_url = world.cdn_url
        self._guild = guild
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
