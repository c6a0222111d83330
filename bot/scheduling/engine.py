"""The delivery engine: claims what is due, lets senders send it, records how it ended.

All state is in the database; any number of processes may run one each on the same database.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.db import Database
from bot.errors import DatabaseUnavailable
from bot.scheduling import delivery_queue
from bot.scheduling.delivery import Delivery, Gate, OnFailed, Sender
from bot.scheduling.dispatcher import DeliveryKind, Dispatcher
from bot.scheduling.set_right import set_right
from bot.scheduling.tick import BATCH, tick

_LOOK_AGAIN = 0.5
"""Seconds of real time after which a busy engine looks for what has fallen due meanwhile."""

log = logging.getLogger(__name__)


class DeliveryEngine:
    """Sends what falls due, ``concurrency`` messages at a time.

    A claim lasts ``lease`` of the clock's time, a single send at most a third of that in real time,
    so that no send outlives its claim.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        concurrency: int = 50,
        lease: timedelta = timedelta(seconds=60),
    ) -> None:
        """Nothing is sent before :meth:`run_due`."""
        self._db = db
        self._clock = clock
        self._concurrency = concurrency
        self._lease = lease
        self._dispatcher = Dispatcher(db, clock, timeout=lease.total_seconds() / 3)
        self._kinds: dict[str, DeliveryKind] = {}
        self._lock = asyncio.Lock()
        self._draining = False
        # Claimed, with the loop's time of the claim; then being sent.
        self._waiting: deque[tuple[Delivery, float]] = deque()
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._one_ended = asyncio.Event()

    def register(
        self,
        kind: str,
        sender: Sender,
        *,
        lateness: timedelta,
        on_failed: OnFailed | None = None,
        is_anywhere: bool = False,
    ) -> None:
        """Let ``sender`` send deliveries of ``kind`` that are no more than ``lateness`` old.

        ``on_failed`` runs once, in the transaction that records that one is undeliverable or
        missed. When it raises, neither is recorded, and the delivery is tried again. With
        ``is_anywhere`` no gate keeps it back (:meth:`only_where`).

        Raises:
            ValueError: the kind already has a sender.
        """
        if kind in self._kinds:
            raise ValueError(f"{kind} already has a sender")
        self._kinds[kind] = DeliveryKind(sender, lateness, on_failed, is_anywhere)

    def only_where(self, gate: Gate) -> None:
        """Send only for servers that ``gate`` lets through; for others it is undeliverable."""
        self._dispatcher.gate = gate

    async def next_due(self) -> datetime | None:
        """The earliest instant at which there is work of a registered kind; it may be past.

        Schedules, retries, and leases that run out all count.
        """
        if self._draining:
            return None
        return min((due for due in await self._earliest() if due is not None), default=None)

    async def run_due(self) -> None:
        """Send until nothing of a registered kind is due; a second call waits for the first."""
        async with self._lock:
            while not self._draining and await self._round():
                pass
            if self._draining:
                # What was being claimed when the draining began.
                await self._release_waiting()

    async def set_right(self) -> None:
        """Pull back what a clock that stood ahead has put off (:mod:`bot.scheduling.set_right`)."""
        await set_right(self._db, self._clock.now(), lease=self._lease)

    async def drain(self, timeout: float) -> None:
        """Claim no more, give back what nobody began, wait ``timeout`` seconds for running sends.

        What still runs then is cancelled; its lease runs out and it is tried again.
        """
        self._draining = True
        await self._release_waiting()
        sending = list(self._sending.values())
        if not sending:
            return
        log.info("Stopping after %d running deliveries", len(sending))
        _, left = await asyncio.wait(sending, timeout=timeout)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _release_waiting(self) -> None:
        """Give back what nobody began; where the database is away, the leases run out instead."""
        untouched = [delivery for delivery, _ in self._waiting]
        self._waiting.clear()
        if untouched:
            with suppress(DatabaseUnavailable):
                async with self._db.begin() as session:
                    await delivery_queue.release(session, untouched)

    async def _earliest(self) -> tuple[datetime | None, datetime | None]:
        async with self._db.read() as session:
            return await delivery_queue.next_due(session, list(self._kinds))

    async def _round(self) -> bool:
        """Take in what is due, keep the senders busy; False when there is nothing left to do."""
        await self._tick_and_claim()
        self._start_senders()
        if not self._sending:
            return False
        self._one_ended.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AGAIN):
                await self._one_ended.wait()
        return True

    async def _tick_and_claim(self) -> None:
        """Turn due schedules into deliveries and claim enough of them to keep the senders busy."""
        if self._waiting:
            return
        schedules_at, deliveries_at = await self._earliest()
        now = self._clock.now()
        if schedules_at is not None and schedules_at <= now:
            await self._tick(now)
        elif deliveries_at is None or deliveries_at > now:
            return
        await self._claim(now)

    async def _tick(self, now: datetime) -> None:
        # Where somebody is to be told of what is missed, the tick leaves it to the dispatcher.
        lateness = {
            name: kind.lateness if kind.on_failed is None else None
            for name, kind in self._kinds.items()
        }
        moved = BATCH
        while moved == BATCH and not self._draining:
            async with self._db.begin() as session:
                moved = await tick(await session.connection(), now, lateness)

    async def _claim(self, now: datetime) -> None:
        if self._draining:
            return
        # Before the claim is made: its lease counts from ``now``.
        claimed_at = asyncio.get_running_loop().time()
        async with self._db.begin() as session:
            claimed = await delivery_queue.claim(
                session,
                now,
                list(self._kinds),
                lease=self._lease,
                limit=self._concurrency,
                in_progress=self._in_progress(),
            )
        self._waiting.extend((delivery, claimed_at) for delivery in claimed)

    def _in_progress(self) -> list[int]:
        return [*self._sending, *(delivery.id for delivery, _ in self._waiting)]

    def _start_senders(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._waiting and len(self._sending) < self._concurrency and not self._draining:
            delivery, claimed_at = self._waiting.popleft()
            # A claim that waited for long could run out in mid-send: it falls due again instead.
            if now - claimed_at > self._lease.total_seconds() / 2:
                continue
            task = asyncio.create_task(self._dispatcher.send(delivery, self._kinds[delivery.kind]))
            self._sending[delivery.id] = task
            task.add_done_callback(partial(self._sent, delivery.id))

    def _sent(self, delivery_id: int, _task: asyncio.Task[None]) -> None:
        del self._sending[delivery_id]
        self._one_ended.set()
