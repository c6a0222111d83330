"""What is to come, and what a pause changes, as panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.groups.values import Member
from bot.inputs.dates import say_date
from bot.routine.values import MessageKind, PlannedMessage
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.rest_text import resting
from cogs.common.text import one_line, plural, stamp
from cogs.routine.panels import ACCENT
from cogs.routine.routes import START

_TITLE = 60
_SHOWN = 3
_DAY = timedelta(days=1)


def preview_panel(member: Member, ahead: Sequence[PlannedMessage], *, now: datetime) -> Panel:
    """The next messages, with the rest between them (U10)."""
    if not ahead:
        return Panel(
            ACCENT, f"**No message is to come.** {_why_none(member)}", small_print=ONLY_YOU
        )
    lines = [f"**Your next {plural(len(ahead), 'message')}**"]
    before = member.today(now)
    for each in ahead:
        lines += _rest_between(member, before, each.day)
        lines.append(_message(each))
        before = max(before, each.day + _DAY)
    return Panel(
        ACCENT,
        "\n".join(lines),
        *_closed(member),
        small_print="Clock changes, quiet hours, pauses and rest are reckoned in. `/me` changes "
        f"them. {ONLY_YOU}",
    )


def paused_panel(member: Member, ahead: Sequence[PlannedMessage], *, now: datetime) -> Panel:
    """What a pause answers: until when, and what comes then."""
    pause = member.pause_on(member.today(now))
    assert pause is not None, "one was just made"
    assert pause.until is not None, "a pause ends"
    until = say_date(pause.until)
    if pause.since is not None and pause.since > member.today(now):
        text = f"**Your pause is planned: {say_date(pause.since)} until {until}.**"
    else:
        text = f"**Paused until {until}.**"
    return Panel(
        ACCENT,
        f"{text} Nothing is due then, your streak waits with you.\n{_coming(ahead)}",
        *(
            [buttons(button("Resume", START(member.guild_id)))]
            if member.in_pause(member.today(now))
            else []
        ),
        small_print=f"It ends by itself. {ONLY_YOU}",
    )


def resumed_panel(member: Member, ahead: Sequence[PlannedMessage], *, now: datetime) -> Panel:
    """What resuming answers."""
    rests = resting(member, now)
    text = "**Prompts are on.**" if rests is None else f"**Your pause is over.** {rests}"
    return Panel(ACCENT, f"{text}\n{_coming(ahead)}", small_print=ONLY_YOU)


def _coming(ahead: Sequence[PlannedMessage]) -> str:
    if not ahead:
        return "No message is to come."
    return f"Next messages: {' · '.join(stamp(each.at, 'F') for each in ahead[:_SHOWN])}."


def _message(each: PlannedMessage) -> str:
    parts = [stamp(each.at, "F")]
    if each.kind is MessageKind.FOLLOW_UP:
        parts.append("a follow-up, unless you answer before")
    elif each.kind is MessageKind.SNOOZE:
        parts.append("what you snoozed")
    elif each.title is None:
        parts.append("only if something is due")
    else:
        parts.append(one_line(each.title, _TITLE))
    if each.moved:
        parts.append("after your quiet hours")
    return " · ".join(parts)


def _rest_between(member: Member, first: date, until: date) -> Iterator[str]:
    """The days of rest among one's own, from ``first`` until before ``until``: a line if any."""
    days = [first + offset * _DAY for offset in range((until - first).days)]
    rest = [day for day in days if day.weekday() in member.weekdays and member.rests_on(day)]
    if len(rest) == 1:
        yield f"⏸ {say_date(rest[0])}: rest"
    elif rest:
        yield f"⏸ {say_date(rest[0])} to {say_date(rest[-1])}: rest"


def _why_none(member: Member) -> str:
    if member.prompts_stopped:
        return "Prompts are off; *Start again* in `/me` has them back."
    if not member.weekdays:
        return "You have no weekday for prompts; `/me` has the choice."
    return "Your rest leaves no day for one; *Rest* in `/me` shows it."


def _closed(member: Member) -> list[str]:
    if not member.dms_refused:
        return []
    return ["Your direct messages are closed for me, so they wait in `/today`."]
