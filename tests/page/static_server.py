"""The page's own files and nothing else, for tests of its renderers without a world behind them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from aiohttp import web

import sandbox

STATIC = Path(sandbox.__file__).parent / "page" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'"
)

_HARNESS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Renderers</title>
<link rel="stylesheet" href="/static/theme.css">
<link rel="stylesheet" href="/static/content/content.css">
<script type="module" src="/harness.js"></script>
</head>
<body><main id="sheet"></main></body>
</html>
"""

# Everything under test in one global, and a person who looks at it on 2 March 2026, 08:00 UTC.
_SCRIPT = """
import { renderAttachments } from "/static/content/attachments.js";
import { focusByKey, focusKey, renderComponents } from "/static/content/components.js";
import { renderEmbed } from "/static/content/embeds.js";
import { openListbox } from "/static/typing/listbox.js";
import { parse, renderMarkdown } from "/static/content/markdown.js";
import { renderPoll } from "/static/content/poll.js";
import { clockText, dayKey, dayText, refreshRelative, renderTimestamp }
  from "/static/content/timestamps.js";

const people = [
  { id: "1", name: "Ana", bot: false, color: "#e91e63" },
  { id: "2", name: "Ben <b>", bot: false, color: null },
  { id: "3", name: "Helper", bot: true, color: null },
];
const roles = [
  { id: "10", name: "Readers", color: "#2ecc71" }, { id: "11", name: "Quiet", color: null },
];
const channels = [
  { id: "20", name: "papers", type: 0 }, { id: "21", name: "ideas", type: 15 },
  { id: "22", name: "plans", type: 0 },
];
const calls = [];
const answers = [];
const act = (name) => (message, component, values) => {
  calls.push([name, message.id, component?.custom_id ?? component, values ?? null]);
  return new Promise((resolve, reject) => answers.push({ resolve, reject }));
};
const view = {
  me: "1", zone: "UTC", locale: "en-GB", time: Date.UTC(2026, 2, 2, 8),
  now: () => view.time,
  user: (id) => people.find((each) => each.id === id),
  role: (id) => roles.find((each) => each.id === id),
  channel: (id) => channels.find((each) => each.id === id),
  everyone: people, roles, channels,
  open: (id) => calls.push(["open", id]),
  command: (name) => calls.push(["command", name]),
  press: act("press"), choose: act("choose"), vote: act("vote"),
};
const sheet = document.querySelector("#sheet");
const show = (...parts) => sheet.replaceChildren(...parts);
Object.assign(window, {
  calls, answers, view, sheet, show, parse, renderMarkdown, renderComponents, renderEmbed,
  renderAttachments, renderPoll, renderTimestamp, refreshRelative, clockText, dayKey, dayText,
  focusKey, focusByKey, openListbox,
});
"""


def make_app() -> web.Application:
    """A server of the harness at ``/``, the static files, and square pictures at ``/cdn/…``."""
    app = web.Application()
    app.on_response_prepare.append(_keep)
    app.router.add_get("/", _harness)
    app.router.add_get("/harness.js", _script)
    app.router.add_get("/favicon.ico", _nothing)
    app.router.add_get("/cdn/{path:.*}", _picture)
    app.router.add_static("/static", STATIC)
    return app


async def _keep(_: web.Request, response: web.StreamResponse) -> None:
    # A browser then asks for each file once in a run, not once in a test.
    response.headers["Cache-Control"] = "max-age=600"


async def _harness(_: web.Request) -> web.Response:
    headers = {"Content-Security-Policy": POLICY}
    return web.Response(text=_HARNESS, content_type="text/html", headers=headers)


async def _script(_: web.Request) -> web.Response:
    return web.Response(text=_SCRIPT, content_type="text/javascript")


async def _nothing(_: web.Request) -> web.Response:
    return web.Response(status=204)


async def _picture(_: web.Request) -> web.Response:
    return web.Response(body=_png(64, 48), content_type="image/png")


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = (b"\0" + b"\x40\x90\xc0" * width) * height
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
