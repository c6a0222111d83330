"""What people do with projects, for tests over the wire."""

from __future__ import annotations

from datetime import timedelta

from sandbox import ActingUser
from sandbox.people.response_view import Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of

TITLE = "Sentiment of support mails"
RISKS = {
    "Risks": "Dialects read as anger.",
    "Mitigations": "Measured by dialect; a person decides.",
}
CASE = {
    "Results": "F1 0.81 against 0.74.",
    "Trade-offs": "Slower.",
    "Postmortem": "Labels drifted.",
}


async def later(study: Study, minutes: int = 1) -> None:
    """Let deliveries leave."""
    await study.clock.move_to(study.clock.now() + timedelta(minutes=minutes))


async def begun(who: ActingUser, title: str = TITLE, **more: object) -> Seen:
    """A project that was begun: its panel."""
    return await who.submit(form_of(await who.slash("project new")), {"Title": title, **more})


async def filled(who: ActingUser, panel: Seen, act: str, values: dict[str, str]) -> Seen:
    """The panel after a form of it was sent."""
    return await who.submit(form_of(await who.click(panel, act)), dict(values))


async def ready(who: ActingUser, title: str = TITLE) -> Seen:
    """The question before publishing, with all that it asks for."""
    await begun(who, title)
    asked = await who.slash("project publish", project=title)
    return await filled(who, await filled(who, asked, "Risks", RISKS), "Case study", CASE)


async def published(who: ActingUser, title: str = TITLE) -> Seen:
    """A project that was published to the group: its panel."""
    return await who.click(await ready(who, title), "Publish to the group")


def posts(study: Study) -> list[Message]:
    """The posts of projects, the oldest first."""
    messages = study.announcements.messages
    return [each for each in messages if custom_ids(each, "project:read:")]
