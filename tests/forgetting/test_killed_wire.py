"""The bot's own process is killed while it takes a name out of what was posted, and goes on."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from sandbox.world.model import Message
from tests.forgetting.everything import stored
from tests.forgetting.test_wire import MESSAGE, PR, ask, confirm
from tests.scenarios.test_killed import Scene, prompts_due
from tests.wins.sharing import share

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


async def connected(scene: Scene) -> Process:
    """A process that has told Discord its commands."""
    process = await scene.start(stderr=PIPE)
    assert process.stderr is not None
    while b"Connected as" not in (line := await process.stderr.readline()):
        assert line, "it ended"
    return process


async def test_m1_d1_killed_in_the_middle_and_started_again(tmp_path: Path) -> None:
    async with prompts_due(tmp_path) as scene:
        ana = scene.users[0]
        (channel,) = next(iter(scene.sandbox.world.guilds.values())).channels.values()

        def posts() -> list[Message]:
            return list(channel.messages)

        process = await connected(scene)
        await ana.slash("milestone done", milestone=PR)
        await share(ana, PR)
        await ana.until(posts)
        panel = await ask(ana)

        answering = scene.sandbox.faults.hold("POST", CALLBACK)
        exporting = asyncio.create_task(ana.slash("export data"))
        await asyncio.wait_for(answering.reached(), 15)
        process.kill()
        await process.wait()
        answering.release()
        exporting.cancel()
        process = await connected(scene)
        assert (await ana.slash("export data")).files, "it is asked for again"

        deleting = scene.sandbox.faults.hold("DELETE", MESSAGE)
        forgetting = asyncio.create_task(confirm(ana, panel))
        await asyncio.wait_for(deleting.reached(), 15)
        process.kill()
        await process.wait()
        forgetting.cancel()
        assert str(ana.id) not in repr(await stored(scene.database))
        assert len(posts()) == 1
        await scene.let_leases_run_out()
        process = await connected(scene)
        await ana.until(lambda: not posts())
        assert "nothing stored about you" in (await ask(ana)).text
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0
        deleting.release()
