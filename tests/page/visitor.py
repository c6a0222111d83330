"""A visitor of the page without a browser: the requests and the socket that its scripts use."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from sandbox import Permissions, Sandbox, SettableClock
from sandbox.people.actors import ActingUser
from sandbox.world.composing.compose import new_message
from sandbox.world.guild import Guild
from sandbox.world.journal import Topic
from sandbox.world.kinds import MessageFlags
from sandbox.world.model import Channel, Message
from sandbox.world.users import User

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
PATIENCE = 3.0


@dataclass(frozen=True)
class Reply:
    """What the server said: JSON as such, anything else as text."""

    status: int
    body: Any
    headers: Any

    @property
    def error(self) -> str:
        assert self.status == 422, (self.status, self.body)
        return str(self.body["error"])

    @property
    def field(self) -> str | None:
        assert self.status == 422, (self.status, self.body)
        field = self.body.get("field")
        return None if field is None else str(field)


class Visitor:
    """One person with the page open."""

    def __init__(self, sandbox: Sandbox, user: ActingUser, session: aiohttp.ClientSession) -> None:
        self.sandbox, self.user, self.session = sandbox, user, session

    @property
    def id(self) -> str:
        return str(self.user.id)

    async def ask(self, method: str, path: str, body: Any = None, **query: str) -> Reply:
        """Ask for an address below ``/page``; ``body`` is bytes, or something for JSON."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        data = None if raw is None else io.BytesIO(raw)
        params = {"as": self.id, **query}
        url = f"{self.sandbox.url}page/{path}"
        async with self.session.request(method, url, data=data, params=params) as response:
            text = await response.text()
            known = json.loads(text) if response.content_type == "application/json" else text
            return Reply(response.status, known, response.headers)

    async def get(self, path: str, **query: str) -> Any:
        """What a question is answered with, which has to be a success."""
        return _success(await self.ask("GET", path, **query))

    async def post(self, path: str, body: Any = None, **query: str) -> Any:
        """What an order is answered with, which has to be a success."""
        return _success(await self.ask("POST", path, body, **query))

    async def act(self, act: str, /, **given: Any) -> Any:
        """What a successful act gives."""
        return _success(await self.try_to(act, **given))

    async def try_to(self, act: str, /, **given: Any) -> Reply:
        """An act that may be refused."""
        return await self.ask("POST", f"act/{act}", given)

    async def upload(self, name: str, data: bytes) -> Any:
        return await self.post("files", data, name=name)

    async def slash(self, name: str, channel: Channel, /, **options: str) -> Any:
        return await self.act("slash", channel=str(channel.id), name=name, options=options)

    @asynccontextmanager
    async def live(self, hello: dict[str, Any] | None = None) -> AsyncIterator[Live]:
        """The page's socket; with an earlier frame one that goes on from there."""
        known = {} if hello is None else {key: str(hello[key]) for key in ("epoch", "mark")}
        url = f"{self.sandbox.url}page/live"
        async with self.session.ws_connect(url, params={"as": self.id, **known}) as socket:
            line = Live(self.sandbox, socket)
            line.hello = await line.next()
            yield line


class Live:
    """An open socket. ``raw`` keeps every frame as it came, ``hello`` is the first one."""

    def __init__(self, sandbox: Sandbox, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._sandbox, self._socket = sandbox, socket
        self.raw: list[str] = []
        self.hello: Any = None

    async def next(self) -> Any:
        text = await self._socket.receive_str(timeout=PATIENCE)
        self.raw.append(text)
        return json.loads(text)

    async def say(self, text: str) -> None:
        await self._socket.send_str(text)

    async def told(self) -> Told:
        """Everything told up to now that the caller has not read yet.

        A change that every page hears of goes last, and the wait is for that one.
        """
        journal = self._sandbox.world.journal
        journal.note(Topic.CLOCK)
        frames = [await self.next()]
        while frames[-1]["mark"] < journal.mark:
            frames.append(await self.next())
        return Told(frames)


class Told:
    """Several frames, read together."""

    def __init__(self, frames: list[Any]) -> None:
        self.frames = frames
        self.messages = {m["id"]: m for frame in frames for m in frame.get("messages", ())}
        self.gone = {key for frame in frames for key in frame.get("gone", ())}
        self.requests = [each for frame in frames for each in frame.get("requests", ())]
        self.world = self._last("world")
        self.clock = self._last("clock")
        self.unread: dict[str, int] = {}
        self.waiting: dict[str, int] = {}
        for frame in frames:
            self.unread |= frame.get("unread", {}).get("channels", {})
            self.waiting |= frame.get("unread", {}).get("people", {})

    def _last(self, part: str) -> Any:
        return next((frame[part] for frame in reversed(self.frames) if part in frame), None)

    @property
    def texts(self) -> list[str]:
        return [message["content"] for message in self.messages.values()]


@dataclass(frozen=True)
class House:
    """A running sandbox with a guild of two people, who have the page open, and the bot."""

    sandbox: Sandbox
    clock: SettableClock
    guild: Guild
    papers: Channel
    ana: Visitor
    ben: Visitor

    def bot_says(self, channel: Channel, content: str) -> Message:
        return self.sandbox.world.say(channel, self.sandbox.world.application.bot_user, content)

    def whisper(self, channel: Channel, user: User, content: str) -> Message:
        """A message of the bot that only ``user`` sees."""
        message = Message(
            id=self.sandbox.world.ids.next(),
            channel_id=channel.id,
            author_id=self.sandbox.world.application.id,
            world=self.sandbox.world,
            timestamp=self.clock.now(),
            content=content,
            flags=MessageFlags.EPHEMERAL,
        )
        self.sandbox.interactions.keep_ephemeral(message, user)
        return message

    def poll(self, **more: Any) -> Message:
        """A poll of the bot with the answers 1 (Mon) and 2 (Tue), for an hour."""
        author = self.sandbox.world.application.bot_user
        poll = {
            "question": {"text": "When?"},
            "answers": [{"poll_media": {"text": text}} for text in ("Mon", "Tue")],
            "duration": 1,
            **more,
        }
        body = {"poll": poll}
        made = new_message(self.papers, author, body, {}, permissions=Permissions.SEND_POLLS)
        return self.sandbox.world.post(made)


@asynccontextmanager
async def opened() -> AsyncIterator[House]:
    """A house whose clock stands at ``START``; in the end its own answers must all conform."""
    clock = SettableClock(START)
    async with Sandbox(clock) as sandbox, aiohttp.ClientSession() as session:
        sandbox.limiter.relax()
        guild = sandbox.world.create_guild("Night owls")
        papers = guild.create_text_channel("papers")
        people = [sandbox.user("Ana"), sandbox.user("Ben", zone="Asia/Tokyo")]
        for person in people:
            person.join(guild)
        ana, ben = (Visitor(sandbox, person, session) for person in people)
        yield House(sandbox, clock, guild, papers, ana, ben)
        assert sandbox.violations == []


def edit(message: Message, content: str) -> None:
    message.content = content
    message.world.message_updated(message)


def hidden_channel(guild: Guild, name: str, *members: ActingUser) -> Channel:
    """A channel that only the owner, the bot and these people see."""
    channel = guild.create_text_channel(name, allow=Permissions.VIEW_CHANNEL)
    channel.set_overwrite(guild.roles[guild.id], deny=Permissions.VIEW_CHANNEL)
    for member in members:
        channel.set_overwrite(member.account, allow=Permissions.VIEW_CHANNEL)
    return channel


def _success(reply: Reply) -> Any:
    assert reply.status == 200, (reply.status, reply.body)
    return reply.body
