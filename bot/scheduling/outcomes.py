"""What was sent is recorded together: those who wait for the database share one transaction.

SQLite has a single writer, so fifty senders that each take a turn for one row would keep one
another, and whoever presses a button, waiting. The first to come writes at once; who comes
meanwhile is written by the next, all in one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.scheduling import delivery_queue
from bot.scheduling.delivery import Delivery, Receipt
from bot.scheduling.models import DeliveryStatus

MOST = 50
"""Outcomes in one transaction: few enough to keep another writer waiting briefly."""


@dataclass(slots=True)
class _Outcome:
    delivery: Delivery
    receipt: Receipt | None
    reason: str | None
    kept: bool | None = None
    error: Exception | None = None

    @property
    def is_written(self) -> bool:
        return self.kept is not None or self.error is not None


class Outcomes:
    """Records what was sent."""

    def __init__(self, db: Database, clock: Clock) -> None:
        """Nothing waits yet."""
        self._db, self._clock = db, clock
        self._waiting: list[_Outcome] = []
        self._turn = asyncio.Lock()

    async def sent(self, delivery: Delivery, receipt: Receipt | None, reason: str | None) -> bool:
        """Record that it was sent; False when its claim is no longer the latest one.

        Who is cancelled while they wait is recorded all the same, with the next.

        Raises:
            Exception: what the database raised, for all who shared the transaction.
        """
        outcome = _Outcome(delivery, receipt, reason)
        self._waiting.append(outcome)
        async with self._turn:
            while not outcome.is_written:
                await self._write(self._waiting[:MOST])
        if outcome.error is not None:
            raise outcome.error
        return outcome.kept is True

    async def _write(self, outcomes: list[_Outcome]) -> None:
        """Write the first of those who wait; where that is cancelled, they wait on."""
        try:
            async with self._db.begin() as session:
                now = self._clock.now()
                kept = [
                    await delivery_queue.finish(
                        session,
                        each.delivery,
                        DeliveryStatus.SENT,
                        now,
                        receipt=each.receipt,
                        reason=each.reason,
                    )
                    for each in outcomes
                ]
        except Exception as error:  # noqa: BLE001 - raised for each of them
            for each in outcomes:
                each.error = error
        else:
            for each, was_kept in zip(outcomes, kept, strict=True):
                each.kept = was_kept
        del self._waiting[: len(outcomes)]
