"""The world as Discord's JSON. Ids are strings, instants ISO 8601 with ``+00:00``.

``viewer`` is the user id of the bot that reads: it decides the few fields that differ by reader,
such as whether "I" reacted. Guilds, applications and scheduled events are in
:mod:`sandbox.world.payloads.guilds`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from sandbox.rules.permissions import Overwrite
from sandbox.types import Json
from sandbox.world.kinds import ChannelType, MessageFlags, MessageType
from sandbox.world.model import Channel, Member, Message
from sandbox.world.parts import Attachment, Emoji, Poll, Reaction, Role
from sandbox.world.users import User

T = TypeVar("T")


def timestamp(instant: datetime) -> str:
    """An instant as the API writes it, to the microsecond."""
    return instant.isoformat(timespec="microseconds")


def optional(value: T | None, write: Callable[[T], str] = str) -> str | None:
    """``write(value)``, or None for None."""
    return None if value is None else write(value)


def user(user: User) -> Json:
    """A user as others see it."""
    data: Json = {
        "id": str(user.id),
        "username": user.username,
        "global_name": user.global_name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": user.avatar,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": None,
        "primary_guild": None,
    }
    if user.bot:
        data["bot"] = True
    return data


def own_user(account: User) -> Json:
    """A user as it sees itself (``/users/@me``)."""
    return {
        **user(account),
        "mfa_enabled": False,
        "locale": account.locale,
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def member(member: Member, *, with_user: bool = True) -> Json:
    """A member of a guild."""
    data: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": optional(member.timed_out_until, timestamp),
        "flags": 0,
        "joined_at": timestamp(member.joined_at),
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in sorted(member.roles)],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        data["user"] = user(member.user)
    return data


def role(role: Role) -> Json:
    """A role."""
    data: Json = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.managed_by is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.managed_by is not None:
        data["tags"] = {"bot_id": str(role.managed_by)}
    return data


def overwrite(overwrite: Overwrite) -> Json:
    """A channel's overwrite."""
    return {
        "id": str(overwrite.id),
        "type": int(overwrite.kind),
        "allow": str(int(overwrite.allow)),
        "deny": str(int(overwrite.deny)),
    }


def emoji(emoji: Emoji) -> Json:
    """A custom emoji."""
    return {
        "id": str(emoji.id),
        "name": emoji.name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": emoji.animated,
        "available": True,
    }


def channel(channel: Channel, viewer: int | None = None) -> Json:
    """A channel of any kind: guild channel, thread or direct message."""
    data: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "last_message_id": optional(channel.last_message_id),
        "flags": 1 << 4 if channel.requires_tag else 0,
    }
    if channel.is_dm:
        others = [other for other in channel.recipients if other.id != viewer]
        return {**data, "recipients": [user(other) for other in others]}
    data |= {
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "parent_id": optional(channel.parent_id),
        "rate_limit_per_user": channel.slowmode_seconds,
    }
    if channel.last_pin_at is not None:
        data["last_pin_timestamp"] = timestamp(channel.last_pin_at)
    if channel.thread is not None:
        return data | _thread(channel, viewer)
    return data | _guild_channel(channel)


def _guild_channel(channel: Channel) -> Json:
    data: Json = {
        "position": channel.position,
        "permission_overwrites": [overwrite(each) for each in channel.overwrites.values()],
        "nsfw": channel.nsfw,
        "topic": channel.topic,
    }
    if channel.default_auto_archive_minutes is not None:
        data["default_auto_archive_duration"] = channel.default_auto_archive_minutes
    if channel.type in (ChannelType.VOICE, ChannelType.STAGE):
        data |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if channel.is_forum:
        data |= {
            "available_tags": [
                {
                    "id": str(tag.id),
                    "name": tag.name,
                    "moderated": tag.moderated,
                    "emoji_id": None,
                    "emoji_name": tag.emoji_name,
                }
                for tag in channel.tags
            ],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return data


def _thread(channel: Channel, viewer: int | None) -> Json:
    state = channel.thread
    assert state is not None
    data: Json = {
        "owner_id": str(state.owner_id),
        "thread_metadata": {
            "archived": state.archived,
            "archive_timestamp": timestamp(state.archive_changed_at),
            "auto_archive_duration": state.auto_archive_minutes,
            "locked": state.locked,
            "create_timestamp": timestamp(state.created_at),
        },
        "message_count": len(channel.messages),
        "member_count": min(len(state.members), 50),
        "total_message_sent": state.messages_sent,
    }
    if channel.type is ChannelType.PRIVATE_THREAD:
        data["thread_metadata"]["invitable"] = state.invitable
    if state.applied_tags:
        data["applied_tags"] = [str(tag_id) for tag_id in state.applied_tags]
    if viewer in state.members:
        data["member"] = thread_member(channel, viewer)
    return data


def thread_member(channel: Channel, user_id: int) -> Json:
    """How a joined user stands to a thread."""
    assert channel.thread is not None
    return {
        "id": str(channel.id),
        "user_id": str(user_id),
        "join_timestamp": timestamp(channel.thread.members[user_id]),
        "flags": 0,
    }


def file_url(attachment: Attachment, cdn_url: str) -> str:
    """Where the CDN serves a file."""
    return f"{cdn_url}/{quote(attachment.path)}"


def attachment(attachment: Attachment, cdn_url: str) -> Json:
    """A file of a message, with the address from which it can really be loaded."""
    url = file_url(attachment, cdn_url)
    data: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": attachment.size,
        "url": url,
        "proxy_url": url,
    }
    if attachment.content_type is not None:
        data["content_type"] = attachment.content_type
    if attachment.description is not None:
        data["description"] = attachment.description
    if attachment.title is not None:
        data["title"] = attachment.title
    if attachment.size_px is not None:
        data["width"], data["height"] = attachment.size_px
    if attachment.duration_secs is not None:
        data["duration_secs"] = attachment.duration_secs
    if attachment.waveform is not None:
        data["waveform"] = attachment.waveform
    if attachment.ephemeral:
        data["ephemeral"] = True
    return data


