"""A member's days and their prompts, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.groups.values import Member
from bot.plans.values import DayPrompt, Resource, Tip

MAX_NOTE = 4000
MOST_MINUTES = 24 * 60

TOLD_IN_FULL = 3
"""So many messages say at length why they come and what ends them; later ones say it in short."""


class EntryOutcome(StrEnum):
    """What a member says about a day's prompt."""

    DONE = "done"
    SKIPPED = "skipped"
    NOTED = "noted"
    """A note was written, and the day is not answered yet."""


class SnoozeFor(StrEnum):
    """For how long a prompt is put off."""

    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class RoutineEntry:
    """What a member said about a day, and the ``minutes`` it took them if they said so.

    A note alone answers nothing yet.
    """

    outcome: EntryOutcome
    note: str | None
    answered_at: datetime
    minutes: int | None = None

    @property
    def is_answer(self) -> bool:
        """Whether the day is done or skipped."""
        return self.outcome is not EntryOutcome.NOTED


@dataclass(frozen=True, slots=True)
class PromptDay:
    """One local date of one member. ``prompt`` is None where the plan leaves the weekday free.

    ``tip`` is a word of the plan on workload or motivation, on Fridays alone, one after the other.
    ``snoozed_until`` is when the prompt comes once more, if it was put off and not answered since.
    ``had_before`` counts the messages that came for earlier days, up to `TOLD_IN_FULL`.
    ``planned`` is what the member wrote last week of this one, on the first of its days alone.
    """

    member: Member
    date: date
    prompt: DayPrompt | None
    resources: tuple[Resource, ...]
    entry: RoutineEntry | None
    snoozed_until: datetime | None
    tip: Tip | None = None
    had_before: int = 0
    planned: str | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the member has said done or skipped; a note may stand without that."""
        return self.entry is not None and self.entry.is_answer

    @property
    def answer(self) -> EntryOutcome | None:
        """What they said: done, skipped, or nothing yet."""
        return self.entry.outcome if self.entry is not None and self.entry.is_answer else None


@dataclass(frozen=True, slots=True)
class Today:
    """Today for a member: the day itself, what comes next, and what did not arrive.

    ``next_at`` is the next prompt's instant, today's while it is still to come. ``undelivered`` are
    the earlier days of the week whose prompt was refused or missed, and was not answered since.
    """

    day: PromptDay
    next_at: datetime | None
    can_snooze: bool
    undelivered: tuple[PromptDay, ...]


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """What a direct message is to carry: the day's prompt if it ``asks``, and what others add.

    ``takes_lines`` says whether features may add lines to it; ``next_day`` is the next date on
    which a message can come, None where none is planned. ``follows_up`` says that the prompt came
    before and was not answered, ``may_follow_up`` that it is to be asked once more in some hours.
    """

    day: PromptDay
    asks: bool
    takes_lines: bool
    next_day: date | None
    follows_up: bool = False
    may_follow_up: bool = False


class MessageKind(StrEnum):
    """What a message that comes by itself is."""

    PROMPT = "prompt"
    SNOOZE = "snooze"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """A message that is to come at ``at`` for ``day``.

    ``title`` is that of the plan's prompt for the weekday; without one (None) a message comes only
    if there is something to name. ``moved``: it waits for the end of quiet hours.
    """

    at: datetime
    day: date
    kind: MessageKind
    title: str | None
    moved: bool = False
