"""What the gateway checks when a bot introduces itself, and what it tells it first.

Refusals are raised as :class:`GatewayClosed` with Discord's close codes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.gateway.sessions import KNOWN_INTENTS, CloseCode, Session, shard_of
from sandbox.rules.intents import PRIVILEGED, Intents
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.guild import Guild
from sandbox.world.model import Member
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads
from sandbox.world.world import World

MAX_GUILDS_PER_SHARD = 2_500
MEMBERS_PER_CHUNK = 1_000


class GatewayClosed(Exception):
    """The connection ends, with a code of :class:`~sandbox.gateway.sessions.CloseCode`."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code)
        self.code = code


def bearer(world: World, token: object) -> Application:
    """The application whose bot token this is; closes with 4004 when it is nobody's."""
    application = world.applications_by_token.get(str(token).removeprefix("Bot "))
    if application is None:
        raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED)
    return application


def identified(world: World, application: Application, data: Mapping[str, Any]) -> Session:
    """The session an IDENTIFY asks for.

    Closes with 4010 for an impossible shard, 4011 for one with too many guilds, 4013 for intents
    that do not exist, 4014 for privileged ones that the application has not switched on.
    """
    intents = data.get("intents")
    if not isinstance(intents, int) or intents < 0 or intents & ~KNOWN_INTENTS:
        raise GatewayClosed(CloseCode.INVALID_INTENTS)
    if intents & PRIVILEGED & ~application.privileged_intents:
        raise GatewayClosed(CloseCode.DISALLOWED_INTENTS)
    shard_id, shard_count = _shard(data.get("shard", [0, 1]))
    session = Session(
        id=secrets.token_hex(16),
        application_id=application.id,
        bot_id=application.bot_user.id,
        shard_id=shard_id,
        shard_count=shard_count,
        intents=intents,
        presence=data.get("presence"),
    )
    if len(guilds_of(world, session, application)) > MAX_GUILDS_PER_SHARD:
        raise GatewayClosed(CloseCode.SHARDING_REQUIRED)
    return session


def _shard(value: object) -> tuple[int, int]:
    match value:
        case [int(shard_id), int(count)] if 0 <= shard_id < count:
            return shard_id, count
    raise GatewayClosed(CloseCode.INVALID_SHARD)


def guilds_of(world: World, session: Session, application: Application) -> list[Guild]:
    """The bot's guilds that this session's shard carries."""
    return [
        guild
        for guild in world.guilds_of(application.bot_user)
        if shard_of(guild.id, session.shard_count) == session.shard_id
    ]


def ready(session: Session, application: Application, guilds: Sequence[Guild], url: str) -> Json:
    """The READY event: guilds come as unavailable, their GUILD_CREATE follows."""
    return {
        "v": 10,
        "user": payloads.own_user(application.bot_user),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [session.shard_id, session.shard_count],
        "application": {
            "id": str(application.id),
            "flags": guild_payloads.application(application, 0)["flags"],
        },
        "private_channels": [],
        "presences": [],
        "relationships": [],
        "user_settings": {},
        "_trace": [],
    }


def member_chunks(session: Session, guild: Guild, data: Mapping[str, Any]) -> Iterator[Json]:
    """GUILD_MEMBERS_CHUNK answers to op 8, by `user_ids` or by `query` and `limit`.

    The whole list (empty query, no limit) needs the members intent; without it nothing comes.
    """
    found: list[Member] = []
    not_found: list[str] = []
    if "user_ids" in data:
        wanted = data["user_ids"]
        for user_id in wanted if isinstance(wanted, list) else [wanted]:
            if member := guild.members.get(int(user_id)):
                found.append(member)
            else:
                not_found.append(str(user_id))
    else:
        query, limit = str(data.get("query", "")).casefold(), int(data.get("limit", 0))
        if not query and not limit and not session.intents & Intents.GUILD_MEMBERS:
            return
        found = [m for m in guild.members.values() if m.display_name.casefold().startswith(query)]
        found = found[: min(limit, 100) if query else limit or None]
    starts = range(0, len(found), MEMBERS_PER_CHUNK) or range(1)
    for index, start in enumerate(starts):
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(m) for m in found[start : start + MEMBERS_PER_CHUNK]],
            "chunk_index": index,
            "chunk_count": len(starts),
        }
        if not_found:
            chunk["not_found"] = not_found
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        if data.get("presences"):
            chunk["presences"] = []
        yield chunk
