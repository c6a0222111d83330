"""How people group, vote and talk after a reveal over the wire."""

from __future__ import annotations

from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids
from tests.retros.acting import posted, settle, write


async def revealed(
    study: Study, people: list[ActingUser], *texts: str, **options: object
) -> Message:
    """A named retro whose cards these people wrote in turn, in its phase of grouping."""
    await study.organiser.slash("retro open", options={"anonymity": "named", **options})
    await settle(study)
    panel = posted(study)[-1]
    for number, text in enumerate(texts):
        await write(people[number % len(people)], panel, "Adjust", text)
    await on(study)
    await on(study)
    return posted(study)[-1]


async def on(study: Study) -> Seen:
    """Lead the retro on as the organiser, who is asked where that shows something."""
    seen = await study.organiser.slash("retro next")
    for label in ("Go on", "Close"):
        if label in seen.buttons and "now?" in seen.text:
            seen = await study.organiser.click(seen, label)
            break
    await settle(study)
    return seen


def select(seen: Seen, prefix: str) -> str:
    """The custom id of a select in an answer."""
    return custom_ids(seen, prefix)[0]


async def vote(who: ActingUser, summary: Message, *labels: str) -> Seen:
    """Press the buttons of the themes that are called so, one after the other."""
    seen = await who.click(summary, "Vote")
    for label in labels:
        seen = await who.click(seen, custom_id=cast_id(seen, label))
    return seen


def cast_id(ballot: Seen, label: str) -> str:
    """The custom id of a theme's button in a ballot."""
    rows = [line for line in ballot.text.splitlines() if line[0] in "●○"]
    (place,) = (n for n, line in enumerate(rows) if f"**{label}**" in line)
    return custom_ids(ballot, "theme:cast")[place]


def threads(study: Study) -> list[str]:
    """The names of the threads, in the order in which they were opened."""
    return [thread.name for thread in study.guild.threads.values()]
