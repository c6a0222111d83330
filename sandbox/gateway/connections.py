"""One gateway websocket: an outbox written in order, compressed when the client asked for it."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections import deque
from typing import Final

from aiohttp import web

from sandbox.gateway.sessions import Session

EVENTS_PER_WINDOW: Final = 120
WINDOW: Final = 60.0


class Connection:
    """What the gateway holds of one socket.

    Sending is synchronous: frames queue up and :meth:`write` puts them on the wire, so that an
    event announced anywhere in the world keeps its place in the order.
    """

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.BaseTransport | None,
        *,
        compress: bool,
    ) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.silent = False
        self._transport = transport
        self._outbox: asyncio.Queue[str | int] = asyncio.Queue()
        self._deflate = zlib.compressobj() if compress else None
        self._received: deque[float] = deque()

    def send(self, text: str) -> None:
        """Queue a frame; a silenced connection swallows it."""
        if not self.silent:
            self._outbox.put_nowait(text)

    def close(self, code: int) -> None:
        """Close with that code, after what is queued already."""
        self._outbox.put_nowait(code)

    def abort(self) -> None:
        """Cut the line without a word, as a lost network does."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()

    async def write(self) -> None:
        """Put queued frames on the wire until a close is queued or the client is gone."""
        try:
            while isinstance(item := await self._outbox.get(), str):
                if self._deflate is None:
                    await self.socket.send_str(item)
                else:
                    data = self._deflate.compress(item.encode())
                    await self.socket.send_bytes(data + self._deflate.flush(zlib.Z_SYNC_FLUSH))
            await self.socket.close(code=item)
        except ConnectionError:
            return

    def too_many(self) -> bool:
        """Count one received payload; True beyond Discord's 120 in 60 seconds."""
        now = time.monotonic()
        self._received.append(now)
        while self._received[0] < now - WINDOW:
            self._received.popleft()
        return len(self._received) > EVENTS_PER_WINDOW
