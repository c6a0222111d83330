"""What the buttons, selects and forms of ``/settings`` do; the commands do the same by keyboard."""

from __future__ import annotations

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotFound, UserError
from bot.groups import service as groups
from bot.groups.channel_uses import channel_fields, channel_ids
from bot.groups.support import read_support
from bot.groups.values import Group, GroupChanges, GroupFields, OrganiserCaller
from bot.settings import queries, service
from bot.settings.previews import preview
from cogs.common.callers import as_organiser
from cogs.common.group_fields import (
    basics_form,
    read_basics,
    read_rhythm,
    rhythm_form,
    server,
    text_channel,
)
from cogs.common.panels import Panel
from cogs.common.permissions import problems_in
from cogs.common.reply import open_form, quoted_in, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.settings import panels
from cogs.settings.pending import Pending, pending
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

_SET = "Nothing would change: that is how it is set."


async def shown(interaction: Interaction, said: str | None = None) -> Panel:
    """The group's settings; ``said`` stands above them."""
    group, roles = await as_organiser(interaction).read(_with_roles)
    return panels.settings_panel(
        group,
        roles,
        server=server(interaction).name,
        problems=await problems_in(interaction, group),
        now=interaction.client.clock.now(),
        said=said,
    )


async def current(interaction: Interaction) -> Group:
    """The group of whoever organises here."""
    return await as_organiser(interaction).read(_group)


async def previewed(interaction: Interaction, fields: GroupFields) -> Panel:
    """What would change with these fields, to be confirmed."""
    found = await as_organiser(interaction).read(preview, fields)
    is_elsewhere = channel_ids(found.before) != channel_ids(found.after)
    problems = await problems_in(interaction, found.after) if is_elsewhere else None
    return panels.preview_panel(found, pending(fields), problems, interaction.client.clock.now())


async def roles_shown(interaction: Interaction, said: str | None = None) -> Panel:
    """The roles that may organise."""
    _, roles = await as_organiser(interaction).read(_with_roles)
    guild = server(interaction)
    found = {role_id: guild.get_role(role_id) for role_id in roles}
    return panels.roles_panel(
        {role_id: None if role is None else role.name for role_id, role in found.items()},
        can_change=interaction.permissions.manage_guild,
        said=said,
    )


async def role_asked(interaction: Interaction, role_id: int, *, added: bool) -> Panel:
    """Asks once before a role may organise, or may no longer.

    Raises:
        NotAllowed: they lack *Manage Server*.
        NotFound, UserError: that role cannot organise.
    """
    _require_manage_server(interaction)
    await current(interaction)
    if added:
        _usable_role(interaction, role_id)
    return panels.role_preview_panel(role_id, added=added)


async def audit(interaction: Interaction, page: int) -> Panel:
    """A page of the log."""
    return panels.audit_panel(await as_organiser(interaction).read(queries.log_page, page))


@SHOW.press
async def show(interaction: Interaction) -> None:
    await rerender(interaction, await shown(interaction))


@CHANNELS.press
async def show_channels(interaction: Interaction) -> None:
    await rerender(interaction, panels.channels_panel(await current(interaction)))


@ANNOUNCEMENTS.press
async def choose_announcements(interaction: Interaction) -> None:
    await _choose(interaction, "announcements")


@PAPERS.press
async def choose_papers(interaction: Interaction) -> None:
    await _choose(interaction, "papers")


@RETROS.press
async def choose_retros(interaction: Interaction) -> None:
    await _choose(interaction, "retros")


@BASICS.press
async def open_basics(interaction: Interaction) -> None:
    form = basics_form(BASICS(), await current(interaction), categories=False)
    await open_form(interaction, form)


@BASICS.form
async def preview_basics(interaction: Interaction, fields: Fields) -> None:
    typed = await read_basics(interaction, fields, categories=False)
    await rerender(interaction, await previewed(interaction, typed))


@RHYTHM.press
async def open_rhythm(interaction: Interaction) -> None:
    await open_form(interaction, rhythm_form(RHYTHM(), await current(interaction)))


@RHYTHM.form
async def preview_rhythm(interaction: Interaction, fields: Fields) -> None:
    typed = read_rhythm(interaction, fields, await current(interaction))
    await rerender(interaction, await previewed(interaction, typed))


