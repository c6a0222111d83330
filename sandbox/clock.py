"""Clocks: the one the sandbox reads, and one that tests and the demo can move.

Everything in the sandbox that has a date (ids, message timestamps, interaction tokens, nonce
windows, poll ends) reads one clock. :class:`SettableClock` stands still until it is moved, and
moving it lets whatever falls due on the way happen in order, so that a week passes in a second.
:class:`RunningClock` can be moved as well, and runs by itself in between.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

MAX_ROUNDS_PER_INSTANT = 1_000
"""How often followers may say "still due" without time moving before the clock gives up."""


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class Follower(Protocol):
    """Something that has work at certain instants, such as a scheduler."""

    async def next_due(self) -> datetime | None:
        """The earliest instant with work to do, or None. It may lie in the past."""
        ...

    async def run_due(self) -> None:
        """Do all work that is due at the clock's present instant."""
        ...


class ClockStuckError(RuntimeError):
    """A follower kept saying that it is due at the same instant and made no progress."""


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that moves only when told to, and never backwards.

    ``start`` must be aware; without it the clock starts at the real present, to the second.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._now = _utc(start) if start else datetime.now(UTC).replace(microsecond=0)
        self._followers: list[Follower] = []

    def now(self) -> datetime:
        """The instant the clock shows, aware, in UTC."""
        return self._now

    def follow(self, follower: Follower) -> None:
        """Let ``follower`` do its work whenever the clock moves. Order of registration is kept."""
        if follower not in self._followers:
            self._followers.append(follower)

    def unfollow(self, follower: Follower) -> None:
        """Stop telling ``follower``; unknown followers are ignored."""
        if follower in self._followers:
            self._followers.remove(follower)

    async def advance(self, delta: timedelta) -> None:
        """Move on by ``delta`` (see :meth:`move_to`)."""
        await self.move_to(self.now() + delta)

    async def move_to(self, instant: datetime) -> None:
        """Move to ``instant``, stopping at every instant on the way at which a follower is due.

        At each stop all followers run. Raises ValueError for an instant that lies in the past and
        :class:`ClockStuckError` for a follower that stays due without progress.
        """
        target = _utc(instant)
        if target < self._now:
            raise ValueError(f"The clock shows {self._now}; it cannot go back to {target}.")
        rounds = 0
        while (due := await self.next_due()) is not None and due <= target:
            if due > self._now:
                self._now = due
                rounds = 0
            rounds += 1
            if rounds > MAX_ROUNDS_PER_INSTANT:
                raise ClockStuckError(
                    f"Still due at {due} after {MAX_ROUNDS_PER_INSTANT} rounds at {self._now}: "
                    f"{', '.join(type(follower).__name__ for follower in self._followers)}"
                )
            await self._run()
        self._now = max(self._now, target)
        await self._run()

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a follower is due, or None. It may lie in the past."""
        dues = [await follower.next_due() for follower in list(self._followers)]
        return min((_utc(due) for due in dues if due is not None), default=None)

    async def _run(self) -> None:
        for follower in list(self._followers):
            await follower.run_due()


class RunningClock(SettableClock):
    """A clock that runs a second per real second and can be moved ahead, but never goes back.

    While it moves, time stands still between the stops; afterwards it runs on from where it has
    come to, also when a follower raised. Followers are told only while it moves: whoever needs them
    in between looks at them now and then (the sandbox does so for its own). ``monotonic`` gives
    real seconds.
    """

    def __init__(
        self, start: datetime | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(start)
        self._monotonic = monotonic
        self._since = monotonic()
        self._stops = 0

    def now(self) -> datetime:
        """The instant the clock shows, aware, in UTC."""
        if self._stops:
            return self._now
        return self._now + timedelta(seconds=max(0.0, self._monotonic() - self._since))

    async def advance(self, delta: timedelta) -> None:
        """Move on by ``delta`` from the present instant (see :meth:`move_to`)."""
        await self._standing(lambda: super(RunningClock, self).advance(delta))

    async def move_to(self, instant: datetime) -> None:
        """Move to ``instant``, as :meth:`SettableClock.move_to` does, and run on from there."""
        await self._standing(lambda: super(RunningClock, self).move_to(instant))

    def stand(self) -> None:
        """Stop where it is until :meth:`run`; meanwhile it moves only when told to."""
        self._now = self.now()
        self._stops += 1

    def run(self) -> None:
        """Run on, unless something else keeps it standing."""
        self._stops -= 1
        self._since = self._monotonic()

    async def _standing(self, move: Callable[[], Awaitable[None]]) -> None:
        """Move while the clock stands. Moves may overlap; it runs again after the last one."""
        self.stand()
        try:
            await move()
        finally:
            self.run()


def runs(clock: Clock) -> bool:
    """Whether time passes on this clock without anyone moving it."""
    return isinstance(clock, RunningClock) or not isinstance(clock, SettableClock)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("A clock takes aware datetimes only.")
    return instant.astimezone(UTC)
