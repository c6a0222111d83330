"""The WebSocket that tells a page what changed, from where it last looked."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from typing import Any, Final

from aiohttp import WSMsgType, web

from sandbox.backend import Backend
from sandbox.page import views, wire_view
from sandbox.page.clock_control import ClockControl
from sandbox.types import Json
from sandbox.world.journal import Topic
from sandbox.world.model import Message
from sandbox.world.users import User

EPOCH: Final = secrets.token_hex(4)
"""Names this process: a mark of another one says nothing here."""

_MARK: Final = re.compile(r"[0-9]{1,15}")
_HEARTBEAT: Final = 20.0
_PATIENCE: Final = 3600.0


class Line:
    """One open page: whose it is, and up to which mark of the journal it knows everything."""

    def __init__(
        self,
        sandbox: Backend,
        clock_control: ClockControl,
        viewer: User,
        socket: web.WebSocketResponse,
    ) -> None:
        self._sandbox = sandbox
        self._clock_control = clock_control
        self._viewer = viewer
        self._socket = socket
        self._mark = sandbox.world.journal.mark
        self._shows_requests = False

    async def talk(self, since: int | None) -> None:
        """Greet, catch up from ``since``, then tell every change until the page is closed."""
        await self._greet(since)
        writer = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT and message.data in ("wire on", "wire off"):
                    self._shows_requests = message.data == "wire on"
                    if self._shows_requests:
                        await self._send({"requests": self._latest_requests()})
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer

    async def _greet(self, since: int | None) -> None:
        missed = None if since is None else self._sandbox.world.journal.since(since)
        hello: Json = {"epoch": EPOCH, "world": self._world(), "clock": self._clock()}
        # Without a mark to go on from, the page asks for the messages it shows.
        hello["fresh"] = missed is None
        if missed is not None:
            hello |= self._messages(missed.get(Topic.MESSAGE, []))
        await self._send(hello)

    async def _write(self) -> None:
        journal = self._sandbox.world.journal
        while True:
            with contextlib.suppress(TimeoutError):
                await journal.changes.until(lambda: journal.mark > self._mark, timeout=_PATIENCE)
            changed, self._mark = journal.since(self._mark), journal.mark
            told = {"fresh": True, "world": self._world()} if changed is None else {}
            told |= self._changes(changed or {})
            if told:
                await self._send(told)

    def _changes(self, changed: dict[Topic, list[Any]]) -> Json:
        told: Json = {}
        if Topic.CLOCK in changed:
            told["clock"] = self._clock()
        if Topic.PLACES in changed:
            told["world"] = self._world()
        touched = changed.get(Topic.MESSAGE, [])
        if touched:
            told |= self._messages(touched)
        known = self._sandbox.world.channels
        channels = [known[each.channel_id] for each in touched if each.channel_id in known]
        channels += changed.get(Topic.READ, [])
        if channels:
            told["unread"] = views.marks(self._sandbox, self._viewer, channels)
        if self._shows_requests and changed.get(Topic.REQUEST):
            told["requests"] = [wire_view.summary(each) for each in changed[Topic.REQUEST]]
        return told

    def _messages(self, touched: list[Message]) -> Json:
        viewer = self._viewer
        mine = [message for message in touched if views.sees(message, viewer)]
        return {
            "messages": [views.message(each, viewer) for each in mine if not each.deleted],
            "gone": [str(each.id) for each in mine if each.deleted],
        }

    def _world(self) -> Json:
        return views.world(self._sandbox, self._viewer)

    def _clock(self) -> Json:
        target = self._clock_control.target
        turning_to = None if target is None else views.milliseconds(target)
        return {**views.clock(self._sandbox), "target": turning_to}

    def _latest_requests(self) -> list[Json]:
        return [wire_view.summary(each) for each in self._sandbox.requests.latest(wire_view.SHOWN)]

    async def _send(self, told: Json) -> None:
        await self._socket.send_json({**told, "mark": self._mark})


async def open_line(
    request: web.Request,
    sandbox: Backend,
    clock_control: ClockControl,
    viewer: User,
    open_sockets: set[web.WebSocketResponse],
) -> web.WebSocketResponse:
    """Serve one page until it closes. ``?epoch=…&mark=…`` say what it knows already.

    Its socket is among ``open_sockets`` meanwhile.
    """
    # To this machine, compressing costs more than it saves.
    socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, timeout=1.0, compress=False)
    await socket.prepare(request)
    mark = request.query.get("mark", "")
    known = request.query.get("epoch") == EPOCH and _MARK.fullmatch(mark)
    open_sockets.add(socket)
    try:
        await Line(sandbox, clock_control, viewer, socket).talk(int(mark) if known else None)
    finally:
        open_sockets.discard(socket)
    return socket
