"""How members stand, copied by the database for all of them at once, and the board it makes.

What is copied is what is stored, not the board: boards of a thousand members take seconds to build.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.db.json_values import JsonColumns, JsonList
from bot.groups.models import MemberRow
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.milestones.queries import stored_milestones
from bot.milestones.rules import build_board
from bot.milestones.values import Board, Status
from bot.plans.values import Plan


def standing() -> ColumnElement[Any]:
    """All that a member's board is made of, the plan apart, as JSON; for a SELECT of members.

    The columns of what is stored, each a list: see `JsonColumns`.
    A subquery for each member: with grouped tables joined instead, PostgreSQL without statistics
    took longer for 1,000 members than a statement may.
    """
    return JsonList(
        MemberRow.path,
        MemberRow.started_on,
        MemberRow.pace_days,
        _stored_of(
            ChangeRow,
            ChangeRow.milestone_id,
            ChangeRow.number,
            ChangeRow.status,
            ChangeRow.changed_at,
            ChangeRow.link,
            ChangeRow.note,
            ChangeRow.shared_at.is_not(None),
            ChangeRow.due_on,
            ChangeRow.day,
        ),
        _stored_of(
            OverrideRow,
            OverrideRow.milestone_id,
            OverrideRow.own_due,
            OverrideRow.hidden,
            OverrideRow.link,
            OverrideRow.note,
        ),
        _stored_of(
            OwnRow,
            OwnRow.number,
            OwnRow.title,
            OwnRow.under,
            OwnRow.block,
            OwnRow.dropped_at,
            OwnRow.origin,
        ),
    )


def board_then(stood: list[Any], plan: Plan, *, today: date, zone: str) -> Board:
    """The board of a member who `stood` so, with the plan that was in force."""
    path, started_on, pace_days, *tables = stood
    changes, choices, own = (list(zip(*columns, strict=True)) for columns in tables)
    return build_board(
        plan,
        stored_milestones(
            [_change(row) for row in sorted(changes, key=lambda row: row[:2])],
            [
                *(
                    (None, name, _date(due), bool(hidden), link, note, None)
                    for name, due, hidden, link, note in choices
                ),
                *(
                    # Those kept before there were origins have none.
                    (number, title, None, None, under, block, origin[0] if origin else None)
                    for number, title, under, block, dropped, *origin in sorted(own)
                    if dropped is None
                ),
            ],
        ),
        path=path,
        start=date.fromisoformat(started_on),
        today=today,
        zone=zone,
        pace_days=pace_days,
    )


def _change(row: Sequence[Any]) -> tuple[Any, ...]:
    name, number, status, at, link, note, shared, *days = row
    kept = (name, number, Status(status), _instant(at), link, note, bool(shared))
    return (*kept, *map(_date, days))


def _stored_of(table: type[ChangeRow | OverrideRow | OwnRow], *columns: Any) -> ColumnElement[Any]:
    return (
        select(JsonColumns(*columns))
        .where(table.guild_id == MemberRow.guild_id, table.user_id == MemberRow.user_id)
        .correlate(MemberRow)
        .scalar_subquery()
    )


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
