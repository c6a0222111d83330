"""The HTTP side: one loopback server for the API, the gateway, the CDN and the feeds.

A request to the API passes, in this order: log, faults, rate limit, token, request check, handler,
answer check. What no handler takes is refused as `rules.routes` says: 404, 405, or 501 and its name
where Discord has a route that the sandbox lacks.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Final

from aiohttp import web

from sandbox import rest
from sandbox.backend import API, CDN, GATEWAY, Backend
from sandbox.http import guard
from sandbox.http.faults import NO_ANSWER
from sandbox.http.ratelimit import VIA
from sandbox.http.requests import LoggedRequest
from sandbox.page.routes import PageRoutes
from sandbox.rest import wire
from sandbox.rules import openapi, routes
from sandbox.rules.errors import DiscordError, unauthorized
from sandbox.world.journal import Topic

MAX_BODY: Final = 25 * 1024 * 1024
"""Bytes of the largest request body Discord takes from a bot without boosts."""

log = logging.getLogger(__name__)

_ASKING: Final = frozenset({"GET", "HEAD"})
_WITHOUT_TOKEN: Final = (
    "/interactions/{interaction_id}/{interaction_token}",
    "/webhooks/{webhook_id}/{webhook_token}",
    "/gateway",
)


def build(sandbox: Backend) -> web.Application:
    """The aiohttp application of a sandbox."""
    app = web.Application(middlewares=[guard.same_machine, _pipeline], client_max_size=MAX_BODY)
    app[wire.SANDBOX] = sandbox
    for resource in _resources():
        app.router.register_resource(resource)
    app.router.add_get(GATEWAY, sandbox.gateway.handle)
    app.router.add_routes(sandbox.feeds.routes())
    page = PageRoutes(sandbox)
    app.router.add_routes(page.table())
    app.on_shutdown.append(page.close)
    return app


@cache
def _resources() -> tuple[web.AbstractResource, ...]:
    """What every sandbox answers alike, made once: a server with its own parts starts sooner."""
    router = web.UrlDispatcher()
    for base, route in [
        *((API, route) for route in rest.routes()),
        *((CDN, route) for route in rest.cdn_routes()),
    ]:
        router.add_route(route.method, base + route.path, route.handler, **route.kwargs)
    return tuple(router.resources())


@web.middleware
async def _pipeline(request: web.Request, handler: wire.Handler) -> web.StreamResponse:
    """Everything between the socket and a handler of the API; other paths pass untouched."""
    if not request.path.startswith("/api/v"):
        return await handler(request)
    sandbox = request.app[wire.SANDBOX]
    path = request.path.removeprefix(API)
    entry = LoggedRequest(
        method=request.method,
        route=_template(request, path),
        path=path,
        query=dict(request.query),
        started=time.monotonic(),
        at=sandbox.clock.now(),
    )
    sandbox.requests.add(entry)
    sandbox.world.journal.note(Topic.REQUEST, entry)

    async def execute() -> web.StreamResponse:
        return await _answer(sandbox, request, handler, entry)

    try:
        response = await sandbox.faults.through(request, entry.route, path, execute)
        entry.status = response.status
        return response
    finally:
        entry.elapsed = time.monotonic() - entry.started
        sandbox.world.journal.note(Topic.REQUEST, entry)


def _template(request: web.Request, path: str) -> str:
    resource = request.match_info.route.resource
    return path if resource is None else resource.canonical.removeprefix(API)


async def _answer(
    sandbox: Backend, request: web.Request, handler: wire.Handler, entry: LoggedRequest
) -> web.StreamResponse:
    who = request.headers.get("Authorization", "")
    decision = sandbox.limiter.check(
        request.method, entry.route, entry.path, entry.started, caller=who
    )
    if decision.retry_after is not None:
        response: web.StreamResponse = wire.answer(decision.body, 429)
    else:
        response = await _guarded(sandbox, request, handler, entry)
        if request.method not in _ASKING:
            await sandbox.settle()
    response.headers.update(decision.headers)
    response.headers.update(VIA)
    entry.response = response.get(wire.PAYLOAD)
    entry.status = response.status
    _check_answer(sandbox, entry)
    return response


async def _guarded(
    sandbox: Backend, request: web.Request, handler: wire.Handler, entry: LoggedRequest
) -> web.StreamResponse:
    """Token, request check and handler; every error becomes an answer."""
    try:
        _authorize(sandbox, request, entry)
        await wire.read(request)
        entry.body = wire.body(request)
        entry.files = [upload.filename for upload in wire.files(request).values()]
        if request.match_info.http_exception is not None:
            raise routes.refusal(request.method, entry.path)
        _check_request(sandbox, request, entry)
        return await handler(request)
    except DiscordError as error:
        return wire.answer(error.body(), error.status)
    except web.HTTPRequestEntityTooLarge:
        return wire.answer({"message": "Request entity too large", "code": 40005}, 413)
    except ConnectionResetError:
        # The client left in mid-request, such as a killed bot; nobody hears the answer.
        return web.Response(status=NO_ANSWER)
    except Exception as problem:
        # A bug of the sandbox must not look like a fault of the bot: it is logged and reported.
        log.exception("The sandbox failed at %s %s", request.method, entry.path)
        sandbox.violations.append(
            f"{request.method} {entry.route}: the sandbox failed: {problem!r}"
        )
        return wire.answer({"message": "500: Internal Server Error", "code": 0}, 500)


def _authorize(sandbox: Backend, request: web.Request, entry: LoggedRequest) -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    application = sandbox.world.applications_by_token.get(token) if kind == "Bot" else None
    if application is not None:
        request[wire.CALLER] = application
        entry.application_id = application.id
    elif not entry.route.startswith(_WITHOUT_TOKEN) or entry.route == "/gateway/bot":
        raise unauthorized()


def _check_request(sandbox: Backend, request: web.Request, entry: LoggedRequest) -> None:
    if sandbox.openapi is None:
        return
    problems = sandbox.openapi.request_problems(entry.method, entry.route, entry.body, entry.query)
    if problems:
        _report(sandbox, entry, "request", problems)
        raise DiscordError(400, 50035, "Invalid Form Body", openapi.as_errors(problems))


def _check_answer(sandbox: Backend, entry: LoggedRequest) -> None:
    if sandbox.openapi is None or entry.status in (None, NO_ANSWER):
        return
    told = entry.response
    if isinstance(told, dict) and entry.status >= 400:
        # The description wants numbers for the codes inside "errors"; Discord writes words there.
        told = {key: value for key, value in told.items() if key != "errors"}
    problems = sandbox.openapi.response_problems(entry.method, entry.route, entry.status, told)
    if problems:
        _report(sandbox, entry, f"answer {entry.status}", problems)


def _report(
    sandbox: Backend, entry: LoggedRequest, what: str, problems: list[openapi.Problem]
) -> None:
    for problem in problems:
        line = f"{entry.method} {entry.route}: {what}: {problem}"
        entry.problems.append(line)
        sandbox.violations.append(line)
