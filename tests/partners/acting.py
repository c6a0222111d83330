"""How people take part in study partners over the wire, and what they find there."""

from __future__ import annotations

from datetime import timedelta

from sandbox import ActingUser, Permissions, Seen
from sandbox.world.model import Channel
from tests.live import Study, form_of


async def join(
    person: ActingUser,
    *roles: str,
    topics: str = "",
    capacity: str = "1",
    axes: bool = False,
    dm: bool = False,
) -> Seen:
    """Take part by the form."""
    form = form_of(await person.slash("partner join", dm=dm))
    said = {
        "What would you be?": list(roles or ("peer",)),
        "As a mentor: for how many at a time?": [capacity],
        "Topics, separated by commas": topics,
        "Use my competency axes": axes,
    }
    return await person.submit(form, said)


def allow_threads(study: Study) -> None:
    """Let the bot open private threads in the announcements channel."""
    bot = study.sandbox.world.application.bot_user
    study.announcements.set_overwrite(bot, allow=Permissions.CREATE_PRIVATE_THREADS)


async def everybody(study: Study, *names: str) -> list[ActingUser]:
    """People who take part as peers."""
    people = [await study.person(name) for name in names]
    for person in people:
        await join(person)
    return people


async def start(study: Study) -> Seen:
    """Let the organiser start a round, and all that falls due with it be sent."""
    seen = await study.organiser.slash("partner round")
    asked = await study.organiser.click(seen, "Start a round")
    told = await study.organiser.click(asked, "Start")
    await settle(study)
    return told


async def settle(study: Study) -> None:
    """Let what is due now be sent."""
    for _ in range(3):
        await study.clock.advance(timedelta())


def threads(study: Study) -> list[Channel]:
    """The private threads of pairs, in the order in which they were opened."""
    found = [each for each in study.guild.threads.values() if each.name.startswith("Study")]
    return sorted(found, key=lambda each: each.id)


def members(study: Study, thread: Channel) -> set[int]:
    """Who is in a thread beside the bot."""
    assert thread.thread is not None
    return set(thread.thread.members) - {study.sandbox.world.application.bot_user.id}
