"""A machine's clock that stands ahead for a while; for tests of all features."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.live import Study


async def ahead(
    study: Study, by: timedelta, meanwhile: Callable[[], Awaitable[object]] | None = None
) -> None:
    """Set the clock ahead, let the bot do what it then thinks is due, and set it right again.

    ``meanwhile`` is what people do while it stands ahead, before the bot does anything.
    """
    before = study.clock.now()
    study.clock.unfollow(study.bot.jobs)
    # Only a machine's clock is set so; the sandbox's people never live through it.
    study.clock._now = before + by
    if meanwhile is not None:
        await meanwhile()
    await study.bot.deliveries.run_due()
    study.clock._now = before
    study.clock.follow(study.bot.jobs)
    jobs = study.bot.jobs
    await jobs._run(jobs._jobs["schedules set right"])
    await study.clock.advance(timedelta())
