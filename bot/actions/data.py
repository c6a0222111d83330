"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.calendar_events import CALENDAR
from bot.actions.models import ActionOwnerRow, ActionRow
from bot.actions.queries import actions_named
from bot.actions.service import lock_of_person, release_of_person
from bot.actions.values import Action
from bot.db.records import records, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.public_panels import NamingPost
from bot.retros.models import RetroRow
from bot.retros.naming import posts_of

_HELP = (
    HelpTopic(
        "actions",
        "Actions",
        "What comes of a retro is an action: what will be done, by whom, until when. Whoever is "
        "named is asked first; taken on, it is a step in their plan, and closing either closes "
        "both. What nobody has anybody can take. The next retro opens with those that are "
        "unfinished. *Make an action* on any message, under *Apps*, makes one of it.",
        (
            ("action list", "all of them, yours, the open or the late ones"),
            ("action take", "take on one that nobody has"),
            ("action done", "finish one"),
            ("action drop", "leave one be"),
            ("action move", "give one another date"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the actions you took on or are asked: what, until when, since when, your step for it",
        why="so that the group keeps what it decided, and the next retro can ask about it",
        how_long="until you hand it back or are forgotten; the action then stays without you",
        seen_by="the group, with your name; you alone see the rest of your plan",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Leave what the person took on or was asked to the group, without an owner."""
    await release_of_person(session, guild_id, user_id)


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The summaries of retros below which actions of theirs stand."""
    owned = select(ActionOwnerRow.action_id).where(
        ActionOwnerRow.guild_id == guild_id, ActionOwnerRow.user_id == user_id
    )
    theirs = (ActionRow.guild_id == guild_id, ActionRow.id.in_(owned))
    rows = await session.scalars(
        select(RetroRow).where(
            RetroRow.guild_id == guild_id,
            RetroRow.id.in_(select(ActionRow.retro_id).where(*theirs))
            | RetroRow.id.in_(select(ActionRow.kept_in_retro_id).where(*theirs)),
        )
    )
    return posts_of(rows)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person has taken on or is asked, open or finished, as the group has it."""
    owners = await records_of_person(session, guild_id, user_id, [ActionOwnerRow])
    ids = [row["action_id"] for row in owners[ActionOwnerRow.__tablename__]]
    theirs = (ActionRow.guild_id == guild_id, ActionRow.id.in_(ids))
    now = {each.id: _standing(each) for each in await actions_named(session, guild_id, ids)}
    rows = [row | now[row["id"]] for row in await records(session, ActionRow, *theirs)]
    return {ActionRow.__tablename__: rows, **owners}


def _standing(action: Action) -> dict[str, str | None]:
    """What of an action its step says."""
    return {
        "due_on": action.due_on.isoformat(),
        "status": action.status.value,
        "finished_at": None if action.finished_at is None else action.finished_at.isoformat(),
    }


_STAYS = "the group keeps it without an owner, and you can take it on anew"

_HELD = (
    Held(table=ActionRow, title="Actions that are with you", person="", back=_STAYS),
    Held(table=ActionOwnerRow, title="That they are with you, and since when", back=_STAYS),
)


DATA = FeatureData(
    name="actions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    naming_posts=_naming_posts,
    lock_first=lock_of_person,
    calendar=CALENDAR,
    held=_HELD,
    kept=("actions that were with you, without an owner",),
)
