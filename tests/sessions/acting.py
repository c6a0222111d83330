"""How people act on sessions over the wire, and what they find there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import ActingUser, Permissions, Seen
from sandbox.rules import component_tree
from sandbox.world.guild import ScheduledEvent
from sandbox.world.model import Message
from tests.live import Study

EVENTS = "/guilds/{id}/scheduled-events"


def text_of(message: Message) -> str:
    return "\n".join(component_tree.texts(message.components))


def posted(study: Study) -> list[Message]:
    """What the group sees in the announcements channel."""
    return list(study.announcements.messages)


def events(study: Study) -> list[ScheduledEvent]:
    """The events of the server."""
    return list(study.guild.events.values())


async def settle(study: Study) -> None:
    """Let what is due now be sent."""
    await study.clock.advance(timedelta())


async def later(study: Study, **spent: float) -> None:
    """Let some time pass, with all that falls due in it."""
    await study.clock.advance(timedelta(**spent))


def let_events(study: Study) -> None:
    """Give the bot the permission to make events."""
    bot = study.guild.members[study.sandbox.world.application.bot_user.id]
    role = study.guild.create_role("Events", permissions=Permissions.CREATE_EVENTS)
    study.guild.set_roles(bot, [*bot.roles, role.id])


async def plan(
    study: Study,
    when: str = "thursday 18:00",
    topic: str = "Attention, part two",
    **options: Any,
) -> tuple[Seen, Message]:
    """Plan a session as the organiser; gives the answer, and the panel that the group sees."""
    seen = await study.organiser.slash("session plan", when=when, topic=topic, **options)
    await settle(study)
    return seen, posted(study)[-1]


async def call_off(study: Study, topic: str, *, series: bool = False) -> Seen:
    """Call a session off as the organiser, who is asked once more; gives the answer."""
    asked = await study.organiser.slash("session cancel", session=topic)
    label = "End the series" if series else "Call off"
    seen = await study.organiser.click(asked, label)
    await settle(study)
    return seen


async def join(panel: Message, *people: ActingUser) -> None:
    for who in people:
        await who.click(panel, "Join")
