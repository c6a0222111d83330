"""The gateway as a client on the wire sees it."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SettableClock
from sandbox.gateway import sessions
from sandbox.rules.intents import Intents

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
GUILDS, MESSAGES = Intents.GUILDS, Intents.GUILD_MESSAGES


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=SettableClock(START)) as running:
        yield running


class Wire:
    """A bare websocket client that speaks just what a test says."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self._inflate = zlib.decompressobj()

    async def next(self) -> dict[str, Any]:
        message = await self.socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.BINARY:
            assert message.data.endswith(b"\x00\x00\xff\xff")
            return dict(json.loads(self._inflate.decompress(message.data)))
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return dict(json.loads(message.data))

    async def event(self, name: str) -> dict[str, Any]:
        """The next frame, which must be that event."""
        frame = await self.next()
        assert frame["t"] == name, frame
        return frame

    async def send(self, op: int, data: object) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, token: str, intents: int = GUILDS, **more: object) -> None:
        await self.send(2, {"token": token, "intents": int(intents), "properties": {}, **more})

    async def close_code(self) -> int | None:
        """The code the server closes with; frames before it are passed over."""
        while (await self.socket.receive(timeout=5)).type in (
            aiohttp.WSMsgType.TEXT,
            aiohttp.WSMsgType.BINARY,
        ):
            pass
        return self.socket.close_code

    async def quiet(self) -> None:
        """Nothing is on its way: a heartbeat's answer is the very next frame."""
        await self.send(1, None)
        assert (await self.next())["op"] == 11


@asynccontextmanager
async def connected(sandbox: Sandbox, query: str = "?v=10&encoding=json") -> AsyncIterator[Wire]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url + query) as socket,
    ):
        wire = Wire(socket)
        hello = await wire.next()
        assert hello["op"] == 10
        assert hello["d"]["heartbeat_interval"] == 41250
        yield wire


@asynccontextmanager
async def ready(
    sandbox: Sandbox, intents: int = GUILDS, query: str = "?v=10", **more: object
) -> AsyncIterator[tuple[Wire, dict[str, Any]]]:
    async with connected(sandbox, query) as wire:
        await wire.identify(sandbox.world.application.token, intents, **more)
        yield wire, (await wire.event("READY"))["d"]


async def test_ready_names_the_session_and_every_guild_follows(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    async with ready(sandbox) as (wire, data):
        assert data["guilds"] == [{"id": str(guild.id), "unavailable": True}]
        assert data["user"]["id"] == str(sandbox.world.application.bot_user.id)
        assert data["application"]["id"] == str(sandbox.world.application.id)
        assert data["resume_gateway_url"] == sandbox.gateway_url
        created = (await wire.event("GUILD_CREATE"))["d"]
        assert (created["id"], created["unavailable"]) == (str(guild.id), False)


async def test_a_guild_in_an_outage_comes_when_it_is_back(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    guild.set_available(False)
    async with ready(sandbox) as (wire, data):
        assert [each["id"] for each in data["guilds"]] == [str(guild.id)]
        await wire.quiet()
        guild.set_available(True)
        assert (await wire.event("GUILD_CREATE"))["d"]["id"] == str(guild.id)


async def test_zlib_stream_when_asked(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    query = "?v=10&encoding=json&compress=zlib-stream"
    async with ready(sandbox, query=query) as (wire, _):
        assert (await wire.event("GUILD_CREATE"))["d"]["name"] == guild.name


async def test_heartbeats_are_answered(sandbox: Sandbox) -> None:
    async with connected(sandbox) as wire:
        await wire.quiet()


async def test_missed_heartbeats_time_the_session_out(sandbox: Sandbox) -> None:
    sandbox.gateway.heartbeat_interval = 0.02
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url) as socket,
    ):
        assert await Wire(socket).close_code() == 4009


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"intents": 1 << 40}, 4013),
        (2, {}, 4013),
        (2, {"intents": 1, "shard": [2, 2]}, 4010),
        (2, {"intents": 1, "shard": "0/1"}, 4010),
        (2, {"intents": Intents.MESSAGE_CONTENT}, 4014),
        (2, {"intents": Intents.GUILD_MEMBERS}, 4014),
        (2, None, 4002),
        (3, {}, 4003),
        (99, None, 4001),
    ],
)
async def test_refusals_carry_discords_codes(
    sandbox: Sandbox, op: int, data: dict[str, object] | None, code: int
) -> None:
    async with connected(sandbox) as wire:
        if data is not None:
            data = {"token": sandbox.world.application.token, **data}
        await wire.send(op, data)
        assert await wire.close_code() == code


