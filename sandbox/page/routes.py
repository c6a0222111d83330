"""The page's addresses: its files, what it asks, and what it does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from aiohttp import WSCloseCode, web

from sandbox.backend import Backend
from sandbox.clock import SettableClock
from sandbox.http import guard
from sandbox.page import acts, values, views, wire_view
from sandbox.page.act_params import ActParams, MalformedActError
from sandbox.page.clock_control import ClockControl
from sandbox.page.live import open_line
from sandbox.people.actors import ActingUser
from sandbox.rules.errors import DiscordError
from sandbox.rules.usage import InputError, SandboxUsageError
from sandbox.world.composing.uploads import Upload, upload

STATIC: Final = Path(__file__).parent / "static"
OPENING: Final = STATIC / "opening"
_MAX_UPLOAD: Final = 10 * 1024 * 1024
_REFUSED: Final = 422
_UNSAFE: Final = re.compile(r"[^\w.()\[\]-]+")
"""What Discord replaces in the names of files."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageRoutes:
    """What the page of one sandbox is served with."""

    def __init__(self, sandbox: Backend) -> None:
        self._sandbox = sandbox
        self._clock_control = ClockControl(sandbox)
        self._sockets: set[web.WebSocketResponse] = set()
        if isinstance(sandbox.clock, SettableClock):
            sandbox.clock.follow(self._clock_control)

    def table(self) -> list[web.AbstractRouteDef]:
        """All routes."""
        return [
            web.get("/", _shown(self._index)),
            web.get("/static/{name:(?:[a-z]+/)?[a-z_]+\\.(?:js|css|svg)}", _shown(self._static)),
            web.get("/page/opening", self._answering(self._opening)),
            web.post("/page/opening/{number:[0-9]{1,9}}", self._answering(self._choose)),
            web.get("/page/live", self._live),
            web.get("/page/messages", self._answering(self._messages)),
            web.get("/page/commands", self._answering(self._commands)),
            web.get("/page/agenda", self._answering(self._agenda)),
            web.get("/page/requests/{number:[0-9]{1,9}}", self._answering(self._request)),
            web.post("/page/act/{act}", self._answering(self._act)),
            web.post("/page/files", self._answering(self._file)),
            web.post("/page/clock/{how}", self._answering(self._clock)),
            web.post("/page/controls/{number:[0-9]{1,9}}", self._answering(self._control)),
        ]

    async def close(self, _app: web.Application) -> None:
        """Tell every open page that the sandbox goes away."""
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.GOING_AWAY) for socket in list(self._sockets))
        )

    def _answering(self, handler: Callable[[web.Request], Awaitable[Any]]) -> Handler:
        """JSON for what the handler gives; 422 with a sentence for what no client would allow."""

        async def answered(request: web.Request) -> web.StreamResponse:
            try:
                answer = await handler(request)
                if request.method == "POST":
                    await self._sandbox.settle()
                return web.json_response(answer)
            except InputError as error:
                refusal = {"error": error.problem, "field": error.field}
            except (SandboxUsageError, DiscordError, TimeoutError) as error:
                refusal = {"error": _sentence(error)}
            except MalformedActError as error:
                raise web.HTTPBadRequest(text=f"The page asked for nonsense: {error}") from error
            return web.json_response(refusal, status=_REFUSED)

        return answered

    def _actor(self, request: web.Request) -> ActingUser:
        """Who the visitor is: the person that ``as`` names."""
        name = _query(request, "as")
        for user in views.people(self._sandbox):
            if str(user.id) == name:
                return self._sandbox.acting(user)
        raise SandboxUsageError("There is nobody of that name here. Reload the page.")

    async def _index(self, request: web.Request) -> web.StreamResponse:
        text = _index_page() if self._sandbox.page.opening is None else _opening_page()
        return web.Response(text=text, content_type="text/html")

    async def _opening(self, request: web.Request) -> Any:
        """What there is to choose from, or what came of it; null when the world is there."""
        page = self._sandbox.page
        if page.opening is None:
            return {"opening": None}
        return {
            "opening": {
                "title": page.title,
                "choices": [asdict(choice) for choice in page.opening.choices],
                "chosen": page.opening.chosen,
                "doing": page.opening.doing,
                "done": page.opening.done,
            }
        }

    async def _choose(self, request: web.Request) -> Any:
        opening = self._sandbox.page.opening
        number = int(request.match_info["number"])
        if opening is None or opening.chosen is not None:
            raise SandboxUsageError("A beginning has been chosen already.")
        if number >= len(opening.choices):
            raise SandboxUsageError("There is no such beginning.")
        opening.chosen = number
        opening.choose(number)
        return {}

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = STATIC / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        people = {str(user.id): user for user in views.people(self._sandbox)}
        if not people:
            raise web.HTTPNotFound(text="Nobody is here yet.")
        # A page that is older than this world names somebody who is not in it.
        viewer = people.get(request.query.get("as", "")) or next(iter(people.values()))
        return await open_line(request, self._sandbox, self._clock_control, viewer, self._sockets)

    async def _messages(self, request: web.Request) -> Any:
        actor = self._actor(request)
        channel = acts.channel_of(self._sandbox, actor, _query(request, "channel"))
        text = request.query.get("before")
        before = None if text is None else values.read_id(text)
        if text is not None and before is None:
            raise MalformedActError(f"{text!r} is no message.")
        found, more = views.messages(self._sandbox, actor.account, channel, before)
        return {"messages": found, "more": more}

    async def _commands(self, request: web.Request) -> Any:
        actor = self._actor(request)
        channel = acts.channel_of(self._sandbox, actor, _query(request, "channel"))
        return {"commands": views.commands(self._sandbox, actor.account, channel)}

    async def _agenda(self, request: web.Request) -> Any:
        return {
            "agenda": [
                {
                    "at": views.milliseconds(due.at),
                    "title": due.title,
                    "who": None if due.who is None else str(due.who),
                }
                for due in await self._sandbox.page.agenda()
            ]
        }

    async def _request(self, request: web.Request) -> Any:
        entry = self._sandbox.requests.find(int(request.match_info["number"]))
        if entry is None:
            raise SandboxUsageError("This request is no longer kept.")
        token = self._sandbox.world.application.token
        return wire_view.detail(entry, self._sandbox.api_url, token)

    async def _act(self, request: web.Request) -> Any:
        act = acts.ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        params = ActParams.parse(await request.read())
        return await act(self._sandbox, self._actor(request), params)

    async def _file(self, request: web.Request) -> Any:
        """Keep the body as a file that an option or a form can carry; ``name`` is its name."""
        data = await request.read()
        if len(data) > _MAX_UPLOAD:
            raise SandboxUsageError("This file is too large: a server without boosts takes 10 MiB.")
        filename = Path(_query(request, "name").replace("\\", "/")).name
        name = _UNSAFE.sub("_", filename).lstrip(".") or "file"
        kept = upload(self._sandbox.world, Upload(name, data), self._sandbox.world.application.id)
        return {"value": kept.path, "name": kept.filename, "size": kept.size}

    async def _clock(self, request: web.Request) -> Any:
        how = request.match_info["how"]
        if how == "stop":
            self._clock_control.stop()
        else:
            await self._clock_control.turn(
                how, self._actor(request).account.zone, self._sandbox.page
            )
        return {}

    async def _control(self, request: web.Request) -> Any:
        controls = self._sandbox.page.controls
        number = int(request.match_info["number"])
        if number >= len(controls):
            raise SandboxUsageError("There is no such control.")
        await controls[number].run()
        return {}


@cache
def _index_page() -> str:
    """The page, with every module named ahead, so that none waits for another to ask for it."""
    modules = sorted(
        path.relative_to(STATIC).as_posix()
        for path in STATIC.rglob("*.js")
        if path.parent != OPENING
    )
    ahead = "\n".join(f'<link rel="modulepreload" href="/static/{name}">' for name in modules)
    return (STATIC / "index.html").read_text().replace("</head>", f"{ahead}\n</head>")


@cache
def _opening_page() -> str:
    return (OPENING / "opening.html").read_text()


def _shown(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        response = await handler(request)
        guard.as_page(response)
        return response

    return guarded


def _query(request: web.Request, name: str) -> str:
    if name not in request.query:
        raise MalformedActError(f"{name!r} is missing.")
    return request.query[name]


def _sentence(error: Exception) -> str:
    if isinstance(error, DiscordError):
        return error.message
    return str(error) or "No answer came in time."
