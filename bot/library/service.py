"""Acts on the library: suggest something, decide on it, report a dead link, replace one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.audit import record
from bot.groups.audit_rules import Change
from bot.groups.queries import lock_group
from bot.groups.values import MemberCaller, OrganiserCaller
from bot.inputs.links import address_key, clean_link, host_of
from bot.library import queries
from bot.library.audited import LIBRARY, LIBRARY_LINK
from bot.library.models import ReplacementRow, ReportRow, SuggesterRow, SuggestionRow
from bot.library.rules import given_links, link_named, links_in, suggestion_text, title_of
from bot.library.values import Decision, Suggestion

MAX_WAITING = 20
"""Suggestions of one member that can wait at a time."""

MAX_ACCEPTED = 200
"""What a group can add to its plan's library."""

_LEFT_OUT = Change(LIBRARY.name, "suggestion", "left out")
DECLINED_FOR = timedelta(days=90)
"""How long a suggestion that was left out is kept."""


async def suggest(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    kind: str,
    title: str,
    text: str,
    url: str,
    block: str,
) -> Suggestion:
    """Suggest something to learn from; an organiser decides.

    What was left out before may be suggested anew. What waits already is given back as it is.

    Raises:
        UserError: something cannot be kept, the library has it, or the caller has too many that
            wait; it carries what was typed.
    """
    # Others may suggest the same link at the same moment.
    await lock_group(session, caller.guild_id)
    library = await queries.library(session, caller)
    said = suggestion_text(library.plan, kind=kind, title=title, text=text, url=url, block=block)
    link_key, typed = address_key(said.url), "\n\n".join((url, title, text))
    if link_key in {*links_in(library), *(each.link_key for each in library.entries)}:
        raise UserError("The library has that link already: `/resources` finds it.", typed=typed)
    known = await session.scalar(
        select(SuggestionRow)
        .where(SuggestionRow.guild_id == caller.guild_id, SuggestionRow.link_key == link_key)
        .with_for_update()
    )
    if known is not None and known.decision is Decision.WAITING:
        waits = await queries.suggestion(session, caller, known.id)
        if waits.user_id is not None:  # else whoever made it has left, and it waits for nobody
            return waits
    if await _waiting_of(session, caller) >= MAX_WAITING:
        raise UserError(
            f"{MAX_WAITING} of your suggestions wait for an organiser. Please let them catch up.",
            typed=typed,
        )
    if known is not None:
        await session.delete(known)
        await session.flush()
    row = SuggestionRow(
        guild_id=caller.guild_id,
        link_key=link_key,
        url=said.url,
        kind=said.kind,
        title=said.title,
        text=said.text,
        block=said.block,
        decision=Decision.WAITING,
        suggested_at=caller.now,
    )
    session.add(row)
    await session.flush()
    session.add(
        SuggesterRow(guild_id=caller.guild_id, suggestion_id=row.id, user_id=caller.user_id)
    )
    await session.flush()
    return await queries.suggestion(session, caller, row.id)


