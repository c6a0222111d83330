"""Permissions: the bits, and how roles and channel overwrites add up to what someone may do.

Pure. The order of the sums is the one Discord documents under "Permission Hierarchy" and "Implicit
Permissions": @everyone, roles, then the channel's overwrites for @everyone, roles, member.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag


class Permissions(IntFlag):
    """Discord's permission bits by their documented names."""

    NONE = 0
    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    USE_SOUNDBOARD = 1 << 42
    CREATE_GUILD_EXPRESSIONS = 1 << 43
    CREATE_EVENTS = 1 << 44
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


P = Permissions

ALL = P(sum(p.value for p in P))

MEMBER = (
    P.CREATE_INSTANT_INVITE
    | P.ADD_REACTIONS
    | P.STREAM
    | P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.USE_EXTERNAL_EMOJIS
    | P.CONNECT
    | P.SPEAK
    | P.USE_VAD
    | P.CHANGE_NICKNAME
    | P.USE_APPLICATION_COMMANDS
    | P.REQUEST_TO_SPEAK
    | P.CREATE_PUBLIC_THREADS
    | P.USE_EXTERNAL_STICKERS
    | P.SEND_MESSAGES_IN_THREADS
    | P.USE_EMBEDDED_ACTIVITIES
    | P.SEND_VOICE_MESSAGES
    | P.SEND_POLLS
    | P.USE_EXTERNAL_APPS
)
"""What @everyone may do in a new guild."""

DIRECT_MESSAGE = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.ADD_REACTIONS
    | P.USE_EXTERNAL_EMOJIS
    | P.USE_EXTERNAL_STICKERS
    | P.USE_APPLICATION_COMMANDS
    | P.SEND_POLLS
    | P.PIN_MESSAGES
    | P.MENTION_EVERYONE
    | P.SEND_VOICE_MESSAGES
    | P.BYPASS_SLOWMODE
)
"""What both sides of a direct message may do in it."""

_NEEDS_SEND = (
    P.MENTION_EVERYONE | P.SEND_TTS_MESSAGES | P.ATTACH_FILES | P.EMBED_LINKS | P.SEND_POLLS
)
_TIMED_OUT = P.VIEW_CHANNEL | P.READ_MESSAGE_HISTORY


class OverwriteKind(IntEnum):
    """What an overwrite's id names."""

    ROLE = 0
    MEMBER = 1


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies to a role or a member, beyond the guild's roles."""

    id: int
    kind: OverwriteKind
    allow: Permissions = Permissions.NONE
    deny: Permissions = Permissions.NONE


def in_guild(*, owner: bool, roles: Iterable[Permissions]) -> Permissions:
    """What a member may do in a guild. ``roles`` are the bits of @everyone and each own role."""
    if owner:
        return ALL
    total = Permissions.NONE
    for bits in roles:
        total |= bits
    return ALL if Permissions.ADMINISTRATOR in total else total


def in_channel(
    base: Permissions,
    overwrites: Mapping[int, Overwrite],
    *,
    guild_id: int,
    role_ids: Iterable[int],
    member_id: int,
    timed_out: bool = False,
    thread: bool = False,
) -> Permissions:
    """What a member may do in a channel.

    ``base`` is :func:`in_guild`, ``overwrites`` are keyed by role or member id (a thread takes its
    parent's). Without VIEW_CHANNEL nothing is left; without the permission to send, what only makes
    sense in a message goes too; in a thread SEND_MESSAGES_IN_THREADS counts instead of
    SEND_MESSAGES.
    """
    if Permissions.ADMINISTRATOR in base:
        return ALL
    result = base
    if everyone := overwrites.get(guild_id):
        result = result & ~everyone.deny | everyone.allow
    allow = deny = Permissions.NONE
    for role_id in role_ids:
        if role_id != guild_id and (overwrite := overwrites.get(role_id)):
            allow |= overwrite.allow
            deny |= overwrite.deny
    result = result & ~deny | allow
    if own := overwrites.get(member_id):
        result = result & ~own.deny | own.allow
    if Permissions.VIEW_CHANNEL not in result:
        return Permissions.NONE
    sends = Permissions.SEND_MESSAGES_IN_THREADS if thread else Permissions.SEND_MESSAGES
    if sends not in result:
        result &= ~_NEEDS_SEND
    return result & _TIMED_OUT if timed_out else result
