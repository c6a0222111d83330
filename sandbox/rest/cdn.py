"""The CDN: uploaded files, and a picture for every avatar, icon and emoji."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Final

from aiohttp import web

from sandbox.http import guard
from sandbox.rest import wire

routes = web.RouteTableDef()

_SIZE: Final = 128
_PICTURES: Final = (
    "/avatars/{owner_id}/{name}",
    "/embed/avatars/{name}",
    "/icons/{owner_id}/{name}",
    "/banners/{owner_id}/{name}",
    "/emojis/{name}",
    "/app-icons/{owner_id}/{name}",
    "/guilds/{guild_id}/users/{owner_id}/avatars/{name}",
)


@routes.get("/{kind:attachments|ephemeral-attachments}/{channel_id}/{attachment_id}/{filename}")
async def attachment(request: web.Request) -> web.Response:
    """An uploaded file, as long as its message exists."""
    parts = ("kind", "channel_id", "attachment_id", "filename")
    path = "/".join(request.match_info[part] for part in parts)
    found = wire.sandbox_of(request).world.files.get(path)
    if found is None:
        return web.Response(status=404, text="This content is no longer available.")
    kind = (found.content_type or "application/octet-stream").partition(";")[0]
    response = web.Response(body=found.data, content_type=kind)
    guard.as_file(response)
    return response


async def picture(request: web.Request) -> web.Response:
    """A plain square whose colour follows from the address."""
    digest = hashlib.sha256(request.path.encode()).digest()
    return web.Response(body=_png(_SIZE, digest[0], digest[1], digest[2]), content_type="image/png")


for _path in _PICTURES:
    routes.get(_path)(picture)


def _png(size: int, red: int, green: int, blue: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    row = b"\0" + bytes((red, green, blue)) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * size)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
