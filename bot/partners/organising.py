"""What organisers do with rounds of study partners: let them come by themselves, or start one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups import audit
from bot.groups.audit_rules import Audited, Change
from bot.groups.queries import lock_group
from bot.groups.values import Group, OrganiserCaller
from bot.inputs.date_patterns import EveryWeeks
from bot.partners import queries, rules
from bot.partners.models import PartnerSettingsRow
from bot.partners.values import BY_HAND, ROUND, SERIES, Standing
from bot.scheduling import Periodic, drop, put, put_now

ROUNDS = Audited("partner_rounds", "Rounds of partners")

_AT = time(9)
_WEEK = 7


async def set_weeks(session: AsyncSession, caller: OrganiserCaller, weeks: int) -> Standing:
    """Let rounds come every so many weeks, from the next Monday on; 0: not by themselves.

    Raises:
        NotSetUp: there is no group.
        UserError: they cannot come so often or so rarely.
    """
    group = await lock_group(session, caller.guild_id)
    rules.check_weeks(weeks)
    before = await session.get(PartnerSettingsRow, caller.guild_id)
    was = before.weeks if before is not None else 0
    if was == weeks:
        return await queries.standing(session, caller)
    if not weeks:
        await session.execute(
            delete(PartnerSettingsRow).where(PartnerSettingsRow.guild_id == caller.guild_id)
        )
        await drop(session, caller.guild_id, kind=ROUND, subject=SERIES)
    else:
        today = group.today(caller.now)
        first = today + timedelta(days=_WEEK - today.weekday())
        await session.execute(
            insert(session, PartnerSettingsRow)
            .values(guild_id=caller.guild_id, weeks=weeks, first=first)
            .on_conflict_do_update(
                index_elements=["guild_id"], set_={"weeks": weeks, "first": first}
            )
        )
        await _put(session, group, EveryWeeks(weeks, first), caller.now)
    change = Change(ROUNDS.name, _say(was), _say(weeks))
    await audit.record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)
    return await queries.standing(session, caller)


async def start(session: AsyncSession, caller: OrganiserCaller) -> Standing:
    """Let a round be made now.

    Raises:
        NotSetUp: there is no group.
        UserError: fewer than two take part, or there was a round a short while ago.
    """
    group = await lock_group(session, caller.guild_id)
    found = await queries.standing(session, caller)
    if found.taking_part < 2:
        raise UserError(
            "A round needs two who take part. `/partner join` is how members do; tell them of it."
        )
    last = found.last_round
    if last is not None and caller.now - last < rules.BY_HAND_AFTER:
        raise UserError(
            "The last round was made within a day, and a new one would end all its pairs. Who has "
            "no partner is matched as soon as somebody is free."
        )
    await put_now(
        session, caller.guild_id, kind=ROUND, zone=group.zone, now=caller.now, subject=BY_HAND
    )
    return found


async def on_group_changed(session: AsyncSession, group: Group, now: datetime) -> None:
    """Let rounds come at the same hour of the group's zone, when that has changed."""
    row = await session.get(PartnerSettingsRow, group.guild_id)
    if row is not None:
        await _put(session, group, EveryWeeks(row.weeks, row.first), now)


async def _put(session: AsyncSession, group: Group, dates: EveryWeeks, now: datetime) -> None:
    rule = Periodic(dates, _AT, group.zone)
    await put(session, group.guild_id, kind=ROUND, rule=rule, after=now, subject=SERIES)


def _say(weeks: int) -> str:
    return f"every {weeks} weeks" if weeks else "not by themselves"
