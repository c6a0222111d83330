"""Second ratings as panels: what the caller asked for, and what others ask of them."""

from __future__ import annotations

import discord
from discord import ui

from bot.charts import radar
from bot.competency.rules import field_of, parts, say_quarter
from bot.competency.values import Rating
from bot.second_ratings.values import Comparison, Request, Second
from cogs.common.forms import Form, person_field
from cogs.common.levels import level_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import one_line, plural
from cogs.second_ratings.routes import (
    ACCEPT,
    ASK,
    COMPARE_ONE,
    DECLINE,
    OPEN,
    RATE,
    TAKE_BACK,
    WITHDRAW,
    WITHDRAW_SURE,
)
from cogs.second_ratings.style import ACCENT

_TITLES, _SHOWN = 200, 10
_CONSENT = (
    "They see your levels of this rating once theirs stand, never your answers, and nobody else "
    "sees either."
)


def compare_panel(found: Comparison, guild_id: int, said: str = "") -> Panel:
    """Where the second rating of the caller's latest one stands, and what they are asked for."""
    return Panel(
        ACCENT,
        f"**A second view**\n{said or _said(found)}",
        *compare_rows(found, guild_id),
        small_print=f"{_CONSENT} {ONLY_YOU}",
    )


def compare_rows(found: Comparison, guild_id: int) -> Items:
    """What the caller can do about theirs, then what others ask of them."""
    rows: Items = []
    second = found.second
    acts = [
        button(label, COMPARE_ONE(guild_id, number))
        for label, number in (("Earlier", found.earlier), ("Later", found.later))
        if number is not None
    ]
    if second is not None and not second.is_free:
        acts.append(button("Withdraw", WITHDRAW(guild_id, second.number)))
    elif found.rating is not None and found.later is None:
        acts.append(button("Ask a member", ASK(guild_id), style=discord.ButtonStyle.primary))
    if acts:
        rows.append(buttons(*acts))
    if found.asked:
        rows.append(line())
        rows += [asked_row(each, guild_id) for each in found.asked[:_SHOWN]]
    return rows


def asked_row(second: Second, guild_id: int) -> ui.Section[ui.LayoutView]:
    """What somebody asks the caller for, where it is named."""
    who = f"<@{second.user_id}>"
    if second.is_given:
        text = f"● You gave {who} a second rating."
    elif second.accepted:
        text = f"◐ {who} waits for your second rating."
    else:
        text = f"○ {who} asks how you see them on the plan's axes. You may decline."
    return row(text, button("Open", OPEN(guild_id, second.id)))


def given_row(second: Second, guild_id: int) -> ui.Section[ui.LayoutView]:
    """That the caller's own one has come."""
    text = f"<@{second.mentor_id}> gave you a second rating. Both stand side by side."
    return row(text, button("Compare", COMPARE_ONE(guild_id, second.number)))


def ask_form(guild_id: int) -> Form:
    """Whom to ask."""
    field = person_field(
        "person",
        "Whom do you ask?",
        hint="Somebody in the group, such as your mentor. They find it in /today.",
    )
    return Form("Ask for a second rating", ASK(guild_id), fields=[field])


def withdraw_panel(number: int, guild_id: int) -> Panel:
    """Ask once more: what goes."""
    sure = button("Withdraw", WITHDRAW_SURE(guild_id, number), style=discord.ButtonStyle.danger)
    text = (
        "**Withdraw it?**\nWhat they gave is deleted, and they see nothing of yours any more. You "
        "can ask them or somebody else again."
    )
    return Panel(
        ACCENT,
        text,
        buttons(sure, button("Keep it", COMPARE_ONE(guild_id, number))),
        small_print=ONLY_YOU,
    )


