"""R9: the process is killed or stopped for real, in the middle of a delivery, and started again."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot import db
from bot.feature import session_info
from cogs.features import FEATURES
from sandbox import ActingUser, Hold, Sandbox
from tests.groups import acting as groups
from tests.soak.process import STOP_SECONDS

OPEN_DM = "/users/@me/channels"
SEND = "/channels/{channel_id}/messages"
MEMBERS = 4


@dataclass
class Scene:
    """A group whose members' prompts all fell due a minute ago; no bot runs yet."""

    sandbox: Sandbox
    database: db.Database
    folder: Path
    users: list[ActingUser]

    async def start(self, stderr: int = asyncio.subprocess.DEVNULL) -> asyncio.subprocess.Process:
        """``syllabot run`` in a process of its own, one delivery at a time."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=self.folder,
            stderr=stderr,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "SYLLABOT_DISCORD__TOKEN": self.sandbox.world.application.token,
                "SYLLABOT_DISCORD__API_URL": self.sandbox.api_url,
                "SYLLABOT_DATABASE__URL": self.database.url,
                "SYLLABOT_DELIVERY__CONCURRENCY": "1",
                "SYLLABOT_PAPERS__RSS_URL": self.sandbox.feeds.rss_url,
                "SYLLABOT_PAPERS__API_URL": self.sandbox.feeds.api_url,
            },
        )

    async def killed_at(self, hold: Hold) -> None:
        """Start, and SIGKILL at this request: no handler runs, nothing is tidied."""
        await self.let_leases_run_out()
        process = await self.start()
        await asyncio.wait_for(hold.reached(), 15)
        process.kill()
        await process.wait()
        hold.release()

    async def let_leases_run_out(self) -> None:
        """As if a minute passed."""
        async with self.database.begin() as session:
            await session.execute(
                text("UPDATE deliveries SET next_try_at = due_at WHERE status = 'sending'")
            )

    async def open_deliveries(self) -> int:
        """Deliveries that are not over."""
        async with self.database.read() as session:
            count: int = await session.scalar(
                text("SELECT count(*) FROM deliveries WHERE next_try_at IS NOT NULL")
            )
            return count

    async def outcomes(self) -> list[str]:
        """The state of every delivery, in the order in which they fell due."""
        async with self.database.read() as session:
            return list(
                await session.scalars(text("SELECT status FROM deliveries ORDER BY due_at"))
            )

    async def finish(self) -> None:
        """Start again, until the last member has their prompt; then stop it kindly."""
        await self.let_leases_run_out()
        process = await self.start()
        last = self.users[-1]
        await last.until(lambda: last.inbox)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0


@asynccontextmanager
async def prompts_due(folder: Path) -> AsyncIterator[Scene]:
    info = session_info(FEATURES)
    database = db.Database(f"sqlite:///{folder / 'bot.db'}", session_info=info)
    await db.upgrade(database.url)
    async with Sandbox() as sandbox:
        guild = sandbox.world.create_guild("Night owls")
        channel = guild.create_text_channel("study")
        users = [sandbox.user(f"Member {number}") for number in range(MEMBERS)]
        now = sandbox.clock.now()
        async with database.begin() as session:
            await groups.set_up_in_one_channel(session, guild.id, channel.id, now=now)
            for user in users:
                user.join(guild)
                await groups.join(session, guild.id, user.id, now=now)
        yield Scene(sandbox, database, folder, users)
    await database.close()


async def make_due(scene: Scene, *, minutes: int) -> None:
    """Move everybody's schedule to a prompt that fell due so long ago, in the order they joined."""
    now = scene.sandbox.clock.now()
    wall = now - timedelta(minutes=minutes)
    async with scene.database.begin() as session:
        for number, user in enumerate(scene.users):
            due = wall - timedelta(minutes=len(scene.users) - number)
            await session.execute(
                text(
                    "UPDATE schedules SET weekdays = 127, local_time = :at, next_due_at = :due"
                    " WHERE user_id = :user AND kind = 'routine.prompt'"
                ),
                {
                    "at": f"{due:%H:%M:%S.%f}",
                    "due": f"{due:%Y-%m-%d %H:%M:%S.%f}",
                    "user": user.id,
                },
            )


async def test_r9_killed_in_a_delivery_everybody_gets_exactly_one_prompt(tmp_path: Path) -> None:
    """Killed three times in a row: before a send, after it, and when the first one is recorded."""
    async with prompts_due(tmp_path) as scene:
        await make_due(scene, minutes=1)
        faults = scene.sandbox.faults

        claimed = faults.hold("POST", OPEN_DM)
        await scene.killed_at(claimed)
        assert await scene.open_deliveries() == MEMBERS
        assert [len(user.inbox) for user in scene.users] == [0] * MEMBERS

        sent = faults.hold("POST", SEND, after=True)
        await scene.killed_at(sent)
        assert await scene.open_deliveries() == MEMBERS
        assert [len(user.inbox) for user in scene.users] == [1] + [0] * (MEMBERS - 1)

        # One delivery at a time: the first is over when the second is being sent.
        marked = faults.hold("POST", f"/channels/{scene.users[1].dm.id}/messages")
        await scene.killed_at(marked)
        assert await scene.open_deliveries() == MEMBERS - 1

        await scene.finish()
        assert [len(user.inbox) for user in scene.users] == [1] * MEMBERS
        assert await scene.open_deliveries() == 0


async def test_r9_sigterm_lets_the_running_delivery_end_and_begins_no_other(
    tmp_path: Path,
) -> None:
    """The log says when the stop has begun; only then Discord answers the running request."""
    async with prompts_due(tmp_path) as scene:
        await make_due(scene, minutes=1)
        hold = scene.sandbox.faults.hold("POST", SEND)
        process = await scene.start(stderr=asyncio.subprocess.PIPE)
        assert process.stderr is not None
        await asyncio.wait_for(hold.reached(), 15)
        process.terminate()
        while b"Stopping after 1 running" not in (line := await process.stderr.readline()):
            assert line, "the process ended before its delivery did"
        assert process.returncode is None
        hold.release()
        _out, log = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
        assert process.returncode == 0, log.decode()
        assert await scene.outcomes() == ["sent"] + ["due"] * (MEMBERS - 1)
        assert [len(user.inbox) for user in scene.users] == [1] + [0] * (MEMBERS - 1)
        await scene.finish()
        assert await scene.outcomes() == ["sent"] * MEMBERS
        assert [len(user.inbox) for user in scene.users] == [1] * MEMBERS
