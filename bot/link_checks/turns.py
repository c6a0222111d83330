"""Whose turn it is among the links of all groups, and what an answer brought.

They are claimed one after the other by any number of processes, so these take no guild id.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.fetch import LONGEST_WAIT
from bot.groups.models import GroupRow
from bot.inputs.text import cut
from bot.library.queries import library_here
from bot.library.rules import links_in
from bot.link_checks import rules
from bot.link_checks.models import CheckedLinkRow, HostTurnRow, LinkCheckRow
from bot.link_checks.values import (
    Alive,
    DueLink,
    Failed,
    Failures,
    Later,
    Method,
    Step,
    Verdict,
)

LEASE = timedelta(minutes=5)
"""How long one process has a link to itself; a killed one's turn comes back after it."""

_TROUBLE = 200
_LONGEST = timedelta(days=8)


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next week begins somewhere, or the next link can be asked."""
    free_at = case(
        (CheckedLinkRow.leased_until > CheckedLinkRow.due_at, CheckedLinkRow.leased_until),
        else_=CheckedLinkRow.due_at,
    )
    begins = await session.scalar(select(func.min(LinkCheckRow.next_at)))
    asks = await session.scalar(select(func.min(free_at)))
    return min((each for each in (begins, asks) if each is not None), default=None)


async def begin_week(session: AsyncSession, now: datetime) -> bool:
    """Let all links of one group whose week has come be asked anew; False: there is none."""
    due = (
        select(LinkCheckRow)
        .where(LinkCheckRow.next_at <= now)
        .order_by(LinkCheckRow.next_at, LinkCheckRow.guild_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = await session.scalar(due)
    if row is None:
        return False
    zone = await session.scalar(select(GroupRow.zone).where(GroupRow.guild_id == row.guild_id))
    assert zone is not None, "its group goes with all of it"
    row.next_at = rules.next_check(zone, now)
    await session.flush()
    await _put_links(session, row.guild_id, now)
    await session.execute(delete(HostTurnRow).where(HostTurnRow.free_at < now - LONGEST_WAIT))
    return True


async def claim(session: AsyncSession, now: datetime) -> DueLink | None:
    """A link that is due and that nobody else asks, whose host has its minute; or None.

    Those whose host was asked just now are due when it is free.
    """
    due = (
        select(CheckedLinkRow)
        .where(
            CheckedLinkRow.due_at <= now,
            or_(CheckedLinkRow.leased_until.is_(None), CheckedLinkRow.leased_until <= now),
        )
        .order_by(CheckedLinkRow.due_at, CheckedLinkRow.guild_id, CheckedLinkRow.link_key)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (row := await session.scalar(due)) is not None:
        free_at = await _take_host(session, rules.host_in(row.step_url), now)
        if free_at is None:
            row.leased_until = now + LEASE
            return _due_link(row, row.leased_until)
        row.due_at, row.leased_until = free_at, None
        await session.flush()
    return None


async def told(session: AsyncSession, link: DueLink, verdict: Verdict, now: datetime) -> None:
    """Record what a request told of a link, unless another process has it by now."""
    begun_anew = {"step_url": link.url, "step_method": "HEAD", "step_hops": 0}
    match verdict:
        case Step():
            values = {
                "due_at": now,
                "step_url": verdict.url,
                "step_method": verdict.method,
                "step_hops": verdict.hops,
            }
        case Alive():
            values = {"due_at": None, "failed_days": 0, "failed_on": None, "trouble": None}
        case Later():
            await _leave_host(session, rules.host_in(link.step.url), now + verdict.wait)
            values = {"due_at": now + max(rules.AGAIN, verdict.wait), **begun_anew}
        case Failed():
            failures = rules.after_failure(link.failures, now.date())
            values = {
                "due_at": None if rules.is_dead(failures) else now + rules.AGAIN,
                "failed_days": failures.days,
                "failed_on": failures.last,
                "trouble": cut(verdict.trouble, _TROUBLE),
                **begun_anew,
            }
    await session.execute(
        update(CheckedLinkRow)
        .where(*_still(link))
        .values(leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )


async def give_back(session: AsyncSession, link: DueLink) -> None:
    """Let somebody else ask, as the bot stops; the host keeps its minute."""
    await session.execute(
        update(CheckedLinkRow)
        .where(*_still(link))
        .values(leased_until=None)
        .execution_options(synchronize_session=False)
    )


async def set_right(session: AsyncSession, now: datetime) -> None:
    """What a clock that stood ahead has put off is due now."""
    for column, longest, value in (
        (LinkCheckRow.next_at, _LONGEST, now),
        (CheckedLinkRow.due_at, rules.AGAIN + LONGEST_WAIT, now),
        (CheckedLinkRow.leased_until, LEASE, None),
        (HostTurnRow.free_at, LONGEST_WAIT, now),
    ):
        await session.execute(
            update(column.class_)
            .where(column > now + longest)
            .values({column: value})
            .execution_options(synchronize_session=False)
        )


async def _put_links(session: AsyncSession, guild_id: int, now: datetime) -> None:
    """The links that the library shows now, each to be asked from the beginning."""
    found = links_in(await library_here(session, guild_id))
    here = CheckedLinkRow.guild_id == guild_id
    await session.execute(
        delete(CheckedLinkRow)
        .where(here, CheckedLinkRow.url.not_in(found.values()))
        .execution_options(synchronize_session=False)
    )
    if not found:
        return
    again = {"due_at": now, "step_method": "HEAD", "step_hops": 0}
    statement = insert(session, CheckedLinkRow).values(
        [
            {"guild_id": guild_id, "link_key": link_key, "url": url, "step_url": url}
            | {**again, "failed_days": 0}
            for link_key, url in found.items()
        ]
    )
    asked = {name: statement.excluded[name] for name in ("url", "step_url", *again)}
    key = ("guild_id", "link_key")
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_=asked))


async def _take_host(session: AsyncSession, host: str, now: datetime) -> datetime | None:
    """Take a host's next minute; when it is free again, where somebody else has it."""
    taken = await session.execute(
        insert(session, HostTurnRow)
        .values(host=host, free_at=now + rules.HOST_GAP)
        .on_conflict_do_update(
            index_elements=["host"],
            set_={"free_at": now + rules.HOST_GAP},
            where=HostTurnRow.free_at <= now,
        )
        .returning(HostTurnRow.host)
    )
    if taken.scalar() is not None:
        return None
    free_at: datetime | None = await session.scalar(
        select(HostTurnRow.free_at).where(HostTurnRow.host == host)
    )
    return free_at


async def _leave_host(session: AsyncSession, host: str, until: datetime) -> None:
    """Ask a host nothing more until then, for whatever group."""
    await session.execute(
        update(HostTurnRow)
        .where(HostTurnRow.host == host, HostTurnRow.free_at < until)
        .values(free_at=until)
        .execution_options(synchronize_session=False)
    )


def _still(link: DueLink) -> tuple[ColumnElement[bool], ...]:
    return (
        CheckedLinkRow.guild_id == link.guild_id,
        CheckedLinkRow.link_key == link.link_key,
        CheckedLinkRow.leased_until == link.until,
    )


def _due_link(row: CheckedLinkRow, until: datetime) -> DueLink:
    method: Method = "GET" if row.step_method == "GET" else "HEAD"
    return DueLink(
        row.guild_id,
        row.link_key,
        row.url,
        Step(row.step_url, method, row.step_hops),
        Failures(row.failed_days, row.failed_on),
        until,
    )