def reaction(reaction: Reaction, viewer: int | None) -> Json:
    """One emoji under a message."""
    return {
        "emoji": reaction.emoji,
        "count": len(reaction.user_ids),
        "count_details": {"burst": 0, "normal": len(reaction.user_ids)},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer in reaction.user_ids,
    }


def poll(poll: Poll, viewer: int | None) -> Json:
    """A native poll with its public counts."""
    return {
        "question": {"text": poll.question},
        "answers": [
            {"answer_id": answer.id, "poll_media": answer.media} for answer in poll.answers.values()
        ],
        "expiry": timestamp(poll.expires_at),
        "allow_multiselect": poll.multiselect,
        "layout_type": poll.layout,
        "results": {
            "is_finalized": poll.closed,
            "answer_counts": [
                {
                    "id": answer.id,
                    "count": len(answer.voter_ids),
                    "me_voted": viewer in answer.voter_ids,
                }
                for answer in poll.answers.values()
                if answer.voter_ids
            ],
        },
    }


def reference(to: Message) -> Json:
    """The ``message_reference`` that points at a message."""
    reference: Json = {
        "type": 0,
        "message_id": str(to.id),
        "channel_id": str(to.channel_id),
    }
    if to.channel.guild_id is not None:
        reference["guild_id"] = str(to.channel.guild_id)
    return reference


def message(message: Message, viewer: int | None = None, *, nested: bool = False) -> Json:
    """A message as the REST API returns it. ``nested`` leaves out what a quoted message lacks."""
    data: Json = {
        "id": str(message.id),
        "type": int(message.type),
        "channel_id": str(message.channel_id),
        "author": user(message.author),
        "content": message.content,
        "timestamp": timestamp(message.timestamp),
        "edited_timestamp": optional(message.edited_at, timestamp),
        "tts": message.tts,
        "mention_everyone": message.mention_everyone,
        "mentions": [user(mentioned) for mentioned in message.mentions],
        "mention_roles": [str(role_id) for role_id in message.mention_roles],
        "attachments": [attachment(each, message.world.cdn_url) for each in message.attachments],
        "embeds": message.embeds,
        "components": message.components,
        "flags": int(message.flags),
        "pinned": message.pinned_at is not None,
    }
    if message.nonce is not None:
        data["nonce"] = message.nonce
    if message.reference is not None:
        data["message_reference"] = message.reference
    if message.application_id is not None:
        data["application_id"] = str(message.application_id)
    if message.webhook_id is not None:
        data["webhook_id"] = str(message.webhook_id)
    if message.interaction is not None:
        data["interaction"] = message.interaction
    if message.interaction_metadata is not None:
        data["interaction_metadata"] = message.interaction_metadata
    if message.resolved is not None:
        data["resolved"] = message.resolved
    if message.position is not None:
        data["position"] = message.position
    if message.poll is not None:
        data["poll"] = poll(message.poll, viewer)
    return data if nested else data | _links(message, viewer)


def _links(of: Message, viewer: int | None) -> Json:
    data: Json = {}
    if of.reactions:
        data["reactions"] = [reaction(each, viewer) for each in of.reactions.values()]
    thread = None if of.starts_thread is None else of.world.channels.get(of.starts_thread)
    if thread is not None and MessageFlags.HAS_THREAD in of.flags:
        data["thread"] = channel(thread, viewer)
    if of.type in (MessageType.REPLY, MessageType.THREAD_STARTER):
        quoted = of.referenced
        data["referenced_message"] = None
        if quoted is not None:
            data["referenced_message"] = message(quoted, viewer, nested=True)
    return data


def dispatched_message(of: Message, author: Member | None, viewer: int | None = None) -> Json:
    """A message as the gateway sends it: with the guild and the author's membership, if any."""
    data = message(of, viewer)
    if of.channel.guild_id is not None:
        data["guild_id"] = str(of.channel.guild_id)
        if author is not None and of.webhook_id is None:
            data["member"] = member(author, with_user=False)
    return data
