"""The machine's clock is set while the bot runs in real time: people are answered, wins posted."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.db import Database
from sandbox import Permissions, Sandbox, SystemClock
from tests.groups import acting as groups
from tests.live import settings_for, start_bot
from tests.scheduling.receiver import until
from tests.wins.sharing import share

PR = "projects-first-pr"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    "jump", [-HOUR, HOUR, -3 * DAY, 3 * DAY, -30 * DAY, 30 * DAY, 60 * DAY], ids=str
)
async def test_a_win_is_posted_and_commands_answered_right_after_the_clock_was_set(
    composed_db: Database, jump: timedelta
) -> None:
    db = composed_db
    with time_machine.travel(datetime.now(UTC), tick=True) as machine:
        async with Sandbox(clock=SystemClock()) as sandbox:
            sandbox.limiter.relax()
            guild = sandbox.world.create_guild("Night owls")
            channel = guild.create_text_channel("announcements")
            organiser, ana = sandbox.user("Olga"), sandbox.user("Ana")
            role = guild.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
            organiser.join(guild, roles=[role])
            ana.join(guild)
            bot = await start_bot(settings_for(sandbox, db), db, sandbox, follow=False)
            now = datetime.now(UTC)
            async with db.begin() as session:
                await groups.set_up_in_one_channel(session, guild.id, channel.id, now=now)
                await groups.join(session, guild.id, ana.id, zone=None, prompt_at=None, now=now)
            await ana.slash("milestone done", milestone=PR)
            began = time.process_time()
            machine.shift(jump)
            assert "Shared" in (await share(ana, PR)).text

            async def posted() -> bool:
                return any("First merged" in str(m.components) for m in channel.messages)

            await until(posted)
            print(f"CPU time until the win was there: {time.process_time() - began:.2f} s")
            await bot.close()
            await bot.connecting
            assert sandbox.violations == []
