"""From the instant a prompt falls due to Discord having it, with nothing else to send."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from sandbox import ActingUser
from tests.bench.setting import small_group

SAMPLES = 8


async def measure() -> None:
    """Print the shortest and the longest time, over instants spread within the tick's period."""
    async with small_group(members=SAMPLES, known_dms=True) as group:
        now = group.sandbox.clock.now()
        dues = [now + timedelta(seconds=1.5 + 0.61 * number) for number in range(SAMPLES)]
        async with group.bot.db.begin() as session:
            for user, due in zip(group.users, dues, strict=True):
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
        late = []
        for user, due in zip(group.users, dues, strict=True):
            late.append((await _first_message(user) - due).total_seconds())
    print(f"  {SAMPLES} prompts: {min(late):.2f} to {max(late):.2f} s after they fell due")


async def _first_message(user: ActingUser) -> datetime:
    """When Discord had it."""
    await user.until(lambda: user.inbox, timeout=20)
    return user.inbox[0].timestamp
