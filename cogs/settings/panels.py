"""The panels of ``/settings``: what is set or would change, who organises, who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.groups.audit_rules import CHANNELS as CHANNEL_SETTINGS
from bot.groups.audit_rules import KEPT, NEWSLETTER, ROLE, Change
from bot.groups.channel_uses import CHANNEL_USES, channel_ids
from bot.groups.values import Group
from bot.inputs.dates import WEEKDAYS, say_date
from bot.inputs.times import say_time
from bot.settings.previews import SettingsPreview
from bot.settings.values import MAX_ROLES, Logged, LogPage
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import cut, escape, stamp
from cogs.common.zone_choices import local_time
from cogs.settings.pending import Pending
from cogs.settings.routes import (
    ADD_ROLE,
    ADD_ROLE_FOR_SURE,
    ANNOUNCEMENTS,
    AUDIT,
    BASICS,
    CHANNELS,
    PAPERS,
    REMOVE_ROLE,
    REMOVE_ROLE_FOR_SURE,
    RETROS,
    RHYTHM,
    ROLES,
    SAVE,
    SHOW,
)

_TITLES = {
    "announcements": "Announcements channel",
    "papers": "Papers channel",
    "retros": "Retros channel",
    "zone": "Time zone",
    "start": "First day of the plan",
    "categories": "arXiv feeds",
    "papers_open": "Weekly paper opens",
    "papers_close": "Weekly paper closes",
    "retro": "Monthly retro",
    "cross_lists": "Cross-lists",
    "paper_fit": "How well papers fit",
    "vote_method": "Votes",
    "totals": "Totals of votes",
    "newsletter": "Newsletter",
    "plan": "Plan",
    "group": "Group",
    "role": "Role that may organise",
    "member_data": "A member's data",
    "session": "Session",
    "evening": "Evening of talks",
}
_CHANNEL_ROUTES = {"announcements": ANNOUNCEMENTS, "papers": PAPERS, "retros": RETROS}
# So that a page of eight changes fits, whatever the values are.
_VALUE_LENGTH = 120


def settings_panel(
    group: Group,
    roles: Sequence[int],
    *,
    server: str,
    problems: str | None,
    now: datetime,
    said: str | None = None,
) -> Panel:
    """What is set, each part with its act; ``problems`` are missing permissions."""
    ids = channel_ids(group)
    channels = " · ".join(f"{label} <#{ids[use]}>" for use, label in CHANNEL_USES.items())
    opens = f"{WEEKDAYS[group.papers_open_weekday]} {say_time(group.papers_open_at)}"
    closes = f"{WEEKDAYS[group.papers_close_weekday]} {say_time(group.papers_close_at)}"
    basics = (
        f"**Zone** {group.zone}, {local_time(group.zone, now)} there now\n"
        f"**Start** {say_date(group.start_date)}"
    )
    rhythm = (
        f"**Weekly paper** opens {opens}, closes {closes}\n"
        f"**Retro** on day {group.retro_day} of the month at {say_time(group.retro_at)}"
    )
    organisers = ", ".join(["*Manage Server*", *(f"<@&{role_id}>" for role_id in roles)])
    return Panel(
        Accent.SETTINGS,
        *([said] if said else []),
        f"**{escape(server)} · settings**",
        row(f"**Channels**\n{channels}", button("Change", CHANNELS())),
        row(basics, button("Change", BASICS())),
        row(rhythm, button("Change", RHYTHM())),
        row(f"**Organisers** {organisers}", button("Change", ROLES())),
        problems or "I have every permission that I need in these channels.",
        line(),
        buttons(button("Who changed what", AUDIT(0)), button("Check again", SHOW())),
        small_print=f"Feeds: `/paper feeds list` and `/news list`. {ONLY_YOU}",
    )


def channels_panel(group: Group) -> Panel:
    """The three channels; choosing another one shows what would change."""
    ids = channel_ids(group)
    parts: Items = []
    for use, label in CHANNEL_USES.items():
        parts += [f"**{label}**", buttons(_channel_select(_CHANNEL_ROUTES[use](), ids[use]))]
    return Panel(
        Accent.SETTINGS,
        "**Where I post**\nChoose another channel to see what would change.",
        *parts,
        line(),
        buttons(button("Back", SHOW())),
        small_print=f"Nothing changes before you have seen it. {ONLY_YOU}",
    )


def preview_panel(found: SettingsPreview, waiting: Pending, problems: str | None) -> Panel:
    """What would change, to be saved or not; ``problems`` are what I would lack then."""
    if not found.changes:
        return Panel(
            Accent.SETTINGS,
            "**Nothing would change.** That is how it is set.",
            buttons(button("Back", SHOW())),
            small_print=ONLY_YOU,
        )
    changes = "\n".join(change_text(each) for each in found.changes)
    notes = _what_follows(found)
    return Panel(
        Accent.SETTINGS,
        f"**This would change**\n{changes}",
        *(["\n".join(notes)] if notes else []),
        *([problems] if problems else []),
        line(),
        buttons(
            button("Save", SAVE(waiting), style=discord.ButtonStyle.primary),
            button("Cancel", SHOW()),
        ),
        small_print=f"Nothing is changed yet. {ONLY_YOU}",
    )


def roles_panel(
    roles: Mapping[int, str | None], *, can_change: bool, said: str | None = None
) -> Panel:
    """The roles that may organise, by id; a name is None where the role is gone."""
    rows: Items = []
    for role_id, name in roles.items():
        text = f"<@&{role_id}>" if name is not None else "A role that was deleted; nobody has it."
        rows.append(row(text, button("Remove", REMOVE_ROLE(role_id))) if can_change else text)
    choose: Items = []
    if can_change and len(roles) < MAX_ROLES:
        select: ui.RoleSelect[ui.LayoutView] = ui.RoleSelect(
            custom_id=ADD_ROLE(), placeholder="Let a role organise"
        )
        choose = [buttons(select)]
    who = "" if can_change else "\nOnly whoever has *Manage Server* changes this."
    return Panel(
        Accent.SETTINGS,
        *([said] if said else []),
        "**Who organises**\nWhoever has *Manage Server*, and whoever has one of these roles: they "
        f"do all that organisers do, but change this list.{who}",
        *(rows or ["No role yet."]),
        *choose,
        line(),
        buttons(button("Back", SHOW())),
        small_print=ONLY_YOU,
    )


def role_preview_panel(role_id: int, *, added: bool) -> Panel:
    """Asks once before a role may organise, or may no longer."""
    if added:
        text = (
            f"**Let <@&{role_id}> organise?**\nEverybody with that role can change channels, "
            "plan, feeds and votes, and open and close retros. Nobody's private things are shown "
            "to them."
        )
        act = button("Let them", ADD_ROLE_FOR_SURE(role_id), style=discord.ButtonStyle.primary)
    else:
        text = (
            f"**Let <@&{role_id}> organise no longer?**\nWhat its members set up stays. Whoever "
            "has *Manage Server* goes on organising."
        )
        act = button("Remove", REMOVE_ROLE_FOR_SURE(role_id), style=discord.ButtonStyle.danger)
    return Panel(
        Accent.SETTINGS,
        text,
        buttons(act, button("Cancel", ROLES())),
        small_print=f"Nothing is changed yet. {ONLY_YOU}",
    )


def audit_panel(found: LogPage) -> Panel:
    """Who changed what, newest first."""
    entries = [
        f"{stamp(each.at)} · {_author(each)}\n{change_text(each.change)}" for each in found.changes
    ]
    turns = page_buttons(AUDIT, page=found.page, pages=found.pages)
    return Panel(
        Accent.SETTINGS,
        "**Who changed what**",
        *(entries or ["Nothing was changed yet."]),
        line(),
        buttons(*turns, button("Back", SHOW())),
        small_print=f"Kept for {KEPT.days} days; settings only, nothing that members wrote. "
        "Organisers see this.",
    )


def change_text(change: Change) -> str:
    """``**Time zone** · UTC → Asia/Tokyo``; what was not there before is only named."""
    title = _TITLES.get(change.setting, change.setting)
    old, new = _value(change.setting, change.old), _value(change.setting, change.new)
    if change.old is None:
        added = " added" if change.setting in (ROLE, NEWSLETTER) else ""
        return f"**{title}** · {new}{added}"
    if change.new is None:
        return f"**{title}** · {old} removed"
    return f"**{title}** · {old} → {new}"


def _value(setting: str, value: str | None) -> str:
    if value is None:
        return ""
    if setting in CHANNEL_SETTINGS and value.isdecimal():
        return f"<#{value}>"
    if setting == ROLE and value.isdecimal():
        return f"<@&{value}>"
    return escape(cut(value, _VALUE_LENGTH))


def _author(logged: Logged) -> str:
    if logged.user_id is not None:
        return f"<@{logged.user_id}>"
    return "whoever runs me" if logged.by_operator else "somebody who was forgotten"


def _what_follows(found: SettingsPreview) -> list[str]:
    before, after = found.before, found.after
    notes = []
    if before.start_date != after.start_date:
        notes.append("Whoever began on the first day moves along; who came later keeps their own.")
    if before.zone != after.zone:
        notes.append("Members who have not chosen a zone of their own get their prompts by it.")
    rounds = ("papers_open_weekday", "papers_open_at", "papers_close_weekday", "papers_close_at")
    if any(getattr(before, name) != getattr(after, name) for name in rounds):
        notes.append("A vote that is open closes by the new times, unless it was given more days.")
    return notes


def _channel_select(custom_id: CustomId, channel_id: int) -> ui.ChannelSelect[ui.LayoutView]:
    default = discord.SelectDefaultValue(id=channel_id, type=discord.SelectDefaultValueType.channel)
    return ui.ChannelSelect(
        custom_id=custom_id,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        default_values=[default],
    )
