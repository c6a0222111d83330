"""A connection to PostgreSQL that can be cut: a server in between."""

from __future__ import annotations

import asyncio
import socket

from sqlalchemy import make_url


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Line:
    """A way to a database's server; ``url`` leads through it. Nothing passes before `mend`."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._to = (parsed.host or "127.0.0.1", parsed.port or 5432)
        self._port = free_port()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        here = parsed.set(host="127.0.0.1", port=self._port)
        self.url = here.render_as_string(hide_password=False)

    async def mend(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_server(self._through, "127.0.0.1", self._port)

    async def cut(self) -> None:
        """End all connections and refuse new ones."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onward = await asyncio.open_connection(*self._to)
        self._open |= {writer, onward}
        try:
            await asyncio.gather(self._copy(reader, onward), self._copy(there, writer))
        finally:
            self._open -= {writer, onward}

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while some := await reader.read(2**16):
                writer.write(some)
                await writer.drain()
        except OSError:
            # Cut: the other side learns it by the end of its own stream.
            pass
        writer.close()
