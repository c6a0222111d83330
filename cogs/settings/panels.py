"""The panels of ``/settings``: what is set or would change, who organises, who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.groups.audit_rules import CHANNELS as CHANNEL_SETTINGS
from bot.groups.audit_rules import KEPT, ROLE, Audited, Change
from bot.groups.channel_uses import CHANNEL_USES, channel_ids
from bot.groups.support import MAX_TYPED
from bot.groups.values import Group
from bot.settings.previews import SettingsPreview
from bot.settings.values import MAX_ROLES, Logged, LogPage
from cogs.common.forms import Form, text_field
from cogs.common.group_text import basics_text, channel_selects, next_retros, rhythm_text
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
from cogs.common.reply import quoted
from cogs.common.text import cut, escape, plural, stamp
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
    SAVE_SUPPORT,
    SHOW,
    SUPPORT,
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
    "retro": "Retro",
    "cross_lists": "Cross-lists",
    "paper_fit": "How well papers fit",
    "vote_method": "Votes",
    "totals": "Totals of votes",
    "support": "Support links",
    "group": "Group",
    "role": "Role that may organise",
    "member_data": "A member's data",
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
    organisers = ", ".join(["*Manage Server*", *(f"<@&{role_id}>" for role_id in roles)])
    return Panel(
        Accent.SETTINGS,
        *([said] if said else []),
        f"**{escape(server)} · settings**",
        row(f"**Channels**\n{channels}", button("Change", CHANNELS())),
        row(basics_text(group, now), button("Change", BASICS())),
        row(rhythm_text(group, now), button("Change", RHYTHM())),
        row(f"**Organisers** {organisers}", button("Change", ROLES())),
        row(f"**Support links** {_support(group)}", button("Change", SUPPORT())),
        problems or "I have every permission that I need in these channels.",
        line(),
        buttons(button("Who changed what", AUDIT(0)), button("Check again", SHOW())),
        small_print=f"Feeds: `/paper feeds list` and `/news list`. {ONLY_YOU}",
    )


def channels_panel(group: Group) -> Panel:
    """The three channels; choosing another one shows what would change."""
    return Panel(
        Accent.SETTINGS,
        "**Where I post**\nChoose another channel to see what would change.",
        *channel_selects(group, _CHANNEL_ROUTES),
        line(),
        buttons(button("Back", SHOW())),
        small_print=f"Nothing changes before you have seen it. {ONLY_YOU}",
    )


def preview_panel(
    found: SettingsPreview, waiting: Pending, problems: str | None, now: datetime
) -> Panel:
    """What would change, to be saved or not; ``problems`` are what I would lack then."""
    if not found.changes:
        return Panel(
            Accent.SETTINGS,
            "**Nothing would change.** That is how it is set.",
            buttons(button("Back", SHOW())),
            small_print=ONLY_YOU,
        )
    changes = "\n".join(change_text(each, {}) for each in found.changes)
    notes = _what_follows(found, now)
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


def support_form(group: Group) -> Form:
    """Asks where the server's people find help."""
    field = text_field(
        "support",
        "Where do people find help?",
        hint="One each line: words, then a link or a number. Empty for none.",
        example="Student counselling https://example.org/help",
        default="\n".join(group.support) or None,
        long=True,
        required=False,
        max_length=MAX_TYPED,
    )
    return Form("Support links", SUPPORT(), fields=[field])


def support_preview_panel(found: SettingsPreview) -> Panel:
    """What members would read; the button saves what the message quotes."""
    lines = found.after.support
    shown = quoted(["\n".join(lines)]) if lines else ["Members would see no links of yours."]
    return Panel(
        Accent.SETTINGS,
        "**Support links**\nEvery check-in would show its member these. Nobody learns who reads "
        "them, or when.",
        *shown,
        line(),
        buttons(
            button("Save", SAVE_SUPPORT(), style=discord.ButtonStyle.primary),
            button("Change", SUPPORT()),
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
        f"{stamp(each.at)} · {_author(each)}\n{change_text(each.change, found.audited)}"
        for each in found.changes
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


def change_text(change: Change, audited: Mapping[str, Audited]) -> str:
    """``**Time zone** · UTC → Asia/Tokyo``; what was not there before is only named.

    ``audited`` is what features declare of theirs, beside the settings of the group itself.
    """
    declared = audited.get(change.setting)
    title = declared.title if declared else _TITLES.get(change.setting, change.setting)
    old, new = _value(change.setting, change.old), _value(change.setting, change.new)
    if change.old is None:
        is_added = change.setting == ROLE or (declared is not None and declared.is_one_of_many)
        added = " added" if is_added else ""
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


def _support(group: Group) -> str:
    if not group.support:
        return "none yet; check-ins would show them"
    return f"{plural(len(group.support), 'line')}, which check-ins show"


def _what_follows(found: SettingsPreview, now: datetime) -> list[str]:
    before, after = found.before, found.after
    notes = []
    if before.start_date != after.start_date:
        notes.append("Whoever began on the first day moves along; who came later keeps their own.")
    if before.zone != after.zone:
        notes.append("Members who have not chosen a zone of their own get their prompts by it.")
    rounds = ("papers_open_weekday", "papers_open_at", "papers_close_weekday", "papers_close_at")
    if any(getattr(before, name) != getattr(after, name) for name in rounds):
        notes.append("A vote that is open closes by the new times, unless it was given more days.")
    if before.retro_rule != after.retro_rule:
        notes.append(f"The next retros would open {next_retros(after, now)}.")
    return notes
