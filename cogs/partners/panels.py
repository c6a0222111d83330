"""Study partners as panels, for one member: how they take part, their pairs, whom they avoid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord

from bot.partners.matching_values import MOST_PARTNERS, Kind, Role
from bot.partners.rules import write_topics
from bot.partners.values import MAX_TOPICS, MOST_NOT_WITH, Answered, Met, Mine, Partnership, Profile
from cogs.common.forms import Form, checkbox_field, choice_field, person_field, text_field
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
from cogs.common.text import day_stamp, escape, one_line, plural, stamp
from cogs.partners.routes import (
    ADD,
    ANOTHER,
    FINISH,
    HISTORY,
    JOIN,
    LEAVE,
    LEAVE_SURE,
    MINE,
    NOT_WITH,
    OPEN,
    PAUSE,
    RESUME,
    SAY,
    TAKE_OFF,
)
from cogs.partners.style import ACCENT

_TITLE = 80
_ON_PAGE, _LISTED = 10, 8
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
_ROLES = {
    Role.MENTOR: "I show somebody the way",
    Role.MENTEE: "I look for somebody who shows me the way",
    Role.PEER: "We learn side by side",
}
_ENDS = "If you are partners now, that pair ends: they hear that, and not why."
_SAID = {
    None: "not said whether you met",
    Met.YES: "you met",
    Met.NOT_YET: "not met yet",
    Met.NO: "you did not meet",
}


def join_form(guild_id: int, profile: Profile | None) -> Form:
    """As what one takes part, with what is set now."""
    entry = None if profile is None else profile.entry
    roles = (Role.PEER,) if entry is None else entry.roles
    capacity = 1 if entry is None else entry.capacity
    return Form(
        "Study partners",
        JOIN(guild_id),
        fields=[
            choice_field(
                "roles",
                "What would you be?",
                [
                    discord.SelectOption(
                        label=role.value.capitalize(),
                        value=role.value,
                        description=says,
                        default=role in roles,
                    )
                    for role, says in _ROLES.items()
                ],
                hint="One or several",
                at_most=len(Role),
            ),
            choice_field(
                "capacity",
                "As a mentor: for how many at a time?",
                [
                    discord.SelectOption(
                        label=plural(count, "mentee"), value=str(count), default=count == capacity
                    )
                    for count in range(1, MOST_PARTNERS + 1)
                ],
            ),
            text_field(
                "topics",
                "Topics, separated by commas",
                hint="Your partner sees those that you share.",
                example="transformers, MLOps, statistics",
                default=write_topics(entry.topics) or None if entry else None,
                required=False,
                max_length=MAX_TOPICS,
            ),
            checkbox_field(
                "axes",
                "Use my competency axes",
                hint="Brings a mentor who is strong where a mentee wants to grow; both see which.",
                default=entry is not None and entry.shows_axes,
            ),
        ],
    )


def mine_panel(found: Mine, said: str | None = None) -> Panel:
    """How one takes part, with one's partners of now."""
    guild_id, profile = found.guild_id, found.profile
    items: Items = [said, line()] if said else []
    if profile is None:
        items.append(
            "**Study partners**\nEach round brings those who take part together in twos, by topics "
            "and by hours in which both are awake. You take no part now."
        )
    else:
        items.append(f"**Study partners**\n{_profile(profile)}\n{_ahead(found)}")
    items += [pair_row(each, guild_id) for each in found.pairs]
    acts = [button("Take part", JOIN(guild_id), style=_PRIMARY)]
    if profile is not None:
        pause = button("Pause", PAUSE(guild_id))
        if profile.is_paused:
            pause = button("End the pause", RESUME(guild_id), style=_PRIMARY)
        acts = [button("Change", JOIN(guild_id)), pause, button("Leave", LEAVE(guild_id))]
    acts += [button("Not with", NOT_WITH(guild_id, 0)), button("History", HISTORY(guild_id, 0))]
    small = f"Your zone and hours are those of `/me`. {ONLY_YOU}"
    return Panel(ACCENT, *items, line(), buttons(*acts), small_print=small)


def pause_form(guild_id: int) -> Form:
    """Until when one is left out."""
    until = text_field(
        "until",
        "First day on which you take part again",
        hint="Left empty, the pause lasts until you end it. Partners of now stay.",
        example="2026-12-07, 7 December, in 3 weeks",
        required=False,
        max_length=40,
    )
    return Form("Pause", PAUSE(guild_id), fields=[until])


def leave_panel(found: Mine) -> Panel:
    """Asks once more."""
    text = "**Leave study partners?** You are in no round from now on."
    if found.pairs:
        text += " Your partners of now are told that the pair ended, and are matched anew."
    guild_id = found.guild_id
    return Panel(
        ACCENT,
        text,
        buttons(
            button("Leave", LEAVE_SURE(guild_id), style=_DANGER), button("Stay", MINE(guild_id))
        ),
        small_print=ONLY_YOU,
    )


def not_with_panel(
    guild_id: int, others: Sequence[int], said: str | None = None, page: int = 0
) -> Panel:
    """A page of those whom one would rather not be paired with."""
    shown, page, pages = page_of(others, page, _LISTED)
    items: Items = [said, line()] if said else []
    told = "You are never paired with these people. Nobody learns of it, nor why."
    if not others:
        told = "The list is empty. Whoever stands on it never becomes your partner."
    items.append(f"**Not with**\n{told} {_ENDS}")
    items += [row(f"<@{each}>", button("Take off", TAKE_OFF(guild_id, each))) for each in shown]
    turning = page_buttons(lambda at: NOT_WITH(guild_id, at), page=page, pages=pages)
    acts = [button("Add somebody", ADD(guild_id)), button("Back", MINE(guild_id))]
    return Panel(
        ACCENT,
        *items,
        buttons(*turning, *acts),
        small_print=f"It holds up to {MOST_NOT_WITH}. {ONLY_YOU}",
    )