def request_panel(found: Request, guild_id: int) -> Panel:
    """What the caller is asked for: to answer, then forms, then that it is given."""
    second = found.second
    who = f"<@{second.user_id}>"
    when = "" if found.quarter is None else f" · {say_quarter(found.quarter)}"
    decline = button("Decline", DECLINE(guild_id, second.id))
    if not second.accepted:
        text = (
            f"**A second view**{when}\n{who} asks how you see them on {_axes(found)}, each level "
            f"in words. It takes {plural(len(parts(found.axes)), 'short form')}. You see their own "
            "levels once yours stand."
        )
        yes = button("Accept", ACCEPT(guild_id, second.id), style=discord.ButtonStyle.primary)
        small = "Only the two of you see it. They can withdraw it, and so can you."
        return Panel(ACCENT, text, buttons(yes, decline), small_print=small)
    rows: Items = [f"**Your view of** {who}{when}\n{len(second.levels)} of {_axes(found)} rated"]
    groups = parts(found.axes)
    first = next(
        (n for n, part in enumerate(groups) if any(a.id not in second.levels for a in part)), None
    )
    for number, part in enumerate(groups):
        rated = sum(axis.id in second.levels for axis in part)
        mark = "●" if rated == len(part) else "◐" if rated else "○"
        style = discord.ButtonStyle.primary if number == first else discord.ButtonStyle.secondary
        names = one_line(", ".join(axis.title for axis in part), _TITLES)
        act = button("Rate", RATE(guild_id, second.id, number), style=style)
        rows.append(
            row(f"{mark} **{names}**\n-# {rated} of {plural(len(part), 'axis', 'axes')}", act)
        )
    rows.append(buttons(take_back_button(second, guild_id) if second.levels else decline))
    small = "Half a form is kept. With the last level it is given; then you both see both."
    return Panel(ACCENT, *rows, small_print=small)


def take_back_button(second: Second, guild_id: int) -> ui.Button[ui.LayoutView]:
    """Leads to declining what has levels already."""
    return button("Take back", TAKE_BACK(guild_id, second.id))


def take_back_panel(second: Second, guild_id: int) -> Panel:
    """Ask once more: what goes."""
    sure = button("Take back", DECLINE(guild_id, second.id), style=discord.ButtonStyle.danger)
    text = (
        f"**Take your view of <@{second.user_id}> back?**\nThe levels that you gave are deleted, "
        "for them too. They can ask you or somebody else again."
    )
    return Panel(
        ACCENT,
        text,
        buttons(sure, button("Keep it", OPEN(guild_id, second.id))),
        small_print=ONLY_YOU,
    )


def levels_form(found: Request, part: int, guild_id: int) -> Form:
    """The axes of a part, as the member rated them."""
    groups = parts(found.axes)
    fields = [
        level_field(
            field_of(axis),
            axis.title,
            axis.levels,
            hint="How you see them today. Leave it open if you cannot tell yet.",
            chosen=found.second.levels.get(axis.id),
        )
        for axis in groups[part]
    ]
    title = f"Where do they stand? {part + 1} of {len(groups)}"
    return Form(title, RATE(guild_id, found.second.id, part), fields=fields)


def own_radar(rating: Rating, second: Second) -> radar.Radar:
    """The caller's levels beside the second ones."""
    return _radar(rating, second, now="you", other="mentor")


def given_radar(found: Request) -> radar.Radar:
    """What the caller gave beside the member's own levels, which they see now."""
    rating = Rating(found.second.number, found.own)
    return _radar(rating, found.second, now="they", other="you")


def _radar(rating: Rating, second: Second, *, now: str, other: str) -> radar.Radar:
    return radar.Radar(
        tuple(
            radar.Spoke(each.title, each.level, len(each.scale), second.levels.get(each.axis))
            for each in rating.levels
        ),
        now=now,
        other=other,
        is_second=True,
    )


def _axes(found: Request) -> str:
    return plural(len(found.axes), "axis", "axes")


def _said(found: Comparison) -> str:
    second = found.second
    if found.rating is None:
        return "Once you have rated yourself, you can ask a member how they see you."
    if second is None:
        return "Ask one member, such as your mentor, how they see you on the same axes."
    who = f"<@{second.mentor_id}>"
    another = " You can ask somebody else." if found.later is None else ""
    if second.accepted is False:
        return f"{who} has no room for it this time.{another}"
    if second.is_free:
        return f"{who} is no longer in the group.{another}"
    if second.accepted is None:
        return f"You asked {who}, who finds it in `/today`. Nobody is pinged."
    return f"{who} said yes, and is still on it."
