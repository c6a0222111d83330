"""``python -m sandbox``, as somebody at a terminal meets it."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import RunningClock, Sandbox
from sandbox.__main__ import PEOPLE, furnish
from sandbox.persistence import keeping

ROOT = Path(__file__).parents[2]
PATIENCE = 20


@dataclass
class Served:
    """A sandbox in a process of its own."""

    process: asyncio.subprocess.Process
    said: str

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def url(self) -> str:
        return self._found(r"The page +(http\S+)")

    @property
    def token(self) -> str:
        return self._found(r"The token +(\S+)")

    @property
    def lines(self) -> str:
        """What it says to paste into a discord.py bot."""
        (told,) = re.findall(r"discord.py bot starts:\n\n((?:    .+\n)+)", self.said)
        return textwrap.dedent(told)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; its exit code."""
        self.process.send_signal(how)
        rest, complaint = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        assert (rest, complaint) == (b"", b"")
        assert self.process.returncode is not None
        return self.process.returncode


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def serving(*arguments: str) -> AsyncIterator[Served]:
    """It, on any port unless told otherwise, once it has said everything."""
    process = await started(*(arguments if "--port" in arguments else ("--port=0", *arguments)))
    assert process.stdout is not None
    try:
        said = await asyncio.wait_for(process.stdout.readuntil(b"ends it.\n"), PATIENCE)
        yield Served(process, said.decode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def refusal_of(*arguments: str) -> str:
    """What it says when it does not start."""
    process = await started(*arguments)
    _, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert b"Traceback" not in complaint
    return complaint.decode()


async def world_of(served: Served) -> dict[str, Any]:
    """What the page is told first, and ``clock`` beside it."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{served.url}page/live") as socket,
    ):
        hello = await socket.receive_json(timeout=PATIENCE)
        return {**hello["world"], "clock": hello["clock"]}


BOT = """
import asyncio
{lines}

async def answer(interaction):
    await interaction.response.send_message("pong")

class Bot(discord.Client):
    async def setup_hook(self):
        tree = discord.app_commands.CommandTree(self)
        tree.command(name="ping", description="Ping")(answer)
        await tree.sync()

    async def on_ready(self):
        guild = self.guilds[0]
        await guild.text_channels[0].send("here")
        print("in", guild.name, "with", guild.member_count, flush=True)

    async def on_message(self, message):
        if message.author != self.user:
            print("heard", message.content, flush=True)
            await self.close()

Bot(intents=discord.Intents.all(), guild_ready_timeout=0.1).run("{token}", log_handler=None)
"""


async def test_a_bot_connects_with_what_it_prints_and_people_write_to_it() -> None:
    async with serving() as served:
        assert len(served.lines.splitlines()) == 4
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", BOT.format(lines=served.lines, token=served.token)),
            stdout=asyncio.subprocess.PIPE,
        )
        assert bot.stdout is not None
        said = await asyncio.wait_for(bot.stdout.readline(), PATIENCE)
        assert said == b"in Sandbox with 4\n"
        world = await world_of(served)
        assert world["bot"]["connected"]
        (channel,) = world["guilds"][0]["channels"]
        who = {"as": world["me"], "channel": channel["id"]}
        async with aiohttp.ClientSession(served.url) as session:
            answer = await session.get("page/messages", params=who)
            assert [each["content"] for each in (await answer.json())["messages"]] == ["here"]
            answer = await session.get("page/commands", params=who)
            assert [each["name"] for each in (await answer.json())["commands"]] == ["ping"]
            sent = {"channel": channel["id"], "content": "hello"}
            await session.post("page/act/send", params=who, json=sent)
        assert await asyncio.wait_for(bot.stdout.readline(), PATIENCE) == b"heard hello\n"
        assert await asyncio.wait_for(bot.wait(), PATIENCE) == 0
        assert await served.end() == 0


async def test_a_client_of_another_kind_finds_everything_from_what_it_prints() -> None:
    """The API, the CDN and, from there, the gateway; in discord.js's words too."""
    async with serving() as served, aiohttp.ClientSession() as session:
        told = dict(re.findall(r"^The (API|CDN|gateway) +(\S+)$", served.said, re.MULTILINE))
        names = {"Authorization": f"Bot {served.token}"}
        async with session.get(f"{told['API']}/gateway/bot", headers=names) as answer:
            assert (await answer.json())["url"] == told["gateway"]
        async with session.ws_connect(told["gateway"]) as socket:
            assert (await socket.receive_json(timeout=PATIENCE))["op"] == 10
        async with session.get(f"{told['CDN']}/embed/avatars/0.png") as answer:
            assert answer.content_type == "image/png"
        api = told["API"].removesuffix("/v10")
        assert f'rest: {{ api: "{api}", cdn: "{told["CDN"]}" }}' in served.said


async def test_a_folder_serves_one_at_a_time(tmp_path: Path) -> None:
    """The second is refused with a sentence; a kill frees the folder."""
    async with serving(f"--data={tmp_path}") as first:
        assert "is in use by another one" in await refusal_of(f"--data={tmp_path}", "--fresh")
        first.process.kill()
        await first.process.wait()
    async with serving(f"--data={tmp_path}") as again:
        assert again.token == first.token


async def test_the_page_answers_and_three_people_are_there() -> None:
    async with serving() as served:
        async with aiohttp.ClientSession() as session, session.get(served.url) as answer:
            assert answer.status == 200
            assert answer.content_type == "text/html"
        world = await world_of(served)
        people = {person["name"]: person for person in world["people"]}
        assert [*people] == [person.name for person in PEOPLE]
        assert [person["open"] for person in people.values()] == [True, True, False]
        assert len({person["zone"] for person in people.values()}) == 3
        (guild,) = world["guilds"]
        assert (guild["name"], guild["owner"]) == ("Sandbox", people["Olga"]["id"])
        assert guild["zone"] == people["Olga"]["zone"]
        assert [channel["name"] for channel in guild["channels"]] == ["general"]
        assert not world["clock"]["turns"]
        assert len(world["guide"]) == 3
        assert await served.end(signal.SIGINT) == 0


async def test_guilds_and_people_are_as_wished() -> None:
    wishes = ["--guild=One", "--guild=Two", "--person=Ana@Europe/Lisbon", "--person=Bo", "--turn"]
    async with serving(*wishes) as served:
        world = await world_of(served)
        assert [guild["name"] for guild in world["guilds"]] == ["One", "Two"]
        zones = {person["name"]: person["zone"] for person in world["people"]}
        assert zones == {"Ana": "Europe/Lisbon", "Bo": "UTC"}
        assert world["clock"]["turns"]
        assert world["clock"]["runs"]


async def test_a_second_one_takes_another_port() -> None:
    async with serving() as first:
        port = first.url.rstrip("/").rpartition(":")[2]
        async with serving("--port", port) as second:
            assert f"Port {port} is not free" in second.said
            assert second.url != first.url


async def test_a_kept_world_goes_on_until_told_to_begin_anew(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "world"
    async with serving(f"--data={folder}") as served:
        token, world = served.token, await world_of(served)
        (channel,) = world["guilds"][0]["channels"]
        async with aiohttp.ClientSession(served.url) as session:
            sent = {"channel": channel["id"], "content": "remember"}
            await session.post("page/act/send", params={"as": world["me"]}, json=sent)
        assert await served.end() == 0
    async with serving(f"--data={folder}", "--guild=Other") as served:
        assert served.token == token
        assert "has a world already" in served.said
        async with aiohttp.ClientSession(served.url) as session:
            query = {"as": world["me"], "channel": channel["id"]}
            answer = await session.get("page/messages", params=query)
            assert [each["content"] for each in (await answer.json())["messages"]] == ["remember"]
    async with serving(f"--data={folder}", "--fresh") as served:
        assert served.token != token


async def test_a_world_whose_clock_is_ahead_waits_for_one_that_turns(tmp_path: Path) -> None:
    clock = RunningClock()
    sandbox = Sandbox(clock)
    furnish(sandbox, ["Sandbox"], PEOPLE)
    await clock.advance(timedelta(days=400))
    keeping.save(sandbox.world, tmp_path)
    assert "--turn" in await refusal_of(f"--data={tmp_path}")
    async with serving(f"--data={tmp_path}", "--turn") as served:
        shown = (await world_of(served))["clock"]["now"]
        assert shown >= clock.now().timestamp() * 1000 - 60_000


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("--person=Ana@Europe/Lisboa", "Did you mean Europe/Lisbon?"),
        ("--person=Ana@../../etc", "There is no zone '../../etc'."),
        ("--person=Ana@", "There is no zone ''."),
        ("--person=@UTC", "A name has 1 to 100 characters."),
        ("--guild= ", "A name has 1 to 100 characters."),
        ("--port=https", "'https' is no port."),
        ("--port=65536", "Give a number from 1 to 65535"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    wish: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from sandbox.__main__ import main

    with pytest.raises(SystemExit) as end:
        main([wish])
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


async def test_a_folder_that_cannot_keep_a_world_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert f"cannot be kept in {file}" in await refusal_of(f"--data={file}")
    (tmp_path / keeping.WORLD_FILE).write_text(json.dumps({"something": "else"}))
    assert "--fresh" in await refusal_of(f"--data={tmp_path}")
