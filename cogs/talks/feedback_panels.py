"""Feedback on talks: the form, an evening's talks to choose from, and what a speaker sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import discord

from bot.figures import FLOOR
from bot.scheduling import Delivery
from bot.talks.rules import MAX_KEEP, taken_until
from bot.talks.values import (
    HIGHEST,
    LOWEST,
    Feedback,
    FeedbackResult,
    Listener,
    Means,
    OwnTalk,
    Signed,
    Talk,
)
from cogs.common.forms import Form, checkbox_field, radio_field, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.routes import CustomId
from cogs.common.text import cut, escape, fit, one_line, stamp
from cogs.talks.panels import about_talk, own_acts, talk_line
from cogs.talks.routes import COUNT, GIVE, RESULT, STOP
from cogs.talks.style import ACCENT

_PRIMARY = discord.ButtonStyle.primary
_KEPT, _ROOM = 250, 1500
_SIGNED = 5
_VIEWS = {Listener.TECHNICAL: "Technical listeners", Listener.OTHER: "Other listeners"}
_RULE = (
    f"Without your name: the speaker sees it a week after the evening, from {FLOOR} answers on; "
    "fewer are never shown. Signed feedback they see at once, with your name."
)


def feedback_form(talk: Talk) -> Form:
    """Asks for clarity, impact and what to keep, from the listener's own view."""
    views = [
        discord.RadioGroupOption(label="I work with this", value=Listener.TECHNICAL.value),
        discord.RadioGroupOption(label="It is not my field", value=Listener.OTHER.value),
    ]
    return Form(
        cut(f"Feedback: {talk.title}", 45),
        GIVE(talk.guild_id, talk.id),
        fields=[
            radio_field("listener", "Who you are to the topic", views),
            radio_field("clarity", "How clear it was", _levels("lost me", "all clear")),
            radio_field("impact", "What it brought you", _levels("nothing new", "a lot")),
            text_field(
                "keep",
                "What to keep",
                hint="One thing that worked. Write it so that it could be anybody's.",
                long=True,
                required=False,
                max_length=MAX_KEEP,
            ),
            checkbox_field(
                "signed", "Sign it", hint="The speaker sees it at once, with your name."
            ),
        ],
    )


def evening_panel(talks: Sequence[Talk], user_id: int, given: Collection[int]) -> Panel:
    """An evening's talks, to give feedback on one."""
    rows: Items = []
    for talk in talks:
        text = talk_line(talk)
        if talk.speaker_id == user_id:
            rows.append(f"{text}\nYours: `/talk feedback` shows what came.")
        elif talk.id in given:
            rows.append(f"● {text}\nYou gave feedback. Thank you.")
        else:
            rows.append(row(text, button("Give", GIVE(talk.guild_id, talk.id))))
    if not rows:
        rows = ["No talk stands on this evening any more. `/talk list` has them all."]
    return Panel(ACCENT, "**Feedback**", line(), *rows, small_print=f"{_RULE} {ONLY_YOU}")


def given_text(*, signed: bool) -> str:
    """What giving feedback did."""
    if signed:
        return "The speaker sees it, with your name; the same command changes it. Thank you."
    return (
        f"Kept without your name. The speaker sees it a week after the evening, from {FLOOR} "
        "answers on. It cannot be changed: which one is yours is stored nowhere."
    )


def own_talk_panel(own: OwnTalk, now: datetime, *, said: str | None = None) -> Panel:
    """A talk for its speaker: feedback, and what it can complete."""
    talk = own.talk
    opening: Items = [said, line()] if said else []
    items: Items = [*opening, about_talk(talk)]
    if talk.has_begun(now):
        items += [line(), _feedback(own, now)]
        if own.signed:
            items.append(_signed(own.signed))
    if talk.is_held:
        items += [line(), _count(own)]
    return Panel(
        ACCENT,
        *items,
        buttons(*own_acts(talk, now)),
        small_print=f"You alone see feedback on your talk. {ONLY_YOU}",
    )


def result_panel(talk: Talk, delivery: Delivery) -> Panel:
    """Tells a speaker that feedback is in."""
    return Panel(
        ACCENT,
        f"Feedback is in for your talk *{fit(talk.title, 100)}*.\n"
        "What listeners found clear, and what to keep.",
        buttons(
            button("Open", RESULT(talk.guild_id, talk.id), style=_PRIMARY),
            button("Stop", stop_id(delivery)),
        ),
        small_print="You get this once for a talk of yours. *Stop* ends all messages at once.",
    )


def stop_id(delivery: Delivery) -> CustomId:
    """The custom id of *Stop* on the message of a delivery; no other message has it."""
    return STOP(delivery.guild_id, delivery.id)


def _levels(low: str, high: str) -> list[discord.RadioGroupOption]:
    words = {LOWEST: f" · {low}", HIGHEST: f" · {high}"}
    return [
        discord.RadioGroupOption(label=f"{level}{words.get(level, '')}", value=str(level))
        for level in range(LOWEST, HIGHEST + 1)
    ]


def _feedback(own: OwnTalk, now: datetime) -> str:
    talk = own.talk
    if own.result is not None:
        return _result(own.result)
    assert talk.ends_at is not None, "a talk that has begun is on an evening"
    if talk.is_closed or now >= taken_until(talk.ends_at):
        return "**Feedback**\nToo few answered, so nothing is shown."
    return (
        f"**Feedback**\nIt comes in until {stamp(taken_until(talk.ends_at), 'F')}, and is shown "
        f"then, from {FLOOR} answers on."
    )


def _result(found: FeedbackResult) -> str:
    lines = [f"**Feedback** · {found.everybody.people} answers", _means("All", found.everybody)]
    lines += [_means(_VIEWS[view], means) for view, means in found.by_listener.items()]
    text = "\n".join(lines)
    if not found.keep:
        return text
    kept = []
    room = _ROOM
    for each in found.keep:
        words = f"- {one_line(each, _KEPT)}"
        if len(words) > room:
            break
        kept.append(words)
        room -= len(words)
    left = len(found.keep) - len(kept)
    more = [f"and {left} more"] if left else []
    return "\n".join((text, "**To keep**", *kept, *more))


def _means(who: str, means: Means) -> str:
    return f"{who}: clarity {means.clarity:.1f}, impact {means.impact:.1f} of {HIGHEST}"


def _signed(signed: Sequence[Signed]) -> str:
    lines = [f"<@{each.user_id}>: {_said(each.feedback)}" for each in signed[:_SIGNED]]
    if len(signed) > _SIGNED:
        lines.append(f"and {len(signed) - _SIGNED} more")
    return "\n".join(("**Signed**", *lines))


def _said(given: Feedback) -> str:
    view = "works with this" if given.listener is Listener.TECHNICAL else "another field"
    keep = f" · {one_line(given.keep, 80)}" if given.keep else ""
    return f"clarity {given.clarity}, impact {given.impact} ({view}){keep}"


def _count(own: OwnTalk) -> discord.ui.Item[discord.ui.LayoutView] | str:
    """What the talk counts towards: a press, that it does, or why not."""
    if own.count is None:
        return "The plan names no milestone for talks. `/milestone done` marks any, with a link."
    item = own.count.item
    tally = f" · {item.occurrences.now}" if item.occurrences is not None else ""
    title = f"*{escape(cut(item.title, 90))}*{tally}"
    if own.count.is_counted:
        return f"● Counted. {title}"
    if not own.count.takes_it:
        return f"{title}\nIt takes no further talk now."
    act = button("Count it", COUNT(own.talk.id, item.number))
    return row(f"{title}\nDoes your talk complete this? Only you decide.", act)
