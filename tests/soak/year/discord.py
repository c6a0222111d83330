"""In place of Discord: it takes messages once, fails as a script has it, and knows who is there."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta
from random import Random

from bot.clock import Clock
from bot.db import Database
from bot.groups import membership
from bot.groups import service as groups
from bot.routine import service as routine
from bot.routine.schedules import FOLLOW_UP, PROMPT, SNOOZE, put_follow_up
from bot.scheduling import (
    Delivery,
    MessagesClosed,
    NothingToSend,
    Receipt,
    TryLater,
    Undeliverable,
)
from tests.soak.year.oracle import Message

KINDS = {PROMPT: "prompt", SNOOZE: "snooze", FOLLOW_UP: "follow-up"}
FAULTS = ("5xx", "timeout", "lost answer", "429", "opening too fast")
MOST_FAULTS = 3


class Discord:
    """What arrived, and a sender that does what the routine's does."""

    def __init__(self, seed: str, clock: Clock) -> None:
        self._seed, self._clock = seed, clock
        self.messages: list[Message] = []
        self.happened: Counter[str] = Counter()
        self.closed: set[int] = set()
        self.gone: set[int] = set()
        self._nonces: set[str] = set()
        self.killed = asyncio.Event()
        self._kill_in: int | None = None

    def kill_in(self, sends: int) -> None:
        """Let the process die in the middle of the send after so many."""
        self._kill_in = sends
        self.killed.clear()

    async def send(self, db: Database, delivery: Delivery) -> Receipt:
        """Send a prompt, a snooze or a follow-up."""
        now, user_id = self._clock.now(), delivery.user_id
        assert user_id is not None
        async with db.read() as session:
            found = await routine.to_send(session, delivery, now=now)
        member = found.day.member
        if found.day.entry is not None:
            raise NothingToSend
        if member.dms_given_up:
            raise MessagesClosed
        if user_id in self.gone:
            self.happened["gone"] += 1
            async with db.begin() as session:
                await membership.record_gone(session, delivery.guild_id, user_id, now=now)
            raise Undeliverable("they are no longer in the server")
        await self._arrive(delivery, user_id)
        if member.dms_refused or found.may_follow_up:
            async with db.begin() as session:
                await groups.mark_dms_open(session, member.guild_id, user_id)
                if found.may_follow_up:
                    await put_follow_up(session, member, found.day.date, now=now)
        return Receipt(user_id, delivery.id)

    async def _arrive(self, delivery: Delivery, user_id: int) -> None:
        fault = self._fault(delivery)
        dies = self._kill_in == 0
        if self._kill_in is not None:
            self._kill_in = None if dies else self._kill_in - 1
        if dies and delivery.period.toordinal() % 2:
            await self._die()
        if fault is not None:
            self.happened[fault] += 1
        match fault:
            case "5xx" | "opening too fast":
                raise TryLater
            case "429":
                raise TryLater(timedelta(seconds=1 + delivery.id % 60))
            case "timeout":
                raise TimeoutError
        if user_id in self.closed:
            self.happened["closed"] += 1
            raise MessagesClosed
        # A second try looks for what the first one may have sent.
        if delivery.attempt == 1 or delivery.nonce not in self._nonces:
            self._nonces.add(delivery.nonce)
            day = date.fromisoformat(delivery.subject) if delivery.subject else delivery.period
            kind = KINDS[delivery.kind]
            self.messages.append(Message(user_id, kind, day, self._clock.now()))
        if dies:
            await self._die()
        if fault == "lost answer":
            raise TimeoutError

    async def _die(self) -> None:
        self.happened["killed in mid-send"] += 1
        self.killed.set()
        await asyncio.Event().wait()

    def _fault(self, delivery: Delivery) -> str | None:
        """One in fifteen fails, some more than once; decided by what it is, not by when."""
        what = f"{delivery.user_id} {delivery.kind} {delivery.subject} {delivery.period}"
        rng = Random(f"{self._seed} {what}")
        number = rng.randrange(1, MOST_FAULTS + 1) if rng.random() < 1 / 15 else 0
        drawn = [rng.choice(FAULTS) for _ in range(number)]
        return drawn[delivery.attempt - 1] if delivery.attempt <= number else None
