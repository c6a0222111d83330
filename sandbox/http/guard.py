"""Keeping the sandbox to this machine: who may ask, and what a browser may do with the answers.

The server listens on loopback only, but a browser on this machine also runs other sites' scripts.
A foreign ``Host`` (a name that was rebound to 127.0.0.1) or ``Origin`` is refused before anything
is read. Uploaded files are served so that none of them can act as a page of ours.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
REFUSAL: Final = "This sandbox answers only to programs and pages of this machine.\n"

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FILE_POLICY: Final = "default-src 'none'; sandbox"
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
"""What is shown when opened. Other kinds of image, such as SVG, can hold scripts."""


@web.middleware
async def same_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that name a foreign host, or that a foreign site's script made."""
    if not is_local(request.headers.get("Host", ""), request.headers.get("Origin")):
        return web.Response(status=403, text=REFUSAL)
    return await handler(request)


def is_local(host: str, origin: str | None) -> bool:
    """Whether ``host`` is a name of loopback, and ``origin`` (None: no browser) the same place."""
    try:
        if URL(f"http://{host}").host not in _LOOPBACK:
            return False
    except ValueError:
        return False
    return origin is None or origin == f"http://{host}"


def as_page(response: web.StreamResponse) -> None:
    """Let a page load and reach nothing but this server, and be framed by nobody."""
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"


def as_file(response: web.StreamResponse) -> None:
    """Keep a file of unknown origin from running scripts, or being taken for something else."""
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.content_type not in _PICTURES:
        response.headers["Content-Disposition"] = "attachment"
