"""How people act on talks over the wire."""

from __future__ import annotations

from typing import Any

from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.live import Study
from tests.sessions.acting import posted, settle

FORM = {
    "Who you are to the topic": "technical",
    "How clear it was": "5",
    "What it brought you": "4",
}


async def propose(who: ActingUser, title: str, minutes: int = 10, about: str = "") -> Seen:
    form = await who.slash("talk propose")
    return await who.submit(
        form,
        {"Title": title, "What listeners take with them": about, "How long": str(minutes)},
    )


async def schedule(study: Study, when: str = "thursday 18:00", **options: Any) -> Message:
    """Plan an evening as the organiser; gives the panel that the group sees."""
    await study.organiser.slash("talk schedule", when=when, **options)
    await settle(study)
    return posted(study)[-1]


async def say(
    who: ActingUser, talk: str, *, keep: str = "", sign: bool = False, **said: str
) -> Seen:
    """Give feedback on a talk."""
    form = await who.slash("talk feedback", talk=talk)
    return await who.submit(form, {**FORM, **said, "What to keep": keep, "Sign it": sign})
