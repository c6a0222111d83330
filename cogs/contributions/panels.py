"""Contributions as panels: lists, one, its form."""

from __future__ import annotations

import discord

from bot.contributions.rules import MAX_ABOUT
from bot.contributions.values import (
    Contribution,
    ContributionList,
    Entry,
    Noted,
    OpenMilestone,
    State,
)
from bot.inputs.links import MAX_LINK
from cogs.common.forms import Form, radio_field, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import one_line, stamp, titled_link
from cogs.contributions.routes import ADD, DELETE, DELETE_FOR_SURE, EDIT, FINISH, GROUP, MINE
from cogs.contributions.style import ACCENT

FOR_GROUP, FOR_ME = "group", "me"

_ABOUT, _TITLE = 120, 80
_STATES = (
    (State.OPEN, "Open", "Waits for review, or for you"),
    (State.MERGED, "Merged", "It is in"),
    (State.CLOSED, "Closed", "It did not get in; worth as much to know"),
)


def list_panel(found: ContributionList, said: str = "") -> Panel:
    """A page of contributions with how many are open, merged and closed."""
    counts = " · ".join(f"{each.mark} {found.counts.get(each, 0)} {each.value}" for each in State)
    whose = "Your contributions" if found.mine else "The group's contributions"
    opening: Items = [said, line()] if said else []
    none = "None yet. *Add* takes the link of a pull request and how it stands."
    if not found.mine:
        none = "None yet. Whoever shows one to the group brings the first."
    other = button(f"Mine · {found.mine_count}", MINE(0))
    if found.mine:
        other = button(f"The group's · {found.released}", GROUP(0))
    turning = page_buttons(MINE if found.mine else GROUP, page=found.page, pages=found.pages)
    return Panel(
        ACCENT,
        *opening,
        f"**{whose}** to open source\n{counts}",
        line(),
        *([_row(each, is_own=found.mine) for each in found.found] or [none]),
        *_offer(found.milestone, "your first merged one"),
        line(),
        buttons(*turning, button("Add", ADD(), style=discord.ButtonStyle.primary), other),
        small_print=f"How each stands is what its member says. {ONLY_YOU}",
    )


def noted_panel(noted: Noted, said: str) -> Panel:
    """One's own contribution, and the milestone that it may finish."""
    found = noted.contribution
    seen = "The group sees it with your name." if found.entry.is_released else ONLY_YOU
    return Panel(
        ACCENT,
        f"{said}\n{contribution_line(found, is_own=True)}",
        *_offer(noted.milestone, "that"),
        buttons(
            button("Change", EDIT(found.id)),
            button("Delete", DELETE(found.id), style=discord.ButtonStyle.danger),
            button("Mine", MINE(0)),
        ),
        small_print=seen,
    )


def ask_to_delete_panel(noted: Noted) -> Panel:
    """Asks once before a contribution is deleted."""
    found = noted.contribution
    return Panel(
        ACCENT,
        f"**Delete this contribution?**\n{contribution_line(found, is_own=True)}",
        buttons(
            button("Delete", DELETE_FOR_SURE(found.id), style=discord.ButtonStyle.danger),
            button("Keep", MINE(0)),
        ),
        small_print=ONLY_YOU,
    )


def contribution_form(submit: CustomId, entry: Entry | None = None) -> Form:
    """The form of a contribution, with what it says now. New ones are for their member alone."""
    shown = entry is not None and entry.is_released
    states = [
        discord.RadioGroupOption(
            label=label,
            value=state.value,
            description=says,
            default=state is (entry.state if entry else State.OPEN),
        )
        for state, label, says in _STATES
    ]
    whom = [
        discord.RadioGroupOption(label="Only me", value=FOR_ME, default=not shown),
        discord.RadioGroupOption(label="The group, with my name", value=FOR_GROUP, default=shown),
    ]
    return Form(
        "Contribution to open source",
        submit,
        fields=[
            text_field(
                "link",
                "Link to the pull request",
                example="https://github.com/you/lib/pull/1",
                default=entry.link if entry else None,
                max_length=MAX_LINK,
            ),
            text_field(
                "about",
                "What it is about",
                example="A clearer error for wrong shapes",
                default=entry.about or None if entry else None,
                required=False,
                max_length=MAX_ABOUT,
            ),
            radio_field("state", "How it stands", states),
            radio_field("seen_by", "Who sees it", whom),
        ],
    )


def contribution_line(found: Contribution, *, is_own: bool) -> str:
    """A contribution on two lines."""
    entry = found.entry
    about = one_line(entry.about, _ABOUT) if entry.about else "Pull request"
    whose = f"<@{found.user_id}>"
    if is_own:
        whose = "the group sees it" if entry.is_released else "only you see it"
    return (
        f"{entry.state.mark} **{about}** · {titled_link(entry.link)}\n"
        f"{entry.state.value} · {whose} · {stamp(found.noted_at, 'd')}"
    )


def _offer(milestone: OpenMilestone | None, what: str) -> Items:
    if milestone is None:
        return []
    title = one_line(milestone.title, _TITLE)
    act = button("Finish it", FINISH(milestone.contribution_id))
    return [line(), row(f"Does {what} finish *{title}*?", act)]


def _row(found: Contribution, *, is_own: bool) -> discord.ui.Item[discord.ui.LayoutView] | str:
    text = contribution_line(found, is_own=is_own)
    return row(text, button("Change", EDIT(found.id))) if is_own else text
