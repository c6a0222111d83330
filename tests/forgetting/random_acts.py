"""What members do, at random, in a group that has a vote and a retro open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import service as actions
from bot.community import service as community
from bot.follow_ups import offers, ratings
from bot.groups import rest_service
from bot.groups import service as groups
from bot.groups.values import MemberCaller, OrganiserCaller
from bot.health_checks import rules as health
from bot.health_checks import service as health_checks
from bot.interests import opinions
from bot.interests import service as interests
from bot.interests.values import Opinion
from bot.milestones import overrides, own
from bot.milestones import service as milestones
from bot.mini_retros import service as mini_retros
from bot.papers import ballot_service, nominations
from bot.projects import service as projects
from bot.reproductions import rules as attempts
from bot.reproductions import service as reproductions
from bot.retros import card_service
from bot.reviews import rota_service
from bot.reviews import service as reviews
from bot.reviews.values import ReviewText
from bot.routine import log_service
from bot.routine import service as routine
from bot.routine.values import EntryOutcome
from tests.forgetting.community_acts import community_acts
from tests.forgetting.everything import GUILD

PEOPLE = tuple(4_000_000_000_000_001 + 7 * number for number in range(20))
MILESTONES = ("theory-problem-sets", "theory-paper-summaries", "projects-first-pr")
CHOSEN, OPEN, RETRO = GUILD + 1, GUILD + 2, GUILD + 2
"""The round that chose a paper, the open one, and the open retro."""

WEEK = date(2026, 3, 16)
Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]


def said(user_id: int) -> str:
    """Words of theirs that can be found."""
    return f"Zebrafink {user_id}"


def acts(random: Random) -> dict[str, Act]:
    """What anybody may do next; some of it is refused, as it is to anybody."""
    return {
        **_plan_acts(random),
        **_paper_acts(random),
        **_group_acts(random),
        **community_acts(random, PEOPLE, said),
    }


def _plan_acts(random: Random) -> dict[str, Act]:
    milestone = random.choice(MILESTONES)
    return {
        "finish": lambda s, who: milestones.finish(s, who, milestone, note=said(who.user_id)),
        "share": lambda s, who: milestones.share(s, who, milestone),
        "start": lambda s, who: milestones.start(s, who, milestone),
        "undo": lambda s, who: milestones.undo(s, who, milestone),
        "date": lambda s, who: overrides.set_due(s, who, milestone, due="2026-04-01"),
        "hide": lambda s, who: overrides.hide(s, who, milestone),
        "own": lambda s, who: own.add(s, who, title=said(who.user_id)),
        "answer": lambda s, who: routine.answer(s, who, who.today, EntryOutcome.DONE),
        "note": lambda s, who: routine.write_note(s, who, who.today, said(who.user_id)),
        "minutes": lambda s, who: log_service.write_minutes(s, who, who.today, "25"),
        "week": lambda s, who: log_service.write_week(
            s,
            who,
            WEEK,
            better=said(who.user_id),
            to_change="",
            ahead="",
            line=said(who.user_id),
            shown=True,
        ),
        "month": lambda s, who: mini_retros.write(
            s, who, WEEK.replace(day=1), worked=said(who.user_id), adjust=""
        ),
        "pause": lambda s, who: rest_service.pause(s, who, until=date(2026, 4, 3)),
        "settings": lambda s, who: groups.change_member(s, who, pace_days=random.randint(1, 9)),
        "leave": lambda s, who: groups.leave(s, who),
    }


def _paper_acts(random: Random) -> dict[str, Act]:
    key, stars = f"2603.0000{random.randint(1, 3)}", random.randint(1, 5)
    other = random.choice(PEOPLE)
    return {
        "cast": lambda s, who: ballot_service.cast(s, who, OPEN, [key]),
        "nominate": lambda s, who: nominations.nominate(s, who, key, is_named=True),
        "like": lambda s, who: opinions.say(s, who, key, Opinion(), likes=True),
        "follow": lambda s, who: interests.add(s, who, words=said(who.user_id)),
        "count in": lambda s, who: rota_service.count_in(s, who),
        "take the turn": lambda s, who: rota_service.take(s, who, CHOSEN),
        "swap": lambda s, who: rota_service.offer_swap(s, who, CHOSEN, other),
        "skip": lambda s, who: rota_service.skip(s, who, CHOSEN),
        "review": lambda s, who: reviews.keep(
            s, who, key, ReviewText(key_points=said(who.user_id))
        ),
        "rate": lambda s, who: ratings.rate(s, who, CHOSEN, stars),
        "paper's action": lambda s, who: offers.plan(
            s, who, CHOSEN, text="Try its loss", due="2026-04-01", owner_id=other
        ),
        "attempt": lambda s, who: reproductions.note(
            s,
            who,
            key,
            attempts.entry(
                tried=said(who.user_id),
                repository="",
                outcome="failed",
                note="",
                is_released=True,
            ),
        ),
    }


def _group_acts(random: Random) -> dict[str, Act]:
    other, level = random.choice(PEOPLE), str(random.randint(1, 5))
    hour = random.randint(6, 20)

    async def zone(session: AsyncSession, who: MemberCaller) -> object:
        organiser = OrganiserCaller(who.guild_id, who.user_id, True, who.now)
        zone = random.choice(("UTC", "Asia/Tokyo", "Europe/Berlin"))
        return await groups.change_group(session, organiser, zone=zone)

    return {
        "conference": lambda s, who: community.add(
            s, who, name=f"Venue {hour}", deadline="2026-05-01"
        ),
        "watch": lambda s, who: community.toggle(s, who, f"Venue {hour}"),
        "project": lambda s, who: projects.begin(
            s,
            who,
            title=said(who.user_id),
            summary="",
            repository="",
            pain_points=[],
            block="",
        ),
        # An anonymous card stays: nothing ties it to anybody but what they themselves wrote.
        "card": lambda s, who: card_service.add_card(s, who, RETRO, 0, "Fewer meetings"),
        "health": lambda s, who: health_checks.answer(s, who, RETRO, health.levels([level] * 5)),
        "ask": lambda s, who: actions.add_action(
            s, who, text="Write it down", owner_id=other, due="2026-04-01", retro_id=RETRO
        ),
        "promise": lambda s, who: actions.add_action(
            s, who, text="Write it up", owner_id=who.user_id, due="2026-04-01", retro_id=RETRO
        ),
        "setting": zone,
    }
