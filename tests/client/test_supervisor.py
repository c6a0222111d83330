"""Starting, staying connected, stopping: the supervised client against a troublesome Discord."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import supervisor
from bot.client import Syllabot
from bot.clock import SystemClock
from bot.config import DatabaseSettings, DiscordSettings, PapersSettings, Secret, Settings
from bot.errors import ConfigError
from cogs.features import FEATURES
from sandbox import Sandbox
from tests.postgres_line import free_port
from tests.soak.process import START_SECONDS, STOP_SECONDS

OTHER_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_FIRST_DELAY_SECONDS", 0.02)

    async def identify_at_once(*_: object, **__: object) -> None:
        """Discord wants 5 s between two IDENTIFYs; the sandbox does not mind."""

    monkeypatch.setattr(Syllabot, "before_identify_hook", identify_at_once)


def settings_for(
    sandbox: Sandbox, folder: Path, *, token: str | None = None, gateway_url: str | None = None
) -> Settings:
    return Settings(
        discord=DiscordSettings(
            token=Secret(token or sandbox.world.application.token),
            api_url=sandbox.api_url,
            gateway_url=gateway_url,
            cdn_url=sandbox.cdn_url,
        ),
        database=DatabaseSettings(url=Secret(f"sqlite:///{folder / 'bot.db'}")),
        papers=PapersSettings(
            rss_url=f"{sandbox.api_url}/none/{{category}}", request_gap_seconds=0
        ),
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[asyncio.Task[None]]:
    """The bot under its supervisor; told to stop on leaving, which must then end it quietly."""
    stop = asyncio.Event()
    task = asyncio.create_task(supervisor.run(settings, SystemClock(), stop, FEATURES))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


def next_try(caplog: pytest.LogCaptureFixture) -> asyncio.Event:
    """Set once the log says that a failed connection will be tried again."""
    said = asyncio.Event()

    def listen(record: logging.LogRecord) -> bool:
        if "Next try" in record.getMessage():
            said.set()
        return True

    caplog.handler.addFilter(listen)
    return said


async def test_a_refused_first_connection_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = Sandbox(port=free_port())
    refused = next_try(caplog)
    async with running(settings_for(sandbox, tmp_path)):
        await asyncio.wait_for(refused.wait(), 10)
        async with sandbox:
            await sandbox.gateway.reached("identified")


async def test_a_5xx_at_login_is_tried_again(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.fail("GET", "/users/@me", status=503, times=2)
        async with running(settings_for(sandbox, tmp_path)):
            await sandbox.gateway.reached("identified")


async def test_a_gateway_out_of_reach_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    async with Sandbox() as sandbox:
        failed = next_try(caplog)
        settings = settings_for(sandbox, tmp_path, gateway_url=f"ws://127.0.0.1:{port}/gateway/")
        async with running(settings):
            await asyncio.wait_for(failed.wait(), 10)
            assert not sandbox.gateway.happened["identified"]


async def test_a_named_gateway_is_used_for_resuming_too(tmp_path: Path) -> None:
    """READY names a dead address; a gateway named in the settings wins over it."""
    async with Sandbox() as sandbox:
        sandbox.gateway.dead_resume()
        settings = settings_for(sandbox, tmp_path, gateway_url=sandbox.gateway_url)
        async with running(settings):
            await sandbox.gateway.reached("identified")
            sandbox.gateway.reconnect()
            await sandbox.gateway.reached("resumed")


async def test_a_dead_resume_address_ends_in_a_fresh_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import discord.backoff

    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda _self: 0.02)
    async with Sandbox() as sandbox:
        sandbox.gateway.dead_resume()
        async with running(settings_for(sandbox, tmp_path)):
            await sandbox.gateway.reached("identified")
            sandbox.gateway.drop()
            await sandbox.gateway.reached("identified", 2)


async def test_a_wrong_token_ends_at_once(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        settings = settings_for(sandbox, tmp_path, token=OTHER_TOKEN)
        with pytest.raises(ConfigError, match="refuses this token"):
            await supervisor.run(settings, SystemClock(), asyncio.Event(), FEATURES)


def test_delays_grow_to_a_ceiling_and_are_spread() -> None:
    delays = [delay for delay, _ in zip(supervisor.backoff(), range(50), strict=False)]
    assert all(0 < delay <= 120 for delay in delays)
    assert min(delays[-10:]) >= 60
    assert len(set(delays[-10:])) == 10


async def start_process(sandbox: Sandbox, folder: Path, token: str) -> asyncio.subprocess.Process:
    """``syllabot run`` in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        stderr=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SYLLABOT_DISCORD__TOKEN": token,
            "SYLLABOT_DISCORD__API_URL": sandbox.api_url,
        },
    )


async def test_sigterm_ends_the_process_with_0(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        process = await start_process(sandbox, tmp_path, sandbox.world.application.token)
        await sandbox.gateway.reached("identified", timeout=START_SECONDS)
        process.send_signal(signal.SIGTERM)
        _out, err = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
        assert process.returncode == 0, err.decode()
        assert sandbox.world.application.token not in err.decode()


async def test_a_wrong_token_is_a_sentence_and_exit_code_2(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        process = await start_process(sandbox, tmp_path, OTHER_TOKEN)
        _out, err = await asyncio.wait_for(process.communicate(), START_SECONDS)
        assert process.returncode == 2
        assert "Discord refuses this token" in err.decode()
        assert "Traceback" not in err.decode()
        assert OTHER_TOKEN not in err.decode()
