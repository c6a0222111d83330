"""Talks as panels: the list, one talk, an evening's order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.inputs.links import MAX_LINK
from bot.talks.rules import MAX_ABOUT, MAX_TITLE, MINUTES
from bot.talks.values import Evening, Talk
from cogs.common.forms import Form, radio_field, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import cut, escape, fit, link_to, one_line, stamp
from cogs.talks.routes import (
    ARRANGE,
    CHANGE,
    GIVE,
    LIST,
    OPEN,
    PROPOSE,
    PUT_ON,
    TAKE_OUT,
    UP,
    WITHDRAW,
    WITHDRAW_FOR_SURE,
)
from cogs.talks.style import ACCENT

_ROWS, _TITLE, _LINK = 8, 90, 100
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
_GROUP_SEES = "The group sees proposals and evenings; feedback goes to the speaker alone."
_MOST_OPTIONS = 25


def list_panel(found: Sequence[Talk], page: int = 0, *, said: str | None = None) -> Panel:
    """Talks on evenings ahead, then proposals, then those that were held."""
    shown, page, pages = page_of(found, page, _ROWS)
    opening: Items = [said, line()] if said else []
    rows: Items = [
        row(f"{_mark(each)} {talk_line(each)}\n{_when(each)}", button("Open", OPEN(each.id)))
        for each in shown
    ]
    text = f"**Talks** · {len(found)}" if found else "**Talks**\nNone proposed yet."
    if not found:
        text += " *Propose* takes a title and a length; ten minutes are plenty."
    return Panel(
        ACCENT,
        *opening,
        text,
        *([line(), *rows] if rows else []),
        buttons(
            *page_buttons(LIST, page=page, pages=pages),
            button("Propose", PROPOSE(), style=_PRIMARY),
        ),
        small_print=f"{_GROUP_SEES} {ONLY_YOU}",
    )


def talk_panel(
    talk: Talk, user_id: int, now: datetime, *, gave: bool, said: str | None = None
) -> Panel:
    """One talk as somebody else than its speaker sees it."""
    opening: Items = [said, line()] if said else []
    acts = []
    if talk.speaker_id != user_id and talk.has_begun(now) and not talk.is_closed and not gave:
        acts.append(button("Give feedback", GIVE(talk.guild_id, talk.id), style=_PRIMARY))
    return Panel(
        ACCENT,
        *opening,
        about_talk(talk),
        buttons(*acts, button("All", LIST(0))),
        small_print=f"{_GROUP_SEES} {ONLY_YOU}",
    )


def about_talk(talk: Talk) -> str:
    """What a talk is: who, when, how long, its words and links."""
    parts = [f"{_mark(talk)} **{escape(talk.title)}** · <@{talk.speaker_id}>"]
    parts.append(f"{talk.minutes} minutes · {_when(talk)}")
    if talk.about:
        parts.append(escape(talk.about))
    parts += _links(talk)
    return "\n".join(parts)


def talk_line(talk: Talk) -> str:
    """A talk in a list."""
    return f"**{one_line(talk.title, _TITLE)}** · <@{talk.speaker_id}> · {talk.minutes} min"


def own_acts(talk: Talk, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    """What a speaker can do with a talk."""
    acts = [button("Change", CHANGE(talk.id))]
    if not talk.has_begun(now):
        acts.append(button("Withdraw", WITHDRAW(talk.id), style=_DANGER))
    return [*acts, button("All", LIST(0))]


def ask_withdraw_panel(talk: Talk) -> Panel:
    """Asks once more before a talk is withdrawn."""
    where = " It leaves its evening too." if talk.meeting_id is not None else ""
    return Panel(
        ACCENT,
        f"**Withdraw** *{escape(talk.title)}*?{where}",
        buttons(
            button("Withdraw", WITHDRAW_FOR_SURE(talk.id), style=_DANGER),
            button("Keep", OPEN(talk.id)),
        ),
        small_print=ONLY_YOU,
    )


def arrange_panel(evening: Evening, *, said: str | None = None) -> Panel:
    """The order of an evening's speakers, for organisers."""
    opening: Items = [said, line()] if said else []
    meeting, talks = evening.meeting, evening.talks
    minutes = sum(each.minutes for each in talks)
    whole = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    heading = (
        f"**{fit(meeting.topic.title, 100)}** · {stamp(meeting.starts_at, 'F')}\n"
        f"{minutes} of {whole} minutes are taken"
    )
    rows: Items = []
    for place, talk in enumerate(talks):
        text = f"{place + 1}. {talk_line(talk)}"
        rows.append(row(text, button("Up", UP(meeting.id, talk.id))) if place else text)
    if not rows:
        rows = ["Nobody speaks yet. `/talk propose` takes proposals."]
    choosers: Items = []
    if evening.waiting:
        choosers.append(
            buttons(_chooser(PUT_ON(meeting.id), _put_on(len(evening.waiting)), evening.waiting))
        )
    if talks:
        choosers.append(buttons(_chooser(TAKE_OUT(meeting.id), "Take one out", talks)))
    return Panel(
        ACCENT,
        *opening,
        heading,
        line(),
        *rows,
        *choosers,
        buttons(button("Look again", ARRANGE(meeting.id)), button("All", LIST(0))),
        small_print=ONLY_YOU,
    )


