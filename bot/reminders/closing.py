"""A vote of the group's in which a member has none yet: named by the last message in time (R13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeVar

from bot.groups.values import Member
from bot.reminders.rules import is_last_word
from bot.reminders.values import ReminderKey
from bot.scheduling.recurrence import wall_instant

_STAGE = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingVote:
    """A vote that is open until ``closes_at``; ``due`` is the member's date of that.

    ``kind`` is what reminders call such votes. Never more than one of a kind is open in a group.
    """

    kind: ClassVar[str]
    thing_id: int
    closes_at: datetime
    due: date

    @property
    def key(self) -> ReminderKey:
        """What is kept of it once it was named. A close that was moved is named anew."""
        return ReminderKey(self.kind, str(self.thing_id), self.due, _STAGE)


Vote = TypeVar("Vote", bound=ClosingVote)


def to_name(
    found: Vote | None,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> Vote | None:
    """What a message that goes out now is to name; ``next_day`` is the day of the next one.

    ``sent`` is what was named before.
    """
    if found is None or found.key in sent:
        return None
    next_at = None
    if next_day is not None:
        next_at = wall_instant(next_day, member.prompt_at, member.zone)
    is_last = is_last_word(found.closes_at, member.zone, member.today(now), next_at)
    return found if is_last else None
