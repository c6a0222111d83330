"""Weeks with a chosen paper and its thread, for tests over the wire."""

from __future__ import annotations

from datetime import timedelta

from sandbox import ActingUser
from sandbox.people.response_view import Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of
from tests.papers.test_wire import CLOSES, MONDAY, OPENS, THREE, WEEK, paper, posts

LATER = WEEK


async def chosen(study: Study, voter: ActingUser, number: int = 1, week: int = 0) -> str:
    """Let a week pass in which ``voter`` alone votes for a paper; gives back its key."""
    monday = MONDAY + week * WEEK
    study.sandbox.feeds.set_batch(
        monday,
        THREE if not week else [paper(10 * week + n, f"Paper {week}-{n}", monday) for n in (1, 2)],
    )
    for day in range(1, 5):
        study.sandbox.feeds.holiday(monday + timedelta(days=day))
    before = len(posts(study))
    await study.clock.move_to(OPENS + week * WEEK)
    while len(posts(study)) == before:  # a feed took its time; the opening waits for it
        await study.clock.move_to(study.clock.now() + timedelta(minutes=1))
    key = f"2603.{10 * week + number:05}"
    await voter.choose(await voter.click(posts(study)[-1], "Vote"), [key])
    await study.down_until(CLOSES + week * WEEK - timedelta(hours=1))
    await study.clock.move_to(CLOSES + week * WEEK)
    return key


def reviews_in(study: Study) -> list[Message]:
    """The posts of reviews in threads, oldest first."""
    return [
        message
        for thread in study.guild.threads.values()
        for message in thread.messages
        if custom_ids(message, "review:read:")
    ]


async def drafted(user: ActingUser, paper: str, **values: str) -> Seen:
    """A review that is kept as a draft."""
    opened = await user.slash("paper review", paper=paper)
    return await user.submit(form_of(opened), values or {"key_points": "It claims much."})


async def published(user: ActingUser, paper: str, **values: str) -> Seen:
    """A review that is published."""
    draft = await drafted(user, paper, **values)
    return await user.click(await user.click(draft, "Publish"), "Publish")
