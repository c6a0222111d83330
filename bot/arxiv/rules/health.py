"""What a reading of a feed says about it: current, weekend, holiday, stale (U4). Pure.

A feed can show an old batch with a fresh build date and no error (A4); dates alone do not tell, so
batches are compared by their content too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.arxiv.rules.calendar import (
    arxiv_date,
    is_publishing,
    latest_batch,
    publishing_days_between,
)
from bot.arxiv.values import Batch, Feed, Health

_FIRST_RETRY = timedelta(minutes=15)
_LONGEST_RETRY = timedelta(hours=6)
# An empty feed on a weekday is mostly a holiday, sometimes a batch that comes late.
_LOOK_AGAIN = timedelta(hours=6)


class Known(Protocol):
    """What is remembered of a feed's earlier readings."""

    @property
    def batch_on(self) -> date | None:
        """The date of the newest batch taken in."""

    @property
    def batch_digest(self) -> str | None:
        """That batch's digest."""

    @property
    def batch_size(self) -> int:
        """How many entries the last reading had."""

    @property
    def covered_until(self) -> date | None:
        """The last publishing date that is accounted for."""

    @property
    def failures(self) -> int:
        """How many readings in a row were of no use."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reading says.

    ``again_after`` is when to look again (None: when the next batch is due), ``covers`` the
    publishing date that is accounted for now, ``missed`` those before it that were not seen.
    """

    health: Health
    note: str | None = None
    again_after: timedelta | None = None
    covers: date | None = None
    missed: tuple[date, ...] = ()


def backoff(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 15 minutes, doubling up to 6 hours."""
    return min(_FIRST_RETRY * (1 << min(failures - 1, 10)), _LONGEST_RETRY)


def judge(batch: Batch, known: Known, now: datetime) -> Verdict:
    """What ``batch``, just read, says."""
    expected = latest_batch(now)
    if not batch.entries:
        return _empty(known, now)
    dated = batch.dated or expected
    if batch.digest == known.batch_digest and known.batch_on is not None:
        # The same content under a fresh date is the old batch again.
        dated = known.batch_on
    if dated < expected:
        return _stale(dated, known)
    missed = _missed(known.covered_until, dated)
    return Verdict(Health.CURRENT, _skipped_note(batch), covers=dated, missed=missed)


def judge_unchanged(known: Known, now: datetime) -> Verdict:
    """What an answer "not modified" says."""
    if known.batch_size == 0 or known.batch_on is None:
        return _empty(known, now)
    if known.batch_on < latest_batch(now):
        return _stale(known.batch_on, known)
    return Verdict(Health.CURRENT, covers=known.batch_on)


def together(feeds: Collection[Feed], *, is_behind: bool) -> Health:
    """What a group's feeds say, together, of a week that brought nothing new; the worst counts.

    ``FAILING``: one of them could not be read, or is due and was not yet (``is_behind``).
    ``STALE``: one still shows an old batch, or days of it are still being caught up.
    ``HOLIDAY``: arXiv announces nothing now. ``QUIET``: all is read, and there is nothing new.
    """
    found = {feed.health for feed in feeds}
    if is_behind or found & {Health.FAILING, Health.UNREAD}:
        return Health.FAILING
    if Health.STALE in found or any(feed.missing is not None for feed in feeds):
        return Health.STALE
    return Health.HOLIDAY if found and found <= {Health.WEEKEND, Health.HOLIDAY} else Health.QUIET


def _empty(known: Known, now: datetime) -> Verdict:
    """arXiv announces nothing on weekends and holidays; neither is a fault (A1).

    An empty day is accounted for only when the next batch has come and the API was asked: a feed
    can be empty by mistake.
    """
    today = arxiv_date(now)
    missed = _missed(known.covered_until, latest_batch(now))
    if not is_publishing(today):
        return Verdict(Health.WEEKEND)
    return Verdict(Health.HOLIDAY, again_after=_LOOK_AGAIN, missed=missed)


def _stale(dated: date, known: Known) -> Verdict:
    return Verdict(
        Health.STALE,
        f"still shows the batch of {dated:%A} {dated.day} {dated:%B}",
        again_after=backoff(known.failures + 1),
        covers=dated,
        missed=_missed(known.covered_until, dated),
    )


def _missed(covered_until: date | None, dated: date) -> tuple[date, ...]:
    if covered_until is None:
        return ()
    return tuple(publishing_days_between(covered_until, dated))


def _skipped_note(batch: Batch) -> str | None:
    if not batch.skipped:
        return None
    return f"{batch.skipped} of {batch.skipped + len(batch.entries)} entries could not be read"