async def test_other_refusals(sandbox: Sandbox) -> None:
    async with connected(sandbox, "?v=8") as wire:
        assert await wire.close_code() == 4012
    async with connected(sandbox) as wire:
        await wire.socket.send_str("not json")
        assert await wire.close_code() == 4002


@pytest.mark.parametrize("data", [None, {}, {"guild_id": "owls"}, {"guild_id": None, "limit": 0}])
async def test_a_member_request_that_makes_no_sense_closes(sandbox: Sandbox, data: object) -> None:
    async with ready(sandbox) as (wire, _):
        await wire.send(8, data)
        assert await wire.close_code() == 4002
    async with ready(sandbox) as (wire, _):
        await wire.identify(sandbox.world.application.token)
        assert await wire.close_code() == 4005
    async with connected(sandbox) as wire:
        for _ in range(121):
            await wire.send(1, None)
        assert await wire.close_code() == 4008


async def test_privileged_intents_pass_once_switched_on(sandbox: Sandbox) -> None:
    sandbox.world.application.privileged_intents = Intents.GUILD_MEMBERS
    guild = sandbox.world.create_guild("Night owls")
    ana = sandbox.world.create_user("Ana")
    async with ready(sandbox, GUILDS | Intents.GUILD_MEMBERS) as (wire, _):
        await wire.event("GUILD_CREATE")
        guild.add_member(ana)
        joined = await wire.event("GUILD_MEMBER_ADD")
        assert joined["d"]["user"]["id"] == str(ana.id)


