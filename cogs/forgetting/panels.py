"""What goes when somebody is forgotten, the form that asks for it, and the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.forgetting.values import Holdings, PostState
from bot.groups.membership import OwnGroup
from bot.inputs.text import cut
from cogs.common.forms import Form, text_field
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line, row
from cogs.common.text import jump_url, one_line, plural, stamp
from cogs.forgetting.routes import LOOK, STAY, TYPE_NAME

NAME = 100
_GROUPS, _LINKS, _HINT = 10, 5, 100


def groups_panel(groups: Sequence[tuple[OwnGroup, str]]) -> Panel:
    """The groups that know the person, each with the way to what is stored there."""
    rows: Items = [
        row(
            f"**{one_line(name, NAME)}**" + ("" if group.is_here else " · you have left it"),
            button("Look", LOOK(group.guild_id)),
        )
        for group, name in groups[:_GROUPS]
    ]
    return Panel(
        Accent.SETTINGS,
        "**In which group?**\nEach group has its own; being forgotten in one leaves the others as "
        "they are.",
        *rows,
        small_print=ONLY_YOU,
    )


def nowhere_panel() -> Panel:
    """Nothing is stored anywhere."""
    return Panel(
        Accent.SETTINGS,
        "I have nothing stored about you. `/join` in a server with a study group makes you a "
        "member.",
        small_print=ONLY_YOU,
    )


def grace_panel(guild_id: int, name: str, *, until: datetime, is_absent: bool) -> Panel:
    """Until when what somebody entered waits for them, and how it all comes back."""
    where = one_line(name, NAME)
    happened, way_back = (
        (f"I was removed from the server of {where}", "If I am let in again by then,")
        if is_absent
        else (f"You are no longer in {where}", "Come back to the server by then, and")
    )
    return Panel(
        Accent.SETTINGS,
        f"**{happened}**\nNothing more comes from there. What you entered waits until "
        f"{stamp(until, 'D')}. {way_back} all of it is as it was. After that it is deleted.",
        buttons(button("What waits", LOOK(guild_id))),
        small_print="This comes once. `/forget` deletes it at once.",
    )


def holdings_panel(found: Holdings, name: str, *, until: datetime | None = None) -> Panel:
    """All that goes and what stays without a name, before anything is deleted.

    ``until`` is when it goes by itself.
    """
    if found.is_empty:
        return Panel(
            Accent.SETTINGS,
            f"I have nothing stored about you in *{one_line(name, NAME)}*.",
            small_print=ONLY_YOU,
        )
    parts: Items = [
        f"**Be forgotten in {one_line(name, NAME)}?**\nThis is deleted for good, and `/join` "
        "begins anew:\n" + "\n".join(f"- {title}: {count:,}" for title, count in found.counts)
    ]
    if until is not None:
        parts.append(
            f"It waits for you until {stamp(until, 'D')}: if you are back by then, all of it is as "
            "it was. After that it is deleted by itself."
        )
    if found.posts:
        parts.append(
            f"{plural(len(found.posts), 'message')} to the group that "
            f"{'names' if len(found.posts) == 1 else 'name'} you, or may: deleted, or shown "
            "without your name."
        )
    if found.kept:
        parts.append("Stays, without your name:\n" + "\n".join(f"- {each}" for each in found.kept))
    parts.append("To keep a copy, use `/export data` first.")
    return Panel(
        Accent.SETTINGS,
        *parts,
        line(),
        buttons(
            button("Forget me", TYPE_NAME(found.guild_id), style=discord.ButtonStyle.danger),
            button("Not now", STAY(found.guild_id)),
        ),
        small_print=f"Other groups stay as they are. {ONLY_YOU}",
    )


def name_form(guild_id: int, name: str) -> Form:
    """Asks for the group's name, so that nobody is forgotten by a slip."""
    return Form(
        "Be forgotten",
        TYPE_NAME(guild_id),
        fields=[
            text_field(
                "name",
                "The name of the group",
                hint=cut(f"Type it to delete all of yours: {name}", _HINT),
                max_length=NAME,
            )
        ],
    )


def stays_panel(name: str) -> Panel:
    """Nothing happened."""
    return Panel(
        Accent.SETTINGS,
        f"All of yours in *{one_line(name, NAME)}* stays as it is.",
        small_print=ONLY_YOU,
    )


def receipt_panel(found: Holdings, posts: Sequence[PostState], name: str) -> Panel:
    """What was deleted, and which messages Discord leaves as they are."""
    count = sum(number for _, number in found.counts)
    parts: Items = [
        f"**You are forgotten in {one_line(name, NAME)}**\n"
        f"{plural(count, 'entry', 'entries')} of yours are deleted for good. Take care, and come "
        "back as somebody new whenever you like."
    ]
    done = sum(post.is_done for post in posts)
    if done:
        parts.append(f"{plural(done, 'message')} to the group: deleted, or without your name.")
    refused = [post for post in posts if post.refused]
    if refused:
        parts.append(
            "Discord does not let me change these; an organiser can delete them:\n"
            + "\n".join(
                f"- {jump_url(found.guild_id, post.channel_id, post.message_id)} ({post.refused})"
                for post in refused[:_LINKS]
            )
            + (f"\n- and {len(refused) - _LINKS} more" if len(refused) > _LINKS else "")
        )
    waiting = len(posts) - done - len(refused)
    if waiting:
        parts.append(
            f"{plural(waiting, 'message')} to the group "
            f"{'follows' if waiting == 1 else 'follow'}: I try until Discord takes it."
        )
    if found.kept:
        parts.append("Stays, without your name:\n" + "\n".join(f"- {each}" for each in found.kept))
    return Panel(Accent.SETTINGS, *parts, small_print=ONLY_YOU)
