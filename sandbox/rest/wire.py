"""How route handlers read requests and write answers.

The server parses each body once and leaves what it found in the request: :func:`body`,
:func:`files`, :func:`caller`. Answers are made with :func:`answer` and :func:`no_content`, so that
the log and the OpenAPI check see what was said.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.backend import Backend
from sandbox.rules.errors import DiscordError, invalid
from sandbox.rules.permissions import ALL, Permissions
from sandbox.world.applications import Application
from sandbox.world.composing.uploads import Upload

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SANDBOX: web.AppKey[Backend] = web.AppKey("sandbox")
BODY: web.RequestKey[Any] = web.RequestKey("body")
FILES: web.RequestKey[dict[str, Upload]] = web.RequestKey("files")
CALLER: web.RequestKey[Application] = web.RequestKey("caller")
PAYLOAD: web.ResponseKey[Any] = web.ResponseKey("payload")


def sandbox_of(request: web.Request) -> Backend:
    """The sandbox that serves this request."""
    return request.app[SANDBOX]


def caller(request: web.Request) -> Application:
    """The application whose token the request carried."""
    return request[CALLER]


def body(request: web.Request) -> Any:
    """The JSON body (of a form, its ``payload_json``), or None without one."""
    return request[BODY]


def json_object(request: web.Request) -> dict[str, Any]:
    """The JSON body, which must be an object (a missing one counts as empty); else 400."""
    data = request[BODY]
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise invalid("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    return data


def files(request: web.Request) -> dict[str, Upload]:
    """The uploaded files by the key that ``attachments[].id`` names: ``"0"`` for ``files[0]``."""
    return request[FILES]


def snowflake(request: web.Request, name: str) -> int:
    """An id from the path; 400 for something that is none."""
    return parse_snowflake(request.match_info[name], name)


def parse_snowflake(value: object, path: str) -> int:
    """An id that a client sent; 400 at ``path`` for something that is none."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise invalid(path, "NUMBER_TYPE_COERCE", f'Value "{text[:100]}" is not snowflake.')
    return int(text)


def parse_permissions(value: object, path: str) -> Permissions:
    """A permission set that a client sent, as a string or a number; 400 for something else."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()):
        raise invalid(path, "NUMBER_TYPE_COERCE", f'Value "{text[:100]}" is not int.')
    return Permissions(int(text)) & ALL


def objects(value: object, path: str) -> list[dict[str, Any]]:
    """A list of JSON objects that a client sent (null counts as none); else 400."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise invalid(path, "LIST_TYPE_CONVERT", "Only lists of objects may be used here")
    return value


def ids(value: object, path: str) -> list[int]:
    """A list of ids that a client sent (null counts as none); else 400."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise invalid(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    return [parse_snowflake(each, path) for each in value]


def parse_instant(value: object, path: str) -> datetime:
    """An ISO 8601 instant with an offset that a client sent; else 400."""
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        text = "Could not parse as an ISO 8601 timestamp."
        raise invalid(path, "DATE_TIME_TYPE_PARSE", text) from None
    if instant.tzinfo is None:
        raise invalid(path, "DATE_TIME_TYPE_PARSE", "The timestamp has no offset.")
    return instant


def query_int(query: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A number from the query string within ``low..high``; 400 outside."""
    text = query.get(name)
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.') from None
    if not low <= value <= high:
        raise invalid(name, "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}.")
    return value


def answer(data: Any, status: int = 200) -> web.Response:
    """A JSON answer. The content type has no charset: clients compare it exactly."""
    response = web.Response(
        body=json.dumps(data, separators=(",", ":")).encode(),
        status=status,
        content_type="application/json",
    )
    response[PAYLOAD] = data
    return response


def no_content() -> web.Response:
    """204."""
    return web.Response(status=204)


async def read(request: web.Request) -> None:
    """Parse the body into the request; 400 (50109) for broken JSON."""
    request[FILES] = {}
    request[BODY] = None
    if not request.can_read_body:
        return
    kind = request.content_type
    if kind == "multipart/form-data":
        await _read_form(request)
    elif kind == "application/x-www-form-urlencoded":
        request[BODY] = dict(await request.post())
    else:
        raw = await request.read()
        request[BODY] = _parse(raw) if raw else None


async def _read_form(request: web.Request) -> None:
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        data = bytes(await part.read(decode=True))
        if name == "payload_json":
            fields = _parse(data)
        elif part.filename is not None:
            key = name.removeprefix("files[").removesuffix("]") if "[" in name else name
            kind = part.headers.get("Content-Type")
            request[FILES][key] = Upload(part.filename, data, kind)
        else:
            fields[name] = data.decode()
    request[BODY] = fields


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        message = "The request body contains invalid JSON."
        raise DiscordError(400, 50109, message) from None
