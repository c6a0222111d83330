"""Ten thousand members to whom a prompt is due at once: all get it, nobody twice, none is a 429."""

from __future__ import annotations

from functools import partial

from sqlalchemy import make_url

from tests.bench.prompts import Sending, sending, syllabot

MEMBERS, ANSWERS_AFTER = 10_000, 0.3
"""Discord answers so many seconds late."""


async def due_at_once(url: str, members: int = MEMBERS) -> int:
    """Let them fall due, tell the figures; gives back how many faults there were."""
    found = await sending(partial(syllabot, url=url), members, ANSWERS_AFTER)
    print(f"{make_url(url).get_backend_name()}, {members:,} members due at once: {found}")
    told = faults(found)
    for fault in told:
        print(f"  fault: {fault}")
    return len(told)


def faults(found: Sending) -> list[str]:
    """What must not be."""
    counted = {
        "members got no message": found.missing,
        "members got more than one": found.repeated,
        "requests were answered 429": found.limited,
    }
    return [f"{number:,} {what}" for what, number in counted.items() if number]
