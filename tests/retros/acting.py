"""How people act on retros over the wire, and what they find there."""

from __future__ import annotations

from datetime import timedelta

from bot.retros import service
from sandbox import ActingUser, Seen
from sandbox.rules import component_tree
from sandbox.world.model import Message
from tests.groups import acting as groups
from tests.live import Study


def text_of(message: Message) -> str:
    return "\n".join(component_tree.texts(message.components))


def form_text(seen: Seen) -> str:
    """What the form says that was opened."""
    assert seen.modal is not None
    return seen.modal.text


def posted(study: Study) -> list[Message]:
    """What the group sees in the retros channel."""
    return list(study.retros.messages)


async def settle(study: Study) -> None:
    """Let what is due now be sent."""
    await study.clock.advance(timedelta())


async def opened(study: Study, anonymity: str = "named") -> Message:
    """Open a retro as the organiser; gives the panel that the group sees."""
    await study.organiser.slash("retro open", anonymity=anonymity)
    await settle(study)
    return posted(study)[-1]


async def close(study: Study) -> Seen:
    """Close it as the organiser, who is asked once more; gives the answer."""
    asked = await study.organiser.slash("retro close")
    (label,) = (each for each in asked.buttons if each.startswith("Close"))
    return await study.organiser.click(asked, label)


async def closed(study: Study) -> Message:
    """Close it; gives the summary that the group sees."""
    await close(study)
    await settle(study)
    return posted(study)[-1]


async def write(who: ActingUser, panel: Message, column: str, text: str) -> Seen:
    form = await who.click(panel, column)
    return await who.submit(form, {"Your card": text})


async def second_server(study: Study, ana: ActingUser) -> Message:
    """Another group, with Ana in it and an open retro; gives its panel."""
    guild = study.sandbox.world.create_guild("Early birds")
    channel = guild.create_text_channel("retros")
    ana.join(guild)
    now = study.clock.now()
    async with study.db.begin() as session:
        await groups.set_up_in_one_channel(session, guild.id, channel.id, now=now)
        await groups.join(session, guild.id, ana.id, now=now)
        await service.open_retro(session, groups.organiser(guild.id, now=now))
    await settle(study)
    return next(iter(channel.messages))
