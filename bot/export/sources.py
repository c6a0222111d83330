"""From what a member has to do with to events: a function for each thing with dates. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from bot.actions.values import Action, ActionStatus
from bot.community.values import Deadline
from bot.export.calendar import Event
from bot.groups.values import Group
from bot.milestones.values import Item, OwnMilestone, Status
from bot.papers.rules.timetable import closes_after
from bot.papers.rules.timetable import opening as vote_opening
from bot.papers.values import Round, RoundDecision
from bot.retros.rules import opening as retro_opening
from bot.retros.rules import reveal_time
from bot.retros.values import RetroSpan
from bot.scheduling.recurrence import Monthly, Weekly, occurrences

MILESTONE, ACTION, DEADLINE = "milestone", "action", "deadline"
VOTE_OPENS, VOTE_CLOSES = "vote-opens", "vote-closes"
RETRO_OPENS, RETRO_REVEAL = "retro-opens", "retro-reveal"
"""The kinds of event."""

AHEAD = timedelta(weeks=12)
"""How far ahead votes and retros are told; the week or month in which that ends is told whole."""

_DAY = timedelta(days=1)
_VOTE = ("/paper picks shows the shortlist, /paper vote is your private ballot.",)
_RETRO = ("/retro card adds a card; all stay hidden until the reveal.",)
# So long may what was due a moment ago still be on its way.
_ON_ITS_WAY = timedelta(minutes=15)


def milestones(items: Iterable[Item], sections: Mapping[int, str]) -> Iterator[Event]:
    """What is on a member's board: done ones say so, skipped ones are cancelled.

    ``sections`` are the titles of blocks by number. Notes and links stay where they are.
    """
    listed = list(items)
    titles = {item.id: item.title for item in listed}
    for item in listed:
        if item.due is None:
            continue
        details = [sections[item.block]]
        if item.parent in titles:
            details.append(f"Step of: {titles[item.parent]}")
        if item.status is Status.IN_PROGRESS:
            details.append("In progress")
        yield Event(
            MILESTONE,
            item.id,
            _with_mark(item.title, done=item.status is Status.DONE),
            item.due,
            tuple(details),
            cancelled=item.status is Status.SKIPPED,
        )


def left_out(items: Iterable[Item]) -> Iterator[Event]:
    """What is not on the board any more, but was in a file once: hidden, or of another path."""
    for item in items:
        if item.due is not None:
            yield Event(MILESTONE, item.id, item.title, item.due, cancelled=True)


def dropped(items: Iterable[tuple[OwnMilestone, date | None]]) -> Iterator[Event]:
    """Own milestones and steps that the board has no more, with the date each had."""
    for own, due in items:
        if due is not None:
            yield Event(MILESTONE, own.id, own.title, due, cancelled=True)


def actions(owned: Iterable[Action]) -> Iterator[Event]:
    """What a member has taken on in retros."""
    for action in owned:
        yield Event(
            ACTION,
            str(action.id),
            _with_mark(action.text, done=action.status is ActionStatus.DONE),
            action.due_on,
            ("Action from a retro",),
            cancelled=action.status is ActionStatus.DROPPED,
        )


def deadlines(watched: Iterable[Deadline]) -> Iterator[Event]:
    """The conference deadlines that a member watches, as instants."""
    for each in watched:
        details = (each.link,) if each.link else ()
        yield Event(DEADLINE, str(each.id), f"Deadline: {each.name}", each.at, details)


def votes(group: Group, held: Iterable[Round], now: datetime) -> Iterator[Event]:
    """The opening and closing of each weekly vote, by the ISO week of its opening.

    Rounds that were ``held`` stand as they were; those of the last fortnight are enough.
    """
    today = group.today(now)
    monday = today - today.weekday() * _DAY
    slots = _slots(
        vote_opening(group),
        {
            _week(each.period): _Slot(
                _week(each.period),
                each.opened_at,
                each.closes_at if each.closed_at is None else each.vote_ended_at,
                is_off=each.decision is RoundDecision.NOTHING_LISTED,
            )
            for each in held
        },
        name=_week,
        ends=lambda at: closes_after(group, at),
        dates=(monday - 7 * _DAY, monday, monday + AHEAD + 6 * _DAY),
        now=now,
        since=group.created_at,
    )
    channel = group.papers_channel_id
    for slot in slots:
        for kind, at, what in (
            (VOTE_OPENS, slot.opens_at, "opens"),
            (VOTE_CLOSES, slot.ends_at, "closes"),
        ):
            title = f"Weekly paper: the vote {what}"
            yield Event(kind, slot.name, title, at, _VOTE, channel, slot.is_off)


def retros(group: Group, held: Iterable[RetroSpan], now: datetime) -> Iterator[Event]:
    """The opening and reveal of each retro: by its month, or by its id when a person opened it.

    Retros that were ``held`` stand as they were; those of the last two months are enough.
    """
    known = [_Slot(_span_name(span), span.opened_at, span.ends_at) for span in held]
    first = group.today(now).replace(day=1)
    slots = _slots(
        retro_opening(group),
        {slot.name: slot for slot in known},
        name=_month,
        ends=lambda at: reveal_time(at, group.zone),
        dates=((first - _DAY).replace(day=1), first, (group.today(now) + AHEAD).replace(day=28)),
        now=now,
        since=group.created_at,
    )
    by_hand = [slot for slot in known if slot.name.isdecimal()]
    channel = group.retros_channel_id
    for slot in (*slots, *by_hand):
        for kind, at, title in (
            (RETRO_OPENS, slot.opens_at, "Retro opens"),
            (RETRO_REVEAL, slot.ends_at, "Retro: the cards are revealed"),
        ):
            yield Event(kind, slot.name, title, at, _RETRO, channel, slot.is_off)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A week with its vote, or a month with its retro; ``is_off`` when there is none after all."""

    name: str
    opens_at: datetime
    ends_at: datetime
    is_off: bool = False


def _slots(
    rule: Weekly | Monthly,
    held: Mapping[str, _Slot],
    *,
    name: Callable[[date], str],
    ends: Callable[[datetime], datetime],
    dates: tuple[date, date, date],
    now: datetime,
    since: datetime | None,
) -> Iterator[_Slot]:
    """One for each week or month: as it was held, or else as the settings have it.

    ``dates`` are the first of the slot before, the first of the slot that is now, and the last of
    all. Where an opening is over and nothing was held, the settings have changed or nothing came
    of it: it is off, so that whoever has it from an earlier file loses it. What would have opened
    before ``since`` stood in no file.
    """
    before, current, last = dates
    from_then = datetime.combine(before - _DAY, time(), UTC)
    for found in takewhile(lambda found: found.period <= last, occurrences(rule, from_then)):
        if found.period < before:
            continue
        slot = held.get(name(found.period))
        if slot is None:
            is_off = found.at + _ON_ITS_WAY < now
            slot = _Slot(name(found.period), found.at, ends(found.at), is_off)
            is_unheard_of = since is not None and found.at < since
            if is_off and (is_unheard_of or (found.period < current and slot.ends_at < now)):
                continue
        yield slot


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-w{week:02}"


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _span_name(span: RetroSpan) -> str:
    return str(span.retro_id) if span.scheduled_for is None else _month(span.scheduled_for)


def _with_mark(title: str, *, done: bool) -> str:
    return f"● {title}" if done else title
