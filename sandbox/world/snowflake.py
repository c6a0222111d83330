"""Snowflakes: Discord's ids, whose upper 42 bits are milliseconds since 2015-01-01 UTC."""

from datetime import UTC, datetime, timedelta

from sandbox.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_SHIFT = 22
_GUILD_AGE = timedelta(days=365)


def at(instant: datetime) -> int:
    """The smallest id of that instant."""
    return int((instant - EPOCH) / timedelta(milliseconds=1)) << _TIME_SHIFT


def instant_of(snowflake: int) -> datetime:
    """When an id was made, to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> _TIME_SHIFT)


class Snowflakes:
    """A source of ids that always increase, also while the clock stands still."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._last_guild = at(clock.now() - _GUILD_AGE)

    @property
    def last(self) -> tuple[int, int]:
        """The last id and the last guild id given out."""
        return self._last, self._last_guild

    def go_on_after(self, last: tuple[int, int]) -> None:
        """Give out only ids above these two, and above its own, from now on."""
        self._last = max(self._last, last[0])
        self._last_guild = max(self._last_guild, last[1])

    def next(self) -> int:
        """A new id carrying the clock's present time."""
        self._last = max(at(self._clock.now()), self._last + 1)
        return self._last

    def next_guild(self) -> int:
        """A new guild id, a millisecond after the one before.

        Guilds are dealt to shards by ``(id >> 22) % shards``, so ids made in one instant would all
        land on one shard. Theirs are dated a year back, where they can differ without running ahead
        of the clock.
        """
        self._last_guild += 1 << _TIME_SHIFT
        return self._last_guild