async def decide(
    session: AsyncSession, caller: OrganiserCaller, suggestion_id: int, decision: Decision
) -> Suggestion:
    """Take a suggestion into the library, or leave it out; the first decision stands.

    Raises:
        NotFound: there is none with this id here.
        UserError: the library is full.
    """
    row = await session.scalar(
        select(SuggestionRow)
        .where(SuggestionRow.guild_id == caller.guild_id, SuggestionRow.id == suggestion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is not None and row.decision is Decision.WAITING:
        if decision is Decision.ACCEPTED and await _accepted(session, caller) >= MAX_ACCEPTED:
            raise UserError(f"The library has {MAX_ACCEPTED} additions, and more do not fit.")
        row.decision, row.decided_at = decision, caller.now
        await session.flush()
        # Whose suggestion it was and what it said is no matter of the log.
        is_added = decision is Decision.ACCEPTED
        change = Change(LIBRARY.name, None, host_of(row.url)) if is_added else _LEFT_OUT
        await _record(session, caller, change)
    return await queries.suggestion(session, caller, suggestion_id)


async def remove(session: AsyncSession, caller: OrganiserCaller, suggestion_id: int) -> Suggestion:
    """Take what was accepted out of the library again.

    Raises:
        NotFound: there is none with this id here.
    """
    found = await queries.suggestion(session, caller, suggestion_id)
    if found.decision is Decision.ACCEPTED:
        await session.execute(
            delete(SuggestionRow).where(
                SuggestionRow.guild_id == caller.guild_id, SuggestionRow.id == suggestion_id
            )
        )
        await _forget_link(session, caller, address_key(found.text.url))
        await _record(session, caller, Change(LIBRARY.name, host_of(found.text.url), None))
    return found


async def report(session: AsyncSession, caller: MemberCaller, key: str, *, proposed: str) -> str:
    """Say that a link is dead, and where it is now if the caller knows; once for each member.

    Gives back the title that stands beside it.

    Raises:
        NotFound: the library does not show such a link.
        UserError: the proposed address cannot be kept; it carries what was typed.
    """
    library = await queries.library(session, caller)
    link_key, url = link_named(library, key)
    if url is None:
        raise UserError("An organiser knows that this link is dead. Thank you for looking.")
    said = {"url": url, "proposed": clean_link(proposed), "reported_at": caller.now}
    whose = {"guild_id": caller.guild_id, "link_key": link_key, "user_id": caller.user_id}
    await session.execute(
        insert(session, ReportRow)
        .values(**whose, **said)
        .on_conflict_do_update(index_elements=list(whose), set_=said)
    )
    return title_of(library, link_key)


async def replace(session: AsyncSession, caller: OrganiserCaller, key: str, *, url: str) -> None:
    """Put another link in the place of one, or call it dead with an empty one; ends its reports.

    The address that the plan or a member gave, put in again, ends that.

    Raises:
        NotFound: the library does not show such a link.
        UserError: the address cannot be kept; it carries what was typed.
    """
    await lock_group(session, caller.guild_id)
    library = await queries.library(session, caller)
    link_key, before = link_named(library, key)
    now = clean_link(url)
    for key_of_given, given in given_links(library, link_key).items():
        await _forget_link(session, caller, key_of_given)
        if now != given:
            said = {"link_key": key_of_given, "url": now, "replaced_at": caller.now}
            session.add(ReplacementRow(guild_id=caller.guild_id, **said))
    await _end_reports(session, caller, link_key)
    await session.flush()
    hosts = [None if url is None else host_of(url) for url in (before, now)]
    await _record(session, caller, Change(LIBRARY_LINK.name, *hosts))


async def end_reports(session: AsyncSession, caller: OrganiserCaller, key: str) -> str:
    """Say that a link works after all: its reports go. Gives back its title.

    Raises:
        NotFound: the library does not show such a link.
    """
    library = await queries.library(session, caller)
    link_key, _url = link_named(library, key)
    await _end_reports(session, caller, link_key)
    return title_of(library, link_key)


async def forget_declined(session: AsyncSession, now: datetime) -> None:
    """Remove suggestions that were left out a while ago. Safe to run at any time."""
    await session.execute(
        delete(SuggestionRow)
        .where(
            SuggestionRow.decision == Decision.DECLINED,
            SuggestionRow.decided_at < now - DECLINED_FOR,
        )
        .execution_options(synchronize_session=False)
    )


async def _waiting_of(session: AsyncSession, caller: MemberCaller) -> int:
    found = await session.scalar(
        select(func.count())
        .select_from(SuggestionRow)
        .join(
            SuggesterRow,
            (SuggesterRow.guild_id == SuggestionRow.guild_id)
            & (SuggesterRow.suggestion_id == SuggestionRow.id),
        )
        .where(
            SuggestionRow.guild_id == caller.guild_id,
            SuggestionRow.decision == Decision.WAITING,
            SuggesterRow.user_id == caller.user_id,
        )
    )
    return found or 0


async def _accepted(session: AsyncSession, caller: OrganiserCaller) -> int:
    found = await session.scalar(
        select(func.count())
        .select_from(SuggestionRow)
        .where(
            SuggestionRow.guild_id == caller.guild_id,
            SuggestionRow.decision == Decision.ACCEPTED,
        )
    )
    return found or 0


async def _end_reports(session: AsyncSession, caller: OrganiserCaller, link_key: str) -> None:
    await session.execute(
        delete(ReportRow).where(
            ReportRow.guild_id == caller.guild_id, ReportRow.link_key == link_key
        )
    )


async def _forget_link(session: AsyncSession, caller: OrganiserCaller, link_key: str) -> None:
    await session.execute(
        delete(ReplacementRow).where(
            ReplacementRow.guild_id == caller.guild_id, ReplacementRow.link_key == link_key
        )
    )


async def _record(session: AsyncSession, caller: OrganiserCaller, change: Change) -> None:
    await record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)
