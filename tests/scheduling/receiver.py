"""What the delivery tests share: a place that messages arrive at, and rows read back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database
from bot.scheduling import Delivery, DeliveryEngine, OnFailed, Receipt, Weekly, put
from bot.scheduling.models import DeliveryRow

GUILD = 4_100_000_000_000_000_001
KIND = "routine.prompt"
DAY = timedelta(days=1)


class Receiver:
    """Takes each nonce once, as Discord does; remembers every try."""

    def __init__(self) -> None:
        self.tries: list[Delivery] = []
        self.messages: dict[str, Delivery] = {}

    async def send(self, delivery: Delivery) -> Receipt:
        """A sender that succeeds."""
        self.tries.append(delivery)
        self.messages.setdefault(delivery.nonce, delivery)
        return Receipt(channel_id=77, message_id=delivery.id)

    @property
    def periods(self) -> list[str]:
        """The local dates that got a message, in the order they arrived."""
        return [delivery.period.isoformat() for delivery in self.messages.values()]


class Raises:
    """A sender that raises ``errors`` in turn, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.tries: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Receipt:
        """Raise the next error, or succeed."""
        self.tries.append(delivery)
        if self.errors:
            raise self.errors.pop(0)
        return Receipt(77, delivery.id)


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
    """Let other tasks run until ``condition`` holds; asked sparingly, as it may ask a database."""
    async with asyncio.timeout(seconds):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.005)


async def kill_when(reached: asyncio.Event, run: asyncio.Task[None]) -> None:
    """Once ``reached``, end everything that ``run`` and its senders do, where it stands."""
    await asyncio.wait_for(reached.wait(), 10)
    doomed = asyncio.all_tasks() - {asyncio.current_task()}
    assert run in doomed
    for task in doomed:
        task.cancel()
    await asyncio.gather(*doomed, return_exceptions=True)


@dataclass
class Setting:
    """One database with one clock, and engines that a test starts on them."""

    db: Database
    clock: Clock

    def engine(
        self,
        send: Callable[[Delivery], Awaitable[Receipt]],
        *,
        kind: str = KIND,
        lateness: timedelta = timedelta(hours=6),
        on_failed: OnFailed | None = None,
        lease: timedelta = timedelta(seconds=60),
        concurrency: int = 10,
    ) -> DeliveryEngine:
        """A delivery engine with one sender."""
        engine = DeliveryEngine(self.db, self.clock, lease=lease, concurrency=concurrency)
        engine.register(kind, send, lateness=lateness, on_failed=on_failed)
        return engine

    async def daily(
        self, at: str = "08:00", zone: str = "UTC", *, user_id: int = 1, kind: str = KIND
    ) -> datetime | None:
        """A daily schedule, put now; gives back when it is next due."""
        async with self.db.begin() as session:
            return await put(
                session,
                GUILD,
                kind=kind,
                rule=Weekly(frozenset(range(7)), time.fromisoformat(at), zone),
                after=self.clock.now(),
                user_id=user_id,
            )

    async def deliveries(self) -> list[DeliveryRow]:
        """Every delivery on record, in order."""
        async with self.db.read() as session:
            return list(await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))

    async def outcomes(self) -> list[str]:
        """The status of every delivery on record, in order."""
        return [row.status.value for row in await self.deliveries()]