async def test_events_obey_intents(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    async with ready(sandbox, MESSAGES) as (wire, _):
        await wire.quiet()
        guild.create_role("Organisers")
        guild.add_member(sandbox.world.create_user("Ana"))
        await wire.quiet()


async def test_shards_hear_of_their_own_guilds(sandbox: Sandbox) -> None:
    guilds = [sandbox.world.create_guild(f"Guild {number}") for number in range(4)]
    heard: list[set[str]] = []
    for shard in range(2):
        async with ready(sandbox, shard=[shard, 2]) as (wire, data):
            heard.append({guild["id"] for guild in data["guilds"]})
            for _ in heard[shard]:
                await wire.event("GUILD_CREATE")
            for guild in guilds:
                guild.create_role("Readers")
            for _ in heard[shard]:
                assert (await wire.event("GUILD_ROLE_CREATE"))["d"]["guild_id"] in heard[shard]
            await wire.quiet()
    assert len(heard[0]) == len(heard[1]) == 2
    assert heard[0] | heard[1] == {str(guild.id) for guild in guilds}


async def test_resume_replays_what_was_missed_and_nothing_else(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    token = sandbox.world.application.token
    async with ready(sandbox) as (wire, data):
        await wire.event("GUILD_CREATE")
        guild.create_role("Seen")
        sequence = (await wire.event("GUILD_ROLE_CREATE"))["s"]
        sandbox.gateway.drop(None)
        await sandbox.gateway.reached("closed")
    guild.create_role("Missed")
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": token, "session_id": data["session_id"], "seq": sequence})
        missed = await wire.event("GUILD_ROLE_CREATE")
        assert (missed["s"], missed["d"]["role"]["name"]) == (sequence + 1, "Missed")
        await wire.event("RESUMED")
        guild.create_role("Later")
        assert (await wire.event("GUILD_ROLE_CREATE"))["d"]["role"]["name"] == "Later"
    assert sandbox.gateway.happened["resumed"] == 1


async def test_a_resume_that_cannot_be(sandbox: Sandbox) -> None:
    token = sandbox.world.application.token
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": token, "session_id": "gone", "seq": 1})
        assert await wire.next() == {"op": 9, "d": False}
        await wire.identify(token)
        session = (await wire.event("READY"))["d"]["session_id"]
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": token, "session_id": session, "seq": 1})
        assert (await wire.next())["op"] == 9, "a session that was closed with 1000 is over"
    async with ready(sandbox) as (wire, data):
        await wire.socket.close(code=4000)
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": token, "session_id": data["session_id"], "seq": 99})
        assert await wire.close_code() == 4007
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": "wrong", "session_id": data["session_id"], "seq": 1})
        assert await wire.close_code() == 4004


async def test_too_much_missed_cannot_be_replayed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "REPLAY_LIMIT", 3)
    guild = sandbox.world.create_guild("Night owls")
    token = sandbox.world.application.token
    async with ready(sandbox) as (wire, data):
        await wire.event("GUILD_CREATE")
        await wire.send(1, 2)
        sandbox.gateway.drop(None)
        await sandbox.gateway.reached("closed")
    for number in range(4):
        guild.create_role(f"Role {number}")
    async with connected(sandbox) as wire:
        await wire.send(6, {"token": token, "session_id": data["session_id"], "seq": 2})
        assert await wire.next() == {"op": 9, "d": False}


async def test_faults_on_demand(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    async with ready(sandbox) as (wire, _):
        await wire.event("GUILD_CREATE")
        sandbox.gateway.reconnect()
        assert (await wire.next())["op"] == 7
        sandbox.gateway.invalidate(resumable=True)
        assert await wire.next() == {"op": 9, "d": True}
        sandbox.gateway.invalidate()
        assert await wire.next() == {"op": 9, "d": False}
        sandbox.gateway.drop(4000)
        assert await wire.close_code() == 4000
    async with ready(sandbox) as (wire, _):
        await wire.event("GUILD_CREATE")
        sandbox.gateway.silence()
        guild.create_role("Unheard")
        await wire.send(1, None)
        with pytest.raises(TimeoutError):
            await wire.socket.receive(timeout=0.05)


async def test_a_dead_resume_address_refuses(sandbox: Sandbox) -> None:
    sandbox.gateway.dead_resume()
    async with ready(sandbox) as (_, data), aiohttp.ClientSession() as session:
        assert data["resume_gateway_url"] != sandbox.gateway_url
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.ws_connect(data["resume_gateway_url"])
    sandbox.gateway.dead_resume(dead=False)
    async with ready(sandbox) as (_, data):
        assert data["resume_gateway_url"] == sandbox.gateway_url


async def test_a_refusing_gateway(sandbox: Sandbox) -> None:
    sandbox.gateway.refuse()
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with connected(sandbox):
            pass
    await sandbox.gateway.reached("refused")
    sandbox.gateway.refuse(refusing=False)
    async with ready(sandbox):
        assert len(sandbox.gateway.sessions) == 1


async def test_members_on_request(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")
    people = [sandbox.world.create_user(name) for name in ("Ana", "Anton", "Ben")]
    for person in people:
        guild.add_member(person)
    async with ready(sandbox) as (wire, _):
        await wire.event("GUILD_CREATE")
        ids = [str(people[2].id), "1"]
        await wire.send(8, {"guild_id": str(guild.id), "user_ids": ids, "nonce": "n"})
        chunk = (await wire.event("GUILD_MEMBERS_CHUNK"))["d"]
        assert [member["user"]["id"] for member in chunk["members"]] == [str(people[2].id)]
        assert (chunk["not_found"], chunk["nonce"], chunk["chunk_count"]) == (["1"], "n", 1)
        await wire.send(8, {"guild_id": str(guild.id), "query": "an", "limit": 5})
        chunk = (await wire.event("GUILD_MEMBERS_CHUNK"))["d"]
        assert {m["user"]["username"] for m in chunk["members"]} == {"ana", "anton"}
        await wire.send(8, {"guild_id": str(guild.id), "query": "", "limit": 0})
        await wire.quiet()


async def test_answers_about_members_can_be_late(sandbox: Sandbox) -> None:
    """Whatever else happens meanwhile comes first."""
    guild = sandbox.world.create_guild("Night owls")
    ana = sandbox.world.create_user("Ana")
    guild.add_member(ana)
    sandbox.gateway.members_after = 0.2
    async with ready(sandbox) as (wire, _):
        await wire.event("GUILD_CREATE")
        await wire.send(8, {"guild_id": str(guild.id), "user_ids": [str(ana.id)]})
        await sandbox.gateway.reached("members asked")
        await wire.quiet()
        chunk = (await wire.event("GUILD_MEMBERS_CHUNK"))["d"]
        assert [member["user"]["id"] for member in chunk["members"]] == [str(ana.id)]


async def test_presence_updates_are_kept(sandbox: Sandbox) -> None:
    async with ready(sandbox) as (wire, _):
        await wire.send(3, {"status": "idle", "activities": [], "since": None, "afk": False})
        await wire.quiet()
        presence = sandbox.gateway.sessions[0].presence
        assert presence is not None
        assert presence["status"] == "idle"


async def test_many_listeners_at_once(sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Night owls")

    async def listen(shard: int) -> str:
        async with ready(sandbox, shard=[shard, 10]) as (wire, data):
            if not data["guilds"]:
                return ""
            await wire.event("GUILD_CREATE")
            return str(data["guilds"][0]["id"])

    assert sorted(await asyncio.gather(*map(listen, range(10))))[-1] == str(guild.id)
