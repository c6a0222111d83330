"""What a change of a group's settings would do, before anything is saved; by the same rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.audit_rules import Change, differences
from bot.groups.queries import get_group
from bot.groups.rows import group_columns
from bot.groups.rules import check_round, check_start
from bot.groups.values import Group, GroupFields, OrganiserCaller
from bot.inputs.date_patterns import check_date_pattern

# Lists in columns, tuples in values.
_LISTS = ("categories", "support")


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """A group as it is, as it would be, and what differs."""

    before: Group
    after: Group
    changes: tuple[Change, ...]


async def preview(
    session: AsyncSession, caller: OrganiserCaller, fields: GroupFields
) -> SettingsPreview:
    """What the group would be with these fields.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
        UserError: one of them cannot be, or not beside the others.
    """
    before = await get_group(session, caller.guild_id)
    columns = group_columns(**fields)
    columns |= {name: tuple(columns[name]) for name in _LISTS if name in columns}
    after = replace(before, **columns)
    if after.start_date != before.start_date:
        check_start(after.start_date, today=after.today(caller.now))
    if after.retro_on != before.retro_on:
        check_date_pattern(after.retro_on, today=after.today(caller.now))
    check_round(
        (after.papers_open_weekday, after.papers_open_at),
        (after.papers_close_weekday, after.papers_close_at),
    )
    return SettingsPreview(before, after, tuple(differences(before, after)))
