"""How much of some parts of the plan each member of a group has behind them: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.groups.models import MemberRow, is_here, is_of_member_here
from bot.milestones.models import ChangeRow, OverrideRow, hides_changed, is_newest_change
from bot.milestones.values import Status

MEMBER = -1
"""In place of a part's number: the member themselves."""

_STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED)


def tallies(guild_id: int, parts: Sequence[Sequence[str]]) -> Select[Any]:
    """Rows of a member, their path, a part, and how much of it is done, begun, skipped, hidden.

    A part is the place in ``parts`` of the ids of its milestones; no milestone is in two. Each
    member has a row of `MEMBER` besides.
    """
    is_hidden = exists().where(hides_changed(aliased(OverrideRow)))
    none = literal(0)
    standing = (
        select(
            ChangeRow.user_id,
            MemberRow.path,
            _part_of(ChangeRow.milestone_id, parts).label("part"),
            *(
                case((ChangeRow.status == status, 1), else_=0).label(status.value)
                for status in _STATUSES
            ),
            none.label("hidden"),
        )
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .where(ChangeRow.guild_id == guild_id, is_newest_change(), ~is_hidden)
    )
    hidden = (
        select(
            OverrideRow.user_id,
            MemberRow.path,
            _part_of(OverrideRow.milestone_id, parts),
            *(none for _ in _STATUSES),
            literal(1),
        )
        .join(MemberRow, is_of_member_here(OverrideRow.guild_id, OverrideRow.user_id))
        .where(OverrideRow.guild_id == guild_id, OverrideRow.hidden.is_(True))
    )
    members = select(
        MemberRow.user_id, MemberRow.path, literal(MEMBER), *(none for _ in _STATUSES), none
    ).where(MemberRow.guild_id == guild_id, is_here())
    each = union_all(standing, hidden, members).subquery()
    user_id, path, part, *numbers = each.c
    # Sums are decimals on PostgreSQL.
    sums = (cast(func.sum(number), Integer) for number in numbers)
    return select(user_id, path, part, *sums).where(part.is_not(None)).group_by(user_id, path, part)


def _part_of(
    milestone_id: InstrumentedAttribute[str], parts: Sequence[Sequence[str]]
) -> ColumnElement[int | None]:
    """The number of the part that a milestone is of; NULL for what is in no part."""
    whens = [(milestone_id.in_(ids), number) for number, ids in enumerate(parts)]
    return case(*whens) if whens else cast(literal(None), Integer)
