"""Reads of what follows a chosen paper: the question in its thread, actions, offers."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import actions_named
from bot.arxiv.models import PaperRow
from bot.errors import NotFound
from bot.follow_ups.models import FollowUpRow, PaperActionRow
from bot.follow_ups.ratings import figures_of, own_stars
from bot.follow_ups.values import Doing, FollowUp, MyRating, Offer
from bot.groups.models import GroupRow, MemberRow, is_of_member_here
from bot.groups.values import InsiderCaller
from bot.papers.chosen import chosen_in
from bot.papers.models import RoundRow
from bot.public_panels import PostedMessage

NO_SUCH_OFFER = "That offer is not here any more. `/action list` has what was taken on."


async def follow_up(session: AsyncSession, guild_id: int, round_id: int) -> FollowUp:
    """What a chosen paper's thread shows, and where that stands.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
    """
    chosen = await chosen_in(session, guild_id, round_id)
    doing = (await doings(session, guild_id, [round_id]))[round_id]
    row = await session.get(FollowUpRow, (guild_id, round_id))
    if row is None:
        return FollowUp(chosen, doing)
    message = None
    if row.channel_id is not None and row.message_id is not None:
        message = PostedMessage(row.channel_id, row.message_id)
    return FollowUp(chosen, doing, message, row.trouble)


async def newest_choice(
    session: AsyncSession, caller: InsiderCaller, key: str
) -> tuple[FollowUp, MyRating] | None:
    """What follows the paper where the group chose it last, and how the caller rates it.

    None where the group never chose it.
    """
    round_id = await session.scalar(
        select(RoundRow.id)
        .where(RoundRow.guild_id == caller.guild_id, RoundRow.winner_id == key)
        .order_by(RoundRow.opened_at.desc(), RoundRow.id.desc())
        .limit(1)
    )
    if round_id is None:
        return None
    found = await follow_up(session, caller.guild_id, round_id)
    stars = await own_stars(session, caller, [round_id])
    figures = await figures_of(session, caller.guild_id, [round_id])
    return found, MyRating(found.chosen, stars.get(round_id), figures.get(round_id))


async def doings(session: AsyncSession, guild_id: int, round_ids: list[int]) -> dict[int, Doing]:
    """What the group does with the papers that these rounds chose, by round: each has one."""
    rows = await session.execute(
        select(PaperActionRow.round_id, PaperActionRow.action_id)
        .join(MemberRow, is_of_member_here(PaperActionRow.guild_id, PaperActionRow.owner_id))
        .where(PaperActionRow.guild_id == guild_id, PaperActionRow.round_id.in_(round_ids))
        .order_by(PaperActionRow.id)
    )
    taken: dict[int, list[int]] = defaultdict(list)
    offered: dict[int, int] = defaultdict(int)
    for round_id, action_id in rows:
        if action_id is None:
            offered[round_id] += 1
        else:
            taken[round_id].append(action_id)
    named = await actions_named(session, guild_id, [each for ids in taken.values() for each in ids])
    by_id = {action.id: action for action in named}
    return {
        round_id: Doing(
            tuple(by_id[each] for each in taken[round_id] if each in by_id), offered[round_id]
        )
        for round_id in round_ids
    }


async def offers_to(session: AsyncSession, caller: InsiderCaller) -> list[Offer]:
    """What the caller was asked to take on and has not, the oldest first."""
    rows = await session.execute(
        _offers(caller.guild_id).where(PaperActionRow.owner_id == caller.user_id)
    )
    return [offer_from(row, title, zone) for row, title, zone in rows]


async def offer_to(session: AsyncSession, caller: InsiderCaller, offer_id: int) -> Offer:
    """An offer to the caller.

    Raises:
        NotFound: there is none with this id, or it is somebody else's, or was answered.
    """
    found = await session.execute(
        _offers(caller.guild_id).where(
            PaperActionRow.id == offer_id, PaperActionRow.owner_id == caller.user_id
        )
    )
    row = found.first()
    if row is None:
        raise NotFound(NO_SUCH_OFFER)
    return offer_from(*row)


def offer_from(row: PaperActionRow, title: str, zone: str) -> Offer:
    """The offer that a row holds, about the paper with this title, in the group's zone."""
    return Offer(row.id, row.round_id, title, row.text, row.owner_id, row.due_on, zone)


def _offers(guild_id: int) -> Select[PaperActionRow, str, str]:
    return (
        select(PaperActionRow, PaperRow.title, GroupRow.zone)
        .join(
            RoundRow,
            (RoundRow.guild_id == PaperActionRow.guild_id)
            & (RoundRow.id == PaperActionRow.round_id),
        )
        .join(PaperRow, PaperRow.arxiv_id == RoundRow.winner_id)
        .join(GroupRow, GroupRow.guild_id == PaperActionRow.guild_id)
        .where(PaperActionRow.guild_id == guild_id, PaperActionRow.action_id.is_(None))
        .order_by(PaperActionRow.id)
    )
