"""A check-in as panels and a form: what stands before it, what was answered, how often."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.checkins.queries import Seen, Standing, Welcome
from bot.checkins.rules import is_strained
from bot.checkins.values import (
    HIGHEST,
    LEAST_DAYS,
    MAX_NOTE,
    MOST_DAYS,
    PRESENT,
    VERSIONS,
    CheckIn,
    Offer,
    Past,
)
from bot.groups.support import words_and_link
from bot.inputs.dates import say_date
from cogs.checkins.routes import (
    ANSWER,
    CADENCE,
    HISTORY,
    HOW_OFTEN,
    OPEN,
    REMOVE,
    REMOVE_FOR_SURE,
    SHOW,
    SKIP,
    START,
    STOP,
)
from cogs.common.forms import Form, radio_field, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.pausing import LIGHTER, PAUSE
from cogs.common.text import escape, fit, link_to

ACCENT = 0x8B5CF6

YOURS = f"It is yours alone, and in no figure. It is not a diagnosis. {ONLY_YOU}"
NOTE = "note"
_TALK = (
    "Talk to somebody you trust when it is a lot: a friend, a doctor, a helpline. In an "
    "emergency, call your local emergency number."
)
_KIND = (
    "**That is a lot to carry.** Going slower is fine. Rest costs nothing here, and your streak "
    "waits with you. Lighter weeks ask for fewer days, for as long as you choose, and what counts "
    "shrinks with them. The group sees none of it."
)
# What a note may take when it is shown, escaped.
_NOTE_SHOWN = 1500


def welcome_panel(found: Welcome) -> Panel:
    """What stands before a check-in: what it is, for whom, and the ways not to take it."""
    guild_id = found.standing.guild_id
    text = (
        "**How are you, these weeks?**\nFour short questions, and a note if you like. It takes a "
        "minute."
    )
    label = "Begin" if found.today is None else "Change today's"
    acts = [button(label, ANSWER(guild_id, PRESENT), style=discord.ButtonStyle.primary)]
    if found.standing.offer is not None and found.standing.offer.is_open:
        acts.append(button("Not this time", SKIP(guild_id)))
    acts += [button("History", HISTORY(guild_id)), button("How often", HOW_OFTEN(guild_id))]
    return Panel(ACCENT, text, line(), help_text(found.support), buttons(*acts), small_print=YOURS)


def form(guild_id: int, today: CheckIn | None) -> Form:
    """The questions that are asked now, with what was answered today."""
    chosen = {} if today is None else today.by_key
    fields = []
    for place, item in enumerate(VERSIONS[PRESENT]):
        options = [
            discord.RadioGroupOption(
                label=item.answers[level - 1],
                value=str(level),
                default=chosen.get(item.key) == level,
            )
            for level in range(HIGHEST, 0, -1)
        ]
        hint = "Not a diagnosis. Only you see this." if place == 0 else None
        fields.append(radio_field(item.key, item.question, options, hint=hint))
    note = text_field(
        NOTE,
        "A note to yourself",
        hint="If you like. Only you see it.",
        default=(today.note if today else None) or None,
        long=True,
        required=False,
        max_length=MAX_NOTE,
    )
    return Form("Check-in", ANSWER(guild_id, PRESENT), fields=[*fields, note])


def seen_panel(found: Seen, said: str | None = None) -> Panel:
    """What was answered, beside the time before; and rest, where the answers ask for it."""
    guild_id = found.guild_id
    day = found.checkin.taken_on
    parts: Items = [f"**{said or 'Your check-in'}** · {say_date(day)}\n{_answers(found)}"]
    if found.checkin.note:
        parts.append(f">>> {fit(found.checkin.note, _NOTE_SHOWN)}")
    if found.is_latest and is_strained(found.checkin.levels):
        rest = buttons(button("Lighter weeks", LIGHTER(guild_id)), button("Rest", PAUSE(guild_id)))
        parts += [line(), _KIND, rest]
    parts += [
        line(),
        help_text(found.support),
        buttons(
            button("History", HISTORY(guild_id)),
            button("Remove", REMOVE(guild_id, day), style=discord.ButtonStyle.danger),
        ),
    ]
    return Panel(ACCENT, *parts, small_print=YOURS)


def remove_panel(found: Seen) -> Panel:
    """Asks once before a check-in goes."""
    guild_id = found.guild_id
    day = found.checkin.taken_on
    return Panel(
        ACCENT,
        f"**Remove your check-in of {say_date(day)}?**\nIts answers and note go for good, also "
        "from the trend.",
        buttons(
            button("Remove", REMOVE_FOR_SURE(guild_id, day), style=discord.ButtonStyle.danger),
            button("Keep it", SHOW(guild_id, day)),
        ),
        small_print=ONLY_YOU,
    )


def removed_panel(guild_id: int) -> Panel:
    """Said once it is gone."""
    return Panel(
        ACCENT,
        "It is gone.",
        buttons(button("History", HISTORY(guild_id))),
        small_print=ONLY_YOU,
    )


def cadence_panel(found: Standing, said: str | None = None) -> Panel:
    """How often check-ins come, when the next does, and how to change or stop that."""
    guild_id = found.guild_id
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=CADENCE(guild_id),
        placeholder="How often",
        options=[
            discord.SelectOption(
                label=_every(days), value=str(days), default=days == found.past.cadence
            )
            for days in range(LEAST_DAYS, MOST_DAYS + 1)
        ],
    )
    act = button("Stop", STOP(guild_id))
    if found.offer is None:
        act = button("Start again", START(guild_id))
    return Panel(
        ACCENT,
        *([said] if said else []),
        f"**Check-ins**\n{state_text(found.past, found.offer)}\nThe daily message offers it once; "
        "leaving it is fine, and no streak knows. In a rest, and on the day of a retro or a "
        "rating, it waits.",
        buttons(select),
        buttons(act, button("History", HISTORY(guild_id))),
        small_print=YOURS,
    )


def state_text(past: Past, offer: Offer | None) -> str:
    """How often check-ins come, when the next is offered, and when the last was taken."""
    last = "" if past.taken_on is None else f" The last was on {say_date(past.taken_on)}."
    if offer is None:
        return f"Check-ins are off. `/checkin now` works any day.{last}"
    when = "now" if offer.is_open else f"from {say_date(offer.due)} on"
    often = _every(past.cadence).lower()
    return f"A check-in comes {often}; the next is offered {when}.{last}"


def offer_row(guild_id: int) -> ui.Section[ui.LayoutView]:
    """What offers one, in the daily message and in `/today`."""
    text = "How are you, these weeks? Four short questions, for you alone."
    return row(text, button("Check in", OPEN(guild_id)))


def help_text(support: Sequence[str]) -> str:
    """Where to find help: the server's support links, and what holds everywhere."""
    lines = [f"- {_support_line(each)}" for each in support]
    heading = ["**Help, whenever you want it**"] if lines else []
    return "\n".join([*heading, *lines, f"-# {_TALK}"])


def _support_line(kept: str) -> str:
    words, url = words_and_link(kept)
    if url is None:
        return escape(words)
    return link_to(escape(words or url), url)


def _answers(found: Seen) -> str:
    before = found.before.by_key if found.before is not None else {}
    said = []
    for item, level in zip(found.checkin.items, found.checkin.levels, strict=True):
        then = before.get(item.key)
        changed = then is not None and then != level
        was = f"\n-# before: {_answer_before(found, item.key)}" if changed else ""
        said.append(f"{item.question} **{item.answers[level - 1]}**{was}")
    return "\n".join(said)


def _answer_before(found: Seen, key: str) -> str:
    """In the words that were chosen from then."""
    assert found.before is not None
    item = next(each for each in found.before.items if each.key == key)
    return item.answers[found.before.by_key[key] - 1]


def _every(days: int) -> str:
    weeks, more = divmod(days, 7)
    return f"Every {days} days" if more else f"Every {weeks} weeks"
