"""A process that sends what is due: ``python -m tests.scheduling.child URL FILE [dies]``.

It says that it is there, and begins when it is given a line. Each message is a line in the file:
process, delivery, attempt. One that ``dies`` ends as by SIGKILL once it is in the middle of all
that it may send at a time.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta

from bot.clock import SystemClock
from bot.db import Database
from bot.scheduling import Delivery, DeliveryEngine, Receipt
from tests.scheduling.receiver import DAY, KIND

AT_ONCE = 5
LEASE = timedelta(seconds=6)


async def main(url: str, file: str, *, dies: bool) -> None:
    """Send until somebody ends the process."""
    begun = 0
    out = os.open(file, os.O_WRONLY | os.O_APPEND)

    async def send(delivery: Delivery) -> Receipt:
        nonlocal begun
        begun += 1
        if dies and begun == AT_ONCE:
            os.kill(os.getpid(), signal.SIGKILL)
        # A while, so that the others come to their share; the one that dies holds on to its own.
        await asyncio.sleep(60 if dies else 0.02)
        os.write(out, f"{os.getpid()} {delivery.id} {delivery.attempt}\n".encode())
        return Receipt(77, delivery.id)

    engine = DeliveryEngine(Database(url), SystemClock(), concurrency=AT_ONCE, lease=LEASE)
    engine.register(KIND, send, lateness=DAY)
    print("there", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    while True:
        await engine.run_due()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], dies="dies" in sys.argv))
