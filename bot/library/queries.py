"""Reads of the library: what there is, what waits for an organiser, what became of suggestions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Caller, Member, MemberCaller, OrganiserCaller
from bot.library.models import ReplacementRow, ReportRow, SuggesterRow, SuggestionRow
from bot.library.rules import library_of, links_in, title_of
from bot.library.values import (
    KIND,
    Decision,
    Desk,
    Library,
    Report,
    Suggestion,
    SuggestionText,
    SuggestionWord,
)
from bot.plans import queries as plans
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date

_TOLD_FOR = timedelta(days=7)
_LISTED = 200
_Rows = Select[SuggestionRow, int | None]


async def library(session: AsyncSession, caller: Caller) -> Library:
    """All that the caller's group has to learn from.

    Raises:
        NotSetUp: the server has no group.
    """
    return await library_here(session, caller.guild_id)


async def library_here(session: AsyncSession, guild_id: int) -> Library:
    """As `library`, of the group with this id."""
    plan = await plans.current(session, guild_id)
    accepted = await _read(session, _suggestions(guild_id, Decision.ACCEPTED))
    return library_of(plan, accepted, await replaced_links(session, guild_id))


async def replaced_links(session: AsyncSession, guild_id: int) -> dict[str, str | None]:
    """What organisers put in the place of a link, by its `address_key`; None where it is dead."""
    rows = await session.execute(
        select(ReplacementRow.link_key, ReplacementRow.url).where(
            ReplacementRow.guild_id == guild_id
        )
    )
    return {row.link_key: row.url for row in rows}


async def desk(session: AsyncSession, caller: OrganiserCaller) -> Desk:
    """What waits for an organiser: suggestions of those who are here, reports of what is shown.

    Raises:
        NotSetUp: the server has no group.
    """
    waiting = await _read(session, _suggestions(caller.guild_id, Decision.WAITING))
    found = await library(session, caller)
    rows = await session.scalars(
        select(ReportRow)
        .join(MemberRow, is_of_member_here(ReportRow.guild_id, ReportRow.user_id))
        .where(ReportRow.guild_id == caller.guild_id)
        .order_by(ReportRow.reported_at, ReportRow.link_key, ReportRow.user_id)
    )
    shown = links_in(found)
    reports: dict[str, list[ReportRow]] = {}
    for row in rows:
        if row.link_key in shown:  # else it went with a change of the plan, or a removal
            reports.setdefault(row.link_key, []).append(row)
    return Desk(
        tuple(each for each in waiting if each.user_id is not None),
        tuple(_report(found, each) for each in reports.values()),
    )


async def suggestion(session: AsyncSession, caller: Caller, suggestion_id: int) -> Suggestion:
    """One suggestion.

    Raises:
        NotFound: there is none with this id here.
    """
    wanted = (SuggestionRow.id == suggestion_id,)
    found = await _read(session, _suggestions(caller.guild_id, *Decision, where=wanted))
    if not found:
        raise NotFound("That suggestion is not here any more. `/resources` has what there is.")
    return found[0]


async def words_for(session: AsyncSession, member: Member, now: datetime) -> list[SuggestionWord]:
    """What became of the member's suggestions in the last days, the oldest first."""
    wanted = (
        SuggesterRow.user_id == member.user_id,
        SuggestionRow.decided_at > now - _TOLD_FOR,
    )
    decided = (Decision.ACCEPTED, Decision.DECLINED)
    found = await _read(session, _suggestions(member.guild_id, *decided, where=wanted))
    return [
        SuggestionWord(each, local_date(each.decided_at, member.zone))
        for each in found
        if each.decided_at is not None
    ]


async def to_tell(
    session: AsyncSession, member: Member, sent: Collection[ReminderKey], now: datetime
) -> list[tuple[SuggestionWord, ReminderKey]]:
    """What a message that goes out now is to say of suggestions; ``sent`` is what was said."""
    # Its day is another one where the member has moved to another zone since.
    told = {(key.kind, key.thing_id, key.stage) for key in sent}
    found = [(word, key_of(word)) for word in await words_for(session, member, now)]
    return [(word, key) for word, key in found if (key.kind, key.thing_id, key.stage) not in told]


async def told_before(
    session: AsyncSession, caller: MemberCaller, keys: Sequence[ReminderKey]
) -> list[tuple[SuggestionWord, ReminderKey]]:
    """What a message said of suggestions, as long as they are there."""
    ids = [int(key.thing_id) for key in keys]
    wanted = (SuggesterRow.user_id == caller.user_id, SuggestionRow.id.in_(ids))
    decided = (Decision.ACCEPTED, Decision.DECLINED)
    found = await _read(session, _suggestions(caller.guild_id, *decided, where=wanted))
    by_id = {str(each.id): each for each in found}
    return [
        (SuggestionWord(by_id[key.thing_id], key.due), key) for key in keys if key.thing_id in by_id
    ]


def key_of(word: SuggestionWord) -> ReminderKey:
    """What is kept of a word, so that it is said once for each decision."""
    return ReminderKey(KIND, str(word.suggestion.id), word.day, word.suggestion.decision)


def _suggestions(
    guild_id: int, *decisions: Decision, where: Sequence[ColumnElement[bool]] = ()
) -> _Rows:
    """Suggestions with whoever made them, as long as they are here."""
    return (
        select(SuggestionRow, SuggesterRow.user_id)
        .outerjoin(
            SuggesterRow,
            and_(
                SuggesterRow.guild_id == SuggestionRow.guild_id,
                SuggesterRow.suggestion_id == SuggestionRow.id,
                exists(
                    select(MemberRow.user_id)
                    .where(is_of_member_here(SuggesterRow.guild_id, SuggesterRow.user_id))
                    .correlate(SuggesterRow)
                ),
            ),
        )
        .where(SuggestionRow.guild_id == guild_id, SuggestionRow.decision.in_(decisions), *where)
        .order_by(SuggestionRow.suggested_at, SuggestionRow.id)
        .limit(_LISTED)
    )


async def _read(session: AsyncSession, query: _Rows) -> list[Suggestion]:
    found = await session.execute(query.execution_options(populate_existing=True))
    return [_suggestion(row) for row in found]


def _suggestion(found: Row[SuggestionRow, int | None]) -> Suggestion:
    row, user_id = found
    return Suggestion(
        row.id,
        SuggestionText(row.kind, row.title, row.text, row.url, row.block),
        row.decision,
        row.decided_at,
        user_id,
    )


def _report(found: Library, rows: Sequence[ReportRow]) -> Report:
    proposed = dict.fromkeys(row.proposed for row in rows if row.proposed)
    first = rows[0]
    title = title_of(found, first.link_key)
    return Report(first.link_key, first.url, title, len(rows), tuple(proposed))
