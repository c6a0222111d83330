"""How an action reads to its owner or whoever is asked: in ``/today``, ``/me``, daily messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discord import ui

from bot.actions.values import Action
from bot.reminders.values import ReminderKey
from cogs.actions.routes import NAMED_BACK, NAMED_DONE, NAMED_TAKE, NAMED_UNDO
from cogs.common.daily_message import ON_TODAY, DailyLine, Urgency
from cogs.common.panels import Items, button, buttons, row
from cogs.common.text import day_stamp, fit, in_days, plural

_SHOWN_ON_TODAY = 2
_TITLE = 200


def daily_line(
    action: Action,
    key: ReminderKey,
    delivery_id: int,
    user_id: int,
    *,
    today: date,
    rests: bool = False,
) -> DailyLine[ReminderKey]:
    """An action in a daily message; while its owner rests, it is not called due."""
    return DailyLine(
        key=key,
        rows=_daily_rows(action, delivery_id, user_id, today, rests),
        urgency=Urgency.AHEAD,
        due=action.due_on,
        more_in="`/action list`",
        worth_a_message=True,
    )


def due_rows(actions: Sequence[Action]) -> Items:
    """For ``/today``: what its owner has taken on and is due, with its act."""
    if not actions:
        return []
    texts = [
        f"{each.status.mark} {fit(each.text, _TITLE)}, {_by(each)}"
        for each in actions[:_SHOWN_ON_TODAY]
    ]
    texts[0] = f"**Your actions**\n{texts[0]}"
    if len(actions) > _SHOWN_ON_TODAY:
        texts[-1] += f"\nand {len(actions) - _SHOWN_ON_TODAY} more in `/action list`"
    return [
        row(text, button("Done", NAMED_DONE(each.guild_id, ON_TODAY, each.id)))
        for text, each in zip(texts, actions, strict=False)
    ]


def asked_rows(actions: Sequence[Action]) -> Items:
    """For ``/today``: what its reader is asked to take on, the first with both answers."""
    if not actions:
        return []
    first, more = actions[0], len(actions) - 1
    text = f"**An action is asked of you**\n{_asked(first)}"
    if more:
        text += f"\nand {more} more in `/action list`"
    return [text, _answers(first, ON_TODAY)]


def standing(actions: Sequence[Action], *, is_due: bool) -> str:
    """For ``/me``: how much its owner has taken on, and is asked; empty for nothing."""
    owned = [each for each in actions if each.owner_id is not None]
    asked = len(actions) - len(owned)
    texts = []
    if owned:
        text = f"{plural(len(owned), 'action')} of yours in `/action list`"
        texts.append(f"{text}, next due {_by(owned[0])}" if is_due else text)
    if asked:
        texts.append(f"{plural(asked, 'action')} asked of you in `/today`")
    return " · ".join(texts)


def _daily_rows(action: Action, delivery_id: int, user_id: int, today: date, rests: bool) -> Items:
    keys = action.guild_id, delivery_id, action.id
    mark = action.status.mark
    if not action.is_of(user_id):
        return [f"{mark} Not with you any more: *{fit(action.text, _TITLE)}*"]
    if action.asked_id is not None and action.is_open:
        return [f"An action is asked of you.\n{_asked(action)}", _answers(action, delivery_id)]
    act = button("Done", NAMED_DONE(*keys)) if action.is_open else button("Undo", NAMED_UNDO(*keys))
    days, on = (action.due_on - today).days, _by(action)
    is_due = action.is_open and days >= 0 and not rests
    when = f"due {in_days(days)} ({on})" if is_due else f"by {on}"
    return [row(f"{mark} Your action: *{fit(action.text, _TITLE)}* · {when}", act)]


def _asked(action: Action) -> str:
    return f"{action.status.mark} *{fit(action.text, _TITLE)}* · by {_by(action)}"


def _answers(action: Action, delivery_id: int) -> ui.ActionRow[ui.LayoutView]:
    keys = action.guild_id, delivery_id, action.id
    return buttons(button("Take on", NAMED_TAKE(*keys)), button("No, thanks", NAMED_BACK(*keys)))


def _by(action: Action) -> str:
    return day_stamp(action.due_on, action.zone)
