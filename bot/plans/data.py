"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Retention
from bot.db.records import records
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.plans import service as plans
from bot.plans.audited import PLAN
from bot.plans.models import PlanDraftRow, PlanVersionRow

_HELP = (
    HelpTopic(
        "plan",
        "The plan",
        "Everybody in the group follows one plan; each has their own dates in it, counted from "
        "their first day. A new version of it never takes away what somebody did.",
        (
            ("plan show", "its blocks, and your roadmap as a picture"),
            ("plan versions", "every version of it, to download"),
            ("plan export", "the plan as a file"),
            ("plan import", "bring in a plan file, with a preview (organisers)"),
            ("plan edit", "change, add or move one milestone (organisers)"),
        ),
    ),
)

KEPT = timedelta(days=30)
"""How long a change waits to be confirmed."""

_STORED = (
    Stored(
        what="as an organiser: a change of the plan that you have not confirmed yet",
        why="to put it in force when you confirm it",
        how_long=f"until you confirm or cancel it, or make another one; {KEPT.days} days at most",
        seen_by="you",
    ),
    Stored(
        what="as an organiser: which versions of the plan you made, and when",
        why="so that organisers know whom to ask, and can take a change back",
        how_long="as long as the group has its plan",
        seen_by="organisers; every member sees the version, without your name",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's draft; the versions they made stay the group's, without their maker."""
    await session.execute(
        delete(PlanDraftRow)
        .where(PlanDraftRow.guild_id == guild_id, PlanDraftRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(PlanVersionRow)
        .where(PlanVersionRow.guild_id == guild_id, PlanVersionRow.loaded_by == user_id)
        .values(loaded_by=None)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's draft, and the versions that they made."""
    return {
        PlanDraftRow.__tablename__: await records(
            session,
            PlanDraftRow,
            PlanDraftRow.guild_id == guild_id,
            PlanDraftRow.user_id == user_id,
        ),
        PlanVersionRow.__tablename__: await records(
            session,
            PlanVersionRow,
            PlanVersionRow.guild_id == guild_id,
            PlanVersionRow.loaded_by == user_id,
        ),
    }


_HELD = (
    Held(
        table=PlanDraftRow,
        title="Changes of the plan that you have not confirmed",
        back="make the change again, so that it fits the plan as it is then",
    ),
    Held(
        table=PlanVersionRow,
        title="Versions of the plan that you made",
        person="loaded_by",
        back="they are the group's and stay without your name",
    ),
)


DATA = FeatureData(
    name="plans",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    audited=(PLAN,),
    kinds=(),
    on_group_changed=plans.ensure,
    held=_HELD,
    retentions=(Retention(since=PlanDraftRow.made_at, kept=KEPT),),
    kept=("versions of the plan that you made, without saying who made them",),
)