def not_with_form(guild_id: int) -> Form:
    """Whom to add."""
    return Form("Not with", ADD(guild_id), fields=[person_field("person", "Who?", hint=_ENDS)])


def history_panel(guild_id: int, found: Sequence[Partnership], page: int) -> Panel:
    """A page of one's pairs, the newest first."""
    shown, page, pages = page_of(found, page, _ON_PAGE)
    lines = "\n".join(f"- {_past(each)}" for each in shown)
    turning = page_buttons(lambda at: HISTORY(guild_id, at), page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**Your partners**\n{lines or 'None yet: the next round brings the first.'}",
        buttons(*turning, button("Back", MINE(guild_id))),
        small_print=f"What you said of whether you met is yours alone. {ONLY_YOU}",
    )


def pair_panel(found: Answered, said: str | None = None) -> Panel:
    """One of one's pairs: whether one met, and what follows."""
    pair = found.pair
    guild_id = pair.guild_id
    items: Items = [said, line()] if said else []
    items.append(f"{_with(pair)}\n{_SAID[pair.met].capitalize()}.")
    if pair.is_open:
        items.append(buttons(*answer_buttons(pair)))
    if pair.is_open and pair.met is Met.NO:
        text = (
            "It happens, and it is nobody's fault. Shall I look for somebody else? Your partner "
            "hears only that the pair ended, and is matched anew too."
        )
        items.append(row(text, button("Find another", ANOTHER(guild_id, pair.id))))
    if found.milestone is not None:
        title = one_line(found.milestone[1], _TITLE)
        text = f"Does that finish *{title}*?"
        items.append(row(text, button("Finish it", FINISH(guild_id, pair.id))))
    return Panel(
        ACCENT,
        *items,
        buttons(button("My partners", MINE(guild_id))),
        small_print=f"What you say here is yours alone. {ONLY_YOU}",
    )


def today_rows(guild_id: int, pairs: Sequence[Partnership], today: date, *, waits: bool) -> Items:
    """For `/today`: one's partners, with the question while it waits."""
    rows: Items = [
        asked_row(each) if each.is_asked(today) else pair_row(each, guild_id) for each in pairs
    ]
    if waits:
        rows.append(
            "**Study partners**\nThe last round had no partner for you. You come first when "
            "somebody is free."
        )
    return rows


def asked_row(pair: Partnership) -> discord.ui.Section[discord.ui.LayoutView]:
    """One of one's pairs with the question whether one met, or what was said."""
    said = f"{_SAID[pair.met].capitalize()}."
    if pair.is_open and pair.met is None:
        said = "Have you met?"
    return row(f"{_with(pair)}\n{said}", button("Our pair", OPEN(pair.guild_id, pair.id)))


def answer_buttons(pair: Partnership) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    """What one can say of whether one met; what was said stands out."""
    labels = ((Met.YES, "We met"), (Met.NOT_YET, "Not yet"), (Met.NO, "No"))
    return [
        button(
            label,
            SAY(pair.guild_id, pair.id, met),
            style=_PRIMARY if pair.met is met else discord.ButtonStyle.secondary,
        )
        for met, label in labels
    ]


def names_of(user_ids: Sequence[int]) -> str:
    """People by their mentions, for one reader alone."""
    return " and ".join(f"<@{each}>" for each in user_ids) or "somebody who is gone"


def pair_row(
    pair: Partnership, guild_id: int, text: str | None = None
) -> discord.ui.Section[discord.ui.LayoutView]:
    """A pair of now, with the way to say whether one met."""
    return row(text or _with(pair), button("Our pair", OPEN(guild_id, pair.id)))


def _profile(profile: Profile) -> str:
    entry = profile.entry
    roles = ", ".join(
        f"{role.value} for up to {entry.capacity}"
        if role is Role.MENTOR and entry.capacity > 1
        else role.value
        for role in entry.roles
    )
    topics = escape(write_topics(entry.topics)) or "none named"
    axes = "used" if entry.shows_axes else "not used"
    return f"You take part as {roles}. Topics: {topics}. Competency axes: {axes}."


def _ahead(found: Mine) -> str:
    profile = found.profile
    assert profile is not None, "said of who takes part"
    if profile.is_paused:
        if profile.paused_until is None:
            return "You pause until you end it."
        return (
            f"You pause, and take part again from {day_stamp(profile.paused_until, found.zone)} on."
        )
    told = "A round comes when an organiser starts one."
    if found.next_round is not None:
        told = f"The next round: {stamp(found.next_round, 'D')}."
    if found.waits:
        told += " The last one had no partner for you, so you come first."
    return told


def _with(pair: Partnership) -> str:
    as_what = ""
    if pair.kind is Kind.MENTORING:
        as_what = "Your mentee: " if pair.is_mentor else "Your mentor: "
    where = f" · <#{pair.thread_id}>" if pair.thread_id is not None else ""
    return f"**{as_what or 'Your partner: '}**{names_of(pair.partners)}{where}"


def _past(pair: Partnership) -> str:
    people = names_of([each.user_id for each in pair.others])
    until = " to now" if pair.is_open else ", left early"
    if pair.ended_at is not None:
        until = f" to {stamp(pair.ended_at, 'd')}"
    return f"{people} · {stamp(pair.made_at, 'd')}{until} · {_SAID[pair.met]}"
