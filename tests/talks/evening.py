"""An evening that has begun, with a talk on it, made at once; for tests of all features."""

from __future__ import annotations

from datetime import timedelta

from bot.sessions.values import Asked
from bot.talks import evenings, service
from sandbox import ActingUser
from tests.groups import acting as groups
from tests.live import Study


async def begun_evening(study: Study, *speakers: ActingUser) -> tuple[int, list[int]]:
    """The meeting, which began a while ago, and the talks of these members on it."""
    now, guild_id = study.clock.now() - timedelta(hours=1), study.guild.id
    when = f"<t:{int((now + timedelta(minutes=15)).timestamp())}>"
    talks = []
    async with study.db.begin() as session:
        for who in speakers:
            caller = await groups.member(session, guild_id, who.id, now=now)
            talk = await service.propose(session, caller, title="Attention", about="", minutes="10")
            talks.append(talk.id)
        organiser = groups.organiser(guild_id, now=now)
        asked = Asked(when=when, topic="Lightning talks", minutes=120)
        evening, _ = await evenings.schedule(session, organiser, asked)
    return evening.meeting.id, talks
