"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Retention
from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.groups.direct_messages import message_failed
from bot.groups.values import Member
from bot.held import Back, Held, Row
from bot.partners import rounds, rules, telling
from bot.partners.models import (
    NotWithRow,
    PartnerProfileRow,
    PartnerRow,
    RoundRow,
    WaitRow,
)
from bot.partners.organising import ROUNDS, on_group_changed
from bot.partners.values import INTRODUCE, MESSAGE, MOST_NOT_WITH, ROUND

KEPT = timedelta(days=730)

_HELP = (
    HelpTopic(
        "partners",
        "Study partners",
        "Take part as mentor, mentee or peer, and each round brings you together with somebody: by "
        "topics, by hours in which both of you are awake, and as rarely as can be with the same "
        "person. Half-way you are asked once whether you met; *No* finds you somebody else. Whom "
        "you would rather not be paired with, nobody learns.",
        (
            ("partner join", "take part, or change as what"),
            ("partner pause", "be left out for a while"),
            ("partner leave", "take part no more"),
            ("partner notwith", "whom you would rather not be paired with"),
            ("partner history", "with whom you were"),
            ("partner round", "when rounds come, or start one (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="as what you take part in study partners, for how many, your topics, whether your "
        "strong and focus axes may be used, and a pause",
        why="to find you a partner",
        how_long="until you leave it or are forgotten",
        seen_by="your partners see the topics you share, and an axis only if you let it be used",
    ),
    Stored(
        what="whom you would rather not be paired with",
        why="so that you never are",
        how_long="until you take them off the list, or one of you is forgotten",
        seen_by="you alone",
    ),
    Stored(
        what="with whom you were paired in which round, whether you had no partner, and whether "
        "you met",
        why="to bring you together with somebody new, and to find another one where it did not "
        "work",
        how_long=f"{KEPT.days // 365} years ({KEPT.days} days), or until you are forgotten",
        seen_by="your partners see that you are; whether you met is yours alone",
    ),
)

_OWN = (PartnerProfileRow, NotWithRow, PartnerRow, WaitRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all of the person's, and their name from the lists of others."""
    await delete_of_person(session, guild_id, user_id, _OWN)
    await session.execute(
        delete(NotWithRow)
        .where(NotWithRow.guild_id == guild_id, NotWithRow.other_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """How the person takes part, whom they avoid, their pairs and rounds without one."""
    return await records_of_person(session, guild_id, user_id, _OWN)


async def _on_member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    """Whoever left, or is gone from the server, is in no pair any more."""
    if not member.is_here:
        await rounds.leave_pairs(session, member.guild_id, member.user_id, now)


def _as_joined(row: Row) -> Row:
    """A profile that can be chosen; a refusal if not."""
    roles = str(row["roles"]).split(",")
    entry = rules.entry(
        roles, str(row["capacity"]), str(row["topics"]), shows_axes=bool(row["shows_axes"])
    )
    return {**row, **rules.columns(entry)}


_WITH_OTHERS = "it is about others too; who is forgotten was in no pair"

DATA = FeatureData(
    name="partners",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    audited=(ROUNDS,),
    kinds=(
        DeliveryKind(
            name=ROUND,
            title="A round of partners",
            lateness=timedelta(days=3),
            # The next one brings everybody together.
            on_failed=None,
        ),
        DeliveryKind(
            name=INTRODUCE,
            title="The introduction of partners",
            lateness=timedelta(days=3),
            on_failed=telling.introduction_failed,
        ),
        DeliveryKind(
            name=MESSAGE,
            title="A message about partners",
            lateness=telling.LATENESS,
            on_failed=message_failed,
        ),
    ),
    on_group_changed=on_group_changed,
    on_member_changed=_on_member_changed,
    retentions=(Retention(since=RoundRow.made_at, kept=KEPT),),
    held=(
        Held(
            table=PartnerProfileRow,
            title="How you take part in study partners",
            back=Back(read=_as_joined),
        ),
        Held(
            table=NotWithRow,
            title="Whom you would rather not be paired with",
            back=Back(unit=("other_id",), most=MOST_NOT_WITH),
        ),
        Held(table=PartnerRow, title="Pairs that you were in", back=_WITH_OTHERS),
        Held(table=WaitRow, title="Rounds without a partner", back=_WITH_OTHERS),
    ),
)
