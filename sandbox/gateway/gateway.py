"""The gateway: a websocket that tells bots what happens in the world.

It answers identify, resume, heartbeat, presence and member requests as Discord does, deals events
to shards and sessions by guild and intents, and can be made to misbehave: drop, fall silent, ask to
reconnect, invalidate a session, refuse connections, or name a dead address for resuming.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.gateway.connections import Connection
from sandbox.gateway.identify import (
    GatewayClosed,
    bearer,
    guilds_of,
    identified,
    member_chunks,
    ready,
)
from sandbox.gateway.sessions import CloseCode, Op, Session, encode, readable
from sandbox.rules.intents import Intents
from sandbox.world.changes import Changes
from sandbox.world.events import Event
from sandbox.world.journal import Topic
from sandbox.world.payloads.guilds import guild_create
from sandbox.world.world import World

API_VERSIONS = {"9", "10"}
_FAREWELL = (1000, 1001)
"""Codes by which a client ends its session for good."""
MAX_FRAME = 4_096
"""Bytes that a client may send at once."""


class Gateway:
    """Every session and connection of a sandbox.

    `url` gives the address that READY names for resuming. `happened` counts what went on:
    "identified", "resumed", "invalidated", "refused", "closed", "members asked"; :meth:`reached`
    waits for it. `heartbeat_interval` (seconds) is what HELLO asks of clients that connect from now
    on, `members_after` (seconds) how long answers to member requests take.
    """

    def __init__(self, world: World, url: Callable[[], str]) -> None:
        self.heartbeat_interval = 41.25
        self.members_after = 0.0
        self.happened: Counter[str] = Counter()
        self._world = world
        self._url = url
        self._changes = Changes()
        self._sessions: dict[str, Session] = {}
        self._connections: dict[Connection, None] = {}
        self._refusing = False
        self._deaf: socket.socket | None = None

    async def reached(self, what: str, times: int = 1, *, timeout: float = 10) -> None:
        """Wait until `what` has happened that often since the start; TimeoutError otherwise."""
        await self._changes.until(lambda: self.happened[what] >= times, timeout=timeout)

    def drop(self, code: int | None = CloseCode.UNKNOWN_ERROR, *, shard: int | None = None) -> None:
        """Close the connections (of one shard) with that code; None cuts the line without one."""
        for connection in self._chosen(shard):
            if code is None:
                connection.abort()
            else:
                connection.close(code)

    def silence(self, *, shard: int | None = None) -> None:
        """Keep the connections open but send nothing more, not even heartbeat ACKs."""
        for connection in self._chosen(shard):
            connection.silent = True

    def reconnect(self, *, shard: int | None = None) -> None:
        """Ask clients to reconnect and resume (op 7)."""
        self._tell({"op": Op.RECONNECT, "d": None}, shard)

    def invalidate(self, *, resumable: bool = False, shard: int | None = None) -> None:
        """Declare sessions invalid (op 9); unless resumable they are gone."""
        for connection in self._chosen(shard):
            self._invalidate(connection, resumable=resumable)

    def dead_resume(self, *, dead: bool = True) -> None:
        """Let READY name an address that refuses connections (or the right one again)."""
        self._close_deaf()
        if dead:
            self._deaf = socket.socket()
            self._deaf.bind(("127.0.0.1", 0))

    def refuse(self, *, refusing: bool = True) -> None:
        """Answer new connections with 503 until called with `refusing=False`."""
        self._refusing = refusing

    @property
    def sessions(self) -> list[Session]:
        """The sessions that have a connection now, in order of connecting."""
        return [c.session for c in self._connections if c.session is not None]

    async def close(self) -> None:
        """Close every connection as a gateway going away does, and forget all sessions."""
        self._refusing = True
        self._close_deaf()
        self._sessions.clear()
        await asyncio.gather(*(c.socket.close(code=1001) for c in list(self._connections)))

    def dispatch(self, event: Event) -> None:
        """Number an event for each session that wants it, and send it where one is connected."""
        connected = {c.session.id: c for c in self._connections if c.session is not None}
        for session in list(self._sessions.values()):
            if not session.wants(event):
                continue
            text = session.frame(event.name, readable(session, event.name, event.data))
            if connection := connected.get(session.id):
                connection.send(text)
            elif session.overflowed:
                del self._sessions[session.id]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The websocket endpoint."""
        if self._refusing:
            self._note("refused")
            return web.Response(status=503)
        websocket = web.WebSocketResponse(timeout=1.0)
        await websocket.prepare(request)
        compress = request.query.get("compress") == "zlib-stream"
        connection = Connection(websocket, request.transport, compress=compress)
        self._connections[connection] = None
        writer = asyncio.create_task(connection.write())
        hello = {"heartbeat_interval": round(self.heartbeat_interval * 1000), "_trace": []}
        connection.send(encode({"op": Op.HELLO, "d": hello}))
        try:
            if request.query.get("v", "10") not in API_VERSIONS:
                raise GatewayClosed(CloseCode.INVALID_API_VERSION)
            if await self._listen(connection) in _FAREWELL:
                self._forget(connection)
        except GatewayClosed as end:
            connection.close(end.code)
            await writer
        finally:
            writer.cancel()
            del self._connections[connection]
            self._note("closed")
        return websocket

    async def _listen(self, connection: Connection) -> int | None:
        """Take what the client sends; the code it closed with, or None if the line went dead."""
        loop = asyncio.get_running_loop()
        patience = self.heartbeat_interval * 1.5
        deadline = loop.time() + patience
        while True:
            try:
                message = await connection.socket.receive(timeout=max(0.0, deadline - loop.time()))
            except TimeoutError:
                self._forget(connection)
                raise GatewayClosed(CloseCode.SESSION_TIMED_OUT) from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return message.data if message.type is WSMsgType.CLOSE else None
            op, data = _parse(message.data)
            if connection.too_many():
                raise GatewayClosed(CloseCode.RATE_LIMITED)
            if op == Op.HEARTBEAT:
                deadline = loop.time() + patience
                if connection.session is not None:
                    connection.session.acknowledge(data)
                connection.send(encode({"op": Op.HEARTBEAT_ACK, "d": None}))
            else:
                self._receive(connection, op, data)

    def _receive(self, connection: Connection, op: object, data: Any) -> None:
        session = connection.session
        if op in (Op.IDENTIFY, Op.RESUME):
            if session is not None:
                raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED)
            if not isinstance(data, Mapping):
                raise GatewayClosed(CloseCode.DECODE_ERROR)
            self._identify(connection, data) if op == Op.IDENTIFY else self._resume(
                connection, data
            )
        elif op not in (Op.PRESENCE, Op.VOICE_STATE, Op.REQUEST_MEMBERS):
            raise GatewayClosed(CloseCode.UNKNOWN_OPCODE)
        elif session is None:
            raise GatewayClosed(CloseCode.NOT_AUTHENTICATED)
        elif op == Op.PRESENCE:
            session.presence = data
        elif op == Op.REQUEST_MEMBERS:
            try:
                self._send_members(connection, session, data)
            except (AttributeError, TypeError, ValueError):
                raise GatewayClosed(CloseCode.DECODE_ERROR) from None

    def _identify(self, connection: Connection, data: Mapping[str, Any]) -> None:
        application = bearer(self._world, data.get("token"))
        session = connection.session = identified(self._world, application, data)
        self._sessions[session.id] = session
        guilds = guilds_of(self._world, session, application)
        connection.send(
            session.frame("READY", ready(session, application, guilds, self._resume_url()))
        )
        if session.intents & Intents.GUILDS:
            for guild in filter(lambda each: each.available, guilds):
                created = guild_create(guild, session.bot_id, Intents(session.intents))
                connection.send(session.frame("GUILD_CREATE", created))
        self._note("identified")

    def _resume(self, connection: Connection, data: Mapping[str, Any]) -> None:
        application = bearer(self._world, data.get("token"))
        session = self._sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None or session.application_id != application.id:
            self._invalidate(connection, resumable=False)
            return
        if not isinstance(sequence, int) or sequence > session.sequence:
            del self._sessions[session.id]
            raise GatewayClosed(CloseCode.INVALID_SEQ)
        missed = session.missed(sequence)
        if missed is None:
            del self._sessions[session.id]
            self._invalidate(connection, resumable=False)
            return
        for other in [c for c in self._connections if c.session is session]:
            other.session = None
            other.close(CloseCode.UNKNOWN_ERROR)
        connection.session = session
        for text in missed:
            connection.send(text)
        connection.send(session.frame("RESUMED", {"_trace": []}))
        self._note("resumed")

    def _send_members(self, connection: Connection, session: Session, data: Any) -> None:
        wanted = data.get("guild_id")
        guild_id = wanted[0] if isinstance(wanted, list) else wanted
        guild = self._world.guilds.get(int(guild_id))
        if guild is None or session.bot_id not in guild.members:
            return
        chunks = list(member_chunks(session, guild, data))

        def send() -> None:
            for chunk in chunks:
                connection.send(session.frame("GUILD_MEMBERS_CHUNK", chunk))

        self._note("members asked")
        if self.members_after:
            asyncio.get_running_loop().call_later(self.members_after, send)
        else:
            send()

    def _invalidate(self, connection: Connection, *, resumable: bool) -> None:
        if not resumable:
            self._forget(connection)
        connection.send(encode({"op": Op.INVALID_SESSION, "d": resumable}))
        self._note("invalidated")

    def _forget(self, connection: Connection) -> None:
        if connection.session is not None:
            self._sessions.pop(connection.session.id, None)
            connection.session = None

    def _chosen(self, shard: int | None) -> list[Connection]:
        return [
            connection
            for connection in self._connections
            if shard is None or (connection.session and connection.session.shard_id == shard)
        ]

    def _tell(self, payload: Mapping[str, Any], shard: int | None) -> None:
        for connection in self._chosen(shard):
            connection.send(encode(payload))

    def _resume_url(self) -> str:
        if self._deaf is None:
            return self._url()
        return f"ws://127.0.0.1:{self._deaf.getsockname()[1]}/gateway/"

    def _close_deaf(self) -> None:
        if self._deaf is not None:
            self._deaf.close()
            self._deaf = None

    def _note(self, what: str) -> None:
        self.happened[what] += 1
        self._world.journal.note(Topic.PLACES)
        self._changes.announce()


def _parse(raw: str | bytes) -> tuple[object, Any]:
    if len(raw) > MAX_FRAME:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    try:
        payload = json.loads(raw)
        return payload["op"], payload.get("d")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise GatewayClosed(CloseCode.DECODE_ERROR) from None
