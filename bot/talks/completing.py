"""What a talk that was held completes in its speaker's plan: offered, done by their press (P11)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.scheduling import local_date
from bot.talks import rules, service
from bot.talks.values import Offer, Talk


async def offers(session: AsyncSession, caller: MemberCaller, talk: Talk) -> tuple[Offer, ...]:
    """The milestones that a talk of the caller's may complete; none before it was held."""
    if not talk.is_held or talk.starts_at is None:
        return ()
    board = await my_board(session, caller)
    return rules.offers(board.items, talk, local_date(talk.starts_at, caller.member.zone))


async def complete(
    session: AsyncSession, caller: MemberCaller, talk_id: int, milestone_id: str, number: int
) -> Talk:
    """Mark a milestone done by a talk, with its recording or slides as the link.

    ``number`` is the milestone's last change that was seen: when another came since, nothing
    happens.

    Raises:
        NotFound, NotAllowed: there is no such talk, or it is not theirs.
        UserError: it is not offered.
    """
    talk = await service.own_talk(session, caller, talk_id)
    offered = {each.item.id: each for each in await offers(session, caller, talk)}
    offer = offered.get(milestone_id)
    if offer is None:
        raise UserError(
            "That milestone is not open for this talk. `/milestone done` marks any, with a link."
        )
    if not offer.is_counted:
        link = talk.recording or talk.slides
        note = rules.note_of(talk)
        await milestones.finish(session, caller, milestone_id, link=link, note=note, number=number)
    return talk
