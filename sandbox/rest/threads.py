"""Threads and forum posts: starting, joining, listing."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from sandbox.rest import access, messages, wire
from sandbox.rules.errors import DiscordError, Problems, invalid, unknown
from sandbox.rules.intents import Intents
from sandbox.rules.limits import check_choice, check_int, check_text
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world import threads
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

routes = web.RouteTableDef()

P = Permissions

_PARENTS: Final = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT})
ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10080)
MAX_SLOWMODE: Final = 21_600
"""Seconds."""
_MAX_TAGS: Final = 5


def _settings(body: Json) -> Json:
    """What every kind of thread start takes, checked."""
    problems = Problems()
    if body.get("name") is None:
        problems.required("name")
    else:
        check_text(problems, "name", body["name"], 1, 100)
    if body.get("auto_archive_duration") is not None:
        minutes = body["auto_archive_duration"]
        check_choice(problems, "auto_archive_duration", minutes, ARCHIVE_MINUTES)
    if body.get("rate_limit_per_user") is not None:
        check_int(problems, "rate_limit_per_user", body["rate_limit_per_user"], 0, MAX_SLOWMODE)
    problems.raise_if_any()
    return {
        "name": body["name"],
        "auto_archive_minutes": body.get("auto_archive_duration"),
        "slowmode_seconds": body.get("rate_limit_per_user") or 0,
    }


@routes.post("/channels/{channel_id}/messages/{message_id}/threads")
async def start_from_message(request: web.Request) -> web.Response:
    """A thread from a message."""
    channel = access.channel(request, P.CREATE_PUBLIC_THREADS)
    if channel.type not in _PARENTS:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    message = access.message(request, channel)
    announcement = channel.type is ChannelType.ANNOUNCEMENT
    kind = ChannelType.ANNOUNCEMENT_THREAD if announcement else ChannelType.PUBLIC_THREAD
    account = access.bot(request)
    settings = _settings(wire.json_object(request))
    thread = threads.start(channel, owner=account, message=message, type=kind, **settings)
    return wire.answer(payloads.channel(thread, account.id), 201)


@routes.post("/channels/{channel_id}/threads")
async def start_thread(request: web.Request) -> web.Response:
    """A thread without a message, or a post with its first message in a forum."""
    channel = access.channel(request)
    body = wire.json_object(request)
    if channel.is_forum:
        return _start_post(request, channel, body)
    if channel.type not in _PARENTS:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    default = ChannelType.PRIVATE_THREAD
    kind = body.get("type") or default
    if kind not in (10, 11, 12):
        raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")
    private = kind == ChannelType.PRIVATE_THREAD
    account = access.bot(request)
    needed = P.CREATE_PRIVATE_THREADS if private else P.CREATE_PUBLIC_THREADS
    access.require(channel, account, needed)
    thread = threads.start(
        channel,
        owner=account,
        type=ChannelType(kind),
        invitable=body.get("invitable") is not False,
        **_settings(body),
    )
    return wire.answer(payloads.channel(thread, account.id), 201)


def _start_post(request: web.Request, forum: Channel, body: Json) -> web.Response:
    application = wire.caller(request)
    account = application.bot_user
    access.require(forum, account, P.SEND_MESSAGES)
    first = body.get("message")
    if not isinstance(first, dict):
        problems = Problems()
        problems.required("message")
        raise problems.error()
    settings = _settings(body)
    tags = checked_tags(forum, account, body.get("applied_tags"))
    bits = forum.permissions_of(account)
    message = messages.create(forum, application, first, wire.files(request), bits)
    thread = threads.start(forum, owner=account, tags=tags, **settings)
    # The first message of a post carries the post's id.
    message.id = thread.id
    message.channel_id = thread.id
    thread.world.post(message)
    data = payloads.channel(thread, account.id)
    data["message"] = payloads.message(message, account.id)
    return wire.answer(data, 201)


def checked_tags(forum: Channel, user: User, wanted: Any) -> list[int]:
    """Ids of a forum's tags that ``user`` may set on a post; 400 for others, or for too many."""
    ids = wire.ids(wanted, "applied_tags")
    known = {tag.id: tag for tag in forum.tags}
    moderator = forum.can(user, P.MANAGE_THREADS)
    for tag_id in ids:
        if tag_id not in known:
            raise invalid("applied_tags", "TAG_NOT_FOUND", "Unknown tag")
        if known[tag_id].moderated and not moderator:
            raise DiscordError(403, 50013, "Missing Permissions")
    if len(ids) > _MAX_TAGS:
        raise invalid("applied_tags", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
    if forum.requires_tag and not ids:
        raise DiscordError(400, 40067, "A tag is required to create a forum post in this channel")
    return ids


# Members


@routes.put("/channels/{channel_id}/thread-members/@me")
async def join(request: web.Request) -> web.Response:
    """Let the bot join a thread."""
    thread = access.channel(request)
    _open(thread)
    threads.join(thread, access.bot(request))
    return wire.no_content()


@routes.delete("/channels/{channel_id}/thread-members/@me")
async def leave(request: web.Request) -> web.Response:
    """Let the bot leave a thread."""
    thread = access.channel(request)
    _open(thread)
    threads.leave(thread, access.bot(request))
    return wire.no_content()


@routes.put("/channels/{channel_id}/thread-members/{user_id}")
async def add_member(request: web.Request) -> web.Response:
    """Bring another member into a thread where the bot may write."""
    thread = access.channel(request, P.SEND_MESSAGES_IN_THREADS)
    _open(thread)
    threads.join(thread, access.member(request, access.guild_of(request, thread)).user)
    return wire.no_content()


@routes.delete("/channels/{channel_id}/thread-members/{user_id}")
async def remove_member(request: web.Request) -> web.Response:
    """Take another member out of a thread."""
    thread = access.channel(request)
    state = threads.state_of(thread)
    _open(thread)
    own = thread.type is ChannelType.PRIVATE_THREAD and state.owner_id == access.bot(request).id
    if not own:
        access.require(thread, access.bot(request), P.MANAGE_THREADS)
    threads.leave(thread, access.member(request, access.guild_of(request, thread)).user)
    return wire.no_content()


@routes.get("/channels/{channel_id}/thread-members/{user_id}")
async def one_member(request: web.Request) -> web.Response:
    """How one user stands to a thread; 10007 if not joined."""
    thread = access.channel(request)
    text = request.match_info["user_id"]
    own = text == "@me"
    user_id = access.bot(request).id if own else wire.snowflake(request, "user_id")
    if user_id not in threads.state_of(thread).members:
        raise unknown("member")
    return wire.answer(_thread_member(thread, user_id, request))


@routes.get("/channels/{channel_id}/thread-members")
async def list_members(request: web.Request) -> web.Response:
    """Everyone in a thread; needs the members intent."""
    thread = access.channel(request)
    members = threads.state_of(thread).members
    require_members_intent(request)
    return wire.answer([_thread_member(thread, user_id, request) for user_id in members])


def _thread_member(thread: Channel, user_id: int, request: web.Request) -> Json:
    data = payloads.thread_member(thread, user_id)
    if request.query.get("with_member", "").lower() in ("1", "true"):
        data["member"] = payloads.member(access.guild_of(request, thread).members[user_id])
    return data


def require_members_intent(request: web.Request) -> None:
    """50001 for an application that has not switched the members intent on."""
    if Intents.GUILD_MEMBERS not in wire.caller(request).privileged_intents:
        raise DiscordError(403, 50001, "Missing Access")


def _open(thread: Channel) -> None:
    if threads.state_of(thread).archived:
        raise DiscordError(400, 50083, "Thread is archived")


# Lists


@routes.get("/guilds/{guild_id}/threads/active")
async def active_threads(request: web.Request) -> web.Response:
    """The guild's open threads that the bot may view."""
    guild = access.guild(request)
    account = access.bot(request)
    return wire.answer(_listed(threads.active(guild.threads.values(), account), account))


@routes.get("/channels/{channel_id}/threads/archived/public")
async def archived_public(request: web.Request) -> web.Response:
    """Archived public threads of a channel, latest archived first."""
    kinds = frozenset({ChannelType.PUBLIC_THREAD, ChannelType.ANNOUNCEMENT_THREAD})
    channel = access.channel(request, P.READ_MESSAGE_HISTORY)
    return wire.answer(_archived(request, channel, kinds))


@routes.get("/channels/{channel_id}/threads/archived/private")
async def archived_private(request: web.Request) -> web.Response:
    """Archived private threads of a channel, latest archived first."""
    channel = access.channel(request, P.READ_MESSAGE_HISTORY, P.MANAGE_THREADS)
    return wire.answer(_archived(request, channel, frozenset({ChannelType.PRIVATE_THREAD})))


@routes.get("/channels/{channel_id}/users/@me/threads/archived/private")
async def archived_joined(request: web.Request) -> web.Response:
    """Archived private threads of a channel that the bot has joined."""
    channel = access.channel(request, P.READ_MESSAGE_HISTORY)
    return wire.answer(_archived(request, channel, frozenset({ChannelType.PRIVATE_THREAD})))


def _archived(request: web.Request, channel: Channel, kinds: frozenset[ChannelType]) -> Json:
    account = access.bot(request)
    limit = wire.query_int(request.query, "limit", 50, 2, 100)
    found = [
        (thread.thread.archive_changed_at, thread)
        for thread in access.guild_of(request, channel).threads.values()
        if thread.parent_id == channel.id
        and thread.type in kinds
        and thread.thread is not None
        and thread.thread.archived
        and thread.can(account, P.VIEW_CHANNEL)
    ]
    before = request.query.get("before")
    if before is not None:
        mark = wire.parse_instant(before, "before")
        found = [(when, thread) for when, thread in found if when < mark]
    found.sort(key=lambda pair: pair[0], reverse=True)
    listed = _listed([thread for _, thread in found[:limit]], account)
    return {**listed, "has_more": len(found) > limit}


def _listed(found: list[Channel], account: User) -> Json:
    return {
        "threads": [payloads.channel(thread, account.id) for thread in found],
        "members": [
            payloads.thread_member(thread, account.id)
            for thread in found
            if thread.thread is not None and account.id in thread.thread.members
        ],
        "has_more": False,
    }