@SAVE.press
async def save(interaction: Interaction, waiting: Pending) -> None:
    """Save what was previewed, by the rules of a preview: the button comes back from a client."""

    async def act(session: AsyncSession, caller: OrganiserCaller) -> int:
        for name, channel_id in waiting.fields.items():
            if name.endswith("_channel_id"):
                text_channel(interaction, str(channel_id))
        found = await preview(session, caller, waiting.fields)
        await groups.change_group(session, caller, **waiting.fields)
        return len(found.changes)

    changed = await as_organiser(interaction).act(act)
    said = "Saved." if changed else "Saved before: that is how it is set."
    await rerender(interaction, await shown(interaction, said))


@SUPPORT.press
async def open_support(interaction: Interaction) -> None:
    await open_form(interaction, panels.support_form(await current(interaction)))


@SUPPORT.form
async def preview_support(interaction: Interaction, fields: Fields) -> None:
    typed: GroupChanges = {"support": read_support(fields.get("support", ""))}
    found = await as_organiser(interaction).read(preview, typed)
    unchanged = not found.changes
    panel = await shown(interaction, _SET) if unchanged else panels.support_preview_panel(found)
    await rerender(interaction, panel)


@SAVE_SUPPORT.press
async def save_support(interaction: Interaction) -> None:
    """Save what the message quotes, by the rules that hold for what is typed."""
    lines = read_support("\n".join(quoted_in(interaction)))
    await as_organiser(interaction).act(groups.change_group, support=lines)
    await rerender(interaction, await shown(interaction, "Saved."))


@ROLES.press
async def show_roles(interaction: Interaction) -> None:
    await rerender(interaction, await roles_shown(interaction))


@ADD_ROLE.press
async def choose_role(interaction: Interaction) -> None:
    chosen = chosen_one(interaction)
    if not chosen.isdecimal():
        raise NotFound("That is no role of this server. Choose one from the list.")
    await rerender(interaction, await role_asked(interaction, int(chosen), added=True))


@REMOVE_ROLE.press
async def ask_remove(interaction: Interaction, role_id: int) -> None:
    await rerender(interaction, await role_asked(interaction, role_id, added=False))


@ADD_ROLE_FOR_SURE.press
async def add_role(interaction: Interaction, role_id: int) -> None:
    _require_manage_server(interaction)
    _usable_role(interaction, role_id)
    is_new = await as_organiser(interaction).act(service.add_role, role_id)
    said = "That role may organise now." if is_new else "That role may organise already."
    await rerender(interaction, await roles_shown(interaction, said))


@REMOVE_ROLE_FOR_SURE.press
async def remove_role(interaction: Interaction, role_id: int) -> None:
    _require_manage_server(interaction)
    was_there = await as_organiser(interaction).act(service.remove_role, role_id)
    said = "That role organises no longer." if was_there else "That role did not organise."
    await rerender(interaction, await roles_shown(interaction, said))


@AUDIT.press
async def turn_audit(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await audit(interaction, page))


async def _choose(interaction: Interaction, use: str) -> None:
    await current(interaction)
    channel = text_channel(interaction, chosen_one(interaction))
    await rerender(interaction, await previewed(interaction, channel_fields(use, channel.id)))


def _require_manage_server(interaction: Interaction) -> None:
    """Whoever organises by a role does not say who else does.

    Raises:
        NotAllowed: they lack *Manage Server*.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise NotAllowed("Only whoever has *Manage Server* says which roles organise.")


def _usable_role(interaction: Interaction, role_id: int) -> discord.Role:
    """A role of this server that people are given.

    Raises:
        NotFound: it is none of this server, or was deleted.
        UserError: everybody has it, or an app does.
    """
    role = server(interaction).get_role(role_id)
    if role is None:
        raise NotFound("That is no role of this server. Choose one from the list.")
    if role.is_default():
        raise UserError("Everybody has that role, so everybody would organise. Choose another.")
    if role.managed:
        raise UserError("An app manages that role, so nobody is given it by hand. Choose another.")
    return role


async def _group(session: AsyncSession, caller: OrganiserCaller) -> Group:
    return await groups.get_group(session, caller.guild_id)


async def _with_roles(session: AsyncSession, caller: OrganiserCaller) -> tuple[Group, list[int]]:
    group = await groups.get_group(session, caller.guild_id)
    return group, await queries.organiser_roles(session, caller.guild_id)
