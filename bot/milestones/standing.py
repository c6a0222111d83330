"""How members stand, copied by the database for all of them at once, and the board it makes.

What is copied is what is stored, not the board: boards of a thousand members take seconds to build.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    func,
    literal_column,
    select,
)

from bot.db.json_values import JsonList, JsonRows
from bot.groups.models import MemberRow
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.milestones.queries import stored_milestones
from bot.milestones.rules import build_board
from bot.milestones.values import Board, Status
from bot.plans.values import Plan


def standings(guild_id: int, *also: SQLColumnExpression[Any]) -> Select[Any]:
    """For each member of the group who has not left: ``also``, and as JSON what a board is made of.

    That is all but the plan. What is stored is gathered once for everybody: a subquery for each
    member takes a quarter longer, and lets PostgreSQL compile the statement first.
    """
    gathered = [
        _gathered(
            guild_id,
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
        _gathered(
            guild_id,
            OverrideRow,
            OverrideRow.milestone_id,
            OverrideRow.own_due,
            OverrideRow.hidden,
            OverrideRow.link,
            OverrideRow.note,
        ),
        _gathered(
            guild_id,
            OwnRow,
            OwnRow.number,
            OwnRow.title,
            OwnRow.under,
            OwnRow.block,
            OwnRow.dropped_at,
        ),
    ]
    nothing: ColumnElement[Any] = literal_column("'[]'", JSON())
    stood = JsonList(
        MemberRow.path,
        MemberRow.started_on,
        MemberRow.pace_days,
        *(func.coalesce(each.c.stored, nothing) for each in gathered),
    )
    chosen = select(*also, stood).where(MemberRow.guild_id == guild_id, MemberRow.left_at.is_(None))
    for each in gathered:
        chosen = chosen.outerjoin(each, each.c.user_id == MemberRow.user_id)
    return chosen


def board_then(stood: list[Any], plan: Plan, *, today: date, zone: str) -> Board:
    """The board of a member who `stood` so, with the plan that was in force."""
    path, started_on, pace_days, changes, choices, own = stood
    return build_board(
        plan,
        stored_milestones(
            [_change(row) for row in sorted(changes, key=lambda row: row[:2])],
            [
                *(
                    (None, name, _date(due), bool(hidden), link, note)
                    for name, due, hidden, link, note in choices
                ),
                *(
                    (number, title, None, None, under, block)
                    for number, title, under, block, dropped in sorted(own)
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


def _change(row: list[Any]) -> tuple[Any, ...]:
    name, number, status, at, link, note, shared, *days = row
    kept = (name, number, Status(status), _instant(at), link, note, bool(shared))
    return (*kept, *map(_date, days))


def _gathered(
    guild_id: int, table: type[ChangeRow | OverrideRow | OwnRow], *columns: Any
) -> Subquery:
    """What a table has of each member, as a list of rows."""
    return (
        select(table.user_id, JsonRows(*columns).label("stored"))
        .where(table.guild_id == guild_id)
        .group_by(table.user_id)
        .subquery()
    )


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
