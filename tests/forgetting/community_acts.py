"""What members and organisers do together, at random: shares, library, sessions, talks, partners.

Words that stay with the group, such as notes of a session, name nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import is_member
from bot.groups.values import MemberCaller, OrganiserCaller
from bot.library import queries as library_queries
from bot.library import service as library
from bot.library.rules import links_in
from bot.library.values import Decision
from bot.partners import matching, rounds
from bot.partners import queries as partner_queries
from bot.partners import rules as partner_rules
from bot.partners import service as partners
from bot.partners.models import RoundRow
from bot.partners.values import EXTRA, ROUND, Met
from bot.scheduling import Delivery, NothingToSend
from bot.sessions import answers, meetings
from bot.sessions import queries as session_queries
from bot.sessions import service as sessions
from bot.sessions.values import Asked
from bot.shares import queries as share_queries
from bot.shares import service as shares
from bot.talks import evenings, feedback
from bot.talks import queries as talk_queries
from bot.talks import service as talks
from bot.talks.values import Feedback, Listener, Talk
from tests.groups import acting as groups

Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]
Says = Callable[[int], str]
_AHEAD, _BEGUN = timedelta(days=2), timedelta(hours=-1)
"""When what is planned is to be, from now on: `_BEGUN` was planned a while ago."""


def community_acts(random: Random, people: Sequence[int], said: Says) -> dict[str, Act]:
    """What anybody may do next; ``said`` gives words of theirs that can be found."""
    return {
        **_share_acts(said),
        **_library_acts(random),
        **_session_acts(random),
        **_talk_acts(random, said),
        **_partner_acts(random, people, said),
    }


def _share_acts(said: Says) -> dict[str, Act]:
    async def newest(session: AsyncSession, who: MemberCaller) -> int:
        mine = (await share_queries.my_list(session, who)).mine
        return mine[0].id if mine else 0

    async def log(session: AsyncSession, who: MemberCaller) -> object:
        about = {"kind": "talk", "title": said(who.user_id), "day": "", "audience": "technical"}
        return await shares.log(session, who, link=f"https://owl.example/{who.user_id}", **about)

    async def release(session: AsyncSession, who: MemberCaller) -> object:
        await log(session, who)
        return await shares.release(session, who, await newest(session, who))

    async def take_back(session: AsyncSession, who: MemberCaller) -> object:
        return await shares.take_back(session, who, await newest(session, who))

    return {"log a share": log, "release a share": release, "take a share back": take_back}


def _library_acts(random: Random) -> dict[str, Act]:
    url = f"https://owl.example/{random.randint(1, 9)}"
    decision = random.choice((Decision.ACCEPTED, Decision.DECLINED))

    async def suggest(session: AsyncSession, who: MemberCaller) -> object:
        about = {"kind": "course", "title": "Owls", "text": "Good", "block": ""}
        return await library.suggest(session, who, url=url, **about)

    async def report(session: AsyncSession, who: MemberCaller) -> object:
        links = links_in(await library_queries.library(session, who))
        return await library.report(session, who, random.choice(sorted(links)), proposed="")

    async def decide(session: AsyncSession, who: MemberCaller) -> object:
        waiting = (await library_queries.desk(session, _organiser(who))).suggestions
        chosen = waiting[0].id if waiting else 0
        return await library.decide(session, _organiser(who), chosen, decision)

    return {"suggest": suggest, "report a link": report, "decide": decide}


def _session_acts(random: Random) -> dict[str, Act]:
    comes, at = random.random() < 0.7, random.choice((_AHEAD, _BEGUN))

    async def one(session: AsyncSession, who: MemberCaller) -> int:
        ahead = await session_queries.ahead(session, who)
        return random.choice(ahead).id if ahead else 0

    async def plan(session: AsyncSession, who: MemberCaller) -> object:
        return await sessions.plan(session, _organiser(who, at), _asked(who, at, "Owls"))

    async def come(session: AsyncSession, who: MemberCaller) -> object:
        return await answers.answer(session, who, await one(session, who), comes)

    async def note(session: AsyncSession, who: MemberCaller) -> object:
        return await answers.write_notes(session, who, await one(session, who), 0, "Much")

    return {"plan a session": plan, "come": come, "note a session": note}


def _talk_acts(random: Random, said: Says) -> dict[str, Act]:
    at, signed = random.choice((_AHEAD, _BEGUN)), random.random() < 0.5
    level = random.randint(1, 5)

    async def propose(session: AsyncSession, who: MemberCaller) -> object:
        words = {"title": said(who.user_id), "about": said(who.user_id)}
        return await talks.propose(session, who, minutes="10", **words)

    async def schedule(session: AsyncSession, who: MemberCaller) -> object:
        return await evenings.schedule(session, _organiser(who, at), _asked(who, at, "Talks"))

    async def end(session: AsyncSession, who: MemberCaller) -> object:
        begun = await _begun(session, who)
        if begun is not None and begun.meeting_id is not None:
            ends = who.now + timedelta(hours=2)
            await meetings.time_is_up(session, who.guild_id, begun.meeting_id, ends)
        return begun

    async def tell(session: AsyncSession, who: MemberCaller) -> object:
        """What is not signed cannot be found again, so it has no words of theirs."""
        begun = await _begun(session, who)
        given = Feedback(Listener.OTHER, level, level, said(who.user_id) if signed else None)
        return await feedback.give(session, who, begun.id if begun else 0, given, signed=signed)

    return {"propose a talk": propose, "evening": schedule, "end": end, "feedback": tell}


def _partner_acts(random: Random, people: Sequence[int], said: Says) -> dict[str, Act]:
    role, other = random.choice(("mentor", "mentee", "peer")), random.choice(people)
    met = random.choice((Met.YES, Met.NO))

    async def join(session: AsyncSession, who: MemberCaller) -> object:
        entry = partner_rules.entry([role, "peer"], "2", said(who.user_id), shows_axes=True)
        return await partners.join(session, who, entry)

    async def pair(session: AsyncSession, who: MemberCaller) -> object:
        """Some take part, and a round is made; too soon after another it has nothing to do."""
        for user_id in random.sample(people, 5):
            if await is_member(session, who.guild_id, user_id):
                member = await groups.member(session, who.guild_id, user_id, now=who.now)
                await join(session, member)
        number = await session.scalar(select(func.count()).select_from(RoundRow)) or 0
        due = who.now + timedelta(seconds=number)
        day, key = due.date(), f"{number}"
        carried = Delivery(900 + number, who.guild_id, None, ROUND, EXTRA, day, due, 1, key)
        try:
            pool = await rounds.to_match(session, carried, who.now)
        except NothingToSend:
            return None
        met_before = dict(pool.met_before)
        found = matching.match(pool.candidates, pool.not_with, met_before, pool.number)
        return await rounds.make(session, carried, pool, found, who.now)

    async def say(session: AsyncSession, who: MemberCaller) -> object:
        mine = (await partner_queries.mine(session, who)).pairs
        return await partners.say(session, who, mine[0].id if mine else 0, met)

    return {
        "take part": join,
        "pair": pair,
        "say whether they met": say,
        "never with": lambda s, who: partners.exclude(s, who, other),
        "pause partners": lambda s, who: partners.pause(s, who, ""),
        "part no more": lambda s, who: partners.leave(s, who),
    }


async def _begun(session: AsyncSession, who: MemberCaller) -> Talk | None:
    found = await talk_queries.begun(session, who)
    others = [each for each in found if each.speaker_id != who.user_id]
    return others[0] if others else None


def _asked(who: MemberCaller, at: timedelta, topic: str) -> Asked:
    return Asked(when=f"<t:{int((who.now + at).timestamp())}>", topic=topic, minutes=120)


def _organiser(who: MemberCaller, at: timedelta = _AHEAD) -> OrganiserCaller:
    """As an organiser, who did it before where it is to have begun by now."""
    now = who.now + 2 * at if at < timedelta() else who.now
    return OrganiserCaller(who.guild_id, who.user_id, True, now)
