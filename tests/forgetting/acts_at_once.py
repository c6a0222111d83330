"""What people do while one is forgotten: the locks that each act takes first, and the act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import service as actions
from bot.checkins import service as checkins
from bot.community import service as community
from bot.follow_ups import offers, ratings
from bot.groups import service as members
from bot.groups.values import MemberCaller
from bot.interests import opinions
from bot.interests.values import Opinion
from bot.milestones import service as milestones
from bot.papers import ballot_service, nominations
from bot.partners import service as partners
from bot.retros import card_service
from bot.reviews import rota_service
from bot.routine import service as routine
from bot.routine.values import EntryOutcome
from bot.second_ratings import service as second_ratings
from bot.sessions import answers
from bot.talks import feedback
from bot.talks import service as talks
from bot.talks.values import Feedback, Listener
from tests.forgetting.everything import (
    ANA,
    PAPERS,
)

Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]


def free(guild_id: int) -> int:
    """An action that nobody has, and a conference that nobody watches."""
    return guild_id + 999


async def _offer_back(session: AsyncSession, who: MemberCaller) -> object:
    """Something of hers that goes to somebody else."""
    return await actions.give_back(session, who, who.guild_id + 100)


SAID = Feedback(Listener.OTHER, 4, 4, None)
ACTS: dict[str, tuple[str, Act]] = {
    "a ballot is cast": (
        "member",
        lambda s, who: ballot_service.cast(s, who, who.guild_id + 2, [PAPERS[1]]),
    ),
    "a card is written": (
        "member",
        lambda s, who: card_service.add_card(s, who, who.guild_id + 2, 0, "Fewer meetings"),
    ),
    "an action is accepted": ("none", lambda s, who: actions.take(s, who, free(who.guild_id))),
    "an action is handed back": ("none", _offer_back),
    "an action is finished": (
        "none",
        lambda s, who: actions.move(s, who, who.guild_id + 100, due="2026-05-05"),
    ),
    "a deadline is watched": (
        "group",
        lambda s, who: community.set_watching(s, who, free(who.guild_id), True),
    ),
    "a conference is added": (
        "group",
        lambda s, who: community.add(s, who, name="ICML", deadline="2026-06-01"),
    ),
    "a paper is rated": ("group", lambda s, who: ratings.rate(s, who, who.guild_id + 1, 5)),
    "a paper's action is noted": (
        "member",
        lambda s, who: offers.plan(
            s, who, who.guild_id + 1, text="Try it", due="2026-06-01", owner_id=None
        ),
    ),
    "a paper is nominated": (
        "member",
        lambda s, who: nominations.nominate(s, who, PAPERS[1], is_named=True),
    ),
    "a paper is liked": (
        "member",
        lambda s, who: opinions.say(s, who, PAPERS[1], Opinion(), likes=True),
    ),
    "they count themselves into the rota": (
        "member",
        lambda s, who: rota_service.count_in(s, who),
    ),
    "a milestone is done": (
        "member",
        lambda s, who: milestones.finish(s, who, "theory-problem-sets"),
    ),
    "a prompt is answered": (
        "member",
        lambda s, who: routine.answer(s, who, who.today, EntryOutcome.DONE),
    ),
    "they come to a session": (
        "member",
        lambda s, who: answers.answer(s, who, who.guild_id + 2, comes=True),
    ),
    "notes are written": (
        "member",
        lambda s, who: answers.write_notes(s, who, who.guild_id + 2, 1, "Fewer slides"),
    ),
    "a talk is proposed": (
        "member",
        lambda s, who: talks.propose(s, who, title="Attention", about="", minutes="10"),
    ),
    "feedback is given": (
        "group",
        lambda s, who: feedback.give(s, who, who.guild_id + 200, SAID, signed=False),
    ),
    "a second rating is declined": (
        "member",
        lambda s, who: second_ratings.decline(s, who, who.guild_id + 200),
    ),
    "a check-in is taken": ("member", lambda s, who: checkins.skip(s, who)),
    "they leave": ("member", lambda s, who: members.leave(s, who)),
}
OTHERS: dict[str, tuple[str, Act]] = {
    "Ben asks her to do something": (
        "member",
        lambda s, who: actions.add_action(
            s, who, text="Write", owner_id=ANA, due="2026-06-01", retro_id=who.guild_id + 1
        ),
    ),
    "Ben offers her his turn": (
        "member",
        lambda s, who: rota_service.offer_swap(s, who, who.guild_id + 2, ANA),
    ),
    "Ben offers her a paper's action": (
        "member",
        lambda s, who: offers.plan(
            s, who, who.guild_id + 1, text="Try it", due="2026-06-01", owner_id=ANA
        ),
    ),
    "Ben asks her for a second rating": (
        "member",
        lambda s, who: second_ratings.ask(s, who, ANA),
    ),
    "Ben avoids her as a partner": ("member", lambda s, who: partners.exclude(s, who, ANA)),
    "Ben declines to rate her": (
        "member",
        lambda s, who: second_ratings.decline(s, who, who.guild_id + 100),
    ),
    "Ben signs feedback on her talk": (
        "group",
        lambda s, who: feedback.give(s, who, who.guild_id + 100, SAID, signed=True),
    ),
    "Ben says something of her talk": (
        "group",
        lambda s, who: feedback.give(s, who, who.guild_id + 100, SAID, signed=False),
    ),
    "Ben takes hers": (
        "none",
        lambda s, who: actions.take(s, who, who.guild_id + 100, due="2026-06-01"),
    ),
}
