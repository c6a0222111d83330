"""What passes between the delivery engine and the senders that features' cogs register.

A sender builds and sends one message, then returns a :class:`Receipt` or raises:

* :class:`NothingToSend` - the reason for it has lapsed meanwhile; recorded, never tried again
* :class:`Undeliverable` - it can never arrive (deleted channel, no permission)

  * :class:`MessagesClosed` - the person takes no direct messages

* :class:`TryLater` - not now (5xx, timeout, lost connection); tried again with growing gaps
* :class:`NotYet` - a limit of the other side has to be waited for first; this is no try
* anything else - a fault: logged with a reference, then as :class:`TryLater`

A delivery that is undeliverable, or gets older than its kind allows, has failed: the kind's
``on_failed`` is told, so that the feature can say so where the person will see it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.models import DeliveryStatus


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to be sent.

    ``period`` is the local date that it is for, ``due_at`` the instant (UTC) it fell due.
    ``attempt`` counts from 1; above 1 an earlier try may have reached Discord, so the sender looks
    before it sends again.
    """

    id: int
    guild_id: int
    user_id: int | None
    kind: str
    subject: str
    period: date
    due_at: datetime
    attempt: int
    nonce: str
    """The same for every attempt, so that Discord drops a repeat (at most 25 characters)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the message went."""

    channel_id: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """A delivery that will not arrive.

    It is undeliverable when its sender said so, missed when it got too old: while nothing ran, or
    while it was tried again. ``reason`` says it in a few words; ``messages_closed`` that the person
    takes no direct messages.
    """

    delivery: Delivery
    status: Literal[DeliveryStatus.UNDELIVERABLE, DeliveryStatus.MISSED]
    reason: str
    messages_closed: bool = False


class NothingToSend(Exception):
    """There is nothing (more) to say, such as when the member paused meanwhile."""


class Undeliverable(Exception):
    """It cannot arrive, now or later. ``reason`` is kept with the delivery."""

    def __init__(self, reason: str) -> None:
        """Keep the reason: a few words, without private text."""
        super().__init__(reason)
        self.reason = reason


class MessagesClosed(Undeliverable):
    """The person takes no direct messages from me, until they change a setting of theirs."""

    def __init__(self) -> None:
        """For this reason there is one wording."""
        super().__init__("their direct messages are closed")


class TryLater(Exception):
    """It cannot arrive now. ``after`` is how long to wait; None lets the engine choose."""

    def __init__(self, after: timedelta | None = None) -> None:
        """Keep the wait that the other side asked for, if any."""
        super().__init__(f"try again after {after}" if after else "try again later")
        self.after = after


class NotYet(Exception):
    """There is a limit to wait for, ``after`` so long, before this can be tried."""

    def __init__(self, after: timedelta) -> None:
        """Keep the wait."""
        super().__init__(f"not before {after} have passed")
        self.after = after


Gate = Callable[[int], Awaitable[bool]]
"""Whether messages for the server with this id can be sent at all: the bot is in it."""

Sender = Callable[[Delivery], Awaitable[Receipt]]
"""Sends one delivery; see the module for how it says what happened."""

OnFailed = Callable[[AsyncSession, DeliveryFailure, datetime], Awaitable[None]]
"""``(session, failure, now)``: runs once, in the transaction that records the failure."""
