"""One claimed delivery: call its sender, record what became of it."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.db import Database
from bot.log import new_reference
from bot.scheduling import delivery_queue
from bot.scheduling.delivery import (
    Delivery,
    DeliveryFailure,
    Gate,
    MessagesClosed,
    NothingToSend,
    NotYet,
    OnFailed,
    Receipt,
    Sender,
    TryLater,
    Undeliverable,
)
from bot.scheduling.models import DeliveryStatus
from bot.scheduling.outcomes import Outcomes

log = logging.getLogger(__name__)

_FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
"""The longest pause between two tries that nobody asked for."""

TOO_LATE = "too late"
NOTHING_TO_SEND = "nothing to send"
_SHORTEST_WAIT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DeliveryKind:
    """How deliveries of one kind are sent; ``lateness`` is how old they may get.

    ``is_anywhere`` says that no gate keeps them back.
    """

    sender: Sender
    lateness: timedelta
    on_failed: OnFailed | None
    is_anywhere: bool = False


class Dispatcher:
    """Sends one delivery at a time and records the outcome; never raises."""

    def __init__(self, db: Database, clock: Clock, *, timeout: float) -> None:
        """``timeout`` is the seconds of real time that a sender gets."""
        self._db = db
        self._clock = clock
        self._outcomes = Outcomes(db, clock)
        self.gate: Gate | None = None
        self._timeout = timeout

    async def send(self, delivery: Delivery, kind: DeliveryKind) -> None:
        """Let the kind's sender send it, outside any transaction, then record how it ended.

        One that is too old is not sent but recorded as missed.
        When even recording fails, the claim runs out and the delivery is tried again.
        """
        try:
            await self._send(delivery, kind)
        except Exception:  # the database failed: the claim runs out, and others go on
            log.exception(
                "delivery %s (%s): the outcome was not recorded", delivery.id, delivery.kind
            )

    async def _send(self, delivery: Delivery, kind: DeliveryKind) -> None:
        if self._clock.now() - delivery.due_at > kind.lateness:
            await self._failed(DeliveryFailure(delivery, DeliveryStatus.MISSED, TOO_LATE), kind)
            return
        try:
            async with asyncio.timeout(self._timeout):
                if not (kind.is_anywhere or await self._is_let_through(delivery)):
                    raise Undeliverable("I am no longer in the server")
                receipt = await kind.sender(delivery)
        except NothingToSend:
            await self._sent(delivery, None)
        except Undeliverable as error:
            log.info("delivery %s (%s) cannot arrive: %s", delivery.id, delivery.kind, error.reason)
            failure = DeliveryFailure(
                delivery,
                DeliveryStatus.UNDELIVERABLE,
                error.reason,
                messages_closed=isinstance(error, MessagesClosed),
            )
            await self._failed(failure, kind)
        except NotYet as limit:
            until = self._clock.now() + limit.after
            async with self._db.begin() as session:
                await delivery_queue.release(session, [delivery], until=until)
        except TryLater as error:
            await self._retry(delivery, kind, error.after, "could not be sent yet")
        except TimeoutError:
            log.warning("delivery %s (%s): the sender took too long", delivery.id, delivery.kind)
            await self._retry(delivery, kind, None, "took too long")
        except Exception:  # a sender is a feature's code: its fault is its own delivery's alone
            reference = new_reference()
            log.exception(
                "delivery %s (%s): the sender failed [%s]", delivery.id, delivery.kind, reference
            )
            await self._retry(delivery, kind, None, f"failed, reference {reference}")
        else:
            await self._sent(delivery, receipt)

    async def _is_let_through(self, delivery: Delivery) -> bool:
        return self.gate is None or await self.gate(delivery.guild_id)

    async def _sent(self, delivery: Delivery, receipt: Receipt | None) -> None:
        reason = None if receipt else NOTHING_TO_SEND
        kept = await self._outcomes.sent(delivery, receipt, reason)
        if not kept:
            log.warning("delivery %s was claimed anew while it was being sent", delivery.id)

    async def _failed(self, failure: DeliveryFailure, kind: DeliveryKind) -> None:
        now = self._clock.now()
        async with self._db.begin() as session:
            kept = await delivery_queue.finish(
                session, failure.delivery, failure.status, now, reason=failure.reason
            )
            if kept and kind.on_failed is not None:
                await kind.on_failed(session, failure, now)

    async def _retry(
        self, delivery: Delivery, kind: DeliveryKind, after: timedelta | None, reason: str
    ) -> None:
        now = self._clock.now()
        wait = max(after, _SHORTEST_WAIT) if after is not None else backoff(delivery.attempt)
        if now + wait > delivery.due_at + kind.lateness:
            await self._failed(DeliveryFailure(delivery, DeliveryStatus.MISSED, reason), kind)
            return
        async with self._db.begin() as session:
            await delivery_queue.postpone(session, delivery, now + wait, reason=reason)


def backoff(attempt: int) -> timedelta:
    """How long to wait after the ``attempt``-th failure (1 = first): 5 s, doubling, 15 min at most.

    Between half and all of that, at random, so that those who failed together come back apart.
    """
    full: timedelta = min(_FIRST_WAIT * 2 ** min(attempt - 1, 16), LONGEST_WAIT)
    return full * random.uniform(0.5, 1)
