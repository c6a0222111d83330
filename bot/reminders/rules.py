"""Which dates are worth a word today: those that come near, and those gone by. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from bot.milestones.values import Board
from bot.reminders.values import Reminder, ReminderKey, Stage
from bot.scheduling.recurrence import local_date

LEAD = timedelta(days=3)
"""How long before its date a milestone is named, at least."""


def due_reminders(
    board: Board, sent: Collection[ReminderKey], *, next_day: date | None
) -> tuple[Reminder, ...]:
    """What to name today and was not yet, the earliest date first.

    ``next_day`` is the next day on which something can be said: what would be due before it is
    named now, however far it is, and on the day itself once more. A date that was moved is a new
    one.
    """
    ahead = board.today + LEAD
    if next_day is not None:
        ahead = max(ahead, next_day - timedelta(days=1))
    found = []
    for item in board.items:
        if item.due is None or not item.status.is_open or item.due > ahead:
            continue
        if item.origin is not None:  # told by the feature that gave it
            continue
        reminder = Reminder(item, item.due, _stage(item.due, board.today))
        if reminder.key not in sent:
            found.append(reminder)
    return tuple(sorted(found, key=lambda reminder: reminder.due))


def _stage(due: date, today: date) -> Stage:
    if due == today:
        return Stage.TODAY
    return Stage.PAST if due < today else Stage.COMING


def lead_to_name(
    due: date,
    leads: Iterable[int],
    sent: Collection[str],
    *,
    today: date,
    next_day: date | None,
) -> int | None:
    """With how many days' lead a date is named today; None: not today.

    Of ``leads`` (days before the date) it is the shortest that begins before the next message, so
    that a day without one loses nothing. ``sent`` are those that were named, and longer ones.
    """
    if due < today:
        return None
    until = today if next_day is None else max(today, next_day - timedelta(days=1))
    begun = [lead for lead in leads if due - timedelta(days=lead) <= until]
    if not begun or str(min(begun)) in sent:
        return None
    return min(begun)


def is_last_word(closes_at: datetime, zone: str, today: date, next_at: datetime | None) -> bool:
    """Whether a daily message of ``today`` is the last that can speak of a vote in time.

    It is on the day on which the vote closes on clocks in ``zone``; and before it, where the next
    one (``next_at``, None: none is planned) would come too late.
    """
    return local_date(closes_at, zone) == today or next_at is None or next_at >= closes_at
