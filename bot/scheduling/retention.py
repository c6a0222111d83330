"""How long it is kept which messages were sent, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from bot.scheduling.models import Cadence, DeliveryRow, ScheduleRow

KEPT = timedelta(days=90)
"""How long a delivery is kept that nobody goes on reading."""


def is_over(lasting: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether a delivery may end after its time: it is closed, and nothing is read from it.

    ``lasting`` says by kind which deliveries, beside their schedules, a feature goes on reading.
    The newest of a kind stays for everybody: it says what came last.
    """
    newer, its_schedule = aliased(DeliveryRow), aliased(ScheduleRow)
    is_followed = (
        exists()
        .where(
            its_schedule.guild_id == ScheduleRow.guild_id,
            its_schedule.user_id == ScheduleRow.user_id,
            its_schedule.kind == ScheduleRow.kind,
            newer.schedule_id == its_schedule.id,
            newer.due_at > DeliveryRow.due_at,
        )
        .correlate(ScheduleRow, DeliveryRow)
    )
    lasts = or_(*(and_(ScheduleRow.kind == kind, still) for kind, still in lasting.items()))
    of_such_a_schedule = (
        select(ScheduleRow.id)
        .where(
            ScheduleRow.id == DeliveryRow.schedule_id,
            is_followed,
            *([not_(lasts)] if lasting else []),
        )
        .correlate(DeliveryRow)
        .exists()
    )
    return and_(DeliveryRow.next_try_at.is_(None), of_such_a_schedule)


def is_spent() -> ColumnElement[bool]:
    """Whether a schedule for a single time has fired or was dropped, and left no delivery."""
    has_delivery = exists().where(DeliveryRow.schedule_id == ScheduleRow.id).correlate(ScheduleRow)
    return and_(
        ScheduleRow.cadence == Cadence.ONCE, ScheduleRow.next_due_at.is_(None), ~has_delivery
    )
