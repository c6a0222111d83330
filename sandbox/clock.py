"""Clocks: the one the sandbox reads, and one that tests and the demo can move.

Everything in the sandbox that has a date (ids, message timestamps, interaction tokens, nonce
windows, poll ends) reads one clock. :class:`SettableClock` stands still until it is moved, and
moving it lets whatever falls due on the way happen in order, so that a week passes in a second.
"""

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
        await self.move_to(self._now + delta)

    async def move_to(self, instant: datetime) -> None:
        """Move to ``instant``, stopping at every instant on the way at which a follower is due.

        At each stop all followers run. Raises ValueError for an instant that lies in the past and
        :class:`ClockStuckError` for a follower that stays due without progress.
        """
        target = _utc(instant)
        if target < self._now:
            raise ValueError(f"The clock shows {self._now}; it cannot go back to {target}.")
        rounds = 0
        while (due := await self._earliest_due()) is not None and due <= target:
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

    async def _earliest_due(self) -> datetime | None:
        dues = [await follower.next_due() for follower in list(self._followers)]
        return min((_utc(due) for due in dues if due is not None), default=None)

    async def _run(self) -> None:
        for follower in list(self._followers):
            await follower.run_due()


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("A clock takes aware datetimes only.")
    return instant.astimezone(UTC)