def propose_form() -> Form:
    """The form for a proposal."""
    return Form(
        "Propose a talk",
        PROPOSE(),
        fields=[_title_field(None), _about_field(None), _minutes_field(MINUTES[1])],
    )


def change_form(talk: Talk) -> Form:
    """The form for a talk, with what stands there."""
    return Form(
        cut(f"Change: {talk.title}", 45),
        CHANGE(talk.id),
        fields=[
            _title_field(talk.title),
            _about_field(talk.about),
            _minutes_field(talk.minutes),
            _link_field("slides", "Slides", talk.slides),
            _link_field("recording", "Recording", talk.recording),
        ],
    )


def order_text(talks: Sequence[Talk]) -> str:
    """The order of speakers on an evening's panel."""
    lines = []
    for place, talk in enumerate(talks, 1):
        links = " · ".join(_links(talk, longest=_LINK))
        text = f"{place}. {talk_line(talk)}"
        lines.append(f"{text} · {links}" if links else text)
    return "\n".join(("**Who speaks**", *lines))


def _title_field(default: str | None) -> ui.Label[Form]:
    return text_field(
        "title",
        "Title",
        example="Attention without the maths",
        default=default,
        max_length=MAX_TITLE,
    )


def _about_field(default: str | None) -> ui.Label[Form]:
    return text_field(
        "about",
        "What listeners take with them",
        hint="One or two sentences; the group sees them.",
        default=default,
        long=True,
        required=False,
        max_length=MAX_ABOUT,
    )


def _minutes_field(now: int) -> ui.Label[Form]:
    options = [
        discord.RadioGroupOption(label=f"{each} minutes", value=str(each), default=each == now)
        for each in MINUTES
    ]
    return radio_field("minutes", "How long", options)


def _link_field(name: str, label: str, default: str | None) -> ui.Label[Form]:
    return text_field(
        name,
        label,
        example="https://…",
        default=default,
        required=False,
        max_length=MAX_LINK,
    )


def _chooser(custom_id: str, placeholder: str, talks: Sequence[Talk]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=[
            discord.SelectOption(
                label=cut(each.title, 100), value=str(each.id), description=f"{each.minutes} min"
            )
            for each in talks[:_MOST_OPTIONS]
        ],
    )


def _put_on(waiting: int) -> str:
    if waiting <= _MOST_OPTIONS:
        return "Put a proposal on it"
    return f"Put a proposal on it (the oldest {_MOST_OPTIONS} of {waiting})"


def _mark(talk: Talk) -> str:
    if talk.is_held:
        return "●"
    return "○" if talk.meeting_id is None else "◐"


def _when(talk: Talk) -> str:
    if talk.starts_at is None:
        return "waits for an evening"
    held = "held " if talk.is_held else ""
    return f"{held}{stamp(talk.starts_at, 'F')}"


def _links(talk: Talk, longest: int | None = None) -> list[str]:
    found = [("slides", talk.slides), ("recording", talk.recording)]
    return [
        link_to(name, url)
        for name, url in found
        if url and (longest is None or len(url) <= longest)
    ]
