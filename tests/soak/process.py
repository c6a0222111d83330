"""The bot's process: ``syllabot run`` beside the sandbox, with its log in a file."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sandbox import Sandbox

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
STOP_SECONDS = 30.0


class BotProcess:
    """One process at a time; it can be killed and started again."""

    def __init__(self, sandbox: Sandbox, database_url: str, folder: Path) -> None:
        self.log = folder / "bot.log"
        self._sandbox = sandbox
        self._folder = folder
        self._running: asyncio.subprocess.Process | None = None
        self._environment = {
            # As installed: modules are compiled once, not at each start.
            **{key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": str(ROOT),
            "SYLLABOT_DISCORD__TOKEN": sandbox.world.application.token,
            "SYLLABOT_DISCORD__API_URL": sandbox.api_url,
            "SYLLABOT_DATABASE__URL": database_url,
            # What a killed process has claimed is due again soon.
            "SYLLABOT_DELIVERY__LEASE_SECONDS": "12",
            "SYLLABOT_LINKS__CHECK": "false",
            "SYLLABOT_PAPERS__RSS_URL": sandbox.feeds.rss_url,
            "SYLLABOT_PAPERS__API_URL": sandbox.feeds.api_url,
        }

    @property
    def ended(self) -> int | None:
        """The status with which it ended by itself, or None."""
        return None if self._running is None else self._running.returncode

    async def start(self) -> None:
        """Start it, and wait until it is connected."""
        sessions = self._sandbox.gateway.happened["identified"]
        with self.log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=self._folder,
                stderr=log,
                env=self._environment,
            )
        await self._sandbox.gateway.reached("identified", sessions + 1, timeout=START_SECONDS)

    async def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is tidied."""
        if self._running is not None and self._running.returncode is None:
            self._running.kill()
            await self._running.wait()
        self._running = None

    async def stop(self) -> int:
        """SIGTERM; gives the status with which it ended."""
        assert self._running is not None
        if self._running.returncode is None:
            self._running.terminate()
        return await asyncio.wait_for(self._running.wait(), STOP_SECONDS)
