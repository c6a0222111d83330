"""Use cases of what is done with a chosen paper: an action of one's own, or an offer to somebody.

An action needs an owner who accepted (T6): what is named for somebody else waits for them.
"""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.rules import action_text
from bot.actions.service import add_action
from bot.errors import NotFound, UserError
from bot.follow_ups.models import PaperActionRow
from bot.follow_ups.queries import NO_SUCH_OFFER, offer_from, offer_to
from bot.follow_ups.rules import MOST_ACTIONS
from bot.follow_ups.values import Offer, Planned
from bot.groups.queries import get_group, is_member
from bot.groups.values import MemberCaller
from bot.inputs.dates import due_date
from bot.papers.chosen import chosen_in


async def plan(
    session: AsyncSession,
    caller: MemberCaller,
    round_id: int,
    *,
    text: str,
    due: str,
    owner_id: int | None,
) -> Planned:
    """Note what will be done with what a round chose, by the caller or (an offer) somebody else.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
        UserError: no text, an unreadable or past date, an owner who is not a member, or as many
            actions as fit.
    """
    chosen = await chosen_in(session, caller.guild_id, round_id)
    said = action_text(text)
    due_on = due_date(due, today=caller.today, zone=caller.zone)
    count = await session.scalar(
        select(func.count())
        .select_from(PaperActionRow)
        .where(PaperActionRow.guild_id == caller.guild_id, PaperActionRow.round_id == round_id)
    )
    if (count or 0) >= MOST_ACTIONS:
        raise UserError(
            f"{MOST_ACTIONS} actions came of that paper, which is all that fits.", typed=text
        )
    owner_id = owner_id or caller.user_id
    is_own = owner_id == caller.user_id
    if not is_own and not await is_member(session, caller.guild_id, owner_id):
        raise UserError(
            "That person has not joined the study group, so they cannot take it on. Pick a member, "
            "or leave the owner empty: then it is yours.",
            typed=text,
        )
    action = None
    if is_own:
        action = await add_action(
            session, caller, text=said, owner_id=owner_id, due=due_on.isoformat(), retro_id=None
        )
    row = PaperActionRow(
        guild_id=caller.guild_id,
        round_id=round_id,
        text=said,
        owner_id=owner_id,
        due_on=due_on,
        offered_at=caller.now,
        action_id=None if action is None else action.id,
    )
    session.add(row)
    await session.flush()
    zone = (await get_group(session, caller.guild_id)).zone
    offer = None if is_own else offer_from(row, chosen.paper.title, zone)
    return Planned(chosen, action, offer)


async def take(session: AsyncSession, caller: MemberCaller, offer_id: int) -> Planned:
    """Take on what the caller was asked to do.

    Raises:
        NotFound: there is no such offer to them.
        UserError: its date has passed.
    """
    offer = await offer_to(session, caller, offer_id)
    row = await _row(session, caller, offer_id)
    if row.due_on < caller.today:
        raise UserError(
            "Its date has passed meanwhile. *No, thanks* puts it away; on the paper's page you can "
            "add it for yourself with another date."
        )
    action = await add_action(
        session,
        caller,
        text=row.text,
        owner_id=caller.user_id,
        due=row.due_on.isoformat(),
        retro_id=None,
    )
    row.action_id = action.id
    await session.flush()
    return Planned(await chosen_in(session, caller.guild_id, offer.round_id), action, None)


async def decline(session: AsyncSession, caller: MemberCaller, offer_id: int) -> Offer:
    """Put an offer to the caller away; nobody is told.

    Raises:
        NotFound: there is no such offer to them.
    """
    offer = await offer_to(session, caller, offer_id)
    row = await _row(session, caller, offer_id)
    await session.execute(
        delete(PaperActionRow)
        .where(PaperActionRow.guild_id == row.guild_id, PaperActionRow.id == row.id)
        .execution_options(synchronize_session=False)
    )
    return offer


async def _row(session: AsyncSession, caller: MemberCaller, offer_id: int) -> PaperActionRow:
    row = await session.scalar(
        select(PaperActionRow)
        .where(
            PaperActionRow.guild_id == caller.guild_id,
            PaperActionRow.id == offer_id,
            PaperActionRow.owner_id == caller.user_id,
            PaperActionRow.action_id.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound(NO_SUCH_OFFER)
    return row
