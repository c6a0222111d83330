"""What of a member's board and ratings belongs to a cycle. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.competency.rules import changes
from bot.competency.values import Rating
from bot.cycle_reports.values import (
    MAX_ANSWER,
    Carried,
    Finished,
    LeftOut,
    Moved,
    Reflection,
    Repeated,
)
from bot.cycles.values import ClosedCycle, ReviewDecision, SnapshotEntry
from bot.errors import UserError
from bot.inputs.text import visible_text
from bot.milestones.values import Board, Status
from bot.plans.rules import on_path, targets
from bot.plans.values import Afterwards, Plan

_QUESTIONS = Afterwards("What moved?", "What drained you?", "What deserves a small party?")


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a cycle: after the one ``before`` was closed, until it was closed itself.

    The next one begins to count at once, whatever first day it was given, so that all belongs to
    one of them.
    """

    cycle: ClosedCycle
    before: ClosedCycle | None

    @property
    def since(self) -> datetime | None:
        """When the one before was closed; None for the first."""
        return None if self.before is None else self.before.closed_at

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant lies in it."""
        return at is not None and self._follows(at) and at <= self.cycle.closed_at

    def holds_day(self, day: date) -> bool:
        """Whether a date does: the day of a close is of the cycle that was closed."""
        follows = self.before is None or day > self.before.ended_on
        return follows and day <= self.cycle.ended_on

    def holds_rating(self, rating: Rating) -> bool:
        """Whether a rating was finished in it."""
        if rating.finished_on is None:
            return False
        if rating.finished_at is not None:
            return self.holds(rating.finished_at)
        return self.holds_day(rating.finished_on)

    def _follows(self, at: datetime) -> bool:
        return self.since is None or at > self.since


def questions_of(plan: Plan) -> Afterwards:
    """What the plan asks at a cycle's end."""
    return plan.afterwards or _QUESTIONS


def finished(
    entries: Iterable[SnapshotEntry], span: Span, zone: str, plan: Plan | None, board: Board | None
) -> tuple[Finished, ...]:
    """What was done in a cycle, in the order in which it was.

    ``board`` and ``plan`` are those of the close; without them the plan's own dates, and what was
    shared, are not known.
    """
    by_plan = _dates(plan, board)
    shared = (
        {item.id for item in board.items if item.change and item.change.shared} if board else ()
    )
    found = [
        Finished(
            title=entry.title,
            block=entry.block,
            planned=entry.due,
            by_plan=by_plan.get(entry.id),
            day=_day(entry, zone),
            is_shared=entry.id in shared,
            is_step=bool(entry.depth),
        )
        for entry in _once(entries)
        if entry.status is Status.DONE and span.holds(entry.at)
    ]
    return tuple(sorted(found, key=lambda each: each.day))


def left_out(
    entries: Iterable[SnapshotEntry], span: Span, zone: str, notes: Mapping[str, str | None]
) -> tuple[LeftOut, ...]:
    """What was skipped in a cycle, with what was noted there by its close, or else by now."""
    return tuple(
        LeftOut(entry.title, _day(entry, zone), entry.due, entry.note or notes.get(entry.id))
        for entry in _once(entries)
        if entry.status is Status.SKIPPED and span.holds(entry.at)
    )


def carried(
    entries: Iterable[SnapshotEntry],
    decisions: Mapping[str, ReviewDecision],
    due: Mapping[str, date | None],
) -> tuple[Carried, ...]:
    """What was open at the close; ``due`` has the dates of now."""
    return tuple(
        Carried(
            title=entry.title,
            block=entry.block,
            planned=entry.due,
            decision=decisions.get(entry.id),
            due=due.get(entry.id),
            is_step=bool(entry.depth),
        )
        for entry in _once(entries)
        if entry.status.is_open
    )


def repeated(board: Board | None, span: Span) -> tuple[Repeated, ...]:
    """How often what repeats was done in a cycle; nothing of what was not."""
    items = () if board is None else (*board.items, *board.hidden)
    counted = (
        Repeated(
            item.title,
            sum(each.status is Status.DONE and span.holds(each.at) for each in item.history),
        )
        for item in items
        if item.occurrences is not None
    )
    return tuple(each for each in counted if each.times)


def moved(ratings: Sequence[Rating], span: Span) -> Moved:
    """How levels moved in a cycle: a rating is of the one in which it was finished.

    Its last one stands beside the last from before it, or else beside its first.
    """
    within = [each for each in ratings if span.holds_rating(each)]
    is_open = any(each.finished_on is None for each in ratings)
    if not within:
        return Moved(None, None, (), is_open)
    rating = within[-1]
    earlier = [each for each in ratings if each.finished_on and each.number < within[0].number]
    before = earlier[-1] if earlier else within[0] if len(within) > 1 else None
    return Moved(rating, before, changes(rating, before), is_open)


def reflection(progress: str, drained: str, party: str) -> Reflection:
    """The answers as typed; None for one that says nothing.

    Raises:
        UserError: one is too long; it carries them all.
    """
    if max(map(len, (progress, drained, party))) > MAX_ANSWER:
        raise UserError(
            f"Each answer holds {MAX_ANSWER:,} characters; one is longer.",
            typed=typed(progress, drained, party),
        )
    kept = (visible_text(each) or None for each in (progress, drained, party))
    return Reflection(*kept)


def typed(*answers: str) -> str:
    """Answers as they are given back to whoever typed them."""
    return "\n\n".join(filter(None, answers))


def _once(entries: Iterable[SnapshotEntry]) -> list[SnapshotEntry]:
    """Those that can be finished: what repeats has a count of its own."""
    return [entry for entry in entries if entry.period is None]


def _day(entry: SnapshotEntry, zone: str) -> date:
    """The local date on which it came to its status."""
    if entry.day is not None:
        return entry.day
    assert entry.at is not None, "it lies in the cycle"
    return entry.at.astimezone(ZoneInfo(zone)).date()


def _dates(plan: Plan | None, board: Board | None) -> Mapping[str, date]:
    """The plan's own dates, as they were counted at the close."""
    if plan is None or board is None:
        return {}
    return targets(on_path(plan, board.path), board.start, board.pace_days)
